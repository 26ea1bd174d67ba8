import { monthInWords } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, instant, number, rupiah } from '../../platform/render/format.ts';
import { barsOf, type Bars } from './distribution-bars.ts';
import { paths } from './paths.ts';
import { componentTable, groupTable, largestTable, lackingTable, statusTable, totalTable } from './result-tables.ts';
import type { SimulationResult } from './simulation-result.ts';
import type { StoredSimulation } from './stored-simulation.ts';
import { unitsOn, unitTable } from './unit-table.ts';

/** The page of `GET /kepegawaian/aturan/draf/:id/simulasi/:simulasi`. */
export interface SimulationPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly made: string;
  readonly notices: readonly NoticeProps[];
  readonly totals: TableProps;
  readonly summary: readonly SummaryRow[];
  readonly bars: readonly Bars[];
  readonly units: TableProps | null;
  readonly pages: { readonly text: string; readonly previous: string | null; readonly next: string | null } | null;
  readonly components: TableProps | null;
  readonly groups: readonly TableProps[];
  readonly largest: readonly TableProps[];
  readonly statuses: TableProps | null;
  readonly lacking: readonly TableProps[];
  readonly downloads: readonly Link[];
}

export interface SimulationContent {
  readonly simulation: StoredSimulation;
  /** Whether the draft's text is still the one that was simulated. */
  readonly current: boolean;
  /** Whether the reader may see other people's pay by name. */
  readonly named: boolean;
  readonly page: number;
  readonly zone: Zone;
}

export function simulationModel(content: SimulationContent): SimulationPage {
  const { simulation, named, page, zone } = content;
  const { result, draftId, id, month } = simulation;
  const heading = `Simulasi ${monthInWords(month)}`;
  return {
    title: heading,
    heading,
    back: { href: paths.list(draftId), label: 'Simulasi' },
    lead: `Draf ${result.candidate.name} (${result.candidate.regulation}) dibanding ${result.inForce.name} (${result.inForce.regulation}), berlaku mulai ${dateMedium(result.inForce.validFrom)}.`,
    made: `Dibuat ${simulation.askedByName}, ${instant(simulation.at, zone)}. Tidak ada yang dibayar atau diubah.`,
    notices: noticesOf(content),
    totals: totalTable(result.totals),
    summary: summaryRows(result),
    bars: barsOf(result.distribution),
    units: result.units.length > 0 ? unitTable(unitsOn(result.units, page)) : null,
    pages: pagesOf(content),
    components: result.components.length > 0 ? componentTable(result.components) : null,
    groups: result.groups.filter(({ groups }) => groups.length > 0).map(groupTable),
    largest: named ? largestTables(result) : [],
    statuses: result.statuses.length > 0 ? statusTable(result.statuses, named) : null,
    lacking: lackingTables(result, named),
    downloads: named
      ? [
          { href: paths.people(draftId, id, 'xlsx'), label: 'Unduh selisih per pegawai (Excel)' },
          { href: paths.people(draftId, id, 'csv'), label: 'Unduh selisih per pegawai (CSV)' },
        ]
      : [],
  };
}

function noticesOf({ simulation: { result }, current }: SimulationContent): NoticeProps[] {
  const { onlyInForce, neither } = result.people;
  const lacking = onlyInForce.people + neither;
  return [
    ...(current
      ? []
      : [
          { kind: 'awas', text: 'Naskah draf sudah berubah sesudah simulasi ini. Angkanya dari naskah lama.' } as const,
        ]),
    ...(lacking > 0
      ? [
          {
            kind: 'awas',
            text: `${number(lacking)} pegawai belum bisa dihitung menurut draf. Mereka tidak termasuk dalam jumlah di bawah.`,
            links: [{ href: '#kurang', label: 'Lihat data yang kurang' }],
          } as const,
        ]
      : []),
    ...result.notes.map(text => ({ kind: 'info', text }) as const),
  ];
}

function summaryRows({ people, totals }: SimulationResult): SummaryRow[] {
  const { up, down, equal, upSum, downSum } = totals.changes;
  const { ceiling, paid } = totals;
  return [
    { label: 'Pegawai yang dibandingkan', value: number(people.compared) },
    ...(people.excluded > 0 ? [{ label: 'Tidak ikut dihitung', value: number(people.excluded) }] : []),
    { label: 'Naik', value: { text: `${number(up)} pegawai`, hint: rupiah(upSum) } },
    { label: 'Turun', value: { text: `${number(down)} pegawai`, hint: rupiah(downSum) } },
    { label: 'Tetap', value: `${number(equal)} pegawai` },
    ...oneSided('Hanya bisa dihitung menurut draf', people.onlyCandidate),
    ...oneSided('Hanya bisa dihitung menurut yang berlaku', people.onlyInForce),
    ...(people.neither > 0
      ? [{ label: 'Tidak bisa dihitung keduanya', value: `${number(people.neither)} pegawai` }]
      : []),
    ...(paid === null || paid.adjustments.net === '0'
      ? []
      : [{ label: 'Penyesuaian bulan lama yang ikut dibayar, bersih', value: { rupiah: paid.adjustments.net } }]),
    ...(ceiling === null ? [] : ceilingRows(ceiling)),
  ];
}

const oneSided = (label: string, { people, net }: SimulationResult['people']['onlyInForce']): SummaryRow[] =>
  people === 0 ? [] : [{ label, value: { text: `${number(people)} pegawai`, hint: `bersih ${rupiah(net)}` } }];

function ceilingRows(ceiling: NonNullable<SimulationResult['totals']['ceiling']>): SummaryRow[] {
  const { year, amount, yearInForce, yearCandidate, units, unitsOver } = ceiling;
  return [
    {
      label: `Pagu TPP ${String(year)}`,
      value: { text: rupiah(amount), hint: `${number(units)} unit yang pagunya sudah diisi` },
    },
    {
      label: 'Bruto dua belas bulan menurut draf',
      value: { text: rupiah(yearCandidate), hint: `menurut yang berlaku ${rupiah(yearInForce)}` },
    },
    { label: 'Unit yang melampaui pagu', value: number(unitsOver) },
  ];
}

function largestTables({ largest }: SimulationResult): TableProps[] {
  return [
    ...(largest.down.length > 0 ? [largestTable('Turun paling banyak', largest.down)] : []),
    ...(largest.up.length > 0 ? [largestTable('Naik paling banyak', largest.up)] : []),
  ];
}

function lackingTables({ lacking }: SimulationResult, named: boolean): TableProps[] {
  return [
    ...(lacking.candidate.length > 0 ? [lackingTable('Menurut draf', lacking.candidate, named)] : []),
    ...(lacking.inForce.length > 0 ? [lackingTable('Menurut yang berlaku', lacking.inForce, named)] : []),
  ];
}

function pagesOf({ simulation, page }: SimulationContent): SimulationPage['pages'] {
  const { draftId, id, result } = simulation;
  const total = result.units.length;
  const { first, last } = unitsOn(result.units, page);
  if (last - first + 1 >= total) return null;
  return {
    text: `${number(first)} sampai ${number(last)} dari ${number(total)} unit`,
    previous: page > 1 ? paths.page(draftId, id, page - 1) : null,
    next: last < total ? paths.page(draftId, id, page + 1) : null,
  };
}
