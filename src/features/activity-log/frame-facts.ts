import type { LeaveKind } from '../../domain/attendance/leave-kind.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { Zone } from '../../platform/clock.ts';
import type { HolidayKind } from '../calendar/kinds.ts';

/**
 * What the frames of one person's days are made of, each fact once however many days it holds for; `framesFrom` puts them
 * together. Asking a database day by day costs more than all that is told. Days are 'YYYY-MM-DD'.
 */
export interface FrameFacts {
  readonly chairs: readonly ChairFact[];
  readonly statuses: readonly { readonly from_date: string; readonly status: string }[];
  /** Months (their first days) that are closed for a unit of `chairs` that pays. */
  readonly closed: readonly { readonly unit: string; readonly month: string }[];
  readonly holidays: readonly { readonly day: string; readonly kind: HolidayKind; readonly name: string }[];
  readonly dispensations: readonly { readonly day: string; readonly open_until: string | null }[];
  /** Neither duty travel nor training: who is there works elsewhere. */
  readonly leave: readonly { readonly first_day: string; readonly last_day: string; readonly kind: LeaveKind }[];
  readonly special: readonly {
    readonly first_day: string;
    readonly last_day: string;
    readonly minutes_five: number;
    readonly minutes_six: number;
  }[];
  /** Confirmed outages that opened days again; `units` null: to everybody. */
  readonly outages: readonly {
    readonly work_from: string;
    readonly work_to: string;
    readonly open_until: string | null;
    readonly units: readonly string[] | null;
  }[];
}

/**
 * A definitive chair held, with one version of it and one of the unit that version names: a row for each of them that begins by the
 * last day. The columns of the unit are null where none begins by then.
 */
export interface ChairFact {
  readonly position_id: string;
  readonly held_from: string;
  readonly held_until: string | null;
  readonly version_from: string;
  readonly title: string;
  readonly family: string;
  readonly one_step: boolean;
  readonly unit_id: string;
  readonly kind: string;
  readonly echelon: string | null;
  readonly unit_from: string | null;
  readonly unit_name: string;
  readonly work_pattern: WorkPattern;
  readonly zone: Zone | null;
  readonly payroll_unit_id: string;
}

/** Whose facts, of which days; SQL expressions. */
export interface FrameSpan {
  readonly employee: string;
  readonly first: string;
  readonly last: string;
}

const monthOf = (day: string): string => `date_trunc('month', (${day})::timestamp)::date`;

/**
 * The CTE that `frameFactsSql` reads: chairs held on a day from the first of the first day's month on, for that day says who pays.
 * IS TRUE keeps the planner from the index of the exclusion constraint, which costs several times as much as that of the person.
 */
export const chairsSql = ({ employee, first, last }: FrameSpan): string => `chair AS MATERIALIZED (
    SELECT a.position_id, a.from_date AS held_from, a.last_date AS held_until, v.from_date AS version_from, v.title, v.family,
      v.one_step, v.unit_id, v.kind, v.echelon, u.from_date AS unit_from, u.name AS unit_name, u.work_pattern, u.zone, u.payroll_unit_id
    FROM assignment a
    JOIN position_version v ON v.position_id = a.position_id AND v.from_date <= ${last}
    LEFT JOIN org_unit_version u ON u.unit_id = v.unit_id AND u.from_date <= ${last}
    WHERE a.employee_id = ${employee} AND (a.kind = 'DEFINITIF') IS TRUE AND a.from_date <= ${last}
      AND (a.last_date IS NULL OR a.last_date >= ${monthOf(first)}))`;

/** `FrameFacts` as one JSON value, in a statement with the CTE of `chairsSql`. */
export const frameFactsSql = ({ employee, first, last }: FrameSpan): string => {
  const among = (day: string): string => `${day} BETWEEN ${first} AND ${last}`;
  const touching = (from: string, until: string): string => `${from} <= ${last} AND ${until} >= ${first}`;
  const facts = {
    chairs: `SELECT json_agg(c) FROM chair c`,
    statuses: listOf(
      's.from_date, s.status',
      `employee_status s WHERE s.employee_id = ${employee} AND s.from_date <= ${last}`,
    ),
    closed: listOf(
      'p.payroll_unit_id AS unit, p.month',
      `payroll_period p WHERE p.month BETWEEN ${monthOf(first)} AND ${last} AND p.kind = 'TPP' AND NOT p.open
        AND p.payroll_unit_id = ANY (ARRAY(SELECT c.payroll_unit_id FROM chair c))`,
    ),
    holidays: listOf('h.day, h.kind, h.name', `holiday h WHERE ${among('h.day')}`),
    dispensations: listOf(
      'd.work_date AS day, d.open_until',
      `dispensation d WHERE d.employee_id = ${employee} AND ${among('d.work_date')} AND d.state = 'disetujui'`,
    ),
    leave: listOf(
      'l.first_day, l.last_day, l.kind',
      `leave_record l WHERE l.employee_id = ${employee} AND ${touching('l.first_day', 'l.last_day')}
        AND l.revoked_at IS NULL AND l.kind NOT IN ('DL', 'DIKLAT')`,
    ),
    special: listOf(
      'm.first_day, m.last_day, m.minutes_five, m.minutes_six',
      `special_hours m WHERE ${touching('m.first_day', 'm.last_day')}`,
    ),
    outages: listOf(
      'o.work_from, o.work_to, o.open_until, o.units',
      `outage o WHERE o.state = 'dibuka' AND ${touching('o.work_from', 'o.work_to')}`,
    ),
  };
  const pairs = Object.entries(facts).map(([name, list]) => `'${name}', coalesce((${list}), '[]')`);
  return `json_build_object(${pairs.join(',\n     ')})`;
};

const listOf = (columns: string, from: string): string => `SELECT json_agg(x) FROM (SELECT ${columns} FROM ${from}) x`;
