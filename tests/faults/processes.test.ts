import { readFileSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createPool } from '../../src/platform/database/pool.ts';
import { isAlive } from '../../src/platform/postgres/postmaster.ts';
import { readCast } from '../support/cast.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { Folders } from './data-folder.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants, endLeftovers, type Installation, Server } from './process.ts';
import { Writer } from './writer.ts';
import { keepWriting, sendAgain } from './writing.ts';

const STAFF = ['staf1', 'staf2', 'staf3', 'staf_lain'] as const;
const TEST_MS = 150_000;
const RESTART = { timeout: 40_000, interval: 50 };
const ENOUGH = 8;

const folders = new Folders();

afterEach(endLeftovers);
afterAll(() => folders.remove());

/** The processes that a server has started of itself, the oldest first: web 1, web 2, jobs. */
function partsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
    .trim()
    .split(' ');
  return children
    .map(Number)
    .filter(child => readFileSync(`/proc/${String(child)}/cmdline`, 'utf8').includes('start.cjs'))
    .sort((a, b) => a - b);
}

test.runIf(process.platform === 'linux')(
  'of two web processes one is killed: nobody is signed out, nothing acknowledged is lost, the other answers on',
  { timeout: TEST_MS },
  async () => {
    const databaseUrl = await createDemoDatabase();
    const more = { TAKAR_PROCESSES: '2' };
    const installation: Installation = { dataDir: await folders.create(), databaseUrl, more };
    const server = await Server.start(installation);
    const pool = createPool({ url: databaseUrl, max: 2 });
    try {
      const parts = partsOf(server.pid);
      expect(parts).toHaveLength(3);
      const cast = await readCast(pool);
      const history = new History();
      const writers = await Promise.all(STAFF.map(key => Writer.signIn(cast[key], () => server.url, history)));

      let before = 0;
      let after = 0;
      let killed = false;
      const statuses = new Set<number | undefined>();
      const left = await keepWriting(
        writers,
        () => after >= ENOUGH,
        answer => {
          statuses.add(answer?.status);
          if (answer?.status !== 303) return;
          if (killed) after += 1;
          else if ((before += 1) === ENOUGH) {
            killed = true;
            process.kill(parts[0]!, 'SIGKILL');
          }
        },
      );
      expect([...statuses].filter(status => status !== 303 && status !== undefined)).toEqual([]);
      const again = await sendAgain(left);
      expect(again.map(answer => answer?.status)).toEqual(again.map(() => 303));
      for (const { visitor } of writers) expect((await visitor.get('/dasbor')).status).toBe(200);

      await expect.poll(() => server.log, RESTART).toContain('a part of the server is back');
      const now = partsOf(server.pid);
      expect([now.length, now.includes(parts[0]!)]).toEqual([3, false]);
      expect(history.unanswered).toEqual([]);
      expect(await contradictions(pool, history)).toEqual([]);
      expect(await brokenInvariants(installation)).toEqual([]);

      server.signal('SIGTERM');
      expect(await server.ended).toEqual({ code: 0, signal: null });
      expect(now.filter(isAlive)).toEqual([]);
    } finally {
      await pool.end();
    }
  },
);
