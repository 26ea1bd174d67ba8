import { nearItsId } from '../activity-log/access.ts';
import type { Step } from './step.ts';

/*
 * Whose step an entry is, written once (docs/architecture.md, Authority; rulings.md 8, 9, 18a). A statement that uses
 * these fragments begins with CHAIRS, has the actor as $1 and today (the regency's day) as $2, and calls the activity
 * row "a". Page and decision share them, lists have the same rule in QUEUES: what is listed is what may be decided.
 */

/**
 * Opens a statement: every chair whose steps may come to the actor today, with the persons climbed over. "below": steps
 * that start under a chair and go up from it; "named": steps that start at the chair a letter names, itself included. Both
 * come from one walk down the tree.
 */
export const CHAIRS = `WITH steps AS MATERIALIZED (SELECT position_id, chair_id, passed, at FROM takar_steps($1, $2)),
  below AS (SELECT position_id, chair_id, passed FROM steps WHERE NOT at),
  named AS (SELECT position_id, chair_id, passed FROM steps WHERE at)`;

/** One way in which a step can come to somebody. */
interface Way {
  /** The chairs that are asked: `below` or `named` of CHAIRS. */
  readonly chairs: 'below' | 'named';
  /** The chair at which the step starts. */
  readonly start: string;
  /** When this way holds. */
  readonly when: string;
}

interface Fragment {
  readonly ways: readonly Way[];
  /** Who may not take the step. */
  readonly excluded: string;
}

const FRAGMENTS: Readonly<Record<Step['name'], Fragment>> = {
  verifikasi: {
    ways: [{ chairs: 'below', start: 'a.position_id', when: 'true' }],
    excluded: 'ARRAY[a.employee_id]',
  },
  validasi: {
    ways: [
      { chairs: 'below', start: 'a.verified_chair_id', when: 'a.validator_chair_id IS NULL' },
      { chairs: 'named', start: 'a.validator_chair_id', when: 'a.validator_chair_id IS NOT NULL' },
    ],
    excluded: 'ARRAY[a.employee_id, a.verified_by]',
  },
};

const chairsOf = ({ chairs, start, when }: Way, excluded: string): string =>
  `SELECT c.chair_id, c.passed FROM ${chairs} c WHERE ${when} AND c.position_id = ${start} AND c.passed <@ ${excluded}`;

/** True where this step of entry "a" belongs to the actor, whatever the entry's state is now. */
export function stepIsMine(step: Step): string {
  const { ways, excluded } = FRAGMENTS[step.name];
  return `($1 <> ALL (${excluded}) AND (${ways.map(way => `EXISTS (${chairsOf(way, excluded)})`).join(' OR ')}))`;
}

/** The chair from which the actor takes the step of entry "a"; null where the step is not the actor's. */
export function chairOfMine(step: Step): string {
  const { ways, excluded } = FRAGMENTS[step.name];
  return `(SELECT m.chair_id FROM (${ways.map(way => chairsOf(way, excluded)).join(' UNION ALL ')}) m
      ORDER BY cardinality(m.passed), m.chair_id LIMIT 1)`;
}

/** True where entry "a", found by its id, waits for this step and the step is the actor's. */
export const waitsForMe = (step: Step): string => `a.status = '${step.waits}' AND ${stepIsMine(step)}`;

/**
 * Everything that waits for the actor's two steps, as the CTE "queues" (validates, id, employee_id, work_date, start_minute, and
 * `period` as PERIOD_STANDING has it): the same rule for lists, walked once for both steps and kept as a plan in the database
 * (prisma/migrations/20261127000071_queue_estimates). The model of tests/features/review/authority.test.ts holds for both forms.
 */
export const QUEUES = 'queues AS MATERIALIZED (SELECT * FROM takar_queues($1, $2))';

/** What of "queues" may be decided now: everything but in a month that is being computed. */
export const DECIDABLE_NOW = "period <> 'tertutup'";

/** Of "queues", as q, what waits for one step. */
export const inQueue = (step: Step): string => (step.name === 'validasi' ? 'q.validates' : 'NOT q.validates');

/** A scalar subquery with the length of a queue, for statements with QUEUES. */
export const waitingCount = (step: Step): string =>
  `(SELECT count(*)::int FROM queues q WHERE ${inQueue(step)} AND q.${DECIDABLE_NOW})`;

/** True where the actor has decided on this step of entry "a" before (then the page is read-only). */
export function decidedByMe(step: Step): string {
  return `EXISTS (SELECT 1 FROM takar_entry_events(a.id) h WHERE h.actor_id = $1 AND h.part = '${step.part}')`;
}

/** Narrows a look-up by id alone ($3) to the partitions around the moment inside the id. */
export const NEAR_ITS_ID = nearItsId('a', '$3::uuid');

const CLOSED_PERIOD = `SELECT 1 FROM payroll_period p WHERE NOT p.open AND p.kind = 'TPP'
      AND p.payroll_unit_id = a.payroll_unit_id AND p.month = date_trunc('month', a.work_date::timestamp)::date`;

/**
 * How the month of entry "a" stands for the unit that pays it (PeriodStanding of src/domain/activity/lifecycle.ts): closed and
 * computed without the entry, a decision still comes in time for an adjustment (docs/adr/0028-adjustments.md).
 */
export const PERIOD_STANDING = `CASE WHEN NOT EXISTS (${CLOSED_PERIOD}) THEN 'terbuka'
      WHEN takar_was_uncounted(a.id, date_trunc('month', a.work_date::timestamp)::date, a.payroll_unit_id) THEN 'terlambat'
      ELSE 'tertutup' END`;

/** True where entry "a" may be decided: everywhere but in a month that is being computed. */
export const STILL_DECIDABLE = `NOT EXISTS (${CLOSED_PERIOD} AND NOT takar_was_uncounted(a.id, p.month, p.payroll_unit_id))`;
