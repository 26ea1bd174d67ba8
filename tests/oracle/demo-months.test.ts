import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { payrollUnits } from '../../src/features/payroll-runs/queries.ts';
import { closeMonth } from '../../src/features/payroll-runs/service.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { CLOSER, officeDeps } from '../features/payroll-runs/office.ts';
import { readCast } from '../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { naiveTpp } from './naive-tpp.ts';
import { rawMonth } from './raw-month.ts';
import { sqlTpp } from './sql-tpp.ts';
import { storedMonth, totalsOf } from './stored-lines.ts';

/**
 * The money of every unit of the demo twice more, by other means: once by the database alone, once by hand from raw
 * rows with fractions. Nothing of the engine, the snapshot or the product's calendar is used.
 */

const PAID = '2026-09';
const OVER = '2026-10';
let pool: Pool;

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 2, statementTimeout: 0 });
  const deps = officeDeps(pool, fixedClock(DEMO_NOW));
  const closer = { ...CLOSER, employeeId: (await readCast(pool)).kepegawaian1.employeeId };
  for (const unit of await payrollUnits(pool, null)) {
    const { jobId } = await closeMonth(deps, closer, month(OVER), unit, randomUUID());
    expect((await runJob(deps, jobId)).state).toBe('selesai');
  }
  return () => pool.end();
}, 120_000);

test.each([PAID, OVER])('lines, components and totals of %s are the same by hand and by the database', async each => {
  const first = `${each}-01`;
  const { lines, totals, unitOf } = await storedMonth(pool, first);
  const byDatabase = await sqlTpp(pool, first);
  const byHand = new Map([...(await rawMonth(pool, first))].map(([person, facts]) => [person, naiveTpp(facts)]));

  expect(lines.size).toBeGreaterThan(50);
  expect(Object.fromEntries(lines)).toEqual(Object.fromEntries(byHand));
  expect(
    Object.fromEntries(
      [...byDatabase].map(([person, { employee_id: _e, payroll_unit_id: _u, ...rest }]) => [person, rest]),
    ),
  ).toEqual(Object.fromEntries(lines));
  expect([...byDatabase].filter(([person, { payroll_unit_id: unit }]) => unitOf.get(person) !== unit)).toEqual([]);
  expect(totalsOf(byHand, unitOf)).toEqual(totals);
});
