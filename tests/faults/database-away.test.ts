import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { readCast } from '../support/cast.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { Folders } from './data-folder.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants, endLeftovers, type Installation, Server } from './process.ts';
import { DatabaseProxy } from './proxy.ts';
import { entryIdIn, Writer } from './writer.ts';

const TEST_MS = 60_000;
/** The order of patience: the application gives up before the browser does (assurance.md 3.3, F08 and F09). */
const LONGEST_REQUEST_MS = 10_000;
const WRITES_ENTRY = 'INSERT INTO activity (';

const folders = new Folders();
let direct: Installation;
let proxy: DatabaseProxy;
let server: Server;
let pool: Pool;
let history: History;
let writer: Writer;

beforeEach(async () => {
  const databaseUrl = await createDemoDatabase();
  direct = { dataDir: await folders.create(), databaseUrl };
  proxy = await DatabaseProxy.start(databaseUrl);
  server = await Server.start({ ...direct, databaseUrl: proxy.url });
  pool = createPool({ url: databaseUrl, max: 2 });
  history = new History();
  writer = await Writer.signIn((await readCast(pool)).staf1, () => server.url, history);
}, TEST_MS);

afterEach(async () => {
  await endLeftovers();
  await pool.end();
  await proxy.stop();
  await folders.remove();
});

test(
  'an entry whose COMMIT was answered into the void is there once, and its key leads to it',
  { timeout: TEST_MS },
  async () => {
    const submission = writer.next();
    const lost = proxy.loseAnswerToCommitAfter(WRITES_ENTRY);
    const first = await writer.send(submission);
    await lost;
    expect([first?.status, Number(first?.retryAfter) > 0]).toEqual([503, true]);
    const { rows } = await pool.query<{ result: { id: string } }>('SELECT result FROM idempotency WHERE key = $1', [
      submission.key,
    ]);
    expect(rows.length).toBe(1);

    const second = await writer.send(submission);
    expect(second?.status).toBe(303);
    expect(entryIdIn(second!)).toBe(rows[0]!.result.id);
    const third = await writer.send(submission);
    expect(third?.location).toBe(second?.location);
    expect(history.unanswered).toEqual([]);
    expect(await contradictions(pool, history)).toEqual([]);
    expect(await brokenInvariants(direct)).toEqual([]);
  },
);

test(
  'a database that falls silent makes every page an honest 503 in time, and nothing twice later',
  { timeout: TEST_MS },
  async () => {
    const submission = writer.next();
    proxy.freeze();
    const [page, refused, ready, alive] = await Promise.all([
      writer.visitor.get('/dasbor'),
      writer.send(submission),
      writer.visitor.get('/readyz'),
      writer.visitor.get('/healthz'),
    ]);
    expect([page.status, refused?.status, ready.status, alive.status]).toEqual([503, 503, 503, 200]);
    expect([page.retryAfter, refused?.retryAfter].map(seconds => Number(seconds) > 0)).toEqual([true, true]);
    expect(Math.max(page.took, refused?.took ?? Infinity, ready.took)).toBeLessThan(LONGEST_REQUEST_MS);
    expect(refused?.text).toContain(submission.key); // what was typed is still there to be sent again

    proxy.thaw();
    const again = async (): Promise<number | undefined> => (await writer.send(submission))?.status;
    await expect.poll(again, { timeout: 20_000, interval: 50 }).toBe(303);
    expect(history.unanswered).toEqual([]);
    expect(await contradictions(pool, history)).toEqual([]);
    expect(await brokenInvariants(direct)).toEqual([]);
  },
);
