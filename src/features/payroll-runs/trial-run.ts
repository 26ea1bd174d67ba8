import { setImmediate as nextTurn } from 'node:timers/promises';
import { addMonths, firstDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { trialDecree, withoutTrial } from '../policies/engine-facts.ts';
import { factsIfApproved, factsOf, type GatheredFacts } from '../policies/facts.ts';
import type { InForce } from '../policies/queries.ts';
import { excludedPeople } from './exclusion-queries.ts';
import { lineAmounts, netFaults } from './line.ts';

/** People computed before the event loop gets its turn. */
const CHUNK = 50;

/** Whole rupiah. */
export interface Sum {
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

/** What somebody would get if the month were computed now. */
export interface TrialPerson extends Sum {
  readonly employeeId: string;
  readonly name: string;
  readonly position: string;
  /** Entries that would not count. */
  readonly waiting: number;
  /** The net amount if those were approved; null where nothing waits. */
  readonly ifApproved: bigint | null;
  /** The net amount that was approved for the month before; null where there is none. */
  readonly before: bigint | null;
}

/** Somebody without an amount, and why in Indonesian. */
export interface TrialRefusal {
  readonly employeeId: string;
  readonly name: string;
  readonly reasons: readonly string[];
}

/** A unit's month as it would be computed now. Nothing of it is kept. */
export interface TrialRun {
  /** By name. */
  readonly people: readonly TrialPerson[];
  /** Who cannot be computed: blocks the close. */
  readonly refused: readonly TrialRefusal[];
  /** Who is left out. */
  readonly left: readonly TrialRefusal[];
  readonly total: Sum;
  /** What a trial month would have paid by the ordinary rules; null in an ordinary month. */
  readonly ordinary: OrdinaryMonth | null;
}

/** A trial month by the ordinary rules. */
export interface OrdinaryMonth {
  readonly decree: string;
  /** Net amounts of those for whom the rules give one, by the rules and as paid. Whole rupiah. */
  readonly net: bigint;
  readonly paid: bigint;
  /** People for whom the rules give none. */
  readonly uncomputed: number;
}

/* Last month is what was approved then, whichever unit paid it. */
const BEFORE = `SELECT l.employee_id AS "employeeId", l.net FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
  WHERE r.month = $1 AND r.kind = 'TPP' AND r.state IN ('DISETUJUI', 'DIBAYAR') AND l.employee_id = ANY ($2::uuid[])`;

/**
 * Computes a unit's month from what is known now, by the facts and the engine of the close; closes and stores nothing.
 * Other requests get their turn between chunks of people.
 */
export async function tryRun(
  { pool: sql, clock }: Pick<Deps, 'pool' | 'clock'>,
  month: Month,
  inForce: InForce,
  payrollUnitId: string,
): Promise<TrialRun> {
  const gathering = { month, inForce, payrollUnitId, at: clock.now() };
  const gathered = await factsOf(sql, gathering);
  const left = await excludedPeople(sql, month, gathered);
  const anyWaits = gathered.some(({ waiting }) => waiting > 0);
  const approved = new Map(
    (anyWaits ? await factsIfApproved(sql, gathering) : []).map(({ employeeId, facts }) => [employeeId, facts]),
  );
  const before = await netsBefore(sql, month, gathered);
  const people: TrialPerson[] = [];
  const refused: TrialRefusal[] = [];
  const leftOut: TrialRefusal[] = [];
  for (const [index, person] of gathered.entries()) {
    if (index % CHUNK === CHUNK - 1) await nextTurn();
    const { employeeId, facts, waiting } = person;
    const name = facts['pegawai.nama'] ?? '';
    const why = person.excluded ?? left.get(employeeId);
    if (why !== undefined) {
      leftOut.push({ employeeId, name, reasons: [why] });
      continue;
    }
    const result = lineAmounts(inForce.regulation, month, facts);
    const reasons = result.ok ? netFaults(result.amounts.net) : result.reasons;
    if (!result.ok || reasons.length > 0) {
      refused.push({ employeeId, name, reasons });
      continue;
    }
    const better = waiting > 0 ? lineAmounts(inForce.regulation, month, approved.get(employeeId) ?? facts) : undefined;
    people.push({
      employeeId,
      name,
      position: facts['jabatan.nama'] ?? '',
      ...sumOf(result.amounts),
      waiting,
      ifApproved: better?.ok ? BigInt(better.amounts.net) : null,
      before: before.get(employeeId) ?? null,
    });
  }
  people.sort(byName);
  const ordinary = await ordinaryMonth(month, inForce, gathered, people);
  return { people, refused: refused.sort(byName), left: leftOut.sort(byName), total: totalOf(people), ordinary };
}

async function ordinaryMonth(
  month: Month,
  { regulation }: InForce,
  gathered: readonly GatheredFacts[],
  people: readonly TrialPerson[],
): Promise<OrdinaryMonth | null> {
  const decree = gathered.map(({ facts }) => trialDecree(facts)).find(found => found !== undefined);
  if (decree === undefined) return null;
  const facts = new Map(gathered.map(each => [each.employeeId, each.facts]));
  let [net, paid, uncomputed] = [0n, 0n, 0];
  for (const [index, person] of people.entries()) {
    if (index % CHUNK === CHUNK - 1) await nextTurn();
    const result = lineAmounts(regulation, month, withoutTrial(facts.get(person.employeeId) ?? {}));
    if (!result.ok) uncomputed += 1;
    else {
      net += BigInt(result.amounts.net);
      paid += person.net;
    }
  }
  return { decree, net, paid, uncomputed };
}

/** Whether an amount differs by more than a quarter from last month's, as the approval page lists it. */
export const differsMuch = ({ net, before }: TrialPerson): boolean => {
  if (before === null) return false;
  const difference = net > before ? net - before : before - net;
  return difference * 4n > before;
};

async function netsBefore(
  sql: Sql,
  month: Month,
  gathered: readonly GatheredFacts[],
): Promise<ReadonlyMap<string, bigint>> {
  const people = gathered.map(({ employeeId }) => employeeId);
  const { rows } = await sql.query<{ employeeId: string; net: bigint }>(BEFORE, [
    firstDay(addMonths(month, -1)),
    people,
  ]);
  return new Map(rows.map(({ employeeId, net }) => [employeeId, net]));
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

const sumOf = ({ gross, deductions, net }: Readonly<Record<keyof Sum, string>>): Sum => ({
  gross: BigInt(gross),
  deductions: BigInt(deductions),
  net: BigInt(net),
});

const totalOf = (people: readonly Sum[]): Sum => ({
  gross: people.reduce((sum, { gross }) => sum + gross, 0n),
  deductions: people.reduce((sum, { deductions }) => sum + deductions, 0n),
  net: people.reduce((sum, { net }) => sum + net, 0n),
});
