import type { Month } from '../../domain/month.ts';
import type { PeriodState } from '../../domain/payroll/run-lifecycle.ts';
import { periodsPath } from './paths.ts';
import type { Period } from './queries.ts';

/** Which units of a month the board shows. */
export interface PeriodsFilter {
  /** Null: every state. */
  readonly state: PeriodState | null;
  /** Part of a unit's name or code; empty: every unit. */
  readonly search: string;
  /** From one on. */
  readonly page: number;
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

/** With more units than this the board is shown in pages and can be narrowed. */
export const PER_PAGE = 50;

const MOST_TYPED = 100;
const PAGE = /^[1-9]\d{0,3}$/;

/** Reads `keadaan`, `cari` and `halaman` of an address or a form; what means nothing shows everything. */
export function readFilter(source: Readonly<Record<string, unknown>>): PeriodsFilter {
  const { keadaan, cari, halaman } = source;
  const search = typeof cari === 'string' ? cari.replaceAll('\0', '').slice(0, MOST_TYPED).trim() : '';
  return {
    state: SHOWN_STATES.find(state => state === keadaan) ?? null,
    search,
    page: typeof halaman === 'string' && PAGE.test(halaman) ? Number(halaman) : 1,
  };
}

/** Whether a unit's month is among those asked for, whatever its page. */
export function matches({ state, search }: PeriodsFilter, period: Period): boolean {
  const wanted = search.toLowerCase();
  return (
    (state === null || period.state === state) &&
    (wanted === '' ||
      period.unit.name.toLowerCase().includes(wanted) ||
      period.unit.code.toLowerCase().includes(wanted))
  );
}

/** The filter as fields of an address or a form. */
export const filterFields = ({ state, search, page }: PeriodsFilter): Readonly<Record<string, string>> => ({
  ...(state === null ? {} : { keadaan: state }),
  ...(search === '' ? {} : { cari: search }),
  ...(page === 1 ? {} : { halaman: String(page) }),
});

/** The board with a filter. */
export function filteredPath(month: Month, filter: PeriodsFilter): string {
  const query = new URLSearchParams(filterFields(filter)).toString();
  return `${periodsPath(month)}${query === '' ? '' : `&${query}`}`;
}
