import { formOn } from '../../support/app.ts';
import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill, stale } from '../page-spoilers.ts';

/** Pages of SKP, realisation and orders, as somebody opens them. */
export async function listSkp(office: Office): Promise<ListedPage[]> {
  const inForce = await oneId(
    office,
    `SELECT t.id FROM skp_target t JOIN skp_plan p ON p.id = t.plan_id
     WHERE p.employee_id = $1 AND p.state = 'disetujui' ORDER BY t.ordinal LIMIT 1`,
    'staf1',
  );
  const waiting = await oneId(
    office,
    `SELECT p.id FROM skp_plan p JOIN position_version v ON v.position_id = p.position_id
     JOIN assignment a ON a.position_id = v.superior_id AND a.employee_id = $1 WHERE p.state = 'diajukan' LIMIT 1`,
    'atasan',
  );
  const order = await oneId(
    office,
    "SELECT id FROM task_order WHERE to_id = $1 AND state = 'baru' ORDER BY id LIMIT 1",
    'staf1',
  );
  const draft = await beginChange(office);
  return [
    { route: '/sasaran', as: 'staf1', address: '/sasaran?tahun=2026' },
    { route: '/sasaran', as: 'staf3', address: '/sasaran', spoil: stale(/^Ajukan/), refusal: 409 },
    {
      route: '/sasaran/baru',
      as: 'staf1',
      address: '/sasaran/baru',
      spoil: fill({ rhk: 'singkat', target_angka: 'banyak', batas: 'besok' }, 'Simpan'),
      refusal: 422,
    },
    {
      route: '/sasaran/:id/ubah',
      as: 'staf3',
      address: `/sasaran/${draft}/ubah`,
      spoil: fill({ rhk: '' }, 'Simpan'),
      refusal: 422,
    },
    {
      route: '/sasaran/:id/hapus',
      as: 'staf3',
      address: `/sasaran/${draft}/hapus`,
      spoil: stale(/^Hapus/),
      refusal: 409,
    },
    { route: '/sasaran/bawahan', as: 'atasan', address: '/sasaran/bawahan?tahun=2026' },
    {
      route: '/sasaran/bawahan/:id',
      as: 'atasan',
      address: `/sasaran/bawahan/${waiting}`,
      spoil: fill({ alasan: 'pendek' }, /^Kembalikan/),
      refusal: 422,
    },
    { route: '/progres', as: 'staf1', address: '/progres?tahun=2026' },
    {
      route: '/progres/:sasaranId',
      as: 'staf1',
      address: `/progres/${inForce}`,
      spoil: fill({ realisasi: 'tiga' }, 'Simpan realisasi'),
      refusal: 422,
    },
    { route: '/input-pimpinan', as: 'staf1', address: '/input-pimpinan?tab=perintah' },
    {
      route: '/input-pimpinan',
      as: 'staf1',
      address: '/input-pimpinan?tab=pimpinan',
      spoil: fill({ pesan: 'salah' }, 'Kirim laporan'),
      refusal: 422,
    },
    {
      route: '/input-pimpinan',
      as: 'atasan',
      address: '/input-pimpinan?tab=beri',
      spoil: fill({ isi: 'abc', batas: 'lusa' }, 'Kirim perintah'),
      refusal: 422,
    },
    {
      route: '/input-pimpinan/perintah/:id',
      as: 'staf1',
      address: `/input-pimpinan/perintah/${order}`,
      spoil: stale(/^Tandai selesai/),
      refusal: 409,
    },
  ];
}

async function oneId({ app, cast }: Office, query: string, key: 'staf1' | 'atasan'): Promise<string> {
  const { rows } = await app.deps.pool.query<{ id: string }>(query, [cast[key].employeeId]);
  const [row] = rows;
  if (!row) throw new Error(`the demo has nothing to show ${key}`);
  return row.id;
}

/** staf3 begins a change of the SKP in force; one of the results in it. */
async function beginChange({ app, cast }: Office): Promise<string> {
  const browser = await app.signInAs('staf3');
  const action = '/sasaran/2026/perubahan';
  const { text } = await browser.get('/sasaran?tahun=2026');
  await browser.post(action, formOn(text, action).fields);
  const { rows } = await app.deps.pool.query<{ id: string }>(
    `SELECT t.id FROM skp_target t JOIN skp_plan p ON p.id = t.plan_id
     WHERE p.employee_id = $1 AND p.state = 'draf' ORDER BY t.ordinal LIMIT 1`,
    [cast.staf3.employeeId],
  );
  const [row] = rows;
  if (!row) throw new Error('the change of staf3 has no result');
  return row.id;
}
