import type { Month } from '../../domain/month.ts';
import type { PaymentKind } from '../../domain/payroll/pay-period.ts';
import { compute } from '../../domain/tpp/compute.ts';
import type { Computation, ComputedComponent, StatusReason } from '../../domain/tpp/computation.ts';
import type { Why } from '../../domain/explained.ts';
import { paidNow } from '../../domain/tpp/postponed.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { engineFacts } from '../policies/engine-facts.ts';

/** One person's snapshot. */
export interface LineInput {
  readonly employeeId: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly waiting: number;
}

/** What `payroll_line.components` holds: the amounts with their trees, and why a gate applied. */
export interface StoredComponents {
  readonly components: readonly ComputedComponent[];
  readonly reasons: readonly StatusReason[];
  /** How gross, deductions and net were made; what they rest on stands in the components' own trees. */
  readonly why: Readonly<Record<string, Why>>;
}

/** A line as it is stored, named like the columns of `payroll_line`; amounts are whole rupiah as decimal text. */
export interface Line {
  readonly employee_id: string;
  readonly nip: string;
  readonly name: string;
  readonly unit_name: string;
  readonly position: string;
  readonly job_class: number;
  readonly status: string;
  readonly gross: string;
  readonly deductions: string;
  readonly net: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly components: StoredComponents;
  readonly waiting: number;
}

export type ComputedLine =
  | { readonly ok: true; readonly line: Line }
  | { readonly ok: false; readonly name: string; readonly reasons: readonly string[] };

/**
 * Why a person's month cannot be closed, in Indonesian; empty when it can. Cheaper than the line itself. A net below zero is
 * never paid: a month computed again may come to one, and then what was paid is taken back.
 */
export function lineFaults(
  regulation: Regulation,
  month: Month,
  input: LineInput,
  payment?: PaymentKind,
): readonly string[] {
  const computation = compute(regulation, engineFacts(regulation, month, input.facts, payment), { explain: false });
  const faults = faultsOf(computation);
  return faults.length > 0 || computation.net === null ? faults : netFaults(computation.net);
}

/** Why a net cannot be paid. @param net whole rupiah as decimal text */
export const netFaults = (net: string): readonly string[] =>
  BigInt(net) < 0n ? ['jumlah bersih kurang dari nol'] : [];

/** A person's amounts, in whole rupiah as decimal text. */
export type Amounts = Pick<Line, 'gross' | 'deductions' | 'net'>;

/** What a person's line would come to, without its trees; or why no amount may be given. */
export function lineAmounts(
  regulation: Regulation,
  month: Month,
  facts: LineInput['facts'],
  payment?: PaymentKind,
): { readonly ok: true; readonly amounts: Amounts } | { readonly ok: false; readonly reasons: readonly string[] } {
  const computation = paidNow(
    regulation,
    compute(regulation, engineFacts(regulation, month, facts, payment), { explain: false }),
  );
  const { gross, deductions, net } = computation;
  if (gross === null || deductions === null || net === null) return { ok: false, reasons: faultsOf(computation) };
  return { ok: true, amounts: { gross, deductions, net } };
}

/**
 * One person's line, from the snapshot and the regulation alone: the same two give the same bytes, then and years later.
 * Not ok, with the reasons in Indonesian, when no amount may be given.
 * @param month the month whose facts these are; of a special payment its base month
 * @param payment the code of a special payment
 */
export function computeLine(
  regulation: Regulation,
  month: Month,
  input: LineInput,
  payment?: PaymentKind,
): ComputedLine {
  return lineFrom(regulation, input, compute(regulation, engineFacts(regulation, month, input.facts, payment)));
}

/** The same for a month that is being closed, where a net below zero is a fault (`lineFaults`). */
export function closingLine(
  regulation: Regulation,
  month: Month,
  input: LineInput,
  payment?: PaymentKind,
): ComputedLine {
  const computation = compute(regulation, engineFacts(regulation, month, input.facts, payment));
  const reasons = computation.net === null ? [] : netFaults(computation.net);
  if (faultsOf(computation).length === 0 && reasons.length > 0)
    return { ok: false, name: input.facts['pegawai.nama'] ?? '', reasons };
  return lineFrom(regulation, input, computation);
}

function lineFrom(regulation: Regulation, input: LineInput, whole: Computation): ComputedLine {
  const name = input.facts['pegawai.nama'] ?? '';
  const computation = paidNow(regulation, whole);
  const { gross, deductions, net } = computation;
  if (gross === null || deductions === null || net === null) return { ok: false, name, reasons: faultsOf(computation) };
  return {
    ok: true,
    line: { ...identity(input, name), status: computation.status, gross, deductions, net, ...storedParts(computation) },
  };
}

/** Why a computation gives no amount, in Indonesian; empty when it does. */
export function faultsOf({ missingFacts, gross, deductions, net }: Computation): readonly string[] {
  if (missingFacts.length > 0) return missingFacts.map(fact => `${fact.label} ${fact.reason}`);
  const complete = gross !== null && deductions !== null && net !== null;
  return complete ? [] : ['peraturan tidak menyebut bruto, potongan dan bersih'];
}

function identity(
  { employeeId, facts, waiting }: LineInput,
  name: string,
): Pick<Line, 'employee_id' | 'nip' | 'name' | 'unit_name' | 'position' | 'job_class' | 'waiting'> {
  return {
    employee_id: employeeId,
    nip: facts['pegawai.nip'] ?? '',
    name,
    unit_name: facts['unit.nama'] ?? '',
    position: facts['jabatan.nama'] ?? '',
    job_class: Number(facts['pegawai.kelas'] ?? '0'),
    waiting,
  };
}

/** What is stored of a computation beside its totals. */
export function storedParts({ outputs, components, reasons, why }: Computation): Pick<Line, 'outputs' | 'components'> {
  const totals = Object.entries(why ?? {}).map(([name, tree]) => [name, { ...tree, children: [] }]);
  return { outputs, components: { components, reasons, why: Object.fromEntries(totals) as Record<string, Why> } };
}
