import { beforeAll, expect, test, vi } from 'vitest';
import { hashThreads } from '../../../src/platform/web/hash-threads.ts';
import { makePerson, PASSWORD, type Person } from '../../support/accounts.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
let first: Person;
let second: Person;

beforeAll(async () => {
  app = await createTestApp();
  first = await makePerson(app.deps.pool, { name: 'Pertama Contoh' });
  second = await makePerson(app.deps.pool, { name: 'Kedua Contoh' });
});

const sessionsOf = async ({ accountId }: Person): Promise<unknown[]> =>
  (await app.deps.pool.query(`SELECT sid FROM "session" WHERE sess #>> '{passport,user}' = $1`, [accountId])).rows;

test('who signs in over an open session begins a new one, and the old one has ended', async () => {
  const browser = await app.signIn(first.login, PASSWORD);
  const [old] = await sessionsOf(first);
  expect(old).toBeDefined();
  expect((await browser.post('/masuk', { nip: second.login, kata_sandi: PASSWORD })).status).toBe(303);
  expect((await browser.get('/akun')).text).toContain('Kedua Contoh');
  expect(await sessionsOf(first)).toEqual([]);
  const kept = await sessionsOf(second);
  expect(kept).toHaveLength(1);
  expect(kept).not.toContainEqual(old);
});

test('where the statement lets nobody in, nothing is stored and the session is the one it was', async () => {
  const other = await makePerson(app.deps.pool);
  const browser = await app.signIn(first.login, PASSWORD);
  await app.services.passwords.matches('apa saja', undefined); // nobody's hash is there
  const hashing = vi.spyOn(hashThreads, 'run').mockImplementationOnce(async () => {
    await app.deps.pool.query('UPDATE account SET disabled_at = now() WHERE id = $1', [other.accountId]);
    return true;
  });
  const answer = await browser.post('/masuk', { nip: other.login, kata_sandi: PASSWORD });
  hashing.mockRestore();
  expect(answer.status).toBe(422);
  expect(await sessionsOf(other)).toEqual([]);
  const trail = "SELECT 1 FROM audit_event WHERE object_id = $1 AND action = 'masuk'";
  expect((await app.deps.pool.query(trail, [other.accountId])).rows).toEqual([]);
  expect((await browser.get('/akun')).text).toContain('Pertama Contoh');
});
