import type { Month } from '../domain/month.ts';
import type { PlannedPerson } from './regency.ts';
import { randomFrom, type Random } from './random.ts';

/** One fact that the regulation needs and the product does not make itself. Values as decimal text. */
export interface FactRow {
  readonly name: string;
  readonly value: string;
}

/** Invented monthly gross salaries in rupiah by rank; years of service add to them. */
const SALARY: Readonly<Record<string, number>> = {
  'II/a': 2_650_000,
  'II/b': 2_780_000,
  'II/c': 2_910_000,
  'II/d': 3_040_000,
  'III/a': 3_380_000,
  'III/b': 3_560_000,
  'III/c': 3_790_000,
  'III/d': 4_060_000,
  'IV/a': 4_480_000,
  'IV/b': 4_720_000,
  'IV/c': 4_990_000,
  'IV/d': 5_310_000,
  V: 2_880_000,
  VII: 3_290_000,
  IX: 3_610_000,
};
const LEAST_SALARY = 2_600_000;

const FAMILY_STATES = ['TK/0', 'K/0', 'K/1', 'K/2', 'K/3', 'TK/1'] as const;
/** Percent taken off for late coming and the like; most people have none. */
const DISCIPLINE = ['0', '0', '0', '0', '0', '0', '0.5', '1', '1.25', '3'] as const;

/** The payroll facts of a person's month. What does not change from month to month comes from the person alone. */
export function factsOfMonth(person: PlannedPerson, month: Month): FactRow[] {
  const lasting = randomFrom(`salary ${person.key} ${person.nip ?? ''}`);
  const monthly = randomFrom(`discipline ${person.key} ${month}`);
  const gross = grossSalary(lasting, person);
  return [
    { name: 'gaji_bruto', value: String(gross) },
    // Dues of one percent, at most on twelve million; invented tax of the salary alone, in hundreds.
    { name: 'iwp_gaji', value: String(Math.min(120_000, gross / 100)) },
    { name: 'pph_gaji', value: String(gross > 5_400_000 ? 10 * Math.trunc(gross / 4000) : 0) },
    { name: 'ptkp', value: lasting.pick(FAMILY_STATES) },
    { name: 'pengurangan_disiplin', value: monthly.pick(DISCIPLINE) },
  ];
}

/** Whole hundreds of rupiah. */
function grossSalary(random: Random, person: PlannedPerson): number {
  const rank = person.statuses.at(-1)?.rank ?? '';
  return (SALARY[rank] ?? LEAST_SALARY) + 100 * random.between(0, 9_000);
}
