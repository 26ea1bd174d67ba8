import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { StoredComponents } from '../payroll-runs/line.ts';

/** One's own line of a month, as computed, with the state of its run. */
export interface OwnLine {
  readonly state: RunState;
  readonly unitName: string;
  readonly position: string;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
  readonly stored: StoredComponents;
  readonly status: string;
  readonly approvedAt: Date | null;
  readonly paymentNumber: string | null;
  readonly paymentDate: LocalDate | null;
  readonly regulationName: string;
}

interface LineRow extends Record<string, unknown> {
  state: RunState;
  unit_name: string;
  position: string;
  gross: bigint;
  deductions: bigint;
  net: bigint;
  components: StoredComponents;
  status: string;
  approved_at: Date | null;
  payment_number: string | null;
  payment_date: LocalDate | null;
  regulation_name: string;
}

const OWN_LINE = prepared(
  'reports.own-line',
  `SELECT r.state, l.unit_name, l.position, l.gross, l.deductions, l.net, l.components, l.status, r.approved_at,
     r.payment_number, r.payment_date, g.name AS regulation_name
   FROM payroll_line l
   JOIN payroll_run r ON r.id = l.run_id
   JOIN regulation g ON g.id = r.regulation_id
   WHERE l.employee_id = $1 AND r.month = $2::date AND r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
   ORDER BY r.revision DESC LIMIT 1`,
);

/** One's own line of a month once it is computed; nobody else's can be asked for. */
export async function ownLine(sql: Sql, employeeId: string, month: Month): Promise<OwnLine | undefined> {
  const { rows } = await sql.query<LineRow>(OWN_LINE, [employeeId, firstDay(month)]);
  const row = rows[0];
  if (!row) return undefined;
  return {
    state: row.state,
    unitName: row.unit_name,
    position: row.position,
    gross: row.gross,
    deductions: row.deductions,
    net: row.net,
    stored: row.components,
    status: row.status,
    approvedAt: row.approved_at,
    paymentNumber: row.payment_number,
    paymentDate: row.payment_date,
    regulationName: row.regulation_name,
  };
}

/** An entry of one's own that does not count (yet). */
export interface WaitingEntry extends Record<string, unknown> {
  readonly id: string;
  readonly work_date: LocalDate;
  readonly name: string;
  readonly points: number;
  readonly status: EntryStatus;
}

const WAITING = prepared(
  'reports.waiting',
  `SELECT t.id, t.work_date, i.name, t.points, t.status FROM activity t JOIN catalogue_item i ON i.id = t.item_id
   WHERE t.employee_id = $1 AND t.work_date BETWEEN $2::date AND $3::date AND t.status NOT IN ('divalidasi', 'ditolak')
   ORDER BY t.work_date, t.start_minute NULLS LAST, t.id LIMIT 50`,
);

/** One's entries of a month that are not validated, oldest first, at most 50. */
export async function waitingEntries(sql: Sql, employeeId: string, month: Month): Promise<WaitingEntry[]> {
  return (await sql.query<WaitingEntry>(WAITING, [employeeId, firstDay(month), lastDay(month)])).rows;
}
