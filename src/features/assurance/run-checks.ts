import { monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { isSpecial, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { sha256 } from '../../platform/identity.ts';
import { regulationById } from '../policies/queries.ts';
import { digestsOf } from '../payroll-runs/digest.ts';
import { computeLine, type Line, type StoredComponents } from '../payroll-runs/line.ts';
import { unpacked, type StoredExplanation, type Words } from '../payroll-runs/packed-trees.ts';
import { substanceText } from '../payroll-runs/substance.ts';
import { WORDS_OF, wordsOfRun } from '../payroll-runs/tree-words.ts';
import { trialLine, type TrialLine } from '../payroll-runs/trial-line.ts';

/** A computed run with the digests it was stored with. */
export interface StoredRun extends Record<string, unknown> {
  readonly id: string;
  readonly month: LocalDate;
  readonly kind: PaymentKind;
  /** Of a special payment. */
  readonly base_month: LocalDate | null;
  readonly regulation_id: string;
  readonly input_digest: string;
  readonly line_digest: string;
}

const COLUMNS = `r.id, r.month, r.kind, r.regulation_id, r.input_digest, r.line_digest,
  (SELECT b.month FROM payroll_run b WHERE b.id = r.base_run_id) AS base_month`;
const RUNS = `SELECT ${COLUMNS} FROM payroll_run r
  WHERE r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR') ORDER BY r.month, r.id`;
/** People recomputed at a time, so that a large unit needs no large memory. */
const CHUNK = 200;
const lineWith = (
  further: string,
): string => `SELECT i.employee_id, i.facts, i.waiting, l.status, l.gross::text, l.deductions::text, l.net::text, l.outputs, l.components, l.trees,${further}
    (SELECT jsonb_build_object('status', t.status, 'gross', t.gross::text, 'deductions', t.deductions::text, 'net', t.net::text,
       'outputs', t.outputs, 'components', t.components) FROM payroll_trial_line t
     WHERE t.run_id = i.run_id AND t.employee_id = i.employee_id) AS trial
  FROM payroll_input i JOIN payroll_line l USING (run_id, employee_id) WHERE i.run_id = $1 AND i.excluded IS NULL`;
const STORED = `${lineWith('')} AND i.employee_id > $2 ORDER BY i.employee_id LIMIT ${String(CHUNK)}`;
const ONE = `${lineWith(` ${WORDS_OF('l')} AS words,`)} AND i.employee_id = $2`;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export async function computedRuns(sql: Sql): Promise<StoredRun[]> {
  return (await sql.query<StoredRun>(RUNS)).rows;
}

/** I4: the entries of the closed period, the snapshot and the lines are what they were at the close. */
export async function isUntouched(sql: Sql, run: StoredRun): Promise<boolean> {
  const now = await digestsOf(sql, run.id);
  return now.input_digest === run.input_digest && now.line_digest === run.line_digest;
}

/** A line as it is stored, its trees perhaps packed. */
type KeptLine = StoredExplanation & Pick<Line, 'status' | 'gross' | 'deductions' | 'net' | 'outputs'>;

interface StoredLine extends Record<string, unknown>, KeptLine {
  readonly employee_id: string;
  readonly facts: Record<string, string>;
  readonly waiting: number;
  /** What the rules would have given, in a trial month. */
  readonly trial: TrialAmounts | null;
}

type TrialAmounts = Pick<TrialLine, 'status' | 'gross' | 'deductions' | 'net' | 'outputs' | 'components'>;

/**
 * I12: computing again from the stored facts and the stored regulation gives every person the same amounts, outputs and
 * step values, and in a trial month what the rules would have given. (A person without a line is I11's finding.)
 */
export async function isReproducible(sql: Sql, run: StoredRun): Promise<boolean> {
  const inForce = await regulationById(sql, run.regulation_id);
  if (!inForce) return false;
  const words = await wordsOfRun(sql, run.id);
  for (let after = BEFORE_ALL; ;) {
    const { rows } = await sql.query<StoredLine>(STORED, [run.id, after]);
    for (const stored of rows) {
      const { substance, again } = recomputed(inForce.regulation, run, stored, words);
      if (again !== substance) return false;
      after = stored.employee_id;
    }
    if (rows.length < CHUNK) return true;
  }
}

/** The substance of a stored line, and of the line that its stored facts give now; null where they give none. */
function recomputed(
  regulation: Regulation,
  run: StoredRun,
  { employee_id: employeeId, facts, waiting, trial, ...line }: StoredLine,
  words: Words | null,
): { readonly substance: string; readonly again: string | null } {
  const input = { employeeId, facts, waiting };
  const month = monthOf(run.base_month ?? run.month);
  const computed = computeLine(regulation, month, input, run.kind);
  const beside = isSpecial(run) ? null : (trialLine(regulation, month, input) ?? null);
  return {
    substance: storedText(line, words) + trialText(trial),
    again: computed.ok ? substanceText(computed.line) + trialText(beside) : null,
  };
}

/** The substance of a stored line; empty where its packed trees cannot be read, for then they were changed. */
function storedText(line: KeptLine, words: Words | null): string {
  let components: StoredComponents;
  try {
    components = unpacked(line, words);
  } catch {
    return '';
  }
  return substanceText({ ...line, components });
}

/** The substance of what the rules would have given: nothing in an ordinary month, no amount where they give none. */
function trialText(trial: TrialAmounts | null): string {
  if (!trial) return '';
  const { gross, deductions, net, ...rest } = trial;
  return substanceText({ ...rest, gross: gross ?? '', deductions: deductions ?? '', net: net ?? '' });
}

/** What computing one person's line again brought. */
export interface LineCheck {
  /** SHA-256 of the stored line's substance, and of the one computed now; null where nothing can be computed. */
  readonly stored: string;
  readonly again: string | null;
  /** Whether entries, snapshot and lines of the whole run are still what they were when it was computed (I4). */
  readonly untouched: boolean;
}

/** I4 and I12 for one person, on request: the line of a computed run, computed again; undefined where there is no line. */
export async function checkLine(sql: Sql, runId: string, employeeId: string): Promise<LineCheck | undefined> {
  const run = (await sql.query<StoredRun>(`SELECT ${COLUMNS} FROM payroll_run r WHERE r.id = $1`, [runId])).rows[0];
  const line = (await sql.query<StoredLine & { words: Words | null }>(ONE, [runId, employeeId])).rows[0];
  const inForce = run && (await regulationById(sql, run.regulation_id));
  if (!line || !inForce) return undefined;
  const { substance, again } = recomputed(inForce.regulation, run, line, line.words);
  return {
    stored: sha256(substance),
    again: again === null ? null : sha256(again),
    untouched: await isUntouched(sql, run),
  };
}
