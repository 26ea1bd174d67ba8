import { monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { PeriodState } from '../../domain/payroll/run-lifecycle.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { type JobRow, jobById } from '../jobs/queries.ts';
import { MANY_UNITS } from '../jobs/queue.ts';
import type { BatchAction } from './batch-service.ts';

/** What became of one ticked unit. */
export interface BatchItem {
  readonly code: string;
  readonly name: string;
  /** Why nothing was done; null where it was. */
  readonly refusal: string | null;
  /** How the unit's month stands now. */
  readonly state: PeriodState;
  readonly failure: string | null;
  readonly jobId: string | null;
}

/** Many units closed or approved at once. */
export interface Batch {
  readonly month: Month;
  readonly kind: PaymentKind;
  /** The special payment with what the regulation calls it; null for the month's own. */
  readonly special: { readonly id: string; readonly label: string } | null;
  readonly action: BatchAction;
  readonly askedBy: string;
  readonly askedAt: Date;
  /** What was ticked, as `code:version`. */
  readonly asked: readonly string[];
  readonly items: readonly BatchItem[];
}

interface Row extends Record<string, unknown> {
  month: LocalDate;
  kind: PaymentKind;
  special: Batch['special'];
  action: BatchAction;
  asked_by: string;
  asked_at: Date;
  asked: string[];
  items: BatchItem[];
}

const ONE = `SELECT b.month, b.kind, b.action, (SELECT jsonb_build_object('id', s.id, 'label', s.label) FROM special_payment s
      WHERE s.kind = b.kind AND s.pay_month = b.month ORDER BY s.state = 'berlaku' DESC, s.asked_at DESC LIMIT 1) AS special, b.asked_by, b.asked_at, b.asked, coalesce((
    SELECT jsonb_agg(jsonb_build_object('code', u.code, 'name', u.name, 'refusal', i.refusal,
      'state', coalesce(r.state, 'TERBUKA'), 'failure', r.failure, 'jobId', (SELECT j.id FROM job j
        WHERE j.payload ->> 'runId' = r.id::text ORDER BY j.created_at DESC, j.id DESC LIMIT 1)) ORDER BY u.code)
    FROM period_batch_item i JOIN payroll_unit u ON u.id = i.payroll_unit_id
    LEFT JOIN payroll_run r ON r.month = b.month AND r.kind = b.kind AND r.payroll_unit_id = u.id AND r.state <> 'DIBATALKAN'
    WHERE i.batch_id = b.id), '[]') AS items
  FROM period_batch b WHERE b.id = $1`;

/** One batch with its items by unit code. */
export async function batchById(sql: Sql, id: string): Promise<Batch | undefined> {
  const row = (await sql.query<Row>(ONE, [id])).rows[0];
  return (
    row && {
      month: monthOf(row.month),
      kind: row.kind,
      special: row.special,
      action: row.action,
      askedBy: row.asked_by,
      askedAt: row.asked_at,
      asked: row.asked,
      items: row.items,
    }
  );
}

const JOB = `SELECT id FROM job WHERE kind = '${MANY_UNITS}' AND payload ->> 'periodBatchId' = $1 ORDER BY id DESC LIMIT 1`;

/** The job that works through a batch. */
export async function jobOfBatch(sql: Sql, batchId: string): Promise<JobRow | undefined> {
  const id = (await sql.query<{ id: string }>(JOB, [batchId])).rows[0]?.id;
  return id === undefined ? undefined : jobById(sql, id);
}
