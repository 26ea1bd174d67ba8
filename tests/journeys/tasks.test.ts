import { expect, test } from 'vitest';
import { journeys, openOffice, type Office, type Person } from '../support/browser.ts';
import type { CastKey } from '../support/cast.ts';
import { firstEntry } from './entries.ts';

/*
 * The tasks of ux.md section 1 with their budgets, on a phone, with and without JavaScript. T1 stands in thread.test.ts, T5 in
 * verify-forty.test.ts, T10 in printing.test.ts.
 */
const STORY_MS = 60_000;

for (const javaScript of [true, false]) {
  const mode = javaScript ? 'with JavaScript' : 'without JavaScript';
  journeys(`everyday tasks on a phone, ${mode}`, async chromium => {
    const office = await openOffice(chromium);
    const person = (key: CastKey): Promise<Person> => office.person(key, { javaScript });

    test('T2: yesterday is repeated in two taps and no text', { timeout: STORY_MS }, () =>
      copyYesterday(office, person),
    );
    test('T3: what came back is corrected in three taps and a text', { timeout: STORY_MS }, () =>
      correctReturned(office, person),
    );
    test('T4: how many points is on the first screen, without a tap', { timeout: STORY_MS }, () => seePoints(person));
    test('T6: a superior’s superior validates what carries no mark in two taps', { timeout: STORY_MS }, () =>
      validateUnmarked(office, person),
    );
    test('T12: an objection takes four taps and a text, and says by when it is answered', { timeout: STORY_MS }, () =>
      objectToRefusal(office, person),
    );
  });
}

type Somebody = (key: CastKey) => Promise<Person>;

async function copyYesterday(office: Office, person: Somebody): Promise<void> {
  // Her afternoon of today is free; what overlaps with this morning cannot be copied and says so.
  const before = await entriesOfToday(office, 'staf3');
  const staff = await person('staf3');
  await staff.open('/');
  staff.startCounting();
  await staff.tap(staff.page.getByRole('link', { name: /^Salin dari / }));
  await staff.page.waitForURL('**/kegiatan-harian/salin**');
  await staff.tap(staff.page.locator('main').getByRole('button', { name: /^Simpan dan kirim \d+ kegiatan$/ }));
  await staff.page.waitForURL(address => address.pathname !== '/kegiatan-harian/salin');
  expect(staff.taps).toBeLessThanOrEqual(2);
  expect(staff.typed).toBe(0);
  expect(await entriesOfToday(office, 'staf3')).toBeGreaterThan(before);
  await leaveInPeace(staff);
}

async function correctReturned(office: Office, person: Somebody): Promise<void> {
  const id = await firstEntry(office, 'staf1', 'dikembalikan');
  const staff = await person('staf1');
  await staff.open('/');
  staff.startCounting();
  const { page } = staff;
  await staff.tap(page.locator(`main a[href^="/kegiatan-harian/${id}"]`).first());
  if (!staff.path.endsWith('/ubah')) await staff.tap(page.getByRole('link', { name: /^Perbaiki|^Ubah/ }).first());
  await page.waitForURL('**/ubah');
  // The reason stands above the field.
  expect(await page.locator('.spanduk, [class*="spanduk"]').first().innerText()).not.toBe('');
  await staff.type(page.locator('[name="uraian"]'), 'Dua surat keputusan izin usaha nomor 12 dan 13, sudah diperbaiki');
  await staff.tap(
    page
      .locator('main')
      .getByRole('button', { name: /^(Simpan dan kirim|Kirim)/ })
      .last(),
  );
  await page.waitForURL(address => !address.pathname.endsWith('/ubah'));
  expect(staff.taps).toBeLessThanOrEqual(3);
  expect(staff.typed).toBe(1);
  expect(await statusOf(office, id)).toBe('dikirim');
  await leaveInPeace(staff);
}

async function seePoints(person: Somebody): Promise<void> {
  const staff = await person('staf2');
  await staff.open('/');
  const text = await staff.page.locator('main').innerText();
  expect(text).toMatch(/dari 300/);
  expect(text).toMatch(/Perhitungan sementara TPP November 2026/);
  expect(await staff.page.locator('main [data-rupiah]').count()).toBe(1);
  await leaveInPeace(staff);
}

async function validateUnmarked(office: Office, person: Somebody): Promise<void> {
  const superior = await person('validator');
  await superior.open('/validasi');
  const waiting = await superior.page.locator('main li[data-id]').count();
  superior.startCounting();
  await superior.tap(superior.page.getByRole('link', { name: /^Pilih \d+ tanpa tanda$/ }));
  await superior.page.waitForURL('**centang=1**');
  await superior.tap(superior.page.getByRole('button', { name: /^Setujui \d+$|^Validasi \d+$/ }));
  await superior.page.waitForURL(address => address.search === '');
  expect(superior.taps).toBeLessThanOrEqual(2);
  expect(await superior.page.locator('main li[data-id]').count()).toBeLessThan(waiting);
  expect(office.cast.validator.key).toBe('validator');
  await leaveInPeace(superior);
}

async function objectToRefusal(office: Office, person: Somebody): Promise<void> {
  const id = await refusedWithoutObjection(office);
  const staff = await person('staf2');
  const { page } = staff;
  await staff.open(`/kegiatan-harian/${id}`);
  staff.startCounting();
  await staff.tap(page.locator('main').getByRole('link', { name: /^Ajukan keberatan/ }));
  await page.waitForURL('**/keberatan/baru**');
  await staff.type(
    page.locator('[name="alasan"]'),
    'Kegiatan ini saya kerjakan bersama dua rekan, notulanya ada di map rapat.',
  );
  await staff.tap(page.getByRole('button', { name: 'Kirim keberatan' }));
  await page.waitForURL(/\/keberatan\/[0-9a-f-]{36}$/);
  expect(staff.taps).toBeLessThanOrEqual(4);
  expect(staff.typed).toBe(1);
  expect(await page.locator('main').innerText()).toMatch(/paling lambat/i);
  await leaveInPeace(staff);
}

async function entriesOfToday({ app, cast }: Office, key: CastKey): Promise<number> {
  const { rows } = await app.deps.pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM activity WHERE employee_id = $1 AND work_date = '2026-11-18' AND status = 'dikirim'",
    [cast[key].employeeId],
  );
  return rows[0]?.count ?? 0;
}

async function statusOf({ app }: Office, id: string): Promise<string | undefined> {
  const { rows } = await app.deps.pool.query<{ status: string }>('SELECT status FROM activity WHERE id = $1', [id]);
  return rows[0]?.status;
}

/** Makes the superior refuse an entry of staf2 through the real form. */
async function refusedWithoutObjection(office: Office): Promise<string> {
  const id = await firstEntry(office, 'staf2', 'dikirim');
  const superior = await office.app.signInAs('atasan');
  const answer = await superior.submit(
    `/verifikasi/${id}`,
    { keputusan: 'tolak', alasan_kode: 'tidak_dikerjakan', alasan: 'Menurut daftar hadir Anda tidak ikut rapat ini.' },
    `/verifikasi/${id}`,
  );
  if (answer.status !== 303) throw new Error(`the refusal was answered ${String(answer.status)}`);
  return id;
}

async function leaveInPeace(person: Person): Promise<void> {
  expect(person.complaints).toEqual([]);
  await person.leave();
}
