import { audit } from '../../platform/audit.ts';
import { sqlStateOf, violatedConstraint } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound, TREE_CIRCLE } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { circleText, unitCircle } from './circle.ts';
import { refuseClosedMonths } from './closed-months.ts';
import { changedMeanwhile, conflict, malformed } from './refusal.ts';
import { NEW_PAYER, type UnitContent } from './unit-forms.ts';
import { inForce, unitVersions, type UnitVersion } from './unit-queries.ts';

/** Who changes the organisation, in which request. */
export interface ChangedBy {
  readonly employeeId: string;
  readonly requestId: string;
}

type Services = Pick<Deps, 'pool' | 'clock'>;

/**
 * A new unit with its first dated version, and a payroll unit of its own where it has a treasurer.
 * @returns the unit's id
 * @throws RecordRefused, KeyReused
 */
export async function createUnit(
  deps: Services,
  by: ChangedBy,
  order: { readonly code: string; readonly content: UnitContent; readonly key: string },
): Promise<string> {
  const { code, content, key } = order;
  const hash = requestHash('unit.baru', { code, ...content });
  return writing(deps, undefined, content, async tx => {
    const { result } = await once(tx, { actorId: by.employeeId, key, hash }, async () => {
      const id = newId(deps.clock.now());
      const { rowCount } = await tx.query('INSERT INTO org_unit (id, code) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        id,
        code,
      ]);
      if (rowCount === 0) throw conflict('kode', `Kode ${code} sudah dipakai unit lain`);
      const payer = await payerOf(tx, deps, content, code);
      await insertVersion(tx, id, content, payer);
      await record(tx, deps, by, 'unit.baru', id, undefined, { code, ...content, payer });
      return id;
    });
    return result;
  });
}

/**
 * A further dated version of a unit; what was stays as it was before that day.
 * @throws NotFound, RecordRefused (409: changed meanwhile, a version of that day exists, a circle, a closed month)
 */
export async function changeUnit(
  deps: Services,
  by: ChangedBy,
  unitId: string,
  order: { readonly content: UnitContent; readonly version: number },
): Promise<void> {
  const { content, version } = order;
  await writing(deps, unitId, content, async tx => {
    await tx.query('SELECT 1 FROM org_unit WHERE id = $1 FOR NO KEY UPDATE', [unitId]);
    const unit = await unitVersions(tx, unitId);
    if (!unit) throw new NotFound('unit');
    if (unit.versions.length !== version) throw changedMeanwhile();
    refuseTakenDay(unit.versions, content.from);
    const before = inForce(unit.versions, content.from);
    const payer = await payerOf(tx, deps, content, unit.code);
    if (payer !== before.payrollUnitId || content.workPattern !== before.workPattern)
      await refuseClosedMonths(tx, [before.payrollUnitId, payer], content.from);
    await insertVersion(tx, unitId, content, payer);
    await record(tx, deps, by, 'unit.ubah', unitId, before, { ...content, payer });
  });
}

/** One version a day, and none before the first. */
export function refuseTakenDay(versions: readonly Pick<UnitVersion, 'from'>[], day: UnitContent['from']): void {
  if (versions.some(version => version.from === day))
    throw conflict('tmt', `Sudah ada perubahan yang berlaku mulai ${dateMedium(day)}. Pilih TMT lain`);
  const first = versions[0]?.from;
  if (first !== undefined && day < first)
    throw conflict('tmt', `Data ini baru ada sejak ${dateMedium(first)}. Pilih TMT sesudah itu`);
}

async function payerOf(tx: Tx, deps: Services, content: UnitContent, code: string): Promise<string> {
  if (content.payer !== NEW_PAYER) return content.payer;
  const id = newId(deps.clock.now());
  const { rowCount } = await tx.query(
    'INSERT INTO payroll_unit (id, code, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [id, code, content.name],
  );
  if (rowCount === 0) throw conflict('unit_bayar', `Unit bayar ${code} sudah ada. Pilih dari daftar`);
  return id;
}

async function insertVersion(tx: Tx, unitId: string, content: UnitContent, payer: string): Promise<void> {
  await tx.query(
    `INSERT INTO org_unit_version (unit_id, from_date, name, kind, parent_id, payroll_unit_id, work_pattern, zone, decree)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      unitId,
      content.from,
      content.name,
      content.kind,
      content.parentId,
      payer,
      content.workPattern,
      content.zone,
      content.decree,
    ],
  );
}

async function record(
  tx: Tx,
  deps: Services,
  by: ChangedBy,
  action: string,
  unitId: string,
  before: unknown,
  after: UnitContent & Record<string, unknown>,
): Promise<void> {
  await audit(tx, {
    at: deps.clock.now(),
    actorId: by.employeeId,
    action,
    objectType: 'org_unit',
    objectId: unitId,
    before,
    after,
    reason: after.decree,
    requestId: by.requestId,
  });
}

/** Runs the change and puts what the database refuses into words. */
async function writing<Result>(
  deps: Services,
  unitId: string | undefined,
  content: UnitContent,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  try {
    return await transaction(deps.pool, work);
  } catch (error) {
    if (sqlStateOf(error) === TREE_CIRCLE && unitId !== undefined) {
      const path = await unitCircle(deps.pool, unitId, content.parentId, content.from);
      throw conflict('induk', circleText('Unit induk tidak boleh bagian dari unit ini', path));
    }
    const constraint = violatedConstraint(error);
    if (constraint === 'org_unit_version_parent_id_fkey') throw malformed('induk', 'Pilih unit induk dari daftar');
    if (constraint === 'org_unit_version_payroll_unit_id_fkey') throw malformed('unit_bayar', 'Pilih unit bayar');
    throw error;
  }
}
