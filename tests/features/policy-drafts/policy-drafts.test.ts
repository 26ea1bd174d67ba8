import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { policyCommand } from '../../../src/cli/policy.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { assess } from '../../../src/features/policy-drafts/assessment.ts';
import { policyOf } from '../../../src/features/policy-drafts/draft-bundle.ts';
import { MOST_BYTES } from '../../../src/features/policy-drafts/text-intake.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { sqlStateOf } from '../../../src/platform/database/failures.ts';
import { sha256 } from '../../../src/platform/identity.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

const LIST = '/kepegawaian/aturan';
const shipped = readPolicy(SHIPPED_REGULATION);
const textFrom = (day: string): string => shipped.regulation.text.replace('from: 2025-01-01', `from: ${day}`);
const casesOf = (year: string): string => shipped.cases!.text.replace('period: 2026-10', `period: ${year}-10`);

let app: TestApp;
let first: Browser;
let second: Browser;
beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  [first, second] = [await app.signInAs('kepegawaian1'), await app.signInAs('kepegawaian2')];
});

const alarm = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const main = (html: string): string => cheerio.load(html)('main').text().replace(/\s+/g, ' ');
const file = (field: string, content: string | Buffer) => ({ field, name: 'x.yaml', content: Buffer.from(content) });

/** A new draft from these texts. @returns its page's address */
async function drafted(text: string, cases?: string): Promise<string> {
  const files = [file('berkas', text), ...(cases === undefined ? [] : [file('berkas_contoh', cases)])];
  const made = await first.submit(LIST, {}, `${LIST}/unggah`, files);
  expect(made.status).toBe(303);
  return made.headers['location']!;
}

describe('a draft', () => {
  test('is refused in words where it is no text: none, too large, binary, NUL', async () => {
    const upload = (files: ReturnType<typeof file>[], filling = {}) =>
      first.submit(LIST, filling, `${LIST}/unggah`, files);
    const said: (readonly [ReturnType<typeof file>[], string])[] = [
      [[], 'Pilih berkas naskahnya'],
      [[file('berkas', 'x'.repeat(MOST_BYTES + 1))], 'Naskah paling besar 256 KB. Ukurannya 257 KB'],
      [[file('berkas', Buffer.from([0xff, 0xfe, 0x41, 0x00]))], 'Naskah bukan teks UTF-8'],
      [[file('berkas', 'format: takar/1\u0000')], 'Naskah berisi huruf yang bukan teks'],
      [[file('berkas', '  \n')], 'Naskah kosong'],
      [[file('berkas', 'a: 1'), file('berkas_contoh', Buffer.from([0x80]))], 'Contoh perhitungan bukan teks UTF-8'],
      [[file('berkas', 'a: 1'), file('berkas', 'a: 2')], 'Pilih satu berkas saja'],
    ];
    for (const [files, reason] of said) {
      const answer = await upload(files);
      expect([answer.status, alarm(answer.text)]).toEqual([422, expect.stringContaining(reason)]);
    }
    expect((await upload([file('berkas', 'a: 1')], { lain: 'x' })).status).toBe(422);
    const copied = await first.submit(LIST, { berlaku_mulai: 'November 2026' }, `${LIST}/salin`);
    expect([copied.status, alarm(copied.text)]).toEqual([422, expect.stringContaining('sudah berjalan atau lewat')]);
    expect((await first.submit(LIST, { asal: 'x', berlaku_mulai: '' }, `${LIST}/salin`)).status).toBe(422);
  });

  test('may be wrong: every problem stands with its line, and hostile structures end nothing', async () => {
    const broken = textFrom('2027-01-01').replace('besaran_kelas[kelas] * bagian_cpns', 'besaran_kls[kelas]');
    const page = await first.get(await drafted(broken, 'cases: 3'));
    const items = cheerio.load(page.text)('.masalah li');
    expect(items.text()).toContain('Naskah baris ');
    expect(items.text()).toContain('besaran_kls[kelas]');
    expect(items.text()).toContain('Contoh baris 1');
    expect(main(page.text)).toContain('Belum bisa diajukan');
    for (const hostile of ['['.repeat(250_000), '- '.repeat(100_000), 'a: &a [*a, *a]\n', ','.repeat(250_000)]) {
      const shown = await first.get(await drafted(hostile, hostile));
      expect([shown.status, cheerio.load(shown.text)('.masalah li').length > 0]).toEqual([200, true]);
    }
    const script = await first.get(await drafted('name: "<script>alert(1)</script>\n'));
    expect(script.text).not.toContain('<script>alert');
  });

  test('keeps what was typed: refused as a whole, saved by its version, never over somebody else', async () => {
    const address = await drafted(textFrom('2027-02-01'), casesOf('2027'));
    const empty = await first.submit(address, { naskah: ' ', contoh: 'tetap ada' }, address);
    expect([empty.status, cheerio.load(empty.text)('[name="contoh"]').val()]).toEqual([422, 'tetap ada']);
    expect((await first.submit(address, { naskah: 'a\u0000b' }, address)).status).toBe(422);
    expect((await first.submit(address, { naskah: 'a: 1', siapa: 'x' }, address)).status).toBe(422);
    expect((await first.submit(address, { naskah: 'y'.repeat(MOST_BYTES + 1) }, address)).status).toBe(422);
    const large = `# ${'catatan panjang '.repeat(15_000)}\n`;
    expect((await first.submit(address, { naskah: large, contoh: large }, address)).status).toBe(303);
    const stale = await second.post(address, { naskah: 'nama: lain', contoh: '', versi: '1' });
    expect([stale.status, alarm(stale.text)]).toEqual([409, expect.stringContaining('sudah diubah orang lain')]);
    expect(cheerio.load(stale.text)('[name="naskah"]').val()).toBe('nama: lain');
    // As typed by a browser: lines end with CRLF, the text is the same.
    const typed = textFrom('2027-02-01').replaceAll('\n', '\r\n');
    expect((await first.submit(address, { naskah: typed, contoh: casesOf('2027') }, address)).status).toBe(303);
    const sent = await first.get(`${address}/naskah.yaml`).buffer(true);
    expect(sha256(sent.text || String(sent.body))).toBe(sha256(textFrom('2027-02-01')));
    const replaced = await first.submit(address, {}, `${address}/berkas`, [file('berkas_contoh', 'cases: []')]);
    expect(replaced.status).toBe(303);
    expect((await first.get(`${address}/contoh.yaml`).buffer(true)).status).toBe(200);
    expect((await first.submit(address, {}, `${address}/hapus`)).status).toBe(303);
    expect((await first.get(address)).status).toBe(404);
  });

  test('is not assessed again for every look at a full list', () => {
    const policies = Array.from({ length: 50 }, (_, index) => policyOf({ text: `note: ${String(index)}`, cases: '' }));
    const seen = policies.map(assess);
    for (const [index, policy] of policies.entries()) expect(assess(policy)).toBe(seen[index]);
  });

  test('is compared with what held before, its cases by both, and says who lacks what', async () => {
    const made = await first.submit(LIST, { berlaku_mulai: 'Maret 2027' }, `${LIST}/salin`);
    const address = made.headers['location']!;
    const { fields } = await formOf(address);
    const text = String(fields['naskah'])
      .replace('9: 3700000', '9: 3800000')
      .replace('batas_poin: 300', 'batas_poin: 320')
      .replace(
        '  kelas: {',
        '  tunjangan: { label: Tunjangan lain, type: rupiah, source: fakta.tunjangan }\n  kelas: {',
      )
      .replace('expr: tpp_produktivitas + tpp_disiplin', 'expr: tpp_produktivitas + tpp_disiplin + tunjangan');
    expect((await first.submit(address, { naskah: text }, address)).status).toBe(303);
    const shown = main((await first.get(address)).text);
    expect(shown).toContain('Baru: fakta Tunjangan lain.');
    expect(shown).toContain('baris 9: Rp3.700.000 menjadi Rp3.800.000');
    expect(shown).toContain('Poin sehari yang dihitung paling banyak: 300 poin menjadi 320 poin');
    expect(shown).toContain('TPP bruto: "TPP produktivitas + TPP disiplin" menjadi');
    expect(shown).toMatch(/Tunjangan lain data yang dimasukkan.{0,40}Lewat Data TPP \d+/);
    expect(shown).toContain('Ada contoh yang hasilnya lain');
    expect(shown).toContain('tadinya Rp3.500.200');
  });
});

async function formOf(address: string): Promise<{ fields: Record<string, unknown> }> {
  const page = cheerio.load((await first.get(address)).text);
  return { fields: { naskah: page('[name="naskah"]').val(), contoh: page('[name="contoh"]').val() } };
}

describe('a version', () => {
  const decision = (browser: Browser, address: string, filling: Record<string, string>) =>
    browser.submit(address, filling, `${address}/putusan`);

  test('is put into force by two persons, from a month to come, and leaves the past as it was', async () => {
    const past = await drafted(textFrom('2026-11-01'), shipped.cases!.text);
    expect(main((await first.get(past)).text)).toContain('Mulai November 2026 sudah berjalan atau lewat');
    const forced = await first.post(`${past}/ajukan`, { versi: '1' });
    expect([forced.status, alarm(forced.text)]).toEqual([409, expect.stringContaining('sudah berjalan')]);
    const bare = await drafted(textFrom('2027-01-15').replace(/^harian:[\s\S]*?\n\n/m, ''));
    const obstacles = main((await first.get(bare)).text);
    for (const said of ['harus tanggal 1', '"harian" belum ada', 'Belum ada contoh perhitungan'])
      expect(obstacles).toContain(said);

    const address = await drafted(textFrom('2027-01-01'), casesOf('2027'));
    const id = address.split('/').at(-1)!;
    expect((await first.submit(address, {}, `${address}/ajukan`)).status).toBe(303);
    expect((await first.post(address, { naskah: 'x: 1', contoh: '', versi: '2' })).status).toBe(409);
    const own = await first.post(`${address}/putusan`, { keputusan: 'setujui', alasan: '', versi: '2' });
    expect([own.status, alarm(own.text)]).toEqual([409, expect.stringContaining('Orang lain yang memutuskannya')]);
    const home = await second.get('/dasbor');
    expect(main(home.text)).toContain('Putuskan 1 versi peraturan TPP');
    const noReason = await decision(second, address, { keputusan: 'tolak', alasan: 'salah' });
    expect([noReason.status, alarm(noReason.text)]).toEqual([422, expect.stringContaining('Tulis alasan menolak')]);
    expect((await decision(second, address, { keputusan: 'entah' })).status).toBe(422);
    const no = await decision(second, address, { keputusan: 'tolak', alasan: 'Pasal 4 <b>belum</b> dimuat.' });
    expect(no.status).toBe(303);
    expect((await first.get(address)).text).toContain('Pasal 4 &lt;b&gt;belum&lt;/b&gt; dimuat.');
    expect((await first.submit(address, {}, `${address}/ajukan`)).status).toBe(303);
    expect((await first.submit(address, {}, `${address}/tarik`)).status).toBe(303);
    expect((await first.submit(address, {}, `${address}/ajukan`)).status).toBe(303);
    const yes = await decision(second, address, { keputusan: 'setujui' });
    expect([yes.status, yes.headers['location']]).toEqual([303, expect.stringContaining(`${LIST}/versi/`)]);
    const version = yes.headers['location']!;

    const at = async (day: string) => (await regulationOn(app.deps.pool, localDate(day)))!.version;
    expect([await at('2026-12-31'), await at('2027-01-01')]).toEqual([
      sha256(shipped.regulation.text),
      sha256(textFrom('2027-01-01')),
    ]);
    const cases = await first.get(`${version}/contoh.yaml`).buffer(true);
    expect(cases.text || String(cases.body)).toBe(casesOf('2027'));
    const events = await app.deps.pool.query<{ action: string }>(
      'SELECT action FROM regulation_draft_event WHERE draft_id = $1 ORDER BY id',
      [id],
    );
    expect(events.rows.map(row => row.action)).toEqual([
      'buat',
      'ajukan',
      'tolak',
      'ajukan',
      'tarik',
      'ajukan',
      'setujui',
    ]);
    const trail = await app.deps.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM audit_event WHERE object_type = 'regulation_draft' AND object_id = $1",
      [id],
    );
    expect(trail.rows[0]!.n).toBe(events.rows.length);
  });

  /** Drafted, proposed and approved. @returns the version's address */
  async function adopted(text: string): Promise<string> {
    const address = await drafted(text, casesOf('2027'));
    expect((await first.submit(address, {}, `${address}/ajukan`)).status).toBe(303);
    return (await decision(second, address, { keputusan: 'setujui' })).headers['location']!;
  }

  test('that has not begun gives way to another of the same day; texts never change', async () => {
    const pool = app.deps.pool;
    await adopted(textFrom('2027-04-01'));
    const again = await drafted(textFrom('2027-04-01'), casesOf('2027'));
    const same = await first.submit(again, {}, `${again}/ajukan`);
    expect([same.status, alarm(same.text)]).toEqual([409, expect.stringContaining('sama persis')]);
    const better = textFrom('2027-04-01').replace('TPP Kabupaten Contoh', 'TPP Kabupaten Contoh baru');
    const address = await drafted(better, casesOf('2027'));
    expect((await first.submit(address, {}, `${address}/ajukan`)).status).toBe(303);
    const shown = await second.get(address);
    expect(main(shown.text)).toContain('Menggantikan');
    expect(main(shown.text)).toContain('tidak jadi dipakai');
    expect((await decision(second, address, { keputusan: 'setujui' })).status).toBe(303);
    expect((await regulationOn(pool, localDate('2027-05-01')))!.version).toBe(sha256(better));
    expect(main((await first.get(LIST)).text)).toContain('Diganti sebelum berlaku');
    for (const change of [
      "UPDATE regulation SET source = source || ' '",
      'UPDATE regulation SET replaced_at = now() WHERE replaced_at IS NULL',
      'DELETE FROM regulation_draft',
      "UPDATE regulation_draft SET text = 'x', version = version + 1 WHERE state = 'berlaku'",
      'UPDATE regulation_draft_event SET reason = NULL',
    ])
      expect(sqlStateOf(await pool.query(change).catch((error: unknown) => error))).toBe('TK002');
  });

  test('is not put into force by one person at the server once a month is computed', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'takar-aturan-'));
    const target = path.join(folder, 'x.yaml');
    await writeFile(target, textFrom('2027-06-01'));
    const ctx = {
      json: false,
      out: () => undefined,
      err: () => undefined,
      open: () => Promise.resolve({ deps: app.deps }),
    };
    const run = policyCommand.run(['adopt', target], ctx as never);
    await expect(run).rejects.toThrow('diberlakukan dua orang');
    await rm(folder, { recursive: true });
    const { rows } = await app.deps.pool.query("SELECT 1 FROM regulation WHERE valid_from = '2027-06-01'");
    expect(rows).toEqual([]);
  });

  test('is read by everybody in plain words; drafts only by the offices', async () => {
    const replaced = await adopted(textFrom('2027-07-01'));
    await adopted(`${textFrom('2027-07-01')}# diperbaiki\n`);
    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM regulation ORDER BY valid_from LIMIT 1');
    const staff = await app.signInAs('staf1');
    const shown = main((await staff.get(`${LIST}/versi/${rows[0]!.id}`)).text);
    expect(shown).toContain('Besaran TPP × Bobot produktivitas × Capaian produktivitas, dibulatkan');
    expect(shown).toContain('Kalau Status kepegawaian = "CPNS"');
    expect(shown).toContain('Terlambat 31 sampai 60 menit (TL2)');
    expect(shown).not.toContain('Sidik naskah');
    expect((await staff.get(replaced)).status).toBe(404);
    expect((await staff.get(LIST)).status).toBe(403);
    const auditor = await app.signInAs('auditor');
    const list = await auditor.get(LIST);
    expect([list.status, cheerio.load(list.text)('main form').length]).toEqual([200, 0]);
    const { rows: drafts } = await app.deps.pool.query<{ id: string }>(
      "SELECT id FROM regulation_draft WHERE state = 'draf' AND text LIKE '%Rancangan Perbup%'",
    );
    const draft = `${LIST}/draf/${drafts[0]!.id}`;
    const { response: page, statements } = await app.statementsOf(auditor.get(draft));
    expect(statements.length).toBeLessThanOrEqual(8);
    expect([page.status, cheerio.load(page.text)('main form').length]).toEqual([200, 0]);
    expect(main(page.text)).toMatch(/(\d+) dari \1 cocok/);
    expect((await auditor.get(`${draft}/baca`)).status).toBe(200);
    expect((await first.get(`${LIST}/draf/x`)).status).toBe(404);
  });
});
