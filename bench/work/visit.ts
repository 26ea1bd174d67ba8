import { letCome } from '../arrivals.ts';
import { Ledger } from '../ledger.ts';
import { rowOf, median } from '../measure.ts';
import { passwordOf } from '../people.ts';
import { takeTurns, type SplitRounds } from '../turns.ts';
import { splitNote } from './notes.ts';
import { hashCpu } from './sign-in.ts';
import type { Work } from './work.ts';

const PER_SECOND = 4;
const SECONDS = 12;
/** A machine that is busy with other things may turn somebody away at four per second: they come again, and it is told. */
const RETRIES = 6;

/** The scenario of the deadline hour at four visits per second, without the password check. */
export const visitWork: Work = async ({ settings, site: open, rota }) => {
  const site = await open();
  const { item, staff } = site.people;
  const ledgers = { product: new Ledger(), floor: new Ledger() };
  const turnedAway = { product: 0, floor: 0 };
  const hashes: number[] = [];
  const rounds = await takeTurns(site, Math.min(settings.rounds, 4), async (side, round) => {
    const ledger = ledgers[side.name];
    const phases = [{ perSecond: PER_SECOND, seconds: SECONDS }];
    const crowd = await letCome({ side, item, rota: rota(side), ledger, phases, retries: RETRIES, seed: round + 1 });
    const failed = crowd.visits.find(({ done }) => !done);
    if (failed) throw new Error(`${side.name}: a visit was not done: ${failed.error ?? 'turned away'}`);
    turnedAway[side.name] += crowd.visits.flatMap(({ steps }) => steps).filter(({ refused }) => refused).length;
    hashes.push(await hashCpu(passwordOf(staff[0]!)));
    return crowd.visits.length;
  });
  for (const side of [site.product, site.floor]) {
    const wrong = await ledgers[side.name].check(side);
    if (wrong.length > 0) throw new Error(`${side.name}: ${wrong.slice(0, 5).join('; ')}`);
  }
  const hash = median(hashes);
  const bare: SplitRounds = {
    split: rounds.split,
    product: rounds.product.map(cpu => cpu - hash),
    floor: rounds.floor.map(cpu => cpu - hash),
  };
  const note = `${splitNote(rounds)}, both with the hash of ${hash.toFixed(0)} ms; turned away ${String(turnedAway.product)} times; product: ${ledgers.product.toString()}`;
  const what = {
    id: 'visit',
    workload: '12 requests at 4 visits per second, without the hash',
    unit: 'CPU ms per visit',
  };
  return [rowOf({ ...what, note, target: { atMost: 2.5 } }, bare)];
};
