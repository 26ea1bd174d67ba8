import { beforeAll, describe, expect, test } from 'vitest';
import { localDate, type LocalDate } from '../../src/domain/local-date.ts';
import { spanOf } from '../../src/features/activity-log/month-queries.ts';
import { homeFacts } from '../../src/features/home/queries.ts';
import { regulationOn } from '../../src/features/policies/queries.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import type { Sql } from '../../src/platform/database/sql.ts';
import { transaction } from '../../src/platform/database/transaction.ts';
import type { Actor } from '../../src/platform/web/actor.ts';
import { createTestApp, formOn, type Browser, type TestApp } from '../support/app.ts';
import type { CastKey } from '../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { enlargeRegency, SIX_HUNDRED, TEN_THOUSAND } from '../support/large-regency.ts';

/**
 * What the pages that many open at once may ask of the database, beside session, user and menu (rulings.md 26): a number
 * for each, and the same one in a regency of 600 people and in one of 10,000, where queues, orders and lists of the cast are
 * many times as long too.
 */

/** Who opens it, its address, and the most statements. */
const PAGES: readonly (readonly [CastKey, string, number])[] = [
  ['staf1', '/dasbor', 2],
  ['atasan', '/dasbor', 4],
  ['kepala', '/dasbor', 4],
  ['staf1', '/kegiatan-harian?bulan=2026-11', 1],
  ['staf1', '/kegiatan-harian?tampilan=kalender&bulan=2026-11', 1],
  ['staf1', '/kegiatan-harian/baru', 2],
  ['staf1', '/kegiatan-harian/salin', 4],
  ['atasan', '/verifikasi', 4],
  ['atasan', '/verifikasi/riwayat?bulan=2026-11', 4],
  ['validator', '/validasi', 4],
  ['atasan', '/unit?bulan=2026-11', 8],
  ['staf1', '/sasaran?tahun=2026', 8],
  ['atasan', '/sasaran/bawahan?tahun=2026', 8],
  ['staf1', '/progres?tahun=2026', 8],
  ['staf1', '/input-pimpinan', 8],
  ['atasan', '/input-pimpinan?tab=beri', 8],
  ['staf1', '/keberatan', 8],
  ['staf1', '/dispensasi', 8],
  ['kepegawaian1', '/dispensasi', 8],
  ['staf1', '/notifikasi', 4],
  ['staf1', '/pengumuman', 4],
  ['staf1', '/laporan/lkh?bulan=2026-11', 8],
  ['pengelola', '/laporan/rekap?bulan=2026-11', 8],
  ['pengelola', '/kepegawaian/kelengkapan?tanggal=2026-11-17', 8],
  ['kepegawaian1', '/kepegawaian/pegawai', 4],
  ['kepegawaian1', '/kepegawaian/unit', 4],
  ['kepegawaian1', '/kepegawaian/jabatan', 4],
  ['kepegawaian1', '/kepegawaian/hierarki', 4],
  ['bupati', '/dasbor', 4],
  ['bupati', '/unit?bulan=2026-11', 8],
  ['bupati', '/verifikasi', 4],
  ['bupati', '/validasi', 4],
  ['bupati', '/laporan/rekap?bulan=2026-11', 8],
  ['sekda', '/dasbor', 4],
  ['sekda', '/unit?bulan=2026-11', 8],
  ['sekda', '/verifikasi', 4],
  ['sekda', '/validasi', 4],
  ['sekda', '/validasi/riwayat?bulan=2026-11', 4],
  ['sekda', '/sasaran/bawahan?tahun=2026', 8],
  ['sekda', '/keberatan', 8],
  ['sekda', '/input-pimpinan?tab=beri', 8],
  ['kepegawaian1', '/kepegawaian', 4],
  ['kepegawaian1', '/kepegawaian/kelengkapan?tanggal=2026-11-17', 8],
  ['kepegawaian1', '/kepegawaian/aktivitas', 4],
  ['kepegawaian1', '/kepegawaian/aktivitas/tanpa-aktivitas', 4],
  ['kepegawaian1', '/kepegawaian/pengumuman', 4],
  ['kepegawaian1', '/kepegawaian/laporan-data', 4],
  ['kepegawaian1', '/kepegawaian/aktivasi', 4],
  ['kepegawaian1', '/kepegawaian/periode?bulan=2026-11', 8],
  ['kepegawaian1', '/sistem/peran', 4],
];

/** performance.md: what travels for a page once style sheet, script and picture are there, and for the first of all. */
const PAGE_BYTES = 15_000;
const FIRST_BYTES = 60_000;

/** One that reads what the entry is judged by, and one that writes it: a transaction of its own. */
const ENTRY_POST = 2;

let small: TestApp;
let large: TestApp;
let largeUrl: string;

beforeAll(async () => {
  const open = async (enlarge: (pool: Pool) => Promise<void>): Promise<TestApp> => {
    const database = await createDemoDatabase();
    // A page's time limit is not one for making ten thousand people.
    const pool = createPool({ url: database, max: 2, statementTimeout: 0 });
    await enlarge(pool);
    await pool.end();
    largeUrl = database; // the one opened last
    return createTestApp({ database, clock: fixedClock(DEMO_NOW) });
  };
  small = await open(pool => enlargeRegency(pool, SIX_HUNDRED));
  large = await open(async pool => {
    await enlargeRegency(pool, TEN_THOUSAND);
    await enlargeDesk(pool);
  });
  // The text of a regulation is read and parsed once per process: no page's own statement.
  for (const { deps } of [small, large]) await regulationOn(deps.pool, localDate('2026-11-01'));
}, 240_000);

/** Everybody's own browser, signed in once per regency. */
const browsers = new Map<string, Promise<Browser>>();
function browserOf(app: TestApp, key: CastKey): Promise<Browser> {
  const name = `${key} ${app.url}`;
  const known = browsers.get(name) ?? app.signInAs(key);
  browsers.set(name, known);
  return known;
}

/** What a page asks the database, and how much of it travels. */
async function askedBy(app: TestApp, key: CastKey, address: string): Promise<{ asked: string[]; bytes: number }> {
  const { response, statements } = await app.statementsOf((await browserOf(app, key)).get(address));
  expect([address, response.status]).toEqual([address, 200]);
  return { asked: statements, bytes: weightOf(response) };
}

/** Bytes of an answer on the line, without its head. */
function weightOf({ headers }: Awaited<ReturnType<TestApp['statementsOf']>>['response']): number {
  expect(headers['content-encoding']).toBe('gzip');
  return Number(headers['content-length']);
}

describe.each(PAGES)('%s at %s', (key, address, budget) => {
  test(`asks at most ${String(budget)} statements and weighs at most 15 kB, however large the office`, async () => {
    const few = await askedBy(small, key, address);
    expect(few.asked.length, few.asked.join('\n\n')).toBeLessThanOrEqual(budget);
    const many = await askedBy(large, key, address);
    expect(many.asked.length, many.asked.join('\n\n')).toBe(few.asked.length);
    expect(Math.max(few.bytes, many.bytes)).toBeLessThanOrEqual(PAGE_BYTES);
  });
});

test('a page with all that it loads the first time weighs at most 60 kB', async () => {
  const door = await small.browser().get('/masuk');
  const files = [...new Set(door.text.match(/\/a\/[^"]+/g))];
  expect(files.length).toBeGreaterThanOrEqual(3);
  let bytes = PAGE_BYTES; // the heaviest page that there may be
  for (const file of files) {
    const { status, headers } = await small.browser().get(file);
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    bytes += Number(headers['content-length']);
  }
  expect(bytes).toBeLessThanOrEqual(FIRST_BYTES);
});

test('an entry is sent in as many statements, however large the office', async () => {
  for (const app of [small, large]) {
    const staf = await browserOf(app, 'staf1');
    const { action, fields } = formOn((await staf.get('/kegiatan-harian/baru')).text, '/kegiatan-harian');
    const { rows } = await app.deps.pool.query<{ item: string }>(
      "SELECT id AS item FROM catalogue_item WHERE name = 'Menyusun laporan kegiatan'",
    );
    const typed = { aktivitas: rows[0]!.item, sasaran: '', uraian: 'Menyusun laporan untuk pengukuran', volume: '1' };
    const hours = { tanggal: '2026-11-18', mulai: '20.00', selesai: '21.00', aksi: 'kirim' };
    const sent = staf.post(action, { ...fields, ...typed, ...hours });
    const { response, statements } = await app.statementsOf(sent);
    expect(response.status, response.text).toBe(303);
    expect(statements.length, statements.join('\n\n')).toBe(ENTRY_POST);
  }
});

/** Which months of entries a statement looks into is what its cost grows by; the server keeps account of it. */
const LOOKED_INTO = `SELECT relname AS name FROM pg_stat_xact_user_tables
  WHERE relname ~ '^activity_(event_)?20' AND seq_scan + idx_scan > 0 ORDER BY relname`;

test('a page costs the same with one month and with five years: the same months looked into, by plans that are kept', async () => {
  const { rows } = await large.deps.pool.query<{ id: string }>(
    "SELECT a.employee_id AS id FROM account a JOIN demo_account d ON d.account_id = a.id WHERE d.key = 'staf1'",
  );
  const employeeId = rows[0]!.id;
  const one = createPool({ url: largeUrl, max: 1 });
  const [first, last, today] = ['2026-11-01', '2026-11-30', '2026-11-18'].map(localDate) as [
    LocalDate,
    LocalDate,
    LocalDate,
  ];
  const span = { employeeId, first, last, ruleDay: today, now: new Date(DEMO_NOW), zone: large.deps.regency.zone };
  const staff = { employeeId, verifies: false, validates: false, logs: true, grants: [] } as unknown as Actor;
  const rights = { scope: [], approves: false, parts: [], setsUp: false };
  const pages = (sql: Sql): Promise<unknown> => spanOf(sql, span).then(() => homeFacts(sql, staff, today, rights));
  const looked = async (): Promise<unknown> => {
    for (let visit = 0; visit < 2; visit += 1) await pages(one); // a plan is kept from the first time on
    return transaction(
      one,
      async tx => {
        await pages(tx);
        return (await tx.query(LOOKED_INTO)).rows;
      },
      { plans: 'kept' },
    );
  };
  const recent = await looked();
  expect(recent).toContainEqual({ name: 'activity_2026_11' });
  const patient = createPool({ url: largeUrl, max: 1, statementTimeout: 0 });
  await writeYears(patient, employeeId);
  await patient.end();
  expect(await looked()).toEqual(recent);
  const { rows: plans } = await one.query<{ name: string; made: number }>(
    "SELECT name, custom_plans::int AS made FROM pg_prepared_statements WHERE name IN ('activity-log.span', 'home.staff')",
  );
  expect(plans.map(plan => plan.made)).toEqual([0, 0]);
  await one.end();
});

test('the regencies are of 600 and of 10,000 people, in 250 units more', async () => {
  const sizeOf = async (app: TestApp): Promise<unknown> =>
    (
      await app.deps.pool.query(`SELECT (SELECT count(*) FROM employee)::int AS people,
        (SELECT count(*) FROM org_unit WHERE code LIKE 'UKURAN-%')::int AS units`)
    ).rows[0];
  expect(await sizeOf(small)).toMatchObject({ people: expect.closeTo(600, -2) as number });
  const { people, units } = (await sizeOf(large)) as { people: number; units: number };
  expect(people).toBeGreaterThanOrEqual(10_000);
  expect(units).toBe(250);
});

test('the desks in it are large too: its queue and its lists hold many times as much', async () => {
  const lengthOf = async (app: TestApp, key: CastKey, address: string): Promise<number> =>
    (await (await browserOf(app, key)).get(address)).text.match(/Rekan Contoh/g)?.length ?? 0;
  for (const [key, address] of [
    ['atasan', '/verifikasi'],
    ['pengelola', '/kepegawaian/kelengkapan?tanggal=2026-11-17'],
  ] as const) {
    expect(await lengthOf(small, key, address)).toBe(0);
    expect(await lengthOf(large, key, address)).toBeGreaterThan(30);
  }
});

const MORE_PEOPLE = 200;

/**
 * As many colleagues of `staf1` again and again, each below the same superior, each with an entry that waits and one that
 * is verified on two days; and as many notifications, announcements and orders for `staf1` itself.
 */
async function enlargeDesk(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT a.employee_id AS id FROM account a JOIN demo_account d ON d.account_id = a.id WHERE d.key = 'staf1'",
  );
  const like = rows[0]!.id;
  const people = `SELECT n, ('0190abcd-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid AS employee,
    ('0190abcd-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid AS chair FROM generate_series(1, ${String(MORE_PEOPLE)}) n`;
  const write = (text: string): Promise<unknown> => pool.query(text, [like]);
  await pool.query(
    `INSERT INTO employee (id, nip, name) SELECT employee, '19900101202012' || lpad(n::text, 4, '0'), 'Rekan Contoh ' || n FROM (${people}) p`,
  );
  await write(`INSERT INTO employee_status (employee_id, from_date, status, rank_grade)
    SELECT p.employee, s.from_date, s.status, s.rank_grade FROM employee_status s, (${people}) p WHERE s.employee_id = $1`);
  await pool.query(`INSERT INTO position (id, code) SELECT chair, 'UKURAN-' || n FROM (${people}) p`);
  await write(`INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, echelon, job_class, family, one_step)
    SELECT p.chair, v.from_date, v.title, v.unit_id, v.superior_id, v.kind, v.echelon, v.job_class, v.family, v.one_step
    FROM assignment a JOIN position_version v ON v.position_id = a.position_id, (${people}) p
    WHERE a.employee_id = $1 AND a.kind = 'DEFINITIF'`);
  await write(`INSERT INTO assignment (employee_id, position_id, kind, from_date)
    SELECT p.employee, p.chair, a.kind, a.from_date FROM assignment a, (${people}) p WHERE a.employee_id = $1 AND a.kind = 'DEFINITIF'`);
  await write(`INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
      start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, sent_at, created_at, updated_at)
    SELECT uuidv7(d.day::timestamptz - clock_timestamp()), d.day, p.employee, p.chair, o.payroll_unit_id, o.item_id,
      'Pekerjaan contoh untuk ukuran', 1, 480, 540, 30, 30, d.status, 1,
      CASE WHEN d.status = 'diverifikasi' THEN o.verified_by END, CASE WHEN d.status = 'diverifikasi' THEN o.verified_chair_id END,
      o.sent_at, o.created_at, o.updated_at
    FROM (SELECT * FROM activity WHERE employee_id = $1 AND status = 'diverifikasi' LIMIT 1) o, (${people}) p,
      (VALUES ('2026-11-16'::date, 'dikirim'), ('2026-11-17', 'diverifikasi')) AS d (day, status)`);
  await write(`INSERT INTO notification (employee_id, kind, text, href, dedupe, created_at)
    SELECT $1, 'pengingat', 'Pengingat ' || n, '/pengumuman', 'ukuran ' || n, '2026-11-17T01:00:00Z' FROM (${people}) p`);
  await write(`INSERT INTO announcement (id, title, body, starts_on, ends_on, audience, created_by, created_at)
    SELECT p.employee, 'Pengumuman ' || n, 'Isi pengumuman', '2026-11-17', '2026-11-30', 'semua', $1, '2026-11-17T01:00:00Z' FROM (${people}) p`);
  await pool.query('ANALYZE');
}

/** Twenty validated entries a month of somebody, in the 58 months before the demo's own. */
async function writeYears(pool: Pool, employeeId: string): Promise<void> {
  await pool.query(
    `SELECT takar_ensure_month(m::date) FROM generate_series('2021-10-01'::timestamp, '2026-08-01', '1 month') m`,
  );
  await pool.query('ALTER TABLE activity DISABLE TRIGGER activity_period_guard');
  await pool.query(
    `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute,
       end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, validated_by, sent_at, created_at, updated_at)
     SELECT uuidv7(d.day - clock_timestamp()), d.day, o.employee_id, o.position_id, o.payroll_unit_id, o.item_id,
       'Pekerjaan dari tahun lalu', 1, 480, 570, 90, 90, 'divalidasi', 3, o.verified_by, o.verified_chair_id, o.validated_by, d.day, d.day, d.day
     FROM (SELECT * FROM activity WHERE employee_id = $1 AND status = 'divalidasi' LIMIT 1) o,
       generate_series('2021-10-01'::timestamptz, '2026-08-01', '1 month') m, generate_series(0, 19) n,
       LATERAL (SELECT m + n * interval '1 day' AS day) d`,
    [employeeId],
  );
  await pool.query('ALTER TABLE activity ENABLE TRIGGER activity_period_guard');
  await pool.query('ANALYZE activity');
}
