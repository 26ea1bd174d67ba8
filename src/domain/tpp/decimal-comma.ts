/** A number with a comma between its digits, as the regulation on paper has it; texts in quotes are left alone. */
const WITH_COMMA = /"[^"]*"|'[^']*'|(?<![\w.,])(\d+),(\d+)(?![\w.,])(%?)/g;
/** More than these in one formula are not decimals that somebody wrote by hand. */
const MOST = 20;

/**
 * Says of a formula that cannot be read which of its numbers were written with a decimal comma; null where a point instead does not
 * make it readable. Only commas without which it stays unreadable are named: that of `maks(2,5)` separates two values.
 * @param reads whether a formula can be read
 */
export function commaFault(formula: string, reads: (text: string) => boolean): string | null {
  const found = [...formula.matchAll(WITH_COMMA)].filter(([, whole]) => whole !== undefined);
  if (found.length === 0 || found.length > MOST) return null;
  const needed = new Set(found.map(match => match.index + (match[1] ?? '').length));
  const written = (): string => pointed(formula, needed);
  if (!reads(written())) return null;
  for (const at of [...needed]) {
    needed.delete(at);
    if (!reads(written())) needed.add(at);
  }
  const meant = found.filter(match => needed.has(match.index + (match[1] ?? '').length));
  const [asIs, better] = [',', '.'].map(sign =>
    meant.map(([, whole, parts, percent]) => `${whole ?? ''}${sign}${parts ?? ''}${percent ?? ''}`).join(' dan '),
  );
  return `angka ${asIs ?? ''} ditulis dengan titik: ${better ?? ''}`;
}

function pointed(formula: string, places: ReadonlySet<number>): string {
  return Array.from({ length: formula.length }, (_, at) => (places.has(at) ? '.' : formula.charAt(at))).join('');
}
