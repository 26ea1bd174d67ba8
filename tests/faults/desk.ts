import type { Config } from '../../src/platform/config.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { type Cast, type CastKey, readCast } from '../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants } from './process.ts';
import { DatabaseProxy } from './proxy.ts';
import { Visitor } from './visitor.ts';
import { Writer } from './writer.ts';

/**
 * The application in this process over a database that can be broken, for faults that need no process of their own: what
 * it sees of the database goes through a proxy, what the test sees does not.
 */
export interface Desk {
  readonly app: TestApp;
  readonly url: string;
  /** The way of the application to its database. */
  readonly proxy: DatabaseProxy;
  /** The test's own way. */
  readonly pool: Pool;
  readonly cast: Cast;
  readonly history: History;
  readonly clock: ReturnType<typeof fixedClock>;
  /** Somebody who fills in forms of the day. */
  writer(key: CastKey): Promise<Writer>;
  /** Somebody who has signed in. */
  visitor(key: CastKey): Promise<Visitor>;
  /** What contradicts the history of what was told, or breaks a promise. */
  wrong(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param config how the application differs from the usual one */
export async function openDesk(config: Partial<Config> = {}, pool?: (url: string) => Pool): Promise<Desk> {
  const url = await createDemoDatabase();
  const proxy = await DatabaseProxy.start(url);
  const clock = fixedClock(DEMO_NOW);
  const used = pool?.(proxy.url);
  const app = await createTestApp({ database: proxy.url, clock, config, ...(used ? { pool: used } : {}) });
  const direct = createPool({ url, max: 3, statementTimeout: 0 });
  const cast = await readCast(direct);
  const history = new History();
  const origin = (): string => app.url;
  return {
    app,
    url,
    proxy,
    pool: direct,
    cast,
    history,
    clock,
    writer: key => Writer.signIn(cast[key], origin, history),
    visitor: async key => {
      const visitor = new Visitor(origin);
      await visitor.signIn(cast[key].login, cast[key].password);
      return visitor;
    },
    wrong: async () => [
      ...(await contradictions(direct, history)),
      ...(await brokenInvariants({ dataDir: '', databaseUrl: url })),
    ],
    close: async () => {
      proxy.thaw();
      await app.close();
      await used?.end();
      await direct.end();
      await proxy.stop();
    },
  };
}
