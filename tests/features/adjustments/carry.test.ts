import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { approveRun } from '../../../src/features/payroll-runs/service.ts';
import { readinessCounts } from '../../../src/features/payroll-runs/readiness-counts.ts';
import { readinessByUnit } from '../../../src/features/payroll-runs/readiness.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import type { LocalDate } from '../../../src/domain/local-date.ts';
import { sqlTpp } from '../../oracle/sql-tpp.ts';
import { APPROVER, OCTOBER, person, UNIT } from '../payroll-runs/office.ts';
import {
  approved,
  closed,
  correct,
  DECEMBER,
  discarded,
  moved,
  OTHER,
  superiorsPaid,
  holdsAfter,
  MEMBERS,
  NOVEMBER,
  type Office,
  officeOfMonths,
  paidFor,
  reclass,
  sign,
  waitingEntry,
} from './months.ts';

const offices: Office[] = [];
afterEach(async () => {
  await Promise.all(offices.splice(0).map(({ pool }) => pool.end()));
});
async function office(): Promise<Office> {
  const made = await officeOfMonths();
  offices.push(made);
  return made;
}

const CUT = 'pengurangan_disiplin';
const cut = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
/** What becomes known about one person's October, and when: before November's close or before December's. */
const story = fc.record({
  points: fc.integer({ min: 1, max: 300 }),
  decided: fc.constantFrom('November', 'Desember', null),
  takenBack: fc.boolean(),
  first: cut,
  second: cut,
  jobClass: fc.option(fc.integer({ min: 1, max: 15 }), { nil: null }),
});

const LATER = '(SELECT max(id) FROM payroll_adjustment WHERE cardinality(counted) > 1 AND net > 0)';
/** What somebody with the database's own password could do to an adjustment. */
const BREAKS: readonly (readonly [string, string])[] = [
  [
    'I3',
    `UPDATE payroll_adjustment SET gross = gross + 1, net = net + 1, due_gross = due_gross + 1, due_net = due_net + 1,
       taken_gross = taken_gross + 1, taken_net = taken_net + 1 WHERE id = ${LATER}`,
  ],
  ['I3', `UPDATE payroll_adjustment SET counted = '{}' WHERE id = ${LATER}`],
  [
    'I3',
    `UPDATE payroll_adjustment SET paid_gross = paid_gross - 1, paid_deductions = paid_deductions - 1 WHERE id = ${LATER}`,
  ],
  [
    'I3',
    `UPDATE payroll_adjustment SET owed = owed + 1, rest_of = 1, deductions = deductions + 1, gross = gross + 1 WHERE id = ${LATER}`,
  ],
  [
    'I3',
    'UPDATE payroll_run SET net = net + 1, gross = gross + 1 WHERE id = (SELECT max(run_id::text)::uuid FROM payroll_adjustment)',
  ],
  [
    'I3',
    `INSERT INTO adjustment_settled (cause_id, run_id)
     SELECT min(s.cause_id), (SELECT id FROM payroll_run WHERE month = '2026-10-01') FROM adjustment_settled s`,
  ],
  ['I4', `UPDATE payroll_adjustment SET name = 'Orang lain' WHERE id = ${LATER}`],
  [
    'I12',
    `UPDATE payroll_adjustment SET facts = facts || '{"gaji_bruto": "1", "fakta.pengurangan_disiplin": "3", "koreksi.pengurangan_disiplin": "3"}' WHERE id = ${LATER}`,
  ],
  [
    'I12',
    `UPDATE payroll_adjustment SET taken_gross = taken_gross + 1, taken_deductions = taken_deductions + 1 WHERE id = ${LATER}`,
  ],
];

describe('what becomes known after the close', () => {
  test('ends, by whatever way, with what one computation of everything known would have paid', async () => {
    const stories = fc.sample(story, { numRuns: 30, seed: 20261122 });
    const late = await office();
    const entries = new Map<number, string>();
    for (const [place, each] of stories.entries())
      entries.set(place + 1, await waitingEntry(late, place + 1, each.points));
    await approved(late, OCTOBER);
    for (const [place, each] of stories.entries()) {
      const index = place + 1;
      if (each.decided === 'November') await sign(late, entries.get(index)!, index, 'divalidasi');
      if (each.first !== null) await correct(late, index, OCTOBER, CUT, String(each.first));
    }
    await approved(late, NOVEMBER);
    for (const [place, each] of stories.entries()) {
      const index = place + 1;
      if (each.decided === 'Desember') await sign(late, entries.get(index)!, index, 'divalidasi');
      if (each.decided !== null && each.takenBack) await sign(late, entries.get(index)!, index, 'dikirim');
      if (each.second !== null) await correct(late, index, OCTOBER, CUT, String(each.second));
      if (each.jobClass !== null) await reclass(late, index, each.jobClass);
    }
    await approved(late, DECEMBER);

    const early = await office();
    for (const [place, each] of stories.entries()) {
      const index = place + 1;
      const entry = await waitingEntry(early, index, each.points);
      if (each.decided !== null && !each.takenBack) await sign(early, entry, index, 'divalidasi', false);
      const known = each.second ?? each.first;
      if (known !== null)
        await early.pool.query(
          "INSERT INTO payroll_fact (employee_id, month, name, value, source) VALUES ($1, '2026-10-01', $2, $3, 'uji')",
          [person(index), CUT, String(known)],
        );
      if (each.jobClass !== null) await reclass(early, index, each.jobClass);
    }
    await approved(early, OCTOBER);
    const [paid, due] = [await paidFor(late, OCTOBER), await paidFor(early, OCTOBER)];
    expect(paid.size).toBe(due.size);
    expect(new Map([...paid].map(([id, { net, owed }]) => [id, net - owed]))).toEqual(
      new Map([...due].map(([id, { net }]) => [id, net])),
    );
    // A second opinion: the database alone, from raw rows, by the text of the regulation.
    const alone = await sqlTpp(late.pool, '2026-10-01');
    expect(new Map([...paid].map(([id, { net, owed }]) => [id, net - owed]))).toEqual(
      new Map([...paid.keys()].map(id => [id, alone.get(id)?.net])),
    );
    const { rows } = await late.pool.query<{ n: number; rests: number; open: number }>(
      `SELECT (SELECT count(*)::int FROM payroll_adjustment) AS n, (SELECT count(*)::int FROM adjustment_open) AS open,
         (SELECT count(*)::int FROM payroll_paid WHERE least(gross, deductions, net) < 0) AS rests`,
    );
    expect(rows[0]!.n).toBeGreaterThan(20);
    expect(rows[0]).toMatchObject({ open: 0, rests: 0 });

    const sums = await verifyAll(late.pool, ['I3', 'I4', 'I11', 'I12']);
    expect(sums.ok, JSON.stringify(sums.checks)).toBe(true);
    for (const [id, statement] of BREAKS)
      expect([statement, await holdsAfter(late, id, statement)]).toEqual([statement, false]);
  });

  test('waits while the old month is not approved; a discarded run leaves it open, and the next one carries it once', async () => {
    const made = await office();
    const entry = await waitingEntry(made, 1, 250);
    const october = await closed(made, OCTOBER);
    await sign(made, entry, 1, 'divalidasi');
    await approved(made, NOVEMBER);
    const counts = async (): Promise<number[]> => {
      const { rows } = await made.pool.query<{ carried: number; open: number }>(
        `SELECT (SELECT count(*)::int FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id AND r.state <> 'DIBATALKAN') AS carried,
           (SELECT count(*)::int FROM adjustment_open) AS open`,
      );
      return Object.values(rows[0]!);
    };
    expect(await counts()).toEqual([0, 1]);
    await approveRun(made.deps, APPROVER, october);
    const first = await closed(made, DECEMBER);
    expect(await counts()).toEqual([1, 0]);
    // Another run that is being computed: neither the cause nor the month is for it, whoever writes.
    const { rows: other } = await made.pool.query<{ id: string }>(
      `INSERT INTO payroll_run (month, kind, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at)
       SELECT '2027-01-01', kind, payroll_unit_id, 1, 'DITUTUP', regulation_id, closed_by, closed_at FROM payroll_run WHERE id = $1
       RETURNING id`,
      [first],
    );
    for (const twice of [
      'INSERT INTO adjustment_settled (cause_id, run_id) SELECT cause_id, $1 FROM adjustment_settled',
      `INSERT INTO payroll_adjustment SELECT (jsonb_populate_record(a, jsonb_build_object('id', a.id + 1000, 'run_id', $1::text))).*
       FROM payroll_adjustment a`,
    ])
      await expect(made.pool.query(twice, [other[0]!.id])).rejects.toMatchObject({ code: 'TK002' });
    await made.pool.query("UPDATE payroll_run SET state = 'DIBATALKAN', version = 2 WHERE id = $1", [other[0]!.id]);
    const before = await made.pool.query('SELECT people, gross, net FROM payroll_run WHERE id = $1', [first]);
    await discarded(made, first);
    expect(await counts()).toEqual([0, 1]);
    const second = await approved(made, DECEMBER);
    expect(await counts()).toEqual([1, 0]);
    expect((await made.pool.query('SELECT people, gross, net FROM payroll_run WHERE id = $1', [second])).rows).toEqual(
      before.rows,
    );
  });

  test('goes out to who has left, by the unit that paid; what they owe stays and is taken from nobody', async () => {
    const made = await office();
    const entry = await waitingEntry(made, 1, 250);
    await approved(made, OCTOBER);
    await made.pool.query("UPDATE assignment SET last_date = '2026-10-31' WHERE employee_id = ANY ($1)", [
      [person(1), person(2)],
    ]);
    await sign(made, entry, 1, 'divalidasi');
    await correct(made, 2, OCTOBER, CUT, '100');
    const run = await approved(made, NOVEMBER);
    const { rows } = await made.pool.query<{ employee_id: string; has_line: boolean; net: bigint }>(
      `SELECT employee_id, has_line, net FROM payroll_paid WHERE run_id = $1 AND employee_id <= $2 ORDER BY 1`,
      [run, person(2)],
    );
    expect(rows).toMatchObject([{ employee_id: person(1), has_line: false }]);
    expect(rows[0]!.net).toBeGreaterThan(0n);
    const owed = (await paidFor(made, OCTOBER)).get(person(2))!.owed;
    expect(owed).toBeGreaterThan(0n);
    // Nothing new: the next run does not write it down again.
    await approved(made, DECEMBER);
    expect((await made.pool.query('SELECT 1 FROM payroll_adjustment')).rowCount).toBe(2);
    const { rows: totals } = await made.pool.query('SELECT people FROM payroll_run WHERE id = $1', [run]);
    expect(totals).toEqual([{ people: MEMBERS - 1 }]);
  });

  test('a move written with an old date is paid once, however the two units close', async () => {
    const made = await office();
    await superiorsPaid(made);
    await approved(made, OCTOBER);
    const before = (await paidFor(made, OCTOBER)).get(person(3))!.net;
    await moved(made, 3, 15);
    // The other unit's October is still open: the person is on its roster, paid already, and gets no line there.
    const inForce = (await regulationOn(made.pool, '2026-10-01' as LocalDate))!;
    const ready = (await readinessByUnit(made.pool, OCTOBER, inForce, OTHER.id)).get(OTHER.id)!;
    const counted = (await readinessCounts(made.pool, OCTOBER, inForce, [OTHER.id])).get(OTHER.id)!;
    expect([ready.people, ready.excluded, counted.people, counted.excluded]).toEqual([2, 1, 2, 1]);
    await approved(made, NOVEMBER);
    const october = await approved(made, OCTOBER, OTHER);
    expect((await paidFor(made, OCTOBER)).get(person(3))!.net).toBe(before);
    const { rows: left } = await made.pool.query(
      'SELECT employee_id, excluded FROM payroll_input WHERE run_id = $1 AND excluded IS NOT NULL',
      [october],
    );
    expect(left).toEqual([{ employee_id: person(3), excluded: `Bulan ini sudah dibayar ${UNIT.name}` }]);
    await approved(made, NOVEMBER, OTHER);
    const { net, owed } = (await paidFor(made, OCTOBER)).get(person(3))!;
    // As if all had been known in time.
    const early = await office();
    await reclass(early, 3, 15);
    await approved(early, OCTOBER);
    expect([net, owed]).toEqual([(await paidFor(early, OCTOBER)).get(person(3))!.net, 0n]);
    expect(net).toBeGreaterThan(before);
    const { rows } = await made.pool.query(
      'SELECT cardinality(counted) AS counted, r.payroll_unit_id AS unit FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id',
    );
    expect(rows).toEqual([{ counted: 1, unit: OTHER.id }]);
    const { ok, checks } = await verifyAll(made.pool, ['I3', 'I4', 'I11', 'I12']);
    expect(ok, JSON.stringify(checks)).toBe(true);
  });
});
