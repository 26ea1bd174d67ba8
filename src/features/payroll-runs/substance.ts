import type { ValueText, Why } from '../../domain/explained.ts';
import type { Line } from './line.ts';

/** What of a line is its substance: who, how much, every output, and the value of every step by its rule. */
export type Substance = Readonly<Record<string, ValueText>>;

type Judged = Pick<Line, 'status' | 'gross' | 'deductions' | 'net' | 'outputs' | 'components'>;

/**
 * The part of a line that a recomputation must give again years later, whatever version of the product computes it.
 * Labels and sentences are not in it: a better wording must not make an old month look altered. That the stored bytes
 * themselves are untouched is another promise (I4), kept by the run's digest.
 */
export function substanceOf(line: Judged): Substance {
  const values: Record<string, ValueText> = {
    status: line.status,
    gross: line.gross,
    deductions: line.deductions,
    net: line.net,
  };
  for (const [name, value] of Object.entries(line.outputs)) values[`output ${name}`] = value;
  for (const component of line.components.components) {
    values[`component ${component.code}`] = component.amount;
    if (component.why) collect(component.why, values);
  }
  for (const tree of Object.values(line.components.why)) collect(tree, values);
  return values;
}

function collect(why: Why, into: Record<string, ValueText>): void {
  into[`step ${why.rule}`] = why.value;
  for (const child of why.children) collect(child, into);
}

/** The substance of a line as one text, the same for the same line in whatever order its parts stand. */
export const substanceText = (line: Judged): string => canonical(substanceOf(line));

const canonical = (value: ValueText): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value as Readonly<Record<string, ValueText>>).sort(([x], [y]) => (x < y ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
};
