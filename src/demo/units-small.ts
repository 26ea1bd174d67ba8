import { staffOf } from './staff-titles.ts';
import { eselon2a, eselon2b, eselon3a, fungsional, pelaksana, type UnitSpec } from './unit-spec.ts';
import { libraryOffice, permitOffice } from './units-shared.ts';

/** The letter by which the Sekda's chain has one step (rulings.md 9). */
export const SEKDA_ONE_STEP = 'Keputusan Bupati Takar (contoh) tentang penilaian berjenjang Sekretaris Daerah';

/** Sekretariat Daerah of the small demo: it also houses personnel office, finance office and inspectorate. */
const smallSecretariat: UnitSpec = {
  code: 'SETDA',
  name: 'Sekretariat Daerah',
  kind: 'SETDA',
  pays: true,
  head: eselon2a('Sekretaris Daerah', 15, 'pimpinan', { cast: 'sekda', role: 'kepala_opd', oneStep: SEKDA_ONE_STEP }),
  staff: [],
  units: [
    {
      code: 'SETDA-UMUM',
      name: 'Bagian Umum',
      kind: 'BAGIAN',
      head: eselon3a('Kepala Bagian Umum', 12),
      staff: [
        fungsional('Pengelola Sistem Ahli Pertama', 8, 'informatika', { cast: 'admin', role: 'admin' }),
        pelaksana('Pengelola Kepegawaian', 7, 'kepegawaian', { role: 'pengelola' }),
        ...staffOf('umum', 2),
      ],
      units: [],
    },
    {
      code: 'SETDA-KEPEG',
      name: 'Bagian Kepegawaian',
      kind: 'BAGIAN',
      head: eselon3a('Kepala Bagian Kepegawaian', 12),
      staff: [
        fungsional('Penata Sumber Daya Aparatur Ahli Muda', 9, 'kepegawaian', {
          cast: 'kepegawaian1',
          role: 'kepegawaian',
        }),
        fungsional('Penata Sumber Daya Aparatur Ahli Pertama', 8, 'kepegawaian', {
          cast: 'kepegawaian2',
          role: 'kepegawaian',
        }),
      ],
      units: [],
    },
    {
      code: 'SETDA-KEU',
      name: 'Bagian Keuangan',
      kind: 'BAGIAN',
      head: eselon3a('Kepala Bagian Keuangan', 12),
      staff: [
        fungsional('Penganggaran Daerah Ahli Muda', 9, 'keuangan', { cast: 'keuangan1', role: 'keuangan' }),
        pelaksana('Penata Laporan Keuangan', 7, 'keuangan', { cast: 'keuangan2', role: 'keuangan' }),
        pelaksana('Bendahara Pengeluaran', 7, 'keuangan', { role: 'bendahara' }),
      ],
      units: [],
    },
    {
      code: 'INSPEKTORAT',
      name: 'Inspektorat Daerah',
      kind: 'INSPEKTORAT',
      head: eselon2b('Inspektur', 14),
      staff: [fungsional('Pemeriksa Internal Ahli Muda', 9, 'pengawasan', { cast: 'auditor', role: 'auditor' })],
      units: [],
    },
  ],
};

/** TAKAR_DEMO=kecil: the cast's OPD, a second small one, Sekretariat Daerah. */
export const SMALL_REGENCY: readonly UnitSpec[] = [smallSecretariat, permitOffice, libraryOffice];
