import type { Why } from '../domain/explained.ts';
import type { Computation } from '../domain/tpp/computation.ts';
import type { Regulation } from '../domain/tpp/regulation.ts';
import { valueInWords } from '../domain/tpp/value-words.ts';
import { isMonth, monthInWords } from '../domain/month.ts';
import { rupiah } from '../platform/render/format.ts';

/** Long lists of rows would push everything else off the screen; `--json` has them whole. */
const LONGEST = 160;

const TOTALS = [
  ['gross', 'Bruto'],
  ['deductions', 'Potongan'],
  ['net', 'Bersih'],
] as const;

/**
 * One month for people at a shell: every step that the result rests on in the order of the regulation, with its value and
 * article; then components, totals and results. The whole trees are what `--json` prints.
 */
export function resultLines(regulation: Regulation, found: Computation): readonly string[] {
  const { period, status, layer, reasons, missing, missingFacts, outputs, components } = found;
  const head = [
    `${regulation.name} (${regulation.id}), ${isMonth(period) ? monthInWords(period) : period}: ${status}`,
    ...(layer ? [`Lapis ${layer.id}: ${layer.label} (${layer.cite})`] : []),
    ...reasons.map(({ reason, cite }) => `${reason} (${cite})`),
  ];
  if (missing.length > 0)
    return [...head, 'Tidak ada jumlah:', ...missingFacts.map(({ label, reason }) => `  ${label}: ${reason}`)];
  return [
    ...head,
    'Langkah:',
    ...stepLines(regulation, found),
    ...(components.length > 0 ? ['Komponen:'] : []),
    ...components.map(({ code, label, amount }) => `  ${code} (${label}): ${rupiah(amount)}`),
    'Jumlah:',
    ...TOTALS.map(([name, label]) => `  ${label}: ${amountInWords(found[name])}`),
    ...(Object.keys(outputs).length > 0 ? ['Keluaran:'] : []),
    ...Object.entries(outputs).map(([name, value]) => `  ${name}: ${value}`),
  ];
}

const amountInWords = (amount: string | null): string => (amount === null ? 'tidak ada' : rupiah(amount));

function stepLines(regulation: Regulation, found: Computation): readonly string[] {
  const nodes = new Map<string, Why>();
  const collect = (why: Why): void => {
    // A step that stands elsewhere comes again by its name only: its value is the same.
    if (!nodes.has(why.rule)) nodes.set(why.rule, why);
    if (why.repeated !== true) for (const child of why.children) collect(child);
  };
  for (const { why } of [...found.components, ...found.reasons]) if (why) collect(why);
  for (const why of Object.values(found.why ?? {})) collect(why);
  return rulesOf(regulation, found).steps.flatMap(({ name }) => {
    const whole = nodes.get(name);
    const items = [...nodes.values()].filter(({ rule }) => rule.startsWith(`${name}[`));
    return (whole ? [whole] : items).map(stepLine);
  });
}

/** The steps that were run: those of the layer where one holds. */
const rulesOf = (regulation: Regulation, { layer }: Computation): Regulation =>
  regulation.layers.find(each => each.rules.layer?.id === layer?.id)?.rules ?? regulation;

function stepLine({ rule, label, value, unit, cite, note }: Why): string {
  const words = valueInWords(value, unit);
  const short = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
  return `  ${rule}: ${label}: ${short} (${[cite, note].filter(text => text !== undefined && text !== '').join('; ')})`;
}
