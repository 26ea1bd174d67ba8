import type { Why, WhyInput } from '../../domain/explained.ts';
import type { Month } from '../../domain/month.ts';
import { sentence } from '../../domain/tpp/sentence.ts';
import { valueInWords } from '../../domain/tpp/value-words.ts';
import type { ExplanationNode, Link } from '../../platform/render/components.ts';

/** Where the facts of a source can be looked at, for whoever reads the explanation. */
export type SourceLink = (source: string, month: Month) => Link | undefined;

/** For the person whose amount it is. */
const ownLink: SourceLink = (source, month) => {
  if (source === 'kegiatan.poin_divalidasi')
    return { href: `/kegiatan-harian?bulan=${month}`, label: 'Lihat kegiatan bulan ini' };
  if (source.startsWith('presensi.')) return { href: `/presensi?bulan=${month}`, label: 'Lihat presensi bulan ini' };
  return undefined;
};

/**
 * A stored tree as the page prints it: one sentence per step, its article, what it used. Nothing is computed here; an
 * amount that is money keeps its digits.
 */
export function explanationOf(why: Why, month: Month, linkOf: SourceLink = ownLink): ExplanationNode {
  const inputs = Object.values(why.inputs).filter(input => input.kind !== 'langkah' && input.kind !== 'syarat');
  const links = inputs.flatMap(input => linkOf(input.source ?? '', month) ?? []);
  const shown = why.children.filter(child => child.show !== 'hidden');
  const result =
    why.unit === 'rupiah' && typeof why.value === 'string' && /^-?\d+$/.test(why.value)
      ? { amount: why.value }
      : { value: valueInWords(why.value, why.unit) };
  return {
    label: why.label,
    sentence: sentence(why),
    cite: why.cite,
    ...result,
    inputs: inputs.map(inputWords),
    children: shown.map(child => explanationOf(child, month, linkOf)),
    links: [...new Map(links.map(link => [link.href, link])).values()],
  };
}

function inputWords(input: WhyInput): { label: string; value: string } {
  const value = valueInWords(input.value, input.unit);
  const origin = input.assumed ? ' (nilai bawaan, karena tidak ada datanya)' : input.cite ? ` (${input.cite})` : '';
  return { label: input.label, value: `${value}${origin}` };
}
