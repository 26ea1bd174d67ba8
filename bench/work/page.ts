import { expectStatus, monthPath, signIn } from '../acts.ts';
import { inFlight } from '../crowd.ts';
import { rowOf } from '../measure.ts';
import type { Side } from '../site.ts';
import { AT_ONCE, takeTurns } from '../turns.ts';
import { Visitor } from '../visitor.ts';
import { splitNote } from './notes.ts';
import type { Work } from './work.ts';

const READERS = 8;
const PAGES_PER_READER = 40;

/** One's own month of thirty entries, signed in. */
export const page: Work = async ({ settings, site: open }) => {
  const site = await open();
  const people = site.people.staff.slice(0, READERS);
  const readers = new Map<Side, Visitor[]>();
  for (const side of [site.product, site.floor]) {
    const visitors = people.map(() => new Visitor(side.origin));
    for (const [i, visitor] of visitors.entries()) await signIn(visitor, people[i]!);
    readers.set(side, visitors);
  }
  const bytes = { product: 0, floor: 0 };
  const rounds = await takeTurns(site, settings.rounds, async side => {
    await inFlight(readers.get(side)!, AT_ONCE, async visitor => {
      for (let i = 0; i < PAGES_PER_READER; i += 1) {
        const { body } = await expectStatus(visitor.get(monthPath()), 200);
        bytes[side.name] = body.length;
      }
    });
    return READERS * PAGES_PER_READER;
  });
  for (const visitor of [...readers.values()].flat()) visitor.close();
  const note = `${splitNote(rounds)}; page of ${kb(bytes.product)} kB, the floor's of ${kb(bytes.floor)} kB; ${String(AT_ONCE)} at once`;
  const what = { id: 'page', workload: 'own month, 30 rows, signed in', unit: 'CPU ms per page', note };
  return [rowOf({ ...what, target: { atMost: 2 } }, rounds)];
};

const kb = (bytes: number): string => (bytes / 1000).toFixed(0);
