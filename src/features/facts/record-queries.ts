import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { documentOf, type FactDocument } from './document.ts';

/** A fact on record, as it speaks for a month. */
export interface RecordedFact {
  readonly id: bigint;
  readonly name: string;
  readonly value: string;
  readonly month: Month;
  readonly until: Month | null;
  readonly source: string;
  readonly recordedAt: Date;
  readonly recorder: string | null;
  readonly approver: string | null;
  readonly document: FactDocument | null;
  /** It says that there is none any more. */
  readonly withdrawn: boolean;
}

interface Row extends Record<string, unknown> {
  id: bigint;
  name: string;
  value: string;
  month: LocalDate;
  until_month: LocalDate | null;
  source: string;
  recorded_at: Date;
  recorder: string | null;
  approver: string | null;
  document: FactDocument | null;
  withdrawn: boolean;
}

/** Rows `f` of payroll_fact that speak for the month `$2` of person `$1`; the latest of a name holds. */
const SPEAKING = `f.employee_id = $1 AND f.month <= $2::date AND coalesce(f.until_month, f.month) >= $2::date`;

const OF_MONTH = `SELECT f.id, f.name, f.value, f.month, f.until_month, f.source, f.recorded_at, f.withdrawn, ${documentOf('f.proposal_id')} AS document,
    CASE WHEN r.id IS NOT NULL THEN ${fullNameOf('r')} END AS recorder,
    CASE WHEN p.id IS NOT NULL THEN ${fullNameOf('p')} END AS approver
  FROM payroll_fact f LEFT JOIN employee r ON r.id = f.recorded_by LEFT JOIN employee p ON p.id = f.approved_by
  WHERE ${SPEAKING} ORDER BY f.id DESC`;

/** Everything recorded that speaks for a person's month, the latest first: the first of each name holds. */
export async function recordedFacts(sql: Sql, employeeId: string, month: Month): Promise<RecordedFact[]> {
  const { rows } = await sql.query<Row>(OF_MONTH, [employeeId, firstDay(month)]);
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    value: row.value,
    month: monthOf(row.month),
    until: row.until_month && monthOf(row.until_month),
    source: row.source,
    recordedAt: row.recorded_at,
    recorder: row.recorder,
    approver: row.approver,
    document: row.document,
    withdrawn: row.withdrawn,
  }));
}

/** What is known of a fact before another is written: the value that holds, and the same value waiting already. */
export interface KnownFact {
  readonly value: string;
  /** The last month it speaks for. */
  readonly until: Month;
}

const HOLDING = `SELECT * FROM (SELECT DISTINCT ON (k.employee_id, k.month, f.name) k.employee_id, k.month, f.name, f.value,
    coalesce(f.until_month, f.month) AS until, f.withdrawn
  FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::date[]) AS k (employee_id, month)) k
  JOIN payroll_fact f ON f.employee_id = k.employee_id AND f.month <= k.month AND coalesce(f.until_month, f.month) >= k.month
  ORDER BY k.employee_id, k.month, f.name, f.id DESC) h WHERE NOT h.withdrawn`;
const WAITING = `SELECT employee_id, month, name, value, coalesce(until_month, month) AS until
  FROM fact_proposal WHERE decision IS NULL AND NOT withdrawn AND employee_id = ANY ($1::uuid[])`;

interface KnownRow extends Record<string, unknown> {
  employee_id: string;
  month: LocalDate;
  name: string;
  value: string;
  until: LocalDate;
}

/** The key of a person's fact of a month. */
export const factKey = (employeeId: string, month: Month, name: string): string => `${employeeId}|${month}|${name}`;

/** What holds and what waits for persons' months, by `factKey`. Two statements, however many they are. */
export async function knownFacts(
  sql: Sql,
  months: readonly { readonly employeeId: string; readonly month: Month }[],
): Promise<{ readonly holds: ReadonlyMap<string, KnownFact>; readonly waits: ReadonlyMap<string, KnownFact> }> {
  const ids = months.map(({ employeeId }) => employeeId);
  const read = async (text: string, values: unknown[]): Promise<Map<string, KnownFact>> => {
    const { rows } = await sql.query<KnownRow>(text, values);
    return new Map(
      rows.map(row => [
        factKey(row.employee_id, monthOf(row.month), row.name),
        { value: row.value, until: monthOf(row.until) },
      ]),
    );
  };
  return {
    holds: await read(HOLDING, [ids, months.map(({ month }) => firstDay(month))]),
    waits: await read(WAITING, [ids]),
  };
}
