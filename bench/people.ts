import type { Sql } from '../src/platform/database/sql.ts';
import { DEEP_UNIT } from './seed/deep-queue.ts';
import { PASSWORD } from './seed/template.ts';

/** Somebody of the bench's offices, with what signing in needs. */
export interface Person extends Record<string, unknown> {
  readonly employee_id: string;
  readonly login: string;
}

/** Everybody who takes part. */
export interface People {
  readonly staff: readonly Person[];
  /** Heads whose queue holds more than a page. */
  readonly superiors: readonly Person[];
  /** The head with a queue of five thousand. */
  readonly deep: Person;
  /** The item that everybody logs. */
  readonly item: string;
}

export const passwordOf = (_person: Person): string => PASSWORD;

const HOLDERS = `SELECT a.employee_id, c.login, p.code, p.code LIKE '%00' AS head
  FROM position p JOIN assignment a ON a.position_id = p.id AND a.kind = 'DEFINITIF' JOIN account c ON c.employee_id = a.employee_id
  WHERE p.code LIKE 'UKURAN-%'`;
/** In an order of chance that is the same in every run. */
const STAFF = `SELECT employee_id, login FROM (${HOLDERS}) h WHERE NOT head ORDER BY md5(login)`;
const SUPERIORS = `SELECT employee_id, login FROM (${HOLDERS}) h WHERE head AND code NOT LIKE $1 || '%'
    AND (SELECT count(*) FROM floor_entry e WHERE e.superior_id = h.employee_id AND e.status = 'dikirim') > 50
  ORDER BY md5(login)`;
const DEEP = `SELECT employee_id, login FROM (${HOLDERS}) h WHERE code = $1 || '00'`;
const ITEM = "SELECT item_id AS item FROM activity WHERE description = 'Menyelesaikan pekerjaan contoh' LIMIT 1";

/** The people of a seeded database. */
export async function peopleOf(sql: Sql): Promise<People> {
  const staff = (await sql.query<Person>(STAFF)).rows;
  const superiors = (await sql.query<Person>(SUPERIORS, [DEEP_UNIT])).rows;
  const [deep] = (await sql.query<Person>(DEEP, [DEEP_UNIT])).rows;
  const [chosen] = (await sql.query<{ item: string }>(ITEM)).rows;
  if (!deep || !chosen || superiors.length === 0) throw new Error('the database is not one of the bench');
  return { staff, superiors, deep, item: chosen.item };
}
