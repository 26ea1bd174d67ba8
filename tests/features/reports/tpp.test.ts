import * as cheerio from 'cheerio';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import { unpacked, type StoredExplanation, type Words } from '../../../src/features/payroll-runs/packed-trees.ts';
import { WORDS_OF } from '../../../src/features/payroll-runs/tree-words.ts';
import { ownMonth } from '../../../src/features/reports/queries.ts';
import { compareMonths, type MonthAmounts } from '../../../src/features/reports/slip-comparison.ts';
import { slipDocument } from '../../../src/features/reports/slip-pdf.ts';
import { paperOf } from '../../../src/features/reports/letterhead.ts';
import { runningCalculation } from '../../../src/features/reports/running.ts';
import { month } from '../../../src/domain/month.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { formatRupiah } from '../../../src/domain/rupiah.ts';
import { printPdf } from '../../../src/platform/documents/pdf.ts';
import { number } from '../../../src/platform/render/format.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { pageTexts } from '../../support/pdf-text.ts';

let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
});

const page = (of: string): string => `/laporan/tpp-saya?bulan=${of}`;

test('a paid month shows the amount first, every component with its article, and the payment', async () => {
  const answer = await (await app.signInAs('staf1')).get(page('2026-09'));
  const $ = cheerio.load(answer.text);
  const { rows } = await app.deps.pool.query<StoredExplanation & { net: bigint; gross: bigint; words: Words | null }>(
    `SELECT l.net, l.gross, l.components, l.trees, ${WORDS_OF('l')} AS words FROM payroll_line l WHERE l.employee_id = $1`,
    [cast.staf1.employeeId],
  );
  const line = rows[0]!;
  const shown = $('main [data-rupiah]')
    .map((_, element) => $(element).attr('data-rupiah'))
    .get();
  expect(shown[0]).toBe(line.net.toString());
  expect(line.trees).not.toBeNull();
  for (const { label, amount, why } of unpacked(line, line.words).components) {
    expect(shown.map(text => text.replace('-', ''))).toContain(amount);
    expect($('main').text()).toContain(label);
    expect($('main').text()).toContain(why!.cite);
  }
  expect($('main').text()).toMatch(/Dibayar Jumat, 9 Oktober 2026, nomor \d{4}\/SP2D-CONTOH\/2026-09/);
  for (const source of ['/kegiatan-harian', '/presensi'])
    expect($(`a[href="${source}?bulan=2026-09"]`).length).toBeGreaterThan(0);
});

test('the stored trees add up: components to gross and deductions, sums to their parts', async () => {
  const { rows } = await app.deps.pool.query<
    StoredExplanation & { gross: bigint; deductions: bigint; words: Words | null }
  >(`SELECT l.gross, l.deductions, l.components, l.trees, ${WORDS_OF('l')} AS words FROM payroll_line l`);
  const find = (why: Why, rule: string): Why[] => [
    ...(why.rule === rule ? [why] : []),
    ...why.children.flatMap(child => find(child, rule)),
  ];
  const amountOf = (why: Why): bigint => BigInt(why.value as string);
  expect(rows.length).toBeGreaterThan(50);
  for (const { gross, deductions, words, ...stored } of rows) {
    const components = unpacked(stored, words);
    const sum = (kind: string): bigint =>
      components.components.filter(part => part.kind === kind).reduce((total, part) => total + BigInt(part.amount), 0n);
    expect([sum('pendapatan'), sum('potongan')]).toEqual([gross, deductions]);
    for (const part of components.components) expect(part.why!.value).toBe(part.amount);
    for (const bruto of components.components.flatMap(part => find(part.why!, 'bruto')).filter(why => !why.repeated)) {
      expect(bruto.children.map(amountOf).reduce((a, b) => a + b)).toBe(amountOf(bruto));
    }
  }
});

test('the open month is a running calculation, said so, with what waits listed', async () => {
  const browser = await app.signInAs('staf1');
  await browser.get(page('2026-11')); // the regulation's text is read once per process
  const { response, statements } = await app.statementsOf(browser.get(page('2026-11')));
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(4);
  const $ = cheerio.load(response.text);
  expect($('main').text()).toContain('Perhitungan sementara. Ini bukan jumlah final.');
  const running = await runningCalculation(app.deps, cast.staf1.employeeId, month('2026-11'));
  expect($('main [data-rupiah]').first().attr('data-rupiah')).toBe(running!.computation.net);
  expect($('main tr[data-id]').length).toBe(running!.facts.waiting);
  expect(running!.until).toBe('2026-11-18');
});

test('what waits is counted as approved, and nothing after today is', async () => {
  const sum = async (statuses: readonly string[]): Promise<bigint> =>
    (
      await app.deps.pool.query<{ points: bigint }>(
        `SELECT coalesce(sum(least(d.points, 300)), 0)::bigint AS points FROM (SELECT sum(points) AS points FROM activity
         WHERE employee_id = $1 AND work_date BETWEEN '2026-11-01' AND '2026-11-18' AND status = ANY ($2) GROUP BY work_date) d`,
        [cast.staf1.employeeId, statuses],
      )
    ).rows[0]!.points;
  const running = await runningCalculation(app.deps, cast.staf1.employeeId, month('2026-11'));
  const counted = await sum(['dikirim', 'diverifikasi', 'divalidasi']);
  expect(running!.facts.facts['kegiatan.poin_divalidasi']).toBe(counted.toString());
  expect(counted).toBeGreaterThan(await sum(['divalidasi']));
});

test('one sees nobody’s slip but one’s own, and no month to come', async () => {
  const staff = await app.signInAs('staf1');
  const other = (await staff.get(`${page('2026-09')}&pegawai=${cast.staf2.employeeId}`)).text;
  const own = (await staff.get(page('2026-09'))).text;
  const first = (html: string): string | undefined =>
    cheerio.load(html)('main [data-rupiah]').first().attr('data-rupiah');
  expect(first(other)).toBe(first(own));
  for (const bad of ['2026-13', 'x']) expect((await staff.get(page(bad))).status).toBe(422);
  expect((await staff.get(page('2026-12'))).status).toBe(404);
  expect((await app.browser().get(page('2026-09'))).status).toBe(303);
  const official = await (await app.signInAs('bupati')).get(page('2026-09'));
  expect([
    official.status,
    official.text.includes('Anda tidak ikut dihitung: Pejabat negara tidak menerima TPP.'),
  ]).toEqual([200, true]);
});

test('the slip is one file: the amount, each component with its sentence, the payment; none before the month is computed', async () => {
  const staff = await app.signInAs('staf1');
  const answer = await staff.get('/laporan/tpp-saya.pdf?bulan=2026-09');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
  expect((await staff.get('/laporan/tpp-saya.pdf?bulan=2026-10')).status).toBe(404);
  expect((await staff.get('/laporan/tpp-saya.pdf?bulan=x')).status).toBe(422);

  const of = month('2026-09');
  const { line, waiting } = await ownMonth(app.deps.pool, cast.staf1.employeeId, of);
  const now = new Date(DEMO_NOW);
  const head = await paperOf(app.deps.pool, localDate('2026-09-30'), 'Pemerintah Kabupaten Contoh', line!.office);
  const slip = slipDocument(
    { month: of, line: line!, waiting, older: [], ungated: null },
    { paper: 'a4', head, footer: '', now },
  );
  const text = pageTexts(await printPdf({ ...slip, compress: false })).join('\n');
  expect(text).toContain(formatRupiah(line!.net));
  expect(text).toContain(line!.paymentNumber);
  for (const { label, amount, why } of line!.stored.components) {
    expect(text).toContain(label);
    expect(text).toContain(number(BigInt(amount)));
    expect(text).toContain(why!.cite.split(' ')[1]);
  }
  // Whatever an amount rests on by its page stands on paper, too: the salary in the base of the tax, for one.
  const $ = cheerio.load((await staff.get(page('2026-09'))).text);
  const named = $('.rincian__masukan dt')
    .not('.rincian__isi--lain dt')
    .map((_, label) => $(label).text().trim())
    .get();
  expect(named).toContain('Gaji bruto sebulan');
  const words = text.toLowerCase().replace(/\s+/g, ' ');
  expect(named.filter(label => !words.includes(label.toLowerCase()))).toEqual([]);
});

test('what changed since last month adds up to the change of the net, and names what is no more', () => {
  const months = fc
    .tuple(
      fc.dictionary(
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 50_000_000n })),
      ),
      fc.bigInt({ min: -9_000_000n, max: 9_000_000n }),
    )
    .map(([parts, adjusted]): MonthAmounts => {
      const components = Object.entries(parts).map(([code, [cut, amount]]) => ({
        code,
        label: code,
        kind: cut ? ('potongan' as const) : ('pendapatan' as const),
        amount: String(amount),
      }));
      const sum = (kind: string): bigint =>
        components.filter(each => each.kind === kind).reduce((total, each) => total + BigInt(each.amount), 0n);
      const [gross, deductions] = [sum('pendapatan'), sum('potongan')];
      return { gross, deductions, net: gross - deductions + adjusted, adjusted, stored: { components } };
    });
  fc.assert(
    fc.property(months, months, (now, before) => {
      const compared = compareMonths(now, before);
      const net = compared.at(-1)!;
      expect([net.now, net.before]).toEqual([now.net, before.net]);
      const parts = compared.slice(0, -1);
      expect(parts.reduce((total, each) => total + each.difference, 0n)).toBe(net.difference);
      expect(parts.every(each => each.difference === each.now - each.before && each.difference !== 0n)).toBe(true);
    }),
  );
});

test('what if: the same engine says how the running month would change, and nothing is kept', async () => {
  const staff = await app.signInAs('staf1');
  const ask = async (query: string) => {
    const answer = await staff.get(`/laporan/tpp-saya/kalau?bulan=2026-11&hitung=ya${query}`);
    return { status: answer.status, $: cheerio.load(answer.text) };
  };
  const running = await runningCalculation(app.deps, cast.staf1.employeeId, month('2026-11'));
  const before = BigInt(running!.computation.net!);
  const net = ($: cheerio.CheerioAPI): bigint => BigInt($('main .rupiah--besar').attr('data-rupiah')!);

  const blank = await staff.get('/laporan/tpp-saya/kalau?bulan=2026-11');
  const form = cheerio.load(blank.text);
  expect(
    form('form [name]')
      .map((_, field) => form(field).attr('name'))
      .get(),
  ).toEqual(
    expect.arrayContaining(['penuh', 'poin', 'menunggu', 'terlambat_kali', 'terlambat_lama', 'tanpa_keterangan']),
  );
  expect(form('select[name="terlambat_lama"] option').eq(2).text()).toBe(
    '31 sampai 60 menit (TL2, dikurangi 1\u00a0%)',
  );
  expect(form('main').text()).toContain('Perhitungan sementara, bukan keputusan.');

  const late = await ask('&terlambat_kali=2&terlambat_lama=1');
  expect(late.status).toBe(200);
  expect(net(late.$)).toBeLessThan(before);
  expect(late.$('main').text()).toContain(`Turun ${formatRupiah(before - net(late.$))} dari ${formatRupiah(before)}.`);
  const told = late.$('main > section > .rincian > .rincian__judul .rincian__label');
  expect(told.map((_, label) => late.$(label).text()).get()).toEqual([
    'TPP disiplin',
    'IWP 1 % (BPJS Kesehatan)',
    'PPh 21',
  ]);
  expect(late.$('main .rincian__kalimat').first().text()).toMatch(/ Dasar: Pasal 9 ayat \(2\)\.$/);
  expect(late.$('main .rincian__dasar').first().text()).toBe('Dasar: Pasal 9 ayat (2)');
  expect(late.$('[name="terlambat_kali"]').attr('value')).toBe('2');
  const absent = await ask('&tanpa_keterangan=3');
  expect(net(absent.$)).toBeLessThan(net(late.$));
  const rejected = await ask('&menunggu=ditolak');
  expect(net(rejected.$)).toBeLessThan(before);

  await staff.get('/laporan/tpp-saya/kalau?bulan=2026-11');
  const rest = await app.statementsOf(staff.get('/laporan/tpp-saya/kalau?bulan=2026-11&hitung=ya&penuh=sisa'));
  expect(rest.statements.length, rest.statements.join('\n')).toBeLessThanOrEqual(8);
  expect(rest.statements.filter(statement => /^\s*(INSERT|UPDATE|DELETE)/i.test(statement))).toEqual([]);
  const again = await runningCalculation(app.deps, cast.staf1.employeeId, month('2026-11'));
  expect(again!.computation.net).toBe(running!.computation.net);
});

test('what if: what cannot be is said beside its field and stays; nobody else’s month and no closed one is reckoned', async () => {
  const staff = await app.signInAs('staf1');
  const wrong: readonly (readonly [query: string, field: string, message: string])[] = [
    ['', '', 'Isi paling sedikit satu perubahan, lalu hitung'],
    ['&poin=-5', 'poin', 'Isi dengan angka bulat, misalnya 2'],
    ['&poin=banyak', 'poin', 'Isi dengan angka bulat, misalnya 2'],
    ['&poin=10&penuh=hari_ini', 'poin', 'Pilih salah satu: isi penuh, atau tambahan poin'],
    ['&terlambat_kali=99&terlambat_lama=0', 'terlambat_kali', 'Paling banyak 9 hari kerja yang tersisa'],
    ['&terlambat_kali=2', 'terlambat_lama', 'Pilih berapa menit'],
    ['&terlambat_kali=2&terlambat_lama=77', 'terlambat_lama', 'Pilih berapa menit'],
    ['&penuh=selamanya', 'penuh', 'Pilih salah satu'],
    ['&tanpa_keterangan=%3Cscript%3E', 'tanpa_keterangan', 'Isi dengan angka bulat, misalnya 2'],
    ['&poin=1&poin=2', 'poin', 'Isi satu kali saja'],
    [`&poin=${'9'.repeat(30)}`, 'poin', 'Isi dengan angka bulat, misalnya 2'],
  ];
  for (const [query, field, message] of wrong) {
    const answer = await staff.get(`/laporan/tpp-saya/kalau?bulan=2026-11&hitung=ya${query}`);
    const $ = cheerio.load(answer.text);
    expect([answer.status, $('title').text().startsWith('Perlu diperbaiki: ')], query).toEqual([422, true]);
    expect($('main').text(), query).toContain(message);
    if (field !== '') expect($(`#${field}-galat`).text(), query).toContain(message);
    expect(answer.text).not.toContain('<script>');
  }
  const kept = await staff.get('/laporan/tpp-saya/kalau?bulan=2026-11&hitung=ya&tanpa_keterangan=%3Cb%3E&poin=7');
  expect(cheerio.load(kept.text)('[name="tanpa_keterangan"]').attr('value')).toBe('<b>');
  expect(cheerio.load(kept.text)('[name="poin"]').attr('value')).toBe('7');
  const unknown = `&pegawai=${cast.staf2.employeeId}&fakta_gaji_bruto=1&terlambat_kali=1&terlambat_lama=0`;
  const own = await staff.get(`/laporan/tpp-saya/kalau?bulan=2026-11&hitung=ya${unknown}`);
  const plain = await staff.get('/laporan/tpp-saya/kalau?bulan=2026-11&hitung=ya&terlambat_kali=1&terlambat_lama=0');
  const first = (html: string): string | undefined => cheerio.load(html)('main .rupiah--besar').attr('data-rupiah');
  expect(first(own.text)).toBe(first(plain.text));
  const closed = await staff.get('/laporan/tpp-saya/kalau?bulan=2026-09');
  expect([closed.status, closed.text.includes('sudah ditutup'), closed.text.includes('<form method="get"')]).toEqual([
    200,
    true,
    false,
  ]);
  expect(cheerio.load((await staff.get(page('2026-09'))).text)('a[href*="/kalau"]').length).toBe(0);
  expect(cheerio.load((await staff.get(page('2026-11'))).text)('a[href*="/kalau"]').length).toBe(1);
  expect((await staff.get('/laporan/tpp-saya/kalau?bulan=x')).status).toBe(422);
});

test('who comes while the month is being computed reads that it is, and no amount', async () => {
  const close = `/kepegawaian/periode/2026-10/${cast.staf1.payrollUnitCode}/tutup`;
  const closed = await (await app.signInAs('kepegawaian1')).submit(close, { ketik_bulan: 'Oktober 2026' });
  expect(closed.status).toBe(303);
  const $ = cheerio.load((await (await app.signInAs('staf1')).get(page('2026-10'))).text);
  expect($('main').text()).toContain('TPP Oktober 2026 sedang dihitung.');
  expect($('main [data-rupiah]').length).toBe(0);
});
