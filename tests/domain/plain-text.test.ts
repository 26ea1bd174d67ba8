import { expect, test } from 'vitest';
import { plainText } from '../../src/domain/plain-text.ts';

test.each([
  ['Dua surat\r\nundangan', 'Dua surat\nundangan'],
  ['\u200b'.repeat(20), ''],
  ['rapat \u202egnabmik', 'rapat gnabmik'],
  ['surat\u0000masuk', 'surat masuk'],
  ['\ud800rapat', 'rapat'],
  ['  rapi  ', 'rapi'],
])('%j becomes %j', (typed, kept) => {
  expect(plainText(typed)).toBe(kept);
});
