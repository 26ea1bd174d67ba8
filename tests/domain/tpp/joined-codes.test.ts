import { describe, expect, it } from 'vitest';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { load } from '../../../src/domain/tpp/load.ts';
import { faults, good, small } from './policies.ts';

/** A regulation over the days of presence, with one step over them. */
const over = (step: string, presence = ''): string =>
  small(`
inputs:
  hr: { label: Hari, type: daftar<baris>, source: presensi.hari, fields: { tgl: tanggal, kode: teks, pengurangan: persen } }
tables:
  cut: { label: Pengurangan, cite: L1, keys: teks, value: persen, rows: { TL1: 0.5, APEL: 1, "*": 0 } }
steps:
  - { set: hitung, each: hr, label: Pengurangan, cite: P1, ${step} }
  - { set: bawaan, label: Bawaan, cite: P1, expr: 'cut["TL1"]' }
outputs: { hitung: jumlah(hitung), bawaan: bawaan }
${presence}`);

const PRESENCE = `presensi:
  cite: P2
  toleransi_menit: 0
  terlambat: [{ dari: 1, kode: TL1, persen: 0.5 }]
  pulang_cepat: [{ dari: 1, kode: PSW, persen: 0.5 }]
  tanpa_masuk: { kode: TAM, persen: 1 }
  tanpa_pulang: { kode: TAP, persen: 1 }
  tanpa_keterangan: { kode: TK, persen: 3 }
  ketidakhadiran: {}
  paling_banyak: 100
  apel: [{ hari: [senin], sampai: "07.30", kode: APEL, persen: 1 }]
`;
const JOINED = 'dapat memuat beberapa kode sekaligus, misalnya TL1+APEL, dan';
const ASK =
  '; tanyakan setiap kode, misalnya (jika "APEL" dalam nilai.kode maka … selain …), atau hitung sebulan dari presensi.kode';

describe('codes of a day, joined in one text', () => {
  it('are asked for one by one, wherever they stand', () => {
    const regulation = good(
      over(
        `expr: '(jika "TL1" dalam nilai.kode maka cut["TL1"] selain 0%) + (jika "APEL" dalam nilai.kode maka cut["APEL"] selain 0%)'`,
      ),
    );
    const day = (kode: string) => ['2026-10-05', kode, '0'];
    const counted = (...codes: readonly string[]): unknown =>
      compute(regulation, { period: '2026-10', values: { hr: codes.map(day) } }).outputs.hitung;
    expect(counted('TL1+APEL')).toBe('1.5');
    expect(counted('TL1', 'TAM+APEL', 'TL10', 'H')).toBe('1.5');
    expect(counted('AP', 'TL', '+')).toBe('0');
  });

  it('are not looked up together where nothing would be found', () => {
    expect(faults(over("expr: 'cut[nilai.kode]'"))).toEqual([
      `11: "nilai.kode" ${JOINED} tabel "cut" memberinya baris "*"${ASK}`,
    ]);
    const map = `expr: 'peta("TL1", 1%, "APEL", 2%)[nilai.kode]'`;
    expect(faults(over(map))[0]).toContain(`${JOINED} peta "`);
    expect(faults(over(`expr: 'ambil(peta("TL1", 1%), nilai.kode, 0%)'`))[0]).toContain(`${JOINED} petanya`);
    expect(faults(over(`expr: 'jumlah(jumlah_menurut(hr.kode, hr.pengurangan))'`))[0]).toContain(
      'kuncinya menjadi kode gabungan',
    );
  });

  it('are looked up as they are where each combination has its row', () => {
    const rows = over("expr: 'cut[nilai.kode]'").replace('"*": 0', '"TL1+APEL": 1.5');
    expect(faults(rows)).toEqual([]);
  });

  it('stay joined in a step', () => {
    const text = over("expr: 'cut[nilai]'")
      .replace('steps:', 'steps:\n  - { set: kode, each: hr, label: K, cite: P1, expr: nilai.kode }')
      .replace('each: hr, label: Pengurangan', 'each: kode, label: Pengurangan');
    expect(faults(text)[0]).toContain(`12: "nilai" ${JOINED}`);
  });

  it('are not compared with one that may stand beside another', () => {
    const equal = (code: string): string => over(`expr: (jika nilai.kode = "${code}" maka 1% selain 0%)`, PRESENCE);
    expect(faults(equal('APEL'))).toEqual([
      '11: "nilai.kode" dapat memuat APEL bersama kode lain, misalnya APEL+…, dan tidak sama dengan "APEL"; tulis "APEL" dalam nilai.kode',
    ]);
    expect(faults(equal('PSW'))).toHaveLength(1);
    expect(faults(equal('TK'))).toEqual([]);
    expect(faults(over(`where: 'nilai.kode dalam ["TK", "TAM"]', expr: 1%`, PRESENCE))[0]).toContain(
      'memuat TAM bersama',
    );
    expect(faults(over(`where: 'nilai.kode dalam ["TK", "DL"]', expr: 1%`, PRESENCE))).toEqual([]);
  });

  it('of a text in force are taken as they were', () => {
    const text = over("expr: 'cut[nilai.kode]'");
    expect(load(text, 'uji.yaml', { adopted: true }).ok).toBe(true);
  });

  it('are one choice where the file names them all', () => {
    const text = over("expr: 'cut[nilai.kode]'").replace(
      'kode: teks',
      'kode: { type: pilihan, options: [H, TL1, APEL, "TL1+APEL"] }',
    );
    expect(faults(text)).toEqual([]);
  });
});
