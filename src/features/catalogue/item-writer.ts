import type { LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { VerbLevel } from './families.ts';

/** What one unit of volume is worth, from a day on. */
export interface Norm {
  /** Points for one unit of volume, 1 to 300. */
  readonly points: number;
  /** Minutes one unit usually takes. */
  readonly minutes: number;
  /** Largest volume of one day, as decimal text with at most two decimals. */
  readonly maxPerDay: string;
  /** Whether the item is offered at all. */
  readonly active: boolean;
}

/** What an item is called and for whom, whatever it is worth. */
export interface ItemFace {
  readonly name: string;
  readonly unitName: string;
  readonly grouping: string;
  readonly families: readonly string[];
  readonly verbLevel: VerbLevel;
  readonly description: string | null;
}

export interface NewItem extends ItemFace {
  /** Given by an import or the shipped catalogue; null makes one from the group: 'KEUANGAN-17'. */
  readonly code: string | null;
  readonly openEnded: boolean;
  readonly norm: Norm;
  readonly from: LocalDate;
}

/** Who writes, when, and for which request. */
export interface By {
  readonly actorId: string | null;
  readonly at: Date;
  readonly requestId?: string;
}

const INSERT_ITEM = `INSERT INTO catalogue_item (code, name, unit_name, grouping, families, verb_level, description, open_ended)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`;
const INSERT_NORM = `INSERT INTO catalogue_norm (item_id, from_date, points_per_unit, minutes_per_unit, max_per_day, active)
  VALUES ($1, $2, $3, $4, $5, $6)`;
// One writer of codes at a time: two new items of a group get two numbers.
const LOCK_CODES = `SELECT pg_advisory_xact_lock(hashtextextended('takar.catalogue-code', 0))`;
const LAST_NUMBER = `SELECT coalesce(max(substring(code FROM '[0-9]+$')::int), 0) AS last FROM catalogue_item
  WHERE code ~ ('^' || $1 || '-[0-9]{1,6}$')`;

/** Writes an item with its first norm and an audit row. @returns its id and code */
export async function insertItem(tx: Tx, item: NewItem, by: By): Promise<{ id: string; code: string }> {
  const code = item.code ?? (await freeCode(tx, item.grouping));
  const { rows } = await tx.query<{ id: string }>(INSERT_ITEM, [
    code,
    item.name,
    item.unitName,
    item.grouping,
    [...item.families],
    item.verbLevel,
    item.description,
    item.openEnded,
  ]);
  const { id } = rows[0]!;
  await insertNorm(tx, id, item.from, item.norm);
  await audit(tx, {
    ...auditBy(by),
    action: 'katalog.buat',
    objectType: 'catalogue_item',
    objectId: id,
    after: { ...item, code },
  });
  return { id, code };
}

/** A norm in force from a day on; the ones before stay what they were. */
export async function insertNorm(tx: Tx, itemId: string, from: LocalDate, norm: Norm): Promise<void> {
  await tx.query(INSERT_NORM, [itemId, from, norm.points, norm.minutes, norm.maxPerDay, norm.active]);
}

async function freeCode(tx: Tx, grouping: string): Promise<string> {
  await tx.query(LOCK_CODES);
  const [word = ''] = /[A-Z]+/.exec(grouping.toUpperCase()) ?? [];
  const stem = word === '' ? 'KATALOG' : word;
  const { rows } = await tx.query<{ last: number }>(LAST_NUMBER, [stem]);
  return `${stem}-${String((rows[0]?.last ?? 0) + 1).padStart(2, '0')}`;
}

/** The part of an audit row that says who, when and in which request. */
export const auditBy = (by: By): { at: Date; actorId: string | null; requestId?: string } => ({
  at: by.at,
  actorId: by.actorId,
  ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
});
