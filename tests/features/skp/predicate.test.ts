import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PREDICATES, predicateOf, RATINGS, type Predicate } from '../../../src/domain/skp/predicate.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { createTestDatabase } from '../../support/database.ts';
import { makeSmallWorld, type SmallWorld } from '../../support/small-world.ts';

/** The database holds the same nine cells as the domain: it takes the right predicate and refuses the other four. */

let pool: Pool;
let world: SmallWorld;
const plan = randomUUID();

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 2 });
  world = await makeSmallWorld(pool);
  await pool.query(
    `INSERT INTO skp_plan (id, employee_id, year, position_id, from_date, until_date, state)
     VALUES ($1, $2, 2026, $3, '2026-01-01', '2026-12-31', 'disetujui')`,
    [plan, world.owner, world.ownerChair],
  );
});
afterAll(() => pool.end());

const rate = (result: string, behaviour: string, predicate: string): Promise<unknown> =>
  pool.query(
    `INSERT INTO skp_evaluation (plan_id, span, from_date, until_date, result_rating, behaviour_rating, predicate, rater_id, at)
     VALUES ($1, 'bulanan', '2026-10-01', '2026-10-31', $2, $3, $4, $5, now())`,
    [plan, result, behaviour, predicate, world.superior],
  );

it.each(RATINGS.flatMap(result => RATINGS.map(behaviour => ({ result, behaviour }))))(
  'results $result with behaviour $behaviour',
  async ({ result, behaviour }) => {
    const right = predicateOf({ result, behaviour });
    await rate(result, behaviour, right);
    for (const wrong of (Object.keys(PREDICATES) as Predicate[]).filter(each => each !== right))
      await expect(rate(result, behaviour, wrong)).rejects.toThrow('skp_evaluation_predicate');
  },
);
