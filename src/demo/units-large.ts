import { staffOf } from './staff-titles.ts';
import { eselon4a, fungsional, pelaksana, type ChairSpec, type UnitSpec } from './unit-spec.ts';
import { district, FULL_REGENCY } from './units-regency.ts';
import { educationOffice, healthOffice } from './units-services.ts';
import { office } from './units-shared.ts';

/** How many people TAKAR_DEMO=besar has, the Bupati among them. */
export const LARGE_PEOPLE = 10_000;

const HEALTH_CENTRES = 60;
const HEALTH_STAFF = 46;
const SCHOOLS = 135;
const SCHOOL_ONE_STEP = 'Keputusan Bupati Takar (contoh) tentang penilaian pegawai satuan pendidikan';
const HEALTH_ONE_STEP = 'Keputusan Bupati Takar (contoh) tentang penilaian pegawai pusat kesehatan masyarakat';

const LANDS = ['Bukit', 'Muara', 'Tanjung', 'Sungai', 'Batu', 'Lembah', 'Padang', 'Pulau'] as const;
const TREES = ['Cempaka', 'Meranti', 'Ulin', 'Gaharu', 'Rambai', 'Damar', 'Keruing', 'Nibung', 'Bungur'] as const;
/** An invented place; 72 of them in turn. */
const place = (index: number): string =>
  `${LANDS[index % LANDS.length]!} ${TREES[Math.trunc(index / LANDS.length) % TREES.length]!}`;

const OFFICES: readonly (readonly [code: string, name: string, family: ChairSpec['family']])[] = [
  ['DINSOS', 'Sosial', 'kependudukan'],
  ['DISNAKER', 'Tenaga Kerja', 'perencanaan'],
  ['DISTAN', 'Pertanian', 'teknik'],
  ['DISKAN', 'Perikanan', 'teknik'],
  ['DISHUB', 'Perhubungan', 'teknik'],
  ['DLH', 'Lingkungan Hidup', 'teknik'],
  ['DISDAG', 'Perdagangan', 'perizinan'],
  ['DISKOP', 'Koperasi dan Usaha Mikro', 'perizinan'],
  ['DISPAR', 'Pariwisata', 'perencanaan'],
  ['DISPORA', 'Kepemudaan dan Olahraga', 'pendidikan'],
  ['DP3A', 'Pemberdayaan Perempuan dan Perlindungan Anak', 'kependudukan'],
  ['DPMD', 'Pemberdayaan Masyarakat dan Desa', 'kecamatan'],
  ['DKP', 'Ketahanan Pangan', 'perencanaan'],
  ['DISPERKIM', 'Perumahan dan Kawasan Permukiman', 'teknik'],
  ['DISDALDUK', 'Pengendalian Penduduk', 'kependudukan'],
  ['DAMKAR', 'Pemadam Kebakaran', 'umum'],
  ['DISTANAH', 'Pertanahan', 'perizinan'],
  ['DISINDAG', 'Perindustrian', 'perizinan'],
];

const offices = OFFICES.map(([code, name, family]) =>
  office(
    code,
    `Dinas ${name}`,
    'DINAS',
    `Kepala Dinas ${name}`,
    ['Pembinaan', 'Pengembangan', 'Pengendalian'].map(field => ({
      name: `${field} ${name}`,
      family,
      sections: [`${field} Wilayah I`, `${field} Wilayah II`],
    })),
    5,
  ),
);

const districts = Array.from({ length: 24 }, (_, index) =>
  district(
    `KEC-${String(index + 3).padStart(2, '0')}`,
    place(index),
    [1, 2].map(at => `${place(index + 24 * at)}`),
  ),
);

/** Clerk and treasurer of a unit that pays its own people. */
const payers = (oneStep: string): ChairSpec[] => [
  pelaksana('Pengelola Kepegawaian', 7, 'kepegawaian', { role: 'pengelola', oneStep }),
  pelaksana('Bendahara Pengeluaran', 7, 'keuangan', { role: 'bendahara', oneStep }),
];

const healthCentres = Array.from({ length: HEALTH_CENTRES }, (_, index): UnitSpec => ({
  code: `PKM-${String(index + 1).padStart(2, '0')}`,
  name: `UPTD Puskesmas ${place(index)}`,
  kind: 'PUSKESMAS',
  pays: true,
  sixDays: true,
  head: eselon4a(`Kepala UPTD Puskesmas ${place(index)}`, 9, 'pimpinan', { role: 'kepala_opd' }),
  staff: [...payers(HEALTH_ONE_STEP), ...staffOf('kesehatan', HEALTH_STAFF, { oneStep: HEALTH_ONE_STEP })],
  units: [],
}));

/** A public school that pays its own teachers, judged by its head alone, by letter. */
function school(index: number, teachers: number): UnitSpec {
  const level = index % 3 === 0 ? 'SMP' : 'SD';
  const name = `${level} Negeri ${String(Math.trunc(index / 72) + 1)} ${place(index)}`;
  const oneStep = SCHOOL_ONE_STEP;
  const teacher = (at: number): ChairSpec =>
    at % 3 === 0
      ? fungsional('Guru Ahli Muda', 9, 'pendidikan', { oneStep })
      : fungsional('Guru Ahli Pertama', 8, 'pendidikan', { oneStep });
  return {
    code: `SEKOLAH-${String(index + 1).padStart(3, '0')}`,
    name,
    kind: 'SEKOLAH',
    pays: true,
    sixDays: true,
    head: fungsional(`Kepala ${name}`, 9, 'pendidikan', { role: 'kepala_opd' }),
    staff: [...payers(oneStep), ...Array.from({ length: teachers }, (_, at) => teacher(at))],
    units: [],
  };
}

const peopleOf = ({ head, staff, units }: UnitSpec): number =>
  [head, ...staff].filter(chair => !chair.vacant).length + peopleIn(units);
const peopleIn = (units: readonly UnitSpec[]): number => units.reduce((sum, unit) => sum + peopleOf(unit), 0);

const withoutSchools: readonly UnitSpec[] = [
  ...FULL_REGENCY.map(unit =>
    unit === healthOffice ? { ...healthOffice, units: [...healthOffice.units, ...healthCentres] } : unit,
  ),
  ...offices,
  ...districts,
];

/** Schools of about the same size, with as many teachers as bring the regency to LARGE_PEOPLE. */
function schools(): UnitSpec[] {
  const ownPeople = peopleOf(school(0, 0));
  const teachers = LARGE_PEOPLE - 1 - peopleIn(withoutSchools) - SCHOOLS * ownPeople;
  const each = Math.trunc(teachers / SCHOOLS);
  return Array.from({ length: SCHOOLS }, (_, index) => school(index, each + (index < teachers % SCHOOLS ? 1 : 0)));
}

/** TAKAR_DEMO=besar: the regency of `kabupaten` and some 240 more offices, districts, health centres and schools. */
export const LARGE_REGENCY: readonly UnitSpec[] = withoutSchools.map(unit =>
  unit === educationOffice ? { ...educationOffice, units: [...educationOffice.units, ...schools()] } : unit,
);
