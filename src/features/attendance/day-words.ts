import { FREE, PRESENT } from '../../domain/attendance/day.ts';
import { isLeaveKind, leaveInWords } from '../../domain/attendance/leave-kind.ts';
import type { Zone } from '../../platform/clock.ts';
import { clock, time } from '../../platform/render/format.ts';
import type { JudgedDay } from './queries.ts';

/** `07.30` of minutes since midnight. */
export function clockOf(minute: number): string {
  const hours = Math.trunc(minute / 60);
  return time(`${String(hours).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
}

/** Without the name of the zone: the page says it once. */
const at = (moment: Date | null, zone: Zone): string =>
  moment === null ? '—' : (clock(moment, zone).split(/\s/)[0] ?? '');

/** A code in words: `Hadir`, `Cuti tahunan`, else the code itself. */
export function codeInWords(code: string): string {
  if (code === PRESENT) return 'Hadir';
  if (code === FREE) return 'Libur';
  return isLeaveKind(code) ? leaveInWords(code) : code.replaceAll('+', ' dan ');
}

/** A day in one line, for others who need it beside their own: `Hadir 07.28–16.05`, `TL1 07.41–16.05`, `Cuti tahunan`. */
export function dayInLine(day: Pick<JudgedDay, 'code' | 'inAt' | 'outAt'>, zone: Zone): string {
  const words = codeInWords(day.code);
  return day.inAt === null && day.outAt === null ? words : `${words} ${at(day.inAt, zone)}–${at(day.outAt, zone)}`;
}
