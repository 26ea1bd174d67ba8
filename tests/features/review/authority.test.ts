import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { decideEntry } from '../../../src/features/review/service.ts';
import { queuePage } from '../../../src/features/review/queries.ts';
import { VALIDATION, VERIFICATION, type Step } from '../../../src/features/review/step.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import type { Deps } from '../../../src/platform/deps.ts';
import { Conflict, NotFound } from '../../../src/platform/errors.ts';
import { createTestDatabase } from '../../support/database.ts';
import { Office, type Assignment, type Chair, type Holding } from './office.ts';

/**
 * Authority as SQL against an independent model in TypeScript, over random trees with random dated holders
 * (rulings.md 8 and 9; assurance T04, T05, T07).
 */

const TODAY = localDate('2026-11-18');
const NOON = new Date('2026-11-18T04:00:00Z');

interface Move {
  readonly chair: string;
  readonly superior: string;
  readonly from: string;
}

interface Tree {
  readonly moves: readonly Move[];
  readonly chairs: readonly Chair[];
  readonly people: readonly string[];
  readonly assignments: readonly Assignment[];
}

const KINDS: readonly Holding[] = ['PLT', 'PLH', 'DELEGASI'];
const SPANS: readonly (readonly [string, string | null])[] = [
  ['2026-01-01', null],
  ['2026-01-01', '2026-11-18'],
  ['2026-11-18', null],
  ['2026-01-01', '2026-11-17'],
  ['2026-11-19', null],
];

interface Shape {
  readonly superiors: readonly number[];
  readonly oneStep: readonly boolean[];
  readonly people: number;
  readonly definitive: readonly (readonly [who: number, span: number])[];
  readonly acting: readonly (readonly [who: number, where: number, kind: number, span: number])[];
  /** Later versions of chairs: another superior from today on, or only from tomorrow on. */
  readonly moves: readonly (readonly [chair: number, superior: number, inForce: boolean])[];
}

/** Superiors by index, definitive holders (often vacant), and acting ones, any of them dated. */
const shapes: fc.Arbitrary<Shape> = fc.record({
  superiors: fc.array(fc.nat(), { minLength: 2, maxLength: 8 }),
  oneStep: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  people: fc.integer({ min: 2, max: 6 }),
  definitive: fc.array(fc.tuple(fc.nat(), fc.nat(6)), { minLength: 8, maxLength: 8 }),
  acting: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(2), fc.nat(4)), { maxLength: 6 }),
  moves: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 3 }),
});

/** A tree with identifiers of its own, so that the same shape can be tried again. */
function grow(shape: Shape): Tree {
  const ids = shape.superiors.map(() => randomUUID());
  const chairs = shape.superiors.map((superior, index) => ({
    id: ids[index]!,
    superior: index === 0 ? null : ids[superior % index]!,
    oneStep: shape.oneStep[index]! && index > 0,
  }));
  const people = Array.from({ length: shape.people }, () => randomUUID());
  const seated = new Set<string>();
  const assignments: Assignment[] = [];
  for (const [index, chair] of chairs.entries()) {
    const [who, span] = shape.definitive[index]!;
    const person = people[who % people.length]!;
    const dates = SPANS[span];
    if (!dates || seated.has(person)) continue;
    seated.add(person);
    assignments.push({ person, chair: chair.id, kind: 'DEFINITIF', from: dates[0], until: dates[1] });
  }
  for (const [who, where, kind, span] of shape.acting) {
    const [from, until] = SPANS[span]!;
    const [person, chair] = [people[who % people.length]!, chairs[where % chairs.length]!.id];
    assignments.push({ person, chair, kind: KINDS[kind]!, from, until });
  }
  const moves = new Map<string, Move>();
  for (const [which, above, inForce] of shape.moves) {
    const index = which % chairs.length;
    if (index === 0) continue;
    const [chair, superior] = [chairs[index]!.id, chairs[above % index]!.id];
    moves.set(chair, { chair, superior, from: inForce ? TODAY : '2026-11-19' });
  }
  return { chairs, people, assignments, moves: [...moves.values()] };
}

/** The model: climb from the chair to the first one that somebody holds today who is not excluded. */
function chairAbove(tree: Tree, start: string, excluded: readonly string[]): string | null {
  const superiorOf = (id: string): string | null =>
    tree.moves.find(move => move.chair === id && move.from <= TODAY)?.superior ??
    tree.chairs.find(chair => chair.id === id)!.superior;
  let chair = superiorOf(start);
  while (chair !== null) {
    if (holders(tree, chair).some(person => !excluded.includes(person))) return chair;
    chair = superiorOf(chair);
  }
  return null;
}

const holders = (tree: Tree, chair: string): string[] =>
  tree.assignments
    .filter(a => a.chair === chair && a.from <= TODAY && (a.until === null || a.until >= TODAY))
    .map(a => a.person);

function mayAct(tree: Tree, actor: string, start: string, excluded: readonly string[]): boolean {
  const chair = chairAbove(tree, start, excluded);
  return chair !== null && !excluded.includes(actor) && holders(tree, chair).includes(actor);
}

let pool: Pool;
let deps: Pick<Deps, 'pool' | 'clock' | 'regency'>;
let units = 0;

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 4 });
  deps = {
    pool,
    clock: fixedClock(NOON),
    regency: { zone: 'Asia/Makassar', government: 'Pemerintah Kabupaten Contoh', appName: 'e-Kinerja', demo: false },
  };
});
afterAll(() => pool.end());

async function plant(tree: Tree, sql: Parameters<typeof Office.open>[0]): Promise<Office> {
  units += 1;
  const office = await Office.open(sql, `UNIT-${String(units)}`);
  for (const [index, person] of tree.people.entries()) await office.person(`Orang ${String(index)}`, person);
  for (const chair of tree.chairs)
    await office.chair(chair.superior, { id: chair.id, oneStep: chair.oneStep ?? false });
  for (const { chair, superior, from } of tree.moves) {
    const oneStep = tree.chairs.find(each => each.id === chair)!.oneStep ?? false;
    await office.move(chair, superior, from, { oneStep });
  }
  for (const a of tree.assignments) await office.seat(a.person, a.chair, a.kind, a.from, a.until);
  return office;
}

class Undo extends Error {}

/** Runs in a transaction that is rolled back: each random tree is alone. */
async function alone(work: (sql: Parameters<typeof Office.open>[0]) => Promise<void>): Promise<void> {
  await transaction(pool, async tx => {
    await work(tx);
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}

describe('authority in SQL', () => {
  it('agrees downwards and upwards with the model, for one and for two excluded persons', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async shape => {
        const tree = grow(shape);
        await alone(async sql => {
          await plant(tree, sql);
          const { rows } = await sql.query<{
            actor: string;
            start: string;
            x: string;
            y: string;
            below: boolean;
            above: string | null;
          }>(
            `SELECT p.id AS actor, s.id AS start, x.id AS x, y.id AS y, takar_chair_above(s.id, ARRAY[x.id, y.id], $3) AS above,
               p.id <> ALL (ARRAY[x.id, y.id]) AND EXISTS (SELECT 1 FROM takar_chairs_below(p.id, $3) c
                 WHERE c.position_id = s.id AND c.passed <@ ARRAY[x.id, y.id]) AS below
             FROM unnest($1::uuid[]) p (id), unnest($2::uuid[]) s (id), unnest($1::uuid[]) x (id), unnest($1::uuid[]) y (id)
             WHERE x.id <= y.id`,
            [tree.people, tree.chairs.map(chair => chair.id), TODAY],
          );
          expect(rows.length).toBeGreaterThan(0);
          for (const row of rows) {
            const excluded = [row.x, row.y];
            expect(row.above).toBe(chairAbove(tree, row.start, excluded));
            expect(row.below).toBe(mayAct(tree, row.actor, row.start, excluded));
          }
        });
      }),
      { numRuns: 30 },
    );
  }, 180_000);

  it('lists in a queue exactly what the model says is the reader’s', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.boolean()), { maxLength: 8 }),
        async (shape, seeds) => {
          const tree = grow(shape);
          await alone(async sql => {
            const office = await plant(tree, sql);
            const entries: { id: string; start: string; excluded: string[]; step: Step }[] = [];
            for (const [index, [who, where, by, chairBy, verified]] of seeds.entries()) {
              const owner = tree.people[who % tree.people.length]!;
              const chair = tree.chairs[where % tree.chairs.length]!.id;
              const verifier = tree.people[by % tree.people.length]!;
              const verifiedChair = tree.chairs[chairBy % tree.chairs.length]!.id;
              const signed = verified && verifier !== owner;
              const id = await office.entry(owner, chair, NOON, {
                start: index * 60,
                end: index * 60 + 60,
                ...(signed ? { status: 'diverifikasi', verifiedBy: verifier, verifiedChair } : {}),
              });
              entries.push(
                signed
                  ? { id, start: verifiedChair, excluded: [owner, verifier], step: VALIDATION }
                  : { id, start: chair, excluded: [owner], step: VERIFICATION },
              );
            }
            for (const step of [VERIFICATION, VALIDATION])
              for (const actor of tree.people) {
                const { rows } = await queuePage(sql, step, actor, TODAY, {});
                const expected = entries.filter(e => e.step === step && mayAct(tree, actor, e.start, e.excluded));
                expect(rows.map(row => row.id).sort()).toEqual(expected.map(e => e.id).sort());
              }
          });
        },
      ),
      { numRuns: 20 },
    );
  }, 180_000);

  it('never accepts a decision of the owner, nor both signatures of one person, whoever tries', async () => {
    let accepted = 0;
    const attempts = fc.array(fc.tuple(fc.nat(), fc.boolean(), fc.boolean()), { minLength: 6, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), fc.nat(), attempts, async (shape, who, where, tries) => {
        const tree = grow(shape);
        const office = await plant(tree, pool);
        const owner = tree.people[who % tree.people.length]!;
        const chair = tree.chairs[where % tree.chairs.length]!;
        const id = await office.entry(owner, chair.id, NOON);
        for (const [actorIndex, validates, returns] of tries) {
          const actor = tree.people[actorIndex % tree.people.length]!;
          const step = validates ? VALIDATION : VERIFICATION;
          const before = await entryOf(id);
          const start = step === VERIFICATION ? chair.id : before.verified_chair_id;
          const excluded = [owner, ...(step === VALIDATION && before.verified_by !== null ? [before.verified_by] : [])];
          const expected = before.status === step.waits && start !== null && mayAct(tree, actor, start, excluded);
          const form = returns
            ? { action: 'kembalikan' as const, version: before.version, reasonCode: 'volume' as const }
            : { action: 'setujui' as const, version: before.version };
          const done = await decideEntry(deps, { employeeId: actor }, step, id, form, 'test').then(
            () => true,
            (error: unknown) => {
              if (error instanceof NotFound || error instanceof Conflict) return false;
              throw error;
            },
          );
          expect(done).toBe(expected);
          if (!done) continue;
          accepted += 1;
          const after = await entryOf(id);
          expect(actor).not.toBe(owner);
          expect(after.version).toBe(before.version + 1);
          expect(after.status).toBe(
            returns ? 'dikembalikan' : step === VALIDATION || chair.oneStep ? 'divalidasi' : 'diverifikasi',
          );
          if (after.validated_by !== null) expect(after.validated_by).not.toBe(after.verified_by);
          const { rows } = await pool.query<{ chair_id: string; actor_id: string }>(
            'SELECT chair_id, actor_id FROM activity_event WHERE activity_id = $1 AND seq = $2',
            [id, after.version],
          );
          expect(rows).toEqual([{ chair_id: chairAbove(tree, start!, excluded), actor_id: actor }]);
        }
      }),
      { numRuns: 40 },
    );
    expect(accepted).toBeGreaterThan(10);
  }, 180_000);
});

async function entryOf(id: string): Promise<{
  status: string;
  version: number;
  verified_by: string | null;
  verified_chair_id: string | null;
  validated_by: string | null;
}> {
  const { rows } = await pool.query<Awaited<ReturnType<typeof entryOf>>>(
    'SELECT status, version, verified_by, verified_chair_id, validated_by FROM activity WHERE id = $1',
    [id],
  );
  return rows[0]!;
}
