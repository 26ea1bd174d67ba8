import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Account, isRoot } from './account.ts';
import { program } from './binaries.ts';
import { readText, writeLine } from './files.ts';
import type { Place } from './place.ts';
import { isAlive } from './postmaster.ts';

/** The only role of an embedded cluster, its superuser. */
export const CLUSTER_USER = 'app';
const PASSWORD_FILE = 'app.pw';

/** The address of a database of the cluster; the cluster listens on the loopback interface alone. */
export function clusterUrl(dir: string, port: number, database: string): string {
  const password = readText(passwordFile(dir));
  return `postgresql://${CLUSTER_USER}:${password}@127.0.0.1:${String(port)}/${database}`;
}

/** The path of the file that holds the password of the cluster, readable by its owner alone. */
export function passwordFile(dir: string): string {
  return path.join(dir, PASSWORD_FILE);
}

/**
 * Make the cluster where there is none, whole or not at all: initdb works in a draft folder that is renamed at the end,
 * so that neither a kill in the middle nor two processes at once leave half a cluster.
 *
 * @param fast for a throw-away cluster of the tests: initdb does not wait for the disk
 */
export function createCluster(place: Place, native: string, fast: boolean): void {
  if (!isCluster(place.dir)) {
    removeAbandonedDrafts(place.dir);
    makeCluster(place, native, fast);
  }
  if (place.pointer && readText(place.pointer) !== place.dir) writeLine(place.pointer, place.dir);
}

function isCluster(dir: string): boolean {
  return fs.existsSync(path.join(dir, 'PG_VERSION'));
}

function makeCluster({ dir, account }: Place, native: string, fast: boolean): void {
  const draft = `${dir}.new-${String(process.pid)}`;
  const password = `${draft}.pw`;
  try {
    fs.mkdirSync(draft, { mode: 0o700 });
    give(draft, account);
    fs.writeFileSync(password, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 });
    give(password, account);
    initdb(draft, password, native, account, fast);
    fs.renameSync(password, passwordFile(draft));
    fs.renameSync(draft, dir);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    fs.rmSync(password, { force: true });
    if (!isCluster(dir)) throw error; // otherwise another process was faster
  }
}

function give(file: string, { uid, gid }: Account): void {
  if (isRoot && uid !== undefined && gid !== undefined) fs.chownSync(file, uid, gid);
}

function initdb(dir: string, password: string, native: string, account: Account, fast: boolean): void {
  const words = ['-D', dir, '-U', CLUSTER_USER, '-A', 'scram-sha-256', '--pwfile', password, '--data-checksums'];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const result = spawnSync(program(native, 'initdb'), [...words, ...locale, ...(fast ? ['--no-sync'] : [])], {
    ...account,
    cwd: path.dirname(dir),
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  throw new Error(`initdb failed: ${result.error?.message ?? ''} ${result.stderr}`, { cause: result.error });
}

/** Drafts of processes that were killed while initdb ran. */
function removeAbandonedDrafts(dir: string): void {
  const parent = path.dirname(dir);
  for (const name of fs.readdirSync(parent)) {
    const pid = Number(/\.new-(\d+)(?:\.pw)?$/.exec(name)?.[1]);
    if (pid && (pid === process.pid || !isAlive(pid))) {
      fs.rmSync(path.join(parent, name), { recursive: true, force: true });
    }
  }
}
