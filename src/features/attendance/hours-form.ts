import { z } from 'zod';
import { parseTime } from '../../domain/activity/entry-rules.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { decreeField, keyField, neededDate, oneOf, optionalId } from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';

const TIME = 'Tulis jam, misalnya 7.30';
const LAST_MINUTE = 1439;
const MOST_BREAK = 240;
const MOST_REACH = 720;

const time = z
  .string({ error: TIME })
  .default('')
  .transform((text, problems): number | null => {
    if (text.trim() === '') return null;
    const minute = parseTime(text);
    if (minute !== undefined && minute <= LAST_MINUTE) return minute;
    problems.addIssue({ code: 'custom', message: TIME });
    return z.NEVER;
  });

const minutes = (most: number) => {
  const wrong = `Tulis menit, 0 sampai ${String(most)}`;
  return z
    .string({ error: wrong })
    .refine(text => /^\d{1,3}$/.test(text.trim()) && Number(text) <= most, wrong)
    .transform(Number);
};

/** The hours of some weekdays. Minutes since midnight; the break in minutes. */
export interface WeekdayHours {
  readonly weekdays: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly breakMinutes: number;
}

/** Hours of a week from a day on, for everybody or for a unit with all that is below it. */
export const hoursForm = z
  .strictObject(
    {
      unit: optionalId('Pilih unit'),
      pola: oneOf(['5', '6'], 'Pilih pola hari kerja'),
      tmt: neededDate('Berlaku mulai'),
      masuk: time,
      pulang: time,
      istirahat: minutes(MOST_BREAK),
      masuk_jumat: time,
      pulang_jumat: time,
      istirahat_jumat: minutes(MOST_BREAK),
      masuk_sabtu: time,
      pulang_sabtu: time,
      buka_sebelum: minutes(MOST_REACH),
      tutup_sesudah: minutes(MOST_REACH),
      dasar: decreeField,
      kunci_kirim: keyField,
    },
    UNKNOWN_FIELD,
  )
  .transform((form, problems) => {
    const wrong = (path: string, message: string): void => problems.addIssue({ code: 'custom', path: [path], message });
    const span = (suffix: '' | '_jumat' | '_sabtu', weekdays: readonly number[], pause: number): WeekdayHours[] => {
      const [start, end] = [form[`masuk${suffix}`], form[`pulang${suffix}`]];
      if (start === null) wrong(`masuk${suffix}`, TIME);
      if (end === null) wrong(`pulang${suffix}`, TIME);
      if (start === null || end === null) return [];
      if (end <= start) wrong(`pulang${suffix}`, 'Jam pulang harus sesudah jam masuk');
      else if (pause >= end - start) wrong(`pulang${suffix}`, 'Istirahatnya lebih lama dari jam kerjanya');
      return [{ weekdays, start, end, breakMinutes: pause }];
    };
    const days = [...span('', [1, 2, 3, 4], form.istirahat), ...span('_jumat', [5], form.istirahat_jumat)];
    // Saturdays of a six-day week end before noon prayers and have no break.
    if (form.pola === '6') days.push(...span('_sabtu', [6], 0));
    else if (form.masuk_sabtu !== null || form.pulang_sabtu !== null)
      wrong('masuk_sabtu', 'Kosongkan: lima hari kerja tidak punya Sabtu');
    const pattern: WorkPattern = form.pola === '6' ? 6 : 5;
    const { unit, tmt, buka_sebelum: openBefore, tutup_sesudah: closeAfter, dasar, kunci_kirim: key } = form;
    return { unit, pattern, from: tmt, days, openBefore, closeAfter, decree: dasar, key };
  });
export type HoursFields = z.output<typeof hoursForm>;
