import type { LocalDate } from '../../domain/local-date.ts';
import { dateShort, ended } from '../../platform/render/format.ts';

const INDONESIA = '62';

/** A phone number of Indonesia as wa.me takes it, digits with the country's code; undefined for what is none. */
export function whatsAppNumber(phone: string): string | undefined {
  const digits = phone.replaceAll(/[\s().\-/]/g, '').replace(/^\+/, '');
  const local = digits.startsWith(INDONESIA) ? digits.slice(INDONESIA.length) : digits.replace(/^0/, '');
  return /^8\d{7,11}$/.test(local) ? `${INDONESIA}${local}` : undefined;
}

/** What a reminder says (ux.md, bantu.wa). */
export interface Reminder {
  readonly name: string;
  readonly day: LocalDate;
  /** The last day on which the day may still be entered. */
  readonly last: LocalDate;
  /** Where it is entered, with the origin. */
  readonly link: string;
  readonly unit: string;
}

export const reminderText = ({ name, day, last, link, unit }: Reminder): string =>
  `${ended(`Selamat pagi Bapak/Ibu ${name}`)} Kegiatan ${dateShort(day)} belum dikirim. ` +
  `Batas ${dateShort(last)} pukul 23.59. Isi di ${link}. — ${unit}`;

/** A link that opens WhatsApp with the reminder written; the clerk sends it. Undefined without a number that can be called. */
export function reminderLink(phone: string | null, reminder: Reminder): string | undefined {
  const number = phone === null ? undefined : whatsAppNumber(phone);
  return number && `https://wa.me/${number}?text=${encodeURIComponent(reminderText(reminder))}`;
}
