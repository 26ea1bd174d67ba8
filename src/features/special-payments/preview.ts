import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstDay } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { BaseRun } from '../payroll-runs/base-run.ts';
import { lineAmounts, netFaults } from '../payroll-runs/line.ts';

/** Somebody who is paid. Whole rupiah. */
export interface PaidPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly position: string;
  /** What the base month paid, net. */
  readonly base: bigint;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

/** Somebody who gets nothing, and why. */
export interface LeftPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly reason: string;
}

/** What a special payment of a unit comes to: before it is computed, or as it was. */
export interface UnitPay {
  readonly people: readonly PaidPerson[];
  readonly left: readonly LeftPerson[];
  /** For whom no amount may be given; only before computing. */
  readonly refused: readonly LeftPerson[];
}

interface BaseRow extends Record<string, unknown> {
  readonly employeeId: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly excluded: string | null;
  readonly base: bigint;
}

/** People computed between two turns of other requests. */
const CHUNK = 50;

const BASE = `SELECT i.employee_id AS "employeeId", i.facts, coalesce(i.excluded, x.reason) AS excluded, coalesce(l.net, 0) AS base
  FROM payroll_input i LEFT JOIN payroll_line l ON l.run_id = i.run_id AND l.employee_id = i.employee_id
  LEFT JOIN payroll_exclusion x ON x.month = $2 AND x.kind = $3 AND x.payroll_unit_id = $4 AND x.employee_id = i.employee_id
    AND x.state = 'berlaku'
  WHERE i.run_id = $1 ORDER BY i.facts ->> 'pegawai.nama', i.employee_id`;

/** What would be paid now: the base month's own facts under the version and the payment, by the engine of the run. */
export async function payBefore(sql: Sql, { month, kind }: PayPeriod, base: BaseRun, unitId: string): Promise<UnitPay> {
  const { rows } = await sql.query<BaseRow>(BASE, [base.runId, firstDay(month), kind, unitId]);
  const people: PaidPerson[] = [];
  const left: LeftPerson[] = [];
  const refused: LeftPerson[] = [];
  for (const [place, row] of rows.entries()) {
    if (place % CHUNK === CHUNK - 1) await nextTurn();
    const who = { employeeId: row.employeeId, name: row.facts['pegawai.nama'] ?? '' };
    if (row.excluded !== null) {
      left.push({ ...who, reason: row.excluded });
      continue;
    }
    const result = lineAmounts(base.inForce.regulation, base.baseMonth, row.facts, kind);
    const reasons = result.ok ? netFaults(result.amounts.net) : result.reasons;
    if (!result.ok || reasons.length > 0) {
      refused.push({ ...who, reason: reasons.join('; ') });
      continue;
    }
    const { gross, deductions, net } = result.amounts;
    const position = row.facts['jabatan.nama'] ?? '';
    people.push({
      ...who,
      position,
      base: row.base,
      gross: BigInt(gross),
      deductions: BigInt(deductions),
      net: BigInt(net),
    });
  }
  return { people, left, refused };
}

const STORED = `SELECT l.employee_id AS "employeeId", l.name, l.position, coalesce(b.net, 0) AS base, l.gross, l.deductions, l.net
  FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
  LEFT JOIN payroll_line b ON b.run_id = r.base_run_id AND b.employee_id = l.employee_id
  WHERE l.run_id = $1 ORDER BY l.name, l.employee_id`;
const LEFT = `SELECT i.employee_id AS "employeeId", i.facts ->> 'pegawai.nama' AS name, i.excluded AS reason
  FROM payroll_input i WHERE i.run_id = $1 AND i.excluded IS NOT NULL ORDER BY name, i.employee_id`;

/** What a computed run pays, as stored. */
export async function payOfRun(sql: Sql, runId: string): Promise<UnitPay> {
  const people = await sql.query<PaidPerson & Record<string, unknown>>(STORED, [runId]);
  const left = await sql.query<LeftPerson & Record<string, unknown>>(LEFT, [runId]);
  return { people: people.rows, left: left.rows, refused: [] };
}
