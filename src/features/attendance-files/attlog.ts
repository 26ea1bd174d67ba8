import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLocalDate } from '../../domain/local-date.ts';
import { Unreadable } from '../../platform/spreadsheet/cell.ts';
import { type FileRow, pinKey, type RowProblem, type RowsRead } from './file-row.ts';
import { readFileTime } from './moment-text.ts';

/** A machine keeps 100,000 to 200,000 punches and hands out all of them. */
const MOST_LINES = 250_000;
const LINES_PER_TURN = 2_000;
const LONGEST_LINE = 300;
const EXTRA_FIELDS = 8;
/** `   100023<TAB>2026-10-01 07:28:15<TAB>1<TAB>0<TAB>1<TAB>0`; some programs put blanks where the machine puts tabs. */
const LINE = /^[ \t]*(\S{1,60})[ \t]+(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2}(?::\d{2})?)([ \t].*)?$/;
const LOOKED_AT = 5;

/**
 * Whether a text is the punches of a machine (`attlog.dat`) and not a table: the first lines that hold anything are
 * a PIN and a moment, without a header.
 */
export function isAttlog(text: string): boolean {
  const first = text
    .slice(0, 4_000)
    .split(/\r\n|\r|\n/)
    .filter(line => line.trim() !== '')
    .slice(0, LOOKED_AT);
  const fitting = first.filter(line => LINE.test(line) && !/[;,]/.test(line)).length;
  return fitting > 0 && fitting * 2 >= first.length;
}

/** The text of a machine's file: UTF-8 with or without a mark, UTF-16, or what an old program writes. */
export function attlogText(file: Buffer): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be').decode(file);
  if (file.length > 3 && file[0] !== 0 && file[1] === 0 && file[3] === 0)
    return new TextDecoder('utf-16le').decode(file);
  return new TextDecoder('utf-8').decode(file);
}

/**
 * Reads the punches of a machine, one per line. The fields after the moment (machine, state, way of proof, work code)
 * stand in another order in every model: they are kept and not interpreted.
 * @throws Unreadable in words where there are too many
 */
export async function readAttlog(text: string): Promise<RowsRead> {
  const rows: FileRow[] = [];
  const problems: RowProblem[] = [];
  let row = 0;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, Math.min(end, at + LONGEST_LINE)).replace(/\r$/, '');
    at = end + 1;
    row += 1;
    if (row > MOST_LINES) throw new Unreadable('Lebih dari 250.000 baris. Bagi menjadi beberapa berkas');
    if (row % LINES_PER_TURN === 0) await nextTurn();
    if (line.trim() === '' || line.trim() === '\u001a') continue;
    const read = readLine(line, row);
    if ('reason' in read) problems.push(read);
    else rows.push(read);
  }
  return { rows, problems };
}

function readLine(line: string, row: number): FileRow | RowProblem {
  const parts = LINE.exec(line);
  if (!parts) return { row, field: 'waktu', reason: 'Baris ini tidak memuat PIN dan waktu' };
  const [, typed = '', day = '', time = '', rest = ''] = parts;
  const pin = pinKey(typed);
  if (pin === undefined) return { row, field: 'pin', reason: 'PIN paling panjang 24 huruf atau angka' };
  const second = readFileTime(time);
  if (!isLocalDate(day) || second === undefined)
    return { row, field: 'waktu', reason: `Waktu ${day} ${time} tidak ada di kalender` };
  const extra =
    rest === ''
      ? []
      : rest
          .slice(1)
          .split('\t')
          .slice(0, EXTRA_FIELDS)
          .map(each => each.trim());
  return { kind: 'punch', row, who: { nip: null, pin }, day, second, text: `${day} ${time}`, extra };
}
