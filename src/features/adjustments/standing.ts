import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import {
  addAmounts,
  amounts,
  type ComponentAmount,
  type MonthLedger,
  NO_AMOUNT,
} from '../../domain/payroll/adjustment.ts';
import type { Sql } from '../../platform/database/sql.ts';

/** A person's month. */
export interface PersonMonth {
  readonly employeeId: string;
  readonly month: Month;
}

/** How a person's month stands: what approved runs have paid for it, and whether it can be computed again now. */
export interface Standing extends PersonMonth {
  readonly ledger: MonthLedger;
  /** Approved runs whose line or adjustment is in the ledger. */
  readonly counted: readonly string[];
  /** The run that paid the month; null where the person had no line in any. */
  readonly runId: string | null;
  /** The regulation to compute under; null where the one in force on the first of the month has to be asked for. */
  readonly regulationId: string | null;
  /** The latest adjustment with a rest; null where nothing is owed. */
  readonly restOf: string | null;
  /** Why it has to wait, in words that follow the month's name; null where nothing is in the way. */
  readonly obstacle: string | null;
  readonly person: Identity;
}

/** Who stands on the paper, where the month as computed now does not say. */
export interface Identity {
  readonly nip: string;
  readonly name: string;
  readonly unitName: string;
  readonly position: string;
  readonly jobClass: number;
}

interface StoredComponent {
  readonly code: string;
  readonly label: string;
  readonly kind: ComponentAmount['kind'];
  readonly amount: string;
}

interface StoredPart {
  readonly run: string;
  readonly gross: string;
  readonly deductions: string;
  readonly components: readonly StoredComponent[];
}

interface Row extends Record<string, unknown> {
  employee_id: string;
  month: LocalDate;
  nip: string | null;
  name: string;
  unit_name: string | null;
  position: string | null;
  job_class: number | null;
  paying_unit: string | null;
  paying_state: string | null;
  paying_regulation: string | null;
  line_run: string | null;
  line_regulation: string | null;
  unapproved: boolean;
  elsewhere: boolean;
  astray: boolean;
  excluded: boolean;
  lines: readonly StoredPart[];
  adjustments: readonly StoredPart[];
  owed: bigint;
  rest_of: bigint | null;
}

const APPROVED = `('DISETUJUI', 'DIBAYAR')`;
const LIVING_LINES = `FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = k.month AND r.kind = 'TPP'
        AND r.state <> 'DIBATALKAN' WHERE l.employee_id = k.employee_id`;

/*
 * What only unapproved runs hold is not paid yet and may be discarded: then the month waits ($3 is the run that asks). It waits
 * for entries in the period of a unit that does not pay the person, too: until that is approved they may change without a cause.
 */
const STANDINGS = `SELECT k.employee_id, k.month, e.nip, e.name, last.unit_name, last.position, last.job_class,
    u.unit AS paying_unit, pr.state AS paying_state, pr.regulation_id AS paying_regulation,
    last.run_id AS line_run, last.regulation_id AS line_regulation,
    EXISTS (SELECT 1 ${LIVING_LINES} AND r.state NOT IN ${APPROVED}) AS unapproved,
    EXISTS (SELECT 1 FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id WHERE a.employee_id = k.employee_id
      AND a.of_month = k.month AND r.state NOT IN ('DISETUJUI', 'DIBAYAR', 'DIBATALKAN') AND r.id IS DISTINCT FROM $3::uuid) AS elsewhere,
    EXISTS (SELECT 1 FROM activity t WHERE t.employee_id = k.employee_id AND t.payroll_unit_id <> u.unit
      AND t.work_date >= k.month AND t.work_date < (k.month + interval '1 month')::date
      AND NOT EXISTS (SELECT 1 FROM payroll_run r WHERE r.month = k.month AND r.kind = 'TPP'
        AND r.payroll_unit_id = t.payroll_unit_id AND r.state IN ${APPROVED})) AS astray,
    EXISTS (SELECT 1 FROM payroll_exclusion x WHERE x.month = k.month AND x.kind = 'TPP' AND x.payroll_unit_id = u.unit
      AND x.employee_id = k.employee_id AND x.state = 'berlaku')
      AND NOT EXISTS (SELECT 1 FROM adjustment_cause c WHERE c.employee_id = k.employee_id AND c.month = k.month
        AND c.kind IN ('fakta', 'manual')) AS excluded,
    coalesce((SELECT jsonb_agg(jsonb_build_object('run', r.id, 'gross', l.gross::text, 'deductions', l.deductions::text,
        'components', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', c.code, 'label', c.label, 'kind', c.kind,
            'amount', c.amount::text) ORDER BY c.ordinal), '[]') FROM payroll_component c
          WHERE c.run_id = l.run_id AND c.employee_id = l.employee_id)) ORDER BY r.closed_at, r.id)
      ${LIVING_LINES} AND r.state IN ${APPROVED}), '[]') AS lines,
    coalesce(past.parts, '[]') AS adjustments, coalesce(rest.owed, 0) AS owed, rest.adjustment_id AS rest_of
  FROM unnest($1::uuid[], $2::date[]) AS k (employee_id, month)
  JOIN employee e ON e.id = k.employee_id
  CROSS JOIN LATERAL (SELECT takar_paying_unit(k.employee_id, k.month) AS unit) u
  LEFT JOIN payroll_run pr ON pr.month = k.month AND pr.kind = 'TPP' AND pr.payroll_unit_id = u.unit AND pr.state <> 'DIBATALKAN'
  LEFT JOIN LATERAL (SELECT l.unit_name, l.position, l.job_class, r.id AS run_id, r.regulation_id ${LIVING_LINES}
    ORDER BY r.closed_at DESC, r.id LIMIT 1) last ON true
  LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('run', a.run_id, 'gross', a.taken_gross::text,
      'deductions', a.taken_deductions::text, 'components', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', c ->> 'code',
        'label', c ->> 'label', 'kind', c ->> 'kind', 'amount', c ->> 'difference')), '[]') FROM jsonb_array_elements(a.components) c))
      ORDER BY a.id) AS parts
    FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id AND r.state IN ${APPROVED}
    WHERE a.employee_id = k.employee_id AND a.of_month = k.month) past ON true
  LEFT JOIN adjustment_rest rest ON rest.employee_id = k.employee_id AND rest.of_month = k.month`;

/**
 * How months of persons stand, in the order of `keys`.
 * @param runId the run that is being computed; null on a page
 */
export async function standingsOf(sql: Sql, keys: readonly PersonMonth[], runId: string | null): Promise<Standing[]> {
  const { rows } = await sql.query<Row>(STANDINGS, [
    keys.map(key => key.employeeId),
    keys.map(key => firstDay(key.month)),
    runId,
  ]);
  const found = new Map(rows.map(row => [`${row.employee_id}|${monthOf(row.month)}`, standingFrom(row)]));
  return keys.flatMap(key => found.get(`${key.employeeId}|${key.month}`) ?? []);
}

function standingFrom(row: Row): Standing {
  const parts = [...row.lines, ...row.adjustments];
  const paid = parts.reduce(
    (sum, each) => addAmounts(sum, amounts(BigInt(each.gross), BigInt(each.deductions))),
    NO_AMOUNT,
  );
  return {
    employeeId: row.employee_id,
    month: monthOf(row.month),
    ledger: { paid, components: determined(parts), owed: row.owed },
    counted: [...new Set(parts.map(each => each.run))],
    runId: row.line_run,
    regulationId: row.line_regulation ?? row.paying_regulation,
    restOf: row.rest_of === null ? null : String(row.rest_of),
    obstacle: obstacleOf(row),
    person: {
      nip: row.nip ?? '',
      name: row.name,
      unitName: row.unit_name ?? '',
      position: row.position ?? '',
      jobClass: row.job_class ?? 0,
    },
  };
}

/** Components of lines and differences of adjustments, added up by code in the order of the lines. */
function determined(parts: readonly StoredPart[]): ComponentAmount[] {
  const sums = new Map<string, ComponentAmount>();
  for (const { components } of parts) {
    for (const { amount, ...each } of components)
      sums.set(each.code, { ...each, amount: (sums.get(each.code)?.amount ?? 0n) + BigInt(amount) });
  }
  return [...sums.values()];
}

const isApproved = (state: string | null): boolean => state === 'DISETUJUI' || state === 'DIBAYAR';

function obstacleOf(row: Row): string | null {
  if (row.paying_unit !== null && row.paying_state === null) return 'belum ditutup di unit pegawai ini';
  if (row.unapproved || (row.paying_unit !== null && !isApproved(row.paying_state))) return 'belum disetujui';
  if (row.elsewhere) return 'sedang disesuaikan oleh perhitungan lain yang belum disetujui';
  if (row.astray) return 'masih ada kegiatan pada periode unit sebelumnya yang belum disetujui';
  return row.excluded ? 'dikecualikan dari perhitungan: minta hitung ulang kalau sudah boleh dibayar' : null;
}
