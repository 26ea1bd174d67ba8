import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf, type Holder } from './queries.ts';
import type { PositionKind } from './position-kinds.ts';
import { positionOn, unitOn } from './unit-queries.ts';

/** A chair in the tree on a day, with who holds it and who decides where nobody does. */
export interface TreeRow {
  readonly id: string;
  readonly title: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly superiorId: string | null;
  readonly kind: PositionKind;
  readonly oneStep: boolean;
  readonly validatorTitle: string | null;
  readonly holders: readonly Holder[];
  /** The first chair above that somebody holds; only for a vacant chair. */
  readonly insteadTitle: string | null;
  /** Chairs directly below. */
  readonly below: number;
}

/** Most chairs that one page shows. */
export const TREE_ROWS = 400;

const HELD = `a.kind <> 'KETUA_TIM' AND a.from_date <= $1 AND (a.last_date IS NULL OR a.last_date >= $1)`;
const LATEST = `NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = v.position_id AND n.from_date <= $1 AND n.from_date > v.from_date)`;

const TREE = prepared(
  'organisation.tree',
  `WITH RECURSIVE tree AS (
     SELECT v.*, 0 AS depth FROM position_version v
     WHERE v.from_date <= $1::date AND ${LATEST}
       AND ($2::uuid IS NULL AND v.superior_id IS NULL AND v.kind = 'PEJABAT_NEGARA'
         OR v.unit_id = $2::uuid AND NOT EXISTS (
           SELECT 1 FROM ${positionOn('v.superior_id', '$1::date')} s WHERE s.unit_id = $2::uuid))
     UNION ALL
     SELECT v.*, t.depth + 1 FROM tree t JOIN position_version v ON v.superior_id = t.position_id
     WHERE t.depth < $3 AND v.from_date <= $1::date AND ${LATEST}
   ), shown AS (
     SELECT DISTINCT ON (position_id) * FROM tree ORDER BY position_id, depth
   )
   SELECT t.position_id AS id, t.title, t.unit_id AS "unitId", u.name AS "unitName", t.superior_id AS "superiorId", t.kind,
     t.one_step AS "oneStep", (SELECT c.title FROM ${positionOn('t.validator_id', '$1::date')} c) AS "validatorTitle",
     h.holders, CASE WHEN h.vacant THEN (
       SELECT c.title FROM (SELECT takar_chair_above(t.position_id, '{}', $1) AS id) i JOIN ${positionOn('i.id', '$1::date')} c ON true
     ) END AS "insteadTitle",
     (SELECT count(*)::int FROM position_version v WHERE v.superior_id = t.position_id AND v.from_date <= $1::date AND ${LATEST}) AS below
   FROM shown t
   JOIN ${unitOn('t.unit_id', '$1')} u ON true
   CROSS JOIN LATERAL (
     SELECT coalesce(jsonb_agg(jsonb_build_object('employeeId', e.id, 'name', ${fullNameOf('e')}, 'kind', a.kind)
       ORDER BY a.kind = 'DEFINITIF' DESC, a.from_date, e.name), '[]'::jsonb) AS holders,
       count(*) FILTER (WHERE a.kind <> 'KETUA_TIM') = 0 AS vacant
     FROM assignment a JOIN employee e ON e.id = a.employee_id
     WHERE a.position_id = t.position_id AND a.from_date <= $1 AND (a.last_date IS NULL OR a.last_date >= $1)
   ) h
   ORDER BY t.depth, t.title, t.position_id LIMIT $4`,
);

/** The chairs from the top (or from the head of a unit) down, as many levels as asked, at most TREE_ROWS + 1. */
export async function treeOn(sql: Sql, day: LocalDate, unitId: string | undefined, levels: number): Promise<TreeRow[]> {
  const { rows } = await sql.query<TreeRow & Record<string, unknown>>(TREE, [
    day,
    unitId ?? null,
    levels,
    TREE_ROWS + 1,
  ]);
  return rows;
}

/** Kinds of trouble in the tree, each with what it does. */
export const PROBLEMS = {
  tanpa_atasan: 'Jabatan tanpa jabatan atasan',
  kosong: 'Jabatan kosong yang dilewati kegiatan bawahannya',
  tanpa_jabatan: 'Pegawai tanpa jabatan',
  tanpa_kepala: 'Unit tanpa kepala',
  tanpa_kelas: 'Jabatan tanpa kelas',
} as const;

export type Problem = keyof typeof PROBLEMS;

/** Something amiss: a chair, a person or a unit. */
export interface ProblemRow {
  readonly problem: Problem;
  readonly id: string;
  readonly name: string;
  readonly unitName: string | null;
  /** How many of this problem there are in all. */
  readonly total: number;
}

const MOST_OF_EACH = 30;

const PROBLEM_ROWS = prepared(
  'organisation.problems',
  `WITH chairs AS MATERIALIZED (
     SELECT v.*, u.name AS unit_name, EXISTS (SELECT 1 FROM assignment a WHERE a.position_id = v.position_id AND ${HELD}) AS held
     FROM position_version v JOIN ${unitOn('v.unit_id', '$1::date')} u ON true
     WHERE v.from_date <= $1::date AND ${LATEST}
   ), found AS (
     SELECT 'tanpa_atasan' AS problem, position_id AS id, title AS name, unit_name FROM chairs
     WHERE superior_id IS NULL AND kind <> 'PEJABAT_NEGARA'
     UNION ALL
     SELECT 'kosong', c.position_id, c.title, c.unit_name FROM chairs c
     WHERE NOT c.held AND EXISTS (SELECT 1 FROM chairs b WHERE b.superior_id = c.position_id AND b.held)
     UNION ALL
     SELECT 'tanpa_jabatan', e.id, ${fullNameOf('e')}, NULL FROM employee e
     JOIN LATERAL (SELECT s.status FROM employee_status s WHERE s.employee_id = e.id AND s.from_date <= $1
       ORDER BY s.from_date DESC LIMIT 1) s ON s.status NOT IN ('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')
     WHERE NOT EXISTS (SELECT 1 FROM assignment a WHERE a.employee_id = e.id AND a.kind = 'DEFINITIF'
       AND a.from_date <= $1 AND (a.last_date IS NULL OR a.last_date >= $1))
     UNION ALL
     SELECT 'tanpa_kepala', o.id, v.name, NULL FROM org_unit o JOIN ${unitOn('o.id', '$1')} v ON true
     WHERE NOT EXISTS (SELECT 1 FROM chairs c LEFT JOIN chairs s ON s.position_id = c.superior_id
       WHERE c.unit_id = o.id AND c.held AND s.unit_id IS DISTINCT FROM c.unit_id)
     UNION ALL
     SELECT 'tanpa_kelas', position_id, title, unit_name FROM chairs WHERE job_class = 0 AND kind <> 'PEJABAT_NEGARA'
   )
   SELECT problem, id, name, unit_name AS "unitName", total FROM (
     SELECT f.*, count(*) OVER (PARTITION BY problem)::int AS total,
       row_number() OVER (PARTITION BY problem ORDER BY unit_name, name, id) AS place
     FROM found f
   ) n WHERE place <= $2 ORDER BY problem, place`,
);

/** What is amiss on a day, at most thirty of each kind, with how many there are. */
export async function problemsOn(sql: Sql, day: LocalDate): Promise<ProblemRow[]> {
  const { rows } = await sql.query<ProblemRow & Record<string, unknown>>(PROBLEM_ROWS, [day, MOST_OF_EACH]);
  return rows;
}
