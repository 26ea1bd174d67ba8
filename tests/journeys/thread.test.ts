import { expect, test } from 'vitest';
import { AFTERNOON, journeys, openOffice, type Office, type Person } from '../support/browser.ts';
import type { CastKey } from '../support/cast.ts';
import { ActivityForm } from '../support/pages/activity-form.ts';
import { EntryPage } from '../support/pages/entry.ts';
import { ClosePage, MoneyPage, MyTppPage, PeriodsPage } from '../support/pages/payroll.ts';
import { ReviewQueue } from '../support/pages/review.ts';

const STORY_MS = 60_000;
const TODAY = AFTERNOON.slice(0, 10);

for (const javaScript of [true, false]) {
  const mode = javaScript ? 'with JavaScript' : 'without JavaScript';
  journeys(`the thread on a phone, ${mode}`, async chromium => {
    const office = await openOffice(chromium);
    const person = (key: CastKey): Promise<Person> => office.person(key, { javaScript });

    test(
      'given a free afternoon, when a member of staff logs an activity and both superiors agree, then it counts',
      { timeout: STORY_MS },
      () => logAndAgree(office, person),
    );
    test(
      'given an entry with an unclear text, when the superior returns it with a reason, then its owner corrects it and sends it again',
      { timeout: STORY_MS },
      () => returnAndCorrect(person),
    );
    test(
      'given last month, when one person closes it and another approves, then the owner can explain the very amount that finance pays',
      { timeout: STORY_MS },
      () => closeAndPay(office, person),
    );
  });
}

type Somebody = (key: CastKey) => Promise<Person>;

async function logAndAgree(office: Office, person: Somebody): Promise<void> {
  const staff = await person('staf1');
  const before = await pointsOfToday(office);

  // given the front page, when she logs what she did: three taps and a text (ux.md, T1)
  await staff.open('/');
  staff.startCounting();
  await staff.tap(staff.page.getByRole('link', { name: 'Catat kegiatan' }).first());
  const form = new ActivityForm(staff);
  await form.choose(0);
  await form.fill({ description: 'Dua surat undangan rapat koordinasi perizinan' });
  const id = await form.submit();
  expect(staff.taps).toBeLessThanOrEqual(3);
  expect(staff.typed).toBe(1);

  // then it is on its way to her superior, with its points
  const entry = new EntryPage(staff);
  expect(await entry.status()).toBe('dikirim');
  expect(await entry.text()).toContain('Dua surat undangan rapat koordinasi perizinan');
  expect(await staff.page.locator('[data-hasil]').innerText()).toContain(office.cast.atasan.name);
  expect(await pointsOfToday(office)).toBeGreaterThan(before);

  // when the superior verifies it
  const superior = await person('atasan');
  await (await (await ReviewQueue.open(superior, 'verifikasi')).read(id)).approve();
  await EntryPage.open(staff, id);
  expect(await entry.status()).toBe('diverifikasi');

  // and the next level validates it
  const next = await person('validator');
  await (await (await ReviewQueue.open(next, 'validasi')).read(id)).approve();
  await EntryPage.open(staff, id);
  expect(await entry.status()).toBe('divalidasi');

  // then the history names all three, and nothing can be changed any more
  const text = await entry.text();
  for (const key of ['staf1', 'atasan', 'validator'] as const) expect(text).toContain(office.cast[key].name);
  await expect(entry.sheet.getByRole('link', { name: /^Ubah/ }).count()).resolves.toBe(0);
  for (const somebody of [staff, superior, next]) await leaveInPeace(somebody);
}

async function returnAndCorrect(person: Somebody): Promise<void> {
  const staff = await person('staf2');
  const form = await ActivityForm.open(staff);
  await form.choose(1);
  await form.fill({ description: 'Mengerjakan surat', start: '14', end: '15.00' });
  const id = await form.submit();

  // when the superior gives it back
  const superior = await person('atasan');
  const sheet = await (await ReviewQueue.open(superior, 'verifikasi')).read(id);
  await sheet.giveBack('uraian', 'Sebutkan nomor dan tujuan surat');
  expect(await sheet.outcome()).toContain('dikembalikan');

  // then its owner reads the reason above the form, corrects the text and sends it again
  const entry = await EntryPage.open(staff, id);
  expect(await entry.status()).toBe('dikembalikan');
  expect(await entry.text()).toContain('Sebutkan nomor dan tujuan surat');
  await entry.change();
  expect(await staff.page.locator('main').innerText()).toContain('Sebutkan nomor dan tujuan surat');
  expect(await form.field('uraian').inputValue()).toBe('Mengerjakan surat');
  await form.fill({ description: 'Surat nomor 12 kepada Camat tentang jadwal perizinan keliling' });
  expect(await form.submit()).toBe(id);
  expect(await entry.status()).toBe('dikirim');

  // and it waits for the superior once more, with the new text
  const queue = await ReviewQueue.open(superior, 'verifikasi');
  expect(await queue.entry(id).innerText()).toContain('Surat nomor 12 kepada Camat');
  for (const somebody of [staff, superior]) await leaveInPeace(somebody);
}

async function closeAndPay(office: Office, person: Somebody): Promise<void> {
  const unit = office.cast.staf1.payrollUnitCode;

  // given last month, which is over: when one person of the personnel office closes it
  const first = await person('kepegawaian1');
  const job = await (await ClosePage.open(first, '2026-10', unit)).close('Oktober 2026');
  await job.finished();
  const periods = await PeriodsPage.open(first, '2026-10');
  expect(await periods.state(unit)).toBe('DIHITUNG');
  await expect(
    periods
      .unit(unit)
      .getByRole('button', { name: /^Setujui/ })
      .count(),
  ).resolves.toBe(0);

  // and another person approves it
  const second = await person('kepegawaian2');
  await (await PeriodsPage.open(second, '2026-10')).approve(unit);
  expect(await periodState(office, unit)).toBe('DISETUJUI');

  // then the owner reads the amount, with every step and its article
  const staff = await person('staf1');
  const mine = await MyTppPage.open(staff, '2026-10');
  const net = await mine.net();
  expect(net).toMatch(/^[1-9]\d{5,}$/);
  const explanation = await mine.explanation();
  expect(await mine.steps.count()).toBeGreaterThanOrEqual(3);
  expect(explanation).toMatch(/Dasar: .*Pasal \d+/);
  expect(explanation).toContain(writtenRupiah(net));

  // and finance downloads the file that pays exactly this
  const finance = await person('keuangan1');
  const { name, bytes } = await (await MoneyPage.open(finance, '2026-10')).download(unit);
  expect(name).toMatch(/\.csv$/);
  const { header, lines } = readCsv(bytes);
  expect(header).toBe('no;nip;nama;unit;bruto;potongan;bersih');
  const own = lines.find(line => line[1] === office.cast.staf1.nip);
  expect(own?.[6]).toBe(net);
  expect(Number(own?.[4]) - Number(own?.[5])).toBe(Number(net));
  for (const somebody of [first, second, staff, finance]) await leaveInPeace(somebody);
}

/** The file as a spreadsheet would take it: the mark of UTF-8 first, one line per person. */
function readCsv(bytes: Buffer): { header: string; lines: string[][] } {
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [header = '', ...rows] = bytes.subarray(3).toString('utf8').trimEnd().split(/\r?\n/);
  const lines = rows.map(row => row.split(';'));
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) expect(line[1]).toMatch(/^\d{18}$/);
  for (const line of lines) expect(line.slice(4).join(';')).toMatch(/^\d+;\d+;\d+$/);
  return { header, lines };
}

/** Closes the window, which must not have complained about anything. */
async function leaveInPeace(person: Person): Promise<void> {
  expect(person.complaints).toEqual([]);
  await person.leave();
}

const writtenRupiah = (digits: string): string => `Rp${digits.replaceAll(/\B(?=(\d{3})+$)/g, '.')}`;

async function pointsOfToday({ app, cast }: Office): Promise<number> {
  const { rows } = await app.deps.pool.query<{ sum: number }>(
    "SELECT coalesce(sum(points), 0)::int AS sum FROM activity WHERE employee_id = $1 AND work_date = $2 AND status <> 'draf'",
    [cast.staf1.employeeId, TODAY],
  );
  return rows[0]?.sum ?? 0;
}

async function periodState({ app }: Office, unit: string): Promise<string | undefined> {
  const { rows } = await app.deps.pool.query<{ state: string }>(
    `SELECT r.state FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id
     WHERE u.code = $1 AND r.month = '2026-10-01'`,
    [unit],
  );
  return rows[0]?.state;
}
