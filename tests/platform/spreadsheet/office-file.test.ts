import { describe, expect, it } from 'vitest';
import { readXlsx } from '../../../src/platform/spreadsheet/xlsx-reader.ts';
import { workbookParts, zip } from '../../features/imports/crafted.ts';

/** A list as another office program saves it: shared texts, days as numbers, a title over merged cells, a hidden sheet. */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TEXTS = ['Daftar Pegawai', 'NIP', 'Nama', 'TMT', 'Amat Contoh'];
const shared = (address: string, index: number): string => `<c r="${address}" t="s"><v>${String(index)}</v></c>`;

function officeFile(): Buffer {
  const rows =
    `<row r="1">${shared('A1', 0)}</row><row r="2">${shared('A2', 1)}${shared('B2', 2)}${shared('C2', 3)}</row>` +
    `<row r="3"><c r="A3"><v>1.9900101201201E+017</v></c>${shared('B3', 4)}<c r="C3" s="1"><v>46082</v></c></row>` +
    '<row r="4"><c r="A4" s="1"/></row><row r="900"><c r="C900" s="1"/></row>';
  const parts = workbookParts(rows).map(({ name, content }) => {
    const text = String(content);
    if (name === 'xl/workbook.xml')
      return {
        name,
        content: text.replace('</sheets>', '<sheet name="Lama" sheetId="2" state="hidden" r:id="r2"/></sheets>'),
      };
    if (name === 'xl/_rels/workbook.xml.rels') {
      const type = text.replace(/.*Type="([^"]*)worksheet".*/, '$1');
      const more = (id: string, kind: string, target: string): string =>
        `<Relationship Id="${id}" Type="${type}${kind}" Target="${target}"/>`;
      return {
        name,
        content: text.replace(
          '</Relationships>',
          `${more('r2', 'worksheet', 'worksheets/sheet2.xml')}${more('r3', 'sharedStrings', 'sharedStrings.xml')}${more('r4', 'styles', 'styles.xml')}</Relationships>`,
        ),
      };
    }
    if (name === 'xl/worksheets/sheet1.xml')
      return {
        name,
        content: text.replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells>'),
      };
    return { name, content: text };
  });
  const list = TEXTS.map(text => `<si><t>${text}</t></si>`).join('');
  return zip([
    ...parts,
    { name: 'xl/sharedStrings.xml', content: `<sst xmlns="${MAIN}">${list}</sst>` },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    {
      name: 'xl/worksheets/sheet2.xml',
      content: `<worksheet xmlns="${MAIN}"><sheetData><row r="1">${shared('A1', 1)}${shared('B1', 2)}</row></sheetData></worksheet>`,
    },
  ]);
}

describe('a workbook of another office program', () => {
  it('is read as it is seen: texts, days, numbers by their digits; hidden sheets are not', async () => {
    const sheets = await readXlsx(officeFile());
    expect(sheets.map(({ name }) => name)).toEqual(['Pegawai']);
    const [title, header, person, ...rest] = sheets[0]!.rows;
    expect(title?.[0]).toBe('Daftar Pegawai');
    expect(header).toEqual(['NIP', 'Nama', 'TMT']);
    expect(person).toEqual([{ number: '1.9900101201201E+017' }, 'Amat Contoh', { date: '2026-03-01' }]);
    expect(rest.flat().every(cell => cell === null)).toBe(true);
  });
});
