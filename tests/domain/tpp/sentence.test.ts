import { expect, test } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import { sentence } from '../../../src/domain/tpp/sentence.ts';

const why = (formula: string, value: string, unit: string, inputs: Why['inputs']): Why => ({
  rule: 'uji',
  label: 'Uji',
  cite: 'Pasal 1',
  formula,
  value,
  unit,
  inputs,
  children: [],
  show: 'main',
});
const fact = (label: string, value: string, unit: string) => ({ kind: 'fakta', label, value, unit }) as const;

const points = { poin: fact('Poin', '6100', 'poin'), target: fact('Target', '6600', 'poin') };

test('the smaller of two reads as people say it, with a capital and without outer brackets', () => {
  const told = sentence(why('min(poin / target, 100%)', '92.4242', 'persen', points));
  expect(told).toBe('Yang terkecil antara Poin 6.100 poin : Target 6.600 poin dan 100 % = 92,4242 %');
});

test('a number that goes on after what is shown says so, and is cut, so that nobody multiplies by it and misses a rupiah', () => {
  const inputs = { dasar: fact('Besaran', '3050000', 'rupiah'), capaian: fact('Capaian', '98.636363636364', 'persen') };
  const told = sentence(why('bulat(dasar * capaian)', '3008409', 'rupiah', inputs));
  expect(told).toBe('Besaran Rp3.050.000 × Capaian 98,6363… % = Rp3.008.409 (dibulatkan ke rupiah)');
});

test('bounds are said after the amount, without brackets around the whole', () => {
  const told = sentence(
    why('batas(sisa, 0, bruto)', '79000', 'rupiah', {
      sisa: fact('Sisa', '79000', 'rupiah'),
      bruto: fact('bruto', '90000', 'rupiah'),
    }),
  );
  expect(told).toMatch(/^Sisa Rp79\.000, tidak kurang dari 0 dan tidak lebih dari bruto Rp90\.000 = Rp79\.000$/);
});

test('a sum or product within bounds stands in brackets: without them it reads in two ways', () => {
  const told = sentence(
    why('batas(sisa - iuran, 0, bruto * tarif)', '900', 'rupiah', {
      sisa: fact('Sisa', '79000', 'rupiah'),
      iuran: fact('iuran', '1000', 'rupiah'),
      bruto: fact('bruto', '90000', 'rupiah'),
      tarif: fact('tarif', '1', 'persen'),
    }),
  );
  const bounds = 'tidak kurang dari 0 dan tidak lebih dari (bruto Rp90.000 × tarif 1 %)';
  expect(told).toBe(`(Sisa Rp79.000 − iuran Rp1.000), ${bounds} = Rp900`);
});

test('brackets that do not enclose everything stay', () => {
  const told = sentence(why('(poin + target) * (target + poin)', '1', 'poin', points));
  expect(told.startsWith('(')).toBe(true);
});

test('rounding to a multiple names it, to decimals counts them', () => {
  const inputs = { bruto: fact('Bruto', '1250', 'rupiah') };
  expect(sentence(why('bulat(bruto, Rp100)', '1300', 'rupiah', inputs))).toContain('(dibulatkan ke kelipatan Rp100)');
  expect(sentence(why('bulat(bruto, 2)', '1250', 'rupiah', inputs))).toContain('(dibulatkan ke 2 desimal)');
});
