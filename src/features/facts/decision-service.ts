import { monthInWords, monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { monthIn } from '../../platform/clock.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, PERIOD_CLOSED } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { leaveCorrections } from './correction.ts';
import { tellChanged } from './owner-notice.ts';

export const DECISIONS = ['setujui', 'tolak', 'tarik'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Who decides, under which request. */
export interface DecidedBy {
  readonly employeeId: string;
  readonly requestId?: string | undefined;
}

/** What is decided: single proposals, or all that waits of whole imports. */
export interface DecisionInput {
  readonly proposals: readonly string[];
  readonly batches: readonly string[];
  readonly decision: Decision;
  /** Needed to refuse. */
  readonly reason: string | null;
}

/** How many were decided, and why the others were left, in words. */
export interface DecisionReport {
  readonly decided: number;
  readonly left: readonly string[];
}

/** A waiting proposal as it is decided. */
export interface Waiting extends Record<string, unknown> {
  id: string;
  batch_id: string | null;
  employee_id: string | null;
  payroll_unit_id: string | null;
  month: LocalDate;
  until_month: LocalDate | null;
  name: string;
  value: string;
  source: string;
  proposed_by: string;
  closed: LocalDate | null;
  /** Of a month whose run is approved: it may be corrected, and the difference becomes an adjustment. */
  corrects: boolean;
  /** What held before; null where nothing did. */
  before: string | null;
}

/** Held in one order, so that two persons who decide the same ones do not wait for each other. */
const HOLD = `SELECT p.id FROM fact_proposal p
  WHERE (p.id = ANY ($1::uuid[]) OR p.batch_id = ANY ($2::uuid[])) AND p.decision IS NULL ORDER BY p.id FOR UPDATE`;
const READ = `SELECT p.id, p.batch_id, p.employee_id, p.payroll_unit_id, p.month, p.until_month, p.name, p.value, p.source,
    p.proposed_by, CASE WHEN p.employee_id IS NOT NULL THEN takar_fact_closed(p.employee_id, p.month, p.until_month) END AS closed,
    p.employee_id IS NOT NULL AND p.until_month IS NULL AND takar_fact_corrects(p.employee_id, p.month) AS corrects,
    (SELECT CASE WHEN NOT f.withdrawn THEN f.value END FROM payroll_fact f WHERE f.employee_id = p.employee_id AND f.name = p.name AND f.month <= p.month
       AND coalesce(f.until_month, f.month) >= p.month ORDER BY f.id DESC LIMIT 1) AS before
  FROM fact_proposal p WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id`;
/** A close that is about to begin then finds the row held, or has begun and refuses. */
const ENSURE_PERIODS = `INSERT INTO payroll_period (month, kind, payroll_unit_id)
  SELECT DISTINCT p.month, 'TPP', u.unit FROM fact_proposal p
  CROSS JOIN LATERAL (SELECT takar_paying_unit(p.employee_id, p.month) AS unit) u
  WHERE p.id = ANY ($1::uuid[]) AND p.month <= $2::date AND u.unit IS NOT NULL ON CONFLICT DO NOTHING`;
const TO_FACTS = `INSERT INTO payroll_fact (employee_id, month, until_month, name, value, source, recorded_by, recorded_at,
    approved_by, proposal_id, correction, withdrawn)
  SELECT p.employee_id, p.month, p.until_month, p.name, p.value, p.source, p.proposed_by, $3, $2, p.id, p.id = ANY ($4::uuid[]), p.withdrawn
  FROM fact_proposal p WHERE p.id = ANY ($1::uuid[]) AND p.employee_id IS NOT NULL ORDER BY p.proposed_at, p.id`;
const TO_CEILINGS = `INSERT INTO payroll_ceiling (payroll_unit_id, year, amount, source, proposal_id, recorded_by, recorded_at,
    approved_by, approved_at)
  SELECT p.payroll_unit_id, extract(year FROM p.month)::int, p.value::bigint, p.source, p.id, p.proposed_by, p.proposed_at, $2, $3
  FROM fact_proposal p WHERE p.id = ANY ($1::uuid[]) AND p.payroll_unit_id IS NOT NULL ORDER BY p.proposed_at, p.id`;
const DECIDE = `UPDATE fact_proposal SET decision = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = ANY ($1::uuid[])`;
const TRAIL = `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, before, after, reason, request_id)
  SELECT $2, $3, $4, 'fact_proposal', p.id::text, b.before,
    jsonb_build_object('employee_id', p.employee_id, 'payroll_unit_id', p.payroll_unit_id, 'month', p.month,
      'until_month', p.until_month, 'name', p.name, 'value', p.value, 'proposed_by', p.proposed_by), $5, $6
  FROM unnest($1::uuid[], $7::jsonb[]) AS b (id, before) JOIN fact_proposal p ON p.id = b.id`;

const WORDS = { setujui: 'disetujui', tolak: 'ditolak', tarik: 'ditarik' } as const;

/**
 * Decides waiting proposals, many at once. Approved ones become facts (or ceilings) in the same transaction, and those of an
 * approved month corrections with a cause for an adjustment; those that may not be decided by this person are left, and the
 * report says why.
 * @param key of the form: the same one by the same person gives the first report again; the command line has none
 * @throws Conflict where one hand may hold both accounts, or a month was closed this moment; KeyReused
 */
export async function decideProposals(
  deps: Deps,
  by: DecidedBy,
  input: DecisionInput,
  key?: string,
): Promise<DecisionReport> {
  const act = (tx: Tx): Promise<DecisionReport> => decide(deps, tx, by, input);
  try {
    return await transaction(deps.pool, async tx => {
      if (key === undefined) return act(tx);
      const use = { actorId: by.employeeId, key: key.toLowerCase(), hash: requestHash('fakta.putus', { ...input }) };
      return (await once(tx, use, () => act(tx))).result;
    });
  } catch (error) {
    if (sqlStateOf(error) !== PERIOD_CLOSED) throw error;
    throw new Conflict('Ada bulan yang baru saja ditutup. Muat ulang halaman, lalu putuskan yang masih terbuka.');
  }
}

async function decide(deps: Deps, tx: Tx, by: DecidedBy, input: DecisionInput): Promise<DecisionReport> {
  const at = deps.clock.now();
  const held = await tx.query<{ id: string }>(HOLD, [[...input.proposals], [...input.batches]]);
  const { rows } = await tx.query<Waiting>(READ, [held.rows.map(({ id }) => id)]);
  const left = new Map<string, number>();
  const leave = (why: string, count = 1): void => void left.set(why, (left.get(why) ?? 0) + count);
  const gone = input.proposals.filter(id => !rows.some(row => row.id === id)).length;
  if (gone > 0) leave('sudah diputuskan', gone);
  const able = rows.filter(row => {
    const why = obstacle(row, by.employeeId, input.decision);
    if (why !== null) leave(why);
    return why === null;
  });
  if (able.length > 0) {
    if (input.decision === 'setujui') {
      const act = {
        actorId: by.employeeId,
        beganBy: [...new Set(able.map(row => row.proposed_by))],
        about: [...new Set(able.map(row => row.employee_id))],
      };
      await refuseOneHand(tx, act, { now: at, zone: deps.regency.zone });
      await approve(deps, tx, by, able, at);
    }
    await close(tx, by, input, able, at);
  }
  return { decided: able.length, left: [...left].map(([why, count]) => `${String(count)} data ${why}`) };
}

/** Why this person does not decide this one so; null where nothing is in the way. */
function obstacle(row: Waiting, actorId: string, decision: Decision): string | null {
  if (decision === 'tarik') return row.proposed_by === actorId ? null : 'diusulkan orang lain';
  if (decision === 'tolak') return null;
  if (row.proposed_by === actorId) return 'Anda usulkan sendiri: orang lain yang menyetujuinya';
  if (row.employee_id === actorId) return 'tentang Anda sendiri: orang lain yang menyetujuinya';
  if (row.closed === null || row.corrects) return null;
  return `untuk ${monthInWords(monthOf(row.closed))} yang sudah ditutup dan belum disetujui`;
}

async function approve(deps: Deps, tx: Tx, by: DecidedBy, able: readonly Waiting[], at: Date): Promise<void> {
  const ids = able.map(row => row.id);
  await tx.query(ENSURE_PERIODS, [ids, `${monthIn(deps.regency.zone, at)}-01`]);
  const corrections = able.filter(row => row.closed !== null);
  await tx.query(TO_FACTS, [ids, by.employeeId, at, corrections.map(row => row.id)]);
  await leaveCorrections(tx, corrections, by.employeeId, at);
  await tx.query(TO_CEILINGS, [ids, by.employeeId, at]);
  await tellChanged(tx, able, by.employeeId, at);
}

async function close(tx: Tx, by: DecidedBy, input: DecisionInput, able: readonly Waiting[], at: Date): Promise<void> {
  const ids = able.map(row => row.id);
  const word = WORDS[input.decision];
  await tx.query(DECIDE, [ids, word, by.employeeId, at, input.reason]);
  await tx.query(TRAIL, [
    ids,
    at,
    by.employeeId,
    `fakta.${input.decision}`,
    input.reason,
    by.requestId ?? null,
    able.map(row => (row.before === null ? null : JSON.stringify({ value: row.before }))),
  ]);
}
