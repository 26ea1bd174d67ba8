import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '../../src/platform/database/pool.ts';
import { readCast } from '../support/cast.ts';
import { copyFolder, databaseOf, endPostmaster, Folders, makeDemoFolder, postmasterOf } from './data-folder.ts';
import { contradictions, History } from './history.ts';
import { brokenByCommand, brokenInvariants, endLeftovers, type Installation, Server } from './process.ts';
import type { Answer } from './visitor.ts';
import { Writer } from './writer.ts';
import { keepWriting, sendAgain } from './writing.ts';

const WRITERS = ['staf1', 'staf2', 'staf3', 'staf_lain', 'bendahara', 'pengelola'] as const;
const TEST_MS = 240_000;
const RESTART = { timeout: 120_000, interval: 50 };
/** assurance.md F09: ten seconds, and what a busy machine adds. */
const LONGEST_MS = 12_500;

const folders = new Folders();
let model: string;
let installation: Installation;
let server: Server;
let history: History;
let writers: Writer[];

beforeAll(async () => {
  model = path.join(await folders.create(), 'data');
  await makeDemoFolder(model);
}, TEST_MS);

afterEach(async () => {
  await endLeftovers();
  if (installation) endPostmaster(installation.dataDir);
});

afterAll(() => folders.remove());

/** A server on a copy of the model, and people who have signed in. */
async function open(): Promise<void> {
  const dataDir = path.join(await folders.create(), 'data');
  copyFolder(model, dataDir);
  installation = { dataDir };
  server = await Server.start(installation);
  history = new History();
  const cast = await onDatabase(readCast);
  writers = await Promise.all(WRITERS.map(key => Writer.signIn(cast[key], () => server.url, history)));
}

async function onDatabase<Value>(work: (pool: ReturnType<typeof createPool>) => Promise<Value>): Promise<Value> {
  const pool = createPool({ url: databaseOf(installation.dataDir), max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

describe('F01 kill -9 of the application during submissions', () => {
  test('loses nothing acknowledged; what is sent again under its key is there once', { timeout: TEST_MS }, async () => {
    await open();
    const postgres = postmasterOf(installation.dataDir)?.pid;
    let acknowledged = 0;
    const writing = keepWriting(
      writers,
      () => false,
      answer => {
        if (answer?.status === 303) acknowledged += 1;
      },
    );
    await expect.poll(() => acknowledged, RESTART).toBeGreaterThan(12);
    await server.kill();
    const unanswered = await writing;
    expect(unanswered.size).toBe(WRITERS.length);

    server = await Server.start(installation);
    expect(postmasterOf(installation.dataDir)?.pid).toBe(postgres);
    expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);

    const again = await sendAgain(unanswered);
    expect(again.map(answer => answer?.status)).toEqual(again.map(() => 303));
    expect(history.unanswered).toEqual([]);
    expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);
    expect(await brokenByCommand(installation)).toEqual([]);
  });
});

describe('F03 kill -9 of PostgreSQL during submissions', () => {
  test(
    'is answered with 503, overcome without a restart, and loses nothing acknowledged',
    { timeout: TEST_MS },
    async () => {
      await open();
      const postgres = postmasterOf(installation.dataDir)!.pid;
      const refusals: Answer[] = [];
      let killed = false;
      let acknowledgedSince = 0;
      let acknowledged = 0;
      const writing = keepWriting(
        writers,
        () => acknowledgedSince > WRITERS.length,
        answer => {
          if (answer?.status === 303) {
            acknowledged += 1;
            if (refusals.length > 0) acknowledgedSince += 1;
          } else if (answer) refusals.push(answer);
          if (acknowledged > 12 && !killed) {
            killed = true;
            process.kill(postgres, 'SIGKILL');
          }
        },
      );
      const left = await writing;
      expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([503]));
      expect(refusals.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
      expect(postmasterOf(installation.dataDir)?.pid).not.toBe(postgres);

      const again = await sendAgain(left);
      expect(again.map(answer => answer?.status)).toEqual(again.map(() => 303));
      expect(history.unanswered).toEqual([]);
      expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);
      expect(await brokenInvariants(installation)).toEqual([]);
    },
  );
});

describe('F04 kill -9 of one connection’s process', () => {
  test('makes PostgreSQL start anew; the application reconnects by itself', { timeout: TEST_MS }, async () => {
    await open();
    const postgres = postmasterOf(installation.dataDir)!.pid;
    const victim = await onDatabase(async pool => {
      const { rows } = await pool.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'takar' AND pid <> pg_backend_pid() ORDER BY backend_start LIMIT 1",
      );
      return rows[0]!.pid;
    });
    const answers: (Answer | undefined)[] = [];
    const good = (): number => answers.filter(answer => answer?.status === 303).length;
    let since: number | undefined;
    const left = await keepWriting(
      writers,
      () => since !== undefined && good() > since + WRITERS.length,
      answer => {
        answers.push(answer);
        if (good() <= 12 || since !== undefined) return;
        since = good();
        process.kill(victim, 'SIGKILL');
      },
    );
    expect(answers.every(answer => answer?.status === 303 || answer?.status === 503)).toBe(true);
    expect(postmasterOf(installation.dataDir)?.pid).toBe(postgres);
    expect((await sendAgain(left)).every(answer => answer?.status === 303)).toBe(true);
    expect(history.unanswered).toEqual([]);
    expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);
    expect(await brokenInvariants(installation)).toEqual([]);
  });
});

describe('F09 PostgreSQL is stopped and goes on later', () => {
  test('nobody waits longer than ten seconds, and nothing is there twice', { timeout: TEST_MS }, async () => {
    await open();
    const forms = writers.map(writer => [writer, writer.next()] as const);
    const stopped = backendsOf(postmasterOf(installation.dataDir)!.pid);
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    const answers = await Promise.all([
      ...forms.map(([writer, form]) => writer.send(form)),
      writers[0]!.visitor.get('/dasbor'),
    ]).finally(() => {
      for (const pid of stopped) process.kill(pid, 'SIGCONT');
    });
    expect(new Set(answers.map(answer => answer?.status))).toEqual(new Set([503]));
    expect(Math.max(...answers.map(answer => answer?.took ?? Infinity))).toBeLessThan(LONGEST_MS);
    const again = async (): Promise<boolean> =>
      (await sendAgain(new Set(forms))).every(answer => answer?.status === 303);
    await expect.poll(again, RESTART).toBe(true);
    expect(history.unanswered).toEqual([]);
    expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);
    expect(await brokenInvariants(installation)).toEqual([]);
  });
});

/** A postmaster and its children: each of them is a process group of its own. */
function backendsOf(postmaster: number): number[] {
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => parentOf(pid) === postmaster);
  return [postmaster, ...children.map(Number)];
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return undefined; // it has ended between two looks
  }
}

describe('F15 SIGTERM under load', () => {
  test(
    'answers every request it took up, ends with 0 and takes the embedded server along',
    { timeout: TEST_MS },
    async () => {
      await open();
      const second = await Server.launch(installation).ended; // whoever starts twice by mistake
      expect(second).toEqual({ code: 1, signal: null });

      const answers: (Answer | undefined)[] = [];
      const writing = keepWriting(
        writers,
        () => false,
        answer => answers.push(answer),
      );
      await expect.poll(() => answers.length, RESTART).toBeGreaterThan(12);
      const asked = performance.now();
      server.signal('SIGTERM');
      await writing;
      expect(await server.ended).toEqual({ code: 0, signal: null });
      expect(performance.now() - asked).toBeLessThan(30_000);
      expect(new Set(answers.map(answer => answer?.status))).toEqual(new Set([303, undefined]));
      expect(postmasterOf(installation.dataDir)).toBeUndefined();

      const unanswered = history.unanswered;
      server = await Server.start(installation);
      const taken = await onDatabase(pool =>
        pool.query('SELECT key FROM idempotency WHERE key = ANY ($1::uuid[])', [[...unanswered]]),
      );
      expect(taken.rows).toEqual([]);
      expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);
      expect(await brokenInvariants(installation)).toEqual([]);
    },
  );
});
