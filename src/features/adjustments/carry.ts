import { firstDay, monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { amounts, type Amounts, movesMoney, NO_AMOUNT, takenOf } from '../../domain/payroll/adjustment.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { type Judgement, judgeMonths } from './judgement.ts';

/** People whose old months are settled in one transaction. */
const CHUNK = 50;

/*
 * Whose old months a run carries: of everybody on its roster; and of people whom no unit pays in its month, where its unit
 * paid the old one (`takar_settling_unit`). A person whom the run has an adjustment for is done.
 */
const PEOPLE = `SELECT DISTINCT m.employee_id AS id
  FROM (SELECT employee_id, month FROM adjustment_open UNION SELECT employee_id, of_month FROM adjustment_rest) m
  JOIN payroll_run r ON r.id = $1
  WHERE m.employee_id > $2
    AND NOT EXISTS (SELECT 1 FROM payroll_adjustment a WHERE a.run_id = r.id AND a.employee_id = m.employee_id)
    AND (EXISTS (SELECT 1 FROM payroll_input i WHERE i.run_id = r.id AND i.employee_id = m.employee_id)
      OR (takar_paying_unit(m.employee_id, r.month) IS NULL
        AND r.payroll_unit_id = takar_settling_unit(m.employee_id, m.month, r.month)))
  ORDER BY m.employee_id LIMIT ${String(CHUNK)}`;
/** Alone with these people until the transaction ends; always in one order. */
const GATES = `SELECT pg_advisory_xact_lock(takar_adjustment_gate(p.id))
  FROM (SELECT DISTINCT id FROM unnest($1::uuid[]) AS u (id) ORDER BY id) p`;
const MATTERS = `SELECT m.employee_id, m.month, coalesce(array_agg(m.cause ORDER BY m.cause) FILTER (WHERE m.cause IS NOT NULL), '{}') AS causes
  FROM (SELECT employee_id, month, id AS cause FROM adjustment_open WHERE employee_id = ANY ($1::uuid[])
        UNION ALL SELECT employee_id, of_month, NULL FROM adjustment_rest WHERE employee_id = ANY ($1::uuid[])) m
  GROUP BY m.employee_id, m.month ORDER BY m.employee_id, m.month`;
const OWN = `SELECT employee_id, gross, deductions FROM payroll_line WHERE run_id = $1 AND employee_id = ANY ($2::uuid[])`;
const INSERT = `INSERT INTO payroll_adjustment (run_id, employee_id, of_month, of_run_id, regulation_id, facts, excluded, waiting,
    nip, name, unit_name, position, job_class, paid_gross, paid_deductions, paid_net, due_gross, due_deductions, due_net, owed,
    gross, deductions, net, taken_gross, taken_deductions, taken_net, components, due, counted, rest_of)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
    $27, $28, $29, $30) RETURNING id`;
const SETTLE = `INSERT INTO adjustment_settled (cause_id, run_id, adjustment_id)
  SELECT c.id, $2, $3 FROM unnest($1::bigint[]) AS c (id) ON CONFLICT DO NOTHING`;

interface MatterRow extends Record<string, unknown> {
  employee_id: string;
  month: LocalDate;
  causes: bigint[];
}

type Ready = Extract<Judgement, { readonly ready: true }>;

/** A month that can be settled, with the causes that ask for it. */
interface Matter {
  readonly judged: Ready;
  readonly causes: readonly bigint[];
}

/**
 * Settles the old months of the next people of a run that is being computed (docs/adr/0028-adjustments.md): writes what the
 * run carries and marks the causes. Months that have to wait keep their causes. May be repeated without effect.
 * @param after the last person of the step before
 * @returns the last person looked at; null when there is nobody left
 */
export async function carryNext(tx: Tx, runId: string, after: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(PEOPLE, [runId, after]);
  const people = rows.map(({ id }) => id);
  if (people.length === 0) return null;
  await tx.query(GATES, [people]);
  const matters = await mattersOf(tx, runId, people);
  const own = await ownOf(tx, runId, people);
  for (const person of people) {
    const theirs = matters.filter(({ judged }) => judged.standing.employeeId === person);
    const taken = takenOf(
      own.get(person) ?? NO_AMOUNT,
      theirs.map(({ judged }) => judged.settlement),
    );
    for (const [place, matter] of theirs.entries()) await settle(tx, runId, matter, taken[place] ?? NO_AMOUNT);
  }
  return people.at(-1) ?? null;
}

/** What can be settled now, by person and month, the oldest month first. */
async function mattersOf(tx: Tx, runId: string, people: readonly string[]): Promise<Matter[]> {
  const { rows } = await tx.query<MatterRow>(MATTERS, [people]);
  const keys = rows.map(row => ({ employeeId: row.employee_id, month: monthOf(row.month) }));
  const causes = new Map(rows.map(row => [`${row.employee_id}|${monthOf(row.month)}`, row.causes]));
  const judged = await judgeMonths(tx, keys, runId);
  return judged.flatMap(each =>
    each.ready
      ? [{ judged: each, causes: causes.get(`${each.standing.employeeId}|${each.standing.month}`) ?? [] }]
      : [],
  );
}

async function ownOf(tx: Tx, runId: string, people: readonly string[]): Promise<ReadonlyMap<string, Amounts>> {
  const { rows } = await tx.query<{ employee_id: string; gross: bigint; deductions: bigint }>(OWN, [runId, people]);
  return new Map(rows.map(row => [row.employee_id, amounts(row.gross, row.deductions)]));
}

/** Writes the adjustment, where the month moves money, and marks its causes. */
async function settle(tx: Tx, runId: string, { judged, causes }: Matter, taken: Amounts): Promise<void> {
  // What is owed from before and cannot come back yet changes nothing: the row that left it stands.
  const id = movesMoney(judged.settlement) || taken.net !== 0n ? await write(tx, runId, judged, taken) : null;
  if (causes.length > 0) await tx.query(SETTLE, [causes, runId, id]);
}

async function write(tx: Tx, runId: string, judged: Ready, taken: Amounts): Promise<bigint> {
  const { standing, due, settlement, person } = judged;
  const { paid } = standing.ledger;
  const { rows } = await tx.query<{ id: bigint }>(INSERT, [
    runId,
    standing.employeeId,
    firstDay(standing.month),
    standing.runId,
    judged.regulationId,
    JSON.stringify(due.facts),
    due.excluded,
    due.waiting,
    person.nip,
    person.name,
    person.unitName,
    person.position,
    person.jobClass,
    paid.gross,
    paid.deductions,
    paid.net,
    due.gross,
    due.deductions,
    due.net,
    settlement.owed,
    settlement.gross,
    settlement.deductions,
    settlement.net,
    taken.gross,
    taken.deductions,
    taken.net,
    JSON.stringify(settlement.components.map(storedDifference)),
    JSON.stringify({ status: due.status, outputs: due.outputs, components: due.components }),
    standing.counted,
    standing.restOf,
  ]);
  return rows[0]!.id;
}

/** A component of an adjustment as it is stored: amounts as decimal text. */
export interface StoredDifference {
  readonly code: string;
  readonly label: string;
  readonly kind: 'pendapatan' | 'potongan' | 'informasi';
  readonly before: string;
  readonly due: string;
  readonly difference: string;
}

const storedDifference = ({
  before,
  due,
  difference,
  ...each
}: Ready['settlement']['components'][number]): StoredDifference => ({
  ...each,
  before: String(before),
  due: String(due),
  difference: String(difference),
});
