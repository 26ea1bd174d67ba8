import { planChain } from './chain-plan.ts';
import { FormulaError } from './formula-lexer.ts';
import { namesIn } from './formula-names.ts';
import type { Problems } from './problem.ts';
import type { ChainRule, InputRule, Step } from './regulation.ts';
import type { Binding, Scope } from './scope.ts';
import type { SourceNode } from './source-node.ts';
import type { PaymentRules } from './payment-section.ts';
import type { TrialRules } from './trial-section.ts';
import { DAYS } from './unit.ts';
import { commonType, numberType, typeText, type RowType, type ValueType } from './value-type.ts';

/** The source of rows about the people somebody leads: the engine makes them, nobody enters them. */
export const CHAIN_SOURCE = 'bawahan.langsung';

/** The column that tells how many calendar days of the month a person was led. */
export const DAYS_LED = 'hari_dipimpin';

/** What a regulation holds by the time the columns can be checked. */
export interface ChainContext {
  /** The section `inputs`, for lines. */
  readonly node: SourceNode | null;
  readonly inputs: readonly InputRule[];
  readonly steps: readonly Step[];
  readonly trial: TrialRules | null;
  readonly payments: readonly PaymentRules[];
}

/** The rows of type of an input over those one leads; null for any other input. */
export function chainRow(input: InputRule): RowType | null {
  if (input.source !== CHAIN_SOURCE || input.type.kind !== 'list' || input.type.of.kind !== 'row') return null;
  return input.type.of;
}

/**
 * Checks the columns of the rows over those one leads, each of which is a step, fact or parameter of the same regulation,
 * and finds out what must be computed for them. Null where the regulation has none or it is refused.
 */
export function readChain(context: ChainContext, scope: Scope, problems: Problems): ChainRule | null {
  const rows = context.inputs.filter(input => chainRow(input) !== null);
  const [input, second] = rows;
  if (!input) return null;
  if (second)
    problems.add(
      lineOf(context.node, second.name),
      `hanya satu fakta dengan source ${CHAIN_SOURCE}; tambahkan kolomnya pada "${input.name}"`,
    );
  const row = chainRow(input);
  if (!row) return null;
  const some = new Set(context.inputs.filter(({ when }) => when).map(each => each.name));
  for (const [name, type] of row.fields) {
    const fault = columnFault(input, name, type, scope, some);
    if (fault !== null) problems.add(lineOf(context.node, input.name, name), fault);
  }
  for (const { name, formula } of context.trial?.facts ?? []) {
    if (namesIn(formula).has(input.name))
      problems.add(
        lineOf(context.node, input.name),
        `"${input.name}" dipakai uji_coba untuk fakta "${name}", padahal fakta uji coba ditetapkan sebelum yang dipimpin dihitung`,
      );
  }
  for (const { code, facts } of context.payments) {
    if (facts.some(({ name, formula }) => name === input.name || namesIn(formula).has(input.name)))
      problems.add(
        lineOf(context.node, input.name),
        `"${input.name}" dipakai pembayaran_khusus "${code}", padahal barisnya dibuat dari hitungan yang dipimpin`,
      );
  }
  if (problems.any) return null;
  return { input: input.name, row, ...planChain(context.steps, input.name, [...row.fields.keys()]) };
}

function columnFault(
  input: InputRule,
  name: string,
  type: ValueType,
  scope: Scope,
  some: ReadonlySet<string>,
): string | null {
  const column = `kolom "${name}" pada fakta "${input.name}"`;
  if (name === DAYS_LED)
    return commonType(type, numberType(DAYS)) ? null : `${column} adalah hari, ditulis ${typeText(type)}`;
  if (name === input.name) return `${column} tidak dapat memuat dirinya sendiri`;
  if (some.has(name)) return `${column} hanya diminta dari sebagian orang; pakai langkah yang ada bagi semua orang`;
  const binding = bindingOf(name, scope);
  if (typeof binding === 'string') {
    return binding === ''
      ? null
      : `${column}: ${binding} (kolomnya nama langkah, fakta atau parameter aturan ini, atau ${DAYS_LED})`;
  }
  if (!commonType(type, binding.type)) return `${column} ditulis ${typeText(type)}, padahal ${typeText(binding.type)}`;
  const mustBeWhole = type.kind === 'number' && type.whole && binding.type.kind === 'number' && !binding.type.whole;
  return mustBeWhole ? `${column} ditulis ${typeText(type)}, padahal belum dibulatkan; pakai bulat(…)` : null;
}

/** What a column's name stands for, or why it stands for nothing; an empty reason is said elsewhere. */
function bindingOf(name: string, scope: Scope): Binding | string {
  try {
    const binding = scope.resolve(name);
    return binding.kind === 'bawaan' ? `"${name}" bukan milik orang yang dipimpin` : binding;
  } catch (error) {
    if (error instanceof FormulaError) return error.message;
    throw error;
  }
}

/** The line of an input, or of one of its columns. */
function lineOf(node: SourceNode | null, input: string, column?: string): number {
  const entry = entryOf(node, input);
  const fields = entryOf(entry?.value ?? null, 'fields');
  const found = column === undefined ? entry : entryOf(fields?.value ?? null, column);
  return found?.line ?? entry?.line ?? node?.line ?? 1;
}

function entryOf(node: SourceNode | null, key: string) {
  return node?.kind === 'map' ? node.entries.find(entry => entry.key === key) : undefined;
}
