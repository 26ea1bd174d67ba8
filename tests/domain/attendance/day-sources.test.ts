import { describe, expect, it } from 'vitest';
import {
  ceremonyOn,
  isForgivable,
  judgeDay,
  type DayCase,
  type DayRecord,
} from '../../../src/domain/attendance/day.ts';
import { inOtherHours, standardHours } from '../../../src/domain/attendance/hours.ts';
import type { AttendanceRules, CeremonyRule } from '../../../src/domain/attendance/rules.ts';

/** Which of several sources holds on a day, and everything that a result says. */

const at = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const RULES: AttendanceRules = {
  cite: 'Pasal 9',
  graceMinutes: 0,
  late: [{ upTo: null, code: 'TL', cut: 50 }],
  early: [{ upTo: null, code: 'PSW', cut: 40 }],
  noIn: { code: 'TAM', cut: 150 },
  noOut: { code: 'TAP', cut: 160 },
  absent: { code: 'TK', cut: 300 },
  leave: new Map([['I', 100]]),
  monthCap: 10_000,
};
const MONDAY = standardHours(5, 1)!;
const FASTING = inOtherHours(
  MONDAY,
  { name: 'Ramadan', minutes: { 5: 390, 6: 325 }, start: at('08:00'), breakMinutes: 30, fridayBreakMinutes: 60 },
  5,
  1,
);
const byHand = (over: Partial<DayRecord>): DayRecord => ({ byHand: true, in: null, out: null, code: null, ...over });
const filed = (over: Partial<DayRecord>): DayRecord => byHand({ byHand: false, ...over });
const judge = (over: Partial<DayCase> = {}) =>
  judgeDay({ off: null, hours: MONDAY, punches: [], records: [], leave: null, rules: RULES, ...over });
const FULL_DAY = [at('07:20'), at('16:10')];

describe('of several records', () => {
  const code = (punches: readonly number[], ...records: readonly DayRecord[]) => judge({ punches, records }).code;

  it('the first that says something holds', () => {
    expect(code([], byHand({ code: 'S' }), byHand({ code: 'I' }))).toBe('S');
    expect(code([], filed({ code: 'S' }), filed({ code: 'I' }))).toBe('S');
    const times = [
      byHand({ in: at('07:45') }),
      byHand({ in: at('07:20'), out: at('15:00') }),
      byHand({ out: at('16:00') }),
    ];
    expect(judge({ records: times })).toMatchObject({ in: at('07:45'), out: at('15:00'), code: 'TL+PSW' });
  });

  it('a code by hand stands before one in a file, and leave before both', () => {
    expect(code([], filed({ code: 'I' }), byHand({ code: 'S' }))).toBe('S');
    expect(judge({ leave: 'CT', records: [byHand({ code: 'S' })] }).code).toBe('CT');
    expect(judge({ leave: 'CT', records: [byHand({ code: 'H' })] }).code).toBe('CT');
  });

  it('a time by hand makes a reason in a file give way; a time in a file does not', () => {
    expect(code(FULL_DAY, byHand({ in: at('07:45') }), filed({ code: 'S' }))).toBe('TL');
    expect(code(FULL_DAY, filed({ code: 'S' }), byHand({ in: at('07:45') }))).toBe('TL');
    expect(code(FULL_DAY, filed({ in: at('07:45') }), filed({ code: 'S' }))).toBe('S');
    expect(code(FULL_DAY, byHand({ code: 'S' }), filed({ in: at('07:45') }))).toBe('S');
  });

  it('times in a file count as punches do', () => {
    expect(judge({ records: [filed({ in: at('07:40'), out: at('16:05') })] })).toMatchObject({
      code: 'TL',
      in: at('07:40'),
      out: at('16:05'),
      lateMinutes: 10,
    });
    expect(code([at('07:40')], filed({ in: at('07:20') }), filed({ out: at('16:05') }))).toBe('H');
  });

  it('a time by hand stands for that end alone', () => {
    expect(judge({ punches: [at('07:30')], records: [byHand({ in: at('08:00') })] })).toMatchObject({
      in: at('08:00'),
      out: null,
      code: 'TL+TAP',
    });
    expect(
      judge({ records: [filed({ in: at('07:20'), out: at('16:00') }), byHand({ in: at('07:45') })] }),
    ).toMatchObject({
      in: at('07:45'),
      out: at('16:00'),
    });
    expect(
      judge({ records: [filed({ in: at('07:20'), out: at('16:00') }), byHand({ out: at('15:45') })] }),
    ).toMatchObject({
      in: at('07:20'),
      out: at('15:45'),
      code: 'PSW',
    });
  });

  it('presence in a file stands where nothing else is known', () => {
    expect(judge({ records: [filed({ code: 'H' })] })).toMatchObject({ code: 'H', in: null, out: null });
    expect(judge({ records: [filed({ code: 'TK' })] }).code).toBe('TK');
    expect(judge({ punches: [at('07:20')], records: [filed({ code: 'H' })] }).code).toBe('TAP');
  });
});

describe('everything that is said of a day', () => {
  const reason = (code: string, minutes: number, cut: number, sentence: string, cite = 'Pasal 9') => ({
    code,
    minutes,
    cut,
    cite,
    sentence,
  });
  const nothing = { lateMinutes: 0, earlyMinutes: 0, cut: 0 };
  const away = { in: null, out: null };

  it('free, on time, away, absent', () => {
    expect(judge({ off: 'hari Minggu', punches: FULL_DAY })).toEqual({
      code: 'L',
      ...away,
      ...nothing,
      why: [reason('L', 0, 0, 'Bukan hari kerja: hari Minggu', '')],
    });
    expect(judge({ punches: FULL_DAY })).toEqual({
      code: 'H',
      in: at('07:20'),
      out: at('16:10'),
      ...nothing,
      why: [reason('H', 0, 0, 'Datang dan pulang tepat waktu', '')],
    });
    expect(judge({ records: [byHand({ code: 'H' })] })).toEqual({
      code: 'H',
      ...away,
      ...nothing,
      why: [reason('H', 0, 0, 'Tercatat hadir dengan surat', '')],
    });
    expect(judge({ leave: 'I' })).toEqual({
      code: 'I',
      ...away,
      ...nothing,
      cut: 100,
      why: [reason('I', 0, 100, 'Izin. Pengurangan 1 %')],
    });
    expect(judge({ leave: 'CT' }).why).toEqual([reason('CT', 0, 0, 'Cuti tahunan. Tidak ada pengurangan')]);
    expect(judge()).toEqual({
      code: 'TK',
      ...away,
      ...nothing,
      cut: 300,
      why: [reason('TK', 0, 300, 'Tidak ada catatan hadir dan tidak ada keterangan. Pengurangan 3 %')],
    });
    expect(judge({ punches: FULL_DAY, records: [byHand({ code: 'TK' })] }).why).toEqual([
      reason('TK', 0, 300, 'Tercatat tidak hadir tanpa keterangan. Pengurangan 3 %'),
    ]);
  });

  it('late and early, with what is not recorded', () => {
    expect(judge({ punches: [at('07:31'), at('15:58')] })).toEqual({
      code: 'TL+PSW',
      in: at('07:31'),
      out: at('15:58'),
      lateMinutes: 1,
      earlyMinutes: 2,
      cut: 90,
      why: [
        reason('TL', 1, 50, 'Datang terlambat 1 menit. Pengurangan 0,5 %'),
        reason('PSW', 2, 40, 'Pulang 2 menit lebih awal. Pengurangan 0,4 %'),
      ],
    });
    expect(judge({ punches: [at('07:20')] })).toMatchObject({
      ...nothing,
      cut: 160,
      why: [reason('TAP', 0, 160, 'Tidak ada catatan pulang. Pengurangan 1,6 %')],
    });
    expect(judge({ punches: [at('16:10')] })).toMatchObject({
      ...nothing,
      cut: 150,
      why: [reason('TAM', 0, 150, 'Tidak ada catatan masuk. Pengurangan 1,5 %')],
    });
  });

  it('minutes within the grace are none', () => {
    const rules = { ...RULES, graceMinutes: 5 };
    expect(judge({ rules, punches: [at('07:35'), at('15:55')] })).toMatchObject({ code: 'H', ...nothing });
    expect(judge({ rules, punches: [at('07:36'), at('15:54')] })).toMatchObject({ lateMinutes: 6, earlyMinutes: 6 });
    const special = { graceMinutes: null, lateIsFree: false, earlyIsFree: false };
    expect(judge({ rules: { ...rules, special }, hours: FASTING, punches: [at('08:05'), at('15:00')] }).code).toBe('H');
  });

  it('going early may be free on special days, as coming late may', () => {
    const special = { graceMinutes: null, lateIsFree: false, earlyIsFree: true };
    const day = { rules: { ...RULES, special }, punches: [at('08:10'), at('14:50')] };
    const free = judge({ ...day, hours: FASTING });
    expect(free).toMatchObject({ code: 'TL', cut: 50, lateMinutes: 10, earlyMinutes: 0 });
    expect(free.why[1]).toEqual(reason('H', 10, 0, 'Pulang 10 menit lebih awal. Tidak ada pengurangan selama Ramadan'));
    expect(judge(day)).toMatchObject({ code: 'TL+PSW', earlyMinutes: 70 });
  });

  it('codes cost together at most what a day, and a month, may cost', () => {
    const punches = [at('07:31'), at('15:58')];
    expect(judge({ punches, rules: { ...RULES, dayCap: 60 } }).cut).toBe(60);
    expect(judge({ punches, rules: { ...RULES, monthCap: 70 } }).cut).toBe(70);
    expect(judge({ punches, rules: { ...RULES, dayCap: 80, monthCap: 70 } }).cut).toBe(70);
  });
});

describe('what is forgiven, and ceremonies', () => {
  it('a lateness from the first to the last minute that is forgiven', () => {
    const rules = { ...RULES, forgiven: { times: 3, minutes: 15, cite: 'Pasal 9a' } };
    const isForgiven = (come: string) => isForgivable(judge({ rules, punches: [at(come), at('16:00')] }), rules);
    expect(['07:30', '07:31', '07:45', '07:46'].map(isForgiven)).toEqual([false, true, true, false]);
    expect(judge({ rules, punches: [at('07:31'), at('16:00')] }).code).toBe('TL');
    expect(judge({ punches: [at('07:31'), at('16:00')], forgiven: 1 }).code).toBe('TL');
  });

  it('the first ceremony that is written for a day is that day’s', () => {
    const of = (code: string, over: Partial<CeremonyRule>): CeremonyRule => ({
      code,
      cut: 100,
      weekdays: [],
      monthDays: [],
      until: at('07:30'),
      onSpecialDays: false,
      cite: 'Pasal 9b',
      ...over,
    });
    const rules = {
      ...RULES,
      ceremonies: [
        of('A', { weekdays: [1] }),
        of('B', { monthDays: [17], onSpecialDays: true }),
        of('C', { weekdays: [1] }),
      ],
    };
    const on = (weekday: number, monthDay: number, isSpecial: boolean) =>
      ceremonyOn(rules, { weekday, monthDay, isSpecial })?.code;
    expect([
      on(1, 3, false),
      on(1, 17, false),
      on(2, 17, false),
      on(2, 17, true),
      on(1, 17, true),
      on(1, 3, true),
    ]).toEqual(['A', 'A', 'B', 'B', 'B', undefined]);
  });
});
