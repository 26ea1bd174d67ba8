import type { Person } from '../support/browser.ts';

/** Types wrong values into the form on the page and sends it. */
export const fill =
  (values: Readonly<Record<string, string>>, button: string | RegExp) =>
  async ({ page }: Person): Promise<Readonly<Record<string, string>>> => {
    for (const [name, text] of Object.entries(values)) await page.locator(`main [name="${name}"]:visible`).fill(text);
    await page.locator('main').getByRole('button', { name: button }).first().click();
    return values;
  };

/** Sends a form of one button as if somebody else had changed the record meanwhile. */
export const stale =
  (button: RegExp) =>
  async ({ page }: Person): Promise<Readonly<Record<string, string>>> => {
    const form = page.locator('main form[method="post"]').filter({ has: page.getByRole('button', { name: button }) });
    await form
      .first()
      .locator('[name="versi"]')
      .evaluate(field => void ((field as unknown as { value: string }).value = '99'));
    await form.first().getByRole('button', { name: button }).click();
    return {};
  };
