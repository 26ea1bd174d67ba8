import type { LocalDate } from '../../domain/local-date.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { newId } from '../../platform/identity.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { refuseUnsettledMonths } from '../organisation/closed-months.ts';
import { conflict } from '../organisation/refusal.ts';
import type { ChangedBy } from '../organisation/unit-service.ts';
import type { ChangeContent, StaffChange } from './change-forms.ts';
import { endActing, endHold, holderOf, payerOf, seatToLeave, standingPosition, takeSeat } from './holds.ts';
import { endRights } from './leaving.ts';
import { isEnded, rankProblem, statusWords, type EmployeeStatus } from './statuses.ts';

/** An act on its way into the tables. */
export interface Effect {
  readonly employeeId: string;
  readonly change: StaffChange;
  readonly today: LocalDate;
  readonly now: Date;
  readonly by: ChangedBy;
}

/** The hold and the chair that the act is about, if any. */
export interface Touched {
  readonly assignmentId: string | null;
  readonly positionId: string | null;
}

const NOTHING: Touched = { assignmentId: null, positionId: null };

interface Standing {
  readonly status: EmployeeStatus;
  readonly rank: string | null;
}

/** Writes what an act changes: holds, standing, workplace, rights. @throws RecordRefused */
export async function applyChange(tx: Tx, effect: Effect): Promise<Touched> {
  const { content, from } = effect.change;
  const standing = await standingOn(tx, effect.employeeId, from);
  if (standing && isEnded(standing.status) && content.kind !== 'MASUK')
    throw conflict('tmt', `Pegawai ini ${statusWords(standing.status).toLowerCase()} pada tanggal itu`);
  switch (content.kind) {
    case 'MASUK':
      return arrive(tx, effect, content, standing);
    case 'MUTASI':
      return transfer(tx, effect, content);
    case 'PLT':
    case 'PLH':
    case 'KETUA_TIM':
      return act(tx, effect, content);
    case 'AKHIR_TUGAS':
      return endTask(tx, effect, content);
    case 'TEMPAT_KERJA':
      return workElsewhere(tx, effect, content);
    case 'GOLONGAN':
    case 'CPNS_KE_PNS':
      return rise(tx, effect, content, standing);
    case 'TUGAS_BELAJAR':
      return study(tx, effect, content);
    case 'PENSIUN':
    case 'MENINGGAL':
    case 'HABIS_KONTRAK':
    case 'PINDAH_KELUAR':
      return leave(tx, effect, content);
  }
}

type Of<Kind extends ChangeContent['kind']> = Extract<ChangeContent, { readonly kind: Kind }>;

/** First day in the first chair here, or back after having left (counted from SPMT). */
async function arrive(
  tx: Tx,
  { employeeId, change, now }: Effect,
  content: Of<'MASUK'>,
  standing: Standing | undefined,
): Promise<Touched> {
  const { from, decree } = change;
  if (content.status === null && (!standing || isEnded(standing.status))) throw conflict('status', 'Pilih status');
  if (content.status !== null)
    await setStatus(tx, employeeId, from, { status: content.status, rank: content.rank }, decree);
  const seat = await seatToLeave(tx, employeeId, from);
  if (seat) throw conflict('tmt', 'Pegawai ini masih memegang jabatan pada tanggal itu. Catat sebagai mutasi');
  await refuseUnsettledMonths(tx, [await standingPosition(tx, content.positionId, from)], from);
  const assignmentId = await takeSeat(tx, now, { employeeId, positionId: content.positionId, from, decree });
  return { assignmentId, positionId: content.positionId };
}

/** A definitive transfer ends the old chair on the day before. */
async function transfer(tx: Tx, { employeeId, change, now }: Effect, content: Of<'MUTASI'>): Promise<Touched> {
  const { from, decree } = change;
  const seat = await seatToLeave(tx, employeeId, from);
  if (!seat) throw conflict('tmt', 'Pegawai ini tidak memegang jabatan pada tanggal itu. Catat sebagai mulai bertugas');
  if (seat.position_id === content.positionId) throw conflict('jabatan', 'Ini jabatannya sekarang. Pilih jabatan lain');
  const payer = await standingPosition(tx, content.positionId, from);
  await refuseUnsettledMonths(tx, [await payerOf(tx, seat.position_id, from), payer], from);
  await endHold(tx, seat.id, from, decree);
  const assignmentId = await takeSeat(tx, now, { employeeId, positionId: content.positionId, from, decree });
  return { assignmentId, positionId: content.positionId };
}

/** Plt. leads a vacant chair, Plh. stands in for its holder, a team leader leads work and rates nobody. */
async function act(
  tx: Tx,
  { employeeId, change, now }: Effect,
  content: Of<'PLT' | 'PLH' | 'KETUA_TIM'>,
): Promise<Touched> {
  const { from, decree } = change;
  await standingPosition(tx, content.positionId, from);
  const holder = await holderOf(tx, content.positionId, from);
  const held = holder !== undefined && holder.from_date <= from;
  if (content.kind === 'PLT' && held)
    throw conflict('jabatan', `Jabatan ini dipegang ${holder.name}: untuk pejabat yang berhalangan, pilih Plh.`);
  if (content.kind === 'PLH' && !held)
    throw conflict('jabatan', 'Jabatan ini kosong. Untuk jabatan kosong, pilih Plt.');
  const { rows } = await tx.query(
    `SELECT 1 FROM assignment WHERE employee_id = $1 AND position_id = $2 AND from_date <= coalesce($4::date, 'infinity')
       AND (last_date IS NULL OR last_date >= greatest($3::date, from_date)) AND ($5 <> 'KETUA_TIM' OR kind = 'KETUA_TIM')`,
    [employeeId, content.positionId, from, content.last, content.kind],
  );
  if (rows.length > 0) throw conflict('jabatan', 'Pegawai ini sudah memegang jabatan itu pada tanggal itu');
  const assignmentId = newId(now);
  await tx.query(
    `INSERT INTO assignment (id, employee_id, position_id, kind, from_date, last_date, decree)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [assignmentId, employeeId, content.positionId, content.kind, from, content.last, decree],
  );
  return { assignmentId, positionId: content.positionId };
}

async function endTask(tx: Tx, { employeeId, change }: Effect, content: Of<'AKHIR_TUGAS'>): Promise<Touched> {
  const { rows } = await tx.query<{ position_id: string; from_date: LocalDate; last_date: LocalDate | null }>(
    `SELECT position_id, from_date, last_date FROM assignment WHERE id = $1 AND employee_id = $2 AND kind <> 'DEFINITIF'`,
    [content.assignmentId, employeeId],
  );
  const task = rows[0];
  if (!task) throw conflict('tugas', 'Pilih tugas yang berakhir');
  if (task.last_date !== null && task.last_date < change.from)
    throw conflict('tmt', `Tugas itu sudah berakhir ${dateMedium(task.last_date)}`);
  if (change.from < task.from_date) throw conflict('tmt', `Tugas itu baru mulai ${dateMedium(task.from_date)}`);
  await endHold(tx, content.assignmentId, change.from, change.decree);
  return { assignmentId: content.assignmentId, positionId: task.position_id };
}

async function workElsewhere(tx: Tx, { employeeId, change }: Effect, content: Of<'TEMPAT_KERJA'>): Promise<Touched> {
  await tx.query('INSERT INTO employee_workplace (employee_id, from_date, unit_id, decree) VALUES ($1, $2, $3, $4)', [
    employeeId,
    change.from,
    content.unitId,
    change.decree,
  ]);
  return NOTHING;
}

async function rise(
  tx: Tx,
  { employeeId, change }: Effect,
  content: Of<'GOLONGAN' | 'CPNS_KE_PNS'>,
  standing: Standing | undefined,
): Promise<Touched> {
  if (content.kind === 'CPNS_KE_PNS' && standing?.status !== 'CPNS')
    throw conflict('tmt', 'Pegawai ini bukan CPNS pada tanggal itu');
  if (!standing) throw conflict('tmt', 'Status pegawai ini belum tercatat pada tanggal itu');
  const status = content.kind === 'CPNS_KE_PNS' ? 'PNS' : standing.status;
  await refuseOwnUnsettledMonths(tx, employeeId, change.from);
  await setStatus(tx, employeeId, change.from, { status, rank: content.rank }, change.decree);
  return NOTHING;
}

/** Full-time study, with the chair given up or kept. The standing stays what it is. */
async function study(tx: Tx, { employeeId, change }: Effect, content: Of<'TUGAS_BELAJAR'>): Promise<Touched> {
  if (!content.leavesChair) return NOTHING;
  const seat = await seatToLeave(tx, employeeId, change.from);
  if (!seat) throw conflict('lepas_jabatan', 'Pegawai ini tidak memegang jabatan pada tanggal itu');
  await refuseOwnUnsettledMonths(tx, employeeId, change.from);
  await endHold(tx, seat.id, change.from, change.decree);
  await endActing(tx, employeeId, change.from, change.decree);
  return { assignmentId: seat.id, positionId: seat.position_id };
}

const ENDS = {
  PENSIUN: 'PENSIUN',
  MENINGGAL: 'MENINGGAL',
  HABIS_KONTRAK: 'BERHENTI',
  PINDAH_KELUAR: 'PINDAH_KELUAR',
} as const;

/** The end of a service: chair, acting posts and rights end the day before; sessions end at once when the day has come. */
async function leave(tx: Tx, effect: Effect, content: Of<keyof typeof ENDS>): Promise<Touched> {
  const { employeeId, change } = effect;
  await refuseOwnUnsettledMonths(tx, employeeId, change.from);
  const seat = await seatToLeave(tx, employeeId, change.from);
  await setStatus(tx, employeeId, change.from, { status: ENDS[content.kind], rank: null }, change.decree);
  if (seat) await endHold(tx, seat.id, change.from, change.decree);
  await endActing(tx, employeeId, change.from, change.decree);
  await endRights(tx, effect);
  return seat ? { assignmentId: seat.id, positionId: seat.position_id } : NOTHING;
}

async function standingOn(tx: Tx, employeeId: string, day: LocalDate): Promise<Standing | undefined> {
  const { rows } = await tx.query<{ status: EmployeeStatus; rank: string | null }>(
    `SELECT status, rank_grade AS rank FROM employee_status WHERE employee_id = $1 AND from_date <= $2
     ORDER BY from_date DESC LIMIT 1`,
    [employeeId, day],
  );
  return rows[0];
}

/** A further standing from a day on. @throws RecordRefused where a later one is recorded, or the golongan does not fit */
async function setStatus(
  tx: Tx,
  employeeId: string,
  from: LocalDate,
  standing: Standing,
  decree: string,
): Promise<void> {
  const problem = rankProblem(standing.status, standing.rank);
  if (problem !== undefined) throw conflict('golongan', problem);
  const { rows } = await tx.query<{ from_date: LocalDate }>(
    'SELECT min(from_date) AS from_date FROM employee_status WHERE employee_id = $1 AND from_date >= $2 HAVING count(*) > 0',
    [employeeId, from],
  );
  const later = rows[0]?.from_date;
  if (later !== undefined)
    throw conflict('tmt', `Sudah tercatat perubahan status mulai ${dateMedium(later)}. Pilih TMT sesudah itu`);
  await tx.query(
    'INSERT INTO employee_status (employee_id, from_date, status, rank_grade, decree) VALUES ($1, $2, $3, $4, $5)',
    [employeeId, from, standing.status, standing.rank, decree],
  );
}

/** A change of standing counts in months whose first day is not before it, for the unit that paid the person then. */
async function refuseOwnUnsettledMonths(tx: Tx, employeeId: string, from: LocalDate): Promise<void> {
  const { rows } = await tx.query<{ position_id: string; from_date: LocalDate }>(
    `SELECT position_id, from_date FROM assignment WHERE employee_id = $1 AND kind = 'DEFINITIF'
       AND (last_date IS NULL OR last_date >= greatest($2::date, from_date))`,
    [employeeId, from],
  );
  const payers: (string | undefined)[] = [];
  for (const { position_id, from_date } of rows)
    payers.push(await payerOf(tx, position_id, from_date > from ? from_date : from));
  await refuseUnsettledMonths(tx, payers, from);
}
