import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { cellText } from './cell-text.ts';
import { day, nik, nip, textUpTo } from './field-values.ts';
import type { Table } from './header.ts';
import { eachRow, type Planning, type RowOutcome, type RowReader } from './plan.ts';
import { codeOf } from './plan-units.ts';
import type { ChairFact, PersonFact, SeatFact } from './world.ts';

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^def/i, 'DEFINITIF'],
  [/^plt/i, 'PLT'],
  [/^plh/i, 'PLH'],
  [/^deleg/i, 'DELEGASI'],
  [/^(?:ketua|kt\b)/i, 'KETUA_TIM'],
];

/** Plans the sheet of placements: who sits where from when, also acting and by letter; and who works elsewhere. */
export function planPlacements(planning: Planning, tables: readonly Table[]): Promise<void> {
  return eachRow(planning, tables, 'penempatan', row => planPlacement(planning, row));
}

/** The person whose number stands in a row: 18 digits, or 16 of people who are not ASN. */
export function personIn(planning: Planning, row: RowReader): PersonFact | undefined {
  const bare =
    row.has('nip') && typeof row.cell('nip') === 'string' ? cellText(row.cell('nip')).replaceAll(/\D/g, '') : '';
  const number = row.need('nip', bare.length === 16 ? nik : nip, 'Isi NIP');
  const person = number === null ? undefined : planning.world.peopleByNip.get(number);
  if (number !== null && !person) row.refuse('nip', `NIP ${number} tidak terdaftar. Periksa sheet Pegawai`);
  return person;
}

function planPlacement(planning: Planning, row: RowReader): RowOutcome {
  const { world } = planning;
  const person = personIn(planning, row);
  const chairCode = codeOf(row, 'kode_jabatan');
  const chair = chairCode === '' ? undefined : world.chairsByCode.get(chairCode);
  if (chairCode !== '' && !chair) row.refuse('kode_jabatan', `Jabatan ${chairCode} tidak terdaftar`);
  const unit = row.has('tempat_kerja') ? world.unitCalled(cellText(row.cell('tempat_kerja'))) : undefined;
  if (row.has('tempat_kerja') && !unit) row.refuse('tempat_kerja', 'Kode unit tempat kerja tidak terdaftar');
  if (chairCode === '' && !unit && row.problems.length === 0) row.refuse('kode_jabatan', 'Isi kode jabatan');
  const kind = row.take('jenis', cell => kindWord(row, cellText(cell))) ?? 'DEFINITIF';
  const from = row.need('mulai', day, 'Isi tanggal mulai');
  const last = row.take('sampai', day);
  const decree = row.take('sk', textUpTo(200));
  if (from !== null && last !== null && last < from) row.refuse('sampai', 'Tanggal sampai mendahului tanggal mulai');
  const what = `${person?.name ?? ''} ${chair?.title ?? ''}`.trim();
  if (row.problems.length > 0 || !person || from === null) return row.refused(what);
  const seat = chair ? seatOf(planning, row, { person, chair, kind, from, last, decree }) : false;
  if (row.problems.length > 0) return row.refused(what);
  const self = planning.ownProblem(person.id);
  if (self !== null && unit && world.workplaces.get(person.id)?.unitId !== unit.id) {
    row.refuse('nip', self);
    return row.refused(what);
  }
  const placed = unit ? workplaceOf(planning, person, unit.id, from, decree) : false;
  return row.outcome(seat || placed ? 'baru' : 'sama', what);
}

function kindWord(row: RowReader, text: string): string {
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (kind === undefined)
    row.refuse('jenis', `Jenis Definitif, Plt, Plh, Delegasi atau Ketua tim, terbaca ${text.slice(0, 40)}`);
  return kind ?? '';
}

interface Placement {
  readonly person: PersonFact;
  readonly chair: ChairFact;
  readonly kind: string;
  readonly from: LocalDate;
  readonly last: LocalDate | null;
  readonly decree: string | null;
}

const overlaps = (seat: SeatFact, from: LocalDate, last: LocalDate | null): boolean =>
  (last === null || seat.fromDate <= last) && (seat.lastDate === null || seat.lastDate >= from);

/** Whether a seat is written; false where the same one is there. */
function seatOf(planning: Planning, row: RowReader, { person, chair, kind, from, last, decree }: Placement): boolean {
  const { world } = planning;
  const own = world.seatsOf(person.id).filter(seat => seat.kind === kind && overlaps(seat, from, last));
  if (own.some(seat => seat.positionId === chair.id)) return false;
  if (kind === 'DEFINITIF' && own[0]) {
    const title = world.chairsById.get(own[0].positionId)?.title ?? '';
    row.refuse('kode_jabatan', `Tercatat sebagai ${title}. Pindahkan lewat Mutasi di halaman pegawai`);
  } else if (
    kind === 'DEFINITIF' &&
    world.holdersOf(chair.id).some(seat => seat.kind === kind && overlaps(seat, from, last))
  ) {
    row.refuse('kode_jabatan', `Jabatan ${chair.code} diduduki orang lain pada waktu itu`);
  }
  const self = planning.ownProblem(person.id);
  if (self !== null) row.refuse('nip', self);
  const closed = kind === 'DEFINITIF' ? planning.unsettledProblem(chair.unitId, from) : null;
  if (closed) row.refuse('mulai', closed);
  if (row.problems.length > 0) return false;
  world.addSeat({ employeeId: person.id, positionId: chair.id, kind, fromDate: from, lastDate: last });
  planning.insert('assignment', {
    id: planning.newId(),
    employee_id: person.id,
    position_id: chair.id,
    kind,
    from_date: from,
    last_date: last,
    decree,
  });
  return true;
}

function workplaceOf(
  planning: Planning,
  person: PersonFact,
  unitId: string,
  from: LocalDate,
  decree: string | null,
): boolean {
  const { workplaces } = planning.world;
  const known = workplaces.get(person.id);
  if (known?.unitId === unitId) return false;
  // A timeline is not rewritten: what is recorded later than this day, or on it, stays.
  const since = known && known.fromDate >= from ? addDays(known.fromDate, 1) : from;
  workplaces.set(person.id, { unitId, fromDate: since });
  planning.insert('employee_workplace', { employee_id: person.id, from_date: since, unit_id: unitId, decree });
  return true;
}
