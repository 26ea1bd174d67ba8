import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { seatOn } from '../organisation/queries.ts';
import { pinSource } from './look.ts';
import { machinesOf, type NamedUnit } from './machine-queries.ts';
import { paidBy, readPeople } from './people.ts';
import { openFile, type Understood, understandFile } from './raw-file.ts';
import type { Importer } from './service.ts';

/**
 * The payroll unit that a file belongs to where nobody says it: of the machine it comes from, of most of its people, or
 * of whoever brings it.
 * @throws Unreadable, ReadersBusy
 */
export async function unitOfFile(
  deps: Deps,
  bytes: Buffer,
  fileName: string,
  by: Importer,
  units: readonly NamedUnit[],
): Promise<NamedUnit | undefined> {
  if (units.length === 1) return units[0];
  const byId = (id: string | null | undefined): NamedUnit | undefined => units.find(unit => unit.id === id);
  const raw = await openFile(bytes);
  // A machine knows people by PIN only.
  const nips = 'machine' in raw ? [] : nipsOf(await understandFile(raw, {}));
  if (nips.length > 0) {
    const today = dayIn(deps.regency.zone, deps.clock.now());
    const { byNip } = await readPeople(deps.pool, nips, [], null);
    const people = [...byNip.values()].map(employeeId => ({ employeeId, day: today }));
    const paid = await paidBy(deps.pool, people);
    const counts = new Map<string, number>();
    for (const { employeeId, day } of people) {
      const unit = paid(employeeId, day)?.unitId;
      if (unit !== undefined) counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
    const [most] = [...counts].filter(([id]) => byId(id)).sort(([, a], [, b]) => b - a);
    if (most) return byId(most[0]);
  }
  const machines = await machinesOf(deps.pool, by.scope);
  const source = pinSource(machines, { profile: {}, fileName, unitCode: '' })?.machine;
  const machine = source ?? (machines.length === 1 ? machines[0] : undefined);
  if (machine?.payrollUnitId) return byId(machine.payrollUnitId);
  const seat =
    by.actorId === null ? undefined : await seatOn(deps.pool, by.actorId, dayIn(deps.regency.zone, deps.clock.now()));
  return byId(seat?.payrollUnitId);
}

function nipsOf({ lines }: Understood): string[] {
  const nips = new Set<string>();
  for (const line of lines()) if (line.kind !== 'problem' && line.who.nip !== null) nips.add(line.who.nip);
  return [...nips];
}
