import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import type { WrittenCause } from './cause-words.ts';
import type { PersonMonth } from './standing.ts';

/** Months on a page: each is computed again to say what it would bring now. */
export const PAGE_SIZE = 25;

/** A person's month that still has to be settled. */
export interface OpenMonth extends PersonMonth {
  readonly name: string;
  /** The unit whose next run carries it. */
  readonly unit: string;
  readonly causes: readonly WrittenCause[];
  /** Left over from an earlier adjustment, in whole rupiah. */
  readonly owed: bigint;
  readonly cursor: string;
}

interface Row extends Record<string, unknown> {
  employee_id: string;
  month: LocalDate;
  name: string;
  code: string;
  unit: string;
  causes: readonly WrittenCause[];
  owed: bigint;
}

/** Open months `m` with the unit `u.id` that carries them in the running month `$1`: who pays the person then, or paid the old one. */
const OPEN = `FROM (SELECT employee_id, month FROM adjustment_open UNION SELECT employee_id, of_month FROM adjustment_rest) m
  CROSS JOIN LATERAL (SELECT takar_settling_unit(m.employee_id, m.month, $1::date) AS id) u`;
const LIST = `SELECT m.employee_id, m.month, ${fullNameOf('e')} AS name, coalesce(pu.code, '') AS code, coalesce(pu.name, 'Tanpa unit') AS unit,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'note', c.note) ORDER BY c.id) FROM adjustment_open c
      WHERE c.employee_id = m.employee_id AND c.month = m.month), '[]') AS causes,
    coalesce((SELECT t.owed FROM adjustment_rest t WHERE t.employee_id = m.employee_id AND t.of_month = m.month), 0) AS owed
  ${OPEN} JOIN employee e ON e.id = m.employee_id LEFT JOIN payroll_unit pu ON pu.id = u.id
  WHERE ($2::uuid[] IS NULL OR u.id = ANY ($2::uuid[]))
    AND (coalesce(pu.code, ''), m.employee_id, m.month) > ($3::text, $4::uuid, $5::date)
  ORDER BY 4, m.employee_id, m.month LIMIT ${String(PAGE_SIZE + 1)}`;
/** How many months of persons each unit's run of the month `$1` has to settle; of the units `$2` where they are given. */
export const OPEN_COUNTS_SQL = `SELECT u.id AS unit, count(*)::int AS count ${OPEN}
  WHERE u.id IS NOT NULL AND ($2::uuid[] IS NULL OR u.id = ANY ($2::uuid[])) GROUP BY u.id`;
const FIRST = { code: '', employeeId: '00000000-0000-0000-0000-000000000000', month: '0001-01-01' };

/** A place in the list: unit code, person and month, as the address carries it; undefined for anything else. */
export function readCursor(text: unknown): typeof FIRST | undefined {
  if (text === undefined) return FIRST;
  const [code, employeeId, month] = typeof text === 'string' ? text.split('~') : [];
  if (code === undefined || !/^[A-Z0-9-]{0,40}$/.test(code)) return undefined;
  if (!isUuid(employeeId ?? '') || !/^\d{4}-(?:0[1-9]|1[0-2])-01$/.test(month ?? '')) return undefined;
  return { code, employeeId: employeeId!, month: month! };
}

/** Months that are still to be settled, by unit, person and month; at most `PAGE_SIZE`, and whether there are more. */
export async function openMonths(
  sql: Sql,
  { running, scope, after }: { running: Month; scope: readonly string[] | null; after: typeof FIRST },
): Promise<{ readonly months: readonly OpenMonth[]; readonly more: boolean }> {
  const { rows } = await sql.query<Row>(LIST, [
    firstDay(running),
    scope && [...scope],
    after.code,
    after.employeeId,
    after.month,
  ]);
  const months = rows.slice(0, PAGE_SIZE).map(row => ({
    employeeId: row.employee_id,
    month: monthOf(row.month),
    name: row.name,
    unit: row.unit,
    causes: row.causes,
    owed: row.owed,
    cursor: `${row.code}~${row.employee_id}~${row.month}`,
  }));
  return { months, more: rows.length > PAGE_SIZE };
}

/** How many months of persons a unit's next run has to settle, by payroll unit; of one unit where it is named. */
export async function openByUnit(sql: Sql, running: Month, unitId?: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql.query<{ unit: string; count: number }>(OPEN_COUNTS_SQL, [
    firstDay(running),
    unitId === undefined ? null : [unitId],
  ]);
  return new Map(rows.map(({ unit, count }) => [unit, count]));
}
