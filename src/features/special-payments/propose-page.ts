import type { PaymentRules } from '../../domain/tpp/payment-section.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { paths } from './paths.ts';

/** The page of `GET /kepegawaian/pembayaran-khusus/baru`. */
export interface ProposePage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly payments: readonly Choice[];
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** @param offered what the version names that governs the latest approved month */
export function proposeModel(offered: readonly PaymentRules[], form: FormState, key: string): ProposePage {
  const heading = 'Ajukan pembayaran khusus';
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.list, label: 'Pembayaran khusus' },
    form,
    payments: offered.map(({ code, label, cite }) => ({ value: code, label: `${label} (${code})`, hint: cite })),
    action: paths.propose,
    hidden: { kunci_kirim: key },
  };
}
