import type { RequestHandler } from 'express';
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client';
import type { Pool } from '../database/pool.ts';
import type { Passwords } from '../web/passwords.ts';
import { stateOf } from '../web/request-state.ts';
import { AnswerCounts } from './minute-counts.ts';

/** Upper ends of the classes of durations, in seconds: the targets for pages and sign-ins, and the limits of patience. */
/** How often the delay of the loop is looked at. */
export const LOOK_MS = 50;
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10];
/** Addresses that belong to no route: scanners and mistypes, which must not become a label each. */
const NO_ROUTE = 'lainnya';

/** What waits in this process right now. */
export interface Waits {
  /** Requests that wait for a connection of the pool. */
  readonly pool: number;
  /** Connections of the pool in use. */
  readonly connections: number;
  /** Password checks that wait for their turn. */
  readonly hashes: number;
}

/** The meter of a process: what it waits for is read off its pool and, where it checks passwords, off their queue. */
export function meterOf(
  pool: Pick<Pool, 'waitingCount' | 'totalCount' | 'idleCount'>,
  passwords?: Pick<Passwords, 'stats'>,
  runtime = false,
): Meter {
  const waits = (): Waits => ({
    pool: pool.waitingCount,
    connections: pool.totalCount - pool.idleCount,
    hashes: passwords?.stats().waiting ?? 0,
  });
  return new Meter(waits, { runtime });
}

/** All that a registry holds, as it travels between processes. */
export type Metrics = readonly MetricObjectWithValues<MetricValue<string>>[];

/**
 * What one process measures of itself. The names are Prometheus': `takar_*` of the product, `nodejs_*` and `process_*`
 * of the runtime (event-loop lag, memory, garbage collection).
 */
export class Meter {
  readonly counts = new AnswerCounts();
  private readonly registry = new Registry();
  private readonly waits: () => Waits;
  private readonly answers: Counter<'method' | 'route' | 'status'>;
  private readonly durations: Histogram<'method' | 'route'>;

  /**
   * @param waits asked whenever the metrics are read
   * @param runtime whether to watch the event loop, memory and garbage collection as well: once per process
   */
  constructor(waits: () => Waits, { runtime = false }: { readonly runtime?: boolean } = {}) {
    this.waits = waits;
    const registers = [this.registry];
    // every look at the loop wakes the process: its hundred a second cost more than all else that an idle server does
    if (runtime) collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LOOK_MS });
    this.answers = new Counter({
      name: 'takar_answers_total',
      help: 'Requests answered, by route pattern and status',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    this.durations = new Histogram({
      name: 'takar_answer_seconds',
      help: 'Time from the request to the end of its answer',
      labelNames: ['method', 'route'],
      buckets: BUCKETS,
      registers,
    });
    const gauge = (name: string, help: string, read: (now: Waits) => number): Gauge =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read(waits()));
        },
      });
    gauge('takar_pool_waiting', 'Requests that wait for a connection of the pool', now => now.pool);
    gauge('takar_pool_connections', 'Connections of the pool in use', now => now.connections);
    gauge('takar_hashes_waiting', 'Password checks that wait for their turn', now => now.hashes);
  }

  /** Counts every request that reaches it: stands behind assets and health, before anything that may send people away. */
  readonly watch: RequestHandler = (req, res, next) => {
    const begun = performance.now();
    res.once('close', () => {
      const ms = performance.now() - begun;
      const { method } = req;
      const route = stateOf(req).route ?? NO_ROUTE;
      this.counts.add({ method, status: res.statusCode, ms });
      this.answers.inc({ method, route, status: String(res.statusCode) });
      this.durations.observe({ method, route }, ms / 1000);
    });
    next();
  };

  waiting(): Waits {
    return this.waits();
  }

  /** Everything measured so far. */
  async read(): Promise<Metrics> {
    return this.registry.getMetricsAsJSON();
  }
}
