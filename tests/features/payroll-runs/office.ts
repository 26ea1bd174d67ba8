import { randomUUID } from 'node:crypto';
import { adoptRegulation } from '../../../src/features/policies/service.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import type { PayrollUnit } from '../../../src/features/payroll-runs/queries.ts';
import { month } from '../../../src/domain/month.ts';
import { fixedClock, type Clock } from '../../../src/platform/clock.ts';
import { createPool, type Pool, type PoolSettings } from '../../../src/platform/database/pool.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';
import type { Deps } from '../../../src/platform/deps.ts';
import { newId } from '../../../src/platform/identity.ts';
import { createLog } from '../../../src/platform/log.ts';
import type { Actor, Grant } from '../../../src/platform/web/actor.ts';
import { createTemplate, createTestDatabase } from '../../support/database.ts';

/** An office made by hand, so that every amount in it can be followed; in several chunks of the job where a test makes these small. */
export const PEOPLE = 104;
export const OCTOBER = month('2026-10');
export const UNIT: PayrollUnit = { id: '00000000-0000-7000-8000-000000000001', code: 'DINAS-A', name: 'Dinas A' };
export const AFTER_OCTOBER = '2026-11-04T09:00:00+08:00';

const chair = (index: number): string => `00000000-0000-7000-8001-${String(index).padStart(12, '0')}`;
export const person = (index: number): string => `00000000-0000-7000-8002-${String(index).padStart(12, '0')}`;
const ORG_UNIT = '00000000-0000-7000-8003-000000000001';
const ITEM = '00000000-0000-7000-8004-000000000001';
/** Superior and next level: their chairs belong to another payroll unit, so they are not on the roster. */
const SUPERIORS = [901, 902] as const;
const OTHER_UNIT = '00000000-0000-7000-8000-000000000002';
const OTHER_ORG_UNIT = '00000000-0000-7000-8003-000000000002';
const DAYS = ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06'];

/** A database with the office, October open and complete. */
export async function createOffice(): Promise<string> {
  return createTestDatabase(await createTemplate('office', fillOffice));
}

async function fillOffice(url: string): Promise<void> {
  const pool = createPool({ url, max: 2 });
  try {
    await transaction(pool, async tx => {
      await tx.query("SELECT takar_ensure_month('2026-10-01'), takar_ensure_month('2026-11-01')");
      await organisation(tx);
      await entries(tx);
      await facts(tx);
      await adoptRegulation(tx, readPolicy(SHIPPED_REGULATION), { by: null, at: new Date(AFTER_OCTOBER) });
    });
  } finally {
    await pool.end();
  }
}

async function organisation(sql: Sql): Promise<void> {
  await sql.query(
    "INSERT INTO payroll_unit (id, code, name) VALUES ($1, 'DINAS-A', 'Dinas A'), ($2, 'LAIN', 'Unit lain')",
    [UNIT.id, OTHER_UNIT],
  );
  await sql.query("INSERT INTO org_unit (id, code) VALUES ($1, 'DINAS-A'), ($2, 'LAIN')", [ORG_UNIT, OTHER_ORG_UNIT]);
  await sql.query(
    `INSERT INTO org_unit_version (unit_id, from_date, name, kind, payroll_unit_id)
     VALUES ($1, '2026-01-01', 'Dinas A', 'DINAS', $2), ($3, '2026-01-01', 'Unit lain', 'DINAS', $4)`,
    [ORG_UNIT, UNIT.id, OTHER_ORG_UNIT, OTHER_UNIT],
  );
  await sql.query(
    "INSERT INTO catalogue_item (id, code, name, unit_name, grouping, families) VALUES ($1, 'K-1', 'Menyusun surat', 'surat', 'Umum', '{umum}')",
    [ITEM],
  );
  const [superior, next] = SUPERIORS;
  await seat(sql, next, null, OTHER_ORG_UNIT);
  await seat(sql, superior, next, OTHER_ORG_UNIT);
  for (let index = 1; index <= PEOPLE; index += 1) await seat(sql, index, superior, ORG_UNIT);
}

async function seat(sql: Sql, index: number, above: number | null, unit: string): Promise<void> {
  const status = index % 10 === 0 ? 'CPNS' : index % 10 === 5 ? 'PPPK' : 'PNS';
  await sql.query('INSERT INTO position (id, code) VALUES ($1, $2)', [chair(index), `J-${String(index)}`]);
  await sql.query(
    `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
     VALUES ($1, '2026-01-01', $2, $3, $4, 'PELAKSANA', $5, 'umum')`,
    [chair(index), `Jabatan ${String(index)}`, unit, above === null ? null : chair(above), (index % 15) + 1],
  );
  await sql.query('INSERT INTO employee (id, nip, name) VALUES ($1, $2, $3)', [
    person(index),
    `19800101200001${String(index).padStart(4, '0')}`,
    `Pegawai ${String(index).padStart(3, '0')}`,
  ]);
  await sql.query("INSERT INTO employee_status (employee_id, from_date, status) VALUES ($1, '2026-01-01', $2)", [
    person(index),
    status,
  ]);
  await sql.query(
    "INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, 'DEFINITIF', '2026-01-01')",
    [person(index), chair(index)],
  );
}

/** Four days of one validated entry each; the points differ from person to person and pass the daily cap at times. */
async function entries(sql: Sql): Promise<void> {
  for (let index = 1; index <= PEOPLE; index += 1) {
    for (const [place, day] of DAYS.entries()) await validated(sql, index, day, 200 + ((index * 7 + place * 31) % 180));
  }
}

async function validated(sql: Sql, index: number, day: string, points: number): Promise<void> {
  const at = new Date(`${day}T08:00:00Z`);
  const id = newId(at);
  await insertEntry(sql, { id, index, day, points, status: 'divalidasi', version: 3, at });
  await sql.query(
    `INSERT INTO activity_event (entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, chair_id, at)
     VALUES ('2026-10-01', $1, 1, 'kirim', NULL, 'dikirim', $2, 'pemilik', NULL, $7),
            ('2026-10-01', $1, 2, 'setujui', 'dikirim', 'diverifikasi', $3, 'verifikator', $4, $7),
            ('2026-10-01', $1, 3, 'setujui', 'diverifikasi', 'divalidasi', $5, 'validator', $6, $7)`,
    [id, person(index), person(SUPERIORS[0]), chair(SUPERIORS[0]), person(SUPERIORS[1]), chair(SUPERIORS[1]), at],
  );
}

interface NewRow {
  readonly id: string;
  readonly index: number;
  readonly day: string;
  readonly points: number;
  readonly status: 'divalidasi' | 'dikirim' | 'draf';
  readonly version: number;
  readonly at: Date;
  readonly start?: number;
}

/** One entry row, without its history. */
export async function insertEntry(sql: Sql, row: NewRow): Promise<void> {
  const decided = row.status === 'divalidasi';
  const start = row.start ?? 480;
  await sql.query(
    `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
       start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, validated_by,
       sent_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'Menyusun surat undangan', 1, $7, $8, $9, $9, $10, $11, $12, $13, $14, $15, $15, $15)`,
    [
      row.id,
      row.day,
      person(row.index),
      chair(row.index),
      UNIT.id,
      ITEM,
      start,
      start + 1,
      row.points,
      row.status,
      row.version,
      decided ? person(SUPERIORS[0]) : null,
      decided ? chair(SUPERIORS[0]) : null,
      decided ? person(SUPERIORS[1]) : null,
      row.at,
    ],
  );
}

async function facts(sql: Sql): Promise<void> {
  for (let index = 1; index <= PEOPLE; index += 1) {
    const pay = 2_500_000 + index * 41_000;
    await sql.query(
      `INSERT INTO payroll_fact (employee_id, month, name, value, source)
       SELECT $1, '2026-10-01', f.name, f.value, 'uji' FROM unnest($2::text[], $3::text[]) AS f (name, value)`,
      [
        person(index),
        ['gaji_bruto', 'iwp_gaji', 'pph_gaji', 'ptkp'],
        [String(pay), String(pay / 100), '0', index % 3 === 0 ? 'K/1' : 'TK/0'],
      ],
    );
  }
}

export async function addFact(sql: Sql, index: number, name: string, value: string): Promise<void> {
  await sql.query(
    "INSERT INTO payroll_fact (employee_id, month, name, value, source) VALUES ($1, '2026-10-01', $2, $3, 'uji')",
    [person(index), name, value],
  );
}

/** What services need, over a pool of the test's own. */
export function officeDeps(pool: Pool, clock: Clock = fixedClock(AFTER_OCTOBER)): Deps {
  const regency = { zone: 'Asia/Makassar', government: 'Kabupaten Uji', appName: 'e-Kinerja', demo: false } as const;
  return { pool, clock, regency, log: createLog('silent') } as unknown as Deps;
}

export const officePool = (url: string, settings: Partial<PoolSettings> = {}): Pool =>
  createPool({ url, max: 6, ...settings });

/** Somebody with grants, who need not be on a roster. */
export function actorWith(index: number, ...grants: Grant[]): Actor {
  return {
    accountId: randomUUID(),
    employeeId: person(index),
    name: `Pegawai ${String(index)}`,
    nip: null,
    title: 'Uji',
    grants,
    logs: true,
    assists: false,
    verifies: false,
    validates: false,
    mustChangePassword: false,
  };
}

const everywhere = (role: Grant['role']): Grant => ({ role, payrollUnitId: null });
export const CLOSER = actorWith(901, everywhere('kepegawaian'));
export const APPROVER = actorWith(902, everywhere('kepegawaian'));
export const PAYER = actorWith(901, everywhere('keuangan'));
