import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { createPool } from '../src/platform/database/pool.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { DATABASE_NAME } from '../src/platform/postgres/ensure-database.ts';
import { median } from './measure.ts';
import { startServer, type Server } from './servers.ts';

/**
 * How long the two commonest tasks take on a weak phone with a bad line (ux.md, T1 and T2): seconds of waiting for the machine,
 * from opening the page to the page that says it is done. The person's own reading and typing comes on top.
 */
const CLOCK = '2026-11-18T07:30:00+08:00';
const CPU_SLOWER = 4;
const LINE = { bytesPerSecond: 400_000 / 8, latencyMs: 400 };
const ROUNDS = 3;

interface Account extends Record<string, unknown> {
  readonly login: string;
  readonly password: string;
}

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const;
const executablePath = process.env['TAKAR_CHROMIUM'] ?? '/usr/bin/chromium';
const folder = mkdtempSync(path.join(os.tmpdir(), 'takar-phone-'));
const cluster = await startEmbedded(folder);
let product: Server | undefined;
let browser: Browser | undefined;
try {
  product = await startServer('scripts/start.cjs', {
    DATA_DIR: folder,
    PORT: '0',
    TAKAR_CLOCK: CLOCK,
    TAKAR_DEMO: 'kecil',
    TAKAR_LOG: 'warn',
  });
  const pool = createPool({ url: cluster.url(DATABASE_NAME), max: 1, statementTimeout: 0 });
  const { rows } = await pool.query<Account>(
    `SELECT a.login, d.password FROM demo_account d JOIN account a ON a.id = d.account_id
     WHERE d.key IN ('staf1', 'staf2', 'staf3', 'staf_lain') ORDER BY d.key`,
  );
  await pool.end();
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  const [logger, ...copiers] = rows;
  const log: Times[] = [];
  const copy: Times[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    log.push(await onPhone(browser, product.origin, logger!, page => logActivity(page, round)));
    copy.push(await onPhone(browser, product.origin, copiers[round]!, copyDay));
  }
  report([
    ['T1 log an activity', log],
    ['T2 copy a day', copy],
  ]);
} finally {
  await browser?.close();
  await product?.stop();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds since the page was asked for: until it can be used, and until it is done. */
interface Times {
  readonly usable: number;
  readonly done: number;
}

/** Signs in on a quick line, then makes phone and line slow and lets a task be done with an empty cache. */
async function onPhone(
  on: Browser,
  origin: string,
  { login, password }: Account,
  task: (page: Page) => Promise<Times>,
): Promise<Times> {
  const context = await on.newContext({ baseURL: origin, ...PHONE });
  await context.request.post('/masuk', {
    form: { nip: login, kata_sandi: password, lanjut: '' },
    headers: { origin, 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  });
  const page = await context.newPage();
  await slowDown(context, page);
  const times = await task(page);
  await context.close();
  return times;
}

async function slowDown(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LINE.latencyMs,
    downloadThroughput: LINE.bytesPerSecond,
    uploadThroughput: LINE.bytesPerSecond,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

/** Three taps and a text. */
async function logActivity(page: Page, round: number): Promise<Times> {
  const start = performance.now();
  await page.goto('/kegiatan-harian/baru', { waitUntil: 'load' });
  const usable = secondsSince(start);
  await page.locator('label:has(input[name="aktivitas"])').first().click();
  await page.locator('[name="uraian"]').fill(`Dua undangan rapat koordinasi, putaran ${String(round)}`);
  await page
    .locator('form[data-draf]')
    .getByRole('button', { name: /^Simpan dan kirim/ })
    .click();
  await page.waitForURL(/\/kegiatan-harian\/[0-9a-f-]{36}$/, { waitUntil: 'load' });
  return { usable, done: secondsSince(start) };
}

/** Two taps from the front page; every round is another person's. */
async function copyDay(page: Page): Promise<Times> {
  const start = performance.now();
  await page.goto('/dasbor', { waitUntil: 'load' });
  const usable = secondsSince(start);
  await page.getByRole('link', { name: /^Salin dari / }).click();
  await page.waitForURL('**/kegiatan-harian/salin**', { waitUntil: 'load' });
  await page
    .locator('main')
    .getByRole('button', { name: /^Simpan dan kirim \d+ kegiatan$/ })
    .click();
  await page.waitForURL(address => address.pathname !== '/kegiatan-harian/salin', { waitUntil: 'load' });
  return { usable, done: secondsSince(start) };
}

function report(tasks: readonly (readonly [string, readonly Times[]])[]): void {
  console.log(
    `360 px, processor ${String(CPU_SLOWER)} times slower, 400 kbit/s with 400 ms, empty cache, ${String(ROUNDS)} rounds`,
  );
  console.log('| task | page usable, s | acknowledged, s |\n|---|---|---|');
  for (const [name, times] of tasks) {
    const [usable, done] = [median(times.map(each => each.usable)), median(times.map(each => each.done))];
    console.log(`| ${name} | ${usable.toFixed(1)} | ${done.toFixed(1)} |`);
  }
}
