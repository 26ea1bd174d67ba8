import { dayOff } from '../domain/calendar/work-calendar.ts';
import { addDays, type LocalDate } from '../domain/local-date.ts';
import { minuteOf, workingMinutes } from '../features/availability/working-time.ts';
import { dayIn, instantOf } from '../platform/clock.ts';
import type { Tx } from '../platform/database/sql.ts';
import { idAt, randomFrom } from './random.ts';
import type { Scene, Story } from './stories.ts';
import { ZONE } from './zone.ts';

const RECORD = `INSERT INTO outage (id, source, began_at, ended_at, working_minutes, recorded_at, state)
  VALUES ($1, 'tercatat', $2, $3, $4, $5, $6)`;
/** The server records a stretch two to three minutes after its end. */
const RECORDED_AFTER_MS = 3 * 60_000;

/** A stretch without the server, in minutes after midnight. */
interface Down {
  readonly from: number;
  readonly until: number;
  readonly state: 'diusulkan' | 'tercatat';
}

/** A morning's power cut, long enough for the regulation's re-entry window, and an evening's restart, which was not. */
const POWER_CUT: Down = { from: 8 * 60 + 50, until: 11 * 60 + 5, state: 'diusulkan' };
const RESTART: Down = { from: 21 * 60 + 10, until: 21 * 60 + 22, state: 'tercatat' };

/** What the ledger of outages holds: one that the personnel office may confirm today, and one that stays a record. */
export const outageStory: Story = async (tx, scene) => {
  const cutOn = workdayBefore(scene, dayIn(ZONE, scene.now));
  await record(tx, cutOn, POWER_CUT);
  await record(tx, workdayBefore(scene, cutOn), RESTART);
};

async function record(tx: Tx, day: LocalDate, { from, until, state }: Down): Promise<void> {
  const [began, ended] = [instantOf(ZONE, day, from), instantOf(ZONE, day, until)];
  const working = await workingMinutes(tx, ZONE, { from: minuteOf(began), until: minuteOf(ended) });
  const recordedAt = new Date(ended.getTime() + RECORDED_AFTER_MS);
  await tx.query(RECORD, [idAt(randomFrom(`outage ${state}`), ended), began, ended, working, recordedAt, state]);
}

function workdayBefore({ holidays }: Pick<Scene, 'holidays'>, day: LocalDate): LocalDate {
  let before = addDays(day, -1);
  while (dayOff(before, 5, holidays) !== undefined) before = addDays(before, -1);
  return before;
}
