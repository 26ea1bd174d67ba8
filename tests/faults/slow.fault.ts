import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '../../src/platform/database/pool.ts';
import { ANSWER_AFTER_STATEMENT_MS, PATIENCE } from '../../src/platform/database/patience.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Answer } from './visitor.ts';
import type { Writer } from './writer.ts';
import { type Submission } from './writer.ts';
import { keepWriting, sendAgain } from './writing.ts';

/** assurance.md 3.3: client 30 s > application 10 s > statement 5 s > lock 2 s. */
const LONGEST_REQUEST_MS = 10_000;
/** What a busy machine may add to a wait; the next greater limit is never reached by it. */
const BUSY_MS = 2_500;
const SOON = { timeout: 60_000, interval: 50 };
const FEW = 3;
let desk: Desk;
let writer: Writer;
let other: Writer;

beforeAll(async () => {
  desk = await openDesk({}, url => createPool({ url, max: FEW }));
  [writer, other] = await Promise.all([desk.writer('staf1'), desk.writer('staf2')]);
});
afterEach(() => desk.proxy.delay(0));
afterAll(() => desk.close());

async function expectDoneAfterAll(form: Submission): Promise<void> {
  await expect.poll(async () => (await writer.send(form))?.status, SOON).toBe(303);
  expect(desk.history.unanswered).toEqual([]);
  expect(await desk.wrong()).toEqual([]);
}

const isHonest = (answer: Answer | undefined): boolean =>
  answer?.status === 503 && Number(answer.retryAfter) > 0 && answer.text.includes('<');

test('F08 the inner limit speaks first: lock, statement, answer, request, browser', () => {
  const limits = [
    PATIENCE.lock_timeout,
    PATIENCE.statement_timeout,
    PATIENCE.statement_timeout + ANSWER_AFTER_STATEMENT_MS,
    LONGEST_REQUEST_MS,
  ];
  expect(limits).toEqual([...limits].sort((a, b) => a - b));
  expect(PATIENCE.connectionTimeoutMillis).toBeLessThanOrEqual(PATIENCE.lock_timeout);
});

test('F07 with every connection taken a request is an honest 503 after two seconds, and the next one is served', async () => {
  const taken = await Promise.all(Array.from({ length: FEW }, () => desk.app.deps.pool.connect()));
  const form = writer.next();
  const answers = await Promise.all([writer.send(form), writer.visitor.get('/dasbor'), writer.visitor.get('/readyz')]);
  expect(answers.map(answer => answer?.status)).toEqual([503, 503, 503]);
  expect(answers.slice(0, 2).every(isHonest)).toBe(true);
  expect(Math.max(...answers.map(answer => answer?.took ?? Infinity))).toBeLessThan(
    PATIENCE.connectionTimeoutMillis + BUSY_MS,
  );
  expect((await writer.visitor.get('/healthz')).status).toBe(200);

  for (const client of taken) client.release();
  await expectDoneAfterAll(form);
});

describe('F08 a database that answers late', () => {
  test.each([200, 500])('by %i ms takes its time, and takes every entry once', async delay => {
    desk.proxy.delay(delay);
    const answers: (Answer | undefined)[] = [];
    const left = await keepWriting(
      [writer, other],
      () => answers.length >= 4,
      answer => answers.push(answer),
    );
    expect(answers.every(answer => answer?.status === 303 || isHonest(answer))).toBe(true);
    expect(Math.max(...answers.map(answer => answer?.took ?? Infinity))).toBeLessThan(LONGEST_REQUEST_MS + BUSY_MS);
    desk.proxy.delay(0);
    expect((await sendAgain(left)).every(answer => answer?.status === 303)).toBe(true);
    expect(await desk.wrong()).toEqual([]);
  });

  test('by two seconds at each statement keeps nobody waiting for more than ten', async () => {
    const form = writer.next();
    desk.proxy.delay(2_000);
    const answers = await Promise.all([writer.send(form), writer.visitor.get('/dasbor')]);
    expect(answers.every(answer => answer?.status === 303 || answer?.status === 200 || isHonest(answer))).toBe(true);
    expect(Math.max(...answers.map(answer => answer?.took ?? Infinity))).toBeLessThan(LONGEST_REQUEST_MS + BUSY_MS);
    desk.proxy.delay(0);
    await expectDoneAfterAll(form);
  });
});

test('F08 a table that somebody has locked is an honest 503 after the lock’s two seconds', async () => {
  const form = writer.next();
  const holder = await desk.pool.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE activity IN EXCLUSIVE MODE'); // pages may be read, nothing may be written
  const [answer, page] = await Promise.all([writer.send(form), writer.visitor.get('/kegiatan-harian')]);
  expect(isHonest(answer)).toBe(true);
  expect(answer?.text).toContain(form.key);
  expect(answer?.took).toBeLessThan(PATIENCE.lock_timeout + BUSY_MS);
  expect(page.status).toBe(200);
  await holder.query('ROLLBACK');
  holder.release();
  await expectDoneAfterAll(form);
});
