import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { missingInWords } from '../features/imports/interpret.ts';
import type { ImportReport, RejectedRow } from '../features/imports/report.ts';
import { importFile, savedInWords } from '../features/imports/service.ts';
import type { ImportKind, SheetKey } from '../features/imports/sheets.ts';
import {
  isTemplateName,
  templateCsv,
  type TemplateName,
  TEMPLATES,
  templateWorkbook,
} from '../features/imports/template.ts';
import type { Deps } from '../platform/deps.ts';
import { Conflict } from '../platform/errors.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { number } from '../platform/render/format.ts';
import { MAX_SHEET_FILE, Unreadable } from '../platform/spreadsheet/cell.ts';
import { type Actor, hasRole } from '../platform/web/actor.ts';
import { calendarTemplate, importAttendance, importFreeDays } from './attendance-import.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, REFUSED, UsageError } from './command.ts';
import { bringInFacts, writeFactTemplate } from './import-facts.ts';
import { personFor } from './person.ts';

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  as: { type: 'string' },
  'approve-as': { type: 'string' },
  out: { type: 'string' },
  unit: { type: 'string' },
  machine: { type: 'string' },
  month: { type: 'string' },
  dates: { type: 'string' },
} as const;

/** What may be brought in: whole workbooks, or one sheet as a file of its own. */
const IMPORTS: Readonly<Record<string, { readonly kind: ImportKind; readonly only?: SheetKey }>> = {
  employees: { kind: 'pegawai' },
  catalogue: { kind: 'katalog' },
  units: { kind: 'organisasi', only: 'unit' },
  positions: { kind: 'organisasi', only: 'jabatan' },
  people: { kind: 'pegawai', only: 'pegawai' },
  assignments: { kind: 'pegawai', only: 'penempatan' },
  balances: { kind: 'pegawai', only: 'saldo' },
};
const NOTHING_SAID = { as: undefined, unit: undefined, machine: undefined, month: undefined, dates: undefined };
const NAMES = Object.keys(IMPORTS).join('|');
const MOST_SHOWN = 20;

/** People, units, positions, balances and the catalogue from spreadsheets; and the templates for them. */
export const importCommand: Command = {
  name: 'import',
  usage: [
    'import employees|catalogue|units|positions|people|assignments|balances FILE [--dry-run] [--json] [--as NIP]',
    'import facts FILE [--dry-run] [--json] [--as NIP] [--approve-as NIP]   data TPP; orang kedua menyetujui',
    'import attendance FILE [--dry-run] [--json] [--as NIP] [--unit KODE] [--machine KODE] [--month YYYY-MM] [--dates dmy|mdy]',
    'import holidays FILE [--dry-run] [--json] [--as NIP]   hari libur: tanggal;jenis;keterangan',
    'import template facts|attendance|holidays --out FILE',
    'import template employees|catalogue|units|positions|people|assignments|balances --out FILE   templat XLSX, atau CSV bila FILE berakhiran .csv',
  ],
  run: async (args, ctx) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [what, target, ...more] = positionals;
    if (what === undefined || target === undefined || more.length > 0)
      throw new UsageError(`Sebutkan satu dari ${NAMES} dan berkasnya.`);
    if (what === 'template' && target === 'facts')
      return writeFactTemplate(ctx, (await ctx.open()).deps, outFrom(values.out));
    if (what === 'facts') {
      const file = { fileName: path.basename(target), bytes: await read(target) };
      const options = { dryRun: values['dry-run'], as: values.as, approveAs: values['approve-as'] };
      return bringInFacts(ctx, (await ctx.open()).deps, file, options);
    }
    if (what === 'attendance' || what === 'holidays') {
      const bytes = await read(target);
      const { deps } = await ctx.open();
      const options = { ...values, as: values.as, dryRun: values['dry-run'] };
      const file = { target, bytes };
      const bringIn = what === 'holidays' ? importFreeDays : importAttendance;
      return bringIn(ctx, deps, file, { ...NOTHING_SAID, ...options }).catch(inOneLine);
    }
    if (what === 'template') return writeTemplate(ctx, target, values.out);
    const wanted = Object.hasOwn(IMPORTS, what) ? IMPORTS[what] : undefined;
    if (!wanted) throw new UsageError(`Pilih satu dari ${NAMES}.`);
    const bytes = await read(target);
    const { deps } = await ctx.open();
    const by = values['dry-run'] ? 'dry run' : await importer(deps, values.as, wanted.kind);
    const report = await importFile(deps, { ...wanted, fileName: path.basename(target), bytes }, by).catch(inOneLine);
    const problem = report.missing.map(missingInWords).find(text => text !== null);
    if (problem !== undefined) throw new OperatorError(`${problem}: takar import template ${what} --out FILE.`);
    tell(ctx, report, values['dry-run']);
    if (report.rejected.length === 0 || report.accepted + report.unchanged > 0) return DONE;
    ctx.err(`Tidak ada baris yang disimpan: ${String(report.rejected.length)} bermasalah.`);
    return REFUSED;
  },
};

async function read(file: string): Promise<Buffer> {
  const unreadable = (error: unknown): never => {
    throw new OperatorError(
      `Berkas ${file} tidak dapat dibaca: ${error instanceof Error ? error.message : String(error)}`,
    );
  };
  const { size } = await stat(file).catch(unreadable);
  if (size > MAX_SHEET_FILE) throw new OperatorError(`Berkas ${file} lebih dari 10 MB. Bagi menjadi beberapa berkas.`);
  return readFile(file).catch(unreadable);
}

/** The person must hold the right; the administrator too, who brings in the first people of an installation. */
async function importer(deps: Deps, nip: string | undefined, kind: ImportKind): Promise<{ readonly actorId: string }> {
  const actor: Actor = await personFor(deps, nip, 'kepegawaian1');
  const roles =
    kind === 'pegawai' ? (['kepegawaian', 'admin'] as const) : (['kepegawaian', 'organisasi', 'admin'] as const);
  if (!roles.some(role => hasRole(actor, role)))
    throw new OperatorError(`${actor.name} tidak berhak mengimpor data ini.`);
  return { actorId: actor.employeeId };
}

function inOneLine(error: unknown): never {
  if (error instanceof Unreadable) throw new OperatorError(`${error.message}.`);
  if (error instanceof Conflict) throw new OperatorError(error.reason);
  throw error;
}

function tell(ctx: CommandContext, report: ImportReport, dryRun: boolean): void {
  const { accepted, unchanged, rejected } = report;
  if (ctx.json) {
    ctx.out(JSON.stringify({ accepted, unchanged, rejected }));
    return;
  }
  const said = savedInWords(report, number);
  ctx.out(dryRun ? `Percobaan, belum ada yang disimpan. ${said.replace('disimpan', 'siap disimpan')}` : said);
  for (const each of rejected.slice(0, MOST_SHOWN)) ctx.out(line(each));
  if (rejected.length > MOST_SHOWN) ctx.out(`dan ${String(rejected.length - MOST_SHOWN)} baris lagi`);
  for (const note of report.notes) ctx.err(note);
}

const line = ({ sheet, row, field, reason }: RejectedRow): string =>
  `${sheet} baris ${String(row)}, ${field}: ${reason}`;

function outFrom(out: string | undefined): string {
  if (out === undefined) throw new UsageError('Sebutkan berkas tujuan dengan --out FILE.');
  return out;
}

async function writeTemplate(ctx: CommandContext, name: string, out: string | undefined): Promise<number> {
  const csv = out?.toLowerCase().endsWith('.csv') === true;
  const bytes = (await calendarTemplate(name, csv)) ?? (isTemplateName(name) ? await templateOf(name, csv) : undefined);
  if (bytes === undefined)
    throw new UsageError(
      `Templat yang ada: ${[...Object.keys(TEMPLATES), 'facts', 'attendance', 'holidays'].join(', ')}.`,
    );
  const file = path.resolve(outFrom(out));
  await writeFile(file, bytes).catch((error: unknown) => {
    throw new OperatorError(
      `Berkas ${file} tidak dapat ditulis: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  if (ctx.json) ctx.out(JSON.stringify({ file, bytes: bytes.length }));
  else ctx.err(`Templat ditulis (${file}).`);
  return DONE;
}

const templateOf = (name: TemplateName, csv: boolean): Promise<Buffer> | string =>
  csv ? templateCsv(name) : templateWorkbook(name);
