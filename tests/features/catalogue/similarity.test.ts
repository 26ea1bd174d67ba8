import { describe, expect, it } from 'vitest';
import { groupAlike, percentAlike, pieces, similarPairs } from '../../../src/features/catalogue/similarity.ts';

const same = (text: string): string => text;

describe('similar names', () => {
  it('are found whatever case, marks, fillers and prefixes they come with', () => {
    expect(pieces('Menyusun laporan')).toEqual(pieces('  LAPORAN — penyusun '));
    expect([...pieces('di dan ke')]).toEqual([]);
    expect(percentAlike(0, 0, 0)).toBe(0);
    expect(percentAlike(2, 3, 3)).toBe(66);
  });

  it('come in pairs, the most alike first, and the unlike are left out', () => {
    const names = [
      'Menyusun laporan bulanan',
      'Memeriksa pasien',
      'Penyusunan laporan bulanan',
      'Menyusun laporan tahunan',
    ];
    const pairs = similarPairs(names, same, 45);
    expect(pairs[0]).toMatchObject({ a: names[0], b: names[2] });
    expect(pairs.map(pair => [pair.a, pair.b])).not.toContainEqual([names[0], names[1]]);
    expect(pairs.every((pair, index) => index === 0 || pair.percent <= pairs[index - 1]!.percent)).toBe(true);
  });

  it('of some thousand items take a moment', () => {
    const words = ['menyusun', 'memeriksa', 'laporan', 'berkas', 'pasien', 'jalan', 'izin', 'kas', 'arsip', 'data'];
    const names = Array.from(
      { length: 3000 },
      (_, index) => `${words[index % 10]!} ${words[(index * 7) % 10]!} ${String(index)}`,
    );
    expect(similarPairs(names, same, 95).length).toBeLessThan(names.length * names.length);
  });

  it('gather around the first of their kind', () => {
    const texts = ['Menata kursi lapangan', 'Menata kursi di lapangan desa', 'Menghitung kas'];
    expect(groupAlike(texts, same, 50).map(group => group.length)).toEqual([2, 1]);
  });
});
