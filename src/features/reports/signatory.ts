import type { LocalDate } from '../../domain/local-date.ts';
import { rankInWords } from '../../domain/rank.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { Signature } from '../../platform/documents/pdf-blocks.ts';
import { date, nip } from '../../platform/render/format.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** A person as papers name them. */
export interface PaperPerson {
  /** With titles. */
  readonly name: string;
  readonly nip: string | null;
  /** PNS, CPNS, PPPK, …; null where nothing is recorded. */
  readonly status: string | null;
  readonly grade: string | null;
}

/** Somebody who signs for a chair. */
export interface Signatory extends PaperPerson {
  /** 'Kepala Dinas', 'Plt. Kepala Dinas'; with a letter 'a.n. Kepala Dinas' and below it the own title. */
  readonly titles: readonly string[];
}

/** The number's name: what PPPK hold is not called NIP. */
export const numberLabel = (status: string | null): string => (status === 'PPPK' ? 'NI PPPK' : 'NIP');

/** 'NIP 19680312 199403 1 005'; empty for officials without a number. */
export const numberLine = (person: PaperPerson): string =>
  person.nip === null ? '' : `${numberLabel(person.status)} ${nip(person.nip)}`;

/** Name, rank and number below the space for the signature. */
export function signatureOf(heading: readonly string[], person: PaperPerson | undefined): Signature {
  const lines = person ? [rankInWords(person.grade), numberLine(person)].filter(line => line !== '') : [];
  return { heading, name: person?.name ?? '', lines };
}

/** 'Paringin, 30 November 2026', or the date alone. */
export const placeAndDate = (city: string, day: LocalDate): string =>
  [city, date(day).replace(/^[^,]+, /, '')].filter(part => part !== '').join(', ');

/** The columns that name a person on a day; `person` and `day` are SQL expressions, `e` the employee row. */
export const PERSON_COLUMNS = `${fullNameOf('e')} AS name, e.nip, s.status, s.rank_grade AS grade`;
export const statusJoin = (person: string, day: string): string => `LEFT JOIN LATERAL (
    SELECT v.status, v.rank_grade FROM employee_status v WHERE v.employee_id = ${person} AND v.from_date <= ${day}
    ORDER BY v.from_date DESC LIMIT 1) s ON true`;
const titleOn = (position: string, day: string): string => `(SELECT v.title FROM position_version v
    WHERE v.position_id = ${position} AND v.from_date <= ${day} ORDER BY v.from_date DESC LIMIT 1)`;

/*
 * Who signs for the chair above: the first chair up the tree that is held (a vacancy climbs). While its holder is
 * hindered, who acts for the day (Plh) or by letter signs; in a vacancy the acting officer (Plt).
 */
const SUPERIOR = prepared(
  'reports.superior',
  `SELECT ${PERSON_COLUMNS}, a.kind, ${titleOn('a.position_id', '$3::date')} AS chair,
     (SELECT ${titleOn('o.position_id', '$3::date')} FROM assignment o WHERE o.employee_id = e.id AND o.kind = 'DEFINITIF'
        AND o.from_date <= $3 AND (o.last_date IS NULL OR o.last_date >= $3) LIMIT 1) AS own_title
   FROM (SELECT takar_chair_above($1::uuid, ARRAY[$2::uuid], $3::date) AS id) c
   JOIN assignment a ON a.position_id = c.id AND a.kind <> 'KETUA_TIM' AND a.employee_id <> $2
     AND a.from_date <= $3 AND (a.last_date IS NULL OR a.last_date >= $3)
   JOIN employee e ON e.id = a.employee_id
   ${statusJoin('e.id', '$3::date')}
   ORDER BY array_position(ARRAY['PLH', 'DELEGASI', 'DEFINITIF', 'PLT'], a.kind), a.from_date DESC, a.id LIMIT 1`,
);

interface SuperiorRow extends PaperPerson, Record<string, unknown> {
  kind: 'DEFINITIF' | 'PLT' | 'PLH' | 'DELEGASI';
  chair: string;
  own_title: string | null;
}

/** Who signs as direct superior of a chair on a day; undefined at the top of the tree. */
export async function superiorOf(
  sql: Sql,
  positionId: string,
  employeeId: string,
  day: LocalDate,
): Promise<Signatory | undefined> {
  const { rows } = await sql.query<SuperiorRow>(SUPERIOR, [positionId, employeeId, day]);
  const row = rows[0];
  return row && { name: row.name, nip: row.nip, status: row.status, grade: row.grade, titles: titlesOf(row) };
}

function titlesOf({ kind, chair, own_title: ownTitle }: SuperiorRow): string[] {
  switch (kind) {
    case 'DEFINITIF':
      return [chair];
    case 'PLT':
      return [`Plt. ${chair}`];
    case 'PLH':
      return [`Plh. ${chair}`];
    case 'DELEGASI':
      return [`a.n. ${chair}`, ...(ownTitle === null ? [] : [ownTitle])];
  }
}

/** A chair as it is on a day ($2), with the unit that pays it. */
const versionJoin = (position: string, name: string): string => `JOIN LATERAL (
       SELECT p.title, p.superior_id, u.payroll_unit_id
       FROM (SELECT x.title, x.superior_id, x.unit_id FROM position_version x WHERE x.position_id = ${position}
             AND x.from_date <= $2::date ORDER BY x.from_date DESC LIMIT 1) p
       JOIN LATERAL (SELECT y.payroll_unit_id FROM org_unit_version y WHERE y.unit_id = p.unit_id
             AND y.from_date <= $2::date ORDER BY y.from_date DESC LIMIT 1) u ON true) ${name} ON true`;

/*
 * `lead` is the chair by which somebody heads the office: paid by the unit, its superior's chair by another. Whoever acts in it for
 * the day (Plh) signs before its holder, the acting officer (Plt) in a vacancy; where the tree says nothing, the later right.
 * A right that waits for its second person puts nobody's name on paper.
 */
const OFFICERS = prepared(
  'reports.officers',
  `SELECT DISTINCT ON (g.role) g.role, ${PERSON_COLUMNS}, coalesce(lead.title, own.title) AS title
   FROM role_grant g
   JOIN account c ON c.id = g.account_id
   JOIN employee e ON e.id = c.employee_id
   ${statusJoin('e.id', '$2::date')}
   LEFT JOIN LATERAL (SELECT a.kind, CASE a.kind WHEN 'PLT' THEN 'Plt. ' WHEN 'PLH' THEN 'Plh. ' ELSE '' END || v.title AS title
     FROM assignment a
     ${versionJoin('a.position_id', 'v')}
     LEFT ${versionJoin('v.superior_id', 'above')}
     WHERE g.role = 'kepala_opd' AND a.employee_id = e.id AND a.kind IN ('DEFINITIF', 'PLT', 'PLH')
       AND a.from_date <= $2 AND (a.last_date IS NULL OR a.last_date >= $2)
       AND v.payroll_unit_id = $1 AND above.payroll_unit_id IS DISTINCT FROM $1
     ORDER BY array_position(ARRAY['PLH', 'DEFINITIF', 'PLT'], a.kind), a.from_date DESC LIMIT 1) lead ON true
   LEFT JOIN LATERAL (SELECT ${titleOn('o.position_id', '$2::date')} AS title
     FROM assignment o WHERE o.employee_id = e.id AND o.kind <> 'KETUA_TIM'
       AND o.from_date <= $2 AND (o.last_date IS NULL OR o.last_date >= $2)
     ORDER BY o.kind = 'DEFINITIF' DESC, o.from_date DESC LIMIT 1) own ON true
   WHERE g.payroll_unit_id = $1 AND g.role IN ('kepala_opd', 'pengelola', 'bendahara')
     AND g.from_date <= $2 AND (g.until_date IS NULL OR g.until_date >= $2) AND (g.confirmed_by IS NOT NULL OR g.waived)
   ORDER BY g.role, array_position(ARRAY['PLH', 'DEFINITIF', 'PLT'], lead.kind) NULLS LAST, g.from_date DESC, g.id`,
);

/** Who signs for an office: its head, its personnel clerk, its treasurer. */
export interface Officers {
  readonly head: Signatory | undefined;
  readonly clerk: Signatory | undefined;
  readonly treasurer: Signatory | undefined;
}

/** Head, personnel clerk and treasurer of a payroll unit on a day, by the rights they hold. */
export async function officersOf(sql: Sql, payrollUnitId: string, day: LocalDate): Promise<Officers> {
  const { rows } = await sql.query<PaperPerson & { role: string; title: string | null } & Record<string, unknown>>(
    OFFICERS,
    [payrollUnitId, day],
  );
  const find = (role: string): Signatory | undefined => {
    const row = rows.find(each => each.role === role);
    return row && { ...row, titles: row.title === null ? [] : [row.title] };
  };
  return { head: find('kepala_opd'), clerk: find('pengelola'), treasurer: find('bendahara') };
}
