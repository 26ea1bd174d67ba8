import * as cheerio from 'cheerio';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordVerification } from '../../../src/features/assurance/verify-run.ts';
import { alarmsOf, type Board } from '../../../src/features/operations/board.ts';
import { keepAlarmFile } from '../../../src/features/operations/alarm-file.ts';
import { noteRoom } from '../../../src/features/operations/disk-room.ts';
import { slowestRoutes } from '../../../src/features/operations/route-times.ts';
import { startMinuteBook } from '../../../src/platform/metrics/minute-book.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

const TOKEN = 'rahasia-pembaca-metrik';
let app: TestApp;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'takar-operasi-'));
  app = await createTestApp({ database: await createDemoDatabase(), config: { metricsToken: TOKEN, dataDir } });
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Lets the process note what it has answered so far. */
async function note(): Promise<void> {
  await startMinuteBook(app.deps, app.meter, 'web')();
}

describe('a process', () => {
  test('notes each minute what it answered, added up, and what it measured', async () => {
    const staf = await app.signInAs('staf1');
    await staf.get('/dasbor').expect(200);
    await staf.get('/tidak-ada').expect(404);
    await staf.get('/sistem/operasi').expect(403);
    await note();
    const { rows } = await app.deps.pool.query(
      `SELECT role, sum(answered)::int AS answered, sum(accepted)::int AS accepted, sum(refused)::int AS refused FROM service_minute GROUP BY role`,
    );
    expect(rows).toEqual([{ role: 'web', answered: 4, accepted: 1, refused: 0 }]);
  });
});

describe('the operations page', () => {
  test('says what needs somebody first, then what was answered, what is slow, and how it all stands', async () => {
    const admin = await app.signInAs('admin');
    const { text } = await admin.get('/sistem/operasi').expect(200);
    const $ = cheerio.load(text);
    const alarms = $('[aria-labelledby="perhatian-judul"] li')
      .toArray()
      .map(item => $(item).text())
      .filter(said => !said.startsWith('Ruang untuk')); // the disk of the machine that tests may be full
    expect(alarms).toEqual([
      expect.stringContaining('Salinan otomatis belum diatur'),
      expect.stringContaining('Basis data belum diperiksa'),
    ]);
    expect($('[aria-labelledby="lambat-judul"]').text()).toContain('GET /dasbor');
    expect($('[aria-labelledby="keadaan-judul"]').text()).toMatch(/\d+ verifikasi, \d+ validasi/);
  });

  test('says what the last look at the promises found', async () => {
    const begun = app.deps.clock.real();
    await recordVerification(
      app.deps,
      { ok: false, checks: [{ id: 'I3', ok: false, count: 1, note: 'x' }] },
      { begun, actor: 'uji' },
    );
    const admin = await app.signInAs('admin');
    const { text } = await admin.get('/sistem/operasi').expect(200);
    expect(text).toContain('tidak cocok (I3)');
    await expect(app.deps.pool.query('DELETE FROM verify_run')).rejects.toThrow();
  });

  test('is kept as a file as well, for whatever watches files', async () => {
    await keepAlarmFile(app.deps);
    expect(await readFile(path.join(dataDir, 'perhatian.txt'), 'utf8')).toMatch(
      /^pemeriksaan-gagal: .+\n(?:cakram-hampir-penuh: .+\n)?salinan-tidak-terjadwal: /,
    );
  });
});

describe('the room of a disk', () => {
  const roomRow = async (): Promise<string> => {
    const admin = await app.signInAs('admin');
    const $ = cheerio.load((await admin.get('/sistem/operasi').expect(200)).text);
    return $('[aria-labelledby="keadaan-judul"]').text().replace(/\s+/g, ' ');
  };
  test('is noted once a day, and told in days once three are known', async () => {
    await app.deps.pool.query('DELETE FROM disk_room');
    await noteRoom(app.deps);
    await noteRoom(app.deps);
    const { rows } = await app.deps.pool.query<{ days: number }>(
      "SELECT count(*)::int AS days FROM disk_room WHERE what = 'Unggahan'",
    );
    expect(rows).toEqual([{ days: 1 }]);
    expect(await roomRow()).toContain('perkiraan habisnya ada sesudah tercatat tiga hari');
    // an empty disk three days ago, by the book
    await app.deps.pool.query(
      `INSERT INTO disk_room SELECT what, day - i, all_bytes, all_bytes FROM disk_room, generate_series(1, 3) i`,
    );
    expect(await roomRow()).toMatch(
      /kira-kira \d+ hari menurut 3 hari terakhir|lebih dari setahun menurut 3 hari terakhir/,
    );
    const { text } = await app.browser().get('/metrics').set('Authorization', `Bearer ${TOKEN}`);
    expect(text).toMatch(/^takar_disk_days_left\{disk="[^"]*Unggahan[^"]*"\} \d+$/m);
  });
});

describe('the metrics', () => {
  test('are for who knows the token, without a session', async () => {
    await note();
    const ask = (header?: string) => {
      const asked = app.browser().get('/metrics');
      return header === undefined ? asked : asked.set('Authorization', header);
    };
    expect((await ask()).status).toBe(401);
    expect((await ask('Bearer lain')).status).toBe(401);
    const answer = await ask(`Bearer ${TOKEN}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(answer.text).toMatch(
      /^takar_answers_total\{route="\/dasbor",method="GET",status="200",process="[0-9a-f]{8}",role="web"\} 1$/m,
    );
    expect(answer.text).toMatch(/^takar_answer_seconds_bucket\{.*route="\/dasbor".*\} \d+$/m);
    expect(answer.text).toMatch(/^takar_verify_ok 0$/m);
    expect(answer.text).toMatch(/^takar_alarm\{code="pemeriksaan-gagal"\} 1$/m);
  });

  test('do not exist where no token is set', async () => {
    const other = await createTestApp();
    await other.browser().get('/metrics').set('Authorization', 'Bearer ').expect(404);
  });

  test('of several processes tell the slowest routes of all of them together', async () => {
    const metrics = await app.meter.read();
    const [one] = slowestRoutes([metrics], 50).filter(each => each.route === '/dasbor');
    const [both] = slowestRoutes([metrics, metrics], 50).filter(each => each.route === '/dasbor');
    expect(both).toEqual({ ...one, count: (one?.count ?? 0) * 2 });
  });
});

describe('what needs somebody', () => {
  const now = new Date('2026-11-18T05:00:00Z');
  const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const copyAt = (madeAt: Date) => ({ place: 'x', madeAt, bytes: 1, keyId: null, actor: 'jadwal', drilledAt: madeAt });
  const drillAt = (at: Date) => ({ at, place: 'x', ok: true, rpoSeconds: 1, rtoSeconds: 1, problems: [] });
  const calm: Board = {
    now,
    stretches: [],
    processes: [],
    standing: {
      databaseBytes: 1n,
      connections: 1,
      mostConnections: 100,
      jobsWaiting: 0,
      jobsRunning: 0,
      jobsFailed: 0,
      toVerify: 0,
      toValidate: 0,
      oldestWaiting: null,
    },
    disks: [
      {
        what: ['Unggahan', 'Basis data'],
        freeBytes: 50,
        allBytes: 100,
        left: { kind: 'lasts', days: 14, overDays: 14 },
      },
      { what: ['Salinan'], freeBytes: 50, allBytes: 100, left: { kind: 'unknown' } },
    ],
    backups: { copies: [copyAt(ago(60))], failure: undefined, drill: drillAt(ago(60)), firstAt: ago(60) },
    verification: { at: ago(60), ok: true, failed: [], seconds: 1, actor: 'jadwal' },
    scheduled: true,
    log: { until: ago(1), waiting: 0 },
  };
  const codes = (change: Partial<Board>): string[] => alarmsOf({ ...calm, ...change }).map(({ code }) => code);
  const future = ago(-600);

  test.each<[string, Partial<Board>, string[]]>([
    ['nothing', {}, []],
    [
      'copies that die with the data',
      { disks: [{ what: ['Unggahan', 'Salinan'], freeBytes: 9, allBytes: 10, left: { kind: 'unknown' } }] },
      ['salinan-secakram'],
    ],
    [
      'a disk that has room, but not for two weeks',
      { disks: [{ what: ['Unggahan'], freeBytes: 50, allBytes: 100, left: { kind: 'lasts', days: 13, overDays: 9 } }] },
      ['cakram-akan-penuh'],
    ],
    [
      'a disk that is nearly full, said once',
      { disks: [{ what: ['Unggahan'], freeBytes: 9, allBytes: 100, left: { kind: 'lasts', days: 2, overDays: 9 } }] },
      ['cakram-hampir-penuh'],
    ],
    ['a log that stays behind', { log: { until: ago(11), waiting: 4 } }, ['log-tertinggal']],
    ['a log that was never carried', { log: { until: undefined, waiting: 1 } }, ['log-tertinggal']],
    [
      'no drill before the night after the first copy',
      { backups: { copies: [copyAt(ago(60))], failure: undefined, drill: undefined, firstAt: ago(47 * 60) } },
      [],
    ],
    [
      'a drill that never came',
      { backups: { copies: [copyAt(ago(60))], failure: undefined, drill: undefined, firstAt: ago(49 * 60) } },
      ['salinan-belum-diuji'],
    ],
    [
      'dates of a clock that was ahead',
      { backups: { copies: [copyAt(future)], failure: undefined, drill: drillAt(future), firstAt: future } },
      ['salinan-tua', 'salinan-belum-diuji'],
    ],
  ])('is %s', (_what, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });
});
