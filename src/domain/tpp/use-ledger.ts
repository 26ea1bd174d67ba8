import { pastFault, type PastInput } from './past-output.ts';
import type { Problems } from './problem.ts';
import type { ValueType } from './value-type.ts';

/**
 * What a file declares and whether anything uses it. A file with layers is read once for each rule set in it; a parameter
 * that only one of them uses is used, so the ledger is settled when all of them have been read.
 */
export class UseLedger {
  private readonly declared = new Map<string, { readonly line: number; readonly reason: string; used: boolean }>();

  private readonly results = new Map<string, readonly ValueType[]>();
  private readonly past = new Map<number, PastInput>();
  private readonly steps = new Set<string>();
  /** Codes of components with the step of each. */
  private readonly components = new Map<string, string>();

  /** Notes results that the rule set just read gives. */
  noteResults(results: readonly { readonly name: string; readonly type: ValueType }[]): void {
    for (const { name, type } of results) this.results.set(name, [...(this.results.get(name) ?? []), type]);
  }

  /** Notes steps, whose values are no results unless an output gives them. */
  noteSteps(names: readonly string[]): void {
    for (const name of names) this.steps.add(name);
  }

  /** Notes components, which are no results either. */
  noteComponents(components: readonly { readonly code: string; readonly step: string }[]): void {
    for (const { code, step } of components) this.components.set(code, step);
  }

  /** Notes that an input at a line takes a result of an earlier month: some rule set of the file must give it. */
  notePast(line: number, input: PastInput): void {
    this.past.set(line, input);
  }

  /** Notes that something declared at a line is used, or not, in the rule set just read. */
  note(name: string, what: string, line: number, used: boolean): void {
    this.add(
      `${what}:${name}:${line}`,
      line,
      `${what} "${name}" tidak dipakai; hapus, atau pakai pada langkah atau hasil`,
      used,
    );
  }

  /** The same for a file of national tables named under `use`. */
  noteNational(id: string, line: number, used: boolean): void {
    this.add(`nasional:${id}`, line, `tabel nasional "${id}" tidak dipakai; hapus dari "use"`, used);
  }

  private add(key: string, line: number, reason: string, used: boolean): void {
    const before = this.declared.get(key);
    if (before) before.used ||= used;
    else this.declared.set(key, { line, reason, used });
  }

  /** Refuses what no rule set uses, and results of earlier months that none of them gives. */
  settle(problems: Problems): void {
    for (const { line, reason, used } of this.declared.values()) if (!used) problems.add(line, reason);
    for (const [line, input] of this.past) {
      const fault = pastFault(input, { results: this.results, steps: this.steps, components: this.components });
      if (fault !== null) problems.add(line, fault);
    }
  }
}
