import type { Sql } from '../src/platform/database/sql.ts';
import { createPool } from '../src/platform/database/pool.ts';
import type { Bed } from './bed.ts';
import { untilCalm } from './calm.ts';
import { cpuOfTree } from './cpu.ts';
import { peopleOf, type People } from './people.ts';
import { CLOCK } from './seed/template.ts';
import type { BenchSize } from './seed/size.ts';
import { startServer, type Server } from './servers.ts';

/** A server that is measured, with the database it works on. */
export interface Side {
  readonly name: 'product' | 'floor';
  readonly origin: string;
  /** For looking at what is stored, and nothing else. */
  readonly sql: Sql;
  /** CPU milliseconds so far of the server's processes. */
  readonly serverCpu: () => number;
  stop(): Promise<void>;
}

/** Product and floor side by side on copies of one seeded database. */
export interface Site {
  readonly product: Side;
  readonly floor: Side;
  readonly people: People;
  /** CPU milliseconds so far of everything PostgreSQL does. */
  readonly databaseCpu: () => number;
  stop(): Promise<void>;
}

export interface SiteOptions {
  readonly size: BenchSize;
  /** Tells databases of several sites apart. */
  readonly name: string;
  readonly processes: number;
  readonly env: Readonly<Record<string, string>>;
  /** What is done to the product's copy before the product starts on it. */
  readonly before?: (sql: Sql) => Promise<unknown>;
}

/** Starts both on fresh copies. */
export async function openSite(bed: Bed, options: SiteOptions): Promise<Site> {
  const product = await openProduct(bed, options);
  const floor = await openFloor(bed, options);
  return {
    product,
    floor,
    people: await peopleOf(product.sql),
    databaseCpu: () => cpuOfTree(bed.postmaster),
    stop: async () => {
      await product.stop();
      await floor.stop();
    },
  };
}

/** The product alone. */
export async function openProduct(bed: Bed, { size, name, processes, env, before }: SiteOptions): Promise<Side> {
  const url = await bed.copyOf(size, `${name}_product`);
  if (before) await withSql(url, before);
  const server = await startServer('scripts/start.cjs', {
    DATABASE_URL: url,
    DATA_DIR: bed.folder(`${name}-product`),
    PORT: '0',
    TAKAR_CLOCK: CLOCK,
    TAKAR_DEMO: 'none',
    TAKAR_LOG: 'warn',
    ...(processes > 1 ? { TAKAR_PROCESSES: String(processes) } : {}),
    ...env,
  });
  const product = side('product', server, url);
  await untilCalm(() => product.serverCpu() + cpuOfTree(bed.postmaster));
  return product;
}

async function withSql(url: string, act: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = createPool({ url, max: 1, statementTimeout: 0 });
  try {
    await act(sql);
  } finally {
    await sql.end();
  }
}

async function openFloor(bed: Bed, { size, name, processes }: SiteOptions): Promise<Side> {
  const url = await bed.copyOf(size, `${name}_floor`);
  const server = await startServer('bench/floor/server.ts', {
    FLOOR_DATABASE_URL: url,
    FLOOR_PROCESSES: String(processes),
    PORT: '0',
    NODE_ENV: 'production',
  });
  return side('floor', server, url);
}

function side(name: Side['name'], server: Server, url: string): Side {
  const sql = createPool({ url, max: 1, statementTimeout: 0 });
  return {
    name,
    origin: server.origin,
    sql,
    serverCpu: () => cpuOfTree(server.pid),
    stop: async () => {
      await sql.end();
      await server.stop();
    },
  };
}
