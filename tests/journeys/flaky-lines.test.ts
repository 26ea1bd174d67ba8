import { expect, test } from 'vitest';
import { journeys, openOffice, Person, type Office } from '../support/browser.ts';
import type { CastKey } from '../support/cast.ts';
import { ActivityForm } from '../support/pages/activity-form.ts';
import { EntryPage } from '../support/pages/entry.ts';

const STORY_MS = 60_000;

journeys('a bad line', async chromium => {
  const office = await openOffice(chromium);

  for (const javaScript of [true, false])
    test(
      `given a slow phone ${javaScript ? 'with' : 'without'} JavaScript, when the button is tapped twice, then there is one entry`,
      { timeout: STORY_MS },
      async () => {
        const description = `Ketukan ganda ${javaScript ? 'dengan' : 'tanpa'} skrip di telepon`;
        const staff = await office.person(javaScript ? 'staf1' : 'staf2', { javaScript });
        const form = await ActivityForm.open(staff);
        await form.choose(0);
        await form.fill({ description });
        await form.send.dblclick({ noWaitAfter: true });
        // the second tap ends the first navigation, so it is the address that is waited for
        await expect.poll(() => staff.path, { timeout: 30_000 }).toMatch(/^\/kegiatan-harian\/[0-9a-f-]{36}$/);
        await staff.page.waitForLoadState();
        const [only, ...others] = await entriesSaying(office, description);
        expect(others).toEqual([]);
        expect(staff.path).toBe(`/kegiatan-harian/${only ?? ''}`);
        await staff.leave();
      },
    );

  test(
    'given a reply that never came, when the form is sent again, then it leads to the entry that was already saved',
    { timeout: STORY_MS },
    async () => {
      const description = 'Jawaban hilang di jalan, kegiatan tetap satu';
      const staff = await office.person('staf3', { javaScript: false });
      const form = await ActivityForm.open(staff);
      await form.choose(0);
      await form.fill({ description });
      await staff.page.route(
        '**/kegiatan-harian',
        async route => {
          await route.fetch({ maxRedirects: 0 }); // the server has it, the phone does not know
          await route.abort('aborted');
        },
        { times: 1 },
      );
      await form.send.click({ noWaitAfter: true });
      await expect.poll(() => entriesSaying(office, description)).toHaveLength(1);

      const id = await form.submit();
      expect(await entriesSaying(office, description)).toEqual([id]);
      expect(await new EntryPage(staff).text()).toContain(description);
      await staff.leave();
    },
  );

  test(
    'given one draft open in two tabs, when the second is saved, then it is refused, keeps what was typed and shows what is there',
    { timeout: STORY_MS },
    async () => {
      const staff = await office.person('staf1');
      const draft = await oneEntry(office, 'staf1', 'draf');
      const first = await ActivityForm.open(staff, `/kegiatan-harian/${draft}/ubah`);
      const second = await otherTab(staff);
      const form = await ActivityForm.open(second, `/kegiatan-harian/${draft}/ubah`);

      await first.fill({ description: 'Isi dari tab pertama, tersimpan lebih dulu' });
      await staff.tap(first.form.getByRole('button', { name: 'Simpan draf' }));
      await staff.page.waitForURL(`**/kegiatan-harian/${draft}`);

      await form.fill({ description: 'Isi dari tab kedua, belum tersimpan' });
      const answer = second.page.waitForResponse(response => response.request().method() === 'POST');
      await second.tap(form.form.getByRole('button', { name: 'Simpan draf' }));
      expect((await answer).status()).toBe(409);
      await second.page.locator('[data-ringkas-galat]').waitFor();
      expect(await form.valueOf('uraian')).toBe('Isi dari tab kedua, belum tersimpan');
      expect(await second.page.locator('main').innerText()).toContain('Isi dari tab pertama, tersimpan lebih dulu');
      expect(await entriesSaying(office, 'Isi dari tab kedua, belum tersimpan')).toEqual([]);
      await staff.leave();
    },
  );

  for (const javaScript of [true, false])
    test(
      `given a session that ended in mid-form, ${javaScript ? 'with' : 'without'} JavaScript, when the person signs in again, then the entry is saved and shown`,
      { timeout: STORY_MS },
      async () => {
        const key = javaScript ? 'atasan' : 'pengelola';
        const description = `Sesi berakhir di tengah isian ${javaScript ? 'dengan' : 'tanpa'} skrip`;
        const staff = await office.person(key, { javaScript });
        const form = await ActivityForm.open(staff);
        await form.choose(0);
        await form.fill({ description });
        await endSessions(office, key);
        await staff.tap(form.send);
        await staff.page.waitForURL('**/masuk?*');
        expect(await staff.page.locator('main').innerText()).toContain('Isian Anda tersimpan');

        await staff.signIn(office.cast[key].login, office.cast[key].password);
        const [id] = await entriesSaying(office, description);
        expect(staff.path).toBe(`/kegiatan-harian/${id ?? ''}`);
        expect(await new EntryPage(staff).text()).toContain(description);
        expect(await new EntryPage(staff).status()).toBe('dikirim');
        await staff.leave();
      },
    );

  test(
    'given a draft typed without a network, when the page comes again, then it is offered, used, and thrown away once it is saved',
    { timeout: STORY_MS },
    async () => {
      const description = 'Ditulis di mobil dinas tanpa jaringan';
      const staff = await office.person('staf_lain');
      const form = await ActivityForm.open(staff);
      await form.choose(1);
      await staff.context.setOffline(true);
      await form.fill({ description, start: '14.10', end: '15.20' });
      await staff.page.getByText(/Draf tersimpan di HP ini/).waitFor();
      const typed = await form.values();

      await staff.context.setOffline(false);
      await staff.page.reload();
      expect(await form.valueOf('uraian')).toBe('');
      await staff.tap(staff.page.getByRole('button', { name: 'Pakai lagi' }));
      expect(await form.values()).toEqual(typed);
      const id = await form.submit();
      expect(await entriesSaying(office, description)).toEqual([id]);
      expect(await draftsOnDevice(staff)).toEqual([]);

      await ActivityForm.open(staff);
      await staff.page.getByRole('heading', { name: 'Catat kegiatan' }).waitFor();
      await expect(staff.page.getByRole('button', { name: 'Pakai lagi' }).count()).resolves.toBe(0);
      await staff.leave();
    },
  );

  test(
    'given a draft of one person, when another signs in at the same computer, then it is not shown, cannot be read, and waits for its owner',
    { timeout: STORY_MS },
    async () => {
      const description = 'Catatan pribadi di komputer bersama';
      const first = await office.person('staf2');
      const form = await ActivityForm.open(first);
      await form.fill({ description });
      await first.page.getByText(/Draf tersimpan di HP ini/).waitFor();
      expect(await draftsOnDevice(first)).toHaveLength(1);

      await endSessions(office, 'staf2');
      await first.open('/masuk');
      await first.signIn(office.cast.staf3.login, office.cast.staf3.password);
      await ActivityForm.open(first);
      await form.send.waitFor();
      await expect(first.page.getByRole('button', { name: 'Pakai lagi' }).count()).resolves.toBe(0);
      expect(await first.page.content()).not.toContain(description);
      expect(await first.page.evaluate<string>('JSON.stringify({ ...localStorage })')).not.toContain(description);
      await first.signOut();
      expect(await draftsOnDevice(first)).toHaveLength(1);

      await office.admit('staf2', first);
      await ActivityForm.open(first);
      await first.tap(first.page.getByRole('button', { name: 'Pakai lagi' }));
      expect(await form.valueOf('uraian')).toBe(description);
      await first.signOut();
      expect(await draftsOnDevice(first)).toEqual([]);
      await first.leave();
    },
  );
  test(
    'given any other form that creates something, when its page is lost, then what was typed is offered there too, until it is sent',
    { timeout: STORY_MS },
    async () => {
      const reason = 'Pekerjaan ini datang tiap pekan dan belum ada di katalog';
      const staff = await office.person('validator');
      const field = (name: string) => staff.page.locator(`main [name="${name}"]`);
      await staff.open('/katalog/usul');
      await field('nama').fill('Mendampingi tim pemeriksa');
      await field('satuan').fill('hari');
      await field('menit').fill('45');
      await field('alasan').fill(reason);
      await staff.page.getByText(/Draf tersimpan di HP ini/).waitFor();
      await staff.page.reload();
      await staff.tap(staff.page.getByRole('button', { name: 'Pakai lagi' }));
      expect(await field('alasan').inputValue()).toBe(reason);
      await staff.tap(staff.page.getByRole('button', { name: 'Kirim usul' }));
      await staff.page.locator('[data-hasil]').waitFor();
      await expect.poll(() => draftsOnDevice(staff)).toEqual([]);
      await staff.leave();
    },
  );
});

const otherTab = async ({ context }: Person): Promise<Person> => new Person(context, await context.newPage());

async function entriesSaying({ app }: Office, description: string): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM activity WHERE description = $1', [
    description,
  ]);
  return rows.map(row => row.id);
}

async function oneEntry({ app, cast }: Office, key: CastKey, status: string): Promise<string> {
  const { rows } = await app.deps.pool.query<{ id: string }>(
    'SELECT id FROM activity WHERE employee_id = $1 AND status = $2 ORDER BY id DESC LIMIT 1',
    [cast[key].employeeId, status],
  );
  const [entry] = rows;
  if (!entry) throw new Error(`${key} has no entry that is ${status}`);
  return entry.id;
}

/** As if the idle time had passed: the sessions are gone on the server, the browser still has its cookie. */
async function endSessions({ app, cast }: Office, key: CastKey): Promise<void> {
  const ended = await app.deps.pool.query("DELETE FROM session WHERE sess->'passport'->>'user' = $1", [
    cast[key].accountId,
  ]);
  expect(ended.rowCount).toBeGreaterThan(0);
}

const draftsOnDevice = (person: Person): Promise<string[]> =>
  person.page.evaluate<string[]>(`Object.keys(localStorage).filter(name => name.startsWith('takar:draf:'))`);
