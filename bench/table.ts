import { figureOf, met, type Row, type Target } from './measure.ts';

const digits = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

export const targetText = (target: Target | null): string => {
  if (target === null) return '';
  return 'atMost' in target ? `≤ ${String(target.atMost)}` : `≥ ${String(target.atLeast)}`;
};

const verdict = (row: Row): string => ({ true: 'met', false: '**missed**', undefined: '' })[String(met(row))] ?? '';

const spreadText = ({ spread }: Row): string => (spread ? ` (${digits(spread[0])} to ${digits(spread[1])})` : '');

/** The lines as a Markdown table. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(row => [
    row.id,
    row.workload,
    row.unit,
    row.floor === null ? '' : digits(row.floor),
    digits(row.product),
    row.ratio === null ? spreadText(row).trim() : `**${digits(row.ratio)}**${spreadText(row)}`,
    targetText(row.target),
    verdict(row),
  ]);
  const head = ['id', 'workload', 'unit', 'floor', 'product', 'ratio (rounds)', 'target', ''];
  const notes = rows.flatMap(row => (row.note === undefined ? [] : [`- ${row.id}: ${row.note}`]));
  return [
    ...[head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}

/** How much a figure may swing from run to run without meaning anything (performance.md: ± 10 %). */
const NOISE = 0.1;

/** What of two results is told side by side. */
export interface Change {
  readonly id: string;
  readonly before: number;
  readonly after: number;
  readonly verdict: 'better' | 'worse' | 'same';
}

/** Lines that both results have: better or worse where the figure moved by more than the noise. */
export function compare(before: readonly Row[], after: readonly Row[]): Change[] {
  return after.flatMap(row => {
    const earlier = before.find(({ id }) => id === row.id);
    if (!earlier) return [];
    const [was, is] = [figureOf(earlier), figureOf(row)];
    const moreIsBetter = row.target !== null && 'atLeast' in row.target;
    const grown = was === 0 ? Math.sign(is) : (is - was) / was;
    const verdict = Math.abs(grown) <= NOISE ? 'same' : grown > 0 === moreIsBetter ? 'better' : 'worse';
    return [{ id: row.id, before: was, after: is, verdict }];
  });
}

/** The changes as a Markdown table, the worse ones first. */
export function changeTable(changes: readonly Change[]): string {
  const order = ['worse', 'better', 'same'];
  const sorted = [...changes].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return ['| id | before | after | |', '|---|---|---|---|']
    .concat(
      sorted.map(({ id, before, after, verdict: how }) => `| ${id} | ${digits(before)} | ${digits(after)} | ${how} |`),
    )
    .join('\n');
}
