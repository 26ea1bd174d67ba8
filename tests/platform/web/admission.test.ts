import * as cheerio from 'cheerio';
import type request from 'supertest';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { classesOf } from '../../../src/platform/web/load-class.ts';
import { MOST_AT_ONCE, nextLimit, type Pressure } from '../../../src/platform/web/pressure.ts';
import { anyone, get, having, post, signedIn } from '../../../src/platform/web/route.ts';
import { Slots } from '../../../src/platform/web/slots.ts';
import { makePerson, PASSWORD, type Person } from '../../support/accounts.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';

const nothing = (): void => undefined;
/** As often as need be on a busy machine. */
const SOON = { interval: 5, timeout: 30_000 };

describe('the class of a request', () => {
  const page = nothing;
  const classOf = classesOf([
    get('/masuk', anyone, page),
    post('/masuk', anyone, page),
    post('/keluar', anyone, page),
    get('/kegiatan-harian/:id', signedIn, page),
    get('/laporan/lkh.pdf', signedIn, page),
    get('/kepegawaian/pegawai/:id', having('kepegawaian'), page),
    { ...get('/sistem/:bagian', having('admin'), page), load: 'halaman' },
    post('/verifikasi/massal', signedIn, page),
  ]);

  it.each([
    ['GET', '/masuk', true, 'pintu'],
    ['POST', '/masuk', true, 'pintu'],
    ['POST', '/keluar', true, 'kiriman'],
    ['GET', '/kegiatan-harian/8', true, 'halaman'],
    ['GET', '/kegiatan-harian/8', false, 'pintu'],
    ['HEAD', '/laporan/lkh.pdf', true, 'laporan'],
    ['GET', '/kepegawaian/pegawai/8', true, 'laporan'],
    ['GET', '/sistem/keadaan', true, 'halaman'],
    ['POST', '/verifikasi/massal', true, 'kiriman'],
    ['GET', '/tidak/ada', true, 'halaman'],
  ])('%s %s, session %s: %s', (method, path, session, load) => {
    expect(classOf(method, path, session)).toBe(load);
  });
});

describe('slots', () => {
  const limits = { share: 1, waiting: 2, patienceMs: 1000 };
  let now = 0;
  let log: string[];
  const slots = (most: number): Slots =>
    new Slots(most, { laporan: { ...limits, share: 0.5 }, pintu: limits, halaman: limits, kiriman: limits }, () => now);
  const ask = (on: Slots, load: 'laporan' | 'pintu' | 'halaman' | 'kiriman', name: string) =>
    on.ask(
      load,
      () => log.push(`${name} in`),
      () => log.push(`${name} away`),
    );
  beforeEach(() => {
    log = [];
  });

  it('go to what somebody has typed before pages, the door and reports', () => {
    const own = slots(1);
    const first = ask(own, 'halaman', 'first');
    const waiting = (['laporan', 'pintu', 'halaman', 'kiriman'] as const).map(load => ask(own, load, load));
    first.leave();
    for (const place of waiting.reverse()) place.leave();
    expect(log).toEqual(['first in', 'kiriman in', 'halaman in', 'pintu in', 'laporan in']);
  });

  it('are never all held by reports', () => {
    const own = slots(4);
    for (const name of ['a', 'b', 'c']) ask(own, 'laporan', name);
    ask(own, 'halaman', 'page');
    expect(log).toEqual(['a in', 'b in', 'page in']);
  });

  it('are refused at once when too many wait, and to who has waited too long or is gone', () => {
    const own = slots(1);
    const first = ask(own, 'halaman', 'first');
    const gone = ask(own, 'halaman', 'gone');
    ask(own, 'halaman', 'late');
    ask(own, 'halaman', 'third');
    gone.leave();
    now += 1001;
    ask(own, 'halaman', 'new');
    first.leave();
    expect(log).toEqual(['first in', 'third away', 'late away', 'new in']);
    now += 1001;
    ask(own, 'halaman', 'stuck');
    now += 1001;
    own.sweep();
    expect(log.at(-1)).toBe('stuck away');
    expect(own.stats().halaman).toEqual({ inside: 1, waiting: 0, admitted: 2, refused: 1, late: 2, gone: 1 });
  });

  it('are lent to others while a request waits for something else, and taken back at once', () => {
    const own = slots(1);
    const first = ask(own, 'pintu', 'first');
    const second = ask(own, 'pintu', 'second');
    first.stepOut();
    first.stepIn();
    expect([log, own.busy]).toEqual([['first in', 'second in'], 2]);
    first.leave();
    second.leave();
    second.leave();
    expect(own.busy).toBe(0);
  });
});

describe('the number of slots', () => {
  it('falls while the loop is late or connections are queued for, and comes back', () => {
    const late: Pressure = { lagMs: 400, poolWaiting: 0 };
    expect(nextLimit(MOST_AT_ONCE, late, 10)).toBe(24);
    expect(nextLimit(MOST_AT_ONCE, { lagMs: 0, poolWaiting: 21 }, 10)).toBe(24);
    expect(nextLimit(8, late, 10)).toBe(8); // never so low that single visitors would feel it
    expect(nextLimit(16, { lagMs: 180, poolWaiting: 0 }, 10)).toBe(16);
    expect(nextLimit(8, { lagMs: 0, poolWaiting: 0 }, 10)).toBe(12);
    expect(nextLimit(MOST_AT_ONCE, { lagMs: 0, poolWaiting: 0 }, 10)).toBe(MOST_AT_ONCE);
  });
});

describe('a full server', () => {
  let app: TestApp;
  let person: Person;
  let amat: Browser;
  let now = 0;
  let wall = Date.UTC(2026, 10, 30, 7);
  const held: (() => void)[] = [];
  const order: string[] = [];
  const routes = [
    get('/tahan', signedIn, async (_req, res) => {
      await new Promise<void>(resolve => held.push(resolve));
      res.type('text').set('X-Sampai', 'ya').send('selesai');
    }),
    get('/cepat', signedIn, (_req, res) => {
      order.push('halaman');
      res.send('ada');
    }),
    post('/pintu', anyone, async (_req, res) => {
      await new Promise<void>(resolve => held.push(resolve));
      res.send('masuk');
    }),
    get('/cepat.pdf', signedIn, (_req, res) => void res.send('ada')),
    post('/kirim', signedIn, (_req, res) => {
      order.push('kiriman');
      res.send('ada');
    }),
  ];

  beforeAll(async () => {
    app = await createTestApp({
      extras: { moreRoutes: routes, measures: { now: () => now, wall: () => wall, random: () => 1 } },
    });
    person = await makePerson(app.deps.pool);
    amat = await app.signIn(person.login, PASSWORD);
  });

  const sent = (asked: request.Test): Promise<request.Response> => asked.then(answer => answer);
  const waiting = (count: number) => expect.poll(() => app.admission.stats().waiting, SOON).toBe(count);
  const full = async (): Promise<Promise<request.Response>[]> => {
    const all = Array.from({ length: MOST_AT_ONCE }, () => sent(amat.get('/tahan')));
    await expect.poll(() => held.length, SOON).toBe(MOST_AT_ONCE);
    return all;
  };
  const letGo = async (all: readonly Promise<request.Response>[]): Promise<void> => {
    for (const release of held.splice(0)) release();
    await Promise.all(all);
    await expect.poll(() => app.admission.stats().inFlight, SOON).toBe(0);
  };

  it('answers health and assets, sends reports and newcomers away first, and keeps what was typed', async () => {
    const all = await full();
    const report = sent(amat.get('/cepat.pdf'));
    const door = sent(app.browser().post('/masuk', { nip: '19 9001', kata_sandi: 'gerobak-senja', lanjut: '/unit' }));
    const typed = { uraian: 'Rapat <b>koordinasi</b>', 'id[]': ['1', '2'], kunci_kirim: 'k-1' };
    const form = sent(amat.post('/kirim', typed));
    await waiting(3);
    expect((await amat.get('/healthz')).status).toBe(200);

    now += 3_100;
    app.admission.look();
    const [shed, refused] = await Promise.all([report, door]);
    expect([shed.status, shed.headers['retry-after'], shed.headers['set-cookie']]).toEqual([503, '45', undefined]);
    expect(Buffer.byteLength(shed.text)).toBeLessThan(5_000);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '4']); // a place of its own, see the entrance
    const again = cheerio.load(refused.text)('form[action="/masuk"]');
    expect(again.serializeArray()).toEqual([
      { name: 'lanjut', value: '/unit' },
      { name: 'nip', value: '19 9001' },
      { name: 'kata_sandi', value: '' },
    ]);
    expect(refused.text).not.toContain('gerobak-senja');
    expect(cheerio.load(refused.text)('[data-coba-lagi]')).toHaveLength(0); // a password must be typed first

    now += 5_000;
    app.admission.look();
    const kept = await form;
    const $ = cheerio.load(kept.text);
    expect([kept.status, $('h1').text(), $('[data-coba-lagi]').length]).toEqual([503, 'Server sedang penuh', 1]);
    expect($('form[action="/kirim"]').serializeArray()).toEqual([
      { name: 'uraian', value: 'Rapat <b>koordinasi</b>' },
      { name: 'id[]', value: '1' },
      { name: 'id[]', value: '2' },
      { name: 'kunci_kirim', value: 'k-1' },
    ]);
    await letGo(all);
  });

  it('says that a chosen file must be chosen again, keeps the text beside it, and does not send that by itself', async () => {
    const all = await full();
    const file = { field: 'bukti', name: 'foto.png', content: Buffer.from('bukan foto') };
    const form = sent(amat.post('/kirim', { uraian: 'Rapat', kunci_kirim: 'k-2' }, [file]));
    await waiting(1);
    now += 8_100;
    app.admission.look();
    const kept = await form;
    const $ = cheerio.load(kept.text);
    expect([kept.status, kept.headers['retry-after'], $('[data-coba-lagi]').length]).toEqual([503, '5', 0]);
    expect($('main').text()).toContain('Berkas yang Anda pilih tidak ikut tersimpan di halaman ini.');
    expect($('form[action="/kirim"]').serializeArray()).toEqual([
      { name: 'uraian', value: 'Rapat' },
      { name: 'kunci_kirim', value: 'k-2' },
    ]);
    expect(kept.text).not.toContain('bukan foto');
    await letGo(all);
  });

  it('takes what was typed before pages as soon as there is room', async () => {
    order.length = 0;
    const all = await full();
    const page = sent(amat.get('/cepat'));
    await waiting(1);
    const form = sent(amat.post('/kirim', {}));
    await waiting(2);
    held.shift()?.();
    expect([(await page).status, (await form).status, order]).toEqual([200, 200, ['kiriman', 'halaman']]);
    await letGo(all);
  });

  it('answers a page that takes longer than a browser waits, and what it says later disturbs nobody', async () => {
    const slow = sent(amat.get('/tahan'));
    await expect.poll(() => held.length, SOON).toBe(1);
    now += 9_500;
    app.admission.look();
    const answer = await slow;
    expect([answer.status, answer.headers['x-sampai']]).toEqual([503, undefined]);
    expect(cheerio.load(answer.text)('h1').text()).toBe('Server belum bisa menjawab');
    held.shift()?.();
    expect((await amat.get('/cepat')).status).toBe(200);
    expect(app.admission.stats().overdue).toBe(1);
  });

  it('gives a place for later to whom it cannot take at the door, and at that time lets them in before newcomers', async () => {
    const form = { nip: '19 9001', kata_sandi: 'gerobak-senja' };
    wall += 60_000; // places given before are past
    const crowd = Array.from({ length: 61 }, () => sent(app.browser().post('/pintu', form)));
    await expect.poll(() => app.admission.stats().classes.pintu, SOON).toMatchObject({ inside: 16, waiting: 45 });
    const bu = app.browser();
    const first = await bu.post('/pintu', form);
    expect([first.status, first.headers['retry-after']]).toEqual([503, '4']);
    expect(String(first.headers['set-cookie'])).toMatch(
      /^takar\.giliran=[^;]+; Max-Age=900; .*HttpOnly; SameSite=Lax$/,
    );
    const $ = cheerio.load(first.text);
    expect([$('[data-giliran]').attr('data-giliran'), $('[data-coba-lagi]').length]).toEqual(['4', 0]);
    expect($('main').text()).toContain('Giliran Anda sudah dicatat.');
    expect(first.text).not.toContain('gerobak-senja');

    wall += 2_500;
    expect((await bu.post('/pintu', form)).headers['retry-after']).toBe('2'); // the same place, nearer
    wall += 1_500;
    const placed = sent(bu.post('/pintu', form));
    await expect.poll(() => app.admission.stats().classes.pintu, SOON).toMatchObject({ inside: 16, waiting: 46 });
    const forged = `takar.giliran=${Buffer.from(String(wall - 1)).toString('base64url')}.bukan`;
    const newcomer = await app.browser().post('/pintu', form).set('Cookie', forged);
    expect([newcomer.status, newcomer.headers['retry-after']]).toEqual([503, '4']);
    expect(app.admission.stats().placed).toBe(4); // with the one whom the slots sent away
    while (app.admission.stats().classes.pintu.inside > 0) {
      held.shift()?.();
      await new Promise(resolve => setImmediate(resolve));
    }
    expect((await placed).text).toBe('masuk');
    await Promise.all(crowd);
  });

  it('lets pages pass while people wait for their password to be checked', async () => {
    const before = app.services.passwords.stats().passed;
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => sent(app.browser().post('/masuk', { nip: person.login, kata_sandi: PASSWORD }))),
    );
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(app.services.passwords.stats().passed).toBe(before + 3);
    expect(app.admission.stats().classes.pintu).toMatchObject({ inside: 0, waiting: 0 });
  });
});
