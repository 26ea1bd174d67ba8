import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DESKTOP, journeys, openOffice } from '../support/browser.ts';
import { pageSizes } from '../support/pdf-text.ts';

/** ux.md section 1, T10. On a phone opening the menu is one tap more. */
const TAPS_TO_PRINT = 2;

journeys('printing', async chromium => {
  const office = await openOffice(chromium);

  test.each([true, false])(
    'given the front page, the monthly sheet is a PDF in two taps (JavaScript: %s)',
    async javaScript => {
      const staff = await office.person('staf1', { javaScript, size: DESKTOP });
      await staff.open('/');
      await staff.tap(
        staff.page.getByRole('navigation', { name: 'Menu utama' }).getByRole('link', { name: 'Laporan' }),
      );
      await staff.page.waitForURL('**/laporan');
      const coming = staff.page.waitForEvent('download');
      await staff.tap(staff.page.getByRole('link', { name: 'Cetak LKH November 2026' }));
      const file = await coming;
      expect(staff.taps).toBeLessThanOrEqual(TAPS_TO_PRINT);
      expect(file.suggestedFilename()).toMatch(/^LKH_2026-11_[a-z-]+\.pdf$/);
      expect(pageSizes(await readFile(await file.path())).length).toBeGreaterThan(0);
      expect(staff.complaints).toEqual([]);
      await staff.leave();
    },
  );

  test('every page leads to its own help, and from there on', async () => {
    const staff = await office.person('staf1');
    await staff.open('/kegiatan-harian/baru');
    await staff.tap(staff.page.getByRole('link', { name: 'Panduan halaman ini' }));
    await staff.page.waitForURL('**/panduan/mencatat-kegiatan');
    expect(await staff.page.locator('h1').innerText()).toBe('Mencatat kegiatan');
    const wide = await staff.page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    expect(wide).toBe(true);
    expect(staff.complaints).toEqual([]);
    await staff.leave();
  });
});
