import { beforeAll, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { loadsBelow } from '../../../src/features/review/unit-queries.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Prepared, Sql } from '../../../src/platform/database/sql.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

interface Plan extends Record<string, unknown> {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

let pool: Pool;

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 1, statementTimeout: 0 });
  return () => pool.end();
}, 180_000);

test('how the chairs below decide is counted in the index alone: a regional secretary has half a million decisions a month', async () => {
  await transaction(pool, async tx => {
    // A demo is so small that reading all of it is cheapest.
    await tx.query('SET LOCAL enable_seqscan = off');
    await tx.query('SET LOCAL enable_bitmapscan = off');
    const { rows } = await tx.query<{ id: string }>(
      `SELECT a.employee_id AS id FROM assignment a JOIN position_version v ON v.superior_id = a.position_id
       GROUP BY a.employee_id ORDER BY count(*) DESC, 1 LIMIT 1`,
    );
    const nodes: Plan[] = [];
    const watched = {
      query: async (statement: Prepared, values: unknown[]) => {
        const explained = await tx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
          `EXPLAIN (FORMAT JSON) ${statement.text}`,
          values,
        );
        nodes.push(...nodesOf(explained.rows[0]!['QUERY PLAN'][0]!.Plan));
        return tx.query(statement, values);
      },
    } as unknown as Sql;
    const question = {
      actorId: rows[0]!.id,
      today: localDate('2026-11-18'),
      month: month('2026-11'),
      zone: 'Asia/Makassar',
    } as const;
    expect(await loadsBelow(watched, question, 3)).not.toEqual([]);
    const events = nodes.filter(node => node['Relation Name']?.startsWith('activity_event') === true);
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(node => node['Node Type']))).toEqual(new Set(['Index Only Scan']));
  });
});
