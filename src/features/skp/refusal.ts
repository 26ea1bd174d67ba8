import type { PlanState } from '../../domain/skp/plan-state.ts';
import type { FieldError } from '../../platform/render/forms.ts';

/**
 * A step of an SKP that is not carried out. 422: the form itself is wrong; 409: well-formed, but a rule or a state says no.
 * Thrown inside the transaction, so that nothing of it stays and the form's key is free again.
 */
export class SkpRefused extends Error {
  constructor(
    readonly status: 409 | 422,
    readonly errors: readonly FieldError[],
    /** The form's key has had its effect: what comes next needs a new one. */
    readonly keySpent = false,
  ) {
    super(errors.map(error => error.message).join('; '));
  }
}

export const conflict = (message: string, field = ''): SkpRefused => new SkpRefused(409, [{ field, message }]);
export const malformed = (message: string, field = ''): SkpRefused => new SkpRefused(422, [{ field, message }]);

export const changedMeanwhile = (): SkpRefused =>
  conflict('SKP ini baru saja berubah. Baca lagi isinya, lalu ulangi kalau masih perlu');

export const keyReused = (): SkpRefused =>
  new SkpRefused(
    422,
    [
      {
        field: '',
        message: 'Formulir ini sudah pernah dikirim dengan isi lain. Periksa SKP Anda, lalu kirim sekali lagi',
      },
    ],
    true,
  );

const WHY: Readonly<Record<PlanState, string>> = {
  draf: 'SKP ini masih draf',
  diajukan: 'SKP ini sedang menunggu keputusan atasan. Tarik dulu kalau perlu diubah',
  dikembalikan: 'SKP ini dikembalikan atasan. Perbaiki, lalu ajukan lagi',
  disetujui: 'SKP ini sudah disetujui. Pilih Ubah SKP untuk membuat perubahan',
  digantikan: 'SKP ini sudah diganti versi yang lebih baru',
};

/** Why a step is refused in the state the plan is in. */
export const wrongState = (state: PlanState): SkpRefused => conflict(WHY[state]);
