import { staffOf } from './staff-titles.ts';
import { eselon3a, eselon4a, fungsional, pelaksana, type UnitSpec } from './unit-spec.ts';
import { office, section } from './units-shared.ts';

/** Health and education: the units that serve people outside offices, most of them on six days a week. */

const HEALTH_ONE_STEP = 'Keputusan Bupati Takar (contoh) tentang penilaian pegawai pusat kesehatan masyarakat';

/** A health centre: its whole staff reports to the head alone, by letter. */
const healthCentre = (number: number, place: string): UnitSpec => ({
  code: `DINKES-P${String(number)}`,
  name: `UPTD Puskesmas ${place}`,
  kind: 'PUSKESMAS',
  sixDays: true,
  head: eselon4a(`Kepala UPTD Puskesmas ${place}`, 9),
  staff: staffOf('kesehatan', 13, { oneStep: HEALTH_ONE_STEP }),
  units: [],
});

const pharmacy: UnitSpec = {
  code: 'DINKES-UPT1',
  name: 'UPTD Instalasi Farmasi',
  kind: 'UPTD',
  head: eselon4a('Kepala UPTD Instalasi Farmasi', 9),
  staff: staffOf('kesehatan', 2),
  units: [],
};

const healthDivisions = [
  { name: 'Kesehatan Masyarakat', family: 'kesehatan', sections: ['Gizi', 'Promosi Kesehatan'] },
  { name: 'Layanan Kesehatan', family: 'kesehatan', sections: ['Layanan Dasar', 'Kefarmasian'] },
] as const;
const healthBase = office('DINKES', 'Dinas Kesehatan', 'DINAS', 'Kepala Dinas Kesehatan', healthDivisions, 3);
export const healthOffice: UnitSpec = {
  ...healthBase,
  units: [
    ...healthBase.units,
    ...['Takar Kota', 'Muara Lontar', 'Bukit Sirih', 'Tanjung Kenari'].map((place, index) =>
      healthCentre(index + 1, place),
    ),
    pharmacy,
  ],
};

/** A section of the hospital, open on six days as the hospital is. */
const ward = (code: string, name: string, headTitle: string): UnitSpec => ({
  ...section(code, name, headTitle, staffOf('kesehatan', 14)),
  sixDays: true,
});

export const hospital: UnitSpec = {
  code: 'RSUD',
  name: 'Rumah Sakit Umum Daerah Takar',
  kind: 'RSUD',
  pays: true,
  sixDays: true,
  head: eselon3a('Direktur Rumah Sakit Umum Daerah', 12, 'pimpinan', { role: 'kepala_opd' }),
  staff: [],
  units: [
    section('RSUD-TU', 'Subbagian Tata Usaha', 'Kepala Subbagian Tata Usaha', [
      pelaksana('Pengelola Kepegawaian', 7, 'kepegawaian', { role: 'pengelola' }),
      pelaksana('Bendahara Pengeluaran', 7, 'keuangan', { role: 'bendahara' }),
      ...staffOf('umum', 4),
    ]),
    ward('RSUD-MEDIK', 'Seksi Pelayanan Medik', 'Kepala Seksi Pelayanan Medik'),
    ward('RSUD-RAWAT', 'Seksi Keperawatan', 'Kepala Seksi Keperawatan'),
  ],
};

/** The chair that a letter names as validator of teachers' entries (see story-organisation.ts). */
export const SCHOOL_SUPERVISOR = 'Pengawas Sekolah Ahli Madya';

/** A public school: its head and teachers, open on six days. */
const school = (number: number, name: string): UnitSpec => ({
  code: `DISDIKBUD-S${String(number)}`,
  name,
  kind: 'SEKOLAH',
  sixDays: true,
  head: fungsional(`Kepala ${name}`, 9, 'pendidikan'),
  staff: [
    ...[1, 2, 3, 4].map(at =>
      fungsional(at < 3 ? 'Guru Ahli Muda' : 'Guru Ahli Pertama', at < 3 ? 9 : 8, 'pendidikan'),
    ),
    pelaksana('Penata Data Sekolah', 7, 'pendidikan'),
  ],
  units: [],
});

const educationBase = office(
  'DISDIKBUD',
  'Dinas Pendidikan dan Kebudayaan',
  'DINAS',
  'Kepala Dinas Pendidikan dan Kebudayaan',
  [
    { name: 'Pendidikan Dasar', family: 'pendidikan', sections: ['Kurikulum Dasar', 'Sarana Dasar'] },
    {
      name: 'Pendidikan Anak Usia Dini',
      family: 'pendidikan',
      sections: ['Kurikulum Anak Usia Dini', 'Sarana Anak Usia Dini'],
    },
    { name: 'Kebudayaan', family: 'pendidikan', sections: ['Cagar Budaya', 'Kesenian'] },
  ],
  4,
);
export const educationOffice: UnitSpec = {
  ...educationBase,
  staff: [fungsional(SCHOOL_SUPERVISOR, 11, 'pendidikan')],
  units: [
    ...educationBase.units,
    ...['SD Negeri 1 Takar Kota', 'SD Negeri 2 Muara Lontar', 'SMP Negeri 1 Takar Kota'].map((name, index) =>
      school(index + 1, name),
    ),
  ],
};
