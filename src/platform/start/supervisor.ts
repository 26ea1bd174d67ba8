import type { ChildProcess } from 'node:child_process';
import type { Worker } from 'node:cluster';
import type { Log } from '../log.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import type { Asking, Orders, Report } from './orders.ts';

/** The part of node:cluster's worker that is used. */
export type Forked = Pick<Worker, 'send' | 'on' | 'once'> & { readonly process: Pick<ChildProcess, 'pid' | 'kill'> };

/** How the supervisor works; tests make the times shorter. */
export interface Supervision {
  readonly fork: () => Forked;
  readonly log: Log;
  /** Pause before a part is started again: at first, and at most. It doubles with each death in a row. */
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
  /** A part that has lived so long starts again after the first pause. */
  readonly settledMs?: number;
  /** When stopping: how long parts may take before they are killed. */
  readonly patienceMs?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const SETTLED_MS = 60_000;
/** Requests in flight end within 10 seconds; a job goes back to the queue at its next step. */
const PATIENCE_MS = 20_000;

/** A part ended before it was ever ready: the start itself has failed, and its own words are on stderr. */
export class StartFailed extends OperatorError {}

interface Kept {
  readonly orders: Orders;
  forked: Forked | undefined;
  begunAt: number;
  pauseMs: number;
  timer?: NodeJS.Timeout;
}

/**
 * Keeps the processes of a server alive: a part that dies is started again with the same orders after a pause that grows
 * while it keeps dying. It gives up only while starting.
 */
export class Supervisor {
  private readonly settings: Required<Supervision>;
  private readonly parts: Kept[] = [];
  private stopping = false;
  private ended: (() => void) | undefined;

  constructor(settings: Supervision) {
    this.settings = {
      firstPauseMs: FIRST_PAUSE_MS,
      longestPauseMs: LONGEST_PAUSE_MS,
      settledMs: SETTLED_MS,
      patienceMs: PATIENCE_MS,
      ...settings,
    };
  }

  /**
   * Starts every part and waits until all are ready.
   * @returns what each said of itself, in the order of `orders`
   * @throws StartFailed where one ends before it is ready
   */
  start(orders: readonly Orders[]): Promise<Report[]> {
    return Promise.all(
      orders.map(async own => {
        const kept: Kept = { orders: own, forked: undefined, begunAt: 0, pauseMs: this.settings.firstPauseMs };
        this.parts.push(kept);
        return this.firstStart(kept);
      }),
    );
  }

  /** Tells every part to finish what it has in hand, and waits for all of them. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const { timer } of this.parts) clearTimeout(timer);
    const alive = this.parts.filter(kept => kept.forked);
    if (alive.length === 0) return;
    const killing = setTimeout(() => {
      this.settings.log.error({ parts: this.namesAlive() }, 'killing parts that do not end');
      for (const { forked } of this.parts) forked?.process.kill('SIGKILL');
    }, this.settings.patienceMs);
    await new Promise<void>(resolve => {
      this.ended = resolve;
      for (const { forked } of alive) forked?.process.kill('SIGTERM');
    });
    clearTimeout(killing);
  }

  private firstStart(kept: Kept): Promise<Report> {
    return new Promise((resolve, reject) => {
      let ready = false;
      const onReady = (report: Report): void => {
        ready = true;
        resolve(report);
      };
      this.fork(kept, onReady, () => {
        if (!ready && !this.stopping)
          reject(new StartFailed(`Bagian ${kept.orders.name} berhenti sebelum siap; alasannya tertulis di atas.`));
        else this.died(kept);
      });
    });
  }

  private again(kept: Kept): void {
    const { log } = this.settings;
    const onReady = (): void => log.warn({ part: kept.orders.name }, 'a part of the server is back');
    this.fork(kept, onReady, () => this.died(kept));
  }

  private fork(kept: Kept, onReady: (report: Report) => void, onExit: () => void): void {
    const { log, fork } = this.settings;
    const forked = fork();
    kept.forked = forked;
    kept.begunAt = performance.now();
    forked.on('error', (error: Error) => log.error({ part: kept.orders.name, error: error.message }, 'part failed'));
    forked.once('exit', (code: number | null, signal: string | null) => {
      kept.forked = undefined;
      if (!this.stopping) log.error({ part: kept.orders.name, code, signal }, 'a part of the server has ended');
      onExit();
      if (this.stopping && this.namesAlive().length === 0) this.ended?.();
    });
    forked.on('message', (message: Asking | Report) => {
      if (message.ready) onReady(message);
      else forked.send(kept.orders);
    });
  }

  private died(kept: Kept): void {
    if (this.stopping) return;
    const { settledMs, firstPauseMs, longestPauseMs, log } = this.settings;
    if (performance.now() - kept.begunAt >= settledMs) kept.pauseMs = firstPauseMs;
    const pauseMs = kept.pauseMs;
    kept.pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    log.warn({ part: kept.orders.name, pauseMs }, 'it is started again after a pause');
    kept.timer = setTimeout(() => this.again(kept), pauseMs);
  }

  private namesAlive(): string[] {
    return this.parts.filter(kept => kept.forked).map(kept => kept.orders.name);
  }
}
