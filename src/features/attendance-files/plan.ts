import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthInWords, type Month, monthOf } from '../../domain/month.ts';
import { type Zone, ZONES } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { DayRow, FileRow, PunchRow, RecapRow, RowProblem } from './file-row.ts';
import { closedMonths, holderOn, paidBy, type PaidBy, type People, readPeople } from './people.ts';
import { sameDays, samePunches, sameRecaps } from './recorded.ts';
import type { Understood } from './raw-file.ts';

/** The realm in which people stand under their NIP, for files of machines that know them by it. */
export const NIP_REALM = 'NIP';

/** A punch with its instant and whose number it is. */
export interface PlannedPunch {
  readonly row: number;
  readonly realm: string;
  readonly pin: string;
  readonly at: Date;
  readonly text: string;
  readonly extra: readonly string[];
  readonly day: LocalDate;
  /** Null where the PIN belongs to nobody on that day. */
  readonly employeeId: string | null;
}
export interface PlannedDay extends Omit<DayRow, 'who' | 'kind'> {
  readonly employeeId: string;
  readonly unitId: string;
}
export interface PlannedRecap extends Omit<RecapRow, 'who' | 'kind'> {
  readonly employeeId: string;
}

/** What saving a file would do. Nothing is written yet. */
export interface Plan {
  readonly punches: readonly PlannedPunch[];
  readonly days: readonly PlannedDay[];
  readonly recaps: readonly PlannedRecap[];
  /** Rows that are recorded already, or stand twice in the file. */
  readonly unchanged: number;
  /** Rows of months that are closed, far back, not chosen, or still to come. */
  readonly outOfPeriod: number;
  readonly rejected: readonly RowProblem[];
  /** PINs of nobody, with their rows; the most frequent first. */
  readonly unknownPins: readonly { readonly pin: string; readonly rows: number }[];
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
const MONTHS_BACK = 3;
const ROWS_PER_TURN = 2_000;
const MINUTE_MS = 60_000;

/** Compares the rows of a file with what is recorded: what is new, the same, out of period, refused. */
export async function planRows(sql: Sql, file: Pick<Understood, 'rows' | 'problems'>, frame: PlanFrame): Promise<Plan> {
  const placed = await placeRows(sql, file.rows, frame);
  const punches = await withoutKnown(placed.punches, list => samePunches(sql, list));
  const days = await withoutKnown(placed.days, list => sameDays(sql, list));
  const recaps = await withoutKnown(placed.recaps, list => sameRecaps(sql, list));
  const unknown = new Map<string, number>();
  for (const { pin, employeeId } of punches.fresh)
    if (employeeId === null) unknown.set(pin, (unknown.get(pin) ?? 0) + 1);
  return {
    punches: punches.fresh,
    days: days.fresh,
    recaps: recaps.fresh,
    unchanged: placed.repeated + punches.known + days.known + recaps.known,
    outOfPeriod: placed.outOfPeriod,
    rejected: [...file.problems, ...placed.rejected].sort((a, b) => a.row - b.row),
    unknownPins: [...unknown].map(([pin, rows]) => ({ pin, rows })).sort((a, b) => b.rows - a.rows),
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
  readonly punches: PlannedPunch[];
  readonly days: PlannedDay[];
  readonly recaps: PlannedRecap[];
  readonly rejected: RowProblem[];
  repeated: number;
  outOfPeriod: number;
}

const dayOf = (row: FileRow): LocalDate => (row.kind === 'recap' ? firstDay(row.month) : row.day);

async function placeRows(sql: Sql, rows: readonly FileRow[], frame: PlanFrame): Promise<Placed> {
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
    closed: await closedMonths(sql, frame.unitId, [...new Set(rows.map(row => monthOf(dayOf(row))))]),
    seen: new Map(),
    punched: new Set(),
  };
  const placed: Placed = { punches: [], days: [], recaps: [], rejected: [], repeated: 0, outOfPeriod: 0 };
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    place(row, judge, placed);
  }
  return placed;
}

const personOf = (row: FileRow, people: People): string | undefined =>
  row.who.nip === null ? holderOn(people, row.who.pin ?? '', dayOf(row)) : people.byNip.get(row.who.nip);

interface Judge {
  readonly frame: PlanFrame;
  readonly people: People;
  readonly paid: (employeeId: string, day: LocalDate) => PaidBy | undefined;
  readonly closed: ReadonlySet<Month>;
  /** What stood in the file before, by who and when, with its content. */
  readonly seen: Map<string, { readonly row: number; readonly content: string }>;
  /** The same of punches, whose content is who and when. */
  readonly punched: Set<string>;
}

function place(row: FileRow, judge: Judge, placed: Placed): void {
  const { frame, people, paid, closed } = judge;
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
  if (row.kind === 'punch') {
    // A machine's clock may be wrong, and its memory reaches back: neither is something to correct row by row.
    const shut = payer ? !payer.open : closed.has(month);
    if (day > frame.today || shut || foreign) placed.outOfPeriod += 1;
    else if (row.who.nip !== null && employeeId === undefined) refuse('nip', unknownNip(row.who.nip));
    else placePunch(row, employeeId ?? null, judge, placed);
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

const unknownNip = (nip: string): string => `NIP ${nip} tidak terdaftar`;

function placePunch(row: PunchRow, employeeId: string | null, judge: Judge, placed: Placed): void {
  const realm = row.who.nip === null ? (judge.frame.realm ?? '') : NIP_REALM;
  const pin = row.who.nip ?? row.who.pin ?? '';
  const { day, text, extra, second } = row;
  const offset = ZONES[judge.frame.zone].offsetMinutes * MINUTE_MS;
  const at = new Date(Date.parse(`${day}T00:00:00Z`) + second * 1_000 - offset);
  const key = `${pin}|${String(at.getTime())}`;
  if (judge.punched.has(key)) {
    placed.repeated += 1;
    return;
  }
  judge.punched.add(key);
  placed.punches.push({ row: row.row, realm, pin, at, text, extra, day, employeeId });
}

function placeDay(row: DayRow, employeeId: string, payer: PaidBy, judge: Judge, placed: Placed): void {
  const content = JSON.stringify([row.inMinute, row.outMinute, row.code]);
  if (!isFirst(judge, placed, `${employeeId}|${row.day}`, content, row)) return;
  const { day, inMinute, outMinute, code, note } = row;
  placed.days.push({ row: row.row, day, inMinute, outMinute, code, note, employeeId, unitId: payer.unitId });
}

/** Whether nothing of the same person and time stood in the file before; a second one that says otherwise is refused. */
function isFirst({ seen }: Judge, placed: Placed, key: string, content: string, { row }: FileRow): boolean {
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
