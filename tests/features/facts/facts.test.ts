import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { ceilingOf } from '../../../src/features/facts/ceiling.ts';
import { importFacts } from '../../../src/features/facts/import-batch.ts';
import { month } from '../../../src/domain/month.ts';
import { factsOf } from '../../../src/features/policies/facts.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { type Browser, createTestApp, type Filling, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Facts: proposed by one, approved by another, never for a closed month (rulings.md 11, 17, 18). */

const LIST = '/kepegawaian/fakta';
const NEW = `${LIST}/baru`;
const WAITING = `${LIST}/usulan`;
const CEILINGS = `${LIST}/pagu`;
const NOVEMBER = month('2026-11');

let app: TestApp;
let cast: Cast;
let nip: string;
let first: Browser;
let second: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  nip = (
    await app.deps.pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [cast['staf1'].employeeId])
  ).rows[0]!.nip;
  [first, second] = [await app.signInAs('kepegawaian1'), await app.signInAs('kepegawaian2')];
}, 120_000);

const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const right = (): Filling => ({
  pegawai: nip,
  jenis: 'gaji_bruto',
  nilai: 'Rp4.321.000',
  bulan: 'November 2026',
  sampai_bulan: '',
  sumber: 'Daftar gaji <b>November</b>',
});
const count = async (from: string, values: unknown[] = []): Promise<number> =>
  Number((await app.deps.pool.query<{ n: bigint }>(`SELECT count(*) AS n FROM ${from}`, values)).rows[0]!.n);
const factNow = async (name: string, of = NOVEMBER): Promise<string | undefined> => {
  const inForce = (await regulationOn(app.deps.pool, localDate(`${of}-01`)))!;
  const [person] = await factsOf(app.deps.pool, { month: of, inForce, employeeId: cast['staf1'].employeeId });
  return person?.facts[`fakta.${name}`];
};
/** The proposal made last: the clock stands still, so ids do not tell. */
const latest = async (): Promise<string> =>
  (
    await app.deps.pool.query<{ id: string }>(
      "SELECT object_id AS id FROM audit_event WHERE action = 'fakta.usul' ORDER BY seq DESC LIMIT 1",
    )
  ).rows[0]!.id;
const decide = async (
  browser: Browser,
  id: string,
  aksi: string,
  alasan = '',
): Promise<{ status: number; text: string }> => browser.submit(WAITING, { id, aksi, alasan }, WAITING);

describe('the form of a fact', () => {
  it.each([
    [{ pegawai: '' }, 'Tulis NIP 18 angka'],
    [{ pegawai: '196803121990031004' }, 'bukan pegawai unit Anda'],
    [{ jenis: '' }, 'Pilih jenis data'],
    [{ jenis: 'poin_dihitung' }, 'Pilih data yang diminta peraturan'],
    [{ nilai: '' }, 'Isi nilainya'],
    [{ nilai: '4321000,50' }, 'Rupiah bulat tanpa sen'],
    [{ nilai: '-1' }, 'paling sedikit 0'],
    [{ jenis: 'ptkp', nilai: 'K/9' }, 'Pilih satu dari TK/0'],
    [{ bulan: 'kapan saja' }, 'Tulis bulan dan tahun'],
    [{ bulan: 'November 2028' }, 'Paling jauh November 2027'],
    [{ sampai_bulan: 'Oktober 2026' }, 'tidak boleh sebelum'],
    [{ sampai_bulan: 'Desember 2029' }, 'Paling lama 24 bulan'],
    [{ sumber: '\0\u200b' }, 'Tulis sumbernya'],
    [{ sumber: 'x'.repeat(201) }, 'Paling panjang 200 huruf'],
    [{ kunci_kirim: '1' }, 'Muat ulang halaman'],
    [{ disetujui: 'ya' }, 'Ada isian yang tidak dikenal'],
  ] as [Filling, string][])('with %j is refused', async (wrong, message) => {
    const before = await count('fact_proposal');
    const refused = await first.submit(NEW, { ...right(), ...wrong }, NEW);
    expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    expect(cheerio.load(refused.text)('title').text()).toMatch(/^Perlu diperbaiki/);
    expect(await count('fact_proposal')).toBe(before);
  });

  it('a closed month is refused, by the page and by the database', async () => {
    const spanning = await first.submit(NEW, { ...right(), bulan: 'September 2026', sampai_bulan: 'Des 2026' }, NEW);
    expect([spanning.status, summary(spanning.text)]).toEqual([
      409,
      expect.stringContaining('September 2026 sudah ditutup'),
    ]);
    const sneaked = app.deps.pool.query(
      `INSERT INTO payroll_fact (employee_id, month, until_month, name, value, source)
       VALUES ($1, '2026-08-01', '2026-11-01', 'gaji_bruto', '1', 'uji')`,
      [cast['staf1'].employeeId],
    );
    await expect(sneaked).rejects.toMatchObject({ code: 'TK001' });
    // A correction without the proposal that a second person approved.
    const alone = app.deps.pool.query(
      `INSERT INTO payroll_fact (employee_id, month, name, value, source, correction)
       VALUES ($1, '2026-09-01', 'gaji_bruto', '1', 'uji', true)`,
      [cast['staf1'].employeeId],
    );
    await expect(alone).rejects.toMatchObject({ code: 'TK002' });
  });
});

describe('two persons', () => {
  it('what one proposes counts once another has approved, and the owner is told', async () => {
    const before = await factNow('gaji_bruto');
    expect((await first.submit(NEW, right(), NEW)).status).toBe(303);
    const id = await latest();
    expect(await factNow('gaji_bruto')).toBe(before);
    expect((await first.submit(NEW, right(), NEW)).status).toBe(409);
    await decide(first, `usul:${id}`, 'setujui');
    expect(await factNow('gaji_bruto')).toBe(before);
    const page = (await second.get(WAITING)).text;
    expect(page).toContain('Rp4.321.000');
    expect(page).not.toContain('<b>November');
    const done = await decide(second, `usul:${id}`, 'setujui');
    expect(done.status).toBe(303);
    expect(await factNow('gaji_bruto')).toBe('4321000');
    const { rows } = await app.deps.pool.query<{ action: string; actor: string }>(
      "SELECT action, actor_id AS actor FROM audit_event WHERE object_type = 'fact_proposal' AND object_id = $1 ORDER BY seq",
      [id],
    );
    expect(rows).toEqual([
      { action: 'fakta.usul', actor: cast['kepegawaian1'].employeeId },
      { action: 'fakta.setujui', actor: cast['kepegawaian2'].employeeId },
    ]);
    const told = await app.deps.pool.query<{ text: string }>(
      "SELECT text FROM notification WHERE employee_id = $1 AND dedupe LIKE 'fakta:%'",
      [cast['staf1'].employeeId],
    );
    expect(told.rows.map(row => row.text)).toEqual([
      expect.stringContaining('Gaji bruto sebulan November 2026 sekarang Rp4.321.000'),
    ]);
    expect((await decide(second, `usul:${id}`, 'setujui')).status).toBe(303);
    expect(await count('payroll_fact WHERE proposal_id = $1', [id])).toBe(1);
    await expect(
      app.deps.pool.query('UPDATE fact_proposal SET reason = $2 WHERE id = $1', [id, 'x']),
    ).rejects.toMatchObject({
      code: 'TK002',
    });
  });

  it('a fact of several months holds in each of them and in none after', async () => {
    const sent = { ...right(), jenis: 'ptkp', nilai: 'k3', sampai_bulan: 'Januari 2027', sumber: 'KP4' };
    expect((await first.submit(NEW, sent, NEW)).status).toBe(303);
    await decide(second, `usul:${await latest()}`, 'setujui');
    const held = await Promise.all(['2026-11', '2027-01', '2027-02'].map(each => factNow('ptkp', month(each))));
    expect(held).toEqual(['K/3', 'K/3', undefined]);
  });

  it('comes with its paper, which who decides and the auditor read, and nobody else; both offices are told that it waits', async () => {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
    const sent = { ...right(), nilai: '4.400.000', sumber: 'Daftar gaji berkala' };
    const wrong = await first.submit(NEW, sent, NEW, [
      { field: 'bukti', name: 'skrip.pdf', content: Buffer.from('<script>') },
    ]);
    expect([wrong.status, summary(wrong.text)]).toEqual([422, expect.stringContaining('foto (JPG atau PNG) atau PDF')]);
    expect((await first.submit(NEW, sent, NEW, [{ field: 'bukti', name: 'kgb.pdf', content: pdf }])).status).toBe(303);
    const id = await latest();
    const href = cheerio
      .load((await second.get(WAITING)).text)(`a[href*="${id}/dokumen/"]`)
      .attr('href')!;
    const file = await second.get(href).responseType('blob');
    expect([file.status, (file.body as Buffer).equals(pdf)]).toEqual([200, true]);
    expect((await (await app.signInAs('bendahara')).get(href)).status).toBe(200);
    expect((await (await app.signInAs('kepala_lain')).get(href)).status).toBe(404);
    expect((await (await app.signInAs('staf1')).get(href)).status).toBe(403);
    expect(
      await count("notification WHERE dedupe LIKE 'fakta-menunggu:%' AND employee_id = $1", [
        cast.kepegawaian2.employeeId,
      ]),
    ).toBe(1);
    await decide(second, `usul:${id}`, 'setujui');
    const person = await second.get(`${LIST}/pegawai/${cast.staf1.employeeId}?bulan=2026-11`);
    expect(cheerio.load(person.text)(`a[href="${href}"]`)).toHaveLength(1);
    const { rows } = await app.deps.pool.query<{ run: string }>(
      "SELECT run_id AS run FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id WHERE l.employee_id = $1 AND r.month = '2026-09-01'",
      [cast.staf1.employeeId],
    );
    const behind = `/pengawasan/jejak/jumlah/${rows[0]!.run}`;
    const [, proposal, , paper] = href.slice(WAITING.length).split('/');
    const auditor = await app.signInAs('auditor');
    const own = await auditor.get(`${behind}/${cast.staf1.employeeId}/dokumen/${proposal!}/${paper!}`);
    const other = await auditor.get(`${behind}/${cast.staf2.employeeId}/dokumen/${proposal!}/${paper!}`);
    expect([own.status, other.status]).toEqual([200, 404]);
  });

  it('a refusal needs a reason, and its proposer may take it back instead', async () => {
    await first.submit(NEW, { ...right(), nilai: '5.000.000' }, NEW);
    const id = await latest();
    const bare = await decide(second, `usul:${id}`, 'tolak');
    expect([bare.status, summary(bare.text)]).toEqual([422, expect.stringContaining('Tulis alasan penolakan')]);
    expect((await decide(second, '', 'setujui')).status).toBe(422);
    expect((await decide(second, `usul:${id}; DROP`, 'setujui')).status).toBe(422);
    await decide(second, `usul:${id}`, 'tarik');
    expect(await count('fact_proposal WHERE id = $1 AND decision IS NULL', [id])).toBe(1);
    expect((await decide(first, `usul:${id}`, 'tarik')).status).toBe(303);
    expect(await count("fact_proposal WHERE id = $1 AND decision = 'ditarik'", [id])).toBe(1);
  });

  it('nobody approves a fact about themselves, in the service and in the database', async () => {
    const own = await app.deps.pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [
      cast['kepegawaian2'].employeeId,
    ]);
    await first.submit(NEW, { ...right(), pegawai: own.rows[0]!.nip }, NEW);
    const id = await latest();
    await decide(second, `usul:${id}`, 'setujui');
    expect(await count('fact_proposal WHERE id = $1 AND decision IS NULL', [id])).toBe(1);
    await expect(
      app.deps.pool.query(
        "UPDATE fact_proposal SET decision = 'disetujui', decided_by = $2, decided_at = now() WHERE id = $1",
        [id, cast['kepegawaian2'].employeeId],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });

  it('a clerk enters for the own unit alone, and decides nothing', async () => {
    const clerk = await app.signInAs('pengelola');
    const other = await app.deps.pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [
      cast['staf_lain'].employeeId,
    ]);
    expect((await clerk.submit(NEW, { ...right(), pegawai: other.rows[0]!.nip }, NEW)).status).toBe(422);
    expect((await clerk.get(`${LIST}/pegawai/${cast['staf_lain'].employeeId}`)).status).toBe(404);
    expect((await clerk.get(`${LIST}/pegawai/${cast['staf1'].employeeId}`)).status).toBe(200);
    const page = (await clerk.get(WAITING)).text;
    expect(page).not.toContain('Setujui yang dicentang');
    const { rows } = await app.deps.pool.query<{ id: string }>(
      'SELECT id FROM fact_proposal WHERE decision IS NULL LIMIT 1',
    );
    expect((await decide(clerk, `usul:${rows[0]!.id}`, 'setujui')).status).toBe(403);
  });
});

describe('who lacks what', () => {
  it('per unit, and per person within a unit', async () => {
    const $ = cheerio.load((await first.get(`${LIST}?bulan=2026-10`)).text);
    expect($('main tbody tr').length).toBeGreaterThan(1);
    expect($('main').text()).toContain('Data TPP bulan ini lengkap');
    const december = cheerio.load((await first.get(`${LIST}?bulan=2026-12&unit=DPMPTSP`)).text);
    expect(december('main').text()).toContain('Periode unitnya belum bisa ditutup');
    expect(december('main tbody tr').first().text()).toContain('Gaji bruto sebulan');
    for (const wrong of ['?bulan=2026-13', '?unit=TIDAKADA', '?halaman=0'])
      expect([wrong, (await first.get(`${LIST}${wrong}`)).status]).toEqual([wrong, 404]);
    const { statements } = await app.statementsOf(first.get(`${LIST}?bulan=2026-10`));
    expect(statements.length).toBeLessThanOrEqual(8);
  });

  it('rupiah are not for line superiors', async () => {
    for (const key of ['atasan', 'validator', 'staf1', 'admin'])
      for (const page of [LIST, WAITING, CEILINGS, `${LIST}/pegawai/${cast['staf1'].employeeId}`])
        expect([key, page, (await (await app.signInAs(key)).get(page)).status]).toEqual([key, page, 403]);
  });
});

describe('budget ceilings', () => {
  it('are proposed for a unit and a year, and hold once another has approved', async () => {
    const { rows } = await app.deps.pool.query<{ id: string }>("SELECT id FROM payroll_unit WHERE code = 'SETDA'");
    const unit = rows[0]!.id;
    const money = await app.signInAs('keuangan1');
    const sent: Filling = { unit, tahun: '2026', jumlah: '12.345.678.901', sumber: 'DPPA 7/2026' };
    for (const [wrong, message] of [
      [{ unit: '' }, 'Pilih unit'],
      [{ tahun: '1999' }, 'Tulis tahun'],
      [{ jumlah: '12,5' }, 'Tulis jumlah rupiah bulat'],
      [{ sumber: ' ' }, 'Tulis dokumennya'],
      [{ lebih: '1' }, 'tidak dikenal'],
    ] as [Filling, string][]) {
      const refused = await money.submit(CEILINGS, { ...sent, ...wrong }, CEILINGS);
      expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    }
    const before = await ceilingOf(app.deps.pool, unit, 2026);
    expect((await money.submit(CEILINGS, sent, CEILINGS)).status).toBe(303);
    expect(await ceilingOf(app.deps.pool, unit, 2026)).toBe(before);
    await decide(await app.signInAs('keuangan2'), `usul:${await latest()}`, 'setujui');
    expect(await ceilingOf(app.deps.pool, unit, 2026)).toBe(12_345_678_901n);
    const $ = cheerio.load((await money.get(CEILINGS)).text);
    expect($('[data-rupiah="12345678901"]').length).toBe(1);
  });
});

describe('facts from a file', () => {
  const UPLOAD = `${LIST}/impor`;
  const upload = (content: Buffer, name = 'gaji.csv', browser = first) =>
    browser.submit(UPLOAD, {}, UPLOAD, [{ field: 'berkas', name, content }]);
  const csv = (...lines: readonly string[]): Buffer =>
    Buffer.from(['NIP;Nama;Bulan;Gaji bruto sebulan;Status PTKP;Hobi', ...lines].join('\n'));

  it('what is no list of facts is refused at the upload', async () => {
    for (const [content, message] of [
      [Buffer.from(''), 'erkas'],
      [Buffer.from('a;b\n1;2'), 'Kolom NIP tidak ditemukan'],
      [Buffer.from(`NIP;Nama\n${nip};x`), 'Kolom Bulan tidak ditemukan'],
      [Buffer.from(`NIP;Bulan\n${nip};Oktober 2026`), 'Tidak ada kolom data'],
      [csv(), 'belum berisi baris'],
    ] as const) {
      const refused = await upload(content);
      expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    }
    expect((await first.submit(UPLOAD, {}, UPLOAD)).status).toBe(422);
  });

  it('is looked through, proposed and approved as a whole; a second time nothing is new', async () => {
    const others = await app.deps.pool.query<{ nip: string }>(
      'SELECT nip FROM employee WHERE id = ANY ($1) ORDER BY nip',
      [[cast['staf2'].employeeId, cast['staf3'].employeeId]],
    );
    const [two, three] = others.rows.map(row => row.nip);
    const file = csv(
      `${two!};=1+1;Oktober 2026;Rp3.900.100;;catur`,
      `${three!};B;2026-10;4000200;tk3;`,
      `${three!};B;2026-10;4000300;;`,
      `${nip};C;September 2026;1;;`,
      `${nip};D;Oktober 2026;1,5;;`,
      '123;E;Oktober 2026;1;;',
      `${nip};F;Oktober 2026;;;`,
    );
    const answer = await upload(file);
    expect(answer.status).toBe(303);
    const address = answer.headers['location']!;
    const $ = cheerio.load((await first.get(address)).text);
    const shown = $('main').text();
    for (const said of [
      '1 baris belum berisi nilai',
      'NIP 18 angka',
      'Rupiah bulat tanpa sen',
      'Sudah ada di baris 3',
      'Kolom Hobi tidak dikenal',
    ])
      expect(shown).toContain(said);
    expect((await second.get(address)).status).toBe(200);
    expect((await second.post(address, { versi: '1' })).status).toBe(404);
    const stale = await first.post(address, { versi: '99' });
    expect(stale.status).toBe(409);
    expect((await first.submit(address, {}, address)).status).toBe(303);
    const batch = address.split('/').at(-1)!;
    expect(await count('fact_proposal WHERE batch_id = $1 AND decision IS NULL', [batch])).toBe(4); // one of them corrects September
    expect((await second.get(WAITING)).text).toContain('jumlah Rp7.900.300');
    await decide(second, `impor:${batch}`, 'setujui');
    expect(
      await count('payroll_fact f JOIN fact_proposal p ON p.id = f.proposal_id WHERE p.batch_id = $1', [batch]),
    ).toBe(4);
    const again = await upload(file);
    expect((await first.get(again.headers['location']!)).text).toContain('Tidak ada baris baru');
    const list = await first.get(`${address}/perbaikan`);
    expect([list.status, list.headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheet')]);
  });

  it('is taken back by new records that two persons decide: the value before it, or none at all', async () => {
    const december = month('2026-12');
    const bring = async (amount: string): Promise<string> => {
      const address = (await upload(csv(`${nip};C;Desember 2026;${amount};;`))).headers['location']!;
      expect((await first.submit(address, {}, address)).status).toBe(303);
      await decide(second, `impor:${address.split('/').at(-1)!}`, 'setujui');
      expect(await factNow('gaji_bruto', december)).toBe(amount);
      return address;
    };
    const takeBack = async (address: string): Promise<void> => {
      const before = await factNow('gaji_bruto', december);
      const undo = await first.submit(address, {}, `${address}/urungkan`);
      expect(undo.status).toBe(303);
      expect((await first.submit(address, {}, `${address}/urungkan`)).status).toBe(409);
      const batch = undo.headers['location']!.split('/').at(-1)!;
      await decide(first, `impor:${batch}`, 'setujui');
      expect(await factNow('gaji_bruto', december)).toBe(before);
      await decide(second, `impor:${batch}`, 'setujui');
    };
    const lone = await bring('5000000');
    await takeBack(lone);
    expect(await factNow('gaji_bruto', december)).toBeUndefined();
    expect((await first.submit(lone, {}, `${lone}/urungkan`)).status).toBe(409);
    expect((await second.get(`${LIST}/pegawai/${cast.staf1.employeeId}?bulan=2026-12`)).text).toContain('Ditiadakan');
    await bring('6000000');
    await takeBack(await bring('7000000'));
    expect(await factNow('gaji_bruto', december)).toBe('6000000');
    expect((await first.post(`${lone}/urungkan`, { versi: '99' })).status).toBe(409);
  });

  it('the command line approves by another person, and the same file again is unchanged', async () => {
    const by = { employeeId: cast['kepegawaian1'].employeeId, scope: null };
    const file = { fileName: 'x.csv', bytes: csv(`${nip};A;Desember 2026;5000100;K/1;`) };
    const approver = cast['kepegawaian2'].employeeId;
    const trial = await importFacts(app.deps, file, 'dry run', null);
    expect([trial.report.accepted, await count("payroll_fact WHERE value = '5000100'")]).toEqual([1, 0]);
    const done = await importFacts(app.deps, file, by, approver);
    expect([done.report.accepted, done.report.rejected, done.decision?.decided]).toEqual([1, [], 2]);
    expect(await factNow('gaji_bruto', month('2026-12'))).toBe('5000100');
    const again = await importFacts(app.deps, file, by, approver);
    expect([again.report.accepted, again.report.unchanged]).toEqual([0, 1]);
  });

  it('a clerk writes about the own unit alone; the template holds its people', async () => {
    const clerk = await app.signInAs('pengelola');
    const other = await app.deps.pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [
      cast['staf_lain'].employeeId,
    ]);
    const answer = await upload(csv(`${other.rows[0]!.nip};A;Oktober 2026;1;;`), 'lain.csv', clerk);
    expect((await clerk.get(answer.headers['location']!)).text).toContain('bukan pegawai unit Anda');
    const template = await clerk.get(`${UPLOAD}/templat.xlsx?bulan=2026-10`);
    expect([template.status, template.headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheet')]);
  });
});

describe('a fact of an approved month', () => {
  it('of an approved month it is a correction: two persons, and a cause for the next run', async () => {
    const sent = await first.submit(NEW, { ...right(), bulan: '09/2026', nilai: '4.111.000' }, NEW);
    expect(sent.status).toBe(303);
    const id = await latest();
    await decide(first, `usul:${id}`, 'setujui');
    expect(await count('payroll_fact WHERE proposal_id = $1', [id])).toBe(0);
    await decide(second, `usul:${id}`, 'setujui');
    expect(await count('payroll_fact WHERE proposal_id = $1 AND correction', [id])).toBe(1);
    const { rows } = await app.deps.pool.query(
      'SELECT kind, month, note, actor_id FROM adjustment_cause WHERE ref = $1',
      [id],
    );
    expect(rows).toEqual([
      {
        kind: 'fakta',
        month: '2026-09-01',
        note: expect.stringContaining('Rp4.111.000'),
        actor_id: cast['kepegawaian2'].employeeId,
      },
    ]);
  });
});
