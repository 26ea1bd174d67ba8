import type { Part } from '../../domain/activity/lifecycle.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { eventMonth } from '../activity-log/access.ts';
import { fullNameOf, type Holder } from '../organisation/queries.ts';

/** One event of an entry's history. */
export interface HistoryRow {
  readonly seq: number;
  readonly action: string;
  readonly part: Part;
  readonly toStatus: string | null;
  readonly actorId: string;
  readonly actorName: string;
  /** Title of the chair a superior decided from. */
  readonly chairTitle: string | null;
  /** How the person held that chair then; null for an owner's step. */
  readonly holding: Holder['kind'] | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly at: Date;
  /** Decided together with others by one press. */
  readonly batched: boolean;
}

/** How the actor of event `h` held the chair of the decision on that day, in any zone of the country. */
export const holdingOf = (h: string): string => `(SELECT s.kind FROM assignment s
    WHERE s.employee_id = ${h}.actor_id AND s.position_id = ${h}.chair_id AND s.kind <> 'KETUA_TIM'
      AND s.from_date <= (${h}.at AT TIME ZONE 'Asia/Jayapura')::date
      AND (s.last_date IS NULL OR s.last_date >= (${h}.at AT TIME ZONE 'Asia/Jakarta')::date)
    ORDER BY s.kind = 'DEFINITIF' DESC, s.kind = 'DELEGASI' LIMIT 1)`;

/** The title, on that day, of the chair from which event `h` was decided; null for a step of the owner or a helper. */
export const chairTitleOf = (h: string): string => `(SELECT pv.title FROM position_version pv
    WHERE pv.position_id = ${h}.chair_id AND pv.from_date <= ${h}.at::date ORDER BY pv.from_date DESC LIMIT 1)`;

/** Who decided, and from which chair: a delegate acts in the name of the chair (ux.md F9). */
export function deciderText(name: string, title: string | null, holding: Holder['kind'] | null): string {
  if (title === null) return name;
  if (holding === 'DELEGASI') return `${name}, a.n. ${title}`;
  if (holding === 'PLT' || holding === 'PLH') return `${name}, ${holding === 'PLT' ? 'Plt.' : 'Plh.'} ${title}`;
  return `${name}, ${title}`;
}

const HISTORY = prepared(
  'review.history',
  `SELECT h.seq, h.action, h.part, h.to_status, h.actor_id, ${fullNameOf('p')} AS actor_name, h.reason_code, h.reason, h.at,
     h.batch_id IS NOT NULL AS batched, ${holdingOf('h')} AS holding,
     ${chairTitleOf('h')} AS chair_title
   FROM activity_event h JOIN employee p ON p.id = h.actor_id
   WHERE h.activity_id = $1 AND h.entry_month = ${eventMonth('$1::uuid')}
   ORDER BY h.seq DESC`,
);

/** The history of an entry that the caller may see, newest first. */
export async function historyOf(sql: Sql, id: string): Promise<readonly HistoryRow[]> {
  const { rows } = await sql.query<{
    seq: number;
    action: string;
    part: Part;
    to_status: string | null;
    actor_id: string;
    actor_name: string;
    holding: Holder['kind'] | null;
    batched: boolean;
    chair_title: string | null;
    reason_code: string | null;
    reason: string | null;
    at: Date;
  }>(HISTORY, [id]);
  return rows.map(row => ({
    seq: row.seq,
    action: row.action,
    part: row.part,
    toStatus: row.to_status,
    actorId: row.actor_id,
    actorName: row.actor_name,
    holding: row.holding,
    batched: row.batched,
    chairTitle: row.chair_title,
    reasonCode: row.reason_code,
    reason: row.reason,
    at: row.at,
  }));
}
