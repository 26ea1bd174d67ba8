import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordOutages } from '../../../src/features/availability/watch.ts';
import type { Browser } from '../../support/app.ts';
import { type Desk, filledForm, logEntry, messagesOf, openDesk } from '../activity-log/desk.ts';

/** Monday morning: two hours and a quarter of working hours. The clock shows Wednesday. */
const DOWN = ['2026-11-16T08:10:00+08:00', '2026-11-16T10:25:00+08:00'] as const;
const SHORT = ['2026-11-17T22:00:00+08:00', '2026-11-17T22:20:00+08:00'] as const;

let desk: Desk;
let first: Browser;
let second: Browser;
/** What the demo's own story has put into the ledger. */
let told: string[];

beforeAll(async () => {
  desk = await openDesk();
  first = await desk.app.signInAs('kepegawaian1');
  second = await desk.app.signInAs('kepegawaian2');
  const { rows } = await desk.app.deps.pool.query<{ id: string }>('SELECT id FROM outage');
  told = rows.map(row => row.id);
  // one process that noted every minute but those, in one of which nobody else noted most were sent away
  await desk.app.deps.pool.query(
    `INSERT INTO service_minute (minute, process, role, answered, refused)
     SELECT m, '00000000-0000-7000-8000-000000000001'::uuid, 'web', 10, 0
     FROM generate_series('2026-11-15T00:00+08:00'::timestamptz, $5, interval '1 minute') m
     WHERE NOT (m >= $1 AND m < $2) AND NOT (m >= $3 AND m < $4)
     UNION ALL SELECT m, '00000000-0000-7000-8000-000000000001'::uuid, 'web', 2, 9 FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 minute', interval '1 minute') m
     UNION ALL SELECT m, '00000000-0000-7000-8000-000000000002'::uuid, 'pekerjaan', 0, 0 FROM generate_series($3::timestamptz, $4, interval '1 minute') m`,
    [...DOWN, ...SHORT, desk.clock.real()],
  );
});

async function ledger(): Promise<Record<string, unknown>[]> {
  const { rows } = await desk.app.deps.pool.query<Record<string, unknown>>(
    'SELECT id, began_at, ended_at, working_minutes, state, open_until FROM outage WHERE id <> ALL ($1) ORDER BY began_at',
    [told],
  );
  return rows;
}

test('the demo has an outage of yesterday that the personnel office may confirm', async () => {
  const { text } = await first.get('/kepegawaian/gangguan').expect(200);
  expect(text).toContain('pukul 08.50 sampai 11.05 WITA');
  const { rows } = await desk.app.deps.pool.query('SELECT state, working_minutes FROM outage ORDER BY began_at DESC');
  expect(rows).toEqual([
    { state: 'diusulkan', working_minutes: 135 },
    { state: 'tercatat', working_minutes: 0 },
  ]);
});

test('a month that is over shows its own outages; what waits for a decision stands in the running month', async () => {
  const monthOf = async (query: string) =>
    cheerio.load((await first.get(`/kepegawaian/gangguan${query}`)).text)('main');
  expect((await monthOf('?bulan=2026-10')).find('table')).toHaveLength(0);
  const { pool } = desk.app.deps;
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO outage (source, began_at, ended_at, working_minutes, state, recorded_at)
     VALUES ('tercatat', '2026-10-05T09:00+08:00', '2026-10-05T11:00+08:00', 120, 'diusulkan', '2026-10-05T11:05+08:00') RETURNING id`,
  );
  const link = `a[href="/kepegawaian/gangguan/${rows[0]!.id}"]`;
  const found = [];
  for (const query of ['', '?bulan=2026-10', '?bulan=2026-09']) found.push((await monthOf(query)).find(link).length);
  expect(found).toEqual([1, 1, 0]);
  told.push(rows[0]!.id);
});

describe('the server', () => {
  test('records when people could not work, once, and proposes what was long in working hours', async () => {
    await recordOutages(desk.app.deps);
    await recordOutages(desk.app.deps);
    expect(await ledger()).toMatchObject([
      { began_at: new Date(DOWN[0]), ended_at: new Date(DOWN[1]), working_minutes: 135, state: 'diusulkan' },
      { began_at: new Date(SHORT[0]), ended_at: new Date(SHORT[1]), working_minutes: 0, state: 'tercatat' },
    ]);
    const { rows } = await desk.app.deps.pool.query<{ text: string }>(
      `SELECT text FROM notification WHERE employee_id = $1 AND dedupe LIKE 'gangguan:%'`,
      [desk.cast.kepegawaian1.employeeId],
    );
    expect(rows).toEqual([
      { text: expect.stringContaining('pukul 08.10 sampai 10.25 WITA (2 jam 15 menit jam kerja)') },
    ]);
  });

  test('does not call an outage over that still goes on', async () => {
    const { pool } = desk.app.deps;
    await pool.query("DELETE FROM service_minute WHERE minute >= '2026-11-18T13:00+08:00'");
    await pool.query("UPDATE availability_watch SET examined_until = '2026-11-18T12:00+08:00'");
    await recordOutages(desk.app.deps);
    expect(await ledger()).toHaveLength(2);
    const { rows } = await pool.query<{ at: Date }>('SELECT examined_until AS at FROM availability_watch');
    expect(rows).toEqual([{ at: new Date('2026-11-18T13:00:00+08:00') }]);
  });
});

describe('an outage that one person confirms', () => {
  test('opens the days it could have cost to everybody, once, and for good', async () => {
    const staf = await desk.app.signInAs('staf1');
    // Thursday the 12th could not be logged any more on the 16th; Friday the 13th could
    const late = { tanggal: '2026-11-13' };
    const form = await filledForm(staf, '19.00', '20.00');
    expect((await staf.post('/kegiatan-harian', { ...form, ...late })).status).toBe(409);

    const [outage] = await ledger();
    const address = `/kepegawaian/gangguan/${String(outage?.['id'])}`;
    const page = await first.get(address);
    expect(page.text).toContain('Jum, 13 November 2026'.slice(5));
    const refused = await first.submit(address, { keputusan: 'abaikan', alasan: 'singkat' }, address);
    expect([refused.status, ...messagesOf(refused.text)]).toEqual([422, 'Tulis alasannya, paling sedikit 10 huruf']);
    expect((await first.submit(address, { keputusan: 'buka', alasan: '' }, address)).status).toBe(303);
    const again = await second.post(address, { keputusan: 'buka', alasan: '', versi: '1' });
    expect([again.status, ...messagesOf(again.text)]).toEqual([
      409,
      expect.stringMatching(/^Gangguan ini sudah diputuskan oleh /),
    ]);

    await logEntry(staf, '19.00', '20.00', late);
    expect(
      (await staf.post('/kegiatan-harian', { ...(await filledForm(staf, '19.00', '20.00')), tanggal: '2026-11-12' }))
        .status,
    ).toBe(409);
    const { rows } = await desk.app.deps.pool.query<{ told: number }>(
      `SELECT count(*)::int AS told FROM notification WHERE dedupe LIKE 'gangguan-dibuka:%' AND employee_id = $1`,
      [desk.cast.staf_lain.employeeId],
    );
    expect(rows).toEqual([{ told: 1 }]);
    await expect(
      desk.app.deps.pool.query("UPDATE outage SET open_until = '2027-01-01' WHERE state = 'dibuka'"),
    ).rejects.toThrow('does not change');
    await expect(desk.app.deps.pool.query('DELETE FROM outage')).rejects.toThrow('never taken away');
  });
});

describe('an outage that a person declares', () => {
  const WRONG = { mulai_tanggal: 'kemarin', mulai: '25', selesai_tanggal: '', selesai: '', alasan: 'padam' };
  const RIGHT = {
    mulai_tanggal: '17/11/2026',
    mulai: '8',
    selesai_tanggal: '17/11/2026',
    selesai: '16.00',
    alasan: 'Listrik kantor padam sehari penuh',
  };
  const FORM = '/kepegawaian/gangguan/nyatakan';

  test.each([
    ['wrong in every field', WRONG, 422, 5],
    ['over before it began', { ...RIGHT, selesai: '7.00' }, 422, 1],
    ['not over yet', { ...RIGHT, selesai_tanggal: '18/11/2026', selesai: '23.00' }, 409, 1],
    ['long ago', { ...RIGHT, mulai_tanggal: '01/08/2026', selesai_tanggal: '01/08/2026' }, 409, 1],
    ['for a unit that is not there', { ...RIGHT, unit: 'X' }, 422, 1],
    ['with an unknown field', { ...RIGHT, state: 'dibuka' }, 422, 1],
  ])('is refused %s, and keeps what was typed', async (_, typed, status, messages) => {
    const answer = await first.submit(FORM, typed, FORM);
    expect([answer.status, messagesOf(answer.text)]).toEqual([status, expect.any(Array)]);
    expect(messagesOf(answer.text)).toHaveLength(messages);
    expect(answer.text).toContain(`value="${typed.mulai_tanggal}"`);
  });

  test('is decided by another person, and opens days to its units only', async () => {
    const { payrollUnitCode } = desk.cast.staf_lain;
    const made = await first.submit(
      FORM,
      { ...RIGHT, mulai_tanggal: '12/11/2026', selesai_tanggal: '12/11/2026', unit: payrollUnitCode },
      FORM,
    );
    expect(made.status).toBe(303);
    const address = String(made.headers.location);
    const own = await first.post(address, { keputusan: 'buka', alasan: '', versi: '1' });
    expect([own.status, ...messagesOf(own.text)]).toEqual([
      409,
      'Anda yang menyatakan gangguan ini. Petugas lain yang memutuskannya',
    ]);
    expect((await second.submit(address, { keputusan: 'buka', alasan: 'Sesuai surat PLN' }, address)).status).toBe(303);

    const theirs = await desk.app.signInAs('staf_lain');
    await logEntry(theirs, '19.00', '20.00', { tanggal: '2026-11-12' });
    const ours = await desk.app.signInAs('staf1');
    expect(
      (await ours.post('/kegiatan-harian', { ...(await filledForm(ours, '20.00', '21.00')), tanggal: '2026-11-12' }))
        .status,
    ).toBe(409);
  });
});
