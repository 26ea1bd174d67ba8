import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { Conflict, Malformed, TooMany, Unavailable } from '../../../src/platform/errors.ts';
import { flash } from '../../../src/platform/web/flash.ts';
import { anyone, get, having, post, signedIn, type Visit } from '../../../src/platform/web/route.ts';
import { makePerson, PASSWORD } from '../../support/accounts.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';

let seen: Pick<Visit, 'body' | 'files'> = { body: {}, files: [] };
const failing = (path: string, error: () => Error) =>
  post(path, anyone, () => {
    throw error();
  });
const routes = [
  post('/terima', anyone, (_req, res, { body, files }) => {
    seen = { body, files };
    res.sendStatus(204);
  }),
  get('/keuangan-saja', having('keuangan'), (_req, res) => void res.sendStatus(200)),
  post('/pesan', signedIn, (_req, res) => {
    flash(res, { kind: 'berhasil', text: 'Tersimpan sekali.' });
    res.redirect(303, '/');
  }),
  failing('/galat/409', () => new Conflict('Bulan itu sudah ditutup.')),
  failing('/galat/422', () => new Malformed('Berkas bukan CSV.')),
  failing('/galat/429', () => new TooMany(90)),
  failing('/galat/503', () => new Unavailable(7)),
  failing('/galat/500', () => new Error('rahasia di dalam: 196803121994031005')),
  failing('/galat/basis-data', () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })),
];

let app: TestApp;
let strictApp: TestApp;
let amat: Browser;

beforeAll(async () => {
  app = await createTestApp({ extras: { moreRoutes: routes } });
  strictApp = await createTestApp({
    config: { origin: 'https://ekinerja.contoh.go.id' },
    extras: { moreRoutes: routes },
  });
  const person = await makePerson(app.deps.pool);
  amat = await app.signIn(person.login, PASSWORD);
});

describe('a change from another site', () => {
  const ask = async (on: TestApp, headers: Record<string, string>): Promise<number> => {
    const response = await fetch(`${on.url}/terima`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ a: '1' }),
    });
    return response.status;
  };

  it.each([
    ['both agree', 'same-origin', 'own', 204],
    ['only the site, ours', 'same-origin', undefined, 204],
    ['only the origin, ours', undefined, 'own', 204],
    ['neither', undefined, undefined, 403],
    ['another site', 'cross-site', 'https://jahat.example', 403],
    ['a neighbour', 'same-site', 'own', 403],
    ['typed into the address bar', 'none', undefined, 403],
    ['they disagree: the origin', 'same-origin', 'https://jahat.example', 403],
    ['they disagree: the site', 'cross-site', 'own', 403],
    ['no origin to speak of', 'same-origin', 'null', 403],
  ] as const)('%s', async (_case, site, origin, status) => {
    const headers = {
      ...(site === undefined ? {} : { 'sec-fetch-site': site }),
      ...(origin === undefined ? {} : { origin: origin === 'own' ? app.url : origin }),
    };
    expect(await ask(app, headers)).toBe(status);
  });

  it('is measured by APP_ORIGIN where it is set, and not by the Host', async () => {
    expect(await ask(strictApp, { origin: 'https://ekinerja.contoh.go.id', 'sec-fetch-site': 'same-origin' })).toBe(
      204,
    );
    expect(await ask(strictApp, { origin: strictApp.url, 'sec-fetch-site': 'same-origin' })).toBe(403);
  });

  it('holds for signing in and out as for everything else', async () => {
    for (const path of ['/masuk', '/keluar', '/akun/kata-sandi', '/tidak-ada']) {
      const response = await fetch(app.url + path, { method: 'POST', headers: { origin: 'https://jahat.example' } });
      expect([path, response.status]).toEqual([path, 403]);
      expect(await response.text()).toContain('tidak datang dari halaman e-Kinerja');
    }
  });
});

describe('every answer', () => {
  it('lets nothing run or frame it, and tells other sites nothing', async () => {
    const { headers } = await app.browser().get('/masuk');
    const policy = new Map(
      headers['content-security-policy']!.split(';').map(part => {
        const [name = '', ...values] = part.trim().split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'style-src': "'self'",
      'script-src': "'self'",
      'img-src': "'self'",
      'connect-src': "'self'",
      'worker-src': "'self'",
      'font-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toContain('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('says "https only" where the public address is https', async () => {
    expect((await strictApp.browser().get('/masuk')).headers['strict-transport-security']).toContain('max-age');
    expect((await app.browser().get('/masuk')).headers['strict-transport-security']).toBeUndefined();
  });

  it('has no inline script, style or handler in its page', async () => {
    const page = cheerio.load((await app.browser().get('/masuk')).text);
    expect(page('script:not([src]), style, [style], [onclick], [onload]')).toHaveLength(0);
  });
});

describe('a form', () => {
  it('arrives the same urlencoded and multipart', async () => {
    const fields = { uraian: 'Rapat & notulen', 'id[]': ['1', '2'], __proto__x: 'biasa' };
    await app.browser().post('/terima', fields);
    const first = seen.body;
    await app.browser().post('/terima', fields, [{ field: 'bukti', name: 'a.txt', content: Buffer.from('isi') }]);
    expect(first).toEqual(fields);
    expect(seen.body).toEqual(fields);
    expect(seen.files).toEqual([{ field: 'bukti', name: 'a.txt', bytes: Buffer.from('isi'), size: 3 }]);
  });

  it('cannot reach a prototype', async () => {
    await app.browser().post('/terima').type('form').send('__proto__=x&constructor=y&toString=z');
    expect(Object.getPrototypeOf(seen.body)).toBe(Object.prototype);
    expect(Object.keys(seen.body)).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('without a chosen file has no file', async () => {
    await app.browser().post('/terima', {}, [{ field: 'bukti', name: '', content: Buffer.alloc(0) }]);
    expect(seen.files).toEqual([]);
  });

  it('hands on the size of a file that is too large, and not the file', async () => {
    const large = Buffer.alloc(5 * 1024 * 1024, 1);
    await app.browser().post('/terima', {}, [{ field: 'bukti', name: 'foto.jpg', content: large }]);
    expect(seen.files[0]?.size).toBe(large.length);
    expect(seen.files[0]?.bytes.length).toBeLessThan(large.length);
    expect(seen.files[0]?.bytes.length).toBeGreaterThan(2 * 1024 * 1024);
  });

  it('keeps no more than three files in memory', async () => {
    const files = [1, 2, 3, 4].map(n => ({ field: 'bukti', name: `${String(n)}.txt`, content: Buffer.from('isi') }));
    await app.browser().post('/terima', {}, files);
    expect(seen.files.map(file => file.bytes.length)).toEqual([3, 3, 3, 0]);
  });

  it.each([
    ['cut off', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nisi'],
    ['without a boundary', 'multipart/form-data', 'apa saja'],
    ['of another kind', 'application/json', '{"a":1}'],
    ['far too long', 'application/x-www-form-urlencoded', `a=${'x'.repeat(600_000)}`],
  ])('that is %s is refused in words', async (_case, type, body) => {
    const headers = { 'content-type': type, origin: app.url };
    const response = await fetch(`${app.url}/terima`, { method: 'POST', headers, body });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('role="alert"');
  });
});

describe('what went wrong', () => {
  const fields = { uraian: 'Rapat koordinasi', 'id[]': ['1', '2'] };

  it.each([
    ['/galat/409', 409, 'Bulan itu sudah ditutup.'],
    ['/galat/422', 422, 'Berkas bukan CSV.'],
  ])('%s is said on a page', async (path, status, text) => {
    const answer = await amat.post(path, fields);
    expect([answer.status, cheerio.load(answer.text)('[role="alert"] li').text()]).toEqual([status, text]);
  });

  it.each([
    ['/galat/429', 429, '90', 'Coba lagi pukul 20.31'],
    ['/galat/503', 503, '7', 'Coba lagi dalam 7 detik'],
    ['/galat/basis-data', 503, '5', 'Coba lagi dalam 5 detik'],
  ])('%s keeps the typed form and says when to come back', async (path, status, after, text) => {
    const answer = await amat.post(path, fields);
    expect([answer.status, answer.headers['retry-after']]).toEqual([status, after]);
    const page = cheerio.load(answer.text);
    expect(page('main').text().replaceAll(/\s+/g, ' ')).toContain(text);
    const kept = page(`form[action="${path}"]`).serializeArray();
    expect(kept).toEqual([
      { name: 'uraian', value: 'Rapat koordinasi' },
      { name: 'id[]', value: '1' },
      { name: 'id[]', value: '2' },
    ]);
  });

  it('never sends a password back', async () => {
    const answer = await amat.post('/galat/503', { nip: '1', kata_sandi: 'gerobak-senja' });
    expect(answer.text).not.toContain('gerobak-senja');
  });

  it('that nobody foresaw shows a code and nothing of itself', async () => {
    const answer = await amat.post('/galat/500', fields);
    const page = cheerio.load(answer.text);
    expect(answer.status).toBe(500);
    expect(page('main').text()).toContain(`Kode: ${answer.headers['x-request-id'] ?? '-'}`);
    expect(answer.text).not.toMatch(/rahasia|196803121994031005|\bat .*\.ts/);
  });

  it.each(['/tidak-ada', '/akun/tidak-ada', '/%E0%A4%A', '/MASUK', '/a/css/app.css'])('%s is not there', async path => {
    const response = await fetch(app.url + path, { redirect: 'manual' });
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('Halaman tidak ditemukan')]);
  });

  it('names whose page it is, to whom it does not belong', async () => {
    const answer = await amat.get('/keuangan-saja');
    expect([answer.status, cheerio.load(answer.text)('main').text()]).toEqual([403, expect.stringContaining('BPKAD')]);
  });
});

describe('an outcome', () => {
  it('is said once, on the first page after it', async () => {
    await amat.post('/pesan');
    expect((await amat.get('/')).status).toBe(303);
    expect((await amat.get('/akun')).text).toContain('Tersimpan sekali.');
    expect((await amat.get('/akun')).text).not.toContain('Tersimpan sekali.');
  });

  it('cannot be forged', async () => {
    const forged = Buffer.from(JSON.stringify({ kind: 'berhasil', text: 'Palsu' })).toString('base64url');
    const answer = await app.browser().get('/masuk').set('Cookie', `takar.hasil=${forged}.c2FsYWg`);
    expect(answer.text).not.toContain('Palsu');
  });
});

describe('health', () => {
  it('answers without a session and without anybody’s data', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const response = await fetch(app.url + path);
      expect([response.status, response.headers.get('content-type'), response.headers.get('set-cookie')]).toEqual([
        200,
        'application/json; charset=utf-8',
        null,
      ]);
    }
  });

  it('is not ready while a migration is pending or the database is away', async () => {
    const other = await createTestApp();
    await other.deps.pool.query('DELETE FROM _prisma_migrations');
    expect((await fetch(`${other.url}/readyz`)).status).toBe(503);
    await other.deps.pool.query('DROP TABLE _prisma_migrations');
    expect((await fetch(`${other.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
  });
});
