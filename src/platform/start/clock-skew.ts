import type { Deps } from '../deps.ts';

const TOLERATED_MS = 30_000;

/** Warns in the log when the clocks of application and database are more than 30 seconds apart (rulings.md 3). */
export async function watchSkew({ pool, clock, log }: Pick<Deps, 'pool' | 'clock' | 'log'>): Promise<void> {
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const skewMs = (rows[0]?.now.getTime() ?? 0) - clock.real().getTime();
  if (Math.abs(skewMs) > TOLERATED_MS) log.warn({ skewMs }, 'the clocks of application and database differ');
}
