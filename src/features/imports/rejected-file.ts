import type { ReadCell, ReadSheet } from '../../platform/spreadsheet/cell.ts';
import { type SheetSpec, writeWorkbook } from '../../platform/spreadsheet/write.ts';
import { tablesOf } from './header.ts';
import type { Batch } from './batch.ts';
import { rejectedLabel } from './report.ts';
import { sheetOf } from './sheets.ts';

const WIDTH = 18;
const REASON_WIDTH = 60;
/** Header of the column that says what is wrong; an upload of the corrected list does not read it. */
export const REASON_HEADER = 'Yang perlu diperbaiki';

const asTyped = (cell: ReadCell | undefined): string => {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if ('number' in cell) return cell.number;
  return 'date' in cell ? cell.date : '';
};

/**
 * The refused rows as they were sent, sheet by sheet, each with what is wrong: to be corrected in place and sent again.
 * Everything is text, so that a formula in a name stays a name.
 */
export async function rejectedWorkbook(batch: Batch, sheets: readonly ReadSheet[]): Promise<Buffer> {
  const tables = tablesOf(sheets, batch.kind, () => undefined, batch.mapping);
  const specs = tables.flatMap((table): SheetSpec[] => {
    const name = sheetOf(table.sheet).name;
    const refused = batch.report.rejected.filter(each => each.sheet === name);
    if (refused.length === 0) return [];
    const rows = sheets[table.index]?.rows ?? [];
    // A list that was corrected before brings the column of reasons along: it is written anew.
    const headers = table.headers.filter(({ text }) => text !== REASON_HEADER);
    return [
      {
        name,
        columns: [
          ...headers.map(({ text }) => ({ header: text, width: WIDTH, text: true })),
          { header: REASON_HEADER, width: REASON_WIDTH },
        ],
        rows: refused.map(each => [
          ...headers.map(({ column }) => asTyped(rows[each.row - 1]?.[column])),
          `Baris ${String(each.row)}, ${rejectedLabel(each)}: ${each.reason}`,
        ]),
      },
    ];
  });
  return writeWorkbook(specs);
}
