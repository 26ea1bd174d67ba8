import { expect, test } from 'vitest';
import { startMinuteBook } from '../../src/platform/metrics/minute-book.ts';
import { DESKTOP, journeys, openOffice, PHONE } from '../support/browser.ts';
import { stickingOut } from './page-probes.ts';

const STORY_MS = 60_000;
const BUSY = `INSERT INTO service_minute (minute, process, role, answered, accepted, refused, failed, slowest_ms, lag_ms, pool_waiting, hash_waiting)
  SELECT $1::timestamptz - make_interval(mins => n * 5), '00000000-0000-7000-8000-000000000001'::uuid, 'web', 123456, 98765, 12345, 1234, 12345,
    1234, 123, 123 FROM generate_series(0, 9) n`;

journeys('the operations page', async chromium => {
  const office = await openOffice(chromium);

  test.each([PHONE, { width: 768, height: 1024 }, { width: 1024, height: 768 }, DESKTOP])(
    'given an hour of heavy traffic, when it is read at $width pixels, then no column is cut off or has to be pushed into sight',
    { timeout: STORY_MS },
    async viewport => {
      const { deps, meter } = office.app;
      await startMinuteBook(deps, meter, 'web')();
      await deps.pool.query(`${BUSY} ON CONFLICT DO NOTHING`, [deps.clock.real()]);
      const admin = await office.person('admin');
      await admin.page.setViewportSize(viewport);
      await admin.open('/sistem/operasi');
      expect(await stickingOut(admin.page)).toEqual([]);
      const cut = await admin.page
        .locator('table')
        .evaluateAll(tables =>
          tables
            .filter(({ parentElement }) => parentElement && parentElement.scrollWidth > parentElement.clientWidth)
            .map(table => table.querySelector('caption')?.textContent),
        );
      expect(cut).toEqual([]);
      const apart = await admin.page.locator('td:has(> .sel-ket)').evaluateAll(
        cells =>
          cells.filter(cell => {
            const words = document.createRange();
            words.selectNodeContents(cell);
            words.setEndBefore(cell.querySelector('.sel-ket')!);
            const [value, hint] = [
              words.getBoundingClientRect(),
              cell.querySelector('.sel-ket')!.getBoundingClientRect(),
            ];
            return hint.top < value.bottom && hint.left - value.right > 24; // beside each other, yet apart
          }).length,
      );
      expect(apart).toBe(0);
      const picture = process.env['TAKAR_PICTURE'];
      if (picture) await admin.page.screenshot({ path: `${picture}-${String(viewport.width)}.png`, fullPage: true });
      await admin.leave();
    },
  );
});
