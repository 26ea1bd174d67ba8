/** A catalogue item with the norm in force on a day. */
export interface CatalogueItem {
  readonly id: string;
  readonly name: string;
  /** What volume counts: 'dokumen'. */
  readonly unitName: string;
  readonly grouping: string;
  /** Points for one unit of volume. */
  readonly pointsPerUnit: number;
  /** The largest volume of one day, as decimal text without superfluous zeros. */
  readonly maxPerDay: string;
}

/** Why an item stands in a person's list of choices. */
export interface CatalogueChoice extends CatalogueItem {
  readonly usual: boolean;
  readonly found: boolean;
}

/** The norm in force on a day, as a lateral sub-query; items without one are not offered that day. */
export const normSql = (item: string, day: string): string =>
  `SELECT v.* FROM catalogue_norm v WHERE v.item_id = ${item} AND v.from_date <= ${day} ORDER BY v.from_date DESC LIMIT 1`;
