import { minuteIn } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Verification, verifyAll } from './service.ts';

type Needs = Pick<Deps, 'pool' | 'clock'>;

/** The actor of what the server does by itself. */
const SCHEDULE = 'jadwal';
const MINUTE_MS = 60_000;
/** The hours of the night, in the regency's zone, in which the promises are looked at. */
const NIGHT = { from: 60, until: 5 * 60 };
/** Not again in the same night. */
const ENOUGH_HOURS = 20;

const RECORD = `INSERT INTO verify_run (at, ok, failed, seconds, actor) VALUES ($1, $2, $3, $4, $5)`;
const LAST = 'SELECT at, ok, failed, seconds, actor FROM verify_run ORDER BY at DESC, id DESC LIMIT 1';

/** When the promises were last looked at, in real time. */
export interface VerifyRun {
  readonly at: Date;
  readonly ok: boolean;
  /** Ids of the promises that were broken. */
  readonly failed: readonly string[];
  readonly seconds: number;
  /** `jadwal`, or who called the command. */
  readonly actor: string;
}

/** Records that the promises were looked at, and what came of it. */
export async function recordVerification(
  { pool, clock }: Needs,
  { ok, checks }: Verification,
  { begun, actor }: { readonly begun: Date; readonly actor: string },
): Promise<void> {
  const failed = checks.filter(check => !check.ok).map(check => check.id);
  const at = clock.real();
  const seconds = Math.round((at.getTime() - begun.getTime()) / 1000);
  await pool.query(RECORD, [at, ok, failed, seconds, actor]);
}

/** The last look; undefined before the first. */
export async function lastVerification(sql: Sql): Promise<VerifyRun | undefined> {
  return (await sql.query<VerifyRun & Record<string, unknown>>(LAST)).rows[0];
}

/** Holds the promises against the database once each night, and says loudly what is broken. */
export async function verifyNightly(deps: Pick<Deps, 'pool' | 'clock' | 'regency' | 'log'>): Promise<void> {
  const begun = deps.clock.real();
  const minute = minuteIn(deps.regency.zone, begun);
  if (minute < NIGHT.from || minute >= NIGHT.until) return;
  const last = await lastVerification(deps.pool);
  if (last && begun.getTime() - last.at.getTime() < ENOUGH_HOURS * 60 * MINUTE_MS) return;
  const result = await verifyAll(deps.pool);
  await recordVerification(deps, result, { begun, actor: SCHEDULE });
  const broken = result.checks.filter(check => !check.ok).map(({ id, note }) => `${id}: ${note}`);
  if (broken.length > 0) deps.log.error({ broken }, 'promises are broken');
}
