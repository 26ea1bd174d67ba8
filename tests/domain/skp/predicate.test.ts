import { describe, expect, it } from 'vitest';
import { predicateOf, RATINGS, type Predicate, type Rating } from '../../../src/domain/skp/predicate.ts';

/** The quadrant of PermenPANRB 6/2022, cell by cell. */
const CELLS: readonly (readonly [Rating, Rating, Predicate])[] = [
  ['diatas', 'dibawah', 'kurang'],
  ['diatas', 'sesuai', 'baik'],
  ['diatas', 'diatas', 'sangat_baik'],
  ['sesuai', 'dibawah', 'kurang'],
  ['sesuai', 'sesuai', 'baik'],
  ['sesuai', 'diatas', 'baik'],
  ['dibawah', 'dibawah', 'sangat_kurang'],
  ['dibawah', 'sesuai', 'cukup'],
  ['dibawah', 'diatas', 'cukup'],
];

describe('the predicate', () => {
  it.each(CELLS)('of results %s and behaviour %s is %s', (result, behaviour, predicate) => {
    expect(predicateOf({ result, behaviour })).toBe(predicate);
  });

  it('has nine cells, and results and behaviour are not interchangeable', () => {
    expect(CELLS).toHaveLength(RATINGS.length ** 2);
    expect(predicateOf({ result: 'diatas', behaviour: 'dibawah' })).not.toBe(
      predicateOf({ result: 'dibawah', behaviour: 'diatas' }),
    );
  });
});
