import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../src/platform/errors.ts';
import { Passwords } from '../../../src/platform/web/passwords.ts';
import { Turnstile } from '../../../src/platform/web/turnstile.ts';

const passwords = new Passwords(4);

describe('a password', () => {
  it('is recognised, whole, and with the name of its algorithm', async () => {
    const stored = await passwords.hash('gerobak-senja-kompas');
    expect(stored.algorithm).toBe('bcrypt');
    expect(await passwords.matches('gerobak-senja-kompas', stored)).toBe(true);
    expect(await passwords.matches('gerobak-senja-kompaz', stored)).toBe(false);
    expect(await passwords.matches('gerobak-senja-kompas', { ...stored, algorithm: 'lain' })).toBe(false);
  });

  it('is never recognised by its first 72 bytes alone', async () => {
    const long = 'x'.repeat(72);
    const stored = await passwords.hash(long);
    expect(await passwords.matches(long, stored)).toBe(true);
    expect(await passwords.matches(`${long}y`, stored)).toBe(false);
  });
});

describe('the turnstile', () => {
  let now = 0;
  const measures = { now: () => now, random: () => 0.5 };
  const limits = { atOnce: 2, waiting: 4, patienceMs: 1000, firstGuessMs: 100 };

  /** Visits that stay inside until they are let out. */
  function visits(turnstile: Turnstile): {
    enter: (n: number, gone?: AbortSignal) => Promise<number>;
    letOut: () => void;
  } {
    const doors: (() => void)[] = [];
    return {
      enter: (n, gone) =>
        turnstile.pass(async () => {
          await new Promise<void>(open => doors.push(open));
          return n;
        }, gone),
      letOut: () => doors.shift()?.(),
    };
  }
  const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

  it('lets two in at once, keeps the order of those who wait, and sends the rest away', async () => {
    const turnstile = new Turnstile(limits, measures);
    const { enter, letOut } = visits(turnstile);
    const done: number[] = [];
    const all = [1, 2, 3, 4, 5, 6].map(n => enter(n).then(each => done.push(each)));
    await settled();
    expect(turnstile.stats()).toMatchObject({ inside: 2, waiting: 4, expectedWaitMs: 250 });
    await expect(enter(7)).rejects.toThrow(Unavailable);
    for (const _ of all) {
      letOut();
      await settled();
    }
    await Promise.all(all);
    expect(done).toEqual([1, 2, 3, 4, 5, 6]);
    expect(turnstile.stats()).toMatchObject({ inside: 0, waiting: 0, passed: 6, refused: 1 });
  });

  it('says at once how long it would take, from how long it has taken, and not to all the same', async () => {
    const turnstile = new Turnstile({ ...limits, atOnce: 1 }, measures);
    const { enter, letOut } = visits(turnstile);
    const slow = enter(1);
    now += 6100; // a machine on which a hash takes seconds: the mean goes up to 1.3 s
    letOut();
    await slow;
    const inside = enter(2);
    await expect(enter(3)).rejects.toMatchObject({ retryAfterSeconds: 3 });
    letOut();
    await inside;
  });

  it('computes nothing for who has waited too long or has gone', async () => {
    const turnstile = new Turnstile({ ...limits, atOnce: 1 }, measures);
    const { enter, letOut } = visits(turnstile);
    const leaving = new AbortController();
    const inside = enter(1);
    const gone = enter(2, leaving.signal);
    const tooLong = enter(3);
    leaving.abort();
    await expect(gone).rejects.toThrow(Unavailable);
    now += 1001;
    letOut();
    await inside;
    await expect(tooLong).rejects.toThrow(Unavailable);
    expect(turnstile.stats()).toMatchObject({ inside: 0, waiting: 0, passed: 1, gone: 1, refused: 1 });
  });

  it('lets the next one in after a failure', async () => {
    const turnstile = new Turnstile({ ...limits, atOnce: 1 }, measures);
    await expect(turnstile.pass(() => Promise.reject(new Error('gagal')))).rejects.toThrow('gagal');
    expect(await turnstile.pass(() => Promise.resolve('masuk'))).toBe('masuk');
  });
});
