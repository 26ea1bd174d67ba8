import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthInWords, monthOf } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { deriveDays } from '../attendance/derive.ts';
import { passGates } from '../attendance/gates.ts';
import { changedMeanwhile, conflict } from '../organisation/refusal.ts';
import type { SpecialHoursFields } from './forms.ts';
import { holdCalendar, type Recorder } from './service.ts';

/**
 * Working days of another length: Ramadan, by the letter of the regency (Perpres 21/2023). A day has at most one.
 */
export interface SpecialHours {
  readonly id: string;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  readonly name: string;
  /** Minutes of work without the break on a day of a five-day and of a six-day week. */
  readonly minutesFive: number;
  readonly minutesSix: number;
  /** When the days begin, in minutes since midnight. */
  readonly start: number;
  readonly source: string;
  readonly recordedAt: Date;
}

/** Minutes of work due on a day with special hours, as a sub-query; null on every other. The parameters are SQL expressions. */
export const specialMinutesSql = (day: string, workPattern: string): string => `
  (SELECT CASE ${workPattern} WHEN 6 THEN s.minutes_six ELSE s.minutes_five END
   FROM special_hours s WHERE ${day} BETWEEN s.first_day AND s.last_day)`;

interface Row extends Record<string, unknown> {
  id: string;
  first_day: string;
  last_day: string;
  name: string;
  minutes_five: number;
  minutes_six: number;
  start_minute: number;
  source: string;
  recorded_at: Date;
}

const specialFrom = (row: Row): SpecialHours => ({
  id: row.id,
  firstDay: localDate(row.first_day),
  lastDay: localDate(row.last_day),
  name: row.name,
  minutesFive: row.minutes_five,
  minutesSix: row.minutes_six,
  start: row.start_minute,
  source: row.source,
  recordedAt: row.recorded_at,
});

/** The special hours that touch a year, in order. */
export async function specialHoursOf(sql: Sql, year: number): Promise<SpecialHours[]> {
  const { rows } = await sql.query<Row>(
    `SELECT * FROM special_hours WHERE first_day <= make_date($1, 12, 31) AND last_day >= make_date($1, 1, 1) ORDER BY first_day`,
    [year],
  );
  return rows.map(specialFrom);
}

/** @throws NotFound */
export async function specialHoursWith(sql: Sql, id: string): Promise<SpecialHours> {
  const { rows } = await sql.query<Row>('SELECT * FROM special_hours WHERE id = $1', [id]);
  if (!rows[0]) throw new NotFound('special hours');
  return specialFrom(rows[0]);
}

/**
 * Records days of another length, at most once per person and key.
 * @throws RecordRefused 409 where a day of it has special hours already, or lies in a month closed for any unit
 */
export async function addSpecialHours(deps: Deps, by: Recorder, input: SpecialHoursFields): Promise<void> {
  const { kunci_kirim: key, awal, akhir, nama_masa: name, jam_lima, jam_enam, dasar_jam } = input;
  const { jam_mulai, jeda, jeda_jumat } = input;
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const use = { actorId: by.employeeId, key: key.toLowerCase(), hash: requestHash('jam-khusus', input) };
    await once(tx, use, async () => {
      await holdCalendar(tx);
      const { rows } = await tx.query<Row>(
        "SELECT * FROM special_hours WHERE daterange(first_day, last_day, '[]') && daterange($1, $2, '[]') LIMIT 1",
        [awal, akhir],
      );
      if (rows[0]) throw conflict('awal', `Sudah ada jam kerja khusus pada tanggal itu (${rows[0].name})`);
      await refuseClosedMonths(tx, awal, akhir, 'awal');
      const row = {
        id: newId(at),
        first_day: awal,
        last_day: akhir,
        name,
        minutes_five: jam_lima,
        minutes_six: jam_enam,
        source: dasar_jam ?? 'Dicatat kepegawaian',
        start_minute: jam_mulai,
        break_minutes: jeda,
        friday_break_minutes: jeda_jumat,
      };
      await tx.query(
        `INSERT INTO special_hours (id, first_day, last_day, name, minutes_five, minutes_six, source, start_minute, break_minutes,
           friday_break_minutes, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [...Object.values(row), at],
      );
      await deriveDays(tx, deps, { from: awal, until: akhir });
      await audit(tx, { ...what(by, at, 'kalender.jam_khusus', row.id), after: row });
      return row.id;
    });
  });
}

/**
 * Takes special hours away: their days are as long as others again.
 * @param version the moment they were recorded, in milliseconds, as the page showed
 * @throws NotFound; RecordRefused 409 where one of their months is closed for any unit
 */
export async function removeSpecialHours(deps: Deps, by: Recorder, id: string, version: string): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    await holdCalendar(tx);
    const before = await specialHoursWith(tx, id);
    if (String(before.recordedAt.getTime()) !== version) throw changedMeanwhile();
    await refuseClosedMonths(tx, before.firstDay, before.lastDay, '');
    await tx.query('DELETE FROM special_hours WHERE id = $1', [id]);
    await deriveDays(tx, deps, { from: before.firstDay, until: before.lastDay });
    await audit(tx, { ...what(by, at, 'kalender.jam_khusus_hapus', id), before });
  });
}

const what = (by: Recorder, at: Date, action: string, id: string) => ({
  at,
  actorId: by.employeeId,
  requestId: by.requestId,
  action,
  objectType: 'special_hours',
  objectId: id,
});

/** The hours of a closed month are part of what was computed. FOR SHARE: a close that begins waits, or refuses this change. */
async function refuseClosedMonths(tx: Tx, from: LocalDate, until: LocalDate, field: string): Promise<void> {
  for (let month = monthOf(from); month <= monthOf(until); month = addMonths(month, 1))
    await passGates(tx, month, null);
  const { rows } = await tx.query<{ month: string; open: boolean }>(
    `SELECT month, open FROM payroll_period WHERE kind = 'TPP' AND month BETWEEN $1 AND $2 ORDER BY month FOR SHARE`,
    [firstDay(monthOf(from)), until],
  );
  const closed = rows.find(row => !row.open);
  if (closed)
    throw conflict(
      field,
      `${monthInWords(monthOf(localDate(closed.month)))} sudah ditutup. Jam kerjanya tidak bisa diubah (${dateMedium(from)} sampai ${dateMedium(until)})`,
    );
}
