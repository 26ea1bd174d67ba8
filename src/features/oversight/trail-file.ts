import { stringify } from 'csv-stringify/sync';
import { addMonths, firstDay, monthInWords, type Month } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { sha256 } from '../../platform/identity.ts';
import { clock } from '../../platform/render/format.ts';
import { CSV_FORM } from '../../platform/spreadsheet/csv-form.ts';
import { type SheetColumn, writeWorkbook } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { fullNameOf } from '../organisation/queries.ts';
import type { PayrollUnit } from '../payroll-runs/queries.ts';
import { ABOUT_MONTH } from './run-happenings.ts';
import type { Letter } from './access.ts';

/*
 * The trail of a payroll unit's month as a file (ux.md 6, "Jejak audit"): every step of its entries and runs and what the general
 * trail says about its runs, each with the hash of the link that seals it.
 */

const COLUMNS: readonly SheetColumn[] = [
  { header: 'waktu (UTC)', width: 26 },
  { header: 'waktu setempat', width: 18 },
  { header: 'pelaku', width: 34 },
  { header: 'peran', width: 14 },
  { header: 'aksi', width: 18 },
  { header: 'objek', width: 46 },
  { header: 'sebelum', width: 30 },
  { header: 'sesudah', width: 46 },
  { header: 'alasan', width: 34 },
  { header: 'id_permintaan', width: 24 },
  { header: 'hash_rantai', width: 66 },
];

/** More would not open in a spreadsheet on an office's machine. */
const MOST_ROWS = 200_000;
const MOST_SHEET_ROWS = 50_000;

interface Row extends Record<string, unknown> {
  readonly at: Date;
  readonly actor: string | null;
  readonly part: string | null;
  readonly action: string;
  readonly object: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly hash: string | null;
}

const ROWS = `WITH seals AS MATERIALIZED (
    SELECT array_agg(upto ORDER BY upto) AS upto, array_agg(hash ORDER BY upto) AS hash FROM audit_chain WHERE payroll_unit_id IS NULL
  ), runs AS MATERIALIZED (SELECT r.id, CASE WHEN r.kind = 'TPP' THEN '' ELSE r.kind || ' ' || to_char(r.month, 'YYYY-MM') || ' ' END AS of
    FROM payroll_run r WHERE r.payroll_unit_id = $1 AND ${ABOUT_MONTH}
  ), trail AS (
    SELECT h.at, h.recorded_at, h.actor_id, h.part, h.action, 'kegiatan ' || t.work_date || ' ' || h.activity_id AS object,
      h.from_status AS before, concat_ws(' ', h.to_status, h.content::text) AS after, concat_ws(' ', h.reason_code, h.reason) AS reason,
      h.request_id, 'k' || h.activity_id || lpad(h.seq::text, 6, '0') AS place
    FROM activity t JOIN activity_event h ON h.activity_id = t.id
      AND h.entry_month = date_trunc('month', uuid_extract_timestamp(t.id) AT TIME ZONE 'UTC')::date
    WHERE t.payroll_unit_id = $1 AND t.work_date >= $2 AND t.work_date < $3
    UNION ALL
    SELECT s.at, s.recorded_at, s.actor_id, NULL, lower(s.to_state), 'periode ' || runs.of || s.run_id, s.from_state, s.to_state, s.note, NULL,
      'p' || s.run_id || lpad(s.seq::text, 6, '0')
    FROM runs JOIN payroll_run_event s ON s.run_id = runs.id
    UNION ALL
    SELECT g.at, g.recorded_at, g.actor_id, NULL, g.action, g.object_type || ' ' || runs.of || g.object_id, g.before::text, g.after::text, g.reason,
      g.request_id, 'a' || lpad(g.seq::text, 20, '0')
    FROM runs JOIN audit_event g ON g.object_type = 'payroll_run' AND g.object_id = runs.id::text)
  SELECT t.at, CASE WHEN e.id IS NOT NULL THEN ${fullNameOf('e')} END AS actor, t.part, t.action, t.object, t.before, t.after,
    nullif(t.reason, '') AS reason, t.request_id AS "requestId",
    s.hash[width_bucket(t.recorded_at, coalesce(s.upto, ARRAY['infinity'::timestamptz])) + 1] AS hash
  FROM trail t CROSS JOIN seals s LEFT JOIN employee e ON e.id = t.actor_id
  ORDER BY t.at, t.place COLLATE "C" LIMIT ${String(MOST_ROWS + 1)}`;

/** What is asked for, by whom and under which letter. */
export interface Wanted {
  readonly unit: PayrollUnit;
  readonly month: Month;
  readonly format: 'csv' | 'xlsx';
  readonly letter: Letter;
  readonly actor: Actor;
  readonly requestId: string;
}

/**
 * The file, with this download written into the trail.
 * @throws Conflict where it would be too large for its format
 */
export async function trailFile(
  deps: Deps,
  wanted: Wanted,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const { unit, month, format, letter, actor, requestId } = wanted;
  const rows = await rowsOf(deps.pool, unit.id, month);
  const most = format === 'csv' ? MOST_ROWS : MOST_SHEET_ROWS;
  if (rows.length > most)
    throw new Conflict(
      format === 'xlsx'
        ? 'Jejak unit ini terlalu panjang untuk XLSX. Unduh sebagai CSV.'
        : 'Jejak unit ini terlalu panjang untuk satu berkas. Minta administrator mengekspornya dari basis data.',
    );
  const values = rows.map(row => valuesOf(row, deps.regency.zone));
  const bytes = format === 'csv' ? trailCsv(values) : await workbookOf(values, wanted);
  const name = `Jejak_${month}_${unit.code}.${format}`;
  await transaction(deps.pool, tx =>
    audit(tx, {
      at: deps.clock.now(),
      actorId: actor.employeeId,
      action: 'pengawasan.unduh',
      objectType: 'payroll_unit',
      objectId: unit.id,
      after: { name, rows: rows.length, sha256: sha256(bytes), surat: letter.number },
      requestId,
    }),
  );
  return { name, bytes };
}

async function rowsOf(sql: Sql, unitId: string, month: Month): Promise<Row[]> {
  return (await sql.query<Row>(ROWS, [unitId, firstDay(month), firstDay(addMonths(month, 1))])).rows;
}

const valuesOf = (row: Row, zone: Zone): string[] => [
  row.at.toISOString(),
  clock(row.at, zone),
  row.actor ?? 'sistem',
  row.part ?? '',
  row.action,
  row.object,
  row.before ?? '',
  row.after ?? '',
  row.reason ?? '',
  row.requestId ?? '',
  row.hash ?? 'belum disegel',
];

/** The rows under their header: UTF-8 with BOM, `;`, texts that a spreadsheet would run as formulas with an apostrophe. */
export function trailCsv(values: readonly string[][]): Buffer {
  const rows = [COLUMNS.map(column => column.header), ...values];
  const body = stringify(rows, { ...CSV_FORM, escape_formulas: true });
  return Buffer.from(`\uFEFF${body}`, 'utf8');
}

const workbookOf = (values: readonly string[][], { unit, month, letter }: Wanted): Promise<Buffer> =>
  writeWorkbook([
    {
      name: 'Jejak audit',
      landscape: true,
      above: [
        [{ text: 'Jejak audit', bold: true }],
        [unit.name],
        [`Bulan ${monthInWords(month)}`],
        [`Surat tugas ${letter.number}`],
      ],
      columns: COLUMNS,
      rows: values,
    },
  ]);
