import { expect, test } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import { substanceText } from '../../../src/features/payroll-runs/substance.ts';

const step = (value: string, label: string, children: readonly Why[] = []): Why => ({
  rule: 'bruto',
  label,
  cite: 'Pasal 8',
  formula: 'a * b',
  value,
  unit: 'rupiah',
  inputs: {},
  children,
  show: 'main',
});

const line = (label: string, base: string) => ({
  status: 'DIBAYAR',
  gross: '100',
  deductions: '10',
  net: '90',
  outputs: { bruto: '100' },
  components: {
    components: [
      {
        code: 'bk',
        label,
        kind: 'pendapatan' as const,
        amount: '100',
        why: step('100', label, [{ ...step(base, label), rule: 'dasar' }]),
      },
    ],
    reasons: [],
    why: {},
  },
});

test('another wording is the same substance', () => {
  expect(substanceText(line('Beban kerja', '3050000'))).toBe(substanceText(line('TPP beban kerja', '3050000')));
});

test('another value of any step is not, even where the amount is the same', () => {
  expect(substanceText(line('Beban kerja', '3050000'))).not.toBe(substanceText(line('Beban kerja', '3050001')));
});
