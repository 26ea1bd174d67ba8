import { beforeAll, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { readinessByUnit } from '../../../src/features/payroll-runs/readiness.ts';
import { readinessCounts } from '../../../src/features/payroll-runs/readiness-counts.ts';
import { regulationOn, type InForce } from '../../../src/features/policies/queries.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

const NOVEMBER = month('2026-11');

let pool: Pool;
let inForce: InForce;
let units: string[];

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 1, statementTimeout: 0 });
  inForce = (await regulationOn(pool, localDate('2026-11-01')))!;
  units = (await pool.query<{ id: string }>('SELECT id FROM payroll_unit ORDER BY id')).rows.map(({ id }) => id);
  return () => pool.end();
}, 180_000);

test('numbers of each unit are those of a look at everybody by name, of one unit as of all', async () => {
  const named = await readinessByUnit(pool, NOVEMBER, inForce);
  const counted = await readinessCounts(pool, NOVEMBER, inForce, units);
  for (const [unit, { people, excluded, lacking, waiting }] of named) {
    const told = {
      people,
      excluded,
      lacking: lacking.length,
      adjustments: 0,
      waitingEntries: waiting.reduce((sum, { entries }) => sum + entries, 0),
      waitingPeople: waiting.length,
    };
    expect({ unit, ...counted.get(unit) }).toEqual({ unit, ...told });
    expect({ unit, ...(await readinessCounts(pool, NOVEMBER, inForce, [unit])).get(unit) }).toEqual({ unit, ...told });
  }
  expect([...counted.keys()].sort()).toEqual([...named.keys()].sort());
  expect([...counted.values()].some(({ waitingPeople }) => waitingPeople > 1)).toBe(true);
});

interface Plan extends Record<string, unknown> {
  readonly 'Node Type': string;
  readonly 'Join Filter'?: string;
  readonly Plans?: readonly Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/*
 * Of a list of chairs the planner expects ten people, of a whole regency too: where two lists of people meet in a nested loop without
 * an index, ten thousand are held against ten thousand.
 */
test('no list of people is gone through once for each person of another', async () => {
  const asked: { text: string; values: unknown[] }[] = [];
  const watched = {
    query: (text: string, values: unknown[]) => {
      asked.push({ text, values });
      return pool.query(text, values);
    },
  } as unknown as Sql;
  await readinessCounts(watched, NOVEMBER, inForce, units);
  const people = asked.filter(({ text }) => text.includes('roster'));
  expect(people).toHaveLength(2);
  for (const { text, values } of people) {
    const { rows } = await pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`EXPLAIN (FORMAT JSON) ${text}`, values);
    const nodes = nodesOf(rows[0]!['QUERY PLAN'][0]!.Plan);
    const joins = nodes.flatMap(node => (node['Node Type'] === 'Nested Loop' ? [node['Join Filter'] ?? ''] : []));
    // Exclusions `x` are decided one by one: there are a handful in a month.
    expect(joins.filter(filter => filter.includes('employee_id') && !filter.includes('x.employee_id'))).toEqual([]);
  }
});
