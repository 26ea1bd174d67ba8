import { stringify } from 'csv-stringify/sync';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, isMonth, monthInWords, monthOf, type Month, month as monthFrom } from '../../domain/month.ts';
import { readDate } from '../../domain/typed-date.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { type ReadSheet, Unreadable } from '../../platform/spreadsheet/cell.ts';
import { readSpreadsheet } from '../../platform/spreadsheet/read.ts';
import { writeWorkbook } from '../../platform/spreadsheet/write.ts';
import { cellText, CellProblem } from '../imports/cell-text.ts';
import { normalised } from '../imports/header.ts';
import { deriveDays } from '../attendance/derive.ts';
import { passGates } from '../attendance/gates.ts';
import { EXAMPLE_MARK } from '../imports/template.ts';
import { isHolidayKind, type HolidayKind } from './kinds.ts';
import { holdCalendar } from './service.ts';

/** What a file of free days led to, as the command line prints it. */
export interface HolidayReport {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: readonly { readonly row: number; readonly field: string; readonly reason: string }[];
}

const HEADER = ['tanggal', 'jenis', 'keterangan'] as const;
const HEADER_ROWS = 15;
const LONGEST_NAME = 100;
const FIRST_SERIAL = '1899-12-30';

interface FileDay {
  readonly row: number;
  readonly day: LocalDate;
  readonly kind: HolidayKind;
  readonly name: string;
}

/** Refusals by a reason in words. */
class RowRefused extends Error {
  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * Brings free days in from CSV or XLSX (`tanggal;jenis;keterangan`), by the rules of the calendar's page: a day is free
 * once, and a month that is closed for any unit keeps its days.
 * @throws Unreadable, ReadersBusy
 */
export async function importHolidays(
  deps: Deps,
  file: { readonly fileName: string; readonly bytes: Buffer },
  { actorId, dryRun }: { readonly actorId: string | null; readonly dryRun: boolean },
): Promise<HolidayReport> {
  const read = rowsOf(await readSpreadsheet(file.bytes));
  return transaction(deps.pool, async tx => {
    await holdCalendar(tx);
    const judged = await judge(tx, read);
    if (!dryRun && judged.fresh.length > 0) await write(tx, deps, judged.fresh, file.fileName, actorId);
    return { accepted: judged.fresh.length, unchanged: judged.unchanged, rejected: judged.rejected };
  });
}

interface Read {
  readonly days: FileDay[];
  readonly rejected: HolidayReport['rejected'][number][];
}

function rowsOf(sheets: readonly ReadSheet[]): Read {
  for (const { rows } of sheets) {
    for (const [at, cells] of rows.slice(0, HEADER_ROWS).entries()) {
      const names = cells.map(cell => (typeof cell === 'string' ? normalised(cell) : ''));
      const columns = HEADER.map(name => names.indexOf(name));
      if (columns.every(column => column >= 0)) return readRows(rows, at, columns as [number, number, number]);
    }
  }
  throw new Unreadable('Judul kolom tanggal, jenis, keterangan tidak ditemukan. Unduh templat, lalu isi di sana');
}

function readRows(rows: ReadSheet['rows'], header: number, columns: readonly [number, number, number]): Read {
  const read: Read = { days: [], rejected: [] };
  for (const [at, cells] of rows.entries()) {
    if (at <= header || cells.every(cell => cell === null || (typeof cell === 'string' && cell.trim() === '')))
      continue;
    try {
      const [date, kind, name] = columns.map(column => cellText(cells[column])) as [string, string, string];
      if (date.toLowerCase().startsWith(EXAMPLE_MARK.toLowerCase())) continue;
      read.days.push(dayFrom(at + 1, date, kind, name));
    } catch (error) {
      if (error instanceof RowRefused) read.rejected.push({ row: at + 1, field: error.field, reason: error.message });
      else if (error instanceof CellProblem)
        read.rejected.push({ row: at + 1, field: 'tanggal', reason: error.message });
      else throw error;
    }
  }
  return read;
}

function dayFrom(row: number, date: string, kindText: string, name: string): FileDay {
  const day = readDate(date);
  if (!day || day < FIRST_SERIAL) throw new RowRefused('tanggal', 'Tanggal harus seperti 17/08/2027');
  const kind = kindText
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (!isHolidayKind(kind)) throw new RowRefused('jenis', 'Jenis harus libur, cuti_bersama, atau lokal');
  if (name === '') throw new RowRefused('keterangan', 'Tulis keterangan, misalnya Hari jadi kabupaten');
  if ([...name].length > LONGEST_NAME)
    throw new RowRefused('keterangan', `Paling panjang ${String(LONGEST_NAME)} huruf`);
  return { row, day, kind, name };
}

// FOR SHARE: a close that is about to begin waits for this change, or has begun and refuses it.
const CLOSED = `SELECT month, open FROM payroll_period WHERE kind = 'TPP' AND month = ANY ($1::date[]) FOR SHARE`;
const HELD = 'SELECT day, kind, name FROM holiday WHERE day = ANY ($1::date[])';

async function judge(
  tx: Tx,
  { days, rejected }: Read,
): Promise<{ readonly fresh: readonly FileDay[]; readonly unchanged: number; readonly rejected: Read['rejected'] }> {
  const held = await tx.query<{ day: string; kind: string; name: string }>(HELD, [days.map(({ day }) => day)]);
  const known = new Map(held.rows.map(row => [row.day, row]));
  const months = [...new Set(days.map(({ day }) => `${monthOf(day)}-01`))].sort();
  for (const first of months) await passGates(tx, monthOf(localDate(first)), null);
  const periods = await tx.query<{ month: string; open: boolean }>(CLOSED, [months]);
  const closed = new Set<Month>(
    periods.rows
      .filter(({ open }) => !open)
      .flatMap(({ month }) => (isMonth(month.slice(0, 7)) ? [monthFrom(month.slice(0, 7))] : [])),
  );
  const fresh: FileDay[] = [];
  const refused = [...rejected];
  let unchanged = 0;
  for (const each of days) {
    const before = known.get(each.day);
    const refuse = (reason: string): unknown => refused.push({ row: each.row, field: 'tanggal', reason });
    if (before?.kind === each.kind && before.name === each.name) unchanged += 1;
    else if (before) refuse(`Tanggal ini sudah ada (${before.name})`);
    else if (closed.has(monthOf(each.day)))
      refuse(`${monthInWords(monthOf(each.day))} sudah ditutup. Hari kerjanya tidak bisa diubah`);
    else {
      fresh.push(each);
      known.set(each.day, each);
    }
  }
  return { fresh, unchanged, rejected: refused.sort((a, b) => a.row - b.row) };
}

const INSERT = `INSERT INTO holiday (day, kind, name, source, recorded_at)
  SELECT g.day, g.kind, g.name, $4, $5 FROM unnest($1::date[], $2::text[], $3::text[]) AS g (day, kind, name)`;

async function write(
  tx: Tx,
  deps: Deps,
  days: readonly FileDay[],
  fileName: string,
  actorId: string | null,
): Promise<void> {
  const at = deps.clock.now();
  const source = `Berkas ${fileName}`;
  await tx.query(INSERT, [days.map(d => d.day), days.map(d => d.kind), days.map(d => d.name), source, at]);
  for (const { day, kind, name } of days)
    await audit(tx, {
      at,
      actorId,
      action: 'kalender.tambah',
      objectType: 'holiday',
      objectId: day,
      after: { day, kind, name, source },
    });
  // A day that became free costs nobody anything, also where it is over.
  for (const day of firstOfMonths(days)) await deriveDays(tx, deps, { from: day, until: day });
}

const firstOfMonths = (days: readonly FileDay[]): LocalDate[] =>
  [...new Set(days.map(({ day }) => monthOf(day)))].map(firstDay);

const EXAMPLES = [
  [`${EXAMPLE_MARK} 17/08/2027`, 'libur', 'Hari Kemerdekaan'],
  [`${EXAMPLE_MARK} 24/12/2027`, 'cuti_bersama', 'Cuti bersama Natal'],
  [`${EXAMPLE_MARK} 01/06/2027`, 'lokal', 'Hari jadi kabupaten'],
] as const;

/** The template as a workbook; every column is text. */
export const holidayWorkbook = (): Promise<Buffer> =>
  writeWorkbook([
    {
      name: 'Hari libur',
      columns: HEADER.map(header => ({
        header,
        width: 26,
        text: true,
        ...(header === 'jenis' ? { choices: ['libur', 'cuti_bersama', 'lokal'] } : {}),
      })),
      rows: EXAMPLES.map(row => [...row]),
    },
  ]);

/** The same as CSV, as Excel opens it here. */
export const holidayCsv = (): string =>
  stringify([[...HEADER], ...EXAMPLES.map(row => [...row])], { bom: true, delimiter: ';', escape_formulas: true });
