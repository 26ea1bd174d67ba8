import { expectStatus, HOME, monthPath, QUEUE, signIn } from '../acts.ts';
import { cpuOfTree } from '../cpu.ts';
import { inFlight } from '../crowd.ts';
import { rowOf, type Row } from '../measure.ts';
import { peopleOf } from '../people.ts';
import { openProduct, type Side } from '../site.ts';
import { AT_ONCE, takeTurns } from '../turns.ts';
import { Visitor } from '../visitor.ts';
import { splitNote } from './notes.ts';
import type { Work } from './work.ts';

const MONTHS = 24;
const READERS = 8;
const PAGES_PER_READER = 25;

/** The same product on two databases, with one month of work and with 24: what must not grow with the years. */
export const history: Work = async ({ bed, settings }) => {
  const { people: size, processes, env } = settings;
  const open = (months: number): Promise<Side> =>
    openProduct(bed, { size: { people: size, months }, name: `months${String(months)}`, processes, env });
  const [short, long] = [await open(1), await open(MONTHS)];
  try {
    const people = await peopleOf(long.sql);
    const pages = [
      { id: 'page', path: monthPath(), of: people.staff },
      { id: 'dashboard', path: HOME, of: people.staff },
      { id: 'queue', path: QUEUE, of: people.superiors },
    ];
    const rows: Row[] = [];
    for (const { id, path, of } of pages) {
      const visitors = new Map<Side, Visitor[]>();
      for (const side of [short, long]) {
        const readers = Array.from({ length: READERS }, () => new Visitor(side.origin));
        await inFlight(readers, AT_ONCE, (reader, i) => signIn(reader, of[i % of.length]!));
        visitors.set(side, readers);
      }
      const pair = { product: long, floor: short, databaseCpu: () => cpuOfTree(bed.postmaster) };
      const rounds = await takeTurns(pair, settings.rounds, async side => {
        await inFlight(visitors.get(side)!, AT_ONCE, async reader => {
          for (let i = 0; i < PAGES_PER_READER; i += 1) await expectStatus(reader.get(path), 200);
        });
        return READERS * PAGES_PER_READER;
      });
      for (const visitor of [...visitors.values()].flat()) visitor.close();
      const workload = `${id} with ${String(MONTHS)} months of work; floor: the product with one`;
      const what = { id: `history.${id}`, workload, unit: 'CPU ms per page', target: { atMost: 1.1 } };
      rows.push(rowOf({ ...what, note: splitNote(rounds) }, rounds));
    }
    return rows;
  } finally {
    await short.stop();
    await long.stop();
  }
};
