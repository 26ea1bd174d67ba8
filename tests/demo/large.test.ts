import { expect, test } from 'vitest';
import { CAST } from '../../src/demo/cast.ts';
import { seated } from '../../src/demo/organisation-rows.ts';
import { planRegency } from '../../src/demo/regency.ts';
import { month } from '../../src/domain/month.ts';
import { UNIT_KINDS } from '../../src/features/organisation/unit-kinds.ts';

const FIRST = month('2026-09');
const different = (values: readonly unknown[]): number => new Set(values).size;

test('the large regency has ten thousand people in some 250 paying units, each of them somebody else', () => {
  const { payrollUnits, units, chairs } = planRegency('besar', FIRST);
  const people = seated({ payrollUnits, units, chairs, since: '2021-01-01' as never }).map(({ person }) => person);
  expect(people.length).toBe(10_000);
  expect(payrollUnits.length).toBe(252);
  expect(different(people.map(person => person.nip))).toBe(people.length);
  expect(different(people.map(person => person.name))).toBe(people.length);
  expect(different(people.map(person => person.key))).toBe(people.length);
  expect(different([...units.map(unit => unit.spec.code), ...chairs.map(chair => chair.code)])).toBe(
    units.length + chairs.length,
  );
  expect(CAST.filter(key => !people.some(person => person.cast === key))).toEqual([]);
  expect(units.filter(unit => !Object.hasOwn(UNIT_KINDS, unit.spec.kind))).toEqual([]);
  for (const role of ['kepala_opd', 'bendahara', 'pengelola']) {
    const having = chairs.filter(chair => chair.spec.role === role).map(chair => chair.unit.payrollUnit.code);
    expect(payrollUnits.filter(unit => !having.includes(unit.code)).map(unit => unit.code)).toEqual([]);
  }
});

test('it is the same each time, and holds the regency of the usual size', () => {
  const names = (size: 'besar' | 'kabupaten'): string[] =>
    planRegency(size, FIRST).units.map(unit => `${unit.spec.code} ${unit.spec.name} ${unit.payrollUnit.code}`);
  const large = names('besar');
  expect(names('besar')).toEqual(large);
  expect(names('kabupaten').filter(unit => !large.includes(unit))).toEqual([]);
});
