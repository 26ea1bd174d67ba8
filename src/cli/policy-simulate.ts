import { isMonth, monthInWords, type Month } from '../domain/month.ts';
import type { Candidate } from '../features/policy-simulation/candidate.ts';
import { inForceFor, simulateMonth } from '../features/policy-simulation/simulate.ts';
import type { SimulationResult } from '../features/policy-simulation/simulation-result.ts';
import { payrollUnits } from '../features/payroll-runs/queries.ts';
import { monthIn } from '../platform/clock.ts';
import type { Deps } from '../platform/deps.ts';
import { number, rupiah } from '../platform/render/format.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { type CommandContext, DONE, UsageError } from './command.ts';

/** What `takar policy simulate` was asked, beside the file. */
export interface SimulateOptions {
  readonly period: string | undefined;
  /** Code of a payroll unit; the whole regency where none is named. */
  readonly unit: string | undefined;
}

/** @throws UsageError where the month is missing or not written as one */
export function periodOption(period: string | undefined): Month {
  if (period !== undefined && isMonth(period)) return period;
  throw new UsageError('Sebutkan bulan yang sudah berakhir dengan --period, misalnya --period 2026-10.');
}

/**
 * Computes a past month by the candidate and by the version in force, and prints what would change.
 * @throws UsageError; OperatorError for a month that is not over, has no regulation in force, or a unit that is not there
 */
export async function simulateCandidate(
  candidate: Candidate,
  { period, unit }: SimulateOptions,
  ctx: CommandContext,
): Promise<number> {
  const month = periodOption(period);
  const { deps } = await ctx.open();
  const { zone } = deps.regency;
  if (month >= monthIn(zone, deps.clock.now()))
    throw new OperatorError(
      `${monthInWords(month)} belum berakhir. Simulasi menghitung ulang bulan yang sudah berakhir dari datanya yang nyata.`,
    );
  const inForce = await inForceFor(deps.pool, month);
  if (!inForce) throw new OperatorError(`Tidak ada peraturan TPP yang berlaku pada ${monthInWords(month)}.`);
  const unitIds = await unitIdsOf(deps, unit);
  const onProgress = (done: number, total: number): Promise<void> => {
    ctx.err(`${number(done)} dari ${number(total)} pegawai`);
    return Promise.resolve();
  };
  const { result } = await simulateMonth(deps.pool, { month, zone, candidate, inForce, unitIds, onProgress });
  if (ctx.json) ctx.out(JSON.stringify(result));
  else for (const line of summary(result)) ctx.out(line);
  return DONE;
}

async function unitIdsOf(deps: Deps, code: string | undefined): Promise<readonly string[] | null> {
  if (code === undefined) return null;
  const units = await payrollUnits(deps.pool, null, code);
  if (units.length === 0) throw new OperatorError(`Tidak ada unit pembayar dengan kode ${code}.`);
  return units.map(({ id }) => id);
}

/** The result in some lines, for people at a shell. */
function summary({ period, candidate, inForce, notes, people, totals, lacking }: SimulationResult): string[] {
  const line = (label: string, pick: 'gross' | 'deductions' | 'net'): string =>
    `${label.padEnd(10)} ${rupiah(totals.inForce[pick])} menjadi ${rupiah(totals.candidate[pick])}, selisih ${rupiah(totals.difference[pick])}`;
  const { up, down, equal } = totals.changes;
  return [
    `${monthInWords(period)}: ${candidate.name} (${candidate.regulation}) dibanding ${inForce.name} (${inForce.regulation})`,
    ...notes,
    `${number(people.compared)} pegawai dibandingkan, ${number(people.excluded)} tidak ikut dihitung`,
    line('Bruto', 'gross'),
    line('Potongan', 'deductions'),
    line('Bersih', 'net'),
    `${number(up)} pegawai naik, ${number(down)} turun, ${number(equal)} tetap`,
    ...(totals.paid === null ? [] : [`Sungguh dibayar bersih ${rupiah(totals.paid.own.net)}`]),
    ...lacking.candidate.map(
      ({ label, reason, people: lacks }) => `${number(lacks)} pegawai belum bisa dihitung: ${label} ${reason}`,
    ),
  ];
}
