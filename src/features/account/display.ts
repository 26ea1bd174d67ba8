import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { Choice } from '../../platform/render/components.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import {
  blankForm,
  failedForm,
  fieldErrors,
  type FormState,
  formTitle,
  typedValues,
} from '../../platform/render/forms.ts';
import type { TextSize } from '../../platform/render/shell.ts';
import { displayOf, rememberDisplay } from '../../platform/web/display-cookie.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler } from '../../platform/web/route.ts';
import { UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';

/** views/account/display.ejs */
export interface DisplayPage extends PageModel {
  readonly form: FormState<'ukuran_teks' | 'pintasan' | 'kertas' | 'draf'>;
  readonly sizes: readonly Choice[];
  readonly shortcuts: readonly Choice[];
  readonly papers: readonly Choice[];
  readonly drafts: readonly Choice[];
}

const SIZES: readonly { value: TextSize; label: string }[] = [
  { value: 'biasa', label: 'Biasa' },
  { value: 'besar', label: 'Besar' },
  { value: 'sangat-besar', label: 'Sangat besar' },
];

const displayForm = z.strictObject(
  {
    ukuran_teks: z.enum(['biasa', 'besar', 'sangat-besar'], 'Pilih ukuran teks'),
    pintasan: z.enum(['ya', 'tidak'], 'Pilih ya atau tidak'),
    kertas: z.enum(['f4', 'a4'], 'Pilih kertas F4 atau A4'),
    draf: z.enum(['ya', 'tidak'], 'Pilih ya atau tidak').default('ya'),
  },
  UNKNOWN_FIELD,
);

const displayModel = (form: DisplayPage['form']): DisplayPage => ({
  title: formTitle('Tampilan', form),
  form,
  sizes: SIZES,
  shortcuts: [
    { value: 'ya', label: 'Ya', hint: 'S untuk setujui, K untuk kembalikan, selama kursor ada di antrean' },
    { value: 'tidak', label: 'Tidak' },
  ],
  papers: [
    { value: 'f4', label: 'F4', hint: '215 × 330 mm' },
    { value: 'a4', label: 'A4', hint: '210 × 297 mm' },
  ],
  drafts: [
    { value: 'ya', label: 'Ya', hint: 'Isian yang belum terkirim tidak hilang, juga tanpa jaringan' },
    { value: 'tidak', label: 'Tidak', hint: 'Pilih ini di komputer yang dipakai beberapa orang' },
  ],
});

/** Text size, single-key shortcuts, paper and drafts of this device (ux.md F25, 6). Nothing of it is stored with us, so no trail is kept. */
export function displayHandlers({ config }: Pick<Deps, 'config'>): Readonly<Record<'show' | 'save', Handler>> {
  return {
    show: (req, res) => {
      const { textSize, shortcuts, paper, drafts } = displayOf(req);
      const form = blankForm({
        ukuran_teks: textSize,
        pintasan: shortcuts ? 'ya' : 'tidak',
        kertas: paper,
        draf: drafts ? 'ya' : 'tidak',
      });
      page<DisplayPage>(res, 'account/display', displayModel(form));
    },
    save: (_req, res, { body }) => {
      const parsed = displayForm.safeParse(body);
      if (!parsed.success) {
        const form = failedForm(typedValues(body), fieldErrors(parsed.error.issues));
        return page<DisplayPage>(res, 'account/display', displayModel(form), 422);
      }
      const { ukuran_teks: textSize, pintasan, kertas: paper, draf } = parsed.data;
      const display = { textSize, shortcuts: pintasan === 'ya', paper, drafts: draf === 'ya' };
      rememberDisplay(res, display, config.origin?.startsWith('https:') ?? false);
      flash(res, { kind: 'berhasil', text: 'Tampilan di perangkat ini disimpan.' });
      res.redirect(303, '/akun/tampilan');
    },
  };
}
