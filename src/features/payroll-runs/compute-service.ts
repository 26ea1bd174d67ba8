import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstDay, lastDay, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { isSpecial, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import { prepared, type Sql, type Tx } from '../../platform/database/sql.ts';
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
import { DIGEST_FORM, digestsOf } from './digest.ts';
import { closingLine, type ComputedLine, lineFaults, type LineInput } from './line.ts';
import { type StoredLine, writeLines } from './line-writer.ts';
import { mayCloseEmpty, NOBODY_PAID } from './empty-roster.ts';
import { type Fault, refuseUncomputed } from './uncomputed.ts';
import { TreePacker, type Words, wordsIn } from './packed-trees.ts';
import { keepWords, wordsOfRun } from './tree-words.ts';
import { writeTrialLines } from './trial-line.ts';
import { applyRunStep } from './run-record.ts';

/** How much of a run is done at a time. */
export interface ComputeSizes {
  /** People computed and written in one transaction: a crash costs at most this much work, and memory holds no more. */
  readonly chunk: number;
  /** Chunks behind the first whose lines the snapshot keeps for their own transactions: computed once, a few MB at most. */
  readonly kept: number;
  /** The first people, from whose trees a run's words are taken; at most a chunk. */
  readonly sample: number;
}
const USUAL_SIZES: ComputeSizes = { chunk: 200, kept: 2, sample: 50 };
/** People computed before others get their turn: some milliseconds. */
const SLICE = 10;
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
/**
 * Entries of the period that do not count in this run, as they are now: $1 the run, $2 its unit, $3 and $4 first and last day
 * (as parameters, so that other months are not even looked at).
 */
const FREEZE_UNCOUNTED = `INSERT INTO payroll_uncounted
    (run_id, activity_id, employee_id, work_date, status, version, verified_by, validated_by, points)
  SELECT $1, t.id, t.employee_id, t.work_date, t.status, t.version, t.verified_by, t.validated_by, t.points
  FROM activity t WHERE t.payroll_unit_id = $2 AND t.work_date BETWEEN $3::date AND $4::date AND t.status <> 'divalidasi'
  ON CONFLICT DO NOTHING`;
/**
 * A cause for everybody with a line whose entries stand partly in another unit's period, by a move written afterwards: this run
 * counts its own period, the next one what it lacks. Parameters as above, $5 the domain's time.
 */
const LEAVE_ASTRAY = `INSERT INTO adjustment_cause (employee_id, month, kind, note, at)
  SELECT DISTINCT t.employee_id, $3::date, 'mutasi', 'Kegiatan tercatat pada periode unit sebelumnya', $5::timestamptz
  FROM payroll_input i JOIN activity t ON t.employee_id = i.employee_id AND t.payroll_unit_id <> $2
    AND t.work_date BETWEEN $3::date AND $4::date
  WHERE i.run_id = $1 AND i.excluded IS NULL`;
const TAKEN = 'SELECT count(*)::int AS people FROM payroll_input WHERE run_id = $1 AND excluded IS NULL';
/** The next $3 people of the snapshot behind $2, in one order: lines are written in it, too. */
const NEXT_INPUTS = prepared(
  'payroll-runs.next-inputs',
  `SELECT employee_id, facts, waiting FROM payroll_input
  WHERE run_id = $1 AND excluded IS NULL AND employee_id > $2 ORDER BY employee_id LIMIT $3`,
);
/** How far an interrupted computation has come. */
const COME_TO = `SELECT coalesce(max(employee_id::text), '${BEFORE_ALL}') AS last, count(*)::int AS lines FROM payroll_line WHERE run_id = $1`;
const TOTALS = `SELECT count(*)::int AS people, coalesce(sum(p.gross), 0)::bigint AS gross,
    coalesce(sum(p.deductions), 0)::bigint AS deductions, coalesce(sum(p.net), 0)::bigint AS net,
    (count(*) FILTER (WHERE p.has_line))::int AS lines,
    (SELECT count(*)::int FROM payroll_input i WHERE i.run_id = $1 AND i.excluded IS NULL) AS roster
  FROM payroll_paid p WHERE p.run_id = $1`;

/** A second process for one statement would come out of what pages have. */
const ALONE = 'SET LOCAL max_parallel_workers_per_gather = 0';

/** A run being computed: what was closed, under which regulation. */
interface Work {
  readonly runId: string;
  /** The month whose facts are computed: the period's own, or the base month of a special payment. */
  readonly month: Month;
  readonly kind: PaymentKind;
  readonly payrollUnitId: string;
  readonly version: number;
  readonly inForce: InForce;
  readonly sizes: ComputeSizes;
}

/**
 * Computes a closed month (docs/architecture.md "A month's close", steps 2 to 4): snapshot, lines in chunks, what older
 * months still have to settle, digests and totals. Each step is one fenced transaction that may be repeated without effect, so the work goes on where it stopped.
 */
export const computeJobIn = (sizes: ComputeSizes): JobKind => ({
  run: async (deps, job) => {
    const runId = job.payload['runId'] ?? '';
    const work = await openWork(deps, runId, sizes);
    if (!work) {
      await transaction(deps.pool, async tx => {
        await job.fence(tx);
        await job.finish(tx, 'Tidak ada yang dihitung: periode ini sudah dihitung atau dibatalkan.');
      });
      return;
    }
    const kept = await snapshot(deps, job, work);
    await computeRest(deps, job, work, kept);
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
});
/** The same in the sizes that a regency's units are computed in. */
export const computeJob = computeJobIn(USUAL_SIZES);

/** The run to compute; undefined when it is computed already. */
async function openWork(deps: Deps, runId: string, sizes: ComputeSizes): Promise<Work | undefined> {
  const { rows } = await deps.pool.query<RunRow>(RUN, [runId]);
  const run = rows[0];
  if (run?.state !== 'DITUTUP') return undefined;
  const inForce = await regulationById(deps.pool, run.regulation_id);
  if (!inForce) throw new Error(`run ${runId} names a regulation that is not there`);
  const month = monthOf(run.base_month ?? run.month);
  return { runId, month, kind: run.kind, payrollUnitId: run.payroll_unit_id, version: run.version, inForce, sizes };
}

/** People in the order of the snapshot, with their lines. */
interface Chunk {
  readonly inputs: readonly LineInput[];
  readonly computed: readonly PackedLine[];
}

/**
 * Copies every fact of the roster into the run, once, and the list of entries that it does not count; the first lines are
 * computed and written along. When somebody's facts cannot give an amount, nothing is kept: the run fails with the names,
 * the facts are repaired, and the next try takes a new snapshot.
 * @returns the chunks behind the first people that are computed already
 */
async function snapshot(deps: Deps, job: HeldJob, work: Work): Promise<Chunk[]> {
  return transaction(deps.pool, async tx => {
    await job.fence(tx);
    if ((await takenBy(tx, work.runId)) > 0) return [];
    await tx.query(ALONE);
    await (isSpecial(work) ? copyBaseInputs(tx, work.runId) : takeFacts(tx, work));
    const people = await takenBy(tx, work.runId);
    if (people === 0 && !isSpecial(work) && !(await mayCloseEmpty(tx, work.month, work.payrollUnitId)))
      throw new JobRefused(NOBODY_PAID);
    const first = await nextInputs(tx, work, BEFORE_ALL);
    const { words, packer, sample } = await sampleOf(work, first);
    const computed = [...sample, ...(await packedLines(work, packer, first.slice(sample.length)))];
    const behind = await judgeBehind(tx, work, first, packer);
    refuseUncomputed([...computed.flatMap(faultOf), ...behind.faults], isSpecial(work));
    if (!isSpecial(work)) {
      const period = [work.runId, work.payrollUnitId, firstDay(work.month), lastDay(work.month)];
      await tx.query(FREEZE_UNCOUNTED, period);
      await tx.query(LEAVE_ASTRAY, [...period, deps.clock.now()]);
    }
    await keepWords(tx, work.runId, words);
    await write(tx, work, first, computed.flatMap(lineOf));
    await job.progress(tx, first.length, people);
    return behind.kept;
  });
}

/**
 * The words of a run and its first lines, from which they are taken: these trees are held together, and no longer than that. All
 * others are packed one by one.
 */
async function sampleOf(
  work: Work,
  first: readonly LineInput[],
): Promise<{ readonly words: Words; readonly packer: TreePacker; readonly sample: readonly PackedLine[] }> {
  const known = await inSlices(first.slice(0, work.sizes.sample), lineFor(work));
  const words = wordsIn(known.flatMap(lineOf).map(({ components }) => components));
  const packer = new TreePacker(words);
  return { words, packer, sample: await inSlices(known, line => packedBy(packer, line)) };
}

async function takenBy(sql: Sql, runId: string): Promise<number> {
  return (await sql.query<{ people: number }>(TAKEN, [runId])).rows[0]!.people;
}

/**
 * Who behind the first people of a snapshot cannot be given an amount, and why. The next chunks are computed whole and kept; of
 * those further behind no trees are built for that.
 */
async function judgeBehind(
  tx: Tx,
  work: Work,
  first: readonly LineInput[],
  packer: TreePacker,
): Promise<{ readonly faults: readonly Fault[]; readonly kept: Chunk[] }> {
  const faults: Fault[] = [];
  const kept: Chunk[] = [];
  for (let inputs = first; inputs.length === work.sizes.chunk;) {
    inputs = await nextInputs(tx, work, inputs.at(-1)!.employeeId);
    if (kept.length < work.sizes.kept) {
      const computed = await packedLines(work, packer, inputs);
      faults.push(...computed.flatMap(faultOf));
      kept.push({ inputs, computed });
    } else {
      faults.push(...(await judged(work, inputs)).filter(({ reasons }) => reasons.length > 0));
    }
  }
  return { faults, kept };
}

const judged = (work: Work, inputs: readonly LineInput[]): Promise<Fault[]> =>
  inSlices(inputs, input => ({
    name: input.facts['pegawai.nama'] ?? '',
    reasons: lineFaults(work.inForce.regulation, work.month, input, work.kind),
  }));

/** Packed one by one: the trees of many people at once would be copied by the collector again and again. */
function packedLines(work: Work, packer: TreePacker | null, inputs: readonly LineInput[]): Promise<PackedLine[]> {
  const made = lineFor(work);
  return inSlices(inputs, input => packedBy(packer, made(input)));
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

/**
 * Computes and writes everybody behind the last line there is, some people in each transaction.
 * @param kept the next chunks, where they are computed already; each is let go as it is written
 */
async function computeRest(deps: Deps, job: HeldJob, work: Work, kept: Chunk[]): Promise<void> {
  const { rows } = await deps.pool.query<{ last: string; lines: number }>(COME_TO, [work.runId]);
  let { last, lines } = rows[0]!;
  const people = await takenBy(deps.pool, work.runId);
  const words = await wordsOfRun(deps.pool, work.runId);
  const packer = words && new TreePacker(words);
  for (;;) {
    const { inputs, computed } = kept.shift() ?? (await nextChunk(deps.pool, work, packer, last));
    if (inputs.length === 0) return;
    refuseUncomputed(computed.flatMap(faultOf), isSpecial(work));
    last = inputs.at(-1)!.employeeId;
    lines += inputs.length;
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await write(tx, work, inputs, computed.flatMap(lineOf));
      await job.progress(tx, lines, people);
    });
  }
}

async function nextChunk(sql: Sql, work: Work, packer: TreePacker | null, after: string): Promise<Chunk> {
  const inputs = await nextInputs(sql, work, after);
  return { inputs, computed: await packedLines(work, packer, inputs) };
}

async function write(tx: Tx, work: Work, inputs: readonly LineInput[], lines: readonly StoredLine[]): Promise<void> {
  await writeLines(tx, work.runId, lines);
  if (!isSpecial(work)) await writeTrialLines(tx, work.runId, work.inForce.regulation, work.month, inputs);
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
    await tx.query(ALONE);
    const { roster, lines, ...totals } = await totalsOf(tx, runId);
    if (roster !== lines) throw new Error(`run ${runId} has ${String(lines)} lines for ${String(roster)} people`);
    const digests = await digestsOf(tx, runId, DIGEST_FORM);
    const step = { runId, action: 'hitung', from: 'DITUTUP', to: 'DIHITUNG', version, actorId: null } as const;
    await applyRunStep(tx, { ...step, at: deps.clock.now() }, { ...totals, ...digests, digest_form: DIGEST_FORM });
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

async function nextInputs(sql: Sql, { runId, sizes }: Work, after: string): Promise<LineInput[]> {
  const { rows } = await sql.query<InputRow>(NEXT_INPUTS, [runId, after, sizes.chunk]);
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

/** A line with its trees packed, or why there is none. */
type PackedLine = Exclude<ComputedLine, { readonly ok: true }> | { readonly ok: true; readonly line: StoredLine };

const lineFor =
  ({ inForce, month, kind }: Work) =>
  (input: LineInput): ComputedLine =>
    closingLine(inForce.regulation, month, input, kind);
const faultOf = (computed: PackedLine | ComputedLine): Fault[] => (computed.ok ? [] : [computed]);
const lineOf = <Of>(computed: { readonly ok: false } | { readonly ok: true; readonly line: Of }): Of[] =>
  computed.ok ? [computed.line] : [];

/** @param packer null for a run that was begun before trees were packed: it goes on as it began */
function packedBy(packer: TreePacker | null, computed: ComputedLine): PackedLine {
  if (!computed.ok) return computed;
  const { line } = computed;
  return { ok: true, line: packer ? { ...line, ...packer.pack(line.components) } : { ...line, trees: null } };
}

/** The same as map, but requests that came in meanwhile are answered in between. */
async function inSlices<Of, Value>(all: readonly Of[], each: (one: Of) => Value): Promise<Value[]> {
  const values: Value[] = [];
  for (let start = 0; start < all.length; start += SLICE) {
    values.push(...all.slice(start, start + SLICE).map(each));
    await nextTurn();
  }
  return values;
}
