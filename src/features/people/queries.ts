import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { searchPatterns, type Anchor } from '../organisation/position-queries.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { inScope, placeOf } from './access.ts';
import type { EmployeeStatus } from './statuses.ts';

/** The standing of `employee` on `day` (SQL expressions), one row or none. */
export const statusOn = (employee: string, day: string): string => `LATERAL (
    SELECT t.status, t.rank_grade, t.from_date FROM employee_status t WHERE t.employee_id = ${employee} AND t.from_date <= ${day}
    ORDER BY t.from_date DESC LIMIT 1)`;
const ENDED = `('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')`;

/** One line of the list of people. */
export interface PersonRow {
  readonly id: string;
  readonly nip: string | null;
  readonly name: string;
  /** The bare name, by which the list is ordered. */
  readonly ordered: string;
  readonly status: EmployeeStatus | null;
  readonly rank: string | null;
  /** The chair: held, last held, or to come. */
  readonly title: string | null;
  readonly unitName: string | null;
  readonly held: boolean;
}

/** Which people: those who work, of one standing, who left, or without a chair. */
export const PEOPLE_FILTERS = {
  bekerja: 'Yang bekerja',
  PNS: 'PNS',
  CPNS: 'CPNS',
  PPPK: 'PPPK',
  NON_ASN: 'Non-ASN',
  PEJABAT: 'Pejabat tanpa NIP',
  tanpa_jabatan: 'Tanpa jabatan',
  berhenti: 'Sudah berhenti',
} as const;
export type PeopleFilter = keyof typeof PEOPLE_FILTERS;

export const PEOPLE_PER_PAGE = 50;

/* Planned anew each time: without words it walks along the names, with words it looks for them first. */
const LIST = `SELECT e.id, e.nip, ${fullNameOf('e')} AS name, e.name AS ordered, st.status, st.rank_grade AS rank, pl.title,
     pl.unit_name AS "unitName", coalesce(pl.held, false) AS held
   FROM employee e
   LEFT JOIN ${placeOf('e.id', '$1::date')} pl ON true
   LEFT JOIN ${statusOn('e.id', '$1::date')} st ON true
   WHERE ${inScope('pl', '$2')}
     AND ($3::uuid IS NULL OR pl.unit_id = $3::uuid)
     AND e.name ILIKE ALL ($4::text[])
     AND CASE $5::text
       WHEN 'bekerja' THEN coalesce(st.status, '') NOT IN ${ENDED}
       WHEN 'berhenti' THEN st.status IN ${ENDED}
       WHEN 'tanpa_jabatan' THEN coalesce(st.status, '') NOT IN ${ENDED} AND NOT coalesce(pl.held, false)
       ELSE st.status = $5::text END
     AND ($6::text IS NULL OR (e.name, e.id) > ($6::text, $7::uuid))
   ORDER BY e.name, e.id LIMIT ${String(PEOPLE_PER_PAGE + 1)}`;

export interface PeopleAsked {
  readonly scope: readonly string[] | null;
  readonly unitId?: string | undefined;
  readonly words: string;
  readonly which: PeopleFilter;
  readonly after?: Anchor | undefined;
}

/** People within a scope, by name, from an anchor on. */
export async function peopleOn(
  sql: Sql,
  day: LocalDate,
  asked: PeopleAsked,
): Promise<{ rows: PersonRow[]; more: boolean }> {
  const { rows } = await sql.query<PersonRow & Record<string, unknown>>(LIST, [
    day,
    asked.scope && [...asked.scope],
    asked.unitId ?? null,
    searchPatterns(asked.words),
    asked.which,
    asked.after?.text ?? null,
    asked.after?.id ?? null,
  ]);
  return { rows: rows.slice(0, PEOPLE_PER_PAGE), more: rows.length > PEOPLE_PER_PAGE };
}

const BY_NIP = prepared(
  'people.by_nip',
  `SELECT e.id FROM employee e LEFT JOIN ${placeOf('e.id', '$1::date')} pl ON true
   WHERE (e.nip = $3 OR e.nik = $3) AND ${inScope('pl', '$2')}`,
);

/** The person with this NIP or NIK within a scope. */
export async function personByNumber(
  sql: Sql,
  day: LocalDate,
  scope: readonly string[] | null,
  number: string,
): Promise<string | undefined> {
  const { rows } = await sql.query<{ id: string }>(BY_NIP, [day, scope && [...scope], number]);
  return rows[0]?.id;
}

/** A person with everything the page shows. */
export interface Person {
  readonly id: string;
  readonly nip: string | null;
  readonly nik: string | null;
  readonly name: string;
  readonly fullName: string;
  readonly frontTitle: string | null;
  readonly backTitle: string | null;
  readonly npwp: string | null;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly version: number;
  readonly login: string | null;
  readonly status: EmployeeStatus | null;
  readonly rank: string | null;
  readonly positionId: string | null;
  readonly title: string | null;
  readonly jobClass: number | null;
  readonly unitName: string | null;
  readonly held: boolean;
  /** Where the person works when that is not the unit. */
  readonly workplace: string | null;
}

const PERSON = prepared(
  'people.person',
  `SELECT e.id, e.nip, e.nik, e.name, ${fullNameOf('e')} AS "fullName", e.front_title AS "frontTitle",
     e.back_title AS "backTitle", e.npwp, e.bank_name AS "bankName", e.bank_account AS "bankAccount", e.phone, e.email,
     e.version, a.login, st.status, st.rank_grade AS rank, pl.position_id AS "positionId", pl.title,
     pl.job_class AS "jobClass", pl.unit_name AS "unitName", coalesce(pl.held, false) AS held,
     (SELECT (SELECT n.name FROM org_unit_version n WHERE n.unit_id = w.unit_id AND n.from_date <= $1
              ORDER BY n.from_date DESC LIMIT 1)
      FROM employee_workplace w WHERE w.employee_id = e.id AND w.from_date <= $1
      ORDER BY w.from_date DESC LIMIT 1) AS workplace
   FROM employee e
   LEFT JOIN account a ON a.employee_id = e.id
   LEFT JOIN ${placeOf('e.id', '$1::date')} pl ON true
   LEFT JOIN ${statusOn('e.id', '$1::date')} st ON true
   WHERE e.id = $3 AND ${inScope('pl', '$2')}`,
);

/** One person within a scope; undefined where there is none (the page answers 404). */
export async function personOn(
  sql: Sql,
  day: LocalDate,
  scope: readonly string[] | null,
  id: string,
): Promise<Person | undefined> {
  const { rows } = await sql.query<Person & Record<string, unknown>>(PERSON, [day, scope && [...scope], id]);
  return rows[0];
}

const CHAIN = prepared(
  'people.chain',
  `SELECT v.chair AS "verifierChair", v.one_step AS "oneStep", CASE
     WHEN v.one_step OR v.chair IS NULL THEN NULL
     WHEN v.named IS NOT NULL THEN takar_chair_from(v.named, ARRAY[$1::uuid, h.person], $2)
     ELSE takar_chair_above(v.chair, ARRAY[$1::uuid, h.person], $2) END AS "validatorChair"
   FROM (
     SELECT takar_chair_above($3::uuid, ARRAY[$1::uuid], $2) AS chair, takar_named_validator($3::uuid, $2) AS named, p.one_step
     FROM (SELECT one_step FROM position_version WHERE position_id = $3 AND from_date <= $2 ORDER BY from_date DESC LIMIT 1) p
   ) v
   LEFT JOIN LATERAL (
     SELECT a.employee_id AS person FROM assignment a
     WHERE a.position_id = v.chair AND a.kind <> 'KETUA_TIM' AND a.employee_id <> $1
       AND a.from_date <= $2 AND (a.last_date IS NULL OR a.last_date >= $2)
     ORDER BY a.kind = 'DEFINITIF' DESC, a.from_date DESC LIMIT 1
   ) h ON true`,
);

/** The chairs that verify and validate the entries of somebody in a chair on a day; the usual verifier is assumed. */
export async function chainOf(
  sql: Sql,
  employeeId: string,
  positionId: string,
  day: LocalDate,
): Promise<{ verifierChair: string | null; validatorChair: string | null; oneStep: boolean }> {
  const { rows } = await sql.query<{
    verifierChair: string | null;
    validatorChair: string | null;
    oneStep: boolean;
  }>(CHAIN, [employeeId, day, positionId]);
  return rows[0] ?? { verifierChair: null, validatorChair: null, oneStep: false };
}
