import type { Month } from '../../domain/month.ts';
import type { PeriodState } from '../../domain/payroll/run-lifecycle.ts';
import { isNamed, listFields, pageOf, readListAsked, type ListAsked } from '../../platform/web/named-list.ts';
import { periodsPath } from './paths.ts';
import type { Period } from './queries.ts';

/** Which units of a month the board shows. */
export interface PeriodsFilter extends ListAsked {
  /** Null: every state. */
  readonly state: PeriodState | null;
}

/** The states that the board offers, in the order of the work. */
export const SHOWN_STATES = [
  'TERBUKA',
  'GAGAL',
  'DITUTUP',
  'DIHITUNG',
  'DISETUJUI',
  'DIBAYAR',
] as const satisfies readonly PeriodState[];

/** Reads `keadaan`, `cari` and `halaman` of an address or a form; what means nothing shows everything. */
export const readFilter = (source: Readonly<Record<string, unknown>>): PeriodsFilter => ({
  ...readListAsked(source),
  state: SHOWN_STATES.find(state => state === source['keadaan']) ?? null,
});

/** The units asked for, whatever their page. */
export const matched = (filter: PeriodsFilter, periods: readonly Period[]): readonly Period[] =>
  periods.filter(({ state, unit }) => (filter.state === null || state === filter.state) && isNamed(filter, unit));

/** The units of the page asked for. */
export const shown = (filter: PeriodsFilter, periods: readonly Period[]): readonly Period[] =>
  pageOf(filter, matched(filter, periods));

/** The filter as fields of an address or a form. */
export const filterFields = (filter: PeriodsFilter): Readonly<Record<string, string>> => ({
  ...(filter.state === null ? {} : { keadaan: filter.state }),
  ...listFields(filter),
});

/** The board with a filter. */
export function filteredPath(month: Month, filter: PeriodsFilter): string {
  const query = new URLSearchParams(filterFields(filter)).toString();
  return `${periodsPath(month)}${query === '' ? '' : `&${query}`}`;
}
