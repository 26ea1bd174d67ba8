import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

export type ProposalState = 'menunggu' | 'diterima' | 'digabung' | 'ditolak';

/** Somebody's wish for a catalogue item, and what became of it. */
export interface Proposal {
  readonly id: string;
  readonly name: string;
  readonly unitName: string;
  readonly minutes: number | null;
  readonly reason: string;
  readonly state: ProposalState;
  /** The last day of the time in which the steward answers. */
  readonly dueOn: LocalDate;
  readonly createdAt: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  readonly item: { readonly id: string; readonly name: string } | null;
  readonly version: number;
  readonly proposer: {
    readonly employeeId: string;
    readonly name: string;
    /** The chair on the day of reading; null where there is none. */
    readonly title: string | null;
    readonly family: string | null;
    readonly unitName: string | null;
  };
}

const COLUMNS = `p.id, p.name, p.unit_name, p.minutes_per_unit, p.reason, p.state, p.due_on, p.created_at, p.answer,
    p.answered_at, p.version, p.proposed_by, i.id AS item_id, i.name AS item_name, ${fullNameOf('e')} AS proposer,
    chair.title, chair.family, chair.unit_name AS proposer_unit`;
const FROM = `catalogue_proposal p JOIN employee e ON e.id = p.proposed_by LEFT JOIN catalogue_item i ON i.id = p.item_id
  LEFT JOIN LATERAL (
    SELECT v.title, v.family, u.name AS unit_name FROM assignment a
    JOIN LATERAL (SELECT * FROM position_version w WHERE w.position_id = a.position_id AND w.from_date <= $1::date
                  ORDER BY w.from_date DESC LIMIT 1) v ON true
    JOIN LATERAL (SELECT w.name FROM org_unit_version w WHERE w.unit_id = v.unit_id AND w.from_date <= $1::date
                  ORDER BY w.from_date DESC LIMIT 1) u ON true
    WHERE a.employee_id = p.proposed_by AND a.kind = 'DEFINITIF' AND a.from_date <= $1::date
      AND (a.last_date IS NULL OR a.last_date >= $1::date) LIMIT 1
  ) chair ON true`;

const OWN = prepared(
  'catalogue.own-proposals',
  `SELECT ${COLUMNS} FROM ${FROM} WHERE p.proposed_by = $2 ORDER BY p.created_at DESC, p.id LIMIT 50`,
);
// What waits comes first, the one due soonest on top; what is answered follows, the latest first.
const ALL = prepared(
  'catalogue.proposals',
  `SELECT ${COLUMNS} FROM ${FROM} ORDER BY p.state <> 'menunggu', CASE WHEN p.state = 'menunggu' THEN p.due_on END,
     p.answered_at DESC, p.created_at, p.id LIMIT 100`,
);
const ONE = `SELECT ${COLUMNS} FROM ${FROM} WHERE p.id = $2`;

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  unit_name: string;
  minutes_per_unit: number | null;
  reason: string;
  state: ProposalState;
  due_on: string;
  created_at: Date;
  answer: string | null;
  answered_at: Date | null;
  version: number;
  proposed_by: string;
  item_id: string | null;
  item_name: string | null;
  proposer: string;
  title: string | null;
  family: string | null;
  proposer_unit: string | null;
}

const proposalFrom = (row: Row): Proposal => ({
  id: row.id,
  name: row.name,
  unitName: row.unit_name,
  minutes: row.minutes_per_unit,
  reason: row.reason,
  state: row.state,
  dueOn: localDate(row.due_on),
  createdAt: row.created_at,
  answer: row.answer,
  answeredAt: row.answered_at,
  item: row.item_id === null ? null : { id: row.item_id, name: row.item_name ?? '' },
  version: row.version,
  proposer: {
    employeeId: row.proposed_by,
    name: row.proposer,
    title: row.title,
    family: row.family,
    unitName: row.proposer_unit,
  },
});

/** A person's own proposals, the latest first, at most 50. */
export async function ownProposals(sql: Sql, employeeId: string, today: LocalDate): Promise<Proposal[]> {
  return (await sql.query<Row>(OWN, [today, employeeId])).rows.map(proposalFrom);
}

/** Everybody's proposals as the steward works through them, at most 100. */
export async function allProposals(sql: Sql, today: LocalDate): Promise<Proposal[]> {
  return (await sql.query<Row>(ALL, [today])).rows.map(proposalFrom);
}

/** One proposal; undefined where there is none. */
export async function proposalOf(sql: Sql, id: string, today: LocalDate): Promise<Proposal | undefined> {
  const { rows } = await sql.query<Row>(ONE, [today, id]);
  return rows[0] && proposalFrom(rows[0]);
}

const OFFERED = prepared(
  'catalogue.offered',
  `SELECT i.id, i.name, i.unit_name, i.grouping FROM catalogue_item i
   JOIN LATERAL (SELECT v.active FROM catalogue_norm v WHERE v.item_id = i.id AND v.from_date <= $1::date + 1
                 ORDER BY v.from_date DESC LIMIT 1) n ON n.active
   WHERE i.merged_into_id IS NULL AND NOT i.open_ended ORDER BY i.grouping, i.name`,
);

/** An item that can be pointed at. */
export interface OfferedItem {
  readonly id: string;
  readonly name: string;
  readonly unitName: string;
  readonly grouping: string;
}

/** All items in use on a day, by group and name. */
export async function offeredItems(sql: Sql, day: LocalDate): Promise<OfferedItem[]> {
  const { rows } = await sql.query<{ id: string; name: string; unit_name: string; grouping: string }>(OFFERED, [day]);
  return rows.map(row => ({ id: row.id, name: row.name, unitName: row.unit_name, grouping: row.grouping }));
}
