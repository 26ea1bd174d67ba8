import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { month } from '../../../src/domain/month.ts';
import { approveRun, closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { type Browser, createTestApp, type Filling, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { markPostponed } from '../postponed-pay/marked.ts';
import { APPROVER, CLOSER } from '../payroll-runs/office.ts';

const PAGE = '/kepegawaian/penyesuaian';
const REASON = 'Berita acara rekonsiliasi <i>presensi</i>';

let app: TestApp;
let cast: Cast;
let nip: string;
let first: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  const { rows } = await app.deps.pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [
    cast['staf1'].employeeId,
  ]);
  nip = rows[0]!.nip;
  first = await app.signInAs('kepegawaian1');
}, 120_000);

const right = (): Filling => ({ pegawai: nip, bulan: 'September 2026', alasan: REASON });
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();

describe('asking for a month to be computed again', () => {
  it('begins with nothing to settle: the demo leaves no cause by itself', async () => {
    const open = await app.deps.pool.query(
      `SELECT 1 FROM adjustment_open c JOIN payroll_run r ON r.month = c.month JOIN payroll_line l ON l.run_id = r.id
       AND l.employee_id = c.employee_id WHERE c.employee_id = $1`,
      [cast['staf1'].employeeId],
    );
    expect(open.rowCount).toBe(0);
  });

  it.each([
    [{ pegawai: '' }, 422, 'Tulis NIP 18 angka'],
    [{ pegawai: '198001012001010101' }, 422, 'tidak ada dalam data pegawai'],
    [{ bulan: 'kemarin' }, 422, 'Tulis bulan dan tahun'],
    [{ bulan: 'November 2026' }, 409, 'belum disetujui'],
    [{ alasan: '\0\u200b pendek' }, 422, 'paling sedikit 10 huruf'],
    [{ alasan: 'x'.repeat(301) }, 422, 'Paling panjang 300 huruf'],
    [{ kunci_kirim: '1' }, 422, 'Muat ulang halaman'],
    [{ jumlah: '1000000' }, 422, 'Ada isian yang tidak dikenal'],
  ] as [Filling, number, string][])('with %j is refused', async (wrong, status, message) => {
    const refused = await first.submit(PAGE, { ...right(), ...wrong }, PAGE);
    expect([refused.status, summary(refused.text)]).toEqual([status, expect.stringContaining(message)]);
    expect(cheerio.load(refused.text)('title').text()).toMatch(/^Perlu diperbaiki/);
  });

  it('is refused for oneself, and a second time while it waits', async () => {
    const own = await app.deps.pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [
      cast['kepegawaian1'].employeeId,
    ]);
    const refused = await first.submit(PAGE, { ...right(), pegawai: own.rows[0]!.nip }, PAGE);
    expect([refused.status, summary(refused.text)]).toEqual([409, expect.stringContaining('orang lain')]);
    expect((await first.submit(PAGE, right(), PAGE)).status).toBe(303);
    expect((await first.submit(PAGE, right(), PAGE)).status).toBe(409);
    const $ = cheerio.load((await first.get(PAGE)).text);
    const row = $('tr')
      .filter((_, each) => $(each).text().includes('rekonsiliasi'))
      .text();
    expect(row).toContain('September 2026');
    expect(row).toContain('Tidak ada selisih');
    expect($.html()).not.toContain('<i>presensi');
  });

  it('is for the personnel office; a unit reads its own, a superior and another unit nothing', async () => {
    expect((await (await app.signInAs('bendahara')).get(PAGE)).text).toContain('rekonsiliasi');
    const other = await (await app.signInAs('kepala_lain')).get(PAGE);
    expect([other.status, other.text.includes('rekonsiliasi')]).toEqual([200, false]);
    expect((await (await app.signInAs('atasan')).get(PAGE)).status).toBe(403);
    const clerk = await app.signInAs('pengelola');
    expect(cheerio.load((await clerk.get(PAGE)).text)('form[action="/kepegawaian/penyesuaian"]')).toHaveLength(0);
    expect((await clerk.post(PAGE, {})).status).toBe(403);
    expect((await first.get(`${PAGE}?sesudah=x`)).status).toBe(404);
  });

  it('is for an auditor as far as a letter in force goes; whose amounts were shown is noted', async () => {
    const { pool } = app.deps;
    const auditor = await app.signInAs('auditor');
    expect((await auditor.get(PAGE)).text).toContain('rekonsiliasi');
    const seen = await pool.query('SELECT 1 FROM data_view WHERE viewer_id = $1 AND subject_id = $2', [
      cast['auditor'].employeeId,
      cast['staf1'].employeeId,
    ]);
    expect(seen.rowCount).toBe(1);
    const client = await pool.connect();
    try {
      await client.query("BEGIN; SET LOCAL session_replication_role = 'replica'");
      await client.query("UPDATE role_grant SET until_date = NULL WHERE role = 'auditor'");
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    expect((await auditor.get(PAGE)).status).toBe(403);
  });

  it('what is corrected is carried by the next run: listed before the approval, told after it', async () => {
    const { pool } = app.deps;
    const owner = cast['staf1'].employeeId;
    const { rows: made } = await pool.query<{ id: string }>(
      `INSERT INTO fact_proposal (employee_id, month, name, value, source, proposed_by, proposed_at, decision, decided_by, decided_at)
       VALUES ($1, '2026-09-01', 'gaji_bruto', '9000000', 'uji', $2, $4, 'disetujui', $3, $4) RETURNING id`,
      [owner, cast['kepegawaian1'].employeeId, cast['kepegawaian2'].employeeId, app.deps.clock.now()],
    );
    await pool.query(
      `INSERT INTO payroll_fact (employee_id, month, name, value, source, proposal_id, correction)
       VALUES ($1, '2026-09-01', 'gaji_bruto', '9000000', 'uji', $2, true)`,
      [owner, made[0]!.id],
    );
    const { rows: units } = await pool.query<{ id: string; code: string; name: string }>(
      "SELECT id, code, name FROM payroll_unit WHERE id = takar_paying_unit($1, '2026-10-01')",
      [owner],
    );
    const { runId, jobId } = await closeMonth(app.deps, CLOSER, month('2026-10'), units[0]!, randomUUID());
    expect((await runJob(app.deps, jobId)).state).toBe('selesai');
    const { rows } = await pool.query<{ net: bigint; taken_net: bigint; paid_net: bigint; due_net: bigint }>(
      'SELECT net, taken_net, paid_net, due_net FROM payroll_adjustment WHERE run_id = $1 AND employee_id = $2',
      [runId, owner],
    );
    // More salary, so more tax of the month: the oracle is the September line with nothing but the tax changed.
    expect(rows).toHaveLength(1);
    expect(rows[0]!.net).toBeLessThan(0n);
    expect(rows[0]!.taken_net).toBe(rows[0]!.due_net - rows[0]!.paid_net);
    const address = `/kepegawaian/periode/2026-10/${units[0]!.code}/setujui`;
    const approval = await first.get(address);
    const $ = cheerio.load(approval.text);
    expect($('caption').text()).toContain('Penyesuaian bulan yang sudah dibayar');
    expect($(`[data-rupiah="${String(rows[0]!.taken_net)}"]`).length).toBeGreaterThan(0);
    // The month was asked for by this very person (above), who does not approve what it brings.
    expect($('.spanduk').text()).toContain('penyesuaian yang Anda minta sendiri');
    expect($('form[action$="/setujui"]')).toHaveLength(0);
    const second = cheerio.load((await (await app.signInAs('kepegawaian2')).get(address)).text);
    expect(second('form[action$="/setujui"]')).toHaveLength(1);
    // Until it is approved the old month says nothing of what may still be discarded.
    const staff = await app.signInAs('staf1');
    const september = async (): Promise<string> => (await staff.get('/laporan/tpp-saya?bulan=2026-09')).text;
    expect(await september()).not.toContain('disesuaikan pada TPP');
    await approveRun(app.deps, APPROVER, runId);
    expect(await september()).toContain('disesuaikan pada TPP Oktober 2026');
    const told = await pool.query<{ text: string }>(
      "SELECT text FROM notification WHERE employee_id = $1 AND dedupe = 'penyesuaian:' || $2",
      [owner, runId],
    );
    expect(told.rows[0]!.text).toContain('sebagai penyesuaian September 2026');
  });
});

describe('postponed pay', () => {
  const LIST = '/kepegawaian/penyesuaian/ditunda';
  const form = (): string => `${LIST}/2026-09/${cast['staf2'].employeeId}/lepas`;
  const filled: Filling = { sumber: 'Surat Inspektorat <b>700/12</b> tanggal 3 November 2026' };

  it('begins with nobody: the rules of the demo postpone nothing', async () => {
    expect((await first.get(LIST)).text).toContain('Tidak ada TPP Oktober 2026 yang ditunda');
    expect((await first.get(form())).status).toBe(404);
    await markPostponed(app.deps.pool, cast['staf2'].employeeId, '2026-09-01');
  });

  it('is listed with reason and article for the offices, its release only for personnel', async () => {
    const $ = cheerio.load((await first.get(LIST)).text);
    expect($('tbody tr')).toHaveLength(1);
    expect($('tbody tr').text()).toContain('Rekonsiliasi aset belum selesai');
    expect($('tbody tr').text()).toContain('Pasal 16 ayat (1)');
    expect($('tbody tr').text()).toContain('Masih ditunda');
    expect($(`a[href="${form()}"]`)).toHaveLength(1);
    const treasurer = cheerio.load((await (await app.signInAs('bendahara')).get(LIST)).text);
    expect([treasurer('tbody tr').length, treasurer('a[href$="/lepas"]').length]).toEqual([1, 0]);
    expect((await (await app.signInAs('kepala_lain')).get(LIST)).text).not.toContain('Rekonsiliasi aset');
    for (const key of ['atasan', 'staf1'] as const)
      expect((await (await app.signInAs(key)).get(LIST)).status).toBe(403);
    expect((await (await app.signInAs('bendahara')).get(form())).status).toBe(403);
    const wrong = [
      '?bulan=x',
      '?bulan=2026-09&halaman=0',
      '?bulan=2026-09&halaman=2',
      '/2026-09/x/lepas',
      '/2026-13/x/lepas',
    ];
    for (const end of wrong) expect([end, (await first.get(`${LIST}${end}`)).status]).toEqual([end, 404]);
  });

  it.each([
    [{ sumber: '' }, 'Tulis dokumennya'],
    [{ sumber: 'surat\0' }, 'Tulis dokumennya'],
    [{ sumber: 'x'.repeat(201) }, 'Paling panjang 200 huruf'],
    [{ kunci_kirim: '1' }, 'Muat ulang halaman'],
    [{ jumlah: '1' }, 'Ada isian yang tidak dikenal'],
  ] as [Filling, string][])('is not released with %j', async (wrong, message) => {
    const refused = await first.submit(form(), { ...filled, ...wrong }, form());
    expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
  });

  it('is told its owner on the slip, with the reason and what is held back', async () => {
    const staff = await app.signInAs('staf2');
    const $ = cheerio.load((await staff.get('/laporan/tpp-saya?bulan=2026-09')).text);
    expect($('main').text()).toContain('TPP bulan ini ditunda, belum dibayarkan');
    expect($('#tertahan').parent().text()).toContain('Rekonsiliasi aset belum selesai (Pasal 16 ayat (1))');
    const listed =
      cheerio
        .load((await first.get(LIST)).text)('tbody [data-rupiah]')
        .attr('data-rupiah') ?? '';
    expect(Number(listed)).toBeGreaterThan(0);
    expect($(`#tertahan ~ p [data-rupiah="${listed}"]`)).toHaveLength(1);
  });

  it('is proposed for release and waits for the second person, where facts are approved', async () => {
    expect((await first.submit(form(), filled, form())).status).toBe(303);
    const again = await first.submit(form(), filled, form());
    expect([again.status, summary(again.text)]).toEqual([409, expect.stringContaining('menunggu orang kedua')]);
    const second = await app.signInAs('kepegawaian2');
    const proposals = (await second.get('/kepegawaian/fakta/usulan')).text;
    expect(proposals).toContain('Penundaan TPP dilepas Rekonsiliasi aset');
    expect(proposals).not.toContain('<b>700/12');
    const { rows } = await app.deps.pool.query<{ id: string }>(
      "SELECT id FROM fact_proposal WHERE name = 'tunda.dilepas'",
    );
    const id = `usul:${rows[0]!.id}`;
    const decided = await second.submit(
      '/kepegawaian/fakta/usulan',
      { 'id[]': id, aksi: 'setujui' },
      '/kepegawaian/fakta/usulan',
    );
    expect(decided.status).toBe(303);
    expect((await first.get(LIST)).text).toContain('Dilepas. Dibayarkan bersama perhitungan berikutnya');
    const told = await app.deps.pool.query<{ text: string }>(
      "SELECT text FROM notification WHERE employee_id = $1 AND text LIKE '%ditunda%'",
      [cast['staf2'].employeeId],
    );
    expect(told.rows.map(row => row.text)).toEqual([
      expect.stringContaining('TPP September 2026 Anda yang ditunda dilepas'),
    ]);
  });
});
