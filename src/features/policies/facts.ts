import { createHash } from 'node:crypto';
import { workdays } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, lastDay, type Month } from '../../domain/month.ts';
import { allInputs } from '../../domain/tpp/layer-choice.ts';
import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { withChain, type Standing } from './chain-facts.ts';
import { ZONE_AT_END } from './decision-facts.ts';
import { furtherNamesSql, furtherSql, type FurtherSql } from './further-facts.ts';
import type { InForce } from './queries.ts';

/** One person's month as the product knows it. */
export interface GatheredFacts {
  readonly employeeId: string;
  readonly payrollUnitId: string;
  /** By source (`pegawai.kelas`, `kegiatan.poin_divalidasi`, `penggajian.bruto`), numbers as decimal text. */
  readonly facts: Readonly<Record<string, string>>;
  /** Entries of the month that do not count yet: drafts, sent, verified, returned. */
  readonly waiting: number;
  /** Why this person is on the roster but gets no line; null for everybody else. */
  readonly excluded: string | null;
}

/** Whose facts: a payroll unit or several, one person, or (all absent) the whole regency. */
export interface Gathering {
  readonly month: Month;
  readonly inForce: InForce;
  readonly payrollUnitId?: string | undefined;
  /** Several payroll units, where one is not enough. */
  readonly payrollUnitIds?: readonly string[] | undefined;
  readonly employeeId?: string | undefined;
  /** Several persons, whichever unit pays them. */
  readonly employeeIds?: readonly string[] | undefined;
  /** Entries count whichever unit's period they were written in: for a month that is computed again after a move. */
  readonly wherever?: boolean | undefined;
  /** Domain time up to which an open month's waiting is measured; without it the end of the last day that counts. */
  readonly at?: Date | undefined;
}

/** Entries that count once validated; for the running calculation those that wait are assumed approved. */
const COUNTED = ['divalidasi'];
const COUNTED_OR_WAITING = ['dikirim', 'diverifikasi', 'divalidasi'];
/** How many months back the running calculation looks for a fact not yet entered. */
const CARRIED_MONTHS = 3;

/** Entries `t` that do not count and may still come to count. */
export const UNDECIDED = "t.status NOT IN ('divalidasi', 'ditolak')";

/** Whose facts a statement gathers: conditions over an assignment `a` in a unit `u`, and the entries of the month. */
interface Whose {
  readonly chairs: string;
  readonly entries: string;
}

/** Of the units `$2` and the persons `$3`; null: of all. */
const ANY_OF: Whose = {
  // Chairs that have ever stood in a unit that these pay: keeps a unit's question from walking through the whole regency
  // (OFFSET 0: unit by unit, by the index).
  chairs: `($2::uuid[] IS NULL OR u.payroll_unit_id = ANY ($2::uuid[])) AND ($3::uuid[] IS NULL OR a.employee_id = ANY ($3::uuid[]))
    AND ($2::uuid[] IS NULL OR a.position_id = ANY (ARRAY(SELECT c.position_id FROM org_unit_version uv
      CROSS JOIN LATERAL (SELECT pv.position_id FROM position_version pv WHERE pv.unit_id = uv.unit_id OFFSET 0) c
      WHERE uv.payroll_unit_id = ANY ($2::uuid[]))))`,
  entries: `activity t
  WHERE t.work_date BETWEEN $1::date AND $5::date AND ($3::uuid[] IS NULL OR t.employee_id = ANY ($3::uuid[]))
    AND ($2::uuid[] IS NULL OR t.payroll_unit_id = ANY ($2::uuid[]))`,
};

/** Of the one person in `$3`: by the indexes of a person, so that one plan holds for everybody and is kept. */
const ONE: Whose = {
  chairs: `a.employee_id = ($3::uuid[])[1] AND $2::uuid[] IS NULL`,
  entries: 'activity t WHERE t.employee_id = ($3::uuid[])[1] AND t.work_date BETWEEN $1::date AND $5::date',
};

const rosterOf = ({ chairs }: Whose): string => `roster AS (
  SELECT a.employee_id, e.nip, e.name, pu.id AS payroll_unit_id, pu.code AS payroll_unit_code, u.name AS unit_name,
         u.kind AS unit_kind, u.work_pattern, p.title, p.kind, p.echelon, p.job_class, s.status, s.rank_grade
  FROM assignment a
  JOIN employee e ON e.id = a.employee_id
  JOIN LATERAL (SELECT * FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $1::date
                ORDER BY v.from_date DESC LIMIT 1) p ON true
  JOIN LATERAL (SELECT * FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $1::date
                ORDER BY v.from_date DESC LIMIT 1) u ON true
  JOIN payroll_unit pu ON pu.id = u.payroll_unit_id
  LEFT JOIN LATERAL (SELECT * FROM employee_status v WHERE v.employee_id = a.employee_id AND v.from_date <= $1::date
                     ORDER BY v.from_date DESC LIMIT 1) s ON true
  -- IS TRUE keeps the planner from the index of the exclusion constraint, ten times as slow for a list of chairs.
  WHERE (a.kind = 'DEFINITIF') IS TRUE AND a.from_date <= $1::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
    AND ${chairs}
)`;

/** Who is paid by a unit in a month, by the chair held on its first day `$1`: of the units `$2`, of the persons `$3`; null: all. */
export const ROSTER = rosterOf(ANY_OF);

/** Why a person `r` of the roster gets no line; null for everybody else. */
export const EXCLUDED = `CASE WHEN r.status = 'PEJABAT' OR r.kind = 'PEJABAT_NEGARA' THEN 'Pejabat negara tidak menerima TPP'
     WHEN r.status = 'NON_ASN' THEN 'Bukan ASN: tidak menerima TPP'
     WHEN r.status IN ('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR') THEN 'Sudah tidak bekerja sejak sebelum bulan ini'
     WHEN r.nip IS NULL THEN 'Tidak mempunyai NIP' END`;

/**
 * Entries added up by person. One person's entries of a day may stand in several units' periods, and count together only where
 * all of them do (`$13`); where they cannot, a day is what its unit's entries come to, and nothing is added up twice.
 */
const MONTHLY = {
  wherever: `daily AS (
  SELECT t.employee_id, t.work_date, sum(t.points) AS points, sum(t.waiting) AS waiting
  FROM entry_day_of_unit t
  JOIN roster r ON r.employee_id = t.employee_id AND (r.payroll_unit_id = t.payroll_unit_id OR $13::boolean)
  GROUP BY t.employee_id, t.work_date
), monthly AS (
  SELECT employee_id, sum(LEAST(points, $4::int)) AS counted, sum(points) AS points, sum(waiting)::int AS waiting
  FROM daily GROUP BY employee_id
)`,
  ownUnit: `monthly AS (
  SELECT m.employee_id, m.counted, m.points, m.waiting FROM (
    SELECT t.employee_id, t.payroll_unit_id, sum(LEAST(t.points, $4::int)) AS counted, sum(t.points) AS points,
           sum(t.waiting)::int AS waiting
    FROM entry_day_of_unit t WHERE NOT $13::boolean GROUP BY t.employee_id, t.payroll_unit_id) m
  JOIN roster r ON r.employee_id = m.employee_id AND r.payroll_unit_id = m.payroll_unit_id
)`,
} as const;

/**
 * What somebody did in the month: entries and days of presence, counted and added up. Entries are added up by person, unit
 * and day before the roster is asked (hence MATERIALIZED): each entry of the unit is read once, not once for everybody.
 */
const workOf = ({ entries }: Whose, monthly: keyof typeof MONTHLY): string => `entry_day_of_unit AS MATERIALIZED (
  SELECT t.employee_id, t.payroll_unit_id, t.work_date,
         coalesce(sum(t.points) FILTER (WHERE t.status = ANY ($6::text[])), 0) AS points,
         count(*) FILTER (WHERE ${UNDECIDED}) AS waiting
  FROM ${entries}
  GROUP BY t.employee_id, t.payroll_unit_id, t.work_date
), ${MONTHLY[monthly]}, presence AS (
  SELECT d.employee_id, trim_scale(LEAST(sum(d.cut_bp), $12::int)::numeric / 100)::text AS cut,
         count(*) FILTER (WHERE d.code = 'H' OR d.in_at IS NOT NULL OR d.out_at IS NOT NULL)::text AS present
  FROM attendance_day d JOIN roster r ON r.employee_id = d.employee_id
  WHERE d.day BETWEEN $1::date AND $5::date
  GROUP BY d.employee_id
), coded AS (
  SELECT k.employee_id, jsonb_object_agg(k.code, k.days)::text AS codes
  FROM (SELECT d.employee_id, c.code, count(*) AS days
        FROM attendance_day d JOIN roster r ON r.employee_id = d.employee_id
        CROSS JOIN LATERAL unnest(string_to_array(d.code, '+')) AS c (code)
        WHERE d.day BETWEEN $1::date AND $5::date AND c.code <> 'L' GROUP BY d.employee_id, c.code) k
  GROUP BY k.employee_id
)`;

/** The same columns without a sum: there is a person's presence or there is none, and no entry is looked at. */
const WORK_UNSUMMED = `monthly AS (
  SELECT NULL::uuid AS employee_id, 0 AS counted, 0 AS points, 0 AS waiting
  WHERE false AND ($4::int, $5::date, $6::text[], $12::int, $13::boolean) IS NOT NULL
), presence AS (
  SELECT r.employee_id, '0' AS cut, '0' AS present FROM roster r
  WHERE EXISTS (SELECT 1 FROM attendance_day d WHERE d.employee_id = r.employee_id AND d.day BETWEEN $1::date AND $5::date)
), coded AS (
  SELECT NULL::uuid AS employee_id, '' AS codes WHERE false
)`;

const gathered = (whose: Whose, work: string, further: FurtherSql): string => `
WITH ${rosterOf(whose)}, ${work}, latest AS (
  SELECT DISTINCT ON (f.employee_id, f.name) f.employee_id, f.name, f.value, f.correction AND f.month = $1::date AS corrects,
         f.withdrawn
  FROM roster r CROSS JOIN LATERAL (
    SELECT * FROM payroll_fact o
    WHERE o.employee_id = r.employee_id AND o.until_month IS NULL AND o.month BETWEEN $11::date AND $1::date
    UNION ALL SELECT * FROM payroll_fact o
    -- IS TRUE keeps the planner from reading every earlier month of the person.
    WHERE o.employee_id = r.employee_id AND o.until_month >= $1::date AND (o.month <= $1::date) IS TRUE
    OFFSET 0) f
  ORDER BY f.employee_id, f.name, CASE WHEN f.until_month IS NULL THEN f.month ELSE $1::date END DESC, f.id DESC
), entered AS (
  SELECT employee_id,
         jsonb_object_agg(CASE WHEN corrects THEN 'koreksi.' || name WHEN position('.' IN name) > 0 THEN name
           ELSE 'fakta.' || name END, value) AS facts
  FROM latest WHERE NOT withdrawn GROUP BY employee_id
), trial AS (
  SELECT u.payroll_unit_id, takar_trial_decree($1::date, u.payroll_unit_id) AS decree
  FROM (SELECT DISTINCT payroll_unit_id FROM roster) u
), asked AS (
  SELECT $14::timestamptz AS at, $15::int AS days, ${ZONE_AT_END} AS zone
)${further.ctes}
SELECT r.employee_id, r.payroll_unit_id,
       jsonb_strip_nulls(jsonb_build_object(
         'pegawai.nip', r.nip, 'pegawai.nama', r.name, 'pegawai.status', r.status, 'pegawai.golongan', r.rank_grade,
         'pegawai.kelas', r.job_class::text, 'jabatan.kelas', r.job_class::text, 'jabatan.nama', r.title,
         'jabatan.jenis', r.kind, 'jabatan.eselon', r.echelon,
         'unit.kode', r.payroll_unit_code, 'unit.nama', r.unit_name,
         'kalender.hari_kerja', (CASE r.work_pattern WHEN 6 THEN $8::int ELSE $7::int END)::text,
         'kalender.target_harian', (CASE r.work_pattern WHEN 6 THEN $10::int ELSE $9::int END)::text,
         'kalender.target_poin',
           (CASE r.work_pattern WHEN 6 THEN $8::int * $10::int ELSE $7::int * $9::int END)::text,
         'kegiatan.poin_divalidasi', coalesce(m.counted, 0)::text,
         'kegiatan.poin_sebelum_batas', coalesce(m.points, 0)::text
       )) || coalesce(n.facts, '{}'::jsonb) || CASE WHEN w.employee_id IS NULL THEN '{}'::jsonb
         ELSE jsonb_build_object('presensi.pengurangan', w.cut, 'presensi.hari_hadir', w.present,
           'presensi.kode', coalesce(k.codes, '{}')) END${further.facts}
         || CASE WHEN t.decree IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('masa.uji_coba', t.decree) END AS facts,
       coalesce(m.waiting, 0) AS waiting,
       ${EXCLUDED} AS excluded
FROM roster r
-- All of these are people of the roster; FULL says the same as LEFT, and keeps the planner from going through each for everybody
-- of a roster that it takes for ten people.
FULL JOIN monthly m ON m.employee_id = r.employee_id
FULL JOIN entered n ON n.employee_id = r.employee_id
FULL JOIN presence w ON w.employee_id = r.employee_id
FULL JOIN coded k ON k.employee_id = r.employee_id
FULL JOIN trial t ON t.payroll_unit_id = r.payroll_unit_id${further.joins}`;

/** A statement that gathers facts, with its parameters. A caller may put its own parameters behind these. */
export interface FactsStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the inputs of a regulation and its layers are taken from. */
const sourcesOf = ({ regulation }: InForce): ReadonlySet<string> =>
  new Set(allInputs(regulation).map(({ source }) => source));

/**
 * Everybody's month as rows (employee_id, payroll_unit_id, facts, waiting, excluded), in one set-based statement. The
 * roster is who held a definitive chair of a unit on the first of the month; points are the sum over days of the
 * smaller of the day's validated points and the daily cap (rulings.md 13). Of each payroll fact the latest row that speaks
 * for the month holds; a row with `until_month` speaks for every month up to that one, and for none after it.
 * Presence is that of the judged days, where the person has any; then nothing entered by hand speaks for it. A fact
 * corrected after the month's approval is called `koreksi.<name>` and goes before all of these (`engineFacts`). In a trial
 * month `masa.uji_coba` names the decree. What `furtherSql` knows beside these is gathered only where the regulation has an
 * input of that source. For a month that is over: validated entries only, facts of the month itself only.
 */
export async function factsStatement(sql: Sql, gathering: Gathering): Promise<FactsStatement> {
  const until = lastDay(gathering.month);
  const holidays = await holidaysBetween(sql, firstDay(gathering.month), until);
  return statement(gathering, values(gathering, until, holidays, COUNTED, 0));
}

const statement = ({ inForce, wherever }: Gathering, given: readonly unknown[]): FactsStatement => ({
  text: gathered(ANY_OF, workOf(ANY_OF, wherever === true ? 'wherever' : 'ownUnit'), furtherSql(sourcesOf(inForce))),
  values: given,
});

/**
 * The same people with facts of the same names as those of `factsStatement`, for asking only who lacks what: the numbers of
 * entries and presence are left at zero, and there is no look at the holidays. Of a whole regency that spares adding up half
 * a million entries.
 */
export function factNamesStatement(gathering: Gathering): FactsStatement {
  const given = values(gathering, lastDay(gathering.month), new Map(), COUNTED, 0);
  return { text: gathered(ANY_OF, WORK_UNSUMMED, furtherNamesSql(sourcesOf(gathering.inForce))), values: given };
}

/** Facts of a month that is over, as the close would snapshot them now. */
export async function factsOf(sql: Sql, gathering: Gathering): Promise<GatheredFacts[]> {
  const until = lastDay(gathering.month);
  return gatheredBy(sql, gathering, { until, counted: COUNTED, carriedMonths: 0 });
}

/** Facts of a month as if every entry that waits for a decision had been approved: what a trial run shows beside. */
export async function factsIfApproved(sql: Sql, gathering: Gathering): Promise<GatheredFacts[]> {
  const until = lastDay(gathering.month);
  return gatheredBy(sql, gathering, { until, counted: COUNTED_OR_WAITING, carriedMonths: 0 });
}

/**
 * The statement of one person's facts, made once for each regulation. Its plan is kept, for everybody's front page asks it; with
 * further facts beside, which reach into what others did, the best plan depends on the values, and it has no name.
 */
const ofOne = new WeakMap<InForce['regulation'], Prepared | string>();

function statementOfOne(inForce: InForce): Prepared | string {
  const known = ofOne.get(inForce.regulation);
  if (known !== undefined) return known;
  const further = furtherSql(sourcesOf(inForce));
  const text = gathered(ONE, workOf(ONE, 'wherever'), further);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const made = further.ctes === '' ? prepared(`policies.facts-of-one.${hash}`, text) : text;
  ofOne.set(inForce.regulation, made);
  return made;
}

/**
 * One person's facts up to a day of an open month, what waits for a decision counted as if approved.
 * @param known holidays of all days of the month up to that day, where the caller has them
 */
export async function factsUntil(
  sql: Sql,
  gathering: Gathering & { readonly employeeId: string; readonly until: LocalDate },
  known?: ReadonlyMap<LocalDate, string>,
): Promise<GatheredFacts | undefined> {
  const { until } = gathering;
  const counting = { until, counted: COUNTED_OR_WAITING, carriedMonths: CARRIED_MONTHS };
  return (await gatheredBy(sql, gathering, counting, known))[0];
}

/** How a month is counted. */
interface Counting {
  /** The last day that counts. */
  readonly until: LocalDate;
  /** States of the entries that count. */
  readonly counted: readonly string[];
  readonly carriedMonths: number;
}

/** The facts, and where the regulation asks for them those of the people led (`withChain`). */
async function gatheredBy(
  sql: Sql,
  gathering: Gathering,
  counting: Counting,
  known?: ReadonlyMap<LocalDate, string>,
): Promise<GatheredFacts[]> {
  const { month, inForce, wherever, at } = gathering;
  const { until, counted, carriedMonths } = counting;
  const holidays = known ?? (await holidaysBetween(sql, firstDay(month), until));
  const own = (of: Gathering): Promise<GatheredFacts[]> => {
    const given = values(of, until, holidays, counted, carriedMonths);
    return isOfOne(of) ? read(sql, statementOfOne(inForce), given) : read(sql, statement(of, given).text, given);
  };
  const gather = (employeeIds: readonly string[]): Promise<GatheredFacts[]> =>
    own({ month, inForce, wherever, at, employeeIds });
  const standing = async (employeeIds: readonly string[]): Promise<Standing[]> =>
    (await sql.query<Standing & Record<string, unknown>>(STANDING, [firstDay(month), null, employeeIds])).rows;
  return withChain(sql, { month, inForce, until, gather, standing }, await own(gathering));
}

/** Who stands on the roster, and nothing of what they did. */
const STANDING = `WITH ${ROSTER} SELECT r.employee_id AS "employeeId", ${EXCLUDED} AS excluded FROM roster r`;

const isOfOne = ({ employeeId, employeeIds, payrollUnitId, payrollUnitIds }: Gathering): boolean =>
  employeeId !== undefined &&
  employeeIds === undefined &&
  payrollUnitId === undefined &&
  payrollUnitIds === undefined;

function values(
  { month, inForce, payrollUnitId, payrollUnitIds, employeeId, employeeIds, wherever, at }: Gathering,
  until: LocalDate,
  holidays: ReadonlyMap<LocalDate, string>,
  counted: readonly string[],
  carriedMonths: number,
): unknown[] {
  const days = (pattern: 5 | 6): number => workdays(month, pattern, holidays, until).length;
  const { daily } = inForce;
  return [
    firstDay(month),
    payrollUnitIds ?? (payrollUnitId === undefined ? null : [payrollUnitId]),
    employeeIds ?? (employeeId === undefined ? null : [employeeId]),
    daily.dailyCap,
    until,
    counted,
    days(5),
    days(6),
    daily.dailyTarget(5),
    daily.dailyTarget(6),
    carriedMonths === 0 ? firstDay(month) : firstDay(addMonths(month, -carriedMonths)),
    inForce.regulation.attendance?.monthCap ?? 10_000,
    wherever ?? false,
    at ?? null,
    inForce.regulation.daily?.decisionDays ?? null,
  ];
}

interface Row extends Record<string, unknown> {
  employee_id: string;
  payroll_unit_id: string;
  facts: Record<string, string>;
  waiting: number;
  excluded: string | null;
}

async function read(sql: Sql, statement: string | Prepared, given: readonly unknown[]): Promise<GatheredFacts[]> {
  const { rows } = await sql.query<Row>(statement, [...given]);
  return rows.map(row => ({
    employeeId: row.employee_id,
    payrollUnitId: row.payroll_unit_id,
    facts: row.facts,
    waiting: row.waiting,
    excluded: row.excluded,
  }));
}
