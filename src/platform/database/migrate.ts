import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { codeOf } from '../postgres/error-code.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { MIGRATIONS_FOLDER, type Migration, migrationNames, readMigrations } from './migration-files.ts';
import {
  type RecordedMigration,
  createRecord,
  readRecord,
  recordFailure,
  recordFinish,
  recordStart,
} from './migration-record.ts';
import { SESSION_OPTIONS } from './session-options.ts';
import type { Sql } from './sql.ts';

/** What may be said about applying migrations. */
export interface DeployOptions {
  /** The folder of migrations; the code's own where none is given. */
  readonly folder?: string;
  /** Only these, by name: for a restore, which needs the very shape the copy was made from. */
  readonly only?: readonly string[];
  /**
   * Called once before the first pending migration, where the database already has applied ones: the moment to keep a
   * copy of the data. What it throws stops the deployment before anything has changed.
   */
  readonly beforeUpgrade?: (pending: readonly string[]) => Promise<unknown>;
}

/** The advisory lock that Prisma's own engine takes. */
const MIGRATION_LOCK = 72_707_369;
/**
 * A migration that waits longer for a table gives up and tries again, rather than queueing everybody behind itself: less
 * than the two seconds that a statement of the running application waits for a lock, so that nobody is refused.
 */
const LOCK_TIMEOUT = '1500ms';
/** The table was not to be had in time, or was waited for in a circle. */
const OTHERS_FIRST = new Set(['55P03', '40P01']);
const TRIES = 40;
const BETWEEN_TRIES_MS = 500;
/** PostgreSQL refuses these inside a transaction. */
const OUTSIDE_TRANSACTION = /^\s*(?:CREATE|DROP|REINDEX)\b[^;]*\bCONCURRENTLY\b/im;

/**
 * Apply the pending migrations, as `prisma migrate deploy` would, but without its engine. Several processes may call it
 * at once: each migration is applied once. Each runs in one transaction together with its entry in the record, so that a
 * killed process leaves nothing half-done; only a file with CONCURRENTLY runs outside, and must hold that one statement.
 *
 * @returns the names of the migrations that this call applied
 * @throws OperatorError where the database is newer than the code, a file was edited after it was applied, or a
 *   migration stopped half-way before
 */
export async function deployMigrations(url: string, options: DeployOptions = {}): Promise<string[]> {
  const migrations = await selectMigrations(options);
  const client = new pg.Client({
    connectionString: url,
    application_name: 'takar-migrate',
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined); // a broken connection also fails the statement that is being awaited
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await createRecord(client);
    const recorded = await readRecord(client);
    const pending = findPending(migrations, recorded);
    if (recorded.length > 0 && pending.length > 0) {
      await options.beforeUpgrade?.(pending.map(migration => migration.name));
    }
    for (const migration of pending) await apply(client, migration);
    return pending.map(migration => migration.name);
  } finally {
    await client.end();
  }
}

/** The names of the migrations that this code has and the database has not: for the readiness check. */
export async function pendingMigrations(sql: Sql, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const recorded = await readRecord(sql);
  const applied = new Set(recorded.filter(migration => migration.finished).map(migration => migration.name));
  return (await migrationNames(folder)).filter(name => !applied.has(name));
}

async function selectMigrations({ folder = MIGRATIONS_FOLDER, only }: DeployOptions): Promise<Migration[]> {
  const all = await readMigrations(folder);
  return only ? all.filter(migration => only.includes(migration.name)) : all;
}

function findPending(migrations: readonly Migration[], recorded: readonly RecordedMigration[]): Migration[] {
  const known = new Map(migrations.map(migration => [migration.name, migration]));
  for (const { name, checksum, finished } of recorded) {
    if (!finished) refuseHalfDone(name);
    const migration = known.get(name);
    if (!migration) refuseNewer(name);
    if (migration.checksum !== checksum) refuseEdited(name);
  }
  const names = new Set(recorded.map(migration => migration.name));
  return migrations.filter(migration => !names.has(migration.name));
}

function refuseHalfDone(name: string): never {
  throw new OperatorError(
    `Perubahan basis data "${name}" pernah berhenti di tengah jalan. Pulihkan cadangan terakhir, ` +
      `atau benahi lalu tandai: npm run db -- migrate resolve --rolled-back ${name}`,
  );
}

function refuseNewer(name: string): never {
  throw new OperatorError(
    `Basis data lebih baru daripada program ini: perubahan "${name}" tidak dikenal. ` +
      'Pasang versi Takar yang sama atau lebih baru, atau pulihkan cadangan dari versi ini.',
  );
}

function refuseEdited(name: string): never {
  throw new OperatorError(
    `Berkas perubahan basis data "${name}" diubah setelah diterapkan. Kembalikan berkas itu seperti semula.`,
  );
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  if (OUTSIDE_TRANSACTION.test(migration.sql)) return applyOutsideTransaction(client, migration);
  await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await applyInTransaction(client, migration);
    } catch (error) {
      if (tries === TRIES || !(error instanceof Error) || !OTHERS_FIRST.has(codeOf(error.cause))) throw error;
      await pause(BETWEEN_TRIES_MS);
    }
  }
}

async function applyInTransaction(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    const id = await recordStart(client, migration);
    await client.query(migration.sql);
    await recordFinish(client, id);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    throw failed(migration, error);
  }
}

/**
 * Nobody queues behind a statement that works beside the others, so it may wait for them as long as they take: one that
 * gave up would leave an index behind that is not valid, and a database that no version starts on.
 */
async function applyOutsideTransaction(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('SET lock_timeout = 0');
  const id = await recordStart(client, migration);
  try {
    await client.query(migration.sql);
  } catch (error) {
    await recordFailure(client, id, String(error));
    throw failed(migration, error);
  }
  await recordFinish(client, id);
}

function failed(migration: Migration, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OperatorError(`Perubahan basis data "${migration.name}" gagal diterapkan: ${reason}`, { cause });
}
