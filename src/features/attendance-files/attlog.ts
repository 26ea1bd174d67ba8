import { isLocalDate } from '../../domain/local-date.ts';
import { Unreadable } from '../../platform/spreadsheet/cell.ts';
import { type FileLine, pinKey } from './file-row.ts';
import { readFileTime } from './moment-text.ts';

/** A machine keeps 100,000 to 200,000 punches and hands out all of them. */
const MOST_LINES = 250_000;
const LONGEST_LINE = 300;
const EXTRA_FIELDS = 8;
/** `   100023<TAB>2026-10-01 07:28:15<TAB>1<TAB>0<TAB>1<TAB>0`; some programs put blanks where the machine puts tabs. */
const LINE = /^[ \t]*(\S{1,60})[ \t]+(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2}(?::\d{2})?)([ \t].*)?$/;
const LOOKED_AT = 5;
/** Bytes that are decoded at once; of the whole file no text is ever made. */
const PIECE = 64 * 1024;
const BEGINNING = 16_000;

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

/** What a machine's file is written in: UTF-8 with or without a mark, UTF-16, or what an old program writes. */
function encodingOf(file: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (file[0] === 0xff && file[1] === 0xfe) return 'utf-16le';
  if (file[0] === 0xfe && file[1] === 0xff) return 'utf-16be';
  return file.length > 3 && file[0] !== 0 && file[1] === 0 && file[3] === 0 ? 'utf-16le' : 'utf-8';
}

/** How a machine's file begins, as text. */
export const attlogBeginning = (file: Buffer): string =>
  new TextDecoder(encodingOf(file)).decode(file.subarray(0, BEGINNING), { stream: true });

/** The lines of a machine's file one after the other, each cut to the longest we look at. */
export function* attlogTexts(file: Buffer): Generator<string> {
  const decoder = new TextDecoder(encodingOf(file));
  let rest = '';
  for (let at = 0; at < file.length; at += PIECE) {
    const text = rest + decoder.decode(file.subarray(at, at + PIECE), { stream: at + PIECE < file.length });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      yield cutLine(text, from, end);
      from = end + 1;
    }
    rest = text.slice(from, from + LONGEST_LINE);
  }
  if (rest !== '') yield cutLine(rest, 0, rest.length);
}

function cutLine(text: string, from: number, end: number): string {
  const last = end > from && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
  return text.slice(from, Math.min(last, from + LONGEST_LINE));
}
const CARRIAGE_RETURN = 13;

/** Refuses a machine's file with too many lines before anything is done with it. @throws Unreadable in words */
export function refuseLongAttlog(file: Buffer): void {
  let lines = file.length > 0 && file.at(-1) !== LINE_FEED ? 1 : 0;
  for (let at = file.indexOf(LINE_FEED); at >= 0; at = file.indexOf(LINE_FEED, at + 1)) lines += 1;
  if (lines > MOST_LINES) throw new Unreadable('Lebih dari 250.000 baris. Bagi menjadi beberapa berkas');
}
const LINE_FEED = 10;

/**
 * Reads the punches of a machine, one per line, as they are asked for. The fields after the moment (machine, state, way of
 * proof, work code) stand in another order in every model: they are kept and not interpreted.
 */
export function* attlogLines(file: Buffer): Generator<FileLine> {
  let row = 0;
  for (const line of attlogTexts(file)) {
    row += 1;
    const read = readLine(line, row);
    if (read) yield read;
  }
}

function readLine(line: string, row: number): FileLine | undefined {
  const parts = LINE.exec(line);
  if (!parts) {
    const bare = line.trim();
    if (bare === '' || bare === '\u001a') return undefined;
    return { kind: 'problem', row, field: 'waktu', reason: 'Baris ini tidak memuat PIN dan waktu' };
  }
  const [, typed = '', day = '', time = '', rest = ''] = parts;
  const pin = pinKey(typed);
  if (pin === undefined)
    return { kind: 'problem', row, field: 'pin', reason: 'PIN paling panjang 24 huruf atau angka' };
  const second = readFileTime(time);
  if (!isLocalDate(day) || second === undefined)
    return { kind: 'problem', row, field: 'waktu', reason: `Waktu ${day} ${time} tidak ada di kalender` };
  return { kind: 'punch', row, who: { nip: null, pin }, day, second, text: `${day} ${time}`, extra: extraOf(rest) };
}

const extraOf = (rest: string): string[] =>
  rest === ''
    ? []
    : rest
        .slice(1)
        .split('\t', EXTRA_FIELDS)
        .map(each => each.trim());
