import { audit } from '../../platform/audit.ts';
import { sqlStateOf, violatedConstraint } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound, TREE_CIRCLE } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { circleText, positionCircle } from './circle.ts';
import { refuseUnsettledMonths } from './closed-months.ts';
import type { PositionChange, PositionContent } from './position-forms.ts';
import { refuseOwnChair } from './own-chair.ts';
import { positionVersions, type PositionVersion } from './position-queries.ts';
import { changedMeanwhile, conflict, malformed } from './refusal.ts';
import { inForce } from './unit-queries.ts';
import { refuseTakenDay, type ChangedBy } from './unit-service.ts';

type Services = Pick<Deps, 'pool' | 'clock' | 'regency'>;

export const CIRCLE_RULE = 'Jabatan atasan tidak boleh bawahan dari jabatan ini';

/**
 * A new position with its first dated version.
 * @returns the position's id
 * @throws RecordRefused, KeyReused
 */
export async function createPosition(
  deps: Services,
  by: ChangedBy,
  order: { readonly code: string; readonly content: PositionContent; readonly key: string },
): Promise<string> {
  const { code, content, key } = order;
  const hash = requestHash('jabatan.baru', { code, ...content });
  return writing(deps, undefined, content, async tx => {
    const { result } = await once(tx, { actorId: by.employeeId, key, hash }, async () => {
      const id = newId(deps.clock.now());
      const { rowCount } = await tx.query('INSERT INTO position (id, code) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        id,
        code,
      ]);
      if (rowCount === 0) throw conflict('kode', `Kode ${code} sudah dipakai jabatan lain`);
      await insertVersion(tx, id, content);
      await record(tx, deps, by, 'jabatan.baru', id, undefined, { code, ...content });
      return id;
    });
    return result;
  });
}

/**
 * A further dated version of a position; what was stays as it was before that day. The parts that the author has no right
 * to are taken from the version in force on that day.
 * @throws NotFound, RecordRefused (409: changed meanwhile, one's own chair, a version of that day exists, a
 *   circle, a month being computed)
 */
export async function changePosition(
  deps: Services,
  by: ChangedBy,
  positionId: string,
  change: PositionChange,
): Promise<void> {
  await writing(deps, positionId, { superiorId: change.place?.superiorId ?? null, from: change.from }, async tx => {
    // NO KEY: somebody who at this moment names this position as a superior does not wait for us (and we not for them).
    await tx.query('SELECT 1 FROM position WHERE id = $1 FOR NO KEY UPDATE', [positionId]);
    const position = await positionVersions(tx, positionId);
    if (!position) throw new NotFound('position');
    if (position.versions.length !== change.version) throw changedMeanwhile();
    await refuseOwnChair(tx, deps, by, positionId);
    refuseTakenDay(position.versions, change.from);
    const before = inForce(position.versions, change.from);
    const after = merged(before, change);
    if (after.superiorId === positionId) throw conflict('atasan', `${CIRCLE_RULE}: pilih jabatan lain`);
    if (after.validatorId === positionId) throw conflict('validator', 'Validator harus jabatan lain');
    await refuseComputed(tx, before, after);
    await insertVersion(tx, positionId, after);
    await record(tx, deps, by, 'jabatan.ubah', positionId, before, { ...after });
  });
}

/** What counts in a computed month: unit, class, echelon, kind, title. */
async function refuseComputed(tx: Tx, before: PositionVersion, after: PositionContent): Promise<void> {
  const same =
    before.unitId === after.unitId &&
    before.jobClass === after.jobClass &&
    before.echelon === after.echelon &&
    before.kind === after.kind;
  if (same) return;
  const { rows } = await tx.query<{ id: string }>(
    `SELECT payroll_unit_id AS id FROM org_unit_version WHERE unit_id = $1 AND from_date <= $2
     ORDER BY from_date DESC LIMIT 1`,
    [after.unitId, after.from],
  );
  await refuseUnsettledMonths(tx, [before.payrollUnitId, rows[0]?.id], after.from);
}

const merged = (before: PositionVersion, change: PositionChange): PositionContent => ({
  ...(change.place ?? {
    title: before.title,
    unitId: before.unitId,
    superiorId: before.superiorId,
    kind: before.kind,
    family: before.family,
    oneStep: before.oneStep,
    validatorId: before.validatorId,
  }),
  ...(change.substance ?? { echelon: before.echelon, jobClass: before.jobClass, duties: before.duties }),
  from: change.from,
  decree: change.decree,
});

async function insertVersion(tx: Tx, positionId: string, content: PositionContent): Promise<void> {
  await tx.query(
    `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, echelon, job_class, family,
       one_step, validator_id, duties, decree)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      positionId,
      content.from,
      content.title,
      content.unitId,
      content.superiorId,
      content.kind,
      content.echelon,
      content.jobClass,
      content.family,
      content.oneStep,
      content.validatorId,
      content.duties,
      content.decree,
    ],
  );
}

async function record(
  tx: Tx,
  deps: Services,
  by: ChangedBy,
  action: string,
  positionId: string,
  before: unknown,
  after: PositionContent & Record<string, unknown>,
): Promise<void> {
  await audit(tx, {
    at: deps.clock.now(),
    actorId: by.employeeId,
    action,
    objectType: 'position',
    objectId: positionId,
    before,
    after,
    reason: after.decree,
    requestId: by.requestId,
  });
}

const MISSING: Readonly<Record<string, readonly [field: string, message: string]>> = {
  position_version_superior_id_fkey: ['atasan', 'Pilih jabatan atasan dari daftar'],
  position_version_validator_id_fkey: ['validator', 'Pilih jabatan validator dari daftar'],
  position_version_unit_id_fkey: ['unit', 'Pilih unit'],
};

/** Runs the change and puts what the database refuses into words; circles too, which two persons may close together. */
async function writing<Result>(
  deps: Services,
  positionId: string | undefined,
  content: Pick<PositionContent, 'superiorId' | 'from'>,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  try {
    return await transaction(deps.pool, work);
  } catch (error) {
    if (sqlStateOf(error) === TREE_CIRCLE && positionId !== undefined) {
      const path = await positionCircle(deps.pool, positionId, content.superiorId, content.from);
      throw conflict('atasan', circleText(CIRCLE_RULE, path));
    }
    const missing = MISSING[violatedConstraint(error) ?? ''];
    if (missing) throw malformed(...missing);
    throw error;
  }
}
