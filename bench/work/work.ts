import type { Row } from '../measure.ts';
import type { Bed } from '../bed.ts';
import type { Settings } from '../settings.ts';
import { openSite, type Site } from '../site.ts';

/** What every workload works with. */
export interface Bench {
  readonly bed: Bed;
  readonly settings: Settings;
  /** The site of the chosen size, opened at its first use and shared by the workloads of a run. */
  readonly site: () => Promise<Site>;
}

/** A workload gives one or more lines of the table. */
export type Work = (bench: Bench) => Promise<Row[]>;

/** A bench whose site is opened once. */
export function makeBench(bed: Bed, settings: Settings): Bench & { close(): Promise<void> } {
  let site: Promise<Site> | undefined;
  const { people, months, processes, env } = settings;
  return {
    bed,
    settings,
    site: () => (site ??= openSite(bed, { size: { people, months }, name: 'main', processes, env })),
    close: async () => (await site)?.stop(),
  };
}
