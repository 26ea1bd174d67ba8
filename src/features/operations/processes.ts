import type { Metrics } from '../../platform/metrics/meter.ts';
import type { Sql } from '../../platform/database/sql.ts';

/** A process of the server, as it last noted itself; real time. */
export interface ServerProcess {
  readonly process: string;
  readonly role: 'semua' | 'web' | 'pekerjaan';
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly metrics: Metrics;
}

const ALIVE = `SELECT process, role, started_at AS "startedAt", seen_at AS "seenAt", metrics FROM service_process
  WHERE seen_at > $1::timestamptz - interval '2 minutes' ORDER BY role DESC, started_at, process`;

/** The processes that have noted themselves within two minutes. @param real real time */
export async function liveProcesses(sql: Sql, real: Date): Promise<ServerProcess[]> {
  return (await sql.query<ServerProcess & Record<string, unknown>>(ALIVE, [real])).rows;
}
