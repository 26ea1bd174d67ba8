import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { type Cast, readCast } from '../support/cast.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { Folders } from './data-folder.ts';
import { brokenInvariants, call, endLeftovers, type Installation, Server, takar } from './process.ts';
import { type Answer, Visitor } from './visitor.ts';

const MONTH = '2026-10';
const MONTH_IN_WORDS = 'Oktober 2026';
/** Longer than a lease (15 s), which a killed process leaves behind. */
const TAKEN_OVER = { timeout: 40_000, interval: 100 };
const TEST_MS = 80_000;

const folders = new Folders();
let installation: Installation;
let pool: Pool;
let cast: Cast;

beforeEach(async () => {
  installation = { dataDir: await folders.create(), databaseUrl: await createDemoDatabase() };
  pool = createPool({ url: installation.databaseUrl!, max: 2 });
  cast = await readCast(pool);
});

afterEach(async () => {
  await endLeftovers();
  await pool.end();
});

afterAll(() => folders.remove());

/** Keeps the lines of a run from being written, so that a close stands in its middle until let go. */
class Obstacle {
  private readonly client: pg.Client;

  private constructor(client: pg.Client) {
    this.client = client;
  }

  static async raise(): Promise<Obstacle> {
    const client = new pg.Client(installation.databaseUrl);
    await client.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE payroll_line IN SHARE ROW EXCLUSIVE MODE');
    return new Obstacle(client);
  }

  /** Waits until somebody stands before it. */
  async reached(): Promise<void> {
    const waiting = async (): Promise<number> => {
      const { rows } = await pool.query<{ waiting: bigint }>(
        "SELECT count(*) AS waiting FROM pg_locks WHERE relation = 'payroll_line'::regclass AND NOT granted",
      );
      return Number(rows[0]!.waiting);
    };
    await expect.poll(waiting, { timeout: 30_000, interval: 10 }).toBeGreaterThan(0);
  }

  async remove(): Promise<void> {
    await this.client.end();
  }
}

interface StoredRun extends Record<string, unknown> {
  readonly state: string;
  readonly people: number;
  readonly lines: number;
}

async function runs(): Promise<StoredRun[]> {
  const { rows } = await pool.query<StoredRun>(
    `SELECT r.state, r.people, (SELECT count(*)::int FROM payroll_line l WHERE l.run_id = r.id) AS lines
     FROM payroll_run r WHERE r.month = $1::date AND r.payroll_unit_id = $2`,
    [`${MONTH}-01`, cast.staf1.payrollUnitId],
  );
  return rows;
}

async function expectOneComputedRun(): Promise<void> {
  const [run, ...others] = await runs();
  expect(others).toEqual([]);
  expect(run?.state).toBe('DIHITUNG');
  expect(run?.lines).toBeGreaterThan(0);
  expect(run?.lines).toBe(run?.people);
  expect(await brokenInvariants(installation)).toEqual([]);
}

/** The time passes for which a killed process still holds its job; the test of the page waits for it really. */
async function leaseRunsOut(): Promise<void> {
  await pool.query("UPDATE job SET lease_until = clock_timestamp() WHERE state = 'berjalan'");
}

const closeCommand = (): ['period', 'close', string, '--unit', string, '--json'] => [
  'period',
  'close',
  MONTH,
  '--unit',
  cast.staf1.payrollUnitCode,
  '--json',
];
const closePage = (): string => `/kepegawaian/periode/${MONTH}/${cast.staf1.payrollUnitCode}/tutup`;

async function signIn(server: () => Server, key: 'kepegawaian1' | 'kepegawaian2' | 'pengelola'): Promise<Visitor> {
  const visitor = new Visitor(() => server().url);
  await visitor.signIn(cast[key].login, cast[key].password);
  return visitor;
}

async function closeThroughPage(visitor: Visitor): Promise<Answer> {
  const { action, fields } = await visitor.form(closePage(), closePage());
  return visitor.post(action, { ...fields, ketik_bulan: MONTH_IN_WORDS });
}

describe('kill -9 in the middle of a close', () => {
  test(
    'by the command line: the same command finishes the same run',
    async () => {
      const obstacle = await Obstacle.raise();
      const first = call(installation, ...closeCommand());
      await obstacle.reached();
      await first.kill();
      await obstacle.remove();
      expect((await runs()).map(({ state, lines }) => [state, lines])).toEqual([['DITUTUP', 0]]);
      await leaseRunsOut();

      const { code, out } = await takar(installation, ...closeCommand());
      expect([code, JSON.parse(out)]).toEqual([0, [expect.objectContaining({ ok: true, state: 'DIHITUNG' })]]);
      await expectOneComputedRun();
    },
    TEST_MS,
  );

  test(
    'by the page: the server that is started again finishes the same run',
    async () => {
      let server = await Server.start(installation);
      const clerk = await signIn(() => server, 'kepegawaian1');
      const obstacle = await Obstacle.raise();
      const { status, location } = await closeThroughPage(clerk);
      expect([status, location]).toEqual([303, expect.stringMatching(/^\/pekerjaan\//)]);
      await obstacle.reached();
      await server.kill();
      await obstacle.remove();

      server = await Server.start(installation);
      const state = async (): Promise<string | undefined> =>
        /data-state="(\w+)"/.exec((await clerk.get(location)).text)?.[1];
      await expect.poll(state, TAKEN_OVER).toBe('selesai');
      await expectOneComputedRun();
    },
    TEST_MS,
  );
});

describe('two closes at once', () => {
  test(
    'by two persons and the command line make one run; who came second is told so',
    async () => {
      const server = await Server.start(installation);
      const [office, clerk] = await Promise.all([
        signIn(() => server, 'kepegawaian2'),
        signIn(() => server, 'pengelola'),
      ]);
      const [answers, command] = await Promise.all([
        Promise.all([closeThroughPage(office), closeThroughPage(clerk)]),
        takar(installation, ...closeCommand()),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.every(status => status === 303 || status === 409)).toBe(true);
      expect(statuses.filter(status => status === 303).length).toBeLessThanOrEqual(1);
      expect(command.signal).toBeNull();
      const state = async (): Promise<string | undefined> => (await runs())[0]?.state;
      await expect.poll(state, TAKEN_OVER).toBe('DIHITUNG');
      await expectOneComputedRun();
    },
    TEST_MS,
  );
});
