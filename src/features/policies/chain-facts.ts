import { firstDay, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { chainRows, type ChainPerson } from '../../domain/tpp/chain.ts';
import { CHAIN_SOURCE } from '../../domain/tpp/chain-section.ts';
import { allInputs } from '../../domain/tpp/layer-choice.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { leadsOf, type Lead } from '../organisation/leads.ts';
import { engineFacts } from './engine-facts.ts';
import type { InForce } from './queries.ts';

/** The source of how many people somebody led in the month. */
export const LED_SOURCE = 'bawahan.jumlah';

/** A person's month before it is known whom they lead. */
export interface OwnFacts {
  readonly employeeId: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly excluded: string | null;
}

/** Somebody on a month's roster; `excluded`: why there will be no line. */
export type Standing = Pick<OwnFacts, 'employeeId' | 'excluded'>;

/** What a month's chain is made of. */
export interface ChainAsked {
  readonly month: Month;
  readonly inForce: InForce;
  /** The last day that counts. */
  readonly until: LocalDate;
  /** Gathers the month of people who are not among those given, in the same way. */
  readonly gather: (employeeIds: readonly string[]) => Promise<readonly OwnFacts[]>;
  /** Who of such people stands on the month's roster, and why not paid; without a look at what they did. */
  readonly standing: (employeeIds: readonly string[]) => Promise<readonly Standing[]>;
}

const LEFT_OUT = `SELECT employee_id AS id FROM payroll_exclusion
  WHERE month = $1::date AND kind = 'TPP' AND state = 'berlaku' AND employee_id = ANY ($2::uuid[])`;
const PAID = `SELECT DISTINCT ON (i.employee_id) i.employee_id AS "employeeId", i.facts, i.excluded
  FROM payroll_input i JOIN payroll_run r ON r.id = i.run_id
  WHERE r.month = $1::date AND r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR') AND r.regulation_id = $3
    AND i.excluded IS NULL AND i.employee_id = ANY ($2::uuid[])
  ORDER BY i.employee_id, r.closed_at DESC`;

/**
 * Puts what people of a month lead among their facts: `bawahan.langsung` as the engine makes it, and `bawahan.jumlah`. Of those
 * led who are not among `people`, what their own closed month was computed from holds, else what is known now. Who is paid
 * nothing that month (not on a roster, excluded) is nobody's row. Unchanged where the regulation asks for neither.
 */
export async function withChain<Person extends OwnFacts>(
  sql: Sql,
  asked: ChainAsked,
  people: readonly Person[],
): Promise<Person[]> {
  const { regulation } = asked.inForce;
  if (!isMadeTogether(asked.inForce) || people.length === 0) return [...people];
  const counts = countsLed(regulation);
  const leaders = people.map(({ employeeId }) => employeeId);
  // Counting looks at nobody's leads but their own; rows may hold what those led lead in their turn, wherever they do.
  const elsewhere = regulation.chain !== null;
  const found = await leadsOf(sql, { from: firstDay(asked.month), until: asked.until, leaders, elsewhere });
  const ofThese = new Set(leaders);
  const near = found.filter(({ leader }) => ofThese.has(leader));
  // Columns over those led may rest on the columns over those whom they lead in turn, down to the last.
  const rowsOver = regulation.chain?.dependent === true ? found : near;
  const others = regulation.chain === null ? [] : await othersOf(sql, asked, rowsOver, ofThese, asked.gather);
  const all = [...people, ...others];
  // Beyond the people whose months stand in a row it only has to be known who is paid: for counting, and of one level below.
  const known = new Set(all.map(({ employeeId }) => employeeId));
  const leads = counts ? found.filter(({ leader }) => known.has(leader)) : rowsOver;
  const standing = await othersOf(sql, asked, leads, known, asked.standing);
  const paid = await paidOf(sql, asked.month, [...all, ...standing]);
  const counted = leads.filter(({ leader, led }) => paid.has(leader) && paid.has(led));
  const numbers = countOf(counted);
  const withNumber = <Of extends OwnFacts>(person: Of): Of =>
    counts
      ? { ...person, facts: { ...person.facts, [LED_SOURCE]: String(numbers.get(person.employeeId) ?? 0) } }
      : person;
  const members = all.filter(({ employeeId }) => paid.has(employeeId)).map(each => personOf(asked, withNumber(each)));
  const rows = chainRows(regulation, asked.month, members, counted);
  return people.map(each => {
    const person = withNumber(each);
    const text = rows.get(person.employeeId)?.text;
    return text === undefined ? person : { ...person, facts: { ...person.facts, [CHAIN_SOURCE]: text } };
  });
}

/** Whether a regulation asks for facts that are made of people together. */
export const isMadeTogether = ({ regulation }: InForce): boolean => regulation.chain !== null || countsLed(regulation);

/** Asked with every calculation, and the same for as long as a regulation is loaded. */
const counting = new WeakMap<Regulation, boolean>();

function countsLed(regulation: Regulation): boolean {
  const known = counting.get(regulation);
  if (known !== undefined) return known;
  const counts = allInputs(regulation).some(({ source }) => source === LED_SOURCE);
  counting.set(regulation, counts);
  return counts;
}

function personOf({ month, inForce }: ChainAsked, { employeeId, facts }: OwnFacts): ChainPerson {
  const { values, trial, released } = engineFacts(inForce.regulation, month, facts);
  return { key: employeeId, name: facts['pegawai.nama'] ?? '', values, trial: trial ?? false, ...(released ? { released } : {}) };
}

/** Everybody in the leads who is not known yet. */
const unknownIn = (leads: readonly Lead[], known: ReadonlySet<string>): string[] =>
  [...new Set(leads.flatMap(({ leader, led }) => [leader, led]))].filter(id => !known.has(id));

/**
 * Everybody in the leads who is not known yet: of whose month is closed the facts it was closed with, of the others what
 * `find` says.
 */
async function othersOf<Of>(
  sql: Sql,
  { month, inForce }: ChainAsked,
  leads: readonly Lead[],
  known: ReadonlySet<string>,
  find: (people: readonly string[]) => Promise<readonly Of[]>,
): Promise<(OwnFacts | Of)[]> {
  const others = unknownIn(leads, known);
  if (others.length === 0) return [];
  const { closed, open } = await splitByClose(sql, month, inForce, others);
  return [...closed, ...(open.length > 0 ? await find(open) : [])];
}

async function splitByClose(
  sql: Sql,
  month: Month,
  inForce: InForce,
  people: readonly string[],
): Promise<{ closed: OwnFacts[]; open: string[] }> {
  const { rows } = await sql.query<OwnFacts & Record<string, unknown>>(PAID, [firstDay(month), people, inForce.id]);
  const closed = new Set(rows.map(({ employeeId }) => employeeId));
  return { closed: rows, open: people.filter(id => !closed.has(id)) };
}

/** Who of them is paid in the month. */
async function paidOf(sql: Sql, month: Month, people: readonly Standing[]): Promise<ReadonlySet<string>> {
  const ids = people.flatMap(({ employeeId, excluded }) => (excluded === null ? [employeeId] : []));
  const { rows } = await sql.query<{ id: string }>(LEFT_OUT, [firstDay(month), ids]);
  const left = new Set(rows.map(({ id }) => id));
  return new Set(ids.filter(id => !left.has(id)));
}

function countOf(leads: readonly Lead[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const { leader } of leads) numbers.set(leader, (numbers.get(leader) ?? 0) + 1);
  return numbers;
}
