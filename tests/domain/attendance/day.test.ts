import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ceremonyOn,
  isDayCode,
  isForgivable,
  judgeDay,
  type DayCase,
  type DayRecord,
} from '../../../src/domain/attendance/day.ts';
import { inOtherHours, standardHours } from '../../../src/domain/attendance/hours.ts';
import { LEAVE_KINDS } from '../../../src/domain/attendance/leave-kind.ts';
import { bandOf, monthCut, percentText, type AttendanceRules } from '../../../src/domain/attendance/rules.ts';
import { presenceOf } from '../../../src/domain/attendance/window.ts';

const RULES: AttendanceRules = {
  cite: 'Pasal 9',
  graceMinutes: 0,
  late: [
    { upTo: 30, code: 'TL1', cut: 50 },
    { upTo: 60, code: 'TL2', cut: 100 },
    { upTo: 90, code: 'TL3', cut: 125 },
    { upTo: null, code: 'TL4', cut: 150 },
  ],
  early: [
    { upTo: 30, code: 'PSW1', cut: 50 },
    { upTo: null, code: 'PSW4', cut: 150 },
  ],
  noIn: { code: 'TAM', cut: 150 },
  noOut: { code: 'TAP', cut: 150 },
  absent: { code: 'TK', cut: 300 },
  leave: new Map([['I', 100]]),
  monthCap: 10_000,
};

const MONDAY = standardHours(5, 1)!;
const at = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const row = (over: Partial<DayRecord>): DayRecord => ({ byHand: true, in: null, out: null, code: null, ...over });

const judge = (over: Partial<DayCase> = {}) =>
  judgeDay({ off: null, hours: MONDAY, punches: [], records: [], leave: null, rules: RULES, ...over });

describe('a day', () => {
  it.each([
    ['on time', ['07:28', '16:05'], 'H', 0],
    ['exactly on the line', ['07:30', '16:00'], 'H', 0],
    ['one minute late', ['07:31', '16:00'], 'TL1', 50],
    ['the last minute of a band', ['08:00', '16:00'], 'TL1', 50],
    ['the first minute of the next', ['08:01', '16:00'], 'TL2', 100],
    ['late and early', ['08:31', '15:40'], 'TL3+PSW1', 175],
    ['only a coming', ['07:20'], 'TAP', 150],
    ['only a going', ['16:10'], 'TAM', 150],
    ['one finger laid on twice', ['07:20', '07:24'], 'TAP', 150],
    ['late without a going', ['09:30'], 'TL4+TAP', 300],
    ['a punch in the night does not count', ['02:00', '07:25', '16:01', '23:30'], 'H', 0],
    ['nothing at all', [], 'TK', 300],
  ])('%s', (_, punches, code, cut) => {
    expect(judge({ punches: punches.map(at) })).toMatchObject({ code, cut });
  });

  it('says in words what it cost and by which article', () => {
    const [why] = judge({ punches: [at('08:01'), at('16:00')] }).why;
    expect(why).toEqual({
      code: 'TL2',
      minutes: 31,
      cut: 100,
      cite: 'Pasal 9',
      sentence: 'Datang terlambat 31 menit. Pengurangan 1 %',
    });
  });

  it('does not count minutes within the grace, and counts all of them beyond it', () => {
    const rules = { ...RULES, graceMinutes: 5 };
    expect(judge({ rules, punches: [at('07:35'), at('15:55')] }).code).toBe('H');
    expect(judge({ rules, punches: [at('07:36'), at('16:00')] })).toMatchObject({ code: 'TL1', lateMinutes: 6 });
  });

  it('forgives each end by its own grace where the regulation says so', () => {
    const rules = { ...RULES, graceMinutes: 10, earlyGraceMinutes: 0 };
    expect(judge({ rules, punches: [at('07:40'), at('15:59')] })).toMatchObject({
      code: 'PSW1',
      lateMinutes: 0,
      earlyMinutes: 1,
    });
    expect(judge({ rules, punches: [at('07:41'), at('16:00')] })).toMatchObject({ code: 'TL1', lateMinutes: 11 });
    const patient = { ...RULES, graceMinutes: 0, earlyGraceMinutes: 10 };
    expect(judge({ rules: patient, punches: [at('07:31'), at('15:50')] }).code).toBe('TL1');
    expect(judge({ rules: patient, punches: [at('07:30'), at('15:49')] }).code).toBe('PSW1');
  });

  it('lets a time written by hand stand for the machine, and only that time', () => {
    const byHand = row({ out: at('16:00') });
    expect(judge({ punches: [at('07:45')], records: [byHand] })).toMatchObject({ code: 'TL1', out: at('16:00') });
  });

  it('takes a reason from a file before punches, and an absence from a file after them', () => {
    const punches = [at('07:20'), at('16:10')];
    expect(judge({ punches, records: [row({ byHand: false, code: 'DL' })] }).code).toBe('DL');
    expect(judge({ punches, records: [row({ byHand: false, code: 'TK' })] }).code).toBe('H');
    expect(judge({ punches, records: [row({ code: 'TK' })] }).code).toBe('TK');
    expect(judge({ records: [row({ byHand: false, code: 'H' })] }).code).toBe('H');
    expect(judge({ records: [row({ code: 'H' }), row({ byHand: false, code: 'S' })] }).code).toBe('H');
  });

  it('costs on leave what the regulation says of its kind, else nothing', () => {
    expect(judge({ leave: 'I' })).toMatchObject({ code: 'I', cut: 100 });
    expect(judge({ leave: 'CT' })).toMatchObject({ code: 'CT', cut: 0 });
  });

  it('knows the codes a file may carry', () => {
    expect(['H', 'TK', ...LEAVE_KINDS].every(code => isDayCode(code, RULES))).toBe(true);
    expect(['TL1', 'L', 'x', ''].some(code => isDayCode(code, RULES))).toBe(false);
  });
});

describe('hours', () => {
  it('are 37 hours 30 minutes a week', () => {
    const span = (pattern: 5 | 6, days: number[]) =>
      days
        .map(day => standardHours(pattern, day))
        .reduce((sum, hours) => sum + (hours ? hours.end - hours.start : 0), 0);
    expect(span(5, [1, 2, 3, 4, 5, 6, 7]) - 4 * 60 - 90).toBe(2250);
    expect(span(6, [1, 2, 3, 4, 5, 6, 7]) - 4 * 30).toBe(2250);
  });

  it('of Ramadan follow from length and break', () => {
    const ramadan = {
      name: 'Ramadan',
      minutes: { 5: 390, 6: 325 },
      start: 480,
      breakMinutes: 30,
      fridayBreakMinutes: 60,
    };
    expect(inOtherHours(MONDAY, ramadan, 5, 1)).toMatchObject({
      start: at('08:00'),
      end: at('15:00'),
      source: 'Ramadan',
    });
    expect(inOtherHours(MONDAY, ramadan, 5, 5).end).toBe(at('15:30'));
  });
});

const minute = fc.integer({ min: 0, max: 1439 });
const punchList = fc.array(minute, { maxLength: 8 });
const leaveKind = fc.constantFrom(...LEAVE_KINDS);

describe('for every day', () => {
  it('the order of punches and their repetition do not matter', () => {
    fc.assert(
      fc.property(punchList, punches => {
        const other = [...punches, ...punches].reverse();
        expect(judge({ punches: other })).toEqual(judge({ punches }));
      }),
    );
  });

  it('coming later, or going earlier, never costs less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 330, max: 700 }), fc.integer({ min: 0, max: 60 }), (comes, more) => {
        const goes = at('16:00');
        const cost = (a: number, b: number): number => judge({ punches: [a, b] }).cut;
        expect(cost(comes + more, goes)).toBeGreaterThanOrEqual(cost(comes, goes));
        expect(cost(at('07:30'), goes - more)).toBeGreaterThanOrEqual(cost(at('07:30'), goes));
      }),
    );
  });

  it('leave beats absence and punches; a free day never costs', () => {
    fc.assert(
      fc.property(punchList, leaveKind, (punches, leave) => {
        expect(judge({ punches, leave }).code).toBe(leave);
        expect(judge({ punches, leave, off: 'hari Minggu' })).toMatchObject({ code: 'L', cut: 0 });
      }),
    );
  });

  it('costs stay between nothing and the cap, and the reasons add up', () => {
    fc.assert(
      fc.property(punchList, fc.integer({ min: 0, max: 10_000 }), (punches, monthCap) => {
        const { cut, why } = judge({ punches, rules: { ...RULES, monthCap } });
        expect(cut).toBeGreaterThanOrEqual(0);
        if (cut !== monthCap) expect(why.reduce((sum, each) => sum + each.cut, 0)).toBe(cut);
      }),
    );
  });

  it('presence lies inside the window, coming before going', () => {
    fc.assert(
      fc.property(punchList, punches => {
        const presence = presenceOf(punches, MONDAY);
        for (const each of [presence.in, presence.out]) expect(each === null || punches.includes(each)).toBe(true);
        if (presence.in !== null && presence.out !== null) expect(presence.in).toBeLessThan(presence.out);
      }),
    );
  });
});

it('a month costs the sum of its days, not more than the cap', () => {
  expect(monthCut([50, 125, 300], RULES)).toBe(475);
  expect(monthCut([6000, 6000], RULES)).toBe(10_000);
  expect(bandOf(RULES.late, 0)).toBeUndefined();
  expect([0, 5, 50, 125, 300, 10_000].map(percentText)).toEqual(['0', '0.05', '0.5', '1.25', '3', '100']);
});

describe('what a regulation excepts', () => {
  const APEL = {
    code: 'APEL',
    cut: 100,
    weekdays: [1],
    monthDays: [17],
    until: at('07:30'),
    onSpecialDays: false,
    cite: 'Pasal 9b',
  };
  const rules: AttendanceRules = {
    ...RULES,
    dayCap: 200,
    special: { graceMinutes: null, lateIsFree: true, earlyIsFree: false },
    ceremonies: [APEL],
    forgiven: { times: 3, minutes: 15, cite: 'Pasal 9a' },
  };
  const fasting = inOtherHours(
    MONDAY,
    { name: 'Ramadan', minutes: { 5: 390, 6: 325 }, start: at('08:00'), breakMinutes: 30, fridayBreakMinutes: 60 },
    5,
    1,
  );

  it('a forgiven lateness is presence, with its reason; a longer one is not forgivable', () => {
    const punches = [at('07:40'), at('16:00')];
    expect(isForgivable(judge({ rules, punches }), rules)).toBe(true);
    expect(isForgivable(judge({ rules, punches: [at('07:46'), at('16:00')] }), rules)).toBe(false);
    expect(isForgivable(judge({ rules: RULES, punches }), RULES)).toBe(false);
    expect(judge({ rules, punches, forgiven: 2 })).toMatchObject({ code: 'H', cut: 0, lateMinutes: 0 });
    expect(judge({ rules, punches, forgiven: 2 }).why).toEqual([
      {
        code: 'H',
        minutes: 10,
        cut: 0,
        cite: 'Pasal 9a',
        sentence:
          'Datang terlambat 10 menit. Tidak ada pengurangan: keterlambatan ke-2 dari 3 yang dimaafkan bulan ini',
      },
    ]);
  });

  it('special hours may make lateness free, and leave the rest as it is', () => {
    const late = { hours: fasting, punches: [at('08:20'), at('14:50')] };
    expect(judge({ rules, ...late })).toMatchObject({ code: 'PSW1', cut: 50, lateMinutes: 0, earlyMinutes: 10 });
    expect(judge({ rules, ...late }).why[0]?.sentence).toBe(
      'Datang terlambat 20 menit. Tidak ada pengurangan selama Ramadan',
    );
    expect(judge(late)).toMatchObject({ code: 'TL1+PSW1', cut: 100 });
    const tolerant = { ...RULES, special: { graceMinutes: 30, lateIsFree: false, earlyIsFree: false } };
    expect(judge({ rules: tolerant, ...late })).toMatchObject({ code: 'H', cut: 0, lateMinutes: 0, earlyMinutes: 0 });
    expect(judge({ rules: tolerant, punches: [at('07:40'), at('16:00')] }).code).toBe('TL1');
    const apart = { ...tolerant, special: { ...tolerant.special, earlyGraceMinutes: 0 } };
    expect(judge({ rules: apart, ...late })).toMatchObject({ code: 'PSW1', lateMinutes: 0, earlyMinutes: 10 });
    // What special hours say of both ends goes before what the ordinary ones say of one.
    expect(judge({ rules: { ...tolerant, earlyGraceMinutes: 0 }, ...late }).code).toBe('H');
  });

  it('whoever is there after its time, or whose coming is not recorded, has missed the ceremony', () => {
    const gather = (...punches: string[]) => judge({ rules, ceremony: APEL, punches: punches.map(at) });
    expect(gather('07:30', '16:00')).toMatchObject({ code: 'H', cut: 0 });
    expect(gather('07:35', '16:00')).toMatchObject({ code: 'TL1+APEL', cut: 150 });
    expect(gather('07:35', '16:00').why[1]).toMatchObject({
      cite: 'Pasal 9b',
      sentence: 'Belum ada pada apel pukul 07.30. Pengurangan 1 %',
    });
    expect(gather('16:05')).toMatchObject({ code: 'TAM+APEL', cut: 200 });
    expect(judge({ rules, ceremony: APEL })).toMatchObject({ code: 'TK', cut: 300 });
    expect(judge({ rules, ceremony: APEL, leave: 'CT' })).toMatchObject({ code: 'CT', cut: 0 });
  });

  it('the ceremony of a day is found by weekday or day of the month', () => {
    expect(ceremonyOn(rules, { weekday: 1, monthDay: 5, isSpecial: false })).toBe(APEL);
    expect(ceremonyOn(rules, { weekday: 2, monthDay: 17, isSpecial: false })).toBe(APEL);
    expect(ceremonyOn(rules, { weekday: 2, monthDay: 5, isSpecial: false })).toBeUndefined();
    expect(ceremonyOn(rules, { weekday: 1, monthDay: 5, isSpecial: true })).toBeUndefined();
    expect(ceremonyOn(RULES, { weekday: 1, monthDay: 5, isSpecial: false })).toBeUndefined();
  });

  it('codes of one day cost together at most what a day may cost', () => {
    expect(judge({ rules, punches: [at('09:30'), at('15:40')] })).toMatchObject({ code: 'TL4+PSW1', cut: 200 });
    expect(judge({ punches: [at('09:30')] }).cut).toBe(300);
  });
});
