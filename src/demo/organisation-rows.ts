import type { Tx } from '../platform/database/sql.ts';
import { accountOf, taxNumberOf } from './bank-accounts.ts';
import { insertRows } from './bulk-insert.ts';
import type { PlannedChair, PlannedPerson, Regency } from './regency.ts';

/** Every person with the chair held. */
export const seated = (regency: Regency): { readonly chair: PlannedChair; readonly person: PlannedPerson }[] =>
  regency.chairs.flatMap(chair => (chair.holder ? [{ chair, person: chair.holder }] : []));

/** Units, chairs, people, and who sits where. */
export async function writeOrganisation(tx: Tx, regency: Regency): Promise<void> {
  const { since, payrollUnits, units, chairs } = regency;
  const seats = seated(regency);
  await insertRows(tx, 'payroll_unit', payrollUnits);
  await insertRows(
    tx,
    'org_unit',
    units.map(unit => ({ id: unit.id, code: unit.spec.code })),
  );
  await insertRows(
    tx,
    'org_unit_version',
    units.map(unit => ({
      unit_id: unit.id,
      from_date: since,
      name: unit.spec.name,
      kind: unit.spec.kind,
      parent_id: unit.parentId,
      payroll_unit_id: unit.payrollUnit.id,
      work_pattern: unit.spec.sixDays ? 6 : 5,
      decree: 'Perda Takar (contoh) tentang susunan perangkat daerah',
    })),
  );
  await insertRows(
    tx,
    'position',
    chairs.map(chair => ({ id: chair.id, code: chair.code })),
  );
  await insertRows(
    tx,
    'position_version',
    chairs.map(chair => ({
      position_id: chair.id,
      from_date: since,
      title: chair.spec.title,
      unit_id: chair.unit.id,
      superior_id: chair.superior?.id ?? null,
      kind: chair.spec.kind,
      echelon: chair.spec.echelon ?? null,
      job_class: chair.spec.jobClass,
      family: chair.spec.family,
      one_step: chair.spec.oneStep !== undefined,
      decree: chair.spec.oneStep ?? null,
    })),
  );
  await insertRows(
    tx,
    'employee',
    seats.map(({ person }) => ({
      id: person.id,
      nip: person.nip,
      name: person.name,
      front_title: person.frontTitle,
      back_title: person.backTitle,
      ...accountOf(person),
      ...taxNumberOf(person),
    })),
  );
  await insertRows(
    tx,
    'employee_status',
    seats.flatMap(({ person }) =>
      person.statuses.map(each => ({
        employee_id: person.id,
        from_date: each.from,
        status: each.status,
        rank_grade: each.rank,
      })),
    ),
  );
  await insertRows(
    tx,
    'assignment',
    seats.map(({ chair, person }) => ({
      id: person.seatId,
      employee_id: person.id,
      position_id: chair.id,
      kind: 'DEFINITIF',
      from_date: person.seatedFrom,
      decree: 'SK Bupati Takar (contoh) tentang pengangkatan dalam jabatan',
    })),
  );
}
