import type { Sql } from '../database/sql.ts';
import type { LastTimes } from './due-time.ts';

/** The actor of what the server does by itself. */
export const SCHEDULE = 'jadwal';

/** What can become of a copy: made and checked, made as a base of the continuous archive, tried out, removed. */
export type BackupEventKind = 'salinan' | 'dasar' | 'uji' | 'buang';

/** One thing that became of a copy. */
export interface BackupEvent {
  readonly kind: BackupEventKind;
  /** The folder of the copy. */
  readonly place: string;
  /** The instant up to which it holds; real time. */
  readonly madeAt?: Date | undefined;
  readonly ok: boolean;
  readonly bytes?: number | undefined;
  readonly keyId?: string | null | undefined;
  /** `jadwal`, or who called the command. */
  readonly actor: string;
  readonly detail?: unknown;
}

const TABLE_IS_THERE = "SELECT to_regclass('public.backup_event') IS NOT NULL AS there";
const RECORD = `INSERT INTO backup_event (kind, place, made_at, ok, bytes, key_id, actor, detail)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** Record an event; nothing where the database is older than the table, which a command may meet before an upgrade. */
export async function recordBackupEvent(sql: Sql, event: BackupEvent): Promise<void> {
  const { rows } = await sql.query<{ there: boolean }>(TABLE_IS_THERE);
  if (rows[0]?.there !== true) return;
  const { kind, place, madeAt, ok, bytes, keyId, actor, detail } = event;
  await sql.query(RECORD, [
    kind,
    place,
    madeAt ?? null,
    ok,
    bytes ?? null,
    keyId ?? null,
    actor,
    JSON.stringify(detail ?? {}),
  ]);
}

/** A copy that was made and checked, and has not been removed since. */
export interface KeptCopy {
  readonly place: string;
  readonly madeAt: Date;
  readonly bytes: number;
  /** The key that locks it; null where it lies open. */
  readonly keyId: string | null;
  readonly actor: string;
  /** When a drill last brought it back whole; undefined where none has. */
  readonly drilledAt: Date | undefined;
}

/** How a drill went. */
export interface DrillRecord {
  readonly at: Date;
  readonly place: string;
  readonly ok: boolean;
  /** Age of the newest copy at that moment, in seconds: what would have been lost. */
  readonly rpoSeconds: number | undefined;
  /** How long the whole restore took, in seconds. */
  readonly rtoSeconds: number | undefined;
  readonly problems: readonly string[];
}

/** What an administrator must see of the backup. */
export interface BackupState {
  /** Newest first, each made and checked. */
  readonly copies: readonly KeptCopy[];
  /** The newest attempt that failed, where no copy has succeeded since. */
  readonly failure: { readonly at: Date; readonly place: string; readonly reason: string } | undefined;
  readonly drill: DrillRecord | undefined;
  /** When the first copy ever was made; undefined before it. */
  readonly firstAt: Date | undefined;
}

interface CopyRow extends Record<string, unknown> {
  readonly place: string;
  readonly made_at: Date;
  readonly bytes: bigint;
  readonly key_id: string | null;
  readonly actor: string;
  readonly drilled_at: Date | null;
}

const COPIES = `SELECT c.place, c.made_at, c.bytes, c.key_id, c.actor,
    (SELECT max(d.at) FROM backup_event d WHERE d.kind = 'uji' AND d.ok AND d.place = c.place AND d.made_at = c.made_at) AS drilled_at
  FROM backup_event c
  WHERE c.kind = 'salinan' AND c.ok
    AND NOT EXISTS (SELECT 1 FROM backup_event r WHERE r.kind = 'buang' AND r.place = c.place AND r.id > c.id)
  ORDER BY c.made_at DESC, c.id DESC LIMIT $1`;
const FAILURE = `SELECT f.at, f.place, f.detail ->> 'reason' AS reason FROM backup_event f
  WHERE f.kind IN ('salinan', 'dasar') AND NOT f.ok
    AND NOT EXISTS (SELECT 1 FROM backup_event s WHERE s.kind = f.kind AND s.ok AND s.id > f.id)
  ORDER BY f.id DESC LIMIT 1`;
const DRILL = `SELECT at, place, ok, (detail ->> 'rpoSeconds')::float8 AS rpo, (detail ->> 'rtoSeconds')::float8 AS rto,
    coalesce(detail -> 'problems', '[]') AS problems
  FROM backup_event WHERE kind = 'uji' ORDER BY id DESC LIMIT 1`;

const FIRST = `SELECT min(made_at) AS at FROM backup_event WHERE kind = 'salinan' AND ok`;

/** The copies there are, the failure that stands, the last drill, and since when. Four statements. @param most how many copies */
export async function latestBackups(sql: Sql, most = 20): Promise<BackupState> {
  const copies = await sql.query<CopyRow>(COPIES, [most]);
  const failures = await sql.query<{ at: Date; place: string; reason: string | null }>(FAILURE);
  const drills = await sql.query<{
    at: Date;
    place: string;
    ok: boolean;
    rpo: number | null;
    rto: number | null;
    problems: string[];
  }>(DRILL);
  const firsts = await sql.query<{ at: Date | null }>(FIRST);
  const [failure] = failures.rows;
  const [drill] = drills.rows;
  return {
    copies: copies.rows.map(row => ({
      place: row.place,
      madeAt: row.made_at,
      bytes: Number(row.bytes),
      keyId: row.key_id,
      actor: row.actor,
      drilledAt: row.drilled_at ?? undefined,
    })),
    failure: failure && { ...failure, reason: failure.reason ?? '' },
    drill: drill && {
      at: drill.at,
      place: drill.place,
      ok: drill.ok,
      rpoSeconds: drill.rpo ?? undefined,
      rtoSeconds: drill.rto ?? undefined,
      problems: drill.problems,
    },
    firstAt: firsts.rows[0]?.at ?? undefined,
  };
}

const DAILY = `SELECT
    (SELECT max(made_at) FROM backup_event WHERE kind = 'salinan' AND actor = '${SCHEDULE}' AND ok) AS success,
    (SELECT max(at) FROM backup_event WHERE kind = 'salinan' AND actor = '${SCHEDULE}' AND NOT ok) AS failure`;

/** When the schedule last made a copy, and when it last failed to. */
export async function dailyTimes(sql: Sql): Promise<LastTimes> {
  const { rows } = await sql.query<{ success: Date | null; failure: Date | null }>(DAILY);
  return { success: rows[0]?.success ?? undefined, failure: rows[0]?.failure ?? undefined };
}
