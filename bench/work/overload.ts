import { letCome, type Crowd } from '../arrivals.ts';
import { Ledger } from '../ledger.ts';
import { percentile, type Row } from '../measure.ts';
import { capacity } from './capacity.ts';
import type { Work } from './work.ts';

const STORM_SECONDS = Number(process.env['BENCH_STORM_SECONDS'] ?? '60');
/** The storm's visits per second, for those who know the capacity; otherwise it is looked for first. */
const STORM = Number(process.env['BENCH_STORM'] ?? '0');
const CALM_SECONDS = 30;
/** Until the storm is at its height nobody can have finished. */
const SETTLING_SECONDS = 5;
const BUCKET_MS = 1000;
const PAGE_P95 = 500;
/** As often as the page of a 503 tries again by itself. */
const RETRIES = 3;

/** Twice what it can bear for a minute, then half: what is still done, how soon it is over, and whether anything was lost. */
export const overload: Work = async bench => {
  const site = await bench.site();
  if (STORM > 0) bench.capacity = STORM / 2;
  const found = bench.capacity === undefined ? await capacity(bench) : [];
  const best = bench.capacity ?? 0;
  if (best === 0) throw new Error('no rate was borne: there is nothing to overload');
  const side = site.product;
  const ledger = new Ledger();
  const phases = [
    { perSecond: best * 2, seconds: STORM_SECONDS },
    { perSecond: best / 2, seconds: CALM_SECONDS },
  ];
  const rota = bench.rota(side);
  const crowd = await letCome({ side, item: site.people.item, rota, ledger, phases, retries: RETRIES, seed: 7 });
  const errors = crowd.visits.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const wrong = await ledger.check(side);
  for (const each of [...errors.slice(0, 5), ...wrong.slice(0, 5)]) console.error(each);
  return [...found, ...rowsOf(crowd, best, errors.length + wrong.length, ledger)];
};

function rowsOf(crowd: Crowd, best: number, faults: number, ledger: Ledger): Row[] {
  const inStorm = (at: number): boolean =>
    at >= crowd.startedAt + SETTLING_SECONDS * 1000 && at < crowd.startedAt + STORM_SECONDS * 1000;
  const done = crowd.visits.filter(visit => visit.done && inStorm(visit.endedAt)).length;
  const steps = crowd.visits.flatMap(visit => visit.steps);
  const seconds = STORM_SECONDS - SETTLING_SECONDS;
  const served = steps.filter(step => !step.refused && inStorm(step.at)).length / seconds;
  const refused = steps.filter(step => step.refused).length;
  const goodput = done / seconds;
  const storm = steps.filter(step => !step.refused && step.kind !== 'sign-in' && inStorm(step.at)).map(step => step.ms);
  const note = `${served.toFixed(0)} requests served per second, ${String(refused)} turned away (503 with Retry-After), page p95 ${percentile(storm, 95).toFixed(0)} ms; ${ledger.toString()}`;
  const line = { floor: null, ratio: null };
  return [
    {
      id: 'overload.goodput',
      workload: `visits finished at twice the capacity for ${String(STORM_SECONDS)} s, ÷ capacity`,
      unit: 'visits per second',
      floor: best,
      product: goodput,
      ratio: goodput / best,
      target: { atLeast: 0.8 },
      note,
    },
    {
      id: 'overload.recovery',
      workload: 'from the end of the storm until pages are as quick as they should be',
      unit: 'seconds',
      ...line,
      product: recovery(crowd),
      target: { atMost: 10 },
    },
    {
      id: 'overload.ledger',
      workload: 'entries not stored exactly as told, and answers that are neither right nor a 503 with Retry-After',
      unit: 'faults',
      ...line,
      product: faults,
      target: { atMost: 0 },
    },
  ];
}

/** Seconds from the end of the storm until the last second in which pages were slow or somebody was turned away. */
function recovery(crowd: Crowd): number {
  const over = crowd.startedAt + STORM_SECONDS * 1000;
  const after = crowd.visits.flatMap(visit => visit.steps).filter(step => step.at >= over);
  let last = 0;
  for (let from = 0; from < CALM_SECONDS * 1000; from += BUCKET_MS) {
    const its = after.filter(step => step.at >= over + from && step.at < over + from + BUCKET_MS);
    const pages = its.filter(step => step.kind !== 'sign-in' && !step.refused).map(step => step.ms);
    if (its.some(step => step.refused) || percentile(pages, 95) > PAGE_P95) last = from + BUCKET_MS;
  }
  return last / 1000;
}
