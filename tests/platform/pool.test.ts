import { AsyncLocalStorage } from 'node:async_hooks';
import net from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isDatabaseAway, sqlStateOf, violatedConstraint } from '../../src/platform/database/failures.ts';
import { libraryClient } from '../../src/platform/database/library-client.ts';
import { type Pool, assertUtcSessions, createPool } from '../../src/platform/database/pool.ts';
import { createPrisma } from '../../src/platform/database/prisma.ts';
import { prepared, type Prepared, type Sql } from '../../src/platform/database/sql.ts';
import { transaction, type TransactionMode } from '../../src/platform/database/transaction.ts';
import { createTestDatabase } from '../support/database.ts';

let url: string;
let pool: Pool;

beforeAll(async () => {
  url = await createTestDatabase();
  pool = createPool({ url, max: 4 });
  await pool.query(`CREATE TABLE box (id int PRIMARY KEY, label text CONSTRAINT box_label UNIQUE)`);
  await pool.query(
    `ALTER DATABASE ${pg.escapeIdentifier(new URL(url).pathname.slice(1))} SET timezone = 'Asia/Makassar'`,
  );
});

afterAll(async () => {
  await pool.end();
});

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

async function labels(): Promise<unknown[]> {
  return (await pool.query<{ label: string }>('SELECT label FROM box ORDER BY id')).rows.map(row => row.label);
}

describe('columns', () => {
  test('are read exactly, whatever the zone of this machine', async () => {
    expect(new Date('2026-01-01T00:00:00Z').getTimezoneOffset()).toBe(300);
    const { rows } = await pool.query(`SELECT 9007199254740993::int8 AS whole, '2026-03-01'::date AS day,
      ARRAY['2026-03-01'::date, NULL] AS days, ARRAY[1, 9007199254740993]::int8[] AS wholes,
      0.10::numeric(9,2) AS tenth, ARRAY[0.10]::numeric(9,2)[] AS tenths,
      '2026-03-01T08:00:00+08:00'::timestamptz AS moment, '2026-03-01 08:00'::timestamp AS wall,
      '{"a": [1]}'::jsonb AS json, NULL::date AS nothing, 3 AS small`);
    expect(rows[0]).toEqual({
      whole: 9007199254740993n,
      day: '2026-03-01',
      days: ['2026-03-01', null],
      wholes: [1n, 9007199254740993n],
      tenth: '0.10',
      tenths: ['0.10'],
      moment: new Date('2026-03-01T00:00:00Z'),
      wall: '2026-03-01 08:00:00',
      json: { a: [1] },
      nothing: null,
      small: 3,
    });
  });

  test('are the same inside transactions and for prepared statements', async () => {
    const day = prepared('test.day', 'SELECT $1::date AS day, pg_typeof($1::date)::text AS type');
    const inside = await transaction(pool, async tx => (await tx.query(day, ['2026-03-01'])).rows);
    expect(inside).toEqual([{ day: '2026-03-01', type: 'date' }]);
    expect((await pool.query(day, ['2026-03-01'])).rows).toEqual(inside);
  });

  test('stay as libraries know them elsewhere', async () => {
    const { rows } = await libraryClient(pool).query({ text: 'SELECT 5::int8 AS five' });
    expect(rows).toEqual([{ five: '5' }]);
  });
});

describe('sessions', () => {
  test('run in UTC although the database says otherwise', async () => {
    const fresh = createPool({ url, max: 1 });
    await assertUtcSessions(fresh);
    await fresh.end();
  });

  test('are refused where the option was dropped on the way', async () => {
    const client = new pg.Client(url);
    await client.connect();
    await expect(assertUtcSessions(client)).rejects.toThrow(/Asia\/Makassar, not in UTC/);
    await client.end();
  });

  test('of Prisma run in UTC too, and keep the rows of a repeated statement right', async () => {
    const prisma = createPrisma(url, 2);
    await prisma.payrollUnit.create({ data: { code: 'A', name: 'Unit A' } });
    for (let time = 0; time < 6; time++) {
      expect(await prisma.payrollUnit.findUnique({ where: { code: 'A' } })).toMatchObject({ name: 'Unit A' });
    }
    const zone = await prisma.$queryRaw`SELECT current_setting('TimeZone') AS zone`;
    expect(zone).toEqual([{ zone: 'UTC' }]);
    await prisma.$disconnect();
  });
});

describe('a transaction', () => {
  test('commits what it returns and rolls back what it throws', async () => {
    await pool.query('DELETE FROM box');
    const value = await transaction(pool, async tx => {
      await tx.query("INSERT INTO box VALUES (1, 'kept')");
      return 'done';
    });
    const thrown = await errorOf(
      transaction(pool, async tx => {
        await tx.query("INSERT INTO box VALUES (2, 'lost')");
        throw new Error('changed my mind');
      }),
    );
    expect(value).toBe('done');
    expect(thrown).toEqual(new Error('changed my mind'));
    expect(await labels()).toEqual(['kept']);
  });

  test('takes the time of work where its mode says so, and only then', async () => {
    const hasty = createPool({ url, max: 1, statementTimeout: 1 });
    const slow = 'SELECT count(*)::int AS people FROM generate_series(1, 200000)';
    expect(sqlStateOf(await errorOf(transaction(hasty, tx => tx.query(slow))))).toBe('57014');
    const patient = await transaction(hasty, tx => tx.query(slow), { statementMs: 60_000 });
    expect(patient.rows).toEqual([{ people: 200_000 }]);
    expect(sqlStateOf(await errorOf(hasty.query(slow)))).toBe('57014');
    await hasty.end();
  });

  test('leaves its connection fit for use after a statement was refused', async () => {
    const single = createPool({ url, max: 1 });
    const thrown = await errorOf(transaction(single, tx => tx.query('SELECT 1 / 0')));
    expect(sqlStateOf(thrown)).toBe('22012');
    expect((await single.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(single.totalCount).toBe(1);
    await single.end();
  });

  test('can be read only on one snapshot', async () => {
    await pool.query('DELETE FROM box');
    const counts = await transaction(
      pool,
      async tx => {
        const before = await tx.query('SELECT count(*) AS n FROM box');
        await pool.query("INSERT INTO box VALUES (3, 'meanwhile')");
        return [before.rows[0], (await tx.query('SELECT count(*) AS n FROM box')).rows[0]];
      },
      { isolation: 'repeatable read', readOnly: true },
    );
    expect(counts).toEqual([{ n: 0n }, { n: 0n }]);
    const writing = transaction(pool, tx => tx.query('DELETE FROM box'), { readOnly: true });
    expect(sqlStateOf(await errorOf(writing))).toBe('25006');
  });
});

describe('plans', () => {
  const MODE = 'SELECT current_setting($1) AS mode, pg_backend_pid() AS pid';
  const named = prepared('test.mode', MODE);
  const modeOf = async (sql: Sql, statement: string | Prepared): Promise<string> =>
    (await sql.query<{ mode: string }>(statement, ['plan_cache_mode'])).rows[0]!.mode;

  test('of named statements are made once and kept, of others each time, and transactions say which', async () => {
    const one = createPool({ url, max: 1 });
    const alternating = [named, MODE, named, MODE, MODE, named];
    for (const statement of alternating)
      expect(await modeOf(one, statement)).toBe(statement === named ? 'force_generic_plan' : 'auto');
    const { rows } = await one.query(
      "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = 'test.mode'",
    );
    expect(rows).toEqual([{ generic_plans: 3n, custom_plans: 0n }]);
    const within = (mode: TransactionMode): Promise<string> => transaction(one, tx => modeOf(tx, named), mode);
    expect([await within({}), await within({ plans: 'kept' }), await modeOf(one, MODE)]).toEqual([
      'auto',
      'force_generic_plan',
      'auto',
    ]);
    await one.end();
  });

  test('survive a statement that was refused: its connection is as good as before', async () => {
    const one = createPool({ url, max: 1 });
    const process = async (): Promise<unknown> => (await one.query('SELECT pg_backend_pid() AS pid')).rows[0];
    const before = await process();
    for (const refused of ['SELECT 1 / $1::int', prepared('test.refused', 'SELECT 2 / $1::int')])
      expect(sqlStateOf(await errorOf(one.query(refused, [0])))).toBe('22012');
    expect(await process()).toEqual(before);
    expect(await modeOf(one, named)).toBe('force_generic_plan');
    await one.end();
  });
});

describe('an observer', () => {
  test('hears each statement in the context of its caller, even when callers wait for a connection', async () => {
    const heard = new AsyncLocalStorage<string[]>();
    const observed = createPool({ url, max: 1, onQuery: ({ text }) => heard.getStore()?.push(text) });
    const request = (name: string): Promise<string[]> => {
      const list: string[] = [];
      return heard.run(list, async () => {
        await observed.query(`SELECT '${name}'`);
        await transaction(observed, tx => tx.query(prepared(`test.${name}`, `SELECT '${name}' AS again`)));
        return list;
      });
    };
    const lists = await Promise.all(['a', 'b', 'c'].map(request));
    expect(lists).toEqual(
      ['a', 'b', 'c'].map(name => [
        `SELECT '${name}'`,
        expect.stringMatching(/^BEGIN;/),
        `SELECT '${name}' AS again`,
        'COMMIT',
      ]),
    );
    await observed.end();
  });
});

describe('failures', () => {
  test('name the constraint that refused', async () => {
    await pool.query('DELETE FROM box');
    await pool.query("INSERT INTO box VALUES (1, 'x')");
    expect(violatedConstraint(await errorOf(pool.query("INSERT INTO box VALUES (2, 'x')")))).toBe('box_label');
    expect(violatedConstraint(await errorOf(pool.query('SELECT 1 / 0')))).toBeUndefined();
  });

  test('of a statement that takes too long, or a lock that is not granted, count as "away"', async () => {
    const hasty = createPool({ url, max: 2, statementTimeout: 50 });
    expect(isDatabaseAway(await errorOf(hasty.query('SELECT pg_sleep(5)')))).toBe(true);
    const waiting = transaction(pool, async tx => {
      await tx.query('LOCK TABLE box');
      return errorOf(hasty.query('SELECT * FROM box'));
    });
    expect(isDatabaseAway(await waiting)).toBe(true);
    await hasty.end();
  });

  test('of a full pool come in time and count as "away"', async () => {
    const single = createPool({ url, max: 1 });
    const holder = await single.connect();
    expect(isDatabaseAway(await errorOf(single.query('SELECT 1')))).toBe(true);
    holder.release();
    expect((await single.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await single.end();
  });

  test('of a server that is not there count as "away", a refusal does not', async () => {
    const nowhere = createPool({ url: `postgresql://x:y@127.0.0.1:${String(await closedPort())}/x`, max: 1 });
    expect(isDatabaseAway(await errorOf(nowhere.query('SELECT 1')))).toBe(true);
    expect(isDatabaseAway(await errorOf(pool.query('SELECT 1 / 0')))).toBe(false);
    expect(isDatabaseAway(new Error('something else'))).toBe(false);
    await nowhere.end();
  });

  test('of a connection that is cut between two statements of a transaction neither end the process nor the pool', async () => {
    const broken = createPool({ url, max: 2 });
    const cut = transaction(broken, async tx => {
      const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const pid = rows[0]!.pid;
      await pool.query('SELECT pg_terminate_backend($1)', [pid]);
      const left = async (): Promise<number | null> =>
        (await pool.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount;
      await expect.poll(left).toBe(0);
      await tx.query('SELECT 1');
    });
    expect(isDatabaseAway(await errorOf(cut))).toBe(true);
    expect((await broken.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await broken.end();
  });

  test('of idle connections that are cut do not end the process, and the pool goes on', async () => {
    const broken = new Promise<Error>(resolve => {
      const cut = createPool({ url, max: 1, onIdleError: resolve });
      void cut
        .query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
        .then(({ rows }) => pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]));
    });
    expect(isDatabaseAway(await broken)).toBe(true);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
