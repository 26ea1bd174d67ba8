import type { LocalDate } from '../domain/local-date.ts';
import type { Tx } from '../platform/database/sql.ts';
import { insertRows } from './bulk-insert.ts';
import { ZONE } from './zone.ts';

/** What the invented regency and its product are called. */
export const DEMO_NAMES = { government: 'Pemerintah Kabupaten Takar', appName: 'Takar' } as const;

/** The regency's names and zone, as settings. */
export async function writeSettings(tx: Tx, since: LocalDate): Promise<void> {
  const settings = { zone: ZONE, government: DEMO_NAMES.government, app_name: DEMO_NAMES.appName };
  await insertRows(
    tx,
    'setting',
    Object.entries(settings).map(([key, value]) => ({ key, value, from_date: since })),
  );
}
