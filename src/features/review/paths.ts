import type { QueueFilter } from './queries.ts';
import type { Step } from './step.ts';

/** The filter as a query string, with the question mark; empty without a filter. */
export function filterQuery(filter: QueueFilter, after?: string): string {
  const query = new URLSearchParams();
  if (filter.employeeId !== undefined) query.set('pegawai', filter.employeeId);
  if (filter.day !== undefined) query.set('tanggal', filter.day);
  if (filter.mark !== undefined) query.set('tanda', filter.mark);
  if (after !== undefined) query.set('sesudah', after);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export const queuePath = (step: Step, filter: QueueFilter = {}, after?: string): string =>
  `/${step.name}${filterQuery(filter, after)}`;

/** One entry's page in a step; the filter goes along, so that the next entry is the next one of the same list. */
export const entryPath = (step: Step, id: string, filter: QueueFilter = {}): string =>
  `/${step.name}/${id}${filterQuery(filter)}`;

/** The queue of what carries no mark, its rows ticked. */
export const tickedPath = (step: Step, filter: QueueFilter): string => {
  const query = filterQuery({ ...filter, mark: 'tanpa' });
  return `/${step.name}${query}&centang=1`;
};

/** Where a press of the queue's buttons goes. Marks do not go along: what was marked is what remains. */
export const bulkPath = (step: Step, { mark: _mark, ...filter }: QueueFilter): string =>
  `/${step.name}/massal${filterQuery(filter)}`;

export const historyPath = (step: Step): string => `/${step.name}/riwayat`;
