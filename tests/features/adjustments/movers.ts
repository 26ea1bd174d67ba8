import { randomUUID } from 'node:crypto';
import type { LocalDate } from '../../../src/domain/local-date.ts';
import { firstDay, month, type Month } from '../../../src/domain/month.ts';
import { leaveCause } from '../../../src/features/adjustments/cause.ts';
import { changePosition } from '../../../src/features/organisation/position-service.ts';
import { seatOn } from '../../../src/features/organisation/queries.ts';
import { RecordRefused } from '../../../src/features/organisation/refusal.ts';
import { changeUnit } from '../../../src/features/organisation/unit-service.ts';
import { waitingDiscard } from '../../../src/features/payroll-runs/discard-queries.ts';
import { answerDiscard, askDiscard } from '../../../src/features/payroll-runs/discard-service.ts';
import { RunRefused } from '../../../src/features/payroll-runs/refusal.ts';
import { approveRun, closeMonth } from '../../../src/features/payroll-runs/service.ts';
import type { ChangeContent } from '../../../src/features/people/change-forms.ts';
import { recordChange, StillOpen } from '../../../src/features/people/change-service.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { sqlStateOf } from '../../../src/platform/database/failures.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { PERIOD_CLOSED } from '../../../src/platform/errors.ts';
import { newId } from '../../../src/platform/identity.ts';
import { APPROVER, CLOSER, person } from '../payroll-runs/office.ts';
import { APART, chair, ITEM, MONTHS, type Movers, orgUnit, payer, UNITS } from './movers-office.ts';

const BY = { employeeId: person(902), requestId: 'uji' };

/** What somebody does; where the office refuses it, nothing happens. */
export type Act =
  | {
      readonly kind: 'pindah';
      readonly who: number;
      readonly unit: number;
      readonly place: number;
      readonly from: LocalDate;
    }
  | { readonly kind: 'keluar'; readonly who: number; readonly retires: boolean; readonly from: LocalDate }
  | {
      readonly kind: 'masuk';
      readonly who: number;
      readonly unit: number;
      readonly place: number;
      readonly from: LocalDate;
    }
  | {
      readonly kind: 'kursi';
      readonly who: number;
      readonly unit: number;
      readonly jobClass: number;
      readonly from: LocalDate;
    }
  | { readonly kind: 'pembayar'; readonly of: number; readonly unit: number; readonly from: LocalDate }
  | { readonly kind: 'kegiatan'; readonly who: number; readonly day: LocalDate; readonly points: number }
  | { readonly kind: 'putuskan'; readonly who: number; readonly nth: number }
  | { readonly kind: 'data'; readonly who: number; readonly of: Month; readonly cut: number }
  | { readonly kind: 'tutup' | 'setujui' | 'batalkan'; readonly unit: number };

/** Does it, or is refused as anybody would be. @returns whether it was done */
export async function perform(movers: Movers, act: Act): Promise<boolean> {
  try {
    return await perhaps(movers, act);
  } catch (error) {
    if (error instanceof RecordRefused || error instanceof RunRefused || sqlStateOf(error) === PERIOD_CLOSED)
      return false;
    throw error;
  }
}

function perhaps(movers: Movers, act: Act): Promise<boolean> {
  switch (act.kind) {
    case 'pindah':
      return change(movers, act, { kind: 'MUTASI', positionId: chair(act.unit, act.place) });
    case 'masuk':
      return change(movers, act, { kind: 'MASUK', positionId: chair(act.unit, act.place), status: 'PNS', rank: null });
    case 'keluar':
      return change(
        movers,
        act,
        act.retires ? { kind: 'PENSIUN' } : { kind: 'PINDAH_KELUAR', agency: 'Kabupaten lain' },
      );
    case 'kursi':
      return moveChair(movers, act);
    case 'pembayar':
      return movePayer(movers, act);
    case 'kegiatan':
      return log(movers, act);
    case 'putuskan':
      return decide(movers, act);
    case 'data':
      return state(movers, act);
    case 'tutup':
      return close(movers, act.unit);
    case 'setujui':
      return approve(movers, act.unit);
    case 'batalkan':
      return discard(movers, act.unit);
  }
}

/** As the personnel office records it, with what is still open seen first. */
async function change(
  { deps }: Movers,
  { who, from }: { readonly who: number; readonly from: LocalDate },
  content: ChangeContent,
): Promise<boolean> {
  const said = { content, from, decree: 'SK 821', note: null, key: randomUUID(), seen: '' };
  try {
    await recordChange(deps, BY, person(who), said);
  } catch (error) {
    if (!(error instanceof StillOpen)) throw error;
    await recordChange(deps, BY, person(who), { ...said, seen: error.digest });
  }
  return true;
}

/** The chair that a person holds on a day goes to another unit, with whoever sits in it. */
async function moveChair({ pool, deps }: Movers, act: Extract<Act, { kind: 'kursi' }>): Promise<boolean> {
  const seat = await seatOn(pool, person(act.who), act.from);
  if (!seat) return false;
  const { rows } = await pool.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM position_version WHERE position_id = $1',
    [seat.positionId],
  );
  await changePosition(deps, BY, seat.positionId, {
    place: {
      title: seat.title,
      unitId: orgUnit(act.unit),
      superiorId: chair(APART, 1),
      kind: 'PELAKSANA',
      family: 'umum',
      oneStep: false,
      validatorId: null,
    },
    substance: { echelon: null, jobClass: act.jobClass, duties: null },
    from: act.from,
    decree: 'SK 822',
    version: rows[0]!.n,
  });
  return true;
}

/** A unit gets another payer, with everybody in it. */
async function movePayer({ pool, deps }: Movers, act: Extract<Act, { kind: 'pembayar' }>): Promise<boolean> {
  const { rows } = await pool.query<{ n: number; pattern: 5 | 6 }>(
    'SELECT count(*)::int AS n, min(work_pattern)::int AS pattern FROM org_unit_version WHERE unit_id = $1',
    [orgUnit(act.of)],
  );
  await changeUnit(deps, BY, orgUnit(act.of), {
    content: {
      name: `Dinas ${String(act.of)}`,
      kind: 'DINAS',
      parentId: null,
      payer: payer(act.unit),
      workPattern: rows[0]!.pattern,
      zone: null,
      from: act.from,
      decree: 'SK 823',
    },
    version: rows[0]!.n,
  });
  return true;
}

/** An entry that waits, in the period of whoever pays the person then. */
async function log({ pool }: Movers, { who, day, points }: Extract<Act, { kind: 'kegiatan' }>): Promise<boolean> {
  const seat = await seatOn(pool, person(who), day);
  if (!seat) return false;
  const at = new Date(`${day}T08:00:00Z`);
  const entry = newId(at);
  await transaction(pool, async tx => {
    await tx.query(
      `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
         start_minute, end_minute, points_per_unit, points, status, version, sent_at, created_at, updated_at)
       SELECT $1, $2::date, $3::uuid, $4, $5, $6, 'Menyusun surat', 1, 480 + n.n, 481 + n.n, $7, $7, 'dikirim', 1, $8, $8, $8
       FROM (SELECT count(*)::int AS n FROM activity WHERE employee_id = $3::uuid AND work_date = $2::date) n`,
      [entry, day, person(who), seat.positionId, seat.payrollUnitId, ITEM, points, at],
    );
    await tx.query(
      `INSERT INTO activity_event (entry_month, activity_id, seq, action, to_status, actor_id, part, at)
       VALUES (date_trunc('month', $1::date)::date, $2, 1, 'kirim', 'dikirim', $3, 'pemilik', $4)`,
      [day, entry, person(who), at],
    );
  });
  return true;
}

/** A superior's last signature on an entry, or the same taken back; late where its period is closed. */
async function decide({ pool, deps }: Movers, { who, nth }: Extract<Act, { kind: 'putuskan' }>): Promise<boolean> {
  const { rows } = await pool.query<{ id: string; month: string; status: string; open: boolean }>(
    `SELECT t.id, to_char(t.work_date, 'YYYY-MM') AS month, t.status, p.open FROM activity t JOIN payroll_period p
       ON p.month = date_trunc('month', t.work_date)::date AND p.payroll_unit_id = t.payroll_unit_id AND p.kind = 'TPP'
     WHERE t.employee_id = $1 ORDER BY t.id`,
    [person(who)],
  );
  const entry = rows[nth % Math.max(rows.length, 1)];
  if (!entry) return false;
  const counts = entry.status === 'dikirim';
  await transaction(pool, async tx => {
    await tx.query(
      `UPDATE activity SET status = $2, version = version + 1, verified_by = $3, verified_chair_id = $4, validated_by = $5 WHERE id = $1`,
      counts
        ? [entry.id, 'divalidasi', person(901), chair(APART, 1), person(902)]
        : [entry.id, 'dikirim', null, null, null],
    );
    await tx.query(
      `INSERT INTO activity_event (entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, chair_id, at)
       SELECT date_trunc('month', uuid_extract_timestamp(id) AT TIME ZONE 'UTC')::date, id, version, $2, $3, status, $4, 'validator', $5, $6
       FROM activity WHERE id = $1`,
      [entry.id, counts ? 'setujui' : 'batalkan', entry.status, person(902), chair(APART, 2), deps.clock.now()],
    );
    if (entry.open) return;
    const cause = { employeeId: person(who), month: month(entry.month), kind: 'keputusan', ref: entry.id } as const;
    await leaveCause(tx, { ...cause, actorId: person(902), at: deps.clock.now() });
  });
  return true;
}

/** What attendance takes of a month: entered while it is open, corrected once it is approved. */
async function state({ pool, deps }: Movers, { who, of, cut }: Extract<Act, { kind: 'data' }>): Promise<boolean> {
  const at = deps.clock.now();
  await transaction(pool, async tx => {
    const { rows } = await tx.query<{ id: string; corrects: boolean }>(
      `INSERT INTO fact_proposal (employee_id, month, name, value, source, proposed_by, proposed_at, decision, decided_by, decided_at)
       VALUES ($1, $2, 'pengurangan_disiplin', $3, 'Berita acara', $4, $6, 'disetujui', $5, $6)
       RETURNING id, takar_fact_corrects($1, $2) AS corrects`,
      [person(who), firstDay(of), String(cut), person(901), person(902), at],
    );
    const { id: ref, corrects } = rows[0]!;
    await tx.query(
      `INSERT INTO payroll_fact (employee_id, month, name, value, source, proposal_id, correction)
       VALUES ($1, $2, 'pengurangan_disiplin', $3, 'Berita acara', $4, $5)`,
      [person(who), firstDay(of), String(cut), ref, corrects],
    );
    if (corrects)
      await leaveCause(tx, { employeeId: person(who), month: of, kind: 'fakta', ref, actorId: person(902), at });
  });
  return true;
}

/** Closes and computes the first month of a unit that is open. */
async function close(movers: Movers, unit: number): Promise<boolean> {
  const { rows } = await movers.pool.query<{ month: string }>(
    `SELECT to_char(month, 'YYYY-MM') AS month FROM payroll_period WHERE payroll_unit_id = $1 AND kind = 'TPP' AND NOT open`,
    [payer(unit)],
  );
  const next = MONTHS.find(each => !rows.some(row => row.month === each));
  return next !== undefined && closeOf(movers, unit, next);
}

/** Closes and computes a month of a unit. @returns whether it was open, with anybody to pay */
export async function closeOf({ deps, runs }: Movers, unit: number, of: Month): Promise<boolean> {
  try {
    const { runId, jobId } = await closeMonth(deps, CLOSER, of, UNITS[unit - 1]!, randomUUID());
    const { state: came, error } = await runJob(deps, jobId);
    if (came !== 'selesai') throw new Error(`${of} of unit ${String(unit)} was not computed: ${error ?? ''}`);
    runs.push(runId);
    return true;
  } catch (error) {
    if (error instanceof RunRefused) return false;
    throw error;
  }
}

const COMPUTED = `SELECT id FROM payroll_run WHERE payroll_unit_id = $1 AND state = 'DIHITUNG' ORDER BY month LIMIT 1`;
async function computed({ pool }: Movers, unit: number): Promise<string | undefined> {
  return (await pool.query<{ id: string }>(COMPUTED, [payer(unit)])).rows[0]?.id;
}

/** Approves the first computed month of a unit. */
export async function approve(movers: Movers, unit: number): Promise<boolean> {
  const runId = await computed(movers, unit);
  if (runId === undefined) return false;
  await approveRun(movers.deps, APPROVER, runId);
  return true;
}

/** Two persons discard the first computed month of a unit. */
async function discard(movers: Movers, unit: number): Promise<boolean> {
  const runId = await computed(movers, unit);
  if (runId === undefined) return false;
  const of = { runId, unit: UNITS[unit - 1]! };
  await askDiscard(movers.deps, CLOSER, { ...of, reason: 'Keliru', key: randomUUID() });
  const { version } = (await transaction(movers.pool, tx => waitingDiscard(tx, runId)))!;
  await answerDiscard(movers.deps, APPROVER, { ...of, answer: 'batalkan', version });
  return true;
}
