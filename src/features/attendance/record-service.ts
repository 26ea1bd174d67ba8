import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, PERIOD_CLOSED } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { notify } from '../notifications/service.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { changedMeanwhile, conflict } from '../organisation/refusal.ts';
import { regulationOn } from '../policies/queries.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { deriveDays } from './derive.ts';
import { passGates } from './gates.ts';
import { personKept, refuseClosed, refuseLetterToCome, type KeptPerson } from './kept-person.ts';
import type { Keeper } from './leave-service.ts';
import { paths } from './paths.ts';
import type { RecordDecision, RecordDecisionFields, RecordEndFields, RecordFields } from './record-form.ts';
import { holdRecords, recordKept, type RecordRow } from './record-queries.ts';
import { recordInWords } from './record-words.ts';

const UNIQUE = '23505';

const INSERT = `INSERT INTO attendance_record (id, employee_id, payroll_unit_id, day, in_minute, out_minute, code, source, note,
    document_number, document_date, recorded_by, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 'manual', $8, $9, $10, $11, $12)`;
const STANDING = `SELECT ${fullNameOf('e')} AS name FROM attendance_record r JOIN employee e ON e.id = r.employee_id
  WHERE r.source = 'manual' AND r.withdrawn_at IS NULL AND r.day = $1 AND r.employee_id = ANY ($2::uuid[]) ORDER BY e.name LIMIT 1`;

/**
 * Proposes attendance of a day by hand, for one or several people by one document, at most once per person and key. It
 * counts once a second person has confirmed it.
 * @returns the ids of the rows
 * @throws RecordRefused 422 for a person outside the scope; 409 for one's own attendance, a day or a letter to come, a row by
 *   hand that stands already, and a closed month
 */
export async function proposeRecords(
  deps: Deps,
  by: Keeper,
  input: RecordFields,
  files: readonly AcceptedFile[],
): Promise<readonly string[]> {
  const at = deps.clock.now();
  const stored = await storeAll(deps.uploads, files);
  const hash = requestHash('presensi.manual', { ...input, files: stored.map(file => file.sha256) });
  try {
    return await transaction(deps.pool, async tx => {
      const use = { actorId: by.employeeId, key: input.kunci_kirim.toLowerCase(), hash };
      const { result } = await once(tx, use, async () => {
        const people = await peopleFor(deps, tx, by, input, at);
        const code = await codeOf(tx, input);
        const ids: string[] = [];
        for (const person of people) {
          const id = newId(at);
          const said = [input.tanggal, input.masuk, input.pulang, code, input.alasan, input.nomor_surat];
          const values = [id, person.id, person.payrollUnitId, ...said, input.tanggal_surat, by.employeeId, at];
          await tx.query(INSERT, values);
          await attachTo(tx, { type: 'attendance_record', id, by: by.employeeId, at }, stored);
          const { tanggal: day, masuk, pulang, nomor_surat: document } = input;
          await audit(tx, {
            ...what(by, at, 'presensi.manual', id),
            after: { employee_id: person.id, day, in_minute: masuk, out_minute: pulang, code, document },
            reason: input.alasan,
          });
          ids.push(id);
        }
        return ids;
      });
      return result;
    });
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE) throw conflict('nip', 'Sudah ada catatan manual untuk tanggal itu');
    throw error;
  }
}

/** Everybody of the form, checked and held. */
async function peopleFor(deps: Deps, tx: Tx, by: Keeper, input: RecordFields, at: Date): Promise<KeptPerson[]> {
  const { nip, tanggal: day } = input;
  const today = dayIn(deps.regency.zone, at);
  if (day > today) throw conflict('tanggal', 'Tanggal ini belum tiba');
  refuseLetterToCome(input.tanggal_surat, today);
  const people: KeptPerson[] = [];
  for (const each of nip) people.push(await personKept(tx, by.scope, { nip: each, day, zone: deps.regency.zone }));
  if (people.some(person => person.id === by.employeeId))
    throw conflict('nip', 'Presensi Anda sendiri dicatat petugas lain');
  const units = [...new Set(people.map(person => person.payrollUnitId))].sort();
  for (const unit of units) await refuseClosed(tx, unit, { from: day, until: day }, 'tanggal');
  const standing = await tx.query<{ name: string }>(STANDING, [day, people.map(person => person.id)]);
  if (standing.rows[0]) throw conflict('nip', `${standing.rows[0].name} sudah punya catatan manual ${dateMedium(day)}`);
  return people;
}

/** The code that stands for a day without times; null where the form says times. @throws RecordRefused 409 without rules */
async function codeOf(tx: Tx, { jenis, tanggal }: RecordFields): Promise<string | null> {
  const rules = (await regulationOn(tx, firstDay(monthOf(tanggal))))?.regulation.attendance;
  if (!rules) throw conflict('tanggal', 'Peraturan TPP bulan itu tidak mengatur presensi harian');
  if (jenis === 'jam') return null;
  return jenis === 'hadir' ? 'H' : rules.absent.code;
}

/** How many rows were decided, and why the others were left, in words. */
export interface RecordReport {
  readonly decided: number;
  readonly left: readonly string[];
}

const CONFIRM = `UPDATE attendance_record SET confirmed_by = $2, confirmed_at = $3, version = version + 1 WHERE id = ANY ($1::uuid[])`;
const END = `UPDATE attendance_record SET withdrawn_by = $2, withdrawn_at = $3, withdraw_reason = $4, version = version + 1
  WHERE id = ANY ($1::uuid[])`;

/**
 * Confirms, refuses or takes back rows that wait, many at once; the days of confirmed ones are judged anew. Those that
 * this person may not decide so are left, and the report says why.
 * @throws Conflict where one hand may hold both accounts, or a month was closed this moment; KeyReused
 */
export async function decideRecords(deps: Deps, by: Keeper, input: RecordDecisionFields): Promise<RecordReport> {
  const { key, rows, decision, reason } = input;
  const hash = requestHash('presensi.manual_putus', { rows: [...rows], decision, reason });
  try {
    return await transaction(deps.pool, async tx => {
      const use = { actorId: by.employeeId, key: key.toLowerCase(), hash };
      return (await once(tx, use, () => decide(deps, tx, by, input))).result;
    });
  } catch (error) {
    if (sqlStateOf(error) !== PERIOD_CLOSED) throw error;
    throw new Conflict('Ada bulan yang baru saja ditutup. Muat ulang halaman, lalu putuskan yang masih terbuka.');
  }
}

async function decide(deps: Deps, tx: Tx, by: Keeper, input: RecordDecisionFields): Promise<RecordReport> {
  const at = deps.clock.now();
  const held = await holdRecords(tx, by.scope, [...input.rows.keys()]);
  const left = new Map<string, number>();
  const leave = (why: string): void => void left.set(why, (left.get(why) ?? 0) + 1);
  for (const id of input.rows.keys()) if (!held.some(row => row.id === id)) leave('sudah tidak ada');
  const able = held.filter(row => {
    const why = obstacle(row, by.employeeId, input.decision, input.rows.get(row.id));
    if (why !== null) leave(why);
    return why === null;
  });
  if (able.length > 0) await carry(deps, tx, by, input, able, at);
  return { decided: able.length, left: [...left].map(([why, count]) => `${String(count)} catatan ${why}`) };
}

/** Why this person does not decide this row so; null where nothing is in the way. */
function obstacle(row: RecordRow, actorId: string, decision: RecordDecision, version?: number): string | null {
  if (row.confirmedAt !== null || row.withdrawnAt !== null || row.version !== version) return 'sudah diputuskan';
  if (row.closed) return 'untuk bulan yang sudah ditutup';
  if (decision === 'tarik') return row.recordedBy === actorId ? null : 'dicatat orang lain';
  if (row.recordedBy === actorId) return 'Anda catat sendiri: orang lain yang memutuskannya';
  return row.employeeId === actorId ? 'tentang Anda sendiri: orang lain yang memutuskannya' : null;
}

async function carry(
  deps: Deps,
  tx: Tx,
  by: Keeper,
  { decision, reason }: RecordDecisionFields,
  rows: readonly RecordRow[],
  at: Date,
): Promise<void> {
  const ids = rows.map(row => row.id);
  if (decision === 'setujui') {
    const act = {
      actorId: by.employeeId,
      beganBy: [...new Set(rows.map(row => row.recordedBy))],
      about: [...new Set(rows.map(row => row.employeeId))],
    };
    await refuseOneHand(tx, act, { now: at, zone: deps.regency.zone });
    await passAll(tx, rows);
    await tx.query(CONFIRM, [ids, by.employeeId, at]);
    await deriveDays(tx, deps, spanOf(rows));
  } else {
    await passAll(tx, rows);
    await tx.query(END, [ids, by.employeeId, at, reason ?? 'Ditarik pencatatnya']);
  }
  for (const row of rows)
    await audit(tx, {
      ...what(by, at, `presensi.manual_${decision}`, row.id),
      ...(reason === null ? {} : { reason }),
    });
  await tell(tx, decision, rows, reason, at);
}

/** Gates of every month and unit of the rows, in order. */
async function passAll(tx: Tx, rows: readonly RecordRow[]): Promise<void> {
  for (const month of [...new Set(rows.map(row => monthOf(row.day)))].sort()) {
    const units = rows.filter(row => monthOf(row.day) === month).map(row => row.payrollUnitId);
    await passGates(tx, month, [...new Set(units)]);
  }
}

function spanOf(rows: readonly RecordRow[]): { employeeIds: string[]; from: LocalDate; until: LocalDate } {
  const days = rows.map(row => row.day).sort();
  return { employeeIds: [...new Set(rows.map(row => row.employeeId))], from: days[0]!, until: days.at(-1)! };
}

/** The owner learns of what counts now, the writer of what was refused. */
async function tell(
  tx: Tx,
  decision: RecordDecision,
  rows: readonly RecordRow[],
  reason: string | null,
  at: Date,
): Promise<void> {
  if (decision === 'tarik') return;
  const confirmed = decision === 'setujui';
  const notices = rows.map(row => ({
    employeeId: confirmed ? row.employeeId : row.recordedBy,
    kind: 'data' as const,
    text: confirmed
      ? `Presensi Anda ${dateMedium(row.day)} diperbaiki: ${recordInWords(row)}, dengan surat ${row.documentNumber}.`
      : `Catatan presensi ${row.name} ${dateMedium(row.day)} ditolak: ${reason ?? ''}`,
    href: confirmed ? paths.own(monthOf(row.day)) : paths.record(row.id),
    dedupe: `presensi-manual:${decision}:${row.id}`,
  }));
  await notify(tx, notices, at);
}

/**
 * Takes a confirmed row back, with a reason: its day is judged without it again, and its owner is told.
 * @throws NotFound; RecordRefused 409 where it changed meanwhile, is about oneself, or its month is closed
 */
export async function endRecord(deps: Deps, by: Keeper, id: string, input: RecordEndFields): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    await recordKept(tx, by.scope, id);
    const [row] = await holdRecords(tx, by.scope, [id]);
    if (row?.version !== input.versi || row.confirmedAt === null || row.withdrawnAt !== null) throw changedMeanwhile();
    if (row.employeeId === by.employeeId) throw conflict('', 'Presensi Anda sendiri diurus petugas lain');
    await refuseClosed(tx, row.payrollUnitId, { from: row.day, until: row.day }, '');
    await tx.query(END, [[id], by.employeeId, at, input.alasan]);
    await audit(tx, { ...what(by, at, 'presensi.manual_cabut', id), reason: input.alasan });
    await deriveDays(tx, deps, spanOf([row]));
    const notice = {
      employeeId: row.employeeId,
      kind: 'data' as const,
      text: `Catatan presensi Anda ${dateMedium(row.day)} (${recordInWords(row)}) dicabut: ${input.alasan}`,
      href: paths.own(monthOf(row.day)),
      dedupe: `presensi-manual:cabut:${id}`,
    };
    await notify(tx, [notice], at);
  });
}

const what = (by: Keeper, at: Date, action: string, id: string) => ({
  at,
  actorId: by.employeeId,
  requestId: by.requestId,
  action,
  objectType: 'attendance_record',
  objectId: id,
});
