import { addMonths, isMonth, type Month } from '../domain/month.ts';
import { Conflict } from '../platform/errors.ts';
import { newFormKey } from '../platform/identity.ts';
import { monthIn } from '../platform/clock.ts';
import type { Deps } from '../platform/deps.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import type { Actor } from '../platform/web/actor.ts';
import { knownMonths, payrollUnits, periodsOf, type Period } from '../features/payroll-runs/queries.ts';
import { approveRun, closeMonth, retryRun, type Started } from '../features/payroll-runs/service.ts';
import { runJob } from '../jobs/run-job.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, REFUSED, UsageError } from './command.ts';
import { personFor } from './person.ts';

/** What became of one unit. */
interface Outcome {
  readonly period: Month;
  readonly unit: string;
  readonly ok: boolean;
  readonly state: string;
  readonly note: string;
}

/** One step of a month for one unit. */
type Step = (deps: Deps, actor: Actor, period: Period) => Promise<Started>;

/** Closes; goes on with a close that was interrupted; computes a failed one again. */
const close: Step = async (deps, actor, { month, unit, run, state }) => {
  if (run && state === 'GAGAL') return retryRun(deps, actor, run.id);
  if (run?.jobId && state === 'DITUTUP') return { runId: run.id, jobId: run.jobId };
  return closeMonth(deps, actor, month, unit, newFormKey());
};
const approve: Step = async (deps, actor, { run }) => {
  if (!run) throw new Conflict('Periode ini belum ditutup.');
  return approveRun(deps, actor, run.id);
};

/** Where no unit is named, units already past the step are left as they are. */
const CLOSED = new Set(['DIHITUNG', 'DISETUJUI', 'DIBAYAR']);
const APPROVED = new Set(['DISETUJUI', 'DIBAYAR']);

export const periodCommand: Command = {
  name: 'period',
  usage: [
    'period list [--json]              keadaan semua periode',
    'period close YYYY-MM [--unit KODE] [--as NIP]     tutup dan hitung',
    'period approve YYYY-MM [--unit KODE] [--as NIP]   setujui yang ditutup orang lain',
  ],
  run: async (args, ctx) => {
    const { values, positionals } = readArguments(args, { unit: { type: 'string' }, as: { type: 'string' } });
    const [verb, month, ...more] = positionals;
    if (more.length > 0) throw new UsageError('Terlalu banyak kata.');
    if (verb === 'list' && month === undefined) return list(ctx);
    if (verb !== 'close' && verb !== 'approve') throw new UsageError('Pilih list, close atau approve.');
    if (month === undefined || !isMonth(month)) throw new UsageError('Sebutkan bulan, misalnya 2026-10.');
    const { deps } = await ctx.open();
    const actor = await personFor(deps, values.as, verb === 'close' ? 'kepegawaian1' : 'kepegawaian2');
    const [step, done] = verb === 'close' ? [close, CLOSED] : [approve, APPROVED];
    const outcomes = await walk(deps, ctx, actor, month, values.unit, step, done);
    if (ctx.json) ctx.out(JSON.stringify(outcomes));
    return outcomes.every(({ ok }) => ok) ? DONE : REFUSED;
  },
};

/** Every period from the first month there is to the running one, for every unit. */
async function list(ctx: CommandContext): Promise<number> {
  const { deps } = await ctx.open();
  const months = new Set(await knownMonths(deps.pool));
  const now = monthIn(deps.regency.zone, deps.clock.now());
  for (const month of [addMonths(now, -1), now]) months.add(month);
  const periods = await periodsOf(deps.pool, [...months].sort(), null);
  const rows = periods.map(({ month, unit, revision, state }) => ({
    period: month,
    unit: unit.code,
    kind: 'TPP',
    revision,
    state,
  }));
  if (ctx.json) ctx.out(JSON.stringify(rows));
  else
    for (const row of rows)
      ctx.out(`${row.period}  ${row.unit.padEnd(16)} ${row.kind} v${String(row.revision)}  ${row.state}`);
  return DONE;
}

async function walk(
  deps: Deps,
  ctx: CommandContext,
  actor: Actor,
  month: Month,
  code: string | undefined,
  step: Step,
  done: ReadonlySet<string>,
): Promise<Outcome[]> {
  if (code !== undefined && (await payrollUnits(deps.pool, null, code)).length === 0) {
    throw new OperatorError(`Tidak ada unit pembayar dengan kode ${code}.`);
  }
  const periods = await periodsOf(deps.pool, [month], null, code);
  const wanted = code === undefined ? periods.filter(({ state }) => !done.has(state)) : periods;
  const outcomes: Outcome[] = [];
  for (const period of wanted) outcomes.push(await one(deps, ctx, actor, period, step));
  if (outcomes.length === 0) ctx.err(`${month}: tidak ada unit yang perlu dikerjakan.`);
  return outcomes;
}

async function one(deps: Deps, ctx: CommandContext, actor: Actor, period: Period, step: Step): Promise<Outcome> {
  const { month, unit } = period;
  const say = (text: string): void => ctx.err(`${month} ${unit.code}: ${text}`);
  let ok = true;
  let note: string;
  try {
    const started = await step(deps, actor, period);
    const job = await runJob(deps, started.jobId, { onProgress: progressTo(say) });
    ok = job.state === 'selesai';
    note = (ok ? job.note : job.error) ?? '';
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    ok = false;
    note = error.reason;
  }
  say(note);
  const after = (await periodsOf(deps.pool, [month], null, unit.code))[0];
  return { period: month, unit: unit.code, ok, state: after?.state ?? period.state, note };
}

/** Says the progress when it has changed. */
function progressTo(say: (text: string) => void): (done: number, total: number) => void {
  let last = '';
  return (done, total) => {
    const text = `${String(done)} dari ${String(total)}`;
    if (total > 1 && text !== last) say(text);
    last = text;
  };
}
