import { beforeAll, describe, expect, test } from 'vitest';
import * as cheerio from 'cheerio';
import { sealTrail } from '../../../src/features/assurance/chain.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

const PAGE = '/pengawasan/jejak';
let app: TestApp;
let auditor: Browser;
let staff: string;
beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase() });
  await sealTrail(app.deps.pool);
  auditor = await app.signInAs('auditor');
  const { rows } = await app.deps.pool.query<{ id: string }>(
    "SELECT a.employee_id AS id FROM demo_account d JOIN account a ON a.id = d.account_id WHERE d.key = 'staf1'",
  );
  staff = rows[0]!.id;
});

/** Changes what the database lets nobody change, as somebody with its highest right might. */
async function behind(of: TestApp, statement: string, values: unknown[] = []): Promise<void> {
  const client = await of.deps.pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL session_replication_role = 'replica'");
    await client.query(statement, values);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Titles on all pages of a trail, in order. */
async function wholeTrail(address: string): Promise<string[]> {
  const titles: string[] = [];
  for (let next: string | undefined = address; next !== undefined;) {
    const answer = await auditor.get(next);
    expect(answer.status).toBe(200);
    const $ = cheerio.load(answer.text);
    const own = $('.lini__judul')
      .map((_, each) => $(each).text().replaceAll(/\s+/g, ' ').trim())
      .get();
    expect(own.length).toBeLessThanOrEqual(50);
    titles.push(...own);
    next = $('a[href*="sesudah="]').attr('href');
  }
  return titles;
}

describe('one month from the first entry to the payment', () => {
  test('of a person: every decision with its chair, the facts, the computation, the files and the payment, once each', async () => {
    const titles = await wholeTrail(`${PAGE}?pegawai=${staff}&bulan=2026-09`);
    const { rows } = await app.deps.pool.query<{ events: number }>(
      `SELECT count(*)::int AS events FROM activity t JOIN activity_event e ON e.activity_id = t.id
       WHERE t.employee_id = $1 AND t.work_date BETWEEN '2026-09-01' AND '2026-09-30'`,
      [staff],
    );
    expect(titles.filter(each => /^(Kegiatan|Draf|Keputusan|Keberatan)/.test(each))).toHaveLength(rows[0]!.events);
    const validated = titles.findIndex(each => each.startsWith('Kegiatan divalidasi'));
    expect(titles[validated]).toMatch(/oleh .+, .+/);
    const steps = ['Periode ditutup', 'TPP dihitung', 'TPP disetujui', 'TPP dibayar'];
    const places = steps.map(step => titles.findIndex(each => each.startsWith(step)));
    expect(places.every(place => place > validated)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(titles.some(each => each.startsWith('Data TPP masuk: Gaji bruto'))).toBe(true);
    expect(titles.some(each => each.startsWith('Berkas dibuat'))).toBe(true);
  });

  test('an objection with both sides, and a draft that was deleted, stand in it too', async () => {
    const { rows } = await app.deps.pool.query<{ id: string; day: string }>(
      "SELECT owner_id AS id, work_date AS day FROM objection WHERE state = 'diajukan' LIMIT 1",
    );
    const titles = await wholeTrail(`${PAGE}?pegawai=${rows[0]!.id}&bulan=${rows[0]!.day.slice(0, 7)}`);
    expect(titles.some(each => each.startsWith('Keberatan atas kegiatan'))).toBe(true);
    const owner = await app.signInAs('staf1');
    const draft = await app.deps.pool.query<{ id: string; version: number; text: string; month: string }>(
      `SELECT id, version, description AS text, to_char(work_date, 'YYYY-MM') AS month FROM activity
       WHERE employee_id = $1 AND status = 'draf' ORDER BY id DESC LIMIT 1`,
      [staff],
    );
    const { id, version, month } = draft.rows[0]!;
    expect((await owner.post(`/kegiatan-harian/${id}/hapus`, { versi: String(version) })).status).toBe(303);
    const after = await wholeTrail(`${PAGE}?pegawai=${staff}&bulan=${month}`);
    expect(after.filter(each => each.startsWith('Draf kegiatan dihapus'))).toHaveLength(1);
    expect(after.some(each => each.startsWith('Data dilihat'))).toBe(true);
  });

  test('of a unit: its people with their amounts, and what was done', async () => {
    const address = `${PAGE}?unit=DPMPTSP&bulan=2026-09`;
    const { response, statements } = await app.statementsOf(auditor.get(address));
    expect(statements.length).toBeLessThanOrEqual(8);
    const $ = cheerio.load(response.text);
    const amounts = $('[data-rupiah]')
      .map((_, each) => BigInt($(each).attr('data-rupiah')!))
      .get();
    const { rows } = await app.deps.pool.query<{ net: bigint }>(
      `SELECT r.net FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id WHERE u.code = 'DPMPTSP' AND r.month = '2026-09-01'`,
    );
    expect(amounts.reduce((sum, each) => sum + each, 0n)).toBe(rows[0]!.net);
    expect(await wholeTrail(address)).toEqual(expect.arrayContaining([expect.stringContaining('TPP dibayar')]));
  });

  test('leads to what the amount of the month rests on', async () => {
    const $ = cheerio.load((await auditor.get(`${PAGE}?pegawai=${staff}&bulan=2026-09`)).text);
    const href = $('a[href*="/jumlah/"]').attr('href')!;
    expect([href.endsWith(staff), (await auditor.get(href)).status]).toEqual([true, 200]);
    const drawn = (
      await auditor.get(
        cheerio
          .load((await auditor.get(PAGE)).text)('a[href$="/acak"]')
          .attr('href')!,
      )
    ).headers['location'];
    expect(drawn).toContain('bulan=2026-09');
  });

  test('a month that cannot be read is said beside its field, and what was typed stays', async () => {
    const answer = await auditor.get(`${PAGE}?cari=Wati&unit=DPMPTSP&bulan=Oktobar+2026`);
    expect(answer.status).toBe(422);
    const $ = cheerio.load(answer.text);
    expect($('title').text()).toMatch(/^Perlu diperbaiki/);
    expect($('[role=alert] a[href="#bulan"]').text()).toBe('Tulis bulan dan tahun, misalnya Oktober 2026');
    expect([$('[name=bulan]').val(), $('[name=cari]').val(), $('[name=unit]').val()]).toEqual([
      'Oktobar 2026',
      'Wati',
      'DPMPTSP',
    ]);
    expect($('[name=bulan]').attr('aria-invalid')).toBe('true');
  });

  test('whoever was looked at reads it', async () => {
    await auditor.get(`${PAGE}?pegawai=${staff}&bulan=2026-09`);
    const { rows } = await app.deps.pool.query<{ what: string }>(
      "SELECT what FROM data_view WHERE subject_id = $1 AND what = 'jejak'",
      [staff],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect((await (await app.signInAs('staf1')).get('/akun/dilihat')).text).toContain('Jejak bulan (pengawasan)');
  });
});

describe('three amounts at random', () => {
  test('drawn by a seed anybody can use again, each shown with what it rests on and computed once more', async () => {
    const drawn = await auditor.get((await auditor.get(`${PAGE}/acak?bulan=2026-09`)).headers['location']!);
    const links = (html: string): string[] =>
      cheerio
        .load(html)('a[href*="/jumlah/"]')
        .map((_, each) => cheerio.load(html)(each).attr('href')!)
        .get();
    const three = links(drawn.text);
    expect(three).toHaveLength(3);
    const again = await auditor.get(`${PAGE}/acak?bulan=2026-09&benih=TETAP`);
    expect(links(again.text)).toEqual(links((await auditor.get(`${PAGE}/acak?bulan=2026-09&benih=TETAP`)).text));
    for (const address of three) {
      const { response, statements } = await app.statementsOf(auditor.get(`${address}?hitung=ulang`));
      // the lines of the unit are read again page by page for their digest: two pages in a unit of this size
      expect([response.status, statements.length <= 18]).toEqual([200, true]);
      const [runId, employeeId] = address.split('/').slice(-2);
      const { rows } = await app.deps.pool.query<{ net: bigint; facts: Record<string, string>; inputs: number }>(
        `SELECT l.net, i.facts, (SELECT count(*)::int FROM activity t JOIN payroll_run r ON r.id = l.run_id
             WHERE t.employee_id = l.employee_id AND t.payroll_unit_id = r.payroll_unit_id AND t.status = 'divalidasi'
               AND t.work_date >= r.month AND t.work_date < r.month + interval '1 month') AS inputs
         FROM payroll_line l JOIN payroll_input i USING (run_id, employee_id) WHERE l.run_id = $1 AND l.employee_id = $2`,
        [runId, employeeId],
      );
      const { net, facts, inputs } = rows[0]!;
      const $ = cheerio.load(response.text);
      expect($('.kartu [data-rupiah]').first().attr('data-rupiah')).toBe(String(net));
      expect(response.text).toContain('hasilnya sama, setiap langkah dan setiap rupiah');
      expect($('[data-id]')).toHaveLength(inputs);
      const points = $('dt:contains("Poin yang dihitung")').next().text();
      expect(points.replaceAll(/\D/g, '')).toBe(facts['kegiatan.poin_divalidasi']);
      expect($('section[aria-labelledby="data"] tbody tr').length).toBeGreaterThan(5);
    }
  });

  test('a line changed behind the product’s back is told', async () => {
    const { rows } = await app.deps.pool.query<{ run: string }>(
      `SELECT l.run_id AS run FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
       WHERE l.employee_id = $1 AND r.month = '2026-09-01'`,
      [staff],
    );
    const { run } = rows[0]!;
    const shift = (by: number) =>
      behind(app, 'UPDATE payroll_line SET gross = gross + $3, net = net + $3 WHERE run_id = $1 AND employee_id = $2', [
        run,
        staff,
        by,
      ]);
    await shift(1);
    const changed = await auditor.get(`${PAGE}/jumlah/${run}/${staff}?hitung=ulang`);
    await shift(-1);
    expect(changed.text).toContain('hasilnya BERBEDA');
    expect((await auditor.get(`${PAGE}/jumlah/${run}/${staff}?hitung=ulang`)).text).toContain('hasilnya sama');
  });
});

describe('what is asked for wrongly', () => {
  test('a month in words is no wrong one, and stands so in the form', async () => {
    const shown = await auditor.get(`${PAGE}?unit=DPMPTSP&bulan=september+2026`);
    expect([shown.status, cheerio.load(shown.text)('input[name="bulan"]').val()]).toEqual([200, 'September 2026']);
  });

  test.each([
    ['nobody', `${PAGE}?pegawai=019a0000-0000-7000-8000-000000000000`, 404],
    ['no identifier', `${PAGE}?pegawai=1%27%20OR%201=1`, 404],
    ['no unit', `${PAGE}?unit=TIDAKADA`, 404],
    ['no month', `${PAGE}?bulan=Oktober`, 422],
    ['a month to come', `${PAGE}?bulan=2027-01`, 404],
    ['no place', `${PAGE}?unit=DPMPTSP&sesudah=lain`, 404],
    ['NUL', `${PAGE}?cari=%00`, 404],
    ['two at once', `${PAGE}?cari=a&cari=b`, 404],
    ['a file of no format', `${PAGE}/unduh?unit=DPMPTSP&bulan=2026-09&format=pdf`, 404],
    [
      'an amount of nobody',
      `${PAGE}/jumlah/019a0000-0000-7000-8000-000000000000/019a0000-0000-7000-8000-000000000000`,
      404,
    ],
    ['an amount of no run', `${PAGE}/jumlah/1/2`, 404],
    ['a seed that is none', `${PAGE}/acak?bulan=2026-09&benih=%27%20OR`, 404],
    ['a file of no unit', `${PAGE}/unduh?bulan=2026-09&format=csv`, 404],
  ])('%s', async (_what, address, status) => {
    expect((await auditor.get(address)).status).toBe(status);
  });

  test('a name as it is typed, script and all, finds nobody and runs nothing', async () => {
    const answer = await auditor.get(`${PAGE}?cari=${encodeURIComponent('<script>100%_')}`);
    expect([answer.status, answer.text.includes('<script>100')]).toEqual([200, false]);
    expect(answer.text).toContain('Tidak ada pegawai dengan nama atau NIP itu.');
  });
});

test('a letter opens the unit it names to its auditor, and nothing without a last day; to nobody else anything', async () => {
  for (const key of ['staf1', 'kepegawaian1', 'keuangan1', 'admin'] as const)
    expect((await (await app.signInAs(key)).get(PAGE)).status).toBe(403);
  const other = await createTestApp({ database: await createDemoDatabase() });
  await behind(
    other,
    "UPDATE role_grant SET payroll_unit_id = (SELECT id FROM payroll_unit WHERE code = 'DPMPTSP') WHERE role = 'auditor'",
  );
  const { rows } = await other.deps.pool.query<{ run: string; person: string; code: string }>(
    `SELECT DISTINCT ON (u.code) l.run_id AS run, l.employee_id AS person, u.code FROM payroll_line l
     JOIN payroll_run r ON r.id = l.run_id JOIN payroll_unit u ON u.id = r.payroll_unit_id WHERE r.month = '2026-09-01'`,
  );
  const narrow = await other.signInAs('auditor');
  for (const { run, person, code } of rows) {
    const seen = code === 'DPMPTSP' ? 200 : 404;
    for (const address of [
      `${PAGE}?unit=${code}&bulan=2026-09`,
      `${PAGE}?pegawai=${person}&bulan=2026-09`,
      `${PAGE}/jumlah/${run}/${person}`,
      `${PAGE}/acak?unit=${code}&bulan=2026-09&benih=A`,
      `${PAGE}/unduh?unit=${code}&bulan=2026-09&format=csv`,
    ])
      expect([address, (await narrow.get(address)).status]).toEqual([address, seen]);
  }
  const drawn = cheerio.load((await narrow.get(`${PAGE}/acak?bulan=2026-09&benih=A`)).text);
  const units = drawn('tbody tr').map((_, each) => drawn(each).children().eq(1).text().trim());
  expect(new Set(units.get())).toEqual(new Set(['Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu']));
  await behind(other, "UPDATE role_grant SET until_date = NULL WHERE role = 'auditor'");
  const answer = await narrow.get(PAGE);
  expect([answer.status, answer.text.includes('surat tugas')]).toEqual([403, true]);
});

test('a unit’s month as a file: every row sealed, the download in the trail', async () => {
  const csv = await auditor.get(`${PAGE}/unduh?unit=DPMPTSP&bulan=2026-09&format=csv`).responseType('blob');
  expect(csv.status).toBe(200);
  const lines = (csv.body as Buffer).toString('utf8').split('\n').filter(Boolean);
  expect(lines[0]).toContain('waktu (UTC);waktu setempat;pelaku;peran;aksi;objek;sebelum;sesudah');
  const { rows } = await app.deps.pool.query<{ events: number; hash: string }>(
    `SELECT (SELECT count(*) FROM activity t JOIN activity_event e ON e.activity_id = t.id
        WHERE t.payroll_unit_id = u.id AND t.work_date BETWEEN '2026-09-01' AND '2026-09-30')::int AS events,
       (SELECT hash FROM audit_chain WHERE payroll_unit_id IS NULL ORDER BY seq LIMIT 1) AS hash
     FROM payroll_unit u WHERE u.code = 'DPMPTSP'`,
  );
  const { events, hash } = rows[0]!;
  expect(lines.filter(line => line.includes(';kegiatan 2026-09-'))).toHaveLength(events);
  expect(lines.slice(1).every(line => line.endsWith(hash))).toBe(true);
  const xlsx = await auditor.get(`${PAGE}/unduh?unit=DPMPTSP&bulan=2026-09&format=xlsx`).responseType('blob');
  expect((xlsx.body as Buffer).subarray(0, 2).toString('latin1')).toBe('PK');
  const logged = await app.deps.pool.query("SELECT 1 FROM audit_event WHERE action = 'pengawasan.unduh'");
  expect(logged.rowCount).toBe(2);
});
