import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/platform/config.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { joinDomainClock, rememberDomainTime, startDomainClock } from '../../../src/platform/start/domain-clock.ts';
import { audit } from '../../../src/platform/audit.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { createTestDatabase } from '../../support/database.ts';
import { insertEntry, makeSmallWorld } from '../../support/small-world.ts';

const REAL = new Date('2026-11-21T10:00:00Z');
const SET = '2026-11-18T20:30:00+08:00';
const pools: Pool[] = [];
let pool: Pool;

beforeEach(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 2 });
  pools.push(pool);
});
afterAll(() => Promise.all(pools.map(each => each.end())));

const config = (env: Record<string, string> = {}) => readConfig(env, () => '');
const shifted = config({ TAKAR_CLOCK: SET });
/** How far domain time is ahead of the machine's, in seconds; the clocks run on while the test does. */
const ahead = (clock: { now(): Date; real(): Date }): number =>
  Math.round((clock.now().getTime() - clock.real().getTime()) / 1000);
const seconds = (from: Date, to: Date | string): number => (new Date(to).getTime() - from.getTime()) / 1000;

describe('domain time', () => {
  it('is real time where nothing is set', async () => {
    expect(ahead(await startDomainClock(pool, config(), REAL))).toBe(0);
  });

  it('begins at TAKAR_CLOCK, and commands share it', async () => {
    const clock = await startDomainClock(pool, shifted, REAL);
    expect(ahead(clock)).toBe(seconds(REAL, SET));
    expect(ahead(await joinDomainClock(pool, config(), REAL))).toBe(ahead(clock));
  });

  it('begins anew for a command where no server ever started', async () => {
    expect(ahead(await joinDomainClock(pool, shifted, REAL))).toBe(seconds(REAL, SET));
  });

  it('never goes back behind the last time used, by a restart with the same or an earlier clock', async () => {
    await startDomainClock(pool, shifted, REAL);
    const used = new Date('2026-11-18T23:59:00+08:00');
    await rememberDomainTime(pool, { now: () => used, real: () => REAL });
    expect(ahead(await startDomainClock(pool, shifted, REAL))).toBe(seconds(REAL, used));
    const earlier = config({ TAKAR_CLOCK: '2026-11-01T08:00:00+08:00' });
    expect(ahead(await startDomainClock(pool, earlier, REAL))).toBe(seconds(REAL, used));
    const later = config({ TAKAR_CLOCK: '2026-12-01T08:00:00+08:00' });
    expect(ahead(await startDomainClock(pool, later, REAL))).toBe(seconds(REAL, '2026-12-01T08:00:00+08:00'));
  });

  it('never goes back behind the trail either, though a crash came before the last heartbeat', async () => {
    await startDomainClock(pool, shifted, REAL);
    const at = new Date('2026-11-19T08:00:00+08:00');
    await transaction(pool, tx => audit(tx, { at, actorId: null, action: 'uji', objectType: 'uji', objectId: '1' }));
    expect(ahead(await startDomainClock(pool, shifted, REAL))).toBe(seconds(REAL, at));
  });

  it('nor behind the last step of an entry, of which only what was recorded since the last heartbeat is read', async () => {
    await startDomainClock(pool, shifted, REAL);
    const world = await makeSmallWorld(pool);
    const entry = await insertEntry(pool, world);
    const step = (seq: number, at: string, recorded: string): Promise<unknown> =>
      pool.query(
        `INSERT INTO activity_event (entry_month, activity_id, seq, action, to_status, actor_id, part, at, recorded_at)
         VALUES ('2026-11-01', $1, $2, 'buat', 'dikirim', $3, 'pemilik', $4, $5)`,
        [entry, seq, world.owner, at, recorded],
      );
    await step(1, '2026-11-18T21:00:00+08:00', '2026-11-21T10:30:00Z');
    await step(2, '2026-11-30T21:00:00+08:00', '2026-11-20T10:30:00Z');
    expect(ahead(await startDomainClock(pool, shifted, REAL))).toBe(seconds(REAL, '2026-11-18T21:00:00+08:00'));
  });

  it('does not go back when a heartbeat comes late', async () => {
    await startDomainClock(pool, shifted, REAL);
    await rememberDomainTime(pool, { now: () => new Date('2026-01-01T00:00:00Z'), real: () => REAL });
    expect(ahead(await startDomainClock(pool, shifted, REAL))).toBe(seconds(REAL, SET));
  });

  it('is real time in production, whatever was used before', async () => {
    await startDomainClock(pool, config({ TAKAR_CLOCK: '2027-06-01T08:00:00+08:00' }), REAL);
    const production = config({
      NODE_ENV: 'production',
      DATABASE_URL: 'postgresql://takar@db/takar',
      SESSION_SECRET: 'x'.repeat(32),
    });
    expect(ahead(await startDomainClock(pool, production, REAL))).toBe(0);
  });
});
