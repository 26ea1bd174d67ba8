import type { EmployeeStatus, EndedStatus } from './statuses.ts';

/** Acts about a person's standing that are recorded with decree and date (ux.md F15). */
export const CHANGE_KINDS = {
  MASUK: { label: 'Mulai bertugas', hint: 'Pegawai tanpa jabatan mulai bertugas (SPMT), atau kembali bekerja' },
  MUTASI: { label: 'Mutasi atau promosi', hint: 'Pindah jabatan, dihitung sejak SPMT' },
  PLT: { label: 'Pelaksana tugas (Plt.)', hint: 'Memimpin jabatan yang kosong' },
  PLH: { label: 'Pelaksana harian (Plh.)', hint: 'Menggantikan pejabat yang berhalangan sementara' },
  KETUA_TIM: { label: 'Ketua tim', hint: 'Memimpin pekerjaan, tanpa hak memeriksa kegiatan' },
  AKHIR_TUGAS: { label: 'Akhir tugas tambahan', hint: 'Plt., Plh., delegasi, atau ketua tim berakhir' },
  TEMPAT_KERJA: { label: 'Tempat kerja lain', hint: 'Bekerja di unit lain, jabatan dan unit bayar tetap' },
  GOLONGAN: { label: 'Kenaikan golongan', hint: 'Golongan baru menurut SK' },
  CPNS_KE_PNS: { label: 'CPNS menjadi PNS', hint: 'Pengangkatan menurut SK' },
  TUGAS_BELAJAR: { label: 'Tugas belajar', hint: 'Belajar penuh waktu; jabatan dilepas atau tetap dipegang' },
  PENSIUN: { label: 'Pensiun', hint: 'Akun tidak membuka apa pun sejak TMT' },
  MENINGGAL: { label: 'Meninggal dunia', hint: 'Akun tidak membuka apa pun sejak TMT' },
  HABIS_KONTRAK: { label: 'Habis kontrak atau berhenti', hint: 'PPPK dan non-ASN, atau berhenti atas permintaan' },
  PINDAH_KELUAR: { label: 'Pindah ke instansi lain', hint: 'Keluar dari pemerintah daerah ini' },
} as const;

export type ChangeKind = keyof typeof CHANGE_KINDS;
export const isChangeKind = (text: string): text is ChangeKind => Object.hasOwn(CHANGE_KINDS, text);
export const changeWords = (kind: string): string => (isChangeKind(kind) ? CHANGE_KINDS[kind].label : kind);

/** What a person's standing becomes by an act that ends the service. */
export const LEAVING: Readonly<Partial<Record<ChangeKind, EndedStatus>>> = {
  PENSIUN: 'PENSIUN',
  MENINGGAL: 'MENINGGAL',
  HABIS_KONTRAK: 'BERHENTI',
  PINDAH_KELUAR: 'PINDAH_KELUAR',
};

/** Acts before which the page shows what is still open of a person. */
const ASKS_FIRST: readonly ChangeKind[] = [
  'MUTASI',
  'AKHIR_TUGAS',
  'TUGAS_BELAJAR',
  'PENSIUN',
  'MENINGGAL',
  'HABIS_KONTRAK',
  'PINDAH_KELUAR',
];
export const asksFirst = (kind: ChangeKind): boolean => ASKS_FIRST.includes(kind);

/** The acts that a person's standing allows. */
export function possibleChanges(person: {
  readonly status: EmployeeStatus | null;
  readonly held: boolean;
  readonly ended: boolean;
  readonly acting: boolean;
}): ChangeKind[] {
  if (person.ended) return ['MASUK'];
  const all = Object.keys(CHANGE_KINDS) as ChangeKind[];
  return all.filter(kind => {
    if (kind === 'MASUK') return !person.held;
    if (kind === 'MUTASI') return person.held;
    if (kind === 'AKHIR_TUGAS') return person.acting;
    if (kind === 'CPNS_KE_PNS') return person.status === 'CPNS';
    if (kind === 'GOLONGAN') return ['PNS', 'CPNS', 'PPPK'].includes(person.status ?? '');
    return true;
  });
}
