import { expect, test } from 'vitest';
import { openDesk } from './desk.ts';
import type { History } from './history.ts';
import type { Answer, Visitor } from './visitor.ts';
import { entryIdIn, type Writer } from './writer.ts';

const STAFF = ['staf1', 'staf2', 'staf3'] as const;
const ENTRIES_EACH = 4;
const NEW_EACH = 3;
const TEST_MS = 80_000;
const DEADLOCKS = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()';

test(
  'thirty at once: the same forms twice, decisions against withdrawals, end in one consistent history',
  { timeout: TEST_MS },
  async () => {
    const desk = await openDesk();
    const { history, pool } = desk;
    try {
      const writers = await Promise.all(STAFF.map(key => desk.writer(key)));
      const superior = await desk.visitor('atasan');
      const entries = await Promise.all(
        writers.flatMap(writer => Array.from({ length: ENTRIES_EACH }, () => firstOf(writer))),
      );

      const asked = entries.flatMap(({ id, writer }) => [
        () => withdraw(history, writer, id),
        () => approve(history, superior, id),
        () => approve(history, superior, id),
      ]);
      const doubleClicks = writers.flatMap(writer =>
        Array.from({ length: NEW_EACH }, () => writer.next()).flatMap(form => [
          async () => [(await writer.send(form))?.status],
          async () => [(await writer.send(form))?.status],
        ]),
      );
      const work = [...asked, ...doubleClicks];
      expect(work.length).toBeGreaterThanOrEqual(30);
      const statuses = (await Promise.all(work.map(step => step()))).flat();

      expect([...new Set(statuses)].filter(status => ![200, 303, 404, 409, 503].includes(Number(status)))).toEqual([]);
      expect((await pool.query(DEADLOCKS)).rows).toEqual([{ deadlocks: 0n }]);
      expect(await desk.wrong()).toEqual([]);
    } finally {
      await desk.close();
    }
  },
);

async function firstOf(writer: Writer): Promise<{ id: string; writer: Writer }> {
  const answer = await writer.send(writer.next());
  return { id: entryIdIn(answer!), writer };
}

/** The owner takes the entry back, if the page still offers it. */
async function withdraw(history: History, { visitor }: Writer, id: string): Promise<number[]> {
  const action = `/kegiatan-harian/${id}/tarik`;
  return step(history, visitor, `/kegiatan-harian/${id}`, action, {}, (version, key) =>
    history.acked(key, id, 'draf', version + 1),
  );
}

async function approve(history: History, visitor: Visitor, id: string): Promise<number[]> {
  const action = `/verifikasi/${id}`;
  return step(history, visitor, action, action, { keputusan: 'setujui' }, (version, key) =>
    history.acked(key, id, 'diverifikasi', version + 1),
  );
}

let steps = 0;

/** Reads a page, sends its form where it has one, and notes the outcome. Returns the statuses it saw. */
async function step(
  history: History,
  visitor: Visitor,
  path: string,
  action: string,
  filling: Record<string, string>,
  done: (version: number, key: string) => void,
): Promise<number[]> {
  const page = await visitor.get(path);
  if (!page.text.includes(`action="${action}"`)) return [page.status];
  const form = await visitor.form(path, action).catch(() => undefined); // somebody was faster between two looks
  if (!form) return [page.status];
  const key = `step ${String((steps += 1))}`;
  history.sent(key);
  const answer: Answer = await visitor.post(form.action, { ...form.fields, ...filling });
  if (answer.status === 303) done(Number(form.fields['versi']), key);
  else if (answer.status === 409 || answer.status === 404) history.refused(key);
  return [page.status, answer.status];
}
