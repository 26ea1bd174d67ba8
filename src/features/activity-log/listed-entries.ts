import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { localDate } from '../../domain/local-date.ts';
import { fullNameOf } from '../organisation/queries.ts';
import type { LoggedEntry } from './queries.ts';

/** What `listedEntriesSql` tells of an entry: instants as JSON writes them. */
interface ListedRow {
  readonly id: string;
  readonly work_date: string;
  readonly status: EntryStatus;
  readonly version: number;
  readonly item_name: string;
  readonly unit_name: string;
  readonly description: string;
  readonly volume: string | null;
  readonly start_minute: number | null;
  readonly end_minute: number | null;
  readonly points: number;
  readonly evidence_count: number;
  readonly created_at: string;
  readonly prepared_by: string | null;
  readonly returned: {
    readonly at: string;
    readonly by: string;
    readonly reasonCode: string | null;
    readonly reason: string | null;
  } | null;
}

/** Entries column by column, each in the order of the entries; null where there are none. */
export type ListedColumns = { readonly [Column in keyof ListedRow]: readonly ListedRow[Column][] | null };

/** What is rare (a helper, a return) is looked up only where an entry has it. */
const COLUMNS: Readonly<Record<keyof ListedRow, string>> = {
  id: 'a.id',
  work_date: 'a.work_date',
  status: 'a.status',
  version: 'a.version',
  item_name: 'i.name',
  unit_name: 'i.unit_name',
  description: 'a.description',
  volume: 'trim_scale(a.volume)::text',
  start_minute: 'a.start_minute',
  end_minute: 'a.end_minute',
  points: 'a.points',
  evidence_count: 'coalesce(p.count, 0)',
  created_at: 'a.created_at',
  prepared_by: `CASE WHEN a.prepared_by IS NOT NULL THEN (SELECT ${fullNameOf('h')} FROM employee h WHERE h.id = a.prepared_by) END`,
  returned: `CASE WHEN a.status = 'dikembalikan' THEN (
      SELECT json_build_object('at', v.at, 'by', ${fullNameOf('by')}, 'reasonCode', v.reason_code, 'reason', v.reason)
      FROM takar_entry_events(a.id) v JOIN employee by ON by.id = v.actor_id
      WHERE v.action = 'kembalikan' ORDER BY v.seq DESC LIMIT 1) END`,
};
const NAMES = Object.keys(COLUMNS) as (keyof ListedRow)[];

/**
 * A sub-query of one value: of a person's entries those between two days as a list shows them, the latest day first, as
 * `ListedColumns`. The parameters are SQL expressions; `entries` are of these days at least. By columns, for in rows PostgreSQL
 * looks up how each value is written and writes its name, again for every entry: a fifth of the statement.
 */
export const listedEntriesSql = (entries: string, from: string, to: string): string =>
  `SELECT json_build_object(${NAMES.map(name => `'${name}', json_agg(n.${name})`).join(', ')})
   FROM (SELECT ${NAMES.map(name => `${COLUMNS[name]} AS ${name}`).join(', ')}
     FROM ${entries} a JOIN catalogue_item i ON i.id = a.item_id
     LEFT JOIN (SELECT e.activity_id, count(*)::int AS count FROM evidence e
       WHERE e.activity_id = ANY (ARRAY(SELECT b.id FROM ${entries} b)) AND e.removed_at IS NULL GROUP BY e.activity_id) p
       ON p.activity_id = a.id
     WHERE a.work_date BETWEEN ${from} AND ${to}
     ORDER BY a.work_date DESC, a.start_minute NULLS LAST, a.id) n`;

/** The entries out of their columns. */
export function listedEntries(columns: ListedColumns): LoggedEntry[] {
  const at = <Column extends keyof ListedRow>(column: Column, index: number): ListedRow[Column] =>
    columns[column]![index]!;
  return (columns.id ?? []).map((id, index) => {
    const returned = at('returned', index);
    return {
      id,
      workDate: localDate(at('work_date', index)),
      status: at('status', index),
      version: at('version', index),
      itemName: at('item_name', index),
      unitName: at('unit_name', index),
      description: at('description', index),
      volume: at('volume', index),
      startMinute: at('start_minute', index),
      endMinute: at('end_minute', index),
      points: at('points', index),
      evidenceCount: at('evidence_count', index),
      createdAt: new Date(at('created_at', index)),
      preparedBy: at('prepared_by', index) ?? undefined,
      returned: returned
        ? { ...returned, at: new Date(returned.at), reasonCode: returned.reasonCode ?? '' }
        : undefined,
    };
  });
}
