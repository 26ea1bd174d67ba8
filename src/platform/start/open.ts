import { mkdir } from 'node:fs/promises';
import { copyOfData } from '../backup/upgrade-copy.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { deployMigrations } from '../database/migrate.ts';
import { assertUtcSessions, createPool, type Pool, type QueryObserver } from '../database/pool.ts';
import { createPrisma } from '../database/prisma.ts';
import type { Deps } from '../deps.ts';
import type { Log } from '../log.ts';
import { joinDomainClock, rememberDomainTime, startDomainClock } from './domain-clock.ts';
import { ensureMonths } from './months.ts';
import { readRegency } from './regency.ts';
import { seedOnce, type Seed } from './seed-once.ts';
import { reachDatabase, type ServerDatabase, uploadsFolder } from './server-database.ts';

/** How a process takes part. */
export interface OpenOptions {
  /** The application's server, or a command beside it. */
  readonly as: 'server' | 'command';
  readonly log: Log;
  /** Fills an empty database with the configured demo. */
  readonly seed?: Seed;
  readonly onQuery?: QueryObserver;
}

/** Everything that features are built from, and how to let go of it. */
export interface Opened {
  readonly deps: Deps;
  /** Closes connections, then gives back the share in the embedded server. */
  close(): Promise<void>;
}

const PRISMA_CONNECTIONS = 5;

/**
 * From settings to Deps: database, migrations, partitions, clock, demo, names. What has been opened is closed again if
 * a later step fails.
 *
 * @throws OperatorError in words for the operator
 */
export async function open(config: Config, options: OpenOptions): Promise<Opened> {
  const database = await reachDatabase(config, options.as === 'server');
  if (database.note !== undefined) options.log.info(database.note);
  let pool: Pool | undefined;
  try {
    await migrate(config, database, options.log);
    pool = openPool(config, database.url, options);
    return await assemble(config, database, pool, options);
  } catch (error) {
    await pool?.end();
    await database.stop();
    throw error;
  }
}

async function migrate(config: Config, database: ServerDatabase, log: Log): Promise<void> {
  const keepCopy = async (): Promise<void> => {
    if (!database.embedded) return;
    const folder = await copyOfData(database.url, uploadsFolder(config), config.dataDir, new Date());
    log.info({ folder }, 'kept a copy of the data before the upgrade');
  };
  await deployMigrations(database.url, { beforeUpgrade: keepCopy });
}

function openPool(config: Config, url: string, { log, onQuery }: OpenOptions): Pool {
  const pool: Pool = createPool({
    url,
    max: config.poolSize,
    onIdleError: error => {
      if (!pool.ending) log.warn({ error: error.message }, 'an idle connection broke');
    },
    ...(onQuery ? { onQuery } : {}),
  });
  return pool;
}

async function assemble(config: Config, database: ServerDatabase, pool: Pool, options: OpenOptions): Promise<Opened> {
  await assertUtcSessions(pool);
  const clock = await openClock(config, pool, options);
  const { zone } = await readRegency(pool, clock.now());
  await ensureMonths(pool, zone, clock.now());
  if (options.seed) await seedOnce(database.url, config, clock, options.seed, options.log);
  const regency = await readRegency(pool, clock.now());
  const uploads = uploadsFolder(config);
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  const prisma = createPrisma(database.url, PRISMA_CONNECTIONS);
  const deps: Deps = { pool, prisma, clock, config, log: options.log, regency, uploads };
  return {
    deps,
    close: async () => {
      await rememberDomainTime(pool, clock).catch(() => undefined); // the database may be what went away
      await prisma.$disconnect();
      await pool.end();
      await database.stop();
    },
  };
}

const openClock = (config: Config, pool: Pool, { as }: OpenOptions): Promise<Clock> =>
  as === 'server' ? startDomainClock(pool, config, new Date()) : joinDomainClock(pool, config, new Date());
