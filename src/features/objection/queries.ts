import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { hasRole, type Actor } from '../../platform/web/actor.ts';
import { eventMonth, nearItsId, ownEntry } from '../activity-log/access.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { CHAIRS, DECIDING_CHAIR, READABLE } from './access.ts';

export type ObjectionState = 'diajukan' | 'diterima' | 'ditolak' | 'ditarik';

/** What the reader has to do with an objection. */
export type ObjectionPart = 'pemilik' | 'penolak' | 'saksi' | 'pemutus';

/** One objection as lists show it. */
export interface ObjectionRow {
  readonly id: string;
  readonly activityId: string;
  readonly state: ObjectionState;
  readonly version: number;
  readonly workDate: LocalDate;
  readonly itemName: string;
  readonly ownerName: string;
  readonly refuserName: string;
  readonly filedAt: Date;
  readonly dueOn: LocalDate;
  readonly part: ObjectionPart;
  /** Who refused has written an answer. */
  readonly answered: boolean;
}

const PART = `CASE WHEN o.owner_id = $1 THEN 'pemilik' WHEN o.refused_by = $1 THEN 'penolak'
    WHEN $1 = ANY (o.excluded) THEN 'saksi' ELSE 'pemutus' END`;
const ANSWERED = `EXISTS (SELECT 1 FROM objection_statement s WHERE s.objection_id = o.id AND s.part = 'penolak')`;
const LIST_COLUMNS = `o.id, o.activity_id, o.state, o.version, o.work_date, i.name AS item_name, o.filed_at, o.due_on,
    ${fullNameOf('owner')} AS owner_name, ${fullNameOf('refuser')} AS refuser_name, ${PART} AS part, ${ANSWERED} AS answered`;
const WITH_ENTRY = `objection o JOIN activity a ON a.id = o.activity_id AND a.work_date = o.work_date
    JOIN catalogue_item i ON i.id = a.item_id JOIN employee owner ON owner.id = o.owner_id
    JOIN employee refuser ON refuser.id = o.refused_by`;

interface RawRow {
  id: string;
  activity_id: string;
  state: ObjectionState;
  version: number;
  work_date: string;
  item_name: string;
  owner_name: string;
  refuser_name: string;
  filed_at: Date;
  due_on: string;
  part: ObjectionPart;
  answered: boolean;
}

const rowFrom = (row: RawRow): ObjectionRow => ({
  id: row.id,
  activityId: row.activity_id,
  state: row.state,
  version: row.version,
  workDate: localDate(row.work_date),
  itemName: row.item_name,
  ownerName: row.owner_name,
  refuserName: row.refuser_name,
  filedAt: row.filed_at,
  dueOn: localDate(row.due_on),
  part: row.part,
  answered: row.answered,
});

/** Rows of one page. */
export const LIST_ROWS = 200;
const LIST = prepared(
  'objection.list',
  `${CHAIRS} SELECT ${LIST_COLUMNS} FROM ${WITH_ENTRY} WHERE ${READABLE}
   ORDER BY o.state = 'diajukan' DESC, o.due_on, o.filed_at DESC, o.id LIMIT ${String(LIST_ROWS)}`,
);

const scopeOf = (actor: Actor, today: LocalDate): unknown[] => [actor.employeeId, today, hasRole(actor, 'kepegawaian')];

/** Every objection that the reader has to do with, those that wait first. */
export async function objectionsOf(sql: Sql, actor: Actor, today: LocalDate): Promise<ObjectionRow[]> {
  const { rows } = await sql.query<RawRow & Record<string, unknown>>(LIST, scopeOf(actor, today));
  return rows.map(rowFrom);
}

/** A refused entry of one's own, with its refusal. */
export interface RefusedEntry {
  readonly id: string;
  readonly status: string;
  readonly workDate: LocalDate;
  readonly itemName: string;
  readonly description: string;
  readonly points: number;
  readonly verifiedBy: string | null;
  readonly refusedBy: string;
  readonly refuserName: string;
  readonly chairId: string;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly refusedAt: Date;
  /** The objection that was filed and not withdrawn. */
  readonly objectionId: string | null;
  readonly filedAt: Date | null;
}

const REFUSAL = `JOIN catalogue_item i ON i.id = a.item_id
   LEFT JOIN LATERAL (SELECT e.actor_id, e.chair_id, e.reason_code, e.reason, e.at, ${fullNameOf('p')} AS name
     FROM activity_event e JOIN employee p ON p.id = e.actor_id
     WHERE a.status = 'ditolak' AND e.activity_id = a.id AND e.entry_month = ${eventMonth('a.id')} AND e.action = 'tolak'
     ORDER BY e.seq DESC LIMIT 1) r ON true
   LEFT JOIN objection o ON o.activity_id = a.id AND o.state <> 'ditarik'`;
const REFUSED_COLUMNS = `a.id, a.status, a.work_date, i.name AS item_name, a.description, a.points, a.verified_by,
    r.actor_id AS refused_by, r.name AS refuser_name, r.chair_id, r.reason_code, r.reason, r.at AS refused_at,
    o.id AS objection_id, o.filed_at`;
const REFUSED_ONE = prepared(
  'objection.refused_one',
  `SELECT ${REFUSED_COLUMNS} FROM activity a ${REFUSAL} WHERE ${nearItsId('a', '$2::uuid')} AND ${ownEntry('a', '$1')}`,
);
const REFUSED_ALL = prepared(
  'objection.refused_all',
  `SELECT ${REFUSED_COLUMNS} FROM activity a ${REFUSAL}
   WHERE ${ownEntry('a', '$1')} AND a.status = 'ditolak' AND a.work_date > $2::date - 100 AND r.at >= $3 AND o.id IS NULL
   ORDER BY a.work_date DESC, a.id`,
);

interface RefusedRaw {
  id: string;
  status: string;
  work_date: string;
  item_name: string;
  description: string;
  points: number;
  verified_by: string | null;
  refused_by: string | null;
  refuser_name: string | null;
  chair_id: string | null;
  reason_code: string | null;
  reason: string | null;
  refused_at: Date | null;
  objection_id: string | null;
  filed_at: Date | null;
}

/** An entry of one's own that is not refused has no refusal to object to. */
export interface OwnEntryState {
  readonly refused: RefusedEntry | undefined;
  readonly objectionId: string | null;
  readonly filedAt: Date | null;
}

function refusedFrom(row: RefusedRaw): RefusedEntry | undefined {
  if (row.refused_at === null || row.refused_by === null || row.chair_id === null) return undefined;
  return {
    id: row.id,
    status: row.status,
    workDate: localDate(row.work_date),
    itemName: row.item_name,
    description: row.description,
    points: row.points,
    verifiedBy: row.verified_by,
    refusedBy: row.refused_by,
    refuserName: row.refuser_name ?? '',
    chairId: row.chair_id,
    reasonCode: row.reason_code,
    reason: row.reason,
    refusedAt: row.refused_at,
    objectionId: row.objection_id,
    filedAt: row.filed_at,
  };
}

/** One's own entry as an objection finds it; undefined where there is no such entry of one's own. */
export async function ownEntryState(sql: Sql, ownerId: string, id: string): Promise<OwnEntryState | undefined> {
  const { rows } = await sql.query<RefusedRaw & Record<string, unknown>>(REFUSED_ONE, [ownerId, id]);
  const row = rows[0];
  return row && { refused: refusedFrom(row), objectionId: row.objection_id, filedAt: row.filed_at };
}

/** One's own refused entries that can still be objected to: refused since a moment. */
export async function openRefusals(sql: Sql, ownerId: string, today: LocalDate, since: Date): Promise<RefusedEntry[]> {
  const { rows } = await sql.query<RefusedRaw & Record<string, unknown>>(REFUSED_ALL, [ownerId, today, since]);
  return rows.flatMap(row => refusedFrom(row) ?? []);
}

/** One objection with all that its page shows. */
export interface FullObjection extends ObjectionRow {
  readonly ownerId: string;
  readonly refusedBy: string;
  readonly excluded: readonly string[];
  readonly startChairId: string;
  /** The chair from which the reader would decide; null where it is not theirs. */
  readonly decidingChairId: string | null;
  readonly reason: string;
  readonly decidedBy: string | null;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
  readonly effect: 'langsung' | 'penyesuaian' | null;
  readonly entry: {
    readonly status: string;
    readonly version: number;
    readonly description: string;
    readonly points: number;
    readonly startMinute: number | null;
    readonly endMinute: number | null;
    readonly verifiedBy: string | null;
    readonly payrollUnitId: string;
  };
  readonly refusal: { readonly code: string | null; readonly text: string | null; readonly at: Date };
  readonly statements: readonly {
    readonly name: string;
    readonly part: ObjectionPart;
    readonly text: string;
    readonly at: Date;
  }[];
  readonly evidence: readonly { readonly id: string; readonly name: string; readonly size: number }[];
}

const ONE = prepared(
  'objection.one',
  `${CHAIRS} SELECT ${LIST_COLUMNS}, o.owner_id, o.refused_by, o.excluded, o.start_chair_id, o.reason, o.decided_by,
     nullif(${fullNameOf('decider')}, '') AS decider_name, o.decided_at, o.decision_reason, o.effect,
     CASE WHEN o.state = 'diajukan' THEN ${DECIDING_CHAIR} END AS deciding_chair_id,
     a.status AS entry_status, a.version AS entry_version, a.description, a.points, a.start_minute, a.end_minute,
     a.verified_by, a.payroll_unit_id, r.reason_code, r.reason AS refusal_text, r.at AS refused_at,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('name', ${fullNameOf('w')}, 'part', s.part, 'text', s.text, 'at', s.at)
                      ORDER BY s.id), '[]'::jsonb)
      FROM objection_statement s JOIN employee w ON w.id = s.author_id WHERE s.objection_id = o.id) AS statements,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'size', v.size) ORDER BY v.added_at, v.id), '[]'::jsonb)
      FROM evidence v WHERE v.activity_id = a.id AND v.removed_at IS NULL) AS evidence
   FROM ${WITH_ENTRY} LEFT JOIN employee decider ON decider.id = o.decided_by
   JOIN LATERAL (SELECT e.reason_code, e.reason, e.at FROM activity_event e
     WHERE e.activity_id = a.id AND e.entry_month = ${eventMonth('a.id')} AND e.action = 'tolak' ORDER BY e.seq DESC LIMIT 1) r ON true
   WHERE o.id = $4 AND ${READABLE}`,
);

interface RawFull extends RawRow {
  owner_id: string;
  refused_by: string;
  excluded: string[];
  start_chair_id: string;
  deciding_chair_id: string | null;
  reason: string;
  decided_by: string | null;
  decider_name: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
  effect: 'langsung' | 'penyesuaian' | null;
  entry_status: string;
  entry_version: number;
  description: string;
  points: number;
  start_minute: number | null;
  end_minute: number | null;
  verified_by: string | null;
  payroll_unit_id: string;
  reason_code: string | null;
  refusal_text: string | null;
  refused_at: Date;
  statements: { name: string; part: ObjectionPart; text: string; at: string }[];
  evidence: { id: string; name: string; size: number }[];
}

/** An objection that the reader has to do with; undefined for everybody else. */
export async function objectionOf(
  sql: Sql,
  actor: Actor,
  today: LocalDate,
  id: string,
): Promise<FullObjection | undefined> {
  const { rows } = await sql.query<RawFull & Record<string, unknown>>(ONE, [...scopeOf(actor, today), id]);
  const row = rows[0];
  return (
    row && {
      ...rowFrom(row),
      ownerId: row.owner_id,
      refusedBy: row.refused_by,
      excluded: row.excluded,
      startChairId: row.start_chair_id,
      decidingChairId: row.deciding_chair_id,
      reason: row.reason,
      decidedBy: row.decided_by,
      deciderName: row.decider_name,
      decidedAt: row.decided_at,
      decisionReason: row.decision_reason,
      effect: row.effect,
      entry: {
        status: row.entry_status,
        version: row.entry_version,
        description: row.description,
        points: row.points,
        startMinute: row.start_minute,
        endMinute: row.end_minute,
        verifiedBy: row.verified_by,
        payrollUnitId: row.payroll_unit_id,
      },
      refusal: { code: row.reason_code, text: row.refusal_text, at: row.refused_at },
      statements: row.statements.map(statement => ({ ...statement, at: new Date(statement.at) })),
      evidence: row.evidence,
    }
  );
}
