import type { Zone } from '../../platform/clock.ts';
import { dayInLine } from './day-words.ts';

/** A judged day beside something else of the same person and day, as `presenceBeside` reads it. */
export interface PresenceBeside {
  readonly code: string;
  readonly in: string | null;
  readonly out: string | null;
  /** The zone of the unit the person works in; null where it is the regency's. */
  readonly zone: Zone | null;
}

/**
 * What presence says of the day of an entry, as one more column of the statement that reads the entry: null where nothing
 * is known. `entry` is an alias with `employee_id` and `work_date`.
 */
export const presenceBeside = (
  entry: string,
): string => `(SELECT jsonb_build_object('code', pd.code, 'in', pd.in_at, 'out', pd.out_at,
    'zone', (SELECT u.zone FROM assignment s JOIN position_version p ON p.position_id = s.position_id AND p.from_date <= pd.day
      JOIN org_unit_version u ON u.unit_id = p.unit_id AND u.from_date <= pd.day
      WHERE s.employee_id = pd.employee_id AND s.kind = 'DEFINITIF' AND s.from_date <= pd.day
      ORDER BY s.from_date DESC, p.from_date DESC, u.from_date DESC LIMIT 1))
    FROM attendance_day pd WHERE pd.employee_id = ${entry}.employee_id AND pd.day = ${entry}.work_date)`;

/** `Hadir 07.28–16.05`; null where nothing is known of the day. */
export function presenceInLine(presence: PresenceBeside | null, regency: Zone): string | null {
  if (presence === null) return null;
  const moment = (text: string | null): Date | null => (text === null ? null : new Date(text));
  const { code, zone } = presence;
  return dayInLine({ code, inAt: moment(presence.in), outAt: moment(presence.out) }, zone ?? regency);
}
