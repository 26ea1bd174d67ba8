import { audit } from '../../platform/audit.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { number } from '../../platform/render/format.ts';
import { enqueue, UNDO_ROWS } from '../jobs/queue.ts';
import { tellOwners } from '../people/account-notice.ts';
import { KEYS, overwriteRecords } from './apply.ts';
import type { Batch } from './batch.ts';
import { type WrittenTable, WRITTEN } from './plan.ts';
import { accountsIn, type ImportActor } from './service.ts';

/** What was made since and stands on rows of a batch, in words with how many. */
export interface Dependant {
  readonly what: string;
  readonly count: number;
}

/** Where rows of a batch may be referred to: the table of the import, and a table with its column. */
const REFERENCES: readonly {
  readonly to: WrittenTable;
  readonly from: string;
  readonly columns: readonly string[];
  readonly what: string;
}[] = [
  {
    to: 'employee',
    from: 'activity',
    columns: ['employee_id', 'verified_by', 'validated_by', 'prepared_by'],
    what: 'kegiatan harian',
  },
  { to: 'employee', from: 'staff_change', columns: ['employee_id'], what: 'perubahan kepegawaian' },
  { to: 'employee', from: 'skp_plan', columns: ['employee_id'], what: 'SKP' },
  { to: 'employee', from: 'payroll_fact', columns: ['employee_id'], what: 'data penggajian' },
  { to: 'employee', from: 'fact_proposal', columns: ['employee_id'], what: 'usulan data TPP' },
  { to: 'employee', from: 'payroll_line', columns: ['employee_id'], what: 'baris pembayaran' },
  { to: 'employee', from: 'assistance', columns: ['owner_id', 'helper_id'], what: 'bantuan pengisian' },
  { to: 'employee', from: 'dispensation', columns: ['employee_id', 'requested_by'], what: 'dispensasi' },
  { to: 'employee', from: 'task_order', columns: ['from_id', 'to_id'], what: 'perintah pimpinan' },
  { to: 'employee', from: 'quick_note', columns: ['employee_id'], what: 'catatan singkat' },
  { to: 'employee', from: 'favourite', columns: ['employee_id'], what: 'aktivitas favorit' },
  { to: 'employee', from: 'data_report', columns: ['employee_id'], what: 'laporan data' },
  { to: 'employee', from: 'catalogue_proposal', columns: ['proposed_by'], what: 'usul aktivitas' },
  {
    to: 'position',
    from: 'activity',
    columns: ['position_id', 'verified_chair_id', 'validator_chair_id'],
    what: 'kegiatan harian',
  },
  { to: 'position', from: 'staff_change', columns: ['position_id'], what: 'perubahan kepegawaian' },
  { to: 'position', from: 'skp_plan', columns: ['position_id'], what: 'SKP' },
  { to: 'payroll_unit', from: 'payroll_period', columns: ['payroll_unit_id'], what: 'periode pembayaran' },
  { to: 'payroll_unit', from: 'payroll_ceiling', columns: ['payroll_unit_id'], what: 'pagu TPP' },
  { to: 'payroll_unit', from: 'fact_proposal', columns: ['payroll_unit_id'], what: 'usulan pagu TPP' },
  { to: 'payroll_unit', from: 'role_grant', columns: ['payroll_unit_id'], what: 'hak akses' },
  { to: 'catalogue_item', from: 'activity', columns: ['item_id'], what: 'kegiatan harian' },
  { to: 'catalogue_item', from: 'favourite', columns: ['item_id'], what: 'aktivitas favorit' },
];

/** Rows of the same sort that this batch did not make: a seat in an imported chair, a later version of an imported unit. */
const OWN_REFERENCES: readonly {
  readonly to: WrittenTable;
  readonly from: WrittenTable;
  readonly columns: readonly string[];
  readonly what: string;
}[] = [
  { to: 'employee', from: 'assignment', columns: ['employee_id'], what: 'penempatan' },
  { to: 'employee', from: 'employee_status', columns: ['employee_id'], what: 'status kepegawaian' },
  { to: 'employee', from: 'employee_workplace', columns: ['employee_id'], what: 'tempat kerja' },
  { to: 'employee', from: 'opening_balance', columns: ['employee_id'], what: 'saldo awal' },
  { to: 'position', from: 'assignment', columns: ['position_id'], what: 'penempatan' },
  {
    to: 'position',
    from: 'position_version',
    columns: ['position_id', 'superior_id', 'validator_id'],
    what: 'jabatan',
  },
  { to: 'org_unit', from: 'org_unit_version', columns: ['unit_id', 'parent_id'], what: 'unit' },
  { to: 'org_unit', from: 'position_version', columns: ['unit_id'], what: 'jabatan' },
  { to: 'org_unit', from: 'employee_workplace', columns: ['unit_id'], what: 'tempat kerja' },
  { to: 'payroll_unit', from: 'org_unit_version', columns: ['payroll_unit_id'], what: 'unit' },
  { to: 'catalogue_item', from: 'catalogue_norm', columns: ['item_id'], what: 'norma aktivitas' },
];

/** An account that opens, or a right: somebody already works as this person. */
const ACCOUNTS = `SELECT count(*)::int AS count FROM import_item i JOIN account a ON a.employee_id = (i.key ->> 'id')::uuid
  WHERE i.batch_id = $1 AND i.table_name = 'employee'
    AND (a.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id))`;
/** Entries made with a norm of this batch for an item that was there before. */
const NORMS = `SELECT count(*)::int AS count FROM import_item i
  JOIN activity t ON t.item_id = (i.key ->> 'item_id')::uuid AND t.created_at >= $2 AND t.work_date >= (i.key ->> 'from_date')::date
  WHERE i.batch_id = $1 AND i.table_name = 'catalogue_norm'`;

/** Rows of people and chairs that a computed month has counted, by the table of the import. */
const COUNTED_IN: Readonly<Partial<Record<WrittenTable, string>>> = {
  employee_status: `SELECT i.id, (i.key ->> 'employee_id')::uuid AS employee_id, (i.key ->> 'from_date')::date AS from_date
    FROM import_item i WHERE i.batch_id = $1 AND i.table_name = 'employee_status'`,
  assignment: `SELECT i.id, a.employee_id, a.from_date
    FROM import_item i JOIN assignment a ON a.id = (i.key ->> 'id')::uuid AND a.kind = 'DEFINITIF'
    WHERE i.batch_id = $1 AND i.table_name = 'assignment'`,
  position_version: `SELECT i.id, a.employee_id, greatest(a.from_date, (i.key ->> 'from_date')::date) AS from_date
    FROM import_item i JOIN assignment a ON a.position_id = (i.key ->> 'position_id')::uuid AND a.kind = 'DEFINITIF'
      AND (a.last_date IS NULL OR a.last_date >= (i.key ->> 'from_date')::date)
    WHERE i.batch_id = $1 AND i.table_name = 'position_version'`,
};
/** A run has taken the month with this row, or has still to settle it: what is removed would leave no cause behind. */
const counted = (rows: string): string => `SELECT count(DISTINCT c.id)::int AS count FROM (${rows}) c
  WHERE EXISTS (SELECT 1 FROM takar_months_taken(c.employee_id, c.from_date, NULL))`;

/** What stands in the way of an undo; empty where nothing does. */
export async function dependantsOf(sql: Sql, batch: Pick<Batch, 'id' | 'appliedAt'>): Promise<Dependant[]> {
  const counts = new Map<string, number>();
  const add = async (what: string, text: string, values: unknown[]): Promise<void> => {
    const count = (await sql.query<{ count: number }>(text, values)).rows[0]?.count ?? 0;
    if (count > 0) counts.set(what, (counts.get(what) ?? 0) + count);
  };
  const tables = await tablesIn(sql, batch.id);
  // One column at a time: each is one join by equality.
  for (const { to, from, columns, what } of REFERENCES) {
    for (const column of tables.has(to) ? columns : []) await add(what, referring(to, from, column), [batch.id]);
  }
  for (const { to, from, columns, what } of OWN_REFERENCES) {
    const key = KEYS[from].map(each => `'${each}', to_jsonb(r."${each}")`).join(', ');
    const foreign = ` AND NOT EXISTS (SELECT 1 FROM import_item o
      WHERE o.batch_id = $1 AND o.table_name = '${from}' AND o.key = jsonb_build_object(${key}))`;
    for (const column of tables.has(to) ? columns : [])
      await add(what, `${referring(to, from, column)}${foreign}`, [batch.id]);
  }
  for (const [table, rows] of Object.entries(COUNTED_IN))
    if (tables.has(table)) await add('baris yang dipakai TPP bulan tertutup', counted(rows), [batch.id]);
  if (tables.has('employee')) await add('akun yang sudah dipakai', ACCOUNTS, [batch.id]);
  if (tables.has('catalogue_norm')) await add('kegiatan harian', NORMS, [batch.id, batch.appliedAt]);
  return [...counts].map(([what, count]) => ({ what, count }));
}

const referring = (to: WrittenTable, from: string, column: string): string =>
  `SELECT count(*)::int AS count FROM import_item i JOIN "${from}" r ON r."${column}" = (i.key ->> 'id')::uuid
   WHERE i.batch_id = $1 AND i.table_name = '${to}'`;

async function tablesIn(sql: Sql, batchId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ name: string }>(
    'SELECT DISTINCT table_name AS name FROM import_item WHERE batch_id = $1',
    [batchId],
  );
  return new Set(rows.map(({ name }) => name));
}

/** '3 kegiatan harian, 1 SKP' */
export const dependantsInWords = (dependants: readonly Dependant[]): string =>
  dependants.map(({ what, count }) => `${String(count)} ${what}`).join(', ');

const BEGIN = `UPDATE import_batch SET state = 'mengurungkan' WHERE id = $1`;
const WAIT = `UPDATE import_batch SET job_id = $2, version = version + 1 WHERE id = $1`;
const END = `UPDATE import_batch SET state = 'diurungkan', rows = NULL, job_id = NULL, undone_at = $2, undone_by = $3, version = version + 1 WHERE id = $1`;
/** Accounts of people who go: nobody ever opened one. */
const FORGET_ACCOUNTS = `DELETE FROM account a USING import_item i
  WHERE i.batch_id = $1 AND i.table_name = 'employee' AND a.employee_id = (i.key ->> 'id')::uuid`;

const remove = (table: WrittenTable): string => {
  const match = KEYS[table]
    .map(
      column =>
        `t."${column}" = (i.key ->> '${column}')::${column === 'from_date' ? 'date' : table === 'opening_balance' ? 'bigint' : 'uuid'}`,
    )
    .join(' AND ');
  return `DELETE FROM "${table}" t USING import_item i WHERE i.batch_id = $1 AND i.id = ANY ($2::bigint[]) AND ${match}`;
};
const ITEMS = 'SELECT id FROM import_item WHERE batch_id = $1 AND table_name = $2 ORDER BY id';
/** A statement of this many ends well within the limit of a statement, on a busy machine too. */
const ROWS_AT_ONCE = 50;
/** So many rows are taken back while the person waits; more become a job with progress. */
export const ROWS_UNDONE_WHILE_WAITING = 100;

/** Told after each step how many of how many rows are gone. */
type OnStep = (done: number, total: number) => Promise<void>;

/** In small parts: each removed person is looked for in every table that may name one. */
async function removeRows(tx: Tx, batchId: string, onStep: OnStep | undefined): Promise<void> {
  const items: { readonly table: WrittenTable; readonly ids: readonly bigint[] }[] = [];
  for (const table of [...WRITTEN].reverse()) {
    const { rows } = await tx.query<{ id: bigint }>(ITEMS, [batchId, table]);
    items.push({ table, ids: rows.map(({ id }) => id) });
  }
  const total = items.reduce((sum, { ids }) => sum + ids.length, 0);
  let done = 0;
  for (const { table, ids } of items)
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      const part = ids.slice(from, from + ROWS_AT_ONCE);
      await tx.query(remove(table), [batchId, part]);
      done += part.length;
      await onStep?.(done, total);
    }
}

const FOREIGN_KEY = '23503';
const IN_USE = 'Impor ini tidak dapat diurungkan: datanya sudah dipakai';

/**
 * Takes back what a held, applied batch wrote: removes the rows it made, and puts back what it wrote over where nobody
 * has changed it since.
 * @returns how many records could not be put back
 * @throws Conflict where something depends on its rows
 */
export async function undoHeld(
  tx: Tx,
  deps: Deps,
  batch: Batch,
  by: ImportActor & { readonly onStep?: OnStep },
): Promise<number> {
  if (batch.state !== 'diterapkan') throw new Conflict('Impor ini belum disimpan, atau sudah diurungkan.');
  const dependants = await dependantsOf(tx, batch);
  if (dependants.length > 0) throw new Conflict(`${IN_USE} (${dependantsInWords(dependants)}).`);
  const at = deps.clock.now();
  await tx.query(BEGIN, [batch.id]);
  try {
    await tx.query(FORGET_ACCOUNTS, [batch.id]);
    await removeRows(tx, batch.id, by.onStep);
  } catch (error) {
    throw sqlStateOf(error) === FOREIGN_KEY ? new Conflict(`${IN_USE}.`) : error;
  }
  const left = await putBack(tx, batch);
  await tellOwners(tx, accountsIn(batch.report.written), { dedupe: `${batch.id}:urung`, at });
  await tx.query(END, [batch.id, at, by.actorId]);
  await audit(tx, {
    at,
    actorId: by.actorId,
    action: 'impor.urungkan',
    objectType: 'import_batch',
    objectId: batch.id,
    before: { accepted: batch.report.accepted },
    after: { left },
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  });
  return left;
}

/** What taking back led to: done, or a job that does it. */
export type Undone = { readonly left: number } | { readonly jobId: string };

/** Takes back a held batch: a small one at once, a large one by a job. @throws Conflict */
export async function undoOrEnqueue(
  tx: Tx,
  deps: Deps,
  batch: Batch,
  by: ImportActor & { readonly actorId: string },
): Promise<Undone> {
  if (batch.jobId !== null) throw new Conflict('Impor ini sedang diurungkan.');
  if (batch.state !== 'diterapkan' || batch.report.accepted <= ROWS_UNDONE_WHILE_WAITING)
    return { left: await undoHeld(tx, deps, batch, by) };
  const dependants = await dependantsOf(tx, batch);
  if (dependants.length > 0) throw new Conflict(`${IN_USE} (${dependantsInWords(dependants)}).`);
  const jobId = await enqueue(tx, {
    kind: UNDO_ROWS,
    payload: { batchId: batch.id },
    createdBy: by.actorId,
    payrollUnitId: null,
  });
  await tx.query(WAIT, [batch.id, jobId]);
  return { jobId };
}

/** 'Impor diurungkan. 2 data yang sudah diubah lagi dibiarkan.' */
export const undoneInWords = (left: number): string =>
  left === 0 ? 'Impor diurungkan.' : `Impor diurungkan. ${number(left)} data yang sudah diubah lagi dibiarkan.`;

/** Records are put back where they are still as the import left them: one version on. */
async function putBack(tx: Tx, { report }: Batch): Promise<number> {
  let left = 0;
  for (const table of ['employee', 'catalogue_item'] as const) {
    const own = report.written.filter(each => each.table === table);
    const records = own.map(({ id, version, before }) => ({ id, version: version + 1, value: before }));
    left += own.length - (await overwriteRecords(tx, table, records));
  }
  return left;
}
