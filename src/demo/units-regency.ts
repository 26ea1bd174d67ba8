import { staffOf } from './staff-titles.ts';
import {
  eselon2a,
  eselon2b,
  eselon3a,
  eselon3b,
  eselon4a,
  eselon4b,
  fungsional,
  pelaksana,
  type Family,
  type UnitSpec,
} from './unit-spec.ts';
import { libraryOffice, office, permitOffice, secretariat, section } from './units-shared.ts';
import { educationOffice, healthOffice, hospital } from './units-services.ts';
import { SEKDA_ONE_STEP } from './units-small.ts';

/** A bagian of Sekretariat Daerah with two sub-units. */
const bureau = (code: string, name: string, family: Family, staff: number): UnitSpec => ({
  code: `SETDA-${code}`,
  name: `Bagian ${name}`,
  kind: 'BAGIAN',
  head: eselon3a(`Kepala Bagian ${name}`, 12),
  staff: [],
  units: [1, 2].map(at =>
    section(
      `SETDA-${code}-${String(at)}`,
      `Subbagian ${name} ${at === 1 ? 'I' : 'II'}`,
      `Kepala Subbagian ${name} ${at === 1 ? 'I' : 'II'}`,
      staffOf(family, staff),
    ),
  ),
});

const plainBureau = bureau('ORG', 'Organisasi', 'kepegawaian', 3);
/** Bagian Organisasi: classes, job descriptions and the catalogue are its business. */
const organisationBureau: UnitSpec = { ...plainBureau, head: { ...plainBureau.head, role: 'organisasi' } };

const assistant = (code: string, field: string, units: readonly UnitSpec[]): UnitSpec => ({
  code: `SETDA-${code}`,
  name: `Asisten ${field}`,
  kind: 'ASISTEN',
  head: eselon2b(`Asisten ${field}`, 14),
  staff: [],
  units,
});

const regionalSecretariat: UnitSpec = {
  code: 'SETDA',
  name: 'Sekretariat Daerah',
  kind: 'SETDA',
  pays: true,
  head: eselon2a('Sekretaris Daerah', 15, 'pimpinan', { cast: 'sekda', role: 'kepala_opd', oneStep: SEKDA_ONE_STEP }),
  staff: [
    pelaksana('Pengelola Kepegawaian', 7, 'kepegawaian', { role: 'pengelola' }),
    pelaksana('Bendahara Pengeluaran', 7, 'keuangan', { role: 'bendahara' }),
  ],
  units: [
    assistant('AS1', 'Pemerintahan dan Kesejahteraan Rakyat', [
      bureau('PEM', 'Pemerintahan', 'perencanaan', 3),
      bureau('HUKUM', 'Hukum', 'umum', 3),
    ]),
    assistant('AS2', 'Perekonomian dan Pembangunan', [
      bureau('EKO', 'Perekonomian', 'perencanaan', 3),
      bureau('PBJ', 'Pengadaan Barang dan Jasa', 'keuangan', 3),
    ]),
    assistant('AS3', 'Administrasi Umum', [bureau('UMUM', 'Umum', 'umum', 4), organisationBureau]),
  ],
};

const personnelOffice: UnitSpec = {
  code: 'BKPSDM',
  name: 'Badan Kepegawaian dan Pengembangan Sumber Daya Manusia',
  kind: 'BADAN',
  pays: true,
  head: eselon2b('Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia', 14, 'pimpinan', {
    role: 'kepala_opd',
  }),
  staff: [],
  units: [
    secretariat('BKPSDM', 2),
    {
      code: 'BKPSDM-B1',
      name: 'Bidang Kinerja dan Penghargaan',
      kind: 'BIDANG',
      head: eselon3b('Kepala Bidang Kinerja dan Penghargaan', 11),
      staff: [],
      units: [
        section('BKPSDM-B1-1', 'Subbidang Kinerja', 'Kepala Subbidang Kinerja', [
          fungsional('Penata Sumber Daya Aparatur Ahli Muda', 9, 'kepegawaian', {
            cast: 'kepegawaian1',
            role: 'kepegawaian',
          }),
          fungsional('Penata Sumber Daya Aparatur Ahli Pertama', 8, 'kepegawaian', {
            cast: 'kepegawaian2',
            role: 'kepegawaian',
          }),
          ...staffOf('kepegawaian', 2),
        ]),
        section('BKPSDM-B1-2', 'Subbidang Penghargaan', 'Kepala Subbidang Penghargaan', staffOf('kepegawaian', 4)),
      ],
    },
    {
      code: 'BKPSDM-B2',
      name: 'Bidang Mutasi dan Pengembangan',
      kind: 'BIDANG',
      head: eselon3b('Kepala Bidang Mutasi dan Pengembangan', 11),
      staff: [],
      units: [
        // Nobody heads this one at present: its people go one level up.
        section('BKPSDM-B2-1', 'Subbidang Mutasi', '', staffOf('kepegawaian', 4), {
          ...eselon4a('Kepala Subbidang Mutasi', 9),
          vacant: true,
        }),
        section('BKPSDM-B2-2', 'Subbidang Pelatihan', 'Kepala Subbidang Pelatihan', staffOf('kepegawaian', 4)),
      ],
    },
  ],
};

const financeOffice: UnitSpec = {
  code: 'BPKAD',
  name: 'Badan Pengelolaan Keuangan dan Aset Daerah',
  kind: 'BADAN',
  pays: true,
  head: eselon2b('Kepala Badan Pengelolaan Keuangan dan Aset Daerah', 14, 'pimpinan', { role: 'kepala_opd' }),
  staff: [],
  units: [
    secretariat('BPKAD', 2),
    ...['Anggaran', 'Perbendaharaan', 'Aset Daerah'].map((name, index): UnitSpec => ({
      code: `BPKAD-B${String(index + 1)}`,
      name: `Bidang ${name}`,
      kind: 'BIDANG',
      head: eselon3b(`Kepala Bidang ${name}`, 11),
      staff: [],
      units: [
        section(`BPKAD-B${String(index + 1)}-1`, `Subbidang ${name} I`, `Kepala Subbidang ${name} I`, [
          ...(index === 1
            ? [
                fungsional('Penganggaran Daerah Ahli Muda', 9, 'keuangan', { cast: 'keuangan1', role: 'keuangan' }),
                pelaksana('Penata Laporan Keuangan', 7, 'keuangan', { cast: 'keuangan2', role: 'keuangan' }),
              ]
            : []),
          ...staffOf('keuangan', 3),
        ]),
        section(
          `BPKAD-B${String(index + 1)}-2`,
          `Subbidang ${name} II`,
          `Kepala Subbidang ${name} II`,
          staffOf('keuangan', 3),
        ),
      ],
    })),
  ],
};

const inspectorate: UnitSpec = {
  code: 'INSPEKTORAT',
  name: 'Inspektorat Daerah',
  kind: 'INSPEKTORAT',
  pays: true,
  head: eselon2b('Inspektur', 14, 'pimpinan', { role: 'kepala_opd' }),
  staff: [],
  units: [
    secretariat('INSPEKTORAT', 2),
    ...['I', 'II', 'III'].map((number, index): UnitSpec => ({
      code: `INSPEKTORAT-W${String(index + 1)}`,
      name: `Inspektur Pembantu Wilayah ${number}`,
      kind: 'IRBAN',
      head: eselon3a(`Inspektur Pembantu Wilayah ${number}`, 12),
      staff: [
        ...(index === 0
          ? [fungsional('Pemeriksa Internal Ahli Muda', 9, 'pengawasan', { cast: 'auditor', role: 'auditor' })]
          : []),
        ...staffOf('pengawasan', 6),
      ],
      units: [],
    })),
  ],
};

const communications: UnitSpec = {
  code: 'DISKOMINFO',
  name: 'Dinas Komunikasi dan Informatika',
  kind: 'DINAS',
  pays: true,
  head: eselon2b('Kepala Dinas Komunikasi dan Informatika', 14, 'pimpinan', { role: 'kepala_opd' }),
  staff: [],
  units: [
    secretariat('DISKOMINFO', 2),
    {
      code: 'DISKOMINFO-B1',
      name: 'Bidang Aplikasi dan Jaringan',
      kind: 'BIDANG',
      head: eselon3b('Kepala Bidang Aplikasi dan Jaringan', 11),
      staff: [],
      units: [
        section('DISKOMINFO-B1-1', 'Seksi Aplikasi', 'Kepala Seksi Aplikasi', [
          fungsional('Pengelola Sistem Ahli Pertama', 8, 'informatika', { cast: 'admin', role: 'admin' }),
          ...staffOf('informatika', 4),
        ]),
        section('DISKOMINFO-B1-2', 'Seksi Jaringan', 'Kepala Seksi Jaringan', staffOf('informatika', 5)),
      ],
    },
  ],
};

/** A kecamatan with its villages of town right (kelurahan). */
export const district = (code: string, name: string, villages: readonly string[]): UnitSpec => ({
  code,
  name: `Kecamatan ${name}`,
  kind: 'KECAMATAN',
  pays: true,
  head: eselon3a(`Camat ${name}`, 12, 'pimpinan', { role: 'kepala_opd' }),
  staff: [],
  units: [
    {
      code: `${code}-SET`,
      name: 'Sekretariat Kecamatan',
      kind: 'SEKRETARIAT',
      head: eselon3b('Sekretaris Camat', 11),
      staff: [
        pelaksana('Pengelola Kepegawaian', 7, 'kepegawaian', { role: 'pengelola' }),
        pelaksana('Bendahara Pengeluaran', 7, 'keuangan', { role: 'bendahara' }),
        ...staffOf('umum', 2),
      ],
      units: [],
    },
    section(`${code}-YAN`, 'Seksi Pelayanan Umum', 'Kepala Seksi Pelayanan Umum', staffOf('kecamatan', 4)),
    section(`${code}-TRAN`, 'Seksi Ketenteraman', 'Kepala Seksi Ketenteraman dan Ketertiban', staffOf('kecamatan', 4)),
    ...villages.map((village, index): UnitSpec => ({
      code: `${code}-K${String(index + 1)}`,
      name: `Kelurahan ${village}`,
      kind: 'KELURAHAN',
      head: eselon4a(`Lurah ${village}`, 9),
      staff: staffOf('kecamatan', 3),
      units: [
        section(
          `${code}-K${String(index + 1)}-S`,
          'Sekretariat Kelurahan',
          '',
          staffOf('umum', 2),
          eselon4b('Sekretaris Lurah', 8),
        ),
      ],
    })),
  ],
});

/** TAKAR_DEMO=kabupaten: offices, agencies, districts, health centres, a hospital: about 600 people. */
export const FULL_REGENCY: readonly UnitSpec[] = [
  regionalSecretariat,
  permitOffice,
  libraryOffice,
  personnelOffice,
  financeOffice,
  inspectorate,
  communications,
  healthOffice,
  hospital,
  educationOffice,
  office(
    'PUPR',
    'Dinas Pekerjaan Umum dan Penataan Ruang',
    'DINAS',
    'Kepala Dinas Pekerjaan Umum dan Penataan Ruang',
    [
      { name: 'Bina Marga', family: 'teknik', sections: ['Pembangunan Jalan', 'Pemeliharaan Jalan'] },
      { name: 'Sumber Daya Air', family: 'teknik', sections: ['Irigasi', 'Sungai dan Pantai'] },
      { name: 'Cipta Karya', family: 'teknik', sections: ['Bangunan Gedung', 'Air Minum'] },
    ],
    4,
  ),
  office(
    'DISDUKCAPIL',
    'Dinas Kependudukan dan Pencatatan Sipil',
    'DINAS',
    'Kepala Dinas Kependudukan dan Pencatatan Sipil',
    [
      { name: 'Pendaftaran Penduduk', family: 'kependudukan', sections: ['Identitas Penduduk', 'Pindah Datang'] },
      { name: 'Pencatatan Sipil', family: 'kependudukan', sections: ['Kelahiran', 'Perkawinan dan Kematian'] },
    ],
    4,
  ),
  office(
    'BAPPERIDA',
    'Badan Perencanaan Pembangunan, Riset, dan Inovasi Daerah',
    'BADAN',
    'Kepala Badan Perencanaan Pembangunan, Riset, dan Inovasi Daerah',
    [
      { name: 'Perencanaan', family: 'perencanaan', sections: ['Program', 'Evaluasi'] },
      { name: 'Riset dan Inovasi', family: 'perencanaan', sections: ['Riset', 'Inovasi'] },
    ],
    3,
  ),
  district('KEC-TAKAR-KOTA', 'Takar Kota', ['Pasar Lama', 'Kampung Lontar', 'Sirih Indah']),
  district('KEC-MUARA-LONTAR', 'Muara Lontar', ['Muara', 'Tanjung Kenari']),
];
