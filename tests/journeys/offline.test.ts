import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AFTERNOON, journeys, launchProfile, openOffice, Person, type Office } from '../support/browser.ts';
import type { CastKey } from '../support/cast.ts';
import { ActivityForm } from '../support/pages/activity-form.ts';
import { png } from '../support/pictures.ts';
import { OfflineDesk } from '../support/pages/offline-desk.ts';
import { axeViolations, smallTargets, stickingOut } from './page-probes.ts';

/** Work without a network: kept on the device, sent once when the line is back, and nothing to the next person. */

const STORY_MS = 60_000;
const SOON = { timeout: 20_000 };

journeys('no network', async chromium => {
  const office = await openOffice(chromium);

  test(
    'given a phone without a network, when two activities are written there, then two tabs send each of them once when the line is back',
    { timeout: STORY_MS },
    async () => {
      const texts = ['Menata arsip di desa tanpa sinyal', 'Menyusun daftar hadir tanpa sinyal'] as const;
      const { person, desk } = await readyPhone(office, 'staf1');
      const second = new Person(person.context, await person.context.newPage());
      await second.open('/kegiatan-harian/baru');
      const openDays = await daysOffered(second);
      await second.open('/dasbor');
      await desk.loseNetwork();
      await person.page.goto('/kegiatan-harian/baru');
      expect(await person.page.locator('h1').innerText()).toBe('Tanpa jaringan');
      await desk.form.send.or(desk.keep).first().waitFor();
      expect(await daysOffered(person)).toEqual(openDays);
      expect(await axeViolations(person.page)).toEqual([]);
      expect(await smallTargets(person.page)).toEqual([]);
      expect(await stickingOut(person.page)).toEqual([]);
      await desk.write({ description: texts[0], start: '15.00', end: '15.30' });
      const photo = { name: 'lokasi.png', mimeType: 'image/png', buffer: png([], undefined, [2, 2]) };
      await desk.form.field('bukti').setInputFiles(photo);
      await desk.write({ description: texts[1], start: '15.30', end: '16.00' });
      expect(await desk.waiting()).toEqual(['menunggu', 'menunggu']);
      expect(await person.page.locator('.menunggu').innerText()).toContain(texts[1]);

      const sent: string[] = [];
      person.context.on('request', request => {
        if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
      });
      await desk.findNetwork();
      for (const text of texts) await expect.poll(() => statusesOf(office, text), SOON).toEqual(['dikirim']);
      await expect.poll(() => desk.waiting()).toEqual([]);
      await expect.poll(() => person.page.locator('.menunggu').innerText()).toContain('Terkirim');
      expect(sent).toEqual(['/kegiatan-harian', '/kegiatan-harian']);
      expect(await Promise.all(texts.map(text => evidenceOf(office, text)))).toEqual([[], ['lokasi.png']]);
      expect([...person.complaints, ...second.complaints].filter(isOurs)).toEqual([]);
      await person.leave();
    },
  );

  test(
    'given a reply that never came, when any page is opened next, then the entry is there once and nothing waits',
    { timeout: STORY_MS },
    async () => {
      const description = 'Terkirim, tetapi jawabannya tidak pernah sampai';
      const person = await office.person('staf2');
      const form = await ActivityForm.open(person);
      await form.choose(0);
      await form.fill({ description, start: '15.00', end: '15.30' });
      await person.page.route(
        '**/kegiatan-harian',
        async route => {
          await route.fetch({ maxRedirects: 0 }); // the server has it, the phone does not know
          await route.abort('aborted');
        },
        { times: 1 },
      );
      await form.send.click({ noWaitAfter: true });
      await expect.poll(() => statusesOf(office, description), SOON).toEqual(['dikirim']);
      await person.open('/dasbor');
      const desk = new OfflineDesk(person);
      await expect.poll(() => desk.waiting(), SOON).toEqual([]);
      expect(await statusesOf(office, description)).toEqual(['dikirim']);
      await person.leave();
    },
  );

  test(
    'given an activity that a rule refuses, when it is sent later, then it stays with the words, opens filled and is sent corrected',
    { timeout: STORY_MS },
    async () => {
      const description = 'Ditulis tanpa jaringan pada jam yang sudah terisi';
      const { person, desk } = await readyPhone(office, 'staf3');
      await desk.loseNetwork();
      await person.page.goto('/dasbor');
      await desk.write({ description, start: '15.00', end: '15.30' });
      await desk.write({ description: 'Kegiatan lain pada jam yang sama', start: '15.00', end: '15.30' });
      await desk.findNetwork();
      await expect.poll(() => desk.waiting(), SOON).toEqual(['perbaiki']);
      await person.open('/dasbor');
      const part = person.page.locator('.menunggu');
      await part.getByRole('link', { name: 'Perbaiki' }).waitFor();
      expect(await part.innerText()).toContain('Waktunya bertumpuk');
      await person.tap(part.getByRole('link', { name: 'Perbaiki' }));
      const form = new ActivityForm(person);
      await person.page.getByText('Belum terkirim.').waitFor();
      expect(await form.valueOf('uraian')).toBe('Kegiatan lain pada jam yang sama');
      await form.fill({ start: '15.30', end: '16.00' });
      await form.submit();
      expect(await statusesOf(office, 'Kegiatan lain pada jam yang sama')).toEqual(['dikirim']);
      await expect.poll(() => desk.waiting()).toEqual([]);
      await person.leave();
    },
  );

  test(
    'given a shared computer, when the session has ended and another signs in, then nothing of the first is shown, readable or sent',
    { timeout: STORY_MS },
    async () => {
      const description = 'Catatan pribadi yang belum terkirim';
      const { person, desk } = await readyPhone(office, 'atasan');
      await desk.loseNetwork();
      await person.page.goto('/dasbor');
      await desk.write({ description, start: '15.00', end: '15.30' });

      // The first person's page is still open while the next one signs in beside it.
      await endSessions(office, 'atasan');
      await desk.findNetwork(() => office.admit('staf_lain', person));
      await person.page.getByText('Masuk lagi untuk mengirimnya').waitFor();
      expect(await statusesOf(office, description)).toEqual([]);

      await person.open('/dasbor');
      await person.page.locator('h1').waitFor();
      await ActivityForm.open(person);
      await expect.poll(() => person.page.evaluate('indexedDB.databases().then(list => list.length)')).toBe(1);
      expect(await person.page.locator('.menunggu').count()).toBe(0);
      expect(await person.page.content()).not.toContain(description);
      expect(await desk.everythingKept()).not.toContain(description);
      expect(await desk.waiting()).toEqual(['menunggu']);
      await person.signOut();

      await office.admit('atasan', person);
      await person.open('/dasbor');
      await expect.poll(() => statusesOf(office, description), SOON).toEqual(['dikirim']);
      expect(await ownerOf(office, description)).toBe(office.cast.atasan.employeeId);
      await person.leave();
    },
  );

  test(
    'given a browser closed without a network, when it is opened again, then what was written waits unread and goes after the sign-in',
    { timeout: STORY_MS },
    async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'takar-profile-'));
      const description = 'Ditulis sebelum peramban ditutup';
      const first = await openProfile(office, folder);
      await office.admit('pengelola', first.person);
      await first.desk.prepare();
      await first.desk.loseNetwork();
      await first.person.page.goto('/dasbor');
      await first.desk.write({ description, start: '15.00', end: '15.30' });
      await first.desk.form.fill({ description: 'Baru setengah diketik' });
      await first.person.page.getByText('Draf tersimpan di HP ini').waitFor();
      await first.person.leave();

      const { person, desk } = await openProfile(office, folder);
      await person.context.setOffline(true);
      await person.page.goto('/kegiatan-harian/baru');
      await person.page.getByText('Menunggu dikirim (1)').waitFor();
      expect(await person.page.content()).not.toContain(description);
      const later = 'Ditulis sesudah peramban dibuka lagi';
      await desk.write({ description: later, start: '15.30', end: '16.00' });
      await person.context.setOffline(false);
      await office.admit('pengelola', person);
      const form = await ActivityForm.open(person);
      await expect.poll(() => statusesOf(office, description), SOON).toEqual(['dikirim']);
      await expect.poll(() => statusesOf(office, later), SOON).toEqual(['dikirim']);
      await person.tap(person.page.getByRole('button', { name: 'Pakai lagi' }));
      expect(await form.valueOf('uraian')).toBe('Baru setengah diketik');
      expect(await desk.waiting()).toEqual([]);
      await person.leave();
      rmSync(folder, { recursive: true, force: true });
    },
  );

  test(
    'given large files and a slow line, when they are sent later, then the sending is not given up while it is still going on',
    { timeout: STORY_MS },
    async () => {
      const description = 'Dua berkas besar lewat jalur yang lambat';
      const { person, desk } = await readyPhone(office, 'kepala');
      const { page } = person;
      await desk.loseNetwork();
      await page.goto('/dasbor');
      const paper = (name: string) => ({ name, mimeType: 'application/pdf', buffer: pdfOf(1_900_000) });
      await desk.form.field('bukti').setInputFiles([paper('surat.pdf'), paper('lampiran.pdf')]);
      await desk.write({ description, start: '15.00', end: '15.30' });

      const events: string[] = [];
      page.on('request', request => request.method() === 'POST' && events.push('sent'));
      page.on('requestfailed', request => request.method() === 'POST' && events.push('given up'));
      let arrives: () => void = () => undefined;
      const line = new Promise<void>(resolve => (arrives = resolve));
      await page.route('**/kegiatan-harian', async route => {
        await line;
        await route.continue();
      });
      await page.clock.install();
      await desk.findNetwork();
      await expect.poll(() => events, SOON).toEqual(['sent']);
      await page.clock.fastForward(90_000); // what 3.8 MB take at 400 kbit/s is more than a minute
      expect(await page.locator('.menunggu').innerText()).toContain('Sedang dikirim');
      arrives();
      await expect.poll(() => statusesOf(office, description), SOON).toEqual(['dikirim']);
      await expect.poll(() => desk.waiting(), SOON).toEqual([]);
      expect(events).toEqual(['sent']);
      await person.leave();
    },
  );

  test(
    'given a photo and a database that does not answer, when the form is sent again from the page that says so, then the photo goes with it, once',
    { timeout: STORY_MS },
    async () => {
      const description = 'Foto ikut dikirim lagi setelah server penuh';
      const person = await office.person('staf3');
      const form = await ActivityForm.open(person);
      await form.choose(0);
      await form.fill({ description, volume: '1', start: '16.00', end: '16.15' });
      await form.form.locator('summary', { hasText: 'Bukti dukung' }).click();
      const photo = { name: 'rapat.png', mimeType: 'image/png', buffer: png([], undefined, [2, 2]) };
      await form.field('bukti').setInputFiles(photo);
      const letGo = await holdDatabase(office);
      onTestFinished(letGo);
      await person.tap(form.send);
      await person.page.getByText('Berkas yang Anda pilih ikut dikirim lagi.').waitFor();
      const status = await person.page.locator('[role="status"]').first().innerText();
      expect(status).toContain('Dikirim ulang otomatis');
      expect(await axeViolations(person.page)).toEqual([]);
      expect(await smallTargets(person.page)).toEqual([]);
      expect(await stickingOut(person.page)).toEqual([]);
      letGo();
      await person.tap(person.page.getByRole('button', { name: 'Kirim ulang' }));
      await person.page.waitForURL(/\/kegiatan-harian\/[0-9a-f-]{36}$/);
      expect(await statusesOf(office, description)).toEqual(['dikirim']);
      expect(await evidenceOf(office, description)).toEqual(['rapat.png']);
      await expect.poll(() => new OfflineDesk(person).waiting()).toEqual([]);
      expect(person.complaints).toEqual([]);
      await person.leave();
    },
  );

  test(
    'given a phone whose clock stood wrong, when it is put right, then what was written meanwhile still waits and is sent',
    { timeout: STORY_MS },
    async () => {
      const description = 'Ditulis saat jam telepon mundur setahun';
      const { person, desk } = await readyPhone(office, 'sekda');
      await desk.loseNetwork();
      await person.page.goto('/dasbor');
      await person.page.clock.setFixedTime('2025-01-01T08:00:00+08:00');
      await desk.write({ description, start: '15.00', end: '15.30' });
      const again = new Person(person.context, await person.context.newPage());
      await person.page.close();
      await again.page.clock.setFixedTime(AFTERNOON);
      await again.context.setOffline(false);
      await again.open('/dasbor');
      await expect.poll(() => statusesOf(office, description), SOON).toEqual(['dikirim']);
      await again.leave();
    },
  );

  test(
    'given a form sent while another has signed in beside it, when it is refused, then it waits with its photo until its owner is back',
    { timeout: STORY_MS },
    async () => {
      const description = 'Dikirim saat orang lain sudah masuk di sebelah';
      const person = await office.person('kepala');
      const form = await ActivityForm.open(person);
      await form.choose(0);
      await form.fill({ description, volume: '1', start: '16.00', end: '16.30' });
      await form.form.locator('summary', { hasText: 'Bukti dukung' }).click();
      const photo = { name: 'papan.png', mimeType: 'image/png', buffer: png([], undefined, [2, 2]) };
      await form.field('bukti').setInputFiles(photo);
      await office.admit('staf_lain', person);
      await person.tap(form.send);
      await person.page.getByText('Isian itu berasal dari halaman akun lain').waitFor();
      await office.admit('kepala', person);
      await person.open('/dasbor');
      await expect.poll(() => statusesOf(office, description), SOON).toEqual(['dikirim']);
      expect(await evidenceOf(office, description)).toEqual(['papan.png']);
      expect(await ownerOf(office, description)).toBe(office.cast.kepala.employeeId);
      await person.leave();
    },
  );

  test(
    'given a form put off while the clock of the phone stood a year ahead, when it is put right, then it is sent at once',
    { timeout: STORY_MS },
    async () => {
      const description = 'Ditunda server saat jam telepon maju setahun';
      const { person, desk } = await readyPhone(office, 'validator');
      await desk.loseNetwork();
      await person.page.goto('/dasbor');
      await desk.write({ description, start: '15.00', end: '15.30' });
      await person.page.clock.setFixedTime('2027-11-18T13:30:00+08:00');
      await person.page.route('**/kegiatan-harian', route =>
        route.fulfill({ status: 503, headers: { 'Retry-After': '60' } }),
      );
      await desk.findNetwork();
      await person.page.getByText('Dikirim pukul').waitFor();
      const again = new Person(person.context, await person.context.newPage());
      await person.page.close();
      await again.page.clock.setFixedTime(AFTERNOON);
      await again.open('/dasbor');
      await expect.poll(() => statusesOf(office, description), SOON).toEqual(['dikirim']);
      await again.leave();
    },
  );

  test(
    'given something that waits, when its owner signs out, then the owner is asked, and afterwards nothing is left on the device',
    { timeout: STORY_MS },
    async () => {
      const { person, desk } = await readyPhone(office, 'validator');
      await desk.loseNetwork();
      await person.page.goto('/dasbor');
      await desk.write({ description: 'Tidak jadi dikirim dari komputer ini', start: '15.00', end: '15.30' });
      await person.page.route('**/kegiatan-harian', route =>
        route.fulfill({ status: 503, headers: { 'Retry-After': '60' } }),
      );
      await desk.findNetwork();
      await person.open('/dasbor');
      await person.page.locator('.menunggu').waitFor();
      await person.page.locator('details.menu__buka').click();
      await person.page.getByRole('button', { name: 'Keluar', exact: true }).click();
      const dialog = person.page.getByRole('dialog');
      expect(await dialog.innerText()).toContain('1 kegiatan belum terkirim');
      await dialog.getByRole('button', { name: 'Hapus dan keluar' }).click();
      await person.page.waitForURL('**/masuk');
      expect(await desk.waiting()).toEqual([]);
      expect(JSON.parse(await desk.everythingKept())).toEqual({ local: {}, session: {}, letters: [] });
      await person.leave();
    },
  );
});

/** Every connection is taken, as when the database does not answer. @returns what gives them back */
async function holdDatabase({ app }: Office): Promise<() => void> {
  const { pool } = app.deps;
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  return () => {
    for (const connection of held.splice(0)) connection.release();
  };
}

/** A page of nothing, as large as a scan. */
function pdfOf(size: number): Buffer {
  const head = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%';
  return Buffer.from(`${head}${'a'.repeat(size)}\ntrailer<</Root 1 0 R>>\n%%EOF`);
}

/** A phone on which somebody has opened the form once, so that it is there without a network too. */
async function readyPhone(office: Office, key: CastKey): Promise<{ person: Person; desk: OfflineDesk }> {
  const person = await office.person(key, { worker: true });
  const desk = new OfflineDesk(person);
  await desk.prepare();
  return { person, desk };
}

async function openProfile({ app }: Office, folder: string): Promise<{ person: Person; desk: OfflineDesk }> {
  const context = await launchProfile(folder, app.url, { worker: true });
  const person = new Person(context, context.pages()[0] ?? (await context.newPage()));
  return { person, desk: new OfflineDesk(person) };
}

/** The days that a form lets one choose: without a network the person's own, no Sunday and no holiday among them. */
const daysOffered = ({ page }: Person): Promise<string[]> =>
  page.locator('[name="tanggal"]').evaluateAll(fields => fields.map(field => (field as HTMLInputElement).value));

/** A browser says when it cannot reach a host: that is what these stories are about. */
const isOurs = (complaint: string): boolean => !complaint.includes('ERR_INTERNET_DISCONNECTED');

async function statusesOf({ app }: Office, description: string): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ status: string }>('SELECT status FROM activity WHERE description = $1', [
    description,
  ]);
  return rows.map(row => row.status);
}

async function evidenceOf({ app }: Office, description: string): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ name: string }>(
    'SELECT e.name FROM evidence e JOIN activity a ON a.id = e.activity_id WHERE a.description = $1',
    [description],
  );
  return rows.map(row => row.name);
}

async function ownerOf({ app }: Office, description: string): Promise<string | undefined> {
  const { rows } = await app.deps.pool.query<{ owner: string }>(
    'SELECT employee_id AS owner FROM activity WHERE description = $1',
    [description],
  );
  return rows[0]?.owner;
}

/** As if the idle time had passed: the sessions are gone on the server, the browser still has its cookie. */
async function endSessions({ app, cast }: Office, key: CastKey): Promise<void> {
  await app.deps.pool.query("DELETE FROM session WHERE sess->'passport'->>'user' = $1", [cast[key].accountId]);
}
