import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** What is looked at inside a page. Each probe is a script of its own, for the page is another program than the test. */

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds wrong: 'rule: element' in a line each.
 * @param within only this part: what stands around it was looked at on the page before
 */
export async function axeViolations(page: Page, within?: string): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate<string[]>(`axe
    .run(${within === undefined ? 'document' : JSON.stringify(within)}, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} }, resultTypes: ['violations'], preload: false })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(node => id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 160))))`);
}

/** Elements that stick out to the side; what lies in a region that scrolls by itself does not count. */
export const stickingOut = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > width + 1 && !element.closest('.gulir'))
      .map(element => element.tagName + '.' + element.className + ' ' + element.textContent.trim().slice(0, 40))
      .concat('the page is ' + document.documentElement.scrollWidth + ' wide in a window of ' + width);
  })()`);

/** Shows all text at so many percent, as the browser's own setting does. */
export const setTextSize = async (page: Page, percent: number): Promise<void> => {
  await page.evaluate(`document.documentElement.style.fontSize = '${String(percent)}%'`);
};

/** Buttons whose words are cut off. */
export const clippedButtons = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('button, .tombol')]
    .filter(button => button.checkVisibility() && !button.matches('.hanya-baca, .hanya-baca *'))
    .filter(button => button.scrollWidth > button.clientWidth + 1 && getComputedStyle(button).overflow !== 'visible')
    .map(button => button.textContent.trim())`);

/**
 * Controls smaller than a finger (44 CSS pixels both ways). A radio or box counts with its label, a link whose area is
 * stretched over its row counts with the row; links inside a sentence are excepted.
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const least = 43.5;
    const areaOf = element => {
      if (element.matches('input[type=radio], input[type=checkbox]')) return element.closest('label') ?? element;
      const stretched = getComputedStyle(element, '::after');
      if (stretched.position === 'absolute' && stretched.content !== 'none') return element.offsetParent ?? element;
      return element;
    };
    return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
      .filter(element => element.checkVisibility({ visibilityProperty: true }))
      .filter(element => !element.matches('.hanya-baca, .lewati'))
      .filter(element => !(element.matches('a') && getComputedStyle(element).display === 'inline' && areaOf(element) === element))
      .map(element => [element, areaOf(element).getBoundingClientRect()])
      .filter(([, area]) => area.width > 0 && (area.width < least || area.height < least))
      .map(([element, area]) => element.tagName + ' "' + (element.textContent.trim() || element.name) + '" '
        + Math.round(area.width) + ' x ' + Math.round(area.height));
  })()`);

/** What the markup must not hold (ux.md, section 8): native pickers, English words, other ways to write money or hours. */
export const foreignMarkup = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const found = [];
    const text = document.body.innerText;
    if (document.querySelector('input[type=date], input[type=time], input[type=month]')) found.push('a native picker');
    if (/Rp[ .\\u00a0]/.test(text)) found.push('Rp with a space or a dot');
    if (/\\b\\d{1,2}[:.]\\d\\d ?(AM|PM)\\b/i.test(text)) found.push('AM or PM');
    for (const word of text.match(/\\b(Submit|Save|Required|Invalid|Cancel|Delete|Search|Password|Login|Logout|undefined|null|NaN)\\b/g) ?? [])
      found.push('the word ' + word);
    for (const word of text.match(/\\b(Maaf|Harap|Mohon|tidak valid|Terjadi kesalahan)\\b/gi) ?? [])
      found.push('the words ' + word);
    const foreign = [...document.querySelectorAll('[src], link[href], form[action]')]
      .map(element => element.src || element.href || element.action)
      .filter(address => typeof address === 'string' && new URL(address).host !== location.host);
    return found.concat(foreign.map(address => 'third party: ' + address));
  })()`);

/** Everything a reader sees. */
export const visibleText = (page: Page): Promise<string> => page.evaluate<string>('document.body.innerText');

/** A form's messages as its page shows them. */
export interface ErrorState {
  readonly title: string;
  /** Whether the summary has the focus. */
  readonly focused: boolean;
  readonly messages: readonly {
    readonly text: string;
    /** The field it points at; empty for a message about the whole form. */
    readonly field: string;
    /** Whether there is such a field, marked as wrong and described by a message. */
    readonly marked: boolean;
    /** How often the words stand on the page: in the summary, and beside the field. */
    readonly times: number;
  }[];
}

export const errorState = (page: Page): Promise<ErrorState> =>
  page.evaluate<ErrorState>(`(() => {
    const summary = document.querySelector('[role=alert][data-ringkas-galat]');
    const beside = [...document.querySelectorAll('.galat')].map(element => element.textContent);
    return {
      title: document.title,
      focused: document.activeElement === summary,
      messages: [...(summary?.querySelectorAll('li') ?? [])].map(item => {
        const text = item.textContent.trim();
        const field = item.querySelector('a')?.hash.slice(1) ?? '';
        const control = field && document.getElementById(field);
        const described = control && (control.getAttribute('aria-describedby') ?? '').split(' ')
          .some(id => document.getElementById(id)?.textContent.includes(text));
        return {
          text,
          field,
          marked: Boolean(control && control.getAttribute('aria-invalid') === 'true' && described),
          times: 1 + beside.filter(words => words.endsWith(text)).length,
        };
      }),
    };
  })()`);
