import { isMonth, MONTH_NAMES, type Month } from '../../domain/month.ts';

const WORDS = /^([a-z]{3,9})\.?[\s/-]+(\d{4})$/i;
const DIGITS = /^(?:\d{1,2}[/.-])?(\d{1,2})[/.-](\d{4})$/;
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})(?:[/.-]\d{1,2}(?:[ T].*)?)?$/;
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** A month as people and spreadsheets write it: `Oktober 2026`, `Okt 2026`, `10/2026`, `2026-10`, `01/10/2026`. */
export function readMonth(typed: string): Month | undefined {
  const text = typed.trim();
  const words = WORDS.exec(text);
  if (words) {
    const name = words[1]!.toLowerCase();
    const matching = MONTH_NAMES.filter(
      each => each.toLowerCase().startsWith(name) || (name === 'agt' && each === 'Agustus'),
    );
    return matching.length === 1 ? made(words[2]!, String(MONTH_NAMES.indexOf(matching[0]!) + 1)) : undefined;
  }
  const digits = DIGITS.exec(text);
  if (digits) return made(digits[2]!, digits[1]!);
  const iso = YEAR_FIRST.exec(text);
  return iso ? made(iso[1]!, iso[2]!) : undefined;
}

function made(year: string, index: string): Month | undefined {
  const text = `${year}-${index.padStart(2, '0')}`;
  return isMonth(text) && Number(year) >= FIRST_YEAR && Number(year) <= LAST_YEAR ? text : undefined;
}
