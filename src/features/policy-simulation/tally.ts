import type { Month } from '../../domain/month.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { byUnitAndNip, changeOf, type ComparedPerson } from './compared-person.ts';
import { ComponentTally } from './component-tally.ts';
import { DistributionTally } from './distribution.ts';
import { GroupTally } from './group-tally.ts';
import { LackingTally, StatusTally } from './lacking-tally.ts';
import { LargestChanges } from './largest-changes.ts';
import type { PaidPerson, UnitOnRoster } from './roster-queries.ts';
import type { Headcount, SimulationResult, Totals } from './simulation-result.ts';
import { NOTHING, plus, sumText, type Sum } from './sum.ts';
import { type CeilingSides, type KnownCeiling, UnitTally, type UnitSides } from './unit-tally.ts';

/** The part of a result that is counted from people. */
export type Counted = Pick<
  SimulationResult,
  'people' | 'totals' | 'units' | 'components' | 'groups' | 'distribution' | 'largest' | 'statuses' | 'lacking'
>;

class OneSidedCount {
  private people = 0;
  private sum = NOTHING;

  add(sum: Sum): void {
    this.people += 1;
    this.sum = plus(this.sum, sum);
  }

  result(): Headcount['onlyInForce'] {
    return { people: this.people, ...sumText(this.sum) };
  }
}

/** Takes people unit by unit and keeps sums alone: memory does not grow with the regency. */
export class SimulationTally {
  private roster = 0;
  private excluded = 0;
  private compared = 0;
  private neither = 0;
  private readonly onlyInForce = new OneSidedCount();
  private readonly onlyCandidate = new OneSidedCount();
  private readonly whole = new UnitTally();
  private readonly units: UnitSides[] = [];
  private readonly components = new ComponentTally();
  private readonly groups = new GroupTally();
  private readonly distribution = new DistributionTally();
  private readonly largest = new LargestChanges();
  private readonly statuses = new StatusTally();
  private readonly lackingInForce = new LackingTally();
  private readonly lackingCandidate = new LackingTally();

  addExcluded(): void {
    this.roster += 1;
    this.excluded += 1;
  }

  /**
   * Adds one unit's people, in the order of their NIP.
   * @param paid what approved runs of the unit paid, to whomever
   */
  addUnit(
    unit: UnitOnRoster,
    people: readonly ComparedPerson[],
    paid: readonly PaidPerson[],
    ceiling: KnownCeiling | null,
  ): void {
    const own = new UnitTally();
    for (const one of [...people].sort((a, b) => byUnitAndNip(a.person, b.person))) {
      this.addPerson(one);
      for (const tally of [own, this.whole]) tally.add(sumOf(one.inForce), sumOf(one.candidate));
    }
    for (const { own: line, adjustments } of paid)
      for (const tally of [own, this.whole]) tally.addPaid(line, adjustments);
    this.units.push(own.result(unit.code, unit.name, ceiling));
  }

  private addPerson(compared: ComparedPerson): void {
    const { person, inForce, candidate } = compared;
    this.roster += 1;
    if (!inForce.ok) this.lackingInForce.add(person, inForce.lacks);
    if (!candidate.ok) this.lackingCandidate.add(person, candidate.lacks);
    if (inForce.ok && !candidate.ok) this.onlyInForce.add(inForce.sum);
    if (!inForce.ok && candidate.ok) this.onlyCandidate.add(candidate.sum);
    if (!inForce.ok && !candidate.ok) this.neither += 1;
    const change = changeOf(compared);
    if (change === null || !inForce.ok || !candidate.ok) return;
    this.compared += 1;
    this.components.add(inForce.components, candidate.components);
    this.groups.add(person, change);
    this.distribution.add(inForce.sum.net, change);
    this.largest.add(compared, change);
    this.statuses.add(person, inForce.status, candidate.status);
  }

  result(month: Month, inForce: Regulation, candidate: Regulation): Counted {
    const { code: _code, name: _name, uncomputed: _uncomputed, ...totals } = this.whole.result('', '', null);
    return {
      people: {
        roster: this.roster,
        excluded: this.excluded,
        compared: this.compared,
        onlyInForce: this.onlyInForce.result(),
        onlyCandidate: this.onlyCandidate.result(),
        neither: this.neither,
      },
      totals: { ...totals, ceiling: ceilingOfAll(this.units) },
      units: this.units,
      components: this.components.result(),
      groups: this.groups.result(),
      distribution: this.distribution.result(),
      largest: this.largest.result(month, inForce, candidate),
      statuses: this.statuses.result(),
      lacking: { inForce: this.lackingInForce.result(), candidate: this.lackingCandidate.result() },
    };
  }
}

const sumOf = (outcome: ComparedPerson['inForce']): Sum | null => (outcome.ok ? outcome.sum : null);

function ceilingOfAll(units: readonly UnitSides[]): Totals['ceiling'] {
  const known = units.flatMap(({ ceiling }) => ceiling ?? []);
  const [first] = known;
  if (!first) return null;
  const sum = (pick: (ceiling: CeilingSides) => string): string =>
    String(known.reduce((total, ceiling) => total + BigInt(pick(ceiling)), 0n));
  return {
    year: first.year,
    amount: sum(({ amount }) => amount),
    spent: sum(({ spent }) => spent),
    yearInForce: sum(({ yearInForce }) => yearInForce),
    yearCandidate: sum(({ yearCandidate }) => yearCandidate),
    room: sum(({ room }) => room),
    units: known.length,
    unitsOver: known.filter(({ room }) => BigInt(room) < 0n).length,
  };
}
