import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { newId } from '../../src/platform/identity.ts';
import { createTestDatabase } from '../support/database.ts';
import { insertEntry, makeSmallWorld, type SmallWorld } from '../support/small-world.ts';

// What schema.prisma cannot say and the migration says by hand: each promise is broken once here.

let pool: Pool;
let world: SmallWorld;

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 4 });
  world = await makeSmallWorld(pool);
});
afterAll(() => pool.end());

const refused = (work: Promise<unknown>, by: string): Promise<void> =>
  expect(work).rejects.toMatchObject(by.length === 5 ? { code: by } : { constraint: by });

let minute = 0;
/** A free half hour of the day, so that tests do not overlap each other by accident. */
function freeTimes(): { start: number; end: number } {
  minute += 10;
  return { start: minute, end: minute + 10 };
}

describe('an entry', () => {
  it('lies in the partition of its work date', async () => {
    const id = await insertEntry(pool, world, freeTimes());
    const { rows } = await pool.query<{ part: string }>(
      'SELECT tableoid::regclass::text AS part FROM activity WHERE id = $1',
      [id],
    );
    expect(rows).toEqual([{ part: 'activity_2026_11' }]);
  });

  it('does not overlap another one of the same person and day, but may touch it', async () => {
    await insertEntry(pool, world, { start: 600, end: 660 });
    await refused(insertEntry(pool, world, { start: 630, end: 640 }), '23P01');
    await insertEntry(pool, world, { start: 660, end: 690 });
    await insertEntry(pool, world, { start: 630, end: 640, status: 'ditolak' });
  });

  it.each([
    ['an unknown status', { status: 'beres' }, 'activity_status'],
    ['an end before its start', { start: 900, end: 900 }, 'activity_times'],
    ['a start without an end', { start: 900, end: null }, 'activity_times'],
    ['a sent entry without times', { start: null, end: null }, 'activity_complete'],
    ['a sent entry with a short description', { ...{ start: 1, end: 2 }, description: 'rapat' }, 'activity_complete'],
    ['a volume of nothing', { start: 1, end: 2, volume: '0' }, 'activity_volume'],
    ['a verified entry without a verifier', { start: 1, end: 2, status: 'diverifikasi' }, 'activity_signed'],
  ])('refuses %s', async (_what, row, constraint) => {
    await refused(insertEntry(pool, world, row), constraint);
  });

  it('lets a draft be incomplete', async () => {
    await insertEntry(pool, world, { status: 'draf', start: null, end: null, volume: null, description: '' });
  });

  it('is never verified by its owner, nor validated by its owner or its verifier', async () => {
    const signed = { ...freeTimes(), status: 'divalidasi', verifiedChair: world.superiorChair };
    await refused(insertEntry(pool, world, { ...signed, verifiedBy: world.owner }), 'activity_persons');
    await refused(
      insertEntry(pool, world, { ...signed, verifiedBy: world.superior, validatedBy: world.owner }),
      'activity_persons',
    );
    await refused(
      insertEntry(pool, world, { ...signed, verifiedBy: world.superior, validatedBy: world.superior }),
      'activity_persons',
    );
    await insertEntry(pool, world, { ...signed, verifiedBy: world.superior, validatedBy: world.next });
  });

  it('stays near the moment inside its id, which look-ups rely on', async () => {
    const far = newId(new Date('2026-05-01T00:00:00Z'));
    await refused(insertEntry(pool, world, { ...freeTimes(), id: far }), 'activity_near_its_id');
  });
});

describe('the period', () => {
  it('refuses every change of its entries once closed', async () => {
    const id = await insertEntry(pool, world, {
      workDate: '2026-10-20',
      start: 0,
      end: 5,
      id: newId(new Date('2026-10-20T00:00:00Z')),
    });
    const { rows } = await pool.query("SELECT open FROM payroll_period WHERE month = '2026-10-01'");
    expect(rows).toEqual([{ open: true }]);
    await pool.query("UPDATE payroll_period SET open = false WHERE month = '2026-10-01'");
    const again = { workDate: '2026-10-21', start: 0, end: 5, id: newId(new Date('2026-10-21T00:00:00Z')) };
    await refused(insertEntry(pool, world, again), 'TK001');
    await refused(pool.query("UPDATE activity SET status = 'draf' WHERE id = $1", [id]), 'TK001');
    await refused(pool.query("UPDATE activity SET work_date = '2026-11-01' WHERE id = $1", [id]), 'TK001');
    await refused(pool.query('DELETE FROM activity WHERE id = $1', [id]), 'TK001');
    await pool.query("UPDATE payroll_period SET open = true WHERE month = '2026-10-01'");
  });

  it('makes a close wait for submissions under way, and a submission wait for the close', async () => {
    const writer = await pool.connect();
    const closer = await pool.connect();
    try {
      await writer.query('BEGIN');
      await writer.query("SELECT takar_period_open('2026-11-01', $1)", [world.unit]);
      await closer.query('BEGIN');
      const close = closer.query("UPDATE payroll_period SET open = false WHERE month = '2026-11-01'");
      const first = await Promise.race([
        close.then(() => 'close'),
        pool.query('SELECT pg_sleep(0.2)').then(() => 'waiting'),
      ]);
      expect(first).toBe('waiting');
      await writer.query('COMMIT');
      await close;
      await closer.query('ROLLBACK');
    } finally {
      writer.release();
      closer.release();
    }
  });
});

describe('what may never change', () => {
  it.each(['activity_event', 'audit_event', 'payroll_fact', 'setting'])('%s is append-only', async table => {
    const inserts: Record<string, [string, unknown[]]> = {
      activity_event: [
        `INSERT INTO activity_event (entry_month, activity_id, seq, action, actor_id, part, at) VALUES ('2026-11-01', $1, 1, 'kirim', $2, 'pemilik', now())`,
        [newId(new Date('2026-11-02T00:00:00Z')), world.owner],
      ],
      audit_event: [
        "INSERT INTO audit_event (at, action, object_type, object_id) VALUES (now(), 'uji', 'uji', '1')",
        [],
      ],
      payroll_fact: [
        "INSERT INTO payroll_fact (employee_id, month, name, value, source) VALUES ($1, '2026-11-01', 'gaji_bruto', '1', 'uji')",
        [world.owner],
      ],
      setting: ["INSERT INTO setting (key, value, from_date) VALUES ('uji', '1', '2026-01-01')", []],
    };
    const [insert, values] = inserts[table]!;
    await pool.query(insert, values);
    await refused(pool.query(`DELETE FROM ${table}`), 'TK002');
    await refused(pool.query(`TRUNCATE ${table}`), 'TK002');
    const column = table === 'setting' ? 'key' : table === 'payroll_fact' ? 'value' : 'action';
    await refused(pool.query(`UPDATE ${table} SET ${column} = 'lain'`), 'TK002');
  });

  it.each(['activity', 'activity_2026_11', 'activity_event_2026_11', 'evidence', 'payroll_period', 'payroll_run'])(
    '%s is not emptied at one stroke',
    async table => {
      await refused(pool.query(`TRUNCATE ${table} CASCADE`), 'TK002');
    },
  );

  it('evidence is taken off once and otherwise left alone', async () => {
    const id = await insertEntry(pool, world, freeTimes());
    await pool.query(
      `INSERT INTO evidence (activity_id, sha256, media_type, size, name, added_by, added_at)
       VALUES ($1, 'a', 'image/png', 1, 'a.png', $2, now())`,
      [id, world.owner],
    );
    const set = (assignment: string): Promise<unknown> =>
      pool.query(`UPDATE evidence SET ${assignment} WHERE activity_id = $1`, [id]);
    await refused(set("sha256 = 'b'"), 'TK002');
    await refused(pool.query('DELETE FROM evidence WHERE activity_id = $1', [id]), 'TK002');
    await set('removed_at = now()');
    await refused(set('removed_at = NULL'), 'TK002');
  });

  it('an assignment is ended once and otherwise left alone', async () => {
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM assignment WHERE employee_id = $1', [world.next]);
    const id = rows[0]!.id;
    await refused(pool.query("UPDATE assignment SET from_date = '2025-01-01' WHERE id = $1", [id]), 'TK002');
    await refused(pool.query('DELETE FROM assignment WHERE id = $1', [id]), 'TK002');
    await pool.query("UPDATE assignment SET last_date = '2027-01-31', end_decree = 'SK 9' WHERE id = $1", [id]);
    await refused(pool.query("UPDATE assignment SET last_date = '2027-02-28' WHERE id = $1", [id]), 'TK002');
  });

  it('a reason stands with every return', async () => {
    const insert = `INSERT INTO activity_event (entry_month, activity_id, seq, action, actor_id, part, at) VALUES ('2026-11-01', $1, 1, 'kembalikan', $2, 'verifikator', now())`;
    await refused(
      pool.query(insert, [newId(new Date('2026-11-02T00:00:00Z')), world.superior]),
      'activity_event_reason',
    );
  });
});

describe('the tree of positions', () => {
  it('has no circle', async () => {
    const insert = `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
      SELECT $1, '2026-06-01', 'C', unit_id, $2, 'PELAKSANA', 7, 'umum' FROM position_version LIMIT 1`;
    await refused(pool.query(insert, [world.nextChair, world.ownerChair]), 'TK003');
    await refused(pool.query(insert, [world.nextChair, world.nextChair]), 'TK003');
  });

  it('has no circle when two people each add half of it at once', async () => {
    const half = async (chair: string, above: string): Promise<string> => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(
          `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
           SELECT $1, '2026-07-01', 'C', unit_id, $2, 'PELAKSANA', 7, 'umum' FROM position_version LIMIT 1`,
          [chair, above],
        );
        await client.query('COMMIT');
        return 'added';
      } catch (error) {
        await client.query('ROLLBACK');
        return (error as { code: string }).code;
      } finally {
        client.release();
      }
    };
    const [a, b] = [randomUUID(), randomUUID()];
    for (const chair of [a, b]) await pool.query('INSERT INTO position (id, code) VALUES ($1, $2)', [chair, chair]);
    const results = await Promise.all([half(a, b), half(b, a)]);
    expect(results.sort()).toEqual(['TK003', 'added']);
  });

  it('has no circle on a later day either, when the later half was written first', async () => {
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    for (const chair of [a, b, c]) await pool.query('INSERT INTO position (id, code) VALUES ($1, $2)', [chair, chair]);
    const put = (chair: string, day: string, above: string | null): Promise<unknown> =>
      pool.query(
        `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
         SELECT $1, $2, 'C', unit_id, $3, 'PELAKSANA', 7, 'umum' FROM position_version LIMIT 1`,
        [chair, day, above],
      );
    await put(b, '2026-01-01', null);
    await put(c, '2026-01-01', b);
    await put(b, '2027-06-01', a);
    await put(b, '2027-09-01', null);
    await refused(put(a, '2027-01-01', c), 'TK003'); // from June to August a, c and b would stand in a ring
    await put(a, '2027-09-01', c);
    await put(a, '2027-01-01', null);
  });

  it('seats one definitive holder in a chair and one person in one definitive chair', async () => {
    const insert =
      "INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, $3, '2026-08-01')";
    await refused(pool.query(insert, [world.superior, world.ownerChair, 'DEFINITIF']), '23P01');
    await pool.query(insert, [world.superior, world.ownerChair, 'PLT']);
  });
});

describe('a run', () => {
  const newRun = async (month: string, state = 'DITUTUP'): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO payroll_run (month, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at)
       VALUES ($1, $2, 1, $3, $4, $5, now()) RETURNING id`,
      [month, world.unit, state, regulation, world.superior],
    );
    return rows[0]!.id;
  };
  let regulation: string;
  beforeAll(async () => {
    const { rows } = await pool.query<{ id: string }>(
      "INSERT INTO regulation (code, version, name, valid_from, source) VALUES ('uji', 'v1', 'Uji', '2026-01-01', '-') RETURNING id",
    );
    regulation = rows[0]!.id;
  });

  it('lives once per month and unit', async () => {
    await newRun('2026-01-01');
    await refused(newRun('2026-01-01'), 'payroll_run_month_kind_payroll_unit_id_revision_key');
  });

  it('keeps its month shut and remembered until it is discarded', async () => {
    const id = await newRun('2026-04-01');
    const month = "month = '2026-04-01'";
    await pool.query("INSERT INTO payroll_period (month, payroll_unit_id, open) VALUES ('2026-04-01', $1, false)", [
      world.unit,
    ]);
    await refused(pool.query(`UPDATE payroll_period SET open = true WHERE ${month}`), 'TK002');
    await refused(pool.query(`UPDATE payroll_period SET month = '2026-05-01' WHERE ${month}`), 'TK002');
    await refused(pool.query(`DELETE FROM payroll_period WHERE ${month}`), 'TK002');
    await pool.query("UPDATE payroll_run SET state = 'DIBATALKAN' WHERE id = $1", [id]);
    await pool.query(`UPDATE payroll_period SET open = true, revision = 2 WHERE ${month}`);
  });

  it('takes only listed steps, and its totals stand once computed', async () => {
    const id = await newRun('2026-02-01');
    const set = (assignments: string): Promise<unknown> =>
      pool.query(`UPDATE payroll_run SET ${assignments} WHERE id = $1`, [id]);
    await refused(set("state = 'DISETUJUI'"), 'TK002');
    await refused(set("state = 'DIHITUNG'"), 'payroll_run_computed');
    await refused(
      set("state = 'DIHITUNG', people = 1, gross = 5, deductions = 1, net = 5, input_digest = 'a', line_digest = 'b'"),
      'payroll_run_computed',
    );
    await set(
      "state = 'DIHITUNG', people = 1, gross = 5, deductions = 1, net = 4, input_digest = 'a', line_digest = 'b'",
    );
    await refused(set('gross = 6, net = 5'), 'TK002');
    await refused(
      pool.query("UPDATE payroll_run SET state = 'DISETUJUI', approved_by = $2, approved_at = now() WHERE id = $1", [
        id,
        world.superior,
      ]),
      'payroll_run_two_persons',
    );
    await pool.query(
      "UPDATE payroll_run SET state = 'DISETUJUI', approved_by = $2, approved_at = now() WHERE id = $1",
      [id, world.next],
    );
    await refused(set("state = 'DIBATALKAN'"), 'TK002');
    await refused(set("state = 'DIBAYAR'"), 'payroll_run_paid');
    await refused(pool.query('DELETE FROM payroll_run WHERE id = $1', [id]), 'TK002');
  });

  it('gets lines only while it is being computed, and they add up', async () => {
    const id = await newRun('2026-03-01');
    const line = (gross: number, net: number): Promise<unknown> =>
      pool.query(
        `INSERT INTO payroll_line (run_id, employee_id, nip, name, unit_name, position, job_class, status, gross, deductions, net, outputs, components)
         VALUES ($1, $2, '1', 'A', 'U', 'P', 7, 'DIBAYAR', $3, 10, $4, '{}', '[]')`,
        [id, randomUUID(), gross, net],
      );
    await refused(line(100, 100), 'payroll_line_sum');
    await line(100, 90);
    await pool.query(
      "UPDATE payroll_run SET state = 'DIHITUNG', people = 1, gross = 100, deductions = 10, net = 90, input_digest = 'a', line_digest = 'b' WHERE id = $1",
      [id],
    );
    await refused(line(100, 90), 'TK002');
    await refused(pool.query('UPDATE payroll_line SET net = 0'), 'TK002');
  });
});
