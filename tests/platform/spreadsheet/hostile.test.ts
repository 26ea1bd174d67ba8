import { describe, expect, it } from 'vitest';
import { readSpreadsheet, ReadersBusy } from '../../../src/platform/spreadsheet/read.ts';
import { writeWorkbook } from '../../../src/platform/spreadsheet/write.ts';
import { rowsXml, workbook, workbookParts, zip } from '../../features/imports/crafted.ts';

/** Files that mean harm, made by code (assurance T39): refused in words, within seconds, in another process. */

const refused = (file: Buffer, limits = {}): Promise<string> =>
  readSpreadsheet(file, limits).then(
    () => 'read',
    (error: unknown) => (error as Error).message,
  );
const SECONDS = 60_000;

describe('a hostile file', () => {
  it(
    'that unpacks to far more than it is, is refused by its directory',
    async () => {
      const bomb = zip(workbookParts(' '.repeat(120 * 1024 * 1024)));
      expect(bomb.length).toBeLessThan(1024 * 1024);
      expect(await refused(bomb)).toContain('terlalu besar setelah dibuka');
      const liar = zip([
        ...workbookParts(rowsXml([['NIP']])),
        { name: 'xl/styles.xml', content: ' '.repeat(50 * 1024 * 1024), claims: 10 },
      ]);
      expect(await refused(liar)).toContain('rusak');
      const many = zip(Array.from({ length: 201 }, (_, i) => ({ name: `xl/${String(i)}.xml`, content: 'x' })));
      expect(await refused(many)).toContain('terlalu besar setelah dibuka');
    },
    SECONDS,
  );

  it(
    'that defines entities is refused, whatever they are',
    async () => {
      const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
      expect(await refused(zip(workbookParts(rowsXml([['&b;']]), laughs)))).toContain('perintah XML');
    },
    SECONDS,
  );

  it(
    'of a million rows is refused with the number that is read',
    async () => {
      const rows = Array.from(
        { length: 1_000_000 },
        (_, i) => `<row><c r="A1"><v>${String((i * 7919) % 99_991)}</v></c></row>`,
      );
      expect(await refused(zip(workbookParts(rows.join(''))))).toContain('50.000 baris');
      expect(await refused(zip(workbookParts('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')))).toContain(
        '50.000 baris',
      );
      expect(await refused(Buffer.from('nip;nama\n' + '1;a\n'.repeat(1_000_000)))).toContain('50.000 baris');
    },
    SECONDS,
  );

  it('cut off, of another kind, or empty says what it is', async () => {
    const whole = workbook([['NIP', 'Nama']]);
    expect(await refused(whole.subarray(0, whole.length / 2))).toContain('rusak atau terpotong');
    expect(await refused(Buffer.alloc(0))).toContain('kosong');
    expect(await refused(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toContain('.xls lama');
    expect(await refused(Buffer.from('%PDF-1.7'))).toContain('PDF');
    expect(await refused(Buffer.from('<html><table><tr><td>1</td></tr></table>'))).toContain('halaman web');
    expect(await refused(zip([{ name: 'a/b/c/d.xlsx', content: whole }]))).toContain('bukan berkas Excel');
    expect(await refused(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3, 0, 0]))).toContain('bukan berkas CSV');
    expect(await refused(Buffer.from('nip;nama\n"1;a\n2;b\n'))).toContain('kutip');
    expect(await refused(Buffer.alloc(11 * 1024 * 1024, 'a'))).toContain('10 MB');
    expect(await refused(Buffer.from('nip;nama\n' + 'a'.repeat(300_000)))).toContain('terlalu panjang');
  }, 60_000);

  it('that takes too long or too much memory ends with its process, and this one goes on', async () => {
    expect(await refused(workbook([['NIP']]), { wallClockMs: 1 })).toContain('terlalu lama');
    const heavy = Buffer.from('nip;nama\n' + '1;a;b;c;d;e;f;g;h\n'.repeat(49_000));
    expect(await refused(heavy, { memoryMb: 8 })).toContain('tidak dapat dibaca');
    expect((await readSpreadsheet(workbook([['NIP']])))[0]?.rows).toEqual([['NIP']]);
  }, 60_000);

  it('waits behind others, and is sent away where too many wait', async () => {
    const file = workbook([['NIP']]);
    const all = await Promise.allSettled(Array.from({ length: 9 }, () => readSpreadsheet(file)));
    expect(all.filter(each => each.status === 'fulfilled')).toHaveLength(6);
    expect(all.flatMap(each => (each.status === 'rejected' ? [each.reason instanceof ReadersBusy] : []))).toEqual([
      true,
      true,
      true,
    ]);
  }, 60_000);
});

describe('what is read', () => {
  it(
    'keeps the digits of numbers and says where formulas stand',
    async () => {
      const sheets = await readSpreadsheet(
        workbook([
          ['NIP', 'Nama', 'Kelas'],
          [{ n: '1.96803121994031E+17' }, { f: 'A1&amp;"x"', v: 'apa saja' }, { n: '7' }],
        ]),
      );
      expect(sheets).toEqual([
        {
          name: 'Pegawai',
          rows: [
            ['NIP', 'Nama', 'Kelas'],
            [{ number: '1.96803121994031E+17' }, { formula: true }, { number: '7' }],
          ],
        },
      ]);
    },
    SECONDS,
  );

  it('is the same in every encoding and with every separator', async () => {
    const text = 'nip;nama\r\n1;José';
    const latin = Buffer.from(text, 'latin1');
    const big = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    const files = [text, `\ufeff${text}`, text.replaceAll(';', ','), text.replaceAll(';', '\t')].map(each =>
      Buffer.from(each),
    );
    for (const file of [...files, latin, Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'utf16le'), big])
      expect((await readSpreadsheet(file))[0]?.rows).toEqual([
        ['nip', 'nama'],
        ['1', 'José'],
      ]);
  }, 60_000);

  it(
    'comes back from our own writer unchanged: long numbers, formulas and zeros as text',
    async () => {
      const file = await writeWorkbook([
        {
          name: 'Lembar',
          columns: [
            { header: 'NIP', width: 20, text: true },
            { header: 'Rupiah', width: 12 },
          ],
          rows: [
            ['196803121994031005', { integer: 2_430_000n }],
            ['=1+1', { decimal: '92.5' }],
            ['0012', { integer: 1234567890123456789n }],
          ],
        },
      ]);
      expect((await readSpreadsheet(file))[0]?.rows).toEqual([
        ['NIP', 'Rupiah'],
        ['196803121994031005', { number: '2430000' }],
        ['=1+1', { number: '92.5' }],
        ['0012', '1234567890123456789'],
      ]);
    },
    SECONDS,
  );
});
