import { describe, expect, it, test } from 'vitest';
import { workdays } from '../../../src/domain/calendar/work-calendar.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { HOLIDAYS } from '../../../src/demo/holidays.ts';
import { good, policyFiles, readPolicy } from './policies.ts';
import { casesOf, regulationOf, written } from './written.ts';

/** The month of the demo's clock and the three years after it. */
const LAST = '2029-11';
const HOLIDAY_OF = new Map(HOLIDAYS.map(({ day, name }) => [localDate(day), name]));

function monthsFrom(first: string, last = LAST): string[] {
  const count = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1;
  return Array.from({ length: count(last) - count(first) + 1 }, (_, index) => {
    const at = count(first) + index;
    return `${String(Math.trunc(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

describe('one ordinary employee', () => {
  const regulation = good(readPolicy('contoh-2026/2026-01.yaml'));
  const months = monthsFrom(regulation.firstMonth);
  const ordinary = (period: string, target: number) =>
    compute(regulation, {
      period,
      values: {
        kelas: '7',
        status_pegawai: 'PNS',
        poin_dihitung: String(target),
        target_poin: String(target),
        pengurangan_disiplin: '0',
        gaji_bruto: '3800000',
        iwp_gaji: '38000',
        pph_gaji: '0',
        ptkp: 'TK/0',
      },
    });

  it('has an amount for every month from the first of the regulation to three years ahead', () => {
    expect(months[0]).toBe('2025-01');
    expect(months).toHaveLength(59);
    for (const each of months) {
      const days = workdays(month(each), 5, HOLIDAY_OF).length;
      expect(days).toBeGreaterThan(14);
      const found = ordinary(each, days * 300);
      expect([each, found.missing, found.gross]).toEqual([each, [], '2600000']);
    }
  });

  it('has none before it, and is told since when', () => {
    const [lack] = ordinary('2024-12', 6000).missingFacts;
    expect(lack?.reason).toContain('berlaku 2025-01-01');
  });

  it('has holidays behind it in the years that are announced; of the others the product says that they are empty', () => {
    const years = [...new Set(months.map(each => each.slice(0, 4)))];
    const empty = years.filter(year => !HOLIDAYS.some(({ day, kind }) => day.startsWith(year) && kind === 'libur'));
    // tests/features/calendar: the calendar and the close of a month in such a year say so
    expect(empty).toEqual(['2027', '2028', '2029']);
  });
});

test.each(policyFiles)('%s computes its first case in every month of its force up to three years ahead', name => {
  const file = written.find(each => each.name === name)!;
  const regulation = regulationOf(file);
  const [one] = casesOf(file);
  const end = regulation.validTo?.slice(0, 7);
  const inForce = monthsFrom(regulation.firstMonth).filter(each => end === undefined || each <= end);
  expect(inForce.length).toBeGreaterThan(0);
  for (const period of inForce)
    expect([period, compute(regulation, { period, values: one!.facts }).missing]).toEqual([period, []]);
  const later = end === undefined ? [] : monthsFrom(end).slice(1, 2);
  for (const period of later)
    expect(compute(regulation, { period, values: one!.facts }).missingFacts[0]?.reason).toContain('berlaku sampai');
});
