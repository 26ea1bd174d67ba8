import type { ComponentKind } from '../../domain/tpp/computation.ts';
import type { Sql } from '../../platform/database/sql.ts';
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
  /** `DIBAYAR`, or what a gate of the regulation made of it. */
  readonly status: string;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
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

const LINES = `SELECT l.run_id AS "runId", l.nip, l.name, pu.code AS "unitCode", l.unit_name AS "unitName", l.position,
    l.job_class AS "jobClass", l.status, l.gross, l.deductions, l.net, l.outputs,
    coalesce(i.facts ->> 'pegawai.status', '') AS "personStatus", coalesce(i.facts ->> 'pegawai.golongan', '') AS grade,
    coalesce(i.facts ->> 'penggajian.ptkp', i.facts ->> 'fakta.ptkp', '') AS ptkp, e.npwp IS NOT NULL AS "hasTaxNumber",
    ${fullNameOf('e')} AS "accountName", coalesce(e.bank_name, '') AS "bankName",
    coalesce(e.bank_account, '') AS "bankAccount",
    coalesce((SELECT jsonb_agg(jsonb_build_object('code', c.code, 'kind', c.kind, 'label', c.label,
        'amount', c.amount::text) ORDER BY c.ordinal, c.code)
      FROM payroll_component c WHERE c.run_id = l.run_id AND c.employee_id = l.employee_id), '[]') AS parts
  FROM payroll_line l
  JOIN payroll_run r ON r.id = l.run_id
  JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  JOIN payroll_input i ON i.run_id = l.run_id AND i.employee_id = l.employee_id
  JOIN employee e ON e.id = l.employee_id
  WHERE l.run_id = ANY ($1::uuid[]) ORDER BY pu.code COLLATE "C", l.nip COLLATE "C"`;

/** The lines of runs, by unit code, then NIP. */
export async function paperLines(sql: Sql, runIds: readonly string[]): Promise<PaperLine[]> {
  const { rows } = await sql.query<Row>(LINES, [[...runIds]]);
  return rows.map(row => ({
    ...row,
    parts: row.parts.map(part => ({ ...part, amount: BigInt(part.amount) })),
  }));
}
