import type { Response } from 'express';
import { z } from 'zod';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import {
  blankForm,
  failedForm,
  type FieldError,
  fieldErrors,
  type FormState,
  formTitle,
  typedValues,
} from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { shownOn, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';

/** views/account/contact.ejs */
export interface ContactPage extends PageModel {
  readonly form: FormState<'hp' | 'email'>;
  readonly hidden: Readonly<Record<string, string>>;
}

const contactForm = z.strictObject(
  {
    hp: z
      .string()
      .default('')
      .transform(text => text.replaceAll(/[\s().-]/g, ''))
      .refine(text => text === '' || /^\+?\d{8,15}$/.test(text), 'Isi nomor dengan angka, misalnya 0812 3456 7890'),
    email: z
      .string()
      .default('')
      .transform(text => text.trim())
      .refine(
        text => text === '' || (text.length <= 200 && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(text)),
        'Isi alamat email, misalnya nama@contoh.go.id',
      ),
    versi: versionField,
  },
  UNKNOWN_FIELD,
);

const OWN = 'SELECT phone, email, version FROM employee WHERE id = $1';
const SAVE = `UPDATE employee SET phone = $3, email = $4, version = version + 1 WHERE id = $1 AND version = $2`;
const STALE = 'Data Anda baru saja diubah di tempat lain. Periksa, lalu simpan lagi';

interface Contact extends Record<string, unknown> {
  readonly phone: string | null;
  readonly email: string | null;
  readonly version: number;
}

/** One's own telephone number and address: how a clerk reaches one (the completeness list shows the number). */
export function contactHandlers(deps: Deps): Readonly<Record<'show' | 'save', Handler>> {
  const own = async (employeeId: string): Promise<Contact> =>
    (await deps.pool.query<Contact>(OWN, [employeeId])).rows[0]!;
  const render = (res: Response, form: ContactPage['form'], version: string, status = 200): void =>
    page<ContactPage>(
      res,
      'account/contact',
      { title: formTitle('Nomor telepon dan email', form), form, hidden: { versi: version } },
      status,
    );

  return {
    show: async (_req, res, { actor }) => {
      const { phone, email, version } = await own(actor.employeeId);
      render(res, blankForm({ hp: phone ?? '', email: email ?? '' }), String(version));
    },

    save: async (_req, res, { actor, body, requestId }) => {
      const again = (errors: readonly FieldError[], status: 409 | 422, version = textOf(body, 'versi')): void =>
        render(res, failedForm(typedValues(body), shownOn(errors)), version, status);
      const parsed = contactForm.safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
      const { hp, email, versi } = parsed.data;
      const saved = await transaction(deps.pool, async tx => {
        const { rowCount } = await tx.query(SAVE, [actor.employeeId, versi, hp || null, email || null]);
        if (rowCount !== 1) return false;
        // What changed, not the numbers themselves: the trail is read by others.
        await audit(tx, {
          at: deps.clock.now(),
          actorId: actor.employeeId,
          action: 'kontak.ubah',
          objectType: 'employee',
          objectId: actor.employeeId,
          after: { hp: hp === '' ? 'kosong' : 'terisi', email: email === '' ? 'kosong' : 'terisi' },
          requestId,
        });
        return true;
      });
      if (!saved) return again([{ field: '', message: STALE }], 409, String((await own(actor.employeeId)).version));
      flash(res, { kind: 'berhasil', text: 'Nomor telepon dan email disimpan.' });
      res.redirect(303, '/akun/kontak');
    },
  };
}
