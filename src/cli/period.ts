import { addMonths } from '../domain/month.ts';
import { isSpecial, periodText, readPeriod, type PaymentKind, type PayPeriod } from '../domain/payroll/pay-period.ts';
import { Conflict } from '../platform/errors.ts';
import { newFormKey } from '../platform/identity.ts';
import { monthIn } from '../platform/clock.ts';
import type { Deps } from '../platform/deps.ts';
import { giveWay } from '../platform/low-priority.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import type { Actor } from '../platform/web/actor.ts';
import {
  knownMonths,
  payrollUnits,
  periodsOf,
  periodsOfPayment,
  specialPaymentsIn,
  type Period,
} from '../features/payroll-runs/queries.ts';
import { approveRun, closeMonth, retryRun, type Started } from '../features/payroll-runs/service.ts';
import { computeSpecial } from '../features/payroll-runs/special-run.ts';
import { runJob } from '../jobs/run-job.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, REFUSED, UsageError } from './command.ts';
import { personFor } from './person.ts';

/** What became of one unit. */
interface Outcome {
  /** `2026-10`, or `2026-10-THR`. */
  readonly period: string;
  readonly unit: string;
  readonly ok: boolean;
  readonly state: string;
  readonly note: string;
}

/** One step of a period for one unit. */
type Step = (deps: Deps, actor: Actor, period: Period) => Promise<Started>;

/** Closes, or computes a special payment; goes on with what was interrupted; computes a failed one again. */
const close: Step = async (deps, actor, period) => {
  const { month, unit, run, state } = period;
  if (run && state === 'GAGAL') return retryRun(deps, actor, run.id);
  if (run?.jobId && state === 'DITUTUP') return { runId: run.id, jobId: run.jobId };
  return isSpecial(period)
    ? computeSpecial(deps, actor, period, unit, newFormKey())
    : closeMonth(deps, actor, month, unit, newFormKey());
};
const approve: Step = async (deps, actor, { run, special }) => {
  if (!run) throw new Conflict(special ? 'Pembayaran ini belum dihitung.' : 'Periode ini belum ditutup.');
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
    'period close|approve YYYY-MM-KODE …               sama, untuk pembayaran khusus, misalnya 2026-03-THR',
  ],
  run: async (args, ctx) => {
    const { values, positionals } = readArguments(args, { unit: { type: 'string' }, as: { type: 'string' } });
    const [verb, written, ...more] = positionals;
    if (more.length > 0) throw new UsageError('Terlalu banyak kata.');
    if (verb === 'list' && written === undefined) return list(ctx);
    if (verb !== 'close' && verb !== 'approve') throw new UsageError('Pilih list, close atau approve.');
    const asked = readPeriod(written ?? '');
    if (asked === null)
      throw new UsageError('Sebutkan bulan, misalnya 2026-10, atau pembayaran khusus, misalnya 2026-03-THR.');
    const { deps } = await ctx.open();
    giveWay();
    const actor = await personFor(deps, values.as, verb === 'close' ? 'kepegawaian1' : 'kepegawaian2');
    const [step, done] = verb === 'close' ? [close, CLOSED] : [approve, APPROVED];
    const outcomes = await walk(deps, ctx, actor, asked, values.unit, step, done);
    if (ctx.json) ctx.out(JSON.stringify(outcomes));
    return outcomes.every(({ ok }) => ok) ? DONE : REFUSED;
  },
};

/** A line of the list. */
interface ListRow {
  readonly period: string;
  readonly unit: string;
  readonly kind: PaymentKind;
  readonly revision: number;
  readonly state: string;
}

/** Every period from the first month there is to the running one, for every unit, with the special payments of these months. */
async function list(ctx: CommandContext): Promise<number> {
  const { deps } = await ctx.open();
  const months = new Set(await knownMonths(deps.pool));
  const now = monthIn(deps.regency.zone, deps.clock.now());
  for (const month of [addMonths(now, -1), now]) months.add(month);
  const sorted = [...months].sort();
  const periods = await periodsOf(deps.pool, sorted, null);
  for (const month of [...sorted, addMonths(now, 1)])
    for (const special of await specialPaymentsIn(deps.pool, month))
      periods.push(...(await periodsOfPayment(deps.pool, special, null)));
  const rows = periods.map(({ month, kind, unit, revision, state }): ListRow => ({
    period: month,
    unit: unit.code,
    kind,
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
  asked: PayPeriod,
  code: string | undefined,
  step: Step,
  done: ReadonlySet<string>,
): Promise<Outcome[]> {
  if (code !== undefined && (await payrollUnits(deps.pool, null, code)).length === 0) {
    throw new OperatorError(`Tidak ada unit pembayar dengan kode ${code}.`);
  }
  const periods = await periodsOfPayment(deps.pool, asked, null, code);
  const wanted = code === undefined ? periods.filter(({ state }) => !done.has(state)) : periods;
  const outcomes: Outcome[] = [];
  for (const period of wanted) outcomes.push(await one(deps, ctx, actor, period, step));
  if (periods.length === 0) throw new OperatorError(`Pembayaran khusus ${periodText(asked)} belum disahkan.`);
  if (outcomes.length === 0) ctx.err(`${periodText(asked)}: tidak ada unit yang perlu dikerjakan.`);
  return outcomes;
}

async function one(deps: Deps, ctx: CommandContext, actor: Actor, period: Period, step: Step): Promise<Outcome> {
  const { unit } = period;
  const written = periodText(period);
  const say = (text: string): void => ctx.err(`${written} ${unit.code}: ${text}`);
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
  const after = (await periodsOfPayment(deps.pool, period, null, unit.code))[0];
  return { period: written, unit: unit.code, ok, state: after?.state ?? period.state, note };
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
