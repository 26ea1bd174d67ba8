import type { Month } from '../../domain/month.ts';
import { firstDay } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { sha256 } from '../../platform/identity.ts';
import type { JobKind } from '../jobs/held-job.ts';
import { runById, type Run } from '../payroll-runs/queries.ts';
import { build, materialOf, type Material } from './build.ts';
import { LAYOUT_FORMATS, LAYOUTS, type Wanted } from './layout.ts';

/** A payroll file as it is kept: its bytes never change. */
export interface PayrollFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly lines: number;
  readonly net: bigint;
}

/** What building and keeping files needs. */
type Building = Pick<Deps, 'pool' | 'clock' | 'regency' | 'config'>;

const KEEP = `INSERT INTO payroll_file (scope, month, name, format, layout, bytes, sha256, lines, gross, deductions, net, built_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (scope) DO NOTHING`;
const KEPT = 'SELECT id, name, bytes, sha256, lines, net FROM payroll_file WHERE scope = $1';
const DOWNLOADED = 'INSERT INTO file_download (file_id, actor_id, at, via) VALUES ($1, $2, $3, $4)';

/** Files that the job after the approval builds; the others are built at their first need. */
const AT_APPROVAL: readonly Wanted[] = LAYOUTS.flatMap(layout =>
  LAYOUT_FORMATS[layout].flatMap(format => (format === 'pdf' ? [] : [{ format, layout }])),
);

/** One file per run, or per set of runs: the same set always gives the same file. */
function scopeOf(runs: readonly Run[], { format, layout }: Wanted): string {
  const [only, ...others] = runs.map(run => run.id).sort();
  const which = others.length === 0 ? `run:${String(only)}` : `runs:${sha256([only, ...others].join(' '))}`;
  return `${which}:${format}:${layout}`;
}

/** `TPP_2026-10_DPMPTSP_v1.csv`; other layouts than the plain one are named. */
function fileName(month: Month, runs: readonly Run[], { format, layout }: Wanted, draft: boolean): string {
  const [only, ...others] = runs;
  const which =
    only && others.length === 0 ? `${only.unit.code}_v${String(only.revision)}` : `${String(runs.length)}-unit`;
  const how = layout === 'ringkas' ? '' : `_${layout}`;
  return `${draft ? 'DRAF_' : ''}TPP_${month}_${which}${how}.${format}`;
}

/**
 * The finance file of approved runs: built by the job that follows the approval or at its first need, and served from
 * the stored bytes ever after (rulings.md 19). Two who build it at once keep one of the two.
 * @param material what was read of the runs already
 */
export async function fileOf(
  deps: Building,
  month: Month,
  runs: readonly Run[],
  wanted: Wanted,
  material?: Material,
): Promise<PayrollFile> {
  const scope = scopeOf(runs, wanted);
  const before = await deps.pool.query<PayrollFile & Record<string, unknown>>(KEPT, [scope]);
  if (before.rows[0]) return before.rows[0];
  const read = material ?? (await materialOf(deps.pool, month, runs, false));
  const { bytes, lines, gross, deductions, net } = await build(deps, read, wanted);
  await deps.pool.query(KEEP, [
    scope,
    firstDay(month),
    fileName(month, runs, wanted, false),
    wanted.format,
    wanted.layout,
    bytes,
    sha256(bytes),
    lines,
    gross,
    deductions,
    net,
    deps.clock.now(),
  ]);
  const { rows } = await deps.pool.query<PayrollFile & Record<string, unknown>>(KEPT, [scope]);
  return rows[0]!;
}

/** The file of approved runs, with this download written down. */
export async function downloadFile(
  deps: Building,
  month: Month,
  runs: readonly Run[],
  wanted: Wanted,
  by: { readonly actorId: string; readonly via: 'halaman' | 'perintah' },
): Promise<PayrollFile> {
  const file = await fileOf(deps, month, runs, wanted);
  await deps.pool.query(DOWNLOADED, [file.id, by.actorId, deps.clock.now(), by.via]);
  return file;
}

/** A marked draft of computed runs: not kept, and said in the trail. */
export async function draftFile(
  deps: Building,
  month: Month,
  runs: readonly Run[],
  wanted: Wanted,
  by: { readonly actorId: string },
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const { bytes } = await build(deps, await materialOf(deps.pool, month, runs, true), wanted);
  const name = fileName(month, runs, wanted, true);
  const after = { name, runs: runs.map(run => run.id), sha256: sha256(bytes) };
  const what = { action: 'ekspor.draf', objectType: 'payroll_month', objectId: month, after };
  await transaction(deps.pool, tx => audit(tx, { at: deps.clock.now(), actorId: by.actorId, ...what }));
  return { name, bytes };
}

/** Builds the files of a run once it is approved. */
export const fileJob: JobKind = {
  run: async (deps, job) => {
    const run = await runById(deps.pool, job.payload['runId'] ?? '');
    if (!run) throw new Error(`job ${job.id} names a run that is not there`);
    const material = await materialOf(deps.pool, run.month, [run], false);
    const names: string[] = [];
    for (const [done, wanted] of AT_APPROVAL.entries()) {
      names.push((await fileOf(deps, run.month, [run], wanted, material)).name);
      await transaction(deps.pool, async tx => {
        await job.fence(tx);
        await job.progress(tx, done + 1, AT_APPROVAL.length);
      });
    }
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      const total = `${String(run.people ?? 0)} pegawai, total ${formatRupiah(run.net ?? 0n)}`;
      await job.finish(tx, `Berkas siap: ${String(names[0])}. ${total}.`);
    });
  },
  failed: () => Promise.resolve(),
};
