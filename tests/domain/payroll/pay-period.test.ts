import { describe, expect, test } from 'vitest';
import { month } from '../../../src/domain/month.ts';
import {
  isSpecial,
  isSpecialCode,
  ownPeriod,
  paymentName,
  periodText,
  periodWords,
  readPeriod,
} from '../../../src/domain/payroll/pay-period.ts';

const MARCH = month('2026-03');
const THR = { month: MARCH, kind: 'THR' };

describe('text form of a period', () => {
  test('the month alone is its own pay, with a code a special payment; each has one form', () => {
    expect(readPeriod('2026-03')).toEqual(ownPeriod(MARCH));
    expect(readPeriod('2026-03-THR')).toEqual(THR);
    expect(readPeriod('2026-03-GAJI_13')).toEqual({ month: MARCH, kind: 'GAJI_13' });
    for (const text of ['2026-03', '2026-03-THR', '2026-12-GAJI13']) expect(periodText(readPeriod(text)!)).toBe(text);
  });

  test.each([
    '',
    '2026',
    '2026-13',
    '2026-03-',
    '2026-03-TPP',
    '2026-03-thr',
    '2026-03THR',
    '2026-03-1X',
    '2026-03-01',
    '2026-03-T',
  ])('%j is none', text => {
    expect(readPeriod(text)).toBeNull();
  });

  test('a code is as the regulation takes it, and never the month’s own', () => {
    expect([isSpecialCode('THR'), isSpecialCode('TPP'), isSpecialCode('A'.repeat(21))]).toEqual([true, false, false]);
    expect([isSpecial(THR), isSpecial(ownPeriod(MARCH))]).toEqual([true, false]);
  });
});

test('in words', () => {
  expect(periodWords(ownPeriod(MARCH))).toBe('TPP Maret 2026');
  expect(periodWords(THR, 'Tunjangan hari raya')).toBe('Tunjangan hari raya, dibayar Maret 2026');
  expect(periodWords(THR)).toBe('THR, dibayar Maret 2026');
  expect(paymentName(ownPeriod(MARCH))).toBe('TPP Maret 2026');
  expect(paymentName(THR, 'Tunjangan hari raya')).toBe('Tunjangan hari raya 2026');
});
