import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { watchSkew } from '../../../src/platform/start/clock-skew.ts';
import { removeExpired } from '../../../src/platform/start/housekeeping.ts';
import { ensureMonths } from '../../../src/platform/start/months.ts';
import { readRegency } from '../../../src/platform/start/regency.ts';
import { sessionSecret } from '../../../src/platform/start/secrets.ts';
import { seedOnce } from '../../../src/platform/start/seed-once.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase } from '../../support/database.ts';
import { createPool } from '../../../src/platform/database/pool.ts';
import { createLog } from '../../../src/platform/log.ts';

const NOW = '2026-11-18T12:30:00Z';
let app: TestApp;
let folder: string;

beforeAll(async () => {
  app = await createTestApp({ clock: fixedClock(NOW) });
  folder = await mkdtemp(path.join(os.tmpdir(), 'takar-secret-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the partitions', () => {
  it('reach fourteen months back and ahead of domain time, however often they are asked for', async () => {
    for (const _ of [1, 2]) await ensureMonths(app.deps.pool, 'Asia/Makassar', new Date(NOW));
    const { rows } = await app.deps.pool.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relname ~ '^activity_\\d{4}_\\d{2}$' ORDER BY 1",
    );
    const names = rows.map(row => row.name);
    expect([names.length, names[0], names.at(-1)]).toEqual([29, 'activity_2025_09', 'activity_2028_01']);
  });
});

describe('what has expired', () => {
  it('is removed, and nothing else', async () => {
    const { pool } = app.deps;
    for (const [name, at] of [
      ['old', '2026-11-18T12:29:59Z'],
      ['new', '2026-11-18T12:30:01Z'],
    ] as const) {
      await pool.query(
        "INSERT INTO session (sid, sess, expire) VALUES ($1, '{}', $2::timestamptz AT TIME ZONE 'UTC')",
        [name, at],
      );
      await pool.query("INSERT INTO post_stash (token_hash, path, fields, expires_at) VALUES ($1, '/', '{}', $2)", [
        name,
        at,
      ]);
      await pool.query('INSERT INTO throttle (key, points, expire) VALUES ($1, 1, $2)', [name, new Date(at).getTime()]);
    }
    await pool.query(
      `INSERT INTO idempotency (actor_id, key, request_hash, result, recorded_at)
       SELECT gen_random_uuid(), gen_random_uuid(), name, 'null', $1::timestamptz - days * interval '1 day'
       FROM (VALUES ('old', 63), ('new', 61)) AS v (name, days)`,
      [NOW],
    );
    await removeExpired(app.deps);
    const left = await pool.query<{ name: string }>(
      `SELECT sid AS name FROM session UNION ALL SELECT token_hash FROM post_stash
       UNION ALL SELECT key FROM throttle UNION ALL SELECT request_hash FROM idempotency`,
    );
    expect(left.rows.map(row => row.name)).toEqual(['new', 'new', 'new', 'new']);
  });
});

describe('the clocks of application and database', () => {
  const warnings = async (at: Date): Promise<number> => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: line => void lines.push(line) });
    await watchSkew({ pool: app.deps.pool, clock: fixedClock(at), log });
    return lines.length;
  };

  it('raise an alarm when they are more than half a minute apart', async () => {
    const { rows } = await app.deps.pool.query<{ now: Date }>('SELECT now()');
    const now = rows[0]!.now.getTime();
    expect(await warnings(new Date(now - 40_000))).toBe(1);
    expect(await warnings(new Date(now + 60_000))).toBe(1);
    expect(await warnings(new Date(now))).toBe(0);
  });
});

describe('the session secret', () => {
  it('is made once, for its owner alone, and asked for by two processes at once', async () => {
    const config = { ...readConfig({}, () => ''), dataDir: folder };
    const [one, two] = await Promise.all([sessionSecret(config), sessionSecret(config)]);
    expect(one).toBe(two);
    expect(one.length).toBeGreaterThanOrEqual(43);
    expect((await stat(path.join(folder, 'secrets', 'session'))).mode & 0o777).toBe(0o600);
    expect(await sessionSecret({ ...config, sessionSecret: 'y'.repeat(32) })).toBe('y'.repeat(32));
  });
});

describe('names and zone', () => {
  it('are the settings in force, or plain ones', async () => {
    const { pool } = app.deps;
    const plain = { zone: 'Asia/Jakarta', government: 'Pemerintah daerah', appName: 'e-Kinerja', demo: false };
    expect(await readRegency(pool, new Date(NOW))).toEqual(plain);
    await pool.query(
      `INSERT INTO setting (key, value, from_date) VALUES ('zone', '"Asia/Jayapura"', '2026-01-01'),
       ('government', '"Pemerintah Kota Lama"', '2026-01-01'), ('government', '"Pemerintah Kota Baru"', '2026-11-18'),
       ('government', '"Pemerintah Kota Nanti"', '2026-12-01')`,
    );
    expect(await readRegency(pool, new Date(NOW))).toEqual({
      ...plain,
      zone: 'Asia/Jayapura',
      government: 'Pemerintah Kota Baru',
    });
  });
});

describe('the demo', () => {
  it('fills an empty database once, though two processes start at once, and never one with people in it', async () => {
    const url = await createTestDatabase();
    const pool = createPool({ url, max: 2 });
    const config = { ...readConfig({}, () => ''), demo: 'kecil' as const };
    let seeded = 0;
    const seed = async (on: typeof pool): Promise<void> => {
      seeded += 1;
      await on.query("INSERT INTO employee (name) VALUES ('Seseorang')");
    };
    const start = (demo: 'kecil' | 'none'): Promise<void> =>
      seedOnce(url, { ...config, demo }, fixedClock(NOW), seed, createLog('silent'));
    await start('none');
    expect(seeded).toBe(0);
    await Promise.all([start('kecil'), start('kecil')]);
    await start('kecil');
    expect(seeded).toBe(1);
    await pool.end();
  });
});
