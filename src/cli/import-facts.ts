import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { addMonths } from '../domain/month.ts';
import { enterScope, mayDecide, mayEnter } from '../features/facts/access.ts';
import { importFacts, type ImportedFacts } from '../features/facts/import-batch.ts';
import { runningMonth } from '../features/facts/month-asked.ts';
import { kindsOfMonth, type EnteredBy } from '../features/facts/proposal-service.ts';
import { factCsv, factWorkbook } from '../features/facts/template.ts';
import type { Deps } from '../platform/deps.ts';
import { Conflict } from '../platform/errors.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { Unreadable } from '../platform/spreadsheet/cell.ts';
import { type CommandContext, DONE, REFUSED } from './command.ts';
import { personFor } from './person.ts';

const MOST_SHOWN = 20;

/** How facts are brought in: by whom, and who approves. */
export interface FactOptions {
  readonly dryRun: boolean;
  readonly as: string | undefined;
  readonly approveAs: string | undefined;
}

/**
 * Facts from a spreadsheet: proposed by one person and approved by another. In the demo both are of its cast, so that what is
 * brought in counts at once; elsewhere facts wait on the page of proposals unless a second person is named.
 */
export async function bringInFacts(
  ctx: CommandContext,
  deps: Deps,
  file: { readonly fileName: string; readonly bytes: Buffer },
  options: FactOptions,
): Promise<number> {
  const people = options.dryRun ? { by: 'dry run' as const, approverId: null } : await persons(deps, options);
  const done = await importFacts(deps, file, people.by, people.approverId).catch(inOneLine);
  tell(ctx, done, options.dryRun);
  const { accepted, unchanged, rejected } = done.report;
  if (rejected.length === 0 || accepted + unchanged > 0) return DONE;
  ctx.err(`Tidak ada baris yang disimpan: ${String(rejected.length)} bermasalah.`);
  return REFUSED;
}

async function persons(
  deps: Deps,
  { as, approveAs }: FactOptions,
): Promise<{ readonly by: EnteredBy; readonly approverId: string | null }> {
  const actor = await personFor(deps, as, 'kepegawaian1');
  if (!mayEnter(actor)) throw new OperatorError(`${actor.name} tidak berhak mengisi data TPP.`);
  const by = { employeeId: actor.employeeId, scope: enterScope(actor) };
  if (approveAs === undefined && !deps.regency.demo) return { by, approverId: null };
  const second = await personFor(deps, approveAs, 'kepegawaian2');
  if (second.employeeId === actor.employeeId) {
    if (approveAs !== undefined) throw new OperatorError('Orang kedua harus orang lain.');
    return { by, approverId: null };
  }
  if (!mayDecide(second)) throw new OperatorError(`${second.name} tidak berhak menyetujui data TPP.`);
  return { by, approverId: second.employeeId };
}

function inOneLine(error: unknown): never {
  if (error instanceof Unreadable) throw new OperatorError(`${error.message}: takar import template facts --out FILE.`);
  if (error instanceof Conflict) throw new OperatorError(error.reason);
  throw error;
}

function tell(ctx: CommandContext, { report, decision }: ImportedFacts, dryRun: boolean): void {
  const { accepted, unchanged, rejected, facts, notes } = report;
  const approved = decision?.decided ?? 0;
  const waiting = dryRun ? 0 : facts - approved;
  if (ctx.json) {
    ctx.out(JSON.stringify({ accepted, unchanged, rejected, approved, waiting }));
    return;
  }
  const said = `${String(accepted)} baris ${dryRun ? 'siap disimpan' : 'disimpan'}, ${String(unchanged)} sudah sama, ${String(rejected.length)} perlu diperbaiki.`;
  ctx.out(dryRun ? `Percobaan, belum ada yang disimpan. ${said}` : said);
  if (waiting > 0) ctx.out(`${String(waiting)} data menunggu persetujuan orang kedua.`);
  for (const { row, field, reason } of rejected.slice(0, MOST_SHOWN))
    ctx.out(`baris ${String(row)}, ${field}: ${reason}`);
  if (rejected.length > MOST_SHOWN) ctx.out(`dan ${String(rejected.length - MOST_SHOWN)} baris lagi`);
  for (const note of [...notes, ...(decision?.left ?? [])]) ctx.err(note);
}

/** Writes the template of last month's kinds, the month that is to be closed. */
export async function writeFactTemplate(ctx: CommandContext, deps: Deps, out: string): Promise<number> {
  const file = path.resolve(out);
  const month = addMonths(runningMonth(deps), -1);
  const kinds = await kindsOfMonth(deps.pool, month);
  const bytes = file.toLowerCase().endsWith('.csv') ? factCsv(kinds, month) : await factWorkbook(kinds, month, []);
  await writeFile(file, bytes).catch((error: unknown) => {
    throw new OperatorError(
      `Berkas ${file} tidak dapat ditulis: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  if (ctx.json) ctx.out(JSON.stringify({ file, bytes: bytes.length }));
  else ctx.err(`Templat ditulis (${file}).`);
  return DONE;
}
