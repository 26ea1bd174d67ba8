import type { Regulation, SetStep } from '../../domain/tpp/regulation.ts';
import { typeText } from '../../domain/tpp/value-type.ts';
import type { PaperLine, PaperPart } from './paper-lines.ts';

/** A column that the regulation in force brings with it. */
export interface RuleColumn {
  readonly code: string;
  readonly label: string;
}

/** A component's column, with where the budget has it. */
export interface ComponentColumn extends RuleColumn {
  /** Empty where the regulation names none. */
  readonly account: string;
  readonly criterion: string;
}

/** What the regulation adds to the fixed columns of the list of receipts (ux.md 6: adapted to the components in force). */
export interface RuleColumns {
  /** Percentages the amounts rest on, such as achievement and discipline. */
  readonly percents: readonly RuleColumn[];
  /** What an amount starts from: one for the whole TPP (`besaran`), or one per component (`dasar.bk`). */
  readonly bases: readonly RuleColumn[];
  readonly income: readonly ComponentColumn[];
  readonly deductions: readonly ComponentColumn[];
  /** Amounts that are shown and reach nobody, such as contributions borne by the government. */
  readonly remarks: readonly ComponentColumn[];
  /** Whether anybody's amount holds something of older months: then it has columns of its own. */
  readonly adjusted: boolean;
}

/** The columns for lines that were computed under a regulation, in the order in which the regulation names them. */
export function ruleColumns(regulation: Regulation, lines: readonly PaperLine[]): RuleColumns {
  const steps = new Map(regulation.steps.flatMap(step => (step.kind === 'set' ? [[step.name, step] as const] : [])));
  const shown = new Set(regulation.components.map(({ step }) => step));
  const outputs = regulation.outputs.flatMap(({ name }) => {
    const step = steps.get(name);
    return step && !shown.has(name) ? [step] : [];
  });
  const parts = componentColumns(lines);
  const labels = new Map(parts.map(part => [part.code, part.label]));
  const [accounts, criteria] = [
    new Map(regulation.components.flatMap(rule => [...rule.accounts])),
    new Map(regulation.components.flatMap(rule => [...rule.criteria])),
  ];
  const ofKind = (kind: PaperPart['kind']): ComponentColumn[] =>
    parts
      .filter(part => part.kind === kind)
      .map(({ code, label }) => ({
        code,
        label,
        account: accounts.get(code) ?? '',
        criterion: criteria.get(code) ?? '',
      }));
  return {
    percents: outputs.filter(step => unitOf(step) === 'persen').map(columnOf),
    bases: outputs.flatMap(step => basesOf(step, labels, lines)),
    income: ofKind('pendapatan'),
    deductions: ofKind('potongan'),
    remarks: ofKind('informasi'),
    adjusted: lines.some(isAdjusted),
  };
}

export const isAdjusted = ({ adjustedGross, adjustedDeductions }: PaperLine): boolean =>
  adjustedGross !== 0n || adjustedDeductions !== 0n;

const unitOf = (step: SetStep): string => (step.each ? '' : typeText(step.type));
const columnOf = ({ name, label }: SetStep): RuleColumn => ({ code: name, label });

/** Every component that a line has, once, as first met. */
function componentColumns(lines: readonly PaperLine[]): PaperPart[] {
  const found = new Map<string, PaperPart>();
  for (const { parts } of lines) for (const part of parts) if (!found.has(part.code)) found.set(part.code, part);
  return [...found.values()];
}

/** An output in rupiah that repeats a total of the line is no base. */
function basesOf(step: SetStep, labels: ReadonlyMap<string, string>, lines: readonly PaperLine[]): RuleColumn[] {
  const own = lines.filter(line => line.parts.length > 0);
  if (unitOf(step) === 'rupiah') {
    const repeats = (pick: (line: PaperLine) => bigint): boolean =>
      own.every(line => (line.outputs[step.name] ?? '') === pick(line).toString());
    const total =
      repeats(line => line.gross - line.adjustedGross) ||
      repeats(line => line.net - line.adjustedGross + line.adjustedDeductions) ||
      repeats(line => line.deductions - line.adjustedDeductions);
    return total ? [] : [columnOf(step)];
  }
  const names = new Set(lines.flatMap(({ outputs }) => Object.keys(outputs)));
  return [...labels].flatMap(([code, label]) => {
    const name = `${step.name}.${code}`;
    return names.has(name) ? [{ code: name, label: `${label} (dasar)` }] : [];
  });
}
