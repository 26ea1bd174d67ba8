import { describe, expect, it } from 'vitest';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { faults, good } from './policies.ts';

const text = (valid: string, totals = ''): string => `format: takar/1
id: uji
name: Uji
valid: { ${valid} }
source: Peraturan uji
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  iuran: { label: Iuran, type: rupiah, default: 0, source: fakta.iuran }
  lahir: { label: Lahir, type: tanggal, default: 1990-01-01, source: fakta.lahir }
steps:
  - { set: bruto, label: Bruto, cite: P, expr: tpp }
  - { set: potongan, label: Potongan, cite: P, when: lahir < akhir_periode, expr: iuran }
components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bruto }
  - { code: iuran, label: Iuran, kind: potongan, step: potongan }
totals: { gross: bruto, deductions: potongan, net: bruto - potongan${totals} }
`;

const owing = { period: '2026-02', values: { tpp: '100000', iuran: '350000' } };

describe('a net below zero', () => {
  it('is no amount that can be paid, with the reason', () => {
    const found = compute(good(text('from: 2026-01-01')), owing, { payable: true });
    expect(found).toMatchObject({ status: 'TIDAK_LENGKAP', gross: null, net: null, missing: ['net'] });
    expect(found.missingFacts[0]).toMatchObject({
      label: 'Jumlah bersih diterima',
      reason: '-Rp250.000 kurang dari nol: potongan lebih besar dari penghasilan',
    });
  });

  it('is one where the regulation says that it may be, and in a month computed again for an adjustment', () => {
    const allowed = good(text('from: 2026-01-01', ', below_zero: ya'));
    expect(compute(allowed, owing, { payable: true }).net).toBe('-250000');
    expect(compute(good(text('from: 2026-01-01')), owing).net).toBe('-250000');
  });

  it('lets no case pass that expects it', () => {
    const loaded = loadCases(
      'cases: [{ id: A, facts: { tpp: 100000, iuran: 350000 }, expect: { net: -250000 } }]',
      'uji.yaml',
    );
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
    const [result] = runCases(good(text('from: 2026-01-01')), loaded.file.cases);
    expect(result?.differences.join()).toContain('kurang dari nol');
  });
});

describe('the first month of a version', () => {
  const reason = (valid: string, period: string): string | undefined =>
    compute(good(text(valid)), { period, values: { tpp: '1' } }).missingFacts[0]?.reason;

  it('is the first that begins while it is in force', () => {
    expect(reason('from: 2026-07-15', '2026-06')).toBe('aturan ini mulai berlaku 2026-07-15');
    expect(reason('from: 2026-07-15', '2026-07')).toBe(
      'aturan ini mulai berlaku 2026-07-15; bulan itu dihitung menurut aturan yang berlaku pada hari pertamanya',
    );
    expect(reason('from: 2026-07-15', '2026-08')).toBeUndefined();
    expect(reason('from: 2026-07-01, to: 2026-09-14', '2026-07')).toBeUndefined();
    expect(reason('from: 2026-07-01, to: 2026-09-14', '2026-09')).toBeUndefined();
    expect(reason('from: 2026-07-01, to: 2026-09-14', '2026-10')).toBe('aturan ini berlaku sampai 2026-09-14');
  });

  it('may be the month in which it begins, where the head says so', () => {
    expect(reason('from: 2026-07-15, first_month: 2026-07', '2026-07')).toBeUndefined();
    expect(good(text('from: 2026-12-15')).firstMonth).toBe('2027-01');
    expect(faults(text('from: 2026-07-15, first_month: 2026-09')).join()).toContain(
      '"first_month" harus bulan berlakunya atau bulan sesudahnya, ditulis "2026-09": 2026-07 atau 2026-08',
    );
  });
});

it('says bounds only of facts that have them', () => {
  const found = compute(good(text('from: 2026-01-01')), { period: '2026-02', values: { tpp: '-1', lahir: '2026' } });
  expect(found.missingFacts.map(fact => fact.reason)).toEqual([
    'tidak dapat dipakai: "-1" kurang dari batas bawah (paling sedikit 0)',
    'tidak dapat dipakai: harus tanggal TTTT-BB-HH',
  ]);
});

it('answers of a month of any year without failing', () => {
  const found = compute(good(text('from: 2026-01-01')), { period: '0999-01', values: { tpp: '1' } });
  expect(found.missingFacts[0]?.reason).toBe('aturan ini mulai berlaku 2026-01-01');
});
