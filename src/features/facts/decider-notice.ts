import type { Tx } from '../../platform/database/sql.ts';
import { notify } from '../notifications/service.ts';
import { paths } from './paths.ts';

const DECIDERS = `SELECT DISTINCT a.employee_id AS id FROM role_grant g JOIN account a ON a.id = g.account_id
  WHERE g.role IN ('kepegawaian', 'keuangan') AND (g.confirmed_by IS NOT NULL OR g.waived) AND a.disabled_at IS NULL
    AND g.ended_at IS NULL AND (g.until_date IS NULL OR g.until_date >= $1::date) AND a.employee_id <> $2`;

/** Tells both offices, once a day, that proposed facts wait for a second person; whoever proposed them is not told. */
export async function tellDeciders(tx: Tx, proposerId: string, at: Date): Promise<void> {
  const day = at.toISOString().slice(0, 10);
  const { rows } = await tx.query<{ id: string }>(DECIDERS, [day, proposerId]);
  const notices = rows.map(({ id }) => ({
    employeeId: id,
    kind: 'data' as const,
    text: 'Ada usul data TPP yang menunggu orang kedua.',
    href: paths.proposals,
    dedupe: `fakta-menunggu:${day}`,
  }));
  await notify(tx, notices, at);
}
