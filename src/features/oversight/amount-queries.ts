import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, monthOf, type Month } from '../../domain/month.ts';
import type { PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { documentOf, type FactDocument } from '../facts/document.ts';
import { fullNameOf } from '../organisation/queries.ts';
import type { StoredComponents } from '../payroll-runs/line.ts';
import { unpacked, type StoredExplanation, type Words } from '../payroll-runs/packed-trees.ts';
import type { SpecialTerms } from '../payroll-runs/queries.ts';
import { WORDS_OF } from '../payroll-runs/tree-words.ts';

/** Something that was done to the run, by whom. */
export interface RunStep {
  readonly to: string;
  readonly at: string;
  readonly actor: string | null;
  readonly note: string | null;
}

/** One person's amount in one computation, with everything it was computed from. */
export interface Amount {
  readonly runId: string;
  /** The month's own, or the month in which a special payment is paid. */
  readonly month: Month;
  readonly kind: PaymentKind;
  /** Null for a month's own pay. */
  readonly special: SpecialTerms | null;
  /** The month whose facts it was computed from: of a special payment its base month. */
  readonly factsMonth: Month;
  /** The run that took these facts: of a special payment that of its base month. */
  readonly factsRun: string;
  /** When they were taken for good. */
  readonly factsAt: Date;
  readonly revision: number;
  readonly state: RunState;
  readonly unit: { readonly id: string; readonly code: string; readonly name: string };
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly unitName: string;
  readonly position: string;
  readonly regulationId: string;
  /** Whole rupiah. */
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
  /** In a trial month what the rules would have given; null in others, and where they give no amount. */
  readonly trialNet: bigint | null;
  readonly stored: StoredComponents;
  /** The snapshot, by source. */
  readonly facts: Readonly<Record<string, string>>;
  readonly computedAt: Date;
  readonly steps: readonly RunStep[];
}

interface AmountRow
  extends
    Record<string, unknown>,
    StoredExplanation,
    Omit<Amount, 'month' | 'unit' | 'special' | 'factsMonth' | 'stored'> {
  words: Words | null;
  month: LocalDate;
  special_id: string | null;
  label: string;
  base_month: LocalDate;
  decree: string;
  decree_date: LocalDate;
  unit_id: string;
  unit_code: string;
  payer: string;
}

/* $1 run, $2 person, $3 payroll units of the letter (null: all). */
const AMOUNT = prepared(
  'oversight.amount',
  `SELECT r.id AS "runId", r.month, r.kind, s.id AS special_id, s.label, s.base_month, s.decree, s.decree_date,
     coalesce(r.base_run_id, r.id) AS "factsRun", r.revision, r.state, u.id AS unit_id, u.code AS unit_code, u.name AS payer,
     l.employee_id AS "employeeId", l.nip, l.name, l.unit_name AS "unitName", l.position, r.regulation_id AS "regulationId",
     l.gross, l.deductions, l.net, l.components, l.trees, ${WORDS_OF('l')} AS words, i.facts,
     (SELECT t.net FROM payroll_trial_line t WHERE t.run_id = r.id AND t.employee_id = l.employee_id) AS "trialNet",
     (SELECT max(s.at) FROM payroll_run_event s WHERE s.run_id = r.id AND s.to_state = 'DIHITUNG') AS "computedAt",
     (SELECT max(e.at) FROM payroll_run_event e WHERE e.run_id = coalesce(r.base_run_id, r.id) AND e.to_state = 'DIHITUNG') AS "factsAt",
     (SELECT json_agg(json_build_object('to', s.to_state, 'at', s.at, 'note', s.note,
          'actor', CASE WHEN e.id IS NOT NULL THEN ${fullNameOf('e')} END) ORDER BY s.seq)
        FROM payroll_run_event s LEFT JOIN employee e ON e.id = s.actor_id WHERE s.run_id = r.id) AS steps
   FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id
   LEFT JOIN special_payment s ON s.id = r.special_payment_id
   JOIN payroll_line l ON l.run_id = r.id AND l.employee_id = $2
   JOIN payroll_input i ON i.run_id = r.id AND i.employee_id = $2
   WHERE r.id = $1 AND r.state <> 'DITUTUP' AND ($3::uuid[] IS NULL OR r.payroll_unit_id = ANY ($3::uuid[]))`,
);

/** One person's line of a computed run; undefined where there is none within the letter. */
export async function amountOf(
  sql: Sql,
  runId: string,
  employeeId: string,
  scope: readonly string[] | null,
): Promise<Amount | undefined> {
  const { rows } = await sql.query<AmountRow>(AMOUNT, [runId, employeeId, scope && [...scope]]);
  const row = rows[0];
  if (!row) return undefined;
  const {
    month,
    unit_id: id,
    unit_code: code,
    payer: name,
    special_id,
    label,
    base_month,
    decree,
    words,
    ...rest
  } = row;
  const stored = unpacked(rest, words);
  const special =
    special_id === null
      ? null
      : { id: special_id, label, baseMonth: monthOf(base_month), decree, decreeDate: rest.decree_date };
  const factsMonth = special?.baseMonth ?? monthOf(month);
  return { ...rest, stored, month: monthOf(month), special, factsMonth, unit: { id, code, name } };
}

/** A fact that somebody entered and another approved. */
export interface EnteredFact extends Record<string, unknown> {
  readonly name: string;
  readonly source: string;
  readonly recorder: string | null;
  readonly recordedAt: Date;
  readonly approver: string | null;
  readonly approvedAt: Date;
  readonly document: FactDocument | null;
}

const ENTERED = prepared(
  'oversight.entered-facts',
  `SELECT DISTINCT ON (f.name) f.name, f.source, coalesce(p.proposed_at, f.recorded_at) AS "recordedAt", f.recorded_at AS "approvedAt", ${documentOf('f.proposal_id')} AS document,
     CASE WHEN w.id IS NOT NULL THEN ${fullNameOf('w')} END AS recorder, CASE WHEN x.id IS NOT NULL THEN ${fullNameOf('x')} END AS approver
   FROM payroll_fact f LEFT JOIN fact_proposal p ON p.id = f.proposal_id
   LEFT JOIN employee w ON w.id = f.recorded_by LEFT JOIN employee x ON x.id = f.approved_by
   WHERE f.employee_id = $1 AND f.month <= $2 AND coalesce(f.until_month, f.month) >= $2 AND f.recorded_at <= $3
   ORDER BY f.name, CASE WHEN f.until_month IS NULL THEN f.month ELSE $2 END DESC, f.id DESC`,
);

/** What people entered of a month and was known when it was computed: of each name the row that held. */
export async function enteredFacts(sql: Sql, { employeeId, factsMonth, factsAt }: Amount): Promise<EnteredFact[]> {
  return (await sql.query<EnteredFact>(ENTERED, [employeeId, firstDay(factsMonth), factsAt])).rows;
}

/** Where the facts that nobody enters come from: the chair, the standing and the free days of the month. */
export interface Background extends Record<string, unknown> {
  readonly seatFrom: LocalDate | null;
  readonly seatDecree: string | null;
  readonly seatBy: string | null;
  readonly chairFrom: LocalDate | null;
  readonly chairDecree: string | null;
  readonly statusFrom: LocalDate | null;
  readonly statusDecree: string | null;
  /** `17/08 Hari Kemerdekaan`, … */
  readonly holidays: readonly { readonly day: LocalDate; readonly name: string }[];
}

const BACKGROUND = prepared(
  'oversight.background',
  `SELECT a.from_date AS "seatFrom", a.decree AS "seatDecree", (SELECT ${fullNameOf('w')} FROM staff_change c JOIN employee w
       ON w.id = c.recorded_by WHERE c.assignment_id = a.id ORDER BY c.at LIMIT 1) AS "seatBy",
     v.from_date AS "chairFrom", v.decree AS "chairDecree", s.from_date AS "statusFrom", s.decree AS "statusDecree",
     (SELECT coalesce(json_agg(json_build_object('day', h.day, 'name', h.name) ORDER BY h.day), '[]') FROM holiday h
        WHERE h.day BETWEEN $2::date AND $3::date) AS holidays
   FROM (SELECT $1::uuid AS id) e
   LEFT JOIN LATERAL (SELECT * FROM assignment t WHERE t.employee_id = e.id AND t.kind = 'DEFINITIF' AND t.from_date <= $2::date
     AND (t.last_date IS NULL OR t.last_date >= $2::date) ORDER BY t.from_date DESC LIMIT 1) a ON true
   LEFT JOIN LATERAL (SELECT * FROM position_version t WHERE t.position_id = a.position_id AND t.from_date <= $2::date
     ORDER BY t.from_date DESC LIMIT 1) v ON true
   LEFT JOIN LATERAL (SELECT * FROM employee_status t WHERE t.employee_id = e.id AND t.from_date <= $2::date
     ORDER BY t.from_date DESC LIMIT 1) s ON true`,
);

/** The chair and the standing on the first of the month, with their decrees. */
export async function backgroundOf(sql: Sql, employeeId: string, month: Month): Promise<Background> {
  const { rows } = await sql.query<Background>(BACKGROUND, [employeeId, firstDay(month), lastDay(month)]);
  return rows[0]!;
}

/** An entry that counts, with the two who decided it. */
export interface CountedEntry extends Record<string, unknown> {
  readonly id: string;
  readonly day: LocalDate;
  readonly text: string;
  readonly points: number;
  readonly verifier: string | null;
  readonly validator: string | null;
  readonly evidence: number;
}

const ENTRIES = prepared(
  'oversight.counted-entries',
  `SELECT t.id, t.work_date AS day, t.description AS text, t.points,
     (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = t.verified_by) AS verifier,
     (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = t.validated_by) AS validator,
     (SELECT count(*)::int FROM evidence d WHERE d.activity_id = t.id) AS evidence
   FROM activity t
   WHERE t.employee_id = $1 AND t.payroll_unit_id = $2 AND t.work_date BETWEEN $3::date AND $4::date AND t.status = 'divalidasi'
     -- What was decided after the close counts as an adjustment, not here.
     AND NOT EXISTS (SELECT 1 FROM payroll_uncounted x WHERE x.run_id = $5 AND x.activity_id = t.id)
   ORDER BY t.work_date, t.start_minute NULLS LAST, t.id`,
);

/** The entries whose points the computation counted, by day. */
export async function countedEntries(sql: Sql, amount: Amount): Promise<CountedEntry[]> {
  const { employeeId, unit, factsMonth, factsRun } = amount;
  const values = [employeeId, unit.id, firstDay(factsMonth), lastDay(factsMonth), factsRun];
  return (await sql.query<CountedEntry>(ENTRIES, values)).rows;
}

/** A paper behind a day of presence: a row by hand, or leave, with who recorded and who confirmed it. */
export interface PresencePaper extends Record<string, unknown> {
  readonly kind: 'catatan' | 'izin';
  readonly code: string | null;
  readonly first: LocalDate;
  readonly last: LocalDate;
  readonly document: string | null;
  readonly source: string;
  readonly recorder: string | null;
  readonly confirmer: string | null;
}

const PAPERS = prepared(
  'oversight.presence-papers',
  `SELECT p.*, CASE WHEN w.id IS NOT NULL THEN ${fullNameOf('w')} END AS recorder, CASE WHEN x.id IS NOT NULL THEN ${fullNameOf('x')} END AS confirmer
   FROM (SELECT 'catatan' AS kind, c.code, c.day AS first, c.day AS last, c.document_number AS document,
           coalesce(b.file_name, 'ditulis tangan') AS source, c.recorded_by, c.confirmed_by
         FROM attendance_record c LEFT JOIN attendance_batch b ON b.id = c.batch_id
         WHERE c.employee_id = $1 AND c.day BETWEEN $2::date AND $3::date AND c.withdrawn_at IS NULL
           AND (c.source <> 'manual' OR c.confirmed_at IS NOT NULL)
         UNION ALL
         SELECT 'izin', l.kind, l.first_day, l.last_day, l.document_number, 'surat izin atau cuti', l.recorded_by, NULL
         FROM leave_record l WHERE l.employee_id = $1 AND l.first_day <= $3::date AND l.last_day >= $2::date AND l.revoked_at IS NULL) p
   LEFT JOIN employee w ON w.id = p.recorded_by LEFT JOIN employee x ON x.id = p.confirmed_by
   ORDER BY p.first, p.kind`,
);

/** What was written about the person's days of a month beside what machines recorded. */
export async function presencePapers(sql: Sql, employeeId: string, month: Month): Promise<PresencePaper[]> {
  return (await sql.query<PresencePaper>(PAPERS, [employeeId, firstDay(month), lastDay(month)])).rows;
}

/** A settlement of an older month: what is due by what is known since, less what was paid. Whole rupiah, net. */
export interface Settlement extends Record<string, unknown> {
  readonly month: LocalDate;
  /** Month of the computation that carries it, and its run. */
  readonly carriedIn: LocalDate;
  readonly carrier: string;
  readonly ofRun: string | null;
  readonly paid: bigint;
  readonly due: bigint;
  readonly taken: bigint;
}

const SETTLEMENTS = prepared(
  'oversight.settlements',
  `SELECT d.of_month AS month, r.month AS "carriedIn", d.run_id AS carrier, d.of_run_id AS "ofRun", d.paid_net AS paid,
     d.due_net AS due, d.taken_net AS taken
   FROM payroll_adjustment d JOIN payroll_run r ON r.id = d.run_id AND r.state <> 'DIBATALKAN'
   WHERE d.employee_id = $1 AND (d.run_id = $2 OR d.of_run_id = $2) ORDER BY r.month, d.of_month`,
);

/** The adjustments of a person that this computation carries, and those that later ones carry for it. */
export async function settlementsOf(sql: Sql, { employeeId, runId }: Amount): Promise<Settlement[]> {
  return (await sql.query<Settlement>(SETTLEMENTS, [employeeId, runId])).rows;
}
