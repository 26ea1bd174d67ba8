import { monthInWords } from '../../domain/month.ts';
import type { Cell, Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { paths as factPaths } from '../facts/paths.ts';
import { MOST_SHOWN } from './approval-queries.ts';
import { approvePath, closePath, trialPath } from './paths.ts';
import type { Period } from './queries.ts';
import { trialRows } from './trial-totals.ts';
import { differsMuch, type TrialPerson, type TrialRun } from './trial-run.ts';

/** The page of `GET /kepegawaian/periode/:bulan/:unit/coba`: the month as it would be computed now. */
export interface TrialRunPage extends PageModel {
  readonly heading: string;
  readonly unit: string;
  readonly back: Link;
  readonly notices: readonly NoticeProps[];
  readonly totals: readonly SummaryRow[];
  /** What a trial month would have paid by the ordinary rules. */
  readonly ordinary: readonly SummaryRow[];
  /** Who cannot be computed, and why. */
  readonly refused: TableProps | null;
  readonly compared: string;
  readonly differences: TableProps | null;
  readonly people: TableProps | null;
  readonly pages: { readonly text: string; readonly previous: string | null; readonly next: string | null } | null;
  readonly empty: string;
}

export interface TrialRunContent {
  readonly period: Period;
  readonly monthOver: boolean;
  readonly hasRegulation: boolean;
  /** Undefined once the period is closed, and without a regulation. */
  readonly trial: TrialRun | undefined;
  /** From one on. */
  readonly page: number;
}

/** People on one page of the list. */
export const PER_PAGE = 50;

/** The people that a page of the list shows. */
export const peopleOn = ({ people }: TrialRun, page: number): readonly TrialPerson[] =>
  people.slice((page - 1) * PER_PAGE, page * PER_PAGE);

export function trialRunModel(content: TrialRunContent): TrialRunPage {
  const { period, trial } = content;
  const { month, unit } = period;
  const words = monthInWords(month);
  const heading = `Hitung coba ${words}`;
  return {
    title: heading,
    heading,
    unit: unit.name,
    back: { href: closePath(month, unit.code), label: `Tutup periode ${words}` },
    notices: noticesOf(content),
    totals: trial ? totalRows(trial) : [],
    ordinary: trial?.ordinary
      ? trialRows({ ...trial.ordinary, byRule: trial.ordinary.net, people: trial.people.length })
      : [],
    refused: trial ? refusedTable(trial, period) : null,
    compared: trial ? comparedWords(trial) : '',
    differences: trial ? differenceTable(trial) : null,
    people: trial && trial.people.length > 0 ? peopleTable(content, trial) : null,
    pages: trial ? pagesOf(content, trial) : null,
    empty: trial?.people.length === 0 ? 'Belum ada pegawai yang bisa dihitung.' : '',
  };
}

function noticesOf({ period, monthOver, hasRegulation }: TrialRunContent): NoticeProps[] {
  const { month, unit, state } = period;
  if (state !== 'TERBUKA') {
    const links = state === 'DIHITUNG' ? [{ href: approvePath(month, unit.code), label: 'Periksa jumlahnya' }] : [];
    return [
      { kind: 'terkunci', text: `${monthInWords(month)} sudah ditutup. Hitung coba hanya sebelum ditutup.`, links },
    ];
  }
  if (!hasRegulation) return [{ kind: 'awas', text: 'Belum ada peraturan TPP yang berlaku untuk bulan ini.' }];
  const running = ' Bulan masih berjalan: yang belum dicatat terhitung kosong, targetnya sebulan penuh.';
  return [
    {
      kind: 'info',
      text: `Dihitung dari data saat ini. Tidak ada yang ditutup, tidak ada yang disimpan.${monthOver ? '' : running}`,
    },
  ];
}

function totalRows({ people, left, total }: TrialRun): SummaryRow[] {
  const waiting = people.filter(person => person.ifApproved !== null);
  const entries = waiting.reduce((sum, person) => sum + person.waiting, 0);
  const more = waiting.reduce((sum, { ifApproved, net }) => sum + (ifApproved ?? net) - net, 0n);
  return [
    { label: 'Pegawai yang dihitung', value: number(people.length) },
    ...(left.length > 0 ? [{ label: 'Tidak ikut dihitung', value: number(left.length) }] : []),
    { label: 'Bruto', value: { rupiah: total.gross } },
    { label: 'Potongan', value: { rupiah: total.deductions } },
    { label: 'Jumlah bersih', value: { rupiah: total.net } },
    ...(entries > 0
      ? [
          {
            label: 'Kegiatan yang belum divalidasi',
            value: `${number(entries)} dari ${number(waiting.length)} pegawai`,
          },
          { label: 'Tambahan bersih bila semua yang dikirim disetujui', value: { rupiah: more } },
        ]
      : []),
  ];
}

function refusedTable({ refused }: TrialRun, { month }: Period): TableProps | null {
  if (refused.length === 0) return null;
  const some = refused.length > MOST_SHOWN ? ` (${number(MOST_SHOWN)} dari ${number(refused.length)} pegawai)` : '';
  return {
    caption: `Belum bisa dihitung${some}`,
    columns: [{ label: 'Pegawai' }, { label: 'Sebabnya' }],
    rows: refused.slice(0, MOST_SHOWN).map(({ employeeId, name, reasons }) => ({
      cells: [{ text: name, href: factPaths.person(employeeId, month) }, reasons.join('; ')],
    })),
  };
}

function comparedWords({ people }: TrialRun): string {
  const differing = people.filter(differsMuch).length;
  return differing === 0
    ? 'Tidak ada pegawai yang jumlahnya berubah lebih dari seperempat dibanding bulan lalu.'
    : `${number(differing)} pegawai jumlahnya berubah lebih dari seperempat dibanding bulan lalu.`;
}

function differenceTable({ people }: TrialRun): TableProps | null {
  const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
  const far = people
    .filter(differsMuch)
    .map(person => ({ ...person, difference: person.net - (person.before ?? 0n) }))
    .sort((a, b) => (size(a.difference) === size(b.difference) ? 0 : size(a.difference) > size(b.difference) ? -1 : 1));
  if (far.length === 0) return null;
  const some = far.length > MOST_SHOWN ? ` (${number(MOST_SHOWN)} terbesar)` : '';
  return {
    caption: `Perubahan lebih dari seperempat${some}`,
    columns: [
      { label: 'Pegawai' },
      { label: 'Bulan lalu', numeric: true },
      { label: 'Hitung coba', numeric: true },
      { label: 'Selisih', numeric: true },
    ],
    rows: far.slice(0, MOST_SHOWN).map(({ name, position, before, net, difference }) => ({
      cells: [{ text: name, hint: position }, { rupiah: before ?? 0n }, { rupiah: net }, { rupiah: difference }],
    })),
  };
}

function peopleTable({ page }: TrialRunContent, trial: TrialRun): TableProps {
  const { total } = trial;
  const waits = trial.people.some(person => person.ifApproved !== null);
  return {
    caption: 'Jumlah per pegawai',
    quietCaption: true,
    columns: [
      { label: 'Pegawai' },
      { label: 'Bruto', numeric: true },
      { label: 'Potongan', numeric: true },
      { label: 'Bersih', numeric: true },
      ...(waits ? [{ label: 'Bila disetujui', numeric: true }] : []),
    ],
    rows: peopleOn(trial, page).map(person => ({
      cells: [
        { text: person.name, hint: person.position },
        { rupiah: person.gross },
        { rupiah: person.deductions },
        { rupiah: person.net },
        ...(waits ? [approvedCell(person)] : []),
      ],
    })),
    foot: [
      'Jumlah semua',
      { rupiah: total.gross },
      { rupiah: total.deductions },
      { rupiah: total.net },
      ...(waits ? [''] : []),
    ],
  };
}

const approvedCell = ({ ifApproved }: TrialPerson): Cell => (ifApproved === null ? '–' : { rupiah: ifApproved });

function pagesOf({ period, page }: TrialRunContent, { people }: TrialRun): TrialRunPage['pages'] {
  const { month, unit } = period;
  if (people.length <= PER_PAGE) return null;
  const [first, last] = [(page - 1) * PER_PAGE + 1, Math.min(page * PER_PAGE, people.length)];
  return {
    text: `${number(first)} sampai ${number(last)} dari ${number(people.length)} pegawai`,
    previous: page > 1 ? trialPath(month, unit.code, page - 1) : null,
    next: last < people.length ? trialPath(month, unit.code, page + 1) : null,
  };
}
