import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import type { Feature } from 'write-excel-file/node';
import { sanitizeAttributeValue, sanitizeTextContent } from 'write-excel-file/utility';
import type { SheetSpec } from './write.ts';

/** How the library takes a file inside a workbook (a picture). */
export type LibraryFile = Stream | Blob | Buffer;

const LAST_ROW = 50_000;
const MAX_LIST = 255;

/**
 * What a whole column does, beyond the cells that are written: the text format of the first data row continues below
 * it, and a drop-down list offers the known words. The library writes cells only, so this edits a sheet's XML.
 */
export function columnHabits(sheets: readonly SheetSpec[]): Feature<LibraryFile> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _options, { sheetIndex }) => {
            const spec = sheets[sheetIndex];
            return spec ? withLists(withTextColumns(withFormulaValues(xml, spec), spec), spec) : xml;
          },
        },
      },
    },
  };
}

const firstDataRow = (spec: SheetSpec): number => (spec.above?.length ?? 0) + 2;

/** The library writes a formula without its value; a program that only reads a file would find nothing there. */
function withFormulaValues(xml: string, spec: SheetSpec): string {
  let edited = xml;
  const first = firstDataRow(spec);
  spec.rows.forEach((row, rowIndex) => {
    row.forEach((cell, index) => {
      if (cell === null || typeof cell === 'string' || !('formula' in cell)) return;
      const address = `${columnLetters(index)}${String(first + rowIndex)}`;
      const written = new RegExp(`(<c r="${address}"[^>]*><f>[^<]*</f>)(</c>)`);
      edited = edited.replace(
        written,
        (_, before: string, end: string) => `${before}<v>${String(cell.value)}</v>${end}`,
      );
    });
  });
  return edited;
}

/** The column takes the style of its cell in the first data row. */
function withTextColumns(xml: string, spec: SheetSpec): string {
  let edited = xml;
  spec.columns.forEach((column, index) => {
    if (!column.text) return;
    const address = `${columnLetters(index)}${String(firstDataRow(spec))}`;
    const style = new RegExp(`<c r="${address}" s="(\\d+)"`).exec(edited)?.[1];
    const number = String(index + 1);
    if (style !== undefined)
      edited = edited.replace(
        `<col min="${number}" max="${number}"`,
        `<col min="${number}" max="${number}" style="${style}"`,
      );
  });
  return edited;
}

/** The lists stand where the schema wants them: after the cells, before the page's margins. */
function withLists(xml: string, spec: SheetSpec): string {
  const lists = spec.columns.flatMap(({ choices }, index) => {
    const list = choices?.join(',') ?? '';
    if (list === '' || list.length > MAX_LIST) return [];
    const letters = columnLetters(index);
    const range = sanitizeAttributeValue(`${letters}${String(firstDataRow(spec))}:${letters}${String(LAST_ROW)}`);
    const formula = sanitizeTextContent(`"${list}"`);
    return [
      `<dataValidation type="list" allowBlank="1" sqref="${range}"><formula1>${formula}</formula1></dataValidation>`,
    ];
  });
  if (lists.length === 0) return xml;
  return xml.replace(
    '</sheetData>',
    `</sheetData><dataValidations count="${String(lists.length)}">${lists.join('')}</dataValidations>`,
  );
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${columnLetters((index - (index % 26)) / 26 - 1)}${letter}`;
}
