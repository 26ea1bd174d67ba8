import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMistyped, isReworded, nearWords } from '../../../src/domain/tpp/near-names.ts';

/** What a refused name is taken for: the hint must help, and must not name something else. */

describe('the names that may have been meant', () => {
  const near = (name: string, ...all: readonly string[]): string => nearWords(name, all);

  it('are offered at the end of a sentence, at most three, in the order they are known', () => {
    expect(near('gajih', 'kelas', 'gaji')).toBe('; maksudnya gaji?');
    expect(near('gaja', 'gaji', 'gajo', 'gaju', 'gajx')).toBe('; maksudnya gaji atau gajo atau gaju?');
    expect(near('gaji', 'kelas', 'porsi')).toBe('');
    expect(near('gaji')).toBe('');
  });

  it.each([
    ['the same but for capitals', 'GAJI', 'gaji', true],
    ['capitals in what is known', 'gaji', 'GAJI', true],
    ['the beginning of a longer one', 'gaj', 'gaji_pokok', true],
    ['two letters begin too much', 'ga', 'gaji_pokok', false],
    ['a longer one with a known beginning', 'gaji_pokok', 'gaj', true],
    ['a longer one with a known beginning of two letters', 'gaji_pokok', 'ga', false],
    ['one letter differs', 'kalas', 'kelas', true],
    ['two letters differ', 'kalis', 'kelas', true],
    ['two letters missing at the end of two', 'ga', 'gaji', false],
    ['three letters differ', 'kilos', 'kelad', false],
    ['one of four differs', 'paji', 'gaji', true],
    ['one of three differs', 'tpq', 'tpp', false],
    ['a letter too many inside', 'kellas', 'kelas', true],
    ['a letter too many in front', 'xkelas', 'kelas', true],
    ['a letter missing inside', 'kels', 'kelas', true],
    ['a letter missing in front', 'elas', 'kelas', true],
    ['a letter missing, another changed', 'kils', 'kelas', false],
    ['two letters missing', 'klas', 'keelas', false],
    ['a letter missing at the end of two', 'a', 'ab', true],
  ])('%s: %s for %s', (_, name, meant, isOffered) => {
    expect(near(name, meant)).toBe(isOffered ? `; maksudnya ${meant}?` : '');
  });
});

describe('a name mistyped', () => {
  it.each([
    ['the name itself is no mistake', 'kelas', 'kelas', false],
    ['one letter changed', 'kelaz', 'kelas', true],
    ['one letter left out', 'kels', 'kelas', true],
    ['one letter left out in front', 'elas', 'kelas', true],
    ['one letter too many', 'kellas', 'kelas', true],
    ['one letter too many at the end', 'kelass', 'kelas', true],
    ['two letters swapped', 'kleas', 'kelas', true],
    ['the last two swapped', 'kelsa', 'kelas', true],
    ['the first two swapped', 'eklas', 'kelas', true],
    ['two strokes in a short name', 'kalaz', 'kelas', false],
    ['two swaps in a short name', 'eklsa', 'kelas', false],
    ['two strokes in a longer name', 'kalemder', 'kalender', true],
    ['two strokes in a name of six', 'gxloxg', 'golong', true],
    ['two swaps in a longer name', 'aklenedr', 'kalender', true],
    ['three strokes in a longer name', 'kalamdar', 'kalender', false],
    ['a swap that was also changed', 'kalxne', 'kalen', false],
    ['letters apart that change places', 'salek', 'kelas', false],
    ['of three letters one may differ', 'npi', 'nip', true],
    ['names of two letters are too short to tell', 'np', 'ni', false],
    ['a longer name is not its beginning', 'hari_1', 'hari', false],
    ['a longer name is not its beginning, the other way', 'hari', 'hari_1', false],
    ['a beginning without a line is', 'haria', 'hari', true],
    ['nothing typed', '', 'nip', false],
    ['a longer name within two strokes of its beginning', 'target_p', 'target', false],
    ['the beginning within two strokes of a longer name', 'target', 'target_p', false],
    ['two letters for a word', 'xy', 'kalender', false],
    ['a short word that stays, another shortened', 'jam_telat', 'jam_terlambat', true],
    ['shortened at its beginning', 'menit_elat', 'menit_terlambat', false],
    ['shortened with a letter twice', 'menit_ttlt', 'menit_terlambat', false],
    ['a word shortened inside', 'menit_telat', 'menit_terlambat', true],
    ['both words shortened', 'mnit_trlmbt', 'menit_terlambat', true],
    ['a word shortened to three letters', 'menit_tlt', 'menit_terlambat', false],
    ['a word shortened to four letters', 'menit_tlbt', 'menit_terlambat', true],
    ['shortened with another end', 'menit_terlam', 'menit_terlambat', false],
    ['shortened with another beginning', 'menit_erlambat_x', 'menit_terlambat_x', true],
    ['shortened with a letter that is not there', 'menit_texlat', 'menit_terlambat', false],
    ['shortened in another order', 'menit_tealrt', 'menit_terlambat', false],
    ['one word alone is not shortened', 'tlbt', 'terlambat', false],
    ['fewer words', 'menit_telat', 'menit_pulang_terlambat', false],
    ['more words', 'menit_telat_besar', 'menit_terlambat', false],
  ])('%s: %s for %s', (_, name, meant, isOne) => expect(isMistyped(name, meant)).toBe(isOne));

  const word = fc.stringMatching(/^[a-c]{6,9}$/);

  it('is seen whichever letter is changed, left out, doubled or swapped', () => {
    fc.assert(
      fc.property(word, fc.nat(8), (meant, place) => {
        const at = place % meant.length;
        const [before, letter, after] = [meant.slice(0, at), meant.slice(at, at + 1), meant.slice(at + 1)];
        for (const name of [`${before}x${after}`, before + after, before + letter + letter + after, `${meant}x`])
          expect(name !== meant && isMistyped(name, meant)).toBe(name !== meant);
        const swapped = before + after.slice(0, 1) + letter + after.slice(1);
        expect(isMistyped(swapped, meant)).toBe(swapped !== meant);
      }),
    );
  });

  it('three letters that no name has are too many', () => {
    fc.assert(
      fc.property(word, fc.nat(9), (meant, at) => {
        expect(isMistyped(`${meant.slice(0, at)}xyz${meant.slice(at)}`, meant)).toBe(false);
      }),
    );
  });
});

describe('a name in other words', () => {
  it.each([
    ['the beginning of its first word', 'gol', 'golongan', true],
    ['two letters of it', 'go', 'golongan', false],
    ['its first word whole', 'poin', 'poin_divalidasi', false],
    ['the name itself', 'poin', 'poin', false],
    ['the same, counted', 'jumlah_hari_kerja', 'hari_kerja', true],
    ['the same of something else', 'sisa_hari_kerja', 'hari_kerja', false],
    ['a last word that begins alike', 'entri_terlambat', 'entri_terlewat', true],
    ['a last word that begins otherwise', 'hari_libur', 'hari_kerja', false],
    ['two words that begin alike', 'entrian_terlambat', 'entri_terlewat', false],
    ['one word alone that begins alike', 'terlambat', 'terlewat', false],
    ['a word more', 'entri_terlambat_sekali', 'entri_terlewat', false],
  ])('%s: %s for %s', (_, name, meant, isOne) => expect(isReworded(name, meant)).toBe(isOne));
});
