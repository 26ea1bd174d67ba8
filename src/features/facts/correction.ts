import { firstDay, monthOf } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { leaveCauses, type Cause } from '../adjustments/cause.ts';
import { regulationOn } from '../policies/queries.ts';
import type { Waiting } from './decision-service.ts';
import { factKinds, type FactKind, kindNamed, RELEASE } from './kinds.ts';
import { shownValue } from './value.ts';

/**
 * Facts of approved months that a second person has just approved: each leaves a cause, so that the next run of the person
 * computes the month again and carries the difference (docs/adr/0028-adjustments.md).
 */
export async function leaveCorrections(tx: Tx, approved: readonly Waiting[], actorId: string, at: Date): Promise<void> {
  const kinds = new Map<string, readonly FactKind[]>();
  const causes: Cause[] = [];
  for (const { id, employee_id: employeeId, month: day, name, value, source } of approved) {
    if (employeeId === null) continue;
    const month = monthOf(day);
    const known = kinds.get(month) ?? (await kindsOf(tx, firstDay(month)));
    kinds.set(month, known);
    const kind = kindNamed(known, name);
    const shown = shownValue(kind, value);
    const note =
      kind === RELEASE
        ? `${RELEASE.label} menurut ${source}: ${shown}`
        : `${kind?.label ?? name} menjadi ${shown} (${source})`;
    causes.push({ employeeId, month, kind: 'fakta', ref: id, note, actorId, at });
  }
  await leaveCauses(tx, causes);
}

const kindsOf = async (tx: Tx, day: Parameters<typeof regulationOn>[1]): Promise<readonly FactKind[]> => {
  const inForce = await regulationOn(tx, day);
  return inForce ? factKinds(inForce.regulation) : [];
};
