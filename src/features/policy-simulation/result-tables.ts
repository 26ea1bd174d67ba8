import type { Cell, TableProps } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';
import type { ChangeReason } from './change-reasons.ts';
import type { ComponentSides } from './component-tally.ts';
import type { GroupedChanges } from './group-tally.ts';
import type { LackingFact, NamedPerson, StatusChange } from './lacking-tally.ts';
import type { LargestChange } from './largest-changes.ts';
import type { Totals } from './simulation-result.ts';
import type { SumText } from './sum.ts';

const SIDES = [
  { label: 'Berlaku', numeric: true },
  { label: 'Draf', numeric: true },
  { label: 'Selisih', numeric: true },
];

/** Gross, deductions and net by both, beside what was paid. */
export function totalTable({ inForce, candidate, difference, paid }: Totals): TableProps {
  const row = (label: string, pick: keyof SumText): { readonly cells: readonly Cell[] } => ({
    cells: [
      label,
      { rupiah: inForce[pick] },
      { rupiah: candidate[pick] },
      { rupiah: difference[pick] },
      ...(paid === null ? [] : [{ rupiah: paid.own[pick] }]),
    ],
  });
  return {
    caption: 'Jumlah semua',
    quietCaption: true,
    columns: [{ label: 'Jumlah' }, ...SIDES, ...(paid === null ? [] : [{ label: 'Sungguh dibayar', numeric: true }])],
    rows: [row('Bruto', 'gross'), row('Potongan', 'deductions'), row('Bersih', 'net')],
  };
}

const KIND_WORDS: Readonly<Record<ComponentSides['kind'], string>> = {
  pendapatan: 'Pendapatan',
  potongan: 'Potongan',
  informasi: 'Tidak ikut dibayarkan',
};
const ONLY_WORDS = { inForce: 'hanya dalam yang berlaku', candidate: 'hanya dalam draf' } as const;

export function componentTable(components: readonly ComponentSides[]): TableProps {
  const amount = (text: string | null): Cell => (text === null ? '–' : { rupiah: text });
  return {
    caption: 'Komponen',
    quietCaption: true,
    columns: [{ label: 'Komponen' }, ...SIDES],
    rows: components.map(({ label, kind, only, inForce, candidate, difference }) => ({
      cells: [
        { text: label, hint: only === null ? KIND_WORDS[kind] : `${KIND_WORDS[kind]}, ${ONLY_WORDS[only]}` },
        amount(inForce),
        amount(candidate),
        { rupiah: difference },
      ],
    })),
  };
}

/** Winners and losers of the groups of one kind. */
export function groupTable({ label, groups }: GroupedChanges): TableProps {
  return {
    caption: label,
    columns: [
      { label },
      { label: 'Naik', numeric: true },
      { label: 'Turun', numeric: true },
      { label: 'Tetap', numeric: true },
      { label: 'Jumlah naik', numeric: true },
      { label: 'Jumlah turun', numeric: true },
      { label: 'Selisih', numeric: true },
    ],
    rows: groups.map(({ label: name, people, up, down, equal, upSum, downSum, difference }) => ({
      cells: [
        { text: name, hint: `${number(people)} pegawai` },
        ...[up, down, equal].map(count => number(count)),
        ...[upSum, downSum, difference].map(amount => ({ rupiah: amount })),
      ],
    })),
  };
}

/** The largest changes in one direction, each with what it comes from. */
export function largestTable(caption: string, changes: readonly LargestChange[]): TableProps {
  return {
    caption,
    columns: [{ label: 'Pegawai' }, ...SIDES, { label: 'Yang berbeda' }],
    rows: changes.map(({ name, position, unit, inForce, candidate, difference, reasons }) => ({
      cells: [
        { text: name, hint: `${position}, ${unit}` },
        { rupiah: inForce },
        { rupiah: candidate },
        { rupiah: difference },
        reasons.map(reasonInWords).join('; '),
      ],
    })),
  };
}

function reasonInWords({ label, inForce, candidate }: ChangeReason): string {
  if (inForce === null) return `${label}: baru, ${candidate ?? ''}`;
  return candidate === null
    ? `${label}: tidak ada lagi, semula ${inForce}`
    : `${label}: ${inForce} menjadi ${candidate}`;
}

export function statusTable(statuses: readonly StatusChange[], named: boolean): TableProps {
  return {
    caption: 'Status yang berubah',
    quietCaption: true,
    columns: [{ label: 'Berlaku' }, { label: 'Draf' }, { label: 'Pegawai', numeric: true }, ...(named ? [NAMES] : [])],
    rows: statuses.map(({ inForce, candidate, people, first }) => ({
      cells: [
        statusInWords(inForce),
        statusInWords(candidate),
        number(people),
        ...(named ? [namesOf(first, people)] : []),
      ],
    })),
  };
}

/** A status is a word of the regulation's file: `TIDAK_BERHAK` reads as 'Tidak berhak'. */
function statusInWords(status: string): string {
  const words = status.toLowerCase().replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Who cannot be computed, and for want of what. */
export function lackingTable(caption: string, lacking: readonly LackingFact[], named: boolean): TableProps {
  return {
    caption,
    columns: [{ label: 'Yang kurang' }, { label: 'Pegawai', numeric: true }, ...(named ? [NAMES] : [])],
    rows: lacking.map(({ label, reason, source, people, first }) => ({
      cells: [
        { text: `${label} ${reason}`, hint: source === '' ? undefined : source },
        number(people),
        ...(named ? [namesOf(first, people)] : []),
      ],
    })),
  };
}

const NAMES = { label: 'Di antaranya' };

function namesOf(first: readonly NamedPerson[], people: number): string {
  const rest = people - first.length;
  const names = first.map(({ name, unit }) => `${name} (${unit})`).join('; ');
  return rest > 0 ? `${names}; dan ${number(rest)} orang lagi` : names;
}
