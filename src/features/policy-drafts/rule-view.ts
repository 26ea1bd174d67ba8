import type { Regulation, Step } from '../../domain/tpp/regulation.ts';
import { localDate } from '../../domain/local-date.ts';
import type { SummaryRow, TableProps } from '../../platform/render/components.ts';
import { date } from '../../platform/render/format.ts';
import { compareRules, type Difference } from './comparison.ts';
import type { Labels } from './formula-words.ts';
import { paymentsInWords } from './payment-words.ts';
import {
  absentInWords,
  attendanceInWords,
  dailyInWords,
  kindInWords,
  labelsOf,
  paramInWords,
  resultInWords,
  sourceInWords,
  stepInWords,
  tableLines,
  trialInWords,
} from './rule-parts.ts';

/** One part of a regulation on a page. */
export interface RuleSection {
  readonly id: string;
  readonly heading: string;
  readonly lead: string;
  readonly tables: readonly TableProps[];
  /** Each table opens by its caption: there are many, or long ones. */
  readonly folded: boolean;
}

/** A regulation as people read it. */
export interface RuleView {
  readonly head: readonly SummaryRow[];
  readonly sections: readonly RuleSection[];
  /** What single offices or groups have otherwise, by the layer's label with its article. */
  readonly layers: readonly { readonly label: string; readonly parts: readonly Difference[] }[];
}

const SECTION = { lead: '', folded: false };

/** The whole of a regulation in plain words, part by part in the order of its file. */
export function ruleView(regulation: Regulation): RuleView {
  const { name, source, validFrom, validTo, uses, layers } = regulation;
  const labels = labelsOf(regulation);
  const national = uses.map(({ id }) => id).join(', ');
  const sections = [
    inputSection(regulation, labels),
    paramSection(regulation),
    tableSection(regulation),
    stepSection(regulation, labels),
    pairSection('hasil', 'Hasil', '', resultInWords(regulation, labels), ['Hasil', 'Dari']),
    regulation.daily &&
      pairSection('hari-kerja', 'Hari kerja', regulation.daily.cite, dailyInWords(regulation.daily), ['Aturan', 'Isi']),
    regulation.attendance &&
      pairSection('presensi', 'Presensi', regulation.attendance.cite, attendanceInWords(regulation.attendance), [
        'Kejadian',
        'Pengurangan',
      ]),
    regulation.trial &&
      pairSection('uji-coba', 'Masa uji coba', regulation.trial.cite, trialInWords(regulation.trial, labels), [
        'Fakta',
        'Menjadi',
      ]),
    pairSection('pembayaran-khusus', 'Pembayaran khusus', '', paymentsInWords(regulation.payments, labels), [
      'Pembayaran dan fakta',
      'Menjadi',
    ]),
  ];
  return {
    head: [
      { label: 'Nama', value: name },
      { label: 'Dasar hukum', value: source },
      { label: 'Mulai berlaku', value: date(localDate(validFrom)) },
      ...(validTo === null ? [] : [{ label: 'Berlaku sampai', value: date(localDate(validTo)) }]),
      ...(national === '' ? [] : [{ label: 'Tabel nasional yang dipakai', value: national }]),
    ],
    sections: sections.flatMap(section => (section?.tables.some(({ rows }) => rows.length > 0) ? [section] : [])),
    layers: layers.map(({ label, cite, rules }) => ({
      label: `${label} (${cite})`,
      parts: compareRules(regulation, rules).filter(({ heading }) => heading !== 'Keterangan'),
    })),
  };
}

const inputSection = ({ inputs }: Regulation, labels: Labels): RuleSection => ({
  ...SECTION,
  id: 'fakta',
  heading: 'Fakta yang diminta',
  lead: 'Yang harus diketahui tentang satu pegawai dalam satu bulan.',
  tables: [
    {
      caption: 'Fakta yang diminta',
      quietCaption: true,
      columns: [{ label: 'Fakta' }, { label: 'Isi' }, { label: 'Asal' }, { label: 'Kalau tidak ada' }],
      rows: inputs.map(input => ({
        cells: [
          input.label,
          kindInWords(input),
          { text: sourceInWords(input.source), hint: input.source },
          absentInWords(input, labels),
        ],
      })),
    },
  ],
});

const paramSection = ({ params }: Regulation): RuleSection => ({
  ...SECTION,
  id: 'angka',
  heading: 'Angka yang ditetapkan',
  tables: [
    {
      caption: 'Angka yang ditetapkan',
      quietCaption: true,
      columns: [{ label: 'Angka' }, { label: 'Nilai', numeric: true }, { label: 'Pasal' }],
      rows: params.map(param => ({ cells: [param.label, paramInWords(param), param.cite] })),
    },
  ],
});

const tableSection = ({ tables }: Regulation): RuleSection => ({
  ...SECTION,
  id: 'tabel',
  heading: 'Tabel',
  folded: true,
  tables: tables.map(table => {
    const lines = tableLines(table);
    const keys = Array.from({ length: table.keys.length }, (_, at) => ({
      label: at === 0 ? 'Baris' : `Kolom ${String(at)}`,
    }));
    return {
      caption: `${table.label} (${table.cite})`,
      columns: [...keys, { label: 'Nilai', numeric: true }],
      rows: lines.map(line => ({ cells: [...line.keys, line.value] })),
      narrow: 'gulir' as const,
    };
  }),
});

const stepSection = ({ steps }: Regulation, labels: Labels): RuleSection => ({
  ...SECTION,
  id: 'langkah',
  heading: 'Langkah perhitungan',
  lead: 'Dihitung berurutan dari atas ke bawah.',
  tables: [
    {
      caption: 'Langkah perhitungan',
      quietCaption: true,
      columns: [{ label: 'Langkah' }, { label: 'Cara menghitung' }, { label: 'Pasal' }],
      rows: steps.map((step: Step) => ({ cells: [step.label, stepInWords(step, labels), step.cite] })),
    },
  ],
});

const pairSection = (
  id: string,
  heading: string,
  cite: string,
  pairs: readonly (readonly [string, string])[],
  [left, right]: readonly [string, string],
): RuleSection => ({
  ...SECTION,
  id,
  heading,
  lead: cite,
  tables: [
    {
      caption: heading,
      quietCaption: true,
      columns: [{ label: left }, { label: right }],
      rows: pairs.map(cells => ({ cells })),
    },
  ],
});
