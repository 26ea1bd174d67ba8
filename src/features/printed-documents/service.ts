import { firstDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Config } from '../../platform/config.ts';
import { newSlipCode } from '../../platform/identity.ts';

/** A paper to be checked later by its code. Holds no person: what stands here is told to whoever has the code. */
export interface PaperToIssue {
  /** What it is the only one of, such as `run:<id>:daftar`: asked again, the same paper keeps its code. */
  readonly scope: string;
  /** In words: 'Daftar penerimaan TPP'. */
  readonly title: string;
  readonly kind: string;
  readonly runId: string | null;
  readonly payrollUnitId: string;
  readonly month: Month;
  /** How many people it lists. */
  readonly lines: number;
  /** Whole rupiah. */
  readonly total: bigint;
  /** SHA-256 of its content, as printed on it. */
  readonly sha256: string;
  /** Domain time. */
  readonly issuedAt: Date;
}

const ISSUE = `INSERT INTO printed_document
    (code, scope, kind, run_id, payroll_unit_id, month, title, lines, total, sha256, issued_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (scope) DO NOTHING`;
const CODE = 'SELECT code FROM printed_document WHERE scope = $1';

/** The code of a paper, such as `K7M2P-4XQRT`; made when it is first asked for, the same ever after. */
export async function issuePaper(sql: Sql, paper: PaperToIssue): Promise<string> {
  const known = await sql.query<{ code: string }>(CODE, [paper.scope]);
  if (known.rows[0]) return known.rows[0].code;
  await sql.query(ISSUE, [
    newSlipCode(),
    paper.scope,
    paper.kind,
    paper.runId,
    paper.payrollUnitId,
    firstDay(paper.month),
    paper.title,
    paper.lines,
    paper.total,
    paper.sha256,
    paper.issuedAt,
  ]);
  return (await sql.query<{ code: string }>(CODE, [paper.scope])).rows[0]!.code;
}

export const CHECK_PATH = '/cek-dokumen';
export const checkPath = (code: string): string => `${CHECK_PATH}/${code}`;

/** The address a QR code leads to: the public one, or in a demo that of the machine itself. */
export const checkAddress = ({ origin, host, port }: Pick<Config, 'origin' | 'host' | 'port'>, code: string): string =>
  `${origin ?? `http://${host}:${String(port)}`}${checkPath(code)}`;
