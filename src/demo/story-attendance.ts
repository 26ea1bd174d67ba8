import { createHash } from 'node:crypto';
import { workdays } from '../domain/calendar/work-calendar.ts';
import { addDays, isoWeekday, type LocalDate } from '../domain/local-date.ts';
import { firstDay, type Month } from '../domain/month.ts';
import { deriveDays } from '../features/attendance/derive.ts';
import type { BatchReport } from '../features/attendance-files/batch.ts';
import { formatLabel } from '../features/attendance-files/sheet-format.ts';
import { dayIn, instantOf } from '../platform/clock.ts';
import { insertRows } from './bulk-insert.ts';
import type { CastKey } from './cast.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom, type Random } from './random.ts';
import type { Story } from './stories.ts';
import { ZONE } from './zone.ts';

const HOUR_MS = 3_600_000;
const START = 450;
const END = 960;
const FRIDAY_END = 990;

/** Coming and going of one day in minutes: most on time, some late or early, now and then one touch only. */
function touches(random: Random, day: LocalDate): number[] {
  const end = isoWeekday(day) === 5 ? FRIDAY_END : END;
  const comes = random.chance(7) ? START + random.between(1, 55) : START - random.between(0, 25);
  const goes = random.chance(3) ? end - random.between(1, 40) : end + random.between(0, 45);
  if (random.chance(2)) return [comes];
  return random.chance(5) ? [comes, comes + 1, goes] : [comes, goes];
}

/**
 * What the machine of the cast's office recorded last month and in the running one until yesterday, with duty travel, a leave
 * to come, and a row by hand that waits for its second person. Other offices bring no files: their facts are entered.
 */
export const attendanceStory: Story = async (tx, { regency, months, now, holidays }) => {
  const random = randomFrom(`attendance ${dayIn(ZONE, now)}`);
  const today = dayIn(ZONE, now);
  const seats = seated(regency);
  const of = (key: CastKey): string => seats.find(({ person }) => person.cast === key)!.person.id;
  const office = seats.find(({ person }) => person.cast === 'staf1')!.chair.unit.payrollUnit;
  const people = seats
    .filter(({ chair, person }) => chair.unit.payrollUnit === office && person.nip !== null)
    .map(({ person }) => person);
  const at = new Date(now.getTime() - 2 * HOUR_MS);
  const machineId = idAt(random, at);
  await insertRows(tx, 'attendance_machine', [
    {
      id: machineId,
      code: `${office.code}-1`,
      name: 'Mesin pintu depan',
      pin_realm: office.code,
      zone: ZONE,
      unit_id: null,
      active: true,
      version: 1,
      recorded_by: of('kepegawaian1'),
      recorded_at: at,
    },
  ]);
  const pins = new Map(people.map((person, index) => [person.id, String(101 + index)]));
  await insertRows(
    tx,
    'attendance_pin',
    people.map(person => ({
      id: idAt(random, at),
      pin_realm: office.code,
      pin: pins.get(person.id)!,
      employee_id: person.id,
      from_date: firstDay(months[0]),
      last_date: null,
      version: 1,
      recorded_by: of('pengelola'),
      recorded_at: at,
    })),
  );
  const daysOf = (month: Month): LocalDate[] => workdays(month, 5, holidays, addDays(today, -1));
  for (const month of [months[1], months[2]]) {
    const days = daysOf(month);
    if (days.length === 0) continue;
    const punches = people.flatMap(person =>
      days.flatMap(day => {
        const own = randomFrom(`touches ${person.key} ${day}`);
        return touches(own, day).map(minute => ({
          pin: pins.get(person.id)!,
          at: instantOf(ZONE, day, minute),
          local: `${day} ${clockText(minute)}`,
        }));
      }),
    );
    const batchId = idAt(random, at);
    await insertRows(tx, 'attendance_batch', [
      {
        id: batchId,
        kind: 'mesin',
        file_name: `1_attlog_${month}.dat`,
        sha256: createHash('sha256').update(`attlog ${office.code} ${month}`).digest('hex'),
        size: punches.length * 48,
        payroll_unit_id: office.id,
        machine_id: machineId,
        first_day: days[0]!,
        last_day: days.at(-1)!,
        rows: punches.length,
        accepted: punches.length,
        unmatched: 0,
        profile: {},
        report: {
          format: 'mesin',
          label: formatLabel('mesin'),
          headers: [],
          open: [],
          order: 'dmy',
          askOrder: false,
          withPins: true,
          months: [{ month, rows: punches.length }],
          samples: [],
          accepted: punches.length,
          unchanged: 0,
          outOfPeriod: 0,
          unmatched: 0,
          people: people.length,
          rejected: [],
          rejectedCount: 0,
          unknownPins: [],
        } satisfies BatchReport,
        state: 'disimpan',
        version: 1,
        uploaded_by: of('pengelola'),
        uploaded_at: at,
        saved_at: at,
      },
    ]);
    await tx.query(
      `INSERT INTO attendance_punch (batch_id, machine_id, pin_realm, pin, at, local_text, row_no)
       SELECT $1, $2, $3, n.pin, n.at, n.local, n.row_no
       FROM unnest($4::text[], $5::timestamptz[], $6::text[]) WITH ORDINALITY AS n (pin, at, local, row_no)`,
      [
        batchId,
        machineId,
        office.code,
        punches.map(each => each.pin),
        punches.map(each => each.at),
        punches.map(each => each.local),
      ],
    );
  }
  const last = daysOf(months[1]);
  const leave = (key: CastKey, kind: string, first: LocalDate, until: LocalDate, number: string): object => ({
    id: idAt(random, at),
    employee_id: of(key),
    kind,
    first_day: first,
    last_day: until,
    document_number: number,
    document_date: addDays(first, -3),
    note: null,
    version: 1,
    recorded_by: of('pengelola'),
    recorded_at: at,
  });
  const monday = addDays(today, 15 - isoWeekday(today));
  await insertRows(tx, 'leave_record', [
    leave('staf2', 'DL', last[5]!, last[6]!, '090/114/SPT (contoh)'),
    leave('atasan', 'DIKLAT', last[9]!, last[11]!, '893/27/SPT (contoh)'),
    leave('staf3', 'CT', monday, addDays(monday, 1), '851/9/CT (contoh)'),
  ]);
  const running = daysOf(months[2]);
  const mended = running.at(-1) ?? last.at(-1)!;
  await insertRows(tx, 'attendance_record', [
    {
      id: idAt(random, at),
      employee_id: of('staf2'),
      payroll_unit_id: office.id,
      day: mended,
      in_minute: null,
      out_minute: isoWeekday(mended) === 5 ? FRIDAY_END : END,
      code: null,
      source: 'manual',
      note: 'Listrik kantor padam sore hari (contoh)',
      document_number: '800/31/BA (contoh)',
      document_date: mended,
      version: 1,
      recorded_by: of('pengelola'),
      recorded_at: at,
    },
  ]);
  const deps = { clock: { now: () => now }, regency: { zone: ZONE } };
  await deriveDays(tx, deps, { payrollUnitId: office.id, from: firstDay(months[1]), until: today });
};

function clockText(minute: number): string {
  const rest = minute % 60;
  return `${String((minute - rest) / 60).padStart(2, '0')}:${String(rest).padStart(2, '0')}:00`;
}
