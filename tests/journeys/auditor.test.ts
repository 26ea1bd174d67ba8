import { expect, test } from 'vitest';
import { DESKTOP, journeys, openOffice, PHONE } from '../support/browser.ts';

/** From the front page: the trail, the draw, an amount, its recomputation. */
const TAPS_TO_DEFEND = 4;

journeys('an auditor', async chromium => {
  const office = await openOffice(chromium);

  test.each([
    ['a phone', PHONE, true],
    ['a desk, without JavaScript', DESKTOP, false],
  ])('given %s, three amounts drawn at random are defended one after the other', async (_what, size, javaScript) => {
    const auditor = await office.person('auditor', { javaScript, size });
    const { page } = auditor;
    await auditor.open('/pengawasan/jejak?unit=DPMPTSP&bulan=2026-09');
    await auditor.tap(page.getByRole('link', { name: 'Undi tiga jumlah' }));
    await page.waitForURL('**benih=*');
    const drawn = page.url();
    const people = await page.locator('tbody a').allInnerTexts();
    expect(people).toHaveLength(3);
    for (const person of people) {
      await auditor.open(drawn);
      auditor.startCounting();
      await auditor.tap(page.getByRole('link', { name: person }));
      await auditor.tap(page.getByRole('button', { name: 'Hitung ulang sekarang' }));
      await page.waitForURL('**hitung=ulang');
      expect(await page.getByText('hasilnya sama, setiap langkah dan setiap rupiah').count()).toBe(1);
      expect(await page.getByRole('heading', { name: 'Data yang dipakai' }).count()).toBe(1);
      expect(auditor.taps).toBeLessThanOrEqual(TAPS_TO_DEFEND - 2);
      // With JavaScript the width can be measured: nothing runs out of the screen.
      if (javaScript) {
        const wide = await page.evaluate('document.documentElement.scrollWidth <= innerWidth');
        expect(wide).toBe(true);
      }
    }
    expect(auditor.complaints).toEqual([]);
    await auditor.leave();
  });
});
