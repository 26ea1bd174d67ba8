import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../../src/demo/unit-spec.ts';
import { CATALOGUE, WORKED } from '../../../src/demo/catalogue.ts';
import { KNOWN_FAMILIES, VERB_LEVELS } from '../../../src/features/catalogue/families.ts';
import { STARTER } from '../../../src/features/catalogue/starter/starter.ts';

/** The catalogue that ships with the product. */

const GROUPS = [
  'Administrasi umum',
  'Perizinan',
  'Keuangan',
  'Perencanaan',
  'Kepegawaian',
  'Kesehatan',
  'Pendidikan',
  'Pekerjaan umum',
  'Kewilayahan',
];
const closed = STARTER.filter(item => !item.openEnded);

describe('the starter catalogue', () => {
  it('covers the groups of work of a regency with 120 items and more', () => {
    expect(closed.length).toBeGreaterThanOrEqual(130);
    for (const group of GROUPS)
      expect([group, closed.filter(item => item.grouping === group).length >= 7]).toEqual([group, true]);
  });

  it('names every item once, verb first, with a description', () => {
    expect(new Set(STARTER.map(item => item.code)).size).toBe(STARTER.length);
    expect(new Set(STARTER.map(item => item.name.toLowerCase())).size).toBe(STARTER.length);
    expect(closed.filter(item => !/^Me[a-z]+/.test(item.name)).map(item => item.name)).toEqual([]);
    expect(STARTER.filter(item => item.description.length < 15).map(item => item.code)).toEqual([]);
  });

  it('has norms within the limits of the form, worth the minutes they take', () => {
    const odd = STARTER.filter(
      ({ points, minutes, maxPerDay }) =>
        !Number.isInteger(points) || points < 1 || points > 300 || minutes < 1 || minutes > 720 || !(maxPerDay >= 1),
    );
    expect(odd).toEqual([]);
    // Watching how the unit fares fills an hour, but not one of undivided work.
    expect(closed.filter(item => item.points !== item.minutes).map(item => item.code)).toEqual(['PIMPINAN-04']);
    expect(closed.filter(item => item.points * item.maxPerDay < 15)).toEqual([]);
  });

  it('knows families, levels and expectations', () => {
    expect(closed.filter(item => item.families.length === 0)).toEqual([]);
    expect(new Set(closed.flatMap(item => item.families))).toEqual(new Set(KNOWN_FAMILIES));
    expect(STARTER.filter(item => !(item.verbLevel in VERB_LEVELS))).toEqual([]);
    const typical = closed.filter(item => item.daily !== null || item.monthly !== null);
    expect(new Set(typical.flatMap(item => item.families)).size).toBe(KNOWN_FAMILIES.length);
    expect(typical.filter(item => (item.daily ?? 1) <= 0 || (item.daily ?? 0) > item.maxPerDay)).toEqual([]);
  });

  it('ends with the one item for work that no other covers', () => {
    expect(STARTER.filter(item => item.openEnded)).toEqual([STARTER.at(-1)]);
    expect(STARTER.at(-1)).toMatchObject({ unit: 'menit', points: 1, maxPerDay: 300, families: [] });
  });

  it('is the demo’s, in which every family of the invented regency has work to tell of', () => {
    expect(CATALOGUE.map(item => item.code)).toEqual(STARTER.map(item => item.code));
    for (const family of FAMILIES)
      expect([family, WORKED.filter(item => item.families.includes(family)).length >= 3]).toEqual([family, true]);
  });
});
