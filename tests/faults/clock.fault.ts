import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { formOn } from '../support/app.ts';
import { type Cast, readCast } from '../support/cast.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { Folders } from './data-folder.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants, endLeftovers, type Installation, Server } from './process.ts';
import { type Answer, Visitor } from './visitor.ts';
import { Writer } from './writer.ts';

const SHIM = new URL('clock-jump.mjs', import.meta.url).href;
const ENTRIES = '/kegiatan-harian';
const FORM = `${ENTRIES}/baru`;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SOON = { timeout: 60_000, interval: 100 };
const ALARM = 'the clocks of application and database differ';
const folders = new Folders();
let installation: Installation;
let jumpFile: string;
let server: Server;
let pool: Pool;
let cast: Cast;
let history: History;

beforeEach(async () => {
  const dataDir = await folders.create();
  jumpFile = path.join(dataDir, 'jump');
  const more = { NODE_OPTIONS: `--import ${SHIM}`, CLOCK_JUMP_FILE: jumpFile };
  installation = { dataDir, databaseUrl: await createDemoDatabase(), more };
  pool = createPool({ url: installation.databaseUrl!, max: 2 });
  cast = await readCast(pool);
  history = new History();
});
afterEach(async () => {
  await endLeftovers();
  await pool.end();
  await folders.remove();
});

const jumpTo = (milliseconds: number): void => writeFileSync(jumpFile, String(milliseconds));

/** The day that the product offers for a new entry, once it has seen the clock. */
async function expectToday(visitor: Visitor, day: string): Promise<void> {
  const shown = async (): Promise<unknown> => (await visitor.form(FORM, ENTRIES)).fields['tanggal'];
  await expect.poll(() => shown().catch(String), SOON).toBe(day);
}

/** Signs in once the server has seen the jump: sessions end a day after they began, on its clock too. */
async function signInOn(day: string): Promise<Writer> {
  const shown = async (): Promise<unknown> => {
    const visitor = new Visitor(() => server.url);
    await visitor.signIn(cast.staf1.login, cast.staf1.password);
    const { status, text } = await visitor.get(FORM);
    return status === 200 ? formOn(text, ENTRIES).fields['tanggal'] : status;
  };
  await expect.poll(() => shown().catch(String), SOON).toBe(day);
  return signIn();
}

const signIn = (): Promise<Writer> => Writer.signIn(cast.staf1, () => server.url, history);

/** Sends an entry of a day of its own choosing; 409 or 422 where the rules of that moment do not take it. */
async function sendOn(writer: Writer, day: string, from: string, until: string): Promise<Answer | undefined> {
  const { key, fields } = writer.next();
  return writer.send({ key, fields: { ...fields, tanggal: day, mulai: from, selesai: until } });
}

async function expectSound(): Promise<void> {
  expect(await contradictions(pool, history)).toEqual([]);
  expect(await brokenInvariants(installation)).toEqual([]);
}

describe('F11 the clock jumps under the running server', () => {
  test('two hours back and two hours ahead: entries are taken, their history stays in order', async () => {
    server = await Server.start(installation);
    const writer = await signIn();
    for (const hours of [0, -2, 2, 0]) {
      jumpTo(hours * HOUR);
      await expectToday(writer.visitor, '2026-11-18');
      expect((await writer.send(writer.next()))?.status).toBe(303);
    }
    await expectSound();
  });

  test('a day ahead: the window moves with domain time, and a start afterwards does not go back behind it', async () => {
    server = await Server.start(installation);
    let writer = await signIn();
    expect((await sendOn(writer, '2026-11-16', '1:00', '1:15'))?.status).toBe(303);
    jumpTo(DAY);
    writer = await signInOn('2026-11-19');
    expect((await sendOn(writer, '2026-11-16', '2:00', '2:15'))?.status).toBe(303);
    jumpTo(2 * DAY);
    writer = await signInOn('2026-11-20');
    expect([409, 422]).toContain((await sendOn(writer, '2026-11-16', '3:00', '3:15'))?.status);
    expect((await sendOn(writer, '2026-11-20', '3:00', '3:15'))?.status).toBe(303);
    server.signal('SIGTERM');
    await server.ended;

    jumpTo(0);
    server = await Server.start(installation);
    writer = await signIn();
    await expectToday(writer.visitor, '2026-11-20');
    await expectSound();
  });

  test('a day back: the day that has not come yet is refused, the one before it taken', async () => {
    server = await Server.start(installation);
    jumpTo(-DAY);
    const writer = await signIn();
    await expectToday(writer.visitor, '2026-11-17');
    expect([409, 422]).toContain((await sendOn(writer, '2026-11-18', '1:00', '1:15'))?.status);
    expect((await sendOn(writer, '2026-11-17', '1:00', '1:15'))?.status).toBe(303);
    await expectSound();
  });
});

test.each([-2 * HOUR, DAY])('F11 a server whose clock is %i milliseconds off says so at once, and works', async off => {
  jumpTo(off);
  server = await Server.start(installation);
  await expect.poll(() => server.log, SOON).toContain(ALARM);
  const writer = await signIn();
  expect((await writer.send(writer.next()))?.status).toBe(303);
  await expectSound();
});

test.each(['UTC', 'Asia/Makassar', 'Asia/Jayapura'])(
  'F11 a process in %s has the day of the office, ten minutes before its midnight',
  async zone => {
    const more = { TAKAR_CLOCK: '2026-11-18T23:50:00+08:00' };
    server = await Server.start({ ...installation, zone, more });
    const writer = await signIn();
    await expectToday(writer.visitor, '2026-11-18');
    expect((await sendOn(writer, '2026-11-18', '13:00', '13:15'))?.status).toBe(303);
    expect([409, 422]).toContain((await sendOn(writer, '2026-11-19', '0:15', '0:30'))?.status);
    expect(server.log).not.toContain(ALARM);
    await expectSound();
  },
);
