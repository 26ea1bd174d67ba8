import type { TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import type { HubEntry } from './hub.ts';

/** `GET /kepegawaian`: the pages of the personnel office that the reader may open. */
export interface HubPage extends PageModel {
  readonly groups: readonly { readonly id: string; readonly heading: string; readonly items: readonly TaskItem[] }[];
}

export function hubModel(entries: readonly HubEntry[]): HubPage {
  const headings = [...new Set(entries.map(entry => entry.group))];
  return {
    title: 'Kepegawaian',
    groups: headings.map((heading, index) => ({
      id: `kelompok-${String(index + 1)}`,
      heading,
      items: entries.filter(entry => entry.group === heading).map(({ href, label, hint }) => ({ href, label, hint })),
    })),
  };
}
