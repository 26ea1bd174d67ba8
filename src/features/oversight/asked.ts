import type { Request } from 'express';
import { monthOf, addMonths, type Month } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Malformed, NotFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { PayrollUnit } from '../payroll-runs/queries.ts';
import { readMonth } from '../facts/typed-month.ts';
import { askedMonth } from '../reports/month-choice.ts';
import { letterOf, type Letter } from './access.ts';
import type { After } from './happening.ts';

/** What an auditor asks for: a letter that holds today, a month, and where in the trail to go on. */
export interface Asked {
  readonly letter: Letter;
  readonly scope: readonly string[] | null;
  readonly thisMonth: Month;
  readonly month: Month;
  readonly after: After | null;
  /** What was typed as a month and is none; empty where the month was understood. */
  readonly misread: string;
}

/** One text of the address; absent is empty. */
export const textIn = (value: unknown): string => {
  if (value === undefined) return '';
  if (typeof value !== 'string' || value.includes('\0')) throw new NotFound('trail');
  return value.trim();
};

/** What to do about a month that cannot be read. */
export const MONTH_ADVICE = 'Tulis bulan dan tahun, misalnya Oktober 2026';

/**
 * What every page of an auditor asks first. @throws Forbidden without a letter; Malformed, NotFound for what is none
 * @param misreading where a month that cannot be read is `kept`, the page shows it beside its field
 */
export async function readAsked(
  deps: Deps,
  req: Request,
  actor: Actor,
  misreading: 'refused' | 'kept' = 'refused',
): Promise<Asked> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const letter = await letterOf(deps.pool, actor, today);
  const thisMonth = monthOf(today);
  const typed = textIn(req.query['bulan']);
  const misread = typed !== '' && readMonth(typed) === undefined ? typed : '';
  if (misread !== '' && misreading === 'refused') throw new Malformed(`${MONTH_ADVICE}.`);
  const month = readMonth(typed);
  return {
    letter,
    scope: letter.scope,
    thisMonth,
    month: month === undefined ? addMonths(thisMonth, -1) : askedMonth(month, thisMonth),
    after: afterOf(textIn(req.query['sesudah'])),
    misread,
  };
}

const PLACE = /^(\d{1,15})\.([\w:-]{1,120})$/;

function afterOf(typed: string): After | null {
  if (typed === '') return null;
  const [, at, place] = PLACE.exec(typed) ?? [];
  if (at === undefined || place === undefined) throw new NotFound('place in the trail');
  return { at: new Date(Number(at)), place };
}

/** The payroll unit of a code; null where none is named. @throws NotFound outside the letter */
export function askedUnit(units: readonly PayrollUnit[], code: string): PayrollUnit | null {
  if (code === '') return null;
  const unit = units.find(each => each.code === code);
  if (!unit) throw new NotFound('unit');
  return unit;
}
