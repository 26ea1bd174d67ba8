import { expect, test } from 'vitest';
import { CAST } from '../../src/demo/cast.ts';
import { leftUndecided } from '../../src/demo/left-undecided.ts';
import { seated } from '../../src/demo/organisation-rows.ts';
import { planRegency, type Regency } from '../../src/demo/regency.ts';
import { month } from '../../src/domain/month.ts';
import { UNIT_KINDS } from '../../src/features/organisation/unit-kinds.ts';

const FIRST = month('2026-09');
const large = planRegency('besar', FIRST);
const different = (values: readonly unknown[]): number => new Set(values).size;

test('the large regency has ten thousand people in some 250 paying units, each of them somebody else', () => {
  const { payrollUnits, units, chairs } = large;
  const people = seated(large).map(({ person }) => person);
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

test('it is the same each time, and holds every unit of the regency of the usual size', () => {
  const people = (regency: Regency): string[] =>
    seated(regency).map(({ chair, person }) => `${chair.code} ${person.id} ${String(person.nip)} ${person.name}`);
  expect(people(planRegency('besar', FIRST))).toEqual(people(large));
  const units = ({ units: all }: Regency): string[] =>
    all.map(unit => `${unit.spec.code} ${unit.spec.name} ${unit.payrollUnit.code}`);
  const known = new Set(units(large));
  expect(units(planRegency('kabupaten', FIRST)).filter(unit => !known.has(unit))).toEqual([]);
});

test('two people outside the cast have entries that a close left undecided; a small regency has none', () => {
  const regency = planRegency('kabupaten', FIRST);
  const codes = leftUndecided(regency);
  const people = regency.chairs.filter(chair => codes.has(chair.code)).map(chair => chair.holder);
  expect(people.map(person => person?.cast)).toEqual([undefined, undefined]);
  expect(different(people.map(person => person?.id))).toBe(2);
  expect(leftUndecided(planRegency('kecil', FIRST)).size).toBe(0);
});
