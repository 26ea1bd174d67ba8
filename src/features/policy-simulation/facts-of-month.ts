import type { AttendanceRules } from '../../domain/attendance/rules.ts';
import type { Month } from '../../domain/month.ts';
import { allInputs } from '../../domain/tpp/layer-choice.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { excludedPeople } from '../payroll-runs/exclusion-queries.ts';
import { factsOf, type GatheredFacts } from '../policies/facts.ts';
import type { InForce } from '../policies/queries.ts';
import { daysToJudgeAgain } from './judged-again.ts';

/** A person's month by source, as the product gathers it. */
export type Facts = Readonly<Record<string, string>>;

/** One person's month as each of two regulations wants it counted. */
export interface BothFacts {
  readonly employeeId: string;
  readonly payrollUnitId: string;
  readonly inForce: Facts;
  readonly candidate: Facts;
  /** Left out of the month, whatever regulation holds. */
  readonly excluded: boolean;
}

/** Whose month, by which two regulations. */
export interface BothAsked {
  readonly month: Month;
  readonly zone: Zone;
  readonly inForce: InForce;
  readonly candidate: InForce;
  readonly payrollUnitIds: readonly string[];
}

/**
 * Whether a month gathered for one regulation serves another one: the same caps, targets and share of presence, no fact
 * from a source that only the other one names, and none that the other one makes of the people somebody leads.
 */
export function servesBoth(inForce: InForce, candidate: InForce): boolean {
  const alike = inForce.daily.dailyCap === candidate.daily.dailyCap && monthCap(inForce) === monthCap(candidate);
  const sources = new Set(sourcesOf(inForce));
  return (
    alike &&
    ([5, 6] as const).every(pattern => inForce.daily.dailyTarget(pattern) === candidate.daily.dailyTarget(pattern)) &&
    sourcesOf(candidate).every(source => sources.has(source)) &&
    candidate.regulation.chain === null
  );
}

const monthCap = ({ regulation }: InForce): number | undefined => regulation.attendance?.monthCap;
const sourcesOf = ({ regulation }: InForce): string[] => allInputs(regulation).map(({ source }) => source);

/** Whether two sections `presensi` judge every day alike; the article judges nothing. */
export function judgeAlike(a: AttendanceRules | null, b: AttendanceRules | null): boolean {
  const judged = (rules: AttendanceRules | null): string =>
    JSON.stringify(rules && { ...rules, cite: '', leave: [...rules.leave].sort() });
  return judged(a) === judged(b);
}

/** Whether days are judged again by both: the candidate judges them otherwise than the version in force. */
export const judgesAnew = (inForce: InForce['regulation'], candidate: InForce['regulation']): boolean =>
  inForce.attendance !== null && candidate.attendance !== null && !judgeAlike(inForce.attendance, candidate.attendance);

/** Whether facts of one person rest on the days of others, who may be in any unit. */
const asksBeyond = (inForce: InForce, candidate: InForce): boolean =>
  inForce.regulation.chain !== null || candidate.regulation.chain !== null;

/** Whether all units are best gathered at once: everybody's days are judged again for each gathering. */
export const goTogether = (inForce: InForce, candidate: InForce): boolean =>
  judgesAnew(inForce.regulation, candidate.regulation) && asksBeyond(inForce, candidate);

/**
 * The month of some units' people, gathered by each regulation's own caps and targets: once where one serves both.
 * Excluded are those whom the close of the month would leave out.
 */
export async function factsByBoth(tx: Tx, asked: BothAsked): Promise<BothFacts[]> {
  const { month, inForce, candidate } = asked;
  const [gathered, again] = await gatheredByBoth(tx, asked, judgesAnew(inForce.regulation, candidate.regulation));
  const byCandidate = new Map(again.map(({ employeeId, facts }) => [employeeId, facts]));
  const leftOut = await excludedPeople(tx, month, gathered);
  return gathered.map(({ employeeId, payrollUnitId, facts, excluded }) => ({
    employeeId,
    payrollUnitId,
    inForce: facts,
    candidate: byCandidate.get(employeeId) ?? facts,
    excluded: excluded !== null || leftOut.has(employeeId),
  }));
}

/** No run was closed by it: what a closed month was computed from stands for neither of the two. */
const NO_RUNS = '00000000-0000-0000-0000-000000000000';

async function gatheredByBoth(
  tx: Tx,
  { month, zone, inForce, candidate, payrollUnitIds }: BothAsked,
  judgeAgain: boolean,
): Promise<readonly [GatheredFacts[], GatheredFacts[]]> {
  const of = (one: InForce): Promise<GatheredFacts[]> =>
    factsOf(tx, { month, inForce: { ...one, id: NO_RUNS }, payrollUnitIds });
  const first = await of(inForce);
  if (!judgeAgain) return [first, servesBoth(inForce, candidate) ? first : await of(candidate)];
  const people = asksBeyond(inForce, candidate) ? null : first.map(({ employeeId }) => employeeId);
  const days = await daysToJudgeAgain(tx, month, zone, people);
  await days.judgeBy(inForce);
  const byInForce = await of(inForce);
  await days.judgeBy(candidate);
  return [byInForce, await of(candidate)];
}
