import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyAll, type Check } from '../../../src/features/assurance/service.ts';
import type pg from 'pg';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 2 });
  return () => pool.end();
});

test('the demo keeps every promise', async () => {
  const { ok, checks } = await verifyAll(pool);
  expect(checks.map(({ id }) => id)).toEqual([
    'I2',
    'I3',
    'I4',
    'I5',
    'I6',
    'I8',
    'I11',
    'I12',
    'I13',
    'I14',
    'I15',
    'I16',
  ]);
  expect(ok, JSON.stringify(checks.filter(check => !check.ok))).toBe(true);
});

const ENTRY = '(SELECT id FROM activity WHERE status = $$divalidasi$$ ORDER BY id LIMIT 1)';
const RUN = '(SELECT id FROM payroll_run ORDER BY id LIMIT 1)';
const LINE = `run_id = ${RUN} AND employee_id = (SELECT min(employee_id::text)::uuid FROM payroll_line WHERE run_id = ${RUN})`;

/** What somebody with the database's own password could do; each must be found and named. */
const BREAKS: readonly [id: string, what: string, statement: string][] = [
  [
    'I2',
    'a key without a result',
    `INSERT INTO idempotency (actor_id, key, request_hash, result) VALUES ('${randomUUID()}', '${randomUUID()}', 'x', 'null')`,
  ],
  [
    'I2',
    'a key for a run that is not there',
    `INSERT INTO idempotency (actor_id, key, request_hash, result) VALUES ('${randomUUID()}', '${randomUUID()}', 'x', '{"runId": "x"}')`,
  ],
  ['I3', 'a component changed', `UPDATE payroll_component SET amount = amount + 1 WHERE ${LINE} AND ordinal = 0`],
  ['I3', 'a line raised', `UPDATE payroll_line SET gross = gross + 1, net = net + 1 WHERE ${LINE}`],
  ['I3', 'a file altered', `UPDATE payroll_file SET bytes = bytes || 'x'::bytea`],
  ['I3', 'a file’s control total altered', `UPDATE payroll_file SET net = net + 1 WHERE scope LIKE 'run:%'`],
  [
    'I4',
    'an entry of a closed month changed',
    `UPDATE activity SET description = 'Menyusun surat lain' WHERE work_date < '2026-10-01' AND id = ${ENTRY}`,
  ],
  [
    'I4',
    'an entry slipped into a closed month',
    `DELETE FROM activity WHERE work_date < '2026-10-01' AND id = ${ENTRY}`,
  ],
  ['I5', 'a status without its event', `UPDATE activity SET status = 'ditolak' WHERE id = ${ENTRY}`],
  ['I5', 'an event taken away', `DELETE FROM activity_event WHERE seq = 2 AND activity_id = ${ENTRY}`],
  [
    'I6',
    'one’s own decision',
    `UPDATE activity_event e SET actor_id = t.employee_id FROM activity t WHERE t.id = e.activity_id AND e.part = 'verifikator' AND t.id = ${ENTRY}`,
  ],
  [
    'I6',
    'a decision by a team leader',
    `UPDATE assignment a SET kind = 'KETUA_TIM' FROM activity_event e
     WHERE e.activity_id = ${ENTRY} AND e.part = 'verifikator' AND a.employee_id = e.actor_id AND a.position_id = e.chair_id`,
  ],
  [
    'I6',
    'a right given to oneself',
    `UPDATE role_grant g SET granted_by = a.employee_id FROM account a WHERE a.id = g.account_id AND g.confirmed_by IS DISTINCT FROM a.employee_id`,
  ],
  [
    'I14',
    'a right of somebody who has retired',
    `INSERT INTO employee_status (employee_id, from_date, status) SELECT a.employee_id, '2026-11-01', 'PENSIUN'
     FROM role_grant g JOIN account a ON a.id = g.account_id WHERE g.role = 'bendahara' LIMIT 1`,
  ],
  [
    'I6',
    'another person’s submission',
    `UPDATE activity_event e SET actor_id = t.verified_by FROM activity t WHERE t.id = e.activity_id AND e.part = 'pemilik' AND t.id = ${ENTRY}`,
  ],
  [
    'I6',
    'a decision without a chair',
    `UPDATE activity_event SET chair_id = NULL WHERE part = 'verifikator' AND activity_id = ${ENTRY}`,
  ],
  [
    'I6',
    'a decision from a chair its person does not hold',
    `UPDATE activity_event e SET chair_id = t.position_id FROM activity t WHERE t.id = e.activity_id AND e.part = 'verifikator' AND t.id = ${ENTRY}`,
  ],
  [
    'I6',
    'a decision from a chair that did not lie above',
    `UPDATE position_version v SET superior_id = NULL FROM activity t WHERE t.id = ${ENTRY} AND v.position_id = t.position_id`,
  ],
  ['I8', 'points that are not norm times volume', `UPDATE activity SET points = points + 1 WHERE id = ${ENTRY}`],
  [
    'I11',
    'a person without a line',
    `WITH gone AS (DELETE FROM payroll_component WHERE ${LINE}) DELETE FROM payroll_line WHERE ${LINE}`,
  ],
  [
    'I12',
    'a fact changed after the close',
    `UPDATE payroll_input SET facts = facts || '{"pegawai.kelas": "15"}' WHERE ${LINE}`,
  ],
  [
    'I4',
    'a stored explanation changed',
    `UPDATE payroll_line SET components = jsonb_set(components, '{components,0,amount}', '"1"') WHERE ${LINE}`,
  ],
  [
    'I13',
    'a circle in the tree',
    `UPDATE position_version v SET superior_id = b.position_id FROM position_version b WHERE b.superior_id = v.position_id AND v.position_id = (SELECT superior_id FROM position_version WHERE superior_id IS NOT NULL LIMIT 1)`,
  ],
  [
    'I15',
    'a closed period without a run',
    `INSERT INTO payroll_period (month, payroll_unit_id, open) SELECT '2020-01-01', id, false FROM payroll_unit`,
  ],
  ['I15', 'a job running without a lease', `UPDATE job SET state = 'berjalan'`],
  ['I15', 'a run changed without its event', `UPDATE payroll_run SET version = version + 1 WHERE id = ${RUN}`],
  ['I16', 'history without its entry', `DELETE FROM activity WHERE id = ${ENTRY}`],
];

describe('verify names what is broken', () => {
  test.each(BREAKS)('%s: %s', async (id, _what, statement) => {
    const client = await pool.connect();
    try {
      // One transaction that is rolled back: every case starts from the sound demo.
      await client.query('BEGIN');
      await client.query("SET LOCAL session_replication_role = 'replica'");
      const { rowCount } = await client.query(statement);
      expect(rowCount).toBeGreaterThan(0);
      const seen = await checksInside(client);
      expect(seen.filter(check => !check.ok).map(check => check.id)).toContain(id);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

test('a tree that is rewritten later with an earlier date leaves decisions sound', async () => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SET LOCAL session_replication_role = 'replica'");
    // Every decided entry's position goes elsewhere from the first of the year on.
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
       SELECT DISTINCT ON (v.position_id) v.position_id, '2026-01-02'::date, v.title, v.unit_id, NULL::uuid, v.kind, v.job_class, v.family
       FROM position_version v JOIN activity t ON t.position_id = v.position_id WHERE v.superior_id IS NOT NULL
       RETURNING position_id AS id`,
    );
    const i6 = async (): Promise<boolean> => (await checksInside(client)).find(check => check.id === 'I6')!.ok;
    expect([rows.length > 0, await i6()]).toEqual([true, false]);
    await client.query(
      `INSERT INTO audit_event (at, action, object_type, object_id, after)
       SELECT '2026-11-18T05:00:00Z', 'jabatan.ubah', 'position', id, '{"from": "2026-01-02"}' FROM unnest($1::text[]) id`,
      [rows.map(row => row.id)],
    );
    expect(await i6()).toBe(true);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

/** The checks as the breaking transaction itself sees the database. */
async function checksInside(client: pg.PoolClient): Promise<readonly Check[]> {
  const inside = {
    observe: () => undefined,
    connect: () =>
      Promise.resolve({
        query: (statement: { text: string }, values?: unknown[]) =>
          /^(BEGIN|COMMIT)/.test(statement.text)
            ? Promise.resolve({ rows: [], rowCount: 0 })
            : client.query(statement, values),
        release: () => undefined,
      }),
  };
  return (await verifyAll(inside as unknown as Pool)).checks;
}
