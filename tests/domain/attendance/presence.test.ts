import { describe, expect, it } from 'vitest';
import { inOtherHours, standardHours, type DayHours } from '../../../src/domain/attendance/hours.ts';
import { LEAVE_KINDS, worksOnLeave } from '../../../src/domain/attendance/leave-kind.ts';
import { presenceOf, windowOf } from '../../../src/domain/attendance/window.ts';

const at = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const MONDAY = standardHours(5, 1)!;

describe('the hours of a day', () => {
  const written = (hours: DayHours | undefined) => hours && [hours.start, hours.end];

  it('are those of Perpres 21/2023 for five and for six days', () => {
    const week = [1, 2, 3, 4, 5, 6, 7];
    const [early, ...ends] = ['07:30', '16:00', '16:30', '15:00', '11:30', '13:00'].map(at);
    expect(week.map(day => written(standardHours(5, day)))).toEqual([
      ...Array.from({ length: 4 }, () => [early, ends[0]]),
      [early, ends[1]],
      undefined,
      undefined,
    ]);
    expect(week.map(day => written(standardHours(6, day)))).toEqual([
      ...Array.from({ length: 4 }, () => [early, ends[2]]),
      [early, ends[3]],
      [early, ends[4]],
      undefined,
    ]);
  });

  it('say where they come from, and are open two hours before and five hours after', () => {
    expect(MONDAY).toEqual({
      start: at('07:30'),
      end: at('16:00'),
      openBefore: 120,
      closeAfter: 300,
      source: 'Perpres 21/2023, lima hari kerja',
    });
    expect(standardHours(6, 6)?.source).toBe('Perpres 21/2023, enam hari kerja');
  });

  it('of other days are marked as such, and keep their window', () => {
    const other = {
      name: 'Ramadan',
      minutes: { 5: 390, 6: 325 },
      start: at('08:00'),
      breakMinutes: 30,
      fridayBreakMinutes: 60,
    };
    expect(inOtherHours(MONDAY, other, 5, 4)).toEqual({
      start: at('08:00'),
      end: at('15:00'),
      openBefore: 120,
      closeAfter: 300,
      source: 'Ramadan',
      special: true,
    });
    expect(inOtherHours(MONDAY, other, 6, 5).end).toBe(at('14:25'));
  });
});

describe('the window of a day', () => {
  it('is within the day itself', () => {
    expect(windowOf(MONDAY)).toEqual([at('05:30'), at('21:00')]);
    expect(windowOf({ ...MONDAY, start: 60 })).toEqual([0, at('21:00')]);
    expect(windowOf({ ...MONDAY, end: at('20:00') })).toEqual([at('05:30'), at('23:59')]);
  });

  it('takes a punch on its first and last minute, none outside', () => {
    const both = (first: string, last: string) => presenceOf([at(first), at(last)], MONDAY);
    expect(both('05:30', '21:00')).toEqual({ in: at('05:30'), out: at('21:00') });
    expect(both('05:29', '21:00')).toEqual({ in: null, out: at('21:00') });
    expect(both('05:30', '21:01')).toEqual({ in: at('05:30'), out: null });
    expect(both('05:29', '21:01')).toEqual({ in: null, out: null });
  });
});

describe('coming and going', () => {
  it('are two touches ten minutes apart; nearer ones are one', () => {
    expect(presenceOf([at('07:20'), at('07:30')], MONDAY)).toEqual({ in: at('07:20'), out: at('07:30') });
    expect(presenceOf([at('07:20'), at('07:29')], MONDAY)).toEqual({ in: at('07:20'), out: null });
    expect(presenceOf([at('15:59'), at('16:05')], MONDAY)).toEqual({ in: null, out: at('16:05') });
  });

  it('a single touch is a coming before the middle of the day, a going from there on', () => {
    expect(presenceOf([at('11:44')], MONDAY)).toEqual({ in: at('11:44'), out: null });
    expect(presenceOf([at('11:45')], MONDAY)).toEqual({ in: null, out: at('11:45') });
  });
});

it('whoever travels or trains works on leave, nobody else', () => {
  expect(LEAVE_KINDS.filter(worksOnLeave)).toEqual(['DL', 'DIKLAT']);
});
