import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { leaveCause } from '../../src/features/adjustments/cause.ts';
import { month } from '../../src/domain/month.ts';
import { payrollUnits } from '../../src/features/payroll-runs/queries.ts';
import { closeMonth } from '../../src/features/payroll-runs/service.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { transaction } from '../../src/platform/database/transaction.ts';
import { CLOSER, officeDeps } from '../features/payroll-runs/office.ts';
import { readCast, type Cast } from '../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { naiveTpp, type NaiveAmounts } from './naive-tpp.ts';
import { rawMonth } from './raw-month.ts';
import { sqlTpp, type SqlAmounts } from './sql-tpp.ts';
import { carriedFor, storedMonth, totalsOf } from './stored-lines.ts';

/**
 * The money of every unit of the demo twice more, by other means: once by the database alone, once by hand from raw
 * rows with fractions. Nothing of the engine, the snapshot or the product's calendar is used.
 */

const PAID = '2026-09';
const OVER = '2026-10';
let pool: Pool;

interface TwiceMore {
  readonly byHand: ReadonlyMap<string, NaiveAmounts>;
  readonly byDatabase: ReadonlyMap<string, SqlAmounts>;
}
/** September as it stood when it was paid. */
let asPaid: TwiceMore;
let corrected: readonly string[];

async function twiceMore(of: string): Promise<TwiceMore> {
  const facts = await rawMonth(pool, `${of}-01`);
  return {
    byHand: new Map([...facts].map(([person, each]) => [person, naiveTpp(each)])),
    byDatabase: await sqlTpp(pool, `${of}-01`),
  };
}

/** Of every fifth person of September the salary was higher, and more tax taken from it: what was paid is put right by a later run. */
async function correctSalaries({ kepegawaian1, kepegawaian2 }: Cast): Promise<string[]> {
  const facts = [...(await rawMonth(pool, `${PAID}-01`))]
    .sort()
    .filter(
      ([person], index) => index % 5 === 0 && person !== kepegawaian1.employeeId && person !== kepegawaian2.employeeId,
    );
  await transaction(pool, async tx => {
    for (const [person, { salary, taxOfSalary }] of facts)
      for (const [name, value] of [
        ['gaji_bruto', salary + 700_000n],
        ['pph_gaji', taxOfSalary + 9_000_000n],
      ] as const) {
        const by = [person, `${PAID}-01`, name, String(value)];
        const { rows } = await tx.query<{ id: string }>(
          `INSERT INTO fact_proposal (employee_id, month, name, value, source, proposed_by, proposed_at, decision, decided_by, decided_at)
           VALUES ($1, $2, $3, $4, 'Berita acara', $5, $7, 'disetujui', $6, $7) RETURNING id`,
          [...by, kepegawaian1.employeeId, kepegawaian2.employeeId, new Date(DEMO_NOW)],
        );
        const ref = rows[0]!.id;
        await tx.query(
          `INSERT INTO payroll_fact (employee_id, month, name, value, source, proposal_id, correction)
           VALUES ($1, $2, $3, $4, 'Berita acara', $5, true)`,
          [...by, ref],
        );
        const cause = { employeeId: person, month: month(PAID), kind: 'fakta', ref, at: new Date(DEMO_NOW) } as const;
        await leaveCause(tx, { ...cause, actorId: kepegawaian2.employeeId });
      }
  });
  return facts.map(([person]) => person);
}

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 2, statementTimeout: 0 });
  const deps = officeDeps(pool, fixedClock(DEMO_NOW));
  const cast = await readCast(pool);
  asPaid = await twiceMore(PAID);
  corrected = await correctSalaries(cast);
  const closer = { ...CLOSER, employeeId: cast.kepegawaian1.employeeId };
  for (const unit of await payrollUnits(pool, null)) {
    const { jobId } = await closeMonth(deps, closer, month(OVER), unit, randomUUID());
    expect((await runJob(deps, jobId)).state).toBe('selesai');
  }
  return () => pool.end();
}, 120_000);

test.each([PAID, OVER])('lines, components and totals of %s are the same by hand and by the database', async each => {
  const { lines, totals, unitOf } = await storedMonth(pool, `${each}-01`);
  const { byHand, byDatabase } = each === PAID ? asPaid : await twiceMore(each);

  expect(lines.size).toBeGreaterThan(50);
  expect(Object.fromEntries(lines)).toEqual(Object.fromEntries(byHand));
  expect(
    Object.fromEntries(
      [...byDatabase].map(([person, { employee_id: _e, payroll_unit_id: _u, ...rest }]) => [person, rest]),
    ),
  ).toEqual(Object.fromEntries(lines));
  expect([...byDatabase].filter(([person, { payroll_unit_id: unit }]) => unitOf.get(person) !== unit)).toEqual([]);
  const carried = await carriedFor(pool, `${each}-01`);
  expect(totalsOf(byHand, unitOf, carried)).toEqual(totals);
});

test('what October carries for September is what is due by hand and by the database, less what was paid', async () => {
  const carried = await carriedFor(pool, `${OVER}-01`);
  const { byHand, byDatabase } = await twiceMore(PAID);
  expect(corrected.length).toBeGreaterThan(9);
  expect([...carried.keys()].sort()).toEqual([...corrected].sort());
  for (const [person, { due, difference }] of carried) {
    const [now, then] = [byHand.get(person)!, asPaid.byHand.get(person)!];
    expect(due).toEqual([now.gross, now.deductions, now.net]);
    const { gross, deductions, net } = byDatabase.get(person)!;
    expect(due).toEqual([gross, deductions, net]);
    expect(difference).toEqual([now.gross - then.gross, now.deductions - then.deductions, now.net - then.net]);
  }
  for (const [person, now] of byHand) if (!carried.has(person)) expect(now).toEqual(asPaid.byHand.get(person));
});
