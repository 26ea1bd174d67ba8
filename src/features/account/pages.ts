import type { SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { blankForm, type FormState, formTitle } from '../../platform/render/forms.ts';
import { instant, nip } from '../../platform/render/format.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { AccountDetails, OwnSession } from './queries.ts';

/** views/account/_password-form.ejs */
export interface PasswordFormModel {
  readonly form: FormState<'lama' | 'baru' | 'ulang'>;
  /** Right after a sign-in the old password is not asked again. */
  readonly asksOld: boolean;
}

/** views/account/page.ejs */
export interface AccountPage extends PageModel, PasswordFormModel {
  readonly rows: readonly SummaryRow[];
  readonly sessions: readonly SessionLine[];
  readonly hasOthers: boolean;
}

export interface SessionLine {
  readonly device: string;
  readonly seen: string;
  /** The address that ends it; null for the session that looks. */
  readonly end: string | null;
}

/** views/account/password.ejs */
export interface PasswordPage extends PageModel, PasswordFormModel {}

/** views/account/activation.ejs */
export interface ActivationPage extends PageModel {
  readonly form: FormState<'nip' | 'kode' | 'baru' | 'ulang'>;
}

/** One's own account: who one is here, where one is signed in, and the form for a new password. */
export function accountPage(
  actor: Actor,
  account: AccountDetails,
  sessions: readonly OwnSession[],
  own: { readonly session: string; readonly zone: Zone },
): AccountPage {
  const lines = sessions.map(session => ({
    device: session.device,
    seen: instant(session.seenAt, own.zone),
    end: session.id === own.session ? null : `/akun/sesi/${session.id}/akhiri`,
  }));
  return {
    title: 'Akun',
    rows: [
      { label: 'Nama', value: actor.name },
      { label: actor.nip === null ? 'Nama pengguna' : 'NIP', value: nip(account.login) },
      { label: 'Jabatan', value: actor.title },
      ...(account.unit === null ? [] : [{ label: 'Unit', value: account.unit }]),
    ],
    sessions: lines,
    hasOthers: lines.some(line => line.end !== null),
    form: blankForm({}),
    asksOld: true,
  };
}

export const passwordPage = (form: PasswordPage['form'], asksOld: boolean): PasswordPage => ({
  title: formTitle('Ganti kata sandi', form),
  form,
  asksOld,
});

export const activationPage = (form: ActivationPage['form']): ActivationPage => ({
  title: formTitle('Pakai kode aktivasi', form),
  form,
});
