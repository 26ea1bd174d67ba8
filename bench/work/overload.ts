import { letCome, type Crowd } from '../arrivals.ts';
import { Ledger } from '../ledger.ts';
import { percentile, type Row } from '../measure.ts';
import type { Step, VisitRecord } from '../visit.ts';
import { capacity } from './capacity.ts';
import type { Work } from './work.ts';

const STORM_SECONDS = Number(process.env['BENCH_STORM_SECONDS'] ?? '60');
/** The storm's visits per second, for those who know the capacity; otherwise it is looked for first. */
const STORM = Number(process.env['BENCH_STORM'] ?? '0');
/** Half of what it can bear, so that a server that has just started is not measured for its start. */
const WARM_SECONDS = 10;
/** As long as those who were sent away may take to come back: the storm's surplus through what the calm leaves free. */
const CALM_SECONDS = 3 * STORM_SECONDS;
/** Until the storm is at its height nobody can have finished. */
const SETTLING_SECONDS = 5;
const BUCKET_MS = 1000;
const PAGE_P95 = 500;
/** As often as the page of a 503 tries again by itself (public/js/busy.js). */
const RETRIES = 6;

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
    { perSecond: best / 2, seconds: WARM_SECONDS },
    { perSecond: best * 2, seconds: STORM_SECONDS },
    { perSecond: best / 2, seconds: CALM_SECONDS },
  ];
  const rota = bench.rota(side);
  const crowd = await letCome({ side, item: site.people.item, rota, ledger, phases, retries: RETRIES, seed: 7 });
  const errors = crowd.visits.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const wrong = await ledger.check(side);
  for (const line of timeline(crowd)) console.error(line);
  for (const each of [...errors.slice(0, 5), ...wrong.slice(0, 5)]) console.error(each);
  return [...found, ...rowsOf(crowd, best, errors.length + wrong.length, ledger)];
};

/** When the storm begins and ends, on the clock of the steps. */
function stormOf({ startedAt }: Crowd): { readonly from: number; readonly to: number } {
  const from = startedAt + WARM_SECONDS * 1000;
  return { from, to: from + STORM_SECONDS * 1000 };
}

function rowsOf(crowd: Crowd, best: number, faults: number, ledger: Ledger): Row[] {
  const { from, to } = stormOf(crowd);
  const inStorm = (at: number): boolean => at >= from + SETTLING_SECONDS * 1000 && at < to;
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
      workload: 'from the end of the storm until pages are as quick as they should be and nobody at all is turned away',
      unit: 'seconds',
      ...line,
      product: recovery(crowd, () => true),
      target: { atMost: 10 },
      note: fateOf(crowd),
    },
    {
      id: 'overload.newcomers',
      workload: 'the same for those alone who came after the storm',
      unit: 'seconds',
      ...line,
      product: recovery(crowd, visit => visit.startedAt >= to),
      target: null,
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

/** Seconds from the end of the storm until the last second of the calm in which their pages were slow or one was turned away. */
function recovery(crowd: Crowd, whose: (visit: VisitRecord) => boolean): number {
  const { to: over } = stormOf(crowd);
  const after = crowd.visits
    .filter(whose)
    .flatMap(visit => visit.steps)
    .filter(step => step.at >= over);
  let last = 0;
  for (let from = 0; from < CALM_SECONDS * 1000; from += BUCKET_MS) {
    const its = after.filter(step => step.at >= over + from && step.at < over + from + BUCKET_MS);
    const pages = its.filter(step => step.kind !== 'sign-in' && !step.refused).map(step => step.ms);
    if (its.some(step => step.refused) || percentile(pages, 95) > PAGE_P95) last = from + BUCKET_MS;
  }
  return last / 1000;
}

/** What became of those who were turned away: how often, and until when they were done. */
function fateOf({ visits }: Crowd): string {
  const times = (visit: VisitRecord): number => visit.steps.filter(({ refused }) => refused).length;
  const away = visits.filter(visit => times(visit) > 0);
  const [once, more] = [away.filter(visit => times(visit) === 1).length, away.filter(visit => times(visit) > 1)];
  const done = away.filter(visit => visit.done);
  const took = done.map(visit => (visit.endedAt - visit.startedAt) / 1000);
  return `${String(away.length)} visitors were turned away, ${String(once)} of them once, ${String(more.length)} more often; ${String(done.length)} of them finished all the same, half of them within ${percentile(took, 50).toFixed(0)} s of coming first, 95 % within ${percentile(took, 95).toFixed(0)} s`;
}

const LINE_SECONDS = 5;

/** What happened, five seconds a line: who is turned away when, and from what, is the shape that the figures sum up. */
function timeline(crowd: Crowd): string[] {
  const steps = crowd.visits.flatMap(visit => visit.steps);
  const end = Math.max(...steps.map(({ at }) => at)) - crowd.startedAt;
  const lines: string[] = [];
  for (let second = 0; second * 1000 <= end; second += LINE_SECONDS) {
    const from = crowd.startedAt + second * 1000;
    const within = (at: number): boolean => at >= from && at < from + LINE_SECONDS * 1000;
    const its = steps.filter(({ at }) => within(at));
    const away = (kind: Step['kind']): string => String(its.filter(step => step.refused && step.kind === kind).length);
    const of = (...kinds: Step['kind'][]): string =>
      percentile(
        its.filter(step => !step.refused && kinds.includes(step.kind)).map(({ ms }) => ms),
        95,
      ).toFixed(0);
    const started = crowd.visits.filter(({ startedAt }) => within(startedAt)).length;
    const done = crowd.visits.filter(visit => visit.done && within(visit.endedAt)).length;
    const signedIn = its.filter(({ kind, refused }) => kind === 'sign-in' && !refused).length;
    lines.push(
      `${String(second).padStart(4)} s: came ${String(started)}, signed in ${String(signedIn)}, finished ${String(done)}; turned away from pages ${away('page')}, sign-in ${away('sign-in')}, writing ${away('write')}; p95 pages ${of('page', 'write')}, sign-in ${of('sign-in')} ms`,
    );
  }
  return lines;
}
