import { staffOf } from './staff-titles.ts';
import {
  eselon2b,
  eselon3a,
  eselon3b,
  eselon4a,
  fungsional,
  pelaksana,
  type Family,
  type UnitSpec,
} from './unit-spec.ts';

const SMALL_KINDS = { Subbagian: 'SUBBAGIAN', Subbidang: 'SUBBIDANG', Sekretariat: 'SEKRETARIAT' } as const;
const kindOf = (name: string): string =>
  Object.entries(SMALL_KINDS).find(([word]) => name.startsWith(word))?.[1] ?? 'SEKSI';

/** A small unit below a head: subbagian, seksi, subbidang, by its name. */
export const section = (
  code: string,
  name: string,
  headTitle: string,
  staff: UnitSpec['staff'],
  head = eselon4a(headTitle, 9),
): UnitSpec => ({ code, name, kind: kindOf(name), head, staff, units: [] });

/** A bidang with its sections. */
export const division = (
  code: string,
  name: string,
  units: readonly UnitSpec[],
  head?: UnitSpec['head'],
): UnitSpec => ({
  code,
  name,
  kind: 'BIDANG',
  head: head ?? eselon3b(`Kepala ${name}`, 11),
  staff: [],
  units,
});

/** The secretariat of an OPD: clerk and treasurer sit here. */
export const secretariat = (
  opd: string,
  extra: number,
  keys: { clerk?: 'pengelola'; treasurer?: 'bendahara' } = {},
): UnitSpec => ({
  code: `${opd}-SET`,
  name: 'Sekretariat',
  kind: 'SEKRETARIAT',
  head: eselon3a('Sekretaris', 12),
  staff: [],
  units: [
    section(`${opd}-SET-UMUM`, 'Subbagian Umum dan Kepegawaian', 'Kepala Subbagian Umum dan Kepegawaian', [
      pelaksana('Pengelola Kepegawaian', 7, 'kepegawaian', {
        role: 'pengelola',
        ...(keys.clerk ? { cast: keys.clerk } : {}),
      }),
      ...staffOf('umum', extra),
    ]),
    section(`${opd}-SET-KEU`, 'Subbagian Perencanaan dan Keuangan', 'Kepala Subbagian Perencanaan dan Keuangan', [
      pelaksana('Bendahara Pengeluaran', 7, 'keuangan', {
        role: 'bendahara',
        ...(keys.treasurer ? { cast: keys.treasurer } : {}),
      }),
      ...staffOf('keuangan', extra),
    ]),
  ],
});

/** An OPD of the usual shape: a head, the secretariat, and divisions of two sections each. */
export function office(
  code: string,
  name: string,
  kind: string,
  headTitle: string,
  divisions: readonly { readonly name: string; readonly family: Family; readonly sections: readonly string[] }[],
  staffPerSection: number,
): UnitSpec {
  return {
    code,
    name,
    kind,
    pays: true,
    head: eselon2b(headTitle, 14, 'pimpinan', { role: 'kepala_opd' }),
    staff: [],
    units: [
      secretariat(code, staffPerSection),
      ...divisions.map((each, index) =>
        division(
          `${code}-B${String(index + 1)}`,
          `Bidang ${each.name}`,
          each.sections.map((title, at) =>
            section(
              `${code}-B${String(index + 1)}-${String(at + 1)}`,
              `Seksi ${title}`,
              `Kepala Seksi ${title}`,
              staffOf(each.family, staffPerSection),
            ),
          ),
        ),
      ),
    ],
  };
}

/** The OPD of the cast: about thirty people, the chain staf → atasan → validator → kepala. */
export const permitOffice: UnitSpec = {
  code: 'DPMPTSP',
  name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
  kind: 'DINAS',
  pays: true,
  head: eselon2b('Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu', 14, 'pimpinan', {
    cast: 'kepala',
    role: 'kepala_opd',
  }),
  staff: [],
  units: [
    secretariat('DPMPTSP', 2, { clerk: 'pengelola', treasurer: 'bendahara' }),
    division(
      'DPMPTSP-B1',
      'Bidang Pelayanan Perizinan',
      [
        section(
          'DPMPTSP-B1-1',
          'Seksi Penerimaan dan Pemeriksaan Permohonan',
          '',
          [
            fungsional('Pemeriksa Perizinan Ahli Pertama', 8, 'perizinan', { cast: 'staf1' }),
            pelaksana('Petugas Loket Perizinan', 6, 'perizinan', { cast: 'staf2' }),
            pelaksana('Penata Berkas Perizinan', 7, 'perizinan', { cast: 'staf3' }),
            pelaksana('Petugas Loket Perizinan', 6, 'perizinan'),
          ],
          eselon4a('Kepala Seksi Penerimaan dan Pemeriksaan Permohonan', 9, 'pimpinan', { cast: 'atasan' }),
        ),
        section('DPMPTSP-B1-2', 'Seksi Penerbitan Izin', 'Kepala Seksi Penerbitan Izin', staffOf('perizinan', 3)),
      ],
      eselon3b('Kepala Bidang Pelayanan Perizinan', 11, 'pimpinan', { cast: 'validator' }),
    ),
    division('DPMPTSP-B2', 'Bidang Penanaman Modal', [
      section('DPMPTSP-B2-1', 'Seksi Promosi Investasi', 'Kepala Seksi Promosi Investasi', staffOf('perencanaan', 2)),
      section(
        'DPMPTSP-B2-2',
        'Seksi Pengendalian',
        'Kepala Seksi Pengendalian Penanaman Modal',
        staffOf('perizinan', 2),
      ),
    ]),
    division('DPMPTSP-B3', 'Bidang Data dan Pengaduan', [
      section('DPMPTSP-B3-1', 'Seksi Pengaduan', 'Kepala Seksi Pengaduan dan Informasi', staffOf('perizinan', 2)),
    ]),
  ],
};

/** The other OPD: small, for whatever one OPD must not see of another. */
export const libraryOffice: UnitSpec = {
  code: 'DISPUSIP',
  name: 'Dinas Perpustakaan dan Kearsipan',
  kind: 'DINAS',
  pays: true,
  head: eselon2b('Kepala Dinas Perpustakaan dan Kearsipan', 14, 'pimpinan', {
    cast: 'kepala_lain',
    role: 'kepala_opd',
  }),
  staff: [],
  units: [
    secretariat('DISPUSIP', 0),
    division('DISPUSIP-B1', 'Bidang Layanan Perpustakaan dan Arsip', [
      section(
        'DISPUSIP-B1-1',
        'Seksi Layanan dan Pelestarian',
        '',
        [fungsional('Penata Pustaka Ahli Pertama', 8, 'kearsipan', { cast: 'staf_lain' }), ...staffOf('kearsipan', 2)],
        eselon4a('Kepala Seksi Layanan dan Pelestarian', 9, 'pimpinan', { cast: 'atasan_lain' }),
      ),
    ]),
  ],
};
