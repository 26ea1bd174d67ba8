import { beforeEach, expect, test } from 'vitest';
import { Unavailable } from '../../src/platform/errors.ts';
import { anyone, get, post } from '../../src/platform/web/route.ts';
import { createTestApp } from '../support/app.ts';
import { journeys, PHONE } from '../support/browser.ts';
import { axeViolations, smallTargets, stickingOut } from './page-probes.ts';

const TYPED = { uraian: 'Rapat <b>koordinasi</b>\nbaris kedua', kunci_kirim: 'a0b1' };
const FORM = `<!doctype html><title>Isian</title><form method="post" action="/coba-kirim">
  <textarea name="uraian">Rapat &lt;b>koordinasi&lt;/b>\nbaris kedua</textarea>
  <input type="hidden" name="kunci_kirim" value="a0b1"><button>Kirim</button></form>`;

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
});
