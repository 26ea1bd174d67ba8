import { describe, expect, it } from 'vitest';
import type { AttendanceRules } from '../../../src/domain/attendance/rules.ts';
import { readAttendance } from '../../../src/domain/tpp/attendance-section.ts';
import { readDaily } from '../../../src/domain/tpp/daily-section.ts';
import { Problems } from '../../../src/domain/tpp/problem.ts';
import type { DailyRules } from '../../../src/domain/tpp/regulation.ts';
import { parseSource, type MapNode } from '../../../src/domain/tpp/source-node.ts';

/** The sections `presensi` and `harian`: what they come to, and where their edges are. */

function readBy<T>(read: (node: MapNode | null, problems: Problems) => T, text: string) {
  const problems = new Problems('uji.yaml');
  const node = parseSource(text, problems);
  const rules = read(node?.kind === 'map' ? node : null, problems);
  return { rules, said: problems.list().map(({ line, reason }) => `${String(line)}: ${reason}`) };
}

/** A text with pieces replaced; throws when one is not there. */
function withPieces(text: string, ...pieces: readonly (readonly [from: string, to: string])[]): string {
  return pieces.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`not in the text: ${from}`);
    return now.replace(from, to);
  }, text);
}

const PRESENSI = `cite: Pasal 9
toleransi_menit: 5
terlambat:
  - { dari: 1, sampai: 30, kode: TL1, persen: 0.5 }
  - { dari: 31, kode: TL2, persen: 1.25 }
pulang_cepat:
  - { dari: 1, kode: PSW, persen: 1 }
tanpa_masuk: { kode: TAM, persen: 1.5 }
tanpa_pulang: { kode: TAP, persen: 1.5 }
tanpa_keterangan: { kode: TK, persen: 3 }
paling_banyak: 100
`;
const MORE = `ketidakhadiran: { I: 1, CT: 0, CB: 2.5 }
paling_banyak_sehari: 4.5
dimaafkan: { kali: 3, sampai: 15 }
jam_khusus: { toleransi_menit: 30, pulang_cepat: bebas }
apel:
  - { hari: [senin, sabtu], tanggal: [1, 31], sampai: "07.30", kode: APEL, persen: 1 }
  - { tanggal: [17], sampai: "23:59", kode: UPACARA, persen: 2, jam_khusus: tidak, cite: Pasal 9b }
`;
const BASE: AttendanceRules = {
  cite: 'Pasal 9',
  graceMinutes: 5,
  late: [
    { upTo: 30, code: 'TL1', cut: 50 },
    { upTo: null, code: 'TL2', cut: 125 },
  ],
  early: [{ upTo: null, code: 'PSW', cut: 100 }],
  noIn: { code: 'TAM', cut: 150 },
  noOut: { code: 'TAP', cut: 150 },
  absent: { code: 'TK', cut: 300 },
  leave: new Map(),
  monthCap: 10_000,
};
const presence = (...pieces: Parameters<typeof withPieces>[1][]) =>
  readBy(readAttendance, withPieces(PRESENSI + MORE, ...pieces));

describe('the section presensi', () => {
  it('needs only the bands, the codes and the cap of a month', () => {
    expect(readBy(readAttendance, PRESENSI)).toEqual({ rules: BASE, said: [] });
    expect(readBy(readAttendance, '')).toMatchObject({ rules: null });
  });

  it('knows leave, forgiven latenesses, special hours and ceremonies', () => {
    expect(presence()).toEqual({
      rules: {
        ...BASE,
        leave: new Map([
          ['CT', 0],
          ['CB', 250],
          ['I', 100],
        ]),
        dayCap: 450,
        forgiven: { times: 3, minutes: 15, cite: 'Pasal 9' },
        special: { graceMinutes: 30, lateIsFree: false, earlyIsFree: true },
        ceremonies: [
          {
            code: 'APEL',
            cut: 100,
            weekdays: [1, 6],
            monthDays: [1, 31],
            until: 450,
            onSpecialDays: true,
            cite: 'Pasal 9',
          },
          {
            code: 'UPACARA',
            cut: 200,
            weekdays: [],
            monthDays: [17],
            until: 1439,
            onSpecialDays: false,
            cite: 'Pasal 9b',
          },
        ],
      },
      said: [],
    });
    const other = presence(
      ['toleransi_menit: 30, pulang_cepat', 'terlambat'],
      ['sampai: 15', 'sampai: 15, cite: Pasal 8'],
    );
    expect(other.rules).toMatchObject({
      special: { graceMinutes: null, lateIsFree: true, earlyIsFree: false },
      forgiven: { cite: 'Pasal 8' },
    });
    expect(readBy(readAttendance, `${PRESENSI}apel: []\n`).rules).toEqual(BASE);
    const single = `${PRESENSI}apel:\n  - { tanggal: [17], sampai: "07.30", kode: APEL, persen: 1 }\n`;
    expect(readBy(readAttendance, single).rules?.ceremonies).toHaveLength(1);
  });

  it('forgives both ends of a day alike, or each by its own minutes', () => {
    const apart = presence(
      ['toleransi_menit: 5', 'toleransi_menit: { terlambat: 10, pulang_cepat: 0 }'],
      ['toleransi_menit: 30', 'toleransi_menit: { terlambat: 0, pulang_cepat: 15 }'],
    );
    expect(apart).toMatchObject({
      rules: {
        graceMinutes: 10,
        earlyGraceMinutes: 0,
        special: { graceMinutes: 0, earlyGraceMinutes: 15, lateIsFree: false, earlyIsFree: true },
      },
      said: [],
    });
    expect(readBy(readAttendance, PRESENSI.replace('t: 5', 't: { terlambat: 5, pulang_cepat: 5 }')).rules).toEqual({
      ...BASE,
      earlyGraceMinutes: 5,
    });
  });

  it('counts late coming and early leaving by one code where both give it', () => {
    const text = PRESENSI.replace('kode: PSW', 'kode: TL2');
    const node = parseSource(text, new Problems('x'));
    const problems = new Problems('x');
    expect(readAttendance(node?.kind === 'map' ? node : null, problems)?.early[0]?.code).toBe('TL2');
    expect(problems.list()).toEqual([]);
  });

  it('in force may give one code by two bands, as it was accepted', () => {
    const text = PRESENSI.replace('kode: TL2', 'kode: TL1');
    const node = parseSource(text, new Problems('x'));
    const problems = new Problems('x');
    expect(readAttendance(node?.kind === 'map' ? node : null, problems, true)?.late).toHaveLength(2);
    expect(problems.list()).toEqual([]);
  });

  it.each([
    ['toleransi_menit: 5', 'toleransi_menit: 0'],
    ['toleransi_menit: 5', 'toleransi_menit: 1440'],
    ['persen: 0.5', 'persen: 0'],
    ['persen: 0.5', 'persen: 1.25'],
    ['paling_banyak: 100', 'paling_banyak: 0.01'],
    ['kode: TL1', 'kode: A'],
    ['kode: TL1', 'kode: ABCDEFG8'],
    ['kali: 3', 'kali: 1'],
    ['kali: 3', 'kali: 31'],
    ['sampai: 15 ', 'sampai: 1 '],
    ['sampai: "07.30"', 'sampai: "00:00"'],
  ])('%s may be %s', (from, to) => expect(presence([from, to]).said).toEqual([]));

  it.each([
    [
      'toleransi_menit: 5',
      'toleransi_menit: 1441',
      '2: "toleransi_menit" harus menit bulat 0 sampai 1440, ditulis "1441"',
    ],
    [
      'toleransi_menit: 5',
      'toleransi_menit: 1.5',
      '2: "toleransi_menit" harus menit bulat 0 sampai 1440, ditulis "1.5"',
    ],
    [
      'toleransi_menit: 5',
      'toleransi_menit: { terlambat: 10 }',
      '2: "pulang_cepat" belum ditulis pada toleransi_menit',
    ],
    [
      'toleransi_menit: 5',
      'toleransi_menit: { terlambat: 10, pulang_cepat: 1.5 }',
      '2: "pulang_cepat" harus menit bulat 0 sampai 1440, ditulis "1.5"',
    ],
    ['dari: 1, sampai: 30', 'dari: 2, sampai: 30', '4: pita "terlambat" harus mulai dari menit 1'],
    ['dari: 31', 'dari: 30', '5: pita "terlambat" harus mulai dari menit 31'],
    ['dari: 31', 'dari: 32', '5: pita "terlambat" harus mulai dari menit 31'],
    ['dari: 31', 'dari: 0', '5: "dari" harus menit bulat 1 sampai 1440, ditulis "0"'],
    ['dari: 1, sampai: 30', 'dari: 5, sampai: 4', '4: "sampai" harus menit bulat 5 sampai 1440, ditulis "4"'],
    [
      'persen: 1.25',
      'persen: 0.49',
      '5: persen pada "terlambat" lebih kecil daripada pita sebelumnya: makin lama tidak boleh makin kecil',
    ],
    ['  - { dari: 31, kode: TL2, persen: 1.25 }', '  - x', '5: isi "terlambat" harus { dari, sampai, kode, persen }'],
    ['persen: 0.5', 'persen: -1', '4: "persen" harus persen 0 sampai 100, paling banyak dua desimal, ditulis "-1"'],
    [
      'persen: 0.5',
      'persen: 100.01',
      '4: "persen" harus persen 0 sampai 100, paling banyak dua desimal, ditulis "100.01"',
    ],
    [
      'persen: 0.5',
      'persen: 0.555',
      '4: "persen" harus persen 0 sampai 100, paling banyak dua desimal, ditulis "0.555"',
    ],
    ['persen: 0.5', 'persen: x', '4: "persen" harus persen 0 sampai 100, paling banyak dua desimal, ditulis "x"'],
    [
      'kode: TL2',
      'kode: TL1',
      '5: kode "TL1" sudah dipakai pita ke-1 "terlambat"; setiap pita mempunyai kodenya sendiri',
    ],
    [
      'kode: TL1',
      'kode: tl1',
      '4: kode "tl1" harus huruf besar dan angka, paling banyak 8, dan bukan H, L atau kode cuti',
    ],
    ['kode: TL1', 'kode: H', '4: kode "H" harus huruf besar dan angka, paling banyak 8, dan bukan H, L atau kode cuti'],
    ['kode: TL1', 'kode: L', '4: kode "L" harus huruf besar dan angka, paling banyak 8, dan bukan H, L atau kode cuti'],
    [
      'kode: TL1',
      'kode: CT',
      '4: kode "CT" harus huruf besar dan angka, paling banyak 8, dan bukan H, L atau kode cuti',
    ],
    [
      'kode: TL1',
      'kode: ABCDEFGH9',
      '4: kode "ABCDEFGH9" harus huruf besar dan angka, paling banyak 8, dan bukan H, L atau kode cuti',
    ],
    ['kali: 3', 'kali: 0', '14: "kali" pada dimaafkan harus bilangan bulat 1 sampai 31, ditulis "0"'],
    ['kali: 3', 'kali: 32', '14: "kali" pada dimaafkan harus bilangan bulat 1 sampai 31, ditulis "32"'],
    ['kali: 3', 'kali: x', '14: "kali" pada dimaafkan harus bilangan bulat 1 sampai 31, ditulis "x"'],
    ['sampai: 15 ', 'sampai: 0 ', '14: "sampai" harus menit bulat 1 sampai 1440, ditulis "0"'],
    [
      '{ toleransi_menit: 30, pulang_cepat: bebas }',
      '{}',
      '15: "jam_khusus" kosong: tulis yang berlaku lain, atau hapus',
    ],
    [
      '[senin, sabtu]',
      '[senin, minggu]',
      '17: "hari" pada apel berisi hari kerja: senin, selasa, rabu, kamis, jumat, sabtu',
    ],
    ['[1, 31]', '[1, 32]', '17: "tanggal" pada apel berisi tanggal dalam bulan, 1 sampai 31'],
    ['[1, 31]', '[0, 31]', '17: "tanggal" pada apel berisi tanggal dalam bulan, 1 sampai 31'],
    ['[1, 31]', '[1, x]', '17: "tanggal" pada apel berisi tanggal dalam bulan, 1 sampai 31'],
    ['tanggal: [17], ', '', '18: apel belum menyebut hari atau tanggal'],
    ['sampai: "07.30"', 'sampai: "24.00"', '17: "sampai" harus jam seperti "07.30", ditulis "24.00"'],
    ['sampai: "07.30"', 'sampai: "7.30"', '17: "sampai" harus jam seperti "07.30", ditulis "7.30"'],
    ['sampai: "07.30"', 'sampai: "07.60"', '17: "sampai" harus jam seperti "07.30", ditulis "07.60"'],
  ])('%s must not be %s', (from, to, wanted) => expect(presence([from, to]).said).toContain(wanted));

  it('without one of its parts is no section', () => {
    for (const key of PRESENSI.split('\n').flatMap(line => /^\w+/.exec(line)?.[0] ?? [])) {
      const { rules, said } = presence([`${key}:`, `x_${key}:`]);
      expect(rules).toBeNull();
      expect(said.join('\n')).toContain(`"${key}"`);
    }
    expect(presence(['kode: TAM', 'kode: tam']).rules).toBeNull();
    expect(presence(['dari: 31', 'dari: x']).rules).toBeNull();
    const [before] = PRESENSI.split('pulang_cepat');
    const empty = readBy(
      readAttendance,
      PRESENSI.replace('  - { dari: 1, kode: PSW, persen: 1 }\n', '').replace('pulang_cepat:', 'pulang_cepat: []'),
    );
    expect([before !== undefined, empty]).toMatchObject([
      true,
      { rules: null, said: ['6: "pulang_cepat" belum berisi pita menit'] },
    ]);
    expect(presence(['- { hari', '- x\n  - { hari']).said).toContain(
      '17: isi "apel" harus { hari atau tanggal, sampai, kode, persen }',
    );
  });
});

const HARIAN = `cite: Pasal 4
target_poin: { 5: 300, 6: 250 }
batas_poin: 450
batas_entri_hari: 3
entri_hari_libur: tolak
menit_min: 5
menit_maks: 300
tumpang_tindih: terima
`;
const daily = (...pieces: Parameters<typeof withPieces>[1][]) => readBy(readDaily, withPieces(HARIAN, ...pieces));

describe('the section harian', () => {
  const RULES: DailyRules = {
    cite: 'Pasal 4',
    targetPoints: { 5: 300, 6: 250 },
    pointsCap: 450,
    entryWindowDays: 3,
    decisionDays: null,
    outageMinutes: null,
    reentryDays: null,
    entryOnHoliday: 'tolak',
    minutesMin: 5,
    minutesMax: 300,
    overlap: 'terima',
    exempt: [],
  };

  it('comes to targets, caps and windows', () => {
    expect(daily()).toEqual({ rules: RULES, said: [] });
    const more =
      'batas_putusan_hari: 7\ngangguan_menit: 45\nisi_ulang_hari: 2\ntidak_wajib: { status: [CPNS], jenis: [JPT], eselon: [II.a, V.b] }\n';
    expect(readBy(readDaily, HARIAN + more)).toEqual({
      rules: {
        ...RULES,
        decisionDays: 7,
        outageMinutes: 45,
        reentryDays: 2,
        exempt: ['jenis:JPT', 'eselon:II.a', 'eselon:V.b', 'status:CPNS'],
      },
      said: [],
    });
    expect(readBy(readDaily, '').rules).toBeNull();
  });

  it.each([
    ['5: 300', '5: 1'],
    ['5: 300', '5: 100000'],
    ['6: 250', '6: 1'],
    ['6: 250', '6: 100000'],
    ['batas_poin: 450', 'batas_poin: 1'],
    ['batas_poin: 450', 'batas_poin: 100000'],
    ['batas_entri_hari: 3', 'batas_entri_hari: 0'],
    ['batas_entri_hari: 3', 'batas_entri_hari: 366'],
    ['cite: Pasal 4', 'cite: Pasal 4\nbatas_putusan_hari: 0'],
    ['cite: Pasal 4', 'cite: Pasal 4\nbatas_putusan_hari: 366'],
    ['menit_min: 5', 'menit_min: 1'],
    ['menit_maks: 300', 'menit_maks: 1440'],
    ['menit_maks: 300', 'menit_maks: 5'],
    ['menit_min: 5', 'menit_min: 300'],
  ])('%s may be %s', (from, to) => expect(daily([from, to]).said).toEqual([]));

  it.each([
    ['5: 300', '5: 0', '2: "5" harus bilangan bulat 1 sampai 100000, ditulis "0"'],
    ['5: 300', '5: 100001', '2: "5" harus bilangan bulat 1 sampai 100000, ditulis "100001"'],
    ['6: 250', '6: 0', '2: "6" harus bilangan bulat 1 sampai 100000, ditulis "0"'],
    ['6: 250', '6: 100001', '2: "6" harus bilangan bulat 1 sampai 100000, ditulis "100001"'],
    ['batas_poin: 450', 'batas_poin: 0', '3: "batas_poin" harus bilangan bulat 1 sampai 100000, ditulis "0"'],
    ['batas_poin: 450', 'batas_poin: 100001', '3: "batas_poin" harus bilangan bulat 1 sampai 100000, ditulis "100001"'],
    [
      'batas_entri_hari: 3',
      'batas_entri_hari: 367',
      '4: "batas_entri_hari" harus bilangan bulat 0 sampai 366, ditulis "367"',
    ],
    [
      'batas_entri_hari: 3',
      'batas_entri_hari: -1',
      '4: "batas_entri_hari" harus bilangan bulat 0 sampai 366, ditulis "-1"',
    ],
    ['menit_min: 5', 'menit_min: 0', '6: "menit_min" harus bilangan bulat 1 sampai 1440, ditulis "0"'],
    ['menit_min: 5', 'menit_min: 1441', '6: "menit_min" harus bilangan bulat 1 sampai 1440, ditulis "1441"'],
    ['menit_maks: 300', 'menit_maks: 0', '7: "menit_maks" harus bilangan bulat 1 sampai 1440, ditulis "0"'],
    ['menit_maks: 300', 'menit_maks: 1441', '7: "menit_maks" harus bilangan bulat 1 sampai 1440, ditulis "1441"'],
    ['menit_maks: 300', 'menit_maks: 4', '7: menit_maks kurang dari menit_min'],
    [
      'cite: Pasal 4',
      'cite: Pasal 4\nbatas_putusan_hari: 367',
      '2: "batas_putusan_hari" harus bilangan bulat 0 sampai 366, ditulis "367"',
    ],
    [
      'cite: Pasal 4',
      'cite: Pasal 4\ntidak_wajib: {}',
      '2: "tidak_wajib" kosong: tulis jenis, eselon atau status, atau hapus',
    ],
    [
      'cite: Pasal 4',
      'cite: Pasal 4\ntidak_wajib: { eselon: [VI.a] }',
      '2: "VI.a" bukan eselon yang dikenal pada tidak_wajib',
    ],
    [
      'cite: Pasal 4',
      'cite: Pasal 4\ntidak_wajib: { status: [HONORER] }',
      '2: "HONORER" bukan status yang dikenal pada tidak_wajib',
    ],
    [
      'cite: Pasal 4',
      'cite: Pasal 4\ntidak_wajib: { jenis: [STAF] }',
      '2: "STAF" bukan jenis yang dikenal pada tidak_wajib',
    ],
  ])('%s must not be %s', (from, to, wanted) => expect(daily([from, to]).said).toContain(wanted));

  it('without one of its parts is no section', () => {
    for (const key of HARIAN.split('\n').flatMap(line => /^\w+/.exec(line)?.[0] ?? []))
      expect(daily([`${key}:`, `x_${key}:`]).rules).toBeNull();
    for (const key of ['5', '6']) expect(daily([`${key}: `, `x${key}: `]).rules).toBeNull();
  });
});
