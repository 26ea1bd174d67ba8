import { load } from 'cheerio';
import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { showBusy } from '../../src/platform/render/busy-page.ts';
import { keptForm, showCrossSite, showFailed, showForbidden, showNotFound, showRefused, showTooMany } from '../../src/platform/render/error-page.ts';
import { installViews, page } from '../../src/platform/render/engine.ts';
import { assets, HOSTILE, shell, views } from './gallery.ts';

function site(answer: (res: express.Response) => void, withShell = true): express.Express {
  const app = express();
  installViews(app, views);
  app.use(assets.serve);
  app.get('/', (_req, res) => {
    if (withShell) res.locals.shell = shell;
    answer(res);
  });
  return app;
}

const ask = async (answer: (res: express.Response) => void, withShell = true) => {
  const response = await request(site(answer, withShell)).get('/');
  return { response, $: load(response.text) };
};

describe('the sheet around a page', () => {
  it('names the page, the person, the menu with what waits, the outcome and the time', async () => {
    const { response, $ } = await ask(res => page(res, 'errors/404', { title: HOSTILE }, 200));
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['cache-control']).toBe('private, no-store');
    expect($('html').attr('lang')).toBe('id');
    expect($('title').text()).toBe(`${HOSTILE} - e-Kinerja`);
    expect($('a.lewati').attr('href')).toBe('#isi-utama');
    expect($('main#isi-utama h1')).toHaveLength(1);
    expect($('nav[aria-label="Menu utama"] a[aria-current=page]').text().trim()).toBe('Beranda');
    expect($('.lencana').text()).toBe('40 menunggu');
    expect($('main [role=status]').text()).toContain('Kegiatan dikirim ke Rahmat Hidayat.');
    expect($('[data-draf-selesai]').attr('data-draf-selesai')).toBe('kegiatan-harian');
    expect($('form[action="/keluar"][method=post] button').text()).toBe('Keluar');
    expect($('footer').text()).toContain('Waktu server 21 Nov 2026 pukul 08.30 WITA');
    expect($('script:not([src])')).toHaveLength(0);
  });

  it('shows a stranger neither menu nor sign-out', async () => {
    const { $ } = await ask(res => page(res, 'errors/404', { title: 'Masuk' }), false);
    expect($('nav')).toHaveLength(0);
    expect($('form')).toHaveLength(0);
    expect($('h1')).toHaveLength(1);
  });

  it('hands a page nothing of the layout and a component nothing of the page', () => {
    const alone = views.render('components/field', { form: { values: {}, errors: [] }, name: 'nip', label: 'NIP' });
    const inside = views.render('components/confirm', {
      heading: 'x', sentence: 'x', rows: [], action: '/', hidden: {}, act: 'x', back: { href: '/', label: 'x' },
      form: { values: {}, errors: [] }, hint: 'petunjuk halaman', suffix: 'satuan halaman',
      typed: { name: 'nip', label: 'NIP', hint: '' },
    });
    expect(alone).toContain('name="nip"');
    expect(inside).not.toMatch(/petunjuk halaman|satuan halaman/);
  });

  it('refuses names that leave the folder of templates', () => {
    expect(() => views.render('../package', {})).toThrow('Not a template name');
  });
});

describe('style sheet and script', () => {
  it('are named by content, kept for ever, compressed, and within the weight', async () => {
    const app = site(res => page(res, 'errors/404', { title: 'x' }));
    const url = assets.url('css/app.css');
    expect(url).toMatch(/^\/a\/css\/app\.[\w-]{12}\.css$/);
    const plain = await request(app).get(url).set('Accept-Encoding', 'identity');
    expect(plain.status).toBe(200);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const [name, limit] of [['css/app.css', 12_000], ['js/takar.js', 15_000]] as const) {
      const packed = await request(app).get(assets.url(name)).set('Accept-Encoding', 'gzip');
      expect(packed.headers['content-encoding']).toBe('gzip');
      expect(Number(packed.headers['content-length'])).toBeLessThan(limit);
    }
    expect((await request(app).get(url).set('Accept-Encoding', 'br, gzip')).headers['content-encoding']).toBe('br');
  });

  it('do not exist under another hash', async () => {
    expect((await request(site(res => void res.end())).get('/a/css/app.AAAAAAAAAAAA.css')).status).toBe(404);
    expect(() => assets.url('css/none.css')).toThrow('does not exist');
  });
});

describe('error pages', () => {
  it.each([
    [404, showNotFound, 'Halaman tidak ditemukan'],
    [403, (res: express.Response) => { showForbidden(res, 'atasan langsung'); }, 'Halaman ini untuk atasan langsung.'],
    [403, showCrossSite, 'datang dari situs lain'],
    [409, (res: express.Response) => { showRefused(res, 409, ['Oktober 2026 sudah ditutup']); }, 'Oktober 2026 sudah ditutup'],
    [422, (res: express.Response) => { showRefused(res, 422, ['Kunci kirim tidak dikenal']); }, 'Kunci kirim tidak dikenal'],
    [429, (res: express.Response) => { showTooMany(res, 60, '08.31 WITA', null); }, '08.31 WITA'],
    [500, (res: express.Response) => { showFailed(res, '7K3F-92QD', null); }, '7K3F-92QD'],
    [503, (res: express.Response) => { showBusy(res, { seconds: 20 }); }, '20 detik'],
  ] as const)('%i says what happened and leads on', async (status, show, words) => {
    const { response, $ } = await ask(show);
    expect(response.status).toBe(status);
    expect($('main').text()).toContain(words);
    expect($('main h1')).toHaveLength(1);
    expect($('main .aksi a, main .aksi button').length).toBeGreaterThan(0);
    expect($('title').text().startsWith('Perlu diperbaiki: ')).toBe(status === 409 || status === 422);
  });

  it('429 and 503 say when, in the header too', async () => {
    expect((await ask(res => { showTooMany(res, 60, '08.31 WITA', null); })).response.headers['retry-after']).toBe('60');
    const busy = await ask(res => { showBusy(res, { seconds: 20 }); });
    expect(busy.response.headers['retry-after']).toBe('20');
  });

  it('keeps the typed form so that "Kirim ulang" sends it again', async () => {
    const kept = keptForm('/kegiatan-harian', { uraian: HOSTILE, id: ['a', 'b'], kunci_kirim: 'k' });
    const { $ } = await ask(res => { showBusy(res, { seconds: 20, kept }); });
    expect($('main form').attr('action')).toBe('/kegiatan-harian');
    expect($('main form input').toArray().map(field => [$(field).attr('name'), $(field).attr('value')])).toEqual([
      ['uraian', HOSTILE],
      ['id', 'a'],
      ['id', 'b'],
      ['kunci_kirim', 'k'],
    ]);
  });

  it('has a busy page that is light and the same for everybody', async () => {
    const { response, $ } = await ask(res => { showBusy(res, { seconds: 20 }, { appName: 'e-Kinerja', regencyName: 'Kabupaten Contoh' }); });
    expect($('nav')).toHaveLength(0);
    expect($('body').text()).not.toContain('Amat');
    expect($('h1').text()).toBe('Server sedang penuh');
    expect($('[data-coba-lagi]').attr('data-coba-lagi')).toBe('20');
    expect(Buffer.byteLength(response.text)).toBeLessThan(5000);
  });
});
