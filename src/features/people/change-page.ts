import { dateMedium } from '../../platform/render/format.ts';
import type { Choice, Link, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { LATE_DATE_HINT } from '../organisation/closed-months.ts';
import { chairChoice, searchWords } from '../organisation/position-form-page.ts';
import { HOLDING_WORDS, type Holding } from '../organisation/position-kinds.ts';
import type { ChairRow } from '../organisation/position-queries.ts';
import { unitChoices } from '../organisation/unit-pages.ts';
import type { UnitRow } from '../organisation/unit-queries.ts';
import { CHANGE_FIELDS } from './change-forms.ts';
import { CHANGE_KINDS, type ChangeKind } from './change-kinds.ts';
import type { OpenItem } from './open-items.ts';
import { changesPath, newChangePath, personPath } from './paths.ts';
import { rankChoices, statusChoices } from './person-form-page.ts';
import type { Person } from './queries.ts';
import type { ActingHold } from './timeline.ts';

/** `GET /kepegawaian/pegawai/:id/perubahan/baru`: which act. */
export interface ChooseChangePage extends PageModel {
  readonly back: Link;
  readonly lead: string;
  readonly kinds: readonly TaskItem[];
}

export const chooseChangeModel = (person: Person, kinds: readonly ChangeKind[]): ChooseChangePage => ({
  title: 'Catat perubahan',
  back: { href: personPath(person.id), label: person.fullName },
  lead: 'Setiap perubahan dicatat dengan SK dan tanggal mulai berlakunya.',
  kinds: kinds.map(kind => ({ ...CHANGE_KINDS[kind], href: newChangePath(person.id, kind) })),
});

/** The same with `?jenis=`: the form of one act (F15). */
export interface ChangePage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly lead: string;
  readonly form: FormState;
  readonly action: string;
  readonly searchAction: string;
  readonly searchResult: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** Which fields the act has beside date and decree. */
  readonly asks: Readonly<Record<ChangeField, boolean>>;
  readonly chairs: readonly Choice[];
  readonly statuses: readonly Choice[];
  readonly ranks: readonly Choice[];
  readonly tasks: readonly Choice[];
  readonly units: readonly Choice[];
  readonly studying: readonly Choice[];
  readonly dateHint: string;
  readonly rankOptional: boolean;
  readonly act: string;
}

type ChangeField = 'jabatan' | 'status' | 'golongan' | 'selesai' | 'tugas' | 'unit' | 'instansi' | 'lepas_jabatan';

const ASKS: Readonly<Record<ChangeKind, readonly ChangeField[]>> = {
  MASUK: ['jabatan', 'status', 'golongan'],
  MUTASI: ['jabatan'],
  PLT: ['jabatan', 'selesai'],
  PLH: ['jabatan', 'selesai'],
  KETUA_TIM: ['jabatan', 'selesai'],
  AKHIR_TUGAS: ['tugas'],
  TEMPAT_KERJA: ['unit'],
  GOLONGAN: ['golongan'],
  CPNS_KE_PNS: ['golongan'],
  TUGAS_BELAJAR: ['instansi', 'selesai', 'lepas_jabatan'],
  PENSIUN: [],
  MENINGGAL: [],
  HABIS_KONTRAK: [],
  PINDAH_KELUAR: ['instansi'],
};

export interface ChangeContentOfPage {
  readonly person: Person;
  readonly kind: ChangeKind;
  readonly form: FormState;
  readonly key: string;
  readonly chairs: readonly ChairRow[];
  readonly words: string;
  readonly tasks: readonly ActingHold[];
  readonly units: readonly UnitRow[];
}

/** Acts that change nothing of what a month pays. */
const UNPAID: readonly ChangeKind[] = ['PLT', 'PLH', 'KETUA_TIM', 'AKHIR_TUGAS', 'TEMPAT_KERJA'];

const dateHintOf = (kind: ChangeKind): string => {
  if (kind === 'AKHIR_TUGAS') return 'Hari pertama tidak bertugas lagi, misalnya 01/12/2026';
  const from = kind === 'MASUK' || kind === 'MUTASI' ? 'Tanggal mulai bertugas menurut SPMT' : 'Hari pertama berlaku';
  const example = `${from}, misalnya 01/12/2026`;
  return UNPAID.includes(kind) ? example : `${example}. ${LATE_DATE_HINT}`;
};

export function changeModel(content: ChangeContentOfPage): ChangePage {
  const { person, kind, form, key, chairs, words, tasks, units } = content;
  const { label, hint } = CHANGE_KINDS[kind];
  const asks = (field: ChangeField): boolean => ASKS[kind].includes(field);
  return {
    title: formTitle(label, form),
    heading: label,
    lead: `${person.fullName}, ${person.title ?? 'tanpa jabatan'}. ${hint}.`,
    back: { href: newChangePath(person.id), label: 'Jenis perubahan' },
    form,
    action: changesPath(person.id),
    searchAction: newChangePath(person.id),
    searchResult: searchWords(words, chairs.length),
    hidden: { jenis: kind, kunci_kirim: key, konfirmasi: '' },
    asks: {
      jabatan: asks('jabatan'),
      status: asks('status'),
      golongan: asks('golongan'),
      selesai: asks('selesai'),
      tugas: asks('tugas'),
      unit: asks('unit'),
      instansi: asks('instansi'),
      lepas_jabatan: asks('lepas_jabatan'),
    },
    chairs: chairs.map(chairChoice),
    statuses: statusChoices,
    ranks: rankChoices,
    tasks: tasks.map(task => ({
      value: task.id,
      label: `${HOLDING_WORDS[task.kind as Holding]} ${task.text}, sejak ${dateMedium(task.from)}`,
    })),
    units: unitChoices(units),
    studying: [{ value: 'ya', label: 'Jabatan dilepas selama belajar' }],
    dateHint: dateHintOf(kind),
    rankOptional: kind === 'MASUK',
    act: 'Simpan perubahan',
  };
}

/** What is still open, before an act that leaves it behind (the interruption of F15). */
export interface StillOpenPage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly question: string;
  readonly items: readonly string[];
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly filesLost: boolean;
  readonly act: string;
}

export interface StillOpenContent {
  readonly person: Person;
  readonly kind: ChangeKind;
  readonly items: readonly OpenItem[];
  readonly digest: string;
  readonly form: FormState;
  readonly filesLost: boolean;
}

export function stillOpenModel({ person, kind, items, digest, form, filesLost }: StillOpenContent): StillOpenPage {
  const waiting = items.find(item => item.kind === 'kegiatan_menunggu');
  const typed = Object.fromEntries(
    CHANGE_FIELDS.flatMap(name => {
      const value = form.values[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  return {
    title: 'Masih ada yang terbuka',
    heading: 'Masih ada yang terbuka',
    question: waiting
      ? `Pegawai masih punya ${waiting.text}. Tetap lanjut?`
      : `${person.fullName} masih punya yang belum selesai. Tetap lanjut?`,
    back: { href: personPath(person.id), label: person.fullName },
    items: items.map(item => item.text),
    form,
    action: changesPath(person.id),
    hidden: { ...typed, konfirmasi: digest },
    filesLost,
    act: `Tetap catat ${CHANGE_KINDS[kind].label.toLowerCase()}`,
  };
}
