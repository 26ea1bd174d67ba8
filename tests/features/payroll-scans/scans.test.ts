import * as cheerio from 'cheerio';
import { beforeAll, expect, test } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type ChosenFile, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Each paper is sent a minute after the one before: the papers stand in the order in which they were sent. */
const clock = fixedClock(DEMO_NOW);

let app: TestApp;
let cast: Cast;
let page: string;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
  page = `/keuangan/tpp/2026-09/${cast.staf1.payrollUnitCode}/pindaian`;
});

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const scan = (content: Buffer = PDF, name = 'daftar.pdf'): ChosenFile => ({ field: 'bukti', name, content });
const messages = (html: string): string[] =>
  cheerio
    .load(html)('[role="alert"] a, [role="alert"] li')
    .map((_, each) => cheerio.load(each).text())
    .get();
const tags = (html: string): string[] =>
  cheerio
    .load(html)('.kartu .tag')
    .map((_, each) => cheerio.load(each).text())
    .get();
const answerPathOf = (html: string): string => cheerio.load(html)('form:has([name="balasan"])').last().attr('action')!;

async function send(browser: Browser, kind: string): Promise<void> {
  clock.set(new Date(clock.now().getTime() + 60_000));
  const sent = await browser.submit(page, { jenis: kind }, page, [scan()]);
  expect([sent.status, sent.headers['location']]).toEqual([303, page]);
}

test('the office sends a signed paper, finance returns it with a reply, the next one is accepted', async () => {
  const [treasurer, finance] = [await app.signInAs('bendahara'), await app.signInAs('keuangan1')];
  expect((await finance.get('/keuangan/tpp?bulan=2026-09')).text).toContain('Bertanda tangan: 0 dari 3 diterima');
  await send(treasurer, 'daftar');
  const board = (await finance.get('/keuangan/tpp?bulan=2026-09')).text;
  expect(board).toContain('Berkas bertanda tangan dari 1 unit menunggu Anda periksa');
  const twice = await treasurer.post(page, { jenis: 'daftar', kunci_kirim: crypto.randomUUID() }, [scan()]);
  expect([twice.status, messages(twice.text).join()]).toEqual([409, expect.stringContaining('sudah dikirim')]);

  const waiting = (await finance.get(page)).text;
  const answer = answerPathOf(waiting);
  const silent = await finance.submit(page, { keputusan: 'kembalikan', balasan: ' ' }, answer);
  expect([silent.status, silent.text.includes('Tulis apa yang perlu diperbaiki')]).toEqual([422, true]);
  expect(cheerio.load(silent.text)('#balasan[aria-invalid="true"]')).toHaveLength(1);
  const hostile = await finance.submit(page, { keputusan: 'bayar', balasan: '<script>', lain: '1' }, answer);
  expect([hostile.status, hostile.text.includes('<script>')]).toEqual([422, false]);
  const reply = 'Halaman dua belum ditandatangani kepala dinas';
  const fields = { keputusan: 'kembalikan', balasan: reply };
  expect((await finance.submit(page, fields, answer)).status).toBe(303);
  expect((await finance.post(answer, { ...fields, versi: '1' })).status).toBe(409);
  expect((await treasurer.get(page)).text).toContain(reply);
  expect((await treasurer.get('/notifikasi')).text).toContain(`dikembalikan BPKAD: ${reply}`);

  await send(treasurer, 'daftar');
  const next = answerPathOf((await finance.get(page)).text);
  expect((await finance.submit(page, { keputusan: 'terima', balasan: '' }, next)).status).toBe(303);
  expect(tags((await treasurer.get(page)).text)).toEqual(['Diterima', 'Dikembalikan']);
  expect((await finance.get('/keuangan/tpp?bulan=2026-09')).text).toContain('Bertanda tangan: 1 dari 3 diterima');
  const trail = await app.deps.pool.query<{ action: string }>(
    `SELECT action FROM audit_event WHERE object_type = 'payroll_scan' ORDER BY seq`,
  );
  expect(trail.rows.map(row => row.action)).toEqual([
    'pindaian.kirim',
    'pindaian.kembalikan',
    'pindaian.kirim',
    'pindaian.terima',
  ]);
});

test('the paper is read by its office and finance alone, each look written down; nothing of it is changed or lost', async () => {
  const head = await app.signInAs('kepala');
  await send(head, 'sptjm');
  const file = cheerio
    .load((await head.get(page)).text)('.kartu ul a')
    .first()
    .attr('href')!;
  const got = await (await app.signInAs('keuangan2')).get(file);
  expect([got.status, got.headers['content-type']]).toEqual([200, 'application/pdf']);
  const looks = await app.deps.pool.query(`SELECT 1 FROM audit_event WHERE action = 'pindaian.unduh'`);
  expect(looks.rowCount).toBe(1);
  for (const key of ['kepala_lain', 'sekda']) {
    const other = await app.signInAs(key);
    expect([(await other.get(page)).status, (await other.get(file)).status]).toEqual([404, 404]);
  }
  for (const key of ['staf1', 'pengelola', 'kepegawaian1']) {
    expect((await (await app.signInAs(key)).get(page)).status).toBe(403);
  }
  expect((await head.post(answerPathOf((await (await app.signInAs('keuangan1')).get(page)).text), {})).status).toBe(
    403,
  );
  await expect(app.deps.pool.query('DELETE FROM payroll_scan')).rejects.toThrow('append-only');
  await expect(app.deps.pool.query(`UPDATE payroll_scan SET kind = 'lainnya'`)).rejects.toThrow('append-only');
});

test('what is no paper, no file or no known kind is refused with everything typed kept', async () => {
  const treasurer = await app.signInAs('bendahara');
  const before = await treasurer.get(page);
  const empty = await treasurer.submit(page, { jenis: 'pengantar' }, page);
  expect([empty.status, messages(empty.text).join()]).toEqual([422, expect.stringContaining('Pilih berkas')]);
  expect(cheerio.load(empty.text)('[name="jenis"] option[selected]').val()).toBe('pengantar');
  const program = await treasurer.submit(page, { jenis: 'pengantar' }, page, [scan(Buffer.from('MZ\0\0'), 'a.exe')]);
  expect([program.status, messages(program.text).join()]).toEqual([422, expect.stringContaining('PDF')]);
  const unknown = await treasurer.submit(page, { jenis: '\0lain', unit: 'X' }, page, [scan()]);
  expect(unknown.status).toBe(422);
  expect(tags((await treasurer.get(page)).text)).toEqual(tags(before.text));
  expect((await treasurer.get(page.replace('2026-09', '2026-10'))).status).toBe(404);
});
