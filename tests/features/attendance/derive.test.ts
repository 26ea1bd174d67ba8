import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { deriveDays, judgedDays } from '../../../src/features/attendance/derive.ts';
import { peopleOfMonth } from '../../../src/features/attendance/sources.ts';
import { factsOf } from '../../../src/features/policies/facts.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

let app: TestApp;
let person: string;
let unit: string;
let batch: string;

const OCTOBER = { from: localDate('2026-10-01'), until: localDate('2026-10-31') };
const sql = (text: string, values: unknown[] = []) => app.deps.pool.query(text, values);
const derive = (over = {}) =>
  transaction(app.deps.pool, tx => deriveDays(tx, app.deps, { ...OCTOBER, payrollUnitId: unit, ...over }));
const day = async (date: string): Promise<Record<string, unknown> | undefined> =>
  (
    await sql('SELECT code, cut_bp, late_minutes FROM attendance_day WHERE employee_id = $1 AND day = $2', [
      person,
      date,
    ])
  ).rows[0];

async function saveBatch(first: string, last: string, state = 'disimpan'): Promise<string> {
  const id = randomUUID();
  await sql(
    `INSERT INTO attendance_batch (id, kind, file_name, sha256, payroll_unit_id, first_day, last_day, state, uploaded_at)
     VALUES ($1, 'mesin', 'attlog.dat', $2, $3, $4, $5, $6, now())`,
    [id, randomUUID(), unit, first, last, state],
  );
  return id;
}

const punch = (of: string, at: string, pin = '900001') =>
  sql(
    `INSERT INTO attendance_punch (batch_id, pin_realm, pin, at, local_text, row_no) VALUES ($1, 'UJI', $2, $3::timestamptz, 'x', 1)`,
    [of, pin, at],
  );

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  const { rows } = await sql(
    `SELECT a.employee_id, u.payroll_unit_id FROM demo_account d JOIN account a ON a.id = d.account_id
     JOIN assignment s ON s.employee_id = a.employee_id AND s.kind = 'DEFINITIF' AND s.last_date IS NULL
     JOIN position_version p ON p.position_id = s.position_id JOIN org_unit_version u ON u.unit_id = p.unit_id
     WHERE d.key = 'staf_lain' LIMIT 1`,
  );
  person = rows[0]!['employee_id'] as string;
  unit = rows[0]!['payroll_unit_id'] as string;
  await sql(
    `INSERT INTO attendance_pin (pin_realm, pin, employee_id, from_date, recorded_at) VALUES ('UJI', '900001', $1, '2026-10-05', now())`,
    [person],
  );
  batch = await saveBatch('2026-10-05', '2026-10-09');
  for (const at of ['2026-10-05T07:28:00+08:00', '2026-10-05T16:02:00+08:00', '2026-10-06T08:10:00+08:00'])
    await punch(batch, at);
  await punch(batch, '2026-10-02T07:00:00+08:00');
}, 120_000);

describe('days of a month', () => {
  it('follow from punches of a PIN held that day, over the days that a file covers', async () => {
    expect(await derive()).toBe(5);
    expect(await day('2026-10-05')).toEqual({ code: 'H', cut_bp: 0, late_minutes: 0 });
    expect(await day('2026-10-06')).toEqual({ code: 'TL2+TAP', cut_bp: 250, late_minutes: 40 });
    expect(await day('2026-10-07')).toEqual({ code: 'TK', cut_bp: 300, late_minutes: 0 });
    expect([await day('2026-10-02'), await day('2026-10-12')]).toEqual([undefined, undefined]);
  });

  it('follow the exceptions of a regulation: a ceremony missed on Monday, the first lateness of the month forgiven', async () => {
    const standing = (await regulationOn(app.deps.pool, localDate('2026-10-01')))!;
    const ceremony = {
      code: 'APEL',
      cut: 100,
      weekdays: [1],
      monthDays: [],
      until: 7 * 60 + 15,
      onSpecialDays: true,
      cite: 'Pasal 10',
    };
    const attendance = {
      ...standing.regulation.attendance!,
      ceremonies: [ceremony],
      forgiven: { times: 1, minutes: 60, cite: 'Pasal 11' },
    };
    const inForce = { ...standing, regulation: { ...standing.regulation, attendance } };
    await transaction(app.deps.pool, async tx => {
      const people = await peopleOfMonth(tx, month('2026-10'), app.deps.regency.zone, { employeeIds: [person] });
      const found = judgedDays(tx, { people, month: month('2026-10'), inForce, yesterday: localDate('2026-10-31') });
      for await (const { days } of found) {
        const codes = Object.fromEntries(days.map(each => [each.day, [each.result.code, each.result.cut]]));
        expect(codes).toMatchObject({
          '2026-10-05': ['APEL', 100],
          '2026-10-06': ['TAP', 150],
          '2026-10-07': ['TK', 300],
        });
        expect(days.find(each => each.day === '2026-10-06')?.result.why[0]).toMatchObject({
          minutes: 40,
          cite: 'Pasal 11',
        });
      }
    });
  });

  it('do not change where nothing did', async () => {
    expect(await derive()).toBe(0);
    expect(await derive({ employeeIds: [person] })).toBe(0);
  });

  it('become facts of the month, before what was entered by hand', async () => {
    const inForce = (await regulationOn(app.deps.pool, OCTOBER.from))!;
    const [gathered] = await factsOf(app.deps.pool, { month: month('2026-10'), inForce, employeeId: person });
    expect(gathered?.facts).toMatchObject({ 'presensi.pengurangan': '11.5', 'presensi.hari_hadir': '2' });
    expect(JSON.parse(gathered?.facts['presensi.kode'] ?? '')).toEqual({ H: 1, TK: 3, TL2: 1, TAP: 1 });
  });

  it('stand on their owner’s page with what decided each of them', async () => {
    const owner = await app.signInAs('staf_lain');
    const { response, statements } = await app.statementsOf(owner.get('/presensi?bulan=2026-10'));
    expect(statements.length).toBeLessThanOrEqual(4);
    const text = cheerio.load(response.text)('main').text().replaceAll(/\s+/g, ' ');
    for (const said of [
      'TL2 dan TAP 08.10–—',
      'Datang terlambat 40 menit. Pengurangan 1 %. Pasal 9',
      'Catatan mesin: 07.28 · 16.02',
      '11,5 %',
    ])
      expect(text).toContain(said);
    expect((await owner.get('/presensi?bulan=2027-01')).status).toBe(404);
    expect((await owner.get('/presensi?bulan=<script>')).status).toBe(422);
    const other = await app.signInAs('staf1');
    expect((await other.get('/presensi?bulan=2026-10')).text).not.toContain('TL2 dan TAP');
  });

  it('that leave out working days are told before the close, with how many and of how many people', async () => {
    const office = await app.signInAs('kepegawaian1');
    const { rows } = await sql('SELECT code FROM payroll_unit WHERE id = $1', [unit]);
    const code = String(rows[0]!['code']);
    const warned = async (month: string): Promise<string> => {
      const $ = cheerio.load((await office.get(`/kepegawaian/periode/${month}/${code}/tutup`)).text);
      const item = $('li:contains("Berkas presensi mencakup semua hari kerja")');
      return `${item.find('a').attr('href') ?? ''} ${item.text().replaceAll(/\s+/g, ' ').trim()}`;
    };
    const october = await warned('2026-10');
    expect(october).toContain(`/kepegawaian/presensi?bulan=2026-10&unit=${code} `);
    expect(october).toContain('1 pegawai');
    // The first two days of October and the three weeks after the file's; nothing of Saturdays and Sundays.
    expect(october).toContain('17 hari kerja tanpa data');
    await sql(`INSERT INTO holiday (day, kind, name, source) VALUES ('2026-10-12', 'libur', 'Libur uji', 'SKB uji')`);
    expect(await warned('2026-10')).toContain('16 hari kerja tanpa data');
    await sql(`DELETE FROM holiday WHERE day = '2026-10-12'`);
    expect(await warned('2026-09')).not.toContain('pegawai');
  });

  it('follow leave, and a row by hand once a second person has confirmed it', async () => {
    const others = await sql('SELECT id FROM employee WHERE id <> $1 ORDER BY id LIMIT 2', [person]);
    const [one, two] = others.rows.map(row => row['id'] as string);
    await sql(
      `INSERT INTO leave_record (employee_id, kind, first_day, last_day, document_number, document_date, recorded_by, recorded_at)
       VALUES ($1, 'CT', '2026-10-07', '2026-10-08', '1', '2026-10-01', $2, now())`,
      [person, one],
    );
    const made = await sql(
      `INSERT INTO attendance_record (employee_id, payroll_unit_id, day, code, source, document_number, recorded_by, recorded_at)
       VALUES ($1, $2, '2026-10-09', 'H', 'manual', '2', $3, now()) RETURNING id`,
      [person, unit, one],
    );
    expect(await derive()).toBe(2);
    expect(await day('2026-10-07')).toMatchObject({ code: 'CT', cut_bp: 0 });
    expect(await day('2026-10-09')).toMatchObject({ code: 'TK' });
    const confirm = (by: string | undefined) =>
      sql('UPDATE attendance_record SET confirmed_by = $2, confirmed_at = now() WHERE id = $1', [
        made.rows[0]!['id'],
        by,
      ]);
    await expect(confirm(one)).rejects.toThrow('attendance_record_two_persons');
    await expect(confirm(person)).rejects.toThrow('attendance_record_two_persons');
    await confirm(two);
    expect(await derive()).toBe(1);
    expect(await day('2026-10-09')).toMatchObject({ code: 'H', cut_bp: 0 });
    await expect(sql(`UPDATE attendance_record SET code = 'TK'`)).rejects.toThrow('can only be ended');
  });

  it('stay as they are once the month of the unit is closed, also against the database itself', async () => {
    await punch(batch, '2026-10-06T16:30:00+08:00');
    await sql(
      `INSERT INTO payroll_period (month, kind, payroll_unit_id, open) VALUES ('2026-10-01', 'TPP', $1, false)
       ON CONFLICT (month, kind, payroll_unit_id) DO UPDATE SET open = false`,
      [unit],
    );
    expect(await derive()).toBe(0);
    await expect(sql('UPDATE attendance_day SET cut_bp = 0 WHERE employee_id = $1', [person])).rejects.toThrow(
      'is closed',
    );
    await expect(
      sql(`UPDATE attendance_batch SET state = 'dibatalkan', undone_at = now() WHERE id = $1`, [batch]),
    ).rejects.toThrow('is closed');
    await sql(`UPDATE payroll_period SET open = true WHERE month = '2026-10-01' AND payroll_unit_id = $1`, [unit]);
    expect(await derive()).toBe(1);
    expect(await day('2026-10-06')).toMatchObject({ code: 'TL2', cut_bp: 100 });
  });

  it('go with the file when it is undone; its punches stay', async () => {
    await sql(`UPDATE attendance_batch SET state = 'dibatalkan', undone_at = now() WHERE id = $1`, [batch]);
    await derive();
    expect(await day('2026-10-05')).toBeUndefined();
    // A row by hand alone is no month of presence: the facts entered by hand hold again.
    expect(await day('2026-10-09')).toBeUndefined();
    await expect(sql('DELETE FROM attendance_punch')).rejects.toThrow('append-only');
  });

  it('of today are not judged', async () => {
    const running = await saveBatch('2026-11-16', '2026-11-18');
    await punch(running, '2026-11-18T07:00:00+08:00');
    await derive({ from: localDate('2026-11-01'), until: localDate('2026-11-30') });
    expect([await day('2026-11-17'), await day('2026-11-18')]).toEqual([
      expect.objectContaining({ code: 'TK' }),
      undefined,
    ]);
  });
});
