import { compare, isWhole, parseRatio, type Ratio } from '../ratio.ts';
import { NotComputable, type CompiledFormula, type Env } from './compiled-formula.ts';
import { CHAIN_SOURCE } from './chain-section.ts';
import type { ReadValue } from './fact-reader.ts';
import type { Problems } from './problem.ts';
import type { InputRule } from './regulation.ts';
import type { Scope } from './scope.ts';
import type { SourceNode } from './source-node.ts';
import type { Section } from './source-reader.ts';
import { formulaAt } from './step-section.ts';
import { toWritten, type Value } from './value.ts';
import { commonType, typeText } from './value-type.ts';

/** What holds of a fact in the place of what was given. */
export interface Replacement {
  readonly name: string;
  /** Over the facts as they are, parameters, tables and the month. */
  readonly formula: CompiledFormula;
}

/** Facts that hold otherwise in some months or for some payments (sections `uji_coba` and `pembayaran_khusus`). */
export interface Replacements {
  /** The article or decree it comes from. */
  readonly cite: string;
  /** How it is called where a fact cannot be made, such as `pada masa uji coba`. */
  readonly occasion: string;
  readonly facts: readonly Replacement[];
  /** The names that the replacements, and the conditions under which facts are asked, speak of. */
  readonly needs: ReadonlySet<string>;
  /** Facts that can be done without: replaced, and used by none of the replacements. */
  readonly waived: ReadonlySet<string>;
}

/** Reads the keys `cite` and `fakta` of a section; null when it is refused. `where` is how the section is called. */
export function readReplacements(
  section: Section,
  { where, occasion }: { readonly where: string; readonly occasion: string },
  inputs: readonly InputRule[],
  scope: Scope,
  problems: Problems,
): Replacements | null {
  const cite = section.text('cite');
  const entries = section.map('fakta')?.entries ?? [];
  if (section.has('fakta') && entries.length === 0)
    problems.add(section.lineOf('fakta'), `"fakta" pada ${where} kosong: tulis nama fakta dan nilainya`);
  const facts: Replacement[] = [];
  // Of whom a fact is asked is told by the facts as they are.
  const needs = new Set(inputs.flatMap(input => input.needs));
  for (const { key, value, line } of entries) {
    const rule = inputs.find(input => input.name === key);
    if (!rule) {
      problems.add(line, `fakta "${key}" pada ${where} tidak ada pada inputs`);
      continue;
    }
    if (value.kind === 'sequence' || value.kind === 'map' || isEmptyText(value)) {
      const empty = emptyValue(rule, value, where);
      if (empty.ok) facts.push({ name: key, formula: empty.formula });
      else problems.add(value.line, empty.reason);
      continue;
    }
    const text = value.kind === 'scalar' ? value.text : '';
    if (isBareText(rule, text, scope)) {
      problems.add(value.line, `nama "${text}" tidak dikenal; teks diberi kutip: '"${text}"'`);
      continue;
    }
    const { result: formula, names } = scope.watch(() => formulaAt(text, value.line, scope, problems));
    if (!formula) continue;
    for (const name of names) needs.add(name);
    if (fits(rule, formula)) facts.push({ name: key, formula });
    else problems.add(value.line, `fakta "${key}" adalah ${typeText(rule.type)}, diberi ${typeText(formula.type)}`);
  }
  if (cite === null) return null;
  return { cite, occasion, facts, needs, waived: waivedUnder([{ facts, needs }]) };
}

/** A formula that holds nothing; not ok, with the reason, where the fact cannot. */
type EmptyValue =
  { readonly ok: true; readonly formula: CompiledFormula } | { readonly ok: false; readonly reason: string };

const EMPTY_TEXT = /^(?:\[\s*\]|\{\s*\})$/;

const isEmptyText = (node: SourceNode): boolean => node.kind === 'scalar' && EMPTY_TEXT.test(node.text.trim());

/** A list or map without anything in it, which no formula can write: `[]` or `{}`, as YAML or as a text. */
function emptyValue({ name, type, source }: InputRule, node: SourceNode, where: string): EmptyValue {
  const refuse = (reason: string): EmptyValue => ({ ok: false, reason });
  if ((node.kind === 'sequence' && node.items.length > 0) || (node.kind === 'map' && node.entries.length > 0))
    return refuse(`fakta "${name}" pada ${where}: isi daftar atau peta tidak ditulis di sini; tulis rumus, [] atau {}`);
  const isList = node.kind === 'sequence' || (node.kind === 'scalar' && node.text.trim().startsWith('['));
  if (type.kind !== 'list' && type.kind !== 'map')
    return refuse(`fakta "${name}" adalah ${typeText(type)}: [] dan {} hanya untuk daftar dan peta`);
  if (source === CHAIN_SOURCE)
    return refuse(`fakta "${name}" (${source}) tidak dapat diganti: barisnya dibuat dari hitungan yang dipimpin`);
  if (isList !== (type.kind === 'list'))
    return refuse(`fakta "${name}" adalah ${typeText(type)}: yang kosong ditulis ${isList ? '{}' : '[]'}`);
  const value: Value = type.kind === 'list' ? [] : new Map<string, Value>();
  // The text is what pages show of it; it speaks of no names.
  return { ok: true, formula: { type, text: '"kosong"', run: () => value } };
}

/** A text written as in a case: here it is a formula, in which it needs quotes. */
function isBareText({ type }: InputRule, text: string, scope: Scope): boolean {
  if (type.kind !== 'text' || scope.peek(text) !== null || scope.isRefused(text)) return false;
  return type.options === null ? /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) : type.options.includes(text);
}

/** Facts that can be done without where all of these hold together: replaced, and needed by none. */
export function waivedUnder(all: readonly Pick<Replacements, 'facts' | 'needs'>[]): ReadonlySet<string> {
  const names = all.flatMap(({ facts }) => facts.map(fact => fact.name));
  return new Set(names.filter(name => all.every(({ needs }) => !needs.has(name))));
}

const fits = ({ type }: InputRule, formula: CompiledFormula): boolean =>
  type.kind === formula.type.kind && commonType(type, formula.type) !== null;

/** What holds instead of a fact; not ok, with the reason, where the fact could not have that value. */
export function replacementValue(formula: CompiledFormula, env: Env, { type, min, max }: InputRule): ReadValue {
  let value: Value;
  try {
    value = formula.run(env);
  } catch (error) {
    if (error instanceof NotComputable) return { ok: false, reason: error.message };
    throw error;
  }
  if (type.kind === 'text' && type.options?.includes(value as string) === false)
    return { ok: false, reason: `"${value as string}" bukan salah satu pilihan` };
  if (type.kind !== 'number') return { ok: true, value };
  const written = toWritten(value as Ratio, type.unit);
  if (type.whole && !isWhole(written)) return { ok: false, reason: 'bukan bilangan bulat' };
  const [least, most] = [min, max].map(text => (text === null ? null : parseRatio(text)));
  if (least && compare(written, least) < 0) return { ok: false, reason: 'kurang dari batas bawah' };
  if (most && compare(written, most) > 0) return { ok: false, reason: 'lebih dari batas atas' };
  return { ok: true, value };
}
