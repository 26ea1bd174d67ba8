import { mkdir } from 'node:fs/promises';
import { copyOfData } from '../backup/upgrade-copy.ts';
import { type Clock, runningClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { deployMigrations } from '../database/migrate.ts';
import { assertUtcSessions, createPool, type Pool, type QueryObserver } from '../database/pool.ts';
import { createPrisma } from '../database/prisma.ts';
import type { Deps } from '../deps.ts';
import type { Log } from '../log.ts';
import { demoFor } from './demo-choice.ts';
import { joinDomainClock, rememberDomainTime, startDomainClock } from './domain-clock.ts';
import { ensureMonths } from './months.ts';
import type { Orders } from './orders.ts';
import { readRegency } from './regency.ts';
import { seedOnce, type Seed } from './seed-once.ts';
import { watchSessions } from './session-check.ts';
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
  readonly database: Pick<ServerDatabase, 'url' | 'embedded'>;
  /** Closes connections and keeps the share in the embedded server: for a process that only watches over others. */
  disconnect(): Promise<void>;
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
    pool = openPool(database.url, config.poolSize, options);
    return await assemble(config, database, pool, options);
  } catch (error) {
    await pool?.end();
    await database.stop();
    throw error;
  }
}

/**
 * Takes part in a server whose supervising process has prepared everything: no migration, no seed, no clock of its own.
 *
 * @throws Error where the database cannot be reached
 */
export async function join(config: Config, orders: Orders, log: Log): Promise<Opened> {
  const { databaseUrl: url, connections, regency } = orders;
  const pool = openPool(url, connections.pool, { as: 'server', log });
  try {
    await assertUtcSessions(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const prisma = createPrisma(url, connections.prisma);
  const clock = runningClock(orders.clockOffsetMs);
  const deps: Deps = { pool, prisma, clock, config, log, regency, uploads: uploadsFolder(config) };
  const database: ServerDatabase = { url, embedded: false, stop: () => Promise.resolve() };
  return openedOf(deps, database);
}

async function migrate(config: Config, database: ServerDatabase, log: Log): Promise<void> {
  const keepCopy = async (): Promise<void> => {
    if (!database.embedded) return;
    const folder = await copyOfData(database.url, uploadsFolder(config), config.dataDir, new Date());
    log.info({ folder }, 'kept a copy of the data before the upgrade');
  };
  await deployMigrations(directUrl(config, database), { beforeUpgrade: keepCopy });
}

/** Locks of a session do not survive a pooler that lends connections by the transaction. */
const directUrl = (config: Config, database: ServerDatabase): string => config.directUrl ?? database.url;

function openPool(url: string, max: number, { log, onQuery }: OpenOptions): Pool {
  const pool: Pool = createPool({
    url,
    max,
    onIdleError: error => {
      if (!pool.ending) log.warn({ error: error.message }, 'an idle connection broke');
    },
    ...(onQuery ? { onQuery } : {}),
  });
  return pool;
}

async function assemble(config: Config, database: ServerDatabase, pool: Pool, options: OpenOptions): Promise<Opened> {
  await assertUtcSessions(pool);
  await watchSessions(pool, options.log);
  const clock = await openClock(config, pool, options);
  const { zone } = await readRegency(pool, clock.now());
  await ensureMonths(pool, zone, clock.now());
  const demo = demoFor(config);
  if (options.seed) await seedOnce(directUrl(config, database), { ...config, demo }, clock, options.seed, options.log);
  const regency = await readRegency(pool, clock.now());
  const uploads = uploadsFolder(config);
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  const prisma = createPrisma(database.url, PRISMA_CONNECTIONS);
  return openedOf({ pool, prisma, clock, config, log: options.log, regency, uploads }, database);
}

function openedOf(deps: Deps, database: ServerDatabase): Opened {
  const { pool, prisma, clock } = deps;
  const disconnect = async (): Promise<void> => {
    if (pool.ended) return;
    await rememberDomainTime(pool, clock).catch(() => undefined); // the database may be what went away
    await prisma.$disconnect();
    await pool.end();
  };
  return {
    deps,
    database,
    disconnect,
    close: async () => {
      await disconnect();
      await database.stop();
    },
  };
}

/**
 * Of several servers over one database, those that only answer pages join the clock of the one that does the jobs: with a
 * domain time that starts elsewhere (never in production) each would otherwise have its own.
 */
const openClock = (config: Config, pool: Pool, { as }: OpenOptions): Promise<Clock> =>
  as === 'server' && (config.production || config.role !== 'web')
    ? startDomainClock(pool, config, new Date())
    : joinDomainClock(pool, config, new Date());
