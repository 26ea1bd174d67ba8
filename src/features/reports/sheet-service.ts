import { daysFrom, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, type Month } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { framesOf } from '../activity-log/day-frame.ts';
import { regulationOn } from '../policies/queries.ts';
import { recordView } from '../privacy/service.ts';
import { reportDay } from './month-choice.ts';
import { readableOwner } from './sheet-access.ts';
import { sheetEntries } from './sheet-queries.ts';
import { superiorOf } from './signatory.ts';
import { workSheet, type WorkSheet } from './work-sheet.ts';

/** Whose sheet of which month is asked for, by whom. */
export interface SheetRequest {
  readonly actor: Actor;
  readonly employeeId: string;
  readonly month: Month;
  readonly today: LocalDate;
}

/**
 * The work sheet of a month, in five small statements; a sixth notes that somebody read another person's sheet.
 *
 * @returns undefined where the asker may not read it
 */
export async function readSheet(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  { actor, employeeId, month, today }: SheetRequest,
): Promise<WorkSheet | undefined> {
  const day = reportDay(month, today);
  const owner = await readableOwner(pool, { actor, employeeId, month, today, day });
  if (!owner) return undefined;
  const { seat } = owner;
  const rules = await regulationOn(pool, day);
  const frames = await framesOf(pool, employeeId, daysFrom(firstDay(month), day));
  const { entries, drafts } = await sheetEntries(pool, employeeId, month);
  const superior = seat && (await superiorOf(pool, seat.positionId, employeeId, seat.day));
  if (employeeId !== actor.employeeId) {
    const view = { viewerId: actor.employeeId, subjectIds: [employeeId], what: 'lembar_kinerja' as const };
    await recordView(pool, { ...view, at: clock.now() });
  }
  return workSheet({ month, today, day, owner, entries, drafts, frames, daily: rules?.daily, superior });
}
