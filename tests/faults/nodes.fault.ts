import { afterEach, expect, test } from 'vitest';
import { createPool } from '../../src/platform/database/pool.ts';
import { type CastKey, readCast } from '../support/cast.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { ClosedMonth } from './closed-month.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants, endLeftovers, Server } from './process.ts';
import { type Answer, Visitor } from './visitor.ts';
import { entryIdIn, Writer } from './writer.ts';
import { keepWriting, sendAgain } from './writing.ts';

const STAFF: readonly CastKey[] = ['staf1', 'staf2', 'staf3'];
const ENOUGH = 20;
const SOON = { timeout: 120_000, interval: 100 };

afterEach(endLeftovers);

test('F13 two servers on one database, another one at each request, one of them killed: one consistent history', async () => {
  const stage = await ClosedMonth.on(await createDemoDatabase());
  const more = { SESSION_SECRET: 'rahasia bersama dari dua server, 32 huruf' };
  const installation = { ...stage.installation, more };
  const servers = await Promise.all([Server.start(installation), Server.start(installation)]);
  const pool = createPool({ url: stage.url, max: 2 });
  try {
    let asked = 0;
    let living: readonly Server[] = servers;
    // another one at each request, but not in turns: the same one twice, then up to four times the other
    const anyOf = (): string => living[Math.trunc((asked = (asked * 5 + 3) % 8) / 4) % living.length]!.url;
    const cast = await readCast(pool);
    const history = new History();
    const writers = await Promise.all(STAFF.map(key => Writer.signIn(cast[key], anyOf, history)));
    const superior = await stage.signIn(anyOf, 'atasan');

    const entry = entryIdIn((await writers[0]!.send(writers[0]!.next()))!);
    const page = `/verifikasi/${entry}`;
    const { action, fields } = await superior.form(page, page);
    const both = await Promise.all(servers.map(() => superior.post(action, { ...fields, keputusan: 'setujui' })));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    history.sent('signed');
    history.acked('signed', entry, 'diverifikasi', 2);

    const answers: (Answer | undefined)[] = [];
    const good = (): number => answers.filter(answer => answer?.status === 303).length;
    const writing = keepWriting(
      writers,
      () => good() >= ENOUGH,
      answer => {
        answers.push(answer);
        if (good() !== ENOUGH / 2 || living.length === 1) return;
        living = [servers[1]];
        servers[0].signal('SIGKILL');
      },
    );
    const left = await writing;
    await servers[0].ended;
    living = [servers[1]];
    expect((await sendAgain(left)).every(answer => answer?.status === 303)).toBe(true);
    expect(history.unanswered).toEqual([]);

    const clerk = new Visitor(anyOf);
    await clerk.signIn(cast.kepegawaian1.login, cast.kepegawaian1.password);
    expect((await stage.closeThroughPage(clerk)).status).toBe(303);
    await expect.poll(() => stage.state(), SOON).toBe('DIHITUNG');
    expect(await contradictions(pool, history)).toEqual([]);
    expect(await brokenInvariants(installation)).toEqual([]);
  } finally {
    await pool.end();
    await stage.end();
    await ClosedMonth.removeFolders();
  }
});
