import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyAll, type Check } from '../../../src/features/assurance/service.ts';
import { anchors, brokenAnchors, sealTrail } from '../../../src/features/assurance/chain.ts';
import { digestsOf } from '../../../src/features/payroll-runs/digest.ts';
import { unpacked, type StoredExplanation } from '../../../src/features/payroll-runs/packed-trees.ts';
import { wordsOfRun } from '../../../src/features/payroll-runs/tree-words.ts';
import type pg from 'pg';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 2 });
  await sealTrail(pool);
  return () => pool.end();
});

test('the demo keeps every promise', async () => {
  const { ok, checks } = await verifyAll(pool);
  expect(checks.map(({ id }) => id)).toEqual([
    'I1',
    'I2',
    'I3',
    'I4',
    'I5',
    'I6',
    'I7',
    'I8',
    'I9',
    'I10',
    'I11',
    'I12',
    'I13',
    'I14',
    'I15',
    'I16',
    'I17',
  ]);
  expect(ok, JSON.stringify(checks.filter(check => !check.ok))).toBe(true);
});

const ENTRY = '(SELECT id FROM activity WHERE status = $$divalidasi$$ ORDER BY id LIMIT 1)';
const RUN = '(SELECT id FROM payroll_run ORDER BY id LIMIT 1)';
const LINE = `run_id = ${RUN} AND employee_id = (SELECT min(employee_id::text)::uuid FROM payroll_line WHERE run_id = ${RUN})`;

/** What somebody with the database's own password could do; each must be found and named. */
const told = (result: string): string =>
  `INSERT INTO idempotency (actor_id, key, request_hash, result) VALUES ('${randomUUID()}', '${randomUUID()}', 'x', '${result}')`;
const NOWHERE = '019a0000-0000-7000-8000-000000000000';

const BREAKS: readonly [id: string, what: string, statement: string][] = [
  [
    'I1',
    'an acknowledged entry that is not there',
    told(`{"id": "${NOWHERE}", "workDate": "2026-11-02", "status": "draf"}`),
  ],
  ['I1', 'an acknowledged job that is not there', told(`{"jobId": "${NOWHERE}"}`)],
  ['I1', 'an acknowledged row that is in no table', told(`"${NOWHERE}"`)],
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
    'I8',
    'points of a day beyond its cap counted',
    `UPDATE payroll_input SET facts = facts || '{"kegiatan.poin_divalidasi": "99999"}' WHERE ${LINE}`,
  ],
  [
    'I9',
    'a counted entry on a Saturday',
    `UPDATE activity SET work_date = '2026-09-05' WHERE work_date BETWEEN '2026-09-01' AND '2026-09-30' AND id = ${ENTRY}`,
  ],
  [
    'I9',
    'a counted entry on a holiday that was known',
    `INSERT INTO holiday (day, kind, name, source, recorded_at) SELECT work_date, 'lokal', 'Libur', 'SK', '2020-01-01' FROM activity
     WHERE work_date < '2026-10-01' AND id = ${ENTRY} ON CONFLICT (day, kind) DO UPDATE SET recorded_at = '2020-01-01'`,
  ],
  [
    'I9',
    'a counted entry on a day of leave',
    `INSERT INTO leave_record (employee_id, kind, first_day, last_day, document_number, document_date, recorded_at)
     SELECT employee_id, 'CT', work_date, work_date, 'SK', work_date, '2020-01-01' FROM activity
     WHERE work_date < '2026-10-01' AND id = ${ENTRY}`,
  ],
  [
    'I4',
    'a day of attendance derived after the close',
    `INSERT INTO attendance_day (employee_id, day, payroll_unit_id, code, late_minutes, early_minutes, cut_bp, why, input_hash, computed_at)
     SELECT employee_id, '2026-09-01', payroll_unit_id, 'H', 0, 0, 0, '{}', 'x', '2026-11-17T00:00:00Z' FROM activity WHERE id = ${ENTRY}
     ON CONFLICT (employee_id, day) DO UPDATE SET computed_at = excluded.computed_at`,
  ],
  [
    'I7',
    'a row of the trail changed behind its seal',
    `UPDATE audit_event SET reason = 'lain' WHERE seq = (SELECT min(seq) FROM audit_event)`,
  ],
  ['I7', 'a row taken out from behind its seal', `DELETE FROM activity_event WHERE seq = 2 AND activity_id = ${ENTRY}`],
  [
    'I7',
    'a row slipped in behind a seal',
    `INSERT INTO audit_event (at, recorded_at, action, object_type, object_id)
     SELECT at, recorded_at, 'uji', 'uji', '1' FROM audit_event ORDER BY seq LIMIT 1`,
  ],
  ['I7', 'a link rewritten', `UPDATE audit_chain SET content = content || ' ' WHERE seq = 1`],
  ['I7', 'a link taken out', `DELETE FROM audit_chain WHERE seq = 2`],
  ['I7', 'a step of a run rewritten', `UPDATE payroll_run_event SET note = 'lain' WHERE run_id = ${RUN} AND seq = 2`],
  [
    'I7',
    'the digest of a run changed with what it stands for',
    `UPDATE payroll_run SET line_digest = repeat('0', 64) WHERE id = ${RUN}`,
  ],
  [
    'I10',
    'more approved than the ceiling of the unit',
    `INSERT INTO payroll_ceiling (payroll_unit_id, year, amount, source, recorded_at, approved_at)
     SELECT id, 2026, 1, 'DPA', '2026-01-02', '2026-01-02' FROM payroll_unit`,
  ],
  [
    'I10',
    'a fact beyond the bounds of the regulation',
    `UPDATE payroll_input SET facts = facts || '{"presensi.pengurangan": "100.5"}' WHERE ${LINE}`,
  ],
  [
    'I10',
    'an amount below zero among the facts',
    `UPDATE payroll_input SET facts = facts || '{"penggajian.bruto": "-1"}' WHERE ${LINE}`,
  ],
  [
    'I4',
    'an entry written into a closed month later',
    `UPDATE activity SET updated_at = '2026-11-17T00:00:00Z' WHERE work_date < '2026-10-01' AND id = ${ENTRY}`,
  ],
  [
    'I4',
    'a step on an entry of a closed month',
    `UPDATE activity_event SET at = '2026-11-17T00:00:00Z' WHERE seq = 2 AND activity_id = ${ENTRY}`,
  ],
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
    'I4',
    'packed trees changed',
    `UPDATE payroll_line SET trees = set_byte(trees, 9, 255 - get_byte(trees, 9)) WHERE ${LINE}`,
  ],
  ['I12', 'packed trees taken away', `UPDATE payroll_line SET trees = NULL WHERE ${LINE}`],
  ['I4', 'the words of packed trees changed', `UPDATE payroll_tree_words SET words = words - 0 WHERE run_id = ${RUN}`],
  ['I12', 'the words of packed trees taken away', `DELETE FROM payroll_tree_words WHERE run_id = ${RUN}`],
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
      const seen = await checksInside(client, id);
      expect(seen.filter(check => !check.ok).map(check => check.id)).toContain(id);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

test('a run that was computed before trees were packed stays readable and keeps its digests', async () => {
  const client = await pool.connect();
  const sql: Sql = { query: (statement, values) => client.query(statement as string, values) };
  try {
    await client.query('BEGIN');
    await client.query("SET LOCAL session_replication_role = 'replica'");
    const { rows: runs } = await client.query<{ id: string }>('SELECT id FROM payroll_run WHERE digest_form = 2');
    expect(runs.length).toBeGreaterThan(0);
    for (const { id } of runs) {
      const words = await wordsOfRun(sql, id);
      const lines = await client.query<StoredExplanation & { person: string }>(
        'SELECT employee_id AS person, components, trees FROM payroll_line WHERE run_id = $1',
        [id],
      );
      for (const { person, ...stored } of lines.rows)
        await client.query(
          'UPDATE payroll_line SET components = $3, trees = NULL WHERE run_id = $1 AND employee_id = $2',
          [id, person, JSON.stringify(unpacked(stored, words))],
        );
      const { input_digest: inputs, line_digest: kept } = await digestsOf(sql, id, 1);
      await client.query('UPDATE payroll_run SET digest_form = 1, input_digest = $2, line_digest = $3 WHERE id = $1', [
        id,
        inputs,
        kept,
      ]);
    }
    await client.query('DELETE FROM payroll_tree_words');
    expect((await checksInside(client, 'I4', 'I12')).map(check => [check.id, check.ok])).toEqual([
      ['I4', true],
      ['I12', true],
    ]);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

test('digests and amounts come out the same in another zone and another order of rows', async () => {
  const client = await pool.connect();
  const zone = process.env['TZ'];
  try {
    await client.query('BEGIN');
    await client.query("SET LOCAL session_replication_role = 'replica'");
    // Rows written anew stand in another order on the disk.
    for (const table of ['activity', 'payroll_input', 'payroll_line'])
      await client.query(
        `WITH half AS (SELECT ctid AS place, tableoid AS part FROM ${table} WHERE hashtext(employee_id::text) % 2 = 0)
         UPDATE ${table} t SET employee_id = t.employee_id FROM half s WHERE t.ctid = s.place AND t.tableoid = s.part`,
      );
    for (const setting of [
      "TimeZone = 'Pacific/Kiritimati'",
      "DateStyle = 'ISO, DMY'",
      "bytea_output = 'escape'",
      'enable_hashagg = off',
      'enable_indexscan = off',
    ])
      await client.query(`SET LOCAL ${setting}`);
    process.env['TZ'] = 'America/St_Johns';
    const checks = await checksInside(client, 'I4', 'I12');
    expect(checks.map(check => [check.id, check.ok])).toEqual([
      ['I4', true],
      ['I12', true],
    ]);
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    await client.query('ROLLBACK');
    client.release();
  }
});

test('the chains grow with the trail, wait for nobody, and go on through an anchor that was kept', async () => {
  const kept = await anchors(pool);
  expect(kept.filter(each => each.unit === null)).toHaveLength(1);
  expect(kept.length).toBeGreaterThan(1);
  const writer = await pool.connect();
  try {
    const event = (action: string): string =>
      `INSERT INTO audit_event (at, action, object_type, object_id) VALUES (now(), '${action}', 'uji', '1')`;
    await writer.query('BEGIN');
    await writer.query(event('uji.lambat'));
    await pool.query(event('uji.cepat'));
    await sealTrail(pool); // what the open transaction may still bring is not sealed over
    await writer.query('COMMIT');
  } finally {
    writer.release();
  }
  expect(await sealTrail(pool)).toBe(true);
  expect((await verifyAll(pool, ['I7'])).ok).toBe(true);
  expect(await brokenAnchors(pool, kept)).toBe(0);
  expect(await brokenAnchors(pool, [{ ...kept[0]!, hash: '0'.repeat(64) }])).toBe(1);
  await expect(pool.query('UPDATE audit_chain SET seq = 99')).rejects.toThrow(/append-only/);
  await expect(pool.query('DELETE FROM audit_chain')).rejects.toThrow(/append-only/);
});

/** Everything that says what happened. A table of a trail that is not here fails nothing; a trigger that is gone does. */
const TRAILS = [
  ...['audit_event', 'activity_event', 'payroll_run_event', 'audit_chain', 'payroll_input', 'payroll_line'],
  ...['payroll_component', 'payroll_file', 'file_download', 'payroll_fact', 'data_view', 'decision_batch'],
  ...['staff_change', 'skp_event', 'objection_statement', 'attachment', 'attendance_punch', 'setting'],
  ...['regulation_draft_event', 'policy_simulation'],
];

test.each(TRAILS)('%s is neither changed nor emptied, nor is a row taken out', async table => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT DISTINCT p.proname || CASE WHEN t.tgtype & 16 > 0 THEN ' update' ELSE '' END || CASE WHEN t.tgtype & 8 > 0
       THEN ' delete' ELSE '' END || CASE WHEN t.tgtype & 32 > 0 THEN ' truncate' ELSE '' END AS name
     FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE t.tgrelid = $1::regclass AND t.tgenabled = 'O' AND p.proname = 'takar_append_only' ORDER BY 1`,
    [table],
  );
  expect(rows.map(row => row.name)).toEqual(['takar_append_only truncate', 'takar_append_only update delete'].sort());
});

test('a regulation that is in force is neither changed, replaced nor taken out', async () => {
  for (const statement of [
    "UPDATE regulation SET source = source || ' '",
    'UPDATE regulation SET approved_by = NULL, name = name',
    'UPDATE regulation SET replaced_at = now() WHERE id IN (SELECT regulation_id FROM payroll_run)',
    'DELETE FROM regulation',
    'TRUNCATE regulation CASCADE',
  ])
    await expect(pool.query(statement), statement).rejects.toThrow(/append-only/);
});

test('the role that works, with the rights of the runbook, cannot touch a trail but can do its work', async () => {
  const role = `app_${randomUUID().replaceAll('-', '')}`;
  const runbook = await readFile('docs/runbooks/audit-trail.md', 'utf8');
  const rights = /```sql\n(GRANT USAGE[^`]+)```/.exec(runbook)![1]!.replaceAll('takar_app', role);
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; CREATE ROLE ${role}; ${rights}; SET LOCAL ROLE ${role}`);
    const refused = async (statement: string): Promise<void> => {
      await client.query('SAVEPOINT before');
      await expect(client.query(statement)).rejects.toThrow(/permission denied|must be owner/);
      await client.query('ROLLBACK TO SAVEPOINT before');
    };
    await refused("UPDATE audit_event SET reason = 'lain'");
    await refused('DELETE FROM activity_event');
    await refused('TRUNCATE audit_chain');
    await refused('ALTER TABLE audit_event DISABLE TRIGGER USER');
    await refused("SET LOCAL session_replication_role = 'replica'");
    await refused("UPDATE regulation SET source = ''");
    await client.query('UPDATE regulation SET replaced_at = now() WHERE false');
    await client.query("SELECT takar_ensure_month('2031-05-01')");
    const { rowCount } = await client.query(
      "INSERT INTO audit_event (at, action, object_type, object_id) VALUES (now(), 'uji', 'uji', '1')",
    );
    expect(rowCount).toBe(1);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
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
    const i6 = async (): Promise<boolean> => (await checksInside(client, 'I6'))[0]!.ok;
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
async function checksInside(client: pg.PoolClient, ...only: string[]): Promise<readonly Check[]> {
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
  return (await verifyAll(inside as unknown as Pool, only)).checks;
}
