// Pictures of the running product for the README and the documents: starts it with the small demo on a clock of its own,
// opens pages as the people who use them, on a phone and on a desktop, and composes the overview out of three phones.
// Use: node scripts/screenshots.mjs [folder]      (needs a Chromium: TAKAR_CHROMIUM or a usual place)
//      node scripts/screenshots.mjs --panduan [folder [name …]]    the pictures of the guide instead, all or some
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { GUIDE_PICTURES } from './guide-pictures.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const forGuide = process.argv[2] === '--panduan';
const usual = path.join(project, forGuide ? 'src/features/guide/pictures' : 'docs/screenshots');
const out = path.resolve(process.argv[forGuide ? 3 : 2] ?? usual);
const CLOCK = '2026-11-18T13:30:00+08:00';
const LARGEST_BYTES = 150 * 1024;
const LARGEST_GUIDE_BYTES = 40 * 1024;
/** How much of a page a picture of the guide shows, from the top of its own part. */
const GUIDE_HEIGHT = 500;
const GUIDE_STEP = 40;
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 860 };
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

/** What is shown: a name, who looks at it, and where; `ready` brings the page into the state worth showing. */
const SHOTS = [
  { name: 'masuk', as: null, address: '/masuk' },
  { name: 'beranda', as: 'staf1', address: '/dasbor' },
  { name: 'formulir', as: 'staf1', address: '/kegiatan-harian/baru', ready: typeActivity },
  { name: 'bulan', as: 'staf1', address: '/kegiatan-harian?bulan=2026-11' },
  { name: 'antrean', as: 'atasan', address: '/verifikasi' },
  { name: 'keputusan', as: 'atasan', address: '/verifikasi', ready: openFirst },
  { name: 'tpp-saya', as: 'staf1', address: '/laporan/tpp-saya?bulan=2026-09', ready: unfoldFirst },
  { name: 'tutup-periode', as: 'kepegawaian1', address: '/kepegawaian/periode/2026-10/DPMPTSP/tutup' },
  { name: 'keuangan', as: 'keuangan1', address: '/keuangan/tpp?bulan=2026-09' },
];
const OVERVIEW = ['bulan', 'antrean', 'tpp-saya'];

async function typeActivity(page) {
  await page.locator('label:has(input[name="aktivitas"])').first().click();
  await page.locator('[name="uraian"]').fill('2 surat undangan rapat koordinasi perizinan, sudah dikirim');
}

async function openFirst(page) {
  await page.locator('main li[data-id] a').first().click();
  await page.getByRole('button', { name: 'Simpan keputusan' }).waitFor();
}

async function unfoldFirst(page) {
  await page.locator('main .rincian details > summary').first().click();
}

const executablePath = process.env.TAKAR_CHROMIUM ?? PLACES.find(place => existsSync(place));
if (!executablePath) {
  process.stderr.write('No Chromium found. Set TAKAR_CHROMIUM to its path.\n');
  process.exit(1);
}

const work = await mkdtemp(path.join(os.homedir(), '.takar-screenshots-'));
const env = {
  ...process.env,
  DATA_DIR: process.env.DATA_DIR ?? path.join(work, 'data'),
  PORT: process.env.PORT ?? '3919',
  TAKAR_DEMO: 'kecil',
  TAKAR_CLOCK: CLOCK,
  TAKAR_LOG: 'error',
};
const server = spawn(process.execPath, [path.join(project, 'scripts/start.cjs')], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const origin = await readyAddress(server);
  const people = demoAccounts();
  await mkdir(out, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  if (forGuide) await takeGuide(browser, origin, people);
  else await takeAll(browser, origin, people);
  await browser.close();
} finally {
  server.kill('SIGTERM');
  await new Promise(resolve => server.once('exit', resolve));
  await rm(work, { recursive: true, force: true });
}

function readyAddress(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', part => {
      text += part;
      const ready = /https?:\/\/\S+/.exec(text);
      if (ready) resolve(ready[0]);
    });
    child.once('exit', code => reject(new Error(`the product ended with ${code} before it was ready`)));
  });
}

function demoAccounts() {
  const asked = [path.join(project, 'scripts/takar.cjs'), 'demo', 'accounts', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, asked, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return new Map(JSON.parse(stdout).map(account => [account.key, account]));
}

async function takeAll(browser, origin, people) {
  for (const [device, viewport] of [
    ['ponsel', PHONE],
    ['desktop', DESKTOP],
  ])
    for (const shot of SHOTS) {
      const page = await open(browser, origin, people, shot, viewport, viewport.width < 768 ? 2 : 1);
      await save(page, `${shot.name}-${device}.png`, { fullPage: process.env.TAKAR_FULL_PAGE === '1' });
      await page.context().close();
    }
  await composeOverview(browser);
}

async function takeGuide(browser, origin, people) {
  const only = process.argv.slice(4);
  for (const shot of GUIDE_PICTURES.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const page = await open(browser, origin, people, shot, { ...PHONE, height: 1400 }, 1);
    const { y, height } = await page
      .locator(shot.from ?? 'main')
      .first()
      .boundingBox();
    const clip = { x: 0, y, width: PHONE.width, height: Math.min(height, GUIDE_HEIGHT) };
    // a page full of letters is cut a little shorter, so that the picture stays light
    while ((await page.screenshot({ clip })).length > LARGEST_GUIDE_BYTES) clip.height -= GUIDE_STEP;
    await save(page, `${shot.name}.png`, { clip, largest: LARGEST_GUIDE_BYTES });
    await page.context().close();
  }
}

/** A page as somebody has it before their eyes. */
async function open(browser, origin, people, { as, address, ready }, viewport, deviceScaleFactor) {
  const phone = viewport.width < 768;
  const context = await browser.newContext({
    baseURL: origin,
    viewport,
    isMobile: phone,
    hasTouch: phone,
    deviceScaleFactor,
  });
  const page = await context.newPage();
  if (as) {
    const { nip, password } = people.get(as);
    const headers = { origin, 'sec-fetch-site': 'same-origin' };
    const form = { nip, kata_sandi: password, lanjut: '' };
    await context.request.post('/masuk', { form, headers, maxRedirects: 0 });
  }
  const answer = await page.goto(address);
  if (!answer?.ok()) throw new Error(`${address} was answered ${answer?.status()}`);
  await ready?.(page);
  await page.evaluate('scrollTo(0, 0), document.activeElement?.blur()');
  return page;
}

async function save(page, file, { fullPage = false, clip = undefined, largest = LARGEST_BYTES } = {}) {
  const target = path.join(out, file);
  await page.screenshot({ path: target, fullPage, clip });
  const { size } = await stat(target);
  if (size > largest && !fullPage) throw new Error(`${file} has ${size} bytes; at most ${largest}`);
  process.stdout.write(`${file} ${Math.ceil(size / 1024)} kB\n`);
}

/** Three phones side by side, set by Chromium itself. */
async function composeOverview(browser) {
  const pictures = await Promise.all(
    OVERVIEW.map(async name => (await readFile(path.join(out, `${name}-ponsel.png`))).toString('base64')),
  );
  const page = await browser.newPage({ viewport: { width: 960, height: 648 }, deviceScaleFactor: 1 });
  await page.setContent(`<style>
      body { margin: 0; padding: 24px; display: flex; gap: 24px; justify-content: center; background: #e8edf3; }
      img { width: 288px; height: 592px; border: 1px solid #b8c4d2; border-radius: 12px; }
    </style>${pictures.map(picture => `<img alt="" src="data:image/png;base64,${picture}">`).join('')}`);
  await save(page, 'overview.png');
}
