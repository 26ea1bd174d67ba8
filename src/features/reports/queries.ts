import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { type OwnStanding, ownStandingSql } from './own-standing.ts';
import type { StoredComponents } from '../payroll-runs/line.ts';
import { unpacked, type Words } from '../payroll-runs/packed-trees.ts';
import { WORDS_OF } from '../payroll-runs/tree-words.ts';
import type { Papers } from './explanation.ts';
import type { CostlyDay } from './own-links.ts';
import { type OwnTrial, ownTrialSql } from './trial-beside.ts';

/** One's own line of a month, as computed, with the state of its run. */
export interface OwnLine {
  readonly state: RunState;
  readonly nip: string;
  readonly name: string;
  readonly jobClass: number;
  readonly unitName: string;
  /** The office whose treasurer pays. */
  readonly office: { readonly code: string; readonly name: string };
  readonly position: string;
  /** What reaches the person: the month's own amounts with what is adjusted of older months. */
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
  /** The part of the net that is about older months; below zero where it is taken back. */
  readonly adjusted: bigint;
  readonly runId: string;
  readonly regulationId: string;
  /** The month's own components; none where only older months are adjusted. */
  readonly stored: StoredComponents;
  readonly status: string;
  readonly approvedAt: Date | null;
  readonly paymentNumber: string | null;
  readonly paymentDate: LocalDate | null;
  readonly regulationName: string;
  /** What a trial month would have come to by one's own records; null in an ordinary month. */
  readonly trial: OwnTrial | null;
  /** The same person's line of the month before; absent where that month has none. */
  readonly before: EarlierLine | undefined;
}

/** What a month is compared with. */
export interface EarlierLine {
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
  readonly adjusted: bigint;
  readonly stored: StoredComponents;
}

/** An entry of one's own that does not count (yet). */
export interface WaitingEntry {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly name: string;
  readonly points: number;
  readonly status: EntryStatus;
  /** How it stood when its month was computed without it; null before. */
  readonly then: EntryStatus | null;
}

/** A special payment that one has an amount of. */
export interface OwnPayment {
  /** First day of the month in which it is paid. */
  readonly month: LocalDate;
  readonly kind: PaymentKind;
  readonly label: string;
  /** Whole rupiah as decimal text. */
  readonly net: string;
  readonly state: RunState;
}

/** What is known of one's month beside the running calculation. */
export interface OwnMonth {
  /** Absent until the month is computed. */
  readonly line: OwnLine | undefined;
  /** One's entries that do not count in the month: before its computation those not validated, then those it left out. At most 50. */
  readonly waiting: readonly WaitingEntry[];
  /** How the month stands once it is closed; null while it is open. */
  readonly standing: OwnStanding | null;
  /** One's special payments, the latest first; at most 24. */
  readonly specials: readonly OwnPayment[];
  /** Days of presence that cost something, as they are judged now; at most as many as a month has. */
  readonly days: readonly CostlyDay[];
  /** What entered facts were taken from, by the fact's source. */
  readonly papers: Papers;
}

interface Row extends LineRow {
  waiting: WaitingEntry[];
  standing: OwnStanding | null;
  specials: OwnPayment[];
  days: CostlyDay[];
  papers: Papers;
}

/** A line as it is read by `LINE_COLUMNS` and `EARLIER_COLUMNS`; all null where there is none. */
export interface LineRow extends Record<string, unknown> {
  run_id: string;
  regulation_id: string;
  state: RunState | null;
  nip: string;
  name: string;
  job_class: number;
  office_code: string;
  office_name: string;
  unit_name: string;
  position: string;
  gross: bigint;
  deductions: bigint;
  net: bigint;
  adjusted: bigint;
  components: StoredComponents | null;
  trees: Buffer | null;
  words: Words | null;
  status: string;
  approved_at: Date | null;
  payment_number: string | null;
  payment_date: LocalDate | null;
  regulation_name: string;
  trial: OwnTrial | null;
  before_gross: bigint | null;
  before_deductions: bigint;
  before_net: bigint;
  before_adjusted: bigint;
  before_components: StoredComponents | null;
  before_trees: Buffer | null;
  before_words: Words | null;
}

/** Of a run `r`, the amounts `p` that reach a person by it, and the line `l`. */
export const LINE_COLUMNS = `r.id AS run_id, r.regulation_id, r.state, p.nip, p.name, p.job_class, u.code AS office_code, u.name AS office_name, p.unit_name, p.position, p.gross,
       p.deductions, p.net, p.adjusted_net AS adjusted, l.components, l.trees, ${WORDS_OF('l')} AS words, coalesce(l.status, 'PENYESUAIAN') AS status, r.approved_at,
       r.payment_number, r.payment_date, g.name AS regulation_name`;
/** Of what a line is compared with. */
export const EARLIER_COLUMNS = `p.gross AS before_gross, p.deductions AS before_deductions, p.net AS before_net, p.adjusted_net AS before_adjusted,
       l.components AS before_components, l.trees AS before_trees, ${WORDS_OF('l')} AS before_words`;

const LINE_OF = (columns: string, month: string): string => `SELECT ${columns}
     FROM payroll_paid p
     JOIN payroll_run r ON r.id = p.run_id
     LEFT JOIN payroll_line l ON l.run_id = p.run_id AND l.employee_id = p.employee_id
     JOIN regulation g ON g.id = r.regulation_id
     JOIN payroll_unit u ON u.id = r.payroll_unit_id
     WHERE p.employee_id = $1 AND r.month = ${month} AND r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
     ORDER BY p.has_line DESC, r.revision DESC LIMIT 1`;

/** Of each entered fact the row that speaks for the month `$2`, or for the running month the latest of the months before. */
const LATEST_FACTS = `SELECT DISTINCT ON (name) name, source, withdrawn FROM payroll_fact
  WHERE employee_id = $1 AND NOT correction AND ((until_month IS NULL AND month BETWEEN $2::date - interval '3 months' AND $2::date)
    OR (until_month >= $2::date AND month <= $2::date))
  ORDER BY name, CASE WHEN until_month IS NULL THEN month ELSE $2::date END DESC, id DESC`;

/** What a month's amounts rest on beside the line: `$1` the person, `$2` and `$3` its first and last day. */
export const GROUNDS = `(
     SELECT coalesce(json_agg(json_build_object('day', d.day, 'code', d.code) ORDER BY d.day), '[]') FROM attendance_day d
     WHERE d.employee_id = $1 AND d.day BETWEEN $2::date AND $3::date AND d.cut_bp > 0) AS days, (
     SELECT coalesce(jsonb_object_agg(CASE WHEN position('.' IN f.name) > 0 THEN f.name ELSE 'fakta.' || f.name END, f.source), '{}')
     FROM (${LATEST_FACTS}) f WHERE NOT f.withdrawn) AS papers`;

const SPECIALS = `(SELECT coalesce(jsonb_agg(to_jsonb(q) ORDER BY q.month DESC, q.kind), '[]') FROM (
     SELECT r.month, r.kind, s.label, l.net::text AS net, r.state FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
     JOIN special_payment s ON s.id = r.special_payment_id
     WHERE l.employee_id = $1 AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR') ORDER BY r.month DESC, r.kind LIMIT 24) q)`;

const OWN_MONTH = prepared(
  'reports.own-month',
  `SELECT w.waiting, ${ownStandingSql('$1', '$2::date')} AS standing, ${SPECIALS} AS specials, ${GROUNDS}, l.*, b.* FROM (
     SELECT coalesce(json_agg(json_build_object('id', t.id, 'workDate', t.work_date, 'name', t.name, 'points', t.points,
       'status', t.status, 'then', t.status_then) ORDER BY t.work_date, t.start_minute NULLS LAST, t.id), '[]') AS waiting
     FROM (SELECT a.id, a.work_date, a.start_minute, i.name, a.points, a.status, u.status AS status_then
           FROM activity a JOIN catalogue_item i ON i.id = a.item_id
           LEFT JOIN LATERAL (SELECT n.status FROM payroll_run r JOIN payroll_uncounted n ON n.run_id = r.id AND n.activity_id = a.id
             WHERE r.month = $2::date AND r.kind = 'TPP' AND r.payroll_unit_id = a.payroll_unit_id
               AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')) u ON true
           WHERE a.employee_id = $1 AND a.work_date BETWEEN $2::date AND $3::date
             AND (coalesce(u.status, a.status) NOT IN ('divalidasi', 'ditolak') OR (u.status = 'ditolak' AND a.status = 'divalidasi'))
           ORDER BY a.work_date, a.start_minute NULLS LAST, a.id LIMIT 50) t
   ) w
   LEFT JOIN LATERAL (${LINE_OF(`${LINE_COLUMNS}, ${ownTrialSql('l')} AS trial`, '$2::date')}) l ON true
   LEFT JOIN LATERAL (${LINE_OF(EARLIER_COLUMNS, "($2::date - interval '1 month')::date")}) b ON true`,
);

/** One's own month, in one statement; nobody else's can be asked for. */
export async function ownMonth(sql: Sql, employeeId: string, month: Month): Promise<OwnMonth> {
  const { rows } = await sql.query<Row>(OWN_MONTH, [employeeId, firstDay(month), lastDay(month)]);
  const row = rows[0]!;
  return {
    waiting: row.waiting,
    specials: row.specials,
    days: row.days,
    papers: row.papers,
    standing: row.standing,
    line: row.state === null ? undefined : lineFrom(row, row.state),
  };
}

const NOTHING_STORED: StoredComponents = { components: [], reasons: [], why: {} };

const storedOf = (components: StoredComponents | null, trees: Buffer | null, words: Words | null): StoredComponents =>
  components === null ? NOTHING_STORED : unpacked({ components, trees }, words);

/** One's line as it is shown; `state` is that of its run. */
export const lineFrom = (row: LineRow, state: RunState): OwnLine => ({
  state,
  nip: row.nip,
  name: row.name,
  jobClass: row.job_class,
  unitName: row.unit_name,
  office: { code: row.office_code, name: row.office_name },
  position: row.position,
  gross: row.gross,
  deductions: row.deductions,
  net: row.net,
  adjusted: row.adjusted,
  runId: row.run_id,
  regulationId: row.regulation_id,
  stored: storedOf(row.components, row.trees, row.words),
  status: row.status,
  approvedAt: row.approved_at,
  paymentNumber: row.payment_number,
  paymentDate: row.payment_date,
  regulationName: row.regulation_name,
  trial: row.trial,
  before:
    row.before_gross === null
      ? undefined
      : {
          gross: row.before_gross,
          deductions: row.before_deductions,
          net: row.before_net,
          adjusted: row.before_adjusted,
          stored: storedOf(row.before_components, row.before_trees, row.before_words),
        },
});
