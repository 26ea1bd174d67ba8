import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill } from '../page-spoilers.ts';

/** Closing a month, beside the pages that the first list has: a run discarded, a person left out, a trial month. */
export async function listClosing(office: Office): Promise<ListedPage[]> {
  const { rows } = await office.app.deps.pool.query<{ code: string }>(
    `SELECT u.code FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id WHERE r.state = 'DIHITUNG' LIMIT 1`,
  );
  const computed = rows[0]?.code;
  if (computed === undefined) throw new Error('no unit of last month is computed');
  const open = await office.app.deps.pool.query<{ code: string }>(
    `SELECT u.code FROM payroll_unit u WHERE NOT EXISTS (
       SELECT 1 FROM payroll_run r WHERE r.payroll_unit_id = u.id AND r.month = '2026-10-01') ORDER BY u.code LIMIT 1`,
  );
  const unit = open.rows[0]?.code;
  if (unit === undefined) throw new Error('no unit of last month is open');
  const batch = await office.app.deps.pool.query<{ id: string }>(
    `WITH made AS (INSERT INTO period_batch (month, action, asked, asked_by, asked_at)
       VALUES ('2026-10-01', 'tutup', ARRAY[$1 || ':0'], $2, now()) RETURNING id)
     INSERT INTO period_batch_item (batch_id, payroll_unit_id, refusal)
     SELECT m.id, u.id, 'Periode Oktober 2026 sudah ditutup.' FROM made m JOIN payroll_unit u ON u.code = $1 RETURNING batch_id AS id`,
    [computed, office.cast.kepegawaian1.employeeId],
  );
  // Written at once instead of asked and confirmed, so that the report has a unit in it.
  await office.app.deps.pool.query(
    `INSERT INTO trial_month (payroll_unit_id, first_month, last_month, decree, decree_date, state, recorded_by, recorded_at, decided_by, decided_at)
     SELECT id, '2026-10-01', '2026-10-01', 'Keputusan Kepala Daerah 7/2026', '2026-09-28', 'berlaku', $2, now(), $3, now()
     FROM payroll_unit WHERE code = $1`,
    [unit, office.cast.kepegawaian1.employeeId, office.cast.kepegawaian2.employeeId],
  );
  // In force at once, so that its units stand on the board.
  const special = await office.app.deps.pool.query<{ id: string }>(
    `INSERT INTO special_payment (kind, label, base_month, pay_month, decree, decree_date, state, asked_by, asked_at, decided_by, decided_at)
     VALUES ('THR', 'Tunjangan hari raya', '2026-09-01', '2026-11-01', 'Keputusan Kepala Daerah 8/2026', '2026-11-02', 'berlaku',
       $1, now(), $2, now()) RETURNING id`,
    [office.cast.kepegawaian1.employeeId, office.cast.kepegawaian2.employeeId],
  );
  const outage = await office.app.deps.pool.query<{ id: string }>(
    `INSERT INTO outage (source, began_at, ended_at, working_minutes, recorded_at, state) VALUES
       ('tercatat', '2026-11-16T08:10:00+08:00', '2026-11-16T10:25:00+08:00', 135, now(), 'diusulkan'),
       ('tercatat', '2026-11-14T22:10:00+08:00', '2026-11-14T22:25:00+08:00', 0, now(), 'tercatat') RETURNING id`,
  );
  const payment = `/kepegawaian/pembayaran-khusus/${special.rows[0]!.id}`;
  return [
    { route: '/kepegawaian/pembayaran-khusus', as: 'kepegawaian1', address: '/kepegawaian/pembayaran-khusus' },
    {
      route: '/kepegawaian/pembayaran-khusus/baru',
      as: 'kepegawaian1',
      address: '/kepegawaian/pembayaran-khusus/baru',
      spoil: fill({ dasar: 'SK' }, 'Ajukan'),
      refusal: 422,
    },
    {
      route: '/kepegawaian/pembayaran-khusus/:id',
      as: 'kepegawaian1',
      address: payment,
    },
    { route: '/kepegawaian/gangguan', as: 'kepegawaian1', address: '/kepegawaian/gangguan' },
    {
      route: '/kepegawaian/gangguan/:id',
      as: 'kepegawaian1',
      address: `/kepegawaian/gangguan/${outage.rows[0]!.id}`,
      spoil: fill({ alasan: 'singkat' }, 'Simpan keputusan'),
      refusal: 422,
    },
    {
      route: '/kepegawaian/gangguan/nyatakan',
      as: 'kepegawaian1',
      address: '/kepegawaian/gangguan/nyatakan',
      spoil: fill({ mulai_tanggal: 'kemarin', mulai: 'pagi', alasan: 'padam' }, 'Nyatakan gangguan'),
      refusal: 422,
    },
    { route: '/kepegawaian/pembayaran-khusus/:id/:unit', as: 'kepegawaian1', address: `${payment}/${unit}` },
    { route: '/keuangan/tpp', as: 'keuangan1', address: '/keuangan/tpp?bulan=2026-11-THR' },
    { route: '/laporan/tpp-saya', as: 'staf1', address: '/laporan/tpp-saya?bulan=2026-11-THR' },
    {
      route: '/kepegawaian/periode/:bulan/:unit/setujui',
      as: 'kepegawaian2',
      address: `/kepegawaian/periode/2026-10/${computed}/setujui`,
    },
    {
      route: '/kepegawaian/periode/:bulan/:unit/coba',
      as: 'kepegawaian1',
      address: `/kepegawaian/periode/2026-10/${unit}/coba`,
    },
    {
      route: '/kepegawaian/periode/uji-coba',
      as: 'kepegawaian1',
      address: '/kepegawaian/periode/uji-coba',
      spoil: fill({ dasar: 'SK' }, 'Ajukan'),
      refusal: 422,
    },
    {
      route: '/kepegawaian/periode/:bulan/uji-coba',
      as: 'kepegawaian1',
      address: '/kepegawaian/periode/2026-10/uji-coba',
    },
    {
      route: '/kepegawaian/periode/borongan/:id',
      as: 'kepegawaian1',
      address: `/kepegawaian/periode/borongan/${batch.rows[0]!.id}`,
    },
    {
      route: '/kepegawaian/periode/:bulan/:unit/kecualikan',
      as: 'kepegawaian1',
      address: `/kepegawaian/periode/2026-10/${unit}/kecualikan?cari=a`,
      spoil: fill({ alasan: 'pendek' }, 'Ajukan'),
      refusal: 422,
    },
    {
      route: '/kepegawaian/periode/:bulan/:unit/batalkan',
      as: 'kepegawaian1',
      address: `/kepegawaian/periode/2026-10/${computed}/batalkan`,
      spoil: fill({ alasan: 'pendek' }, 'Ajukan pembatalan'),
      refusal: 422,
    },
  ];
}
