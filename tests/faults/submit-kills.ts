import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { type CastKey, readCast } from '../support/cast.ts';
import { databaseOf, endPostmaster, Folders, makeDemoFolder, postmasterOf } from './data-folder.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants, endLeftovers, type Installation, Server } from './process.ts';
import { type Submission, Writer } from './writer.ts';

/** In every third round PostgreSQL dies together with the application. */
const BOTH_EVERY = 3;
const WRITERS: readonly CastKey[] = [
  'staf1',
  'staf2',
  'staf3',
  'atasan',
  'validator',
  'staf_lain',
  'atasan_lain',
  'bendahara',
  'pengelola',
  'kepegawaian1',
  'kepegawaian2',
  'keuangan1',
];
const folders = new Folders();
let installation: Installation;

/** Kills the application while twelve people write, again and again. */
export function killAmongSubmissions(kills: number): void {
  afterEach(async () => {
    await endLeftovers();
    endPostmaster(installation.dataDir);
  });
  afterAll(() => folders.remove());

  test(`F01 F03 ${String(kills)} kills during submissions lose nothing acknowledged and count nothing twice`, async () => {
    installation = { dataDir: path.join(await folders.create(), 'data') };
    await makeDemoFolder(installation.dataDir);
    let server = await Server.start(installation);
    const history = new History();
    const cast = await onDatabase(readCast);
    const writers = await Promise.all(WRITERS.map(key => Writer.signIn(cast[key], () => server.url, history)));

    for (let round = 1; round <= kills; round += 1) {
      const enough = 1 + (round % WRITERS.length); // another moment in every round
      let acknowledged = 0;
      const unanswered: [Writer, Submission][] = [];
      const write = async (writer: Writer): Promise<void> => {
        for (;;) {
          const submission = writer.next();
          const answer = await writer.send(submission);
          if (answer?.status === 303) acknowledged += 1;
          if (answer === undefined) return void unanswered.push([writer, submission]);
          if (acknowledged >= enough) server.signal('SIGKILL');
        }
      };
      await Promise.all(writers.map(write));
      await server.ended;
      if (round % BOTH_EVERY === 0) process.kill(postmasterOf(installation.dataDir)!.pid, 'SIGKILL');

      server = await Server.start(installation);
      const again = await Promise.all(unanswered.map(([writer, submission]) => writer.send(submission)));
      expect({ round, statuses: again.map(answer => answer?.status) }).toEqual({
        round,
        statuses: again.map(() => 303),
      });
      expect({ round, wrong: await onDatabase(pool => contradictions(pool, history)) }).toEqual({ round, wrong: [] });
    }
    expect(history.unanswered).toEqual([]);
    expect(await brokenInvariants(installation)).toEqual([]);
    process.stdout.write(`    ${String(history.acks.length)} acknowledged answers\n`);
  });
}

async function onDatabase<Value>(work: (pool: Pool) => Promise<Value>): Promise<Value> {
  const pool = createPool({ url: databaseOf(installation.dataDir), max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
