import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthInWords, type Month } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { regulationOn } from '../policies/queries.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { reportDay } from './month-choice.ts';
import { recapLines, type Recap } from './recap.ts';
import { recapPeople, recapUnits, type RecapUnit } from './recap-queries.ts';
import { officersOf } from './signatory.ts';

/** A recap with the units one may choose from. */
export interface ReadRecap {
  readonly units: readonly RecapUnit[];
  /** Absent where there is no unit to show, or the one asked for is not the reader's. */
  readonly recap: Recap | undefined;
}

const CLOSED = prepared(
  'reports.recap-closed',
  `SELECT EXISTS (SELECT 1 FROM payroll_period WHERE payroll_unit_id = $1 AND month = $2 AND kind = 'TPP' AND NOT open) AS closed`,
);

/** The recap of a unit's month: of the unit with this code, else of the first one the actor may read. */
export async function readRecap(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  asked: { readonly actor: Actor; readonly month: Month; readonly today: LocalDate; readonly unit: string },
): Promise<ReadRecap> {
  const { pool } = deps;
  const { actor, month, today } = asked;
  const units = await recapUnits(pool, actor, today);
  const unit = asked.unit === '' ? units[0] : units.find(each => each.code === asked.unit);
  if (!unit) return { units, recap: undefined };
  const day = reportDay(month, today);
  const daily = (await regulationOn(pool, day))?.daily;
  const dailyCap = daily?.dailyCap ?? NO_CAP;
  const people = await recapPeople(pool, { actor, today, unitId: unit.id, month, day, dailyCap });
  const lines = recapLines(people, await holidaysBetween(pool, firstDay(month), day), daily);
  const subjectIds = people.map(person => person.employeeId);
  await recordDailyView(pool, { viewerId: actor.employeeId, subjectIds, what: 'ringkasan' }, lookNow(deps));
  const officers = await officersOf(pool, unit.id, day);
  const provisional = (await isClosed(pool, unit.id, month)) ? '' : provisionalText(month, day === today);
  return { units, recap: { month, day, unit, lines, provisional, officers } };
}

/** PostgreSQL's largest integer: where no regulation is in force, nothing is cut. */
const NO_CAP = 2_147_483_647;

async function isClosed(sql: Sql, unitId: string, month: Month): Promise<boolean> {
  const { rows } = await sql.query<{ closed: boolean }>(CLOSED, [unitId, firstDay(month)]);
  return rows[0]?.closed === true;
}

const provisionalText = (month: Month, running: boolean): string =>
  running
    ? 'Bulan berjalan: angka masih bisa berubah.'
    : `${monthInWords(month)} belum ditutup: angka masih bisa berubah.`;
