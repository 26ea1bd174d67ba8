import { afterAll, afterEach, expect, test } from 'vitest';
import { fixedClock } from '../../src/platform/clock.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { createTestApp } from '../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { ClosedMonth } from './closed-month.ts';
import { call, endLeftovers } from './process.ts';

/** The short form: a kill in the middle, and two closes at once. With real servers and again and again: close.fault.ts, two-closes.fault.ts. */
const TEST_MS = 90_000;
let stage: ClosedMonth | undefined;

afterEach(async () => {
  await endLeftovers();
  await stage?.end();
  stage = undefined;
});
afterAll(() => ClosedMonth.removeFolders());

test('F02 a close that is killed in the middle is finished by the next process', { timeout: TEST_MS }, async () => {
  stage = await ClosedMonth.on(await createDemoDatabase());
  const obstacle = await stage.raiseObstacle();
  const command = call(stage.installation, ...stage.command);
  await obstacle.reached();
  await command.kill();
  await obstacle.remove();
  expect((await stage.runs()).map(({ state, lines }) => [state, lines])).toEqual([['DITUTUP', 0]]);
  await stage.leaseRunsOut();

  const app = await createTestApp({ database: stage.url, clock: fixedClock(DEMO_NOW) });
  const { rows } = await stage.pool.query<{ id: string }>("SELECT id FROM job WHERE kind = 'hitung-tpp'");
  for (const { id } of rows) expect((await runJob(app.deps, id)).state).toBe('selesai');
  await stage.expectOneComputedRun();
});

test('F12 F13 two closes at once, each by another server, make one run', { timeout: TEST_MS }, async () => {
  const url = await createDemoDatabase();
  const [first, second] = [createPool({ url, max: 4 }), createPool({ url, max: 4 })];
  stage = await ClosedMonth.on(url);
  const apps = await Promise.all(
    [first, second].map(pool => createTestApp({ database: url, pool, clock: fixedClock(DEMO_NOW) })),
  );
  try {
    const [office, clerk] = await Promise.all([
      stage.signIn(() => apps[0]!.url, 'kepegawaian1'),
      stage.signIn(() => apps[1]!.url, 'pengelola'),
    ]);
    const answers = await Promise.all([stage.closeThroughPage(office), stage.closeThroughPage(clerk)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const job = /[0-9a-f-]{36}/.exec(answers.find(({ status }) => status === 303)!.location)![0];
    await Promise.all(apps.map(app => runJob(app.deps, job)));
    await stage.expectOneComputedRun();
  } finally {
    await Promise.all(apps.map(app => app.close()));
    await Promise.all([first.end(), second.end()]);
  }
});
