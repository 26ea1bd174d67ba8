import type { SummaryRow, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { blankForm, type FormState, formTitle } from '../../platform/render/forms.ts';
import { instant, nip, number } from '../../platform/render/format.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { AccountDetails, OwnSession, SignInLine } from './queries.ts';

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
  readonly more: readonly TaskItem[];
  readonly signIns: readonly { readonly text: string; readonly when: string }[];
  /** How often somebody failed to sign in as this person; null where nobody did. */
  readonly failures: string | null;
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

const SHOWN = 5;
const MORE: readonly TaskItem[] = [
  { label: 'Data saya', hint: 'Jabatan, unit, dan atasan yang tercatat', href: '/akun/data' },
  { label: 'Nomor telepon dan email', href: '/akun/kontak' },
  { label: 'Tampilan', hint: 'Ukuran teks, pintasan, dan kertas cetak', href: '/akun/tampilan' },
  { label: 'Siapa melihat data saya', href: '/akun/dilihat' },
];
const HELP: TaskItem = { label: 'Bantuan pengisian', hint: 'Siapa boleh menyiapkan draf Anda', href: '/akun/bantuan' };

function failuresOf(lines: readonly SignInLine[], zone: Zone): string | null {
  const failed = lines.filter(line => line.failed);
  const [last] = failed;
  return last
    ? `${number(failed.length)} kali gagal masuk dalam 30 hari, terakhir ${instant(last.at, zone)}. Bukan Anda? Ganti kata sandi.`
    : null;
}

/** One's own account: who one is here, where one is signed in, and the form for a new password. */
export function accountPage(
  actor: Actor,
  account: AccountDetails,
  seen: { readonly sessions: readonly OwnSession[]; readonly signIns: readonly SignInLine[] },
  own: { readonly session: string; readonly zone: Zone },
): AccountPage {
  const lines = seen.sessions.map(session => ({
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
    more: actor.logs ? [...MORE, HELP] : MORE,
    signIns: seen.signIns
      .filter(line => !line.failed)
      .slice(0, SHOWN)
      .map(line => ({ text: line.device ?? 'Peramban lain', when: instant(line.at, own.zone) })),
    failures: failuresOf(seen.signIns, own.zone),
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
