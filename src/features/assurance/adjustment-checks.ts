import { monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { amounts, movesMoney, NO_AMOUNT, takenOf } from '../../domain/payroll/adjustment.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { dueFrom, type Due, judgeMonths } from '../adjustments/judgement.ts';
import { substanceText } from '../payroll-runs/substance.ts';
import { regulationById } from '../policies/queries.ts';
import type { Part } from './invariants.ts';
import type { StoredRun } from './run-checks.ts';

const counting = (from: string): string => `SELECT count(*)::int AS count FROM ${from}`;
/** Adjustments of runs that were not discarded. */
const LIVING = `payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id AND r.state <> 'DIBATALKAN'`;

/**
 * I3 for adjustments: each is its components, what is due less what was paid, with every payment for the month counted once;
 * what a run takes keeps nobody below zero, and a cause is settled once.
 */
export const ADJUSTMENT_PARTS: readonly Part[] = [
  {
    what: 'penyesuaian yang tidak sama dengan komponennya',
    sql: counting(`${LIVING} CROSS JOIN LATERAL (
        SELECT coalesce(sum((c ->> 'difference')::bigint) FILTER (WHERE c ->> 'kind' = 'pendapatan'), 0) AS gross,
          coalesce(sum((c ->> 'difference')::bigint) FILTER (WHERE c ->> 'kind' = 'potongan'), 0) AS deductions,
          coalesce(sum((c ->> 'due')::bigint) FILTER (WHERE c ->> 'kind' = 'pendapatan'), 0) AS due_gross,
          coalesce(sum((c ->> 'due')::bigint) FILTER (WHERE c ->> 'kind' = 'potongan'), 0) AS due_deductions,
          coalesce(bool_or((c ->> 'difference')::bigint <> (c ->> 'due')::bigint - (c ->> 'before')::bigint), false) AS wrong
        FROM jsonb_array_elements(a.components) c) s
      WHERE s.wrong OR (a.gross, a.deductions, a.due_gross, a.due_deductions)
        IS DISTINCT FROM (s.gross, s.deductions + a.owed, s.due_gross, s.due_deductions)`),
  },
  {
    what: 'penyesuaian yang tidak sama dengan yang sudah dibayar',
    sql: counting(`${LIVING}
      CROSS JOIN LATERAL (SELECT coalesce(sum(l.gross), 0) AS gross, coalesce(sum(l.deductions), 0) AS deductions FROM payroll_line l
        JOIN payroll_run o ON o.id = l.run_id AND o.month = a.of_month AND o.kind = 'TPP' WHERE l.employee_id = a.employee_id AND l.run_id = ANY (a.counted)) l
      CROSS JOIN LATERAL (SELECT coalesce(sum(t.taken_gross), 0) AS gross, coalesce(sum(t.taken_deductions), 0) AS deductions,
          coalesce(sum(t.taken_net - t.net - t.owed), 0) AS owed FROM payroll_adjustment t
        WHERE t.employee_id = a.employee_id AND t.of_month = a.of_month AND t.run_id = ANY (a.counted)) t
      WHERE (a.paid_gross, a.paid_deductions, a.owed) IS DISTINCT FROM (l.gross + t.gross, l.deductions + t.deductions, t.owed)`),
  },
  {
    what: 'penyesuaian yang melewatkan pembayaran, atau menghitung yang belum disetujui',
    sql: counting(`${LIVING} WHERE EXISTS (SELECT 1 FROM payroll_adjustment t JOIN payroll_run o ON o.id = t.run_id
        AND o.state IN ('DISETUJUI', 'DIBAYAR') WHERE t.employee_id = a.employee_id AND t.of_month = a.of_month AND t.id < a.id
        AND t.run_id <> ALL (a.counted))
      OR EXISTS (SELECT 1 FROM payroll_line l JOIN payroll_run o ON o.id = l.run_id AND o.month = a.of_month AND o.kind = 'TPP'
        AND o.state IN ('DISETUJUI', 'DIBAYAR') AND o.approved_at < r.closed_at
        WHERE l.employee_id = a.employee_id AND l.run_id <> ALL (a.counted))
      OR EXISTS (SELECT 1 FROM unnest(a.counted) AS c (id) JOIN payroll_run o ON o.id = c.id AND o.state NOT IN ('DISETUJUI', 'DIBAYAR'))`),
  },
  {
    what: 'sisa penyesuaian yang tidak menunjuk asalnya',
    sql: counting(`${LIVING} LEFT JOIN payroll_adjustment f ON f.id = a.rest_of WHERE a.rest_of IS NOT NULL
      AND ((f.employee_id, f.of_month) IS DISTINCT FROM (a.employee_id, a.of_month) OR f.id >= a.id OR f.taken_net - f.net <> a.owed)`),
  },
  {
    what: 'pegawai yang karena penyesuaian dibayar kurang dari nol',
    sql: counting(`payroll_paid p WHERE p.gross < least(p.own_gross, 0) OR p.deductions < least(p.own_deductions, 0)
      OR p.net < least(p.own_net, 0)`),
  },
  {
    what: 'sebab penyesuaian yang diselesaikan dua kali, atau oleh penyesuaian lain',
    sql: counting(`(SELECT s.cause_id FROM adjustment_settled s JOIN payroll_run r ON r.id = s.run_id AND r.state <> 'DIBATALKAN'
        JOIN adjustment_cause c ON c.id = s.cause_id LEFT JOIN payroll_adjustment a ON a.id = s.adjustment_id
      GROUP BY s.cause_id HAVING count(*) > 1 OR bool_or(s.adjustment_id IS NOT NULL
        AND (a.run_id, a.employee_id, a.of_month) IS DISTINCT FROM (s.run_id, c.employee_id, c.month))) d`),
  },
  {
    what: 'sebab penyesuaian yang lebih baru daripada perhitungan yang menyelesaikannya',
    sql: counting(`adjustment_settled s JOIN adjustment_cause c ON c.id = s.cause_id
      JOIN payroll_run r ON r.id = s.run_id AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
      WHERE c.at > (SELECT max(e.at) FROM payroll_run_event e WHERE e.run_id = r.id AND e.to_state = 'DIHITUNG') + interval '5 seconds'`),
  },
];

interface Row extends Record<string, unknown> {
  employee_id: string;
  of_month: LocalDate;
  regulation_id: string;
  facts: Record<string, string>;
  excluded: string | null;
  waiting: number;
  due_gross: bigint;
  due_deductions: bigint;
  due_net: bigint;
  due: Pick<Due, 'status' | 'outputs' | 'components'>;
  gross: bigint;
  deductions: bigint;
  taken_gross: bigint;
  taken_deductions: bigint;
  own_gross: bigint;
  own_deductions: bigint;
}

const CARRIED = `SELECT a.employee_id, a.of_month, a.regulation_id, a.facts, a.excluded, a.waiting, a.due_gross, a.due_deductions,
    a.due_net, a.due, a.gross, a.deductions, a.taken_gross, a.taken_deductions, coalesce(l.gross, 0) AS own_gross,
    coalesce(l.deductions, 0) AS own_deductions
  FROM payroll_adjustment a LEFT JOIN payroll_line l ON l.run_id = a.run_id AND l.employee_id = a.employee_id
  WHERE a.run_id = $1 ORDER BY a.employee_id, a.of_month`;

/**
 * I12 for adjustments: each old month computed again from its stored facts and regulation is what is stored as due, and what
 * the run takes of a person's months is what the rule takes of them.
 */
export async function carriesTheSame(sql: Sql, run: StoredRun): Promise<boolean> {
  const { rows } = await sql.query<Row>(CARRIED, [run.id]);
  for (const row of rows) if (!(await isSameDue(sql, row))) return false;
  return [...new Set(rows.map(row => row.employee_id))].every(person => takesTheSame(rows, person));
}

async function isSameDue(sql: Sql, row: Row): Promise<boolean> {
  if (row.excluded !== null) return row.due_gross === 0n && row.due_deductions === 0n;
  const inForce = await regulationById(sql, row.regulation_id);
  if (!inForce) return false;
  const key = { employeeId: row.employee_id, month: monthOf(row.of_month) };
  const again = dueFrom(inForce, key, row.facts, row.waiting);
  if ('reasons' in again) return false;
  const [gross, deductions, net] = [row.due_gross, row.due_deductions, row.due_net].map(String) as [
    string,
    string,
    string,
  ];
  return substanceText(again) === substanceText({ ...row.due, gross, deductions, net });
}

function takesTheSame(rows: readonly Row[], person: string): boolean {
  const theirs = rows.filter(row => row.employee_id === person);
  const [first] = theirs;
  const own = first ? amounts(first.own_gross, first.own_deductions) : NO_AMOUNT;
  const taken = takenOf(
    own,
    theirs.map(row => amounts(row.gross, row.deductions)),
  );
  return theirs.every(
    (row, place) => taken[place]?.gross === row.taken_gross && taken[place].deductions === row.taken_deductions,
  );
}

/* Months that a living run has settled without a row; where a cause is open the next run computes them again anyway. */
const WITHOUT_ROW = `SELECT DISTINCT c.employee_id, c.month FROM adjustment_settled s JOIN adjustment_cause c ON c.id = s.cause_id
  JOIN payroll_run r ON r.id = s.run_id AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
  WHERE s.adjustment_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM adjustment_open o WHERE o.employee_id = c.employee_id AND o.month = c.month)
  ORDER BY c.employee_id, c.month`;

/** I12: a month settled without a row moves nothing when it is computed again. Gives how many do. */
export async function settledForNothing(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ employee_id: string; month: LocalDate }>(WITHOUT_ROW);
  const keys = rows.map(row => ({ employeeId: row.employee_id, month: monthOf(row.month) }));
  const judged = keys.length === 0 ? [] : await judgeMonths(sql, keys, null);
  return judged.filter(each => each.ready && movesMoney(each.settlement)).length;
}
