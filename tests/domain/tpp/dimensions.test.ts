import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { faults, good, small } from './policies.ts';

/** Structures found in real regulations, each as a small regulation of its own with amounts worked out by hand. */
const outputs = (text: string, values: Readonly<Record<string, FactValue>>, period = '2026-10') => {
  const found = compute(good(text), { period, values });
  if (found.missing.length > 0) throw new Error(JSON.stringify(found.missingFacts));
  return found;
};

describe('what regulations differ in', () => {
  it('several criteria by class, rounded together and spread so that the parts sum to the whole', () => {
    const text = small(`
inputs:
  kelas: { label: Kelas, type: kali, min: 7, max: 8, source: pegawai.kelas }
  capaian_kerja: { label: Capaian, type: persen, max: 100, source: fakta.capaian }
tables:
  kriteria_kelas:
    label: Kriteria
    cite: Lampiran
    keys: [kali, teks]
    value: rupiah
    rows:
      7: { bk: 1000000, pk: 1000000, kk: 1000000 }
      8: { bk: 2000000, pk: 1500000 }
steps:
  - { set: dasar, label: Dasar, cite: P1, expr: 'kriteria_kelas[kelas]' }
  - { set: bruto, label: Bruto, cite: P2, expr: bulat(jumlah(dasar) * capaian_kerja) }
  - { set: bagian, label: Bagian, cite: P3, expr: 'alokasi(bruto, dasar)' }
components:
  - { each: bagian, kind: pendapatan, labels: { bk: Beban kerja } }
totals: { gross: bruto }
`);
    const found = outputs(text, { kelas: '7', capaian_kerja: '33.3333' });
    expect(found.gross).toBe('999999');
    expect(found.components.map(c => [c.code, c.label, c.amount])).toEqual([
      ['bk', 'Beban kerja', '333333'],
      ['pk', 'pk', '333333'],
      ['kk', 'kk', '333333'],
    ]);
    expect(outputs(text, { kelas: '7', capaian_kerja: '33.33333' }).components.map(c => c.amount)).toEqual([
      '333334',
      '333333',
      '333333',
    ]);
  });

  it('weights by group of positions, with bands not included at the top', () => {
    const text = small(`
inputs:
  kelompok: { label: Kelompok, type: pilihan, options: [JPT, JF], source: jabatan.kelompok }
  skor: { label: Skor, type: bilangan, source: skp.nilai }
  kehadiran: { label: Kehadiran, type: persen, source: presensi.nilai }
tables:
  bobot_kelompok:
    label: Bobot
    cite: P1
    keys: [teks, teks]
    value: persen
    rows: { JPT: { prod: 70, disip: 30 }, JF: { prod: 60, disip: 40 } }
  pita_skor:
    label: Pita skor
    cite: P2
    keys: pita bilangan
    value: persen
    rows:
      - { below: 76, value: 80 }
      - { from: 76, below: 90, value: 90 }
      - { from: 90, to: null, value: 100 }
steps:
  - set: nilai_akhir
    label: Nilai
    cite: P3
    expr: bobot_kelompok[kelompok, "prod"] * pita_skor[skor] + bobot_kelompok[kelompok, "disip"] * kehadiran
outputs: { nilai_akhir: nilai_akhir }
`);
    const at = (kelompok: string, skor: string) => outputs(text, { kelompok, skor, kehadiran: '95' }).outputs;
    expect(at('JPT', '90')).toEqual({ nilai_akhir: '98.5' });
    expect(at('JPT', '89.999')).toEqual({ nilai_akhir: '91.5' });
    expect(at('JF', '75.5')).toEqual({ nilai_akhir: '86' });
  });

  it('annualised progressive tax with December clearing', () => {
    const text = small(`
inputs:
  bruto_bulan: { label: Bruto, type: rupiah, source: fakta.bruto }
  bruto_setahun: { label: Bruto setahun, type: rupiah, default: 0, source: fakta.bruto_setahun }
  pph_terbayar: { label: PPh Januari-November, type: rupiah, default: 0, source: fakta.pph_terbayar }
  ptkp: { label: PTKP, type: pilihan, options: [TK/0, K/1], source: penggajian.ptkp }
use: [pph21-umum-2022]
steps:
  - { set: setahun, label: Setahun, cite: P1, expr: jika bulan_ke = 12 maka bruto_setahun selain bruto_bulan * 12 }
  - { set: biaya_jabatan, label: Biaya jabatan, cite: P1, expr: 'min(setahun * 5%, Rp6.000.000)' }
  - set: pkp
    label: PKP
    cite: P1
    expr: lantai(maks(setahun - biaya_jabatan - ptkp_setahun[ptkp], 0), Rp1.000)
  - { set: pajak_setahun, label: Pajak, cite: P2, expr: 'progresif(tarif_pasal17, pkp)' }
  - set: pph
    label: PPh
    cite: P2
    expr: bulat(jika bulan_ke = 12 maka pajak_setahun - pph_terbayar selain pajak_setahun / 12)
outputs: { pkp: pkp, pph: pph }
`);
    // 240m - 6m - 54m = 180m: 60m x 5 % + 120m x 15 % = 21m a year.
    expect(outputs(text, { bruto_bulan: '20000000', ptkp: 'TK/0' }).outputs).toEqual({
      pkp: '180000000',
      pph: '1750000',
    });
    const december = { bruto_bulan: '20000000', bruto_setahun: '250000000', pph_terbayar: '19250000', ptkp: 'TK/0' };
    expect(outputs(text, december, '2026-12').outputs).toEqual({ pkp: '190000000', pph: '3250000' });
  });

  it('sanctions for some months from a date, with a list of rows', () => {
    const text = small(`
inputs:
  sanksi:
    label: Hukuman disiplin
    type: daftar<baris>
    fields: { tmt: tanggal, lama_bulan: bulan, potongan_sanksi: persen }
    default: []
    source: hukuman.daftar
steps:
  - set: berlaku
    each: sanksi
    label: Hukuman yang berlaku
    cite: P1
    choose:
      - when: nilai.tmt <= akhir_periode dan selisih_bulan(nilai.tmt, awal_periode) < nilai.lama_bulan
        expr: nilai.potongan_sanksi
  - { set: seluruhnya, label: Seluruhnya, cite: P2, expr: 'min(jumlah(berlaku), 100%)' }
outputs: { seluruhnya: seluruhnya }
`);
    const sanksi = [
      ['2026-08-01', '3', '25'],
      ['2026-07-01', '3', '10'],
      { tmt: '2026-10-31', lama_bulan: '6', potongan_sanksi: '5.5' },
      ['2026-11-01', '6', '50'],
    ];
    expect(outputs(text, { sanksi }).outputs).toEqual({ seluruhnya: '30.5' });
    expect(outputs(text, {}).outputs).toEqual({ seluruhnya: '0' });
  });

  it('accumulated minutes by full steps, a floor beside a cap, and pay by days served', () => {
    const text = small(`
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  menit_lalai: { label: Menit, type: menit, source: presensi.menit }
  hari_bertugas: { label: Hari bertugas, type: hari, source: jabatan.hari_bertugas }
  hari_bulan: { label: Hari sebulan, type: hari, source: kalender.hari }
steps:
  - { set: langkah_penuh, label: Kelipatan, cite: P1, expr: 'lantai(menit_lalai / 450 menit, 1)' }
  - { set: potongan_menit, label: Potongan, cite: P1, expr: 'batas(langkah_penuh * 3%, 0%, 50%)' }
  - { set: bayar, label: Bayar, cite: P2, expr: 'bulat(maks(prorata(tpp, hari_bertugas, hari_bulan) * (100% - potongan_menit), Rp500.000))' }
outputs: { potongan_menit: potongan_menit, bayar: bayar }
`);
    const at = (menit: string, hari: string) =>
      outputs(text, { tpp: '3100000', menit_lalai: menit, hari_bertugas: hari, hari_bulan: '31' }).outputs;
    expect(at('899', '31')).toEqual({ potongan_menit: '3', bayar: '3007000' });
    expect(at('900', '10')).toEqual({ potongan_menit: '6', bayar: '940000' });
    expect(at('90000', '9')).toEqual({ potongan_menit: '50', bayar: '500000' });
  });
});

describe('tables of several keys', () => {
  it('are refused with too few keys, and with a key of another kind', () => {
    const text = (look: string): string =>
      small(`
inputs:
  kelas: { label: Kelas, type: kali, source: pegawai.kelas }
tables:
  tarif_ganda: { label: T, cite: P, keys: [teks, pita rupiah], value: persen, rows: { A: [[null, 1]] } }
steps:
  - { set: x, label: X, cite: P, expr: '${look}' }
outputs: { x: x }
`);
    expect(faults(text('tarif_ganda["A"]')).join()).toContain('memerlukan 2 kunci, ditulis 1');
    expect(faults(text('tarif_ganda[kelas, Rp1]')).join()).toContain('kunci tabel "tarif_ganda" harus teks');
    expect(faults(text('tarif_ganda')).join()).toContain('adalah tabel; tulis dengan kuncinya');
    expect(faults(text('tarif_ganda["B", Rp1]')).join()).toContain('tidak mempunyai baris untuk B');
  });
});
