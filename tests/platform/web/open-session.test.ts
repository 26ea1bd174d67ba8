import type { Request } from 'express';
import { expect, test } from 'vitest';
import type { Actor } from '../../../src/platform/web/actor.ts';
import { openSession } from '../../../src/platform/web/authentication.ts';
import { beginState } from '../../../src/platform/web/request-state.ts';

test('a session is stored with its times before the sign-in is answered', async () => {
  const stored: Record<string, unknown>[] = [];
  const session: Record<string, unknown> = {
    save(done: () => void) {
      stored.push({ ...session });
      done();
    },
  };
  const request: unknown = {
    session,
    get: () => 'penguji',
    // as passport does it: the session with nothing but the person is stored first
    logIn(_actor: Actor, done: () => void) {
      stored.push({ ...session });
      done();
    },
  };
  const now = new Date('2026-11-18T05:30:00Z');
  beginState(request as Request, 'uji');
  await openSession(request as Request, { accountId: 'a' } as Actor, now);
  expect(stored.at(-1)).toMatchObject({ startedAt: now.getTime(), seenAt: now.getTime() });
});
