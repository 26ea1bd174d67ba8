import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDemoDatabase } from '../support/demo-database.ts';
import { ClosedMonth } from './closed-month.ts';
import { call, endLeftovers, Server, takar } from './process.ts';

/** Longer than a lease (15 s), which a killed process leaves behind. */
const TAKEN_OVER = { timeout: 90_000, interval: 100 };
let stage: ClosedMonth;

beforeEach(async () => {
  stage = await ClosedMonth.on(await createDemoDatabase());
});
afterEach(async () => {
  await endLeftovers();
  await stage.end();
});
afterAll(() => ClosedMonth.removeFolders());

async function expectFinishedByCommand(): Promise<void> {
  await stage.leaseRunsOut();
  const { code, out } = await takar(stage.installation, ...stage.command);
  expect([code, JSON.parse(out)]).toEqual([0, [expect.objectContaining({ ok: true, state: 'DIHITUNG' })]]);
  await stage.expectOneComputedRun();
}

describe('F02 kill -9 in the middle of a close', () => {
  test('by the command line: the same command finishes the same run', async () => {
    const obstacle = await stage.raiseObstacle();
    const first = call(stage.installation, ...stage.command);
    await obstacle.reached();
    await first.kill();
    await obstacle.remove();
    expect((await stage.runs()).map(({ state, lines }) => [state, lines])).toEqual([['DITUTUP', 0]]);
    await expectFinishedByCommand();
  });

  test('by the page: the server that is started again finishes the same run', async () => {
    let server = await Server.start(stage.installation);
    const clerk = await stage.signIn(() => server.url, 'kepegawaian1');
    const obstacle = await stage.raiseObstacle();
    const { status, location } = await stage.closeThroughPage(clerk);
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/pekerjaan\//)]);
    await obstacle.reached();
    await server.kill();
    await obstacle.remove();

    server = await Server.start(stage.installation);
    const state = async (): Promise<string | undefined> =>
      /data-state="(\w+)"/.exec((await clerk.get(location)).text)?.[1];
    await expect.poll(state, TAKEN_OVER).toBe('selesai');
    await stage.expectOneComputedRun();
  });
});

/** Where the close has come to when the process is killed: each is seen in the database, no clock decides. */
const MOMENTS = [
  ['before it has begun', 'SELECT true AS reached'],
  ['once the month is shut', 'SELECT count(*) > 0 AS reached FROM payroll_run WHERE month = $1'],
  [
    'once the facts are taken',
    'SELECT count(*) > 0 AS reached FROM payroll_input i JOIN payroll_run r ON r.id = i.run_id WHERE r.month = $1',
  ],
  [
    'once a line is written',
    'SELECT count(*) > 0 AS reached FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id WHERE r.month = $1',
  ],
] as const;

test.each(MOMENTS)('F02 a close killed %s is finished by the same command', async (_when, look) => {
  const values = look.includes('$1') ? ['2026-10-01'] : [];
  const first = call(stage.installation, ...stage.command);
  const ended = first.ended.then(() => true);
  const reached = async (): Promise<boolean> => {
    const { rows } = await stage.pool.query<{ reached: boolean }>(look, values);
    return rows[0]!.reached || Promise.race([ended, Promise.resolve(false)]);
  };
  await expect.poll(reached, { timeout: 60_000, interval: 1 }).toBe(true);
  await first.kill();
  await expectFinishedByCommand();
});

test('F14 a process that is stopped in the close and wakes after another has finished it writes nothing more', async () => {
  const obstacle = await stage.raiseObstacle();
  const zombie = await Server.start(stage.installation);
  const clerk = await stage.signIn(() => zombie.url, 'kepegawaian1');
  const { status } = await stage.closeThroughPage(clerk);
  expect(status).toBe(303);
  await obstacle.reached();
  zombie.signal('SIGSTOP');
  await obstacle.remove();
  // What it has sent is carried out, in a transaction that holds the job until the server ends it for its silence.
  const released = (): Promise<boolean> =>
    stage.leaseRunsOut().then(
      () => true,
      () => false,
    );
  await expect.poll(released, TAKEN_OVER).toBe(true);
  const { code, out } = await takar(stage.installation, ...stage.command);
  expect([code, JSON.parse(out)]).toEqual([0, [expect.objectContaining({ ok: true, state: 'DIHITUNG' })]]);
  const [before] = await stage.runs();
  zombie.signal('SIGCONT');
  const page = async (): Promise<number> => (await clerk.get('/dasbor')).status;
  await expect.poll(page, TAKEN_OVER).toBe(200); // awake
  zombie.signal('SIGTERM');
  expect(await zombie.ended).toEqual({ code: 0, signal: null });
  expect((await stage.runs())[0]).toEqual(before);
  await stage.expectOneComputedRun();
});
