import type { LocalDate } from '../../domain/local-date.ts';
import { cellText } from './cell-text.ts';
import { day, echelon, textUpTo, wholeBetween } from './field-values.ts';
import type { Table } from './header.ts';
import { eachInOrder } from './row-order.ts';
import type { Planning, RowOutcome, RowReader } from './plan.ts';
import { change, codeOf, codeProblem, laterThan } from './plan-units.ts';
import type { ChairFact, UnitFact } from './world.ts';

const DEEPEST = 50;
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:jpt|pimpinan ?tinggi)/i, 'JPT'],
  [/^admin/i, 'ADMINISTRATOR'],
  [/^pengawas/i, 'PENGAWAS'],
  [/^(?:fung|jf)/i, 'FUNGSIONAL'],
  [/^(?:pelaksana|staf)/i, 'PELAKSANA'],
  [/^pejabat/i, 'PEJABAT_NEGARA'],
];
const FUNCTIONAL =
  /\b(?:ahli (?:pertama|muda|madya|utama)|pemula|terampil|mahir|penyelia)\b|^(?:guru|dokter|perawat|bidan|apoteker|auditor|penyuluh|arsiparis|pengawas sekolah)\b/i;

/** The kind of a position from its echelon, else from its title (domain.md 1.4). */
export function kindOf(title: string, level: string | null): string {
  if (level !== null)
    return level.startsWith('IV') || level.startsWith('V')
      ? 'PENGAWAS'
      : level.startsWith('III')
        ? 'ADMINISTRATOR'
        : 'JPT';
  return FUNCTIONAL.test(title) ? 'FUNGSIONAL' : 'PELAKSANA';
}

/** A column that belongs to a family word: small letters. */
export const familyWord = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, '_');

/** Plans the sheet of positions: superiors before those below them. */
export function planPositions(planning: Planning, tables: readonly Table[]): Promise<void> {
  return eachInOrder(planning, tables, 'jabatan', 'kode', 'kode_atasan', row => planPosition(planning, row));
}

/** The unit a row names; refused in words where there is none. */
export function unitIn(planning: Planning, row: RowReader, field: string, empty: string): UnitFact | undefined {
  if (!row.has(field)) {
    row.refuse(field, empty);
    return undefined;
  }
  const text = row.take(field, textUpTo(160));
  const unit = text === null ? undefined : planning.world.unitCalled(text);
  if (text !== null && !unit)
    row.refuse(field, `Kode unit ${text.slice(0, 40)} tidak terdaftar. Periksa sheet Unit atau halaman Unit`);
  return unit;
}

interface Given {
  readonly title: string;
  readonly unit: UnitFact;
  readonly superior: ChairFact | null;
  readonly kind: string | null;
  readonly level: string | null | undefined;
  readonly jobClass: number | null;
  readonly family: string | null;
  readonly duties: string | null;
  readonly since: LocalDate;
  readonly decree: string | null;
}

function planPosition(planning: Planning, row: RowReader): RowOutcome {
  const { world } = planning;
  const code = codeOf(row, 'kode');
  const problem = code === '' ? 'Isi kode jabatan' : codeProblem(code);
  if (problem) row.refuse('kode', problem);
  const known = world.chairsByCode.get(code);
  const title = row.need('nama', textUpTo(200), 'Isi nama jabatan');
  const unit = unitIn(planning, row, 'kode_unit', 'Isi kode unit');
  const superiorCode = codeOf(row, 'kode_atasan');
  const superior = superiorCode === '' ? null : (world.chairsByCode.get(superiorCode) ?? null);
  if (superiorCode !== '' && !superior) row.refuse('kode_atasan', `Jabatan atasan ${superiorCode} tidak terdaftar`);
  const kind = row.take('jenis', cell => kindWord(row, cellText(cell)));
  const jobClass = known
    ? row.take('kelas', wholeBetween(1, 17, 'Kelas'))
    : row.need('kelas', wholeBetween(1, 17, 'Kelas'), 'Isi kelas jabatan, 1 sampai 17');
  const level = row.has('eselon') ? row.take('eselon', echelon) : undefined;
  const family = row.take('keluarga_jabatan', textUpTo(40));
  const duties = row.take('uraian', textUpTo(2000));
  const since = row.take('tmt', day) ?? planning.monthStart;
  const decree = row.take('sk', textUpTo(200));
  if (row.problems.length > 0 || title === null || !unit) return row.refused(`${code} ${title ?? ''}`.trim());
  const given = { title, unit, superior, kind, level, jobClass, family, duties, since, decree };
  return known ? changedChair(planning, row, given, known) : newChair(planning, row, given, code);
}

function kindWord(row: RowReader, text: string): string {
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (kind === undefined)
    row.refuse(
      'jenis',
      `Jenis jabatan JPT, Administrator, Pengawas, Fungsional atau Pelaksana, terbaca ${text.slice(0, 40)}`,
    );
  return kind ?? '';
}

function newChair(planning: Planning, row: RowReader, given: Given, code: string): RowOutcome {
  const superior = given.superior ?? planning.world.superiorFor(given.unit.id) ?? null;
  if (!superior) planning.notes.add(`Jabatan ${given.title} (${given.unit.code}) belum mempunyai atasan.`);
  const chair: ChairFact = {
    id: planning.newId(),
    code,
    title: given.title,
    unitId: given.unit.id,
    superiorId: superior?.id ?? null,
    kind: given.kind ?? kindOf(given.title, given.level ?? null),
    echelon: given.level ?? null,
    jobClass: given.jobClass!,
    family: given.family === null ? familyIn(planning, given.unit) : familyWord(given.family),
    duties: given.duties,
    oneStep: false,
    validatorId: null,
    fromDate: given.since,
  };
  writeChair(planning, chair, given.decree);
  return row.outcome('baru', `${chair.code} ${chair.title}`);
}

function changedChair(planning: Planning, row: RowReader, given: Given, known: ChairFact): RowOutcome {
  const { world } = planning;
  const chair: ChairFact = {
    ...known,
    title: given.title,
    unitId: given.unit.id,
    superiorId: given.superior?.id ?? known.superiorId,
    kind: given.kind ?? known.kind,
    echelon: given.level === undefined ? known.echelon : given.level,
    jobClass: given.jobClass ?? known.jobClass,
    family: given.family === null ? known.family : familyWord(given.family),
    duties: given.duties ?? known.duties,
    fromDate: given.since,
  };
  const codeOfChair = (id: string | null): string | null =>
    id === null ? null : (world.chairsById.get(id)?.code ?? null);
  const changes = [
    change('Nama jabatan', known.title, chair.title),
    change('Unit', world.unitsById.get(known.unitId)?.code ?? null, given.unit.code),
    change('Atasan', codeOfChair(known.superiorId), codeOfChair(chair.superiorId)),
    change('Jenis', known.kind, chair.kind),
    change('Eselon', known.echelon, chair.echelon),
    change('Kelas', String(known.jobClass), String(chair.jobClass)),
    change('Keluarga', known.family, chair.family),
    change('Uraian', known.duties, chair.duties),
  ].flat();
  const what = `${known.code} ${known.title}`;
  if (changes.length === 0) return row.outcome('sama', what);
  const own = planning.ownChairProblem(known.id);
  if (own !== null) row.refuse('kode', own);
  if (isOwnSuperior(planning, chair)) row.refuse('kode_atasan', 'Jabatan ini akan menjadi atasannya sendiri');
  if (chair.fromDate <= known.fromDate) row.refuse('tmt', laterThan(known.fromDate, changes));
  const closed =
    planning.unsettledProblem(known.unitId, chair.fromDate) ?? planning.unsettledProblem(chair.unitId, chair.fromDate);
  if (closed) row.refuse('tmt', closed);
  if (row.problems.length > 0) return row.refused(what);
  writeVersion(planning, chair, given.decree);
  return row.outcome('ubah', what, changes);
}

function isOwnSuperior(planning: Planning, chair: ChairFact): boolean {
  let above = chair.superiorId;
  for (let depth = 0; above !== null && depth < DEEPEST; depth += 1) {
    if (above === chair.id) return true;
    above = planning.world.chairsById.get(above)?.superiorId ?? null;
  }
  return false;
}

/** The family most chairs of a unit belong to; 'umum' in a unit without chairs. */
export function familyIn(planning: Planning, unit: UnitFact): string {
  const counts = new Map<string, number>();
  for (const { family } of planning.world.chairsIn(unit.id))
    if (family !== 'pimpinan') counts.set(family, (counts.get(family) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'umum';
}

/** A chair that is new with this import. */
export function writeChair(planning: Planning, chair: ChairFact, decree: string | null): void {
  planning.insert('position', { id: chair.id, code: chair.code });
  writeVersion(planning, chair, decree);
}

function writeVersion(planning: Planning, chair: ChairFact, decree: string | null): void {
  planning.world.addChair(chair);
  planning.insert('position_version', {
    position_id: chair.id,
    from_date: chair.fromDate,
    title: chair.title,
    unit_id: chair.unitId,
    superior_id: chair.superiorId,
    kind: chair.kind,
    echelon: chair.echelon,
    job_class: chair.jobClass,
    family: chair.family,
    duties: chair.duties,
    one_step: chair.oneStep,
    validator_id: chair.validatorId,
    decree,
  });
}
