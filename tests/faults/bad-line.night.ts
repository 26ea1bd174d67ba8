import { expect, test } from 'vitest';
import { contextOptions, journeys, openOffice, Person, type Office } from '../support/browser.ts';
import { type Fate, FlakyLine } from '../support/flaky-line.ts';
import { ActivityForm } from '../support/pages/activity-form.ts';
import { OfflineDesk } from '../support/pages/offline-desk.ts';

/** The long form of tests/journeys/offline.test.ts: many losses one after the other, and the line of a village. */

const VILLAGE = { bytesPerSecond: 400_000 / 8, latencyMs: 400 };
const FATES: readonly Fate[] = ['lost', 'unanswered', 'arrives', 'unanswered', 'unanswered', 'lost', 'lost', 'arrives'];
const QUARTERS = [...Array(FATES.length).keys()].map(at => [timeOf(at), timeOf(at + 1)] as const);
const STORY_MS = 600_000;

journeys('a bad line, for a long time', async chromium => {
  const office = await openOffice(chromium);

  const phoneOn = async (url: string): Promise<Person> => {
    const context = await chromium.newContext(contextOptions(url, { worker: true }));
    context.setDefaultTimeout(60_000);
    return new Person(context, await context.newPage());
  };

  test('however forms and answers are lost on their way, each is an entry once', { timeout: STORY_MS }, async () => {
    const line = await FlakyLine.start(office.app.url);
    const person = await phoneOn(line.url);
    await person.open('/masuk');
    await person.signIn(office.cast.staf1.login, office.cast.staf1.password);
    const desk = new OfflineDesk(person);
    await desk.prepare();
    for (const [at, fate] of FATES.entries()) {
      const form = await ActivityForm.open(person);
      await form.choose(0);
      const [start, end] = QUARTERS[at] ?? [];
      await form.fill({
        description: `Kegiatan ke-${String(at)} di jalan buruk`,
        volume: '0,1',
        start: start!,
        end: end!,
      });
      line.next(fate);
      const left = person.page.waitForEvent('framenavigated');
      await form.send.click({ noWaitAfter: true });
      await left;
      await person.page.waitForLoadState();
    }
    await person.open('/dasbor');
    await expect.poll(() => desk.waiting(), { timeout: 120_000 }).toEqual([]);
    expect(await entriesOf(office, '%di jalan buruk')).toEqual(FATES.map(() => 'dikirim'));
    await person.leave();
    await line.stop();
  });

  test('at 400 kbit/s with 400 ms everything works as on a good line', { timeout: STORY_MS }, async () => {
    const line = await FlakyLine.start(office.app.url);
    line.slowDown(VILLAGE);
    const person = await phoneOn(line.url);
    await person.open('/masuk');
    await person.signIn(office.cast.staf2.login, office.cast.staf2.password);
    const desk = new OfflineDesk(person);
    await desk.prepare();
    await desk.form.choose(0);
    await desk.form.fill({ description: 'Dikirim dari jalan lambat', volume: '1', start: '15.00', end: '15.30' });
    await desk.form.submit();
    await desk.loseNetwork();
    await person.page.goto('/kegiatan-harian');
    await desk.write({ description: 'Ditulis saat jalan lambat itu putus', start: '15.30', end: '16.00' });
    await desk.findNetwork();
    await expect.poll(() => desk.waiting(), { timeout: 60_000 }).toEqual([]);
    expect(await entriesOf(office, '%jalan lambat%')).toEqual(['dikirim', 'dikirim']);
    await person.leave();
    await line.stop();
  });
});

/** Quarters of an hour from noon on, when everybody of the cast is free. */
function timeOf(quarter: number): string {
  return `${String(12 + Math.floor(quarter / 4)).padStart(2, '0')}.${String((quarter % 4) * 15).padStart(2, '0')}`;
}

async function entriesOf({ app }: Office, like: string): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ status: string }>(
    'SELECT status FROM activity WHERE description LIKE $1',
    [like],
  );
  return rows.map(row => row.status);
}
