import { z } from 'zod';
import { audit } from '../../platform/audit.ts';
import { dayIn, isZone } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';

const name = (missing: string) => z.string().trim().min(3, missing).max(100, missing).optional();

/** What `takar regency set` is given; at least one of them. */
export const regencySettings = z
  .strictObject({
    government: name('Nama pemerintah daerah paling sedikit 3 huruf, misalnya "Pemerintah Kabupaten Contoh".'),
    zone: z.string().refine(isZone, 'Zona: Asia/Jakarta, Asia/Makassar atau Asia/Jayapura.').optional(),
    app_name: name('Nama aplikasi paling sedikit 3 huruf.'),
  })
  .refine(given => Object.values(given).some(value => value !== undefined), 'Sebutkan --name, --zone atau --app-name.');

export type RegencySettings = z.output<typeof regencySettings>;

const APPEND = `INSERT INTO setting (key, value, from_date) SELECT $1, to_jsonb($2::text), $3 RETURNING id::text`;

/**
 * Appends names or zone of the regency, in force from today. A running server reads them when it starts; what was there
 * before stays as history.
 */
export async function setRegency(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'regency'>,
  settings: RegencySettings,
): Promise<void> {
  const at = deps.clock.now();
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const { rows } = await tx.query<{ id: string }>(APPEND, [key, value, dayIn(deps.regency.zone, at)]);
    await audit(tx, {
      at,
      actorId: null,
      action: `pengaturan.${key}`,
      objectType: 'setting',
      objectId: rows[0]!.id,
      after: { [key]: value },
    });
  }
}
