import { z } from 'zod';
import { isZone, type Zone } from '../clock.ts';
import type { Sql } from '../database/sql.ts';
import type { Regency } from '../deps.ts';

/** What a regency is called until somebody names it. */
export const UNNAMED = 'Pemerintah daerah';

const shape = z.object({
  zone: z.custom<Zone>(value => typeof value === 'string' && isZone(value)).default('Asia/Jakarta'),
  government: z.string().min(1).default(UNNAMED),
  app_name: z.string().min(1).default('e-Kinerja'),
});

const IN_FORCE = `SELECT DISTINCT ON (key) key, value FROM setting
  WHERE key IN ('zone', 'government', 'app_name') AND from_date <= $1
  ORDER BY key, from_date DESC, id DESC`;

/** Names and zone in force on the day of an instant, and whether the data is a demo's. */
export async function readRegency(sql: Sql, now: Date): Promise<Regency> {
  const { rows } = await sql.query<{ key: string; value: unknown }>(IN_FORCE, [now.toISOString().slice(0, 10)]);
  const { rows: demo } = await sql.query<{ demo: boolean }>('SELECT EXISTS (SELECT 1 FROM demo_account) AS demo');
  const { zone, government, app_name } = shape.parse(Object.fromEntries(rows.map(({ key, value }) => [key, value])));
  return { zone, government, appName: app_name, demo: demo[0]?.demo === true };
}
