/** What a figure is held against. Without a floor the product's own figure is. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** One line of the table: a workload, what the floor and the product take for it, and whether that is good enough. */
export interface Row {
  /** Stable from version to version, such as `page` or `close.10000.lines`: what results are compared by. */
  readonly id: string;
  /** What is done, for the reader. */
  readonly workload: string;
  /** What `floor` and `product` count, such as `CPU ms per page`. */
  readonly unit: string;
  readonly floor: number | null;
  readonly product: number;
  /** Product to floor, of the same interleaved rounds; null where there is no floor. */
  readonly ratio: number | null;
  /** The least and the most of the rounds, of the ratio or (without a floor) of the product. */
  readonly spread?: readonly [number, number];
  /** The ratio of each round, in their order: whether it still falls, because something was not warm yet, can be seen. */
  readonly each?: readonly number[];
  readonly target: Target | null;
  /** What the reader must know to judge the line. */
  readonly note?: string;
}

/** The figure that the target speaks of. */
export const figureOf = (row: Row): number => row.ratio ?? row.product;

/** Whether the target is met; undefined where there is none. */
export function met(row: Row): boolean | undefined {
  if (row.target === null) return undefined;
  return 'atMost' in row.target ? figureOf(row) <= row.target.atMost : figureOf(row) >= row.target.atLeast;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** The least and the most. */
export const spreadOf = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

/** The value that `percent` of all values do not exceed (nearest rank); NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/** Figures of rounds in which product and floor took turns, each per unit of work. */
export interface Rounds {
  readonly product: readonly number[];
  readonly floor: readonly number[];
}

/** Ratios as a result keeps them. */
export const rounded = (ratios: readonly number[]): readonly number[] =>
  ratios.map(ratio => Math.round(ratio * 1000) / 1000);

/** A line from interleaved rounds: the ratio is the median of each round's own. */
export function rowOf(what: Pick<Row, 'id' | 'workload' | 'unit' | 'target'> & Partial<Row>, rounds: Rounds): Row {
  const ratios = rounds.product.map((figure, round) => figure / rounds.floor[round]!);
  return {
    ...what,
    floor: median(rounds.floor),
    product: median(rounds.product),
    ratio: median(ratios),
    spread: spreadOf(ratios),
    each: rounded(ratios),
  };
}
