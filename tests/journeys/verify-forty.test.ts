import { expect, test } from 'vitest';
import { newId } from '../../src/platform/identity.ts';
import { AFTERNOON, journeys, openOffice, type Office, type Person } from '../support/browser.ts';

/** ux.md, T5: forty entries with four planted bad ones, on a phone, in at most fourteen interactions. */

const STORY_MS = 60_000;
const MOST = 14;

journeys('forty entries to verify, with JavaScript', async chromium => {
  const office = await openOffice(chromium);
  test(
    'given four marked among forty, when the others are approved at once and each marked one is opened and sent back, then fourteen interactions were enough',
    { timeout: STORY_MS },
    async () => {
      const { good, bad } = await plant(office);
      const person = await office.person('atasan');
      await person.open('/verifikasi');
      person.startCounting();
      await approveUnmarked(person, good.length);

      // Each marked one is opened; saving leads on to the next. Picking a reason means to give it back.
      const { page } = person;
      await person.tap(page.locator('.antre__tautan').first());
      for (let left = bad.length; left > 0; left -= 1) {
        const address = page.url();
        await person.tap(page.locator('label:has(input[name="alasan_kode"][value="volume"])'));
        expect(await page.locator('input[name="keputusan"][value="kembalikan"]').isChecked()).toBe(true);
        await person.tap(page.getByRole('button', { name: 'Simpan keputusan' }));
        await page.waitForURL(url => url.href !== address);
      }
      await endsWell(office, person, good, bad);
    },
  );
});

journeys('forty entries to verify, without JavaScript', async chromium => {
  const office = await openOffice(chromium);
  test(
    'given four marked among forty, when the others are approved at once and the marked ones sent back together, then fourteen interactions were enough',
    { timeout: STORY_MS },
    async () => {
      const { good, bad } = await plant(office);
      const person = await office.person('atasan', { javaScript: false });
      await person.open('/verifikasi');
      person.startCounting();
      await approveUnmarked(person, good.length);
      const { page } = person;
      for (const id of bad) await person.tap(page.locator(`li[data-id="${id}"] .antre__centang`));
      await person.tap(page.locator('.bilah button[value="kembalikan"]'));
      await person.tap(page.locator('label:has(input[name="alasan_kode"][value="volume"])'));
      await person.tap(page.getByRole('button', { name: 'Kembalikan 4 kegiatan' }));
      await endsWell(office, person, good, bad);

      // What was pressed by mistake is taken back at once.
      await person.tap(page.getByRole('button', { name: /^Batalkan \(sampai/ }));
      expect(await statusesOf(office, bad)).toEqual(['dikirim']);
    },
  );
});

async function approveUnmarked(person: Person, count: number): Promise<void> {
  const { page } = person;
  expect(await page.locator('main').innerText()).toContain('40 kegiatan dari 3 pegawai menunggu Anda. 4 diberi tanda');
  await person.tap(page.getByRole('link', { name: `Pilih ${String(count)} tanpa tanda` }));
  await page.waitForURL('**centang=1**');
  await person.tap(page.getByRole('button', { name: `Setujui ${String(count)}`, exact: true }));
  await page.waitForURL(url => url.search === '');
  expect(await page.locator('[data-hasil]').innerText()).toContain(`${String(count)} disetujui.`);
}

async function endsWell(office: Office, person: Person, good: string[], bad: string[]): Promise<void> {
  expect(person.taps + person.typed).toBeLessThanOrEqual(MOST);
  expect(await person.page.locator('main').innerText()).toContain('Semua sudah diperiksa.');
  expect(await statusesOf(office, good)).toEqual(['diverifikasi']);
  expect(await statusesOf(office, bad)).toEqual(['dikembalikan']);
  expect(person.complaints).toEqual([]);
}

async function statusesOf({ app }: Office, ids: readonly string[]): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ status: string }>(
    'SELECT DISTINCT status FROM activity WHERE id = ANY ($1) ORDER BY status',
    [ids],
  );
  return rows.map(row => row.status);
}

/** Thirty-six plain entries and four that deserve a look, of three people on two evenings; nothing else waits. */
async function plant({ app, cast }: Office): Promise<{ good: string[]; bad: string[] }> {
  const { pool } = app.deps;
  await pool.query("UPDATE activity SET status = 'draf', version = version + 1 WHERE status = 'dikirim'");
  const at = new Date(AFTERNOON);
  const people = ['staf1', 'staf2', 'staf3'] as const;
  const [good, bad]: [string[], string[]] = [[], []];
  for (let index = 0; index < 40; index += 1) {
    const owner = cast[people[index % 3]!];
    const planted = index >= 36;
    const place = (index - (index % 3)) / 3;
    const start = 16 * 60 + (place % 7) * 60;
    const id = newId(at);
    (planted ? bad : good).push(id);
    await pool.query(
      `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute,
         end_minute, points_per_unit, points, status, version, sent_at, created_at, updated_at)
       SELECT $1, $2, $3, $4, $5, i.id, $6, $7::numeric, $8::smallint, $8::smallint + 45, n.points_per_unit,
         n.points_per_unit * $7::numeric, 'dikirim', 1, $9, $9, $9
       FROM catalogue_item i JOIN catalogue_norm n ON n.item_id = i.id
       WHERE n.minutes_per_unit BETWEEN 15 AND 60 AND n.max_per_day >= 8 ORDER BY i.code LIMIT 1`,
      [
        id,
        place < 7 ? '2026-11-17' : '2026-11-18',
        owner.employeeId,
        owner.positionId,
        owner.payrollUnitId,
        `Surat undangan nomor ${String(index)} untuk rapat koordinasi`,
        planted ? '8' : '1',
        start,
        at,
      ],
    );
  }
  return { good, bad };
}
