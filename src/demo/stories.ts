import type { LocalDate } from '../domain/local-date.ts';
import type { Month } from '../domain/month.ts';
import type { Tx } from '../platform/database/sql.ts';
import type { Regency } from './regency.ts';
import { attendanceStory } from './story-attendance.ts';
import { catalogueStory } from './story-catalogue.ts';
import { factsStory } from './story-facts.ts';
import { letterheadStory } from './story-letterhead.ts';
import { loggingStory } from './story-logging.ts';
import { organisationStory } from './story-organisation.ts';
import { ordersStory } from './story-orders.ts';
import { outageStory } from './story-outage.ts';
import { regulationStory } from './story-regulation.ts';
import { reviewStory } from './story-review.ts';
import { rightsStory } from './story-rights.ts';
import { skpStory } from './story-skp.ts';

/** What a part of the demo may build on: everything written before it. */
export interface Scene {
  readonly regency: Regency;
  /** Catalogue items by code. */
  readonly itemIds: ReadonlyMap<string, string>;
  /** Two months ago (paid), last month (over), the running month. */
  readonly months: readonly [Month, Month, Month];
  /** Domain time. */
  readonly now: Date;
  readonly holidays: ReadonlyMap<LocalDate, string>;
}

export type Story = (tx: Tx, scene: Scene) => Promise<void>;

/** What goes on in the invented regency beside the daily work; in this order, inside the seeding transaction. */
export const STORIES: readonly Story[] = [
  organisationStory,
  catalogueStory,
  letterheadStory,
  skpStory,
  ordersStory,
  loggingStory,
  rightsStory,
  factsStory,
  attendanceStory,
  reviewStory,
  regulationStory,
  outageStory,
];
