import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { removeExpired } from '../../../src/platform/start/housekeeping.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/*
 * Who somebody is and what they may do is kept with their session. Whatever it rests on may be changed by anybody, at any
 * time: the change must hold at the very next request, and not before it is committed.
 */

/** Said in full only where a person is asked for anew. */
const ASKED = 'web.person';
const PERIODS = '/kepegawaian/periode';

const clock = fixedClock(DEMO_NOW);
const asked: string[] = [];
let pool: Pool;
let app: TestApp;

beforeAll(async () => {
  const database = await createDemoDatabase();
  pool = createPool({ url: database, max: 6, onQuery: ({ name }) => name !== undefined && asked.push(name) });
  app = await createTestApp({ database, pool, clock });
});
beforeEach(() => {
  clock.set(DEMO_NOW);
  asked.length = 0;
});
afterAll(async () => {
  await app.close();
  await pool.end();
});

const status = async (browser: Browser, path: string): Promise<number> => (await browser.get(path)).status;
const timesAsked = (): number => asked.filter(name => name === ASKED).length;
/** The statements of a change name the person of the cast as $1. */
const change = async (key: string, statement: string): Promise<void> => {
  const { rowCount } = await pool.query(statement, [key]);
  expect(rowCount).toBeGreaterThan(0);
};

const ACCOUNT = 'SELECT account_id FROM demo_account WHERE key = $1';
const EMPLOYEE = `SELECT employee_id FROM account WHERE id = (${ACCOUNT})`;
const CHAIR = `SELECT position_id FROM assignment WHERE kind = 'DEFINITIF' AND last_date IS NULL AND employee_id = (${EMPLOYEE})`;
const REVOKE = `UPDATE role_grant SET until_date = '2026-11-17' WHERE account_id = (${ACCOUNT})`;
const GRANT = `INSERT INTO role_grant (account_id, role, from_date, waived)
  SELECT a.id, 'kepegawaian', '2020-01-01', true FROM (${ACCOUNT}) AS a (id)`;

describe('the person of a session', () => {
  it('is read by the sign-in’s own statement and not asked for while nothing changes', async () => {
    const staff = await app.signInAs('staf1');
    expect(asked).toContain('sign-in.enter');
    for (const path of ['/dasbor', '/kegiatan-harian', '/akun']) expect(await status(staff, path)).toBe(200);
    expect(timesAsked()).toBe(0);
  });

  it('is asked for anew on another day, by another server, and after a crash that emptied what was kept', async () => {
    clock.set('2026-11-18T23:30:00+08:00');
    const staff = await app.signInAs('staf1');
    for (const forget of [
      () => Promise.resolve(clock.set('2026-11-19T00:30:00+08:00')),
      () => pool.query("UPDATE session_person SET server = server - interval '1 second'"),
      () => pool.query("UPDATE session_person SET question = 'yang lain'"),
      () => pool.query('DELETE FROM session_person'),
    ]) {
      await forget();
      asked.length = 0;
      expect([await status(staff, '/akun'), timesAsked()]).toEqual([200, 1]);
      expect([await status(staff, '/akun'), timesAsked()]).toEqual([200, 1]);
    }
  });

  it('goes with the session', async () => {
    const staff = await app.signInAs('staf2');
    const kept = `SELECT count(*)::int AS n FROM session_person WHERE person ->> 'account_id' = (${ACCOUNT})::text`;
    const count = async (): Promise<number> => (await pool.query<{ n: number }>(kept, ['staf2'])).rows[0]!.n;
    expect(await count()).toBe(1);
    await staff.post('/keluar');
    expect(await count()).toBe(0);
  });

  it('is shown although it cannot be kept', async () => {
    const staff = await app.signInAs('staf1');
    await pool.query('DELETE FROM session_person');
    await pool.query('ALTER TABLE session_person ADD CONSTRAINT full_disk CHECK (false) NOT VALID');
    try {
      expect(await status(staff, '/akun')).toBe(200);
    } finally {
      await pool.query('ALTER TABLE session_person DROP CONSTRAINT full_disk');
    }
  });
});

describe('a change holds at the very next request', () => {
  it('a right taken away, and given again', async () => {
    const clerk = await app.signInAs('kepegawaian1');
    expect(await status(clerk, PERIODS)).toBe(200);
    await change('kepegawaian1', REVOKE);
    expect(await status(clerk, PERIODS)).toBe(403);
    await change('kepegawaian1', GRANT);
    expect(await status(clerk, PERIODS)).toBe(200);
  });

  it('a chair given up, and chairs beneath that go to another superior', async () => {
    const [superior, higher] = [await app.signInAs('atasan'), await app.signInAs('validator')];
    for (const browser of [superior, higher]) expect(await status(browser, '/unit')).toBe(200);
    await change(
      'atasan',
      `UPDATE assignment SET last_date = '2026-11-17', end_decree = 'SK uji' WHERE last_date IS NULL AND employee_id = (${EMPLOYEE})`,
    );
    expect([await status(superior, '/unit'), await status(higher, '/unit')]).toEqual([403, 200]);
    await change(
      'validator',
      `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
       SELECT position_id, '2026-11-18', title, unit_id, NULL, kind, job_class, family FROM position_version
       WHERE superior_id IN (${CHAIR})`,
    );
    expect(await status(higher, '/unit')).toBe(403);
  });

  it('help that ended', async () => {
    const ids = await pool.query<{ helper: string; owner: string }>(
      `SELECT (SELECT employee_id FROM account WHERE id = (SELECT account_id FROM demo_account WHERE key = 'staf2')) AS helper,
              (SELECT employee_id FROM account WHERE id = (SELECT account_id FROM demo_account WHERE key = 'staf3')) AS owner`,
    );
    const { helper, owner } = ids.rows[0]!;
    const staff = await app.signInAs('staf2');
    await pool.query('DELETE FROM assistance WHERE helper_id = $1', [helper]);
    expect(await status(staff, '/bantu')).toBe(403);
    await pool.query(
      `INSERT INTO assistance (helper_id, owner_id, from_date, until_date, reason, agreed_at)
       VALUES ($1, $2, '2026-11-01', '2026-11-30', 'uji', now())`,
      [helper, owner],
    );
    expect(await status(staff, '/bantu')).toBe(200);
    await pool.query('UPDATE assistance SET ended_at = now() WHERE helper_id = $1', [helper]);
    expect(await status(staff, '/bantu')).toBe(403);
  });

  it('a name', async () => {
    const staff = await app.signInAs('staf3');
    await change('staf3', `UPDATE employee SET back_title = 'S.Uji.' WHERE id = (${EMPLOYEE})`);
    expect((await staff.get('/akun')).text).toContain('S.Uji.');
  });

  it('the end of a service, and an account that is closed', async () => {
    const [retired, closed] = [await app.signInAs('staf_lain'), await app.signInAs('atasan_lain')];
    await change(
      'staf_lain',
      `INSERT INTO employee_status (employee_id, from_date, status) VALUES ((${EMPLOYEE}), '2026-11-18', 'PENSIUN')`,
    );
    await change('atasan_lain', `UPDATE account SET disabled_at = now() WHERE id = (${ACCOUNT})`);
    expect([await status(retired, '/akun'), await status(closed, '/akun')]).toEqual([303, 303]);
  });

  it('a password that must be changed', async () => {
    const staff = await app.signInAs('kepala_lain');
    expect(await status(staff, '/dasbor')).toBe(200);
    await change('kepala_lain', `UPDATE account SET must_change = true WHERE id = (${ACCOUNT})`);
    expect((await staff.get('/dasbor')).headers['location']).toBe('/akun/kata-sandi');
  });

  it('also where a tool has switched ordinary triggers off', async () => {
    const finance = await app.signInAs('keuangan1');
    expect(await status(finance, '/keuangan/tpp')).toBe(200);
    await transaction(pool, async tx => {
      await tx.query("SET LOCAL session_replication_role = 'replica'");
      await tx.query(REVOKE, ['keuangan1']);
    });
    expect(await status(finance, '/keuangan/tpp')).toBe(403);
  });
});

describe('a change that is not committed yet', () => {
  it.each([
    ['made before the person is asked for', true],
    ['made after it, by a transaction that had begun before', false],
  ])('%s, holds from its commit on', async (_, before) => {
    const clerk = await app.signInAs('kepegawaian2');
    await transaction(pool, async tx => {
      await tx.query('SELECT pg_current_xact_id()'); // it has its number, whenever it changes something
      if (before) await tx.query(REVOKE, ['kepegawaian2']);
      await pool.query('DELETE FROM session_person');
      expect(await status(clerk, PERIODS)).toBe(200); // asked for, and kept, under a snapshot that does not see it
      if (!before) await tx.query(REVOKE, ['kepegawaian2']);
      expect(await status(clerk, PERIODS)).toBe(200);
    });
    expect(await status(clerk, PERIODS)).toBe(403);
    await change('kepegawaian2', GRANT);
    expect(await status(clerk, PERIODS)).toBe(200);
  });

  it('and is taken back, changes nothing', async () => {
    const clerk = await app.signInAs('kepegawaian2');
    const kept = transaction(pool, async tx => {
      await tx.query(REVOKE, ['kepegawaian2']);
      throw new Error('taken back');
    });
    await expect(kept).rejects.toThrow('taken back');
    asked.length = 0;
    expect([await status(clerk, PERIODS), timesAsked()]).toEqual([200, 0]);
  });

  it('holds although what came before it in the same transaction was taken back', async () => {
    const clerk = await app.signInAs('kepegawaian2');
    await transaction(pool, async tx => {
      await tx.query('SAVEPOINT first');
      await tx.query(GRANT, ['kepegawaian2']);
      await tx.query('ROLLBACK TO SAVEPOINT first');
      await tx.query(REVOKE, ['kepegawaian2']);
    });
    expect(await status(clerk, PERIODS)).toBe(403);
    await change('kepegawaian2', GRANT);
  });
});

it('what is removed from the list of changes is older than any session', async () => {
  await pool.query(
    "INSERT INTO person_change (xid, at) VALUES ('1', now() - interval '3 days'), ('2', now() - interval '25 hours')",
  );

  await removeExpired({ pool, clock: { now: () => new Date(), real: () => new Date() } });
  const { rows } = await pool.query<{ xid: string }>(
    "SELECT xid::text FROM person_change WHERE xid <= '2' ORDER BY xid",
  );
  expect(rows).toEqual([{ xid: '2' }]);
});
