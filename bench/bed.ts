import { startCluster, type BenchCluster } from './cluster.ts';
import type { BenchSize } from './seed/size.ts';
import { seedDatabase } from './seed/template.ts';

/** Regencies with a running month, for the benches over HTTP. */
export interface Bed extends Omit<BenchCluster, 'copyOf'> {
  /** A fresh copy of the database of a size, seeded first where this bed has none. Returns its address. */
  copyOf(size: BenchSize, name: string): Promise<string>;
}

/** @param keep the folder in which seeded databases stay for the next run; without it all is removed at the end */
export async function makeBed(keep: string | undefined): Promise<Bed> {
  const cluster = await startCluster(keep);
  return {
    ...cluster,
    copyOf: (size, name) => {
      const template = `size_${String(size.people)}_${String(size.months)}`;
      const what = `${String(size.people)} people, ${String(size.months)} months`;
      return cluster.copyOf({ name: template, what, seed: (url, folder) => seedDatabase(url, folder, size) }, name);
    },
  };
}
