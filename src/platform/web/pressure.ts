import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Pool } from '../database/pool.ts';

/** How hard this process is pressed. */
export interface Pressure {
  /** How late the event loop was in the worst hundredth of the time since the last look, in milliseconds. */
  readonly lagMs: number;
  /** Statements that wait for a connection. */
  readonly poolWaiting: number;
}

/** Looks at the pressure; the lag is counted from the look before. */
export type Gauge = () => Pressure;

/** Nothing presses: for tests, which bring the pressure they need. */
export const calm: Gauge = () => ({ lagMs: 0, poolWaiting: 0 });

/** Each look wakes the process, whether or not anybody visits. */
const RESOLUTION_MS = 50;
const NANO_PER_MILLI = 1e6;

/** The gauge of this process. One histogram: make one gauge per process. */
export function processGauge(pool: Pool): Gauge {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  return () => {
    const worst = delays.count > 0 ? delays.percentile(99) / NANO_PER_MILLI : 0;
    delays.reset();
    return { lagMs: Math.max(0, worst - RESOLUTION_MS), poolWaiting: pool.waitingCount };
  };
}

/** Requests worked on at once: few enough that each is answered soon, enough that nothing stands idle. */
export const MOST_AT_ONCE = 32;
const LEAST_AT_ONCE = 8;
const HIGH_LAG_MS = 250;
const LOW_LAG_MS = 120;
const DOWN = 0.75;
const UP = 4;

/**
 * How many requests to work on at once from now on: a quarter fewer while the loop is late or statements queue for
 * connections, a few more when that is over. It never goes so low that single visitors would feel it: a lag with few
 * requests in hand does not come from them.
 *
 * @param connections how many connections the pool has
 */
export function nextLimit(limit: number, { lagMs, poolWaiting }: Pressure, connections: number): number {
  if (lagMs > HIGH_LAG_MS || poolWaiting > 2 * connections) return Math.max(LEAST_AT_ONCE, Math.floor(limit * DOWN));
  if (lagMs < LOW_LAG_MS && poolWaiting <= connections) return Math.min(MOST_AT_ONCE, limit + UP);
  return limit;
}
