import { monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { newId, sha256 } from '../../platform/identity.ts';
import type { FactBatch } from './import-batch.ts';
import type { FactReport } from './import-check.ts';
import { type EnteredBy, writeProposals } from './proposal-service.ts';

const HOLD = "SELECT version, state FROM import_batch WHERE id = $1 AND kind = 'fakta' FOR UPDATE";
const PENDING = `SELECT 1 FROM import_batch b JOIN fact_proposal p ON p.batch_id = b.id AND p.decision IS NULL
  WHERE b.mapping ->> 'urungkan' = $1::text LIMIT 1`;
/**
 * Month by month what an import has brought and still holds in an open month, with what held before it: nothing was written
 * about it later, and no run has taken it.
 */
const BROUGHT = `SELECT f.employee_id, m.month::date AS month, f.name, f.value,
    CASE WHEN NOT before.withdrawn THEN before.value END AS before
  FROM fact_proposal p JOIN payroll_fact f ON f.proposal_id = p.id
  CROSS JOIN LATERAL generate_series(f.month::timestamp, coalesce(f.until_month, f.month)::timestamp, '1 month') AS m (month)
  LEFT JOIN LATERAL (SELECT g.value, g.withdrawn FROM payroll_fact g WHERE g.employee_id = f.employee_id AND g.name = f.name
    AND g.id < f.id AND g.month <= m.month::date AND coalesce(g.until_month, g.month) >= m.month::date
    ORDER BY CASE WHEN g.until_month IS NULL THEN g.month ELSE m.month::date END DESC, g.id DESC LIMIT 1) before ON true
  WHERE p.batch_id = $1 AND NOT f.correction AND NOT EXISTS (SELECT 1 FROM payroll_fact n WHERE n.employee_id = f.employee_id
      AND n.name = f.name AND n.id > f.id AND n.month <= m.month::date AND coalesce(n.until_month, n.month) >= m.month::date)
    AND takar_fact_closed(f.employee_id, m.month::date, NULL) IS NULL
  ORDER BY f.employee_id, m.month, f.name`;
const KEEP = `INSERT INTO import_batch (id, kind, file_name, sha256, size, state, mapping, report, created_by, created_at, applied_at)
  VALUES ($1, 'fakta', $2, $3, 0, 'diterapkan', $4, $5, $6, $7, $7)`;

interface Brought extends Record<string, unknown> {
  readonly employee_id: string;
  readonly month: LocalDate;
  readonly name: string;
  readonly value: string;
  readonly before: string | null;
}

/**
 * Proposes to take an import back: for each of its facts that still holds in an open month the value before it, or that there
 * is none. A second person approves it as one, like the import itself; nothing is removed.
 * @returns how many facts, and the batch they are proposed in
 * @throws Conflict where the batch changed meanwhile, is being taken back, or brought nothing that still holds
 */
export async function proposeUndo(
  deps: Deps,
  by: EnteredBy,
  { id, fileName }: Pick<FactBatch, 'id' | 'fileName'>,
  version: number,
): Promise<{ readonly batchId: string; readonly facts: number }> {
  const at = deps.clock.now();
  return transaction(deps.pool, async tx => {
    await refuseAgain(tx, id, version);
    const { rows } = await tx.query<Brought>(BROUGHT, [id]);
    if (rows.length === 0)
      throw new Conflict('Tidak ada yang bisa diurungkan: bulannya sudah ditutup, atau nilainya sudah diganti.');
    const batchId = newId(at);
    const report: FactReport = { accepted: rows.length, unchanged: 0, rejected: [], facts: rows.length, notes: [] };
    const name = `Pengurungan ${fileName}`;
    const values = [
      batchId,
      name,
      sha256(`urungkan:${batchId}`),
      JSON.stringify({ urungkan: id }),
      JSON.stringify(report),
    ];
    await tx.query(KEEP, [...values, by.employeeId, at]);
    const proposals = rows.map(row => ({
      employeeId: row.employee_id,
      payrollUnitId: null,
      month: monthOf(row.month),
      until: null,
      name: row.name,
      value: row.before ?? row.value,
      source: name,
      withdrawn: row.before === null,
    }));
    await writeProposals(tx, by, at, proposals, batchId);
    await audit(tx, {
      at,
      actorId: by.employeeId,
      action: 'impor.urungkan',
      objectType: 'import_batch',
      objectId: id,
      after: { batch: batchId, facts: rows.length },
      ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
    });
    return { batchId, facts: rows.length };
  });
}

async function refuseAgain(tx: Tx, id: string, version: number): Promise<void> {
  const { rows } = await tx.query<{ version: number; state: string }>(HOLD, [id]);
  if (rows[0]?.version !== version || rows[0].state !== 'diterapkan')
    throw new Conflict('Impor ini sudah berubah sejak halamannya dibuka. Periksa lagi di bawah.');
  if ((await tx.query(PENDING, [id])).rowCount)
    throw new Conflict('Pengurungan impor ini sudah diusulkan dan menunggu orang kedua.');
}
