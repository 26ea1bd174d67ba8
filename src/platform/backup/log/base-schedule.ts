import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Sql } from '../../database/sql.ts';
import { recordBackupEvent, SCHEDULE } from '../backup-event.ts';
import type { KeyRing } from '../key-ring.ts';
import { withSession } from '../session.ts';
import { RETRY_MS } from '../due-time.ts';
import { makeBase, type BaseRequest } from './base-copy.ts';
import { listBases, openBase } from './base-manifest.ts';
import { logFolder } from './log-shipment.ts';

const DAY_MS = 86_400_000;
const BASE_EVERY_MS = 7 * DAY_MS;
/** The last five weeks can be gone back to (assurance.md 3.7). */
const KEEP_MS = 35 * DAY_MS;
/** The same second of the next week must not miss its turn by a breath. */
const SLACK_MS = DAY_MS / 4;

const STATE = `SELECT current_setting('archive_mode') AS mode, (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline`;
const LAST = `SELECT at, ok, (detail ->> 'timeline')::int AS timeline FROM backup_event WHERE kind = 'dasar' ORDER BY id DESC LIMIT 1`;

/**
 * Make a new base where one is due (weekly, after a return to an earlier time, after a gap in the log), and then remove
 * bases and pieces of the log from before the last five weeks. Nothing where the server does not lay out its log.
 *
 * @returns the folder of a new base
 */
export async function keepBase(request: BaseRequest): Promise<string | undefined> {
  return withSession(request.url, async client => {
    const timeline = await dueTimeline(client, request.now());
    if (timeline === undefined) return undefined;
    const { dir, now } = request;
    try {
      const madeAt = now();
      const place = await makeBase(request);
      await recordBackupEvent(client, {
        kind: 'dasar',
        place,
        madeAt,
        ok: true,
        actor: SCHEDULE,
        detail: { timeline },
      });
      await removeOldLog(dir, request.ring, now());
      return place;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await recordBackupEvent(client, { kind: 'dasar', place: dir, ok: false, actor: SCHEDULE, detail: { reason } });
      throw error;
    }
  });
}

/** Whether a base is due. @returns the timeline that it will be of; undefined where none is due */
export async function dueTimeline(sql: Sql, now: Date): Promise<number | undefined> {
  const { rows: states } = await sql.query<{ mode: string; timeline: number }>(STATE);
  const [state] = states;
  if (state?.mode !== 'on') return undefined;
  const { rows } = await sql.query<LastBase>(LAST);
  return isDue(rows[0], state.timeline, now) ? state.timeline : undefined;
}

interface LastBase extends Record<string, unknown> {
  readonly at: Date;
  readonly ok: boolean;
  readonly timeline: number | null;
}

function isDue(last: LastBase | undefined, timeline: number, now: Date): boolean {
  if (!last) return true;
  const age = now.getTime() - last.at.getTime();
  if (!last.ok) return age > RETRY_MS;
  return last.timeline !== timeline || age > BASE_EVERY_MS - SLACK_MS;
}

/** The newest base from before the last five weeks stays: from it they begin. */
export async function removeOldLog(dir: string, ring: KeyRing, now: Date): Promise<void> {
  const bases = await listBases(dir);
  const beginning = bases.findIndex(base => now.getTime() - base.begunAt.getTime() > KEEP_MS);
  if (beginning === -1) return;
  for (const { folder } of bases.slice(beginning + 1)) await rm(folder, { recursive: true, force: true });
  const oldest = await openBase(bases[beginning]!.folder, ring);
  const first = oldest.manifest.firstPiece.slice(8);
  for (const name of await readdir(logFolder(dir))) {
    const piece = /^[0-9A-F]{8}([0-9A-F]{16})/.exec(name)?.[1];
    if (piece !== undefined && piece < first) await rm(path.join(logFolder(dir), name));
  }
}
