import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '../postgres/embedded.ts';
import { DATABASE_NAME, ensureDatabase } from '../postgres/ensure-database.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { locate } from '../postgres/place.ts';
import { isAlive, readPostmaster, serves } from '../postgres/postmaster.ts';
import { withSession } from './session.ts';

/** An empty place in which a copy is brought back to life for a while. */
export interface DrillPlace {
  readonly url: string;
  readonly uploads: string;
  /** Takes away everything that was put there. */
  remove(): Promise<void>;
}

const FOLDER = /^uji-pemulihan-(\d+)$/;
const LOOK_AGAIN_MS = 50;

/** A PostgreSQL server of its own, made from nothing under DATA_DIR beside the one that works. */
export async function makeDrillPlace(dataDir: string): Promise<DrillPlace> {
  await removeAbandoned(dataDir);
  const folder = path.join(dataDir, `uji-pemulihan-${String(process.pid)}`);
  const cluster = await startEmbedded(folder);
  const remove = async (): Promise<void> => {
    await cluster.stop();
    await removeCluster(folder, cluster.dir);
  };
  try {
    await ensureDatabase(cluster.url('postgres'), DATABASE_NAME);
    return { url: cluster.url(DATABASE_NAME), uploads: path.join(folder, 'uploads'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * An empty database that the operator names, on a server of their own.
 *
 * @throws OperatorError where it holds even one table: what is in it will be removed at the end
 */
export async function useDrillPlace(url: string, dataDir: string): Promise<DrillPlace> {
  const tables = "SELECT count(*)::int AS count FROM pg_class WHERE relnamespace = 'public'::regnamespace";
  const { rows } = await withSession(url, client => client.query<{ count: number }>(tables));
  if (rows[0]?.count !== 0) {
    throw new OperatorError('Basis data untuk uji pemulihan tidak kosong. Buat basis data baru yang kosong untuk itu.');
  }
  const uploads = path.join(dataDir, `uji-pemulihan-${String(process.pid)}`);
  await mkdir(dataDir, { recursive: true });
  const clear = 'DROP SCHEMA public CASCADE; CREATE SCHEMA public';
  return {
    url,
    uploads,
    remove: async () => {
      await withSession(url, client => client.query(clear));
      await rm(uploads, { recursive: true, force: true });
    },
  };
}

/** What a drill that was killed has left: its server may still run. */
async function removeAbandoned(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch(() => []);
  for (const name of names) {
    const pid = Number(FOLDER.exec(name)?.[1]);
    if (!pid || (pid !== process.pid && isAlive(pid))) continue;
    const folder = path.join(dataDir, name);
    const { dir } = locate(folder);
    const server = readPostmaster(dir);
    if (server && serves(server.pid, dir)) process.kill(server.pid, 'SIGQUIT');
    while (server && serves(server.pid, dir)) await sleep(LOOK_AGAIN_MS);
    await removeCluster(folder, dir);
  }
}

/** The cluster lies in the folder, or alone in a lasting folder elsewhere. */
async function removeCluster(folder: string, dir: string): Promise<void> {
  const gone = { recursive: true, force: true, maxRetries: 5 } as const;
  if (path.dirname(dir) !== path.resolve(folder)) await rm(path.dirname(dir), gone);
  await rm(folder, gone);
}
