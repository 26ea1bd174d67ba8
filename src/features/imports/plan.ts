import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LocalDate } from '../../domain/local-date.ts';
import { addDays } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { ReadCell } from '../../platform/spreadsheet/cell.ts';
import { CellProblem, cellText } from './cell-text.ts';
import { SECRET_COLUMN, type Table, type TableRow } from './header.ts';
import type { SheetKey } from './sheets.ts';
import type { World } from './world.ts';

/** Tables that an import may add rows to, in the order in which they depend on each other. */
export const WRITTEN = [
  'payroll_unit',
  'org_unit',
  'org_unit_version',
  'position',
  'position_version',
  'employee',
  'employee_status',
  'assignment',
  'employee_workplace',
  'catalogue_item',
  'catalogue_norm',
  'opening_balance',
] as const;
export type WrittenTable = (typeof WRITTEN)[number];

/** A fact of a record that is there already, as it is and as it becomes. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A record of `employee` or `catalogue_item` that is written over; by column of the table. */
export interface RecordChange {
  readonly table: 'employee' | 'catalogue_item';
  readonly id: string;
  readonly version: number;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export type RowResult = 'baru' | 'ubah' | 'sama' | 'tolak';

/** What becomes of one row of the file. */
export interface RowOutcome {
  readonly sheet: SheetKey;
  readonly row: number;
  readonly result: RowResult;
  /** Whom or what the row is about, as far as it could be read. */
  readonly what: string;
  readonly field?: string;
  readonly reason?: string;
  readonly changes?: readonly FieldChange[];
}

/** What an import would do, or does. */
export interface Plan {
  readonly outcomes: readonly RowOutcome[];
  readonly inserts: Readonly<Record<WrittenTable, object[]>>;
  readonly changes: readonly RecordChange[];
  /** What one should know although no row is refused. */
  readonly notes: readonly string[];
}

/** Who brings a file in, and what is therefore not theirs to write: their own record, and of the hands behind them. */
export interface Author {
  readonly self: string | null;
  /** The author, who uploaded the file, and whoever opened their accounts in the last days (docs/adr/0015-rights.md). */
  readonly selves: ReadonlySet<string>;
  /** Chairs that these hold, now or later. */
  readonly chairs: ReadonlySet<string>;
}
/** A trial on the command line. */
export const NOBODY: Author = { self: null, selves: new Set(), chairs: new Set() };

const OF_ONESELF = 'Rekening, golongan, jabatan, dan saldo Anda sendiri diimpor oleh rekan lain';
const OF_ONE_HAND = 'Orang ini mengunggah berkas ini, atau mencetak kode akun Anda. Barisnya diimpor oleh rekan lain';
const OWN_CHAIR = 'Jabatan yang diduduki pengimpor diubah oleh rekan lain';

/** A few milliseconds of work. */
const ROWS_AT_ONCE = 50;

/** Everything a sheet's planner needs; it adds to the world and to the inserts. */
export class Planning {
  readonly outcomes: RowOutcome[] = [];
  private rowsAtOnce = 0;
  readonly changes: RecordChange[] = [];
  readonly notes = new Set<string>();
  readonly inserts = Object.fromEntries(WRITTEN.map(table => [table, []])) as unknown as Record<WrittenTable, object[]>;

  constructor(
    readonly world: World,
    /** Makes an id; ids are made while planning so that rows may refer to each other. */
    readonly newId: () => string,
    readonly today: LocalDate,
    private readonly author: Author = NOBODY,
  ) {}

  /** Why a row about a person is not this author's to bring in; null where it is. */
  ownProblem(employeeId: string): string | null {
    if (!this.author.selves.has(employeeId)) return null;
    return employeeId === this.author.self ? OF_ONESELF : OF_ONE_HAND;
  }

  /** The same for a row about a chair: nobody changes the one they sit in, whatever it is worth. */
  ownChairProblem(positionId: string): string | null {
    return this.author.chairs.has(positionId) ? OWN_CHAIR : null;
  }

  /** The first of the running month: the earliest day from which an import records who sits where, where nobody says. */
  get monthStart(): LocalDate {
    return addDays(this.today, 1 - Number(this.today.slice(8)));
  }

  /** Why a change of a unit's people or chairs cannot hold from a day on; null where it can. Approved months are settled later. */
  unsettledProblem(unitId: string, from: LocalDate): string | null {
    const month = this.world.unsettledMonthFrom(unitId, from);
    return month === undefined
      ? null
      : `TPP ${monthInWords(monthOf(month))} unit ini sudah ditutup tetapi belum disetujui. Setujui atau batalkan dulu perhitungannya`;
  }

  /** Why a change of a unit itself cannot hold from a day on; null where it can. */
  closedProblem(unitId: string, from: LocalDate): string | null {
    const closed = this.world.closedMonthFrom(unitId, from);
    return closed === undefined
      ? null
      : `TPP ${monthInWords(monthOf(closed))} unit ini sudah ditutup. Pilih tanggal sesudah 1 ${monthInWords(monthOf(closed))}`;
  }

  insert(table: WrittenTable, row: object): void {
    this.inserts[table].push(row);
  }

  /** Counts one more row of work; after some, others get their turn: a file of 50,000 rows must not stop the office. */
  async breathe(): Promise<void> {
    this.rowsAtOnce += 1;
    if (this.rowsAtOnce < ROWS_AT_ONCE) return;
    this.rowsAtOnce = 0;
    await nextTurn();
  }

  plan(): Plan {
    return { outcomes: this.outcomes, inserts: this.inserts, changes: this.changes, notes: [...this.notes] };
  }
}

/** The cells of one row, read field by field; what is wrong is collected. */
export class RowReader {
  readonly problems: { readonly field: string; readonly reason: string }[] = [];

  constructor(
    readonly sheet: SheetKey,
    readonly row: TableRow,
  ) {
    if (this.has(SECRET_COLUMN))
      this.refuse(
        SECRET_COLUMN,
        'Kata sandi tidak boleh ada di berkas. Hapus kolomnya; pegawai membuat sendiri dengan kode aktivasi',
      );
  }

  /** Whether something stands in the field. */
  has(field: string): boolean {
    const cell = this.cell(field);
    return cell !== null && (typeof cell === 'object' || cellText(cell) !== '');
  }

  cell(field: string): ReadCell {
    return this.row.cells[field] ?? null;
  }

  refuse(field: string, reason: string): void {
    this.problems.push({ field, reason });
  }

  /** The field's value, or null where it is empty or wrong. */
  take<Value>(field: string, read: (cell: ReadCell) => Value): Value | null {
    if (!this.has(field)) return null;
    try {
      return read(this.cell(field));
    } catch (error) {
      if (!(error instanceof CellProblem)) throw error;
      this.refuse(field, error.message);
      return null;
    }
  }

  /** The same for a field that must not be empty. */
  need<Value>(field: string, read: (cell: ReadCell) => Value, empty: string): Value | null {
    if (!this.has(field)) this.refuse(field, empty);
    return this.take(field, read);
  }

  /** The outcome of a row with problems: the first one, and the others after it. */
  refused(what: string): RowOutcome {
    const [first, ...more] = this.problems;
    const reason = [first?.reason ?? '', ...more.map(({ field, reason: also }) => `${field}: ${also}`)].join('. ');
    return { sheet: this.sheet, row: this.row.row, result: 'tolak', what, field: first?.field ?? '', reason };
  }

  outcome(result: 'baru' | 'ubah' | 'sama', what: string, changes?: readonly FieldChange[]): RowOutcome {
    return { sheet: this.sheet, row: this.row.row, result, what, ...(changes ? { changes } : {}) };
  }
}

/** Plans each row of the tables of one sheet, in the given order. */
export async function eachRow(
  planning: Planning,
  tables: readonly Table[],
  sheet: SheetKey,
  planRow: (row: RowReader) => RowOutcome,
): Promise<void> {
  for (const table of tables) {
    if (table.sheet !== sheet) continue;
    for (const row of table.rows) {
      planning.outcomes.push(planRow(new RowReader(sheet, row)));
      await planning.breathe();
    }
  }
}
