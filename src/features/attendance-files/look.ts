import { monthInWords } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { dateMedium, time } from '../../platform/render/format.ts';
import type { BatchReport, Profile } from './batch.ts';
import { Unreadable } from '../../platform/spreadsheet/cell.ts';
import type { FileRow, RowProblem } from './file-row.ts';
import { type Machine, machinesOf } from './machine-queries.ts';
import { clockText } from './moment-text.ts';
import { NIP_REALM, planRows, type RowPlan } from './plan.ts';
import { NO_PUNCHES, planPunches, type PunchPlan } from './punch-plan.ts';
import { deviceOf, type RawFile, type Understood, understandFile } from './raw-file.ts';
import type { BatchKind } from './sheet-format.ts';
import { stageFile } from './staging.ts';

/** Who brings a file in, for which unit, called what. */
export interface LookFrame {
  readonly unitId: string;
  readonly unitCode: string;
  readonly scope: readonly string[] | null;
  readonly fileName: string;
  readonly profile: Profile;
}

/** What saving a file would do; it holds for the transaction in which the file was looked through. */
export interface Plan extends Pick<RowPlan, 'days' | 'recaps'> {
  readonly punches: PunchPlan;
  /** Every refused line, in the order of the file. */
  readonly rejected: readonly RowProblem[];
}

/** A file that was read, understood and compared with what is recorded. */
export interface Look {
  readonly kind: BatchKind;
  /** Rows of the file, the refused ones too; the rows themselves are let go: what is taken of them stands in the plan. */
  readonly rows: number;
  readonly plan: Plan;
  readonly report: BatchReport;
  readonly machine: Machine | null;
  /** Whose PINs the file's are; null where nobody said. */
  readonly realm: string | null;
}

const MOST_KEPT = 500;

/** Whose PINs the file's are. Null where nobody said and it does not follow. */
export function pinSource(
  machines: readonly Machine[],
  { profile, fileName, unitCode }: Pick<LookFrame, 'profile' | 'fileName' | 'unitCode'>,
): { readonly realm: string; readonly machine: Machine | null } | null {
  const active = machines.filter(machine => machine.active);
  const of = (machine: Machine): { realm: string; machine: Machine } => ({ realm: machine.realm, machine });
  const chosen = active.find(({ code }) => code === profile.machine);
  if (chosen) return of(chosen);
  if (profile.realm !== undefined) return { realm: profile.realm, machine: null };
  const device = deviceOf(fileName);
  const named = active.find(({ code }) => code.toUpperCase() === device);
  if (named) return of(named);
  const own = active.filter(machine => machine.unitCode === unitCode);
  if (own.length === 1) return of(own[0]!);
  return own.length === 0 ? { realm: unitCode, machine: null } : null;
}

/**
 * Looks through a file: what it is, whom it means, what would be new.
 * @param read the file as it was understood with the same profile: reading a table takes longer than a transaction may idle
 * @throws Unreadable
 */
export async function lookThrough(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'regency'>,
  raw: RawFile,
  frame: LookFrame,
  read?: Understood,
): Promise<Look> {
  const { profile } = frame;
  const file = read ?? (await understandFile(raw, profile));
  const staged = await stageFile(tx, file.lines());
  if ('machine' in raw && staged.punches === 0) throw new Unreadable('Berkas ini tidak memuat satu pun rekaman');
  const source = pinSource(await machinesOf(tx, frame.scope), frame);
  const planFrame = {
    today: dayIn(deps.regency.zone, deps.clock.now()),
    unitId: frame.unitId,
    scope: frame.scope,
    realm: source?.realm ?? null,
    zone: source?.machine?.zone ?? deps.regency.zone,
    month: profile.month ?? null,
  };
  const punches = staged.punches > 0 ? await planPunches(tx, planFrame) : NO_PUNCHES;
  const rows = await planRows(tx, staged.others, planFrame);
  const rejected = [...staged.problems, ...punches.rejected, ...rows.rejected].sort((a, b) => a.row - b.row);
  const { days, recaps } = rows;
  const { withPins } = staged;
  return {
    kind: file.kind,
    rows: staged.lines,
    plan: { punches, days, recaps, rejected },
    machine: withPins ? (source?.machine ?? null) : null,
    realm: planFrame.realm,
    report: {
      format: file.format,
      label: file.label,
      headers: file.headers,
      open: openQuestions(file, withPins && source === null),
      order: file.order,
      askOrder: file.askOrder || (profile.order !== undefined && file.format !== 'templat'),
      withPins,
      months: staged.months,
      samples: staged.samples.map(sampleOf),
      accepted: punches.fresh + days.length + recaps.length,
      unchanged: punches.unchanged + rows.unchanged,
      outOfPeriod: punches.outOfPeriod + rows.outOfPeriod,
      unmatched: punches.unmatched,
      people: new Set([...punches.employeeIds, ...[...days, ...recaps].map(({ employeeId }) => employeeId)]).size,
      rejected: rejected.slice(0, MOST_KEPT),
      rejectedCount: rejected.length,
      unknownPins: punches.unknownPins.slice(0, MOST_KEPT),
    },
  };
}

function openQuestions(file: Understood, askRealm: boolean): BatchReport['open'] {
  const open: { field: string; message: string }[] = file.missing.map(label => ({
    field: 'kolom',
    message: `Kolom ${label} tidak ditemukan. Pilih kolomnya`,
  }));
  if (file.askOrder)
    open.push({ field: 'format_tanggal', message: 'Pilih urutan tanggal: contoh barisnya ada di bawah' });
  if (file.askMonth) open.push({ field: 'bulan', message: 'Pilih bulan tabel ini' });
  if (askRealm) open.push({ field: 'mesin', message: 'Pilih mesin asal berkas ini' });
  return open;
}

function sampleOf(row: FileRow): BatchReport['samples'][number] {
  const who = row.who.nip ?? `PIN ${row.who.pin ?? ''}`;
  if (row.kind === 'recap') return { row: row.row, who, says: `Rekap ${monthInWords(row.month)}` };
  if (row.kind === 'punch')
    return { row: row.row, who, says: `${dateMedium(row.day)} pukul ${time(clockText(row.second).slice(0, 5))}` };
  const at = (minute: number | null): string => (minute === null ? '–' : time(clockText(minute * 60).slice(0, 5)));
  return {
    row: row.row,
    who,
    says: `${dateMedium(row.day)}: ${row.code ?? `${at(row.inMinute)} sampai ${at(row.outMinute)}`}`,
  };
}

/** The realm of people who stand under their NIP needs no giving of PINs by hand. */
export const isNipRealm = (realm: string): boolean => realm === NIP_REALM;
