import { type NotedRoom, roomLeft, type RoomLeft } from '../../domain/availability/room-left.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Disk, disksOf } from './board-queries.ts';

/** By how many days the outlook is judged: a month's end weighs less than two weeks. */
const WINDOW_DAYS = 14;
const KEEP_DAYS = 400;

const NOTE = `INSERT INTO disk_room (what, day, free_bytes, all_bytes) SELECT w, $2::date, $3, $4 FROM unnest($1::text[]) w
  ON CONFLICT (what, day) DO UPDATE SET free_bytes = excluded.free_bytes, all_bytes = excluded.all_bytes`;
const FORGET = `DELETE FROM disk_room WHERE day < $1::date - ${String(KEEP_DAYS)}`;
const NOTED = `SELECT what, day, free_bytes::float8 AS "freeBytes", all_bytes::float8 AS "allBytes" FROM disk_room
  WHERE day BETWEEN $1::date - ${String(WINDOW_DAYS)} AND $1::date ORDER BY day`;

/** The day of real time in the regency: a trial clock makes no disk fuller. */
const realDay = ({ clock, regency }: Pick<Deps, 'clock' | 'regency'>): LocalDate => dayIn(regency.zone, clock.real());

/**
 * Notes the room of each disk today, under everything that lies on it: a disk has no name that outlasts the next start of the
 * machine, and what is moved to another one begins anew by its size.
 */
export async function noteRoom(deps: Pick<Deps, 'pool' | 'clock' | 'regency' | 'config' | 'uploads'>): Promise<void> {
  const day = realDay(deps);
  for (const { what, freeBytes, allBytes } of await disksOf(deps))
    await deps.pool.query(NOTE, [[...what], day, freeBytes, allBytes]);
  await deps.pool.query(FORGET, [day]);
}

/** A disk with how long its room lasts. */
export interface DiskOutlook extends Disk {
  readonly left: RoomLeft;
}

/** The disks as they are now, each with what the last two weeks say of it. */
export async function outlooksOf(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency' | 'config' | 'uploads'>,
): Promise<DiskOutlook[]> {
  const today = realDay(deps);
  const disks = await disksOf(deps);
  const noted = await notedUntil(deps.pool, today);
  return disks.map(disk => {
    const { freeBytes, allBytes } = disk;
    const before = (noted.get(disk.what[0] ?? '') ?? []).filter(({ day }) => day < today);
    return { ...disk, left: roomLeft([...before, { day: today, freeBytes, allBytes }]) };
  });
}

async function notedUntil(sql: Sql, today: LocalDate): Promise<Map<string, NotedRoom[]>> {
  const { rows } = await sql.query<NotedRoom & { what: string } & Record<string, unknown>>(NOTED, [today]);
  const byWhat = new Map<string, NotedRoom[]>();
  for (const { what, day, freeBytes, allBytes } of rows)
    byWhat.set(what, [...(byWhat.get(what) ?? []), { day, freeBytes, allBytes }]);
  return byWhat;
}
