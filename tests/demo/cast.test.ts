import bcrypt from 'bcrypt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccounts } from '../../src/demo/account-list.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { CAST, readCast, type Cast, type CastKey } from '../support/cast.ts';
import { createTestDatabase } from '../support/database.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import {
  expectClosable,
  expectLawfulEntries,
  expectPaid,
  expectTrueHistories,
  expectUpToNow,
  statusesShown,
  storyOf,
} from './story.ts';

let pool: Pool;
let cast: Cast;

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 3, statementTimeout: 0 });
  cast = await readCast(pool);
});
afterAll(() => pool.end());

/** Who holds the chair above, as the database sees it. */
async function above(start: string, excluded: readonly string[]): Promise<string | undefined> {
  const { rows } = await pool.query<{ employee_id: string }>(
    `SELECT a.employee_id FROM assignment a WHERE a.position_id = takar_chair_above($1, $2::uuid[], '2026-11-18')`,
    [start, [...excluded]],
  );
  return rows[0]?.employee_id;
}

interface Chair extends Record<string, unknown> {
  kind: string;
  echelon: string | null;
  unit_id: string;
  one_step: boolean;
  decree: string | null;
}

async function chairOf(key: CastKey): Promise<Chair> {
  const { rows } = await pool.query<Chair>(
    'SELECT kind, echelon, unit_id, one_step, decree FROM position_version WHERE position_id = $1',
    [cast[key].positionId],
  );
  return rows[0]!;
}

describe('the cast', () => {
  test('three members of staff share one unit and one superior', async () => {
    const chairs = await Promise.all((['staf1', 'staf2', 'staf3'] as const).map(chairOf));
    expect(new Set(chairs.map(chair => chair.unit_id)).size).toBe(1);
    for (const key of ['staf1', 'staf2', 'staf3'] as const) {
      const { positionId, employeeId } = cast[key];
      expect(await above(positionId, [employeeId])).toBe(cast.atasan.employeeId);
      expect(await above(cast.atasan.positionId, [employeeId, cast.atasan.employeeId])).toBe(cast.validator.employeeId);
    }
  });

  test.each([
    ['atasan', 'validator', 'kepala'],
    ['validator', 'kepala', 'sekda'],
    ['kepala', 'sekda', 'bupati'],
    ['staf_lain', 'atasan_lain', undefined],
    ['kepala_lain', 'sekda', 'bupati'],
  ] as const)('%s is verified by %s and validated by %s', async (owner, verifier, validator) => {
    const { positionId, employeeId } = cast[owner];
    expect(await above(positionId, [employeeId])).toBe(cast[verifier].employeeId);
    if (validator === undefined) return;
    const next = await above(cast[verifier].positionId, [employeeId, cast[verifier].employeeId]);
    expect(next).toBe(cast[validator].employeeId);
  });

  test('the Sekda’s chain has one step, by letter, and ends with the Bupati', async () => {
    const chair = await chairOf('sekda');
    expect(chair.one_step).toBe(true);
    expect(chair.decree).toMatch(/contoh/);
    expect(await above(cast.sekda.positionId, [cast.sekda.employeeId])).toBe(cast.bupati.employeeId);
    const { rows } = await pool.query<{ status: string; validated_by: string | null }>(
      "SELECT DISTINCT status, validated_by FROM activity WHERE employee_id = $1 AND status = 'divalidasi'",
      [cast.sekda.employeeId],
    );
    expect(rows).toEqual([{ status: 'divalidasi', validated_by: null }]);
  });

  test.each([
    ['atasan', 'PENGAWAS', 'IV.a'],
    ['validator', 'ADMINISTRATOR', 'III.b'],
    ['kepala', 'JPT', 'II.b'],
    ['sekda', 'JPT', 'II.a'],
    ['bupati', 'PEJABAT_NEGARA', null],
  ] as const)('%s sits in a chair of kind %s, eselon %s', async (key, kind, echelon) => {
    expect(await chairOf(key)).toMatchObject({ kind, echelon });
  });

  test('clerk, treasurer and head belong to the OPD of staf1; the other OPD pays its own', () => {
    const opd = cast.staf1.payrollUnitId;
    for (const key of ['atasan', 'validator', 'kepala', 'pengelola', 'bendahara'] as const) {
      expect(cast[key].payrollUnitId).toBe(opd);
    }
    const other = new Set((['staf_lain', 'atasan_lain', 'kepala_lain'] as const).map(key => cast[key].payrollUnitId));
    expect(other.size).toBe(1);
    expect(other.has(opd)).toBe(false);
  });

  test.each([
    ['kepala', 'kepala_opd', true],
    ['pengelola', 'pengelola', true],
    ['bendahara', 'bendahara', true],
    ['kepegawaian1', 'kepegawaian', false],
    ['kepegawaian2', 'kepegawaian', false],
    ['keuangan1', 'keuangan', false],
    ['keuangan2', 'keuangan', false],
    ['auditor', 'auditor', false],
    ['admin', 'admin', false],
  ] as const)('%s holds the right %s', async (key, role, forUnit) => {
    const { rows } = await pool.query<{ role: string; payroll_unit_id: string | null; waived: boolean }>(
      'SELECT role, payroll_unit_id, waived FROM role_grant WHERE account_id = $1',
      [cast[key].accountId],
    );
    expect(rows).toEqual([
      { role, payroll_unit_id: forUnit ? cast[key].payrollUnitId : null, waived: key === 'admin' },
    ]);
  });

  test('NIPs have the right shape; the Bupati signs in with a name', () => {
    for (const key of CAST) {
      if (key === 'bupati') expect(cast[key]).toMatchObject({ nip: null, login: 'bupati.takar' });
      else expect(cast[key].nip).toMatch(/^(19|20)\d{6}(19|20)\d{4}[12]9\d\d$/);
    }
  });
});

describe('demo accounts', () => {
  test('lists the cast in the contract’s order, with passwords that fit', async () => {
    const listed = await demoAccounts(pool, CAST);
    expect(listed.map(each => each.key)).toEqual([...CAST]);
    for (const { key, nip, unit } of listed) {
      expect(nip).toBe(cast[key as CastKey].login);
      expect(unit).toBe(cast[key as CastKey].payrollUnitCode);
    }
    expect(new Set(listed.map(each => each.password)).size).toBe(CAST.length);
  });

  test('every account signs in at once with its listed password', async () => {
    const listed = await demoAccounts(pool);
    const { rows } = await pool.query<{ login: string; password_hash: string; must_change: boolean }>(
      'SELECT login, password_hash, must_change FROM account WHERE disabled_at IS NULL',
    );
    const stored = new Map(rows.map(row => [row.login, row]));
    expect(listed).toHaveLength(rows.length);
    for (const { nip, password } of [...listed.slice(0, CAST.length + 1), listed.at(-1)!]) {
      expect(stored.get(nip)!.must_change).toBe(false);
      expect(await bcrypt.compare(password, stored.get(nip)!.password_hash)).toBe(true);
      expect(password.length).toBeGreaterThanOrEqual(12);
    }
    expect(new Set(listed.slice(CAST.length).map(each => each.password)).size).toBe(1);
  });
});

describe('the small demo at the tests’ own clock', () => {
  test('keeps every promise', async () => {
    const story = storyOf(DEMO_NOW);
    await expectPaid(pool, story);
    await expectClosable(pool, story);
    await expectUpToNow(pool, story);
    await expectLawfulEntries(pool);
    await expectTrueHistories(pool);
    expect(await statusesShown(pool, story)).toHaveLength(6);
  });

  test('staf1 has something in every status, and amounts of the paid month differ', async () => {
    const { rows } = await pool.query<{ status: string }>(
      "SELECT DISTINCT status FROM activity WHERE employee_id = $1 AND work_date >= '2026-11-01'",
      [cast.staf1.employeeId],
    );
    expect(rows).toHaveLength(6);
    const { rows: amounts } = await pool.query<{ count: bigint }>('SELECT count(DISTINCT net) FROM payroll_line');
    expect(Number(amounts[0]!.count)).toBeGreaterThan(30);
  });

  test('is the same whenever it is made, but for passwords', async () => {
    const second = createPool({ url: await createTestDatabase(), max: 2, statementTimeout: 0 });
    try {
      await seedDemo(second, { size: 'kecil', now: new Date(DEMO_NOW), bcryptCost: 4 });
      expect(await digest(second)).toEqual(await digest(pool));
    } finally {
      await second.end();
    }
  });

  test('a seed that fails half-way leaves the database empty', async () => {
    const empty = createPool({ url: await createTestDatabase(), max: 2, statementTimeout: 0 });
    try {
      await empty.query("INSERT INTO payroll_unit (code, name) VALUES ('DISPUSIP', 'sudah ada')");
      await expect(seedDemo(empty, { size: 'kecil', now: new Date(DEMO_NOW), bcryptCost: 4 })).rejects.toThrow();
      const { rows } = await empty.query(
        'SELECT (SELECT count(*) FROM employee) + (SELECT count(*) FROM holiday) AS n',
      );
      expect(rows).toEqual([{ n: 0n }]);
    } finally {
      await empty.end();
    }
  });
});

async function digest(sql: Pool): Promise<unknown> {
  const { rows } = await sql.query(`SELECT
    (SELECT md5(string_agg(e::text, '|' ORDER BY e.id)) FROM employee e) AS people,
    (SELECT md5(string_agg(a::text, '|' ORDER BY a.id)) FROM activity a) AS entries,
    (SELECT md5(string_agg(concat_ws(',', e.activity_id, e.seq, e.action, e.actor_id, e.at), '|' ORDER BY e.activity_id, e.seq))
     FROM activity_event e) AS events,
    (SELECT md5(string_agg(concat_ws(',', l.nip, l.gross, l.net), '|' ORDER BY l.nip)) FROM payroll_line l) AS lines`);
  return rows[0];
}
