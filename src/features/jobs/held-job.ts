import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';

/** A job while this process holds its lease. Every transaction of the work calls `fence` before it commits. */
export interface HeldJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, string>>;
  readonly createdBy: string | null;
  /**
   * Holds the job's row until the transaction ends, so that nobody takes the job over in between.
   * @throws LostLease when somebody already has, or Stopped when this process is shutting down
   */
  readonly fence: (tx: Tx) => Promise<void>;
  /** Says how far the work is, in the same transaction as the work. */
  readonly progress: (tx: Tx, done: number, total: number) => Promise<void>;
  /** Ends the job well, in the same transaction as its last effect. */
  readonly finish: (tx: Tx, note: string) => Promise<void>;
}

/** What a kind of job does, and what is undone or marked when it fails for good. */
export interface JobKind {
  readonly run: (deps: Deps, job: HeldJob) => Promise<void>;
  readonly failed: (tx: Tx, deps: Deps, job: HeldJob, reason: string) => Promise<void>;
}

/** Another process took the job over: whatever this one still has in hand is rolled back. */
export class LostLease extends Error {
  constructor(id: string) {
    super(`job ${id} was taken over by another process`);
  }
}

/** This process is shutting down: the job goes back to the queue at its last finished step. */
export class Stopped extends Error {
  constructor() {
    super('the worker is stopping');
  }
}

/** The work cannot succeed as things stand; trying again by itself is pointless. The reason is shown to people. */
export class JobRefused extends Error {}
