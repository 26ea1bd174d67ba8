import { decide, type Decision, type EntryStatus, type PeriodStanding } from '../../domain/activity/lifecycle.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import { prepared, type Sql, type Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { Conflict, EXCLUSION, NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { applyTransitions, type Signatures } from '../activity-log/transition-batch.ts';
import { workflowOn } from '../workflow/settings.ts';
import { PERIOD_STANDING } from './access.ts';
import { lockEntries } from './entry-queries.ts';
import { computingText, leaveLate } from './late.ts';
import type { ReviewDeps } from './service.ts';
import type { Step } from './step.ts';

const MINUTE_MS = 60_000;

/** The person's latest decision about an entry, and whether it may be taken back. */
interface RevocableRow {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly version: number;
  readonly status: EntryStatus;
  readonly ownerId: string;
  readonly chairId: string;
  readonly at: Date;
  /** The decision is the last thing that happened to the entry. */
  readonly latest: boolean;
  readonly period: PeriodStanding;
  /** The person still holds the chair of the decision. */
  readonly held: boolean;
  readonly objected: boolean;
  /** It was refused, and the owner has logged something else at that time since. */
  readonly taken: boolean;
}

// $1 actor, $2 today, $3 ids, $4 part.
const REVOCABLE = prepared(
  'review.revocable',
  `SELECT a.id, a.work_date, a.version, a.status, a.employee_id, h.chair_id, h.at, h.seq = a.version AS latest,
     ${PERIOD_STANDING} AS period,
     EXISTS (SELECT 1 FROM assignment s WHERE s.employee_id = $1 AND s.position_id = h.chair_id AND s.kind <> 'KETUA_TIM'
             AND s.from_date <= $2 AND (s.last_date IS NULL OR s.last_date >= $2)) AS held,
     EXISTS (SELECT 1 FROM objection o WHERE o.activity_id = a.id AND o.state <> 'ditarik') AS objected,
     a.status = 'ditolak' AND EXISTS (SELECT 1 FROM takar_entries(a.employee_id, a.work_date, a.work_date) o
             WHERE o.id <> a.id AND o.status <> 'ditolak' AND o.start_minute < a.end_minute AND o.end_minute > a.start_minute) AS taken
   FROM takar_entries_by_id($3) a JOIN (
     SELECT DISTINCT ON (e.activity_id) e.activity_id, e.chair_id, e.at, e.seq FROM takar_events_of($3) e
     WHERE e.actor_id = $1 AND e.part = $4 AND e.action IN ('setujui', 'kembalikan', 'tolak')
     ORDER BY e.activity_id, e.seq DESC) h ON h.activity_id = a.id ORDER BY a.id`,
);

async function revocable(
  tx: Tx,
  step: Step,
  actorId: string,
  today: LocalDate,
  ids: readonly string[],
): Promise<RevocableRow[]> {
  const { rows } = await tx.query<{
    id: string;
    work_date: string;
    version: number;
    status: EntryStatus;
    employee_id: string;
    chair_id: string;
    at: Date;
    latest: boolean;
    period: PeriodStanding;
    held: boolean;
    objected: boolean;
    taken: boolean;
  }>(REVOCABLE, [actorId, today, [...ids], step.part]);
  return rows.map(row => ({
    id: row.id,
    workDate: localDate(row.work_date),
    version: row.version,
    status: row.status,
    ownerId: row.employee_id,
    chairId: row.chair_id,
    at: row.at,
    latest: row.latest,
    period: row.period,
    held: row.held,
    objected: row.objected,
    taken: row.taken,
  }));
}

interface Undoing {
  readonly step: Step;
  readonly actorId: string;
  readonly minutes: number;
  readonly now: Date;
  readonly requestId: string;
}

/** Why a decision stays, in words; undefined where it may be taken back. */
function whyNot(row: RevocableRow, { minutes, now }: Undoing): string | undefined {
  if (row.objected) return 'Pegawai sudah mengajukan keberatan, jadi keputusan ini tidak bisa dibatalkan lagi.';
  if (!row.latest)
    return 'Kegiatan ini sudah ditindaklanjuti orang lain, jadi keputusan ini tidak bisa dibatalkan lagi.';
  if (now.getTime() > row.at.getTime() + minutes * MINUTE_MS)
    return `Keputusan hanya bisa dibatalkan dalam ${String(minutes)} menit.`;
  if (!row.held) return 'Anda tidak memegang lagi jabatan yang memutuskan kegiatan ini.';
  return row.taken ? TAKEN : undefined;
}

const TAKEN = 'Pada jam itu pegawai sudah mencatat kegiatan lain, jadi penolakan ini tidak bisa dibatalkan.';

/** A close came between: what waits may be taken back when it is computed, what it counted or gave back may not. */
const closedText = ({ workDate, status }: RevocableRow): string =>
  status === 'diverifikasi'
    ? computingText(workDate)
    : `${monthInWords(monthOf(workDate))} sudah ditutup, jadi keputusan ini tidak bisa dibatalkan lagi.`;

const judgeUndo = (row: RevocableRow, { step, actorId }: Undoing): Decision =>
  decide('batalkan', {
    status: row.status,
    parts: [step.part],
    actorIsOwner: row.ownerId === actorId,
    actorVerified: false,
    oneStep: false,
    period: row.period,
  });

/** Takes decisions back that may be: one statement, and one more where pay of a closed month changes. */
async function takeBack(tx: Tx, rows: readonly RevocableRow[], undoing: Undoing): Promise<void> {
  const { step, actorId, now, requestId } = undoing;
  const judged = rows.map(row => {
    const decision = judgeUndo(row, undoing);
    if (!decision.ok) {
      const { blockers } = decision;
      if (blockers.includes('period-closed') || blockers.includes('no-way-back')) throw new Conflict(closedText(row));
      throw new NotFound('decision');
    }
    const { to } = decision.edge;
    if (to === 'terhapus') throw new Error('taking a decision back never removes an entry');
    const approved = row.status === 'diverifikasi' || row.status === 'divalidasi';
    return { row, to, set: approved ? UNSIGNED[step.name] : {} };
  });
  try {
    await applyTransitions(tx, {
      action: 'batalkan',
      actorId,
      part: step.part,
      at: now,
      requestId,
      steps: judged.map(({ row, to, set }) => ({ entry: row, to, chairId: row.chairId, set })),
    });
  } catch (error) {
    if (sqlStateOf(error) === EXCLUSION) throw new Conflict(TAKEN); // logged since it was looked at
    throw error;
  }
  await leaveLate(
    tx,
    judged.map(({ row, to }) => ({ ...row, from: row.status, to, actorId, at: now })),
  );
}

/** The signatures that an approval of the step had written. */
const UNSIGNED: Readonly<Record<Step['name'], Signatures>> = {
  verifikasi: { verifiedBy: null, verifiedChairId: null, validatorChairId: null, validatedBy: null },
  validasi: { validatedBy: null },
};

/**
 * Takes the actor's own decision back: within the minutes of the setting, and only while nobody acted on it
 * (rulings.md 15). The entry is again where it was before; the history keeps both.
 * @throws NotFound where the actor never decided on it, Conflict with the reason where it is too late
 */
export async function undoDecision(
  deps: ReviewDeps,
  actor: Pick<Actor, 'employeeId'>,
  step: Step,
  id: string,
  version: number,
  requestId: string,
): Promise<void> {
  if (!isUuid(id)) throw new NotFound('entry');
  await transaction(deps.pool, async tx => {
    const { undoing, rows } = await openUndo(deps, tx, actor.employeeId, step, [id], requestId);
    const [row] = rows;
    if (!row) throw new NotFound('decision');
    const reason = whyNot(row, undoing);
    if (reason !== undefined) throw new Conflict(reason);
    if (row.version !== version) throw new Conflict('Kegiatan ini berubah sejak halaman dibuka. Muat ulang dulu.');
    await takeBack(tx, [row], undoing);
  });
}

const OF_BATCH = prepared(
  'review.of_batch',
  `SELECT e.activity_id FROM activity_event e JOIN decision_batch b ON b.id = e.batch_id
   WHERE e.batch_id = $1 AND b.actor_id = $2 AND b.step = $3 AND e.action <> 'batalkan'`,
);

/**
 * Takes back what one press decided, as far as nobody acted on it since.
 * @returns how many were taken back and how many stay
 * @throws NotFound for a press that is not the actor's, Conflict where none may be taken back any more
 */
export async function undoBatch(
  deps: ReviewDeps,
  actor: Pick<Actor, 'employeeId'>,
  step: Step,
  batchId: string,
  requestId: string,
): Promise<{ readonly done: number; readonly left: number }> {
  if (!isUuid(batchId)) throw new NotFound('batch');
  return transaction(deps.pool, async tx => {
    const listed = await tx.query<{ activity_id: string }>(OF_BATCH, [batchId, actor.employeeId, step.name]);
    const ids = listed.rows.map(row => row.activity_id);
    if (ids.length === 0) throw new NotFound('batch');
    const { undoing, rows } = await openUndo(deps, tx, actor.employeeId, step, ids, requestId);
    const free = rows.filter(row => judgeUndo(row, undoing).ok && whyNot(row, undoing) === undefined);
    const [first] = rows;
    if (free.length === 0)
      throw new Conflict((first && whyNot(first, undoing)) ?? 'Keputusan ini tidak bisa dibatalkan lagi.');
    await takeBack(tx, free, undoing);
    return { done: free.length, left: ids.length - free.length };
  });
}

async function openUndo(
  deps: ReviewDeps,
  tx: Tx,
  actorId: string,
  step: Step,
  ids: readonly string[],
  requestId: string,
): Promise<{ undoing: Undoing; rows: RevocableRow[] }> {
  const now = deps.clock.now();
  const today = dayIn(deps.regency.zone, now);
  await lockEntries(tx, ids);
  const { batal_menit: minutes } = await workflowOn(tx, today);
  const rows = await revocable(tx, step, actorId, today, ids);
  return { undoing: { step, actorId, minutes, now, requestId }, rows };
}

/** The latest press or decision of a person that may still be taken back. */
export interface Undoable {
  readonly batchId: string | null;
  readonly entryId: string;
  readonly version: number;
  readonly action: string;
  readonly count: number;
  readonly at: Date;
}

// $1 actor, $2 part, $3 since when.
const LATEST = prepared(
  'review.undoable',
  'SELECT batch_id, activity_id, seq, action, at, count FROM takar_undoable($1, $2, $3)',
);

/** What the actor decided last and may still take back; undefined where there is nothing. One statement. */
export async function undoableFor(
  sql: Sql,
  step: Step,
  actorId: string,
  now: Date,
  minutes: number,
): Promise<Undoable | undefined> {
  const { rows } = await sql.query<{
    batch_id: string | null;
    activity_id: string;
    seq: number;
    action: string;
    at: Date;
    count: number;
  }>(LATEST, [actorId, step.part, new Date(now.getTime() - minutes * MINUTE_MS)]);
  const row = rows[0];
  if (!row || row.count === 0) return undefined;
  return {
    batchId: row.batch_id,
    entryId: row.activity_id,
    version: row.seq,
    action: row.action,
    count: row.count,
    at: row.at,
  };
}

/** Until when a decision of a moment may be taken back. */
export const undoUntil = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);
