import path from 'node:path';
import type { Profile } from '../features/attendance-files/batch.ts';
import { unitScope } from '../features/attendance-files/access.ts';
import { type NamedUnit, unitsOf } from '../features/attendance-files/machine-queries.ts';
import { importFile, type ImportedFile, type Importer } from '../features/attendance-files/service.ts';
import { attendanceCsv, attendanceWorkbook } from '../features/attendance-files/template.ts';
import { unitOfFile } from '../features/attendance-files/unit-of-file.ts';
import { holidayCsv, holidayWorkbook, importHolidays } from '../features/calendar/holiday-file.ts';
import { isMonth } from '../domain/month.ts';
import type { Deps } from '../platform/deps.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { number } from '../platform/render/format.ts';
import { hasRole } from '../platform/web/actor.ts';
import { type CommandContext, DONE, REFUSED, UsageError } from './command.ts';
import { personFor } from './person.ts';

/** What may be said about a file of attendance on the command line. */
export interface AttendanceOptions {
  readonly as: string | undefined;
  readonly dryRun: boolean;
  readonly unit: string | undefined;
  readonly machine: string | undefined;
  readonly month: string | undefined;
  readonly dates: string | undefined;
}

const MOST_SHOWN = 20;

/** Brings a file of attendance in, as the page does. @throws UsageError, OperatorError, Unreadable, Conflict */
export async function importAttendance(
  ctx: CommandContext,
  deps: Deps,
  file: { readonly target: string; readonly bytes: Buffer },
  options: AttendanceOptions,
): Promise<number> {
  const chosen = choiceOf(options);
  const by = await importer(deps, options);
  const fileName = path.basename(file.target);
  const unit = await unitFor(deps, { ...file, fileName }, by, options.unit);
  const report = await importFile(deps, { fileName, bytes: file.bytes, unit }, by, { chosen, dryRun: options.dryRun });
  const open = report.open[0];
  if (open) throw new OperatorError(`${open.message}${HOW[open.field] ?? ''}.`);
  tell(ctx, report, options.dryRun);
  if (report.rejectedCount === 0 || report.accepted + report.unchanged > 0) return DONE;
  ctx.err(`Tidak ada baris yang disimpan: ${String(report.rejectedCount)} bermasalah.`);
  return REFUSED;
}

/** Whose right and whose units count; a trial needs nobody's. */
async function importer(deps: Deps, { as, dryRun }: AttendanceOptions): Promise<Importer> {
  if (dryRun && as === undefined && !deps.regency.demo) return { actorId: null, scope: null };
  const actor = await personFor(deps, as, 'kepegawaian1');
  if (!hasRole(actor, 'kepegawaian') && !hasRole(actor, 'pengelola'))
    throw new OperatorError(`${actor.name} tidak berhak mengimpor presensi.`);
  return { actorId: actor.employeeId, scope: unitScope(actor) };
}

const HOW: Readonly<Record<string, string>> = {
  mesin: ' dengan --machine KODE',
  format_tanggal: ' dengan --dates dmy atau --dates mdy',
  bulan: ' dengan --month YYYY-MM',
};

function choiceOf({ machine, month, dates }: AttendanceOptions): Profile {
  if (month !== undefined && !isMonth(month)) throw new UsageError('Tulis bulan sebagai YYYY-MM.');
  if (dates !== undefined && dates !== 'dmy' && dates !== 'mdy')
    throw new UsageError('Pilih --dates dmy atau --dates mdy.');
  return {
    ...(machine === undefined ? {} : { machine }),
    ...(month === undefined ? {} : { month }),
    ...(dates === undefined ? {} : { order: dates }),
  };
}

async function unitFor(
  deps: Deps,
  { bytes, fileName }: { readonly bytes: Buffer; readonly fileName: string },
  by: Importer,
  code: string | undefined,
): Promise<NamedUnit> {
  const units = await unitsOf(deps.pool, by.scope);
  const unit =
    code === undefined ? await unitOfFile(deps, bytes, fileName, by, units) : units.find(each => each.code === code);
  if (unit) return unit;
  throw new OperatorError(
    code === undefined ? 'Sebutkan unit yang membawa berkas ini dengan --unit KODE.' : `Tidak ada unit bayar ${code}.`,
  );
}

function tell(ctx: CommandContext, report: ImportedFile, dryRun: boolean): void {
  const { accepted, unchanged, rejected, rejectedCount, unmatched, outOfPeriod } = report;
  if (ctx.json) {
    ctx.out(JSON.stringify({ accepted, unchanged, rejected, unmatched, outOfPeriod }));
    return;
  }
  ctx.out(
    `${dryRun ? 'Percobaan, belum ada yang disimpan. ' : ''}${number(accepted)} baris ${dryRun ? 'siap ' : ''}disimpan. ` +
      `${number(unchanged)} sudah tercatat, ${number(outOfPeriod)} di luar masa, ${number(rejectedCount)} bermasalah.`,
  );
  for (const { row, field, reason } of rejected.slice(0, MOST_SHOWN))
    ctx.out(`baris ${String(row)}, ${field}: ${reason}`);
  if (unmatched > 0) ctx.err(`${number(unmatched)} rekaman memakai PIN yang belum dihubungkan dengan pegawai.`);
}

/** Brings free days in, by the rules of the calendar's page. @throws OperatorError, Unreadable */
export async function importFreeDays(
  ctx: CommandContext,
  deps: Deps,
  file: { readonly target: string; readonly bytes: Buffer },
  { as, dryRun }: Pick<AttendanceOptions, 'as' | 'dryRun'>,
): Promise<number> {
  const actor = dryRun && as === undefined && !deps.regency.demo ? null : await personFor(deps, as, 'kepegawaian1');
  if (actor && !hasRole(actor, 'kepegawaian'))
    throw new OperatorError(`${actor.name} tidak berhak mengubah kalender kerja.`);
  const report = await importHolidays(
    deps,
    { fileName: path.basename(file.target), bytes: file.bytes },
    { actorId: actor?.employeeId ?? null, dryRun },
  );
  const { accepted, unchanged, rejected } = report;
  if (ctx.json) ctx.out(JSON.stringify(report));
  else {
    const said = `${number(accepted)} hari ${dryRun ? 'siap ' : ''}disimpan, ${number(unchanged)} sudah tercatat, ${number(rejected.length)} bermasalah.`;
    ctx.out(dryRun ? `Percobaan, belum ada yang disimpan. ${said}` : said);
    for (const { row, field, reason } of rejected.slice(0, MOST_SHOWN))
      ctx.out(`baris ${String(row)}, ${field}: ${reason}`);
  }
  if (rejected.length === 0 || accepted + unchanged > 0) return DONE;
  ctx.err(`Tidak ada hari yang disimpan: ${String(rejected.length)} bermasalah.`);
  return REFUSED;
}

/** The bytes of a template that is not one of the register's; undefined for any other name. */
export async function calendarTemplate(name: string, csv: boolean): Promise<string | Buffer | undefined> {
  if (name === 'attendance') return csv ? attendanceCsv() : attendanceWorkbook();
  if (name === 'holidays') return csv ? holidayCsv() : holidayWorkbook();
  return undefined;
}
