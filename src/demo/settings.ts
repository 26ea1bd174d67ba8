import type { LocalDate } from '../domain/local-date.ts';
import type { Tx } from '../platform/database/sql.ts';
import { insertRows } from './bulk-insert.ts';
import type { DemoSize } from './cast.ts';
import { ZONE } from './zone.ts';

/** The regency's names and zone; `demo` tells that everything here is invented. */
export async function writeSettings(tx: Tx, since: LocalDate, size: DemoSize): Promise<void> {
  const settings = { zone: ZONE, government: 'Pemerintah Kabupaten Takar', app_name: 'Takar', demo: size };
  await insertRows(
    tx,
    'setting',
    Object.entries(settings).map(([key, value]) => ({ key, value, from_date: since })),
  );
}
