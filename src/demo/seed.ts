import { localDate, type LocalDate } from '../domain/local-date.ts';
import { addMonths, firstDay } from '../domain/month.ts';
import { dayIn, monthIn } from '../platform/clock.ts';
import type { Pool } from '../platform/database/pool.ts';
import type { Tx } from '../platform/database/sql.ts';
import { transaction } from '../platform/database/transaction.ts';
import { SHIPPED_REGULATION, readPolicy } from '../features/policies/policy-files.ts';
import { adoptRegulation } from '../features/policies/service.ts';
import { makeSecrets, writeAccounts, type Secrets } from './account-rows.ts';
import { filledAtOnce } from './bulk-load.ts';
import type { DemoSize } from './cast.ts';
import { HOLIDAYS } from './holidays.ts';
import { writeOrganisation } from './organisation-rows.ts';
import { writeFacts, writeReference, writeTargets } from './reference-rows.ts';
import { leftUndecided } from './left-undecided.ts';
import { payMonth } from './paid-month.ts';
import { planRegency } from './regency.ts';
import { writeSettings } from './settings.ts';
import { writePeriods, writeWork } from './work-rows.ts';
import { STORIES } from './stories.ts';
import { ZONE } from './zone.ts';

export interface DemoOrder {
  readonly size: DemoSize;
  /** Domain time: the demo tells of its month and the two before. */
  readonly now: Date;
  readonly bcryptCost: number;
}

/**
 * Fills an empty, migrated database with the invented regency of Takar (contract.md 4): people, three months of work,
 * and what the payroll needs. All of it in one transaction: a seed that is killed leaves the database empty.
 */
export async function seedDemo(pool: Pool, order: DemoOrder): Promise<void> {
  const secrets = await makeSecrets(order.bcryptCost);
  await transaction(pool, tx => writeDemo(tx, order, secrets));
}

async function writeDemo(tx: Tx, { size, now }: DemoOrder, secrets: Secrets): Promise<void> {
  await tx.query('SET LOCAL statement_timeout = 0');
  const running = monthIn(ZONE, now);
  const months = [addMonths(running, -2), addMonths(running, -1), running] as const;
  const regency = planRegency(size, months[0]);
  const start = new Date(`${firstDay(months[0])}T01:00:00Z`);
  const years = [...new Set(months.map(each => Number(each.slice(0, 4))))];

  await writeOrganisation(tx, regency);
  await writeAccounts(tx, regency, secrets, start);
  const itemIds = await writeReference(tx, regency.since, start);
  const targetId = await writeTargets(tx, regency, years, start);
  await writeFacts(tx, regency, months, start);
  await adoptRegulation(tx, readPolicy(SHIPPED_REGULATION), { by: null, at: start });
  await writeSettings(tx, regency.since);

  for (const month of [addMonths(months[0], -1), ...months, addMonths(running, 1)]) {
    await tx.query('SELECT takar_ensure_month($1)', [firstDay(month)]);
  }
  await writePeriods(tx, months);
  const holidays = new Map(HOLIDAYS.map((each): [LocalDate, string] => [localDate(each.day), each.name]));
  await tx.query('ALTER TABLE activity DISABLE TRIGGER activity_period_guard');
  await filledAtOnce(tx, ['activity', 'activity_event'], async () => {
    for (const month of months) {
      const kind = month === running ? 'running' : 'decided';
      const seed = `work ${size} ${dayIn(ZONE, now)}`;
      const undecided = month === months[0] ? leftUndecided(regency) : undefined;
      await writeWork(tx, regency, { itemIds, targetId }, { seed, month, holidays, now, kind, undecided });
    }
  });
  await tx.query('ALTER TABLE activity ENABLE TRIGGER activity_period_guard');
  // The close reads many rows that the planner knows nothing about yet.
  await tx.query('ANALYZE activity, assignment, position_version, org_unit_version, employee_status, payroll_fact');
  await payMonth(tx, regency, months[0], holidays);
  for (const tell of STORIES) await tell(tx, { regency, itemIds, months, now, holidays });
}
