import { describe, expect, it } from 'vitest';
import { load } from '../../../src/domain/tpp/load.ts';
import { faults, small } from './policies.ts';

/** A regulation with outputs of every kind, and one fact that takes a result of an earlier month. */
const taking = (type: string, source: string, layer = ''): string =>
  small(`
inputs:
  lalu: { label: Lalu, type: ${type}, default: ${type === 'teks' ? '""' : type === 'tanggal' ? '2026-01-01' : '0'}, source: ${source} }
  telat: { label: Telat, type: menit, source: fakta.telat }
  kelompok: { label: Kelompok, type: pilihan, options: [A, B], source: fakta.kelompok }
steps:
  - { set: cap, label: Capaian, cite: P1, expr: persen(telat / 450 menit) }
  - { set: bagian, label: Bagian, cite: P1, expr: 'peta("BK", Rp1, "PK", Rp2)' }
outputs: { tunda: telat, nama: kelompok, cap: cap, bagian: bagian, mulai: awal_periode, dulu: lalu }
${layer}`);

describe('a result of an earlier month', () => {
  it('is taken by a fact of its own unit', () => {
    for (const [type, source] of [
      ['menit', 'bulan_lalu.tunda'],
      ['menit', 'sejak_januari.tunda'],
      ['persen', 'bulan_lalu.cap'],
      ['teks', 'bulan_lalu.nama'],
      ['tanggal', 'bulan_lalu.mulai'],
      ['rupiah', 'sejak_januari.bagian.bk'],
      ['rupiah', 'sejak_januari.net'],
    ] as const)
      expect(faults(taking(type, source)), `${type} ${source}`).toEqual([]);
  });

  it('is refused for a fact of another', () => {
    const way = 'atau pakai source fakta.… bila diketik';
    expect(faults(taking('persen', 'bulan_lalu.tunda'))).toEqual([
      `7: keluaran "tunda" adalah menit, sedangkan fakta "lalu" ditulis persen: tulis type: menit, ${way}`,
    ]);
    expect(faults(taking('hari', 'sejak_januari.cap'))).toEqual([
      `7: keluaran "cap" adalah persen, sedangkan fakta "lalu" ditulis hari: tulis type: persen, ${way}`,
    ]);
    expect(faults(taking('menit', 'bulan_lalu.gross'))[0]).toContain('keluaran "gross" adalah rupiah, sedangkan');
    expect(faults(taking('persen', 'sejak_januari.bagian.bk'))[0]).toContain('"bagian.bk" adalah rupiah');
    expect(faults(taking('rupiah', 'sejak_januari.nama'))[0]).toContain(
      '"nama" adalah pilihan, dan sejak_januari hanya menjumlahkan angka',
    );
    expect(faults(taking('rupiah', 'bulan_lalu.bagian'))).toEqual([
      '7: keluaran "bagian" adalah peta<rupiah>; sebut satu kuncinya, misalnya bulan_lalu.bagian.bk',
    ]);
  });

  it('is what one of the rule sets of the file gives', () => {
    const layer = `lapis:
  - { id: rsud, label: RSUD, cite: P9, when: kelompok = "B", outputs: { cap: telat } }
`;
    expect(faults(taking('menit', 'bulan_lalu.cap', layer))).toEqual([]);
    expect(faults(taking('persen', 'bulan_lalu.cap', layer))).toEqual([]);
    expect(faults(taking('hari', 'bulan_lalu.cap', layer))).toHaveLength(1);
  });

  it('of a text in force stays what it was', () => {
    expect(load(taking('persen', 'bulan_lalu.tunda'), 'uji.yaml', { adopted: true }).ok).toBe(true);
  });
});
