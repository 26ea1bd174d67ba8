import { monthInWords } from '../../domain/month.ts';
import { isSpecial, paymentName, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { date } from '../../platform/render/format.ts';
import type { SpecialTerms } from '../payroll-runs/queries.ts';

/** Whose amounts a page or paper shows: the month's own pay, or a special payment with what it rests on. */
export interface Paid extends PayPeriod {
  readonly special: SpecialTerms | null;
}

/** 'TPP Oktober 2026', 'Tunjangan hari raya 2026'. */
export const paidName = (paid: Paid): string => paymentName(paid, paid.special?.label);

/** The same where a month's own pay is understood: 'Oktober 2026', 'Tunjangan hari raya 2026'. */
export const paidMonth = (paid: Paid): string => (isSpecial(paid) ? paidName(paid) : monthInWords(paid.month));

/** What the amounts of a special payment rest on, 'dasar TPP Februari 2026'; empty for a month's own. */
export const basisWords = ({ special }: Paid): string =>
  special === null ? '' : `dasar TPP ${monthInWords(special.baseMonth)}`;

/** The name with its basis: 'TPP Oktober 2026', 'Tunjangan hari raya 2026, dasar TPP Februari 2026'. */
export function paidWords(paid: Paid): string {
  const basis = basisWords(paid);
  return basis === '' ? paidName(paid) : `${paidName(paid)}, ${basis}`;
}

/** By which decree a special payment is made; empty for a month's own. */
export const decreeWords = ({ special }: Paid): string =>
  special === null ? '' : `${special.decree} tanggal ${date(special.decreeDate).replace(/^[^,]+, /, '')}`;

/**
 * What a paper is called: `noun` with what it lists. A month's own stands under the title.
 * @param own the title of a month's own paper, such as 'Daftar penerimaan TPP'
 * @param noun the same without what is paid: 'Daftar penerimaan'
 */
export const titleWords = (paid: Paid, own: string, noun: string): string =>
  isSpecial(paid) ? `${noun} ${inSentence(paidName(paid))}` : own;

/** Below a title: the month whose pay it is, or on what a special payment rests and when it is paid. */
export function monthLine(paid: Paid): string {
  const basis = basisWords(paid);
  return basis === '' ? `Bulan ${monthInWords(paid.month)}` : `${capital(basis)}, dibayar ${monthInWords(paid.month)}`;
}

/** A text as the beginning of a sentence. */
export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** A name inside a sentence; an abbreviation keeps its capitals. */
export const inSentence = (name: string): string =>
  /^\p{Lu}\p{Ll}/u.test(name) ? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}` : name;
