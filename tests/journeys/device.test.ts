import { expect, test } from 'vitest';
import { AFTERNOON, journeys, openOffice, Person, type Office } from '../support/browser.ts';
import { ActivityForm } from '../support/pages/activity-form.ts';
import { exif, PLACE, segment } from '../support/pictures.ts';

/** What stays on a phone and what leaves it: photos without their place, drafts that are one person's alone. */

const STORY_MS = 60_000;
const MEGABYTE = 1024 * 1024;
const ON_ITS_SIDE = 6;

journeys('a phone', async chromium => {
  const office = await openOffice(chromium);

  test(
    'given a photo from its camera, when it is chosen as evidence, then it leaves small, upright and without its place',
    { timeout: STORY_MS },
    async () => {
      const staff = await office.person('staf1');
      const form = await ActivityForm.open(staff);
      const photo = await photoFromCamera(staff, 2800, 2100);
      expect(photo.length).toBeGreaterThan(2 * MEGABYTE);
      expect(photo.includes(PLACE)).toBe(true);
      await form.choose(0);
      await form.fill({ description: 'Memotret kondisi ruang arsip setelah ditata' });
      await choosePhoto(form, photo);
      await expect.poll(() => sizeChosen(staff), { timeout: 20_000 }).toBeLessThan(MEGABYTE);
      const id = await form.submit();
      const { bytes, width, height } = await evidenceOf(office, staff, id);
      expect(bytes.length).toBeLessThan(MEGABYTE);
      expect(bytes.includes(PLACE) || bytes.includes('Exif')).toBe(false);
      expect([width, height]).toEqual([960, 1280]);
      expect(staff.complaints).toEqual([]);
      await staff.leave();
    },
  );

  test(
    'given no JavaScript, when a photo is sent as it is, then the server takes its place out, and says what is too large',
    { timeout: STORY_MS },
    async () => {
      const camera = await office.person('staf2');
      const [small, large] = [await photoFromCamera(camera, 800, 600), await photoFromCamera(camera, 2800, 2100)];
      await camera.leave();
      const staff = await office.person('staf2', { javaScript: false });
      const form = await ActivityForm.open(staff);
      const description = 'Memotret papan layanan yang sudah diganti';
      await form.choose(0);
      await form.fill({ description });
      await choosePhoto(form, large);
      await staff.tap(form.send);
      await staff.page.locator('[data-ringkas-galat]').waitFor();
      expect(await staff.page.locator('main').innerText()).toContain('Paling besar 2 MB');
      expect(await form.valueOf('uraian')).toBe(description);
      await choosePhoto(form, small);
      const id = await form.submit();
      const { bytes } = await evidenceOf(office, staff, id);
      expect(bytes.includes(PLACE)).toBe(false);
      expect(bytes.length).toBeGreaterThan(small.length / 2);
      await staff.leave();
    },
  );

  test(
    'given a draft and no network, when the tab is closed, then it waits for its owner and is nothing to the next person',
    { timeout: STORY_MS },
    async () => {
      const description = 'Ditulis di desa tanpa sinyal, belum terkirim';
      const staff = await office.person('staf3');
      const again = new Person(staff.context, await staff.context.newPage());
      const form = await ActivityForm.open(staff);
      await staff.context.setOffline(true);
      await form.fill({ description });
      const closed = staff.page.waitForEvent('close');
      await staff.page.close({ runBeforeUnload: true }); // before the moment at which it would be kept by itself
      await closed;
      await staff.context.setOffline(false);

      const own = await ActivityForm.open(again);
      await again.tap(again.page.getByRole('button', { name: 'Pakai lagi' }));
      expect(await own.valueOf('uraian')).toBe(description);

      // The next person at the same phone: other account, same browser.
      await staff.context.clearCookies();
      await again.open('/masuk');
      await again.signIn(office.cast.staf_lain.login, office.cast.staf_lain.password);
      await ActivityForm.open(again);
      await own.send.waitFor();
      expect(await again.page.getByRole('button', { name: 'Pakai lagi' }).count()).toBe(0);
      expect(await again.page.content()).not.toContain(description);
      await again.leave();
    },
  );

  for (const wrong of ['2025-01-01T08:00:00+08:00', '2027-12-31T08:00:00+08:00'])
    test(
      `given a phone whose clock says ${wrong.slice(0, 4)}, when it is put right, then the draft is still offered; it goes by the server's days`,
      { timeout: STORY_MS },
      async () => {
        const description = `Diketik saat jam telepon salah, ${wrong.slice(0, 4)}`;
        const staff = await office.person('atasan_lain');
        await staff.page.clock.setFixedTime(wrong);
        const form = await ActivityForm.open(staff);
        await form.fill({ description });
        await staff.page.getByText('Draf tersimpan di HP ini').waitFor();
        const offeredAt = async (clock: string): Promise<void> => {
          await staff.page.clock.setFixedTime(clock);
          await ActivityForm.open(staff);
          await staff.page.getByRole('button', { name: 'Pakai lagi' }).waitFor();
        };
        await offeredAt(AFTERNOON);
        await offeredAt(wrong);
        expect(await age(staff, 7)).toBe(1);
        await offeredAt(AFTERNOON);
        expect(await age(staff, 1)).toBe(1);
        await staff.page.reload();
        await expect.poll(() => age(staff, 0)).toBe(0);
        await staff.leave();
      },
    );

  test(
    'given a phone whose storage is full, when something is typed, then the form says that it is not kept, and is sent all the same',
    { timeout: STORY_MS },
    async () => {
      const staff = await office.person('pengelola');
      const form = await ActivityForm.open(staff);
      await staff.page.evaluate(`(() => {
        for (let size = 1024 * 1024; size >= 1; size /= 2)
          for (let part = 0; ; part += 1)
            try {
              localStorage.setItem('penuh' + size + '-' + part, 'x'.repeat(size));
            } catch {
              break;
            }
      })()`);
      await form.choose(0);
      await form.fill({ description: 'Ditulis di telepon yang penuh' });
      await staff.page.getByText('Draf tidak dapat disimpan di HP ini').waitFor();
      await form.submit();
      expect(staff.complaints).toEqual([]);
      await staff.leave();
    },
  );
});

/** Drafts on the device become so many days older. @returns how many there are */
const age = ({ page }: Person, days: number): Promise<number> =>
  page.evaluate<number>(`(() => {
    const slots = Object.keys(localStorage).filter(slot => slot.startsWith('takar:draf:'));
    for (const slot of slots) {
      const draft = JSON.parse(localStorage.getItem(slot));
      localStorage.setItem(slot, JSON.stringify({ ...draft, day: draft.day - ${String(days)} }));
    }
    return slots.length;
  })()`);

/** A JPEG as a camera makes it: large, grainy, held on its side, and with the place it was taken at. */
async function photoFromCamera({ page }: Person, width: number, height: number): Promise<Buffer> {
  const encoded = await page.evaluate<string>(`(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [${String(width)}, ${String(height)}];
    const brush = canvas.getContext('2d');
    const picture = brush.createImageData(canvas.width, canvas.height);
    let grain = 7;
    for (let at = 0; at < picture.data.length; at += 4) {
      grain = (grain * 1103515245 + 12345) % 2147483648;
      const light = 90 + (grain >> 16) % 80;
      picture.data.set([light, (light + at / 9000) % 255, 255 - light, 255], at);
    }
    brush.putImageData(picture, 0, 0);
    return canvas.toDataURL('image/jpeg', 0.92).split(',')[1];
  })()`);
  const plain = Buffer.from(encoded, 'base64');
  return Buffer.concat([plain.subarray(0, 2), segment(0xe1, exif(ON_ITS_SIDE)), plain.subarray(2)]);
}

async function choosePhoto(form: ActivityForm, buffer: Buffer): Promise<void> {
  await form.form.locator('summary', { hasText: 'Bukti dukung' }).click();
  await form.field('bukti').setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer });
}

const sizeChosen = ({ page }: Person): Promise<number> =>
  page.evaluate<number>(`document.querySelector('[name="bukti"]').files[0].size`);

/** The one file of an entry as it is stored, and how large it is as a picture. */
async function evidenceOf(
  { app }: Office,
  { page, context }: Person,
  id: string,
): Promise<{ bytes: Buffer; width: number; height: number }> {
  const href = String(await page.locator(`a[href^="/kegiatan-harian/${id}/bukti/"]`).getAttribute('href'));
  const answer = await context.request.get(`${app.url}${href}`);
  expect(answer.status()).toBe(200);
  const bytes = await answer.body();
  const frame = frameOf(bytes);
  return { bytes, height: bytes.readUInt16BE(frame + 5), width: bytes.readUInt16BE(frame + 7) };
}

/** Where the frame header of a JPEG stands: behind its first segments. */
function frameOf(bytes: Buffer): number {
  let at = 2;
  while (![0xc0, 0xc1, 0xc2].includes(bytes[at + 1] ?? 0)) at += 2 + bytes.readUInt16BE(at + 2);
  return at;
}
