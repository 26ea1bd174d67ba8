import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterUrl, passwordFile } from './cluster.ts';
import { codeOf } from './error-code.ts';
import { OperatorError } from './operator-error.ts';
import type { Place } from './place.ts';
import { type Postmaster, serves } from './postmaster.ts';

/**
 * A share in a running server. PostgreSQL itself counts who uses the cluster: each process keeps one connection that
 * holds a shared advisory lock, and a dead process loses it by itself. Who can take the lock alone is the last one out.
 */
export interface Lease extends Postmaster {
  readonly client: LeaseClient;
}

/** A connection that can be told whether it keeps the process alive; the driver can, its types do not say so. */
interface LeaseClient extends pg.Client {
  ref(): void;
  unref(): void;
}

/** What came of asking for a lease: the lease, or that the server is not ready to give one yet. */
export type Answer = { readonly lease: Lease } | { readonly refusal: Error; readonly recovering: boolean };

/** The advisory lock of everybody who uses the cluster; in the database "postgres". */
const USERS_LOCK = 7_270_001;
/** The advisory lock of the application's server, of which there is at most one. */
const SERVER_LOCK = 7_270_002;

const LOCK_NOT_AVAILABLE = '55P03';
const WRONG_PASSWORD = '28P01';
const STEP_MS = 10;
const FAST_SHUTDOWN_STEPS = 1000;
const NOT_YET = /starting up|not yet accepting|recovery/;

/**
 * Ask a running server for a lease. While the last one out is stopping the server, this waits, and then fails with the
 * server, so that the caller starts it anew.
 *
 * @param exclusive the application's server asks, which refuses to be a second one
 * @throws OperatorError where another server runs on this DATA_DIR, or the password does not open the cluster
 */
export async function askForLease(place: Place, server: Postmaster, exclusive: boolean): Promise<Answer> {
  const client = new pg.Client({
    connectionString: clusterUrl(place.dir, server.port, 'postgres'),
    application_name: 'takar-lease',
    connectionTimeoutMillis: 5000,
  }) as LeaseClient;
  client.on('error', ignore); // the owner of the lease listens for the end of the connection instead
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [USERS_LOCK]);
    if (exclusive) await becomeTheServer(client);
    return { lease: { ...server, client } };
  } catch (error) {
    await client.end().catch(ignore);
    throwIfFinal(error, place);
    const refusal = error instanceof Error ? error : new Error(String(error));
    return { refusal, recovering: NOT_YET.test(refusal.message) };
  }
}

async function becomeTheServer(client: pg.Client): Promise<void> {
  await client.query("SET lock_timeout = '2s'");
  await client.query('SELECT pg_advisory_lock($1)', [SERVER_LOCK]);
}

function throwIfFinal(error: unknown, { dataDir, dir }: Place): void {
  if (codeOf(error) === LOCK_NOT_AVAILABLE) {
    throw new OperatorError(
      `Takar sudah berjalan dengan data di ${dataDir}. ` +
        'Hentikan yang lama lebih dahulu, atau pilih DATA_DIR dan PORT lain.',
      { cause: error },
    );
  }
  if (codeOf(error) === WRONG_PASSWORD) {
    throw new OperatorError(`Kata sandi di ${passwordFile(dir)} tidak membuka basis data di ${dir}.`, { cause: error });
  }
}

/**
 * Give a lease back, and stop the server where nobody else holds one. The connection stays open: the caller ends it.
 *
 * @returns whether this was the last lease, so that the server has been stopped
 */
export async function giveBack({ client, pid }: Postmaster & { client: pg.Client }, dir: string): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1)', [USERS_LOCK]);
  const { rows } = await client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [USERS_LOCK]);
  if (rows[0]?.last !== true) return false;
  await stopServer(pid, dir);
  return true;
}

/** A fast shutdown; an immediate one after ten seconds, which loses nothing either but makes the next start recover. */
async function stopServer(pid: number, dir: string): Promise<void> {
  process.kill(pid, 'SIGINT');
  for (let step = 0; serves(pid, dir); step++) {
    if (step === FAST_SHUTDOWN_STEPS) process.kill(pid, 'SIGQUIT');
    await sleep(STEP_MS);
  }
}

function ignore(): void {
  // the connection's end is what counts, not the reason of it
}
