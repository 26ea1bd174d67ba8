import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { NEEDED, type ScanKind, type ScanState } from './scan.ts';

/** A signed paper with who sent and who answered it. */
export interface ScanRow {
  readonly id: string;
  readonly runId: string;
  readonly kind: ScanKind;
  readonly state: ScanState;
  readonly version: number;
  readonly uploadedBy: string;
  readonly uploadedByName: string;
  readonly uploadedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly reply: string | null;
}

const COLUMNS = `s.id, s.run_id AS "runId", s.kind, s.state, s.version, s.uploaded_by AS "uploadedBy",
    ${fullNameOf('u')} AS "uploadedByName", s.uploaded_at AS "uploadedAt",
    CASE WHEN d.id IS NOT NULL THEN ${fullNameOf('d')} END AS "decidedByName", s.decided_at AS "decidedAt", s.reply
  FROM payroll_scan s JOIN employee u ON u.id = s.uploaded_by LEFT JOIN employee d ON d.id = s.decided_by`;

/** Every paper sent for a run, the latest first; the caller has checked that the reader may see the run. */
export async function scansOf(sql: Sql, runId: string): Promise<ScanRow[]> {
  const { rows } = await sql.query<ScanRow & Record<string, unknown>>(
    `SELECT ${COLUMNS} WHERE s.run_id = $1 ORDER BY s.uploaded_at DESC, s.id DESC`,
    [runId],
  );
  return rows;
}

/** How far the signed papers of a run are. */
export interface ScanStanding {
  /** Needed papers that finance has accepted. */
  readonly accepted: readonly ScanKind[];
  readonly waiting: number;
}

export const NO_SCANS: ScanStanding = { accepted: [], waiting: 0 };

const STANDINGS = `SELECT run_id AS "runId",
    coalesce(array_agg(DISTINCT kind) FILTER (WHERE state = 'diterima' AND kind = ANY ($2::text[])), '{}') AS accepted,
    count(*) FILTER (WHERE state = 'diajukan')::int AS waiting
  FROM payroll_scan WHERE run_id = ANY ($1::uuid[]) GROUP BY run_id`;

/** The standing of several runs, by run; a run without papers is not in it. */
export async function scanStandings(sql: Sql, runIds: readonly string[]): Promise<ReadonlyMap<string, ScanStanding>> {
  const { rows } = await sql.query<ScanStanding & { runId: string } & Record<string, unknown>>(STANDINGS, [
    [...runIds],
    [...NEEDED],
  ]);
  return new Map(rows.map(({ runId, accepted, waiting }) => [runId, { accepted, waiting }]));
}

/** Needed papers that finance has not accepted. */
export const lackingOf = ({ accepted }: ScanStanding): readonly ScanKind[] =>
  NEEDED.filter(kind => !accepted.includes(kind));
