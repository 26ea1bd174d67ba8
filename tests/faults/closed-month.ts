import pg from 'pg';
import { expect } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { type Cast, type CastKey, readCast } from '../support/cast.ts';
import { Folders } from './data-folder.ts';
import { brokenInvariants, type Installation } from './process.ts';
import { type Answer, Visitor } from './visitor.ts';

export const MONTH = '2026-10';
const MONTH_IN_WORDS = 'Oktober 2026';
const folders = new Folders();

/** A run as it is stored. */
export interface StoredRun extends Record<string, unknown> {
  readonly state: string;
  readonly people: number;
  readonly lines: number;
}

/** Last month of the unit of `staf1` on a copy of the demo, about to be closed while something breaks. */
export class ClosedMonth {
  readonly url: string;
  readonly installation: Installation;
  readonly pool: Pool;
  readonly cast: Cast;

  private constructor(url: string, dataDir: string, pool: Pool, cast: Cast) {
    this.url = url;
    this.installation = { dataDir, databaseUrl: url };
    this.pool = pool;
    this.cast = cast;
  }

  static async on(url: string): Promise<ClosedMonth> {
    const pool = createPool({ url, max: 2 });
    return new ClosedMonth(url, await folders.create(), pool, await readCast(pool));
  }

  static removeFolders(): Promise<void> {
    return folders.remove();
  }

  end(): Promise<void> {
    return this.pool.end();
  }

  /** `takar …` that closes it. */
  get command(): readonly string[] {
    return ['period', 'close', MONTH, '--unit', this.cast.staf1.payrollUnitCode, '--json'];
  }

  private get page(): string {
    return `/kepegawaian/periode/${MONTH}/${this.cast.staf1.payrollUnitCode}/tutup`;
  }

  async signIn(origin: () => string, key: CastKey): Promise<Visitor> {
    const visitor = new Visitor(origin);
    await visitor.signIn(this.cast[key].login, this.cast[key].password);
    return visitor;
  }

  /** Opens the page and sends its form. */
  async closeThroughPage(visitor: Visitor): Promise<Answer> {
    return (await this.filledForm(visitor))();
  }

  /** Opens the page. @returns how its form is sent */
  async filledForm(visitor: Visitor): Promise<() => Promise<Answer>> {
    const { action, fields } = await visitor.form(this.page, this.page);
    return () => visitor.post(action, { ...fields, ketik_bulan: MONTH_IN_WORDS });
  }

  async runs(): Promise<StoredRun[]> {
    const { rows } = await this.pool.query<StoredRun>(
      `SELECT r.state, r.people, (SELECT count(*)::int FROM payroll_line l WHERE l.run_id = r.id) AS lines
       FROM payroll_run r WHERE r.month = $1::date AND r.payroll_unit_id = $2`,
      [`${MONTH}-01`, this.cast.staf1.payrollUnitId],
    );
    return rows;
  }

  async state(): Promise<string | undefined> {
    return (await this.runs())[0]?.state;
  }

  async expectOneComputedRun(): Promise<void> {
    const [run, ...others] = await this.runs();
    expect(others).toEqual([]);
    expect(run?.state).toBe('DIHITUNG');
    expect(run?.lines).toBeGreaterThan(0);
    expect(run?.lines).toBe(run?.people);
    expect(await brokenInvariants(this.installation)).toEqual([]);
  }

  /** The time passes for which a dead or stopped process still holds its job. */
  async leaseRunsOut(): Promise<void> {
    await this.pool.query("UPDATE job SET lease_until = clock_timestamp() WHERE state = 'berjalan'");
  }

  raiseObstacle(): Promise<Obstacle> {
    return Obstacle.raise(this.url, this.pool);
  }
}

/** Keeps the lines of a run from being written, so that a close stands in its middle until let go. */
export class Obstacle {
  private readonly client: pg.Client;
  private readonly pool: Pool;

  private constructor(client: pg.Client, pool: Pool) {
    this.client = client;
    this.pool = pool;
  }

  static async raise(url: string, pool: Pool): Promise<Obstacle> {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE payroll_line IN SHARE ROW EXCLUSIVE MODE');
    return new Obstacle(client, pool);
  }

  /** Waits until somebody stands before it. */
  async reached(): Promise<void> {
    const waiting = async (): Promise<number> => {
      const { rows } = await this.pool.query<{ waiting: bigint }>(
        "SELECT count(*) AS waiting FROM pg_locks WHERE relation = 'payroll_line'::regclass AND NOT granted",
      );
      return Number(rows[0]!.waiting);
    };
    await expect.poll(waiting, { timeout: 60_000, interval: 10 }).toBeGreaterThan(0);
  }

  async remove(): Promise<void> {
    await this.client.end();
  }
}
