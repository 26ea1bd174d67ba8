import { describe, expect, it } from 'vitest';
import { readSpreadsheet } from '../../../src/platform/spreadsheet/read.ts';
import { writeWorkbook, type SheetCell } from '../../../src/platform/spreadsheet/write.ts';
import { unpack, zipDirectory } from '../../../src/platform/spreadsheet/zip-directory.ts';

/** Texts that a spreadsheet would show as other texts, were they written as they are. */

const book = (cells: readonly SheetCell[]): Promise<Buffer> =>
  writeWorkbook([{ name: 'Lembar', columns: [{ header: 'Teks_x0041_', width: 20 }], rows: cells.map(cell => [cell]) }]);

async function sheetXmlOf(cells: readonly SheetCell[]): Promise<string> {
  const file = await book(cells);
  const entry = zipDirectory(file).find(({ name }) => name === 'xl/worksheets/sheet1.xml');
  return unpack(file, entry!).toString('utf8');
}

const inside = (xml: string): string[] =>
  [...xml.matchAll(/<t(?: xml:space="preserve")?>([^<]*)<\/t>/g)].map(([, text]) => text!);

/** What Excel makes of a text in a cell (ECMA-376, ST_Xstring): escapes are read from left to right, once. */
const asShown = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const TEXTS = [
  '_x0041_',
  '_x000d_',
  'a_x0041_b_x0042_',
  '_x0041_x0042_',
  '__x0041__',
  '_x005F_x0041_',
  '_x005F_',
  '_X0041_',
  '_x004_',
  '_x00G1_',
  'x0041_',
  '_',
];

describe('a text in a workbook', () => {
  it('that looks like an escape is shown as it was written', async () => {
    const written = inside(await sheetXmlOf([...TEXTS, { text: '_x0041_', bold: true }]));
    expect(written.map(asShown)).toEqual(['Teks_x0041_', ...TEXTS, '_x0041_']);
    expect(written[1]).toBe('_x005F_x0041_');
    expect(written.slice(8)).toEqual(['_X0041_', '_x004_', '_x00G1_', 'x0041_', '_', '_x005F_x0041_']);
  });

  it('comes back as it was, whoever reads it', async () => {
    const [sheet] = await readSpreadsheet(await book(TEXTS));
    expect(sheet?.rows).toEqual([['Teks_x0041_'], ...TEXTS.map(text => [text])]);
  });

  it('keeps its blanks and loses what XML does not take', async () => {
    const xml = await sheetXmlOf([
      ' depan',
      'belakang\t',
      'a\nb ',
      'biasa',
      'a\u0000b\u0008c\u001fd\ufffe',
      'satu\ud800dua',
    ]);
    expect(xml).toContain('<t xml:space="preserve"> depan</t>');
    expect(xml).toContain('<t xml:space="preserve">belakang\t</t>');
    expect(xml).toContain('<t xml:space="preserve">a\nb </t>');
    expect(xml).toContain('<t>biasa</t>');
    expect(xml).toContain('<t>abcd</t>');
    expect(xml).toContain('<t>satu\ufffddua</t>');
  });

  it('stays a text where it looks like a number or a formula', async () => {
    const xml = await sheetXmlOf(['000123', '199001012015011001', "=cmd|' /C calc'!A0", '1e5']);
    expect(xml.match(/t="inlineStr"/g)).toHaveLength(5);
    expect(xml).not.toContain('<f>');
    expect(xml).not.toContain('<v>');
    const [sheet] = await readSpreadsheet(await book(['000123', '1e5']));
    expect(sheet?.rows.slice(1)).toEqual([['000123'], ['1e5']]);
  });
});
