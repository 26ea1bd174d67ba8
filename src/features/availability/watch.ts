import { downTimes, type MinuteSpan, type NotedMinute } from '../../domain/availability/down-time.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { newId } from '../../platform/identity.ts';
import { minutesInWords, spanInWords } from './outage-words.ts';
import { type Notice, notify } from '../notifications/service.ts';
import { limitsOn } from './limits.ts';
import { officersOf } from '../rights/officers.ts';
import { paths } from './paths.ts';
import { instantOfMinute, minuteOf, workingMinutesByUnit } from './working-time.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** Shorter than this nobody loses an entry: the form is simply sent again. */
const LEAST_MINUTES = 5;
/** Processes note a minute up to a minute late. */
const STILL_WRITING_MINUTES = 2;
/** What is longer ago than this has been looked at, and the operations page does not go back as far. */
const KEEP_DAYS = 100;

const WATCHED = `SELECT examined_until FROM availability_watch WHERE id = 1 FOR UPDATE`;
/* The first time, what was noted before is taken as the beginning: nobody has promised anything for earlier. */
const BEGIN = `INSERT INTO availability_watch (id, examined_until)
  SELECT 1, coalesce(min(minute), $1::timestamptz) FROM service_minute ON CONFLICT (id) DO NOTHING`;
const NOTED = `SELECT extract(epoch FROM minute)::bigint / 60 AS minute, sum(answered)::int AS answered, sum(refused)::int AS refused
  FROM service_minute WHERE minute >= $1 AND minute < $2 AND role <> 'pekerjaan' GROUP BY minute`;
const EXAMINED = 'UPDATE availability_watch SET examined_until = $1 WHERE id = 1';
const RECORD = `INSERT INTO outage (id, source, began_at, ended_at, working_minutes, recorded_at, state, units)
  VALUES ($1, 'tercatat', $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;
const FORGET = `DELETE FROM service_minute WHERE minute < $1::timestamptz - make_interval(days => ${String(KEEP_DAYS)})`;
const FORGET_PROCESSES = `DELETE FROM service_process WHERE seen_at < $1::timestamptz - interval '1 day'`;

/**
 * Looks at the minutes noted since the last look, by all processes together, and records every stretch in which people could
 * not work. Minutes are real time; what is recorded is domain time, in which work dates are counted (the two differ in
 * demonstrations only). A long one in working hours is proposed to the personnel office, which is told: for the units in
 * whose own hours it was long.
 */
export async function recordOutages(deps: Needs): Promise<void> {
  const real = deps.clock.real();
  const now = deps.clock.now();
  const ahead = minuteOf(now) - minuteOf(real);
  await transaction(deps.pool, async tx => {
    await tx.query(BEGIN, [real]);
    const watched = await unseen(tx, minuteOf(real) - STILL_WRITING_MINUTES);
    if (!watched) return;
    const found = downTimes(watched, await notedIn(tx, watched));
    const last = found.at(-1);
    const goesOn = last?.until === watched.until ? last : undefined;
    for (const span of found)
      if (span !== goesOn && span.until - span.from >= LEAST_MINUTES)
        await record(tx, deps, { from: span.from + ahead, until: span.until + ahead }, now);
    await tx.query(EXAMINED, [instantOfMinute(goesOn?.from ?? watched.until)]);
  });
}

/** Removes notes that nobody looks at any more. */
export async function forgetMinutes({ pool, clock }: Needs): Promise<void> {
  await pool.query(FORGET, [clock.real()]);
  await pool.query(FORGET_PROCESSES, [clock.real()]);
}

async function unseen(tx: Tx, until: number): Promise<MinuteSpan | undefined> {
  const { rows } = await tx.query<{ examined_until: Date }>(WATCHED);
  const from = rows[0] && minuteOf(rows[0].examined_until);
  return from !== undefined && from < until ? { from, until } : undefined;
}

async function notedIn(tx: Tx, { from, until }: MinuteSpan): Promise<NotedMinute[]> {
  const { rows } = await tx.query<{ minute: bigint; answered: number; refused: number }>(NOTED, [
    instantOfMinute(from),
    instantOfMinute(until),
  ]);
  return rows.map(row => ({ ...row, minute: Number(row.minute) }));
}

async function record(tx: Tx, { regency: { zone } }: Needs, span: MinuteSpan, now: Date): Promise<void> {
  const hit = await workingMinutesByUnit(tx, zone, span);
  const working = Math.max(0, ...hit.values());
  const [began, ended] = [instantOfMinute(span.from), instantOfMinute(span.until)];
  const { minutes: least } = await limitsOn(tx, dayIn(zone, began));
  const state = working >= least ? 'diusulkan' : 'tercatat';
  // a Saturday, or an afternoon, concerns those only who work then
  const long = [...hit].filter(([, minutes]) => minutes >= least).map(([unit]) => unit);
  const units = state === 'tercatat' || long.length === hit.size ? null : long;
  const id = newId(now);
  const { rowCount } = await tx.query(RECORD, [id, began, ended, working, now, state, units]);
  if (rowCount !== 1) return;
  const after = { began: began.toISOString(), ended: ended.toISOString(), workingMinutes: working, state, units };
  await audit(tx, { at: now, actorId: null, action: 'gangguan.catat', objectType: 'outage', objectId: id, after });
  if (state === 'tercatat') return;
  const text = `Aplikasi tidak bisa dipakai ${spanInWords(began, ended, zone)} (${minutesInWords(working)} jam kerja). Putuskan apakah hari kerjanya dibuka lagi.`;
  const officers = await officersOf(tx, dayIn(zone, now));
  await notify(
    tx,
    officers.map((employeeId): Notice => ({
      employeeId,
      kind: 'dispensasi',
      text,
      href: paths.one(id),
      dedupe: `gangguan:${id}`,
    })),
    now,
  );
}
