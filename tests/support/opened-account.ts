import type { Pool } from '../../src/platform/database/pool.ts';

/** Writes into the trail that `owner`'s account has just been opened with a code that `printer` gave (both employees). */
export async function openedByCode(pool: Pool, owner: string, printer: string, at: Date): Promise<void> {
  await pool.query(
    `INSERT INTO audit_event (at, actor_id, action, object_type, object_id)
     SELECT $3, actor, action, 'account', a.id FROM account a,
       unnest(ARRAY[$2::uuid, $1::uuid], ARRAY['akun.setel_ulang', 'kata_sandi.aktivasi']) AS t (actor, action)
     WHERE a.employee_id = $1`,
    [owner, printer, at],
  );
}
