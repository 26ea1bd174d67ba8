import { monthInWords, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { isSpecial, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { JobRefused, type HeldJob, type JobKind } from '../jobs/held-job.ts';
import { date } from '../../platform/render/format.ts';
import { carryNext } from '../adjustments/carry.ts';
import { notify } from '../notifications/service.ts';
import { isMadeTogether } from '../policies/chain-facts.ts';
import { factsOf, factsStatement } from '../policies/facts.ts';
import { regulationById, type InForce } from '../policies/queries.ts';
import { copyBaseInputs } from './base-snapshot.ts';
import { EXCLUDED_REASON, excludedPeople, WITH_EXCLUSIONS } from './exclusion-queries.ts';
import { objectionsUntil } from './approval-check.ts';
import { digestsOf } from './digest.ts';
import { computeLine, lineFaults, type Line, type LineInput } from './line.ts';
import { writeLines } from './line-writer.ts';
import { mayCloseEmpty, NOBODY_PAID } from './empty-roster.ts';
import { writeTrialLines } from './trial-line.ts';
import { applyRunStep } from './run-record.ts';

/** People computed and written in one transaction: a crash costs at most this much work. */
const CHUNK = 100;
const NAMED = 5;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface RunRow extends Record<string, unknown> {
  month: LocalDate;
  kind: PaymentKind;
  /** Of a special payment. */
  base_month: LocalDate | null;
  payroll_unit_id: string;
  state: RunState;
  version: number;
  regulation_id: string;
}

const RUN = `SELECT r.month, r.kind, r.payroll_unit_id, r.state, r.version, r.regulation_id,
    (SELECT b.month FROM payroll_run b WHERE b.id = r.base_run_id) AS base_month FROM payroll_run r WHERE r.id = $1`;
/** The facts of the roster as `factsStatement` gathers them, with who is left out by two persons; `run` is the run's parameter. */
const snapshotInto = (
  facts: string,
  run: number,
): string => `INSERT INTO payroll_input (run_id, employee_id, facts, waiting, excluded)
  SELECT $${String(run)}::uuid, f.employee_id, f.facts, f.waiting, ${EXCLUDED_REASON('f')}
  FROM (${facts}) f ${WITH_EXCLUSIONS('f')} ON CONFLICT DO NOTHING`;
const SNAPSHOT_GATHERED = `INSERT INTO payroll_input (run_id, employee_id, facts, waiting, excluded)
  SELECT $1::uuid, f.employee_id, f.facts, f.waiting, f.excluded
  FROM unnest($2::uuid[], $3::jsonb[], $4::int[], $5::text[]) AS f (employee_id, facts, waiting, excluded) ON CONFLICT DO NOTHING`;
/** Entries of the period that do not count in this run, as they are now: $1 the run. */
const FREEZE_UNCOUNTED = `INSERT INTO payroll_uncounted
    (run_id, activity_id, employee_id, work_date, status, version, verified_by, validated_by, points)
  SELECT r.id, t.id, t.employee_id, t.work_date, t.status, t.version, t.verified_by, t.validated_by, t.points
  FROM payroll_run r JOIN activity t ON t.payroll_unit_id = r.payroll_unit_id
    AND t.work_date >= r.month AND t.work_date < (r.month + interval '1 month')::date
  WHERE r.id = $1 AND t.status <> 'divalidasi' ON CONFLICT DO NOTHING`;
/**
 * A cause for everybody with a line whose entries stand partly in another unit's period, by a move written afterwards: this run
 * counts its own period, the next one what it lacks. $1 the run, $2 the domain's time.
 */
const LEAVE_ASTRAY = `INSERT INTO adjustment_cause (employee_id, month, kind, note, at)
  SELECT DISTINCT t.employee_id, r.month, 'mutasi', 'Kegiatan tercatat pada periode unit sebelumnya', $2::timestamptz
  FROM payroll_run r JOIN payroll_input i ON i.run_id = r.id AND i.excluded IS NULL
  JOIN activity t ON t.employee_id = i.employee_id AND t.payroll_unit_id <> r.payroll_unit_id
    AND t.work_date >= r.month AND t.work_date < (r.month + interval '1 month')::date
  WHERE r.id = $1`;
const TAKEN = 'SELECT count(*)::int AS people FROM payroll_input WHERE run_id = $1 AND excluded IS NULL';
const INPUTS = `SELECT employee_id, facts, waiting FROM payroll_input WHERE run_id = $1 AND excluded IS NULL ORDER BY employee_id`;
const NEXT_INPUTS = `SELECT i.employee_id, i.facts, i.waiting FROM payroll_input i
  WHERE i.run_id = $1 AND i.excluded IS NULL
    AND NOT EXISTS (SELECT 1 FROM payroll_line l WHERE l.run_id = i.run_id AND l.employee_id = i.employee_id)
  ORDER BY i.employee_id LIMIT ${String(CHUNK)}`;
const TOTALS = `SELECT count(*)::int AS people, coalesce(sum(p.gross), 0)::bigint AS gross,
    coalesce(sum(p.deductions), 0)::bigint AS deductions, coalesce(sum(p.net), 0)::bigint AS net,
    (count(*) FILTER (WHERE p.has_line))::int AS lines,
    (SELECT count(*)::int FROM payroll_input i WHERE i.run_id = $1 AND i.excluded IS NULL) AS roster
  FROM payroll_paid p WHERE p.run_id = $1`;

/** A run being computed: what was closed, under which regulation. */
interface Work {
  readonly runId: string;
  /** The month whose facts are computed: the period's own, or the base month of a special payment. */
  readonly month: Month;
  readonly kind: PaymentKind;
  readonly payrollUnitId: string;
  readonly version: number;
  readonly inForce: InForce;
}

/**
 * Computes a closed month (docs/architecture.md "A month's close", steps 2 to 4): snapshot, lines in chunks, what older
 * months still have to settle, digests and totals. Each step is one fenced transaction that may be repeated without effect, so the work goes on where it stopped.
 */
export const computeJob: JobKind = {
  run: async (deps, job) => {
    const runId = job.payload['runId'] ?? '';
    const work = await openWork(deps, runId);
    if (!work) {
      await transaction(deps.pool, async tx => {
        await job.fence(tx);
        await job.finish(tx, 'Tidak ada yang dihitung: periode ini sudah dihitung atau dibatalkan.');
      });
      return;
    }
    await snapshot(deps, job, work);
    while (await computeChunk(deps, job, work));
    if (!isSpecial(work)) await carryOldMonths(deps, job, work);
    await complete(deps, job, work);
  },
  failed: async (tx, deps, job, reason) => {
    const runId = job.payload['runId'] ?? '';
    const { rows } = await tx.query<RunRow>(`${RUN} FOR UPDATE OF r`, [runId]);
    const run = rows[0];
    if (run?.state !== 'DITUTUP') return;
    const step = { runId, action: 'gagal', from: 'DITUTUP', to: 'GAGAL', version: run.version, actorId: null } as const;
    await applyRunStep(tx, { ...step, at: deps.clock.now(), note: reason }, { failure: reason });
  },
};

/** The run to compute; undefined when it is computed already. */
async function openWork(deps: Deps, runId: string): Promise<Work | undefined> {
  const { rows } = await deps.pool.query<RunRow>(RUN, [runId]);
  const run = rows[0];
  if (run?.state !== 'DITUTUP') return undefined;
  const inForce = await regulationById(deps.pool, run.regulation_id);
  if (!inForce) throw new Error(`run ${runId} names a regulation that is not there`);
  const month = monthOf(run.base_month ?? run.month);
  return { runId, month, kind: run.kind, payrollUnitId: run.payroll_unit_id, version: run.version, inForce };
}

/**
 * Copies every fact of the roster into the run, once, and the list of entries that it does not count. When somebody's facts
 * cannot give an amount, nothing is kept: the run fails with the names, the facts are repaired, and the next try takes a new
 * snapshot.
 */
async function snapshot(deps: Deps, job: HeldJob, work: Work): Promise<void> {
  await transaction(deps.pool, async tx => {
    await job.fence(tx);
    const before = await tx.query<{ people: number }>(TAKEN, [work.runId]);
    if (before.rows[0]!.people > 0) return;
    await (isSpecial(work) ? copyBaseInputs(tx, work.runId) : takeFacts(tx, work));
    const inputs = await inputsOf(tx, INPUTS, work.runId);
    if (inputs.length === 0 && !isSpecial(work) && !(await mayCloseEmpty(tx, work.month, work.payrollUnitId)))
      throw new JobRefused(NOBODY_PAID);
    refuseFaults(
      inputs.map(input => ({
        name: input.facts['pegawai.nama'] ?? '',
        reasons: lineFaults(work.inForce.regulation, work.month, input, work.kind),
      })),
      isSpecial(work) ? SPECIAL_WAY : OWN_WAY,
    );
    if (!isSpecial(work)) {
      await tx.query(FREEZE_UNCOUNTED, [work.runId]);
      await tx.query(LEAVE_ASTRAY, [work.runId, deps.clock.now()]);
    }
    await job.progress(tx, 0, inputs.length);
  });
}

/** Copies the facts within the database; where some are made of people together they come by way of the engine. */
async function takeFacts(tx: Tx, work: Work): Promise<void> {
  if (!isMadeTogether(work.inForce)) {
    const { text, values } = await factsStatement(tx, work);
    await tx.query(snapshotInto(text, values.length + 1), [...values, work.runId]);
    return;
  }
  const gathered = await factsOf(tx, work);
  const left = await excludedPeople(tx, work.month, gathered);
  await tx.query(SNAPSHOT_GATHERED, [
    work.runId,
    gathered.map(({ employeeId }) => employeeId),
    gathered.map(({ facts }) => JSON.stringify(facts)),
    gathered.map(({ waiting }) => waiting),
    gathered.map(({ excluded, employeeId }) => excluded ?? left.get(employeeId) ?? null),
  ]);
}

/** Computes and writes the next people without a line; false when there are none left. */
async function computeChunk(deps: Deps, job: HeldJob, work: Work): Promise<boolean> {
  return transaction(deps.pool, async tx => {
    await job.fence(tx);
    const inputs = await inputsOf(tx, NEXT_INPUTS, work.runId);
    if (inputs.length === 0) return false;
    await writeLines(tx, work.runId, linesOf(work, inputs));
    if (!isSpecial(work)) await writeTrialLines(tx, work.runId, work.inForce.regulation, work.month, inputs);
    const { lines, roster } = await totalsOf(tx, work.runId);
    await job.progress(tx, lines, roster);
    return true;
  });
}

/** Settles what older months of these people still have to settle (docs/adr/0028-adjustments.md), some people at a time. */
async function carryOldMonths(deps: Deps, job: HeldJob, { runId }: Work): Promise<void> {
  for (let after: string | null = BEFORE_ALL; after !== null;) {
    const last: string = after;
    after = await transaction(deps.pool, async tx => {
      await job.fence(tx);
      return carryNext(tx, runId, last);
    });
  }
}

/** Totals, digests, DIHITUNG and the end of the job, in one transaction. */
async function complete(deps: Deps, job: HeldJob, work: Work): Promise<void> {
  const { runId, version } = work;
  await transaction(deps.pool, async tx => {
    await job.fence(tx);
    const { roster, lines, ...totals } = await totalsOf(tx, runId);
    if (roster !== lines) throw new Error(`run ${runId} has ${String(lines)} lines for ${String(roster)} people`);
    const digests = await digestsOf(tx, runId);
    const step = { runId, action: 'hitung', from: 'DITUTUP', to: 'DIHITUNG', version, actorId: null } as const;
    await applyRunStep(tx, { ...step, at: deps.clock.now() }, { ...totals, ...digests });
    await tellPreview(tx, deps, work);
    await job.finish(tx, `${isSpecial(work) ? work.kind : 'TPP'} ${String(totals.people)} pegawai sudah dihitung.`);
  });
}

/** Where the regency gives days to object, everybody with an amount learns where to see it and until when. */
async function tellPreview(tx: Tx, deps: Deps, { runId, month }: Work): Promise<void> {
  const until = await objectionsUntil(tx, deps, runId);
  if (until === null) return;
  const { rows } = await tx.query<{ id: string }>('SELECT employee_id AS id FROM payroll_paid WHERE run_id = $1', [
    runId,
  ]);
  const notices = rows.map(({ id }) => ({
    employeeId: id,
    kind: 'data' as const,
    text: `Pratinjau TPP ${monthInWords(month)} sudah bisa dilihat. Ada yang keliru? Laporkan paling lambat ${date(until)}.`,
    href: `/laporan/tpp-saya?bulan=${month}`,
    dedupe: `pratinjau:${runId}`,
  }));
  await notify(tx, notices, deps.clock.now());
}

interface InputRow extends Record<string, unknown> {
  employee_id: string;
  facts: Record<string, string>;
  waiting: number;
}

async function inputsOf(tx: Tx, statement: string, runId: string): Promise<LineInput[]> {
  const { rows } = await tx.query<InputRow>(statement, [runId]);
  return rows.map(row => ({ employeeId: row.employee_id, facts: row.facts, waiting: row.waiting }));
}

interface Totals extends Record<string, unknown> {
  people: number;
  gross: bigint;
  deductions: bigint;
  net: bigint;
  lines: number;
  roster: number;
}

async function totalsOf(tx: Tx, runId: string): Promise<Totals> {
  return (await tx.query<Totals>(TOTALS, [runId])).rows[0]!;
}

/** @throws JobRefused naming the persons for whom no amount may be given */
function linesOf(work: Work, inputs: readonly LineInput[]): Line[] {
  const { inForce, month, kind } = work;
  const computed = inputs.map(input => computeLine(inForce.regulation, month, input, kind));
  refuseFaults(
    computed.flatMap(result => (result.ok ? [] : [result])),
    isSpecial(work) ? SPECIAL_WAY : OWN_WAY,
  );
  return computed.flatMap(result => (result.ok ? [result.line] : []));
}

/** What to do about people for whom no amount may be given. */
const OWN_WAY =
  'Perbaiki datanya lalu hitung ulang, atau batalkan perhitungannya dan keluarkan pegawainya dengan alasan.';
const SPECIAL_WAY =
  'Datanya dari bulan dasar dan tidak berubah lagi: batalkan perhitungannya, lalu keluarkan pegawainya dengan alasan.';

function refuseFaults(
  people: readonly { readonly name: string; readonly reasons: readonly string[] }[],
  way: string,
): void {
  const failed = people.flatMap(({ name, reasons }) => (reasons.length > 0 ? [`${name} (${reasons.join('; ')})`] : []));
  if (failed.length === 0) return;
  const rest = failed.length > NAMED ? ` dan ${String(failed.length - NAMED)} orang lagi` : '';
  const named = `${failed.slice(0, NAMED).join(', ')}${rest}`;
  throw new JobRefused(`TPP ${String(failed.length)} pegawai belum bisa dihitung: ${named}. ${way}`);
}
