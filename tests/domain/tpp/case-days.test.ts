import { describe, expect, it } from 'vitest';
import { computeCase, loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { good, small } from './policies.ts';

/** Days of presence in a case, judged as the product judges them. */

const BODY = `
inputs:
  kurang: { label: Pengurangan, type: persen, source: presensi.pengurangan }
  kode: { label: Kode, type: peta<kali>, source: presensi.kode }
  telat: { label: Menit terlambat, type: daftar<menit>, source: presensi.menit_terlambat }
  hadir: { label: Hari hadir, type: hari, source: presensi.hari_hadir }
  alpa: { label: Alpa, type: hari, source: presensi.alpa }
  harian: { label: Hari, type: daftar<baris>, source: presensi.hari, fields: { kode: teks, telat: menit } }
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
steps:
  - { set: lama, label: Lama, cite: Pasal 3, expr: jumlah(telat) + jumlah(harian.telat) + alpa / 1 hari * 1 menit }
  - { set: banyak_kode, label: Kode, cite: Pasal 3, expr: jumlah(kode) + hadir / 1 hari }
  - { set: bruto, label: TPP, cite: Pasal 4, expr: bulat(tpp * (100% - kurang)) }
components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bruto }
outputs: { lama: lama, banyak_kode: banyak_kode }
totals: { gross: bruto }
`;
const PRESENSI = `presensi:
  cite: Pasal 9
  toleransi_menit: { terlambat: 5, pulang_cepat: 0 }
  terlambat:
    - { dari: 1, sampai: 30, kode: TL1, persen: 0.5 }
    - { dari: 31, kode: TL2, persen: 1 }
  pulang_cepat:
    - { dari: 1, kode: PSW, persen: 1 }
  tanpa_masuk: { kode: TAM, persen: 1.5 }
  tanpa_pulang: { kode: TAP, persen: 1.5 }
  tanpa_keterangan: { kode: TK, persen: 3 }
  ketidakhadiran: { I: 1 }
  paling_banyak: 8
  paling_banyak_sehari: 2
  dimaafkan: { kali: 1, sampai: 20 }
  jam_khusus: { terlambat: bebas }
  apel:
    - { hari: [senin], sampai: "07.50", kode: APEL, persen: 1, jam_khusus: tidak }
`;
const regulation = good(small(BODY + PRESENSI));

/** 2027-04-05 is a Monday. */
const DAYS = `
      - { tanggal: 2027-04-06, masuk: "08.20", pulang: "16.00", expect: { kode: H, telat: 0 } } # forgiven: the first
      - { tanggal: 2027-04-05, masuk: "07.42", pulang: "15.58", expect: { kode: PSW, pulang_cepat: 2, pengurangan: 1 } }
      - { tanggal: 2027-04-07, masuk: "08.05", pulang: "16.00", expect: { kode: H, telat: 0 } }
      - { tanggal: 2027-04-08, masuk: "08:06", pulang: "16:00", expect: { kode: TL1, telat: 6, pengurangan: 0.5 } }
      - { tanggal: 2027-04-09, masuk: "08.40", expect: { kode: TL2+TAP, telat: 40, pengurangan: 2 } }
      - { tanggal: 2027-04-12, masuk: "07.51", pulang: "16.00", expect: { kode: APEL } }
      - { tanggal: 2027-04-13, keterangan: I, expect: { kode: I, pengurangan: 1 } }
      - { tanggal: 2027-04-14, expect: { kode: TK } }
      - { tanggal: 2027-04-19, masuk: "09.00", pulang: "14.30", jam_khusus: { masuk: "08.00", pulang: "14.30" }, expect: { kode: H } }
      - { tanggal: 2027-04-20, rekaman: ["12.30", "16.05"], jam: { masuk: "12.00", pulang: "16.00" }, expect: { kode: TL1, telat: 30 } }`;

const file = (one: string): string => `cases:\n  - id: P\n    period: 2027-04\n${one}`;
const HOURS = '    jam: { masuk: "08.00", pulang: "16.00" }\n';

function said(text: string, of = regulation): readonly string[] {
  const loaded = loadCases(text, 'x.cases.yaml');
  if (!loaded.ok) return loaded.errors.map(({ line, reason }) => `${String(line)}: ${reason}`);
  return runCases(of, loaded.file.cases).flatMap(({ differences }) => differences);
}

describe('days in a case', () => {
  const month = `presensi: { kode: { TL1: 2, TL2: 1, H: 3, TAM: 0 }, pengurangan: 8, hari_hadir: 8, alpa: 1,
        menit_terlambat: [6, 40, 30], jumlah_menit_terlambat: 76, menit_pulang_cepat: [2], jumlah_menit_pulang_cepat: 2 }`;

  it('prove the section presensi alone: grace, bands, missing records, ceremony, leave, forgiven, special hours, caps', () => {
    expect(said(file(`${HOURS}    hari:${DAYS}\n    expect: { ${month} }\n`))).toEqual([]);
  });

  it('give the facts that the case does not', () => {
    const expected = '    expect: { gross: 920000, outputs: { lama: 153, banyak_kode: 19 } }\n';
    expect(said(file(`${HOURS}    hari:${DAYS}\n    facts: { tpp: 1000000 }\n${expected}`))).toEqual([]);
    const given = '    expect: { gross: 990000 }\n';
    expect(
      said(file(`${HOURS}    hari:${DAYS}\n    facts: { tpp: 1000000, kurang: 1, alpa: null }\n${given}`)),
    ).toEqual([]);
    const people = `    people:\n      a:\n        hari: [{ tanggal: 2027-04-14 }]\n        facts: { tpp: 1000000 }\n        expect: { gross: 970000 }\n`;
    expect(said(file(HOURS + people))).toEqual([]);
  });

  it('hold by the standard hours of a week of five days where none are told', () => {
    const day = (rest: string) => file(`    hari: [{ tanggal: 2027-04-06, ${rest} }]\n`);
    const friday = day('masuk: "07.29", pulang: "16.29", expect: { pulang_cepat: 1 }').replace('04-06', '04-09');
    expect(said(friday)).toEqual([]);
    expect(said(day('masuk: "07.30", pulang: "16.00", expect: { kode: H }'))).toEqual([]);
    expect(said(day('masuk: "07.30"').replace('04-06', '04-10'))).toEqual([
      'hari tanggal 10 bukan hari kerja lima hari seminggu: hapus, atau tulis jam',
    ]);
  });

  it('say what differs, and why the day is what it is', () => {
    const text = file(
      `${HOURS}    hari: [{ tanggal: 2027-04-07, masuk: "08.36", pulang: "16.00", expect: { kode: TL1, telat: 36 } }]
    expect: { presensi: { pengurangan: 0.5, kode: { TL1: 1 }, menit_terlambat: [35] } }\n`,
    );
    expect(said(text)).toEqual([
      'hari tanggal 7: kode seharusnya TL1, hasilnya TL2 (Datang terlambat 36 menit. Pengurangan 1 %)',
      'presensi.pengurangan: seharusnya 0.5, hasilnya 1',
      'presensi.kode TL1: seharusnya 1, hasilnya 0',
      'presensi.menit_terlambat: seharusnya [35], hasilnya [36]',
    ]);
  });

  it.each([
    ['hari: [{ tanggal: 2027-05-03 }]', ['hari 2027-05-03 di luar bulan 2027-04']],
    ['hari: [{ tanggal: 2027-04-05, keterangan: X }]', ['hari tanggal 5: keterangan "X" bukan jenis cuti, H, atau TK']],
    ['hari: [x]', ['4: isi "hari" harus { tanggal, masuk, pulang } atau { tanggal, keterangan }']],
    ['hari: [{ tanggal: besok }]', ['4: "tanggal" pada hari harus TTTT-BB-HH, ditulis "besok"']],
    ['hari: [{ tanggal: 2027-04-05 }, { tanggal: 2027-04-05 }]', ['4: tanggal 2027-04-05 ditulis dua kali pada hari']],
    ['hari: [{ tanggal: 2027-04-05, masuk: "25.00" }]', ['4: "masuk" harus jam seperti "07.30", ditulis "25.00"']],
    ['hari: [{ tanggal: 2027-04-05, rekaman: ["8"] }]', ['4: isi "rekaman" harus jam, ditulis "8"']],
    [
      'hari: [{ tanggal: 2027-04-05, jam: { masuk: "16.00", pulang: "08.00" } }]',
      ['4: pulang pada jam harus sesudah masuk'],
    ],
    [
      'facts: { tpp: 1, kurang: 0, kode: {}, telat: [], hadir: 1, alpa: 0, harian: [] }\n    expect: { presensi: { alpa: 1 } }',
      ['presensi pada expect memerlukan hari: tulis hari-harinya'],
    ],
  ])('%s is answered', (text, wanted) => expect(said(file(`    ${text}\n`))).toEqual(wanted));

  it('need the section presensi', () => {
    const without = good(small(BODY));
    expect(said(file('    hari: [{ tanggal: 2027-04-05 }]\n'), without)).toEqual([
      'hari ditulis, padahal aturan ini tidak mempunyai bagian presensi',
    ]);
    const loaded = loadCases('hari: [{ tanggal: 2027-04-05 }]\nfacts: { tpp: 1 }\n', 'x.yaml');
    if (!loaded.ok) throw new Error('refused');
    expect(computeCase(without, loaded.file.cases[0]!).get('contoh-1')?.missing).toContain('kurang');
  });
});
