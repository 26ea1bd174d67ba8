import { randomUUID } from 'node:crypto';
import type { Sql } from '../../src/platform/database/sql.ts';
import { newId } from '../../src/platform/identity.ts';

/** The least an entry needs to exist: three chairs in a line, their holders, a paying unit, a catalogue item. */
export interface SmallWorld {
  readonly unit: string;
  readonly item: string;
  readonly owner: string;
  readonly superior: string;
  readonly next: string;
  readonly ownerChair: string;
  readonly superiorChair: string;
  readonly nextChair: string;
}

/** A day the small world knows partitions for. */
export const WORK_DATE = '2026-11-18';
export const NOON = new Date('2026-11-18T04:00:00Z');

/** Fills an empty migrated database with a small world. */
export async function makeSmallWorld(sql: Sql): Promise<SmallWorld> {
  const id = randomUUID;
  const world = {
    unit: id(),
    item: id(),
    owner: id(),
    superior: id(),
    next: id(),
    ownerChair: id(),
    superiorChair: id(),
    nextChair: id(),
  };
  const orgUnit = id();
  await sql.query("SELECT takar_ensure_month('2026-10-01'), takar_ensure_month('2026-11-01')");
  await sql.query("INSERT INTO payroll_unit (id, code, name) VALUES ($1, 'UNIT-A', 'Unit A')", [world.unit]);
  await sql.query("INSERT INTO org_unit (id, code) VALUES ($1, 'UNIT-A')", [orgUnit]);
  await sql.query(
    "INSERT INTO org_unit_version (unit_id, from_date, name, kind, payroll_unit_id) VALUES ($1, '2026-01-01', 'Unit A', 'DINAS', $2)",
    [orgUnit, world.unit],
  );
  const chairs: [string, string, string | null, string][] = [
    [world.nextChair, world.next, null, 'C-3'],
    [world.superiorChair, world.superior, world.nextChair, 'C-2'],
    [world.ownerChair, world.owner, world.superiorChair, 'C-1'],
  ];
  for (const [chair, person, above, code] of chairs) {
    await sql.query('INSERT INTO position (id, code) VALUES ($1, $2)', [chair, code]);
    await sql.query(
      `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
       VALUES ($1, '2026-01-01', $2, $3, $4, 'PELAKSANA', 7, 'umum')`,
      [chair, code, orgUnit, above],
    );
    await sql.query('INSERT INTO employee (id, name) VALUES ($1, $2)', [person, code]);
    await sql.query(
      "INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, 'DEFINITIF', '2026-01-01')",
      [person, chair],
    );
  }
  await sql.query(
    "INSERT INTO catalogue_item (id, code, name, unit_name, grouping, families) VALUES ($1, 'K-1', 'Menyusun surat', 'surat', 'Umum', '{umum}')",
    [world.item],
  );
  return world;
}

/** Columns of an entry that tests vary. */
export interface EntryRow {
  readonly id?: string;
  readonly workDate?: string;
  readonly status?: string;
  readonly start?: number | null;
  readonly end?: number | null;
  readonly volume?: string | null;
  readonly description?: string;
  readonly verifiedBy?: string | null;
  readonly verifiedChair?: string | null;
  readonly validatedBy?: string | null;
  readonly version?: number;
}

/** Inserts an entry of the small world's owner as it stands; the database judges it. Returns its id. */
export async function insertEntry(sql: Sql, world: SmallWorld, row: EntryRow = {}): Promise<string> {
  const entryId = row.id ?? newId(NOON);
  await sql.query(
    `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
       start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, validated_by,
       created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 30, 30, $11, $12, $13, $14, $15, now(), now())`,
    [
      entryId,
      row.workDate ?? WORK_DATE,
      world.owner,
      world.ownerChair,
      world.unit,
      world.item,
      row.description ?? 'Menyusun surat undangan rapat',
      row.volume === undefined ? '1' : row.volume,
      row.start === undefined ? 480 : row.start,
      row.end === undefined ? 540 : row.end,
      row.status ?? 'dikirim',
      row.version ?? 1,
      row.verifiedBy ?? null,
      row.verifiedChair ?? null,
      row.validatedBy ?? null,
    ],
  );
  return entryId;
}
