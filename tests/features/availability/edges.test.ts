import { beforeAll, describe, expect, test } from 'vitest';
import { downMinutesIn } from '../../../src/features/availability/queries.ts';
import { recordOutages } from '../../../src/features/availability/watch.ts';
import { monthOf } from '../../../src/domain/month.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import type { Browser } from '../../support/app.ts';
import { type Desk, messagesOf, openDesk } from '../activity-log/desk.ts';

/** Saturday morning, and a Saturday's night into Sunday. The clock shows the Wednesday after. */
const SATURDAY = ['2026-11-14T08:00:00+08:00', '2026-11-14T11:00:00+08:00'] as const;
const MIDNIGHT = ['2026-11-14T22:00:00+08:00', '2026-11-15T02:00:00+08:00'] as const;
const SIX_DAYS = `INSERT INTO org_unit_version (unit_id, from_date, name, kind, parent_id, payroll_unit_id, work_pattern, zone, decree)
  SELECT DISTINCT ON (v.unit_id) v.unit_id, DATE '2026-11-01', v.name, v.kind, v.parent_id, v.payroll_unit_id, 6, v.zone, v.decree
  FROM org_unit_version v JOIN payroll_unit p ON p.id = v.payroll_unit_id WHERE p.code = $1 AND v.from_date < '2026-11-01'
  ORDER BY v.unit_id, v.from_date DESC`;
const NOTED = `INSERT INTO outage (id, source, began_at, ended_at, working_minutes, recorded_at, state)
  VALUES (uuidv7(), 'tercatat', $1, $2, $3, now(), 'tercatat')`;

let desk: Desk;
let first: Browser;
let second: Browser;

beforeAll(async () => {
  desk = await openDesk();
  first = await desk.app.signInAs('kepegawaian1');
  second = await desk.app.signInAs('kepegawaian2');
  const { pool } = desk.app.deps;
  await pool.query(SIX_DAYS, [desk.cast.staf_lain.payrollUnitCode]);
  await pool.query(
    `INSERT INTO service_minute (minute, process, role, answered, refused)
     SELECT m, '00000000-0000-7000-8000-000000000001'::uuid, 'web', 10, 0
     FROM generate_series('2026-11-13T00:00+08:00'::timestamptz, $5, interval '1 minute') m
     WHERE NOT (m >= $1 AND m < $2) AND NOT (m >= $3 AND m < $4)`,
    [...SATURDAY, ...MIDNIGHT, desk.clock.real()],
  );
  // two processes look at the same minutes at the same moment
  await Promise.all([recordOutages(desk.app.deps), recordOutages(desk.app.deps)]);
});

async function outageOn(began: string): Promise<Record<string, unknown>[]> {
  const { rows } = await desk.app.deps.pool.query<Record<string, unknown>>(
    `SELECT id, ended_at, working_minutes, state, ARRAY(SELECT code FROM payroll_unit u WHERE u.id = ANY (units)) AS units
     FROM outage WHERE began_at = $1`,
    [began],
  );
  return rows;
}

describe('the server', () => {
  test('proposes a Saturday to the offices that work on it, once, whoever looks', async () => {
    expect(await outageOn(SATURDAY[0])).toMatchObject([
      { working_minutes: 180, state: 'diusulkan', units: [desk.cast.staf_lain.payrollUnitCode] },
    ]);
  });

  test('notes what runs over midnight as one, and proposes nothing for a night', async () => {
    expect(await outageOn(MIDNIGHT[0])).toMatchObject([
      { ended_at: new Date(MIDNIGHT[1]), working_minutes: 0, state: 'tercatat', units: [] },
    ]);
  });
});

describe('the minutes of a month', () => {
  const down = (day: string) => downMinutesIn(desk.app.deps.pool, desk.app.deps.regency.zone, monthOf(localDate(day)));

  test('are each in its own month where an outage runs over its end, and once where two overlap', async () => {
    const { pool } = desk.app.deps;
    // Thursday 30 April 15.00 to Monday 4 May 09.00, half of it in each; Friday 1 May is a day off
    await pool.query(NOTED, ['2026-04-30T15:00:00+08:00', '2026-05-04T09:00:00+08:00', 150]);
    const [april, may] = [await down('2026-04-01'), await down('2026-05-01')];
    expect([april.all, may.all]).toEqual([9 * 60, (3 * 24 + 9) * 60]);
    expect(april.working).toBeGreaterThan(0);
    expect(may.working).toBeGreaterThan(0);
    expect(april.working + may.working).toBe(150);
    // a clock that was turned back noted an hour a second time
    await pool.query(NOTED, ['2026-05-04T08:00:00+08:00', '2026-05-04T09:30:00+08:00', 0]);
    expect((await down('2026-05-01')).all).toBe((3 * 24 + 9) * 60 + 30);
  });
});

describe('a decision', () => {
  test.each(['staf1', 'atasan', 'keuangan1', 'auditor', 'admin'] as const)('is not for %s', async role => {
    const [outage] = await outageOn(SATURDAY[0]);
    const other = await desk.app.signInAs(role);
    const answer = await other.post(`/kepegawaian/gangguan/${String(outage?.['id'])}`, {
      keputusan: 'buka',
      alasan: '',
      versi: '1',
    });
    expect(answer.status).toBe(403);
  });

  test('opens nothing in a month that is closed for all it concerns, and says what remains', async () => {
    const { pool } = desk.app.deps;
    await pool.query(
      `INSERT INTO payroll_period (month, kind, payroll_unit_id, open) SELECT DATE '2026-11-01', 'TPP', id, false FROM payroll_unit WHERE code = $1
       ON CONFLICT (month, kind, payroll_unit_id) DO UPDATE SET open = false`,
      [desk.cast.staf_lain.payrollUnitCode],
    );
    const [outage] = await outageOn(SATURDAY[0]);
    const address = `/kepegawaian/gangguan/${String(outage?.['id'])}`;
    const answer = await first.submit(address, { keputusan: 'buka', alasan: '' }, address);
    expect([answer.status, ...messagesOf(answer.text)]).toEqual([409, expect.stringContaining('sudah ditutup')]);
    expect(await outageOn(SATURDAY[0])).toMatchObject([{ state: 'diusulkan' }]);
    await pool.query(`UPDATE payroll_period SET open = true WHERE month = '2026-11-01'`);
  });

  test('is taken once where two tabs send it at the same moment', async () => {
    const [outage] = await outageOn(SATURDAY[0]);
    const address = `/kepegawaian/gangguan/${String(outage?.['id'])}`;
    const typed = { keputusan: 'buka', alasan: '', versi: '1' };
    const answers = await Promise.all([first.post(address, typed), second.post(address, typed)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await outageOn(SATURDAY[0])).toMatchObject([{ state: 'dibuka' }]);
  });

  test('that leaves it at the record tells nobody and opens nothing', async () => {
    const [outage] = await outageOn(MIDNIGHT[0]);
    const address = `/kepegawaian/gangguan/${String(outage?.['id'])}`;
    const answer = await second.submit(
      address,
      { keputusan: 'abaikan', alasan: 'Malam hari, tidak ada yang bekerja' },
      address,
    );
    expect(answer.status).toBe(303);
    const { rows } = await desk.app.deps.pool.query('SELECT FROM notification WHERE dedupe = $1', [
      `gangguan-dibuka:${String(outage?.['id'])}`,
    ]);
    expect(rows).toHaveLength(0);
  });
});
