import type { ComponentKind } from '../../domain/tpp/computation.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** One component of a person's line; whole rupiah. */
export interface PaperPart {
  readonly code: string;
  readonly kind: ComponentKind;
  readonly label: string;
  readonly amount: bigint;
}

/** A person's line as the finance papers need it. Amounts are whole rupiah. */
export interface PaperLine {
  readonly runId: string;
  readonly nip: string;
  /** As snapshotted, without titles. */
  readonly name: string;
  readonly unitCode: string;
  readonly unitName: string;
  readonly position: string;
  readonly jobClass: number;
  /** `DIBAYAR`, what a gate of the regulation made of it, or `PENYESUAIAN` for somebody with older months only. */
  readonly status: string;
  /** What reaches the person by the run: the month's own amounts and what is adjusted of older months. */
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
  /** The part of it that is about older months; below zero where it is taken back. */
  readonly adjustedGross: bigint;
  readonly adjustedDeductions: bigint;
  readonly outputs: Readonly<Record<string, string>>;
  readonly parts: readonly PaperPart[];
  /** Snapshotted facts: PNS, PPPK, …; golongan; PTKP. Empty where there is none. */
  readonly personStatus: string;
  readonly grade: string;
  readonly ptkp: string;
  readonly hasTaxNumber: boolean;
  /** As they stand when the file is built: the account is a matter of the payment, not of the amount. */
  readonly accountName: string;
  readonly bankName: string;
  readonly bankAccount: string;
}

interface Row extends Omit<PaperLine, 'parts'>, Record<string, unknown> {
  parts: { code: string; kind: ComponentKind; label: string; amount: string }[];
}

/* Who has an adjustment and no line stands in no snapshot of the run: the facts are those of the month adjusted last. */
const LINES = `SELECT p.run_id AS "runId", p.nip, p.name, pu.code AS "unitCode", p.unit_name AS "unitName", p.position,
    p.job_class AS "jobClass", coalesce(l.status, 'PENYESUAIAN') AS status, p.gross, p.deductions, p.net,
    p.adjusted_gross AS "adjustedGross", p.adjusted_deductions AS "adjustedDeductions", coalesce(l.outputs, '{}') AS outputs,
    coalesce(f.facts ->> 'pegawai.status', '') AS "personStatus", coalesce(f.facts ->> 'pegawai.golongan', '') AS grade,
    coalesce(f.facts ->> 'penggajian.ptkp', f.facts ->> 'fakta.ptkp', '') AS ptkp, e.npwp IS NOT NULL AS "hasTaxNumber",
    ${fullNameOf('e')} AS "accountName", coalesce(e.bank_name, '') AS "bankName",
    coalesce(e.bank_account, '') AS "bankAccount",
    coalesce((SELECT jsonb_agg(jsonb_build_object('code', c.code, 'kind', c.kind, 'label', c.label,
        'amount', c.amount::text) ORDER BY c.ordinal, c.code)
      FROM payroll_component c WHERE c.run_id = p.run_id AND c.employee_id = p.employee_id), '[]') AS parts
  FROM payroll_paid p
  JOIN payroll_run r ON r.id = p.run_id
  JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  LEFT JOIN payroll_line l ON l.run_id = p.run_id AND l.employee_id = p.employee_id
  LEFT JOIN payroll_input i ON i.run_id = p.run_id AND i.employee_id = p.employee_id
  CROSS JOIN LATERAL (SELECT coalesce(i.facts, (SELECT a.facts FROM payroll_adjustment a
    WHERE a.run_id = p.run_id AND a.employee_id = p.employee_id ORDER BY a.of_month DESC LIMIT 1)) AS facts) f
  JOIN employee e ON e.id = p.employee_id
  WHERE p.run_id = ANY ($1::uuid[]) ORDER BY pu.code COLLATE "C", p.nip COLLATE "C"`;

/** What the files of amounts and transfers need of a line; a quarter of the work of the whole of it. */
export type MoneyLine = Pick<
  PaperLine,
  'nip' | 'name' | 'unitCode' | 'gross' | 'deductions' | 'net' | 'accountName' | 'bankName' | 'bankAccount'
>;

const MONEY = `SELECT p.nip, p.name, pu.code AS "unitCode", p.gross, p.deductions, p.net, ${fullNameOf('e')} AS "accountName",
    coalesce(e.bank_name, '') AS "bankName", coalesce(e.bank_account, '') AS "bankAccount"
  FROM payroll_paid p
  JOIN payroll_run r ON r.id = p.run_id
  JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  JOIN employee e ON e.id = p.employee_id
  WHERE p.run_id = ANY ($1::uuid[]) ORDER BY pu.code COLLATE "C", p.nip COLLATE "C"`;

/** The lines of runs, by unit code, then NIP. */
export async function paperLines(sql: Sql, runIds: readonly string[]): Promise<PaperLine[]> {
  const { rows } = await sql.query<Row>(LINES, [[...runIds]]);
  return rows.map(lineFrom);
}

const lineFrom = (row: Row): PaperLine => ({
  ...row,
  parts: row.parts.map(part => ({ ...part, amount: BigInt(part.amount) })),
});

/** Lines that are held at once. */
const PAGE = 1_000;

/** The same lines in the same order, some at a time. */
export async function* paperLinePages(tx: Tx, runIds: readonly string[]): AsyncGenerator<readonly PaperLine[]> {
  for await (const rows of pagesOf<Row>(tx, LINES, runIds)) yield rows.map(lineFrom);
}

/** The amounts and accounts of the same lines, some at a time. */
export const moneyLinePages = (tx: Tx, runIds: readonly string[]): AsyncGenerator<readonly MoneyLine[]> =>
  pagesOf<MoneyLine & Record<string, unknown>>(tx, MONEY, runIds);

/** One file is read after the other in a transaction, so that one name is enough. */
async function* pagesOf<Found extends Record<string, unknown>>(
  tx: Tx,
  statement: string,
  runIds: readonly string[],
): AsyncGenerator<readonly Found[]> {
  await tx.query(`DECLARE lines_of_runs NO SCROLL CURSOR FOR ${statement}`, [[...runIds]]);
  for (;;) {
    const { rows } = await tx.query<Found>(`FETCH ${String(PAGE)} FROM lines_of_runs`);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) break;
  }
  await tx.query('CLOSE lines_of_runs');
}
