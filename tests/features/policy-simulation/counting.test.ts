import { describe, expect, it } from 'vitest';
import type { ComputedComponent } from '../../../src/domain/tpp/computation.ts';
import { ComponentTally } from '../../../src/features/policy-simulation/component-tally.ts';
import type { SimulatedPerson } from '../../../src/features/policy-simulation/compared-person.ts';
import { barsOf } from '../../../src/features/policy-simulation/distribution-bars.ts';
import { type Band, DistributionTally } from '../../../src/features/policy-simulation/distribution.ts';
import { GroupTally } from '../../../src/features/policy-simulation/group-tally.ts';
import { LackingTally } from '../../../src/features/policy-simulation/lacking-tally.ts';
import { UnitTally } from '../../../src/features/policy-simulation/unit-tally.ts';

const person = (nip: string, of: Partial<SimulatedPerson> = {}): SimulatedPerson => ({
  employeeId: nip,
  nip,
  name: `Pegawai ${nip}`,
  position: 'Analis',
  unit: 'UNIT-A',
  jobClass: '7',
  kind: 'PELAKSANA',
  echelon: '',
  status: 'PNS',
  ...of,
});

describe('bands of change', () => {
  const filled = (bands: readonly Band[]): string[] =>
    bands
      .filter(({ people }) => people > 0)
      .map(
        ({ direction, moreThan, upTo, people }) => `${direction} ${moreThan ?? '-'} ${upTo ?? '-'} ${String(people)}`,
      );

  it('hold their upper end and not their lower one, in rupiah and in percent', () => {
    const tally = new DistributionTally();
    for (const change of [0n, 100_000n, 100_001n, -250_000n, -2_000_000n, -2_000_001n]) tally.add(2_000_001n, change);
    const { rupiah } = tally.result();
    expect(filled(rupiah)).toEqual([
      'turun 2000000 - 1',
      'turun 1000000 2000000 1',
      'turun 100000 250000 1',
      'tetap - - 1',
      'naik 0 100000 1',
      'naik 100000 250000 1',
    ]);
    const shares = new DistributionTally();
    // 5 % of 1,000,020 is 50,001 exactly; of 1,000,019 it is a little less.
    shares.add(1_000_020n, 50_001n);
    shares.add(1_000_019n, 50_001n);
    shares.add(3n, -3n);
    shares.add(0n, 5n);
    shares.add(0n, 0n);
    const { percent, fromNothing } = shares.result();
    expect([filled(percent), fromNothing]).toEqual([['turun 50 - 1', 'tetap - - 1', 'naik 0 5 1', 'naik 5 10 1'], 1]);
  });

  it('are drawn from the first filled one to the last, with gaps, and with every value in words', () => {
    const tally = new DistributionTally();
    tally.add(5_000_000n, -300_000n);
    tally.add(5_000_000n, 1n);
    const [rupiah] = barsOf(tally.result());
    expect(rupiah?.bars.map(({ label, text }) => `${label}: ${text}`.replaceAll('\u00a0', ' '))).toEqual([
      'Turun 250 ribu \u2013 500 ribu: 1 pegawai',
      'Turun 100 ribu \u2013 250 ribu: 0 pegawai',
      'Turun sampai 100 ribu: 0 pegawai',
      'Tetap: 0 pegawai',
      'Naik sampai 100 ribu: 1 pegawai',
    ]);
  });
});

describe('sums', () => {
  const component = (code: string, kind: ComputedComponent['kind'], amount: string): ComputedComponent => ({
    code,
    label: `Komponen ${code}`,
    kind,
    amount,
  });

  it('of components say which regulation has them, deductions after what is paid', () => {
    const tally = new ComponentTally();
    tally.add(
      [component('bk', 'pendapatan', '100'), component('iwp', 'potongan', '5')],
      [component('iwp', 'potongan', '7'), component('pk', 'pendapatan', '120')],
    );
    expect(
      tally
        .result()
        .map(({ code, inForce, candidate, difference, only }) => [code, inForce, candidate, difference, only]),
    ).toEqual([
      ['pk', null, '120', '120', 'candidate'],
      ['bk', '100', null, '-100', 'inForce'],
      ['iwp', '5', '7', '2', null],
    ]);
  });

  it('of a unit leave out who has no amount by one of the two, but not from what a year would come to', () => {
    const unit = new UnitTally();
    const sum = (gross: bigint): { gross: bigint; deductions: bigint; net: bigint } => ({
      gross,
      deductions: 10n,
      net: gross - 10n,
    });
    unit.add(sum(100n), sum(90n));
    unit.add(sum(200n), null);
    unit.add(null, sum(50n));
    const result = unit.result('UNIT-A', 'Unit A', { year: 2026, amount: 1_600n, spent: 300n });
    expect(result).toMatchObject({
      uncomputed: 2,
      changes: { people: 1, down: 1, downSum: '-10' },
      inForce: { gross: '100', net: '90' },
      difference: { gross: '-10', deductions: '0', net: '-10' },
      paid: null,
      ceiling: { amount: '1600', spent: '300', yearInForce: '3600', yearCandidate: '1680', room: '-80' },
    });
  });

  it('of groups stand by rank: highest class first, echelons in their order', () => {
    const groups = new GroupTally();
    groups.add(person('1', { jobClass: '9', kind: 'PENGAWAS', echelon: 'IV.b' }), 5n);
    groups.add(person('2', { jobClass: '12', kind: 'PENGAWAS', echelon: 'IV.a' }), -5n);
    groups.add(person('3', { jobClass: '', kind: '', status: 'CPNS' }), 0n);
    const [classes, kinds, statuses] = groups.result();
    expect(classes?.groups.map(({ label, up, down, equal }) => [label, up, down, equal])).toEqual([
      ['Kelas 12', 0, 1, 0],
      ['Kelas 9', 1, 0, 0],
      ['Tidak tercatat', 0, 0, 1],
    ]);
    expect(kinds?.groups.map(({ label }) => label)).toEqual([
      'Tidak tercatat',
      'Pengawas, eselon IV.a',
      'Pengawas, eselon IV.b',
    ]);
    expect(statuses?.groups.map(({ label, people }) => [label, people])).toEqual([
      ['PNS', 2],
      ['CPNS', 1],
    ]);
  });

  it('of missing facts begin with what most people lack and name the first ten', () => {
    const tally = new LackingTally();
    const fact = (name: string) => ({ name, label: name, source: `fakta.${name}`, reason: 'belum ada' });
    tally.add(person('0'), [fact('a')]);
    for (let nip = 1; nip <= 12; nip += 1) tally.add(person(String(nip)), [fact('b')]);
    const [most, other] = tally.result();
    expect([most?.name, most?.people, most?.first.length, most?.first[0]?.name]).toEqual(['b', 12, 10, 'Pegawai 1']);
    expect([other?.name, other?.people]).toEqual(['a', 1]);
  });
});
