import { gzipSync } from 'node:zlib';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { queuePage } from '../../../src/features/review/queries.ts';
import { VALIDATION, VERIFICATION } from '../../../src/features/review/step.ts';
import { remindLateUnits } from '../../../src/features/payroll-runs/reminder.ts';
import { jobOfBatch } from '../../../src/features/payroll-runs/batch-queries.ts';
import { type JobKind, LostLease } from '../../../src/features/jobs/held-job.ts';
import { MANY_UNITS } from '../../../src/features/jobs/queue.ts';
import { jobKinds } from '../../../src/jobs/kinds.ts';
import { claim } from '../../../src/jobs/lease.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { work } from '../../../src/jobs/work.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { type Browser, createTestApp, formOn, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

let app: TestApp;
let cast: Cast;
let unit: string;
let otherUnit: string;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  unit = cast.staf1.payrollUnitCode;
  otherUnit = cast.staf_lain.payrollUnitCode;
});

const LIST = '/kepegawaian/periode?bulan=2026-10';
const closeAddress = (code: string, month = '2026-10'): string => `/kepegawaian/periode/${month}/${code}/tutup`;
const trialAddress = (code: string, month = '2026-10'): string => closeAddress(code, month).replace('tutup', 'coba');
/** Name and net amount of everybody in the list of a trial run. */
const peopleTried = (html: string): string[] => {
  const $ = cheerio.load(html);
  return $('main h2:contains("Jumlah per pegawai") ~ * tbody tr')
    .toArray()
    .map(row => {
      const amounts = $(row).find('[data-rupiah]').toArray();
      return `${$(row).find('th').contents().first().text().trim()} ${amounts[2]?.attribs['data-rupiah'] ?? ''}`;
    });
};
const stateOf = (html: string, code: string): string | undefined =>
  cheerio.load(html)(`tr[data-unit="${code}"]`).attr('data-state');
/** Has the job of a batch worked through to its end. */
async function doBatch({ deps }: TestApp, location: string | undefined): Promise<string> {
  const job = await jobOfBatch(deps.pool, location!.split('/').pop()!);
  return (await runJob(deps, job!.id)).note ?? '';
}
const summaryOf = (html: string): string => cheerio.load(html)('[role="alert"]').text();

test('the page lists every unit for the personnel office, one’s own for its clerk', async () => {
  const all = await (await app.signInAs('kepegawaian1')).get(LIST);
  const own = await (await app.signInAs('pengelola')).get(LIST);
  expect(cheerio.load(all.text)('tr[data-unit]').length).toBe(3);
  expect(stateOf(all.text, unit)).toBe('TERBUKA');
  expect(cheerio.load(own.text)('tr[data-unit]').length).toBe(1);
  expect(stateOf(own.text, unit)).toBe('TERBUKA');
});

test('who may not be here is sent away', async () => {
  for (const key of ['staf1', 'atasan', 'keuangan1', 'bendahara', 'kepala', 'auditor']) {
    const browser = await app.signInAs(key);
    expect([key, (await browser.get(LIST)).status]).toEqual([key, 403]);
    expect((await browser.post(closeAddress(unit), { ketik_bulan: 'Oktober 2026' })).status).toBe(403);
  }
  const clerk = await app.signInAs('pengelola');
  expect((await clerk.get(closeAddress(otherUnit))).status).toBe(404);
  expect((await clerk.get(trialAddress(otherUnit))).status).toBe(404);
  expect((await clerk.post(closeAddress(otherUnit), { ketik_bulan: 'Oktober 2026' })).status).toBe(404);
  expect((await app.browser().get(LIST)).status).toBe(303);
});

test('who owes decisions stands on the page with what waits in their own queues', async () => {
  const $ = cheerio.load((await (await app.signInAs('kepegawaian1')).get(closeAddress(unit, '2026-11'))).text);
  const rows = $('table:contains("Siapa yang belum memutuskan") tbody tr')
    .toArray()
    .map(row => [...$(row).find('th, td')].map(cell => $(cell).contents().first().text().trim()));
  const today = localDate('2026-11-18');
  for (const [key, step, column] of [
    ['atasan', VERIFICATION, 1],
    ['validator', VALIDATION, 2],
  ] as const) {
    const { employeeId, name } = cast[key];
    const { tally } = await queuePage(app.deps.pool, step, employeeId, today, {});
    const waiting = tally.filter(line => line.workDate >= '2026-11-01').reduce((sum, line) => sum + line.waiting, 0);
    expect(waiting).toBeGreaterThan(0);
    expect(rows.find(row => row[0]?.includes(name))?.[column]).toBe(String(waiting));
  }
});

test('another month typed, a missing key or a strange field is 422, with what was typed', async () => {
  const browser = await app.signInAs('kepegawaian1');
  const wrong = await browser.submit(closeAddress(unit), { ketik_bulan: 'September 2026' });
  expect(wrong.status).toBe(422);
  const $ = cheerio.load(wrong.text);
  expect($('title').text()).toMatch(/^Perlu diperbaiki/);
  expect($('[role="alert"] a').attr('href')).toBe('#ketik_bulan');
  expect($('#ketik_bulan').val()).toBe('September 2026');
  expect($('#ketik_bulan').attr('aria-invalid')).toBe('true');
  const strange = await browser.submit(closeAddress(unit), { ketik_bulan: 'Oktober 2026', lain: '1' });
  expect(strange.status).toBe(422);
  expect(summaryOf(strange.text)).toContain('Ada isian yang tidak dikenal');
  const keyless = await browser.post(closeAddress(unit), { ketik_bulan: 'Oktober 2026' });
  expect(keyless.status).toBe(422);
  // A hidden field is nothing to jump to.
  expect(cheerio.load(keyless.text)('[role="alert"] a').length).toBe(0);
});

test('the running month cannot be closed', async () => {
  const browser = await app.signInAs('kepegawaian1');
  const refused = await browser.submit(closeAddress(unit, '2026-11'), { ketik_bulan: 'November 2026' });
  expect(refused.status).toBe(409);
  expect(summaryOf(refused.text)).toContain('November 2026 belum berakhir');
});

test('a trial run says who lacks what, what still waits, and what a higher page number has', async () => {
  const browser = await app.signInAs('kepegawaian1');
  const running = await browser.get(trialAddress(unit, '2026-11'));
  expect(running.status).toBe(200);
  expect(running.text).toContain('Bulan masih berjalan');
  const last = await browser.get(trialAddress('SETDA'));
  expect(peopleTried(last.text).length).toBeGreaterThan(0);
  for (const page of ['0', '99', 'x', '2&halaman=3'])
    expect((await browser.get(`${trialAddress('SETDA')}?halaman=${page}`)).status).toBe(404);
  expect((await browser.get(trialAddress('TIDAK-ADA'))).status).toBe(404);
  const { rows } = await app.deps.pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM data_view WHERE viewer_id = $1 AND what = 'tpp'",
    [cast.kepegawaian1.employeeId],
  );
  expect(rows[0]!.count).toBeGreaterThan(0);
});

describe('a person left out', () => {
  const place = closeAddress('SETDA').replace('tutup', 'kecualikan');

  test('counts once a second person confirms, also before the board and the close', async () => {
    const clerk = await app.signInAs('kepegawaian1');
    const second = await app.signInAs('kepegawaian2');
    const somebody = await app.deps.pool.query<{ employeeId: string; name: string }>(
      `SELECT l.employee_id AS "employeeId", l.name FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
       JOIN payroll_unit u ON u.id = r.payroll_unit_id WHERE u.code = 'SETDA' AND l.employee_id <> ALL ($1) ORDER BY l.nip LIMIT 1`,
      [[cast.sekda.employeeId, cast.kepegawaian1.employeeId, cast.kepegawaian2.employeeId]],
    );
    const { employeeId, name } = somebody.rows[0]!;
    const people = async (): Promise<string> =>
      cheerio
        .load((await clerk.get(LIST)).text)('tr[data-unit="SETDA"] [data-label="Pegawai"]')
        .text()
        .trim();
    const before = Number(await people());

    const empty = await clerk.submit(place, {}, place);
    // Without a search there is nobody to point at: only the reason has its place.
    expect([empty.status, cheerio.load(empty.text)('[role="alert"] a').length]).toEqual([422, 1]);
    const stranger = await clerk.submit(
      place,
      { pegawai: cast.staf1.employeeId, alasan: 'Bukan pegawai unit ini.' },
      place,
    );
    expect(stranger.status).toBe(422);
    const found = await clerk.get(`${place}?cari=${encodeURIComponent(name.split(' ')[0]!)}`);
    expect(found.text).toContain(employeeId);
    const filling = { pegawai: employeeId, alasan: 'Gajinya dibayar <i>instansi</i> lain bulan ini.' };
    expect((await clerk.submit(place, filling, place)).status).toBe(303);
    expect((await clerk.submit(place, filling, place)).status).toBe(409);
    const shown = await clerk.get(closeAddress('SETDA'));
    expect(shown.text).toContain('1 permintaan');
    expect(Number(await people())).toBe(before);

    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM payroll_exclusion');
    const answer = `${place}/${rows[0]!.id}`;
    expect((await clerk.post(answer, { keputusan: 'sahkan', versi: '1' })).status).toBe(409);
    expect((await (await app.signInAs('sekda')).post(answer, { keputusan: 'sahkan', versi: '1' })).status).toBe(403);
    expect((await second.post(answer, { keputusan: 'sahkan', versi: '1', lain: '' })).status).toBe(422);
    expect((await second.post(answer, { keputusan: 'sahkan', versi: '7' })).status).toBe(409);
    const foreign = answer.replace('SETDA', otherUnit);
    expect((await second.post(foreign, { keputusan: 'sahkan', versi: '1' })).status).toBe(404);
    expect((await second.submit(place, { keputusan: 'sahkan' }, answer)).status).toBe(303);
    expect(Number(await people())).toBe(before - 1);
    const told = await app.deps.pool.query<{ text: string }>('SELECT text FROM notification WHERE employee_id = $1', [
      employeeId,
    ]);
    expect(told.rows.map(row => row.text)).toContain(
      'Anda tidak dihitung dalam TPP Oktober 2026. Alasan: Gajinya dibayar <i>instansi</i> lain bulan ini.',
    );
    expect((await second.get(place)).text).toContain('Hitung lagi');
  });
});

describe('a month', () => {
  test('is closed by the clerk, computed, approved by the personnel office', async () => {
    const clerk = await app.signInAs('pengelola');
    const tried = await clerk.get(trialAddress(unit));
    const form = formOn((await clerk.get(closeAddress(unit))).text);
    const filled = { ...form.fields, ketik_bulan: 'oktober  2026' };
    const closed = await clerk.post(form.action, filled);
    expect(closed.status).toBe(303);
    const place = closed.headers['location']!;
    expect(place).toMatch(/^\/pekerjaan\//);
    expect((await clerk.post(form.action, filled)).headers['location']).toBe(place);
    const running = await clerk.get(place);
    expect(cheerio.load(running.text)('[data-state]').attr('data-state')).toBe('antre');
    expect(running.headers['refresh']).toBe('3');
    await runJob(app.deps, place.split('/').pop()!);
    const done = await clerk.get(place);
    expect(cheerio.load(done.text)('[data-state]').attr('data-state')).toBe('selesai');
    expect(done.headers).not.toHaveProperty('refresh');

    // What was tried before is what the close gave, person by person; it left nothing behind.
    const stored = await app.deps.pool.query<{ name: string; net: bigint }>(
      `SELECT l.name, l.net FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
       JOIN payroll_unit u ON u.id = r.payroll_unit_id WHERE u.code = $1 AND r.month = '2026-10-01' ORDER BY l.name`,
      [unit],
    );
    const expected = stored.rows.map(row => `${row.name} ${String(row.net)}`);
    expect(peopleTried(tried.text).sort()).toEqual(expected.sort());
    expect((await clerk.get(trialAddress(unit))).text).toContain('sudah ditutup');

    const again = await clerk.post(form.action, { ...filled, kunci_kirim: crypto.randomUUID() });
    expect(again.status).toBe(409);
    expect(summaryOf(again.text)).toContain('sudah ditutup');
    expect((await (await app.signInAs('staf1')).get(place)).status).toBe(404);
    expect((await (await app.signInAs('kepegawaian2')).get(place)).status).toBe(200);

    const approve = `/kepegawaian/periode/2026-10/${unit}/setujui`;
    expect((await clerk.post(approve, { versi: '2' })).status).toBe(403);
    const office = await app.signInAs('kepegawaian1');
    expect((await office.post(approve, { versi: '1' })).status).toBe(409);
    for (const wrong of [
      { versi: '2', lain: '1' },
      { versi: '2', ketik_bulan: 'September 2026' },
      { versi: '2', kunci_kirim: 'bukan' },
    ]) {
      const refused = await office.post(approve, wrong);
      expect([refused.status, cheerio.load(refused.text)('title').text()]).toEqual([
        422,
        expect.stringMatching(/^Perlu diperbaiki: /) as unknown,
      ]);
      expect(summaryOf(refused.text)).not.toContain('Unrecognized');
    }
    const step = formOn((await office.get(LIST)).text, approve);
    const twice = { ...step.fields, ketik_bulan: 'Oktober 2026' };
    const [approved, repeated] = await Promise.all([office.post(approve, twice), office.post(approve, twice)]);
    expect([repeated.status, repeated.headers['location']]).toEqual([303, LIST]);
    expect((await office.post(approve, { ...twice, versi: '9' })).status).toBe(422);
    expect((await office.post(approve, { versi: '2' })).status).toBe(409);
    expect([approved.status, approved.headers['location']]).toEqual([303, LIST]);
    expect(stateOf((await office.get(LIST)).text, unit)).toBe('DISETUJUI');
  });

  test('closed by one of the personnel office is not theirs to approve, and the page says why', async () => {
    const closer = await app.signInAs('kepegawaian1');
    const closed = await closer.submit(closeAddress(otherUnit), { ketik_bulan: 'Oktober 2026' });
    await runJob(app.deps, closed.headers['location']!.split('/').pop()!);
    const approve = `/kepegawaian/periode/2026-10/${otherUnit}/setujui`;
    const list = (await closer.get(LIST)).text;
    expect(cheerio.load(list)(`form[action="${approve}"]`).length).toBe(0);
    expect(list).toContain('Anda yang menutup periode ini.');
    const refused = await closer.post(approve, { versi: '2' });
    expect(refused.status).toBe(409);
    expect(summaryOf(refused.text)).toContain('Orang lain yang menyetujuinya');
    expect((await (await app.signInAs('kepegawaian2')).submit(LIST, {}, approve)).status).toBe(303);
  });
});

describe('many units at once', () => {
  const board = '/kepegawaian/periode?bulan=2026-10';
  const batch = '/kepegawaian/periode/borongan';
  const ticks = async (browser: Browser): Promise<string[]> => {
    const $ = cheerio.load((await browser.get(board)).text);
    return $('input[name="unit"]')
      .toArray()
      .map(each => each.attribs['value'] ?? '');
  };

  test('are closed and approved by two persons, each unit with its own outcome', async () => {
    const many = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
    const first = await many.signInAs('kepegawaian1');
    const second = await many.signInAs('kepegawaian2');
    // Nobody has closed last month by its eighteenth day: clerk and office are told, once a day.
    const reminded = async (key: 'pengelola' | 'kepegawaian1'): Promise<string[]> => {
      const { rows } = await many.deps.pool.query<{ text: string }>(
        "SELECT text FROM notification WHERE employee_id = $1 AND dedupe LIKE 'tutup:%'",
        [cast[key].employeeId],
      );
      return rows.map(row => row.text);
    };
    await remindLateUnits({ ...many.deps, clock: fixedClock('2026-11-04T09:00:00+08:00') });
    expect(await reminded('kepegawaian1')).toEqual([]);
    for (const hour of ['09', '10'])
      await remindLateUnits({ ...many.deps, clock: fixedClock(`2026-11-18T${hour}:30:00+08:00`) });
    expect(await reminded('kepegawaian1')).toEqual(['TPP Oktober 2026: 3 unit belum ditutup.']);
    expect(await reminded('pengelola')).toEqual([expect.stringContaining('belum ditutup') as unknown]);

    const chosen = await ticks(first);
    expect(chosen).toEqual(chosen.map(value => value.replace(/:.*/, ':0')));
    const wrong = await first.submit(board, { unit: chosen, aksi: 'tutup', ketik_bulan: 'September 2026' }, batch);
    expect([wrong.status, cheerio.load(wrong.text)('input[name="unit"]:checked').length]).toEqual([422, 3]);
    expect(cheerio.load(wrong.text)('[role="alert"] a').attr('href')).toBe('#ketik_bulan');
    const month = { ketik_bulan: 'oktober 2026' };
    expect((await first.submit(board, { ...month, aksi: 'tutup' }, batch)).status).toBe(422);
    expect((await first.submit(board, { ...month, aksi: 'tutup', unit: ['TIDAK-ADA:0'] }, batch)).status).toBe(404);
    expect((await first.submit(board, { ...month, aksi: 'tutup', unit: ['<b>:0'] }, batch)).status).toBe(422);
    const clerk = await many.signInAs('pengelola');
    const key = crypto.randomUUID();
    const foreign = { bulan: '2026-10', ...month, unit: chosen, kunci_kirim: key };
    expect((await clerk.post(batch, { ...foreign, aksi: 'tutup' })).status).toBe(404);
    expect((await clerk.post(batch, { ...foreign, aksi: 'setujui' })).status).toBe(403);

    // One unit is closed by somebody else between the page and its form.
    const form = formOn((await first.get(board)).text, batch);
    const own = await second.submit(closeAddress('SETDA'), { ketik_bulan: 'Oktober 2026' });
    const sent = { ...form.fields, ...month, unit: chosen, aksi: 'tutup' };
    const closed = await first.post(batch, sent);
    expect(closed.status).toBe(303);
    expect((await first.post(batch, sent)).headers['location']).toBe(closed.headers['location']);
    const waiting = await first.get(closed.headers['location']!);
    expect([waiting.headers['refresh'], cheerio.load(waiting.text)('[data-state]').attr('data-state')]).toEqual([
      '3',
      'antre',
    ]);
    expect(await doBatch(many, closed.headers['location'])).toBe('2 dari 3 unit ditutup.');
    const report = await first.get(closed.headers['location']!);
    expect(report.headers['refresh']).toBe('3');
    expect(report.text).toContain('2 dari 3 unit ditutup.');
    expect(report.text).toContain('Periode Oktober 2026 sudah ditutup dan sedang dihitung.');
    expect((await clerk.get(closed.headers['location']!)).status).toBe(404);
    const jobs = await many.deps.pool.query<{ id: string }>("SELECT id FROM job WHERE state = 'antre'");
    expect(jobs.rows).toHaveLength(3);
    for (const { id } of jobs.rows) await runJob(many.deps, id);
    expect(own.status).toBe(303);

    // Who closed two of them approves the third; the other two are the second person's.
    expect(await ticks(first)).toEqual([]);
    expect((await first.submit(board, {}, '/kepegawaian/periode/2026-10/SETDA/setujui')).status).toBe(303);
    const approving = await second.submit(board, { ...month, unit: await ticks(second), aksi: 'setujui' }, batch);
    await doBatch(many, approving.headers['location']);
    const outcome = await second.get(approving.headers['location']!);
    expect(outcome.text).toContain('2 dari 2 unit disetujui.');
    expect(outcome.headers).not.toHaveProperty('refresh');
  });

  test('pressed twice are one piece of work; killed between units it goes on, for as long as who asked may', async () => {
    const many = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
    const { deps } = many;
    const asking = await many.signInAs('kepegawaian1');
    const { fields } = formOn((await asking.get(board)).text, batch);
    const sent = { ...fields, ketik_bulan: 'Oktober 2026', unit: await ticks(asking), aksi: 'tutup' };
    const [one, two] = await Promise.all([asking.post(batch, sent), asking.post(batch, sent)]);
    expect([one.status, two.headers['location']]).toEqual([303, one.headers['location']]);
    const count = async (table: string): Promise<number> =>
      (await deps.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;
    expect([await count('period_batch'), await count(`job WHERE kind = '${MANY_UNITS}'`)]).toEqual([1, 1]);

    // A process that dies leaves its job as one that has lost it: nothing after the last commit.
    const dying = (most: number): JobKind => ({
      ...jobKinds[MANY_UNITS]!,
      run: (its, job) => {
        let units = 0;
        const fence: typeof job.fence = tx => (++units > most ? Promise.reject(new LostLease(job.id)) : job.fence(tx));
        return jobKinds[MANY_UNITS]!.run(its, { ...job, fence });
      },
    });
    const states: (readonly [number, number])[] = [];
    for (const life of ['first', 'second']) {
      await deps.pool.query("UPDATE job SET lease_until = clock_timestamp() - interval '1 second'");
      const claimed = (await claim(deps.pool, life, [MANY_UNITS]))!;
      await work(deps, claimed, { kinds: { [MANY_UNITS]: dying(1) }, signal: new AbortController().signal });
      states.push([await count('period_batch_item'), await count("payroll_run WHERE month = '2026-10-01'")]);
    }
    expect(states).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const half = await asking.get(one.headers['location']!);
    expect(half.text).toContain('2 dari 3 unit. Anda boleh menutup halaman ini.');
    expect(half.text).not.toContain('belum dikerjakan');

    await deps.pool.query('UPDATE account SET disabled_at = now() WHERE employee_id = $1', [
      cast.kepegawaian1.employeeId,
    ]);
    await deps.pool.query("UPDATE job SET lease_until = clock_timestamp() - interval '1 second'");
    expect(await doBatch(many, one.headers['location'])).toBe('2 dari 3 unit ditutup.');
    const report = await (await many.signInAs('kepegawaian2')).get(one.headers['location']!);
    expect(report.text).toContain('Akun yang memintanya sudah tidak aktif.');
    expect([await count('period_batch_item'), await count("payroll_run WHERE month = '2026-10-01'")]).toEqual([3, 2]);
  });
});

describe('a run before its approval', () => {
  const LAST = 'SETDA';
  const place = `/kepegawaian/periode/2026-10/${LAST}/batalkan`;
  const approve = `/kepegawaian/periode/2026-10/${LAST}/setujui`;
  const close = async (browser: Browser): Promise<void> => {
    const closed = await browser.submit(closeAddress(LAST), { ketik_bulan: 'Oktober 2026' });
    await runJob(app.deps, closed.headers['location']!.split('/').pop()!);
  };

  test('is discarded by two persons, and the month is open again under the next revision', async () => {
    const first = await app.signInAs('kepegawaian1');
    const second = await app.signInAs('kepegawaian2');
    expect((await first.post(place, { alasan: 'Gaji salah unggah.', kunci_kirim: crypto.randomUUID() })).status).toBe(
      409,
    );
    await close(first);
    const staff = await app.signInAs('sekda');
    const left = await app.deps.pool.query<{ id: string; excluded: string }>(
      `SELECT x.id, i.excluded FROM payroll_exclusion x JOIN payroll_input i ON i.employee_id = x.employee_id
       JOIN payroll_run r ON r.id = i.run_id AND r.month = x.month`,
    );
    expect(left.rows.map(row => row.excluded)).toEqual(['Gajinya dibayar <i>instansi</i> lain bulan ini.']);
    const late = await second.post(`${place.replace('batalkan', 'kecualikan')}/${left.rows[0]!.id}`, {
      keputusan: 'cabut',
      versi: '2',
    });
    expect([late.status, summaryOf(late.text)]).toEqual([409, expect.stringContaining('sudah ditutup') as unknown]);
    expect(
      cheerio.load((await staff.get('/laporan/tpp-saya?bulan=2026-10')).text)('[data-rupiah]').length,
    ).toBeGreaterThan(0);

    const empty = await first.submit(place, { alasan: '' }, place);
    expect(empty.status).toBe(422);
    expect(cheerio.load(empty.text)('[role="alert"] a').attr('href')).toBe('#alasan');
    const strange = await first.submit(place, { alasan: 'Gaji <b>salah</b> unggah.', lain: 'x' }, place);
    expect(strange.status).toBe(422);
    expect(strange.text).not.toContain('<b>salah</b>');
    const form = formOn((await first.get(place)).text, place);
    const filled = { ...form.fields, alasan: 'Gaji <b>salah</b> unggah.' };
    expect((await first.post(place, filled)).status).toBe(303);
    expect((await first.post(place, filled)).status).toBe(303);
    expect((await first.post(place, { ...filled, kunci_kirim: crypto.randomUUID() })).status).toBe(409);

    const blocked = await second.submit(LIST, {}, approve);
    expect([blocked.status, summaryOf(blocked.text)]).toEqual([
      409,
      expect.stringContaining('sedang diajukan') as unknown,
    ]);
    const answer = `${place}/putuskan`;
    const own = await first.post(answer, { keputusan: 'batalkan', versi: '1' });
    expect([own.status, summaryOf(own.text)]).toEqual([409, expect.stringContaining('Orang lain') as unknown]);
    expect((await second.post(answer, { keputusan: 'hapus', versi: '1' })).status).toBe(422);
    expect((await second.post(answer, { keputusan: 'batalkan', versi: '9' })).status).toBe(409);
    expect((await (await app.signInAs('pengelola')).post(answer, { keputusan: 'batalkan', versi: '1' })).status).toBe(
      404,
    );
    const asked = await second.get(place);
    expect(asked.text).toContain('Gaji &lt;b&gt;salah&lt;/b&gt; unggah.');
    expect((await second.submit(place, { keputusan: 'batalkan' }, answer)).status).toBe(303);

    expect(stateOf((await second.get(LIST)).text, LAST)).toBe('TERBUKA');
    expect((await staff.get('/notifikasi')).text).toContain('Perhitungan TPP Oktober 2026 dibatalkan');
    await close(second);
    const { rows } = await app.deps.pool.query<{ revision: number; state: string }>(
      `SELECT r.revision, r.state FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id
       WHERE u.code = $1 AND r.month = '2026-10-01' ORDER BY r.revision`,
      [LAST],
    );
    expect(rows).toEqual([
      { revision: 1, state: 'DIBATALKAN' },
      { revision: 2, state: 'DIHITUNG' },
    ]);
    expect((await verifyAll(app.deps.pool)).checks.filter(check => !check.ok)).toEqual([]);
  });

  test('goes on where the request is taken back or refused, and is beyond discarding once approved', async () => {
    const first = await app.signInAs('kepegawaian1');
    const second = await app.signInAs('kepegawaian2');
    for (const [browser, keputusan] of [
      [first, 'tarik'],
      [second, 'lanjutkan'],
    ] as const) {
      expect((await first.submit(place, { alasan: 'Menunggu data cuti dari unit.' }, place)).status).toBe(303);
      expect((await browser.submit(place, { keputusan }, `${place}/putuskan`)).status).toBe(303);
    }
    expect(stateOf((await first.get(LIST)).text, LAST)).toBe('DIHITUNG');

    // The budget and the days to object hold an approval back; the page says why and offers no form meanwhile.
    const settle = (days: number): Promise<unknown> =>
      app.deps.pool.query("INSERT INTO setting (key, from_date, value) VALUES ('alur', '2026-01-01', $1)", [
        JSON.stringify({ hari_sanggah_tpp: days }),
      ]);
    const budget = (amount: string): Promise<unknown> =>
      app.deps.pool.query(
        `INSERT INTO payroll_ceiling (payroll_unit_id, year, amount, source, recorded_at, approved_at)
         SELECT id, 2026, $2, 'DPA', now(), now() FROM payroll_unit WHERE code = $1`,
        [LAST, amount],
      );
    for (const [hold, free, words] of [
      [() => budget('1000'), () => budget('90000000000'), 'Pagu TPP 2026 unit ini Rp1.000 terlampaui'],
      [() => settle(3), () => settle(0), 'Sabtu, 21 November 2026'],
    ] as const) {
      await hold();
      const held = await first.get(approve);
      expect([held.text.includes(words), held.text.includes('name="versi"')]).toEqual([true, false]);
      const refused = await first.submit(LIST, {}, approve);
      expect([refused.status, summaryOf(refused.text)]).toEqual([409, expect.stringContaining(words) as unknown]);
      await free();
    }
    const shown = await first.get(approve);
    expect(shown.text).toContain('dibanding bulan lalu');
    expect(cheerio.load(shown.text)('h2').text()).toContain('Pagu');
    expect((await first.submit(approve, {}, approve)).status).toBe(303);
    const late = await second.post(place, { alasan: 'Terlambat diketahui.', kunci_kirim: crypto.randomUUID() });
    expect([late.status, summaryOf(late.text)]).toEqual([409, expect.stringContaining('sudah disetujui') as unknown]);
    expect((await second.get(place)).text).toContain('Koreksi masuk bulan berikutnya');
  });
});

test('a board of 252 units comes in pages, can be narrowed, and is acted on whole', async () => {
  const large = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  await large.deps.pool.query(
    "INSERT INTO payroll_unit (code, name) SELECT 'BANYAK-' || lpad(n::text, 3, '0'), 'Puskesmas Contoh ' || n FROM generate_series(1, 249) n",
  );
  const browser = await large.signInAs('kepegawaian1');
  const { response: first, statements } = await large.statementsOf(browser.get(LIST));
  expect(statements.length).toBeLessThanOrEqual(4);
  const $ = cheerio.load(first.text);
  expect([$('tr[data-unit]').length, $('.paginasi p').text()]).toEqual([50, '1 sampai 50 dari 252 unit']);
  // On the wire, as every page of the product is sent.
  expect(gzipSync(first.text).length).toBeLessThan(15_000);
  const codes = new Set<string>();
  for (const page of [1, 2, 6]) {
    const shown = cheerio.load((await browser.get(`${LIST}&halaman=${String(page)}`)).text);
    for (const row of shown('tr[data-unit]').toArray()) codes.add(row.attribs['data-unit'] ?? '');
  }
  expect(codes.size).toBe(102);
  const found = await browser.get(`${LIST}&cari=setda&keadaan=TERBUKA`);
  expect(cheerio.load(found.text)('tr[data-unit]').attr('data-unit')).toBe('SETDA');
  expect((await browser.get(`${LIST}&cari=%3Cb%3E%00tidak+ada&halaman=x`)).text).toContain(
    'Tidak ada unit yang cocok.',
  );

  const batch = '/kepegawaian/periode/borongan';
  const semua = $('input[name="semua"]').attr('value') ?? '';
  expect(semua.split(' ')).toHaveLength(252);
  const sent = { semua, aksi: 'tutup', ketik_bulan: 'Oktober 2026' };
  const wrong = await browser.submit(`${LIST}&halaman=2`, { ...sent, ketik_bulan: 'x' }, batch);
  const again = cheerio.load(wrong.text);
  expect([wrong.status, again('input[name="semua"]:checked').length, again('.paginasi p').text()]).toEqual([
    422,
    1,
    '51 sampai 100 dari 252 unit',
  ]);
  expect((await browser.submit(LIST, { ...sent, semua: '<b>' }, batch)).status).toBe(422);
  const closed = await browser.submit(LIST, sent, batch);
  await doBatch(large, closed.headers['location']);
  expect((await browser.get(closed.headers['location']!)).text).toContain('3 dari 252 unit ditutup.');
});

test('the board takes at most four statements, the checks of one unit eight', async () => {
  const browser = await app.signInAs('kepegawaian1');
  for (const [address, most] of [
    [LIST, 4],
    ['/kepegawaian/periode?bulan=2026-11', 4],
    [closeAddress('SETDA'), 8],
    [trialAddress('SETDA', '2026-11'), 9],
  ] as const) {
    const { response, statements } = await app.statementsOf(browser.get(address));
    expect(response.status).toBe(200);
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(most);
  }
});
