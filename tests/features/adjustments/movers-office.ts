import { firstDay, month, type Month } from '../../../src/domain/month.ts';
import type { PayrollUnit } from '../../../src/features/payroll-runs/queries.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { adoptRegulation } from '../../../src/features/policies/service.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import type { Deps } from '../../../src/platform/deps.ts';
import { createTemplate, createTestDatabase } from '../../support/database.ts';
import { officeDeps, officePool, person } from '../payroll-runs/office.ts';

/** People who are moved between the chairs of three payroll units. */
export const MOVED = [1, 2, 3, 4, 5, 6, 7];
/** Months in which people move; the two after them settle what is left. */
export const MONTHS = ['2026-10', '2026-11', '2026-12'].map(month);
export const AFTER = ['2027-01', '2027-02'].map(month);
const ALL: readonly Month[] = [...MONTHS, ...AFTER];
/** Chairs of each unit: more than people, so that some are free. */
export const CHAIRS = 9;
/** All months are over. */
const NOW = Date.parse('2027-03-02T01:00:00Z');
const MINUTE = 60_000;

const id = (kind: string, index: number): string => `00000000-0000-7000-${kind}-${String(index).padStart(12, '0')}`;
export const payer = (unit: number): string => id('8000', unit);
export const orgUnit = (unit: number): string => id('8003', unit);
export const chair = (unit: number, place: number): string => id('8001', unit * 100 + place);
export const ITEM = id('8004', 1);
export const UNITS: readonly PayrollUnit[] = [1, 2, 3].map(unit => ({
  id: payer(unit),
  code: `DINAS-${String(unit)}`,
  name: `Dinas ${String(unit)}`,
}));
/** The superiors sit in a unit of their own that nobody closes. */
export const APART = 4;
/** Where somebody sits at first. */
export const homeOf = (index: number): number => (index % UNITS.length) + 1;

/** An office in which time goes on by itself: a minute with every look at the clock. */
export interface Movers {
  readonly pool: Pool;
  readonly deps: Deps;
  /** Runs computed so far, the latest last. */
  readonly runs: string[];
}

/** A new office of movers, nothing closed and nothing written. */
export async function createMovers(): Promise<Movers> {
  const pool = officePool(await createTestDatabase(await createTemplate('movers', fill)), { max: 2 });
  let now = NOW;
  const clock = { now: () => new Date((now += MINUTE)), real: () => new Date(now) };
  return { pool, deps: officeDeps(pool, clock), runs: [] };
}

async function fill(url: string): Promise<void> {
  const pool = createPool({ url, max: 2 });
  try {
    await transaction(pool, async tx => {
      for (const each of ALL) await tx.query('SELECT takar_ensure_month($1::date)', [firstDay(each)]);
      for (let unit = 1; unit <= APART; unit += 1) await unitOf(tx, unit);
      await tx.query(
        "INSERT INTO catalogue_item (id, code, name, unit_name, grouping, families) VALUES ($1, 'K-1', 'Menyusun surat', 'surat', 'Umum', '{umum}')",
        [ITEM],
      );
      await chairOf(tx, APART, 2, null);
      await chairOf(tx, APART, 1, chair(APART, 2));
      for (let unit = 1; unit < APART; unit += 1)
        for (let place = 1; place <= CHAIRS; place += 1) await chairOf(tx, unit, place, chair(APART, 1));
      await seated(tx, 901, chair(APART, 1));
      await seated(tx, 902, chair(APART, 2));
      for (const index of MOVED) await seated(tx, index, chair(homeOf(index), index));
      await adoptRegulation(tx, readPolicy(SHIPPED_REGULATION), { by: null, at: new Date(NOW) });
    });
  } finally {
    await pool.end();
  }
}

/** A unit that pays its own; the second works six days a week. */
async function unitOf(sql: Sql, unit: number): Promise<void> {
  const [code, name] = [`DINAS-${String(unit)}`, `Dinas ${String(unit)}`];
  await sql.query('INSERT INTO payroll_unit (id, code, name) VALUES ($1, $2, $3)', [payer(unit), code, name]);
  await sql.query('INSERT INTO org_unit (id, code) VALUES ($1, $2)', [orgUnit(unit), code]);
  await sql.query(
    `INSERT INTO org_unit_version (unit_id, from_date, name, kind, payroll_unit_id, work_pattern)
     VALUES ($1, '2026-01-01', $2, 'DINAS', $3, $4)`,
    [orgUnit(unit), name, payer(unit), unit === 2 ? 6 : 5],
  );
}

async function chairOf(sql: Sql, unit: number, place: number, above: string | null): Promise<void> {
  const code = `${String(unit)}-${String(place)}`;
  await sql.query('INSERT INTO position (id, code) VALUES ($1, $2)', [chair(unit, place), `J-${code}`]);
  await sql.query(
    `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
     VALUES ($1, '2026-01-01', $2, $3, $4, 'PELAKSANA', $5, 'umum')`,
    [chair(unit, place), `Jabatan ${code}`, orgUnit(unit), above, ((unit * 4 + place) % 15) + 1],
  );
}

/** Somebody in a chair, with what the regulation needs to know for all the months; the third is a CPNS. */
async function seated(sql: Sql, index: number, position: string): Promise<void> {
  const salary = 2_500_000 + (index % 100) * 410_000;
  await sql.query('INSERT INTO employee (id, nip, name) VALUES ($1, $2, $3)', [
    person(index),
    `19800101200001${String(index).padStart(4, '0')}`,
    `Pegawai ${String(index)}`,
  ]);
  await sql.query("INSERT INTO employee_status (employee_id, from_date, status) VALUES ($1, '2026-01-01', $2)", [
    person(index),
    index === 3 ? 'CPNS' : 'PNS',
  ]);
  await sql.query(
    "INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, 'DEFINITIF', '2026-01-01')",
    [person(index), position],
  );
  await sql.query(
    `INSERT INTO payroll_fact (employee_id, month, until_month, name, value, source)
     SELECT $1, $2, $3, f.name, f.value, 'uji' FROM unnest($4::text[], $5::text[]) AS f (name, value)`,
    [
      person(index),
      firstDay(ALL[0]!),
      firstDay(ALL.at(-1)!),
      ['gaji_bruto', 'iwp_gaji', 'pph_gaji', 'ptkp'],
      [String(salary), String(salary / 100), '0', index % 3 === 0 ? 'K/1' : 'TK/0'],
    ],
  );
}
