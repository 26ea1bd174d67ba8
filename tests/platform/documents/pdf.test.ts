import { expect, test } from 'vitest';
import { printedWidth } from '../../../src/platform/documents/paper.ts';
import {
  letterheadBlock,
  signatureBlock,
  tableBlock,
  type PrintRow,
} from '../../../src/platform/documents/pdf-blocks.ts';
import { PdfPress } from '../../../src/platform/documents/pdf-press.ts';
import { printPdf, type PdfDocument } from '../../../src/platform/documents/pdf.ts';
import { Unavailable } from '../../../src/platform/errors.ts';
import { pageSizes, pageTexts } from '../../support/pdf-text.ts';

const CREST = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>';
const rows = (count: number): PrintRow[] =>
  Array.from({ length: count }, (_, index) => ({ cells: [`Baris ${String(index + 1)}`, '60'] }));

const paperOf = (count: number, over: Partial<PdfDocument> = {}): PdfDocument => ({
  title: 'Daftar',
  paper: 'f4',
  orientation: 'landscape',
  footer: 'Dicetak oleh Uji pada 18 Nov 2026 pukul 09.30 WITA',
  madeAt: new Date('2026-11-18T01:30:00Z'),
  compress: false,
  content: [
    letterheadBlock(
      { crest: CREST, names: ['PEMERINTAH KABUPATEN CONTOH', 'DINAS CONTOH'], addresses: ['Jalan Contoh 1'] },
      printedWidth('f4', 'landscape'),
    ),
    tableBlock(
      [
        { label: 'Uraian', width: '*' },
        { label: 'Poin', width: 60, numeric: true },
      ],
      rows(count),
    ),
    signatureBlock([
      { heading: ['Mengetahui,', 'Kepala'], name: 'Tanda Kiri', lines: ['NIP 1'] },
      { heading: ['Yang bersangkutan'], name: 'Tanda Kanan', lines: ['NIP 2'] },
    ]),
  ],
  ...over,
});

test('the same document is the same bytes; the sheet has the size that was asked for', async () => {
  const [first, second] = [await printPdf(paperOf(3)), await printPdf(paperOf(3))];
  expect(first.equals(second)).toBe(true);
  expect(pageSizes(first)).toEqual([[935, 609]]);
  expect(pageSizes(await printPdf(paperOf(3, { paper: 'a4', orientation: 'portrait' })))).toEqual([[595, 842]]);
});

test('every page repeats the head of the table and counts itself; the signatures stay together', async () => {
  for (const count of [18, 19, 20, 21, 22, 60]) {
    const pages = pageTexts(await printPdf(paperOf(count)));
    const total = String(pages.length);
    pages.forEach((text, index) => {
      expect(text).toContain(`Halaman ${String(index + 1)} dari ${total}`);
      expect(text).toContain('Dicetak oleh Uji pada 18 Nov 2026');
      if (text.includes('Baris ')) expect(text).toContain('Uraian');
    });
    const signed = pages.filter(text => text.includes('Mengetahui'));
    expect(signed).toHaveLength(1);
    for (const mark of ['Tanda Kiri', 'Tanda Kanan', 'NIP 1', 'NIP 2', 'Yang bersangkutan'])
      expect(signed[0]).toContain(mark);
  }
});

test('nothing is fetched and no file is read for a document', async () => {
  const broken = (image: string): PdfDocument => paperOf(1, { content: [{ image }] });
  await expect(printPdf(broken('/etc/hostname'))).rejects.toThrow(/could not be printed/);
  await expect(printPdf(broken('https://example.test/a.png'))).rejects.toThrow(/could not be printed/);
  expect((await printPdf(paperOf(1))).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a queue that is full refuses at once, and a document that takes too long is given up', async () => {
  const press = new PdfPress({ queue: 2 });
  const [first, second, third] = [1, 2, 3].map(() => press.print(paperOf(2)));
  await expect(third).rejects.toBeInstanceOf(Unavailable);
  expect((await Promise.all([first!, second!])).map(bytes => bytes.length > 1000)).toEqual([true, true]);
  press.close();
  const hasty = new PdfPress({ patienceMs: 1 });
  await expect(hasty.print(paperOf(2000))).rejects.toThrow(/too long/);
  hasty.close();
});
