import type { Month } from '../../domain/month.ts';
import { OWN_PAY, periodText } from '../../domain/payroll/pay-period.ts';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { bindPdfs } from '../../platform/documents/pdf-binding.ts';
import { sha256 } from '../../platform/identity.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { buildFile } from './build.ts';
import { fileName, fileOf, type Building, type PayrollFile } from './file-store.ts';
import type { Wanted } from './layout.ts';
import { paperTitle } from './paper-pdf.ts';

const DOWNLOADED = 'INSERT INTO file_download (file_id, actor_id, at, via) VALUES ($1, $2, $3, $4)';

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
  const bytes = await draftBytes(deps, month, runs, wanted);
  const name = fileName(month, runs, wanted, true);
  const objectId = periodText({ month, kind: runs[0]?.kind ?? OWN_PAY });
  const after = { name, runs: runs.map(run => run.id), sha256: sha256(bytes) };
  const what = { action: 'ekspor.draf', objectType: 'payroll_month', objectId, after };
  await transaction(deps.pool, tx => audit(tx, { at: deps.clock.now(), actorId: by.actorId, ...what }));
  return { name, bytes };
}

async function draftBytes(deps: Building, month: Month, runs: readonly Run[], wanted: Wanted): Promise<Buffer> {
  const parts = wanted.format === 'pdf' ? runs.map(run => [run]) : [runs];
  const bytes: Buffer[] = [];
  for (const part of parts) bytes.push((await buildFile(deps, month, part, wanted, true)).bytes);
  const [only, ...more] = bytes;
  if (only && more.length === 0) return only;
  const madeAt = new Date(Math.max(...runs.map(run => run.closedAt.getTime())));
  return bindPdfs(bytes, { title: paperTitle(runs, wanted.layout), madeAt });
}
