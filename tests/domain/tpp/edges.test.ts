import { describe, expect, it } from 'vitest';
import { formatRupiah } from '../../../src/domain/rupiah.ts';
import { addMonths } from '../../../src/domain/tpp/civil-day.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { loadCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { faults, good, small } from './policies.ts';

/** What holds exactly at the edge of a rule: the last one that is taken and the first that is not. */

describe('a table over the months of a year', () => {
  const table = (rows: number) =>
    small(`
inputs:
  a: { label: A, type: rupiah, source: fakta.a }
tables:
  t: { label: T, cite: P1, keys: kali, value: persen, rows: { ${Array.from({ length: rows }, (_, index) => `${index + 1}: 10`).join(', ')} } }
steps:
  - { set: x, label: X, cite: P1, expr: 'bulat(a * t[bulan_ke])' }
outputs: { x: x }
`);

  it('has twelve rows, no more and no fewer', () => {
    expect(good(table(12)).tables).toHaveLength(1);
    expect(faults(table(11)).join()).toContain('12');
  });
});

describe('a tax that is itself paid for somebody', () => {
  const rates = (rate: string): string =>
    small(`
inputs:
  a: { label: A, type: rupiah, source: fakta.a }
tables:
  t: { label: T, cite: P1, keys: pita rupiah, value: persen, rows: [[1000, ${rate}], [null, ${rate}]] }
steps:
  - { set: x, label: X, cite: P1, expr: 'bulat(grossup(t, a))' }
outputs: { x: x }
`);
  const of = (rate: string) => {
    const loaded = faults(rates(rate));
    return loaded.length > 0 ? loaded : compute(good(rates(rate)), { period: '2026-10', values: { a: '500' } });
  };

  it('does not exist where the tax takes all', () => {
    expect(of('50')).toMatchObject({ outputs: { x: '500' } });
    expect(of('100')).toMatchObject({ status: 'TIDAK_LENGKAP', missing: ['x'] });
  });
});

describe('where a fault stands', () => {
  it('is the first line for a file of cases that is no file of cases', () => {
    const loaded = loadCases('tiga', 'x.cases.yaml');
    expect(!loaded.ok && loaded.errors.map(({ line }) => line)).toEqual([1]);
  });

  it('lists within one another are refused before they are read, at any depth beyond what a file needs', () => {
    for (const depth of [45, 60, 5_000])
      expect(faults(small(`note: ${'['.repeat(depth)}${']'.repeat(depth)}\n`)).join()).toContain('terlalu dalam');
  });
});

describe('months on from a date', () => {
  it('end with the calendar that the engine knows', () => {
    expect(addMonths('0199-12-31', 1)).toBeNull();
    expect(addMonths('0200-01-31', 1)).toBe('0200-02-28');
    expect(addMonths('9800-12-31', 1200)).toBe('9900-12-31');
    expect(addMonths('9801-01-01', 1)).toBeNull();
    expect(addMonths('2026-01-31', 1200)).toBe('2126-01-31');
    expect(addMonths('2026-01-31', 1201)).toBeNull();
    expect(addMonths('2026-01-31', -1200)).toBe('1926-01-31');
    expect(addMonths('2026-01-31', -1201)).toBeNull();
  });
});

describe('an amount as it is shown', () => {
  it('has its sign once, from the first rupiah below nothing', () => {
    expect([-1_000n, -1n, 0n, 1n, 999n, 1_000n].map(formatRupiah)).toEqual([
      '-Rp1.000',
      '-Rp1',
      'Rp0',
      'Rp1',
      'Rp999',
      'Rp1.000',
    ]);
  });
});
