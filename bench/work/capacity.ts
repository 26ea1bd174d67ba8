import { letCome, type Crowd } from '../arrivals.ts';
import { Ledger } from '../ledger.ts';
import type { Row } from '../measure.ts';
import { bearable, capacityFrom, nextRate, waitsOf, type Tried, type Waits } from '../ramp.ts';
import type { Side, Site } from '../site.ts';
import { used } from '../turns.ts';
import type { Bench, Work } from './work.ts';

const START = 3;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? '20');
/** The peak of the deadline hour of 50,000 staff, visits per second (performance.md). */
const PEAK_OF_50000 = 21;

/** A rate that was tried, and what it took. */
interface Step extends Tried {
  readonly waits: Waits;
  /** CPU milliseconds per visit. */
  readonly server: number;
  readonly database: number;
  readonly generator: number;
}

interface Climb {
  readonly side: Side;
  readonly ledger: Ledger;
  readonly tried: Step[];
}

/** Climbs with both sides in turn until each has failed. */
export const capacity: Work = async bench => {
  const site = await bench.site();
  const climbs: Climb[] = [site.product, site.floor].map(side => ({ side, ledger: new Ledger(), tried: [] }));
  for (;;) {
    const open = climbs.filter(({ tried }) => nextRate(tried, START) !== undefined);
    if (open.length === 0) break;
    for (const climb of open) await climbOn(bench, site, climb);
  }
  const [product, floor] = climbs as [Climb, Climb];
  for (const { side, ledger } of climbs) {
    const wrong = await ledger.check(side);
    if (wrong.length > 0) throw new Error(`${side.name}: ${wrong.slice(0, 5).join('; ')}`);
  }
  bench.capacity = capacityFrom(product.tried);
  return rowsOf(product, floor, bench.settings.processes);
};

async function climbOn(bench: Bench, site: Site, { side, ledger, tried }: Climb): Promise<void> {
  const rate = nextRate(tried, START)!;
  const rota = bench.rota(side);
  const phases = [{ perSecond: rate, seconds: SECONDS }];
  let crowd: Crowd | undefined;
  const cpu = await used(side, site.databaseCpu, async () => {
    crowd = await letCome({ side, item: site.people.item, rota, ledger, phases, retries: 0, seed: tried.length + 1 });
    return crowd.visits.length;
  });
  const waits = waitsOf(crowd!.visits);
  const [server, database, generator] = [cpu.server, cpu.database, crowd!.generatorCpu].map(ms => ms / cpu.count);
  tried.push({ rate, passed: bearable(waits), waits, server: server!, database: database!, generator: generator! });
  console.error(
    `${side.name} ${rate.toFixed(1)}/s ${bearable(waits) ? 'borne' : 'not borne'}: page p95 ${waits.pageP95.toFixed(0)}, sign-in p95 ${waits.signInP95.toFixed(0)} ms, unfinished ${String(waits.unfinished)} ${waits.errors[0] ?? ''}`,
  );
}

function rowsOf(product: Climb, floor: Climb, processes: number): Row[] {
  const [own, its] = [capacityFrom(product.tried), capacityFrom(floor.tried)];
  const at = ({ tried }: Climb): string => {
    const step = tried.find(({ passed, rate }) => passed && rate === capacityFrom(tried));
    if (!step) return 'no rate was borne';
    const all = step.server + step.database + step.generator;
    return `page p95 ${step.waits.pageP95.toFixed(0)}, sign-in p95 ${step.waits.signInP95.toFixed(0)} ms; CPU ms per visit: server ${step.server.toFixed(0)}, PostgreSQL ${step.database.toFixed(0)}, load generator ${step.generator.toFixed(0)} (${((100 * step.generator) / all).toFixed(0)} % of all)`;
  };
  const note = `${String(processes)} web process(es) each; product at its best: ${at(product)}; floor at its best: ${at(floor)}; ${product.ledger.toString()}`;
  const unit = 'visits per second';
  return [
    {
      id: 'capacity',
      workload: 'ramp of open arrivals until page p95 500 ms, sign-in p95 1.5 s or an error',
      unit,
      floor: its,
      product: own,
      ratio: its === 0 ? null : own / its,
      target: { atLeast: 0.5 },
      note,
    },
    {
      id: 'capacity.peak',
      workload: 'the same against the peak of 50,000 staff, on a quiet machine',
      unit,
      floor: null,
      product: own,
      ratio: null,
      target: { atLeast: PEAK_OF_50000 },
    },
  ];
}
