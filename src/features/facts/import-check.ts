import { addMonths, firstDay, isMonth, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { ReadSheet } from '../../platform/spreadsheet/cell.ts';
import { CellProblem, cellText, shown } from '../imports/cell-text.ts';
import { nip as nipOf } from '../imports/field-values.ts';
import { regulationOn } from '../policies/queries.ts';
import { factTable, kindField, type FactRow, type FactTable } from './import-table.ts';
import { factKinds, type FactKind } from './kinds.ts';
import { closedInWords, MOST_AHEAD, MOST_MONTHS, type NewProposal } from './proposal-service.ts';
import { factKey, knownFacts } from './record-queries.ts';
import { readMonth } from './typed-month.ts';
import { readTyped } from './value.ts';

/** A row that is not taken. */
export interface RejectedFact {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
}

/** A file in figures. Rows are counted, not cells. */
export interface FactReport {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: readonly RejectedFact[];
  /** Cells that are new. */
  readonly facts: number;
  readonly notes: readonly string[];
}

/** A file as it was understood and compared; nothing is written yet. */
export interface CheckedFacts {
  readonly table: FactTable;
  readonly proposals: readonly NewProposal[];
  readonly report: FactReport;
}

/** Whose people may be written about, and how the source is called where the file does not say. */
export interface FactReading {
  readonly scope: readonly string[] | null;
  readonly source: string;
  readonly running: Month;
}

/** A row whose person and month are read. */
interface Wanted {
  readonly row: FactRow;
  readonly nip: string;
  readonly month: Month;
  readonly until: Month | null;
}

class RowProblem extends Error {
  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(reason);
  }
}

const LONGEST_SOURCE = 200;

/** Compares the rows of a file with what is recorded and what waits. @throws Unreadable for a file that holds none of ours */
export async function checkFacts(sql: Sql, sheets: readonly ReadSheet[], reading: FactReading): Promise<CheckedFacts> {
  const months = new Map<Month, FactKind[]>();
  const kindsOf = async (month: Month): Promise<FactKind[]> => {
    const known = months.get(month);
    if (known) return known;
    const inForce = await regulationOn(sql, firstDay(month));
    const kinds = inForce ? factKinds(inForce.regulation) : [];
    months.set(month, kinds);
    return kinds;
  };
  const table = factTable(sheets, await kindsOf(reading.running));
  const rejected: RejectedFact[] = [];
  const wanted: Wanted[] = [];
  let empty = 0;
  const judge = async (row: FactRow, act: () => void | Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (error instanceof RowProblem) rejected.push({ row: row.row, field: error.field, reason: error.message });
      else throw error;
    }
  };
  for (const row of table.rows) {
    if (isEmpty(row)) empty += 1;
    else await judge(row, () => void wanted.push(wantedOf(row, reading.running)));
  }
  const people = await peopleOf(sql, wanted);
  const known = await knownFacts(
    sql,
    wanted.flatMap(({ nip, month }) => {
      const person = people.get(`${nip}|${month}`);
      return person ? [{ employeeId: person.id, month }] : [];
    }),
  );
  const taken = new Map<string, number>();
  const proposals: NewProposal[] = [];
  let [accepted, unchanged] = [0, 0];
  for (const { row, nip, month, until } of wanted) {
    const kinds = await kindsOf(month);
    await judge(row, () => {
      const person = people.get(`${nip}|${month}`);
      if (!person || (reading.scope !== null && !reading.scope.includes(person.unitId ?? '')))
        throw new RowProblem('nip', `NIP ${nip} bukan pegawai unit Anda pada bulan itu`);
      const closed = person.closedIn(until);
      if (closed !== null && !(until === null && person.corrects)) throw new RowProblem('bulan', closedInWords(closed));
      const source = sourceOf(row) ?? reading.source;
      const fresh = valuesOf(row, kinds, month).filter(({ name, value }) => {
        const key = factKey(person.id, month, name);
        const before = taken.get(key);
        if (before !== undefined) throw new RowProblem(name, `Sudah ada di baris ${String(before)}`);
        const [holds, waits] = [known.holds.get(key), known.waits.get(key)];
        const last = until ?? month;
        return !(holds?.value === value && holds.until >= last) && !(waits?.value === value && waits.until === last);
      });
      for (const { name } of valuesOf(row, kinds, month)) taken.set(factKey(person.id, month, name), row.row);
      if (fresh.length === 0) unchanged += 1;
      else accepted += 1;
      for (const { name, value } of fresh)
        proposals.push({ employeeId: person.id, payrollUnitId: null, month, until, name, value, source });
    });
  }
  const notes = [
    ...(empty > 0 ? [`${String(empty)} baris belum berisi nilai dan dilewati.`] : []),
    ...table.unknown.slice(0, 5).map(text => `Kolom ${shown(text)} tidak dikenal dan tidak dibaca.`),
  ];
  rejected.sort((a, b) => a.row - b.row);
  return { table, proposals, report: { accepted, unchanged, rejected, facts: proposals.length, notes } };
}

const isEmpty = (row: FactRow): boolean =>
  Object.entries(row.cells).every(
    ([field, cell]) => !field.startsWith('fakta:') || cell === null || (typeof cell === 'string' && cell.trim() === ''),
  );

const inField = <Value>(field: string, act: () => Value): Value => {
  try {
    return act();
  } catch (error) {
    throw error instanceof CellProblem ? new RowProblem(field, error.message) : error;
  }
};

function wantedOf(row: FactRow, running: Month): Wanted {
  const nip = inField('nip', () => nipOf(row.cells['nip']));
  const monthIn = (field: string): Month => {
    const text = inField(field, () => cellText(row.cells[field]));
    const month = readMonth(text);
    if (month === undefined) throw new RowProblem(field, `Bulan ditulis seperti Oktober 2026, terbaca ${shown(text)}`);
    return month;
  };
  const month = monthIn('bulan');
  const until =
    inField('sampai_bulan', () => cellText(row.cells['sampai_bulan'])) === '' ? null : monthIn('sampai_bulan');
  if (month > addMonths(running, MOST_AHEAD)) throw new RowProblem('bulan', 'Bulan ini terlalu jauh');
  if (until !== null && (until < month || until > addMonths(month, MOST_MONTHS - 1)))
    throw new RowProblem('sampai_bulan', `Paling awal bulan itu sendiri, paling lama ${String(MOST_MONTHS)} bulan`);
  return { row, nip, month, until };
}

function sourceOf(row: FactRow): string | null {
  const text = inField('sumber', () => cellText(row.cells['sumber']));
  if ([...text].length > LONGEST_SOURCE)
    throw new RowProblem('sumber', `Paling panjang ${String(LONGEST_SOURCE)} huruf`);
  return text === '' ? null : text;
}

function valuesOf(row: FactRow, kinds: readonly FactKind[], month: Month): { name: string; value: string }[] {
  const asked = new Map(kinds.map(kind => [kindField(kind.name), kind]));
  return Object.entries(row.cells).flatMap(([field, cell]) => {
    if (!field.startsWith('fakta:')) return [];
    const name = field.slice('fakta:'.length);
    const text = inField(name, () => cellText(cell));
    if (text === '') return [];
    const kind = asked.get(field);
    if (!kind) throw new RowProblem(name, `Data ini tidak diminta peraturan ${month}`);
    const read = readTyped(kind, text);
    if (!read.ok) throw new RowProblem(name, `${read.reason}, terbaca ${shown(text)}`);
    return [{ name, value: read.value }];
  });
}

interface PersonRow extends Record<string, unknown> {
  nip: string;
  month: LocalDate;
  id: string;
  unit: string | null;
  closed: LocalDate[];
  corrects: boolean;
}

const PEOPLE = `SELECT e.nip, k.month, e.id, takar_paying_unit(e.id, k.month) AS unit,
    takar_fact_corrects(e.id, k.month) AS corrects, coalesce((
    SELECT array_agg(p.month ORDER BY p.month) FROM payroll_period p
    WHERE p.kind = 'TPP' AND NOT p.open AND p.month BETWEEN k.month AND k.until AND takar_facts_taken(p.month, p.payroll_unit_id)
      AND p.payroll_unit_id = takar_paying_unit(e.id, p.month)), '{}') AS closed
  FROM (SELECT nip, month, max(until) AS until FROM unnest($1::text[], $2::date[], $3::date[]) AS k (nip, month, until)
        GROUP BY nip, month) k
  JOIN employee e ON e.nip = k.nip`;

interface KnownPerson {
  readonly id: string;
  readonly unitId: string | null;
  /** The row's month is approved: a fact of it alone is a correction. */
  readonly corrects: boolean;
  /** The first closed month of a span that begins with the row's month. */
  closedIn(until: Month | null): LocalDate | null;
}

async function peopleOf(sql: Sql, wanted: readonly Wanted[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await sql.query<PersonRow>(PEOPLE, [
    wanted.map(({ nip }) => nip),
    wanted.map(({ month }) => firstDay(month)),
    wanted.map(({ month, until }) => firstDay(until ?? month)),
  ]);
  return new Map(
    rows.map(row => {
      const month = row.month.slice(0, 7);
      if (!isMonth(month)) throw new Error(`not a month: ${month}`);
      const closedIn = (until: Month | null): LocalDate | null =>
        row.closed.find(day => day <= firstDay(until ?? month)) ?? null;
      return [`${row.nip}|${month}`, { id: row.id, unitId: row.unit, corrects: row.corrects, closedIn }];
    }),
  );
}
