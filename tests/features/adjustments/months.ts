import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { firstDay, month, type Month } from '../../../src/domain/month.ts';
import { leaveCause } from '../../../src/features/adjustments/cause.ts';
import { approveRun, closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import type { Pool } from '../../../src/platform/database/pool.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import type { Deps } from '../../../src/platform/deps.ts';
import { newId } from '../../../src/platform/identity.ts';
import {
  APPROVER,
  CLOSER,
  createOffice,
  insertEntry,
  officeDeps,
  officePool,
  person,
  UNIT,
} from '../payroll-runs/office.ts';

export const NOVEMBER = month('2026-11');
export const DECEMBER = month('2026-12');
/** People of the unit. */
export const MEMBERS = 32;
/** After all of them are over. */
const NOW = '2027-01-04T09:00:00+08:00';

export interface Office {
  readonly pool: Pool;
  readonly deps: Deps;
}

/** The office with facts for November and December, too; one validated entry each in November. */
export async function officeOfMonths(): Promise<Office> {
  const pool = officePool(await createOffice());
  await pool.query("SELECT takar_ensure_month('2026-12-01')");
  // Nobody needs a hundred people here.
  await pool.query("UPDATE assignment SET last_date = '2026-09-30' WHERE employee_id BETWEEN $1 AND $2", [
    person(MEMBERS + 1),
    person(900),
  ]);
  await pool.query(`INSERT INTO payroll_fact (employee_id, month, name, value, source)
    SELECT f.employee_id, m.month, f.name, f.value, f.source
    FROM payroll_fact f CROSS JOIN unnest(ARRAY['2026-11-01', '2026-12-01']::date[]) AS m (month) ORDER BY f.id`);
  return { pool, deps: officeDeps(pool, fixedClock(NOW)) };
}

/** The unit of the two superiors; they are paid there once they have their facts. */
export const OTHER = { id: '00000000-0000-7000-8000-000000000002', code: 'LAIN', name: 'Unit lain' };

/** The chair of a person belongs to the other unit, in a class, from the first of October on, whenever that is written. */
export async function moved({ pool }: Office, index: number, jobClass: number): Promise<void> {
  await pool.query(
    `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
     SELECT position_id, '2026-10-01', title, (SELECT id FROM org_unit WHERE code = 'LAIN'), superior_id, kind, $2, family
     FROM position_version WHERE position_id = (SELECT position_id FROM assignment WHERE employee_id = $1)`,
    [person(index), jobClass],
  );
}

/** Gives the two superiors what the regulation needs. */
export async function superiorsPaid({ pool }: Office): Promise<void> {
  await pool.query(
    `INSERT INTO payroll_fact (employee_id, month, name, value, source)
     SELECT s.id, f.month, f.name, f.value, 'uji' FROM payroll_fact f CROSS JOIN unnest($1::uuid[]) AS s (id) WHERE f.employee_id = $2`,
    [[person(901), person(902)], person(1)],
  );
}

/** Closes and computes a month of a unit. */
export async function closed({ deps }: Office, of: Month, unit = UNIT): Promise<string> {
  const { runId, jobId } = await closeMonth(deps, CLOSER, of, unit, randomUUID());
  const { state, error } = await runJob(deps, jobId);
  if (state !== 'selesai') throw new Error(`${of} was not computed: ${error ?? ''}`);
  return runId;
}

/** Closes, computes and approves a month of the unit. */
export async function approved(office: Office, of: Month, unit = UNIT): Promise<string> {
  const runId = await closed(office, of, unit);
  await approveRun(office.deps, APPROVER, runId);
  return runId;
}

/** An entry of October that waits for its decision. */
export async function waitingEntry({ pool }: Office, index: number, points: number): Promise<string> {
  const at = new Date('2026-10-28T08:00:00Z');
  const id = newId(at);
  await transaction(pool, async tx => {
    await insertEntry(tx, { id, index, day: '2026-10-28', points, status: 'dikirim', version: 1, at });
    await tx.query(
      `INSERT INTO activity_event (entry_month, activity_id, seq, action, to_status, actor_id, part, at)
       VALUES ('2026-10-01', $1, 1, 'kirim', 'dikirim', $2, 'pemilik', $3)`,
      [id, person(index), at],
    );
  });
  return id;
}

const SIGN = `UPDATE activity SET status = $2, version = version + 1,
    verified_by = CASE $2 WHEN 'divalidasi' THEN $3::uuid END,
    verified_chair_id = CASE $2 WHEN 'divalidasi' THEN (SELECT position_id FROM assignment WHERE employee_id = $3::uuid) END,
    validated_by = CASE $2 WHEN 'divalidasi' THEN $4::uuid END
  WHERE id = $1`;

/** A decision on an entry, or one taken back, as the services write it: the signatures and, once the month is closed, the cause. */
export async function sign(
  { pool, deps }: Office,
  entry: string,
  index: number,
  status: 'divalidasi' | 'dikirim',
  late = true,
): Promise<void> {
  await transaction(pool, async tx => {
    await tx.query(SIGN, [entry, status, person(901), person(902)]);
    const cause = { employeeId: person(index), month: month('2026-10'), kind: 'keputusan', ref: entry } as const;
    if (late) await leaveCause(tx, { ...cause, actorId: person(902), at: deps.clock.now() });
  });
}

/** A fact of a closed month, proposed by one person and approved by another, with the cause it leaves. */
export async function correct(
  { pool, deps }: Office,
  index: number,
  of: Month,
  name: string,
  value: string,
): Promise<void> {
  const at = deps.clock.now();
  await transaction(pool, async tx => {
    const { rows } = await tx.query<{ id: string }>(
      `INSERT INTO fact_proposal (employee_id, month, name, value, source, proposed_by, proposed_at, decision, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, 'Berita acara', $5, $7, 'disetujui', $6, $7) RETURNING id`,
      [person(index), firstDay(of), name, value, person(901), person(902), at],
    );
    const ref = rows[0]!.id;
    await tx.query(
      `INSERT INTO payroll_fact (employee_id, month, name, value, source, proposal_id, correction)
       VALUES ($1, $2, $3, $4, 'Berita acara', $5, true)`,
      [person(index), firstDay(of), name, value, ref],
    );
    await leaveCause(tx, { employeeId: person(index), month: of, kind: 'fakta', ref, actorId: person(902), at });
  });
}

/** The chair of a person in another class from the first of October on, whenever that is written. */
export async function reclass({ pool }: Office, index: number, jobClass: number): Promise<void> {
  await pool.query(
    `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
     SELECT position_id, '2026-10-01', title, unit_id, superior_id, kind, $2, family FROM position_version
     WHERE position_id = (SELECT position_id FROM assignment WHERE employee_id = $1)`,
    [person(index), jobClass],
  );
}

/** What reached each person for a month, by every approved run; and what is still owed of it. */
export async function paidFor({ pool }: Office, of: Month): Promise<Map<string, { net: bigint; owed: bigint }>> {
  const { rows } = await pool.query<{ id: string; net: bigint; owed: bigint }>(
    `SELECT m.employee_id AS id, sum(m.net)::bigint AS net,
       coalesce((SELECT t.owed FROM adjustment_rest t WHERE t.employee_id = m.employee_id AND t.of_month = $1), 0) AS owed
     FROM (SELECT l.employee_id, l.net FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
             WHERE r.month = $1 AND r.state IN ('DISETUJUI', 'DIBAYAR')
           UNION ALL SELECT a.employee_id, a.taken_net FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id
             WHERE a.of_month = $1 AND r.state IN ('DISETUJUI', 'DIBAYAR')) m GROUP BY m.employee_id`,
    [firstDay(of)],
  );
  return new Map(rows.map(({ id, net, owed }) => [id, { net, owed }]));
}

/** Discards a computed run as two persons do: the month is open again. */
export async function discarded({ pool }: Office, runId: string): Promise<void> {
  await transaction(pool, async tx => {
    const { rows } = await tx.query<{ month: string }>(
      "UPDATE payroll_run SET state = 'DIBATALKAN', version = version + 1 WHERE id = $1 RETURNING month",
      [runId],
    );
    await tx.query(
      'UPDATE payroll_period SET open = true, revision = revision + 1 WHERE month = $1 AND payroll_unit_id = $2',
      [rows[0]!.month, UNIT.id],
    );
  });
}

/** Whether a promise still holds after a statement by somebody with the database's own password; nothing of it stays. */
export async function holdsAfter({ pool }: Office, id: string, statement: string): Promise<boolean> {
  const client = await pool.connect();
  const inside = {
    observe: () => undefined,
    connect: () =>
      Promise.resolve({
        query: (asked: { text: string }, values?: unknown[]) =>
          /^(BEGIN|COMMIT)/.test(asked.text) ? Promise.resolve({ rows: [], rowCount: 0 }) : client.query(asked, values),
        release: () => undefined,
      }),
  };
  try {
    await client.query('BEGIN');
    await client.query("SET LOCAL session_replication_role = 'replica'");
    expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
    return (await verifyAll(inside as unknown as Pool, [id])).ok;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
