import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Tx } from '../../../src/platform/database/sql.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { createTestDatabase } from '../../support/database.ts';
import { makeSmallWorld, type SmallWorld } from '../../support/small-world.ts';

/** What the database itself refuses of attendance, whoever asks: days and records of closed months, punches of nothing. */

let pool: Pool;
let world: SmallWorld;
let units: readonly string[];

/** October is closed for the first unit only. */
const DAYS = ['2026-09-30', '2026-10-01', '2026-10-31', '2026-11-01'] as const;
const isClosed = ({ day, unit }: Row): boolean => unit === 0 && day.startsWith('2026-10');

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 4 });
  world = await makeSmallWorld(pool);
  const other = randomUUID();
  await pool.query("INSERT INTO payroll_unit (id, code, name) VALUES ($1, 'UNIT-B', 'Unit B')", [other]);
  units = [world.unit, other];
});
afterAll(() => pool.end());

interface Row {
  readonly day: string;
  /** Which of the two. */
  readonly unit: number;
}

class TakenBack extends Error {}

/** Runs something with October closed, and takes everything back. @returns the code of the refusal, or what was done */
async function tried(prepare: (tx: Tx) => Promise<unknown>, act: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  let done: unknown;
  const work = transaction(pool, async tx => {
    await prepare(tx);
    await tx.query("SELECT takar_period_open('2026-10-01', $1)", [world.unit]);
    await tx.query("UPDATE payroll_period SET open = false WHERE month = '2026-10-01' AND payroll_unit_id = $1", [
      world.unit,
    ]);
    done = await act(tx);
    throw new TakenBack();
  });
  return work.catch((error: unknown) => (error instanceof TakenBack ? done : (error as { code: string }).code));
}

const people = (): string[] => [world.owner, world.superior, world.next];
const WRITE: Readonly<Record<string, string>> = {
  attendance_day: `INSERT INTO attendance_day (employee_id, day, payroll_unit_id, code, late_minutes, early_minutes, cut_bp, why, input_hash, computed_at)
    SELECT n.who, n.day, n.unit, 'H', 0, 0, 0, '[]', 'x', now() FROM unnest($1::uuid[], $2::date[], $3::uuid[]) AS n (who, day, unit)
    ON CONFLICT (employee_id, day) DO UPDATE SET payroll_unit_id = excluded.payroll_unit_id`,
  attendance_record: `INSERT INTO attendance_record (id, employee_id, day, payroll_unit_id, code, source, document_number, recorded_by, recorded_at)
    SELECT uuidv7(), n.who, n.day, n.unit, 'S', 'manual', '1', $4, now() FROM unnest($1::uuid[], $2::date[], $3::uuid[]) AS n (who, day, unit)`,
};
const CHANGE: Readonly<Record<string, string>> = {
  attendance_day: "UPDATE attendance_day SET code = 'TK' WHERE day = ANY ($1::date[])",
  attendance_record:
    'UPDATE attendance_record SET withdrawn_at = now(), withdrawn_by = employee_id WHERE day = ANY ($1::date[])',
};

const write = (tx: Tx, table: string, rows: readonly Row[]): Promise<unknown> => {
  const values = [
    rows.map((_, index) => people()[index % people().length]!),
    rows.map(({ day }) => day),
    rows.map(({ unit }) => units[unit]!),
  ];
  return tx.query(WRITE[table]!, table === 'attendance_record' ? [...values, world.superior] : values);
};

/** At most three rows, of different people: nothing else than the month refuses them. */
const rowsOf = fc.array(fc.record({ day: fc.constantFrom(...DAYS), unit: fc.constantFrom(0, 1) }), {
  minLength: 1,
  maxLength: 3,
});

describe.each(['attendance_day', 'attendance_record'])('%s', table => {
  it('takes rows together exactly where none of them is of a closed month', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, async rows => {
        const outcome = await tried(
          () => Promise.resolve(),
          async tx => (await write(tx, table, rows), 'taken'),
        );
        expect(outcome).toBe(rows.some(isClosed) ? 'TK001' : 'taken');
      }),
      { numRuns: 40 },
    );
  });

  it('lets rows that are there change exactly where none of those touched is of a closed month', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, fc.subarray([...DAYS], { minLength: 1 }), async (rows, days) => {
        const touched = rows.filter(({ day }) => days.includes(day));
        const outcome = await tried(
          tx => write(tx, table, rows),
          async tx => (await tx.query(CHANGE[table]!, [days]), 'taken'),
        );
        expect(outcome).toBe(touched.some(isClosed) ? 'TK001' : 'taken');
      }),
      { numRuns: 40 },
    );
  });

  it('answers a statement that touches no row', async () => {
    const none = await tried(
      () => Promise.resolve(),
      async tx => (await write(tx, table, []), 'taken'),
    );
    expect(none).toBe('taken');
  });
});

describe('a day', () => {
  it.each([
    ['moved out of', '2026-10-01', 0, '2026-11-01', 0, 'TK001'],
    ['moved into', '2026-11-01', 0, '2026-10-01', 0, 'TK001'],
    ['given away from', '2026-10-01', 0, '2026-10-01', 1, 'TK001'],
    ['given to', '2026-10-01', 1, '2026-10-01', 0, 'TK001'],
    ['moved beside', '2026-09-30', 0, '2026-11-01', 0, 'taken'],
    ['moved within the same month of another unit than', '2026-10-01', 1, '2026-10-31', 1, 'taken'],
  ])('%s a closed month', async (_what, day, unit, toDay, toUnit, expected) => {
    const outcome = await tried(
      tx => write(tx, 'attendance_day', [{ day, unit }]),
      async tx => {
        await tx.query('UPDATE attendance_day SET day = $1, payroll_unit_id = $2', [toDay, units[toUnit]!]);
        return 'taken';
      },
    );
    expect(outcome).toBe(expected);
  });

  it.each([
    ['2026-10-31', 0, 'TK001'],
    ['2026-10-31', 1, 'taken'],
    ['2026-11-01', 0, 'taken'],
  ])('of %s in unit %i is removed only while its month is open', async (day, unit, expected) => {
    const outcome = await tried(
      tx =>
        write(tx, 'attendance_day', [
          { day: '2026-09-30', unit: 0 },
          { day, unit },
        ]),
      async tx => (await tx.query('DELETE FROM attendance_day'), 'taken'),
    );
    expect(outcome).toBe(expected);
  });

  it('is refused where writing it again would change one of a closed month', async () => {
    const outcome = await tried(
      tx => write(tx, 'attendance_day', [{ day: '2026-10-01', unit: 0 }]),
      async tx => (await write(tx, 'attendance_day', [{ day: '2026-10-01', unit: 1 }]), 'taken'),
    );
    expect(outcome).toBe('TK001');
  });

  it('written while its month is being closed waits, and is refused', async () => {
    const [closer, writer] = [await pool.connect(), await pool.connect()];
    try {
      await closer.query('BEGIN');
      await closer.query("SELECT takar_period_open('2026-08-01', $1)", [units[1]!]);
      await closer.query("UPDATE payroll_period SET open = false WHERE month = '2026-08-01'");
      const writing = writer.query(WRITE['attendance_day']!, [[world.owner], ['2026-08-03'], [units[1]!]]).then(
        () => 'taken',
        (error: unknown) => (error as { code: string }).code,
      );
      const { rows } = await waitingFor(closer);
      expect(rows).toHaveLength(1);
      await closer.query('COMMIT');
      expect(await writing).toBe('TK001');
    } finally {
      closer.release();
      writer.release();
    }
  });
});

/** Resolves once somebody waits for what this connection holds. */
async function waitingFor(holder: {
  query: (text: string) => Promise<{ rows: unknown[] }>;
}): Promise<{ rows: unknown[] }> {
  for (;;) {
    const found = await holder.query(
      'SELECT pid FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))',
    );
    if (found.rows.length > 0) return found;
  }
}

describe('a punch', () => {
  const PUNCH = `INSERT INTO attendance_punch (batch_id, machine_id, pin_realm, pin, at, local_text, row_no)
    SELECT n.batch, n.machine, 'UJI', '1', now(), 'x', 1 FROM unnest($1::uuid[], $2::uuid[]) AS n (batch, machine)`;

  async function origins(): Promise<{ batch: string; machine: string }> {
    const [batch, machine] = [randomUUID(), randomUUID()];
    await pool.query(
      `INSERT INTO attendance_batch (id, kind, file_name, sha256, payroll_unit_id, state, uploaded_at)
       VALUES ($1, 'mesin', 'attlog.dat', $2, $3, 'pratinjau', now())`,
      [batch, randomUUID(), world.unit],
    );
    await pool.query(
      `INSERT INTO attendance_machine (id, code, name, unit_id, zone, pin_realm, recorded_at)
       SELECT $1, $2, 'Uji', id, 'Asia/Makassar', 'UJI', now() FROM org_unit LIMIT 1`,
      [machine, machine.slice(0, 8)],
    );
    return { batch, machine };
  }

  it('is of a batch and a machine that are there, also among many that are', async () => {
    const { batch, machine } = await origins();
    await pool.query(PUNCH, [
      [batch, batch],
      [machine, null],
    ]);
    const strange = randomUUID();
    await expect(
      pool.query(PUNCH, [
        [batch, strange],
        [machine, machine],
      ]),
    ).rejects.toMatchObject({
      code: '23503',
      constraint: 'attendance_punch_batch_id_fkey',
    });
    await expect(
      pool.query(PUNCH, [
        [batch, batch],
        [machine, strange],
      ]),
    ).rejects.toMatchObject({
      code: '23503',
      constraint: 'attendance_punch_machine_id_fkey',
    });
    const { rows } = await pool.query('SELECT count(*)::int AS punches FROM attendance_punch WHERE batch_id = $1', [
      batch,
    ]);
    expect(rows).toEqual([{ punches: 2 }]);
  });

  it('keeps what it is of: neither batch nor machine is removed or named anew', async () => {
    const { batch, machine } = await origins();
    await pool.query(PUNCH, [[batch], [machine]]);
    for (const text of [
      'DELETE FROM attendance_batch WHERE id = $1',
      'UPDATE attendance_batch SET id = uuidv7() WHERE id = $1',
      'DELETE FROM attendance_machine WHERE id = $1',
      'UPDATE attendance_machine SET id = uuidv7() WHERE id = $1',
    ])
      await expect(pool.query(text, [text.includes('machine') ? machine : batch])).rejects.toMatchObject({
        code: 'TK002',
      });
    for (const table of ['attendance_batch', 'attendance_machine'])
      await expect(pool.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({ code: 'TK002' });
    await pool.query('UPDATE attendance_machine SET active = false WHERE id = $1', [machine]);
  });
});
