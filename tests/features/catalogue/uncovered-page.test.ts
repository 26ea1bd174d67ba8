import { expect, it } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { uncoveredModel } from '../../../src/features/catalogue/uncovered-page.ts';

const entry = (unitName: string) => ({
  description: 'Menata kursi lapangan upacara',
  reason: 'Belum ada di katalog',
  day: localDate('2026-11-18'),
  minutes: 30,
  family: 'umum',
  unitName,
});

it('given the same work in many units, then those with the most of it are named and the others counted', () => {
  const units = ['Dinas A', 'Dinas B', 'Dinas C', 'Dinas D', 'Dinas E', 'Dinas F', 'Dinas G'];
  const named = (count: number): string | undefined =>
    uncoveredModel([...units.slice(0, count), 'Dinas C'].map(entry)).groups[0]?.units;
  expect(named(7)).toBe('Dinas C (2), Dinas A (1), Dinas B (1), Dinas D (1), Dinas E (1), dan 2 unit lain');
  expect(named(5)).toBe('Dinas C (2), Dinas A (1), Dinas B (1), Dinas D (1), Dinas E (1)');
});
