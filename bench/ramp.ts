import { percentile } from './measure.ts';
import type { VisitRecord } from './visit.ts';

/** A rate of visits per second that was tried. */
export interface Tried {
  readonly rate: number;
  readonly passed: boolean;
}

const STEP_UP = 1.5;
/** Pass and failure this near together are the answer. */
const NEAR = 1.15;
const LEAST = 0.5;

/**
 * The next rate to try, or undefined once the capacity is known. Upwards by half until a rate fails twice, then between the
 * best that passed and the least that failed. A failure is tried once more: other programs of the machine fail a step too.
 */
export function nextRate(tried: readonly Tried[], start: number): number | undefined {
  const last = tried.at(-1);
  if (!last) return start;
  const before = tried.at(-2);
  if (!last.passed && before?.rate !== last.rate) return last.rate;
  const best = capacityFrom(tried);
  const failed = tried.filter((each, i) => !each.passed && tried[i - 1]?.rate === each.rate && !tried[i - 1]?.passed);
  const least = Math.min(...failed.map(({ rate }) => rate));
  if (best === 0) return least / 2 >= LEAST ? least / 2 : undefined;
  if (least === Infinity) return best * STEP_UP;
  return least / best > NEAR ? Math.sqrt(best * least) : undefined;
}

/** The best rate that passed; 0 where none did. */
export const capacityFrom = (tried: readonly Tried[]): number =>
  Math.max(0, ...tried.filter(({ passed }) => passed).map(({ rate }) => rate));

/** What the visitors of one rate had to wait for. Milliseconds. */
export interface Waits {
  readonly pageP95: number;
  readonly signInP95: number;
  readonly errors: readonly string[];
  readonly unfinished: number;
}

/** The limits of performance.md. */
const PAGE_P95 = 500;
const SIGN_IN_P95 = 1500;

export function waitsOf(visits: readonly VisitRecord[]): Waits {
  const steps = visits.flatMap(each => each.steps);
  const ms = (signIn: boolean): number[] =>
    steps.filter(({ kind }) => (kind === 'sign-in') === signIn).map(step => step.ms);
  return {
    pageP95: percentile(ms(false), 95),
    signInP95: percentile(ms(true), 95),
    errors: visits.flatMap(({ error }) => (error === undefined ? [] : [error])),
    unfinished: visits.filter(({ done }) => !done).length,
  };
}

export const bearable = ({ pageP95, signInP95, errors, unfinished }: Waits): boolean =>
  pageP95 <= PAGE_P95 && signInP95 <= SIGN_IN_P95 && errors.length === 0 && unfinished === 0;
