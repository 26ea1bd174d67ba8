import { z } from 'zod';
import { isZone, type Zone } from '../clock.ts';
import type { Sql } from '../database/sql.ts';
import type { Regency } from '../deps.ts';

/** The key in `setting` under which names and zone stand: `{ zone, government, appName }`. */
export const REGENCY_SETTING = 'regency';

const shape = z.object({
  zone: z.custom<Zone>(value => typeof value === 'string' && isZone(value)),
  government: z.string().min(1),
  appName: z.string().min(1),
});

const DEFAULT = { zone: 'Asia/Jakarta', government: 'Pemerintah daerah', appName: 'e-Kinerja' } as const;

const LATEST = 'SELECT value FROM setting WHERE key = $1 AND from_date <= $2 ORDER BY from_date DESC, id DESC LIMIT 1';

/** Names and zone in force on the day of an instant, and whether the data is a demo's. */
export async function readRegency(sql: Sql, now: Date): Promise<Regency> {
  const { rows } = await sql.query<{ value: unknown }>(LATEST, [REGENCY_SETTING, now.toISOString().slice(0, 10)]);
  const { rows: demo } = await sql.query<{ demo: boolean }>('SELECT EXISTS (SELECT 1 FROM demo_account) AS demo');
  const set = rows[0] ? shape.parse(rows[0].value) : DEFAULT;
  return { ...set, demo: demo[0]?.demo === true };
}
