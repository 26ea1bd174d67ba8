import type { Month } from '../../domain/month.ts';
import { firstDay } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import { audit } from '../../platform/audit.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { sha256 } from '../../platform/identity.ts';
import type { JobKind } from '../jobs/held-job.ts';
import { runById, type Run } from '../payroll-runs/queries.ts';
import { summaryCsv, type SummaryLine } from './summary-csv.ts';

/** A payroll file as it is kept: its bytes never change. */
export interface PayrollFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly lines: number;
  readonly net: bigint;
}

const LAYOUT = 'ringkas';
const LINES = `SELECT l.nip, l.name, pu.code AS "unitCode", l.gross, l.deductions, l.net
  FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  WHERE r.id = ANY ($1::uuid[]) ORDER BY pu.code COLLATE "C", l.nip COLLATE "C"`;
const KEEP = `INSERT INTO payroll_file (scope, month, name, format, layout, bytes, sha256, lines, gross, deductions, net, built_at)
  VALUES ($1, $2, $3, 'csv', '${LAYOUT}', $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (scope) DO NOTHING`;
const KEPT = 'SELECT id, name, bytes, sha256, lines, net FROM payroll_file WHERE scope = $1';
const DOWNLOADED = 'INSERT INTO file_download (file_id, actor_id, at, via) VALUES ($1, $2, $3, $4)';

/** One file per run, or per set of runs: the same set always gives the same file. */
function scopeOf(runs: readonly Run[]): string {
  const [only, ...others] = runs.map(run => run.id).sort();
  const which = others.length === 0 ? `run:${String(only)}` : `runs:${sha256([only, ...others].join(' '))}`;
  return `${which}:csv:${LAYOUT}`;
}

function fileName(month: Month, runs: readonly Run[], draft: boolean): string {
  const [only, ...others] = runs;
  const which =
    only && others.length === 0 ? `${only.unit.code}_v${String(only.revision)}` : `${String(runs.length)}-unit`;
  return `${draft ? 'DRAF_' : ''}TPP_${month}_${which}.csv`;
}

async function linesOf(sql: Sql, runs: readonly Run[]): Promise<SummaryLine[]> {
  const { rows } = await sql.query<SummaryLine & Record<string, unknown>>(LINES, [runs.map(run => run.id)]);
  return rows;
}

/**
 * The finance file of approved runs, built at its first need and served from the stored bytes ever after
 * (rulings.md 19). Whoever builds it, the bytes are the same: they follow from the runs' lines alone.
 */
export async function fileOf(tx: Tx, month: Month, runs: readonly Run[], at: Date): Promise<PayrollFile> {
  const scope = scopeOf(runs);
  const before = await tx.query<PayrollFile & Record<string, unknown>>(KEPT, [scope]);
  if (before.rows[0]) return before.rows[0];
  const lines = await linesOf(tx, runs);
  const bytes = summaryCsv(lines);
  const sum = (pick: (line: SummaryLine) => bigint): bigint => lines.reduce((total, line) => total + pick(line), 0n);
  await tx.query(KEEP, [
    scope,
    firstDay(month),
    fileName(month, runs, false),
    bytes,
    sha256(bytes),
    lines.length,
    sum(line => line.gross),
    sum(line => line.deductions),
    sum(line => line.net),
    at,
  ]);
  const { rows } = await tx.query<PayrollFile & Record<string, unknown>>(KEPT, [scope]);
  return rows[0]!;
}

/** The file of approved runs, with this download written down. */
export async function downloadFile(
  deps: Deps,
  month: Month,
  runs: readonly Run[],
  by: { readonly actorId: string; readonly via: 'halaman' | 'perintah' },
): Promise<PayrollFile> {
  return transaction(deps.pool, async tx => {
    const at = deps.clock.now();
    const file = await fileOf(tx, month, runs, at);
    await tx.query(DOWNLOADED, [file.id, by.actorId, at, by.via]);
    return file;
  });
}

/** A marked draft of computed runs: not kept, and said in the trail. */
export async function draftFile(
  deps: Deps,
  month: Month,
  runs: readonly Run[],
  by: { readonly actorId: string },
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  return transaction(deps.pool, async tx => {
    const bytes = summaryCsv(await linesOf(tx, runs), { draft: true });
    const name = fileName(month, runs, true);
    const after = { name, runs: runs.map(run => run.id), sha256: sha256(bytes) };
    const what = { action: 'ekspor.draf', objectType: 'payroll_month', objectId: month, after };
    await audit(tx, { at: deps.clock.now(), actorId: by.actorId, ...what });
    return { name, bytes };
  });
}

/** Builds the file of a run once it is approved. */
export const fileJob: JobKind = {
  run: async (deps, job) => {
    const run = await runById(deps.pool, job.payload['runId'] ?? '');
    if (!run) throw new Error(`job ${job.id} names a run that is not there`);
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await job.progress(tx, 0, 1);
      const file = await fileOf(tx, run.month, [run], deps.clock.now());
      const total = `${String(file.lines)} pegawai, total ${formatRupiah(file.net)}`;
      await job.finish(tx, `Berkas siap: ${file.name}. ${total}.`);
    });
  },
  failed: () => Promise.resolve(),
};
