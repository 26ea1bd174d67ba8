import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { CHAIN_SOURCE } from '../../../src/domain/tpp/chain-section.ts';
import { leadsOf } from '../../../src/features/organisation/leads.ts';
import { computeLine } from '../../../src/features/payroll-runs/line.ts';
import { payrollUnits } from '../../../src/features/payroll-runs/queries.ts';
import { closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { factsOf } from '../../../src/features/policies/facts.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import { adoptRegulation } from '../../../src/features/policies/service.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { CLOSER, officeDeps } from '../payroll-runs/office.ts';

/*
 * The shipped regulation from October on, with a superior's productivity counted half by the mean of those led, through all
 * levels: the column rests on the list itself.
 */
const OCTOBER = month('2026-10');
const TEAM = `  - set: capaian_dipimpin
    each: dipimpin
    label: Capaian menurut hari dipimpin
    cite: Pasal 8 ayat (4)
    expr: nilai.capaian_tim * nilai.hari_dipimpin

  - set: capaian_tim
    label: Capaian bersama yang dipimpin
    cite: Pasal 8 ayat (4)
    choose:
      - when: banyak(dipimpin) = 0
        expr: capaian
      - otherwise: 50% * capaian + 50% * persen(jumlah(capaian_dipimpin) / jumlah(dipimpin.hari_dipimpin))

`;

let pool: Pool;
let run: string;
let unit: string;
let leader: string;

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 2, statementTimeout: 0 });
  const shipped = readPolicy(SHIPPED_REGULATION);
  const text = shipped.regulation.text
    .replace(/^id: .*$/m, 'id: contoh-rantai')
    .replace('2025-01-01', '2026-10-01')
    .replace(/^inputs:$/m, `inputs:
  dipimpin:
    label: Yang dipimpin
    type: daftar<baris>
    source: bawahan.langsung
    fields: { capaian_tim: persen, hari_dipimpin: hari }
  banyak_dipimpin: { label: Banyaknya yang dipimpin, type: kali, source: bawahan.jumlah }`)
    .replace('  - set: nilai_disiplin', `${TEAM}  - set: nilai_disiplin`)
    .replace('bobot_produktivitas * capaian)', 'bobot_produktivitas * capaian_tim)')
    .replace(/^outputs:$/m, 'outputs:\n  capaian_tim: capaian_tim\n  banyak_dipimpin: banyak_dipimpin');
  const policy = { ...shipped, regulation: { fileName: 'rantai.yaml', text }, cases: null };
  await transaction(pool, tx => adoptRegulation(tx, policy, { by: null, at: new Date(DEMO_NOW) }));
  const cast = await readCast(pool);
  leader = cast.atasan.employeeId;
  const deps = officeDeps(pool, fixedClock(DEMO_NOW));
  const [found] = (await payrollUnits(pool, null)).filter(({ code }) => code === 'DPMPTSP');
  unit = found!.id;
  const closed = await closeMonth(deps, { ...CLOSER, employeeId: cast.kepegawaian1.employeeId }, OCTOBER, found!, randomUUID());
  expect(await runJob(deps, closed.jobId)).toMatchObject({ state: 'selesai' });
  run = (await pool.query<{ id: string }>("SELECT id FROM payroll_run WHERE payroll_unit_id = $1 AND month = '2026-10-01'", [unit]))
    .rows[0]!.id;
  return () => pool.end();
}, 180_000);

interface Line extends Record<string, unknown> {
  employee_id: string;
  outputs: Record<string, string>;
  facts: Record<string, string>;
  waiting: number;
}
const lines = async (): Promise<Map<string, Line>> => {
  const { rows } = await pool.query<Line>(
    `SELECT l.employee_id, l.outputs, i.facts, i.waiting FROM payroll_line l
     JOIN payroll_input i ON i.run_id = l.run_id AND i.employee_id = l.employee_id WHERE l.run_id = $1`,
    [run],
  );
  return new Map(rows.map(row => [row.employee_id, row]));
};

test('a superior is paid by the mean of those led, through all levels, as reckoned by hand from the chairs', async () => {
  const { rows: chairs } = await pool.query<{ person: string; above: string | null }>(
    `SELECT a.employee_id AS person, up.employee_id AS above FROM assignment a
     JOIN LATERAL (SELECT superior_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= '2026-10-01'
       ORDER BY v.from_date DESC LIMIT 1) v ON true
     LEFT JOIN assignment up ON up.position_id = v.superior_id AND up.kind = 'DEFINITIF' AND up.from_date <= '2026-10-01'
       AND (up.last_date IS NULL OR up.last_date >= '2026-10-31')
     WHERE a.kind = 'DEFINITIF' AND a.from_date <= '2026-10-01' AND (a.last_date IS NULL OR a.last_date >= '2026-10-31')`,
  );
  const paid = await lines();
  const ledBy = (person: string): string[] => chairs.filter(each => each.above === person).map(each => each.person);
  const team = (person: string): number => {
    const own = Number(paid.get(person)!.outputs['capaian']);
    const led = ledBy(person).map(team);
    return led.length === 0 ? own : own / 2 + led.reduce((sum, each) => sum + each, 0) / led.length / 2;
  };
  expect(ledBy(leader).length).toBeGreaterThan(1);
  for (const [person, { outputs }] of paid) {
    expect(Number(outputs['capaian_tim'])).toBeCloseTo(team(person), 8);
    expect(outputs['banyak_dipimpin']).toBe(String(ledBy(person).length));
  }
});

test('a line follows from its snapshot alone, and the month computed again for one person gives the same rows', async () => {
  const inForce = (await regulationOn(pool, localDate('2026-10-01')))!;
  const stored = (await lines()).get(leader)!;
  const again = computeLine(inForce.regulation, OCTOBER, { employeeId: leader, facts: stored.facts, waiting: stored.waiting });
  expect(again).toMatchObject({ ok: true, line: { outputs: stored.outputs } });
  const [now] = await factsOf(pool, { month: OCTOBER, inForce, employeeId: leader, wherever: true });
  expect(now!.facts[CHAIN_SOURCE]).toBe(stored.facts[CHAIN_SOURCE]);
  expect(now!.facts['bawahan.jumlah']).toBe(stored.facts['bawahan.jumlah']);
});

test('nothing of it is gathered for a regulation that does not ask', async () => {
  const before = (await regulationOn(pool, localDate('2026-09-01')))!;
  const [facts] = await factsOf(pool, { month: month('2026-09'), inForce: before, employeeId: leader });
  expect(Object.keys(facts!.facts).filter(name => name.startsWith('bawahan.'))).toEqual([]);
});

class Undone extends Error {}

/** What holds after some changes, which are then taken back. */
async function after<Value>(change: (tx: Sql) => Promise<unknown>, look: (tx: Sql) => Promise<Value>): Promise<Value> {
  let seen: Value | undefined;
  await transaction(pool, async tx => {
    await change(tx);
    seen = await look(tx);
    throw new Undone();
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  return seen!;
}

test('days of a chair go to a Plh, then to its holder, and while nobody sits there to the next one above', async () => {
  const november = { from: localDate('2026-11-01'), until: localDate('2026-11-30') };
  const { rows } = await pool.query<{ chair: string; staff: string; above: string }>(
    `SELECT a.position_id AS chair, s.employee_id AS staff, up.employee_id AS above
     FROM assignment a JOIN position_version v ON v.position_id = a.position_id
     JOIN assignment up ON up.position_id = v.superior_id AND up.kind = 'DEFINITIF' AND up.last_date IS NULL
     JOIN position_version w ON w.superior_id = a.position_id
     JOIN assignment s ON s.position_id = w.position_id AND s.kind = 'DEFINITIF' AND s.last_date IS NULL
     WHERE a.employee_id = $1 AND a.kind = 'DEFINITIF' AND a.last_date IS NULL ORDER BY s.employee_id LIMIT 2`,
    [leader],
  );
  const [{ chair, staff, above }, { staff: other }] = [rows[0]!, rows[1]!];
  const top = (tx: Sql) => leadsOf(tx, { ...november, leaders: [leader, above, other], elsewhere: false });
  const of = async (tx: Sql, led: string): Promise<Record<string, number>> =>
    Object.fromEntries((await top(tx)).filter(each => each.led === led).map(each => [each.leader, each.days]));

  expect(await of(pool, staff)).toEqual({ [leader]: 30 });
  const acting = (tx: Sql) =>
    tx.query(
      `INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date, decree)
       VALUES ($1, $2, 'PLH', '2026-11-10', '2026-11-14', 'SPT 1')`,
      [other, chair],
    );
  expect(await after(acting, tx => of(tx, staff))).toEqual({ [leader]: 25, [other]: 5 });
  // Nobody leads themselves: while the colleague acts, the next one above leads the colleague.
  expect(await after(acting, tx => of(tx, other))).toEqual({ [leader]: 30 });
  const vacant = (tx: Sql) =>
    tx.query("UPDATE assignment SET last_date = '2026-11-20' WHERE employee_id = $1 AND kind = 'DEFINITIF' AND last_date IS NULL", [leader]);
  expect(await after(vacant, tx => of(tx, staff))).toEqual({ [leader]: 20, [above]: 10 });
});
