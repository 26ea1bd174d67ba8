/** How results or behaviour compare with what the superior expected (PermenPANRB 6/2022). */
export type Rating = 'dibawah' | 'sesuai' | 'diatas';

/** The predicate of a person's performance; `cukup` is also called butuh perbaikan. */
export type Predicate = 'sangat_baik' | 'baik' | 'cukup' | 'kurang' | 'sangat_kurang';

export const RATINGS: readonly Rating[] = ['dibawah', 'sesuai', 'diatas'];

/** Results down, behaviour across: the nine cells as the regulation prints them. */
const MATRIX: Readonly<Record<Rating, Readonly<Record<Rating, Predicate>>>> = {
  diatas: { dibawah: 'kurang', sesuai: 'baik', diatas: 'sangat_baik' },
  sesuai: { dibawah: 'kurang', sesuai: 'baik', diatas: 'baik' },
  dibawah: { dibawah: 'sangat_kurang', sesuai: 'cukup', diatas: 'cukup' },
};

/**
 * The predicate that follows from the two ratings (PermenPANRB 6/2022, quadrant of performance). The order of the two matters:
 * good results with poor behaviour are `kurang`, poor results with good behaviour are `cukup`.
 */
export const predicateOf = (ratings: { readonly result: Rating; readonly behaviour: Rating }): Predicate =>
  MATRIX[ratings.result][ratings.behaviour];

/** Words of the predicates. */
export const PREDICATES: Readonly<Record<Predicate, string>> = {
  sangat_baik: 'Sangat Baik',
  baik: 'Baik',
  cukup: 'Butuh Perbaikan (Cukup)',
  kurang: 'Kurang',
  sangat_kurang: 'Sangat Kurang',
};
