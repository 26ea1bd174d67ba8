import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate, type LocalDate } from '../../../src/domain/local-date.ts';
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
/** Days on which the same office is asked: who holds what changes between them. */
const DAYS = [localDate('2026-11-17'), TODAY, localDate('2026-11-19')] as const;
const noonOf = (day: LocalDate): Date => new Date(`${day}T04:00:00Z`);

interface Move {
  readonly chair: string;
  readonly superior: string;
  readonly from: string;
}

/** From a day on, a letter names the chair that validates the entries of a chair. */
interface Letter {
  readonly chair: string;
  readonly validator: string;
  readonly from: string;
}

interface Tree {
  readonly moves: readonly Move[];
  readonly letters: readonly Letter[];
  readonly chairs: readonly Chair[];
  readonly people: readonly string[];
  readonly assignments: readonly Assignment[];
  /** Who leads a team under a chair: no right comes with it. */
  readonly leaders: readonly Omit<Assignment, 'kind'>[];
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
  /** Later versions of chairs: another superior from today on, or only from tomorrow on. A letter ends with them. */
  readonly moves: readonly (readonly [chair: number, superior: number, inForce: boolean])[];
  /** Validators by letter, from the day before yesterday on. */
  readonly letters: readonly (readonly [chair: number, validator: number])[];
  readonly leaders: readonly (readonly [who: number, where: number, span: number])[];
}

/** Superiors by index, definitive holders (often vacant), and acting ones, any of them dated. */
const shapes: fc.Arbitrary<Shape> = fc.record({
  superiors: fc.array(fc.nat(), { minLength: 2, maxLength: 8 }),
  oneStep: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  people: fc.integer({ min: 2, max: 6 }),
  definitive: fc.array(fc.tuple(fc.nat(), fc.nat(6)), { minLength: 8, maxLength: 8 }),
  acting: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(2), fc.nat(4)), { maxLength: 6 }),
  moves: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 3 }),
  letters: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }),
  leaders: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(4)), { maxLength: 3 }),
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
  const letters = new Map<string, Letter>();
  for (const [which, by] of shape.letters) {
    const [chair, validator] = [ids[which % ids.length]!, ids[by % ids.length]!];
    if (chair !== validator) letters.set(chair, { chair, validator, from: '2026-11-16' });
  }
  const leaders = shape.leaders.map(([who, where, span]) => {
    const [from, until] = SPANS[span]!;
    return { person: people[who % people.length]!, chair: ids[where % ids.length]!, from, until };
  });
  return { chairs, people, assignments, leaders, moves: [...moves.values()], letters: [...letters.values()] };
}

const moveOf = (tree: Tree, id: string, day: string): Move | undefined =>
  tree.moves.find(move => move.chair === id && move.from <= day);

/** The model: climb from the chair to the first one that somebody holds that day who is not excluded. */
function chairAbove(tree: Tree, start: string, excluded: readonly string[], day: string): string | null {
  const superiorOf = (id: string): string | null =>
    moveOf(tree, id, day)?.superior ?? tree.chairs.find(chair => chair.id === id)!.superior;
  let chair = superiorOf(start);
  while (chair !== null) {
    if (isHeld(tree, chair, excluded, day)) return chair;
    chair = superiorOf(chair);
  }
  return null;
}

/** The same from a chair on, that chair included. */
const chairFrom = (tree: Tree, start: string, excluded: readonly string[], day: string): string | null =>
  isHeld(tree, start, excluded, day) ? start : chairAbove(tree, start, excluded, day);

/** The chair that a letter names as validator of a chair on a day. */
const namedFor = (tree: Tree, chair: string, day: string): string | null =>
  moveOf(tree, chair, day) ? null : (tree.letters.find(letter => letter.chair === chair)?.validator ?? null);

const isHeld = (tree: Tree, chair: string, excluded: readonly string[], day: string): boolean =>
  holders(tree, chair, day).some(person => !excluded.includes(person));

const holders = (tree: Tree, chair: string, day: string): string[] =>
  tree.assignments
    .filter(a => a.chair === chair && a.from <= day && (a.until === null || a.until >= day))
    .map(a => a.person);

/** Where a step starts: above a chair, or at the one a letter names. */
interface Start {
  readonly chair: string;
  readonly named: boolean;
}

const decidingChair = (tree: Tree, start: Start, excluded: readonly string[], day: string): string | null =>
  (start.named ? chairFrom : chairAbove)(tree, start.chair, excluded, day);

function mayAct(tree: Tree, actor: string, start: Start, excluded: readonly string[], day: string): boolean {
  const chair = decidingChair(tree, start, excluded, day);
  return chair !== null && !excluded.includes(actor) && holders(tree, chair, day).includes(actor);
}

let pool: Pool;
let deps: Pick<Deps, 'pool' | 'clock' | 'regency'>;
const clock = fixedClock(NOON);
let units = 0;

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 4 });
  deps = {
    pool,
    clock,
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
  for (const { chair, validator, from } of tree.letters)
    await sql.query(
      `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family, one_step, validator_id)
       SELECT position_id, $2, title, unit_id, superior_id, kind, job_class, family, one_step, $3 FROM position_version WHERE position_id = $1`,
      [chair, from, validator],
    );
  for (const { chair, superior, from } of tree.moves) {
    const oneStep = tree.chairs.find(each => each.id === chair)!.oneStep ?? false;
    await office.move(chair, superior, from, { oneStep });
  }
  for (const a of tree.assignments) await office.seat(a.person, a.chair, a.kind, a.from, a.until);
  for (const a of tree.leaders)
    await sql.query(
      "INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date) VALUES ($1, $2, 'KETUA_TIM', $3, $4)",
      [a.person, a.chair, a.from, a.until],
    );
  return office;
}

/**
 * Gives everybody a day in every chair, long ago: the worlds below write entries of anybody at any chair, and a person is
 * climbed over only on the way up from a chair once held (takar_steps_below).
 */
async function plantPast(tree: Tree, sql: Parameters<typeof Office.open>[0]): Promise<void> {
  await sql.query(
    `INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date)
     SELECT p.id, c.id, 'DEFINITIF', d.day, d.day
     FROM unnest($1::uuid[]) WITH ORDINALITY p (id, i), unnest($2::uuid[]) WITH ORDINALITY c (id, i)
     CROSS JOIN LATERAL (SELECT '2020-01-01'::date + (c.i * 100 + p.i)::int AS day) d`,
    [tree.people, tree.chairs.map(chair => chair.id)],
  );
}

/** The chairs on the way up from everything somebody ever held, in any version of the tree; `from` starts elsewhere. */
function linesOf(tree: Tree, from: readonly string[]): ReadonlySet<string> {
  const found = new Set(from);
  for (const id of found) {
    const { superior } = tree.chairs.find(chair => chair.id === id)!;
    if (superior !== null) found.add(superior);
    for (const move of tree.moves) if (move.chair === id) found.add(move.superior);
  }
  return found;
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
  it('agrees downwards and upwards with the model on every day, for one and for two excluded persons', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async shape => {
        const tree = grow(shape);
        await alone(async sql => {
          await plant(tree, sql);
          await plantPast(tree, sql);
          for (const day of DAYS) {
            const { rows } = await sql.query<Agreement & Record<string, unknown>>(AGREEMENT, [
              tree.people,
              tree.chairs.map(chair => chair.id),
              day,
            ]);
            expect(rows.length).toBeGreaterThan(0);
            for (const row of rows) {
              const excluded = [row.x, row.y];
              const [under, at] = [
                { chair: row.start, named: false },
                { chair: row.start, named: true },
              ];
              expect(row.above).toBe(chairAbove(tree, row.start, excluded, day));
              expect(row.from).toBe(chairFrom(tree, row.start, excluded, day));
              expect(row.below).toBe(mayAct(tree, row.actor, under, excluded, day));
              expect(row.at).toBe(mayAct(tree, row.actor, at, excluded, day));
              expect(row.named).toBe(namedFor(tree, row.start, day));
            }
          }
        });
      }),
      { numRuns: 15 },
    );
  }, 240_000);

  it('climbs over a person only on the way up from a chair that this person held, or that a letter names', async () => {
    const ROWS = (walk: string): string => `SELECT p.id AS actor, c.position_id AS start, c.chair_id AS chair, c.passed
      FROM unnest($1::uuid[]) p (id) CROSS JOIN LATERAL ${walk}(p.id, $2, 3) c`;
    await fc.assert(
      fc.asyncProperty(shapes, async shape => {
        const tree = grow(shape);
        const held = new Map(
          tree.people.map(person => {
            const chairs = [...tree.assignments, ...tree.leaders].filter(a => a.person === person).map(a => a.chair);
            return [person, linesOf(tree, chairs)] as const;
          }),
        );
        const named = linesOf(
          tree,
          tree.letters.map(letter => letter.validator),
        );
        await alone(async sql => {
          await plant(tree, sql);
          for (const day of DAYS) {
            const all = await sql.query<Reach & Record<string, unknown>>(ROWS('takar_chairs_below'), [
              tree.people,
              day,
            ]);
            const steps = await sql.query<Reach & Record<string, unknown>>(ROWS('takar_steps_below'), [
              tree.people,
              day,
            ]);
            const possible = all.rows.filter(
              ({ start, passed }) => named.has(start) || passed.every(person => held.get(person)!.has(start)),
            );
            const written = (rows: readonly Reach[]): string[] => rows.map(row => JSON.stringify(row)).sort();
            expect(written(steps.rows)).toEqual(written(possible));
          }
        });
      }),
      { numRuns: 25 },
    );
  }, 180_000);

  it('lists in a queue exactly what the model says is the reader’s', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.boolean(), fc.boolean()), { maxLength: 8 }),
        async (shape, seeds) => {
          const tree = grow(shape);
          await alone(async sql => {
            const office = await plant(tree, sql);
            await plantPast(tree, sql);
            const entries: { id: string; start: Start; excluded: string[]; step: Step }[] = [];
            for (const [index, [who, where, by, chairBy, verified, named]] of seeds.entries()) {
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
              if (signed && named)
                await sql.query('UPDATE activity SET validator_chair_id = $2 WHERE id = $1', [id, chair]);
              entries.push(
                signed
                  ? {
                      id,
                      start: named ? { chair, named } : { chair: verifiedChair, named },
                      excluded: [owner, verifier],
                      step: VALIDATION,
                    }
                  : { id, start: { chair, named: false }, excluded: [owner], step: VERIFICATION },
              );
            }
            for (const step of [VERIFICATION, VALIDATION])
              for (const actor of tree.people) {
                const { rows } = await queuePage(sql, step, actor, TODAY, {});
                const expected = entries.filter(
                  e => e.step === step && mayAct(tree, actor, e.start, e.excluded, TODAY),
                );
                expect(rows.map(row => row.id).sort()).toEqual(expected.map(e => e.id).sort());
              }
          });
        },
      ),
      { numRuns: 20 },
    );
  }, 180_000);

  it('never accepts a decision without the authority of that day, nor of the owner, nor both signatures of one person', async () => {
    let accepted = 0;
    const attempt = fc.tuple(fc.nat(), fc.boolean(), fc.boolean(), fc.nat(2));
    const attempts = fc.array(attempt, { minLength: 6, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), fc.nat(), attempts, async (shape, who, where, tries) => {
        const tree = grow(shape);
        const office = await plant(tree, pool);
        await plantPast(tree, pool);
        const owner = tree.people[who % tree.people.length]!;
        const chair = tree.chairs[where % tree.chairs.length]!;
        const id = await office.entry(owner, chair.id, noonOf(DAYS[0]), { workDate: DAYS[0] });
        // Time goes on from attempt to attempt.
        for (const [actorIndex, validates, returns, dayIndex] of [...tries].sort((a, b) => a[3] - b[3])) {
          const day = DAYS[dayIndex]!;
          clock.set(noonOf(day));
          const actor = tree.people[actorIndex % tree.people.length]!;
          const step = validates ? VALIDATION : VERIFICATION;
          const before = await entryOf(id);
          const start = startOf(step, chair.id, before);
          const excluded = [owner, ...(step === VALIDATION && before.verified_by !== null ? [before.verified_by] : [])];
          const expected =
            before.status === step.waits && start !== undefined && mayAct(tree, actor, start, excluded, day);
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
          if (after.status === 'diverifikasi') expect(after.validator_chair_id).toBe(namedFor(tree, chair.id, day));
          if (after.validated_by !== null) expect(after.validated_by).not.toBe(after.verified_by);
          const { rows } = await pool.query<{ chair_id: string; actor_id: string }>(
            'SELECT chair_id, actor_id FROM activity_event WHERE activity_id = $1 AND seq = $2',
            [id, after.version],
          );
          expect(rows).toEqual([{ chair_id: decidingChair(tree, start!, excluded, day), actor_id: actor }]);
        }
      }),
      { numRuns: 40, examples: ACCEPTED_EXAMPLES },
    );
    expect(accepted).toBeGreaterThanOrEqual(ACCEPTED_IN_EXAMPLES);
  }, 180_000);
});

interface Reach {
  readonly actor: string;
  readonly start: string;
  readonly chair: string;
  readonly passed: readonly string[];
}

interface Agreement {
  readonly actor: string;
  readonly start: string;
  readonly x: string;
  readonly y: string;
  readonly below: boolean;
  readonly at: boolean;
  readonly above: string | null;
  readonly from: string | null;
  readonly named: string | null;
}

const AGREEMENT = `SELECT p.id AS actor, s.id AS start, x.id AS x, y.id AS y,
    takar_chair_above(s.id, ARRAY[x.id, y.id], $3) AS above, takar_chair_from(s.id, ARRAY[x.id, y.id], $3) AS "from",
    takar_named_validator(s.id, $3) AS named,
    p.id <> ALL (ARRAY[x.id, y.id]) AND EXISTS (SELECT 1 FROM takar_steps_below(p.id, $3) c
      WHERE c.position_id = s.id AND c.passed <@ ARRAY[x.id, y.id]) AS below,
    p.id <> ALL (ARRAY[x.id, y.id]) AND EXISTS (SELECT 1 FROM takar_steps_at(p.id, $3) c
      WHERE c.position_id = s.id AND c.passed <@ ARRAY[x.id, y.id]) AS at
  FROM unnest($1::uuid[]) p (id), unnest($2::uuid[]) s (id), unnest($1::uuid[]) x (id), unnest($1::uuid[]) y (id)
  WHERE x.id <= y.id`;

type Attempt = [actor: number, validates: boolean, returns: boolean, day: number];

/** Four persons in four chairs: the top, a superior, a member of staff (the owner), and one more below the top. */
const OFFICE: Shape = {
  superiors: [0, 0, 1, 0],
  oneStep: Array<boolean>(8).fill(false),
  people: 4,
  definitive: [0, 1, 2, 3, 0, 0, 0, 0].map((who, index) => [who, index < 4 ? 0 : 6] as const),
  acting: [],
  moves: [],
  letters: [],
  leaders: [],
};
const APPROVE_BOTH: Attempt[] = [
  [2, false, false, 0], // the owner
  [1, false, false, 0],
  [1, true, false, 1], // the verifier again
  [0, true, false, 1],
];
/** Offices in which decisions are certainly accepted, so that the property cannot hold for want of any. */
const ACCEPTED_EXAMPLES: [Shape, number, number, Attempt[]][] = [
  [OFFICE, 2, 2, APPROVE_BOTH],
  // A letter names chair 3: the top may not validate, its holder may.
  [{ ...OFFICE, letters: [[2, 3]] }, 2, 2, [...APPROVE_BOTH, [3, true, false, 2]]],
  [{ ...OFFICE, oneStep: Array<boolean>(8).fill(true) }, 2, 2, APPROVE_BOTH],
  // A team leader under the superior's chair decides nothing; the superior returns.
  [
    { ...OFFICE, leaders: [[3, 1, 0]] },
    2,
    2,
    [
      [3, false, false, 0],
      [1, false, true, 2],
    ],
  ],
];
const ACCEPTED_IN_EXAMPLES = 6;

interface EntryState {
  readonly status: string;
  readonly version: number;
  readonly verified_by: string | null;
  readonly verified_chair_id: string | null;
  readonly validator_chair_id: string | null;
  readonly validated_by: string | null;
}

function startOf(step: Step, ownChair: string, entry: EntryState): Start | undefined {
  if (step === VERIFICATION) return { chair: ownChair, named: false };
  if (entry.validator_chair_id !== null) return { chair: entry.validator_chair_id, named: true };
  return entry.verified_chair_id === null ? undefined : { chair: entry.verified_chair_id, named: false };
}

async function entryOf(id: string): Promise<EntryState> {
  const { rows } = await pool.query<EntryState & Record<string, unknown>>(
    `SELECT status, version, verified_by, verified_chair_id, validator_chair_id, validated_by FROM activity WHERE id = $1`,
    [id],
  );
  return rows[0]!;
}
