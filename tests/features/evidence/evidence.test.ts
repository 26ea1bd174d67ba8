import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { safeName } from '../../../src/features/evidence/file-kind.ts';
import { sha256 } from '../../../src/platform/identity.ts';
import type { Browser, ChosenFile } from '../../support/app.ts';
import { png } from '../../support/pictures.ts';
import { type Desk, filledForm, idIn, messagesOf, openDesk } from '../activity-log/desk.ts';

const PNG = png();
const PDF = Buffer.from('%PDF-1.7\nundangan');
const file = (name: string, content: Buffer, field = 'bukti'): ChosenFile => ({ field, name, content });

let desk: Desk;
let staf: Browser;
let hour = 12;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf1');
});

async function send(files: readonly ChosenFile[], more: Record<string, string> = {}) {
  const from = hour;
  hour += 1;
  const form = await filledForm(staf, String(from), `${String(from)}.30`);
  return staf.post('/kegiatan-harian', { ...form, ...more }, files);
}

/** Evidence of an entry's page: address and name. */
async function filesOn(browser: Browser, id: string): Promise<{ href: string; name: string }[]> {
  const $ = cheerio.load((await browser.get(`/kegiatan-harian/${id}`).expect(200)).text);
  return $('a[href*="/bukti/"]')
    .toArray()
    .map(link => ({ href: String($(link).attr('href')), name: $(link).text() }));
}

test('files are kept by their content and handed out as downloads of their true kind', async () => {
  const answer = await send([file('../../etc/undangan.exe.png', PNG), file('surat "tugas"\r\n.pdf', PDF)]);
  expect(answer.status, messagesOf(answer.text).join()).toBe(303);
  const id = idIn(answer.headers.location);
  const files = await filesOn(staf, id);
  expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/^surat .*tugas.*\.pdf$/), 'undangan.exe.png']);
  const [, image] = files;
  const got = await staf.get(image?.href ?? '').expect(200);
  expect(got.body).toEqual(PNG);
  expect(got.headers['content-type']).toBe('image/png');
  expect(got.headers['content-disposition']).toMatch(/^attachment; filename=/);
  expect(got.headers['x-content-type-options']).toBe('nosniff');
  const stored = await readdir(path.join(desk.app.deps.uploads, sha256(PNG).slice(0, 2)));
  expect(stored).toEqual([sha256(PNG)]);
  const { rows } = await desk.app.deps.pool.query<{ evidence: string[] }>(
    "SELECT content -> 'evidence' AS evidence FROM activity_event WHERE activity_id = $1",
    [id],
  );
  expect(rows[0]?.evidence.sort()).toEqual([sha256(PNG), sha256(PDF)].sort());
});

test('files go with a deleted draft, whose history still names them', async () => {
  const answer = await send([file('undangan.pdf', PDF)], { aksi: 'draf' });
  const id = idIn(answer.headers.location);
  const [link] = await filesOn(staf, id);
  await staf.submit(`/kegiatan-harian/${id}/hapus`, {}).then(gone => expect(gone.status).toBe(303));
  await staf.get(link?.href ?? '').expect(404);
  const { rows } = await desk.app.deps.pool.query(
    `SELECT v.removed_at IS NOT NULL AS "takenOff", e.content -> 'evidence' AS evidence
     FROM evidence v JOIN activity_event e ON e.activity_id = v.activity_id AND e.action = 'hapus' WHERE v.activity_id = $1`,
    [id],
  );
  expect(rows).toEqual([{ takenOff: true, evidence: [sha256(PDF)] }]);
});

describe('refused (422), with everything typed kept', () => {
  test.each([
    ['a program under the name of a photo', [file('foto.jpg', Buffer.from('MZ\u0090'))], 'Berkas harus foto'],
    ['a page', [file('a.pdf', Buffer.from('<html><script>'))], 'Berkas harus foto'],
    ['an empty file', [file('kosong.png', Buffer.alloc(0))], 'Berkas harus foto'],
    ['too large', [file('besar.png', Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]))], 'Paling besar 2 MB'],
    ['four of them', [1, 2, 3, 4].map(n => file(`${String(n)}.png`, PNG)), 'Pilih paling banyak 3 berkas'],
    ['in another field', [file('a.png', PNG, 'uraian')], 'Lampirkan berkas hanya di bagian bukti dukung'],
  ])('%s', async (_, files, message) => {
    const answer = await send(files);
    hour -= 1;
    expect(answer.status).toBe(422);
    expect(messagesOf(answer.text).join()).toContain(message);
    const $ = cheerio.load(answer.text);
    expect($('textarea[name="uraian"]').text()).toContain('undangan');
    expect($('#bukti').attr('aria-invalid')).toBe('true');
    expect(answer.text).toContain('Pilih lagi.');
  });
});

test('another file under the same key is another submission', async () => {
  const form = await filledForm(staf, '18', '18.30');
  await staf.post('/kegiatan-harian', form, [file('a.png', PNG)]).expect(303);
  await staf.post('/kegiatan-harian', form, [file('b.png', PNG)]).expect(303);
  await staf.post('/kegiatan-harian', form, [file('a.pdf', PDF)]).expect(422);
});

test('is taken off and added in the form of a draft; never more than three', async () => {
  const answer = await send([file('satu.png', PNG), file('dua.pdf', PDF)], { aksi: 'draf' });
  const id = idIn(answer.headers.location);
  const [first] = await filesOn(staf, id);
  const evidenceId = first?.href.split('/').at(-1) ?? '';
  const many = await staf.submit(`/kegiatan-harian/${id}/ubah`, { aksi: 'draf' }, undefined, [
    file('tiga.png', PNG),
    file('empat.png', PNG),
  ]);
  expect(many.status).toBe(422);
  expect(messagesOf(many.text).join()).toContain('paling banyak 3');
  const changed = await staf.submit(
    `/kegiatan-harian/${id}/ubah`,
    { aksi: 'draf', hapus_bukti: evidenceId },
    undefined,
    [file('tiga.png', PNG)],
  );
  expect(changed.status).toBe(303);
  expect((await filesOn(staf, id)).map(({ name }) => name)).toEqual(['satu.png', 'tiga.png']);
  await staf.get(first?.href ?? '').expect(404);
});

test('is read by whose step the entry is and by nobody else', async () => {
  const answer = await send([file('bukti.png', PNG)]);
  const id = idIn(answer.headers.location);
  const [{ href } = { href: '' }] = await filesOn(staf, id);
  const readers = {
    staf1: 200,
    atasan: 200,
    validator: 404,
    staf2: 404,
    kepala: 404,
    atasan_lain: 404,
    admin: 404,
  } as const;
  for (const [key, status] of Object.entries(readers)) {
    const browser = await desk.app.signInAs(key);
    expect((await browser.get(href)).status, key).toBe(status);
  }
  expect((await desk.app.browser().get(href)).status).toBe(303);
  const other = await send([file('lain.pdf', PDF)]);
  const evidenceId = href.split('/').at(-1) ?? '';
  await staf.get(`/kegiatan-harian/${idIn(other.headers.location)}/bukti/${evidenceId}`).expect(404);
  await staf.get(`/kegiatan-harian/${id}/bukti/..%2f..%2fetc%2fpasswd`).expect(404);
});

test('a file changed on the disk is not handed out', async () => {
  const content = Buffer.concat([PDF, Buffer.from(' asli')]);
  const answer = await send([file('asli.pdf', content)]);
  const [{ href } = { href: '' }] = await filesOn(staf, idIn(answer.headers.location));
  await writeFile(path.join(desk.app.deps.uploads, sha256(content).slice(0, 2), sha256(content)), 'lain');
  await staf.get(href).expect(404);
});

test.each([
  ['..\\..\\windows\\foto.JPG', 'foto.jpg'],
  ['/etc/passwd', 'passwd.jpg'],
  ['...', 'bukti.jpg'],
  ['', 'bukti.jpg'],
  ['undangan\u202Egpj.exe', 'undangangpj.jpg'],
  ['é'.repeat(200), `${'é'.repeat(80)}.jpg`],
])('the name %j becomes %j', (given, name) => {
  expect(safeName(given, 'image/jpeg')).toBe(name);
});
