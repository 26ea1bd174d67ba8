import { reentryFor } from '../../domain/availability/reentry.ts';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn, instantOf } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateShort } from '../../platform/render/format.ts';
import { notify } from '../notifications/service.ts';
import { conflict, changedMeanwhile, malformed } from '../organisation/refusal.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import type { Decision, Declaration } from './forms.ts';
import { limitsOn } from './limits.ts';
import { officersOf } from '../rights/officers.ts';
import { spanInWords } from './outage-words.ts';
import { paths } from './paths.ts';
import { outageOf, type Outage } from './queries.ts';
import { minuteOf, workingMinutes } from './working-time.ts';

/** Who acts, under which request. */
export interface By {
  readonly employeeId: string;
  readonly requestId: string;
}

/** How far back an outage may be declared. */
export const DAYS_BACK = 60;

const DECLARE = `INSERT INTO outage (id, source, began_at, ended_at, working_minutes, units, explanation, recorded_by, recorded_at, state)
  VALUES ($1, 'dinyatakan', $2, $3, $4, $5, $6, $7, $8, 'diusulkan')`;

/**
 * Declares an outage that the server could not see: an office without network or power. A second person confirms it. At most
 * once per person and key.
 * @throws RecordRefused 422 for a span that ends before it begins or a unit that is not there, 409 for the future or too long ago
 */
export async function declareOutage(deps: Deps, by: By, input: Declaration): Promise<{ id: string }> {
  const { zone } = deps.regency;
  const now = deps.clock.now();
  const [began, ended] = [instantOf(zone, input.from, input.start), instantOf(zone, input.to, input.end)];
  return transaction(deps.pool, async tx => {
    const use = { actorId: by.employeeId, key: input.key, hash: requestHash('gangguan', { ...input, key: undefined }) };
    const { result } = await once(tx, use, async () => {
      if (ended <= began) throw malformed('selesai', 'Gangguan harus berakhir sesudah mulai');
      if (ended > now) throw conflict('selesai', 'Gangguan belum berakhir pada jam itu. Nyatakan setelah berakhir');
      if (input.from < addDays(dayIn(zone, now), -DAYS_BACK))
        throw conflict('mulai_tanggal', `Hanya gangguan ${String(DAYS_BACK)} hari terakhir yang bisa dinyatakan`);
      const units = await unitIds(tx, input.units);
      const working = await workingMinutes(tx, zone, { from: minuteOf(began), until: minuteOf(ended) }, units);
      const id = newId(now);
      await tx.query(DECLARE, [id, began, ended, working, units, input.explanation, by.employeeId, now]);
      const after = { began: began.toISOString(), ended: ended.toISOString(), units: input.units, state: 'diusulkan' };
      await record(tx, by, now, { id, action: 'nyatakan', after, reason: input.explanation });
      const others = (await officersOf(tx, dayIn(zone, now))).filter(each => each !== by.employeeId);
      const text = `Gangguan ${spanInWords(began, ended, zone)} dinyatakan. Putuskan apakah hari kerjanya dibuka lagi.`;
      const told = { kind: 'dispensasi' as const, text, href: paths.one(id), dedupe: `gangguan:${id}` };
      await notify(
        tx,
        others.map(employeeId => ({ employeeId, ...told })),
        now,
      );
      return { id };
    });
    return result;
  });
}

async function unitIds(sql: Sql, codes: readonly string[]): Promise<string[] | null> {
  if (codes.length === 0) return null;
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM payroll_unit WHERE code = ANY ($1)', [[...codes]]);
  if (rows.length !== codes.length) throw malformed('unit', 'Pilih unit dari daftar');
  return rows.map(row => row.id);
}

const OPEN = `UPDATE outage SET state = 'dibuka', work_from = $3, work_to = $4, open_until = $5, cite = $6, decided_by = $7,
    decided_at = $8, answer = $9, version = version + 1 WHERE id = $1 AND version = $2`;
const LEAVE = `UPDATE outage SET state = 'diabaikan', decided_by = $3, decided_at = $4, answer = $5, version = version + 1
  WHERE id = $1 AND version = $2`;
/* Everybody in office on the last of the days, in the units concerned, as far as some of the days lie in a month that is not
   closed for the unit: one line each, set-based. */
const TELL = `INSERT INTO notification (employee_id, kind, text, href, dedupe, created_at)
  SELECT DISTINCT a.employee_id, 'dispensasi', $1, $2, $3, $4::timestamptz FROM assignment a
  JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $5::date
                ORDER BY v.from_date DESC LIMIT 1) p ON true
  JOIN LATERAL (SELECT v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $5::date
                ORDER BY v.from_date DESC LIMIT 1) u ON true
  WHERE a.kind = 'DEFINITIF' AND a.from_date <= $5::date AND (a.last_date IS NULL OR a.last_date >= $5::date)
    AND EXISTS (SELECT 1 FROM outage o WHERE o.id = $6 AND (o.units IS NULL OR u.payroll_unit_id = ANY (o.units)))
    AND EXISTS (SELECT 1 FROM generate_series(date_trunc('month', $7::date::timestamp), $5::date::timestamp, interval '1 month') m
      WHERE NOT EXISTS (SELECT 1 FROM payroll_period c WHERE c.kind = 'TPP' AND c.payroll_unit_id = u.payroll_unit_id
                        AND c.month = m::date AND NOT c.open))
  ON CONFLICT (employee_id, dedupe) DO NOTHING`;

/** A closed month takes no entries: to say that its days are open again would be a promise that nobody keeps. */
const NOBODY_LEFT =
  'Bulannya sudah ditutup untuk semua pegawai yang terkena, jadi harinya tidak bisa diisi lagi. Pilih Biarkan tercatat; yang dirugikan mengajukan keberatan';

/** What a confirmation would open, and by whose word. */
export interface Proposal {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly openUntil: LocalDate;
  readonly cite: string;
}

/** What is opened if this outage is confirmed today. */
export async function proposalFor(sql: Sql, deps: Pick<Deps, 'clock' | 'regency'>, outage: Outage): Promise<Proposal> {
  const { zone } = deps.regency;
  const first = dayIn(zone, outage.beganAt);
  const last = dayIn(zone, new Date(outage.endedAt.getTime() - 1));
  const { cite, entryDays, reentryDays } = await limitsOn(sql, first);
  return { ...reentryFor({ first, last }, dayIn(zone, deps.clock.now()), { entryDays, reentryDays }), cite };
}

/**
 * Opens the work dates that could have been logged while the outage lasted, or leaves it at the record. Once; a declared
 * outage is confirmed by another person than the one who declared it.
 * @throws NotFound; RecordRefused 409 for a decided or stale one, for one hand, or where the months are closed for all
 */
export async function decideOutage(deps: Deps, by: By, id: string, decision: Decision): Promise<Outage> {
  const now = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const outage = await outageOf(tx, id);
    if (!outage) throw new NotFound('outage');
    if (outage.state === 'dibuka' || outage.state === 'diabaikan')
      throw conflict(
        '',
        `Gangguan ini sudah diputuskan${outage.deciderName === null ? '' : ` oleh ${outage.deciderName}`}`,
      );
    if (outage.recordedBy === by.employeeId)
      throw conflict('', 'Anda yang menyatakan gangguan ini. Petugas lain yang memutuskannya');
    const second = { actorId: by.employeeId, beganBy: [outage.recordedBy] };
    await refuseOneHand(tx, second, { now, zone: deps.regency.zone }).catch((error: unknown) => {
      throw error instanceof Conflict ? conflict('', error.reason) : error;
    });
    const before = { state: outage.state };
    if (!decision.open) {
      await step(tx, LEAVE, [id, decision.version, by.employeeId, now, decision.answer]);
      await record(tx, by, now, {
        id,
        action: 'abaikan',
        before,
        after: { state: 'diabaikan' },
        reason: decision.answer,
      });
      return outage;
    }
    const { from, to, openUntil, cite } = await proposalFor(tx, deps, outage);
    await step(tx, OPEN, [id, decision.version, from, to, openUntil, cite, by.employeeId, now, decision.answer]);
    const after = { state: 'dibuka', from, to, openUntil, cite };
    await record(tx, by, now, { id, action: 'buka', before, after, reason: decision.answer });
    const days = from === to ? dateShort(from) : `${dateShort(from)} sampai ${dateShort(to)}`;
    const text = `Karena gangguan aplikasi, hari kerja ${days} bisa diisi lagi sampai ${dateShort(openUntil)} pukul 23.59.`;
    const { rowCount } = await tx.query(TELL, [text, '/kegiatan-harian', `gangguan-dibuka:${id}`, now, to, id, from]);
    if (rowCount === 0) throw conflict('', NOBODY_LEFT);
    return outage;
  });
}

async function step(tx: Tx, statement: string, values: unknown[]): Promise<void> {
  const { rowCount } = await tx.query(statement, values);
  if (rowCount !== 1) throw changedMeanwhile();
}

interface Recorded {
  readonly id: string;
  readonly action: string;
  readonly before?: unknown;
  readonly after: unknown;
  readonly reason: string | null;
}

const record = (tx: Tx, by: By, at: Date, { id, action, before, after, reason }: Recorded): Promise<void> =>
  audit(tx, {
    at,
    actorId: by.employeeId,
    requestId: by.requestId,
    action: `gangguan.${action}`,
    objectType: 'outage',
    objectId: id,
    before,
    after,
    ...(reason === null ? {} : { reason }),
  });
