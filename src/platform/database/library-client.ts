import pg from 'pg';
import type { Pool } from './pool.ts';

/**
 * The pool as libraries expect it, which reckon with int8 as the driver's text and not with our bigint. The rate limiter
 * subtracts from such a column, which a bigint refuses.
 */
export interface LibraryClient {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** Share a pool with a library, with the driver's own way of reading columns. */
export function libraryClient(pool: Pool): LibraryClient {
  return { query: config => pool.query({ ...config, types: pg.types }) };
}
