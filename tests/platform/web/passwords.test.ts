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
  it('lets two in at once, keeps the order of those who wait, and sends the rest away', async () => {
    const turnstile = new Turnstile({ atOnce: 2, waiting: 2, retryAfterSeconds: 5 });
    const done: number[] = [];
    const doors: (() => void)[] = [];
    let inside = 0;
    let most = 0;
    const visit = (n: number): Promise<void> =>
      turnstile.pass(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise<void>(open => doors.push(open));
        inside -= 1;
        done.push(n);
      });
    const visits = [1, 2, 3, 4].map(visit);
    await expect(visit(5)).rejects.toThrow(Unavailable);
    while (done.length < 4) {
      doors.shift()?.();
      await Promise.resolve();
    }
    await Promise.all(visits);
    expect([done, most]).toEqual([[1, 2, 3, 4], 2]);
  });

  it('lets the next one in after a failure', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 1, retryAfterSeconds: 5 });
    await expect(turnstile.pass(() => Promise.reject(new Error('gagal')))).rejects.toThrow('gagal');
    expect(await turnstile.pass(() => Promise.resolve('masuk'))).toBe('masuk');
  });
});
