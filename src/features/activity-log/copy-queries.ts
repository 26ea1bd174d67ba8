import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { normSql } from '../catalogue/queries.ts';
import { targetKnownSql } from '../skp/queries.ts';
import { ownEntry } from './access.ts';
import type { ChosenItem, Neighbour } from './judgement.ts';

/** An entry to copy, with what judging its copy on the other day needs. Volume is decimal text. */
export interface CopySource {
  readonly id: string;
  readonly itemId: string;
  readonly itemName: string;
  readonly unitName: string;
  readonly description: string;
  readonly volume: string | null;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly uncoveredReason: string | null;
  /** The SKP target, where it may be chosen on the other day too. */
  readonly targetId: string | null;
  /** Undefined where the item is not in use on the other day. */
  readonly item: ChosenItem | undefined;
}

/** What the page of copies shows. */
export interface CopyFacts {
  /** The latest days with entries, the latest first. */
  readonly days: readonly { readonly day: LocalDate; readonly count: number }[];
  /** The day copied from; undefined where nothing was logged yet. */
  readonly from: LocalDate | undefined;
  readonly sources: readonly CopySource[];
  /** What the day copied to has already. */
  readonly neighbours: readonly Neighbour[];
}

/** How many days are offered, and how far back they are looked for. */
const DAYS = 5;
const BACK = 60;

const COPY = prepared(
  'activity-log.copy',
  `WITH days AS (
     SELECT a.work_date AS day, count(*)::int AS count FROM activity a
     WHERE ${ownEntry('a', '$1')} AND a.work_date BETWEEN $4::date - ${String(BACK)} AND $4 AND a.work_date <> $3
       AND a.status <> 'ditolak'
     GROUP BY a.work_date ORDER BY a.work_date DESC LIMIT ${String(DAYS)}
   ), chosen AS (SELECT coalesce($2::date, (SELECT max(day) FROM days)) AS day)
   SELECT chosen.day AS from_day,
     (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.day DESC), '[]'::jsonb) FROM days d) AS days,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', i.name, 'status', a.status, 'start', a.start_minute,
                'end', a.end_minute, 'points', a.points) ORDER BY a.start_minute, a.id), '[]'::jsonb)
      FROM activity a JOIN catalogue_item i ON i.id = a.item_id
      WHERE ${ownEntry('a', '$1')} AND a.work_date = $3) AS neighbours,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'itemId', a.item_id, 'itemName', i.name,
          'unitName', i.unit_name, 'description', a.description, 'volume', trim_scale(a.volume)::text,
          'startMinute', a.start_minute, 'endMinute', a.end_minute, 'uncoveredReason', a.uncovered_reason,
          'targetId', CASE WHEN ${targetKnownSql('a.target_id', '$1', '$3::date')} THEN a.target_id END,
          'item', CASE WHEN n.item_id IS NOT NULL THEN jsonb_build_object('name', i.name, 'unitName', i.unit_name,
            'pointsPerUnit', n.points_per_unit, 'maxPerDay', trim_scale(n.max_per_day)::text, 'openEnded', i.open_ended,
            'usedThatDay', (SELECT coalesce(trim_scale(sum(o.volume)), 0)::text FROM activity o
               WHERE ${ownEntry('o', '$1')} AND o.work_date = $3 AND o.item_id = a.item_id AND o.status <> 'ditolak')) END)
        ORDER BY a.start_minute NULLS LAST, a.id), '[]'::jsonb)
      FROM activity a JOIN catalogue_item i ON i.id = a.item_id
      LEFT JOIN LATERAL (${normSql('i.id', '$3::date')}) n ON n.active
      WHERE ${ownEntry('a', '$1')} AND a.work_date = chosen.day AND a.status <> 'ditolak') AS sources
   FROM chosen`,
);

interface Row extends Record<string, unknown> {
  from_day: string | null;
  days: { day: string; count: number }[];
  neighbours: (Neighbour & { status: EntryStatus })[];
  sources: (Omit<CopySource, 'item'> & { item: ChosenItem | null })[];
}

export interface CopyQuestion {
  readonly employeeId: string;
  /** The day to copy from; undefined for the latest one. */
  readonly from: LocalDate | undefined;
  /** The day to copy to. */
  readonly to: LocalDate;
  readonly today: LocalDate;
}

/** Reads what may be copied to a day, in one statement. */
export async function copyFacts(sql: Sql, { employeeId, from, to, today }: CopyQuestion): Promise<CopyFacts> {
  const { rows } = await sql.query<Row>(COPY, [employeeId, from ?? null, to, today]);
  const row = rows[0];
  if (!row) throw new Error('the chosen day is one row');
  return {
    days: row.days.map(({ day, count }) => ({ day: localDate(day), count })),
    from: row.from_day === null ? undefined : localDate(row.from_day),
    sources: row.sources.map(source => ({ ...source, item: source.item ?? undefined })),
    neighbours: row.neighbours,
  };
}
