import * as cheerio from 'cheerio';
import { type Clock, fixedClock } from '../../../src/platform/clock.ts';
import { type Browser, createTestApp, type Filling, formOn, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

/** A working Wednesday; the afternoon is free for everybody of the cast. */
export const NOW = '2026-11-18T13:30:00+08:00';
export const TODAY = '2026-11-18';

/** Domain time that a test sets; real time stands still, so that days may pass and sessions last. */
export type DomainClock = Clock & { set(to: string): void };

function domainClock(start: string): DomainClock {
  const [domain, real] = [fixedClock(start), fixedClock(start)];
  return { now: () => domain.now(), real: () => real.real(), set: to => domain.set(to) };
}

/** The demo's office with a clock to set, and two of its people at their browsers. */
export interface Desk {
  readonly app: TestApp;
  readonly clock: DomainClock;
  readonly cast: Cast;
}

/** Tests log the same work many times a day: from the tenth on, every item takes a hundred units a day. */
const ROOMY_NORMS = `INSERT INTO catalogue_norm (item_id, from_date, points_per_unit, minutes_per_unit, max_per_day, active)
  SELECT DISTINCT ON (item_id) item_id, DATE '2026-11-10', points_per_unit, minutes_per_unit, 100, active FROM catalogue_norm
  WHERE from_date < '2026-11-10' ORDER BY item_id, from_date DESC`;

export async function openDesk(): Promise<Desk> {
  const clock = domainClock(NOW);
  const app = await createTestApp({ database: await createDemoDatabase(), clock });
  await app.deps.pool.query(ROOMY_NORMS);
  return { app, clock, cast: await readCast(app.deps.pool) };
}

/** A new form as it stands on its page, filled in so that it would be accepted at these times. */
export async function filledForm(browser: Browser, mulai: string, selesai: string): Promise<Record<string, string>> {
  const { text } = await browser.get('/kegiatan-harian/baru').expect(200);
  const $ = cheerio.load(text);
  const { fields } = formOn(text, '/kegiatan-harian');
  return {
    ...(fields as Record<string, string>),
    aktivitas: String($('input[name="aktivitas"]').first().attr('value')),
    uraian: 'Menyusun dua undangan rapat koordinasi',
    volume: '1',
    tanggal: TODAY,
    mulai,
    selesai,
    aksi: 'kirim',
  };
}

/** Submits a new entry and gives its id. */
export async function logEntry(browser: Browser, mulai: string, selesai: string, more: Filling = {}): Promise<string> {
  const form = await filledForm(browser, mulai, selesai);
  const answer = await browser.post('/kegiatan-harian', { ...form, ...more });
  if (answer.status !== 303) throw new Error(`refused: ${String(answer.status)} ${messagesOf(answer.text).join('; ')}`);
  return idIn(answer.headers.location);
}

export const idIn = (location: string | undefined): string =>
  /^\/kegiatan-harian\/([0-9a-f-]{36})$/.exec(location ?? '')?.[1] ?? '';

/** The messages of a page's error summary. */
export function messagesOf(html: string): string[] {
  const $ = cheerio.load(html);
  return $('[role="alert"] li')
    .toArray()
    .map(item => $(item).text().trim());
}

/** What an entry is now, as the database has it. */
export async function stored(
  app: TestApp,
  id: string,
): Promise<{ status: string; version: number; points: number; work_date: string; description: string } | undefined> {
  const { rows } = await app.deps.pool.query<{
    status: string;
    version: number;
    points: number;
    work_date: string;
    description: string;
  }>('SELECT status, version, points, work_date, description FROM activity WHERE id = $1', [id]);
  return rows[0];
}

/** The history of an entry as steps: `2 kirim draf>dikirim`. */
export async function eventsOf(app: TestApp, id: string): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ step: string }>(
    `SELECT seq || ' ' || action || ' ' || coalesce(from_status, '-') || '>' || to_status AS step
     FROM activity_event WHERE activity_id = $1 ORDER BY seq`,
    [id],
  );
  return rows.map(row => row.step);
}
