import { beforeEach, expect, test } from 'vitest';
import { Unavailable } from '../../src/platform/errors.ts';
import { anyone, get, post } from '../../src/platform/web/route.ts';
import { makePerson, PASSWORD } from '../support/accounts.ts';
import { createTestApp } from '../support/app.ts';
import { journeys, PHONE } from '../support/browser.ts';
import { axeViolations, smallTargets, stickingOut } from './page-probes.ts';

const TYPED = { uraian: 'Rapat <b>koordinasi</b>\nbaris kedua', kunci_kirim: 'a0b1' };
const FORM = `<!doctype html><title>Isian</title><form method="post" action="/coba-kirim">
  <textarea name="uraian">Rapat &lt;b>koordinasi&lt;/b>\nbaris kedua</textarea>
  <input type="hidden" name="kunci_kirim" value="a0b1"><button>Kirim</button></form>`;

const DOOR = `<!doctype html><title>Masuk</title><form method="post" action="/masuk">
  <input name="nip"><input name="kata_sandi"><button>Masuk</button></form>`;
const nothing = (): void => undefined;

/** The page of a full server in a real browser: it sends the very same form again, by itself where scripts run. */
journeys('a full server', async chromium => {
  let full = 0;
  const bodies: unknown[] = [];
  const routes = [
    get('/coba-isi', anyone, (_req, res) => void res.type('html').send(FORM)),
    post('/coba-kirim', anyone, (_req, res, { body }) => {
      bodies.push({ ...body });
      if ((full -= 1) >= 0) throw new Unavailable(1);
      res.redirect(303, '/masuk');
    }),
  ];
  const held: (() => void)[] = [];
  routes.push(
    get('/coba-masuk', anyone, (_req, res) => void res.type('html').send(DOOR)), // the sign-in page itself would have to wait
    post('/coba-tahan', anyone, async (_req, res) => {
      await new Promise<void>(resolve => held.push(resolve));
      res.send('ada');
    }),
  );
  const app = await createTestApp({ extras: { moreRoutes: routes } });
  beforeEach(() => {
    bodies.length = 0;
  });
  const typed = { ...TYPED, uraian: TYPED.uraian.replace('\n', '\r\n') }; // as browsers send it

  test('tries again by itself until the form is taken, each time the same form', async () => {
    const context = await chromium.newContext({ baseURL: app.url, viewport: PHONE });
    const page = await context.newPage();
    full = 2;
    await page.goto('/coba-isi');
    await page.click('button');
    await page.locator('h1', { hasText: 'Server sedang penuh' }).waitFor();
    expect(await page.locator('[role="status"]').innerText()).toContain('Dikirim ulang otomatis');
    await page.waitForURL('**/masuk');
    expect(bodies).toEqual([typed, typed, typed]);
    await context.close();
  });

  test('waits for the person where that is wished, and is a page like any other', async () => {
    const context = await chromium.newContext({ baseURL: app.url, viewport: PHONE });
    const page = await context.newPage();
    full = 1;
    await page.goto('/coba-isi');
    await page.click('button');
    await page.getByRole('button', { name: 'Jangan coba otomatis' }).click();
    expect(await axeViolations(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await stickingOut(page)).toEqual([]);
    await page.getByRole('button', { name: 'Kirim ulang' }).click();
    await page.waitForURL('**/masuk');
    expect(bodies).toEqual([typed, typed]);
    await context.close();
  });

  test('needs no script', async () => {
    const context = await chromium.newContext({ baseURL: app.url, javaScriptEnabled: false });
    const page = await context.newPage();
    full = 1;
    await page.goto('/coba-isi');
    await page.click('button');
    await page.getByRole('button', { name: 'Kirim ulang' }).click();
    await page.waitForURL('**/masuk');
    expect(bodies).toEqual([typed, typed]);
    await context.close();
  });

  test('notes the turn of who signs in, and sends the password that was typed early when it has come, once', async () => {
    const person = await makePerson(app.deps.pool);
    const context = await chromium.newContext({ baseURL: app.url, viewport: PHONE });
    const page = await context.newPage();
    const posts: string[] = [];
    page.on('request', request => void (request.method() === 'POST' && posts.push(request.url())));
    await page.goto('/coba-masuk');
    await page.locator('[name="nip"]').fill(person.login);
    await page.locator('[name="kata_sandi"]').fill(PASSWORD);
    const crowd = Array.from({ length: 61 }, () =>
      app.browser().post('/coba-tahan', { kata_sandi: 'gerobak-senja' }).then(nothing, nothing),
    );
    await expect.poll(() => app.admission.stats().classes.pintu.waiting, { timeout: 30_000 }).toBe(45);
    // Many were sent away before: the turn is far enough that it cannot come while the page is looked at.
    for (let i = 0; i < 80; i += 1) await app.browser().post('/coba-tahan', { kata_sandi: 'gerobak-senja' });
    await page.click('button');
    await page.getByText('Giliran Anda sudah dicatat.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await stickingOut(page)).toEqual([]);
    expect(await page.getByLabel('NIP').inputValue()).toBe(person.login);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.getByRole('button', { name: 'Kirim ulang' }).dblclick();
    await page.getByText('Sudah siap. Dikirim otomatis pada giliran Anda').waitFor();
    expect(posts).toHaveLength(1);
    while (app.admission.stats().classes.pintu.inside > 0) {
      for (const release of held.splice(0)) release();
      await new Promise(resolve => setImmediate(resolve));
    }
    await Promise.all(crowd);
    await page.waitForURL('**/dasbor');
    expect(posts).toHaveLength(2);
    await context.close();
  });
});
