import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import type { Cell, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { periodsPath } from '../payroll-runs/paths.ts';
import { paths } from './paths.ts';
import type { UnitReadiness } from './report-queries.ts';

/** The page of `GET /kepegawaian/periode/:bulan/uji-coba`: what would happen if the unit were paid by its own records. */
export interface TrialReportPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly month: string;
  readonly previous: Link;
  readonly next: Link | null;
  readonly table: TableProps | null;
  readonly amounts: TableProps | null;
  readonly workbook: string | null;
  readonly empty: string;
}

export interface TrialReportContent {
  readonly month: Month;
  readonly thisMonth: Month;
  readonly units: readonly UnitReadiness[];
  /** Whether the reader keeps the list of trial months. */
  readonly office: boolean;
}

export function trialReportModel({ month, thisMonth, units, office }: TrialReportContent): TrialReportPage {
  const words = monthInWords(month);
  const next = addMonths(month, 1);
  const to = (of: Month): Link => ({ href: paths.report(of), label: monthInWords(of) });
  return {
    title: `Kesiapan uji coba ${words}`,
    heading: `Kesiapan uji coba ${words}`,
    back: office ? { href: paths.list, label: 'Masa uji coba' } : { href: periodsPath(month), label: 'Periode' },
    month: words,
    previous: to(addMonths(month, -1)),
    next: next <= thisMonth ? to(next) : null,
    table: units.length === 0 ? null : readinessTable(units),
    amounts: units.some(unit => unit.paid !== null) ? amountsTable(units) : null,
    workbook: units.length === 0 ? null : paths.workbook(month),
    empty: units.length === 0 ? `${words} bukan bulan uji coba.` : '',
  };
}

const of = (part: number, whole: number): string => `${number(part)} dari ${number(whole)}`;

function readinessTable(units: readonly UnitReadiness[]): TableProps {
  const sum = (pick: (unit: UnitReadiness) => number): number => units.reduce((total, unit) => total + pick(unit), 0);
  const cells = (unit: Omit<UnitReadiness, 'code' | 'name' | 'decree' | 'paid' | 'byRule' | 'comparable'>): Cell[] => [
    of(unit.logged, unit.people),
    of(unit.emptyDays, unit.dueDays),
    of(unit.sent - unit.undecided, unit.sent),
    number(unit.withoutPresence),
    number(unit.neverIn),
  ];
  return {
    caption: 'Kesiapan menurut unit',
    quietCaption: true,
    columns: [
      { label: 'Unit' },
      { label: 'Pegawai yang mengisi', numeric: true },
      { label: 'Hari kerja tanpa kegiatan', numeric: true },
      { label: 'Kegiatan yang sudah diputuskan', numeric: true },
      { label: 'Pegawai tanpa presensi', numeric: true },
      { label: 'Akun belum dipakai', numeric: true },
    ],
    rows: units.map(unit => ({ cells: [{ text: unit.name, hint: unit.decree }, ...cells(unit)] })),
    ...(units.length > 1
      ? {
          foot: [
            'Jumlah',
            ...cells({
              people: sum(unit => unit.people),
              logged: sum(unit => unit.logged),
              dueDays: sum(unit => unit.dueDays),
              emptyDays: sum(unit => unit.emptyDays),
              sent: sum(unit => unit.sent),
              undecided: sum(unit => unit.undecided),
              withoutPresence: sum(unit => unit.withoutPresence),
              neverIn: sum(unit => unit.neverIn),
              uncomputed: 0,
            }),
          ],
        }
      : {}),
  };
}

function amountsTable(units: readonly UnitReadiness[]): TableProps {
  const computed = units.filter(unit => unit.paid !== null);
  const sum = (pick: (unit: UnitReadiness) => bigint | null): bigint =>
    computed.reduce((total, unit) => total + (pick(unit) ?? 0n), 0n);
  const lost = (unit: UnitReadiness): bigint => (unit.comparable ?? 0n) - (unit.byRule ?? 0n);
  return {
    caption: 'Dibayar, dan menurut kinerja',
    quietCaption: true,
    columns: [
      { label: 'Unit' },
      { label: 'Dibayar bersih', numeric: true },
      { label: 'Menurut kinerja', numeric: true },
      { label: 'Yang akan hilang', numeric: true },
      { label: 'Belum bisa dihitung menurut kinerja', numeric: true },
    ],
    rows: computed.map(unit => ({
      cells: [
        unit.name,
        { rupiah: unit.paid ?? 0n },
        { rupiah: unit.byRule ?? 0n },
        { rupiah: lost(unit) },
        `${number(unit.uncomputed)} pegawai`,
      ],
    })),
    ...(computed.length > 1
      ? {
          foot: [
            'Jumlah',
            { rupiah: sum(unit => unit.paid) },
            { rupiah: sum(unit => unit.byRule) },
            { rupiah: sum(lost) },
            '',
          ],
        }
      : {}),
  };
}
