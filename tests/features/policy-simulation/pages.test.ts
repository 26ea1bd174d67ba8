import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { latestSimulation } from '../../../src/features/policy-simulation/latest.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { sha256 } from '../../../src/platform/identity.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

const SHIPPED = readPolicy(SHIPPED_REGULATION).regulation.text;
/** Twice the dues: everybody gets less. */
const TEXT = SHIPPED.replace('type: persen, value: 1,', 'type: persen, value: 2,');
const MONTH = '2026-09';

let app: TestApp;
let cast: Cast;
let officer: Browser;
beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  officer = await app.signInAs('kepegawaian1');
});

async function newDraft(text: string): Promise<string> {
  const { rows } = await app.deps.pool.query<{ id: string }>(
    `INSERT INTO regulation_draft (text, cases, created_by, created_at, changed_by, changed_at)
     VALUES ($1, '', $2, now(), $2, now()) RETURNING id`,
    [text, cast.kepegawaian1.employeeId],
  );
  return rows[0]!.id;
}

const listOf = (draft: string): string => `/kepegawaian/aturan/draf/${draft}/simulasi`;
const jobIn = (location: string | undefined): string => /^\/pekerjaan\/(.+)$/.exec(location ?? '')?.[1] ?? '';

/** Asks for a simulation on the page and has it made. @returns its address */
async function simulated(draft: string, unit?: readonly string[]): Promise<string> {
  const asked = await officer.submit(listOf(draft), { bulan: MONTH, unit });
  expect(asked.status).toBe(303);
  expect((await runJob(app.deps, jobIn(asked.headers['location']))).state).toBe('selesai');
  return (await latestSimulation(app.deps.pool, draft))!.href;
}

const amounts = (html: string, table: string): string[][] => {
  const $ = cheerio.load(html);
  const found = $('table').filter((_, each) => $(each).find('caption').text() === table);
  return found
    .find('tbody tr')
    .toArray()
    .map(row =>
      $(row)
        .find('[data-rupiah]')
        .toArray()
        .map(cell => $(cell).attr('data-rupiah') ?? ''),
    );
};

describe('the simulation of a draft', () => {
  it('is asked for on a page, made by a job, and shows totals, units, bands, and the largest changes with their reason', async () => {
    const draft = await newDraft(TEXT);
    const asked = await officer.submit(listOf(draft), { bulan: MONTH });
    const job = jobIn(asked.headers['location']);
    expect((await officer.get(`/pekerjaan/${job}`)).text).toContain('Simulasi peraturan');
    await runJob(app.deps, job);
    const done = cheerio.load((await officer.get(`/pekerjaan/${job}`)).text);
    const { href, hash, summary } = (await latestSimulation(app.deps.pool, draft))!;
    expect(done(`a[href="${href}"]`).length).toBeGreaterThan(0);
    expect(hash).toBe(sha256(TEXT));
    expect(summary).toMatch(/^September 2026: \d+ pegawai, jumlah bersih turun Rp/);

    const { response, statements } = await app.statementsOf(officer.get(href));
    expect(response.status).toBe(200);
    expect(statements.length).toBeLessThanOrEqual(4);
    const [gross, deductions, net] = amounts(response.text, 'Jumlah semua');
    const paid = await app.deps.pool.query<{ gross: bigint; net: bigint; iwp: bigint }>(
      `SELECT sum(l.gross)::bigint AS gross, sum(l.net)::bigint AS net, sum(c.amount)::bigint AS iwp FROM payroll_line l
       JOIN payroll_run r ON r.id = l.run_id AND r.month = $1 AND r.state IN ('DISETUJUI', 'DIBAYAR')
       JOIN payroll_component c ON c.run_id = l.run_id AND c.employee_id = l.employee_id AND c.code = 'iwp'`,
      [`${MONTH}-01`],
    );
    const { gross: wholeGross, net: wholeNet } = paid.rows[0]!;
    expect(gross).toEqual([wholeGross, wholeGross, 0n, wholeGross].map(String));
    expect([net?.[0], net?.[3]]).toEqual([String(wholeNet), String(wholeNet)]);
    expect(BigInt(net?.[2] ?? '0')).toBe(-BigInt(deductions?.[2] ?? '0'));
    const $ = cheerio.load(response.text);
    expect($('.batang').length).toBeGreaterThan(1);
    expect($('.batang__nilai').first().text()).toMatch(/pegawai$/);
    expect(response.text).toContain('Tarif IWP (BPJS Kesehatan): 1 % menjadi 2 %');
    expect(amounts(response.text, 'Turun paling banyak')).toHaveLength(10);
    expect(amounts(response.text, 'Jumlah bersih per unit').length).toBeGreaterThan(1);
    const seen = await app.deps.pool.query(
      "SELECT 1 FROM data_view WHERE viewer_id = $1 AND what = 'tpp' AND at = $2",
      [cast.kepegawaian1.employeeId, app.deps.clock.now()],
    );
    expect(seen.rowCount).toBeGreaterThanOrEqual(9);
  });

  it('is sent as CSV and as a workbook, with everybody once', async () => {
    const draft = await newDraft(TEXT);
    const address = await simulated(draft);
    const csv = await officer.get(`${address}/selisih.csv`);
    const [header, ...lines] = csv.text.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(header).toBe('unit;nip;nama;jabatan;berlaku;draf;selisih;dibayar');
    const { rows } = await app.deps.pool.query<{ people: number }>(
      "SELECT (result #>> '{people,compared}')::int AS people FROM policy_simulation WHERE draft_id = $1",
      [draft],
    );
    expect(lines).toHaveLength(rows[0]!.people);
    for (const line of lines) {
      const [before, after, change, paid] = line.split(';').slice(-4).map(BigInt);
      expect([after! - before!, paid]).toEqual([change, before]);
    }
    const workbook = await officer.get(`${address}/selisih.xlsx`);
    expect([workbook.status, workbook.headers['content-type']]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
  });

  it('of one unit holds that unit alone; a text changed since is said', async () => {
    const draft = await newDraft(TEXT);
    const { rows } = await app.deps.pool.query<{ id: string; name: string }>(
      "SELECT id, name FROM payroll_unit WHERE code = 'DPMPTSP'",
    );
    const address = await simulated(draft, [rows[0]!.id]);
    const html = (await officer.get(address)).text;
    expect(amounts(html, 'Jumlah bersih per unit')).toHaveLength(1);
    expect(html).not.toContain('Naskah draf sudah berubah');
    expect((await officer.get(`/kepegawaian/aturan/draf/${draft}`)).text).toContain('September 2026, 1 unit: ');
    await app.deps.pool.query('UPDATE regulation_draft SET text = $2, version = version + 1 WHERE id = $1', [
      draft,
      SHIPPED,
    ]);
    expect((await officer.get(address)).text).toContain('Naskah draf sudah berubah sesudah simulasi ini');
    for (const page of [listOf(draft), `/kepegawaian/aturan/draf/${draft}`])
      expect((await officer.get(page)).text).toContain('Naskah lama');
  });

  it('ends in words when the text changed before its turn, and is kept as it was made', async () => {
    const draft = await newDraft(TEXT);
    const asked = await officer.submit(listOf(draft), { bulan: MONTH });
    await app.deps.pool.query('UPDATE regulation_draft SET text = $2, version = version + 1 WHERE id = $1', [
      draft,
      SHIPPED,
    ]);
    const job = await runJob(app.deps, jobIn(asked.headers['location']));
    expect([job.state, job.error]).toEqual([
      'gagal',
      'Naskah draf berubah sesudah simulasi ini diminta. Mulai simulasi baru.',
    ]);
    await simulated(draft);
    await expect(
      app.deps.pool.query("UPDATE policy_simulation SET result = '{}' WHERE draft_id = $1", [draft]),
    ).rejects.toMatchObject({ code: 'TK002' });
  });
});

describe('asking for a simulation', () => {
  it('is refused with the form as it was typed', async () => {
    const draft = await newDraft(TEXT);
    const key = randomUUID();
    const wrong: [Record<string, string>, number, string][] = [
      [{}, 422, 'Pilih bulan yang sudah berakhir'],
      [{ bulan: '2026-13', kunci_kirim: key }, 422, 'Pilih bulan yang sudah berakhir'],
      [{ bulan: MONTH, unit: '<script>', kunci_kirim: key }, 422, 'Centang unit dari daftar'],
      [{ bulan: MONTH, unit: randomUUID(), kunci_kirim: key }, 422, 'Unit itu tidak ada lagi'],
      [{ bulan: MONTH, kunci_kirim: key, lain: '1' }, 422, 'Ada isian yang tidak dikenal'],
      [{ bulan: '2026-11', kunci_kirim: key }, 409, 'November 2026 belum berakhir'],
      [{ bulan: '2019-01', kunci_kirim: key }, 409, 'Tidak ada peraturan TPP yang berlaku pada Januari 2019'],
    ];
    for (const [fields, status, words] of wrong) {
      const answer = await officer.post(listOf(draft), fields);
      expect([fields, answer.status]).toEqual([fields, status]);
      expect(answer.text).toContain(words);
    }
    const broken = await newDraft(TEXT.replace('cite: Pasal 10\n', ''));
    const answer = await officer.post(listOf(broken), { bulan: MONTH, kunci_kirim: key });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Naskah draf belum lengkap: baris ');
  });

  it('happens once for a key', async () => {
    const draft = await newDraft(TEXT);
    const fields = { bulan: MONTH, kunci_kirim: randomUUID() };
    const first = await officer.post(listOf(draft), fields);
    const again = await officer.post(listOf(draft), fields);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect((await officer.post(listOf(draft), { ...fields, bulan: '2026-10' })).status).toBe(422);
  });

  it('is the personnel office’s; finance reads, the auditor reads without names, others see nothing', async () => {
    const draft = await newDraft(TEXT);
    const address = await simulated(draft);
    const finance = await app.signInAs('keuangan1');
    const seen = await finance.get(address);
    expect(seen.text).toContain('Turun paling banyak');
    expect((await finance.post(listOf(draft), { bulan: MONTH, kunci_kirim: randomUUID() })).status).toBe(403);
    const auditor = await app.signInAs('auditor');
    const bare = await auditor.get(address);
    expect(bare.status).toBe(200);
    expect(bare.text).not.toContain('Turun paling banyak');
    expect((await auditor.get(`${address}/selisih.csv`)).status).toBe(403);
    const staff = await app.signInAs('staf1');
    for (const page of [listOf(draft), address, `${address}/selisih.csv`])
      expect((await staff.get(page)).status).toBe(403);
    const other = await newDraft(TEXT);
    for (const page of [
      listOf(randomUUID()),
      `${listOf(draft)}/${randomUUID()}`,
      address.replace(draft, other),
      `${address}?halaman=9`,
    ])
      expect([page, (await officer.get(page)).status]).toEqual([page, 404]);
  });
});
