import { expectStatus, monthPath, QUEUE, signIn } from '../acts.ts';
import { cpuOfTree } from '../cpu.ts';
import { inFlight } from '../crowd.ts';
import { rowOf, type Row } from '../measure.ts';
import { peopleOf, type Person } from '../people.ts';
import { openProduct } from '../site.ts';
import { AT_ONCE, takeTurns } from '../turns.ts';
import { Visitor } from '../visitor.ts';
import { splitNote } from './notes.ts';
import type { Work } from './work.ts';

const MONTHS = 24;
const READERS = 4;
const PAGES_PER_READER = 8;
const OLDEST = '2024-12';
const LATEST_WHOLE = '2026-10';

/** Lists of which the end is asked for: it must cost about what the beginning does. */
interface List {
  readonly id: string;
  readonly workload: string;
  readonly reader: Person;
  readonly first: string;
  readonly last: string;
}

/** The last page of a list, found as a reader finds it: by going on to the next one. */
async function lastPage(visitor: Visitor, first: string): Promise<{ readonly path: string; readonly pages: number }> {
  let path = first;
  for (let pages = 1; ; pages += 1) {
    const { body } = await expectStatus(visitor.get(path), 200);
    const next = /rel="next" href="([^"]+)"/.exec(body)?.[1];
    if (next === undefined) return { path, pages };
    path = next.replaceAll('&amp;', '&');
  }
}

/** The ends of one's own history, of a queue of five thousand and of a month's decisions, against their first pages. */
export const depth: Work = async ({ bed, settings }) => {
  const { people: size, processes, env } = settings;
  const product = await openProduct(bed, { size: { people: size, months: MONTHS }, name: 'depth', processes, env });
  try {
    const people = await peopleOf(product.sql);
    const [staff, superior] = [people.staff[0]!, people.superiors[0]!];
    const end = async (reader: Person, first: string): Promise<{ path: string; pages: number }> => {
      const visitor = new Visitor(product.origin);
      await signIn(visitor, reader);
      const found = await lastPage(visitor, first);
      visitor.close();
      return found;
    };
    const decisions = `${QUEUE}/riwayat?bulan=${LATEST_WHOLE}`;
    const [queueEnd, decisionsEnd] = [await end(people.deep, QUEUE), await end(superior, decisions)];
    const lists: List[] = [
      {
        id: 'depth.month',
        workload: `own month of ${OLDEST}; floor: of ${LATEST_WHOLE}`,
        reader: staff,
        first: monthPath(LATEST_WHOLE),
        last: monthPath(OLDEST),
      },
      {
        id: 'depth.queue',
        workload: `page ${String(queueEnd.pages)} of a queue of 5,000; floor: its first page`,
        reader: people.deep,
        first: QUEUE,
        last: queueEnd.path,
      },
      {
        id: 'depth.decisions',
        workload: `page ${String(decisionsEnd.pages)} of a month's decisions; floor: its first page`,
        reader: superior,
        first: decisions,
        last: decisionsEnd.path,
      },
    ];
    const rows: Row[] = [];
    for (const { id, workload, reader, first, last } of lists) {
      const visitors = Array.from({ length: READERS }, () => new Visitor(product.origin));
      await inFlight(visitors, AT_ONCE, visitor => signIn(visitor, reader));
      const pair = { product, floor: product, databaseCpu: () => cpuOfTree(bed.postmaster) };
      const rounds = await takeTurns(pair, settings.rounds, async (_side, _round, which) => {
        const path = which === 'product' ? last : first;
        await inFlight(visitors, AT_ONCE, async visitor => {
          for (let i = 0; i < PAGES_PER_READER; i += 1) await expectStatus(visitor.get(path), 200);
        });
        return READERS * PAGES_PER_READER;
      });
      for (const visitor of visitors) visitor.close();
      const what = { id, workload, unit: 'CPU ms per page', target: { atMost: 1.5 } };
      rows.push(rowOf({ ...what, note: splitNote(rounds) }, rounds));
    }
    return rows;
  } finally {
    await product.stop();
  }
};
