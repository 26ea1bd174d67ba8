import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { isRoot } from '../../postgres/account.ts';
import { startEmbedded } from '../../postgres/embedded.ts';
import { DATABASE_NAME } from '../../postgres/ensure-database.ts';
import { readText } from '../../postgres/files.ts';
import { logFile } from '../../postgres/launch.ts';
import { OperatorError } from '../../postgres/operator-error.ts';
import { locate, type Place } from '../../postgres/place.ts';
import { Cabinet, damaged } from '../cabinet.ts';
import { writeHashed } from '../hashed-file.ts';
import type { KeyRing } from '../key-ring.ts';
import { beginAgain } from '../return-event.ts';
import { withSession } from '../session.ts';
import { listFiles } from '../uploads.ts';
import { type Base, listBases, openBase } from './base-manifest.ts';
import { endOfLog } from './end-of-log.ts';
import { logFolder, uploadsMirror } from './log-shipment.ts';

/** A database to be brought back as it was at an instant. */
export interface ReturnRequest {
  /** The folder of copies. */
  readonly dir: string;
  readonly ring: KeyRing;
  /** An empty DATA_DIR. */
  readonly dataDir: string;
  readonly uploads: string;
  /** The instant, in real time; undefined: as far as the log goes. */
  readonly until: Date | undefined;
  /** Real time. */
  readonly now: Date;
}

const AUTO_CONF = 'postgresql.auto.conf';
const PIECES = 'takar-wal';
const LOOK_AGAIN_MS = 200;

/**
 * Bring a cluster back as it was at an instant: the last base before it, then the log up to it, then the uploads. It goes
 * into service again: its trail names the gap.
 *
 * @returns the base's folder and how many pieces of the log lay ready
 * @throws OperatorError where the place is not empty, no base is old enough, or the log does not reach that far
 */
export async function returnTo(request: ReturnRequest): Promise<{ readonly base: string; readonly pieces: number }> {
  const place = locate(request.dataDir);
  if (existsSync(place.dir) || (await listFiles(request.uploads)).length > 0) {
    throw new OperatorError(
      `${place.dataDir} tidak kosong. Jangan hapus isinya: isi DATA_DIR dengan folder yang belum ada.`,
    );
  }
  const base = await chooseBase(request);
  const draft = `${place.dir}.new-${String(process.pid)}`;
  let pieces: number;
  try {
    await unpackBase(base, draft);
    pieces = await unpackLog(request, base, path.join(draft, PIECES));
    await prepareRecovery(draft, request.until);
    giveAway(draft, place);
    await rename(draft, place.dir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  try {
    await recover(request, place);
    await unpackUploads(request);
  } catch (error) {
    await rm(place.dir, { recursive: true, force: true }); // the place was empty, and is again
    throw error;
  }
  return { base: base.cabinet.folder, pieces };
}

async function chooseBase({ dir, ring, until }: ReturnRequest): Promise<Base> {
  for (const { folder } of await listBases(dir)) {
    const base = await openBase(folder, ring);
    if (until === undefined || new Date(base.manifest.madeAt) <= until) return base;
  }
  throw new OperatorError(
    `Tidak ada salinan dasar di ${dir} dari sebelum waktu itu. Pakai salinan harian: takar backup list`,
  );
}

async function unpackBase({ cabinet, manifest }: Base, draft: string): Promise<void> {
  await mkdir(draft, { mode: 0o700 });
  for (const folder of manifest.folders) await mkdir(path.join(draft, folder), { recursive: true, mode: 0o700 });
  for (const { path: name, sha256 } of manifest.files) {
    const stored = `data/${name}.gz`;
    if ((await cabinet.sum(stored)).sha256 !== sha256) throw damaged(cabinet.folder, stored, 'berubah');
    await unpack(cabinet, stored, path.join(draft, name));
  }
  await writeFile(path.join(draft, 'backup_label'), manifest.label, { mode: 0o600 });
}

/** The pieces from the base's first on, of every timeline, and all histories. */
async function unpackLog({ dir, ring }: ReturnRequest, base: Base, target: string): Promise<number> {
  await mkdir(target, { mode: 0o700 });
  const first = base.manifest.firstPiece.slice(8);
  const folder = logFolder(dir, base.manifest.system);
  const stored = await readdir(folder);
  const wanted = stored.flatMap(name => {
    const piece = /^((?:[0-9A-F]{8}([0-9A-F]{16})|[0-9A-F]{8}\.history))\.gz(\.enc)?$/.exec(name);
    if (!piece || (piece[2] !== undefined && piece[2] < first)) return [];
    return [{ name: piece[1] ?? '', locked: piece[3] !== undefined }];
  });
  for (const { name, locked } of wanted) {
    const archive = await archiveOf(folder, `${name}.gz`, locked, ring);
    await unpack(archive, `${name}.gz`, path.join(target, name));
  }
  return wanted.length;
}

const archiveOf = (folder: string, name: string, locked: boolean, ring: KeyRing): Promise<Cabinet> =>
  locked ? Cabinet.find(folder, name, ring) : Promise.resolve(Cabinet.make(folder));

async function unpack(cabinet: Cabinet, name: string, target: string): Promise<void> {
  await pipeline(cabinet.read(name), createGunzip(), plain => writeHashed(plain as AsyncIterable<Buffer>, target));
}

async function prepareRecovery(draft: string, until: Date | undefined): Promise<void> {
  const auto = path.join(draft, AUTO_CONF);
  await writeFile(path.join(draft, `${AUTO_CONF}.asli`), await readFile(auto), { mode: 0o600 });
  const target = until === undefined ? [] : [`recovery_target_time = '${settingOf(until)}'`];
  const lines = [
    `restore_command = 'cp "${PIECES}/%f" "%p"'`,
    "recovery_target_action = 'promote'",
    "recovery_target_timeline = 'latest'",
    ...target,
  ];
  appendFileSync(auto, `${lines.join('\n')}\n`);
  writeFileSync(path.join(draft, 'recovery.signal'), '', { mode: 0o600 });
}

/** An instant as a setting of PostgreSQL takes it: with its offset in digits. */
const settingOf = (at: Date): string => at.toISOString().replace('T', ' ').replace('Z', '+00');

function giveAway(draft: string, { account }: Place): void {
  if (!isRoot || account.uid === undefined || account.gid === undefined) return;
  const owner = `${String(account.uid)}:${String(account.gid)}`;
  const { status, stderr } = spawnSync('chown', ['-R', owner, draft], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`chown: ${stderr}`);
}

/**
 * What is written from here on is another history of the database: it is laid out for the archive from its beginning.
 *
 * @throws OperatorError where the log ends before the instant: PostgreSQL then gives up, after it has let us in
 */
async function recover(request: ReturnRequest, { dir }: Place): Promise<void> {
  const server = await startEmbedded(request.dataDir, { archive: true }).catch((error: unknown) => {
    throw endOfLog(readText(logFile(dir))) ?? error;
  });
  try {
    await withSession(server.url(DATABASE_NAME), client => waitAndTell(client, request));
  } catch (error) {
    throw endOfLog(readText(logFile(dir))) ?? error;
  } finally {
    await server.stop();
  }
  await rename(path.join(dir, `${AUTO_CONF}.asli`), path.join(dir, AUTO_CONF));
  await rm(path.join(dir, PIECES), { recursive: true, force: true });
}

async function waitAndTell(client: pg.Client, { until, now }: ReturnRequest): Promise<void> {
  const inRecovery = async (): Promise<boolean> =>
    (await client.query<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering')).rows[0]?.recovering ===
    true;
  while (await inRecovery()) await sleep(LOOK_AGAIN_MS);
  const newest = 'SELECT max(recorded_at) AS last FROM audit_event';
  const { rows } = await client.query<{ last: Date | null }>(newest);
  await client.query('BEGIN');
  await beginAgain(client, until ?? rows[0]?.last ?? now, now);
  await client.query('COMMIT');
}

async function unpackUploads({ dir, ring, uploads }: ReturnRequest): Promise<void> {
  const mirror = uploadsMirror(dir);
  for (const stored of await listFiles(mirror)) {
    const locked = stored.endsWith('.enc');
    const name = locked ? stored.slice(0, -'.enc'.length) : stored;
    if (name.startsWith('.belum/')) continue;
    const target = path.join(uploads, name);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await writeHashed((await archiveOf(mirror, name, locked, ring)).read(name), target);
  }
}
