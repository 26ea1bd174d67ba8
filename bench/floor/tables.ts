import { randomBytes } from 'node:crypto';
import type { Sql } from '../../src/platform/database/sql.ts';

const TABLES = [
  'CREATE TABLE floor_session (sid text PRIMARY KEY, employee_id uuid NOT NULL, expire timestamptz NOT NULL)',
  `CREATE TABLE floor_person AS
     SELECT e.id, e.name, coalesce(v.title, '') AS title, a.login, a.password_hash, h.superior_id FROM employee e
     JOIN account a ON a.employee_id = e.id
     LEFT JOIN LATERAL (SELECT p.title, p.superior_id FROM assignment s JOIN position_version p ON p.position_id = s.position_id
       WHERE s.employee_id = e.id AND s.kind = 'DEFINITIF' ORDER BY p.from_date DESC LIMIT 1) v ON true
     LEFT JOIN LATERAL (SELECT s.employee_id AS superior_id FROM assignment s
       WHERE s.position_id = v.superior_id AND s.kind = 'DEFINITIF' AND s.last_date IS NULL LIMIT 1) h ON true`,
  'ALTER TABLE floor_person ADD PRIMARY KEY (id)',
  'CREATE UNIQUE INDEX ON floor_person (login)',
  'CREATE TABLE floor_item AS SELECT id, name, unit_name FROM catalogue_item',
  'ALTER TABLE floor_item ADD PRIMARY KEY (id)',
  // Who decides next is written into person and entry: the floor walks no tree of positions.
  `CREATE TABLE floor_entry AS
     SELECT a.id, a.employee_id, a.work_date, a.start_minute, a.end_minute, a.item_id, i.name AS item, i.unit_name, a.description, a.volume,
       a.points, a.status, a.version, p.superior_id
     FROM activity a JOIN catalogue_item i ON i.id = a.item_id LEFT JOIN floor_person p ON p.id = a.employee_id
     WHERE a.start_minute IS NOT NULL AND a.volume IS NOT NULL`,
  'ALTER TABLE floor_entry ADD PRIMARY KEY (id)',
  'CREATE INDEX ON floor_entry (employee_id, work_date)',
  "CREATE INDEX ON floor_entry (superior_id) WHERE status = 'dikirim'",
  `CREATE TABLE floor_event (entry_id uuid NOT NULL, seq int NOT NULL, action text NOT NULL, was text, becomes text, actor_id uuid NOT NULL,
     content jsonb, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (entry_id, seq))`,
];

/** Gives the floor the same people and entries as the product, in plain tables of its own beside the product's. */
export async function fillFloor(sql: Sql): Promise<void> {
  for (const table of TABLES) await sql.query(table);
}

/** A session of the floor for one person; returns its cookie value. */
export async function floorSession(floor: Sql, employeeId: string): Promise<string> {
  const sid = randomBytes(24).toString('hex');
  await floor.query("INSERT INTO floor_session VALUES ($1, $2, now() + interval '1 day')", [sid, employeeId]);
  return sid;
}
