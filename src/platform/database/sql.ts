import type pg from 'pg';

/** A statement that the server parses and plans once per connection: for queries on hot pages. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/**
 * Anything that answers SQL: the pool, or a transaction. Values go in as parameters, never into the text.
 *
 * What comes back: `date` as 'YYYY-MM-DD', `int8` as bigint, `numeric` as decimal text, `timestamptz` as Date, `json` as
 * its value; arrays accordingly. See `column-types.ts`.
 */
export interface Sql {
  query<Row extends pg.QueryResultRow = Record<string, unknown>>(
    statement: string | Prepared,
    values?: unknown[],
  ): Promise<{ readonly rows: Row[]; readonly rowCount: number | null }>;
}

/** SQL inside one transaction; made by `transaction` alone, so that a function which asks for it cannot run outside. */
export interface Tx extends Sql {
  readonly insideTransaction: true;
  /**
   * Sends rows by COPY: what is quickest for hundreds of thousands, and never holds more than a piece of them.
   * @param statement `COPY table (columns) FROM STDIN`
   * @param pieces text in COPY's own form, cut anywhere
   * @throws what the pieces threw, or what the server says of them
   */
  copyIn(statement: string, pieces: AsyncIterable<string>): Promise<void>;
}

/**
 * A named statement. The name is unique in the program (`feature.what`): PostgreSQL refuses one name for two texts.
 */
export function prepared(name: string, text: string): Prepared {
  return { name, text };
}
