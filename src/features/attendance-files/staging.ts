import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Month, monthOf } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { DayRow, FileLine, FileRow, PunchRow, RecapRow, RowProblem } from './file-row.ts';

/**
 * The punches of a file as they stand in it, for as long as the transaction. Everything that is asked of hundreds of
 * thousands of them is asked in SQL (`punch-plan.ts`): as objects they would be some hundred megabytes.
 */
const TABLE = `CREATE TEMP TABLE attendance_staging (row_no int NOT NULL, by_nip boolean NOT NULL, number text NOT NULL,
  day date NOT NULL, month date NOT NULL, second int NOT NULL, local_text text NOT NULL, extra jsonb NOT NULL) ON COMMIT DROP`;
const COPY = 'COPY attendance_staging FROM STDIN';
/** Plans over a table that nothing is known of are made for a handful of rows. */
const COUNTED = 'ANALYZE attendance_staging (by_nip, number, day, month)';

/** A file whose lines have been gone through once; its punches are staged. */
export interface StagedFile {
  /** Lines that say something, those with a problem too. */
  readonly lines: number;
  readonly punches: number;
  /** What is no punch; a table has few enough rows to be held. */
  readonly others: readonly (DayRow | RecapRow)[];
  readonly problems: readonly RowProblem[];
  readonly samples: readonly FileRow[];
  readonly withPins: boolean;
  /** How many rows there are of each month, the latest first. */
  readonly months: readonly { readonly month: Month; readonly rows: number }[];
}

const SAMPLES = 5;
/** Characters that are sent at once; others have their turn after each. */
const PIECE = 64 * 1024;

/** Goes through a file's lines once: punches go into the staging table as they are read, the rest is held. */
export async function stageFile(tx: Tx, lines: Iterable<FileLine>): Promise<StagedFile> {
  const found = new Found();
  await tx.query(TABLE);
  await tx.copyIn(COPY, pieces(lines, found));
  await tx.query(COUNTED);
  return found.staged();
}

async function* pieces(lines: Iterable<FileLine>, found: Found): AsyncGenerator<string> {
  let piece = '';
  for (const line of lines) {
    found.take(line);
    if (line.kind !== 'punch') continue;
    piece += copyLine(line);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
    await nextTurn();
  }
  if (piece !== '') yield piece;
}

const copyLine = ({ row, who, day, second, text, extra }: PunchRow): string =>
  `${String(row)}\t${who.nip === null ? 'f' : 't'}\t${escaped(who.nip ?? who.pin ?? '')}\t${day}\t${day.slice(0, 7)}-01\t${String(second)}\t${escaped(text)}\t${escaped(listed(extra))}\n`;

/** What COPY would take for the end of a field, a row or an escape. PostgreSQL's texts hold no NUL. */
const SPECIAL = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '' };
const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r\0]/g, special => ESCAPES[special] ?? '') : text;

/** The list as JSON; written by hand where nothing in it needs escaping, as in every machine's own file. */
function listed(texts: readonly string[]): string {
  const plain = texts.every(text => /^[\w .:-]*$/.test(text));
  if (!plain) return JSON.stringify(texts.map(text => text.replaceAll('\0', '')));
  return texts.length === 0 ? '[]' : `["${texts.join('","')}"]`;
}

/** What is counted and held while lines go by. */
class Found {
  #lines = 0;
  #punches = 0;
  #withPins = false;
  readonly #others: (DayRow | RecapRow)[] = [];
  readonly #problems: RowProblem[] = [];
  readonly #samples: FileRow[] = [];
  readonly #months = new Map<Month, number>();

  take(line: FileLine): void {
    this.#lines += 1;
    if (line.kind === 'problem') {
      const { row, field, reason } = line;
      this.#problems.push({ row, field, reason });
      return;
    }
    if (line.kind === 'punch') this.#punches += 1;
    else this.#others.push(line);
    if (line.who.pin !== null) this.#withPins = true;
    if (this.#samples.length < SAMPLES) this.#samples.push(line);
    const month = line.kind === 'recap' ? line.month : monthOf(line.day);
    this.#months.set(month, (this.#months.get(month) ?? 0) + 1);
  }

  staged(): StagedFile {
    return {
      lines: this.#lines,
      punches: this.#punches,
      others: this.#others,
      problems: this.#problems,
      samples: this.#samples,
      withPins: this.#withPins,
      months: [...this.#months].sort(([a], [b]) => (a < b ? 1 : -1)).map(([month, rows]) => ({ month, rows })),
    };
  }
}
