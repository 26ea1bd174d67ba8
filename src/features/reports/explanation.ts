import type { Why, WhyInput } from '../../domain/explained.ts';
import type { Month } from '../../domain/month.ts';
import { asRead, type ReadWhy } from '../../domain/tpp/reading-order.ts';
import { sentence } from '../../domain/tpp/sentence.ts';
import { valueInWords } from '../../domain/tpp/value-words.ts';
import type { ExplanationNode, FoldedSteps, Link } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';

/**
 * Where the facts of a source can be looked at, for whoever reads the explanation.
 * @param key the item of a fact that a step is about, such as a code of presence; absent where it is about all of it
 */
export type SourceLink = (source: string, month: Month, key?: string) => readonly Link[];

/** What an entered fact was taken from, such as `Daftar gaji Oktober 2026`, by the fact's source. */
export type Papers = Readonly<Record<string, string>>;

/**
 * A stored tree as the page prints it: one sentence per step, its article, what it used. What decided comes first, what
 * changed nothing is folded (`asRead`). Nothing is computed here; an amount that is money keeps its digits.
 */
export function explanationOf(why: Why, month: Month, linkOf: SourceLink, papers: Papers = {}): ExplanationNode {
  return new Explainer(month, linkOf, papers).node(asRead(why));
}

class Explainer {
  private readonly month: Month;
  private readonly linkOf: SourceLink;
  private readonly papers: Papers;

  constructor(month: Month, linkOf: SourceLink, papers: Papers) {
    this.month = month;
    this.linkOf = linkOf;
    this.papers = papers;
  }

  node(read: ReadWhy): ExplanationNode {
    const { why, inputs, children } = read;
    const result =
      why.unit === 'rupiah' && typeof why.value === 'string' && /^-?\d+$/.test(why.value)
        ? { amount: why.value }
        : { value: valueInWords(why.value, why.unit) };
    return {
      label: why.label,
      sentence: sentence(why),
      cite: why.cite,
      ...result,
      inputs: inputs.filter(isShown).map(input => this.words(input)),
      children: children.map(child => this.node(child)),
      links: this.links(read),
      apart: [
        ...this.folded('Tidak berpengaruh', read.idleInputs.filter(isShown), read.idle),
        ...this.folded('Langkah antara', [], read.between),
      ],
    };
  }

  private folded(heading: string, inputs: readonly WhyInput[], steps: readonly ReadWhy[]): FoldedSteps[] {
    const count = inputs.length + steps.length;
    if (count === 0) return [];
    return [
      {
        heading: `${heading} (${number(count)})`,
        inputs: inputs.map(input => this.words(input)),
        children: steps.map(step => this.node(step)),
      },
    ];
  }

  private links({ why, inputs, idleInputs }: ReadWhy): Link[] {
    const key = /\[(.+)\]$/.exec(why.rule)?.[1];
    const found = [...inputs, ...idleInputs]
      .filter(isShown)
      .flatMap(input => this.linkOf(input.source ?? '', this.month, key));
    return [...new Map(found.map(link => [link.href, link])).values()];
  }

  private words({ label, value, unit, assumed, cite, source }: WhyInput): { label: string; value: string } {
    const shown = valueInWords(value, unit);
    const paper = source === undefined ? undefined : this.papers[source];
    if (assumed) return { label, value: `${shown} (nilai bawaan, karena tidak ada datanya)` };
    if (cite !== undefined) return { label, value: `${shown} (${cite})` };
    return { label, value: paper === undefined ? shown : `${shown} (sumber: ${paper})` };
  }
}

/** A step used stands below with its own sentence. */
const isShown = ({ kind }: WhyInput): boolean => kind !== 'langkah';
