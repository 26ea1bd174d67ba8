import type { AttendanceRules } from '../attendance/rules.ts';
import type { ComponentKind } from './computation.ts';
import type { PaymentRules } from './payment-section.ts';
import type { TrialRules } from './trial-section.ts';
import type { CompiledFormula } from './compiled-formula.ts';
import type { Table } from './table.ts';
import type { Value } from './value.ts';
import type { RowType, ValueType } from './value-type.ts';

/** A regulation as loaded: checked wholly, so that computing with it can only fail for want of facts. */
export interface Regulation {
  readonly id: string;
  readonly name: string;
  /** sha256 of the file text, given by the caller of `load`. */
  readonly version: string;
  /** First day in force, `YYYY-MM-DD`. */
  readonly validFrom: string;
  /** Last day in force, or null while it lasts. */
  readonly validTo: string | null;
  /** The first month it gives amounts for, `YYYY-MM`. */
  readonly firstMonth: string;
  /** The document it was written from. */
  readonly source: string;
  readonly inputs: readonly InputRule[];
  readonly params: readonly ParamRule[];
  readonly tables: readonly Table[];
  readonly steps: readonly Step[];
  readonly components: readonly ComponentRule[];
  readonly outputs: readonly OutputRule[];
  readonly totals: TotalRules;
  /** Rules the product needs day by day; null for a regulation that is only computed with. */
  readonly daily: DailyRules | null;
  /** What a day's presence costs; null where the regulation says nothing of it. */
  readonly attendance: AttendanceRules | null;
  /** Which facts hold otherwise in a trial month; null where the regulation knows none. */
  readonly trial: TrialRules | null;
  /** Payments beside the month's own, in the order of the file. */
  readonly payments: readonly PaymentRules[];
  readonly uses: readonly { readonly id: string; readonly version: string }[];
  /** Rules of single offices or groups of staff over these; empty for most regulations and within a layer. */
  readonly layers: readonly LayerRule[];
  /** The layer whose rules these are; null for the regency's own. */
  readonly layer: LayerMark | null;
  /** Rows over those whom one leads, made by the engine; null where the regulation asks for none. */
  readonly chain: ChainRule | null;
  /** Facts that only another rule set of the same file needs: they may be given and have no effect. */
  readonly idle: ReadonlySet<string>;
}

/** A layer: under its condition its rules hold instead of the regency's, which they contain where they do not differ. */
export interface LayerRule {
  readonly id: string;
  readonly label: string;
  readonly cite: string;
  /** Over facts of the regency's rules, parameters, tables and the month. */
  readonly when: CompiledFormula;
  /** The facts that the condition speaks of. */
  readonly needs: readonly InputRule[];
  readonly rules: Regulation;
}

/** An input whose rows are made of the results of the people one leads (`source: bawahan.langsung`). */
export interface ChainRule extends ChainPlan {
  readonly input: string;
  /** Its columns, by the names of the steps, facts and parameters they take, and the days led. */
  readonly row: RowType;
}

/** What must be computed of a led person for the columns. */
export interface ChainPlan {
  /** The steps, and the gates before them that may stop, in their order. */
  readonly steps: readonly Step[];
  /** A column rests on the rows themselves: then people are computed from below upwards. */
  readonly dependent: boolean;
}

/** By which layer a rule set is, for what is shown of a result. */
export interface LayerMark {
  readonly id: string;
  readonly label: string;
  readonly cite: string;
  /** Steps (a gate by its `name`) that the layer brought, or that speak of a parameter or table it changed. */
  readonly steps: ReadonlySet<string>;
}

export type TotalName = 'gross' | 'deductions' | 'net';

/** The totals, each where the regulation has it. */
export interface TotalRules extends Readonly<Record<TotalName, OutputRule | null>> {
  /** A net may be below zero: somebody who owes more than the month gives. */
  readonly belowZero: boolean;
}

/** A fact the regulation needs about one employee's month. */
export interface InputRule {
  readonly name: string;
  readonly label: string;
  readonly type: ValueType;
  /** Where the product takes it from, such as `pegawai.kelas` or `fakta.gaji_bruto`. */
  readonly source: string;
  /** Used when the fact is not given; without one the fact is required. */
  readonly fallback: Value | null;
  /** Of whom the fact is asked; null for everybody. Over facts that are asked of everybody, parameters and the month. */
  readonly when: CompiledFormula | null;
  /** The names that `when` speaks of. */
  readonly needs: readonly string[];
  /** Bounds of a number as written (98.2 for a percentage), decimal text kept for messages. */
  readonly min: string | null;
  readonly max: string | null;
}

export interface ParamRule {
  readonly name: string;
  readonly label: string;
  readonly cite: string;
  readonly type: ValueType;
  readonly value: Value;
}

export type Step = SetStep | GateStep;

interface StepHead {
  readonly name: string;
  readonly label: string;
  readonly cite: string;
  readonly line: number;
}

export interface SetStep extends StepHead {
  readonly kind: 'set';
  readonly type: ValueType;
  readonly show: 'main' | 'detail' | 'hidden';
  /** The collection a step goes over, by the name of the fact or step that holds it. */
  readonly each: EachRule | null;
  /** The first branch whose condition holds gives the value; with none the value is zero. */
  readonly branches: readonly Branch[];
}

export interface EachRule {
  readonly formula: CompiledFormula;
  /** The step or fact gone over, when it is named directly. */
  readonly name: string | null;
  /** Items for which it does not hold are left out of the result; null takes all. */
  readonly where: CompiledFormula | null;
}

export interface Branch {
  readonly when: CompiledFormula | null;
  readonly formula: CompiledFormula;
  /** Article and label of this branch where they differ from the step's. */
  readonly cite: string | null;
  readonly label: string | null;
}

export interface GateStep extends StepHead {
  readonly kind: 'gate';
  readonly condition: CompiledFormula;
  readonly status: string | null;
  readonly reason: string;
  /** When true, the steps after it are not computed: they take the value in `then`, or zero. */
  readonly stop: boolean;
  readonly then: ReadonlyMap<string, CompiledFormula>;
}

export interface ComponentRule {
  readonly code: string;
  readonly label: string;
  readonly kind: ComponentKind;
  /** The step shown; with `each`, one component for each of its keys. */
  readonly step: string;
  readonly each: boolean;
  /** Labels by key, for `each`. */
  readonly labels: ReadonlyMap<string, string>;
  /** Code of the budget account and name of the criterion, by the component's code; where the regulation names them. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly criteria: ReadonlyMap<string, string>;
}

export interface OutputRule {
  readonly name: string;
  readonly formula: CompiledFormula;
}

/** Rules of the working day, dated with the regulation. Points, minutes and days are small whole numbers. */
export interface DailyRules {
  readonly cite: string;
  /** Points expected of a working day, by working days per week. */
  readonly targetPoints: Readonly<Record<5 | 6, number>>;
  /** Points of one day that count at most; what is above is shown and does not count. */
  readonly pointsCap: number;
  /** Calendar days after the work date within which an entry may still be sent. */
  readonly entryWindowDays: number;
  /** Days of 24 hours in which each superior decides on an entry; null where the regulation sets none. */
  readonly decisionDays: number | null;
  /** Minutes of working hours without the application from which on work dates are opened again; null where none is named. */
  readonly outageMinutes: number | null;
  /** Calendar days for which they are open again; null where the regulation names none. */
  readonly reentryDays: number | null;
  readonly entryOnHoliday: 'tolak' | 'terima';
  readonly minutesMin: number;
  readonly minutesMax: number;
  readonly overlap: 'tolak' | 'terima';
  /** Who need not log, as `jenis:JPT`, `eselon:II.a`, `status:CPNS`: whoever any of these holds of. */
  readonly exempt: readonly string[];
}
