import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';
import { engineFacts } from '../../../src/features/policies/engine-facts.ts';
import { dailyOf } from '../../../src/features/policies/queries.ts';
import { questionsOf } from '../../../src/features/what-if/questions.ts';
import type { OpenMonth } from '../../../src/features/what-if/standing.ts';
import { readWish, type Wish } from '../../../src/features/what-if/wish-form.ts';
import { wishedFacts } from '../../../src/features/what-if/wished-facts.ts';
import { good, readPolicy } from '../../domain/tpp/policies.ts';

const NOVEMBER = month('2026-11');
const contoh = good(readPolicy('contoh-2026/2026-01.yaml'));
const daily = dailyOf(contoh);

const FACTS = {
  'pegawai.kelas': '9',
  'pegawai.status': 'PNS',
  'kegiatan.poin_divalidasi': '3000',
  'kegiatan.poin_sebelum_batas': '3100',
  'kalender.target_poin': '3600',
  'kalender.target_harian': '300',
  'kalender.hari_kerja': '12',
  'presensi.pengurangan': '1.5',
  'penggajian.bruto': '4500000',
  'penggajian.iwp': '45000',
  'penggajian.pph': '0',
  'penggajian.ptkp': 'K/1',
};
const CALENDAR = { 'kalender.target_poin': '6300', 'kalender.hari_kerja': '21' };

/** A month of which twelve working days are over and nine are left after today; today holds 180 points, 60 of them waiting. */
function opened(regulation: Regulation, facts: Readonly<Record<string, string>> = FACTS): OpenMonth {
  const computation = compute(regulation, engineFacts(regulation, NOVEMBER, facts));
  const inForce = { id: '', code: '', version: '', validFrom: localDate('2025-01-01'), regulation, daily };
  const gathered = { employeeId: '', payrollUnitId: '', facts, waiting: 2, excluded: null };
  return {
    running: { month: NOVEMBER, until: localDate('2026-11-17'), inForce, facts: gathered, computation },
    entries: { waiting: 2, sureCounted: 2600, sure: 2700, sureToday: 120, today: 180 },
    worksToday: true,
    daysAfter: 9,
  };
}

const NOTHING: Wish = { fill: 'tetap', points: 0, late: null, early: null, absent: 0, waiting: 'disetujui', facts: [] };
const wished = (wish: Partial<Wish>, open = opened(contoh)) => wishedFacts(open, { ...NOTHING, ...wish }, CALENDAR);
const netOf = (facts: Readonly<Record<string, string>>): bigint =>
  BigInt(compute(contoh, engineFacts(contoh, NOVEMBER, facts)).net!);

test('points of a day count up to the daily cap, the rest of the month asks for its whole target', () => {
  const points = (wish: Partial<Wish>) => {
    const facts = wished(wish);
    return [facts['kegiatan.poin_divalidasi'], facts['kegiatan.poin_sebelum_batas'], facts['kalender.target_poin']];
  };
  expect(points({})).toEqual(['3000', '3100', '3600']);
  expect(points({ fill: 'hari_ini' })).toEqual(['3120', '3220', '3600']);
  expect(points({ points: 50 })).toEqual(['3050', '3150', '3600']);
  expect(points({ points: 500 })).toEqual(['3120', '3600', '3600']);
  expect(points({ fill: 'sisa' })).toEqual(['5820', '5920', '6300']);
  expect(points({ fill: 'sisa', absent: 2 })).toEqual(['5220', '5320', '6300']);
  expect(points({ waiting: 'ditolak' })).toEqual(['2600', '2700', '3600']);
  expect(points({ waiting: 'ditolak', fill: 'hari_ini' })).toEqual(['2780', '2880', '3600']);
});

test('presence is cut by the bands of the regulation and never beyond the cap of the month', () => {
  const cut = (wish: Partial<Wish>) => wished(wish)['presensi.pengurangan'];
  expect(cut({ late: { times: 2, band: 1 } })).toBe('3.5');
  expect(cut({ early: { times: 1, band: 3 }, absent: 1 })).toBe('6');
  expect(cut({ absent: 400 })).toBe('100');
  const facts = wished({ late: { times: 2, band: 1 }, absent: 1 });
  expect(JSON.parse(facts['presensi.kode']!)).toEqual({ TL2: '2', TK: '1' });
  expect([facts['presensi.menit_terlambat'], facts['presensi.jumlah_menit_terlambat'], facts['presensi.alpa']]).toEqual(
    ['["31","31"]', '62', '1'],
  );
});

test('more lateness never pays more, more points never pay less, and asking for nothing changes nothing', () => {
  const times = fc.integer({ min: 0, max: 9 });
  expect(netOf(wished({}))).toBe(netOf(FACTS));
  fc.assert(
    fc.property(
      times,
      times,
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 900 }),
      (few, more, band, points) => {
        const late = (count: number) => ({ late: { times: count, band }, points, absent: count });
        expect(netOf(wished(late(few + more)))).toBeLessThanOrEqual(netOf(wished(late(few))));
        expect(netOf(wished({ points: points + few }))).toBeGreaterThanOrEqual(netOf(wished({ points })));
      },
    ),
  );
});

const OTHER = `format: takar/1
id: lain
name: Lain
valid: { from: 2025-01-01 }
source: Peraturan lain
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  predikat: { label: Predikat, type: pilihan, options: ["", baik, kurang], default: "", source: penilaian.predikat }
  dinilai: { label: SKP dinilai, type: ya_tidak, default: tidak, source: skp.dinilai }
  abs: { label: Nilai absensi, type: persen, max: 100, source: presensi.nilai }
  kode: { label: Kejadian, type: peta<kali>, keys: [tmk1, TK], default: {}, source: presensi.kode }
  telat: { label: Menit terlambat, type: daftar<menit>, default: [], source: presensi.menit_terlambat }
  eselon: { label: Eselon, type: pilihan, options: ["", II], default: "", source: jabatan.eselon }
steps:
  - { set: kurangi, label: Pengurangan, cite: Pasal 1, expr: 'kode["TK"] * 3% + kode["tmk1"] * 1% + angka(jumlah(telat)) * 1%' }
  - { set: capaian, label: Capaian, cite: Pasal 2, expr: '(jika predikat = "baik" dan dinilai maka 100% selain 50%) * abs * (jika eselon = "II" maka 90% selain 100%)' }
  - { set: bayar, label: Dibayar, cite: Pasal 3, expr: 'bulat(tpp * capaian * maks(100% - kurangi, 0))' }
components: [{ code: tpp, label: TPP, kind: pendapatan, step: bayar }]
totals: { gross: bayar }
`;

test('another regulation asks for other facts: only what it declares, only what people change themselves', () => {
  const regulation = good(OTHER);
  const open = opened(regulation, { 'fakta.tpp': '1000000', 'presensi.nilai': '90', 'presensi.kode': '{tmk1: 2}' });
  const questions = questionsOf(open);
  expect([questions.points, questions.late, questions.early, questions.absent]).toEqual([false, [], [], false]);
  expect(questions.facts.map(({ name, kind, now }) => [name, kind, now])).toEqual([
    ['fakta_predikat', 'pilih', ''],
    ['fakta_dinilai', 'pilih', ''],
    ['fakta_abs', 'ganti', '90 %'],
    ['fakta_kode-1', 'tambah', 'tmk1 2'],
    ['fakta_kode-2', 'tambah', 'tmk1 2'],
    ['fakta_telat', 'tambah', ''],
  ]);
  const net = (values: Readonly<Record<string, string>>): string | null => {
    const read = readWish(values, questions, open);
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    return compute(regulation, engineFacts(regulation, NOVEMBER, wishedFacts(open, read.wish, {}))).gross;
  };
  expect(open.running.computation.gross).toBe('441000');
  expect(net({ fakta_predikat: 'baik', fakta_dinilai: 'ya' })).toBe('882000');
  expect(net({ fakta_abs: '80,5' })).toBe('394450');
  expect(net({ 'fakta_kode-2': '1', fakta_telat: '4' })).toBe('409500');
  expect(net({ fakta_predikat: '-' })).toBe('441000');
  const refused = (values: Readonly<Record<string, string>>) => {
    const read = readWish(values, questions, open);
    return read.ok ? [] : read.errors.map(({ field }) => field);
  };
  expect(refused({ fakta_predikat: 'istimewa' })).toEqual(['fakta_predikat']);
  expect(refused({ fakta_abs: '120' })).toEqual(['fakta_abs']);
  expect(refused({ fakta_abs: 'banyak', 'fakta_kode-1': '-1' })).toEqual(['fakta_abs', 'fakta_kode-1']);
  expect(refused({ fakta_eselon: 'II', poin: '5' })).toEqual(['']);
});

test('a month without days left asks for no presence, and nothing is asked where nothing can change', () => {
  const over = { ...opened(contoh), worksToday: false, daysAfter: 0 };
  expect(questionsOf(over)).toEqual({ points: true, late: [], early: [], absent: false, facts: [] });
  const read = readWish({ penuh: 'sisa', menunggu: 'ditolak' }, questionsOf(over), over);
  expect(read.ok ? [] : read.errors.map(({ field }) => field)).toEqual(['penuh']);
});
