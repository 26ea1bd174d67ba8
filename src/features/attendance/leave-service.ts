import type { LocalDate } from '../../domain/local-date.ts';
import { leaveInWords, type LeaveKind } from '../../domain/attendance/leave-kind.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { notify } from '../notifications/service.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { changedMeanwhile, conflict } from '../organisation/refusal.ts';
import { deriveDays } from './derive.ts';
import { personKept, refuseClosed, refuseLetterToCome } from './kept-person.ts';
import type { LeaveFields, RevokeFields } from './leave-form.ts';
import { peopleOfMonth } from './sources.ts';
import { monthOf } from '../../domain/month.ts';

/** Who keeps attendance, and for which payroll units (null: all). */
export interface Keeper {
  readonly employeeId: string;
  readonly requestId: string;
  readonly scope: readonly string[] | null;
}

/** A leave as it is kept. */
export interface LeaveRow {
  readonly id: string;
  readonly employeeId: string;
  readonly name: string;
  readonly nip: string | null;
  readonly kind: LeaveKind;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  readonly documentNumber: string;
  readonly documentDate: LocalDate;
  readonly note: string | null;
  readonly version: number;
  readonly recordedByName: string | null;
  readonly recordedAt: Date;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
}

const COLUMNS = `l.id, l.employee_id AS "employeeId", ${fullNameOf('e')} AS name, e.nip, l.kind, l.first_day AS "firstDay",
  l.last_day AS "lastDay", l.document_number AS "documentNumber", l.document_date AS "documentDate", l.note, l.version,
  ${fullNameOf('b')} AS "recordedByName", l.recorded_at AS "recordedAt", l.revoked_at AS "revokedAt",
  l.revoke_reason AS "revokeReason"`;

/* The unit that pays on the first day of the leave: the row scope of these pages. */
const SCOPED = `FROM leave_record l JOIN employee e ON e.id = l.employee_id LEFT JOIN employee b ON b.id = l.recorded_by
  WHERE ($1::uuid[] IS NULL OR EXISTS (SELECT 1 FROM assignment a
    JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= l.first_day
                  ORDER BY v.from_date DESC LIMIT 1) p ON true
    JOIN LATERAL (SELECT v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= l.first_day
                  ORDER BY v.from_date DESC LIMIT 1) u ON true
    WHERE a.employee_id = l.employee_id AND a.kind = 'DEFINITIF' AND a.from_date <= l.first_day
      AND (a.last_date IS NULL OR a.last_date >= l.first_day) AND u.payroll_unit_id = ANY ($1)))`;

/** The latest leaves within a scope. */
export async function leavesKept(sql: Sql, scope: readonly string[] | null): Promise<LeaveRow[]> {
  const { rows } = await sql.query<LeaveRow & Record<string, unknown>>(
    `SELECT ${COLUMNS} ${SCOPED} ORDER BY l.first_day DESC, l.id DESC LIMIT 100`,
    [scope && [...scope]],
  );
  return rows;
}

/** @throws NotFound for a leave outside the scope */
export async function leaveKept(sql: Sql, scope: readonly string[] | null, id: string): Promise<LeaveRow> {
  const { rows } = await sql.query<LeaveRow & Record<string, unknown>>(`SELECT ${COLUMNS} ${SCOPED} AND l.id = $2`, [
    scope && [...scope],
    id,
  ]);
  if (!rows[0]) throw new NotFound('leave');
  return rows[0];
}

const OVERLAP = '23P01';

/**
 * Records days away, at most once per person and key; the days of the months it touches are derived anew.
 * @throws RecordRefused 422 for a person outside the scope, 409 for one's own leave, a letter to come, days that have a reason
 *   already, and closed months
 */
export async function recordLeave(
  deps: Deps,
  by: Keeper,
  input: LeaveFields,
  files: readonly AcceptedFile[],
): Promise<string> {
  const at = deps.clock.now();
  const stored = await storeAll(deps.uploads, files);
  const hash = requestHash('presensi.izin', { ...input, files: stored.map(file => file.sha256) });
  const { awal: from, akhir: until, jenis: kind } = input;
  try {
    return await transaction(deps.pool, async tx => {
      const use = { actorId: by.employeeId, key: input.kunci_kirim.toLowerCase(), hash };
      const { result } = await once(tx, use, async () => {
        const person = await personKept(tx, by.scope, { nip: input.nip, day: from, zone: deps.regency.zone });
        refuseLetterToCome(input.tanggal_surat, dayIn(deps.regency.zone, at));
        if (person.id === by.employeeId) throw conflict('nip', 'Cuti Anda sendiri dicatat petugas lain');
        await refuseClosed(tx, person.payrollUnitId, { from, until }, 'awal');
        const row = {
          id: newId(at),
          employee_id: person.id,
          kind,
          first_day: from,
          last_day: until,
          document_number: input.nomor_surat,
          document_date: input.tanggal_surat,
          note: input.catatan,
        };
        await tx.query(
          `INSERT INTO leave_record (id, employee_id, kind, first_day, last_day, document_number, document_date, note,
             recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [...Object.values(row), by.employeeId, at],
        );
        await attachTo(tx, { type: 'leave_record', id: row.id, by: by.employeeId, at }, stored);
        await audit(tx, { ...what(by, at, 'presensi.izin', row.id), after: row });
        await deriveDays(tx, deps, { employeeIds: [person.id], from, until });
        const leave = { kind, firstDay: from, lastDay: until };
        await tell(tx, row.id, person.id, `${leaveInLine(leave)} dicatat untuk Anda, surat ${input.nomor_surat}.`, at);
        return row.id;
      });
      return result;
    });
  } catch (error) {
    if (sqlStateOf(error) === OVERLAP)
      throw conflict('awal', 'Pada tanggal itu sudah tercatat cuti, dinas luar, atau izin');
    throw error;
  }
}

/**
 * Takes a leave back, with a reason: its days are judged without it again.
 * @throws NotFound; RecordRefused 409 where it changed meanwhile, was revoked, or touches a closed month
 */
export async function revokeLeave(deps: Deps, by: Keeper, id: string, input: RevokeFields): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const leave = await leaveKept(tx, by.scope, id);
    if (leave.version !== input.versi || leave.revokedAt !== null) throw changedMeanwhile();
    if (leave.employeeId === by.employeeId) throw conflict('', 'Cuti Anda sendiri diurus petugas lain');
    const span = { from: leave.firstDay, until: leave.lastDay };
    const [seated] = await peopleOfMonth(tx, monthOf(leave.firstDay), deps.regency.zone, {
      employeeIds: [leave.employeeId],
    });
    if (seated) await refuseClosed(tx, seated.payrollUnitId, span, '');
    const { rowCount } = await tx.query(
      `UPDATE leave_record SET revoked_by = $2, revoked_at = $3, revoke_reason = $4, version = version + 1
       WHERE id = $1 AND version = $5 AND revoked_at IS NULL`,
      [id, by.employeeId, at, input.alasan, input.versi],
    );
    if (rowCount !== 1) throw changedMeanwhile();
    await audit(tx, { ...what(by, at, 'presensi.izin_cabut', id), reason: input.alasan });
    await deriveDays(tx, deps, { employeeIds: [leave.employeeId], ...span });
    await tell(tx, `${id}:cabut`, leave.employeeId, `${leaveInLine(leave)} Anda dicabut: ${input.alasan}`, at);
  });
}

const OWN = '/presensi';

/** Whom a leave is about learns of it, with the way to the days. */
async function tell(tx: Tx, what: string, employeeId: string, text: string, at: Date): Promise<void> {
  await notify(tx, [{ employeeId, kind: 'data', text, href: OWN, dedupe: `presensi-izin:${what}` }], at);
}

/** A leave in one line. */
export const leaveInLine = (leave: Pick<LeaveRow, 'kind' | 'firstDay' | 'lastDay'>): string =>
  `${leaveInWords(leave.kind)} ${dateMedium(leave.firstDay)}${leave.firstDay === leave.lastDay ? '' : ` sampai ${dateMedium(leave.lastDay)}`}`;

const what = (by: Keeper, at: Date, action: string, id: string) => ({
  at,
  actorId: by.employeeId,
  requestId: by.requestId,
  action,
  objectType: 'leave_record',
  objectId: id,
});
