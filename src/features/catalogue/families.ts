/** Families of positions that share their usual work, as people read them. A regency may have others. */
const FAMILY_NAMES: Readonly<Record<string, string>> = {
  pimpinan: 'Pimpinan unit',
  umum: 'Administrasi umum',
  perizinan: 'Perizinan',
  keuangan: 'Keuangan',
  kepegawaian: 'Kepegawaian',
  perencanaan: 'Perencanaan',
  pengawasan: 'Pengawasan',
  kearsipan: 'Perpustakaan dan arsip',
  informatika: 'Informatika',
  kesehatan: 'Kesehatan',
  pendidikan: 'Pendidikan',
  teknik: 'Pekerjaan umum',
  kependudukan: 'Kependudukan',
  kecamatan: 'Kecamatan, kelurahan, dan desa',
};

/** Families the product knows by itself; positions and items of a regency may bring more. */
export const KNOWN_FAMILIES: readonly string[] = Object.keys(FAMILY_NAMES);

/** A family in words; one that the regency brought itself is shown as it is written, with a capital. */
export const familyName = (family: string): string =>
  Object.hasOwn(FAMILY_NAMES, family) ? FAMILY_NAMES[family]! : family.charAt(0).toUpperCase() + family.slice(1);

/** What the verb of an item says about the share that is one's own work. */
export const VERB_LEVELS = {
  1: 'Membantu',
  2: 'Melaksanakan',
  3: 'Menyiapkan atau menelaah',
  4: 'Memimpin atau memutuskan',
} as const;

export type VerbLevel = keyof typeof VERB_LEVELS;
