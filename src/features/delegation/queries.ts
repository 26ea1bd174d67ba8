import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** A chair with what its height is judged by. */
export interface RankedChair {
  readonly kind: string;
  readonly echelon: string | null;
}

/** The definitive chair from which somebody may name a delegate. */
export interface GiverChair {
  readonly positionId: string;
  readonly title: string;
  readonly payrollUnitId: string;
  /** The chairs directly below it. */
  readonly below: readonly RankedChair[];
}

const inForce = (table: string, key: string, day: string): string =>
  `NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = ${table}.${key} AND n.from_date <= ${day} AND n.from_date > ${table}.from_date)`;

const GIVER = prepared(
  'delegation.giver',
  `SELECT s.position_id, v.title, u.payroll_unit_id,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'echelon', c.echelon)), '[]'::jsonb)
      FROM position_version c WHERE c.superior_id = s.position_id AND c.from_date <= $2 AND ${inForce('c', 'position_id', '$2')}) AS below
   FROM assignment s
   JOIN LATERAL (SELECT p.title, p.unit_id FROM position_version p WHERE p.position_id = s.position_id AND p.from_date <= $2
                 ORDER BY p.from_date DESC LIMIT 1) v ON true
   JOIN LATERAL (SELECT o.payroll_unit_id FROM org_unit_version o WHERE o.unit_id = v.unit_id AND o.from_date <= $2
                 ORDER BY o.from_date DESC LIMIT 1) u ON true
   WHERE s.employee_id = $1 AND s.kind = 'DEFINITIF' AND s.from_date <= $2 AND (s.last_date IS NULL OR s.last_date >= $2)`,
);

/** The chair of one's own that can be delegated on a day; undefined for who holds none definitively or leads nobody. */
export async function giverChairOf(sql: Sql, employeeId: string, day: LocalDate): Promise<GiverChair | undefined> {
  const { rows } = await sql.query<{
    position_id: string;
    title: string;
    payroll_unit_id: string;
    below: RankedChair[];
  }>(GIVER, [employeeId, day]);
  const row = rows[0];
  if (!row || row.below.length === 0) return undefined;
  return { positionId: row.position_id, title: row.title, payrollUnitId: row.payroll_unit_id, below: row.below };
}

/** Somebody who could stand in. */
export interface Candidate extends RankedChair {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

/** How many are listed. */
export const MOST_CANDIDATES = 40;
const CANDIDATES = prepared(
  'delegation.candidates',
  `SELECT e.id, ${fullNameOf('e')} AS name, v.title, v.kind, v.echelon
   FROM assignment s JOIN employee e ON e.id = s.employee_id JOIN account ac ON ac.employee_id = e.id AND ac.disabled_at IS NULL
   JOIN LATERAL (SELECT p.title, p.kind, p.echelon, p.unit_id FROM position_version p WHERE p.position_id = s.position_id
                 AND p.from_date <= $2 ORDER BY p.from_date DESC LIMIT 1) v ON true
   JOIN LATERAL (SELECT o.payroll_unit_id FROM org_unit_version o WHERE o.unit_id = v.unit_id AND o.from_date <= $2
                 ORDER BY o.from_date DESC LIMIT 1) u ON true
   WHERE s.kind = 'DEFINITIF' AND s.from_date <= $2 AND (s.last_date IS NULL OR s.last_date >= $2)
     AND u.payroll_unit_id = $3 AND e.id <> $1
     AND ($4::text = '' OR strpos(lower(e.name), lower($4)) > 0) AND ($5::uuid IS NULL OR e.id = $5)
   ORDER BY v.echelon NULLS LAST, e.name, e.id LIMIT ${String(MOST_CANDIDATES)}`,
);

/** Who sits in the giver's own office, by name; or one person of it. */
export async function candidatesFor(
  sql: Sql,
  giver: { readonly employeeId: string; readonly payrollUnitId: string },
  day: LocalDate,
  wanted: { readonly name?: string; readonly id?: string },
): Promise<Candidate[]> {
  const values = [giver.employeeId, day, giver.payrollUnitId, wanted.name ?? '', wanted.id ?? null];
  return (await sql.query<Candidate & Record<string, unknown>>(CANDIDATES, values)).rows;
}

/** A delegation as its giver sees it. */
export interface Delegation {
  readonly id: string;
  readonly delegateId: string;
  readonly name: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly decree: string;
}

const GIVEN = prepared(
  'delegation.given',
  `SELECT s.id, s.employee_id, ${fullNameOf('e')} AS name, s.from_date, s.last_date, s.decree
   FROM assignment s JOIN employee e ON e.id = s.employee_id
   WHERE s.position_id = $1 AND s.kind = 'DELEGASI' ORDER BY s.from_date DESC, s.id DESC LIMIT 50`,
);

/** The delegations of a chair, the latest first; ones that never began are left out by the caller where it matters. */
export async function delegationsOf(sql: Sql, positionId: string): Promise<Delegation[]> {
  const { rows } = await sql.query<{
    id: string;
    employee_id: string;
    name: string;
    from_date: string;
    last_date: string;
    decree: string | null;
  }>(GIVEN, [positionId]);
  return rows.map(row => ({
    id: row.id,
    delegateId: row.employee_id,
    name: row.name,
    from: localDate(row.from_date),
    until: localDate(row.last_date),
    decree: row.decree ?? '',
  }));
}
