import type pg from 'pg';

/**
 * Whose plan a statement runs by. `kept`: one plan for all values, made once on each connection; for statements that are
 * asked again and again. `each`: a plan for these very values, made at every run; for lists and reports, whose best way
 * depends on them.
 */
export type Plans = 'kept' | 'each';

/** PostgreSQL's word for it. By itself (`auto`) it plans a prepared statement five times before it considers keeping a plan. */
const MODE: Readonly<Record<Plans, string>> = { kept: 'force_generic_plan', each: 'auto' };

const setting = (plans: Plans): string => `plan_cache_mode = ${MODE[plans]}`;

/** What a connection is asked for when it begins: plans are kept. */
export const PLANS_AT_FIRST = `-c plan_cache_mode=${MODE.kept}`;

/** To begin a transaction in which plans are made so. */
export const beginWith = (words: string, plans: Plans): string => `${words}; SET LOCAL ${setting(plans)}`;

/** How each connection plans now, where it is not as at first. */
const now = new WeakMap<pg.ClientBase, Plans>();

/**
 * Sends one statement outside a transaction. A connection that planned otherwise is told first: hot pages ask by name
 * alone, so it is told rarely, and both go out together. What another session finds the setting at (behind a
 * pooler) changes how long a statement takes, never what it answers.
 */
export async function sendPlanned<Result>(
  client: pg.ClientBase,
  plans: Plans,
  send: () => Promise<Result>,
): Promise<Result> {
  if ((now.get(client) ?? 'kept') === plans) return send();
  now.set(client, plans);
  const told = client.query(`SET ${setting(plans)}`);
  const [, result] = await Promise.all([told, send()]);
  return result;
}
