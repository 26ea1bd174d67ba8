import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Zone } from '../clock.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { backup } from './backup.ts';
import { dailyTimes, type KeptCopy, latestBackups, recordBackupEvent, SCHEDULE } from './backup-event.ts';
import { checkCopy, type CopySummary, summaryOf } from './copy-check.ts';
import { copyName } from './copy-list.ts';
import { isCopyDue } from './due-time.ts';
import { expectedSize, refuseFullDisk } from './free-space.ts';
import { type KeyRing, readKeyRing, sealingKey } from './key-ring.ts';
import type { OpenCopy } from './manifest.ts';
import { copiesToRemove } from './retention.ts';
import { withSession } from './session.ts';
import type { BackupSettings } from './settings.ts';

/** The advisory lock of who makes the daily copy; it goes with the connection, whatever ends the process. */
const COPY_LOCK = 7_270_044;
/** A copy that is not finished, or not yet read back. */
const UNFINISHED = '.belum';
const MOST_COPIES = 10_000;

/** What the daily copy is made of. */
export interface ScheduledCopy {
  readonly url: string;
  readonly uploads: string;
  readonly settings: BackupSettings & { readonly dir: string };
  readonly zone: Zone;
  /** Real time. */
  readonly now: () => Date;
}

/** The daily copy that was made, and the older ones that went. */
export interface CopyMade {
  readonly summary: CopySummary;
  readonly removed: readonly string[];
}

/**
 * Make the daily copy where it is due: look for room, copy, read every byte back, give it its name, and only then remove
 * what is too old. Of several processes one does it. What failed is recorded with its reason.
 *
 * @returns undefined where nothing is due, or another process is at it
 * @throws OperatorError, or what the disk or the database said
 */
export async function makeScheduledCopy(copy: ScheduledCopy): Promise<CopyMade | undefined> {
  return withSession(copy.url, async client => {
    const { rows } = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [COPY_LOCK]);
    if (rows[0]?.ours !== true) return undefined;
    const last = await dailyTimes(client);
    if (!isCopyDue(last, copy.now(), copy.zone, copy.settings.atMinute)) return undefined;
    try {
      const failedSince = last.failure !== undefined && !(last.success && last.success > last.failure);
      const summary = await makeChecked(client, copy, failedSince);
      return { summary, removed: await removeOld(client, copy) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { dir } = copy.settings;
      await recordBackupEvent(client, { kind: 'salinan', place: dir, ok: false, actor: SCHEDULE, detail: { reason } });
      throw error;
    }
  });
}

async function makeChecked(
  client: pg.Client,
  { url, uploads, settings, now }: ScheduledCopy,
  afterFailure: boolean,
): Promise<CopySummary> {
  const { dir, keyFile } = settings;
  const ring = await readKeyRing(keyFile);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await removeUnfinished(dir);
  const { copies } = await latestBackups(client, MOST_COPIES);
  const last = copies.find(each => each.actor === SCHEDULE);
  await refuseFullDisk(dir, await expectedSize(client, uploads, last?.bytes));
  const madeAt = now();
  const place = path.join(dir, copyName(madeAt));
  const draft = place + UNFINISHED;
  // after a failure nothing is taken from the copy before: it may be what is damaged
  const previous = afterFailure ? undefined : await openedCopy(last, ring);
  const transfer = previous === undefined ? {} : { previous };
  const key = sealingKey(ring);
  await backup({ url, uploads, target: draft, madeAt, key, transfer });
  const summary = { ...(await summaryOf(await checkCopy(draft, ring))), folder: place };
  await rename(draft, place);
  const { bytes, keyId } = summary;
  await recordBackupEvent(client, { kind: 'salinan', place, madeAt, ok: true, bytes, keyId, actor: SCHEDULE });
  return summary;
}

/** The copy before, whole; undefined where it cannot be read any more, for whatever reason. */
async function openedCopy(copy: KeptCopy | undefined, ring: KeyRing): Promise<OpenCopy | undefined> {
  if (!copy) return undefined;
  try {
    return await checkCopy(copy.place, ring);
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}

async function removeUnfinished(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (!name.startsWith('takar-') || !name.endsWith(UNFINISHED)) continue;
    await rm(path.join(dir, name), { recursive: true, force: true });
  }
}

/** Only what the schedule of this very database has put into this very folder is its to remove. */
async function removeOld(client: pg.Client, { settings, zone }: ScheduledCopy): Promise<string[]> {
  const { copies, drill } = await latestBackups(client, MOST_COPIES);
  const own = copies.filter(({ place, actor }) => actor === SCHEDULE && path.dirname(place) === settings.dir);
  const drilled = drill?.ok === true ? [drill.place] : [];
  const places = copiesToRemove(own, settings.keeping, zone, drilled);
  for (const place of places) {
    await rm(place, { recursive: true, force: true });
    await recordBackupEvent(client, { kind: 'buang', place, ok: true, actor: SCHEDULE });
  }
  return places;
}
