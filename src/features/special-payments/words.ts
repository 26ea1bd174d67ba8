import { monthInWords } from '../../domain/month.ts';
import { paymentName } from '../../domain/payroll/pay-period.ts';
import type { Tone } from '../../platform/render/status.ts';
import type { Special, SpecialState } from './queries.ts';

/** How the terms of a payment stand. */
export const STATES: Readonly<Record<SpecialState, { readonly text: string; readonly tone: Tone }>> = {
  diajukan: { text: 'Menunggu orang kedua', tone: 'kuning' },
  berlaku: { text: 'Disahkan', tone: 'hijau' },
  ditolak: { text: 'Ditolak', tone: 'abu' },
  ditarik: { text: 'Ditarik', tone: 'abu' },
  dicabut: { text: 'Dicabut', tone: 'abu' },
};

/** 'Tunjangan hari raya 2026' */
export const nameOf = ({ payMonth, kind, label }: Special): string => paymentName({ month: payMonth, kind }, label);

/** 'Dihitung dari TPP September 2026, dibayar November 2026' */
export const monthsOf = ({ baseMonth, payMonth }: Special): string =>
  `Dihitung dari TPP ${monthInWords(baseMonth)}, dibayar ${monthInWords(payMonth)}`;
