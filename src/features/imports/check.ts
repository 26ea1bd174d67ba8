import { dayIn } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { newId } from '../../platform/identity.ts';
import type { ReadSheet } from '../../platform/spreadsheet/cell.ts';
import { readSpreadsheet } from '../../platform/spreadsheet/read.ts';
import { handsBehind } from '../rights/second-person.ts';
import { type Table, withoutSecrets } from './header.ts';
import { type Mapping, planImport, rememberedChoices, understand } from './interpret.ts';
import type { Plan } from './plan.ts';
import { type ImportReport, reportOf } from './report.ts';
import type { ImportKind, SheetKey } from './sheets.ts';

/** A file as it was read, understood and compared. Nothing is written yet. */
export interface Checked {
  readonly sheets: readonly ReadSheet[];
  readonly tables: readonly Table[];
  readonly plan: Plan;
  readonly report: ImportReport;
}

/** What to make of sheets: which import, which columns somebody chose, which sheet it must be. */
export interface Reading {
  readonly kind: ImportKind;
  readonly mapping?: Mapping;
  readonly only?: SheetKey | undefined;
  /** Who brings the file in: what one may not write about oneself is refused. */
  readonly self?: string | null | undefined;
  /** Who uploaded it, where somebody else confirms. */
  readonly createdBy?: string | null | undefined;
}

/**
 * Reads a file (in a child process) and compares it with what is recorded.
 * @throws Unreadable in words, ReadersBusy
 */
export async function checkFile(deps: Deps, bytes: Buffer, reading: Reading): Promise<Checked> {
  const sheets = withoutSecrets(await readSpreadsheet(bytes));
  return checkSheets(deps.pool, deps, sheets, reading);
}

/** The same for sheets that were read before; inside a transaction it sees what the transaction sees. */
export async function checkSheets(
  sql: Sql,
  { clock, regency }: Pick<Deps, 'clock' | 'regency'>,
  sheets: readonly ReadSheet[],
  { kind, mapping, only, self = null, createdBy = null }: Reading,
): Promise<Checked> {
  const tables = understand(sheets, kind, await rememberedChoices(sql), mapping, only);
  const at = clock.now();
  const selves = await handsBehind(sql, [self, createdBy], at);
  const plan = await planImport(sql, tables, {
    kind,
    today: dayIn(regency.zone, at),
    newId: () => newId(at),
    self,
    selves,
  });
  const used = new Set(tables.map(({ index }) => index));
  return {
    sheets: sheets.map((sheet, index) => (used.has(index) ? sheet : { name: sheet.name, rows: [] })),
    tables,
    plan,
    report: reportOf(plan),
  };
}
