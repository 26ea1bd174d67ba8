import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import { audit } from '../../platform/audit.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound, UNIQUE } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateShort } from '../../platform/render/format.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import { framesOf, todayOf } from '../activity-log/day-frame.ts';
import { lastDayOf } from '../activity-log/window.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { notify } from '../notifications/service.ts';
import { regulationOn } from '../policies/queries.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { workflowOn } from '../workflow/settings.ts';
import type { Reader } from './access.ts';
import { DAYS_BACK, WITH_DOCUMENT } from './causes.ts';
import type { Decision, NewRequest } from './forms.ts';
import { paths } from './paths.ts';
import { personHere, requestOf, type Dispensation } from './queries.ts';

/** A request or decision that is not carried out: 422 for what the form says wrongly, 409 for what a rule or state refuses. */
export class DispensationRefused extends Error {
  constructor(
    readonly status: 409 | 422,
    readonly errors: readonly FieldError[],
    readonly keySpent = false,
  ) {
    super(errors.map(error => error.message).join('; '));
  }
}

const conflict = (field: string, message: string): DispensationRefused =>
  new DispensationRefused(409, [{ field, message }]);

/** Who acts, and under which request. */
export interface By {
  readonly reader: Reader;
  readonly requestId: string;
}

/**
 * Asks that a day may still be logged: for oneself, or by a clerk for somebody of the clerk's units. At most once per key.
 * @throws DispensationRefused
 */
export async function ask(
  deps: Deps,
  by: By,
  input: NewRequest,
  files: readonly AcceptedFile[],
): Promise<{ id: string }> {
  if (WITH_DOCUMENT.includes(input.cause) && files.length === 0)
    throw new DispensationRefused(422, [
      { field: 'bukti', message: 'Lampirkan surat tugas atau surat keterangan sakit' },
    ]);
  const stored = await storeAll(deps.uploads, files);
  const { reader } = by;
  const hash = requestHash('dispensasi', { ...input, key: undefined, files: stored.map(file => file.sha256) });
  const now = deps.clock.now();
  try {
    return await transaction(deps.pool, async tx => {
      const { result } = await once(tx, { actorId: reader.employeeId, key: input.key, hash }, async () => {
        const today = dayIn(deps.regency.zone, now);
        if (!(await personHere(tx, reader, today, input.employeeId)))
          throw new DispensationRefused(422, [{ field: 'pegawai', message: 'Pilih pegawai dari daftar' }]);
        await judgeDay(tx, deps, input.employeeId, input.workDate);
        const id = newId(now);
        await tx.query(
          `INSERT INTO dispensation (id, employee_id, work_date, cause, explanation, requested_by, requested_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [id, input.employeeId, input.workDate, input.cause, input.explanation, reader.employeeId, now],
        );
        await attachTo(tx, { type: 'dispensation', id, by: reader.employeeId, at: now }, stored);
        await record(tx, by, now, { id, action: 'ajukan', after: { workDate: input.workDate, cause: input.cause } });
        return { id };
      });
      return result;
    });
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE)
      throw conflict('tanggal', `Dispensasi untuk ${dateShort(input.workDate)} sudah pernah diminta`);
    if (error instanceof KeyReused)
      throw new DispensationRefused(
        422,
        [{ field: '', message: 'Formulir ini sudah pernah dikirim dengan isi lain' }],
        true,
      );
    throw error;
  }
}

/** What a day must be for a dispensation to make sense. @throws DispensationRefused 409 */
async function judgeDay(tx: Tx, deps: Deps, employeeId: string, day: LocalDate): Promise<void> {
  const [frame] = await framesOf(tx, employeeId, [day]);
  if (!frame) throw new Error('a day has a frame');
  const today = todayOf(frame.seat, deps.regency.zone, deps.clock.now());
  const written = dateShort(day);
  if (day > today) throw conflict('tanggal', `${written} belum terjadi`);
  if (day < addDays(today, -DAYS_BACK))
    throw conflict('tanggal', `Dispensasi hanya untuk ${String(DAYS_BACK)} hari terakhir`);
  if (!frame.seat) throw conflict('tanggal', `Pegawai belum memegang jabatan pada ${written}`);
  if (!frame.periodOpen) throw conflict('tanggal', `Bulan ${monthInWords(monthOf(day))} sudah ditutup`);
  const daily = (await regulationOn(tx, day))?.daily;
  if (!daily) throw conflict('tanggal', `Belum ada peraturan yang berlaku pada ${written}`);
  if (frame.dayOffName !== undefined && daily.holidays === 'tolak')
    throw conflict('tanggal', `${written} hari libur (${frame.dayOffName})`);
  const last = lastDayOf(frame, daily);
  if (today <= last)
    throw conflict('tanggal', `${written} masih bisa diisi sampai ${dateShort(last)} pukul 23.59, tanpa dispensasi`);
}

/**
 * Grants or refuses a request. Granted, the day is open until the decision's day plus the time the regency has set.
 * @throws NotFound for what the person may not decide; DispensationRefused 409 for a stale or decided one
 */
export async function decide(deps: Deps, by: By, id: string, today: LocalDate, decision: Decision): Promise<void> {
  const now = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const request = await requestOf(tx, by.reader, today, id);
    if (!request?.decidable) throw new NotFound('dispensation');
    refuseStale(request, decision.version);
    const second = { actorId: by.reader.employeeId, beganBy: [request.requestedBy], about: [request.employeeId] };
    await refuseOneHand(tx, second, { now, zone: deps.regency.zone }).catch((error: unknown) => {
      throw error instanceof Conflict ? conflict('', error.reason) : error;
    });
    if (decision.grant) await refuseClosed(tx, request);
    const openUntil = decision.grant ? addDays(today, (await workflowOn(tx, today)).dispensasi_buka_hari) : null;
    const state = decision.grant ? 'disetujui' : 'ditolak';
    await step(tx, request, by, now, { state, openUntil, answer: decision.answer, decided: true });
    await record(tx, by, now, {
      id,
      action: decision.grant ? 'setujui' : 'tolak',
      before: { state: request.state },
      after: { state, openUntil },
      reason: decision.answer,
    });
    await tell(tx, request, openUntil, decision.answer, now);
  });
}

/** Takes one's own request back before it is decided. @throws NotFound, DispensationRefused 409 */
export async function withdraw(deps: Deps, by: By, id: string, today: LocalDate, version: number): Promise<void> {
  const now = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const request = await requestOf(tx, by.reader, today, id);
    const own = [request?.employeeId, request?.requestedBy].includes(by.reader.employeeId);
    if (!request || !own) throw new NotFound('dispensation');
    refuseStale(request, version);
    await step(tx, request, by, now, { state: 'ditarik', openUntil: null, answer: null, decided: false });
    await record(tx, by, now, { id, action: 'tarik', before: { state: request.state }, after: { state: 'ditarik' } });
  });
}

function refuseStale(request: Dispensation, version: number): void {
  if (request.state !== 'diajukan')
    throw conflict('', `Permintaan ini sudah ${STATE_WORDS[request.state]}${by(request)}`);
  if (request.version !== version) throw conflict('', 'Permintaan ini baru saja diubah. Periksa lagi isinya');
}

const STATE_WORDS = { disetujui: 'disetujui', ditolak: 'ditolak', ditarik: 'ditarik' } as const;
const by = ({ deciderName }: Dispensation): string => (deciderName === null ? '' : ` oleh ${deciderName}`);

/** The month may have been closed since the request was made: then an open day would promise in vain. */
async function refuseClosed(tx: Tx, { employeeId, workDate }: Dispensation): Promise<void> {
  const [frame] = await framesOf(tx, employeeId, [workDate]);
  if (!frame?.periodOpen) throw conflict('', `Bulan ${monthInWords(monthOf(workDate))} sudah ditutup`);
}

interface Outcome {
  readonly state: 'disetujui' | 'ditolak' | 'ditarik';
  readonly openUntil: LocalDate | null;
  readonly answer: string | null;
  readonly decided: boolean;
}

async function step(tx: Tx, request: Dispensation, { reader }: By, at: Date, outcome: Outcome): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE dispensation SET state = $3, open_until = $4, answer = $5, decided_by = $6, decided_at = $7, version = version + 1
     WHERE id = $1 AND version = $2 AND state = 'diajukan'`,
    [
      request.id,
      request.version,
      outcome.state,
      outcome.openUntil,
      outcome.answer,
      outcome.decided ? reader.employeeId : null,
      outcome.decided ? at : null,
    ],
  );
  if (rowCount !== 1) throw conflict('', 'Permintaan ini baru saja diubah. Periksa lagi isinya');
}

async function tell(
  tx: Tx,
  request: Dispensation,
  openUntil: LocalDate | null,
  answer: string | null,
  at: Date,
): Promise<void> {
  const day = dateShort(request.workDate);
  const text =
    openUntil === null
      ? `Dispensasi ${day} ditolak${answer === null ? '' : `: ${answer}`}`
      : `Dispensasi ${day} disetujui. Isi kegiatannya sampai ${dateShort(openUntil)} pukul 23.59.`;
  const told = [...new Set([request.employeeId, request.requestedBy])];
  await notify(
    tx,
    told.map(employeeId => ({
      employeeId,
      kind: 'dispensasi' as const,
      text,
      href: paths.one(request.id),
      dedupe: `dispensasi:${request.id}:${openUntil === null ? 'ditolak' : 'disetujui'}`,
    })),
    at,
  );
}

interface Recorded {
  readonly id: string;
  readonly action: string;
  readonly before?: unknown;
  readonly after: unknown;
  readonly reason?: string | null;
}

const record = (tx: Tx, { reader, requestId }: By, at: Date, { id, action, before, after, reason }: Recorded) =>
  audit(tx, {
    at,
    actorId: reader.employeeId,
    action: `dispensasi.${action}`,
    objectType: 'dispensation',
    objectId: id,
    before,
    after,
    ...(reason ? { reason } : {}),
    requestId,
  });
