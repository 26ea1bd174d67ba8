import type { PageModel } from './engine.ts';
import { blankForm, type FormState } from './forms.ts';

/** views/offline/page.ejs: what a browser shows where the network or the server is away. The same for everybody. */
export interface OfflinePage extends PageModel {
  /** The form of an entry; scripts fill in what the device knows. */
  readonly form: FormState;
}

export const offlinePage: OfflinePage = { title: 'Tanpa jaringan', form: blankForm({ volume: '1' }) };
