import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from './desk.ts';
import { entryIdIn, type Writer } from './writer.ts';

const TEST_MS = 60_000;
/** The order of patience: the application gives up before the browser does (assurance.md 3.3, F08 and F09). */
const LONGEST_REQUEST_MS = 10_000;
/** The name of the statement that writes an entry, whichever way it is committed. */
const WRITES_ENTRY = 'activity-log.create';

let desk: Desk;
let writer: Writer;

beforeAll(async () => {
  desk = await openDesk();
  writer = await desk.writer('staf1');
}, TEST_MS);
afterAll(() => desk.close());

test(
  'F10 an entry whose COMMIT was answered into the void is there once, and its key leads to it',
  { timeout: TEST_MS },
  async () => {
    const submission = writer.next();
    const lost = desk.proxy.loseAnswerToCommitAfter(WRITES_ENTRY);
    const first = await writer.send(submission);
    await lost;
    expect([first?.status, Number(first?.retryAfter) > 0]).toEqual([503, true]);
    const { rows } = await desk.pool.query<{ result: { id: string } }>(
      'SELECT result FROM idempotency WHERE key = $1',
      [submission.key],
    );
    expect(rows.length).toBe(1);

    const second = await writer.send(submission);
    expect(second?.status).toBe(303);
    expect(entryIdIn(second!)).toBe(rows[0]!.result.id);
    const third = await writer.send(submission);
    expect(third?.location).toBe(second?.location);
    expect(desk.history.unanswered).toEqual([]);
    expect(await desk.wrong()).toEqual([]);
  },
);

test(
  'F09 a database that falls silent makes every page an honest 503 in time, and nothing twice later',
  { timeout: TEST_MS },
  async () => {
    const submission = writer.next();
    desk.proxy.freeze();
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

    desk.proxy.thaw();
    const again = async (): Promise<number | undefined> => (await writer.send(submission))?.status;
    await expect.poll(again, { timeout: 20_000, interval: 50 }).toBe(303);
    expect(desk.history.unanswered).toEqual([]);
    expect(await desk.wrong()).toEqual([]);
  },
);
