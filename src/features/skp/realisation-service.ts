import { firstDay, monthInWords } from '../../domain/month.ts';
import { toDecimalText } from '../../domain/ratio.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { planOfTarget, plansOfYear, type Plan, type PlanTarget } from './plan-queries.ts';
import { asOwner, todayIn } from './plan-service.ts';
import { monthsOfPlan, targetProgress } from './progress.ts';
import { linkedWork, recordedOf } from './progress-queries.ts';
import type { RealisationInput } from './realisation-form.ts';
import { conflict, malformed } from './refusal.ts';

/** A planned result in force, whichever of its versions was asked for. */
export interface InForce {
  readonly plan: Plan;
  readonly target: PlanTarget;
}

/** One's own planned result in force. @throws NotFound for anybody else's, and where nothing of it is in force */
export async function targetInForce(sql: Sql, employeeId: string, targetId: string): Promise<InForce> {
  const asked = await planOfTarget(sql, employeeId, targetId);
  const origin = asked?.targets.find(each => each.id === targetId)?.origin;
  const plans =
    asked === undefined ? [] : asked.state === 'disetujui' ? [asked] : await plansOfYear(sql, employeeId, asked.year);
  for (const plan of plans.filter(each => each.state === 'disetujui')) {
    const target = plan.targets.find(each => each.origin === origin);
    if (target) return { plan, target };
  }
  throw new NotFound('skp target');
}

const RECORD = `INSERT INTO skp_realisation (indicator_id, month, value, drafted, obstacle, recorded_by, at, evidence_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/**
 * Writes a month's realisation of one indicator, with what the entries alone would have given. What was written before stays;
 * the latest counts. At most once per key.
 * @throws NotFound; SkpRefused 422 or 409
 */
export async function recordRealisation(
  deps: Deps,
  employeeId: string,
  targetId: string,
  input: RealisationInput,
  files: readonly AcceptedFile[],
): Promise<void> {
  const stored = await storeAll(deps.uploads, files);
  const content = { ...input, key: undefined, targetId, files: stored.map(file => file.sha256) };
  const use = { actorId: employeeId, key: input.key, hash: requestHash('skp/realisasi', content) };
  await asOwner(deps, employeeId, tx =>
    once(tx, use, async () => {
      const { plan, target } = await targetInForce(tx, employeeId, targetId);
      const indicator =
        input.indicatorId === null
          ? target.indicators[0]
          : target.indicators.find(each => each.id === input.indicatorId);
      if (!indicator) throw malformed('Pilih indikator dari daftar', 'indikator');
      const months = monthsOfPlan(plan, todayIn(deps));
      if (!months.includes(input.month))
        throw conflict(`${monthInWords(input.month)} di luar masa SKP ini atau belum dimulai`, 'bulan');
      const work = await linkedWork(tx, employeeId, plan.year);
      const progress = targetProgress(target, months, work, await recordedOf(tx, employeeId, plan.year));
      const drafted = progress
        .find(each => each.indicator.id === indicator.id)
        ?.months.find(each => each.month === input.month)?.drafted;
      const at = deps.clock.now();
      const evidenceId = newId(at);
      await tx.query(RECORD, [
        indicator.id,
        firstDay(input.month),
        input.value,
        drafted ? toDecimalText(drafted.value) : null,
        input.obstacle,
        employeeId,
        at,
        evidenceId,
      ]);
      await attachTo(tx, { type: 'skp_realisation', id: evidenceId, by: employeeId, at }, stored);
      return true;
    }),
  );
}
