import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rupiahInWords } from '../../src/domain/rupiah-words.ts';

test.each([
  [0n, 'nol rupiah'],
  [11n, 'sebelas rupiah'],
  [17n, 'tujuh belas rupiah'],
  [100n, 'seratus rupiah'],
  [1_000n, 'seribu rupiah'],
  [1_001_001n, 'satu juta seribu satu rupiah'],
  [66_110_215n, 'enam puluh enam juta seratus sepuluh ribu dua ratus lima belas rupiah'],
  [2_000_000_000n, 'dua miliar rupiah'],
  [-1n, 'minus satu rupiah'],
  [999_000_000_000_000_000n, 'sembilan ratus sembilan puluh sembilan kuadriliun rupiah'],
  [5_000_000_000_000n, 'lima triliun rupiah'],
  [-121_000n, 'minus seratus dua puluh satu ribu rupiah'],
])('%s in words', (amount, words) => {
  expect(rupiahInWords(amount)).toBe(words);
});

const VALUES: Readonly<Record<string, bigint>> = {
  satu: 1n,
  dua: 2n,
  tiga: 3n,
  empat: 4n,
  lima: 5n,
  enam: 6n,
  tujuh: 7n,
  delapan: 8n,
  sembilan: 9n,
  sepuluh: 10n,
  sebelas: 11n,
};
const GROUPS: Readonly<Record<string, bigint>> = { ribu: 1_000n, juta: 1_000_000n, miliar: 1_000_000_000n };

/** Reads the words back, by another way than they were made. */
function spoken(words: string): bigint {
  let [sum, group, last] = [0n, 0n, 0n];
  for (const word of words
    .replace('seratus', 'satu ratus')
    .replaceAll(' seratus', ' satu ratus')
    .replace('seribu', 'satu ribu')
    .split(' ')) {
    if (word === 'belas') [group, last] = [group + last + 10n, 0n];
    else if (word === 'puluh') [group, last] = [group + last * 10n, 0n];
    else if (word === 'ratus') [group, last] = [group + last * 100n, 0n];
    else if (word in GROUPS) [sum, group, last] = [sum + (group + last) * GROUPS[word]!, 0n, 0n];
    else if (word in VALUES) last = VALUES[word]!;
  }
  return sum + group + last;
}

test('the words of an amount read back as the amount', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 999_999_999_999n }), amount => {
      expect(spoken(rupiahInWords(amount))).toBe(amount);
    }),
  );
});

test('an amount for which there is no word is refused, not cut', () => {
  for (const amount of [10n ** 18n, -(10n ** 18n), 10n ** 18n + 5n])
    expect(() => rupiahInWords(amount)).toThrow('beyond words');
});
