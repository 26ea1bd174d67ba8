import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, isMonth, type Month } from '../../domain/month.ts';
import { Problems } from '../../domain/tpp/problem.ts';
import { parseSource, type MapNode, type SourceEntry } from '../../domain/tpp/source-node.ts';

/**
 * The text with another first day (`valid.from`), everything else as it was written, comments included. A last day
 * (`valid.to`) that lies before it stays: the check says so. The text itself where it has no first day to be found.
 */
export function withFirstDay(text: string, day: LocalDate): string {
  const root = parseSource(text, new Problems(''));
  const valid = root?.kind === 'map' ? entry(root, 'valid') : undefined;
  const from = valid?.value.kind === 'map' ? entry(valid.value, 'from') : undefined;
  if (from?.value.kind !== 'scalar') return text;
  const lines = text.split('\n');
  const at = from.value.line - 1;
  const line = lines[at];
  if (line === undefined) return text;
  lines[at] = line.replace(from.value.text, day);
  return lines.join('\n');
}

/**
 * Cases whose months lie before a first month, moved by whole years to the same month of a later year: what depends on the
 * month of the year stays as it was. Everything else as it was written.
 */
export const withLaterPeriods = (cases: string, first: Month): string =>
  cases.replace(PERIOD, (all, before: string, text: string) => {
    if (!isMonth(text)) return all;
    let month: Month = text;
    while (month < first) month = addMonths(month, 12);
    return `${before}${month}`;
  });

const PERIOD = /(\bperiod:\s*["']?)(\d{4}-\d{2})\b/g;

const entry = (map: MapNode, key: string): SourceEntry | undefined => map.entries.find(each => each.key === key);
