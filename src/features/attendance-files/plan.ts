import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthInWords, type Month, monthOf } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { DayRow, RecapRow, RowProblem } from './file-row.ts';
import { holderOn, paidBy, type PaidBy, type People, readPeople } from './people.ts';
import { sameDays, sameRecaps } from './recorded.ts';

/** The realm in which people stand under their NIP, for files of machines that know them by it. */
export const NIP_REALM = 'NIP';

export interface PlannedDay extends Omit<DayRow, 'who' | 'kind'> {
  readonly employeeId: string;
  readonly unitId: string;
}
export interface PlannedRecap extends Omit<RecapRow, 'who' | 'kind'> {
  readonly employeeId: string;
}

/** What saving a file's rows of days and months would do; of its punches see `punch-plan.ts`. Nothing is written yet. */
export interface RowPlan {
  readonly days: readonly PlannedDay[];
  readonly recaps: readonly PlannedRecap[];
  /** Rows that are recorded already, or stand twice in the file. */
  readonly unchanged: number;
  /** Rows of months that are far back or not chosen. */
  readonly outOfPeriod: number;
  readonly rejected: readonly RowProblem[];
}

/** What a plan is made against. */
export interface PlanFrame {
  readonly today: LocalDate;
  /** The unit that brings the file in. */
  readonly unitId: string;
  /** Units whose people the importer may write for; null for all. */
  readonly scope: readonly string[] | null;
  /** Whose PINs the file's are; null where nobody said. */
  readonly realm: string | null;
  /** Where the machine's clock stands. */
  readonly zone: Zone;
  /** Only this month; null for every open one. */
  readonly month: Month | null;
}

/** Files of machines reach years back: what is older than this is left alone unless the month is asked for. */
export const MONTHS_BACK = 3;

type SheetRow = DayRow | RecapRow;

/** Compares rows of days and months with what is recorded: what is new, the same, out of period, refused. */
export async function planRows(sql: Sql, rows: readonly SheetRow[], frame: PlanFrame): Promise<RowPlan> {
  if (rows.length === 0) return { days: [], recaps: [], unchanged: 0, outOfPeriod: 0, rejected: [] };
  const placed = await placeRows(sql, rows, frame);
  const days = await withoutKnown(placed.days, list => sameDays(sql, list));
  const recaps = await withoutKnown(placed.recaps, list => sameRecaps(sql, list));
  return {
    days: days.fresh,
    recaps: recaps.fresh,
    unchanged: placed.repeated + days.known + recaps.known,
    outOfPeriod: placed.outOfPeriod,
    rejected: placed.rejected,
  };
}

const CHUNK = 2_000;

async function withoutKnown<Row>(
  rows: readonly Row[],
  knownAmong: (rows: readonly Row[]) => Promise<ReadonlySet<number>>,
): Promise<{ readonly fresh: readonly Row[]; readonly known: number }> {
  const fresh: Row[] = [];
  for (let at = 0; at < rows.length; at += CHUNK) {
    const part = rows.slice(at, at + CHUNK);
    const known = await knownAmong(part);
    for (const [index, row] of part.entries()) if (!known.has(index)) fresh.push(row);
  }
  return { fresh, known: rows.length - fresh.length };
}

interface Placed {
  readonly days: PlannedDay[];
  readonly recaps: PlannedRecap[];
  readonly rejected: RowProblem[];
  repeated: number;
  outOfPeriod: number;
}

const dayOf = (row: SheetRow): LocalDate => (row.kind === 'recap' ? firstDay(row.month) : row.day);

async function placeRows(sql: Sql, rows: readonly SheetRow[], frame: PlanFrame): Promise<Placed> {
  const people = await readPeople(
    sql,
    [...new Set(rows.flatMap(({ who }) => who.nip ?? []))],
    [...new Set(rows.flatMap(({ who }) => who.pin ?? []))],
    frame.realm,
  );
  const found = rows.flatMap(row => {
    const employeeId = personOf(row, people);
    return employeeId === undefined ? [] : [{ employeeId, day: dayOf(row) }];
  });
  const judge: Judge = {
    frame,
    people,
    paid: await paidBy(sql, found),
    seen: new Map(),
  };
  const placed: Placed = { days: [], recaps: [], rejected: [], repeated: 0, outOfPeriod: 0 };
  for (const row of rows) place(row, judge, placed);
  return placed;
}

const personOf = (row: SheetRow, people: People): string | undefined =>
  row.who.nip === null ? holderOn(people, row.who.pin ?? '', dayOf(row)) : people.byNip.get(row.who.nip);

interface Judge {
  readonly frame: PlanFrame;
  readonly people: People;
  readonly paid: (employeeId: string, day: LocalDate) => PaidBy | undefined;
  /** What stood in the file before, by who and when, with its content. */
  readonly seen: Map<string, { readonly row: number; readonly content: string }>;
}

function place(row: SheetRow, judge: Judge, placed: Placed): void {
  const { frame, people, paid } = judge;
  const day = dayOf(row);
  const month = monthOf(day);
  const employeeId = personOf(row, people);
  const payer = employeeId === undefined ? undefined : paid(employeeId, day);
  const foreign = payer !== undefined && frame.scope !== null && !frame.scope.includes(payer.unitId);
  const refuse = (field: string, reason: string): unknown => placed.rejected.push({ row: row.row, field, reason });
  if (frame.month !== null ? month !== frame.month : month < addMonths(monthOf(frame.today), -MONTHS_BACK)) {
    placed.outOfPeriod += 1;
    return;
  }
  if (employeeId === undefined || foreign) {
    if (row.who.nip === null) refuse('pin', `PIN ${row.who.pin ?? ''} belum dihubungkan dengan pegawai`);
    else refuse('nip', unknownNip(row.who.nip));
  } else if (!payer) refuse('nip', 'Pegawai ini tidak memegang jabatan pada tanggal itu');
  else if (day > frame.today) refuse(row.kind === 'recap' ? 'bulan' : 'tanggal', 'Tanggal belum tiba');
  else if (!payer.open) refuse(row.kind === 'recap' ? 'bulan' : 'tanggal', `${monthInWords(month)} sudah ditutup`);
  else if (row.kind === 'day') placeDay(row, employeeId, payer, judge, placed);
  else if (isFirst(judge, placed, `${employeeId}|${row.month}`, JSON.stringify(row.counts), row))
    placed.recaps.push({ row: row.row, month: row.month, counts: row.counts, employeeId });
}

/** Why a row with an unknown number is refused. */
export const unknownNip = (nip: string): string => `NIP ${nip} tidak terdaftar`;

function placeDay(row: DayRow, employeeId: string, payer: PaidBy, judge: Judge, placed: Placed): void {
  const content = JSON.stringify([row.inMinute, row.outMinute, row.code]);
  if (!isFirst(judge, placed, `${employeeId}|${row.day}`, content, row)) return;
  const { day, inMinute, outMinute, code, note } = row;
  placed.days.push({ row: row.row, day, inMinute, outMinute, code, note, employeeId, unitId: payer.unitId });
}

/** Whether nothing of the same person and time stood in the file before; a second one that says otherwise is refused. */
function isFirst({ seen }: Judge, placed: Placed, key: string, content: string, { row }: SheetRow): boolean {
  const before = seen.get(key);
  if (before === undefined) {
    seen.set(key, { row, content });
    return true;
  }
  if (before.content === content) placed.repeated += 1;
  else
    placed.rejected.push({ row, field: 'tanggal', reason: `Sudah ada di baris ${String(before.row)} dengan isi lain` });
  return false;
}
