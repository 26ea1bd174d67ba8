import type { Month } from '../../domain/month.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { printPdf } from '../../platform/documents/pdf.ts';
import { sha256 } from '../../platform/identity.ts';
import { writeWorkbook } from '../../platform/spreadsheet/write.ts';
import { carriedBy, type Carried } from '../adjustments/carried.ts';
import { regulationById } from '../policies/queries.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { trialDecrees } from '../payroll-runs/trial-totals.ts';
import { paperOfWanted, type Format, type RowLayout, type Wanted } from './layout.ts';
import { paperDocument } from './paper-pdf.ts';
import type { Paid } from './paid-words.ts';
import type { Printing } from './paper-section.ts';
import { moneyLinePages, paperLinePages, paperLines, type PaperLine } from './paper-lines.ts';
import { recapTables } from './recap-tables.ts';
import { ColumnSurvey, isAdjusted, ruleColumns, type RuleColumns } from './regulation-columns.ts';
import { rowFile, type Built, type RowSource } from './row-file.ts';
import { summaryCsv } from './summary-csv.ts';
import { recapWorkbook } from './table-workbook.ts';

/** What a file is built from: the stored lines of its runs, and the columns their regulation brings. */
export interface Material {
  /** What they pay. */
  readonly paid: Paid;
  readonly runs: readonly Run[];
  readonly lines: readonly PaperLine[];
  readonly columns: RuleColumns;
  /** What the runs carry for older months. */
  readonly carried: readonly Carried[];
  /** The decree of each run whose month is a trial month. */
  readonly trials: ReadonlyMap<string, string>;
  /** SHA-256 of the layout `ringkas` as CSV: printed on every paper of these runs. */
  readonly digest: string;
  readonly draft: boolean;
}

/** Reads what any file of these runs is built from. */
export async function materialOf(sql: Sql, month: Month, runs: readonly Run[], draft: boolean): Promise<Material> {
  const ids = runs.map(run => run.id);
  const lines = await paperLines(sql, ids);
  const [first] = runs;
  if (!first) throw new Error('a file is of some run');
  const regulation = await regulationOf(sql, first);
  return {
    paid: { month, kind: first.kind, special: first.special },
    runs: [...runs].sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1)),
    lines,
    columns: ruleColumns(regulation, lines),
    carried: lines.some(isAdjusted) ? await carriedBy(sql, ids) : [],
    trials: await trialDecrees(sql, ids),
    digest: sha256(summaryCsv(lines)),
    draft,
  };
}

/** Builds a file. The bytes follow from the material alone, and on paper from the code it got once: no clock. */
export async function build(deps: Printing, material: Material, wanted: Wanted): Promise<Built> {
  if (isRows(wanted)) return rowFile(heldSource(deps, material), wanted);
  const { lines } = material;
  const sum = (pick: (line: PaperLine) => bigint): bigint => lines.reduce((total, line) => total + pick(line), 0n);
  return {
    bytes: await bytesOf(deps, material, wanted),
    lines: lines.length,
    gross: sum(line => line.gross),
    deductions: sum(line => line.deductions),
    net: sum(line => line.net),
  };
}

/** Whether a file is one row per person for a program: such a one needs no material, only lines that pass by. */
const isRows = (wanted: Wanted): wanted is RowWanted =>
  wanted.format !== 'pdf' && wanted.layout !== 'rekap' && wanted.layout !== 'surat';

interface RowWanted extends Wanted {
  readonly format: Exclude<Format, 'pdf'>;
  readonly layout: RowLayout;
}

async function bytesOf(deps: Printing, material: Material, wanted: Wanted): Promise<Buffer> {
  const { layout } = wanted;
  if (wanted.format === 'pdf') return printPdf(await paperDocument(deps, material, layout, paperOfWanted(wanted)));
  if (layout !== 'rekap') throw new Error('letters are printed only');
  const recaps = recapTables(material.lines, material.columns, material.carried);
  return writeWorkbook(recapWorkbook(recaps, { ...material, layout, zone: deps.regency.zone }));
}

const heldSource = (
  { regency }: Printing,
  { paid, runs, draft, trials, lines, columns, carried }: Material,
): RowSource => ({
  paid,
  runs,
  draft,
  trials,
  zone: regency.zone,
  moneyLines: () => onePage(lines),
  receiptLines: () => Promise.resolve({ columns, carried, lines: onePage(lines) }),
});

// eslint-disable-next-line @typescript-eslint/require-await -- lines at hand stand in for lines that are read
async function* onePage<Line>(lines: readonly Line[]): AsyncGenerator<readonly Line[]> {
  yield lines;
}

/**
 * Builds a file of runs: one row per person is written while it is read, from one moment's view; for everything else the
 * lines are held.
 */
export async function buildFile(
  deps: Printing,
  month: Month,
  runs: readonly Run[],
  wanted: Wanted,
  draft: boolean,
): Promise<Built> {
  if (!isRows(wanted)) return build(deps, await materialOf(deps.pool, month, runs, draft), wanted);
  const work = async (tx: Tx): Promise<Built> => rowFile(await readSource(tx, deps, month, runs, draft), wanted);
  return transaction(deps.pool, work, { isolation: 'repeatable read', readOnly: true, statementMs: LONG_STATEMENT_MS });
}

async function readSource(
  tx: Tx,
  { regency }: Printing,
  month: Month,
  runs: readonly Run[],
  draft: boolean,
): Promise<RowSource> {
  const ids = runs.map(run => run.id);
  const [first] = runs;
  if (!first) throw new Error('a file is of some run');
  return {
    paid: { month, kind: first.kind, special: first.special },
    runs: [...runs].sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1)),
    draft,
    zone: regency.zone,
    trials: await trialDecrees(tx, ids),
    moneyLines: () => moneyLinePages(tx, ids),
    receiptLines: async () => {
      const survey = new ColumnSurvey(await regulationOf(tx, first));
      for await (const lines of paperLinePages(tx, ids)) for (const line of lines) survey.take(line);
      const columns = survey.columns();
      const carried = columns.adjusted ? await carriedBy(tx, ids) : [];
      return { columns, carried, lines: paperLinePages(tx, ids) };
    },
  };
}

async function regulationOf(sql: Sql, run: Run): Promise<Regulation> {
  const inForce = await regulationById(sql, run.regulationId);
  if (!inForce) throw new Error('a run names a regulation that is not there');
  return inForce.regulation;
}
