import { isMonth, monthInWords, type Month } from '../month.ts';

/** What a run pays: `TPP` is the month's own; any other code is a payment that the regulation names (THR, GAJI13). */
export type PaymentKind = string;

/** The kind of the month's own pay. */
export const OWN_PAY: PaymentKind = 'TPP';

const CODE = /^[A-Z][A-Z0-9_]{1,19}$/;

/** A payment in the month in which it is paid: with a payroll unit the address of a run. */
export interface PayPeriod {
  /** The month's own, or the month in which a special payment is paid. */
  readonly month: Month;
  readonly kind: PaymentKind;
}

/** The month's own pay as a period. */
export const ownPeriod = (month: Month): PayPeriod => ({ month, kind: OWN_PAY });

/** Whether it is a payment beside the month's own. */
export const isSpecial = ({ kind }: Pick<PayPeriod, 'kind'>): boolean => kind !== OWN_PAY;

/** Whether the text is a code that a special payment can have: as the regulation's section `pembayaran_khusus` takes it. */
export const isSpecialCode = (text: string): boolean => CODE.test(text) && text !== OWN_PAY;

/**
 * Reads the text form of a period: `2026-03` is the month's own pay, `2026-03-THR` a special payment made in that month.
 * Null for anything else, also for `2026-03-TPP`: a period has one text form.
 */
export function readPeriod(text: string): PayPeriod | null {
  const month = text.slice(0, 7);
  if (!isMonth(month)) return null;
  if (text.length === 7) return ownPeriod(month);
  const kind = text.slice(8);
  return text[7] === '-' && isSpecialCode(kind) ? { month, kind } : null;
}

/** The text form of a period, for addresses and the command line. */
export const periodText = ({ month, kind }: PayPeriod): string => (kind === OWN_PAY ? month : `${month}-${kind}`);

/**
 * A period in Indonesian words: 'TPP Maret 2026', 'Tunjangan hari raya, dibayar Maret 2026'.
 * @param label what the regulation calls the special payment; its code where that is not at hand
 */
export const periodWords = ({ month, kind }: PayPeriod, label: string = kind): string =>
  kind === OWN_PAY ? `TPP ${monthInWords(month)}` : `${label}, dibayar ${monthInWords(month)}`;

/** The name of a special payment with its year, as titles and papers say it: 'Tunjangan hari raya 2026'. */
export const paymentName = ({ month, kind }: PayPeriod, label: string = kind): string =>
  kind === OWN_PAY ? `TPP ${monthInWords(month)}` : `${label} ${month.slice(0, 4)}`;
