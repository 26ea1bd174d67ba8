import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { startEmbedded } from '../../src/platform/postgres/embedded.ts';
import { readCast } from '../support/cast.ts';
import { databaseOf, endPostmaster, Folders, makeDemoFolder, postmasterOf } from './data-folder.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants, endLeftovers, type Installation, Server } from './process.ts';
import type { Answer } from './visitor.ts';
import { Writer } from './writer.ts';
import { keepWriting, sendAgain } from './writing.ts';

/** The short form; each of these by itself, with more people and again and again: embedded.fault.ts, submit-kills.fault.ts. */
const WRITERS = ['staf1', 'staf2', 'staf_lain'] as const;
const TEST_MS = 120_000;
const RESTART = { timeout: 60_000, interval: 20 };
const folders = new Folders();
let installation: Installation;

afterEach(async () => {
  await endLeftovers();
  endPostmaster(installation.dataDir);
});
afterAll(() => folders.remove());

test(
  'F01 F03 the application, then its PostgreSQL are killed, then it is told to stop: nothing acknowledged is lost',
  { timeout: TEST_MS },
  async () => {
    installation = { dataDir: path.join(await folders.create(), 'data') };
    await makeDemoFolder(installation.dataDir);
    let server = await Server.start(installation);
    const history = new History();
    const cast = await onDatabase(readCast);
    const writers = await Promise.all(WRITERS.map(key => Writer.signIn(cast[key], () => server.url, history)));
    const answers: (Answer | undefined)[] = [];
    const good = (): number => answers.filter(answer => answer?.status === 303).length;
    const bad = (): (Answer | undefined)[] => answers.filter(answer => answer?.status !== 303);

    let writing = keepWriting(
      writers,
      () => false,
      answer => answers.push(answer),
    );
    await expect.poll(good, RESTART).toBeGreaterThan(6);
    await server.kill();
    const unanswered = await writing;
    server = await Server.start(installation);
    expect((await sendAgain(unanswered)).map(answer => answer?.status)).toEqual(WRITERS.map(() => 303));

    answers.splice(0);
    const postgres = postmasterOf(installation.dataDir)!.pid;
    process.kill(postgres, 'SIGKILL');
    const refused = await keepWriting(
      writers,
      () => bad().length > 0 && good() > 6,
      answer => answers.push(answer),
    );
    expect(new Set(bad().map(answer => answer?.status))).toEqual(new Set([503]));
    expect(bad().every(answer => Number(answer?.retryAfter) > 0)).toBe(true);
    expect(postmasterOf(installation.dataDir)?.pid).not.toBe(postgres);
    expect((await sendAgain(refused)).every(answer => answer?.status === 303)).toBe(true);
    expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);

    answers.splice(0);
    writing = keepWriting(
      writers,
      () => false,
      answer => answers.push(answer),
    );
    await expect.poll(good, RESTART).toBeGreaterThan(6);
    server.signal('SIGTERM');
    await writing;
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(new Set(answers.map(answer => answer?.status))).toEqual(new Set([303, undefined]));
    expect(postmasterOf(installation.dataDir)).toBeUndefined();

    const cluster = await startEmbedded(installation.dataDir, { fast: true });
    try {
      expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);
      expect(await brokenInvariants(installation)).toEqual([]);
    } finally {
      await cluster.stop();
    }
  },
);

async function onDatabase<Value>(work: (pool: Pool) => Promise<Value>): Promise<Value> {
  const pool = createPool({ url: databaseOf(installation.dataDir), max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
