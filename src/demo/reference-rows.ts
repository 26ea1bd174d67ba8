import { firstDay, monthInWords, type Month } from '../domain/month.ts';
import type { LocalDate } from '../domain/local-date.ts';
import type { Tx } from '../platform/database/sql.ts';
import { insertRows } from './bulk-insert.ts';
import type { CastKey } from './cast.ts';
import { CATALOGUE } from './catalogue.ts';
import { HOLIDAYS, RAMADAN } from './holidays.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom } from './random.ts';
import type { Regency } from './regency.ts';
import { factsOfMonth } from './salaries.ts';
import { resultsFor } from './targets.ts';

/** Holidays and catalogue; returns the items' ids by code. */
export async function writeReference(tx: Tx, since: LocalDate, at: Date): Promise<Map<string, string>> {
  const random = randomFrom('catalogue');
  const ids = new Map(CATALOGUE.map(item => [item.code, idAt(random, at)]));
  await insertRows(
    tx,
    'holiday',
    HOLIDAYS.map(each => ({ ...each, recorded_at: at })),
  );
  await insertRows(tx, 'special_hours', [{ id: idAt(randomFrom('special hours'), at), ...RAMADAN, recorded_at: at }]);
  await insertRows(
    tx,
    'catalogue_item',
    CATALOGUE.map(item => ({
      id: ids.get(item.code),
      code: item.code,
      name: item.name,
      unit_name: item.unit,
      grouping: item.grouping,
      families: item.families,
      verb_level: item.verbLevel,
      description: item.description,
      open_ended: item.openEnded,
      version: 1,
    })),
  );
  await insertRows(
    tx,
    'catalogue_norm',
    CATALOGUE.map(item => ({
      item_id: ids.get(item.code),
      from_date: since,
      points_per_unit: item.points,
      minutes_per_unit: item.minutes,
      max_per_day: item.maxPerDay,
      active: true,
    })),
  );
  await insertRows(
    tx,
    'catalogue_expectation',
    CATALOGUE.filter(item => item.daily !== null || item.monthly !== null).flatMap(item =>
      item.families.map(family => ({
        item_id: ids.get(item.code),
        family,
        from_date: since,
        daily: item.daily,
        monthly: item.monthly,
      })),
    ),
  );
  return ids;
}

/** SKP targets of the years; returns how to find one. */
export async function writeTargets(
  tx: Tx,
  regency: Regency,
  years: readonly number[],
  at: Date,
): Promise<(employeeId: string, year: number, ordinal: number) => string | undefined> {
  const random = randomFrom(`targets ${years.join(' ')}`);
  const keyOf = (employeeId: string, year: number, ordinal: number): string =>
    `${employeeId} ${String(year)} ${String(ordinal)}`;
  const plans = seated(regency)
    .filter(({ person }) => person.nip !== null)
    .flatMap(({ chair, person }) =>
      years.map(year => ({
        id: idAt(random, at),
        employee_id: person.id,
        year,
        position_id: chair.id,
        from_date: `${String(year)}-01-01`,
        until_date: `${String(year)}-12-31`,
        state: 'disetujui',
        family: chair.spec.family,
      })),
    );
  const rows = plans.flatMap(plan =>
    resultsFor(plan.family, random.between(2, 4)).map((result, index) => ({
      id: idAt(random, at),
      plan_id: plan.id,
      employee_id: plan.employee_id,
      year: plan.year,
      ordinal: index + 1,
      result,
    })),
  );
  await insertRows(
    tx,
    'skp_plan',
    plans.map(({ family: _family, ...plan }) => plan),
  );
  await insertRows(tx, 'skp_target', rows);
  const ids = new Map(rows.map(row => [keyOf(row.employee_id, row.year, row.ordinal), row.id]));
  return (employeeId, year, ordinal) => ids.get(keyOf(employeeId, year, ordinal));
}

/** The papers that invented facts come from. */
const PAPERS: Readonly<Record<string, string>> = {
  ptkp: 'KP4 pegawai (contoh)',
  pengurangan_disiplin: 'Rekap presensi (contoh)',
};

/** What the regulation needs of everybody's months: recorded by one of the personnel office, approved by the other. */
export async function writeFacts(tx: Tx, regency: Regency, months: readonly Month[], at: Date): Promise<void> {
  const people = seated(regency).filter(({ person }) => person.nip !== null);
  const of = (key: CastKey): string => people.find(({ person }) => person.cast === key)!.person.id;
  const [first, second, third] = [of('kepegawaian1'), of('kepegawaian2'), of('keuangan1')];
  const rows = months.flatMap(month =>
    people.flatMap(({ person }) =>
      factsOfMonth(person, month).map(fact => ({
        employee_id: person.id,
        month: firstDay(month),
        name: fact.name,
        value: fact.value,
        source: PAPERS[fact.name] ?? `Daftar gaji ${monthInWords(month)} (contoh)`,
        // Nobody records or approves what is about themselves.
        recorded_by: person.id === first ? third : first,
        recorded_at: at,
        approved_by: person.id === second ? third : second,
      })),
    ),
  );
  await insertRows(tx, 'payroll_fact', rows);
}
