import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, lastDay, monthOf, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { ownEntriesSql } from '../activity-log/own-entries.ts';
import { forReader, upOn } from '../announcements/access.ts';
import { seatSql } from '../organisation/queries.ts';
import { regulationFrom, regulationSql, type InForce, type RegulationRow } from '../policies/queries.ts';
import { CHAIRS, QUEUES, waitingCount } from '../review/access.ts';
import { unreportedMonthsSql } from '../skp/queries.ts';
import { VALIDATION, VERIFICATION } from '../review/step.ts';
import { PLAN_IS_MINE } from '../skp/access.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { decidesWhere, HEADS } from '../objection/access.ts';
import { DUTIES, type Duties, dutyValues } from './second-person.ts';
import { type Installation, INSTALLATION } from './installation.ts';

/** Points of one of one's own days. */
export interface OwnDay {
  readonly day: LocalDate;
  /** Points of everything sent and not sent back. */
  readonly points: number;
  readonly entries: number;
}

/** Everything a front page is made of, besides the running calculation. */
export interface HomeFacts {
  readonly givenName: string;
  readonly hasNip: boolean;
  /** Days worked a week in one's unit today; undefined without a definitive chair. */
  readonly workPattern: WorkPattern | undefined;
  /** What the person and the chair are today (`traitsSql`); empty without a chair. */
  readonly traits: readonly string[];
  /** Whether one stood on the roster on the first of the month. */
  readonly onRoster: boolean;
  /** The regulation in force on the first of the month. */
  readonly inForce: InForce | undefined;
  /** Of all days shown. */
  readonly holidays: ReadonlyMap<LocalDate, string>;
  /** Months that are closed for the unit that pays. */
  readonly closedMonths: readonly Month[];
  /** What is open today although its window may be over. */
  readonly opened: readonly OpenedDays[];
  readonly days: ReadonlyMap<LocalDate, OwnDay>;
  /** Drafts by their day. */
  readonly drafts: ReadonlyMap<LocalDate, number>;
  /** Returned entries, the oldest first, at most `MOST_RETURNED`. */
  readonly returned: readonly ReturnedEntry[];
  readonly returnedCount: number;
  readonly toVerify: number;
  readonly toValidate: number;
  /** Entries one has verified that the next level sent back in the last fortnight (rulings.md 15). */
  readonly sentBack: number;
  /** SKP of subordinates that wait for one's decision. */
  readonly plansToDecide: number;
  readonly periodsToClose: number;
  readonly periodsToApprove: number;
  /** Announcements that are up for this person, what is unread and important first; at most a few. */
  readonly announcements: readonly HomeAnnouncement[];
  /** Notices not read yet. */
  readonly unread: number;
  /** Orders of superiors not taken up yet. */
  readonly orders: number;
  /** Of the month before and this one: those of one's approved SKP about which nothing is written yet, the earlier first. */
  readonly unreported: readonly Month[];
  /** Whether one ever logged anything. */
  readonly hasEntries: boolean;
  /** Whether one has said that one's data are right. */
  readonly dataChecked: boolean;
  /** What an installation still lacks; null for everybody who does not set it up. */
  readonly installation: Installation | null;
  /** Objections that one decides. */
  readonly objections: number;
  /** What waits for one as the second person; null for whoever holds no right. */
  readonly duties: Duties | null;
}

/** An entry that was returned to its owner. */
export interface ReturnedEntry {
  readonly id: string;
  readonly item: string;
  readonly day: LocalDate;
  /** When it was returned last. */
  readonly at: Date;
}

/** Days that something opened beyond their window, and until when: a dispensation, or a confirmed outage. */
export interface OpenedDays {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly until: LocalDate;
}

/** An announcement on the front page. */
export interface HomeAnnouncement {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly important: boolean;
  readonly read: boolean;
}

/** Which payroll units' periods one may close (null: all) and whether one approves; see payroll-runs/access.ts. */
export interface PeriodRights {
  readonly scope: readonly string[] | null;
  readonly approves: boolean;
}

const SENT = `('dikirim', 'diverifikasi', 'divalidasi')`;
/** Of several holidays on one day the last one named stays: the national one. */
const NATIONAL_LAST = `CASE h.kind WHEN 'libur' THEN 3 WHEN 'cuti_bersama' THEN 2 ELSE 1 END`;
/** The first word of a name that is no title: 'Hj. Siti Rahmah' is Siti, 'M. Yusuf' is Yusuf. */
const GIVEN_NAME = `substring(e.name from '^(?:[^ ]*[.] *|[Hh][Jj]? +)*([^ .,]+)')`;
/** The first day of the month of today. */
const MONTH = `date_trunc('month', $2::date::timestamp)::date`;
/** Of how many returned entries it is told which may still be mended: more than anybody has. */
const MOST_RETURNED = 50;
/** How many announcements stand on the front page at most. */
const ANNOUNCED = 4;
/** Beyond this a bell says "99+" anyway. */
const MOST_UNREAD = 100;

/** A list as one JSON value, empty for no rows. */
const listed = (value: string): string => `coalesce(json_agg(${value}), '[]')`;

/** What everybody's front page says: own days, drafts, returned entries, notices. `seat` is the chair held today. */
const OWN_COLUMNS = `coalesce(${GIVEN_NAME}, e.name) AS given_name, e.nip IS NOT NULL AS has_nip, seat.work_pattern, seat.traits,
     EXISTS (SELECT 1 FROM assignment r WHERE r.employee_id = $1 AND (r.kind = 'DEFINITIF') IS TRUE
       AND r.from_date <= ${MONTH} AND (r.last_date IS NULL OR r.last_date >= ${MONTH})) AS on_roster,
     (SELECT row_to_json(f) FROM (${regulationSql(MONTH)}) f) AS regulation,
     (SELECT coalesce(jsonb_object_agg(h.day, h.name ORDER BY ${NATIONAL_LAST}), '{}') FROM holiday h
      WHERE h.day BETWEEN $3 AND $4) AS holidays,
     (SELECT ${listed('p.month')} FROM payroll_period p WHERE NOT p.open AND p.kind = 'TPP'
        AND p.payroll_unit_id = seat.payroll_unit_id AND p.month BETWEEN date_trunc('month', $3::date::timestamp)::date AND $4
     ) AS closed_months,
     (SELECT ${listed("json_build_object('day', d.work_date, 'points', d.points, 'entries', d.entries)")}
      FROM (SELECT work_date, coalesce(sum(points) FILTER (WHERE status IN ${SENT}), 0)::int AS points, count(*)::int AS entries
            FROM mine GROUP BY work_date) d) AS days,
     (SELECT ${listed("json_build_object('from', o.work_from, 'to', o.work_to, 'until', o.open_until)")}
      FROM (SELECT d.work_date AS work_from, d.work_date AS work_to, d.open_until FROM dispensation d
              WHERE d.employee_id = $1 AND d.state = 'disetujui' AND d.work_date BETWEEN $3 AND $4
            UNION ALL SELECT o.work_from, o.work_to, o.open_until FROM outage o WHERE o.state = 'dibuka'
              AND o.work_from <= $4 AND o.work_to >= $3 AND (o.units IS NULL OR seat.payroll_unit_id = ANY (o.units))) o
      WHERE o.open_until >= $2) AS opened,
     (SELECT ${listed("json_build_object('day', d.work_date, 'count', d.count)")}
      FROM (SELECT work_date, count(*)::int AS count FROM mine WHERE status = 'draf' GROUP BY work_date) d) AS drafts,
     (SELECT ${listed("json_build_object('id', r.id, 'item', r.name, 'day', r.work_date, 'at', r.at)")}
      FROM (SELECT m.id, i.name, m.work_date,
              (SELECT max(v.at) FROM takar_entry_events(m.id) v WHERE v.action = 'kembalikan') AS at
            FROM mine m JOIN catalogue_item i ON i.id = m.item_id
            WHERE m.status = 'dikembalikan' ORDER BY m.work_date, m.id LIMIT ${String(MOST_RETURNED)}) r) AS returned,
     (SELECT count(*)::int FROM mine WHERE status = 'dikembalikan') AS returned_count,
     (SELECT ${listed("json_build_object('id', x.id, 'title', x.title, 'body', x.body, 'important', x.important, 'read', x.read)")}
      FROM (
        SELECT n.*, k.employee_id IS NOT NULL AS read FROM announcement n
        LEFT JOIN announcement_read k ON k.announcement_id = n.id AND k.employee_id = $1
        WHERE ${upOn('$2::date')} AND ${forReader('seat.payroll_unit_id', '$5::text[]')}
        ORDER BY k.employee_id IS NOT NULL, n.important DESC, n.starts_on DESC, n.id DESC LIMIT ${String(ANNOUNCED)}) x) AS announcements,
     (SELECT count(*)::int FROM (SELECT 1 FROM notification m WHERE m.employee_id = $1 AND m.read_at IS NULL
        LIMIT ${String(MOST_UNREAD)}) m) AS unread,
     (SELECT count(*)::int FROM task_order o WHERE o.to_id = $1 AND o.state = 'baru') AS orders,
     (${unreportedMonthsSql('$1', `ARRAY[$3::date, ${MONTH}]`)}) AS unreported,
     coalesce((SELECT c.data_checked_at IS NOT NULL FROM account c WHERE c.employee_id = $1), false) AS data_checked`;

/** What only superiors and holders of rights are asked to do. */
const DUTY_COLUMNS = `${waitingCount(VERIFICATION)} AS to_verify,
     ${waitingCount(VALIDATION)} AS to_validate,
     takar_sent_back($1, ARRAY(SELECT s.employee_id FROM below c CROSS JOIN LATERAL (
          SELECT h.employee_id FROM assignment h WHERE h.position_id = c.position_id OFFSET 0) s), $2::date - 14, $2) AS sent_back,
     (SELECT count(*)::int FROM skp_plan p WHERE p.state = 'diajukan'
        AND p.position_id = ANY (ARRAY(SELECT position_id FROM below)) AND ${PLAN_IS_MINE}) AS plans_to_decide,
     (SELECT count(*)::int FROM payroll_unit u
      WHERE ($6::uuid[] IS NULL OR u.id = ANY ($6::uuid[]))
        AND NOT EXISTS (SELECT 1 FROM payroll_run r WHERE r.month = $3 AND r.kind = 'TPP' AND r.payroll_unit_id = u.id
                        AND r.state <> 'DIBATALKAN')) AS periods_to_close,
     (SELECT count(*)::int FROM payroll_run r
      WHERE $7::boolean AND r.kind = 'TPP' AND r.state = 'DIHITUNG' AND r.closed_by <> $1) AS periods_to_approve,
     CASE WHEN $8::boolean THEN ${INSTALLATION} END AS installation,
     CASE WHEN '{kepegawaian}' && $9::text[] OR EXISTS (SELECT 1 FROM heads) THEN (SELECT count(*)::int FROM objection o
        WHERE o.state = 'diajukan' AND ${decidesWhere("'{kepegawaian}' && $9::text[]")}) ELSE 0 END AS objections,
     ${DUTIES} AS duties`;
/** The same columns for who leads nobody and holds no right: none of it is theirs. */
const NO_DUTIES = `0 AS to_verify, 0 AS to_validate, 0 AS sent_back, 0 AS plans_to_decide, 0 AS periods_to_close,
     0 AS periods_to_approve, NULL AS installation, 0 AS objections, NULL AS duties`;

/*
 * The front page in one statement, since everybody opens it (rulings.md 26). $1 person, $2 today, $3 first day shown, which
 * begins the month before, $4 last day shown, $5 parts that announcements may be meant for; for those with duties $6 payroll
 * units whose periods one closes (null: all), $7 whether one approves, $8 whether one sets the installation up, $9 to $11
 * those of DUTIES.
 */
const statement = (opening: string, duties: string): string => `${opening} mine AS MATERIALIZED (
     SELECT a.id, a.work_date, a.item_id, a.status, a.points FROM ${ownEntriesSql('$1', '$3', '$4')} a
   )
   SELECT ${OWN_COLUMNS}, ${duties}
   FROM employee e LEFT JOIN LATERAL (${seatSql('$1::uuid', '$2::date')}) seat ON true
   WHERE e.id = $1`;
const STAFF = prepared('home.staff', statement('WITH', NO_DUTIES));
const WITH_DUTIES = prepared('home.duties', statement(`${CHAIRS}, ${QUEUES}, ${HEADS},`, DUTY_COLUMNS));

/** Asked only of somebody without an entry in both months shown: it looks into every month there is. */
const EVER = prepared('home.ever', 'SELECT EXISTS (SELECT 1 FROM activity y WHERE y.employee_id = $1) AS has_entries');

interface Row {
  given_name: string;
  has_nip: boolean;
  work_pattern: WorkPattern | null;
  traits: string[] | null;
  on_roster: boolean;
  regulation: RegulationRow | null;
  holidays: Record<string, string>;
  closed_months: string[];
  days: { day: string; points: number; entries: number }[];
  opened: { from: string; to: string; until: string }[];
  drafts: { day: string; count: number }[];
  returned: { id: string; item: string; day: string; at: string }[];
  returned_count: number;
  to_verify: number;
  to_validate: number;
  sent_back: number;
  plans_to_decide: number;
  periods_to_close: number;
  periods_to_approve: number;
  announcements: HomeAnnouncement[];
  unread: number;
  orders: number;
  unreported: string[];
  data_checked: boolean;
  installation: Installation | null;
  objections: number;
  duties: Duties | null;
}

/**
 * What the front page of a person says on a day. Own days reach from the month before (days of its end may still be
 * open) to the end of the month.
 */
export async function homeFacts(
  sql: Sql,
  actor: Actor,
  today: LocalDate,
  rights: PeriodRights & { readonly parts: readonly string[]; readonly setsUp: boolean },
): Promise<HomeFacts> {
  const month = monthOf(today);
  const before = firstDay(addMonths(month, -1));
  const common = [actor.employeeId, today, before, lastDay(month), [...rights.parts]];
  const plain = !actor.verifies && !actor.validates && actor.grants.length === 0;
  const { rows } = plain
    ? await sql.query<Row & Record<string, unknown>>(STAFF, common)
    : await sql.query<Row & Record<string, unknown>>(WITH_DUTIES, [
        ...common,
        rights.scope && [...rights.scope],
        rights.approves,
        rights.setsUp,
        ...dutyValues(actor),
      ]);
  const row = rows[0];
  if (!row) throw new Error('the person of a session has no employee row');
  return {
    givenName: row.given_name,
    hasNip: row.has_nip,
    workPattern: row.work_pattern ?? undefined,
    traits: row.traits ?? [],
    onRoster: row.on_roster,
    inForce: await regulationFrom(sql, row.regulation, firstDay(month)),
    holidays: new Map(Object.entries(row.holidays).map(([day, name]) => [localDate(day), name])),
    closedMonths: row.closed_months.map(day => monthOf(localDate(day))),
    days: new Map(row.days.map(day => [localDate(day.day), { ...day, day: localDate(day.day) }])),
    opened: row.opened.map(each => ({
      from: localDate(each.from),
      to: localDate(each.to),
      until: localDate(each.until),
    })),
    drafts: new Map(row.drafts.map(({ day, count }) => [localDate(day), count])),
    returned: row.returned.map(entry => ({ ...entry, day: localDate(entry.day), at: new Date(entry.at) })),
    returnedCount: row.returned_count,
    toVerify: row.to_verify,
    toValidate: row.to_validate,
    sentBack: row.sent_back,
    plansToDecide: row.plans_to_decide,
    periodsToClose: row.periods_to_close,
    periodsToApprove: row.periods_to_approve,
    announcements: row.announcements,
    unread: row.unread,
    orders: row.orders,
    unreported: row.unreported.map(day => monthOf(localDate(day))),
    hasEntries: row.days.length > 0 || (actor.logs && (await everLogged(sql, actor.employeeId))),
    dataChecked: row.data_checked,
    installation: row.installation,
    objections: row.objections,
    duties: row.duties,
  };
}

async function everLogged(sql: Sql, employeeId: string): Promise<boolean> {
  const { rows } = await sql.query<{ has_entries: boolean }>(EVER, [employeeId]);
  return rows[0]?.has_entries === true;
}
