import type { Rounds } from './measure.ts';
import type { Side, Site } from './site.ts';

/** How often something is asked for at once while CPU time is counted: as an office at work, not one by one nor all together. */
export const AT_ONCE = 4;

/** CPU milliseconds of one turn. */
export interface Used {
  readonly server: number;
  readonly database: number;
}

/** Rounds with what server and PostgreSQL took apart, per unit of work. */
export interface SplitRounds extends Rounds {
  readonly split: { readonly product: readonly Used[]; readonly floor: readonly Used[] };
}

/** What is measured, and what it is held against: the floor, or the product itself under other circumstances. */
export type Pair = Pick<Site, 'product' | 'floor' | 'databaseCpu'>;

/** What one side does in a round; returns how many units of work it did. */
export type Turn = (side: Side, round: number, which: 'product' | 'floor') => Promise<number>;

/** CPU milliseconds of a side and of PostgreSQL while something is done. */
export async function used(
  side: Side,
  databaseCpu: () => number,
  work: () => Promise<number>,
): Promise<Used & { readonly count: number }> {
  const [server, database] = [side.serverCpu(), databaseCpu()];
  const count = await work();
  return { server: side.serverCpu() - server, database: databaseCpu() - database, count };
}

/** Product and floor take turns; the first round warms both up and is not counted. CPU milliseconds per unit of work. */
export async function takeTurns(pair: Pair, rounds: number, turn: Turn): Promise<SplitRounds> {
  const split: { product: Used[]; floor: Used[] } = { product: [], floor: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (['product', 'floor'] as const) : (['floor', 'product'] as const);
    for (const which of order) {
      const { server, database, count } = await used(pair[which], pair.databaseCpu, () =>
        turn(pair[which], round, which),
      );
      if (round > 0) split[which].push({ server: server / count, database: database / count });
    }
  }
  const total = ({ server, database }: Used): number => server + database;
  return { product: split.product.map(total), floor: split.floor.map(total), split };
}
