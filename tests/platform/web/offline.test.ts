import { beforeAll, describe, expect, it } from 'vitest';
import { createDeviceKeys } from '../../../src/platform/web/device-key.ts';
import { createTestApp, formOn, type Browser, type TestApp } from '../../support/app.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

let app: TestApp;
let staff: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase() });
  staff = await app.signInAs('staf1');
});

/** What the page of a person hands to the device. */
async function deviceOf(browser: Browser): Promise<{ id: string; seal: string }> {
  const { text } = await browser.get('/kegiatan-harian/baru');
  const [, id = '', seal = ''] = /<body data-pengguna="([^"]+)" data-segel="([^"]+)"/.exec(text) ?? [];
  return { id, seal };
}

describe('the page for no network', () => {
  it('is the same for everybody, and the worker keeps it and the files it is made of, nothing else', async () => {
    const [known, unknown] = [await staff.get('/luring'), await app.browser().get('/luring')];
    expect(known.text).toBe(unknown.text);
    expect(known.text).not.toContain('data-pengguna');
    expect(known.headers['set-cookie']).toBeUndefined();
    const worker = await app.browser().get('/sw.js');
    expect(worker.headers['content-type']).toContain('text/javascript');
    const release = JSON.parse(/^const RELEASE = (.+);$/m.exec(worker.text)?.[1] ?? '') as Record<string, unknown>;
    const files = [...known.text.matchAll(/(?:href|src)="(\/a\/[^"]+)"/g)].map(match => match[1]);
    expect(release).toMatchObject({ page: '/luring', files: expect.arrayContaining(files) });
    expect(release['files']).toHaveLength(files.length);
  });

  it('is taken back from every browser where it is switched off', async () => {
    const off = await createTestApp({ database: await createDemoDatabase(), config: { offline: false } });
    expect((await off.browser().get('/sw.js')).text).toContain('self.registration.unregister()');
    expect((await (await off.signInAs('staf1')).get('/dasbor')).text).not.toContain('data-luring');
    expect((await staff.get('/dasbor')).text).toContain('data-luring');
  });
});

describe('the key of a device', () => {
  it('is one per account, the same at each sign-in, and says nothing of who it is', async () => {
    const own = await deviceOf(staff);
    expect(await deviceOf(await app.signInAs('staf1'))).toEqual(own);
    const other = await deviceOf(await app.signInAs('staf2'));
    expect(other.id).not.toBe(own.id);
    expect(other.seal).not.toBe(own.seal);
    expect(Buffer.from(own.seal, 'base64url')).toHaveLength(32);
    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM account');
    const keys = rows.map(({ id }) => createDeviceKeys('rahasia lain')(id));
    expect(new Set(keys.flatMap(({ id, seal }) => [id, seal])).size).toBe(2 * rows.length);
    expect(rows.some(({ id }) => own.id.includes(id))).toBe(false);
  });

  it('lets a form that waited on the device through for its owner alone; it stays there for everybody else', async () => {
    const { id } = await deviceOf(staff);
    const form = formOn((await staff.get('/kegiatan-harian/catatan')).text, '/kegiatan-harian/catatan');
    const fields = { ...form.fields, teks: 'Rapat di desa tanpa jaringan' };
    const send = (browser: Browser) => browser.post('/kegiatan-harian/catatan', fields).set('Takar-Perangkat', id);
    expect((await send(await app.signInAs('staf2'))).status).toBe(401);
    const stranger = await send(app.browser());
    expect([stranger.status, stranger.headers['set-cookie']]).toEqual([401, undefined]);
    const count = 'SELECT count(*)::int AS n FROM quick_note WHERE text = $1';
    expect((await app.deps.pool.query(count, [fields.teks])).rows).toEqual([{ n: 0 }]);
    expect((await send(staff)).status).toBe(303);
    expect((await app.deps.pool.query(count, [fields.teks])).rows).toEqual([{ n: 1 }]);
  });

  it('is told which form was carried out, and that a device several people use keeps nothing', async () => {
    const page = await staff.get('/kegiatan-harian/catatan');
    const { fields } = formOn(page.text, '/kegiatan-harian/catatan');
    await staff.post('/kegiatan-harian/catatan', { ...fields, teks: 'Catatan yang disimpan' });
    const after = await staff.get('/kegiatan-harian/catatan');
    expect(after.text).toContain(`data-kunci-selesai="${String(fields['kunci_kirim'])}"`);
    await staff.submit('/akun/tampilan', { draf: 'tidak' });
    expect((await staff.get('/dasbor')).text).toContain('data-tanpa-draf');
    await staff.submit('/akun/tampilan', { draf: 'ya' });
    expect((await staff.get('/dasbor')).text).not.toContain('data-tanpa-draf');
  });
});
