import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { month, type Month } from '../../domain/month.ts';
import { parseRatio, type Ratio } from '../../domain/ratio.ts';
import type { LinkedWork } from '../../domain/skp/realisation.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { CHAIRS, PLAN_IS_MINE } from './access.ts';

const decimal = (text: string): Ratio => {
  const value = parseRatio(text);
  if (value === null) throw new Error(`not a decimal of the database: ${text}`);
  return value;
};

/** What validated entries of a month come to, for one target (by its origin). */
export interface WorkOfMonth extends LinkedWork {
  readonly origin: string;
  readonly month: Month;
}

const WORK = prepared(
  'skp.work',
  `SELECT coalesce(t.origin_id, t.id) AS origin, to_char(a.work_date, 'YYYY-MM') AS month, i.unit_name,
     trim_scale(coalesce(sum(a.volume), 0))::text AS volume, count(*)::int AS entries
   FROM activity a JOIN skp_target t ON t.id = a.target_id JOIN catalogue_item i ON i.id = a.item_id
   WHERE a.employee_id = $1 AND a.status = 'divalidasi'
     AND a.work_date BETWEEN make_date($2, 1, 1) AND make_date($2, 12, 31)
   GROUP BY 1, 2, 3`,
);

/** A person's validated entries of a year that are tied to targets, counted by target, month and unit. */
export async function linkedWork(sql: Sql, employeeId: string, year: number): Promise<WorkOfMonth[]> {
  const { rows } = await sql.query<{
    origin: string;
    month: string;
    unit_name: string;
    volume: string;
    entries: number;
  }>(WORK, [employeeId, year]);
  return rows.map(row => ({
    origin: row.origin,
    month: month(row.month),
    unitName: row.unit_name,
    volume: decimal(row.volume),
    entries: row.entries,
  }));
}

/** What was last written about one indicator (by its origin) and month. */
export interface Recorded {
  readonly origin: string;
  readonly month: Month;
  readonly value: Ratio;
  readonly obstacle: string | null;
  readonly at: Date;
  /** Evidence of everything written about this month. */
  readonly files: readonly RealisationFile[];
}

export interface RealisationFile {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

const RECORDED = prepared(
  'skp.recorded',
  `SELECT DISTINCT ON (origin, r.month) coalesce(i.origin_id, i.id) AS origin, r.month, trim_scale(r.value)::text AS value,
     r.obstacle, r.at,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size) ORDER BY f.added_at, f.name, f.id),
                      '[]'::jsonb)
      FROM skp_realisation o JOIN skp_indicator oi ON oi.id = o.indicator_id
      JOIN attachment f ON f.object_type = 'skp_realisation' AND f.object_id = o.evidence_id
      WHERE o.month = r.month AND coalesce(oi.origin_id, oi.id) = coalesce(i.origin_id, i.id)) AS files
   FROM skp_target t JOIN skp_indicator i ON i.target_id = t.id JOIN skp_realisation r ON r.indicator_id = i.id
   WHERE t.employee_id = $1 AND t.year = $2
   ORDER BY origin, r.month, r.id DESC`,
);

/** What a person has written about the months of a year: the latest of each indicator and month. */
export async function recordedOf(sql: Sql, employeeId: string, year: number): Promise<Recorded[]> {
  const { rows } = await sql.query<{
    origin: string;
    month: string;
    value: string;
    obstacle: string | null;
    at: Date;
    files: RealisationFile[];
  }>(RECORDED, [employeeId, year]);
  return rows.map(row => ({
    origin: row.origin,
    month: month(row.month.slice(0, 7)),
    value: decimal(row.value),
    obstacle: row.obstacle,
    at: row.at,
    files: row.files,
  }));
}

const FILE = prepared(
  'skp.file',
  `${CHAIRS} SELECT f.id, f.name, f.media_type AS "mediaType", f.sha256
   FROM attachment f JOIN skp_realisation r ON r.evidence_id = f.object_id JOIN skp_indicator i ON i.id = r.indicator_id
   JOIN skp_target t ON t.id = i.target_id JOIN skp_plan p ON p.id = t.plan_id
   WHERE f.object_type = 'skp_realisation' AND f.id = $3 AND (p.employee_id = $1 OR ${PLAN_IS_MINE})`,
);

/** A file of a realisation, for its owner and the superior of its chair; undefined for everybody else. */
export async function realisationFile(
  sql: Sql,
  readerId: string,
  today: LocalDate,
  fileId: string,
): Promise<{ id: string; name: string; mediaType: string; sha256: string } | undefined> {
  const { rows } = await sql.query<{ id: string; name: string; mediaType: string; sha256: string }>(FILE, [
    readerId,
    localDate(today),
    fileId,
  ]);
  return rows[0];
}
