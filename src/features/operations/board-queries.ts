import { stat, statfs } from 'node:fs/promises';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';

/** Minutes that one row of the board sums up. */
export const STEP_MINUTES = 5;
const STEPS = 12;

/** Five minutes of all processes together. */
export interface Stretch {
  /** Where it begins, in real time. */
  readonly at: Date;
  readonly answered: number;
  /** Submissions that were carried out. */
  readonly accepted: number;
  /** Sent away with 503. */
  readonly refused: number;
  readonly failed: number;
  readonly slowestMs: number;
  readonly lagMs: number;
  /** The most that waited at once for a connection, and for a password check. */
  readonly poolWaiting: number;
  readonly hashWaiting: number;
}

const STRETCHES = `SELECT date_bin(make_interval(mins => ${String(STEP_MINUTES)}), m.minute, timestamptz '2026-01-01') AS at,
    sum(m.answered)::int AS answered, sum(m.accepted)::int AS accepted, sum(m.refused)::int AS refused, sum(m.failed)::int AS failed,
    max(m.slowest_ms) AS "slowestMs", max(m.lag_ms) AS "lagMs", max(m.pool_waiting) AS "poolWaiting", max(m.hash_waiting) AS "hashWaiting"
  FROM service_minute m WHERE m.minute > $1::timestamptz - make_interval(mins => ${String(STEP_MINUTES * STEPS)})
  GROUP BY 1 ORDER BY 1 DESC`;

/** The last hour, the latest first. */
export async function stretchesUntil(sql: Sql, real: Date): Promise<Stretch[]> {
  return (await sql.query<Stretch & Record<string, unknown>>(STRETCHES, [real])).rows;
}

/** What waits in the regency, and how large it all is. */
export interface Standing {
  readonly databaseBytes: bigint;
  readonly connections: number;
  readonly mostConnections: number;
  readonly jobsWaiting: number;
  readonly jobsRunning: number;
  /** Jobs that failed within the last week. */
  readonly jobsFailed: number;
  /** Entries that wait to be verified, and to be validated. */
  readonly toVerify: number;
  readonly toValidate: number;
  readonly oldestWaiting: Date | null;
}

const STANDING = `SELECT pg_database_size(current_database()) AS "databaseBytes",
    (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
    current_setting('max_connections')::int AS "mostConnections",
    (SELECT count(*)::int FROM job WHERE state = 'antre') AS "jobsWaiting",
    (SELECT count(*)::int FROM job WHERE state = 'berjalan') AS "jobsRunning",
    (SELECT count(*)::int FROM job WHERE state = 'gagal' AND finished_at > $1::timestamptz - interval '7 days') AS "jobsFailed",
    (SELECT count(*)::int FROM activity WHERE status = 'dikirim') AS "toVerify",
    (SELECT count(*)::int FROM activity WHERE status = 'diverifikasi') AS "toValidate",
    (SELECT min(work_date)::timestamptz FROM activity WHERE status = 'dikirim') AS "oldestWaiting"`;

/** What the database says of itself. @param real real time */
export async function standingAt(sql: Sql, real: Date): Promise<Standing> {
  const { rows } = await sql.query<Standing & Record<string, unknown>>(STANDING, [real]);
  return rows[0]!;
}

/** A disk that the product writes to. */
export interface Disk {
  /** What lies on it. */
  readonly what: readonly string[];
  readonly freeBytes: number;
  readonly allBytes: number;
}

/** What copies are called among what lies on a disk. */
export const COPIES = 'Salinan';

/** The disks of data and copies, each once. */
export async function disksOf({ config, uploads }: Pick<Deps, 'config' | 'uploads'>): Promise<Disk[]> {
  const places = [
    { what: 'Unggahan', folder: uploads },
    ...(config.databaseUrl === undefined ? [{ what: 'Basis data', folder: config.dataDir }] : []),
    ...(config.backup.dir === undefined ? [] : [{ what: COPIES, folder: config.backup.dir }]),
  ];
  const disks = new Map<number, Disk>();
  for (const { what, folder } of places) {
    const there = await stat(folder).catch(() => undefined);
    if (!there) continue;
    const { bavail, blocks, bsize } = await statfs(folder);
    const known = disks.get(there.dev)?.what ?? [];
    disks.set(there.dev, { what: [...known, what], freeBytes: bavail * bsize, allBytes: blocks * bsize });
  }
  return [...disks.values()];
}
