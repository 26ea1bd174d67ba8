import type { Tx } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/errors.ts';
import { insertRows } from './bulk-rows.ts';
import { type Plan, type RecordChange, type WrittenTable, WRITTEN } from './plan.ts';

/** Who applies which batch, when. */
export interface Applying {
  readonly batchId: string;
  readonly actorId: string | null;
  readonly at: Date;
  readonly requestId?: string | undefined;
  /** Told after each step how many of how many rows are written. */
  readonly onStep?: (done: number, total: number) => Promise<void>;
}

/** The columns of each table's primary key. */
export const KEYS: Readonly<Record<WrittenTable, readonly string[]>> = {
  payroll_unit: ['id'],
  org_unit: ['id'],
  org_unit_version: ['unit_id', 'from_date'],
  position: ['id'],
  position_version: ['position_id', 'from_date'],
  employee: ['id'],
  employee_status: ['employee_id', 'from_date'],
  assignment: ['id'],
  employee_workplace: ['employee_id', 'from_date'],
  catalogue_item: ['id'],
  catalogue_norm: ['item_id', 'from_date'],
  opening_balance: ['id'],
};

/** Imports take turns: each sees what the one before has written. */
const TURN = 'SELECT pg_advisory_xact_lock(7270015)';
/** Comparing thousands of rows takes a while between two statements; on a busy machine a long one. */
const TAKE_TIME = "SELECT set_config('idle_in_transaction_session_timeout', '120000', true)";
const NEW_BALANCES = `SELECT nextval(pg_get_serial_sequence('opening_balance', 'id')) AS id FROM generate_series(1, $1::int)`;
const AUDITED: Partial<Record<WrittenTable, string>> = {
  payroll_unit: 'impor.unit_pembayar',
  org_unit_version: 'impor.unit',
  position_version: 'impor.jabatan',
  employee: 'impor.pegawai',
  employee_status: 'impor.status',
  assignment: 'impor.penempatan',
  employee_workplace: 'impor.tempat_kerja',
  catalogue_item: 'impor.aktivitas',
  catalogue_norm: 'impor.norma',
  opening_balance: 'impor.saldo_awal',
};
const ROWS_AT_ONCE = 250;

/** Waits for other imports to finish, and holds them off until this transaction ends. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.query(TAKE_TIME);
  await tx.query(TURN);
}

/** Writes a plan: rows, a note of each (for the undo), the trail. All of it or nothing, in the caller's transaction. */
export async function applyPlan(tx: Tx, plan: Plan, applying: Applying): Promise<void> {
  const balances = await numbered(tx, plan.inserts.opening_balance, applying);
  const rowsOf = (table: WrittenTable): readonly object[] =>
    table === 'opening_balance' ? balances : plan.inserts[table];
  const total = WRITTEN.reduce((sum, table) => sum + rowsOf(table).length, 0) + plan.changes.length;
  let done = 0;
  for (const table of WRITTEN) {
    const rows = rowsOf(table);
    if (rows.length === 0) continue;
    await insertRows(tx, table, rows);
    await insertRows(
      tx,
      'import_item',
      rows.map(row => ({ batch_id: applying.batchId, table_name: table, key: keyOf(table, row) })),
    );
    await auditRows(tx, table, rows, applying);
    done += rows.length;
    await applying.onStep?.(done, total);
  }
  await writeOver(tx, plan.changes, applying);
}

export function keyOf(table: WrittenTable, row: object): object {
  return Object.fromEntries(KEYS[table].map(column => [column, (row as Record<string, unknown>)[column]]));
}

async function numbered(tx: Tx, rows: readonly object[], { actorId, at }: Applying): Promise<object[]> {
  if (rows.length === 0) return [];
  const ids = (await tx.query<{ id: bigint }>(NEW_BALANCES, [rows.length])).rows;
  return rows.map((row, index) => ({
    ...row,
    id: Number(ids[index]!.id),
    recorded_by: actorId,
    recorded_at: at.toISOString(),
  }));
}

async function auditRows(tx: Tx, table: WrittenTable, rows: readonly object[], applying: Applying): Promise<void> {
  const action = AUDITED[table];
  if (action === undefined) return;
  const trail = rows.map(row => ({
    at: applying.at.toISOString(),
    actor_id: applying.actorId,
    action,
    object_type: table,
    object_id: String(Object.values(keyOf(table, row))[0]),
    after: { ...row, impor: applying.batchId },
    request_id: applying.requestId ?? null,
  }));
  await insertTrail(tx, trail);
}

const TRAIL = `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, before, after, request_id)
  SELECT at, actor_id, action, object_type, object_id, before, after, request_id
  FROM json_to_recordset($1) AS t (at timestamptz, actor_id uuid, action text, object_type text, object_id text,
    before jsonb, after jsonb, request_id text)`;

async function insertTrail(tx: Tx, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx.query(TRAIL, [JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE))]);
}

/** Columns that an import may write over, by table; a change names some of them. */
const OVERWRITTEN = {
  employee: ['front_title', 'back_title', 'phone', 'email', 'npwp', 'bank_name', 'bank_account'],
  catalogue_item: ['name', 'unit_name', 'grouping', 'families', 'verb_level'],
} as const;

/** The row of the table as the JSON would make it, so that lists and numbers have the column's own type. */
const overwrite = (table: keyof typeof OVERWRITTEN): string => `
  UPDATE "${table}" t SET version = t.version + 1,
    ${OVERWRITTEN[table].map(column => `"${column}" = CASE WHEN c.value ? '${column}' THEN n."${column}" ELSE t."${column}" END`).join(', ')}
  FROM json_to_recordset($1) AS c (id uuid, version int, value jsonb)
  CROSS JOIN LATERAL jsonb_populate_record(NULL::"${table}", c.value) n
  WHERE t.id = c.id AND t.version = c.version`;

/** Writes columns of records over where they are still of the version named; how many were. */
export async function overwriteRecords(
  tx: Tx,
  table: RecordChange['table'],
  records: readonly { readonly id: string; readonly version: number; readonly value: object }[],
): Promise<number> {
  let written = 0;
  for (let from = 0; from < records.length; from += ROWS_AT_ONCE) {
    const { rowCount } = await tx.query(overwrite(table), [JSON.stringify(records.slice(from, from + ROWS_AT_ONCE))]);
    written += rowCount ?? 0;
  }
  return written;
}

async function writeOver(tx: Tx, changes: readonly RecordChange[], applying: Applying): Promise<void> {
  for (const table of ['employee', 'catalogue_item'] as const) {
    const own = changes.filter(each => each.table === table);
    const records = own.map(({ id, version, after }) => ({ id, version, value: after }));
    if ((await overwriteRecords(tx, table, records)) !== own.length)
      throw new Conflict('Data berubah selagi impor disimpan. Buka lagi halaman pemeriksaannya.');
    await insertTrail(
      tx,
      own.map(({ id, before, after }) => ({
        at: applying.at.toISOString(),
        actor_id: applying.actorId,
        action: table === 'employee' ? 'impor.ubah_pegawai' : 'impor.ubah_aktivitas',
        object_type: table,
        object_id: id,
        before,
        after: { ...after, impor: applying.batchId },
        request_id: applying.requestId ?? null,
      })),
    );
  }
}
