import { isMistyped } from './near-names.ts';
import { commonType, typeText, type ValueType } from './value-type.ts';

/** Totals that every computation may have, by the names they are taken by in a later month. */
export const TOTAL_NAMES: readonly string[] = ['gross', 'deductions', 'net'];

/** The output of an earlier month that a source takes; null for any other source. */
export function pastOutput(source: string): string | null {
  return /^(?:bulan_lalu|sejak_januari)\.(.+)$/.exec(source)?.[1] ?? null;
}

/** That an output is none of those known, in Indonesian; null where it is. One that is a map is named with its key. */
export function unknownOutput(name: string, known: readonly string[]): string | null {
  if (known.some(each => name === each || name.startsWith(`${each}.`))) return null;
  return `aturan ini tidak mempunyai keluaran "${name}"`;
}

/** An input that takes a result of an earlier month. */
export interface PastInput {
  readonly name: string;
  readonly type: ValueType;
  readonly source: string;
  readonly output: string;
  /** With a default a result that there never is goes unnoticed. */
  readonly hasDefault: boolean;
}

/** What a file gives, and what it has that is no result. */
export interface PastKnown {
  /** By name, with the type that each rule set of the file gives it. */
  readonly results: ReadonlyMap<string, readonly ValueType[]>;
  readonly steps: ReadonlySet<string>;
  /** Codes with the step of each. */
  readonly components: ReadonlyMap<string, string>;
}

/**
 * Why an input cannot take its result of an earlier month, in Indonesian; null where it can, and where the version before may
 * have given it: then nothing takes its place, and whose month lacks it is told.
 */
export function pastFault(input: PastInput, { results, ...inside }: PastKnown): string | null {
  const { output, hasDefault } = input;
  const known = [...results.keys()];
  const unknown = unknownOutput(output, known);
  if (unknown === null) return misfitOf(input, results);
  const [first = ''] = output.split('.');
  const within = notGiven(first, inside);
  if (within !== null) return `${unknown}; ${within}`;
  const meant = known.filter(each => isMistyped(first, each));
  if (meant.length > 0) return `${unknown}; maksudnya ${meant.join(' atau ')}? ${WAY_OUT}`;
  return hasDefault ? `${unknown}, jadi selalu dipakai default; yang ada: ${known.join(', ')}. ${WAY_OUT}` : null;
}

/** Why what an output gives is nothing for the fact that takes it: another unit, a whole map, a sum of words. */
function misfitOf({ name, type, source, output }: PastInput, results: PastKnown['results']): string | null {
  const types = [...results].flatMap(([each, given]) => {
    if (each === output) return given;
    return output.startsWith(`${each}.`) ? given.flatMap(of => (of.kind === 'map' ? [of.of] : [])) : [];
  });
  const [first] = types;
  if (!first || types.some(given => commonType(type, given) !== null)) return null;
  const is = `keluaran "${output}" adalah ${typeText(first)}`;
  if (first.kind === 'map') return `${is}; sebut satu kuncinya, misalnya ${source}.bk`;
  const isSummed = source === `sejak_januari.${output}`;
  if (isSummed && first.kind !== 'number') return `${is}, dan sejak_januari hanya menjumlahkan angka`;
  const right = first.kind === 'text' ? 'teks' : typeText(first);
  return `${is}, sedangkan fakta "${name}" ditulis ${typeText(type)}: tulis type: ${right}, atau pakai source fakta.… bila diketik`;
}

/** That a name is one of a step or, nearly, of a component: they are no outputs until the file makes them some. */
function notGiven(name: string, { steps, components }: Omit<PastKnown, 'results'>): string | null {
  const asOutput = (step: string): string =>
    `Tambahkan pada outputs, misalnya outputs: { ${name}: ${step} }, atau pakai source fakta.… bila diketik`;
  if (steps.has(name)) return `"${name}" langkah, bukan keluaran. ${asOutput(name)}`;
  const component = [...components].find(([code]) => {
    const small = code.toLowerCase();
    return small === name || isMistyped(name, small);
  });
  return component ? `"${component[0]}" komponen, bukan keluaran. ${asOutput(component[1])}` : null;
}

const WAY_OUT = 'Tambahkan pada outputs, atau pakai source fakta.… bila diketik';
