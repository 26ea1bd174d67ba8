import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Sql } from '../../database/sql.ts';
import { recordBackupEvent, SCHEDULE } from '../backup-event.ts';
import type { KeyRing } from '../key-ring.ts';
import { withSession } from '../session.ts';
import { isBaseDue, type LastBase, type ServerHistory } from '../due-time.ts';
import { makeBase, type BaseRequest } from './base-copy.ts';
import { listBases, openBase } from './base-manifest.ts';
import { codeOf } from '../../postgres/error-code.ts';
import { logFolder } from './log-shipment.ts';

const DAY_MS = 86_400_000;
/** Folders of the log bear the number of their server; what lies beside them is of a version that had none. */
const SYSTEM = /^\d+$/;
/** The last five weeks can be gone back to (assurance.md 3.7). */
const KEEP_MS = 35 * DAY_MS;

const STATE = `SELECT current_setting('archive_mode') AS mode, (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline,
  (SELECT system_identifier::text FROM pg_control_system()) AS system`;
const LAST = `SELECT at, ok, (detail ->> 'timeline')::int AS timeline, detail ->> 'system' AS system
  FROM backup_event WHERE kind = 'dasar' ORDER BY id DESC LIMIT 1`;

/**
 * Make a new base where one is due (weekly, after a return to an earlier time or a restore
 * into a new server, after a gap in the log), and then remove
 * bases and pieces of the log from before the last five weeks. Nothing where the server does not lay out its log.
 *
 * @returns the folder of a new base
 */
export async function keepBase(request: Omit<BaseRequest, 'system'>): Promise<string | undefined> {
  return withSession(request.url, async client => {
    const history = await historyWithoutBase(client, request.now());
    if (!history) return undefined;
    const { dir, now } = request;
    try {
      const madeAt = now();
      const place = await makeBase({ ...request, system: history.system });
      await recordBackupEvent(client, {
        kind: 'dasar',
        place,
        madeAt,
        ok: true,
        actor: SCHEDULE,
        detail: { ...history },
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

/** @returns the server's history where a base of it is due; undefined where none is, or the log is not laid out */
export async function historyWithoutBase(sql: Sql, now: Date): Promise<ServerHistory | undefined> {
  const { rows: states } = await sql.query<{ mode: string } & ServerHistory & Record<string, unknown>>(STATE);
  const [state] = states;
  if (state?.mode !== 'on') return undefined;
  const { rows } = await sql.query<LastBase & Record<string, unknown>>(LAST);
  const { system, timeline } = state;
  return isBaseDue(rows[0], state, now) ? { system, timeline } : undefined;
}

/**
 * The newest base from before the last five weeks stays: from it they begin. Of its server the log before it goes; of
 * servers that no base is left of, all of it.
 */
export async function removeOldLog(dir: string, ring: KeyRing, now: Date): Promise<void> {
  const bases = await listBases(dir);
  const beginning = bases.findIndex(base => now.getTime() - base.begunAt.getTime() > KEEP_MS);
  if (beginning === -1) return;
  for (const { folder } of bases.slice(beginning + 1)) await rm(folder, { recursive: true, force: true });
  const firstOf = new Map<string, string>();
  for (const { folder } of bases.slice(0, beginning + 1)) {
    const { system, firstPiece } = (await openBase(folder, ring)).manifest;
    firstOf.set(system ?? '', firstPiece.slice(8)); // the oldest comes last
  }
  await removePieces(logFolder(dir), firstOf.get(''));
  for (const { name, isFolder } of await entriesOf(logFolder(dir))) {
    if (!isFolder || !SYSTEM.test(name)) continue;
    const first = firstOf.get(name);
    if (first === undefined) await rm(path.join(logFolder(dir), name), { recursive: true, force: true });
    else await removePieces(logFolder(dir, name), first);
  }
}

/** @param first the piece from which on they stay; undefined: none stays */
async function removePieces(folder: string, first: string | undefined): Promise<void> {
  for (const { name } of await entriesOf(folder)) {
    const piece = /^[0-9A-F]{8}([0-9A-F]{16})/.exec(name)?.[1];
    if (piece !== undefined && (first === undefined || piece < first)) await rm(path.join(folder, name));
  }
}

async function entriesOf(folder: string): Promise<{ readonly name: string; readonly isFolder: boolean }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return entries.map(entry => ({ name: entry.name, isFolder: entry.isDirectory() }));
}
