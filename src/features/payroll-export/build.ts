import type { Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { printPdf, printWorkbook } from '../../platform/documents/pdf.ts';
import { sha256 } from '../../platform/identity.ts';
import { writeWorkbook, type SheetSpec } from '../../platform/spreadsheet/write.ts';
import { carriedBy, type Carried } from '../adjustments/carried.ts';
import { regulationById } from '../policies/queries.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { trialDecrees } from '../payroll-runs/trial-totals.ts';
import { paperOfWanted, type Wanted } from './layout.ts';
import { layoutTable } from './layout-columns.ts';
import { paperDocument } from './paper-pdf.ts';
import type { Paid } from './paid-words.ts';
import type { Printing } from './paper-section.ts';
import { paperLines, type PaperLine } from './paper-lines.ts';
import { recapTables } from './recap-tables.ts';
import { isAdjusted, ruleColumns, type RuleColumns } from './regulation-columns.ts';
import { summaryCsv } from './summary-csv.ts';
import { tableCsv } from './table-csv.ts';
import { recapWorkbook, tableWorkbook } from './table-workbook.ts';

/** Rows of a workbook above which writing it would keep others waiting (a tenth of a second and more). */
const MOST_IN_THREAD = 500;

/** A file as it was built; the totals are those of the runs it is about, in whole rupiah. */
export interface Built {
  readonly bytes: Buffer;
  readonly lines: number;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

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
  const inForce = first && (await regulationById(sql, first.regulationId));
  if (!inForce) throw new Error('a run names a regulation that is not there');
  return {
    paid: { month, kind: first.kind, special: first.special },
    runs: [...runs].sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1)),
    lines,
    columns: ruleColumns(inForce.regulation, lines),
    carried: lines.some(isAdjusted) ? await carriedBy(sql, ids) : [],
    trials: await trialDecrees(sql, ids),
    digest: sha256(summaryCsv(lines)),
    draft,
  };
}

/** Builds a file. The bytes follow from the material alone, and on paper from the code it got once: no clock. */
export async function build(deps: Printing, material: Material, wanted: Wanted): Promise<Built> {
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

async function bytesOf(deps: Printing, material: Material, wanted: Wanted): Promise<Buffer> {
  const { format, layout } = wanted;
  if (format === 'pdf') return printPdf(await paperDocument(deps, material, layout, paperOfWanted(wanted)));
  const { paid, lines, columns, draft } = material;
  if (layout === 'rekap')
    return workbookOf(
      material,
      recapWorkbook(recapTables(lines, columns, material.carried), { ...material, layout, zone: deps.regency.zone }),
    );
  if (layout === 'surat') throw new Error('letters are printed only');
  const table = layoutTable(layout, paid, lines, columns);
  if (format === 'csv') return tableCsv(table, { draft });
  return workbookOf(material, tableWorkbook({ ...material, layout, table, zone: deps.regency.zone }));
}

/** Large workbooks are written where nobody waits for an answer. */
const workbookOf = ({ lines }: Material, sheets: readonly SheetSpec[]): Promise<Buffer> =>
  lines.length > MOST_IN_THREAD ? printWorkbook(sheets) : writeWorkbook(sheets);
