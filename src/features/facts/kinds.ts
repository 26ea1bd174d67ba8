import { allInputs } from '../../domain/tpp/layer-choice.ts';
import type { InputRule, Regulation } from '../../domain/tpp/regulation.ts';
import { isEntered } from '../../domain/tpp/source-note.ts';
import { TEXT, typeText } from '../../domain/tpp/value-type.ts';
import { RELEASE_FACT } from '../policies/engine-facts.ts';

/** A fact that somebody enters, in the regulation's own words. */
export interface FactKind {
  /** The input's name in the regulation, and the name under which the fact is kept. */
  readonly name: string;
  readonly label: string;
  /** The rule that reads its values. */
  readonly rule: InputRule;
  /** 'rupiah', 'persen', 'pilihan', 'ya_tidak', 'tanggal', … */
  readonly unit: string;
  /** Nobody is paid without it. */
  readonly required: boolean;
}

/** What a rule says about its fact, whoever makes it. */
export const kindOf = (rule: InputRule): FactKind => ({
  name: rule.name,
  label: rule.label,
  rule,
  unit: typeText(rule.type),
  required: rule.fallback === null && rule.when === null,
});

/**
 * The facts of a regulation and its layers that people enter, those without which nobody is paid first. Attendance is among
 * them: where a unit has no attendance data it is entered by hand, and where it has, what is derived goes before what was
 * entered.
 */
export function factKinds(regulation: Regulation): FactKind[] {
  const kinds = allInputs(regulation).filter(isEntered).map(kindOf);
  return [...kinds.filter(kind => kind.required), ...kinds.filter(kind => !kind.required)];
}

/** The release of a month's postponed pay, kept as a fact of it (`RELEASE_FACT`); nobody enters it among the others. */
export const RELEASE: FactKind = kindOf({
  name: RELEASE_FACT,
  label: 'Penundaan TPP dilepas',
  type: TEXT,
  source: RELEASE_FACT,
  fallback: '',
  when: null,
  needs: [],
  min: null,
  max: null,
});

/** A kind by the name under which its values are kept. */
export const kindNamed = (kinds: readonly FactKind[], name: string): FactKind | undefined =>
  name === RELEASE.name ? RELEASE : kinds.find(kind => kind.name === name);

/** The name under which a payroll unit's budget ceiling of a year is proposed. */
export const CEILING = 'pagu';
