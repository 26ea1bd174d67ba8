import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Clock, Zone } from './clock.ts';
import type { Config } from './config.ts';
import type { Pool } from './database/pool.ts';
import type { Log } from './log.ts';

/** What features are built from; `createApp` and the command line hand it down, nothing is global. */
export interface Deps {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly clock: Clock;
  readonly config: Config;
  readonly log: Log;
  /** The regency's zone and names, read once at start (settings with a start date of a later day need a restart). */
  readonly regency: Regency;
  /** Folder of evidence files. */
  readonly uploads: string;
}

export interface Regency {
  readonly zone: Zone;
  /** 'Pemerintah Kabupaten Contoh' */
  readonly government: string;
  readonly appName: string;
  readonly demo: boolean;
}
