import { describe, expect, it } from 'vitest';
import { countsLimit } from '../../../src/domain/tpp/made-column.ts';
import { MADE_SOURCES, madeSource, misfitOf, misspellingOf } from '../../../src/domain/tpp/made-source.ts';
import { DATE, parseType, type ValueType } from '../../../src/domain/tpp/value-type.ts';
import { choiceOf, rowsOf } from './small-formula.ts';

/** What the product makes by itself, and as what a regulation may take it. */

const typeOf = (type: string | ValueType): ValueType => (typeof type === 'string' ? parseType(type)! : type);
const takes = (source: string, ...types: readonly (string | ValueType)[]): boolean[] =>
  types.map(type => misfitOf(source, typeOf(type)) === null);

const TYPES = [
  'teks',
  'kali',
  'hari',
  'menit',
  'poin',
  'poin/hari',
  'persen',
  'rupiah',
  'bulan',
  'tanggal',
  'ya_tidak',
] as const;
const COLLECTIONS = [
  'peta<kali>',
  'peta<hari>',
  'peta<menit>',
  'daftar<menit>',
  'daftar<kali>',
  'daftar<tanggal>',
] as const;

describe('what the product makes', () => {
  it('can be taken as one type, and as what is counted alike', () => {
    const fitting = MADE_SOURCES.filter(({ fields, source }) => !fields && !source.includes('<')).map(({ source }) => [
      source,
      [...TYPES, ...COLLECTIONS].filter(type => misfitOf(source, typeOf(type)) === null).join(' '),
    ]);
    expect(Object.fromEntries(fitting)).toMatchObject({
      'pegawai.nip': 'teks',
      'pegawai.kelas': 'teks kali',
      'jabatan.kelas': 'teks kali',
      'unit.pola_kerja': 'kali hari',
      'kalender.hari_kerja': 'hari',
      'kalender.target_harian': 'poin poin/hari',
      'kalender.target_poin': 'poin',
      'kegiatan.menit_divalidasi': 'menit',
      'kegiatan.jumlah_entri': 'kali',
      'presensi.pengurangan': 'persen',
      'presensi.hari_hadir': 'kali hari',
      'presensi.kode': 'peta<kali> peta<hari>',
      'presensi.menit_terlambat': 'daftar<menit>',
      'presensi.jumlah_menit_terlambat': 'menit',
      'presensi.alpa': 'kali hari',
      'cuti.hari_kerja': 'peta<kali> peta<hari>',
      'cuti.hari_kalender': 'peta<kali> peta<hari>',
      'bawahan.jumlah': 'kali',
    });
    expect(fitting.filter(([, types]) => types === '')).toEqual([]);
  });

  it('says what it is where it is taken for something else', () => {
    expect(misfitOf('pegawai.nip', typeOf('rupiah'))).toBe(
      'pegawai.nip dibuat aplikasi sebagai teks (NIP): tulis type itu, atau pakai source fakta.… untuk angka yang diketik',
    );
    expect(misfitOf('presensi.hari_hadir', typeOf('rupiah'))).toContain('sebagai hari atau kali (Hari hadir)');
    expect(misfitOf('fakta.apa_saja', typeOf('rupiah'))).toBeNull();
  });

  it('a text may be one of a choice, also within a map or list', () => {
    expect(takes('pegawai.status', choiceOf('PNS', 'PPPK'), 'teks', 'kali')).toEqual([true, true, false]);
    expect(takes('presensi.kode', { kind: 'map', of: choiceOf('a'), keys: null })).toEqual([false]);
    const narrowed = typeOf('peta<kali>');
    expect(takes('presensi.kode', narrowed.kind === 'map' ? { ...narrowed, keys: ['TL1'] } : narrowed)).toEqual([true]);
    expect(takes('presensi.menit_terlambat', 'peta<menit>', 'daftar<hari>', 'menit')).toEqual([false, false, false]);
  });

  it('that an earlier month gave is any single value; sums since January are numbers', () => {
    const types = [
      'rupiah',
      'persen',
      'teks',
      'ya_tidak',
      'tanggal',
      'peta<rupiah>',
      'daftar<rupiah>',
      rowsOf({ a: 'teks' }),
    ] as const;
    expect(takes('bulan_lalu.gross', ...types)).toEqual([true, true, true, true, true, false, false, false]);
    expect(takes('sejak_januari.gross', ...types)).toEqual([true, true, false, false, false, false, false, false]);
    expect(takes('bulan_lalu.x', { kind: 'row', fields: new Map(), columns: new Map() })).toEqual([false]);
    expect(madeSource('bulan_lalu.apa_saja')?.source).toBe('bulan_lalu.<keluaran>');
    expect(madeSource('fakta.apa_saja')).toBeUndefined();
  });

  it('as rows has the columns that it has', () => {
    expect(takes('cuti.rentang', rowsOf({ jenis: 'teks', hari_kerja: 'hari' }), 'daftar<teks>', 'teks')).toEqual([
      true,
      false,
      false,
    ]);
    const row = rowsOf({ jenis: 'teks' });
    expect(takes('cuti.rentang', row.kind === 'list' ? row.of : row)).toEqual([false]);
    expect(misfitOf('cuti.rentang', rowsOf({ jenis: 'teks', lama: 'hari' }))).toBe(
      'kolom "lama" tidak dibuat aplikasi untuk cuti.rentang; yang ada: jenis (teks), mulai (tanggal), selesai (tanggal), hari_kerja (hari), hari_kalender (hari); untuk baris yang diketik pakai source fakta.…',
    );
    expect(misfitOf('cuti.rentang', rowsOf({ mulai: 'teks' }))).toBe(
      'kolom "mulai" pada cuti.rentang berisi tanggal, bukan teks',
    );
  });

  it('is told of each day only where days are judged', () => {
    const origins = new Set(MADE_SOURCES.filter(({ judged }) => judged).map(({ source }) => source.split('.')[0]));
    expect([...origins]).toEqual(['presensi']);
    expect(
      MADE_SOURCES.filter(({ source }) => source.startsWith('presensi.')).every(({ judged }) => judged === true),
    ).toBe(true);
  });
});

describe('what is counted against a limit', () => {
  it('is what came late, or was left undecided', () => {
    expect(MADE_SOURCES.filter(({ limited }) => limited === true).map(({ source }) => source)).toEqual([
      'kegiatan.poin_divalidasi_terlambat',
      'kegiatan.menit_divalidasi_terlambat',
      'bawahan.entri_terlewat',
      'bawahan.hari_terlewat',
    ]);
  });

  it('is a column of the days with entries, where it is declared', () => {
    const asks = (...columns: readonly string[]): boolean => {
      const fields = new Map(columns.map(name => [name, DATE] as const));
      return countsLimit('kegiatan.hari', { kind: 'list', of: { kind: 'row', fields, columns: new Map() } });
    };
    expect([asks('tgl', 'jumlah_menit', 'menit_terlambat'), asks('tgl', 'menit_divalidasi_terlambat')]).toEqual([
      false,
      true,
    ]);
    expect(asks('poin_terlambat_keduanya')).toBe(true);
    expect(countsLimit('kegiatan.jumlah_entri', DATE)).toBe(false);
    expect(countsLimit('bawahan.entri_terlewat', DATE)).toBe(true);
  });
});

describe('a source that is near one', () => {
  it('is told from it under the same origin, and the same name under the other of every day', () => {
    expect(misspellingOf('pegawai.golongn')).toBe(
      'pegawai.golongn tidak dibuat aplikasi; maksudnya pegawai.golongan? Tulis fakta.… bila memang diketik',
    );
    expect(misspellingOf('kegiatan.alpa')).toContain('maksudnya presensi.alpa?');
    expect(misspellingOf('presensi.jumlah_entri')).toContain('maksudnya kegiatan.jumlah_entri?');
    expect(misspellingOf('cuti.rentangg')).toContain('maksudnya cuti.rentang?');
    for (const fine of [
      'pegawai.golongan',
      'pegawai.alpa',
      'cuti.jumlah_entri',
      'fakta.golongn',
      'presensi.golongan',
      'kegiatan.golongn',
    ])
      expect(misspellingOf(fine)).toBeNull();
  });
});
