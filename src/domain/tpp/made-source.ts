import { isMistyped, isReworded } from './near-names.ts';
import { commonType, parseType, typeText, type ValueType } from './value-type.ts';

/** A fact that the product makes itself of what is recorded every day: nobody types it for a month. */
export interface MadeSource {
  /** As written under `source`; `bulan_lalu.<keluaran>` stands for all whose name begins so. */
  readonly source: string;
  /** Its type as written under `type`; with `fields` that of its rows is `daftar<baris>`. */
  readonly type: string;
  /** Other types that its values can be read as. */
  readonly also?: readonly string[];
  /** The columns there are, with their types; a regulation declares those it uses. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Its column of codes that are joined by +. */
  readonly joined?: string;
  /** What it is, in Indonesian. */
  readonly meaning: string;
  /** Out of what the product makes it, in Indonesian. */
  readonly madeOf: string;
  /** Made only where the unit's days of presence are judged; elsewhere people type it. */
  readonly judged?: true;
  /** Counted against `harian.batas_putusan_hari`, which a regulation that asks for it (or for one of these columns) has to write. */
  readonly limited?: true | readonly string[];
}

const ROWS = 'daftar<baris>';
const LATE_DECISIONS: readonly string[] = [
  'menit_divalidasi_terlambat',
  'poin_divalidasi_terlambat',
  'menit_terlambat_keduanya',
  'poin_terlambat_keduanya',
];
const SPAN = { mulai: 'tanggal', selesai: 'tanggal', hari_kerja: 'hari', hari_kalender: 'hari' };
const SEAT = { jabatan: 'teks', jenis_jabatan: 'teks', eselon: 'teks', kelas: 'kali', unit: 'teks', nama_unit: 'teks' };

const PERSON = 'Data pegawai';
const CHAIR = 'Jabatan definitif pada hari pertama bulan itu';
const UNIT = 'Unit jabatan pada hari pertama bulan itu';
const CALENDAR = 'Kalender kerja';
const ENTRIES = 'Kegiatan harian';
const JUDGED = 'Presensi yang dinilai menurut bagian presensi';
const LEAVE = 'Catatan cuti, dinas dan izin';
const CHAIRS = 'Penempatan dan penugasan';
const LINES = 'Perhitungan TPP yang sudah disetujui';

/** Stands for the name of an output in a source. */
const OUTPUT = '<keluaran>';

/** Everything that the product makes, in the order of docs/policy/format.md. */
export const MADE_SOURCES: readonly MadeSource[] = [
  { source: 'pegawai.nip', type: 'teks', meaning: 'NIP', madeOf: PERSON },
  { source: 'pegawai.nama', type: 'teks', meaning: 'Nama tanpa gelar', madeOf: PERSON },
  { source: 'pegawai.status', type: 'teks', meaning: 'PNS, CPNS, PPPK, …', madeOf: PERSON },
  {
    source: 'pegawai.golongan',
    type: 'teks',
    meaning: 'Golongan ruang, misalnya III/d; pilihan tanpa ruang (III) membaca golongannya saja',
    madeOf: PERSON,
  },
  {
    source: 'pegawai.masa_kerja',
    type: 'bulan',
    meaning:
      'Masa kerja dalam bulan penuh pada hari pertama bulan itu: PNS dan CPNS sejak bulan pengangkatan pada NIP, selain itu sejak status pertama yang tercatat',
    madeOf: PERSON,
  },
  { source: 'pegawai.kelas', type: 'kali', also: ['teks'], meaning: 'Kelas jabatan', madeOf: CHAIR },
  { source: 'jabatan.kelas', type: 'kali', also: ['teks'], meaning: 'Kelas jabatan', madeOf: CHAIR },
  { source: 'jabatan.nama', type: 'teks', meaning: 'Nama jabatan', madeOf: CHAIR },
  {
    source: 'jabatan.jenis',
    type: 'teks',
    meaning: 'JPT, ADMINISTRATOR, PENGAWAS, FUNGSIONAL atau PELAKSANA',
    madeOf: CHAIR,
  },
  {
    source: 'jabatan.eselon',
    type: 'teks',
    meaning: 'Eselon, misalnya III.a; tidak ada bila tanpa eselon',
    madeOf: CHAIR,
  },
  { source: 'unit.kode', type: 'teks', meaning: 'Kode unit yang membayar', madeOf: UNIT },
  { source: 'unit.nama', type: 'teks', meaning: 'Nama unit jabatan', madeOf: UNIT },
  { source: 'unit.jenis', type: 'teks', meaning: 'DINAS, BADAN, KECAMATAN, PUSKESMAS, …', madeOf: UNIT },
  { source: 'unit.pola_kerja', type: 'kali', also: ['hari'], meaning: 'Hari kerja seminggu: 5 atau 6', madeOf: UNIT },
  {
    source: 'jabatan.riwayat',
    type: ROWS,
    fields: { ...SEAT, ...SPAN },
    meaning:
      'Jabatan definitif yang dipegang dalam bulan itu menurut urutan waktu; mulai dan selesai di dalam bulan itu, satu baris bila tidak berubah',
    madeOf: CHAIRS,
  },
  {
    source: 'jabatan.plt',
    type: ROWS,
    fields: { jenis: 'teks', ...SEAT, ...SPAN },
    meaning:
      'Penugasan Plt dan Plh (jenis PLT, PLH) yang menyentuh bulan itu; mulai dan selesai seluruh penugasan (9999-12-31 bila belum berakhir), hari_kerja dan hari_kalender di dalam bulan itu',
    madeOf: CHAIRS,
  },
  { source: 'kalender.hari_kerja', type: 'hari', meaning: 'Hari kerja sebulan menurut pola unit', madeOf: CALENDAR },
  { source: 'kalender.hari_kalender', type: 'hari', meaning: 'Hari kalender sebulan', madeOf: CALENDAR },
  {
    source: 'kalender.tanggal_kerja',
    type: 'daftar<tanggal>',
    meaning: 'Hari-hari kerja bulan itu menurut pola unit, seluruh bulan',
    madeOf: CALENDAR,
  },
  {
    source: 'kalender.tanggal_kerja_berikutnya',
    type: 'daftar<tanggal>',
    meaning: 'Hari-hari kerja bulan sesudahnya menurut pola unit',
    madeOf: CALENDAR,
  },
  {
    source: 'kalender.target_harian',
    type: 'poin/hari',
    also: ['poin'],
    meaning: 'Target sehari menurut pola unit (harian.target_poin)',
    madeOf: CALENDAR,
  },
  { source: 'kalender.target_poin', type: 'poin', meaning: 'Hari kerja × target sehari', madeOf: CALENDAR },
  {
    source: 'kegiatan.poin_divalidasi',
    type: 'poin',
    meaning: 'Poin divalidasi, setiap hari paling banyak harian.batas_poin',
    madeOf: ENTRIES,
  },
  {
    source: 'kegiatan.poin_sebelum_batas',
    type: 'poin',
    meaning: 'Poin divalidasi tanpa batas harian',
    madeOf: ENTRIES,
  },
  {
    source: 'kegiatan.poin_terlambat',
    type: 'poin',
    meaning: 'Bagian kegiatan.poin_divalidasi dari entri yang baru dikirim sesudah batasnya, dengan dispensasi',
    madeOf: ENTRIES,
  },
  {
    source: 'kegiatan.poin_divalidasi_terlambat',
    type: 'poin',
    meaning:
      'Bagian kegiatan.poin_divalidasi dari entri yang oleh salah satu atasan baru disetujui sesudah harian.batas_putusan_hari',
    madeOf: ENTRIES,
    limited: true,
  },
  {
    source: 'kegiatan.menit_divalidasi_terlambat',
    type: 'menit',
    meaning: 'Bagian kegiatan.menit_divalidasi dari entri yang sama',
    madeOf: ENTRIES,
    limited: true,
  },
  {
    source: 'kegiatan.menit_divalidasi',
    type: 'menit',
    meaning: 'Menit entri divalidasi, dari jam mulai sampai selesai; entri tanpa jam dihitung nol',
    madeOf: ENTRIES,
  },
  { source: 'kegiatan.jumlah_entri', type: 'kali', meaning: 'Banyaknya entri divalidasi', madeOf: ENTRIES },
  { source: 'kegiatan.hari_terisi', type: 'hari', meaning: 'Hari dengan entri divalidasi', madeOf: ENTRIES },
  {
    source: 'kegiatan.hari',
    type: ROWS,
    fields: {
      tgl: 'tanggal',
      jumlah_entri: 'kali',
      jumlah_menit: 'menit',
      jumlah_poin: 'poin',
      menit_terlambat: 'menit',
      poin_terlambat: 'poin',
      menit_divalidasi_terlambat: 'menit',
      poin_divalidasi_terlambat: 'poin',
      menit_terlambat_keduanya: 'menit',
      poin_terlambat_keduanya: 'poin',
    },
    meaning:
      'Setiap hari dengan entri divalidasi, menurut tanggal: jumlahnya tanpa batas harian, dan bagiannya yang terlambat dikirim, terlambat disetujui, terlambat keduanya',
    madeOf: ENTRIES,
    limited: LATE_DECISIONS,
  },
  {
    source: 'presensi.pengurangan',
    type: 'persen',
    meaning: 'Jumlah pengurangan sebulan, paling banyak presensi.paling_banyak',
    madeOf: JUDGED,
    judged: true,
  },
  { source: 'presensi.hari_hadir', type: 'hari', also: ['kali'], meaning: 'Hari hadir', madeOf: JUDGED, judged: true },
  {
    source: 'presensi.kode',
    type: 'peta<kali>',
    also: ['peta<hari>'],
    meaning: 'Berapa hari setiap kode berdiri, kode cuti dan H termasuk, L tidak',
    madeOf: JUDGED,
    judged: true,
  },
  {
    source: 'presensi.menit_terlambat',
    type: 'daftar<menit>',
    meaning: 'Menit terlambat setiap hari terlambat, menurut tanggal',
    madeOf: JUDGED,
    judged: true,
  },
  {
    source: 'presensi.menit_pulang_cepat',
    type: 'daftar<menit>',
    meaning: 'Menit pulang cepat setiap hari pulang cepat, menurut tanggal',
    madeOf: JUDGED,
    judged: true,
  },
  {
    source: 'presensi.jumlah_menit_terlambat',
    type: 'menit',
    meaning: 'Jumlah menit terlambat sebulan',
    madeOf: JUDGED,
    judged: true,
  },
  {
    source: 'presensi.jumlah_menit_pulang_cepat',
    type: 'menit',
    meaning: 'Jumlah menit pulang cepat sebulan',
    madeOf: JUDGED,
    judged: true,
  },
  {
    source: 'presensi.alpa',
    type: 'hari',
    also: ['kali'],
    meaning: 'Hari kerja tanpa catatan hadir dan tanpa keterangan',
    madeOf: JUDGED,
    judged: true,
  },
  {
    source: 'presensi.hari',
    type: ROWS,
    fields: { tgl: 'tanggal', kode: 'teks', telat: 'menit', pulang_cepat: 'menit', pengurangan: 'persen' },
    joined: 'kode',
    meaning: 'Setiap hari kerja yang dinilai, menurut tanggal; kode ganda digabung +, misalnya TL1+TAP',
    madeOf: JUDGED,
    judged: true,
  },
  {
    source: 'cuti.hari_kerja',
    type: 'peta<hari>',
    also: ['peta<kali>'],
    meaning: 'Hari kerja di dalam bulan itu menurut jenis: CT, CB, CS, CM, CAP, CLTN, DL, DIKLAT, S, I, TB',
    madeOf: LEAVE,
  },
  {
    source: 'cuti.hari_kalender',
    type: 'peta<hari>',
    also: ['peta<kali>'],
    meaning: 'Hari kalender di dalam bulan itu menurut jenis',
    madeOf: LEAVE,
  },
  {
    source: 'cuti.rentang',
    type: ROWS,
    fields: { jenis: 'teks', ...SPAN },
    meaning:
      'Setiap cuti yang menyentuh bulan itu, menurut tanggal mulai; mulai dan selesai seluruhnya, hari_kerja dan hari_kalender di dalam bulan itu',
    madeOf: LEAVE,
  },
  {
    source: 'bawahan.jumlah',
    type: 'kali',
    meaning: 'Banyaknya pegawai yang dipimpin langsung dalam bulan itu, juga sebagai Plt atau Plh',
    madeOf: CHAIRS,
  },
  {
    source: 'bawahan.entri',
    type: 'kali',
    meaning:
      'Banyaknya entri bulan itu yang sampai kepadanya sebagai atasan: yang diputusnya dan yang masih menunggu putusannya',
    madeOf: ENTRIES,
  },
  {
    source: 'bawahan.entri_terlewat',
    type: 'kali',
    meaning:
      'Banyaknya entri bulan itu yang pada saat tutup menunggu putusannya lebih lama dari harian.batas_putusan_hari',
    madeOf: ENTRIES,
    limited: true,
  },
  {
    source: 'bawahan.hari_terlewat',
    type: 'hari',
    meaning: 'Jumlah hari lewat batas dari entri itu; hari yang belum penuh dihitung satu',
    madeOf: ENTRIES,
    limited: true,
  },
  {
    source: `bulan_lalu.${OUTPUT}`,
    type: 'angka, teks, ya_tidak atau tanggal',
    meaning:
      'Keluaran bernama itu (atau gross, deductions, net) dari bulan sebelumnya seperti disetujui; tidak ada tanpa perhitungan bulan itu',
    madeOf: LINES,
  },
  {
    source: `sejak_januari.${OUTPUT}`,
    type: 'angka',
    meaning:
      'Jumlah keluaran bernama itu (atau gross, deductions, net) dari bulan-bulan tahun itu sebelum bulan ini; 0 dalam Januari',
    madeOf: LINES,
  },
];

const BY_SOURCE = new Map(MADE_SOURCES.map(each => [each.source, each]));

/** What the product makes under a source; undefined where somebody has to enter it. */
export function madeSource(source: string): MadeSource | undefined {
  return BY_SOURCE.get(source) ?? BY_SOURCE.get(`${source.split('.')[0] ?? ''}.${OUTPUT}`);
}

/** Origins of what is recorded day by day: what one of them has is looked for under another; people and units share words. */
const DAILY: readonly string[] = ['kegiatan', 'presensi'];

/**
 * Why a source is taken for a misspelt one, in Indonesian: nothing is made under it, but under a name close to it. Null where
 * it is one that the product makes, or nobody's.
 */
export function misspellingOf(source: string): string | null {
  if (madeSource(source)) return null;
  const [origin = '', name = ''] = halves(source);
  const meant = MADE_SOURCES.filter(made => {
    const [other = '', known = ''] = halves(made.source);
    if (other === origin) return isMistyped(name, known) || isReworded(name, known);
    return name === known && DAILY.includes(origin) && DAILY.includes(other);
  });
  if (meant.length === 0) return null;
  const names = meant.map(made => made.source).join(' atau ');
  return `${source} tidak dibuat aplikasi; maksudnya ${names}? Tulis fakta.… bila memang diketik`;
}

/** What the product makes under the origin of a source, by name; none where it makes nothing there. */
export function madeBeside(source: string): readonly string[] {
  const [origin = ''] = halves(source);
  return MADE_SOURCES.flatMap(made =>
    made.source.startsWith(`${origin}.`) ? [made.source.slice(origin.length + 1)] : [],
  );
}

/** The origin of a source and its name there. */
function halves(source: string): readonly string[] {
  const at = source.indexOf('.');
  return [source.slice(0, at), source.slice(at + 1)];
}

/**
 * Why an input of a type cannot take what the product makes under its source, in Indonesian; null where it can, and where
 * the product makes nothing under it.
 */
export function misfitOf(source: string, type: ValueType): string | null {
  const made = madeSource(source);
  if (!made) return null;
  if (made.fields) return rowsMisfit(made, type);
  if (made.source.endsWith(OUTPUT)) return takesOutput(made, type) ? null : refusal(made);
  const fitting = [made.type, ...(made.also ?? [])].map(parseType);
  return fitting.some(each => each !== null && reads(type, each)) ? null : refusal(made);
}

/** An output has whatever type it had in its month; sums are of numbers. */
const takesOutput = (made: MadeSource, { kind }: ValueType): boolean =>
  kind === 'number' || (made.type !== 'angka' && kind !== 'map' && kind !== 'list' && kind !== 'row');

function rowsMisfit(made: MadeSource, type: ValueType): string | null {
  if (type.kind !== 'list' || type.of.kind !== 'row') return refusal(made);
  for (const [name, column] of type.of.fields) {
    const text = made.fields?.[name];
    const known = text === undefined ? null : parseType(text);
    const names = Object.entries(made.fields ?? {}).map(([key, of]) => `${key} (${of})`);
    if (!known)
      return `kolom "${name}" tidak dibuat aplikasi untuk ${made.source}; yang ada: ${names.join(', ')}; untuk baris yang diketik pakai source fakta.…`;
    if (!reads(column, known))
      return `kolom "${name}" pada ${made.source} berisi ${text ?? ''}, bukan ${typeText(column)}`;
  }
  return null;
}

const refusal = ({ source, type, also, meaning }: MadeSource): string =>
  `${source} dibuat aplikasi sebagai ${[type, ...(also ?? [])].join(' atau ')} (${meaning}): tulis type itu, atau pakai source fakta.… untuk angka yang diketik`;

/** Whether values made as `made` can be read as `declared`: the same unit; a choice is a text, keys may be narrowed. */
const reads = (declared: ValueType, made: ValueType): boolean => commonType(declared, made) !== null;
