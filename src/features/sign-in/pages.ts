import type { PageModel } from '../../platform/render/engine.ts';
import { type FormState, formTitle } from '../../platform/render/forms.ts';
import type { NoticeProps } from '../../platform/render/components.ts';

/** views/sign-in/page.ejs */
export interface SignInPage extends PageModel {
  readonly appName: string;
  readonly form: FormState<'nip'>;
  /** Where to go after signing in. */
  readonly next: string;
  readonly notice: NoticeProps | null;
}

export const signInPage = (
  appName: string,
  form: SignInPage['form'],
  next: string,
  notice: NoticeProps | null = null,
): SignInPage => ({ title: formTitle('Masuk', form), appName, form, next, notice });
