import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstDay, type Month } from '../../domain/month.ts';
import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Pool } from '../../platform/database/pool.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Zone } from '../../platform/clock.ts';
import { ceilingsOf } from '../facts/ceiling.ts';
import { trialDecree } from '../policies/engine-facts.ts';
import { regulationOn, type InForce } from '../policies/queries.ts';
import { asInForce, type Candidate } from './candidate.ts';
import { type ComparedPerson, personOf } from './compared-person.ts';
import { type BothAsked, type BothFacts, factsByBoth, goTogether } from './facts-of-month.ts';
import { outcomeOf } from './outcome.ts';
import { paidPeople, type PaidPerson, type UnitOnRoster, unitsOnRoster } from './roster-queries.ts';
import { notesOf } from './simulation-notes.ts';
import type { NamedRegulation, PersonDifference, SimulationResult } from './simulation-result.ts';
import { SimulationTally } from './tally.ts';
import type { KnownCeiling } from './unit-tally.ts';

/** People gathered by one statement: whole units, as many as come to this. */
const GATHERED_AT_ONCE = 4_000;
/** People computed before the event loop gets its turn. */
const CHUNK = 25;

/** What is simulated. */
export interface SimulationAsked {
  /** A month that is over; the caller has seen to it. */
  readonly month: Month;
  readonly candidate: Candidate;
  /** The regency's, where a unit has none of its own. */
  readonly zone: Zone;
  /** The version in force on the month's first day. */
  readonly inForce: InForce;
  /** Payroll units by id; null: the whole regency. */
  readonly unitIds: readonly string[] | null;
  /** Told after each batch how many people of the roster are done. */
  readonly onProgress?: ((done: number, total: number) => Promise<void>) | undefined;
}

export interface Simulation {
  readonly result: SimulationResult;
  /** Everybody who was computed by at least one of the two, by unit and NIP. */
  readonly people: readonly PersonDifference[];
}

/** The version in force for a month, as the close takes it; undefined where there is none. */
export const inForceFor = (pool: Pool, month: Month): Promise<InForce | undefined> =>
  regulationOn(pool, firstDay(month));

/**
 * Computes a past month by a regulation that is not in force and by the one that was, from what is known of the month
 * now, and counts what would change; what was really paid stands beside. Facts are gathered by each regulation's own cap,
 * targets and share of presence, so that the difference is the regulation's. Writes nothing. Some units at a time: memory
 * does not grow with the regency but for one short row a person.
 */
export async function simulateMonth(pool: Pool, asked: SimulationAsked): Promise<Simulation> {
  const { month, zone, candidate, inForce, unitIds, onProgress } = asked;
  const held = asInForce(candidate, month, inForce);
  const units = await unitsOnRoster(pool, month, unitIds);
  const ceilings = await ceilingsOfYear(pool, month, unitIds);
  const total = units.reduce((sum, unit) => sum + unit.people, 0);
  const tally = new SimulationTally();
  const people: PersonDifference[] = [];
  let decree: string | undefined;
  let done = 0;
  for (const batch of goTogether(inForce, held) ? [units] : batchesOf(units)) {
    const { gathered, paid } = await readBatch(pool, { month, zone, inForce, candidate: held }, batch);
    decree ??= gathered.map(each => trialDecree(each.inForce)).find(found => found !== undefined);
    const compared = await computed(month, { inForce, candidate: held }, gathered, () => tally.addExcluded());
    for (const unit of batch) {
      const own = compared.get(unit.id) ?? [];
      const ownPaid = paid.filter(each => each.payrollUnitId === unit.id);
      tally.addUnit(unit, own, ownPaid, ceilings.get(unit.id) ?? null);
      people.push(...differences(own, ownPaid));
    }
    done += batch.reduce((sum, unit) => sum + unit.people, 0);
    await onProgress?.(done, total);
  }
  const counted = tally.result(month, inForce.regulation, held.regulation);
  const result: SimulationResult = {
    period: month,
    candidate: named(candidate.regulation),
    inForce: named(inForce.regulation),
    asked: unitIds === null ? null : units.map(({ code }) => code),
    notes: notesOf({ candidate, inForce, decree, units: counted.units }),
    ...counted,
  };
  return { result, people };
}

async function ceilingsOfYear(
  pool: Pool,
  month: Month,
  unitIds: readonly string[] | null,
): Promise<ReadonlyMap<string, KnownCeiling>> {
  const year = Number(month.slice(0, 4));
  const rows = await ceilingsOf(pool, year, unitIds);
  return new Map(
    rows.flatMap(({ unitId, amount, spent }) => (amount === null ? [] : [[unitId, { year, amount, spent }] as const])),
  );
}

/** Whole units, in their order, as many as come to GATHERED_AT_ONCE people. */
function batchesOf(units: readonly UnitOnRoster[]): UnitOnRoster[][] {
  const batches: UnitOnRoster[][] = [];
  let people = GATHERED_AT_ONCE;
  for (const unit of units) {
    if (people + unit.people > GATHERED_AT_ONCE) {
      batches.push([]);
      people = 0;
    }
    batches.at(-1)!.push(unit);
    people += unit.people;
  }
  return batches;
}

interface Both {
  readonly inForce: InForce;
  readonly candidate: InForce;
}

/** Facts and payments of some units, as of one moment. */
const readBatch = (
  pool: Pool,
  asked: Omit<BothAsked, 'payrollUnitIds'>,
  units: readonly UnitOnRoster[],
): Promise<{ readonly gathered: BothFacts[]; readonly paid: PaidPerson[] }> => {
  const payrollUnitIds = units.map(({ id }) => id);
  return transaction(
    pool,
    async tx => ({
      gathered: await factsByBoth(tx, { ...asked, payrollUnitIds }),
      paid: await paidPeople(tx, asked.month, payrollUnitIds),
    }),
    { isolation: 'repeatable read', statementMs: LONG_STATEMENT_MS },
  );
};

/** Everybody's amounts by payroll unit; other requests get their turn between chunks of people. */
async function computed(
  month: Month,
  { inForce, candidate }: Both,
  gathered: readonly BothFacts[],
  onExcluded: () => void,
): Promise<ReadonlyMap<string, ComparedPerson[]>> {
  const units = new Map<string, ComparedPerson[]>();
  for (const [index, each] of gathered.entries()) {
    if (index % CHUNK === CHUNK - 1) await nextTurn();
    if (each.excluded) {
      onExcluded();
      continue;
    }
    const own = units.get(each.payrollUnitId) ?? [];
    units.set(each.payrollUnitId, own);
    own.push({
      person: personOf(each.employeeId, each.inForce),
      inForce: outcomeOf(inForce.regulation, month, each.inForce),
      candidate: outcomeOf(candidate.regulation, month, each.candidate),
      factsInForce: each.inForce,
      factsCandidate: each.candidate,
    });
  }
  return units;
}

function differences(compared: readonly ComparedPerson[], paid: readonly PaidPerson[]): PersonDifference[] {
  const lines = new Map(paid.flatMap(({ employeeId, hasLine, own }) => (hasLine ? [[employeeId, own.net]] : [])));
  const net = (outcome: ComparedPerson['inForce']): string | null => (outcome.ok ? String(outcome.sum.net) : null);
  return compared.map(({ person, inForce, candidate }) => {
    const { employeeId, nip, name, position, unit } = person;
    const line = lines.get(employeeId);
    return {
      employeeId,
      nip,
      name,
      position,
      unit,
      inForce: net(inForce),
      candidate: net(candidate),
      paid: line === undefined ? null : String(line),
    };
  });
}

const named = ({ id, version, name, validFrom }: InForce['regulation']): NamedRegulation => ({
  regulation: id,
  version,
  name,
  validFrom,
});
