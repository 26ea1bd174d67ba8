import type { Row } from '../measure.ts';
import type { Bed } from '../bed.ts';
import type { Settings } from '../settings.ts';
import { Rota } from '../rota.ts';
import { openSite, type Side, type Site } from '../site.ts';

/** What every workload works with. */
export interface Bench {
  readonly bed: Bed;
  readonly settings: Settings;
  /** The site of the chosen size, opened at its first use and shared by the workloads of a run. */
  readonly site: () => Promise<Site>;
  /** Who visits a side of that site next; nobody's day is used twice in a run. */
  readonly rota: (side: Side) => Rota;
  /** Visits per second that the site's product bears, once some workload has found out. */
  capacity?: number;
}

/** A workload gives one or more lines of the table. */
export type Work = (bench: Bench) => Promise<Row[]>;

/** A bench whose site is opened once. */
export function makeBench(bed: Bed, settings: Settings): Bench & { close(): Promise<void> } {
  let site: Promise<Site> | undefined;
  let opened: Site | undefined;
  const rotas = new Map<Side, Rota>();
  const { people, months, processes, env } = settings;
  return {
    bed,
    settings,
    site: async () => {
      site ??= openSite(bed, { size: { people, months }, name: 'main', processes, env });
      opened = await site;
      return opened;
    },
    rota: side => {
      const known = rotas.get(side) ?? new Rota(opened!.people);
      rotas.set(side, known);
      return known;
    },
    close: async () => (await site)?.stop(),
  };
}
