import type { Why } from '../explained.ts';
import { formatRupiah } from '../rupiah.ts';
import { isWhole, toDecimalText, type Ratio } from '../ratio.ts';
import {
  INCOMPLETE,
  PAID,
  type ComponentKind,
  type Computation,
  type ComputedComponent,
  type Facts,
  type MissingFact,
  type StatusReason,
} from './computation.ts';
import { FactAbsent, NotComputable, type Env } from './compiled-formula.ts';
import { readFacts } from './fact-set.ts';
import { ruleSetFor } from './layer-choice.ts';
import type { ComponentRule, GateStep, Regulation, TotalName } from './regulation.ts';
import { isLifted, isPostponed, RELEASED } from './postponed.ts';
import { runFormula, runGate, runStep, stoppedStep, textOf, type StepRecord } from './step-run.ts';
import { valueText, type Value, type ValueMap } from './value.ts';
import { WhyTrees } from './why-tree.ts';

export interface ComputeOptions {
  /** False leaves out every `why`, for simulations over many months. Default true. */
  readonly explain?: boolean;
  /**
   * True for a result that is to be paid as it stands: a net below zero is then no amount, unless the regulation allows it.
   * A month computed again for an adjustment may come to one: then what was paid is taken back.
   */
  readonly payable?: boolean;
}

/**
 * One employee's month under a regulation. Pure and deterministic: the same regulation and facts give the same bytes of
 * JSON. Never throws for what stands in the facts: what is missing, wrong or cannot be computed (a table without the
 * row, a division by zero, two layers at once) is listed in `missing`, and then no amount is given. Nothing turns silently
 * into zero.
 */
export function compute(regulation: Regulation, facts: Facts, options: ComputeOptions = {}): Computation {
  const choice = ruleSetFor(regulation, facts);
  if (!choice.ok) return incomplete(regulation, facts, [choice.missing]);
  return computeUnder(choice.rules, facts, options);
}

/** The month under one rule set: the regency's own, or one with a layer over it. */
function computeUnder(regulation: Regulation, facts: Facts, options: ComputeOptions): Computation {
  const { values, assumed, replaced, missing } = readFacts(regulation, facts);
  if (missing.length > 0) return incomplete(regulation, facts, missing);
  const explain = options.explain ?? true;
  const trace = explain ? { inputs: {}, steps: [] } : null;
  const run = new Run(regulation, { values, assumed, replaced, trace, key: null }, explain, facts.released);
  try {
    return run.result(facts, options.payable ?? false);
  } catch (error) {
    if (!(error instanceof NotComputable)) throw error;
    return incomplete(regulation, facts, [reasonOf(error, run, regulation)]);
  }
}

/** Why nothing could be computed: the step that failed, or the fact that it used and that was not asked of this person. */
function reasonOf(error: NotComputable, { at, atLabel }: Run, { inputs }: Regulation): MissingFact {
  const rule = error instanceof FactAbsent ? inputs.find(input => input.name === error.fact) : undefined;
  if (!rule) return { name: at, label: atLabel, source: '', reason: error.message };
  const { name, label, source, when } = rule;
  const asked = when ? `; aturan memintanya hanya bila ${when.text}` : '';
  return { name, label, source, reason: `belum ada, padahal dipakai "${atLabel}"${asked}` };
}

function incomplete(regulation: Regulation, facts: Facts, missing: readonly MissingFact[]): Computation {
  return {
    regulation: regulation.id,
    version: regulation.version,
    period: facts.period,
    status: INCOMPLETE,
    gross: null,
    deductions: null,
    net: null,
    outputs: {},
    components: [],
    reasons: [],
    missing: missing.map(fact => fact.name),
    missingFacts: missing,
    uses: regulation.uses,
    ...layerOf(regulation),
    ...paymentOf(regulation, facts.payment),
  };
}

/** The layer a result is by; nothing where it is by the regency's own rules. */
function layerOf({ layer }: Regulation): Pick<Computation, 'layer'> {
  return layer ? { layer: { id: layer.id, label: layer.label, cite: layer.cite } } : {};
}

/** The payment a result is of; nothing for the month's own. */
function paymentOf({ payments }: Regulation, wanted: string | undefined): Pick<Computation, 'payment'> {
  const found = wanted === undefined ? undefined : payments.find(({ code }) => code === wanted);
  return found ? { payment: { code: found.code, label: found.label, cite: found.cite } } : {};
}

const TOTAL_LABELS: Readonly<Record<TotalName, string>> = {
  gross: 'Jumlah bruto',
  deductions: 'Jumlah potongan',
  net: 'Jumlah bersih diterima',
};

/** One employee's month being computed. */
class Run {
  /** The step being computed, for saying where it failed. */
  at = '';
  atLabel = '';
  private readonly regulation: Regulation;
  private readonly env: Env;
  /** Null when no explanation is wanted. */
  private readonly trees: WhyTrees | null;
  private readonly released: ReadonlySet<string>;
  private readonly records = new Map<string, StepRecord>();
  private readonly reasons: StatusReason[] = [];
  private readonly totalWhy: Record<string, Why> = {};
  /** Whole rupiah of the components by kind. */
  private readonly sums: Record<ComponentKind, bigint> = { pendapatan: 0n, potongan: 0n, informasi: 0n };
  private status = PAID;

  constructor(regulation: Regulation, env: Env, explain: boolean, released: readonly string[] = []) {
    this.regulation = regulation;
    this.released = new Set(released);
    this.env = env;
    this.trees = explain ? new WhyTrees(this.records, regulation.layer) : null;
  }

  result({ period, payment }: Facts, payable: boolean): Computation {
    this.runSteps();
    const { regulation } = this;
    const components = regulation.components.flatMap(rule => this.component(rule));
    const gross = this.total('gross');
    const deductions = this.total('deductions');
    const net = this.total('net');
    this.checkSums(gross, deductions, net);
    if (payable) this.checkNet(net);
    return {
      regulation: regulation.id,
      version: regulation.version,
      period,
      status: this.status,
      gross: gross === null ? null : gross.toString(),
      deductions: deductions === null ? null : deductions.toString(),
      net: net === null ? null : net.toString(),
      outputs: this.outputs(),
      components,
      reasons: this.reasons,
      ...(this.trees ? { why: this.totalWhy } : {}),
      missing: [],
      missingFacts: [],
      uses: regulation.uses,
      ...layerOf(regulation),
      ...paymentOf(regulation, payment),
    };
  }

  private runSteps(): void {
    let stopped: { gate: GateStep; values: ReadonlyMap<string, Value> } | null = null;
    for (const step of this.regulation.steps) {
      this.at = step.name;
      this.atLabel = step.label;
      if (step.kind === 'set') {
        const record: StepRecord = stopped
          ? stoppedStep(step, stopped.gate, stopped.values.get(step.name) ?? null)
          : runStep(step, this.env);
        this.records.set(step.name, record);
        this.env.values.set(step.name, record.value);
      } else if (!stopped) {
        const values = this.gate(step);
        if (values) stopped = { gate: step, values };
      }
    }
  }

  /** Applies a gate; the values it sets when it stops the computation, else null. */
  private gate(step: GateStep): ReadonlyMap<string, Value> | null {
    const { applies, record } = runGate(step, this.env);
    if (!applies) return null;
    const isReleased = isPostponed(step.status) && isLifted({ ...step, rule: step.name }, this.released);
    if (step.status !== null && !isReleased) this.status = step.status;
    this.reasons.push({
      status: isReleased ? RELEASED : (step.status ?? this.status),
      reason: step.reason,
      rule: step.name,
      label: step.label,
      cite: step.cite,
      ...(this.trees ? { why: this.trees.ofGate(record) } : {}),
    });
    if (!step.stop || isReleased) return null;
    return new Map([...step.then].map(([name, formula]) => [name, formula.run(this.env)]));
  }

  private total(name: TotalName): bigint | null {
    const rule = this.regulation.totals[name];
    if (!rule) return null;
    this.at = name;
    this.atLabel = TOTAL_LABELS[name];
    const record = this.records.get(rule.formula.text) ?? runFormula(name, TOTAL_LABELS[name], rule.formula, this.env);
    if (this.trees) this.totalWhy[name] = this.trees.ofTotal(record);
    return this.amount(record.value);
  }

  private amount(value: Value): bigint {
    const amount = value as Ratio;
    if (!isWhole(amount)) throw new NotComputable(`${toDecimalText(amount)} bukan rupiah utuh`);
    return amount.num;
  }

  private component(rule: ComponentRule): readonly ComputedComponent[] {
    const record = this.records.get(rule.step);
    if (!record) return [];
    if (!rule.each) return [this.made(rule, rule.code, rule.label, record)];
    return [...(record.value as ValueMap)].map(([key, value]) => {
      const item = record.items?.get(key) ?? record;
      return this.made(rule, key, rule.labels.get(key) ?? key, item, value);
    });
  }

  /** One amount, added to what its kind comes to. */
  private made(rule: ComponentRule, code: string, label: string, of: StepRecord, value = of.value): ComputedComponent {
    const whole = this.amount(value);
    this.sums[rule.kind] += whole;
    const amount = whole.toString();
    const { kind } = rule;
    return this.trees ? { code, label, kind, amount, why: this.trees.ofComponent(of) } : { code, label, kind, amount };
  }

  /** The export must add up by hand: components to totals, and net to gross less deductions. */
  private checkSums(gross: bigint | null, deductions: bigint | null, net: bigint | null): void {
    this.at = 'totals';
    this.atLabel = 'Jumlah';
    this.checkKind('pendapatan', gross);
    this.checkKind('potongan', deductions);
    if (gross === null || deductions === null || net === null) return;
    if (gross - deductions === net) return;
    throw new NotComputable(`bruto ${gross} dikurangi potongan ${deductions} tidak sama dengan bersih ${net}`);
  }

  private checkKind(kind: ComponentKind, total: bigint | null): void {
    const sum = this.sums[kind];
    if (total === null || sum === total) return;
    if (!this.regulation.components.some(rule => rule.kind === kind)) return;
    throw new NotComputable(`jumlah komponen ${kind} ${sum} tidak sama dengan ${total}`);
  }

  private checkNet(net: bigint | null): void {
    if (net === null || this.regulation.totals.belowZero || net >= 0n) return;
    this.at = 'net';
    this.atLabel = TOTAL_LABELS.net;
    throw new NotComputable(`${formatRupiah(net)} kurang dari nol: potongan lebih besar dari penghasilan`);
  }

  private outputs(): Readonly<Record<string, string>> {
    const { env } = this;
    const outputs: Record<string, string> = {};
    env.trace = null;
    for (const { name, formula } of this.regulation.outputs) {
      this.at = name;
      this.atLabel = name;
      const record = this.records.get(formula.text);
      const text = record ? textOf(record) : valueText(formula.run(env), formula.type);
      if (typeof text === 'string') outputs[name] = text;
      else
        for (const [key, item] of Object.entries(text)) if (typeof item === 'string') outputs[`${name}.${key}`] = item;
    }
    return outputs;
  }
}
