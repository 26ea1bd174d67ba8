import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { anyone, get, post } from '../../../src/platform/web/route.ts';
import { textOf } from '../../../src/platform/web/form-fields.ts';
import { makePerson, PASSWORD } from '../../support/accounts.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  app = await createTestApp({
    extras: {
      moreRoutes: [
        get('/cari/:kata', anyone, async (req, res) => {
          await app.deps.pool.query('SELECT $1::text', [req.params['kata']]);
          res.sendStatus(204);
        }),
        post('/simpan', anyone, async (_req, res, { body }) => {
          await app.deps.pool.query('SELECT $1::text', [textOf(body, 'teks')]);
          res.sendStatus(204);
        }),
        post('/rusak', anyone, async (_req, res, { body }) => {
          await app.deps.pool.query('SELECT $1::uuid', [textOf(body, 'teks')]);
          res.sendStatus(204);
        }),
      ],
    },
  });
  const person = await makePerson(app.deps.pool);
  browser = await app.signIn(person.login, PASSWORD);
});
afterEach(() => vi.restoreAllMocks());

describe('a NUL, which no text of the database can hold', () => {
  it('in an address names nothing there is', async () => {
    expect((await browser.get('/cari/a%00b')).status).toBe(404);
  });

  it('in a form is refused in words', async () => {
    const response = await browser.post('/simpan', { teks: 'a\0b' });
    expect(response.status).toBe(422);
    expect(response.text).toContain('tidak dapat disimpan');
  });

  it.each(['abc\0def', `${'1'.repeat(18)}\0`, '\0'])('is no part of a NIP or user name: %j', async nip => {
    const response = await app.browser().post('/masuk', { nip, kata_sandi: 'x' });
    expect(response.status).toBe(422);
    expect(response.text).toContain('NIP harus 18 angka');
  });

  it('names no session of one’s own', async () => {
    expect((await browser.post('/akun/sesi/%00/akhiri')).status).toBe(422);
  });
});

it('the log of a failure holds no line of what was typed', async () => {
  const logged = vi.spyOn(app.deps.log, 'error');
  const response = await browser.post('/rusak', { teks: 'satu\n    at rahasia 196803121994031005' });
  expect(response.status).toBe(500);
  expect(logged).toHaveBeenCalledOnce();
  expect(JSON.stringify(logged.mock.calls)).not.toContain('rahasia');
  expect(JSON.stringify(logged.mock.calls)).toContain('at ');
});
