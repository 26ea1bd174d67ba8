import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { codeOf } from '../../postgres/error-code.ts';
import { Cabinet } from '../cabinet.ts';
import { copyName } from '../copy-list.ts';
import { type KeyRing, sealingKey } from '../key-ring.ts';
import { withSession } from '../session.ts';
import { baseFolder, type BaseManifest, writeBaseManifest } from './base-manifest.ts';

/*
 * What PostgreSQL makes anew, or what must not be in a base (the manual, "Low Level API", section on data directories):
 * folders whose contents are left out, and files.
 */
const EMPTIED = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT = /^(?:postmaster\.(?:pid|opts)|backup_label(?:\.old)?|backup_manifest|recovery\.signal)$/;
const LEFT_OUT_ANYWHERE = /^(?:pgsql_tmp.*|pg_internal\.init.*)$/;
const UNFINISHED = '.belum';

/** A base to be made. */
export interface BaseRequest {
  /** Any database of the cluster, as its superuser. */
  readonly url: string;
  /** The folder of the cluster. */
  readonly cluster: string;
  /** The folder of copies. */
  readonly dir: string;
  readonly ring: KeyRing;
  /** PostgreSQL's number of the server. */
  readonly system: string;
  /** Real time. */
  readonly now: () => Date;
}

/**
 * Copy the files of a running cluster between `pg_backup_start` and `pg_backup_stop` (rulings.md 1). They are copied while
 * they change; the log that goes on from the first piece makes them whole again. It is complete once that log has been
 * laid out, which is waited for.
 *
 * @returns the folder of the base
 */
export async function makeBase(request: BaseRequest): Promise<string> {
  const { dir, cluster, ring, now } = request;
  const place = path.join(baseFolder(dir), copyName(now()));
  const draft = place + UNFINISHED;
  await clearUnfinished(baseFolder(dir));
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const cabinet = Cabinet.make(draft, sealingKey(ring));
  const manifest = await withSession(request.url, async client => {
    await client.query("SELECT pg_backup_start('takar', fast => true)");
    const parts = await copyFiles(cluster, cabinet);
    const { label, firstPiece } = await stopBackup(client);
    return {
      format: 1,
      madeAt: now().toISOString(),
      firstPiece,
      label,
      system: request.system,
      ...parts,
    } satisfies BaseManifest;
  });
  await writeBaseManifest(cabinet, manifest);
  await rename(draft, place);
  return place;
}

async function clearUnfinished(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (name.endsWith(UNFINISHED)) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

async function stopBackup(client: pg.Client): Promise<{ label: string; firstPiece: string }> {
  const { rows } = await client.query<{ label: string }>(
    'SELECT labelfile AS label FROM pg_backup_stop(wait_for_archive => true)',
  );
  const label = rows[0]?.label ?? '';
  const firstPiece = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/.exec(label)?.[1];
  if (firstPiece === undefined) throw new Error(`pg_backup_stop gave no label: ${label}`);
  return { label, firstPiece };
}

async function copyFiles(cluster: string, cabinet: Cabinet): Promise<Pick<BaseManifest, 'files' | 'folders'>> {
  const files: BaseManifest['files'] = [];
  const folders: string[] = ['pg_wal/archive_status'];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(path.join(cluster, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (LEFT_OUT_ANYWHERE.test(entry.name) || (folder === '' && LEFT_OUT.test(entry.name))) continue;
      if (entry.isDirectory()) {
        folders.push(name);
        if (folder !== '' || !EMPTIED.has(name)) await walk(name);
      } else if (entry.isFile()) {
        const sha256 = await copyFile(cluster, name, cabinet);
        if (sha256 !== undefined) files.push({ path: name, sha256 });
      }
    }
  };
  await walk('');
  return { files, folders };
}

/** @returns undefined for a file that is gone by now: the log says so too */
async function copyFile(cluster: string, name: string, cabinet: Cabinet): Promise<string | undefined> {
  const source = createReadStream(path.join(cluster, name));
  const packed = createGzip({ level: 1 });
  source.once('error', error => packed.destroy(error)).pipe(packed);
  try {
    return await cabinet.write(`data/${name}.gz`, packed);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await rm(cabinet.pathOf(`data/${name}.gz`), { force: true });
    return undefined;
  }
}
