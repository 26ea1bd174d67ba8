import type { FieldError } from '../../platform/render/forms.ts';

/**
 * Something about the organisation or a person that is not written. 422: the form itself is wrong; 409: well-formed, but a
 * rule or a state says no (contract, section 3). Thrown inside the transaction, so that nothing of it stays.
 */
export class RecordRefused extends Error {
  constructor(
    readonly status: 409 | 422,
    readonly errors: readonly FieldError[],
  ) {
    super(errors.map(error => error.message).join('; '));
  }
}

export const conflict = (field: string, message: string): RecordRefused => new RecordRefused(409, [{ field, message }]);
export const malformed = (field: string, message: string): RecordRefused =>
  new RecordRefused(422, [{ field, message }]);

/** The record changed while its form stood open. */
export const changedMeanwhile = (): RecordRefused =>
  conflict('', 'Data ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi perubahan Anda');
