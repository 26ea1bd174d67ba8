import { localDate, type LocalDate } from '../../domain/local-date.ts';
import type { Month } from '../../domain/month.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { isUuid } from '../../platform/identity.ts';
import type { RowProblem } from './file-row.ts';
import type { DateOrder } from './moment-text.ts';
import type { BatchKind, FormatKey } from './sheet-format.ts';
import type { ColumnChoice } from './sheet-table.ts';

export type BatchState = 'pratinjau' | 'disimpan' | 'dibatalkan';

/** What was chosen for a file; remembered for the unit's next file with the same header. */
export interface Profile {
  readonly headerHash?: string;
  /** Whose PINs they are: a machine by its code, or a realm by its name. */
  readonly machine?: string;
  readonly realm?: string;
  readonly order?: DateOrder;
  readonly month?: Month;
  readonly columns?: ColumnChoice;
}

/** What is kept of a look through a file. */
export interface BatchReport {
  readonly format: FormatKey;
  readonly label: string;
  readonly headers: readonly { readonly column: number; readonly text: string; readonly field: string | null }[];
  /** What must be settled before anything can be saved, by the field of the form that settles it. */
  readonly open: readonly { readonly field: string; readonly message: string }[];
  readonly order: DateOrder;
  readonly askOrder: boolean;
  readonly withPins: boolean;
  readonly months: readonly { readonly month: Month; readonly rows: number }[];
  /** The first rows as they are understood. */
  readonly samples: readonly { readonly row: number; readonly who: string; readonly says: string }[];
  readonly accepted: number;
  readonly unchanged: number;
  readonly outOfPeriod: number;
  readonly unmatched: number;
  readonly people: number;
  readonly rejected: readonly RowProblem[];
  readonly rejectedCount: number;
  readonly unknownPins: readonly { readonly pin: string; readonly rows: number }[];
}

export interface Batch {
  readonly id: string;
  readonly kind: BatchKind;
  readonly fileName: string;
  readonly sha256: string;
  readonly unitId: string;
  readonly unitCode: string;
  readonly unitName: string;
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
  readonly accepted: number;
  readonly unmatched: number;
  readonly profile: Profile;
  readonly report: BatchReport;
  readonly state: BatchState;
  readonly version: number;
  readonly uploader: string | null;
  readonly uploadedAt: Date;
  readonly savedAt: Date | null;
  readonly undoer: string | null;
  readonly undoneAt: Date | null;
}

type Row = Omit<Batch, 'firstDay' | 'lastDay'> & { firstDay: string | null; lastDay: string | null };

const SELECT = `SELECT b.id, b.kind, b.file_name AS "fileName", b.sha256, b.payroll_unit_id AS "unitId", pu.code AS "unitCode",
    pu.name AS "unitName", b.first_day AS "firstDay", b.last_day AS "lastDay", b.accepted, b.unmatched, b.profile, b.report,
    b.state, b.version, e.name AS uploader, b.uploaded_at AS "uploadedAt", b.saved_at AS "savedAt", u.name AS undoer,
    b.undone_at AS "undoneAt"
  FROM attendance_batch b JOIN payroll_unit pu ON pu.id = b.payroll_unit_id
  LEFT JOIN employee e ON e.id = b.uploaded_by LEFT JOIN employee u ON u.id = b.undone_by
  WHERE ($1::uuid[] IS NULL OR b.payroll_unit_id = ANY ($1))`;

const batchFrom = (row: Row): Batch => ({
  ...row,
  firstDay: row.firstDay === null ? null : localDate(row.firstDay),
  lastDay: row.lastDay === null ? null : localDate(row.lastDay),
});

/** A file of a unit somebody answers for; undefined for any other. */
export async function batchById(sql: Sql, id: string, scope: readonly string[] | null): Promise<Batch | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query<Row & Record<string, unknown>>(`${SELECT} AND b.id = $2`, [scope, id]);
  return rows[0] && batchFrom(rows[0]);
}

/** The same, held until the transaction ends. */
export async function holdBatch(tx: Tx, id: string, scope: readonly string[] | null): Promise<Batch | undefined> {
  if (!isUuid(id)) return undefined;
  await tx.query('SELECT 1 FROM attendance_batch WHERE id = $1 FOR UPDATE', [id]);
  return batchById(tx, id, scope);
}

/** The latest files of the units somebody answers for; what was looked at and dropped is left out. */
export async function recentBatches(sql: Sql, scope: readonly string[] | null): Promise<readonly Batch[]> {
  const { rows } = await sql.query<Row & Record<string, unknown>>(
    `${SELECT} AND NOT (b.state = 'dibatalkan' AND b.saved_at IS NULL) ORDER BY b.uploaded_at DESC, b.id DESC LIMIT 20`,
    [scope],
  );
  return rows.map(batchFrom);
}

/** The saved batch that this very file has been in, if any. */
export async function savedTwin(sql: Sql, sha256: string, scope: readonly string[] | null): Promise<Batch | undefined> {
  const { rows } = await sql.query<Row & Record<string, unknown>>(
    `${SELECT} AND b.sha256 = $2 AND b.state = 'disimpan' LIMIT 1`,
    [scope, sha256],
  );
  return rows[0] && batchFrom(rows[0]);
}

const REMEMBERED = `SELECT profile FROM attendance_batch WHERE payroll_unit_id = $1 AND state = 'disimpan'
  AND profile ->> 'headerHash' = $2 ORDER BY uploaded_at DESC LIMIT 1`;

/** What was chosen for the unit's last saved file with this header. */
export async function rememberedProfile(sql: Sql, unitId: string, headerHash: string): Promise<Profile> {
  const { rows } = await sql.query<{ profile: Profile }>(REMEMBERED, [unitId, headerHash]);
  // The month is the last file's own.
  return rows[0] ? Object.fromEntries(Object.entries(rows[0].profile).filter(([name]) => name !== 'month')) : {};
}
