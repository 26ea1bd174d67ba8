import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthInWords, monthOf } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { deriveDays } from '../attendance/derive.ts';
import { passGates } from '../attendance/gates.ts';
import { changedMeanwhile, conflict } from '../organisation/refusal.ts';
import type { HolidayFields } from './forms.ts';
import type { HolidayKind } from './kinds.ts';

export interface Recorder {
  readonly employeeId: string;
  readonly requestId: string;
}

/**
 * Adds a free day, at most once per person and key.
 * @returns how many entries are logged on that day already; they stay
 * @throws RecordRefused 409 where the day is free already, or its month is closed for any unit
 */
export async function addHoliday(deps: Deps, by: Recorder, input: HolidayFields): Promise<number> {
  const { kunci_kirim: key, tanggal: day, jenis: kind, keterangan: name, dasar } = input;
  const at = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const use = { actorId: by.employeeId, key: key.toLowerCase(), hash: requestHash('kalender-kerja', input) };
    const { result } = await once(tx, use, async () => {
      await holdCalendar(tx);
      const { rows } = await tx.query<{ name: string }>('SELECT name FROM holiday WHERE day = $1 LIMIT 1', [day]);
      if (rows[0]) throw conflict('tanggal', `Tanggal ${dateMedium(day)} sudah ada (${rows[0].name})`);
      await refuseClosedMonth(tx, day);
      const source = dasar ?? 'Dicatat kepegawaian';
      await tx.query('INSERT INTO holiday (day, kind, name, source, recorded_at) VALUES ($1, $2, $3, $4, $5)', [
        day,
        kind,
        name,
        source,
        at,
      ]);
      await deriveDays(tx, deps, { from: day, until: day });
      await audit(tx, { ...what(by, at, 'kalender.tambah', day), after: { day, kind, name, source } });
      return entriesOn(tx, day);
    });
    return result;
  });
}

/**
 * Takes a free day back: from then on it is a working day like others.
 * @param version the moment it was recorded, in milliseconds, as its page showed
 * @throws NotFound; RecordRefused 409 where its month is closed for any unit, or it was recorded anew meanwhile
 */
export async function removeHoliday(
  deps: Deps,
  by: Recorder,
  day: LocalDate,
  kind: HolidayKind,
  version: string,
): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    await holdCalendar(tx);
    const { rows } = await tx.query<{ name: string; source: string; recorded_at: Date }>(
      'SELECT name, source, recorded_at FROM holiday WHERE day = $1 AND kind = $2',
      [day, kind],
    );
    const row = rows[0];
    if (!row) throw new NotFound('holiday');
    if (String(row.recorded_at.getTime()) !== version) throw changedMeanwhile();
    await refuseClosedMonth(tx, day);
    await tx.query('DELETE FROM holiday WHERE day = $1 AND kind = $2', [day, kind]);
    await deriveDays(tx, deps, { from: day, until: day });
    await audit(tx, {
      ...what(by, at, 'kalender.hapus', day),
      before: { day, kind, name: row.name, source: row.source },
    });
  });
}

const what = (by: Recorder, at: Date, action: string, day: LocalDate) => ({
  at,
  actorId: by.employeeId,
  requestId: by.requestId,
  action,
  objectType: 'holiday',
  objectId: day,
});

// One writer at a time: two persons who add the same day do not both find it free.
export const holdCalendar = (tx: Tx): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('takar.calendar', 0))`);

// FOR SHARE: a close that is about to begin waits for this change, or has begun and refuses it.
const PERIODS = `SELECT open FROM payroll_period WHERE kind = 'TPP' AND month = $1 FOR SHARE`;

/** Working days of a closed month are part of what was computed (rulings.md 17). */
async function refuseClosedMonth(tx: Tx, day: LocalDate): Promise<void> {
  const month = monthOf(day);
  await passGates(tx, month, null);
  const { rows } = await tx.query<{ open: boolean }>(PERIODS, [firstDay(month)]);
  if (rows.some(row => !row.open))
    throw conflict('tanggal', `${monthInWords(month)} sudah ditutup. Hari kerjanya tidak bisa diubah`);
}

async function entriesOn(tx: Tx, day: LocalDate): Promise<number> {
  const { rows } = await tx.query<{ entries: number }>(
    "SELECT count(*)::int AS entries FROM activity WHERE work_date = $1 AND status NOT IN ('draf', 'ditolak')",
    [day],
  );
  return rows[0]?.entries ?? 0;
}
