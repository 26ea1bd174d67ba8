import { draftOf, entryOf, expectStatus, sendDraft, signIn, SLOTS_PER_DAY } from '../acts.ts';
import { inFlight } from '../crowd.ts';
import { Ledger } from '../ledger.ts';
import { rowOf } from '../measure.ts';
import type { Side } from '../site.ts';
import { AT_ONCE, takeTurns } from '../turns.ts';
import { Visitor } from '../visitor.ts';
import { splitNote } from './notes.ts';
import type { Work } from './work.ts';

const WRITERS = 100;
/** Those who write are others than those of the visits. */
const FROM_THE_END = 200;

/** An entry's POST, sent, with all rules and its history row. */
export const write: Work = async ({ settings, site: open }) => {
  const site = await open();
  const people = site.people.staff.slice(-FROM_THE_END, -FROM_THE_END + WRITERS);
  const writers = new Map<Side, Visitor[]>();
  const ledgers = { product: new Ledger(), floor: new Ledger() };
  for (const side of [site.product, site.floor]) {
    const visitors = people.map(() => new Visitor(side.origin));
    await inFlight(visitors, AT_ONCE, async (visitor, i) => {
      await signIn(visitor, people[i]!);
      visitor.close(); // their round may come when the server has given the connection up
    });
    writers.set(side, visitors);
  }
  const rounds = await takeTurns(site, Math.min(settings.rounds, SLOTS_PER_DAY - 1), async (side, round) => {
    await inFlight(writers.get(side)!, AT_ONCE, async visitor => {
      const draft = draftOf(site.people.item, round);
      const answer = await expectStatus(sendDraft(visitor, draft), 303);
      ledgers[side.name].accept(draft.mark, entryOf(answer));
    });
    return WRITERS;
  });
  for (const visitor of [...writers.values()].flat()) visitor.close();
  for (const side of [site.product, site.floor]) {
    const wrong = await ledgers[side.name].check(side);
    if (wrong.length > 0) throw new Error(`${side.name}: ${wrong.slice(0, 5).join('; ')}`);
  }
  const what = { id: 'write', workload: 'entry POST: rules, history row, redirect', unit: 'CPU ms per POST' };
  return [rowOf({ ...what, note: splitNote(rounds), target: { atMost: 2.5 } }, rounds)];
};
