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
  const survey = new ColumnSurvey(regulation);
  for (const line of lines) survey.take(line);
  return survey.columns();
}

/** Finds the columns of lines that pass by once and are not held. */
export class ColumnSurvey {
  readonly #regulation: Regulation;
  readonly #steps: readonly SetStep[];
  /** Every component that a line has, once, as first met. */
  readonly #parts = new Map<string, PaperPart>();
  readonly #names = new Set<string>();
  /** Outputs in rupiah, with the totals that each has repeated in every line so far. */
  readonly #repeated: readonly { readonly step: SetStep; totals: readonly LineTotal[] }[];
  #adjusted = false;

  constructor(regulation: Regulation) {
    const steps = new Map(regulation.steps.flatMap(step => (step.kind === 'set' ? [[step.name, step] as const] : [])));
    const shown = new Set(regulation.components.map(({ step }) => step));
    this.#regulation = regulation;
    this.#steps = regulation.outputs.flatMap(({ name }) => {
      const step = steps.get(name);
      return step && !shown.has(name) ? [step] : [];
    });
    this.#repeated = this.#steps.filter(step => unitOf(step) === 'rupiah').map(step => ({ step, totals: LINE_TOTALS }));
  }

  take(line: PaperLine): void {
    if (isAdjusted(line)) this.#adjusted = true;
    for (const part of line.parts) if (!this.#parts.has(part.code)) this.#parts.set(part.code, part);
    for (const name in line.outputs) this.#names.add(name);
    if (line.parts.length === 0) return;
    for (const each of this.#repeated) {
      if (each.totals.length === 0) continue;
      const value = line.outputs[each.step.name] ?? '';
      each.totals = each.totals.filter(total => total(line).toString() === value);
    }
  }

  columns(): RuleColumns {
    const parts = [...this.#parts.values()];
    const [accounts, criteria] = [
      new Map(this.#regulation.components.flatMap(rule => [...rule.accounts])),
      new Map(this.#regulation.components.flatMap(rule => [...rule.criteria])),
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
      percents: this.#steps.filter(step => unitOf(step) === 'persen').map(columnOf),
      bases: this.#steps.flatMap(step => this.#basesOf(step)),
      income: ofKind('pendapatan'),
      deductions: ofKind('potongan'),
      remarks: ofKind('informasi'),
      adjusted: this.#adjusted,
    };
  }

  /** An output in rupiah that repeats a total of the line is no base. */
  #basesOf(step: SetStep): RuleColumn[] {
    const repeated = this.#repeated.find(each => each.step === step);
    if (repeated) return repeated.totals.length > 0 ? [] : [columnOf(step)];
    return [...this.#parts.values()].flatMap(({ code, label }) => {
      const name = `${step.name}.${code}`;
      return this.#names.has(name) ? [{ code: name, label: `${label} (dasar)` }] : [];
    });
  }
}

type LineTotal = (line: PaperLine) => bigint;
const LINE_TOTALS: readonly LineTotal[] = [
  line => line.gross - line.adjustedGross,
  line => line.net - line.adjustedGross + line.adjustedDeductions,
  line => line.deductions - line.adjustedDeductions,
];

export const isAdjusted = ({ adjustedGross, adjustedDeductions }: PaperLine): boolean =>
  adjustedGross !== 0n || adjustedDeductions !== 0n;

const unitOf = (step: SetStep): string => (step.each ? '' : typeText(step.type));
const columnOf = ({ name, label }: SetStep): RuleColumn => ({ code: name, label });
