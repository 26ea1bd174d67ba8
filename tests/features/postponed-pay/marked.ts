import type { Pool } from '../../../src/platform/database/pool.ts';

/**
 * Makes the line of a demo person's month one that the regulation postponed, as if it had such a gate: for pages only, since the line
 * then differs from what its regulation gives.
 */
export async function markPostponed(pool: Pool, employeeId: string, month: string): Promise<void> {
  const reasons = [
    {
      status: 'DITUNDA',
      reason: 'Rekonsiliasi aset belum selesai',
      rule: 'gerbang_1',
      label: 'Rekonsiliasi aset',
      cite: 'Pasal 16 ayat (1)',
    },
  ];
  const client = await pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL session_replication_role = 'replica'");
    await client.query(
      `UPDATE payroll_line SET status = 'DITUNDA', gross = 0, deductions = 0, net = 0, components = jsonb_set(components, '{reasons}', $3::jsonb)
       WHERE employee_id = $1 AND run_id IN (SELECT id FROM payroll_run WHERE month = $2 AND kind = 'TPP')`,
      [employeeId, month, JSON.stringify(reasons)],
    );
    await client.query(
      `UPDATE payroll_component SET amount = 0
       WHERE employee_id = $1 AND run_id IN (SELECT id FROM payroll_run WHERE month = $2 AND kind = 'TPP')`,
      [employeeId, month],
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
