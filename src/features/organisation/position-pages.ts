import type { LocalDate } from '../../domain/local-date.ts';
import type { Choice, Link, SummaryRow, TableProps, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import type { FormState } from '../../platform/render/forms.ts';
import type { PositionRights } from './access.ts';
import {
  HUB_PATH,
  personPath,
  positionChangePath,
  positionPath,
  POSITIONS_PATH,
  treeOfUnit,
  unitPath,
} from './paths.ts';
import { HOLDING_WORDS, POSITION_KINDS } from './position-kinds.ts';
import type { ChairRow, HoldRow, PositionVersion } from './position-queries.ts';
import { unitChoices } from './unit-pages.ts';
import { inForce, type UnitRow } from './unit-queries.ts';

/** `GET /kepegawaian/jabatan`: chairs, searched and by unit. */
export interface PositionsPage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly units: readonly Choice[];
  readonly table: TableProps | null;
  readonly next: string | null;
  readonly create: Link | null;
  /** Said where there is no table. */
  readonly empty: string;
}

export interface PositionsContent {
  readonly chairs: readonly ChairRow[];
  readonly more: boolean;
  readonly units: readonly UnitRow[];
  readonly filter: { readonly unitId?: string | undefined; readonly words: string };
  readonly rights: PositionRights;
}

const classWords = (jobClass: number): string => (jobClass === 0 ? 'Belum ada' : String(jobClass));

export function positionsModel({ chairs, more, units, filter, rights }: PositionsContent): PositionsPage {
  const last = chairs.at(-1);
  const query = new URLSearchParams({
    ...(filter.words === '' ? {} : { cari: filter.words }),
    ...(filter.unitId === undefined ? {} : { unit: filter.unitId }),
    ...(last ? { sesudah: last.title, id: last.id } : {}),
  });
  return {
    title: 'Jabatan',
    back: { href: HUB_PATH, label: 'Kepegawaian' },
    form: { values: { cari: filter.words, unit: filter.unitId ?? '' }, errors: [] },
    units: unitChoices(units),
    table: chairs.length === 0 ? null : tableOf(chairs),
    next: more ? `${POSITIONS_PATH}?${query.toString()}` : null,
    create: rights.tree || rights.substance ? { href: `${POSITIONS_PATH}/baru`, label: 'Tambah jabatan' } : null,
    empty:
      filter.words === '' && filter.unitId === undefined
        ? 'Belum ada jabatan. Tambah satu per satu, atau impor bersama unitnya.'
        : 'Tidak ada jabatan yang cocok. Ubah kata pencarian atau pilih unit lain.',
  };
}

const tableOf = (chairs: readonly ChairRow[]): TableProps => ({
  caption: 'Jabatan menurut nama',
  quietCaption: true,
  columns: [{ label: 'Jabatan' }, { label: 'Unit' }, { label: 'Kelas', numeric: true }, { label: 'Pemegang' }],
  rows: chairs.map(chair => ({
    cells: [
      { text: chair.title, href: positionPath(chair.id), hint: chair.code },
      chair.unitName,
      classWords(chair.jobClass),
      chair.holders === '' ? 'Kosong' : chair.holders,
    ],
  })),
});

/** `GET /kepegawaian/jabatan/:id` */
export interface PositionPage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly rows: readonly SummaryRow[];
  readonly duties: readonly string[];
  readonly links: readonly Link[];
  readonly holders: readonly TimelineItem[];
  readonly holderLinks: readonly Link[];
  readonly history: readonly TimelineItem[];
}

export interface PositionPageContent {
  readonly id: string;
  readonly code: string;
  readonly versions: readonly PositionVersion[];
  readonly holds: readonly HoldRow[];
  readonly today: LocalDate;
  readonly rights: PositionRights;
}

export function positionModel(content: PositionPageContent): PositionPage {
  const { id, code, versions, holds, today, rights } = content;
  const now = inForce(versions, today);
  const living = holds.filter(hold => hold.from <= today && (hold.last === null || hold.last >= today));
  return {
    title: now.title,
    heading: now.title,
    back: { href: POSITIONS_PATH, label: 'Jabatan' },
    rows: rowsOf(code, now),
    duties: now.duties === null ? [] : now.duties.split('\n').filter(line => line.trim() !== ''),
    links: [
      ...(rights.tree || rights.substance
        ? [{ href: positionChangePath(id), label: 'Ubah mulai tanggal tertentu' }]
        : []),
      { href: treeOfUnit(now.unitId), label: 'Hierarki unit ini' },
    ],
    holders: holds.map(hold => ({
      title: `${HOLDING_WORDS[hold.kind]}: ${hold.name}`,
      at: spanWords(hold.from, hold.last),
      note: hold.decree ?? undefined,
    })),
    holderLinks: rights.tree ? living.map(hold => ({ href: personPath(hold.employeeId), label: hold.name })) : [],
    history: versions.toReversed().map(version => ({
      title: changes(versions[versions.indexOf(version) - 1], version),
      at: `${version.from > today ? 'Mulai' : 'Sejak'} ${dateMedium(version.from)}`,
      note: version.decree ?? undefined,
    })),
  };
}

/** '1 Jan 2026 sampai 31 Mar 2026', or 'sejak 1 Jan 2026'. */
export const spanWords = (from: LocalDate, last: LocalDate | null): string =>
  last === null ? `Sejak ${dateMedium(from)}` : `${dateMedium(from)} sampai ${dateMedium(last)}`;

export const chainWords = (version: Pick<PositionVersion, 'oneStep' | 'validatorTitle'>): string => {
  if (version.oneStep) return 'Satu tahap: verifikasi langsung memvalidasi';
  return version.validatorTitle === null
    ? 'Atasan dari atasan langsung'
    : `${version.validatorTitle} (ditetapkan dengan surat)`;
};

const rowsOf = (code: string, now: PositionVersion): SummaryRow[] => [
  { label: 'Kode', value: code },
  { label: 'Unit', value: { text: now.unitName, href: unitPath(now.unitId) } },
  {
    label: 'Jabatan atasan',
    value:
      now.superiorId === null ? 'Tidak ada' : { text: now.superiorTitle ?? '', href: positionPath(now.superiorId) },
  },
  { label: 'Validator', value: chainWords(now) },
  { label: 'Jenis', value: POSITION_KINDS[now.kind] },
  { label: 'Eselon', value: now.echelon ?? 'Tanpa eselon' },
  { label: 'Kelas jabatan', value: classWords(now.jobClass) },
  { label: 'Rumpun', value: now.family },
  { label: 'Berlaku sejak', value: dateMedium(now.from) },
  { label: 'Dasar', value: now.decree ?? 'Tidak tercatat' },
];

/** What changed from one version to the next, in words. */
function changes(before: PositionVersion | undefined, now: PositionVersion): string {
  if (!before) return 'Dibentuk';
  const said = [
    before.title === now.title ? '' : `nama menjadi ${now.title}`,
    before.unitId === now.unitId ? '' : `unit menjadi ${now.unitName}`,
    before.superiorId === now.superiorId ? '' : `atasan menjadi ${now.superiorTitle ?? 'tidak ada'}`,
    before.kind === now.kind ? '' : `jenis menjadi ${POSITION_KINDS[now.kind]}`,
    before.echelon === now.echelon ? '' : `eselon menjadi ${now.echelon ?? 'tanpa eselon'}`,
    before.jobClass === now.jobClass ? '' : `kelas ${String(before.jobClass)} menjadi ${String(now.jobClass)}`,
    before.family === now.family ? '' : `rumpun menjadi ${now.family}`,
    before.oneStep === now.oneStep && before.validatorId === now.validatorId
      ? ''
      : `validator menjadi: ${chainWords(now)}`,
    before.duties === now.duties ? '' : 'uraian tugas diperbarui',
  ].filter(text => text !== '');
  const text = said.length > 0 ? said.join(', ') : 'dicatat ulang';
  return text.charAt(0).toUpperCase() + text.slice(1);
}
