import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/platform/log.ts';
import { type Orders, shareOut } from '../../../src/platform/start/orders.ts';
import { setupCode } from '../../../src/platform/start/setup-code.ts';
import { type Forked, StartFailed, Supervisor } from '../../../src/platform/start/supervisor.ts';
import { createPool } from '../../../src/platform/database/pool.ts';
import { createTestDatabase } from '../../support/database.ts';

/** A part that does what the test tells it to. */
class FakePart extends EventEmitter {
  readonly sent: unknown[] = [];
  readonly signals: unknown[] = [];
  readonly process = {
    pid: 1,
    kill: (signal?: number | NodeJS.Signals): boolean => {
      this.signals.push(signal);
      return true;
    },
  };
  send(message: unknown): boolean {
    this.sent.push(message);
    return true;
  }
  ask(): void {
    this.emit('message', { ready: false });
  }
  ready(url?: string): void {
    this.emit('message', { ready: true, ...(url === undefined ? {} : { url }) });
  }
  end(code: number | null, signal: string | null = null): void {
    this.emit('exit', code, signal);
  }
}

/** As often as need be on a busy machine. */
const SOON = { interval: 1, timeout: 30_000 };

const orders = (name: string): Orders => ({
  part: name === 'jobs' ? 'jobs' : 'web',
  name,
  databaseUrl: 'postgresql://db/takar',
  connections: { pool: 10, prisma: 5 },
  clockOffsetMs: 7,
  regency: { zone: 'Asia/Makassar', government: 'Contoh', appName: 'e-Kinerja', demo: false },
  port: 3000,
});

function watched(): { parts: FakePart[]; supervisor: Supervisor } {
  const parts: FakePart[] = [];
  const fork = (): Forked => {
    const part = new FakePart();
    parts.push(part);
    return part as unknown as Forked;
  };
  const times = { firstPauseMs: 0, longestPauseMs: 0, patienceMs: 5 };
  return { parts, supervisor: new Supervisor({ fork, log: createLog('silent'), ...times }) };
}

describe('the supervising process', () => {
  it('tells each part its orders when it asks, and is ready when all are', async () => {
    const { parts, supervisor } = watched();
    const starting = supervisor.start([orders('web 1'), orders('jobs')]);
    parts.forEach(part => part.ask());
    expect(parts.map(({ sent }) => sent)).toEqual([[orders('web 1')], [orders('jobs')]]);
    parts[1]?.ready();
    parts[0]?.ready('http://127.0.0.1:3000');
    expect(await starting).toEqual([{ ready: true, url: 'http://127.0.0.1:3000' }, { ready: true }]);
  });

  it('starts a part that died again, as often as it dies, with the same orders', async () => {
    const { parts, supervisor } = watched();
    const starting = supervisor.start([orders('web 1')]);
    parts[0]?.ready();
    await starting;
    parts[0]?.end(null, 'SIGKILL');
    await expect.poll(() => parts.length, SOON).toBe(2);
    parts[1]?.end(1); // the database was away just then
    await expect.poll(() => parts.length, SOON).toBe(3);
    parts[2]?.ask();
    expect(parts[2]?.sent).toEqual([orders('web 1')]);
  });

  it('gives up where a part ends before it was ever ready', async () => {
    const { parts, supervisor } = watched();
    const starting = supervisor.start([orders('web 1'), orders('jobs')]);
    parts[0]?.end(1);
    await expect(starting).rejects.toThrow(StartFailed);
    expect(parts).toHaveLength(2);
  });

  it('ends all, kills what does not end in time, and starts nothing again', async () => {
    const { parts, supervisor } = watched();
    const starting = supervisor.start([orders('web 1'), orders('jobs')]);
    parts.forEach(part => part.ready());
    await starting;
    const stopping = supervisor.stop();
    parts[0]?.end(0);
    await expect.poll(() => parts[1]?.signals, SOON).toEqual(['SIGTERM', 'SIGKILL']);
    parts[1]?.end(null, 'SIGKILL');
    await stopping;
    expect([parts.length, parts[0]?.signals]).toEqual([2, ['SIGTERM']]);
  });
});

describe('connections', () => {
  it('of the embedded server are shared out, those of a named one are the operator’s to count', () => {
    expect(shareOut(10, 5, false)).toEqual({ pool: 10, prisma: 5 });
    expect(shareOut(10, 3, true)).toEqual({ pool: 10, prisma: 5 });
    for (let parts = 2; parts <= 25; parts += 1) {
      const { pool, prisma } = shareOut(200, parts, true);
      expect([pool >= 2, prisma >= 1, parts * (pool + prisma) <= 90]).toEqual([true, true, true]);
    }
  });
});

describe('the set-up code', () => {
  it('is the same for every process of an installation, and another for another secret or database', async () => {
    const pool = createPool({ url: await createTestDatabase(), max: 1 });
    try {
      const code = await setupCode(pool, 'rahasia yang panjang sekali, 32 huruf');
      expect(code).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
      expect(await setupCode(pool, 'rahasia yang panjang sekali, 32 huruf')).toBe(code);
      expect(await setupCode(pool, 'rahasia lain yang panjang, 32 huruf')).not.toBe(code);
      await pool.query('UPDATE _prisma_migrations SET id = reverse(id)');
      expect(await setupCode(pool, 'rahasia yang panjang sekali, 32 huruf')).not.toBe(code);
    } finally {
      await pool.end();
    }
  });
});
