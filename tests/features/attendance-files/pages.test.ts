import * as cheerio from 'cheerio';
import type request from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { importFile } from '../../../src/features/attendance-files/service.ts';
import { unitsOf } from '../../../src/features/attendance-files/machine-queries.ts';
import { holidayCsv, importHolidays } from '../../../src/features/calendar/holiday-file.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { readSpreadsheet } from '../../../src/platform/spreadsheet/read.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { type Browser, createTestApp, formOn, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Attendance from files through the pages: look through, choose, save, take back. */

const UPLOAD = '/kepegawaian/presensi/impor';
const HEAD = 'nip;tanggal;masuk;pulang;kode;keterangan';
let app: TestApp;
let office: Browser;
let clerk: Browser;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  office = await app.signInAs('kepegawaian1');
  clerk = await app.signInAs('pengelola');
}, 120_000);

const send = (browser: Browser, name: string, content: string): ReturnType<Browser['submit']> =>
  browser.submit(UPLOAD, {}, UPLOAD, [{ field: 'berkas', name, content: Buffer.from(content) }]);
async function batchOf(browser: Browser, name: string, content: string): Promise<string> {
  const answer = await send(browser, name, content);
  expect([answer.status, cheerio.load(answer.text)('[role=alert]').text()]).toEqual([303, '']);
  return answer.headers['location']!;
}
const textOf = async (browser: Browser, address: string): Promise<string> =>
  cheerio
    .load((await browser.get(address)).text)('main')
    .text()
    .replaceAll(/\s+/g, ' ');
const mainText = (html: string): string => cheerio.load(html)('main').text().replaceAll(/\s+/g, ' ');
const count = async (sql: string, values: unknown[] = []): Promise<number> =>
  (await app.deps.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, values)).rows[0]!.n;
const nipOf = async (key: keyof Cast): Promise<string> =>
  (await app.deps.pool.query<{ nip: string }>('SELECT nip FROM employee WHERE id = $1', [cast[key].employeeId]))
    .rows[0]!.nip;

/** Takes an answer as bytes. */
const bytesOf = (res: request.Response, done: (error: Error | null, body: Buffer) => void): void => {
  const parts: Buffer[] = [];
  const stream = res as unknown as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
};

describe('the demo’s own files', () => {
  it('are looked up like any other; what is not kept is not offered', async () => {
    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM attendance_batch ORDER BY id');
    expect(rows.length).toBeGreaterThan(0);
    for (const { id } of rows) {
      const shown = await textOf(office, `${UPLOAD}/${id}`);
      expect([shown.includes('Rekaman mesin (attlog.dat)'), shown.includes('Unduh')]).toEqual([true, false]);
    }
  });
});

describe('the template', () => {
  it('is looked through, saved once, refused a second time, and taken back as a whole', async () => {
    const nip = await nipOf('staf1');
    const file = [
      HEAD,
      `${nip};02/11/2026;07.28;16.05;;`,
      `${nip};03/11/2026;;;DL;SPT 12`,
      `${nip};05/09/2026;07.28;16.05;;`,
      `199001012020129999;03/11/2026;07.28;;;`,
      `${nip};30/12/2026;07.28;;;`,
    ].join('\r\n');
    const batch = await batchOf(office, 'presensi.csv', file);
    const page = await textOf(office, batch);
    expect(page).toContain('Simpan 2 baris');
    expect(page).toContain('September 2026 sudah ditutup');
    expect(page).toContain('NIP 199001012020129999 tidak terdaftar');
    expect(page).toContain('Tanggal belum tiba');
    const original = await office.get(`${batch}/berkas`);
    expect([original.status, original.headers['content-disposition']]).toEqual([
      200,
      'attachment; filename=presensi.csv',
    ]);
    const refused = await office.get(`${batch}/perbaikan`).buffer(true).parse(bytesOf);
    const [sheet] = await readSpreadsheet(refused.body as Buffer);
    const lines = sheet!.rows.map(row => row.map(cell => (typeof cell === 'string' ? cell : '')).join('|'));
    expect(lines[0]).toContain('nip|tanggal|masuk');
    expect(lines.filter(line => line.includes('199001012020129999|03/11/2026|07.28')).join()).toContain(
      'tidak terdaftar',
    );
    expect([(await clerk.get(`${batch}/berkas`)).status, (await clerk.get(`${batch}/perbaikan`)).status]).toEqual(
      await clerk.get(batch).then(({ status }) => [status, status]),
    );
    expect(
      await count(`audit_event WHERE action = 'presensi.unduh' AND object_id = $1`, [batch.split('/').at(-1)]),
    ).toBeGreaterThan(0);
    const held = await count('attendance_record WHERE batch_id = $1', [batch.split('/').at(-1)]);
    expect(held).toBe(0);

    const saved = await office.submit(batch, {}, batch);
    expect([saved.status, saved.headers['location']]).toEqual([303, batch]);
    expect(
      await count('attendance_record WHERE batch_id = $1 AND recorded_by = $2', [
        batch.split('/').at(-1),
        cast.kepegawaian1.employeeId,
      ]),
    ).toBe(2);
    const day = await app.deps.pool.query(
      "SELECT code FROM attendance_day WHERE employee_id = $1 AND day = '2026-11-03'",
      [cast.staf1.employeeId],
    );
    expect(day.rows).toEqual([{ code: 'DL' }]);

    const twice = await send(office, 'lain.csv', file);
    expect([twice.status, twice.text.includes('Berkas yang sama sudah disimpan')]).toEqual([409, true]);
    const more = await batchOf(office, 'lagi.csv', `${file}\r\n${nip};04/11/2026;07.28;16.05;;`);
    expect(await textOf(office, more)).toContain('Simpan 1 baris');

    const undone = await office.submit(batch, {}, `${batch}/urungkan`);
    expect(undone.status).toBe(303);
    expect(await textOf(office, batch)).toContain('Diurungkan');
    expect((await office.post(`${batch}/urungkan`, { versi: '2' })).status).toBe(409);
    expect((await office.submit(more, {}, `${more}/batal`)).status).toBe(303);
  });

  it('is offered as workbook and CSV that can be read again', async () => {
    const csv = await office.get(`${UPLOAD}/templat/attendance.csv`);
    expect([csv.status, csv.text.includes(HEAD)]).toEqual([200, true]);
    expect((await office.get(`${UPLOAD}/templat/attendance.xlsx`)).status).toBe(200);
    expect((await office.get(`${UPLOAD}/templat/lain.xlsx`)).status).toBe(404);
  });
});

describe('a machine’s file', () => {
  const punches = (pin: string, days: readonly string[]): string =>
    days.map(day => `${pin.padStart(9)}\t${day} 07:2${pin.slice(-1)}:11\t1\t0\t1\t0`).join('\n');

  it('keeps what nobody’s PIN recorded, leaves out closed months and other days, and is not read twice', async () => {
    const file = punches('881', ['2026-11-02', '2026-11-03', '2026-09-01', '2024-01-01']);
    const batch = await batchOf(clerk, 'attlog.dat', file);
    expect(await textOf(clerk, batch)).toContain('Mesin asal');
    const form = formOn((await clerk.get(batch)).text, `${batch}/atur`);
    const unit = cast.pengelola.payrollUnitCode;
    const chosen = await clerk.post(`${batch}/atur`, { ...form.fields, mesin: `ranah:${unit}` });
    expect(chosen.status).toBe(303);
    const page = await textOf(clerk, batch);
    expect(page).toContain('Simpan 2 baris');
    expect(page).toContain('PIN yang belum dihubungkan');
    expect((await clerk.submit(batch, {}, batch)).status).toBe(303);
    expect(
      await count('attendance_punch WHERE batch_id = $1 AND pin_realm = $2', [batch.split('/').at(-1), unit]),
    ).toBe(2);
    const longer = await batchOf(clerk, 'attlog.dat', `${file}\n${punches('881', ['2026-11-04'])}`);
    const again = formOn((await clerk.get(longer)).text, `${longer}/atur`);
    // Which PINs they are is remembered from the last file of the unit.
    expect(again.fields['mesin']).toBe(`ranah:${unit}`);
    expect(await textOf(clerk, longer)).toContain('Simpan 1 baris');
  });

  it('is taken line by line: twice the same once, whatever stands behind the moment kept, the others named', async () => {
    const moment = '2026-11-06 07:28:15';
    const lines = [
      `      771\t${moment}\t1\t\\N "x"\\\t1`,
      `      772\t${moment}\t\u0000\r`,
      `000000771\t${moment}\t9`,
      `      771\t2026-11-31 07:00:00\t1`,
      `      771\t2026-11-05 24:00:00\t1`,
      `      771\t2026-11-06 00:00:00\t1`,
    ];
    const batch = await batchOf(clerk, 'ganda_attlog.dat', lines.join('\n'));
    const form = formOn((await clerk.get(batch)).text, `${batch}/atur`);
    const unit = cast.pengelola.payrollUnitCode;
    expect((await clerk.post(`${batch}/atur`, { ...form.fields, mesin: `ranah:${unit}` })).status).toBe(303);
    const page = await textOf(clerk, batch);
    expect([page.includes('Simpan 3 baris'), page.includes('Waktu 2026-11-31')]).toEqual([true, true]);
    expect((await clerk.submit(batch, {}, batch)).status).toBe(303);
    const { rows } = await app.deps.pool.query(
      'SELECT row_no, pin, local_text, extra FROM attendance_punch WHERE batch_id = $1 ORDER BY row_no',
      [batch.split('/').at(-1)],
    );
    expect(rows).toEqual([
      { row_no: 1, pin: '771', local_text: moment, extra: ['1', '\\N "x"\\', '1'] },
      { row_no: 2, pin: '772', local_text: moment, extra: [''] },
      { row_no: 5, pin: '771', local_text: '2026-11-05 24:00:00', extra: ['1'] },
    ]);
    const tooLong = Array.from({ length: 250_001 }, (_, at) => `${String(at % 100)}\t${moment}`).join('\n');
    const refused = await send(clerk, 'panjang_attlog.dat', tooLong);
    expect([refused.status, refused.text.includes('Lebih dari 250.000 baris')]).toEqual([422, true]);
  });

  it('of 49,000 punches is saved by a job within seconds, once, and keeps nobody waiting', async () => {
    const lines: string[] = [];
    for (let pin = 1; pin <= 1_000; pin += 1)
      for (let at = 0; at < 49; at += 1)
        lines.push(
          `${String(500_000 + pin).padStart(9)}\t2026-10-${String((at % 28) + 1).padStart(2, '0')} ${at < 28 ? '07' : '16'}:${String(pin % 60).padStart(2, '0')}:00\t1\t0\t1\t0`,
        );
    const before = performance.now();
    const batch = await batchOf(clerk, 'besar_attlog.dat', lines.join('\r\n'));
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 10);
    const form = formOn((await clerk.get(batch)).text, batch).fields;
    const given = await clerk.post(batch, form);
    const watched = String(given.headers['location']);
    expect([given.status, watched]).toEqual([303, expect.stringMatching(/^\/pekerjaan\//)]);
    // It is given away: neither the same form again nor dropping it is left.
    expect((await clerk.post(batch, form)).status).toBe(409);
    const meanwhile = await clerk.get(batch);
    expect(mainText(meanwhile.text)).toContain('sedang disimpan');
    expect(meanwhile.text).not.toContain(`${batch}/batal`);
    const job = await runJob(app.deps, watched.split('/').at(-1)!);
    clearInterval(pulse);
    expect([job.state, job.note, job.done]).toEqual(['selesai', '49.000 baris disimpan.', 49_000]);
    expect(mainText((await clerk.get(watched)).text)).toContain('Ke Berkas presensi');
    expect(await textOf(clerk, batch)).toContain('Urungkan seluruh berkas');
    expect(await count('attendance_punch WHERE batch_id = $1', [batch.split('/').at(-1)])).toBe(49_000);
    expect(performance.now() - before).toBeLessThan(40_000);
    // Generous: the machine is shared, and one long turn would be seconds.
    expect(longest).toBeLessThan(1_000);
  }, 90_000);
});

describe('what is refused', () => {
  it.each([
    ['no file', {}, [], 'Pilih berkas mesin'],
    ['an unknown field', { asing: '1' }, [], 'tidak dikenal'],
    [
      'a unit of nobody',
      { unit: "X'--" },
      [{ field: 'berkas', name: 'a.csv', content: Buffer.from(HEAD) }],
      'Pilih unit dari daftar',
    ],
    [
      'a picture',
      {},
      [{ field: 'berkas', name: 'a.png', content: Buffer.from([137, 80, 78, 71, 0, 0, 1]) }],
      'attlog.dat',
    ],
  ])('%s', async (_name, fields, files, words) => {
    const answer = await office.submit(UPLOAD, fields, UPLOAD, files);
    expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
    expect(cheerio.load(answer.text)('title').text()).toContain('Perlu diperbaiki');
  });

  it('other offices’ files, made-up machines, stale pages, people of another unit', async () => {
    const foreign = await nipOf('staf_lain');
    const mine = await nipOf('staf2');
    const batch = await batchOf(
      clerk,
      'silang.csv',
      `${HEAD}\n${foreign};02/11/2026;07.28;;;\n${mine};02/11/2026;07.28;;;<script>`,
    );
    expect(await textOf(clerk, batch)).toContain(`NIP ${foreign} tidak terdaftar`);
    const form = formOn((await clerk.get(batch)).text, `${batch}/atur`);
    expect((await clerk.post(`${batch}/atur`, { ...form.fields, mesin: 'ranah:LAIN' })).status).toBe(422);
    expect((await clerk.post(`${batch}/atur`, { ...form.fields, kolom_0: 'rahasia' })).status).toBe(422);
    expect((await clerk.post(batch, { versi: '9' })).status).toBe(409);
    expect((await clerk.post(batch, {})).status).toBe(422);
    const other = await batchOf(office, 'kantor.csv', `${HEAD}\n${foreign};02/11/2026;07.28;;;`);
    expect((await clerk.get(other)).status).toBe(404);
    expect((await clerk.post(other, { versi: '1' })).status).toBe(404);
    expect((await (await app.signInAs('staf1')).get(UPLOAD)).status).toBe(403);
  });
});

describe('the command line’s way', () => {
  it('saves a file at once, tells every refused row, and the same file again changes nothing', async () => {
    const nip = await nipOf('staf3');
    const bytes = Buffer.from(`${HEAD}\n${nip};09/11/2026;07.28;16.05;;\n${nip};10/11/2026;;;XX;\n`);
    const unit = (await unitsOf(app.deps.pool, null)).find(({ code }) => code === cast.staf3.payrollUnitCode)!;
    const bring = (dryRun: boolean): ReturnType<typeof importFile> =>
      importFile(
        app.deps,
        { fileName: 'baris.csv', bytes, unit },
        { actorId: cast.kepegawaian1.employeeId, scope: null },
        { chosen: {}, dryRun },
      );
    const rejected = [{ row: 3, field: 'kode', reason: 'Kode XX tidak dikenal. Lihat daftar kode di templat' }];
    expect(await bring(true)).toMatchObject({ accepted: 1, unchanged: 0, rejected });
    expect(await bring(false)).toMatchObject({ accepted: 1, unchanged: 0, rejected });
    expect(await bring(false)).toMatchObject({ accepted: 0, unchanged: 1, rejected });
  });

  it('takes free days, never into a closed month, and the same file again changes nothing', async () => {
    const by = { actorId: cast.kepegawaian1.employeeId, dryRun: false };
    const bytes = Buffer.from(
      `${holidayCsv()}01/06/2027;lokal;Hari jadi\n02/06/2027;Cuti Bersama;Cuti bersama\n02/09/2026;lokal;Terlambat\n31/06/2027;lokal;Tidak ada\n03/06/2027;pesta;Pesta\n`,
    );
    const report = await importHolidays(app.deps, { fileName: 'libur.csv', bytes }, by);
    expect(report).toMatchObject({ accepted: 2, unchanged: 0 });
    expect(report.rejected.map(({ field, reason }) => [field, reason.slice(0, 14)])).toEqual([
      ['tanggal', 'September 2026'],
      ['tanggal', 'Tanggal harus '],
      ['jenis', 'Jenis harus li'],
    ]);
    expect(await importHolidays(app.deps, { fileName: 'libur.csv', bytes }, by)).toMatchObject({
      accepted: 0,
      unchanged: 2,
    });
  });
});

describe('machines and PINs', () => {
  it('a PIN is given to a person from a day on, once; what it recorded becomes that person’s', async () => {
    const code = cast.pengelola.payrollUnitCode;
    const machines = '/kepegawaian/presensi/mesin';
    const machine = { kode: 'm-7', nama: 'Lobi', unit: code, pin_sendiri: 'sendiri', zona: 'Asia/Makassar' };
    expect((await clerk.submit(machines, { ...machine, unit: 'LAIN' }, machines)).status).toBe(422);
    expect((await clerk.submit(machines, machine, machines)).status).toBe(303);
    expect((await clerk.submit(machines, machine, machines)).status).toBe(409);
    const line = '      999\t2026-11-05 07:28:15\t1\t0\t1\t0\n      999\t2026-11-05 16:31:00\t1\t0\t1\t0\n';
    const batch = await batchOf(clerk, 'M-7_attlog.dat', line);
    expect((await clerk.submit(batch, {}, batch)).status).toBe(303);
    const realm = '/kepegawaian/presensi/pin?ranah=MESIN-M-7';
    const pins = '/kepegawaian/presensi/pin';
    expect(await textOf(clerk, realm)).toContain('PIN yang belum dihubungkan');
    const person = { pin: '0999', nip: await nipOf('staf2'), sejak: '01/11/2026' };
    expect((await clerk.submit(realm, { ...person, nip: await nipOf('staf_lain') }, pins)).status).toBe(422);
    expect((await clerk.submit(realm, { ...person, sejak: 'kemarin' }, pins)).status).toBe(422);
    expect((await clerk.submit(realm, person, pins)).status).toBe(303);
    expect((await clerk.submit(realm, { ...person, nip: await nipOf('staf1') }, pins)).status).toBe(409);
    expect(await textOf(clerk, realm)).not.toContain('PIN yang belum dihubungkan');
    const day = await app.deps.pool.query<{ minute: string }>(
      "SELECT to_char(in_at AT TIME ZONE 'Asia/Makassar', 'HH24:MI') AS minute FROM attendance_day WHERE employee_id = $1 AND day = '2026-11-05'",
      [cast.staf2.employeeId],
    );
    expect(day.rows).toHaveLength(1);
    expect((await clerk.get('/kepegawaian/presensi/pin?ranah=MESIN-LAIN')).status).toBe(404);
  });
});
