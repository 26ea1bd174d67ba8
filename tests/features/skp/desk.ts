import * as cheerio from 'cheerio';
import { fixedClock, type Clock } from '../../../src/platform/clock.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { createTestApp, formOn, type Browser, type Filling, type TestApp } from '../../support/app.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

export const NOW = '2026-11-18T13:30:00+08:00';
export const YEAR = 2026;

/** Domain time that a test sets; real time stands still, so that sessions last. */
export type DomainClock = Clock & { set(to: string): void };

/** The demo's office with a clock to set. */
export interface Desk {
  readonly app: TestApp;
  readonly clock: DomainClock;
  readonly cast: Cast;
}

export async function openDesk(now = NOW): Promise<Desk> {
  const [domain, real] = [fixedClock(now), fixedClock(now)];
  const clock = { now: () => domain.now(), real: () => real.real(), set: (to: string) => domain.set(to) };
  const app = await createTestApp({ database: await createDemoDatabase(), clock });
  return { app, clock, cast: await readCast(app.deps.pool) };
}

/** A planned result as it would be accepted. */
export const TARGET = {
  rhk_pimpinan: '',
  rhk: 'Terbitnya izin usaha sesuai waktu layanan',
  jenis: 'utama',
  aspek: 'kuantitas',
  indikator: 'Jumlah izin yang terbit',
  target_angka: '480',
  satuan: 'izin',
  batas: '31/12/2026',
} as const;

/** Adds a planned result through the real form. */
export const addTarget = (browser: Browser, more: Filling = {}, year = YEAR) =>
  browser.submit(`/sasaran/baru?tahun=${String(year)}`, { ...TARGET, ...more }, '/sasaran');

/** The form with this action on one's own page. */
export async function ownForm(browser: Browser, action: string, year = YEAR): Promise<Record<string, string>> {
  const { text } = await browser.get(`/sasaran?tahun=${String(year)}`).expect(200);
  return formOn(text, action).fields as Record<string, string>;
}

/** Submits the year's plan through the real form. */
export async function submitPlan(browser: Browser, year = YEAR): Promise<void> {
  const action = `/sasaran/${String(year)}/ajukan`;
  await browser.post(action, await ownForm(browser, action, year)).expect(303);
}

export interface StoredPlan extends Record<string, unknown> {
  readonly id: string;
  readonly part: number;
  readonly revision: number;
  readonly state: string;
  readonly version: number;
}

/** A person's plans of a year as the database has them, oldest first. */
export async function plansOf({ app, cast }: Desk, key: CastKey, year = YEAR): Promise<StoredPlan[]> {
  const { rows } = await app.deps.pool.query<StoredPlan>(
    `SELECT id, ordinal AS part, revision, state, version, from_date, until_date FROM skp_plan
     WHERE employee_id = $1 AND year = $2 ORDER BY ordinal, revision`,
    [cast[key].employeeId, year],
  );
  return rows;
}

export interface StoredTarget extends Record<string, unknown> {
  readonly id: string;
  readonly origin: string;
  readonly result: string;
}

export async function targetsIn({ app }: Desk, planId: string): Promise<StoredTarget[]> {
  const { rows } = await app.deps.pool.query<StoredTarget>(
    'SELECT id, coalesce(origin_id, id) AS origin, result FROM skp_target WHERE plan_id = $1 ORDER BY ordinal',
    [planId],
  );
  return rows;
}

/** Takes a person's SKP away altogether, as if the year had just begun. Triggers and references rest meanwhile. */
export async function withoutPlans({ app, cast }: Desk, key: CastKey): Promise<void> {
  const { employeeId } = cast[key];
  const own = 'SELECT t.id FROM skp_target t WHERE t.employee_id = $1';
  const plans = 'SELECT p.id FROM skp_plan p WHERE p.employee_id = $1';
  await transaction(app.deps.pool, async tx => {
    await tx.query("SET LOCAL session_replication_role = 'replica'");
    for (const statement of [
      'UPDATE activity SET target_id = NULL WHERE employee_id = $1',
      `UPDATE skp_target SET parent_target_id = NULL WHERE parent_target_id IN (${own})`,
      `DELETE FROM skp_realisation WHERE indicator_id IN (SELECT id FROM skp_indicator WHERE target_id IN (${own}))`,
      `DELETE FROM skp_indicator WHERE target_id IN (${own})`,
      'DELETE FROM skp_target WHERE employee_id = $1',
      `DELETE FROM skp_event WHERE plan_id IN (${plans})`,
      `DELETE FROM skp_behaviour WHERE plan_id IN (${plans})`,
      'DELETE FROM skp_plan WHERE employee_id = $1',
    ])
      await tx.query(statement, [employeeId]);
  });
}

/** The messages of a page's error summary. */
export function messagesOf(html: string): string[] {
  const $ = cheerio.load(html);
  return $('[role="alert"] li')
    .toArray()
    .map(item => $(item).text().trim());
}
