/** One kind of work, doable against both servers. */
export interface Workload {
  readonly name: string;
  readonly unit: string;
  readonly target: string;
  /** Units of work in one turn. */
  readonly count: number;
  readonly product: (round: number) => Promise<void>;
  readonly floor: (round: number) => Promise<void>;
}

/** CPU milliseconds per unit of work, a figure for each round. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly target: string;
  readonly product: readonly number[];
  readonly floor: readonly number[];
}

interface Cpu {
  readonly product: () => number;
  readonly floor: () => number;
  readonly database: () => number;
}

/** Lets product and floor take turns; the first round warms both up and is not counted. */
export async function measure(workload: Workload, cpu: Cpu, rounds: number): Promise<Result> {
  const product: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [a, b] = [
      await turn(
        () => workload.product(round),
        () => cpu.product() + cpu.database(),
      ),
      await turn(
        () => workload.floor(round),
        () => cpu.floor() + cpu.database(),
      ),
    ];
    if (round === 0) continue;
    product.push(a / workload.count);
    floor.push(b / workload.count);
  }
  return { name: workload.name, unit: workload.unit, target: workload.target, product, floor };
}

async function turn(work: () => Promise<void>, used: () => number): Promise<number> {
  const before = used();
  await work();
  return used() - before;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
