import { randomBytes } from 'node:crypto';
import type { Sql } from '../../src/platform/database/sql.ts';

const TABLES = [
  'CREATE TABLE floor_session (sid text PRIMARY KEY, employee_id uuid NOT NULL, expire timestamptz NOT NULL)',
  'CREATE TABLE floor_person (id uuid PRIMARY KEY, name text NOT NULL, unit text NOT NULL, login text UNIQUE)',
  `CREATE TABLE floor_entry (id uuid PRIMARY KEY, employee_id uuid NOT NULL, work_date date NOT NULL, start_minute int NOT NULL,
     end_minute int NOT NULL, item text NOT NULL, description text NOT NULL, volume numeric NOT NULL, points int NOT NULL, status text NOT NULL)`,
  'CREATE INDEX ON floor_entry (employee_id, work_date)',
  'CREATE TABLE floor_event (seq bigserial PRIMARY KEY, entry_id uuid NOT NULL, actor_id uuid NOT NULL, action text NOT NULL, at timestamptz NOT NULL)',
];

/** Gives the floor the same people and entries as the product's demo, in plain tables of its own. */
export async function fillFloor(product: Sql, floor: Sql): Promise<void> {
  for (const table of TABLES) await floor.query(table);
  const people = await product.query<Record<string, unknown>>(
    "SELECT e.id, e.name, 'Unit' AS unit, a.login FROM employee e LEFT JOIN account a ON a.employee_id = e.id",
  );
  await insertAll(floor, 'floor_person', people.rows);
  const entries = await product.query<Record<string, unknown>>(
    `SELECT a.id, a.employee_id, a.work_date, a.start_minute, a.end_minute, i.name AS item, a.description, a.volume, a.points, a.status
     FROM activity a JOIN catalogue_item i ON i.id = a.item_id WHERE a.start_minute IS NOT NULL AND a.volume IS NOT NULL`,
  );
  for (let at = 0; at < entries.rows.length; at += 5000)
    await insertAll(floor, 'floor_entry', entries.rows.slice(at, at + 5000));
  await floor.query('ANALYZE');
}

/** A session of the floor for one person; returns its cookie value. */
export async function floorSession(floor: Sql, employeeId: string): Promise<string> {
  const sid = randomBytes(24).toString('hex');
  await floor.query("INSERT INTO floor_session VALUES ($1, $2, now() + interval '1 day')", [sid, employeeId]);
  return sid;
}

async function insertAll(sql: Sql, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  await sql.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(null::${table}, $1::json)`, [
    JSON.stringify(rows),
  ]);
}
