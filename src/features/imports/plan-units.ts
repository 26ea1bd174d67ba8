import { date as dateText } from '../../platform/render/format.ts';
import { CODE_SHAPE, UNIT_KINDS } from '../organisation/unit-kinds.ts';
import { cellText } from './cell-text.ts';
import { day, textUpTo, wholeBetween } from './field-values.ts';
import type { Table } from './header.ts';
import { eachInOrder } from './row-order.ts';
import type { FieldChange, Planning, RowOutcome, RowReader } from './plan.ts';
import type { PayrollUnitFact, UnitFact } from './world.ts';

const PAYROLL_CODE = /^[A-Z0-9-]+$/;
const DEEPEST = 30;

/** A code as it is stored: capital letters, blanks as hyphens. */
export const codeOf = (row: RowReader, field: string): string =>
  row.has(field) ? cellText(row.cell(field)).toUpperCase().replaceAll(/\s+/g, '-') : '';

/** Whether a text can be a code; the message where it cannot. */
export const codeProblem = (code: string): string | null =>
  CODE_SHAPE.test(code) ? null : `Kode berisi huruf, angka dan tanda hubung, terbaca ${code.slice(0, 40)}`;

/** Plans the sheet of units: parents before their children, wherever they stand in the file. */
export function planUnits(planning: Planning, tables: readonly Table[]): Promise<void> {
  return eachInOrder(planning, tables, 'unit', 'kode', 'kode_induk', row => planUnit(planning, row));
}

const SCHOOL = /^(?:sd|smp|sma|smk|tk|paud|sekolah)/i;

/** A kind by its key or its word; what the list does not know is another unit. */
function unitKind(text: string): string {
  const word = text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const known = Object.entries(UNIT_KINDS).find(([key, words]) =>
    [key, words].some(each => each.toLowerCase().replaceAll(/[^a-z]/g, '') === word),
  );
  return known?.[0] ?? (SCHOOL.test(text) ? 'SEKOLAH' : 'LAINNYA');
}

interface Given {
  readonly code: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly parent: UnitFact | null;
  readonly pattern: number | null;
  readonly since: string;
  readonly decree: string | null;
}

function planUnit(planning: Planning, row: RowReader): RowOutcome {
  const { world } = planning;
  const code = codeOf(row, 'kode');
  if (code === '') row.refuse('kode', 'Isi kode unit');
  else {
    const problem = codeProblem(code);
    if (problem) row.refuse('kode', problem);
  }
  const parentCode = codeOf(row, 'kode_induk');
  const parent = parentCode === '' ? undefined : world.unitCalled(cellText(row.cell('kode_induk')));
  if (parentCode !== '' && !parent) row.refuse('kode_induk', `Unit induk ${parentCode} tidak terdaftar`);
  const given: Given = {
    code,
    name: row.need('nama', textUpTo(160), 'Isi nama unit'),
    kind: row.take('jenis', cell => unitKind(cellText(cell))),
    parent: parent ?? null,
    pattern: row.take('pola_kerja', wholeBetween(5, 6, 'Pola kerja')),
    since: row.take('tmt', day) ?? planning.monthStart,
    decree: row.take('sk', textUpTo(200)),
  };
  const known = world.unitsByCode.get(code);
  const payroll = row.problems.length === 0 ? payrollUnitFor(planning, row, given, known) : undefined;
  if (row.problems.length > 0 || !payroll) return row.refused(code);
  return known ? changedUnit(planning, row, given, known, payroll) : newUnit(planning, row, given, payroll);
}

/** The paying unit: the one named, the parent's, or one of its own for a unit at the top. */
function payrollUnitFor(
  planning: Planning,
  row: RowReader,
  given: Given,
  known: UnitFact | undefined,
): PayrollUnitFact | undefined {
  const { world } = planning;
  const named = codeOf(row, 'kode_pembayar');
  if (named === '' && known) return { id: known.payrollUnitId, code: '' };
  if (named === '' && given.parent) return { id: given.parent.payrollUnitId, code: '' };
  const code = named === '' ? given.code : named;
  const there = world.payrollByCode.get(code);
  if (there) return there;
  const owner = code === given.code ? given.name : world.unitsByCode.get(code)?.name;
  if (owner === null || owner === undefined) {
    row.refuse('kode_pembayar', `Unit pembayar ${code} tidak terdaftar`);
    return undefined;
  }
  if (!PAYROLL_CODE.test(code)) {
    row.refuse('kode_pembayar', `Kode unit pembayar berisi huruf besar, angka dan tanda hubung, terbaca ${code}`);
    return undefined;
  }
  const made = { id: planning.newId(), code };
  world.payrollByCode.set(code, made);
  planning.insert('payroll_unit', { id: made.id, code, name: owner });
  return made;
}

function newUnit(planning: Planning, row: RowReader, given: Given, payroll: PayrollUnitFact): RowOutcome {
  const unit: UnitFact = {
    id: planning.newId(),
    code: given.code,
    name: given.name!,
    kind: given.kind ?? 'LAINNYA',
    parentId: given.parent?.id ?? null,
    payrollUnitId: payroll.id,
    workPattern: given.pattern ?? given.parent?.workPattern ?? 5,
    zone: given.parent?.zone ?? null,
    fromDate: given.since as UnitFact['fromDate'],
  };
  planning.insert('org_unit', { id: unit.id, code: unit.code });
  writeVersion(planning, unit, given.decree);
  return row.outcome('baru', `${unit.code} ${unit.name}`);
}

function changedUnit(
  planning: Planning,
  row: RowReader,
  given: Given,
  known: UnitFact,
  payroll: PayrollUnitFact,
): RowOutcome {
  const unit: UnitFact = {
    ...known,
    name: given.name!,
    kind: given.kind ?? known.kind,
    parentId: given.parent?.id ?? known.parentId,
    payrollUnitId: payroll.id,
    workPattern: given.pattern ?? known.workPattern,
    fromDate: given.since as UnitFact['fromDate'],
  };
  const what = `${known.code} ${known.name}`;
  const nameOf = (id: string | null): string | null =>
    id === null ? null : (planning.world.unitsById.get(id)?.code ?? null);
  const changes = [
    change('Nama', known.name, unit.name),
    change('Jenis', known.kind, unit.kind),
    change('Induk', nameOf(known.parentId), nameOf(unit.parentId)),
    change('Pembayar', known.payrollUnitId, unit.payrollUnitId),
    change('Pola kerja', String(known.workPattern), String(unit.workPattern)),
  ].flat();
  if (changes.length === 0) return row.outcome('sama', what);
  if (standsBelow(planning, unit)) row.refuse('kode_induk', 'Unit ini akan berada di bawah dirinya sendiri');
  if (unit.fromDate <= known.fromDate) row.refuse('tmt', laterThan(known.fromDate, changes));
  const closed = planning.closedProblem(known.id, unit.fromDate);
  if (closed) row.refuse('tmt', closed);
  if (row.problems.length > 0) return row.refused(what);
  writeVersion(planning, unit, given.decree);
  return row.outcome('ubah', what, changes);
}

/** Timelines are not rewritten: what differs needs a day from which it holds. */
export const laterThan = (known: string, changes: readonly FieldChange[]): string =>
  `${changes.map(each => each.field).join(', ')} berbeda dari data yang berlaku sejak ${dateText(known)}. Isi TMT sesudahnya`;

/** A difference as a list of one or none. */
export const change = (field: string, before: string | null, after: string | null): FieldChange[] =>
  (before ?? '') === (after ?? '') ? [] : [{ field, before, after }];

function standsBelow(planning: Planning, unit: UnitFact): boolean {
  let above = unit.parentId;
  for (let depth = 0; above !== null && depth < DEEPEST; depth += 1) {
    if (above === unit.id) return true;
    above = planning.world.unitsById.get(above)?.parentId ?? null;
  }
  return false;
}

function writeVersion(planning: Planning, unit: UnitFact, decree: string | null): void {
  planning.world.addUnit(unit);
  planning.insert('org_unit_version', {
    unit_id: unit.id,
    from_date: unit.fromDate,
    name: unit.name,
    kind: unit.kind,
    parent_id: unit.parentId,
    payroll_unit_id: unit.payrollUnitId,
    work_pattern: unit.workPattern,
    zone: unit.zone,
    decree,
  });
}
