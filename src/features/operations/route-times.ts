import type { Metrics } from '../../platform/metrics/meter.ts';

/** How long the answers of one route took since the processes started, all of them together. */
export interface RouteTime {
  readonly method: string;
  readonly route: string;
  readonly count: number;
  readonly meanMs: number;
  /** Nineteen of twenty answers took no longer: the upper end of their class, or null beyond the last one. */
  readonly withinMs: number | null;
}

const HISTOGRAM = 'takar_answer_seconds';
const NINETEEN_OF_TWENTY = 0.95;
const MS = 1000;

interface Collected {
  readonly method: string;
  readonly route: string;
  count: number;
  sum: number;
  readonly upTo: Map<number, number>;
}

/** The slowest routes by what all processes noted of themselves, the slowest first. @param most how many */
export function slowestRoutes(processes: readonly Metrics[], most: number): RouteTime[] {
  const routes = new Map<string, Collected>();
  for (const metrics of processes)
    for (const metric of metrics)
      if (metric.name === HISTOGRAM) for (const value of metric.values) collect(routes, value);
  return [...routes.values()]
    .map(inWords)
    .sort((a, b) => (b.withinMs ?? Infinity) - (a.withinMs ?? Infinity) || b.meanMs - a.meanMs)
    .slice(0, most);
}

function collect(routes: Map<string, Collected>, value: Metrics[number]['values'][number]): void {
  const { labels } = value;
  const name = 'metricName' in value ? value.metricName : undefined;
  const [method, route] = [String(labels['method']), String(labels['route'])];
  const known = routes.get(`${method} ${route}`) ?? {
    method,
    route,
    count: 0,
    sum: 0,
    upTo: new Map<number, number>(),
  };
  routes.set(`${method} ${route}`, known);
  if (name === `${HISTOGRAM}_sum`) known.sum += value.value;
  else if (name === `${HISTOGRAM}_count`) known.count += value.value;
  else if (labels['le'] !== '+Inf') {
    const end = Number(labels['le']);
    known.upTo.set(end, (known.upTo.get(end) ?? 0) + value.value);
  }
}

function inWords({ method, route, count, sum, upTo }: Collected): RouteTime {
  const ends = [...upTo].sort(([a], [b]) => a - b);
  const within = ends.find(([, upToHere]) => upToHere >= count * NINETEEN_OF_TWENTY)?.[0];
  const meanMs = count === 0 ? 0 : Math.round((sum / count) * MS);
  return { method, route, count, meanMs, withinMs: within === undefined ? null : Math.round(within * MS) };
}
