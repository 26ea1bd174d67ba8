import { CsvError, parse } from 'csv-parse/sync';
import { MAX_CELL, MAX_COLUMNS, MAX_ROWS, type ReadSheet, Unreadable } from './cell.ts';
import { tooManyRows } from './xlsx-reader.ts';

const DELIMITERS = [';', ',', '\t', '|'] as const;
const LONGEST_RECORD = 100_000;

/**
 * Reads a CSV file as offices write them: UTF-8 with or without a mark, UTF-16, Windows-1252; separated by semicolon,
 * comma, tab or bar; lines ended in any way.
 * @throws Unreadable in words
 */
export function readCsv(file: Buffer): ReadSheet[] {
  const text = decode(file);
  if (text.includes('\0'))
    throw new Unreadable('Berkas ini bukan berkas CSV atau Excel. Unduh templat, lalu isi di sana');
  if (/^\s*<(?:!doctype|html|table|\?xml)/i.test(text))
    throw new Unreadable('Berkas ini halaman web, bukan tabel. Buka di Excel, lalu simpan sebagai .xlsx');
  return [{ name: '', rows: records(text).map(row => row.slice(0, MAX_COLUMNS).map(cell)) }];
}

const cell = (text: string): string | null => (text.trim() === '' ? null : text.trim().slice(0, MAX_CELL));

function records(text: string): string[][] {
  try {
    const rows: string[][] = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: LONGEST_RECORD,
      to: MAX_ROWS + 2,
    });
    if (rows.length > MAX_ROWS + 1) throw new Unreadable(tooManyRows);
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Unreadable(wordsOf(error));
  }
}

function wordsOf({ code, lines }: CsvError & { readonly lines?: unknown }): string {
  const line = typeof lines === 'number' ? ` di sekitar baris ${String(lines)}` : '';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return `Tanda kutip yang dibuka${line} tidak ditutup. Berkas mungkin terpotong`;
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `Ada baris yang terlalu panjang${line}. Periksa pemisah kolom dan tanda kutip`;
  return `Berkas CSV ini tidak dapat dibaca${line}. Simpan ulang sebagai CSV atau XLSX`;
}

/** The separator that occurs most often in the first line that has one, outside quotes. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r\n|\r|\n/);
  for (const line of lines) {
    const bare = line.replaceAll(/"[^"]*"/g, '');
    const counts = DELIMITERS.map(each => ({ each, count: bare.split(each).length - 1 }));
    const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
    if (best.count > 0) return best.each;
  }
  return ';';
}

function decode(file: Buffer): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be').decode(file);
  const start = file.subarray(0, 400);
  const zeros = (from: number): number => start.filter((byte, at) => at % 2 === from && byte === 0).length;
  // Latin letters in UTF-16 have a zero in every second byte.
  if (zeros(1) * 4 > start.length && zeros(0) === 0) return new TextDecoder('utf-16le').decode(file);
  if (zeros(0) * 4 > start.length && zeros(1) === 0) return new TextDecoder('utf-16be').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}
