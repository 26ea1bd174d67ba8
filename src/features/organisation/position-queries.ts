import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { Holding, PositionKind } from './position-kinds.ts';
import { fullNameOf } from './queries.ts';
import { positionOn, unitOn } from './unit-queries.ts';

/** One dated version of a position, with the names that its ids stand for. */
export interface PositionVersion {
  readonly from: LocalDate;
  readonly title: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly payrollUnitId: string;
  readonly superiorId: string | null;
  readonly superiorTitle: string | null;
  readonly kind: PositionKind;
  readonly echelon: string | null;
  readonly jobClass: number;
  readonly family: string;
  readonly oneStep: boolean;
  readonly validatorId: string | null;
  readonly validatorTitle: string | null;
  readonly duties: string | null;
  readonly decree: string | null;
}

const titleOf = (position: string): string => `(SELECT t.title FROM position_version t WHERE t.position_id = ${position}
      ORDER BY t.from_date <= v.from_date DESC, abs(t.from_date - v.from_date) LIMIT 1)`;

const VERSIONS = prepared(
  'organisation.position_versions',
  `SELECT p.code, v.from_date AS "from", v.title, v.unit_id AS "unitId", u.name AS "unitName",
     u.payroll_unit_id AS "payrollUnitId", v.superior_id AS "superiorId", ${titleOf('v.superior_id')} AS "superiorTitle",
     v.kind, v.echelon, v.job_class AS "jobClass", v.family, v.one_step AS "oneStep", v.validator_id AS "validatorId",
     ${titleOf('v.validator_id')} AS "validatorTitle", v.duties, v.decree
   FROM position p JOIN position_version v ON v.position_id = p.id
   JOIN LATERAL (SELECT x.name, x.payroll_unit_id FROM org_unit_version x WHERE x.unit_id = v.unit_id
     ORDER BY x.from_date <= v.from_date DESC, abs(x.from_date - v.from_date) LIMIT 1) u ON true
   WHERE p.id = $1 ORDER BY v.from_date`,
);

/** A position's code and its versions, oldest first; undefined where there is no such position. */
export async function positionVersions(
  sql: Sql,
  positionId: string,
): Promise<{ code: string; versions: PositionVersion[] } | undefined> {
  const { rows } = await sql.query<PositionVersion & { code: string }>(VERSIONS, [positionId]);
  const code = rows[0]?.code;
  return code === undefined ? undefined : { code, versions: rows };
}

/** Somebody's hold on a chair. */
export interface HoldRow {
  readonly employeeId: string;
  readonly name: string;
  readonly kind: Holding;
  readonly from: LocalDate;
  readonly last: LocalDate | null;
  readonly decree: string | null;
}

const HOLDS = prepared(
  'organisation.position_holds',
  `SELECT e.id AS "employeeId", ${fullNameOf('e')} AS name, a.kind, a.from_date AS "from", a.last_date AS last, a.decree
   FROM assignment a JOIN employee e ON e.id = a.employee_id
   WHERE a.position_id = $1 AND (a.last_date IS NULL OR a.last_date >= a.from_date)
   ORDER BY a.from_date DESC, a.kind LIMIT 100`,
);

/** Who held a chair and who holds it, latest first. */
export async function holdsOf(sql: Sql, positionId: string): Promise<HoldRow[]> {
  const { rows } = await sql.query<HoldRow & Record<string, unknown>>(HOLDS, [positionId]);
  return rows;
}

/** A chair as lists and choices show it. */
export interface ChairRow {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly unitName: string;
  readonly jobClass: number;
  readonly echelon: string | null;
  readonly oneStep: boolean;
  /** Names of those who hold it, acting ones marked; empty where nobody does. */
  readonly holders: string;
}

/** Names of the holders of chair `position` on `day`, acting ones marked. */
export const holderNames = (position: string, day: string): string => `coalesce((
      SELECT string_agg(CASE h.kind WHEN 'DEFINITIF' THEN '' WHEN 'PLT' THEN 'Plt. ' WHEN 'PLH' THEN 'Plh. ' ELSE 'Delegasi: ' END
             || ${fullNameOf('he')}, '; ' ORDER BY h.kind = 'DEFINITIF' DESC, h.from_date)
      FROM assignment h JOIN employee he ON he.id = h.employee_id
      WHERE h.position_id = ${position} AND h.kind <> 'KETUA_TIM' AND h.from_date <= ${day}
        AND (h.last_date IS NULL OR h.last_date >= ${day})), '')`;

const CHAIR_COLUMNS = `p.id, p.code, v.title, u.name AS "unitName", v.job_class AS "jobClass", v.echelon,
     v.one_step AS "oneStep", ${holderNames('p.id', '$1::date')} AS holders`;
const CHAIRS = `FROM position p JOIN ${positionOn('p.id', '$1::date')} v ON true JOIN ${unitOn('v.unit_id', '$1::date')} u ON true`;

export const CHAIRS_PER_PAGE = 50;

const LIST = prepared(
  'organisation.chairs',
  `SELECT ${CHAIR_COLUMNS} ${CHAIRS}
   WHERE ($2::uuid IS NULL OR v.unit_id = $2::uuid)
     AND NOT EXISTS (SELECT 1 FROM unnest($3::text[]) w WHERE v.title || ' ' || u.name || ' ' || p.code NOT ILIKE w)
     AND ($4::text IS NULL OR (v.title, p.id) > ($4::text, $5::uuid))
   ORDER BY v.title, p.id LIMIT $6`,
);

/** Where a page of a list begins: after this row. */
export interface Anchor {
  readonly text: string;
  readonly id: string;
}

const pattern = (word: string): string => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
/** Words of a search as patterns; all of them must be found. */
export const searchPatterns = (words: string): string[] =>
  words.replaceAll('\0', '').split(/\s+/).filter(Boolean).slice(0, 6).map(pattern);

/** Chairs by title: of a unit, with these words, from an anchor on; one more than asked tells that there are more. */
export async function chairsOn(
  sql: Sql,
  day: LocalDate,
  filter: { readonly unitId?: string | undefined; readonly words: string; readonly after?: Anchor | undefined },
  limit = CHAIRS_PER_PAGE,
): Promise<{ rows: ChairRow[]; more: boolean }> {
  const { rows } = await sql.query<ChairRow & Record<string, unknown>>(LIST, [
    day,
    filter.unitId ?? null,
    searchPatterns(filter.words),
    filter.after?.text ?? null,
    filter.after?.id ?? null,
    limit + 1,
  ]);
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

const THESE = prepared(
  'organisation.these_chairs',
  `SELECT ${CHAIR_COLUMNS} ${CHAIRS} WHERE p.id = ANY ($2::uuid[]) ORDER BY v.title, p.id`,
);

/** These chairs, where they exist on the day. */
export async function chairsById(sql: Sql, day: LocalDate, ids: readonly string[]): Promise<ChairRow[]> {
  const { rows } = await sql.query<ChairRow & Record<string, unknown>>(THESE, [day, [...ids]]);
  return rows;
}

const FAMILIES = prepared(
  'organisation.families',
  `SELECT DISTINCT f.family FROM (SELECT family FROM position_version UNION SELECT unnest(families) FROM catalogue_item) f
   ORDER BY 1 LIMIT 60`,
);

/** Families of positions that positions or the catalogue know. */
export async function knownFamilies(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ family: string }>(FAMILIES);
  return rows.map(row => row.family);
}
