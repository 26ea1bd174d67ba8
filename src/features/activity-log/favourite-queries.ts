import { toDecimalText, type Ratio } from '../../domain/ratio.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';

/** How many favourites a person keeps (ux.md F6). */
export const MAX_FAVOURITES = 10;

/** Something a person logs often, in the person's own order. Volume is decimal text. */
export interface Favourite {
  readonly id: string;
  readonly itemId: string;
  readonly itemName: string;
  readonly unitName: string;
  readonly description: string;
  readonly volume: string | null;
}

/** A person's own favourites, the first one first. */
export async function favouritesOf(sql: Sql, employeeId: string): Promise<Favourite[]> {
  const { rows } = await sql.query<Favourite & Record<string, unknown>>(
    `SELECT f.id, f.item_id AS "itemId", i.name AS "itemName", i.unit_name AS "unitName", f.description,
       trim_scale(f.volume)::text AS volume
     FROM favourite f JOIN catalogue_item i ON i.id = f.item_id WHERE f.employee_id = $1 ORDER BY f.ordinal, f.id`,
    [employeeId],
  );
  return rows;
}

/** Whether an item may be kept: it is in use today. */
export async function itemInUse(sql: Sql, itemId: string, today: string): Promise<boolean> {
  const { rows } = await sql.query<{ active: boolean }>(
    `SELECT n.active FROM catalogue_norm n WHERE n.item_id = $1 AND n.from_date <= $2 ORDER BY n.from_date DESC LIMIT 1`,
    [itemId, today],
  );
  return rows[0]?.active ?? false;
}

/** One person's list changes by one act at a time: the row of the person is held until the act commits. */
export async function holdList(tx: Tx, employeeId: string): Promise<void> {
  await tx.query('SELECT 1 FROM employee WHERE id = $1 FOR NO KEY UPDATE', [employeeId]);
}

/** Adds a favourite at the end; false where the list is full. Under `holdList`. */
export async function addFavourite(
  tx: Tx,
  employeeId: string,
  favourite: { readonly itemId: string; readonly description: string; readonly volume: Ratio | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO favourite (employee_id, item_id, description, volume, ordinal)
     SELECT $1, $2, $3, $4, coalesce(max(ordinal), 0) + 1 FROM favourite WHERE employee_id = $1
     HAVING count(*) < ${String(MAX_FAVOURITES)}`,
    [
      employeeId,
      favourite.itemId,
      favourite.description,
      favourite.volume === null ? null : toDecimalText(favourite.volume, 2),
    ],
  );
  return rowCount === 1;
}

/** Takes a favourite away; false where it is not there any more. */
export async function dropFavourite(tx: Tx, employeeId: string, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM favourite WHERE id = $2 AND employee_id = $1', [employeeId, id]);
  return rowCount === 1;
}

/** Moves a favourite one place; at the end of the list it stays. False where it is not there any more. Under `holdList`. */
export async function moveFavourite(tx: Tx, employeeId: string, id: string, by: 1 | -1): Promise<boolean> {
  const list = await favouritesOf(tx, employeeId);
  const place = list.findIndex(favourite => favourite.id === id);
  if (place < 0) return false;
  const order = list.map(favourite => favourite.id);
  const other = order[place + by];
  if (other === undefined) return true;
  order[place + by] = id;
  order[place] = other;
  await tx.query(
    `UPDATE favourite f SET ordinal = o.place FROM unnest($2::uuid[]) WITH ORDINALITY AS o (id, place)
     WHERE f.id = o.id AND f.employee_id = $1`,
    [employeeId, order],
  );
  return true;
}
