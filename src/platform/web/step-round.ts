import { Conflict } from '../errors.ts';
import { type FieldError, fieldErrors } from '../render/forms.ts';
import { shownOn, stepForm } from './typed-fields.ts';

/** Shows the page of what was acted on again, with what is wrong: 422 for the form, 409 for a rule or a state. */
export type ShowAgain = (errors: readonly FieldError[], status: 409 | 422) => Promise<void>;

/** One press of a button of something that is there: the hidden form is read and the act done, or the page says why not. */
export async function stepRound(
  body: unknown,
  act: (version: number) => Promise<void>,
  showAgain: ShowAgain,
): Promise<void> {
  const parsed = stepForm.safeParse(body);
  if (!parsed.success) return showAgain(shownOn(fieldErrors(parsed.error.issues)), 422);
  await refusedAgain(() => act(parsed.data.versi), showAgain);
}

/** Does an act whose form was read already; what a rule refuses is said on the page. */
export async function refusedAgain(act: () => Promise<void>, showAgain: ShowAgain): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    await showAgain([{ field: '', message: error.reason }], 409);
  }
}
