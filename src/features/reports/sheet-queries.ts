import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { eventMonth, ownEntry } from '../activity-log/access.ts';

/** One sent entry as a work sheet lists it. Volume is decimal text, times are minutes after midnight. */
export interface SheetEntry {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly status: EntryStatus;
  readonly item: string;
  readonly unit: string;
  readonly description: string;
  readonly volume: string;
  readonly start: number;
  readonly end: number;
  readonly points: number;
  /** What the superior said with the latest decision, where that decision said something. */
  readonly reasonCode: string | null;
  readonly reason: string | null;
}

/** Drafts are nobody's business but their owner's: they are counted, not listed. */
const ENTRIES = prepared(
  'reports.sheet-entries',
  `SELECT a.id, a.work_date, a.status, i.name AS item, i.unit_name AS unit, a.description,
     trim_scale(a.volume)::text AS volume, a.start_minute AS start, a.end_minute AS "end", a.points,
     n.reason_code, n.reason
   FROM activity a JOIN catalogue_item i ON i.id = a.item_id
   LEFT JOIN LATERAL (
     SELECT v.reason_code, v.reason FROM activity_event v
     WHERE v.entry_month = ${eventMonth('a.id')} AND v.activity_id = a.id
       AND v.part NOT IN ('pemilik', 'pembantu')
     ORDER BY v.seq DESC LIMIT 1
   ) n ON true
   WHERE ${ownEntry('a', '$1')} AND a.work_date BETWEEN $2 AND $3
   ORDER BY a.work_date, a.start_minute NULLS LAST, a.id`,
);

interface Row extends Record<string, unknown> {
  id: string;
  work_date: string;
  status: EntryStatus;
  item: string;
  unit: string;
  description: string;
  volume: string | null;
  start: number | null;
  end: number | null;
  points: number;
  reason_code: string | null;
  reason: string | null;
}

/** A month's entries that were sent, in order of time, and how many drafts there are beside them. */
export async function sheetEntries(
  sql: Sql,
  employeeId: string,
  month: Month,
): Promise<{ readonly entries: readonly SheetEntry[]; readonly drafts: number }> {
  const { rows } = await sql.query<Row>(ENTRIES, [employeeId, firstDay(month), lastDay(month)]);
  const sent = rows.filter(row => row.status !== 'draf');
  return { entries: sent.map(entryFrom), drafts: rows.length - sent.length };
}

const entryFrom = (row: Row): SheetEntry => ({
  id: row.id,
  workDate: localDate(row.work_date),
  status: row.status,
  item: row.item,
  unit: row.unit,
  description: row.description,
  volume: row.volume ?? '0',
  start: row.start ?? 0,
  end: row.end ?? 0,
  points: row.points,
  reasonCode: row.reason_code,
  reason: row.reason,
});
