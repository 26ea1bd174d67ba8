import type { Choice, Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { LATE_DATE_HINT } from './closed-months.ts';
import type { PositionRights } from './access.ts';
import { positionChangePath, positionPath, POSITIONS_PATH } from './paths.ts';
import { ECHELONS, POSITION_KINDS } from './position-kinds.ts';
import type { ChairRow, PositionVersion } from './position-queries.ts';
import { unitChoices } from './unit-pages.ts';
import type { UnitRow } from './unit-queries.ts';

/** `GET /kepegawaian/jabatan/baru` and `/kepegawaian/jabatan/:id/ubah`. */
export interface PositionFormPage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly lead: string;
  readonly form: FormState;
  readonly action: string;
  /** Where the search of chairs leads: the same form with what was typed. */
  readonly searchAction: string;
  readonly searchResult: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly isNew: boolean;
  /** Parts of the form that the reader may fill in. */
  readonly rights: PositionRights;
  /** Parts that stay as they are, shown. */
  readonly fixed: readonly SummaryRow[];
  readonly units: readonly Choice[];
  readonly chairs: readonly Choice[];
  readonly kinds: readonly Choice[];
  readonly echelons: readonly Choice[];
  readonly familyHint: string;
  readonly chain: readonly Choice[];
  /** Beside the date: what a date in a month that is paid leads to. */
  readonly lateDateHint: string;
  readonly act: string;
}

export interface PositionFormContent {
  readonly form: FormState;
  readonly rights: PositionRights;
  readonly units: readonly UnitRow[];
  readonly chairs: readonly ChairRow[];
  readonly families: readonly string[];
  readonly words: string;
  readonly position?: { readonly id: string; readonly now: PositionVersion; readonly version: string } | undefined;
  readonly key: string;
}

/** A chair as a choice: title, unit, and who sits there. */
export const chairChoice = (chair: ChairRow): Choice => ({
  value: chair.id,
  label: `${chair.title}, ${chair.unitName} (${chair.holders === '' ? 'kosong' : chair.holders})`,
});

export function positionFormModel(content: PositionFormContent): PositionFormPage {
  const { form, rights, units, chairs, families, words, position, key } = content;
  const heading = position ? 'Ubah jabatan' : 'Tambah jabatan';
  return {
    title: formTitle(heading, form),
    heading,
    lead: position
      ? `${position.now.title}, ${position.now.unitName}. Keadaan sebelum TMT tetap tercatat seperti semula.`
      : 'Jabatan baru berlaku mulai TMT menurut peraturan atau keputusannya.',
    back: position
      ? { href: positionPath(position.id), label: position.now.title }
      : { href: POSITIONS_PATH, label: 'Jabatan' },
    form,
    action: position ? positionChangePath(position.id) : POSITIONS_PATH,
    searchAction: position ? positionChangePath(position.id) : `${POSITIONS_PATH}/baru`,
    searchResult: searchWords(words, chairs.length),
    hidden: position ? { versi: position.version } : { kunci_kirim: key },
    isNew: position === undefined,
    rights: position ? rights : { tree: true, substance: true },
    fixed: position ? fixedRows(rights, position.now) : [],
    units: unitChoices(units),
    chairs: chairs.filter(chair => chair.id !== position?.id).map(chairChoice),
    kinds: Object.entries(POSITION_KINDS).map(([value, label]) => ({ value, label })),
    echelons: ECHELONS.map(value => ({ value, label: value })),
    familyHint: `Kelompok jabatan yang menentukan kegiatan lazimnya: ${families.join(', ') || 'misalnya umum'}`,
    chain: [{ value: 'ya', label: 'Satu tahap: verifikasi atasan langsung memvalidasi' }],
    lateDateHint: LATE_DATE_HINT,
    act: position ? 'Simpan perubahan' : 'Simpan jabatan',
  };
}

export const searchWords = (words: string, found: number): string =>
  words === ''
    ? 'Tulis nama jabatan, unit, atau kode, lalu Cari. Hasilnya menjadi pilihan di bawah'
    : `${String(found)} jabatan dapat dipilih di bawah, menurut "${words}"`;

const fixedRows = (rights: PositionRights, now: PositionVersion): SummaryRow[] => [
  ...(rights.substance
    ? []
    : [
        { label: 'Kelas jabatan (Bagian Organisasi)', value: String(now.jobClass) },
        { label: 'Eselon (Bagian Organisasi)', value: now.echelon ?? 'Tanpa eselon' },
      ]),
  ...(rights.tree
    ? []
    : [
        { label: 'Unit (BKPSDM)', value: now.unitName },
        { label: 'Jabatan atasan (BKPSDM)', value: now.superiorTitle ?? 'Tidak ada' },
      ]),
];

/** The values of a version as its form shows them; the day and the decree of the change are typed anew. */
export const positionValues = (now: PositionVersion): FormState['values'] => ({
  nama: now.title,
  unit: now.unitId,
  atasan: now.superiorId ?? '',
  jenis: now.kind,
  rumpun: now.family,
  ...(now.oneStep ? { satu_tahap: 'ya' } : {}),
  validator: now.validatorId ?? '',
  eselon: now.echelon ?? '',
  kelas_jabatan: String(now.jobClass),
  tugas: now.duties ?? '',
});
