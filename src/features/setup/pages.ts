import type { PageModel } from '../../platform/render/engine.ts';
import { type FormState, formTitle } from '../../platform/render/forms.ts';

/** views/setup/page.ejs */
export interface SetupPage extends PageModel {
  readonly form: FormState<'kode' | 'nip' | 'nama' | 'baru' | 'ulang'>;
}

export const setupPage = (form: SetupPage['form']): SetupPage => ({
  title: formTitle('Siapkan e-Kinerja', form),
  form,
});
