import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { LATE_DATE_HINT } from '../organisation/closed-months.ts';
import { chairChoice, searchWords } from '../organisation/position-form-page.ts';
import type { ChairRow } from '../organisation/position-queries.ts';
import { PEOPLE_PATH, personChangePath, personPath } from './paths.ts';
import type { Person } from './queries.ts';
import { RANKS_PNS, RANKS_PPPK } from '../../domain/rank.ts';
import { WORKING } from './statuses.ts';
import { ended } from '../../platform/render/format.ts';

/** `GET /kepegawaian/pegawai/baru` and `/kepegawaian/pegawai/:id/ubah` (F14). */
export interface PersonFormPage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly lead: string;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly isNew: boolean;
  /** False for a clerk: only how to reach the person. */
  readonly all: boolean;
  readonly statuses: readonly Choice[];
  readonly ranks: readonly Choice[];
  readonly chairs: readonly Choice[];
  readonly searchResult: string;
  /** Beside the date: what a date in a month that is paid leads to. */
  readonly lateDateHint: string;
  readonly act: string;
}

export const statusChoices: readonly Choice[] = Object.entries(WORKING).map(([value, label]) => ({ value, label }));
export const rankChoices: readonly Choice[] = [
  ...Object.entries(RANKS_PNS).map(([value, label]) => ({ value, label: `${value} ${label}`, group: 'PNS dan CPNS' })),
  ...RANKS_PPPK.map(value => ({ value, label: value, group: 'PPPK' })),
];

export function newPersonModel(
  form: FormState,
  chairs: readonly ChairRow[],
  words: string,
  key: string,
): PersonFormPage {
  return {
    title: formTitle('Tambah pegawai', form),
    heading: 'Tambah pegawai',
    lead: 'Pegawai mulai bertugas sejak tanggal SPMT. Akunnya dibuka dengan kode aktivasi.',
    back: { href: PEOPLE_PATH, label: 'Pegawai' },
    form,
    action: PEOPLE_PATH,
    hidden: { kunci_kirim: key },
    isNew: true,
    all: true,
    statuses: statusChoices,
    ranks: rankChoices,
    chairs: chairs.map(chairChoice),
    searchResult: searchWords(words, chairs.length),
    lateDateHint: LATE_DATE_HINT,
    act: 'Simpan pegawai',
  };
}

export function personChangeModel(form: FormState, person: Person, all: boolean): PersonFormPage {
  const heading = all ? 'Ubah data pegawai' : 'Ubah kontak pegawai';
  return {
    title: formTitle(heading, form),
    heading,
    lead: all
      ? `${ended(person.fullName)} Jabatan, status, dan golongan diubah lewat Catat perubahan.`
      : person.fullName,
    back: { href: personPath(person.id), label: person.fullName },
    form,
    action: personChangePath(person.id),
    hidden: { versi: String(person.version) },
    isNew: false,
    all,
    statuses: [],
    ranks: [],
    chairs: [],
    searchResult: '',
    lateDateHint: LATE_DATE_HINT,
    act: 'Simpan perubahan',
  };
}

export const personValues = (person: Person): FormState['values'] => ({
  nip: person.nip ?? '',
  nik: person.nik ?? '',
  nama: person.name,
  gelar_depan: person.frontTitle ?? '',
  gelar_belakang: person.backTitle ?? '',
  npwp: person.npwp ?? '',
  bank: person.bankName ?? '',
  rekening: person.bankAccount ?? '',
  hp: person.phone ?? '',
  email: person.email ?? '',
});
