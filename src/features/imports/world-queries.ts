import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { ImportKind } from './sheets.ts';
import type {
  ChairFact,
  ClosedMonths,
  Facts,
  ItemFact,
  PayrollUnitFact,
  PersonFact,
  SeatFact,
  UnitFact,
} from './world.ts';
import { balanceKey, World } from './world.ts';

const PAYROLL_UNITS = 'SELECT id, code FROM payroll_unit';
const UNITS = `SELECT DISTINCT ON (v.unit_id) u.id, u.code, v.name, v.kind, v.parent_id AS "parentId",
    v.payroll_unit_id AS "payrollUnitId", v.work_pattern AS "workPattern", v.zone, v.from_date AS "fromDate"
  FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id ORDER BY v.unit_id, v.from_date DESC`;
const CHAIRS = `SELECT DISTINCT ON (v.position_id) p.id, p.code, v.title, v.unit_id AS "unitId",
    v.superior_id AS "superiorId", v.kind, v.echelon, v.job_class AS "jobClass", v.family, v.duties,
    v.one_step AS "oneStep", v.validator_id AS "validatorId", v.from_date AS "fromDate"
  FROM position p JOIN position_version v ON v.position_id = p.id ORDER BY v.position_id, v.from_date DESC`;
const PEOPLE = `SELECT e.id, e.nip, e.nik, e.name, e.front_title AS "frontTitle", e.back_title AS "backTitle", e.phone, e.email,
    e.npwp, e.bank_name AS "bankName", e.bank_account AS "bankAccount", e.version, s.status, s.rank_grade AS "rankGrade",
    s.from_date AS "statusFrom"
  FROM employee e LEFT JOIN LATERAL (
    SELECT status, rank_grade, from_date FROM employee_status v WHERE v.employee_id = e.id ORDER BY v.from_date DESC LIMIT 1
  ) s ON true WHERE e.nip IS NOT NULL OR e.nik IS NOT NULL`;
const SEATS = `SELECT employee_id AS "employeeId", position_id AS "positionId", kind, from_date AS "fromDate",
    last_date AS "lastDate" FROM assignment WHERE last_date IS NULL OR last_date >= $1::date - 366`;
const ITEMS = `SELECT DISTINCT ON (i.id) i.id, i.code, i.name, i.unit_name AS "unitName", i.grouping, i.families,
    i.verb_level AS "verbLevel", i.version, n.points_per_unit AS points, n.minutes_per_unit AS minutes,
    trim_scale(n.max_per_day)::text AS "maxPerDay", n.from_date AS "normFrom", n.active,
    (SELECT m.name FROM catalogue_item m WHERE m.id = i.merged_into_id) AS "mergedInto",
    EXISTS (SELECT 1 FROM activity a WHERE a.item_id = i.id) AS used
  FROM catalogue_item i JOIN catalogue_norm n ON n.item_id = i.id ORDER BY i.id, n.from_date DESC`;
const BALANCES = `SELECT employee_id, year, kind, coalesce(days::text, rupiah::text, '') AS value,
    coalesce(from_date::text, '') AS from_date FROM opening_balance`;
const WORKPLACES = `SELECT DISTINCT ON (employee_id) employee_id, unit_id, from_date FROM employee_workplace
  ORDER BY employee_id, from_date DESC`;

/** The latest month closed for each unit, and the latest of those whose run is not approved yet. */
const CLOSED_MONTHS = `SELECT p.payroll_unit_id, max(p.month) AS closed,
    max(p.month) FILTER (WHERE NOT coalesce(r.state IN ('DISETUJUI', 'DIBAYAR'), false)) AS unsettled
  FROM payroll_period p LEFT JOIN payroll_run r
    ON (r.month, r.kind, r.payroll_unit_id) = (p.month, p.kind, p.payroll_unit_id) AND r.state <> 'DIBATALKAN'
  WHERE p.kind = 'TPP' AND NOT p.open GROUP BY p.payroll_unit_id`;

interface BalanceRow {
  readonly employee_id: string;
  readonly year: number;
  readonly kind: string;
  readonly value: string;
  readonly from_date: string;
}
interface WorkplaceRow {
  readonly employee_id: string;
  readonly unit_id: string | null;
  readonly from_date: LocalDate;
}

const keysOf = (row: BalanceRow): string[] => [
  balanceKey(row.employee_id, row.year, row.kind, row.value, row.from_date),
  balanceKey(row.employee_id, row.year, row.kind, '*', ''),
];

/** Reads what an import is compared with, in a few set-based statements. */
export async function readWorld(sql: Sql, kind: ImportKind, today: LocalDate): Promise<World> {
  const rowsOf = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await sql.query<Row & Record<string, unknown>>(text, values)).rows;
  const people = kind === 'pegawai';
  const organisation = kind !== 'katalog';
  const facts: Facts = {
    payrollUnits: organisation ? await rowsOf<PayrollUnitFact>(PAYROLL_UNITS) : [],
    units: organisation ? await rowsOf<UnitFact>(UNITS) : [],
    chairs: organisation ? await rowsOf<ChairFact>(CHAIRS) : [],
    people: people ? await rowsOf<PersonFact>(PEOPLE) : [],
    seats: people ? await rowsOf<SeatFact>(SEATS, [today]) : [],
    items: kind === 'katalog' ? await rowsOf<ItemFact>(ITEMS) : [],
    balances: new Set(people ? (await rowsOf<BalanceRow>(BALANCES)).flatMap(keysOf) : []),
    workplaces: new Map(
      people
        ? (await rowsOf<WorkplaceRow>(WORKPLACES)).map(row => [
            row.employee_id,
            { unitId: row.unit_id, fromDate: row.from_date },
          ])
        : [],
    ),
    closedMonths: new Map(
      organisation
        ? (await rowsOf<ClosedMonths & { payroll_unit_id: string }>(CLOSED_MONTHS)).map(row => [
            row.payroll_unit_id,
            row,
          ])
        : [],
    ),
  };
  return new World(facts);
}
