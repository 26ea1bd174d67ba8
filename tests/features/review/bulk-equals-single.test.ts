import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../../src/domain/local-date.ts';
import { decideMany, type LeftWhy } from '../../../src/features/review/bulk.ts';
import { decideEntry } from '../../../src/features/review/service.ts';
import { VALIDATION, VERIFICATION, type Step } from '../../../src/features/review/step.ts';
import { undoBatch, undoDecision } from '../../../src/features/review/undo.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Deps } from '../../../src/platform/deps.ts';
import { Conflict, NotFound } from '../../../src/platform/errors.ts';
import { createTestDatabase } from '../../support/database.ts';
import { Office } from './office.ts';

/** A press about n entries does to each of them what n single decisions do, and taking it back likewise. */

const NOW = new Date('2026-11-18T04:00:00Z');
const APPROVE = { action: 'setujui' as const };
const RETURN = { action: 'kembalikan' as const, reasonCode: 'waktu' as const, reason: 'Jamnya tidak cocok' };
const REFUSE = { action: 'tolak' as const, reasonCode: 'waktu' as const, reason: 'Jamnya tidak cocok' };

/** How an entry stands when it is decided on. */
const STATES = [
  'waiting',
  'changed',
  'moved on',
  'draft',
  'foreign',
  'one step',
  'computing',
  'own',
  'signed by actor',
] as const;
type State = (typeof STATES)[number];

let pool: Pool;
let deps: Pick<Deps, 'pool' | 'clock' | 'regency'>;
let office: Office;
const people = { top: '', actor: '', owner: '', single: '', stranger: '' };
const chairs = { top: '', actor: '', owner: '', single: '', stranger: '' };

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 4 });
  deps = {
    pool,
    clock: fixedClock(NOW),
    regency: { zone: 'Asia/Makassar', government: 'Pemerintah Kabupaten Contoh', appName: 'e-Kinerja', demo: false },
  };
  office = await Office.open(pool);
  for (const name of Object.keys(people) as (keyof typeof people)[]) people[name] = await office.person(name);
  chairs.top = await office.chair(null);
  chairs.actor = await office.chair(chairs.top);
  chairs.owner = await office.chair(chairs.actor);
  chairs.single = await office.chair(chairs.actor, { oneStep: true });
  chairs.stranger = await office.chair(chairs.top);
  for (const name of Object.keys(people) as (keyof typeof people)[]) await office.seat(people[name], chairs[name]);
  await pool.query("SELECT takar_ensure_month('2026-09-01')");
  await office.close('2026-10-01');
});

/** Nothing can be written into a closed month: it is open while its entry is planted. */
const openOctober = (): Promise<unknown> =>
  pool.query("UPDATE payroll_period SET open = true WHERE month = '2026-10-01'");
afterAll(() => pool.end());

let slots = 0;
/** An entry in a state, in a free quarter of an hour of its owner. */
async function plant(step: Step, state: State): Promise<{ id: string; version: number }> {
  slots += 1;
  const day = addDays(localDate(state === 'computing' ? '2026-10-30' : '2026-11-18'), -(slots % 12));
  const minute = (Math.trunc(slots / 12) * 3) % 1400;
  const who = state === 'foreign' ? 'stranger' : state === 'one step' ? 'single' : state === 'own' ? 'actor' : 'owner';
  const verified = step === VALIDATION || state === 'moved on';
  const verifier =
    state === 'signed by actor' ? 'actor' : state === 'own' || state === 'foreign' ? 'owner' : 'stranger';
  if (state === 'computing') await openOctober();
  const id = await office.entry(people[who], chairs[who], NOW, {
    workDate: day,
    start: minute,
    end: minute + 3,
    status:
      state === 'draft'
        ? 'draf'
        : state === 'moved on' && step === VALIDATION
          ? 'ditolak'
          : verified
            ? 'diverifikasi'
            : 'dikirim',
    ...(verified && state !== 'draft'
      ? { verifiedBy: people[verifier], verifiedChair: state === 'foreign' ? chairs.stranger : chairs.owner }
      : {}),
  });
  if (state === 'computing') await office.close('2026-10-01');
  return { id, version: state === 'changed' ? 7 : 1 };
}

const LEFT: Readonly<Record<LeftWhy, 'conflict' | 'absent'>> = {
  berubah: 'conflict',
  diputuskan: 'conflict',
  ditutup: 'conflict',
  dihitung: 'conflict',
  'satu-tangan': 'conflict',
  'tidak-ditemukan': 'absent',
};

const outcomeOf = (act: Promise<unknown>): Promise<'done' | 'conflict' | 'absent'> =>
  act.then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof Conflict) return 'conflict' as const;
      if (error instanceof NotFound) return 'absent' as const;
      throw error;
    },
  );

/** Everything that a decision may leave about entries, in their order: row, history, notices, causes. */
async function traces(ids: readonly string[]): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT a.status, a.version, a.verified_by, a.verified_chair_id, a.validator_chair_id, a.validated_by, a.updated_at, (
         SELECT jsonb_agg(jsonb_build_object('seq', e.seq, 'action', e.action, 'from', e.from_status, 'to', e.to_status,
           'actor', e.actor_id, 'part', e.part, 'chair', e.chair_id, 'code', e.reason_code, 'reason', e.reason, 'at', e.at,
           'request', e.request_id, 'content', e.content - 'workDate' - 'startMinute' - 'endMinute') ORDER BY e.seq)
         FROM activity_event e WHERE e.activity_id = a.id) AS history, (
         SELECT jsonb_agg(jsonb_build_object('who', n.employee_id, 'kind', n.kind, 'version', split_part(n.dedupe, ':', 3)))
         FROM notification n WHERE n.href = '/kegiatan-harian/' || a.id) AS notices, (
         SELECT count(*)::int FROM adjustment_cause c WHERE c.ref = a.id::text) AS causes
     FROM unnest($1::uuid[]) WITH ORDINALITY n (id, place) JOIN activity a ON a.id = n.id ORDER BY n.place`,
    [ids],
  );
  return rows;
}

describe('a press about many', () => {
  it('leaves each entry as a decision of its own would, and takes back what single decisions take back', async () => {
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(VERIFICATION, VALIDATION),
        fc.constantFrom(APPROVE, RETURN, REFUSE),
        async (states, step, choice) => {
          const actor = { employeeId: people.actor };
          const [many, singly] = [[], []] as { id: string; version: number }[][];
          for (const state of states) {
            many!.push(await plant(step, state));
            singly!.push(await plant(step, state));
          }
          const press = { ...choice, items: many!, key: randomUUID() };
          const outcome = await decideMany(deps, actor, step, press, 'test');
          const alone: string[] = [];
          for (const { id, version } of singly!)
            alone.push(await outcomeOf(decideEntry(deps, actor, step, id, { ...choice, version }, 'test')));
          const left = new Map(outcome.left.map(({ id, why }) => [id, LEFT[why]]));
          expect(many!.map(({ id }) => left.get(id) ?? 'done')).toEqual(alone);
          expect(outcome.done).toBe(alone.filter(what => what === 'done').length);
          const both = async (): Promise<[unknown[], unknown[]]> => [
            await traces(many!.map(({ id }) => id)),
            await traces(singly!.map(({ id }) => id)),
          ];
          const [pressed, single] = await both();
          expect(pressed).toEqual(single);
          // The same key again: the first outcome, and nothing more.
          expect(await decideMany(deps, actor, step, press, 'test')).toEqual(outcome);
          expect((await both())[0]).toEqual(pressed);
          if (outcome.done === 0) return;
          decided += outcome.done;
          const back = await undoBatch(deps, actor, step, outcome.batchId, 'back');
          expect(back).toEqual({ done: outcome.done, left: 0 });
          for (const [index, { id, version }] of singly!.entries())
            if (alone[index] === 'done') await undoDecision(deps, actor, step, id, version + 1, 'back');
          const [pressedBack, singleBack] = await both();
          expect(pressedBack).toEqual(singleBack);
        },
      ),
      {
        numRuns: 12,
        examples: [
          [[...STATES], VERIFICATION, APPROVE],
          [[...STATES], VALIDATION, APPROVE],
          [['waiting', 'one step'], VERIFICATION, REFUSE],
        ],
      },
    );
    expect(decided).toBeGreaterThanOrEqual(5);
  }, 120_000);

  it('and another about the same entries in another order wait for each other: each entry is decided once', async () => {
    const planted = [];
    for (let i = 0; i < 40; i += 1) planted.push(await plant(VERIFICATION, 'waiting'));
    const second = await office.person('Pelaksana harian');
    await office.seat(second, chairs.actor, 'PLH');
    const presses = [
      [people.actor, planted],
      [second, [...planted].reverse()],
      [people.actor, [...planted.slice(20), ...planted.slice(0, 20)]],
    ] as const;
    const outcomes = await Promise.all(
      presses.map(([employeeId, items]) =>
        decideMany(deps, { employeeId }, VERIFICATION, { ...APPROVE, items, key: randomUUID() }, 'test'),
      ),
    );
    expect(outcomes.map(({ done }) => done).sort((a, b) => a - b)).toEqual([0, 0, 40]);
    const { rows } = await pool.query(
      'SELECT count(*)::int AS events FROM activity_event WHERE activity_id = ANY ($1) AND seq = 2',
      [planted.map(({ id }) => id)],
    );
    expect(rows).toEqual([{ events: 40 }]);
  });
});
