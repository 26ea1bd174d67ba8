import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { askRecomputation } from '../../../src/features/adjustments/request-service.ts';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { type HeldJob, type JobKind, JobRefused } from '../../../src/features/jobs/held-job.ts';
import { COMPUTE_RUN } from '../../../src/features/jobs/queue.ts';
import { computeJob } from '../../../src/features/payroll-runs/compute-service.ts';
import { approveRun, closeMonth, retryRun } from '../../../src/features/payroll-runs/service.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { sqlTpp } from '../../oracle/sql-tpp.ts';
import { actorWith, APPROVER, CLOSER, OCTOBER, person, UNIT } from '../payroll-runs/office.ts';
import {
  approved,
  closed,
  correct,
  DECEMBER,
  holdsAfter,
  NOVEMBER,
  type Office,
  officeOfMonths,
  paidFor,
  reclass,
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

/** The computation gives up, as it does after some tries, when the facts are taken and nothing is written yet. */
const stoppedAfterSnapshot: JobKind = {
  ...computeJob,
  run: (deps, job) => {
    let steps = 0;
    const fence: HeldJob['fence'] = tx => {
      steps += 1;
      if (steps > 1) throw new JobRefused('Pekerjaan ini berhenti beberapa kali sebelum selesai.');
      return job.fence(tx);
    };
    return computeJob.run(deps, { ...job, fence });
  },
};

const CUT = 'pengurangan_disiplin';
const THIRD = actorWith(3, { role: 'kepegawaian', payrollUnitId: null });

test('a fact that comes while a run that has taken its facts stands failed is refused, not lost; corrected later, it is paid', async () => {
  const made = await office();
  const { pool, deps } = made;
  const { runId, jobId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
  await runJob(deps, jobId, { kinds: { [COMPUTE_RUN]: stoppedAfterSnapshot } });
  const { rows } = await pool.query(
    'SELECT r.state, (SELECT count(*)::int FROM payroll_input) AS inputs FROM payroll_run r',
  );
  expect(rows).toEqual([{ state: 'GAGAL', inputs: 32 }]);
  const fact = `INSERT INTO payroll_fact (employee_id, month, name, value, source) VALUES ($1, '2026-10-01', $2, '100', 'uji')`;
  await expect(pool.query(fact, [person(1), CUT])).rejects.toMatchObject({ code: 'TK001' });
  const again = await retryRun(deps, CLOSER, runId);
  expect((await runJob(deps, again.jobId)).state).toBe('selesai');
  await approveRun(deps, APPROVER, runId);
  await correct(made, 1, OCTOBER, CUT, '100');
  await approved(made, NOVEMBER);
  const paid = (await paidFor(made, OCTOBER)).get(person(1))!;
  expect(paid.net - paid.owed).toBe((await sqlTpp(pool, '2026-10-01')).get(person(1))!.net);
  // Nor does it go unseen where somebody with the database's own password makes it go away.
  expect((await verifyAll(pool, ['I4'])).checks.filter(check => !check.ok)).toEqual([]);
  for (const statement of [
    "DELETE FROM adjustment_cause WHERE kind = 'fakta'",
    'DELETE FROM payroll_fact WHERE correction',
    "UPDATE payroll_fact SET value = '1' WHERE correction",
    // Facts that came without a proposal, and what the run took of them.
    "UPDATE payroll_fact SET value = '1' WHERE NOT correction AND name = 'gaji_bruto' AND month = '2026-10-01'",
    "DELETE FROM payroll_fact WHERE NOT correction AND month = '2026-11-01'",
  ])
    expect([statement, await holdsAfter(made, 'I4', statement)]).toEqual([statement, false]);
});

test('whoever asks for somebody left out by two persons to be paid does not approve the run that pays', async () => {
  const made = await office();
  const { pool, deps } = made;
  await pool.query(
    `INSERT INTO payroll_exclusion (month, payroll_unit_id, employee_id, reason, state, asked_by, asked_at, decided_by, decided_at)
     VALUES ('2026-10-01', $1, $2, 'Sedang diperiksa Inspektorat', 'berlaku', $3, $5, $4, $5)`,
    [UNIT.id, person(1), person(901), person(902), deps.clock.now()],
  );
  await approved(made, OCTOBER);
  const { rows } = await pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [person(1)]);
  const request = { nip: rows[0]!.nip, month: OCTOBER, reason: 'Pemeriksaan selesai', key: randomUUID() };
  await askRecomputation(deps, { employeeId: APPROVER.employeeId }, request);
  const run = await closed(made, NOVEMBER);
  expect((await pool.query('SELECT 1 FROM payroll_adjustment WHERE run_id = $1', [run])).rowCount).toBe(1);
  await expect(approveRun(deps, APPROVER, run)).rejects.toMatchObject({ blockers: ['same-person'] });
  await approveRun(deps, THIRD, run);
  expect((await paidFor(made, OCTOBER)).get(person(1))!.net).toBeGreaterThan(0n);
  expect((await verifyAll(pool, ['I3', 'I12'])).ok).toBe(true);
});

test('a cause is not put away as settled: not by a run that was computed before it, nor without what it brings', async () => {
  const made = await office();
  await approved(made, OCTOBER);
  const november = await approved(made, NOVEMBER);
  await reclass(made, 1, 9);
  expect((await verifyAll(made.pool, ['I3', 'I12'])).ok).toBe(true);
  const settle = `INSERT INTO adjustment_settled (cause_id, run_id) SELECT id, '${november}' FROM adjustment_open`;
  expect(await holdsAfter(made, 'I12', settle)).toBe(false);
  await approved(made, DECEMBER);
  expect((await verifyAll(made.pool, ['I3', 'I12'])).ok).toBe(true);
  const later = "UPDATE adjustment_cause SET at = at + interval '1 year'";
  expect(await holdsAfter(made, 'I3', later)).toBe(false);
});

test('nobody is paid less than nothing: the close fails with the name and the way out', async () => {
  const { pool, deps } = await office();
  await pool.query(`INSERT INTO regulation (code, version, name, valid_from, source)
    SELECT code, 'potongan-besar', name, '2026-02-01', replace(source, '0, bruto - iwp)', '0, bruto - iwp) + gaji_bruto') FROM regulation`);
  const { jobId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
  const { state, error } = await runJob(deps, jobId);
  expect(state).toBe('gagal');
  expect(error).toMatch(/Pegawai 001 \(jumlah bersih kurang dari nol\).*keluarkan pegawainya dengan alasan/);
});

test('a unit that everybody has left carries what its people still have to get', async () => {
  const made = await office();
  const { pool, deps } = made;
  await approved(made, OCTOBER);
  await pool.query("UPDATE assignment SET last_date = '2026-10-31' WHERE last_date IS NULL AND employee_id < $1", [
    person(900),
  ]);
  await expect(closeMonth(deps, CLOSER, NOVEMBER, UNIT, randomUUID())).rejects.toThrow('Tidak ada pegawai');
  await reclass(made, 1, 9);
  const run = await approved(made, NOVEMBER);
  expect((await paidFor(made, OCTOBER)).get(person(1))!.net).toBe(
    (await sqlTpp(pool, '2026-10-01')).get(person(1))!.net,
  );
  const { rows } = await pool.query<{ people: number; net: bigint }>(
    'SELECT people, net FROM payroll_run WHERE id = $1',
    [run],
  );
  expect(rows).toEqual([{ people: 1, net: expect.any(BigInt) as bigint }]);
  expect(rows[0]!.net).toBeGreaterThan(0n);
  expect((await verifyAll(pool, ['I3', 'I4', 'I12'])).ok).toBe(true);
});
