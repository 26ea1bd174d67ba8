import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';

/** Pages of this part of the product, as somebody opens them. */
export const listSkp = (_office: Office): Promise<ListedPage[]> => Promise.resolve([]);
