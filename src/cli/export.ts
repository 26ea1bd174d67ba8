import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isSpecial, periodText, readPeriod, type PayPeriod } from '../domain/payroll/pay-period.ts';
import { formatRupiah } from '../domain/rupiah.ts';
import type { Deps } from '../platform/deps.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import type { Actor } from '../platform/web/actor.ts';
import { downloadFile, draftFile } from '../features/payroll-export/file-service.ts';
import {
  comesAs,
  isFormat,
  isLayout,
  UNKNOWN_FORMAT,
  UNKNOWN_LAYOUT,
  wrongFormat,
  type Wanted,
} from '../features/payroll-export/layout.ts';
import { payrollUnits, periodsOfPayment, type Run } from '../features/payroll-runs/queries.ts';
import { sha256 } from '../platform/identity.ts';
import { readArguments } from './arguments.ts';
import { type Command, DONE, UsageError } from './command.ts';
import { personFor } from './person.ts';

const OPTIONS = {
  unit: { type: 'string' },
  format: { type: 'string', default: 'csv' },
  layout: { type: 'string', default: 'ringkas' },
  out: { type: 'string' },
  draft: { type: 'boolean', default: false },
  as: { type: 'string' },
} as const;

/** What was written. */
interface Written {
  readonly name: string;
  readonly bytes: Buffer;
  readonly said: string;
}

export const exportCommand: Command = {
  name: 'export',
  usage: [
    'export payroll YYYY-MM[-KODE] [--unit KODE] --format csv|xlsx|pdf [--layout ringkas|daftar|bank|rekap|surat] [--draft] --out FILE',
  ],
  run: async (args, ctx) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [what, when, ...more] = positionals;
    const period = readPeriod(when ?? '');
    if (what !== 'payroll' || !period || more.length > 0) {
      throw new UsageError('Sebutkan payroll dan bulan, misalnya export payroll 2026-10 atau 2026-03-THR.');
    }
    const { format, layout } = values;
    if (!isFormat(format)) throw new UsageError(`${UNKNOWN_FORMAT}.`);
    if (!isLayout(layout)) throw new UsageError(`${UNKNOWN_LAYOUT}.`);
    if (!comesAs({ format, layout })) throw new UsageError(`${wrongFormat(layout)}.`);
    if (values.out === undefined) throw new UsageError('Sebutkan berkas tujuan dengan --out FILE.');
    const { deps } = await ctx.open();
    const actor = await personFor(deps, values.as, 'keuangan1');
    const runs = await runsOf(deps, period, values.unit);
    const make = values.draft ? draft : final;
    const written = await make(deps, period, runs, { format, layout }, actor);
    const file = path.resolve(values.out);
    await writeFile(file, written.bytes).catch((error: unknown) => {
      throw new OperatorError(
        `Berkas ${file} tidak dapat ditulis: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const report = { file, name: written.name, sha256: sha256(written.bytes), bytes: written.bytes.length };
    if (ctx.json) ctx.out(JSON.stringify(report));
    else ctx.err(`${written.said} (${file})`);
    return DONE;
  },
};

async function runsOf(deps: Deps, period: PayPeriod, code: string | undefined): Promise<Run[]> {
  if (code !== undefined && (await payrollUnits(deps.pool, null, code)).length === 0) {
    throw new OperatorError(`Tidak ada unit pembayar dengan kode ${code}.`);
  }
  return (await periodsOfPayment(deps.pool, period, null, code)).flatMap(({ run }) => (run ? [run] : []));
}

async function final(
  deps: Deps,
  period: PayPeriod,
  runs: readonly Run[],
  wanted: Wanted,
  actor: Actor,
): Promise<Written> {
  const approved = runs.filter(({ state }) => state === 'DISETUJUI' || state === 'DIBAYAR');
  if (approved.length === 0) throw new OperatorError(`${named(period)} belum disetujui. Pakai --draft untuk draf.`);
  const file = await downloadFile(deps, period.month, approved, wanted, { actorId: actor.employeeId, via: 'perintah' });
  const said = `Berkas siap: ${file.name}. ${String(file.lines)} pegawai, total ${formatRupiah(file.net)}.`;
  return { name: file.name, bytes: file.bytes, said };
}

async function draft(
  deps: Deps,
  period: PayPeriod,
  runs: readonly Run[],
  wanted: Wanted,
  actor: Actor,
): Promise<Written> {
  const computed = runs.filter(({ net }) => net !== null);
  if (computed.length === 0) throw new OperatorError(`${named(period)} belum dihitung.`);
  const file = await draftFile(deps, period.month, computed, wanted, { actorId: actor.employeeId });
  return { ...file, said: `DRAF: ${file.name}.` };
}

/** 'TPP 2026-10', 'Pembayaran 2026-03-THR'. */
const named = (period: PayPeriod): string => `${isSpecial(period) ? 'Pembayaran' : 'TPP'} ${periodText(period)}`;
