import { beforeEach, describe, expect, it } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { unitCounts } from '../../../src/features/completeness/queries.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { adoptRegulation } from '../../../src/features/policies/service.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { remind } from '../../../src/features/notifications/reminders.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { type Cast, type CastKey, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** What the hourly sweep writes: to owners, to superiors, one level up; each event once. */

let app: TestApp;
let cast: Cast;
const clock = fixedClock(DEMO_NOW);

beforeEach(async () => {
  clock.set(DEMO_NOW);
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
  await app.deps.pool.query('DELETE FROM notification');
}, 120_000);

async function told(key: CastKey): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ text: string }>(
    'SELECT text FROM notification WHERE employee_id = $1 ORDER BY id',
    [cast[key].employeeId],
  );
  return rows.map(row => row.text);
}
async function pointsOf(key: CastKey, day: string): Promise<number> {
  const { rows } = await app.deps.pool.query<{ points: number }>(
    `SELECT coalesce(sum(points), 0)::int AS points FROM activity WHERE employee_id = $1 AND work_date = $2
     AND status IN ('dikirim', 'diverifikasi', 'divalidasi')`,
    [cast[key].employeeId, day],
  );
  return rows[0]!.points;
}

describe('owners', () => {
  it('are told in the afternoon what is missing today, once, and not before', async () => {
    await remind(app.deps);
    expect((await told('staf1')).filter(text => text.startsWith('Hari ini'))).toEqual([]);
    clock.set('2026-11-18T15:05:00+08:00');
    await remind(app.deps);
    clock.set('2026-11-18T16:05:00+08:00');
    await remind(app.deps);
    const missing = 300 - (await pointsOf('staf1', '2026-11-18'));
    const today = (await told('staf1')).filter(text => text.startsWith('Hari ini'));
    expect(missing).toBeGreaterThan(0);
    expect(today).toEqual([`Hari ini masih kurang ${String(missing)} poin. Catat selagi masih ingat.`]);
  });

  it('who need not log by the regulation are not told, are missing on no list, and have no target', async () => {
    const shipped = readPolicy(SHIPPED_REGULATION);
    const text = shipped.regulation.text
      .replace(/^id: .*$/m, 'id: contoh-wajib')
      .replace('2025-01-01', '2026-11-01')
      .replace(/^harian:$/m, 'harian:\n  tidak_wajib: { jenis: [FUNGSIONAL] }');
    const policy = { ...shipped, cases: null, regulation: { fileName: 'wajib.yaml', text } };
    const asked = [localDate('2026-11-17'), null] as const;
    const before = await unitCounts(app.deps.pool, ...asked, []);
    await transaction(app.deps.pool, tx => adoptRegulation(tx, policy, { by: null, at: clock.now() }));
    clock.set('2026-11-18T15:05:00+08:00');
    await remind(app.deps);
    expect(await told('staf1')).toEqual([]);
    const reminded = await app.deps.pool.query("SELECT 1 FROM notification WHERE text LIKE 'Hari ini masih kurang%'");
    expect(reminded.rows.length).toBeGreaterThan(0);
    const after = await unitCounts(app.deps.pool, ...asked, ['jenis:FUNGSIONAL']);
    const people = (units: readonly { people: number }[]): number => units.reduce((sum, each) => sum + each.people, 0);
    expect(people(after)).toBeGreaterThan(0);
    expect(people(after)).toBeLessThan(people(before));
    const pagesOf = async (key: CastKey): Promise<string[]> => {
      const browser = await app.signInAs(key);
      const paths = ['/dasbor', '/kegiatan-harian', '/kegiatan-harian?tampilan=kalender', '/laporan/lkh?bulan=2026-11'];
      const pages: string[] = [];
      for (const path of paths) pages.push((await browser.get(path)).text);
      return pages;
    };
    const targets = /dari 300 poin|dari 7 jam 30 menit|Hari dengan 300 poin/;
    const [home, ...log] = await pagesOf('staf1');
    expect(home).not.toContain('Hari ini, ');
    for (const page of log) expect(page).not.toMatch(targets);
    const [front, list, ...rest] = await pagesOf('atasan');
    expect(front).toContain('Hari ini, ');
    expect(list).toContain('dari 300 poin');
    expect(list).toContain('dari 7 jam 30 menit');
    expect(rest.join('')).toMatch(/dari 300 poin[^]*Hari dengan 300 poin/);
  });

  it('are told the day before a window closes, where that day lacks points', async () => {
    await app.deps.pool.query(
      "UPDATE activity SET status = 'draf', verified_by = NULL, verified_chair_id = NULL, validated_by = NULL WHERE employee_id = $1 AND work_date = '2026-11-16'",
      [cast.staf1.employeeId],
    );
    await remind(app.deps);
    expect(await told('staf1')).toContain(
      'Kegiatan Sen 16 Nov masih kurang 300 poin. Paling lambat besok pukul 23.59 WITA.',
    );
  });

  it('of a unit in another zone are told by the clock of that unit', async () => {
    await app.deps.pool.query(
      `INSERT INTO org_unit_version (unit_id, from_date, name, kind, parent_id, payroll_unit_id, work_pattern, zone)
       SELECT u.unit_id, '2026-11-02', u.name, u.kind, u.parent_id, u.payroll_unit_id, u.work_pattern, 'Asia/Jayapura'
       FROM org_unit_version u WHERE u.unit_id = (SELECT unit_id FROM position_version WHERE position_id = $1 ORDER BY from_date DESC LIMIT 1)
       ORDER BY u.from_date DESC LIMIT 1`,
      [cast.staf1.positionId],
    );
    const afternoon = async (key: CastKey) => (await told(key)).filter(text => text.startsWith('Hari ini'));
    // Ten past three in the east, ten past two in the regency.
    clock.set('2026-11-18T14:10:00+08:00');
    await remind(app.deps);
    expect(await afternoon('staf1')).toHaveLength(1);
    expect(await afternoon('staf_lain')).toEqual([]);
    clock.set('2026-11-18T15:10:00+08:00');
    await remind(app.deps);
    expect(await afternoon('staf1')).toHaveLength(1);
    await app.deps.pool.query(
      "UPDATE activity SET status = 'draf', verified_by = NULL, verified_chair_id = NULL, validated_by = NULL WHERE employee_id = $1 AND work_date = '2026-11-17'",
      [cast.staf1.employeeId],
    );
    // Ten past eight there, before the regency's office opens.
    clock.set('2026-11-19T07:10:00+08:00');
    await remind(app.deps);
    expect(await told('staf1')).toContain(
      'Kegiatan Sel 17 Nov masih kurang 300 poin. Paling lambat besok pukul 23.59 WIT.',
    );
  });

  it('hear nothing on a day off, and officials who log nothing never do', async () => {
    clock.set('2026-11-21T16:00:00+08:00');
    await remind(app.deps);
    for (const key of ['staf1', 'bupati'] as const)
      expect((await told(key)).filter(text => text.startsWith('Hari ini'))).toEqual([]);
    clock.set('2026-11-18T06:00:00+08:00');
    await app.deps.pool.query('DELETE FROM notification');
    await remind(app.deps);
    const { rowCount } = await app.deps.pool.query('SELECT 1 FROM notification');
    expect(rowCount).toBe(0);
  });
});

describe('superiors', () => {
  const age = (hours: number) =>
    app.deps.pool.query(
      "UPDATE activity SET sent_at = $2::timestamptz - make_interval(hours => $3) WHERE employee_id = $1 AND status = 'dikirim'",
      [cast.staf1.employeeId, clock.now(), hours],
    );

  it('are told after one and two days, and the next level after three, in numbers only', async () => {
    await app.deps.pool.query(
      "UPDATE activity SET sent_at = $1, updated_at = $1 WHERE status IN ('dikirim', 'diverifikasi')",
      [clock.now()],
    );
    await remind(app.deps);
    expect((await told('atasan')).filter(text => text.includes('menunggu'))).toEqual([]);
    const { rows } = await app.deps.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM activity WHERE employee_id = $1 AND status = 'dikirim'",
      [cast.staf1.employeeId],
    );
    const count = String(rows[0]!.n);
    await age(25);
    await remind(app.deps);
    expect(await told('atasan')).toContain(`${count} kegiatan menunggu verifikasi Anda lebih dari 24 jam.`);
    await age(49);
    await remind(app.deps);
    await remind(app.deps);
    const second = (await told('atasan')).filter(text => text.includes('48 jam'));
    expect(second).toEqual([`${count} kegiatan menunggu verifikasi Anda lebih dari 48 jam.`]);
    expect((await told('validator')).filter(text => text.includes('3 hari'))).toEqual([]);
    await age(73);
    await remind(app.deps);
    const up = (await told('validator')).filter(text => text.includes('3 hari'));
    expect(up).toHaveLength(1);
    expect(up[0]).toMatch(new RegExp(`^${count} kegiatan menunggu lebih dari 3 hari di .+\\.$`));
    const { rows: links } = await app.deps.pool.query<{ href: string }>(
      "SELECT href FROM notification WHERE employee_id = $1 AND text LIKE '%3 hari%'",
      [cast.validator.employeeId],
    );
    expect(links).toEqual([{ href: '/unit' }]);
    const list = await (await app.signInAs('validator')).get('/unit');
    expect(list.text).toContain(/ di (.+)\.$/.exec(up[0]!)![1]);
    expect((await told('kepala')).filter(text => text.includes('3 hari'))).toEqual([]);
    const { rows: all } = await app.deps.pool.query<{ text: string }>('SELECT text FROM notification');
    expect(all.filter(row => row.text.includes('Rp'))).toEqual([]);
  });

  it('decide themselves: silence changes no entry', async () => {
    const states = async () => (await app.deps.pool.query('SELECT id, status FROM activity ORDER BY id')).rows;
    const before = await states();
    await age(500);
    await remind(app.deps);
    expect(await states()).toEqual(before);
  });
});
