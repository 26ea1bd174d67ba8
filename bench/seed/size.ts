import { SIX_HUNDRED, type RegencySize } from '../../tests/support/large-regency.ts';

/** Which regency is measured. */
export interface BenchSize {
  readonly people: number;
  /** Months of work, the running one included. */
  readonly months: number;
}

/** Working days and entries of the running month: thirty rows on everybody's page. */
const RUNNING = { days: 10, entriesPerDay: 3 } as const;
/** Ten units with 44 people and a head each: what one office adds. */
const PER_OFFICE = 400;
const STAFF = 44;

/** How much is added to the small demo for about so many people. */
export function regencySize(people: number): RegencySize {
  if (people <= 1000) return { ...SIX_HUNDRED, ...RUNNING };
  return { offices: Math.round(people / PER_OFFICE), staff: STAFF, ...RUNNING };
}
