import type { Request } from 'express';
import { expect, test } from 'vitest';
import type { Actor } from '../../../src/platform/web/actor.ts';
import { openSession } from '../../../src/platform/web/authentication.ts';
import { beginState } from '../../../src/platform/web/request-state.ts';

test('a session is stored once and whole, before the sign-in is answered', async () => {
  const stored: Record<string, unknown>[] = [];
  const session: Record<string, unknown> = {
    regenerate(done: () => void) {
      done();
    },
    save(done: () => void) {
      stored.push({ ...session });
      done();
    },
  };
  const request: unknown = { session, get: () => 'penguji' };
  const now = new Date('2026-11-18T05:30:00Z');
  beginState(request as Request, 'uji');
  await openSession(request as Request, { accountId: 'a' } as Actor, now);
  const times = { startedAt: now.getTime(), seenAt: now.getTime() };
  expect(stored).toEqual([expect.objectContaining({ passport: { user: 'a' }, ...times })]);
});
