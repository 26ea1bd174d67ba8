import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** A version that was put into force, without its text. */
export interface Version {
  readonly id: string;
  readonly code: string;
  /** sha256 of its text, as hex. */
  readonly hash: string;
  readonly name: string;
  readonly validFrom: LocalDate;
  /** Who proposed it and who approved it; null where it came with the product or from the command line. */
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
  readonly recordedAt: Date;
  /** Another version of the same day took its place before it began. */
  readonly replacedAt: Date | null;
  /** Months for which a run rests on it. */
  readonly months: number;
  readonly hasCases: boolean;
}

const VERSION = `r.id, r.code, r.version AS hash, r.name, r.valid_from AS "validFrom", r.recorded_at AS "recordedAt",
    r.replaced_at AS "replacedAt", coalesce(r.cases, '') <> '' AS "hasCases",
    CASE WHEN w.id IS NOT NULL THEN ${fullNameOf('w')} END AS "proposedBy",
    CASE WHEN a.id IS NOT NULL THEN ${fullNameOf('a')} END AS "approvedBy",
    (SELECT count(DISTINCT p.month)::int FROM payroll_run p WHERE p.regulation_id = r.id AND p.kind = 'TPP' AND p.state <> 'DIBATALKAN') AS months
  FROM regulation r LEFT JOIN employee w ON w.id = r.recorded_by LEFT JOIN employee a ON a.id = r.approved_by`;

/** Every version, the latest start first. */
export async function versions(sql: Sql): Promise<Version[]> {
  const { rows } = await sql.query<Version & Record<string, unknown>>(
    `SELECT ${VERSION} ORDER BY r.valid_from DESC, r.recorded_at DESC LIMIT 200`,
  );
  return rows;
}

/** One version; undefined where there is none. */
export async function versionById(sql: Sql, id: string): Promise<Version | undefined> {
  const { rows } = await sql.query<Version & Record<string, unknown>>(`SELECT ${VERSION} WHERE r.id = $1`, [id]);
  return rows[0];
}

/** The texts of a version as they were approved; `source` is packed (stored-text.ts). */
export async function versionTexts(
  sql: Sql,
  id: string,
): Promise<{ readonly code: string; readonly source: string; readonly cases: string | null } | undefined> {
  const { rows } = await sql.query<{ code: string; source: string; cases: string | null }>(
    'SELECT code, source, cases FROM regulation WHERE id = $1',
    [id],
  );
  return rows[0];
}

/** `berlaku` once a second person has approved it; `dihapus` is put away and stays in the records. */
export type DraftState = 'draf' | 'diajukan' | 'berlaku' | 'dihapus';

/** A regulation in preparation. */
export interface Draft {
  readonly id: string;
  readonly text: string;
  readonly cases: string;
  readonly state: DraftState;
  readonly version: number;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly changedBy: string;
  readonly changedByName: string;
  readonly changedAt: Date;
  readonly proposedBy: string | null;
  readonly proposedByName: string | null;
  readonly proposedAt: Date | null;
  readonly regulationId: string | null;
  /** The version it was copied from. */
  readonly basedOn: string | null;
}

const DRAFT = `d.id, d.text, d.cases, d.state, d.version, d.created_by AS "createdBy", ${fullNameOf('c')} AS "createdByName",
    d.created_at AS "createdAt", d.changed_by AS "changedBy", ${fullNameOf('e')} AS "changedByName", d.changed_at AS "changedAt",
    d.proposed_by AS "proposedBy", CASE WHEN p.id IS NOT NULL THEN ${fullNameOf('p')} END AS "proposedByName",
    d.proposed_at AS "proposedAt", d.regulation_id AS "regulationId", d.based_on AS "basedOn"
  FROM regulation_draft d JOIN employee c ON c.id = d.created_by JOIN employee e ON e.id = d.changed_by
  LEFT JOIN employee p ON p.id = d.proposed_by`;

/** A draft, what became of it included; undefined where there is none or it was put away. */
export async function draftById(sql: Sql, id: string): Promise<Draft | undefined> {
  const { rows } = await sql.query<Draft & Record<string, unknown>>(
    `SELECT ${DRAFT} WHERE d.id = $1 AND d.state <> 'dihapus'`,
    [id],
  );
  return rows[0];
}

/** Drafts still in preparation, those that wait for a second person first. */
export async function openDrafts(sql: Sql): Promise<Draft[]> {
  const { rows } = await sql.query<Draft & Record<string, unknown>>(
    `SELECT ${DRAFT} WHERE d.state IN ('draf', 'diajukan') ORDER BY d.state = 'diajukan' DESC, d.changed_at DESC, d.id LIMIT 50`,
  );
  return rows;
}

export type DraftAct = 'buat' | 'simpan' | 'ajukan' | 'tarik' | 'tolak' | 'setujui' | 'hapus';

/** Something that happened to a draft. */
export interface DraftEvent {
  readonly at: Date;
  readonly by: string;
  readonly action: DraftAct;
  readonly reason: string | null;
  readonly hash: string;
}

/** What happened to a draft, the latest first. */
export async function draftEvents(sql: Sql, id: string): Promise<DraftEvent[]> {
  const { rows } = await sql.query<DraftEvent & Record<string, unknown>>(
    `SELECT v.at, ${fullNameOf('e')} AS by, v.action, v.reason, v.text_hash AS hash
     FROM regulation_draft_event v JOIN employee e ON e.id = v.actor_id WHERE v.draft_id = $1 ORDER BY v.id DESC LIMIT 30`,
    [id],
  );
  return rows;
}
