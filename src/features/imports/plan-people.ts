import type { LocalDate } from '../../domain/local-date.ts';
import { date as dateText } from '../../platform/render/format.ts';
import type { Table } from './header.ts';
import {
  contactNow,
  contactOf,
  CONTACT_WORDS,
  type GivenPerson,
  readPerson,
  sameName,
  statusOfNumber,
} from './person-fields.ts';
import { type FieldChange, type Planning, type RowOutcome, RowReader } from './plan.ts';
import { familyIn, familyWord, kindOf, unitIn, writeChair } from './plan-positions.ts';
import { change, codeOf } from './plan-units.ts';
import { type ChairFact, type PersonFact, sameTitle, type UnitFact } from './world.ts';

const ENDED = ['PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR'];
const STRUCTURAL = ['PEJABAT_NEGARA', 'JPT', 'ADMINISTRATOR', 'PENGAWAS'];

/** A row with what it says and where it puts the person. */
interface Read {
  readonly row: RowReader;
  readonly given: GivenPerson;
  readonly unit: UnitFact | undefined;
  readonly chairCode: string;
}

/**
 * Plans the sheet of people. Heads come before those who will report to them, so that a unit that is brought in by its
 * staff list alone has its tree: echelons first, then as in the file.
 */
export async function planPeople(planning: Planning, tables: readonly Table[]): Promise<void> {
  const placed = placedElsewhere(tables);
  const seen = new Map<string, Read>();
  const read: Read[] = [];
  for (const table of tables) {
    if (table.sheet !== 'pegawai') continue;
    for (const row of table.rows) {
      const each = readRow(planning, row, placed);
      refuseTwice(seen, each);
      read.push(each);
      await planning.breathe();
    }
  }
  const byRank = [...read].sort((a, b) => rank(a) - rank(b) || a.row.row.row - b.row.row.row);
  for (const each of byRank) {
    planning.outcomes.push(planPerson(planning, each));
    await planning.breathe();
  }
}

const rank = ({ given }: Read): number =>
  given.level === null ? 9 : ['I', 'II', 'III', 'IV', 'V'].indexOf(given.level.split('.')[0]!);

/** Numbers of people whose chair stands in the sheet of placements: their row needs no position of its own. */
function placedElsewhere(tables: readonly Table[]): ReadonlySet<string> {
  return new Set(
    tables.flatMap(table =>
      table.sheet === 'penempatan'
        ? table.rows.flatMap(({ cells }) =>
            typeof cells['nip'] === 'string' ? [cells['nip'].replaceAll(/\D/g, '')] : [],
          )
        : [],
    ),
  );
}

function readRow(planning: Planning, tableRow: Table['rows'][number], placed: ReadonlySet<string>): Read {
  const row = new RowReader('pegawai', tableRow);
  const given = readPerson(row);
  const chairCode = codeOf(row, 'kode_jabatan');
  const known = given.number !== null && planning.world.peopleByNip.has(given.number);
  const silent = given.title === null && chairCode === '' && !row.has('kode_unit');
  // Whose chair stands elsewhere, or who only gets another telephone number, names no chair here.
  const free = given.number !== null && (placed.has(given.number) || (known && silent));
  if (!free && given.title === null && chairCode === '') row.refuse('jabatan', 'Isi nama jabatan');
  const chair = chairCode === '' ? undefined : planning.world.chairsByCode.get(chairCode);
  if (chairCode !== '' && !chair) row.refuse('kode_jabatan', `Jabatan ${chairCode} tidak terdaftar`);
  const needed = !chair && !(free && !row.has('kode_unit'));
  const unit = chair
    ? planning.world.unitsById.get(chair.unitId)
    : needed
      ? unitIn(planning, row, 'kode_unit', 'Isi kode unit')
      : undefined;
  return { row, given, unit, chairCode };
}

function refuseTwice(seen: Map<string, Read>, each: Read): void {
  const { number, name } = each.given;
  if (number === null) return;
  const first = seen.get(number);
  if (first === undefined) seen.set(number, each);
  else
    each.row.refuse(
      'nip',
      `NIP ini sudah dipakai ${first.given.name ?? name ?? ''} di baris ${String(first.row.row.row)}`,
    );
}

function planPerson(planning: Planning, read: Read): RowOutcome {
  const { row, given } = read;
  const what = `${given.number ?? ''} ${given.name ?? ''}`.trim();
  const known = given.number === null ? undefined : planning.world.peopleByNip.get(given.number);
  if (known && given.name !== null && !sameName(known.name, given.name))
    row.refuse('nip', `NIP ini sudah dipakai ${known.name}`);
  if (row.problems.length > 0 || given.number === null || given.name === null) return row.refused(what);
  const free = given.title === null && read.chairCode === '';
  return known ? knownPerson(planning, read, known, what, free) : newPerson(planning, read, what, free);
}

function newPerson(planning: Planning, read: Read, what: string, free: boolean): RowOutcome {
  const { row, given } = read;
  const id = planning.newId();
  const status = given.status ?? (given.isNik ? 'NON_ASN' : statusOfNumber(given.number!));
  const seat = free ? undefined : findSeat(planning, read, seatDay(planning, given));
  if (row.problems.length > 0) return row.refused(what);
  const person: PersonFact = {
    id,
    nip: given.isNik ? null : given.number,
    nik: given.isNik ? given.number : null,
    name: given.name!,
    frontTitle: given.frontTitle,
    backTitle: given.backTitle,
    phone: given.phone,
    email: given.email,
    npwp: given.npwp,
    bankName: given.bankName,
    bankAccount: given.bankAccount,
    version: 1,
    status,
    rankGrade: given.rank,
    statusFrom: given.since ?? planning.monthStart,
  };
  planning.world.addPerson(person);
  planning.insert('employee', { id, nip: person.nip, nik: person.nik, name: person.name, ...contactOf(given) });
  planning.insert('employee_status', { employee_id: id, from_date: person.statusFrom, status, rank_grade: given.rank });
  if (seat) sit(planning, id, seat, seatDay(planning, given));
  return row.outcome('baru', what);
}

function knownPerson(planning: Planning, read: Read, known: PersonFact, what: string, free: boolean): RowOutcome {
  const { row, given } = read;
  const now = contactNow(known);
  const after = Object.fromEntries(
    Object.entries(contactOf(given)).filter(([column, value]) => value !== null && value !== now[column]),
  );
  const before = Object.fromEntries(Object.keys(after).map(column => [column, now[column] ?? null]));
  const changes: FieldChange[] = Object.keys(after).map(column => ({
    field: CONTACT_WORDS[column] ?? column,
    before: before[column] ?? null,
    after: after[column] ?? null,
  }));
  if (known.status !== null && ENDED.includes(known.status))
    row.refuse(
      'nip',
      `Pegawai ini tercatat ${known.status.toLowerCase().replace('_', ' ')}. Periksa di halaman pegawai`,
    );
  const stated = statusChange(planning, row, given, known);
  const seated = free ? undefined : seatChange(planning, read, known);
  const pays = 'bank_name' in after || 'bank_account' in after;
  const own = planning.ownProblem(known.id);
  if (own !== null && (pays || stated || seated)) row.refuse(pays ? 'rekening' : 'nip', own);
  if (row.problems.length > 0) return row.refused(what);
  if (stated) planning.insert('employee_status', stated.row);
  if (seated) sit(planning, known.id, seated, seatDay(planning, given));
  if (changes.length > 0)
    planning.changes.push({ table: 'employee', id: known.id, version: known.version, before, after });
  const all = [...changes, ...(stated?.changes ?? []), ...(seated ? change('Jabatan', null, seated.title) : [])];
  return all.length === 0 ? row.outcome('sama', what) : row.outcome('ubah', what, all);
}

/** Another status or rank holds from the day the row names, later than what is recorded. */
function statusChange(
  planning: Planning,
  row: RowReader,
  given: GivenPerson,
  known: PersonFact,
): { readonly row: object; readonly changes: FieldChange[] } | undefined {
  const changes = [
    ...(given.status === null ? [] : change('Status', known.status, given.status)),
    ...(given.rank === null ? [] : change('Golongan', known.rankGrade, given.rank)),
  ];
  if (changes.length === 0) return undefined;
  if (given.since === null || (known.statusFrom !== null && given.since <= known.statusFrom)) {
    const field = changes[0]!.field === 'Status' ? 'status' : 'gol';
    const since = known.statusFrom === null ? '' : ` sejak ${dateText(known.statusFrom)}`;
    row.refuse(
      field,
      `${changes[0]!.field} tercatat ${changes[0]!.before ?? 'kosong'}${since}. Ubah di halaman pegawai, atau isi TMT sesudahnya`,
    );
    return undefined;
  }
  const seat = planning.world.seatFrom(known.id, planning.today);
  const chair = seat && planning.world.chairsById.get(seat.positionId);
  const closed = chair ? planning.unsettledProblem(chair.unitId, given.since) : null;
  if (closed) row.refuse('tmt', closed);
  const status = given.status ?? known.status ?? 'PNS';
  const version = { employee_id: known.id, from_date: given.since, status, rank_grade: given.rank ?? known.rankGrade };
  planning.world.addPerson({ ...known, status, rankGrade: version.rank_grade, statusFrom: given.since });
  return { row: version, changes };
}

/** The first day on which the person sits: the one named, but not before the running month (docs/import.md). */
const seatDay = (planning: Planning, given: GivenPerson): LocalDate =>
  given.since !== null && given.since > planning.monthStart ? given.since : planning.monthStart;

/** A person who is there: nothing where the chair is the same, a chair where there was none, else it is a transfer. */
function seatChange(planning: Planning, read: Read, known: PersonFact): ChairFact | undefined {
  const { row, given, unit, chairCode } = read;
  const { world } = planning;
  const seat = world.seatFrom(known.id, planning.today);
  const chair = seat && world.chairsById.get(seat.positionId);
  if (!chair) return findSeat(planning, read, seatDay(planning, given));
  const same =
    chairCode !== ''
      ? chair.code.toUpperCase() === chairCode
      : chair.unitId === unit?.id && (given.title === null || sameTitle(chair.title) === sameTitle(given.title));
  const where = `${chair.title} di ${world.unitsById.get(chair.unitId)?.code ?? ''}`;
  if (!same) row.refuse('jabatan', `Tercatat sebagai ${where}. Pindahkan lewat Mutasi di halaman pegawai`);
  else if (given.jobClass !== null && given.jobClass !== chair.jobClass)
    row.refuse('kelas', `Kelas ${where} tercatat ${String(chair.jobClass)}. Kelas diubah di halaman Jabatan`);
  return undefined;
}

/** A vacant chair of that title in the unit, or a new one beside its like, under the head of the unit. */
function findSeat(planning: Planning, read: Read, from: LocalDate): ChairFact | undefined {
  const { row, given, unit, chairCode } = read;
  const { world } = planning;
  if (chairCode !== '') {
    const chair = world.chairsByCode.get(chairCode)!;
    const holder = world.holderFrom(chair.id, from);
    if (holder) row.refuse('kode_jabatan', `Jabatan ${chair.code} masih diduduki orang lain`);
    return chair;
  }
  if (!unit || given.title === null) return undefined;
  const vacant = world.vacantChair(unit.id, given.title, given.jobClass, from);
  if (vacant) return vacant;
  const model = world.chairLike(unit.id, given.title);
  if (model && STRUCTURAL.includes(model.kind)) row.refuse('jabatan', `${model.title} masih diduduki orang lain`);
  const jobClass = given.jobClass ?? model?.jobClass;
  if (jobClass === undefined) row.refuse('kelas', 'Isi kelas jabatan, 1 sampai 17');
  if (row.problems.length > 0 || jobClass === undefined) return undefined;
  return newSeat(planning, given, unit, jobClass, model, from);
}

function newSeat(
  planning: Planning,
  given: GivenPerson,
  unit: UnitFact,
  jobClass: number,
  model: ChairFact | undefined,
  from: LocalDate,
): ChairFact {
  const { world } = planning;
  const superior = model
    ? model.superiorId === null
      ? undefined
      : world.chairsById.get(model.superiorId)
    : world.superiorFor(unit.id);
  const level = given.level ?? model?.echelon ?? null;
  if (!superior) planning.notes.add(`Jabatan ${given.title!} (${unit.code}) belum mempunyai atasan.`);
  const chair: ChairFact = {
    id: planning.newId(),
    code: freeCode(planning, unit),
    title: given.title!,
    unitId: unit.id,
    superiorId: superior?.id ?? null,
    kind: model?.kind ?? kindOf(given.title!, level),
    echelon: level,
    jobClass,
    family: given.family !== null ? familyWord(given.family) : (model?.family ?? familyIn(planning, unit)),
    duties: model?.duties ?? null,
    oneStep: false,
    validatorId: null,
    fromDate: from < planning.monthStart ? from : planning.monthStart,
  };
  writeChair(planning, chair, null);
  return chair;
}

/** The next free code of a unit: DPMPTSP-I001. */
function freeCode(planning: Planning, unit: UnitFact): string {
  const { world } = planning;
  for (let number = world.chairCount(unit.id) + 1; ; number += 1) {
    const code = `${unit.code}-I${String(number).padStart(3, '0')}`;
    if (!world.chairsByCode.has(code.toUpperCase())) return code;
  }
}

function sit(planning: Planning, employeeId: string, chair: ChairFact, from: LocalDate): void {
  const seat = { employeeId, positionId: chair.id, kind: 'DEFINITIF', fromDate: from, lastDate: null };
  planning.world.addSeat(seat);
  planning.insert('assignment', {
    id: planning.newId(),
    employee_id: employeeId,
    position_id: chair.id,
    kind: 'DEFINITIF',
    from_date: from,
    last_date: null,
    decree: null,
  });
}
