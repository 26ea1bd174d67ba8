import { FormulaError } from './formula-lexer.ts';
import type { Part } from './formula-part.ts';
import { formulaText, type Formula } from './formula.ts';
import type { Scope } from './scope.ts';
import type { Table, TableRows } from './table.ts';

/*
 * Codes joined by + in one text (`TL1+APEL`, the column `kode` of `presensi.hari`): a day has a code for its start, one for its end
 * and one for a ceremony. Whoever looks such a text up as a whole misses both codes, and pays too much; so that is refused,
 * and each code is asked for by `"APEL" dalam nilai.kode`. A text in force is not refused for it.
 */

const JOINT = '+';

/** Whether a code is one of those joined in a text. */
export function holdsCode(text: string, code: string): boolean {
  return text.split(JOINT).includes(code);
}

const isJoined = ({ type }: Part): boolean => type.kind === 'text' && type.joined === true;

const wayOut = (whole: string): string =>
  `tanyakan setiap kode, misalnya (jika "APEL" dalam ${whole} maka … selain …), atau hitung sebulan dari presensi.kode`;

/** Refuses to look joined codes up under a table's "*" or in a map, which gives nothing for them. Throws FormulaError. */
export function refuseJoinedKey(key: Part, formula: Formula, where: string, scope: Scope): void {
  if (!isJoined(key) || scope.isAdopted) return;
  const whole = formulaText(formula);
  throw new FormulaError(
    `"${whole}" dapat memuat beberapa kode sekaligus, misalnya TL1+APEL, dan ${where}; ${wayOut(whole)}`,
  );
}

/** The same for a table's keys; where no "*" swallows them, a day with several codes is named when it is met. */
export function refuseJoinedRows(
  keys: readonly Part[],
  formulas: readonly Formula[],
  table: Table,
  scope: Scope,
): void {
  keys.forEach((key, index) => {
    if (hasOtherwise(table.rows, index))
      refuseJoinedKey(key, formulas[index]!, `tabel "${table.name}" memberinya baris "*"`, scope);
  });
}

/** Whether a level of a table, counted from 0, has a row "*" anywhere. */
function hasOtherwise(rows: TableRows, level: number): boolean {
  if (rows.kind === 'exact' && level === 0) return rows.otherwise !== null;
  return under(rows).some(each => hasOtherwise(each, level - 1));
}

function under(rows: TableRows): readonly TableRows[] {
  if (rows.kind === 'exact') return [...rows.rows.values(), ...(rows.otherwise ? [rows.otherwise] : [])];
  if (rows.kind === 'band') return rows.bands.map(band => band.rows);
  return rows.kind === 'dated' ? rows.spans.map(span => span.rows) : [];
}

/** Refuses to compare joined codes with one that never stands alone for sure. Throws FormulaError. */
export function refuseJoinedEqual(sides: readonly Part[], formulas: readonly Formula[], scope: Scope): void {
  const at = sides.findIndex(isJoined);
  if (at < 0 || scope.isAdopted) return;
  const code = formulas.flatMap(literals).find(each => scope.joinable.has(each));
  if (code === undefined) return;
  const whole = formulaText(formulas[at]!);
  throw new FormulaError(
    `"${whole}" dapat memuat ${code} bersama kode lain, misalnya ${code}+…, dan tidak sama dengan "${code}"; tulis "${code}" dalam ${whole}`,
  );
}

function literals(formula: Formula): readonly string[] {
  if (formula.kind === 'text') return [formula.value];
  return formula.kind === 'list' ? formula.items.flatMap(literals) : [];
}
