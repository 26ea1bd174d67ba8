import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { localDate } from '../../src/domain/local-date.ts';
import { ratio } from '../../src/domain/ratio.ts';
import { submitNew } from '../../src/features/activity-log/service.ts';
import { EntryRefused } from '../../src/features/activity-log/refusal.ts';
import { PeriodClosed } from '../../src/features/activity-log/transition.ts';
import { closeMonth } from '../../src/features/payroll-runs/service.ts';
import { type Decided, decideEntry } from '../../src/features/review/service.ts';
import { MonthInComputation } from '../../src/features/review/late.ts';
import { VALIDATION, VERIFICATION, type Step } from '../../src/features/review/step.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import type { Pool } from '../../src/platform/database/pool.ts';
import type { Deps } from '../../src/platform/deps.ts';
import {
  CLOSER,
  createOffice,
  OCTOBER,
  officeDeps,
  officePool,
  person,
  UNIT,
} from '../features/payroll-runs/office.ts';

/** The second of November: the last days of October may still be entered, and October may be closed. */
const NOW = '2026-11-02T09:00:00+08:00';
const DAY = localDate('2026-10-30');
const WRITERS = 12;
const QUARTER = 15;
const POINTS = 7;
const [SUPERIOR, NEXT] = [person(901), person(902)];
const CLOSED = 'sudah ditutup';

/** What the product has said it did, person by person. */
interface Accepted {
  readonly sent: Map<string, number>;
  readonly validated: Map<string, number>;
  /** Validated once the month had been computed: left for the next run. */
  readonly late: Map<string, number>;
}

/**
 * Twelve people enter work of October while the superior verifies and the next level validates, and the clerk closes
 * October in the middle of it. Everything that was accepted is in the run, validated as points and the rest as waiting;
 * what was validated after the computation has left its cause for the next run; everything else was refused because the
 * month is closed, and nothing is anywhere twice.
 * @param round decides how far the storm has come when the close begins
 */
export async function closeInStorm(round: number): Promise<{ accepted: number; refused: number }> {
  const pool = officePool(await createOffice(), { max: WRITERS + 4 });
  try {
    await giveNorm(pool);
    const deps = officeDeps(pool, fixedClock(NOW));
    const before = await pointsOf(pool);
    const accepted: Accepted = { sent: new Map(), validated: new Map(), late: new Map() };
    let steps = 0;
    let reached = (): void => undefined;
    const begun = new Promise<void>(resolve => (reached = resolve));
    const noted = (list: Map<string, number>, owner: string): void => {
      list.set(owner, (list.get(owner) ?? 0) + 1);
      steps += 1;
      if (steps === 5 + ((round * 7) % 60)) reached();
    };
    const storm = Promise.all(
      Array.from({ length: WRITERS }, (_, index) => writer(deps, person(index + 1), accepted, noted)),
    );
    await Promise.race([begun, storm]);
    const { jobId, runId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
    const refused = (await storm).filter(Boolean).length;
    expect((await runJob(deps, jobId)).state).toBe('selesai');
    await expectPaidIsAccepted(pool, runId, accepted, before);
    return { accepted: [...accepted.sent.values()].reduce((sum, count) => sum + count, 0), refused };
  } finally {
    await pool.end();
  }
}

/** Closes in so many storms, each come to another point. */
export function closeInStorms(rounds: number): void {
  test(`F12 ${String(rounds)} closes in a storm of submissions and decisions pay exactly what was accepted`, async () => {
    let stopped = 0;
    for (let round = 0; round < rounds; round += 1) stopped += (await closeInStorm(round)).refused;
    expect(stopped).toBeGreaterThan(rounds);
  });
}

/** Sends, has verified and has validated until the month is closed. @returns whether the close stopped it */
async function writer(
  deps: Deps,
  owner: string,
  accepted: Accepted,
  noted: (list: Map<string, number>, owner: string) => void,
): Promise<boolean> {
  for (let slot = 0; slot < 24 * 4 - 1; slot += 1) {
    const id = await attempt(() => submit(deps, owner, slot));
    if (id === undefined) return true;
    noted(accepted.sent, owner);
    const verified = await attempt(() => approve(deps, VERIFICATION, SUPERIOR, id, 1));
    if (!verified) return true;
    const validated = await attempt(() => approve(deps, VALIDATION, NEXT, id, 2));
    if (!validated) return true;
    noted(validated.late ? accepted.late : accepted.validated, owner);
  }
  return false;
}

async function submit(deps: Deps, owner: string, slot: number): Promise<string> {
  const done = await submitNew(
    deps,
    { employeeId: owner, requestId: 'badai' },
    {
      key: randomUUID(),
      itemId: ITEM,
      targetId: null,
      description: `Menyusun surat undangan ke-${String(slot + 1)}`,
      volume: ratio(1n),
      workDate: DAY,
      startMinute: slot * QUARTER,
      endMinute: slot * QUARTER + QUARTER,
      uncoveredReason: '',
      send: true,
      noteId: null,
      orderId: null,
    },
    [],
  );
  return done.id;
}

const approve = (deps: Deps, step: Step, employeeId: string, id: string, version: number): Promise<Decided> =>
  decideEntry(deps, { employeeId }, step, id, { action: 'setujui', version }, 'badai');

/** What a step gave; undefined when it was refused because the month is closed. @throws whatever else went wrong */
async function attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    const closed =
      error instanceof PeriodClosed ||
      error instanceof MonthInComputation ||
      (error instanceof EntryRefused && error.message.includes(CLOSED));
    if (!closed) throw error;
    return undefined;
  }
}

const ITEM = '00000000-0000-7000-8004-000000000001';

async function giveNorm(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO catalogue_norm (item_id, from_date, points_per_unit, minutes_per_unit, max_per_day, active)
     VALUES ($1, '2026-01-01', $2, $3, 1000, true)`,
    [ITEM, POINTS, QUARTER],
  );
}

const POINTS_OF = `SELECT employee_id, sum(points)::int AS points FROM activity
  WHERE work_date BETWEEN '2026-10-01' AND '2026-10-31' AND status = 'divalidasi' GROUP BY employee_id`;

async function pointsOf(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ employee_id: string; points: number }>(POINTS_OF);
  return new Map(rows.map(row => [row.employee_id, row.points]));
}

const COUNTED = `SELECT employee_id, (facts ->> 'kegiatan.poin_sebelum_batas')::int AS points, waiting
  FROM payroll_input WHERE run_id = $1`;

async function expectPaidIsAccepted(
  pool: Pool,
  runId: string,
  { sent, validated, late }: Accepted,
  before: ReadonlyMap<string, number>,
): Promise<void> {
  const { rows } = await pool.query<{ employee_id: string; points: number; waiting: number }>(COUNTED, [runId]);
  const paid = Object.fromEntries(rows.map(row => [row.employee_id, [row.points, row.waiting]]));
  const told = Object.fromEntries(
    rows.map(({ employee_id: owner }) => {
      const counted = validated.get(owner) ?? 0;
      return [owner, [(before.get(owner) ?? 0) + counted * POINTS, (sent.get(owner) ?? 0) - counted]];
    }),
  );
  expect(paid).toEqual(told);
  const stored = await pool.query<{ entries: number; lines: number; people: number }>(
    `SELECT (SELECT count(*)::int FROM activity WHERE work_date = '2026-10-30') AS entries,
       (SELECT count(*)::int FROM payroll_line WHERE run_id = $1) AS lines,
       (SELECT people FROM payroll_run WHERE id = $1) AS people`,
    [runId],
  );
  const causes = await pool.query<{ employee_id: string; causes: number }>(
    "SELECT employee_id, count(*)::int AS causes FROM adjustment_cause WHERE kind = 'keputusan' GROUP BY employee_id",
  );
  expect(new Map(causes.rows.map(row => [row.employee_id, row.causes]))).toEqual(late);
  const all = [...sent.values()].reduce((sum, count) => sum + count, 0);
  expect(stored.rows).toEqual([{ entries: all, lines: rows.length, people: rows.length }]);
}
