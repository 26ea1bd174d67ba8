import { isLocalDate, type LocalDate } from './local-date.ts';

const TYPED = /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/;

/** A day as people type it: `1/3/2026`, `01-03-2026`, or as programs write it, `2026-03-01`. Years 1900 to 2100. */
export function readDate(text: string): LocalDate | undefined {
  const typed = text.trim();
  const parts = TYPED.exec(typed);
  const iso = parts ? `${parts[3]!}-${parts[2]!.padStart(2, '0')}-${parts[1]!.padStart(2, '0')}` : typed;
  if (!isLocalDate(iso)) return undefined;
  const year = Number(iso.slice(0, 4));
  return year >= 1900 && year <= 2100 ? iso : undefined;
}
