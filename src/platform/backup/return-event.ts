import type { Sql } from '../database/sql.ts';

/*
 * The moment of the row is that of domain time as the database last knew it, where domain time is not real time: a row
 * from later would push the clock of the next start forward (rulings.md 3).
 */
const TELL = `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, after, reason)
  SELECT coalesce((SELECT last_used_at FROM domain_clock WHERE id = 1 AND offset_ms <> 0), $2::timestamptz),
    NULL, 'pulihkan', 'database', 'takar',
    jsonb_build_object('sampai', $1::timestamptz, 'dipulihkan', $2::timestamptz, 'rantai',
      (SELECT jsonb_build_object('urut', seq, 'hash', hash) FROM audit_chain WHERE payroll_unit_id IS NULL ORDER BY seq DESC LIMIT 1)),
    'Pemulihan dari cadangan: yang dicatat sesudah waktu "sampai" tidak ada di sini.'`;

/** Sessions that were ended after the copy was made must not live again. */
const SIGN_OUT = ['DELETE FROM session', 'DELETE FROM post_stash'];

/**
 * A restored database goes into service again: its trail names the gap, from the moment it holds up to the moment of the
 * restore, and the link of the regency's chain that the trail goes on from; everybody signs in anew.
 *
 * @param holdsUntil what was recorded after this instant is not in it; real time
 */
export async function beginAgain(sql: Sql, holdsUntil: Date, restoredAt: Date): Promise<void> {
  const { rows } = await sql.query<{ ours: boolean }>("SELECT to_regclass('public.audit_chain') IS NOT NULL AS ours");
  if (rows[0]?.ours !== true) return; // a copy from before there were chains
  await sql.query(TELL, [holdsUntil, restoredAt]);
  for (const statement of SIGN_OUT) await sql.query(statement);
}
