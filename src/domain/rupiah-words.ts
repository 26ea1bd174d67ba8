const DIGITS = ['', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'] as const;
const GROUPS = ['', 'ribu', 'juta', 'miliar', 'triliun', 'kuadriliun'] as const;

/** A number below a thousand in words; empty for zero. */
function hundreds(value: number): string[] {
  const [hundred, ten, one] = [(value - (value % 100)) / 100, ((value % 100) - (value % 10)) / 10, value % 10];
  const words: string[] = [];
  if (hundred === 1) words.push('seratus');
  else if (hundred > 1) words.push(DIGITS[hundred]!, 'ratus');
  if (ten === 1) return [...words, ...teens(one)];
  if (ten > 1) words.push(DIGITS[ten]!, 'puluh');
  if (one > 0) words.push(DIGITS[one]!);
  return words;
}

function teens(one: number): string[] {
  if (one === 0) return ['sepuluh'];
  return one === 1 ? ['sebelas'] : [DIGITS[one]!, 'belas'];
}

/**
 * An amount in Indonesian words (terbilang), as papers of payment carry it: `seratus dua puluh ribu rupiah`.
 * @param amount whole rupiah; below zero it begins with `minus`
 */
export function rupiahInWords(amount: bigint): string {
  const words: string[] = [];
  let rest = amount < 0n ? -amount : amount;
  for (const name of GROUPS) {
    const group = Number(rest % 1000n);
    rest /= 1000n;
    if (group === 0) continue;
    // One thousand is "seribu"; one million is "satu juta".
    if (group === 1 && name === 'ribu') words.unshift('seribu');
    else words.unshift(...hundreds(group), ...(name === '' ? [] : [name]));
  }
  if (rest > 0n) throw new Error('an amount beyond words');
  const spoken = words.length === 0 ? 'nol' : words.join(' ');
  return `${amount < 0n ? 'minus ' : ''}${spoken} rupiah`;
}
