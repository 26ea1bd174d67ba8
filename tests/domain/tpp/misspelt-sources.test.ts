import { describe, expect, it } from 'vitest';
import { load } from '../../../src/domain/tpp/load.ts';
import { sourceNotes } from '../../../src/domain/tpp/source-note.ts';
import { faults, good, loadText, small } from './policies.ts';

const taking = (source: string, more = '', type = 'hari'): string =>
  small(`
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  lain: { label: Lain, type: ${type}, source: ${source}${more} }
steps:
  - { set: bruto, label: Bruto, cite: P1, expr: bulat(tpp * (100% - 1% * angka(lain))) }
outputs: { dibayar: bruto }
totals: { gross: bruto }
`);

describe('a source that is near to one that the product makes', () => {
  it.each([
    ['presensi.alpha', 'presensi.alpa'],
    ['presensi.apla', 'presensi.alpa'],
    ['presensi.jumlah_menit_telat', 'presensi.jumlah_menit_terlambat'],
    ['kegiatan.menit_terlambat', 'presensi.menit_terlambat'],
    ['kegiatan.poin_validasi', 'kegiatan.poin_divalidasi'],
    ['pegawai.golongn', 'pegawai.golongan'],
    ['cuti.harikerja', 'cuti.hari_kerja'],
    ['bawahan.entri_terlambat', 'bawahan.entri_terlewat'],
    ['pegawai.gol', 'pegawai.golongan'],
    ['kalender.jumlah_hari_kerja', 'kalender.hari_kerja'],
  ])('%s is refused and told from %s', (source, meant) => {
    expect(faults(taking(source))).toEqual([
      `8: ${source} tidak dibuat aplikasi; maksudnya ${meant}? Tulis fakta.… bila memang diketik`,
    ]);
  });

  it.each([
    'presensi.jaga',
    'presensi.apel',
    'presensi.alpa_minggu',
    'presensi.hadir',
    'kegiatan.menit',
    'kegiatan.menit_susulan',
    'pegawai.npwp',
    'pegawai.pola_kerja',
    'penggajian.gaji',
    'bawahan.penilaian',
    'cuti.hari',
    'fakta.alpha',
  ])('%s is somebody else’s and stays a fact that is typed', source => {
    expect(sourceNotes(good(taking(source))).map(note => note.source)).toContain(source);
  });

  it('is told with what the product makes there, where it is not near enough to be refused', () => {
    const told = (source: string) => sourceNotes(good(taking(source))).find(note => note.source === source)?.note;
    expect(told('cuti.hari')).toContain(
      'aplikasi tidak membuat cuti.hari, yang dibuat: hari_kerja, hari_kalender, rentang; tanpa nilai ini',
    );
    expect(told('penggajian.gaji')).not.toContain('aplikasi tidak membuat');
    expect(told('fakta.alpha')).not.toContain('aplikasi tidak membuat');
  });

  it('is left alone in a text that is in force', () => {
    expect(load(taking('presensi.alpha'), 'uji.yaml', { adopted: true }).ok).toBe(true);
  });

  it('is said once where the file has layers', () => {
    const text = `${taking('presensi.alpha')}lapis:
  - { id: kecil, label: Kecil, cite: P8, when: tpp < Rp500.000, steps: [{ set: bruto, label: B, cite: P8, expr: bulat(tpp - Rp1 * angka(lain)) }] }
`;
    expect(faults(text)).toHaveLength(1);
  });
});

describe('a result of earlier months that the regulation does not give', () => {
  const none = (name: string): string => `aturan ini tidak mempunyai keluaran "${name}"`;

  it('is refused where its default would hold for ever without anybody noticing', () => {
    for (const source of ['sejak_januari.pajak', 'bulan_lalu.pajak'])
      expect(faults(taking(source, ', default: 0', 'rupiah'))).toEqual([
        `8: ${none('pajak')}, jadi selalu dipakai default; yang ada: dibayar, gross, deductions, net. Tambahkan pada outputs, atau pakai source fakta.… bila diketik`,
      ]);
  });

  it('is refused where one of nearly that name is given', () => {
    expect(faults(taking('bulan_lalu.dibayarr', '', 'rupiah')).join()).toContain(
      `${none('dibayarr')}; maksudnya dibayar?`,
    );
    expect(faults(taking('bulan_lalu.nett', '', 'rupiah')).join()).toContain('maksudnya net?');
  });

  it('is refused where a step or a component has the name, or a component nearly', () => {
    const paid = (source: string): string =>
      `${taking(source, '', 'rupiah')}components:\n  - { code: PPH21, label: Pajak, kind: pendapatan, step: bruto }\n`;
    expect(faults(paid('sejak_januari.bruto'))).toEqual([
      `8: ${none('bruto')}; "bruto" langkah, bukan keluaran. Tambahkan pada outputs, misalnya outputs: { bruto: bruto }, atau pakai source fakta.… bila diketik`,
    ]);
    for (const name of ['pph21', 'pph2l'])
      expect(faults(paid(`sejak_januari.${name}`))).toEqual([
        `8: ${none(name)}; "PPH21" komponen, bukan keluaran. Tambahkan pada outputs, misalnya outputs: { ${name}: bruto }, atau pakai source fakta.… bila diketik`,
      ]);
    expect(faults(paid('sejak_januari.dibayar'))).toEqual([]);
  });

  it('is told only where nothing takes its place: the version before may have given it', () => {
    expect(sourceNotes(good(taking('bulan_lalu.pajak', '', 'rupiah'))).map(({ note }) => note)).toContainEqual(
      expect.stringContaining(none('pajak')),
    );
  });

  it('may be given by a layer alone, or by its key', () => {
    const layered = (name: string): string => `${taking(`bulan_lalu.${name}`, ', default: 0', 'rupiah')}lapis:
  - { id: kecil, label: Kecil, cite: P8, when: tpp < Rp500.000, outputs: { pajak: bruto } }
`;
    expect(faults(layered('pajak'))).toEqual([]);
    expect(faults(layered('dibayar.bk'))).toEqual([]);
    expect(faults(layered('dasar')).join()).toContain(none('dasar'));
  });

  it('is left alone in a text that is in force', () => {
    const text = taking('sejak_januari.pajak', ', default: 0', 'rupiah');
    expect(loadText(text).ok).toBe(false);
    expect(load(text, 'uji.yaml', { adopted: true }).ok).toBe(true);
  });
});

describe('a source that is counted against the limit of a superior’s decision', () => {
  it('needs one in the regulation', () => {
    const daily = (limit: string): string =>
      `harian: { cite: P2, target_poin: { 5: 300, 6: 250 }, batas_poin: 300, batas_entri_hari: 3, ${limit}entri_hari_libur: tolak, menit_min: 15, menit_maks: 720, tumpang_tindih: tolak }\n`;
    const late = taking('bawahan.entri_terlewat', '', 'kali');
    expect(faults(late)[0]).toContain('tulis "batas_putusan_hari" pada harian');
    expect(faults(`${late}${daily('')}`)[0]).toContain('bawahan.entri_terlewat dihitung terhadap batas putusan atasan');
    expect(faults(`${late}${daily('batas_putusan_hari: 400, ')}`)).toEqual([expect.stringContaining('0 sampai 366')]);
    expect(good(`${late}${daily('batas_putusan_hari: 0, ')}`).daily?.decisionDays).toBe(0);
    expect(load(late, 'uji.yaml', { adopted: true }).ok).toBe(true);
  });
});
