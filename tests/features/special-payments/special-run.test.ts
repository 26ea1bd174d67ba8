import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { month } from '../../../src/domain/month.ts';
import { answerDiscard, askDiscard } from '../../../src/features/payroll-runs/discard-service.ts';
import { waitingDiscard } from '../../../src/features/payroll-runs/discard-queries.ts';
import { answerExclusion, askExclusion } from '../../../src/features/payroll-runs/exclusion-service.ts';
import { exclusionsOf } from '../../../src/features/payroll-runs/exclusion-queries.ts';
import { payrollUnits, periodOf, runById, type PayrollUnit } from '../../../src/features/payroll-runs/queries.ts';
import { approveRun, closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { computeSpecial } from '../../../src/features/payroll-runs/special-run.ts';
import { specialById } from '../../../src/features/special-payments/queries.ts';
import { answerSpecial, proposeSpecial } from '../../../src/features/special-payments/service.ts';
import { factsOf } from '../../../src/features/policies/facts.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import { periodCommand } from '../../../src/cli/period.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Deps } from '../../../src/platform/deps.ts';
import type { Actor } from '../../../src/platform/web/actor.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { good } from '../../domain/tpp/policies.ts';
import { naiveThirteenth, naiveThr } from '../../oracle/naive-tpp.ts';
import { rawMonth } from '../../oracle/raw-month.ts';
import { storedMonth } from '../../oracle/stored-lines.ts';
import { readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { BASE_MONTH, computedSpecial, termsInForce, THR, twoOfPersonnel } from '../../support/special-payment.ts';
import { officeDeps } from '../payroll-runs/office.ts';

/** The demo's September is paid; what follows goes on from test to test, except where a test says otherwise. */
let pool: Pool;
let deps: Deps;
let two: readonly [Actor, Actor];
let units: readonly PayrollUnit[];

const GAJI13 = { month: THR.month, kind: 'GAJI13' };

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 4, statementTimeout: 0 });
  deps = officeDeps(pool, fixedClock(DEMO_NOW));
  two = await twoOfPersonnel(deps, await readCast(pool));
  units = await payrollUnits(pool, null);
  return () => pool.end();
}, 60_000);

/** A world of its own: the demo once more. */
async function anotherDemo(): Promise<{ pool: Pool; deps: Deps; two: readonly [Actor, Actor] }> {
  const own = createPool({ url: await createDemoDatabase(), max: 4, statementTimeout: 0 });
  const ownDeps = officeDeps(own, fixedClock(DEMO_NOW));
  return { pool: own, deps: ownDeps, two: await twoOfPersonnel(ownDeps, await readCast(own)) };
}

/** A run of the THR that is approved, the first by its id; somebody whom it paid. */
const SOME_RUN = "(SELECT * FROM payroll_run WHERE kind = 'THR' AND state = 'DISETUJUI' ORDER BY id) r";
const SOMEBODY = `(SELECT employee_id FROM payroll_line WHERE run_id = (SELECT id FROM ${SOME_RUN} LIMIT 1) ORDER BY nip LIMIT 1)`;

/** A regulation that asks for what earlier months paid. */
const SUMS = `format: takar/1
id: jumlah
name: Jumlah setahun
valid: { from: 2026-01-01 }
source: Perbup Contoh
inputs:
  setahun: { label: Setahun, type: rupiah, source: sejak_januari.bersih }
  lalu: { label: Bulan lalu, type: rupiah, default: 0, source: bulan_lalu.bersih }
steps:
  - { set: bersih, label: Bersih, cite: Pasal 1, expr: setahun + lalu }
outputs: { bersih: bersih }
`;

const asked = (over: Partial<Parameters<typeof proposeSpecial>[2]> = {}): Parameters<typeof proposeSpecial>[2] => ({
  kind: 'THR',
  baseMonth: BASE_MONTH,
  payMonth: THR.month,
  decree: 'Keputusan Bupati Contoh 45/2026',
  decreeDate: localDate('2026-11-02'),
  key: randomUUID(),
  ...over,
});

describe('the terms', () => {
  test('are of two persons, once a year, over a month whose version names the payment', async () => {
    const { deps: own, two: persons, pool: ownPool } = await anotherDemo();
    const [first, second] = persons;
    await expect(proposeSpecial(own, first, asked({ payMonth: month('2026-10') }))).rejects.toThrow('sudah lewat');
    await expect(proposeSpecial(own, first, asked({ payMonth: month('2027-12') }))).rejects.toThrow('12 bulan');
    await expect(proposeSpecial(own, first, asked({ baseMonth: month('2026-12') }))).rejects.toThrow('Bulan dasar');
    await expect(proposeSpecial(own, first, asked({ kind: 'BONUS' }))).rejects.toThrow(
      'Peraturan contoh-2026 (berlaku sejak 1 Jan 2025) tidak menyebut pembayaran BONUS. Tulis kodenya pada bagian pembayaran_khusus',
    );
    await expect(proposeSpecial(own, { ...first, grants: [] }, asked())).rejects.toThrow();

    const key = randomUUID();
    const id = await proposeSpecial(own, first, asked({ key }));
    expect(await proposeSpecial(own, first, asked({ key }))).toBe(id);
    await expect(proposeSpecial(own, second, asked())).rejects.toThrow('THR tahun 2026 sudah diajukan');
    await expect(proposeSpecial(own, second, asked({ payMonth: month('2027-01') }))).rejects.toThrow(
      'THR dengan bulan dasar September 2026',
    );
    await expect(computeSpecial(own, first, THR, units[0]!, randomUUID())).rejects.toThrow('belum disahkan');

    const step = { id, version: 1, note: null };
    await expect(answerSpecial(own, first, step, 'sahkan')).rejects.toThrow('Orang lain yang mengesahkannya');
    await expect(answerSpecial(own, second, step, 'tarik')).rejects.toThrow('Yang mengajukan');
    await expect(answerSpecial(own, second, { ...step, version: 9 }, 'sahkan')).rejects.toThrow('diubah orang lain');
    await answerSpecial(own, second, step, 'sahkan');
    await expect(answerSpecial(own, second, { ...step, version: 2 }, 'tolak')).rejects.toThrow('diubah orang lain');
    expect(await specialById(ownPool, id)).toMatchObject({
      state: 'berlaku',
      label: 'Tunjangan hari raya',
      version: 2,
    });

    // What is computed under them holds them; what was discarded does not.
    const runId = await computedSpecial(own, persons, units[0]!);
    const inForce = { id, version: 2, note: 'Keputusannya diganti' };
    await expect(answerSpecial(own, first, inForce, 'cabut')).rejects.toThrow('sudah dihitung');
    await expect(
      ownPool.query("UPDATE special_payment SET state = 'dicabut', ended_by = asked_by, ended_at = now()"),
    ).rejects.toThrow('has a run');
    await discarded(own, persons, runId, units[0]!);
    await answerSpecial(own, first, inForce, 'cabut');
    await expect(computeSpecial(own, first, THR, units[0]!, randomUUID())).rejects.toThrow('belum disahkan');
    await termsInForce(own, persons);
    // The rest from the command line, by the same two; which unit needs nothing is left alone.
    const said = await commanded(own, 'close', '2026-11-THR', '--unit', units[0]!.code);
    expect(said).toMatchObject({ code: 0, out: [{ period: '2026-11-THR', ok: true, state: 'DIHITUNG' }] });
    expect((await commanded(own, 'approve', '2026-11-THR', '--unit', units[0]!.code)).out).toMatchObject([
      { ok: true, state: 'DISETUJUI' },
    ]);
    expect((await commanded(own, 'approve', '2026-11-THR', '--unit', units[1]!.code)).out).toMatchObject([
      { ok: false, note: 'Pembayaran ini belum dihitung.' },
    ]);
    await expect(commanded(own, 'close', '2026-11-BONUS')).rejects.toThrow('2026-11-BONUS belum disahkan');
    expect((await commanded(own, 'list')).out).toContainEqual({
      period: '2026-11',
      unit: units[0]!.code,
      kind: 'THR',
      revision: 2,
      state: 'DISETUJUI',
    });
    const { rows } = await ownPool.query<{ action: string }>(
      "SELECT action FROM audit_event WHERE object_type = 'special_payment' ORDER BY seq",
    );
    expect(rows.map(({ action }) => action.split('.')[1])).toEqual(['ajukan', 'sahkan', 'cabut', 'ajukan', 'sahkan']);
    expect(await broken(ownPool)).toEqual([]);
    await ownPool.end();
  }, 60_000);
});

/** `takar period …` within this process. */
async function commanded(
  own: Deps,
  ...args: string[]
): Promise<{ readonly code: number; readonly out: readonly unknown[] }> {
  const lines: string[] = [];
  const ctx = {
    json: true,
    open: () => Promise.resolve({ deps: own }),
    out: (line: string) => lines.push(line),
    err: () => undefined,
  };
  const code = await periodCommand.run(args, ctx as unknown as Parameters<typeof periodCommand.run>[1]);
  return { code, out: JSON.parse(lines.join('')) as unknown[] };
}

/** Discarded by both, as a month is. */
async function discarded(
  own: Deps,
  [first, second]: readonly [Actor, Actor],
  runId: string,
  unit: PayrollUnit,
): Promise<void> {
  await askDiscard(own, first, { runId, unit, reason: 'Keputusannya salah ketik', key: randomUUID() });
  const { version } = (await waitingDiscard(own.pool, runId))!;
  await answerDiscard(own, second, { runId, unit, answer: 'batalkan', version });
}

/** The promises that do not hold, with what was found. */
async function broken(of: Pool): Promise<string[]> {
  const { checks } = await verifyAll(of);
  return checks.filter(each => !each.ok).map(({ id, note }) => `${id}: ${note}`);
}

describe('a special payment of every unit', () => {
  test('is computed, discarded, left out of and approved in any order, and pays what the articles give', async () => {
    const facts = await rawMonth(pool, `${BASE_MONTH}-01`);
    for (const period of [THR, GAJI13]) await termsInForce(deps, two, period);
    await expect(computeSpecial(deps, two[0], THR, { ...units[0]!, id: randomUUID() }, randomUUID())).rejects.toThrow(
      'TPP September 2026',
    );

    // Somebody is left out of the THR of the first unit, by two persons, and stays in the thirteenth.
    const [unit] = units as [PayrollUnit, ...PayrollUnit[]];
    const place = (await periodOf(pool, THR.month, unit.code, null, 'THR'))!;
    expect(place).toMatchObject({
      state: 'TERBUKA',
      kind: 'THR',
      special: { label: 'Tunjangan hari raya', baseMonth: BASE_MONTH },
    });
    const left = await somebody(unit);
    await askExclusion(deps, two[0], place, {
      ...left,
      reason: 'Sudah menerima THR dari instansi asal',
      key: randomUUID(),
    });
    const [request] = await exclusionsOf(pool, THR, unit.id);
    await answerExclusion(deps, two[1], place, { id: request!.id, answer: 'sahkan', version: 1 });
    expect(await exclusionsOf(pool, { month: THR.month, kind: 'TPP' }, unit.id)).toEqual([]);

    // Every unit and payment, in an order that nobody chose; every third is discarded once and computed again.
    const works = [THR, GAJI13].flatMap(period => units.map(each => ({ period, unit: each })));
    works.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    for (const [place_, { period, unit: each }] of works.entries()) {
      const runId = await computedSpecial(deps, two, each, period);
      if (place_ % 3 === 0) {
        await discarded(deps, two, runId, each);
        await computedSpecial(deps, two, each, period);
      }
    }
    for (const { period, unit: each } of [...works].reverse()) {
      const { run } = (await periodOf(pool, period.month, each.code, null, period.kind))!;
      await expect(approveRun(deps, two[0], run!.id)).rejects.toThrow('Anda yang menghitung pembayaran ini');
      await approveRun(deps, two[1], run!.id);
    }

    for (const [period, naive] of [
      [THR, naiveThr],
      [GAJI13, naiveThirteenth],
    ] as const) {
      const { lines } = await storedMonth(pool, `${period.month}-01`, period.kind);
      const expected = [...facts].filter(([person]) => period !== THR || person !== left.employeeId);
      expect(lines.size).toBeGreaterThan(50);
      expect(Object.fromEntries(lines)).toEqual(
        Object.fromEntries(expected.map(([person, each]) => [person, naive(each)])),
      );
    }
    const excluded = await pool.query(
      "SELECT excluded FROM payroll_input i JOIN payroll_run r ON r.id = i.run_id WHERE r.kind = 'THR' AND r.state = 'DISETUJUI' AND i.employee_id = $1",
      [left.employeeId],
    );
    expect(excluded.rows).toEqual([{ excluded: 'Sudah menerima THR dari instansi asal' }]);
    const told = await pool.query<{ all: boolean }>(
      `SELECT bool_and(n.employee_id IS NOT NULL) AS all FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.kind = 'GAJI13'
         AND r.state = 'DISETUJUI'
       LEFT JOIN notification n ON n.employee_id = l.employee_id AND n.href = '/laporan/tpp-saya?bulan=2026-11-GAJI13'
         AND n.text LIKE 'TPP ketiga belas 2026 untuk Anda disetujui: Rp%' WHERE l.net > 0`,
    );
    expect(told.rows).toEqual([{ all: true }]);
    expect(await broken(pool)).toEqual([]);
  }, 120_000);

  test('is computed once for a key, by who may, and never twice', async () => {
    const [unit] = units as [PayrollUnit, ...PayrollUnit[]];
    await expect(computeSpecial(deps, two[0], THR, unit, randomUUID())).rejects.toThrow(
      'Tunjangan hari raya, dibayar November 2026, sudah disetujui.',
    );
    await expect(computeSpecial(deps, { ...two[0], grants: [] }, THR, unit, randomUUID())).rejects.toThrow();
    const left = await somebody(unit);
    const place = (await periodOf(pool, THR.month, unit.code, null, 'THR'))!;
    const late = { ...left, reason: 'Terlambat diajukan orangnya', key: randomUUID() };
    await expect(askExclusion(deps, two[0], place, late)).rejects.toThrow('sudah ditutup atau dihitung');
  });

  test('leaves the month itself open, carries nothing, and is in the sums of the year from its month on', async () => {
    const [unit] = units as [PayrollUnit, ...PayrollUnit[]];
    expect((await periodOf(pool, THR.month, unit.code, null))?.state).toBe('TERBUKA');
    const { jobId, runId } = await closeMonth(deps, two[0], month('2026-10'), unit, randomUUID());
    expect((await runJob(deps, jobId)).state).toBe('selesai');
    expect((await runById(pool, runId))?.special).toBeNull();
    expect((await pool.query('SELECT 1 FROM payroll_adjustment')).rowCount).toBe(0);

    const net = async (kind: string): Promise<bigint> =>
      (await storedMonth(pool, kind === 'TPP' ? `${BASE_MONTH}-01` : '2026-11-01', kind)).lines.get(two[0].employeeId)!
        .net;
    const [own, thr, thirteenth] = [await net('TPP'), await net('THR'), await net('GAJI13')];
    const sums = async (of: string): Promise<Readonly<Record<string, string>>> => {
      const standing = (await regulationOn(pool, localDate(`${of}-01`)))!;
      const inForce = { ...standing, regulation: good(SUMS) };
      const [facts] = await factsOf(pool, { month: month(of), inForce, employeeId: two[0].employeeId });
      return facts!.facts;
    };
    // October knows September, and not what is paid after it; November knows what was paid in it, too.
    expect(await sums('2026-10')).toMatchObject({
      'sejak_januari.bersih': String(own),
      'bulan_lalu.bersih': String(own),
    });
    const november = await sums('2026-11');
    expect(november).toMatchObject({ 'sejak_januari.bersih': String(own + thr + thirteenth) });
    expect(november).not.toHaveProperty(['bulan_lalu.bersih']);
    expect(await broken(pool)).toEqual([]);
  });

  test.each([
    ['I17', 'terms', "UPDATE special_payment SET decided_at = '2027-01-01' WHERE kind = 'THR'"],
    ['I17', 'terms of another month', "UPDATE special_payment SET pay_month = '2026-12-01' WHERE kind = 'THR'"],
    [
      'I17',
      'a base run that is not approved',
      `UPDATE payroll_run SET state = 'DIHITUNG' WHERE id = (SELECT base_run_id FROM ${SOME_RUN} LIMIT 1)`,
    ],
    [
      'I17',
      'somebody paid twice',
      `UPDATE payroll_line SET employee_id = ${SOMEBODY} WHERE run_id = (SELECT id FROM ${SOME_RUN} LIMIT 1 OFFSET 1)
      AND nip = (SELECT min(nip) FROM payroll_line WHERE run_id = (SELECT id FROM ${SOME_RUN} LIMIT 1 OFFSET 1))`,
    ],
    [
      'I17',
      'what only a month has',
      `INSERT INTO payroll_uncounted (run_id, activity_id, employee_id, work_date, status, version, points)
      SELECT (SELECT id FROM ${SOME_RUN} LIMIT 1), id, employee_id, work_date, 'dikirim', 1, 1 FROM activity LIMIT 1`,
    ],
    [
      'I4',
      'a copied fact',
      `UPDATE payroll_input SET facts = facts || '{"pegawai.kelas": "15"}' WHERE run_id = (SELECT id FROM ${SOME_RUN} LIMIT 1) AND employee_id = ${SOMEBODY}`,
    ],
    [
      'I4',
      'somebody left out by nobody',
      `UPDATE payroll_input SET excluded = 'Begitu saja' WHERE run_id = (SELECT id FROM ${SOME_RUN} LIMIT 1) AND employee_id = ${SOMEBODY}`,
    ],
    [
      'I12',
      'an amount',
      `UPDATE payroll_line SET gross = gross + 1, net = net + 1 WHERE run_id = (SELECT id FROM ${SOME_RUN} LIMIT 1) AND employee_id = ${SOMEBODY}`,
    ],
    [
      'I7',
      'on what it rests',
      `UPDATE payroll_run SET base_run_id = (SELECT id FROM payroll_run WHERE kind = 'TPP' ORDER BY id DESC LIMIT 1) WHERE id = (SELECT id FROM ${SOME_RUN} LIMIT 1)`,
    ],
  ])('%s names it broken: %s', async (id, _what, statement) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("SET LOCAL session_replication_role = 'replica'");
      expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
      const { checks } = await verifyAll(poolOf(client), [id]);
      expect(checks).toMatchObject([{ id, ok: false }]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

/** The one connection as a pool, within the transaction that is taken back. */
const poolOf = (client: pg.PoolClient): Pool =>
  ({
    observe: () => undefined,
    connect: () =>
      Promise.resolve({
        query: (statement: { text: string }, values?: unknown[]) =>
          /^(BEGIN|COMMIT)/.test(statement.text)
            ? Promise.resolve({ rows: [], rowCount: 0 })
            : client.query(statement, values),
        release: () => undefined,
      }),
  }) as unknown as Pool;

/** An order that follows from the names alone. */
const orderOf = ({ period, unit }: { readonly period: typeof THR; readonly unit: PayrollUnit }): string =>
  createHash('sha256').update(`${period.kind} ${unit.code}`).digest('hex');

/** Somebody that September of a unit paid, who is not of the personnel office. */
async function somebody(unit: PayrollUnit): Promise<{ employeeId: string; name: string }> {
  const { rows } = await pool.query<{ employeeId: string; name: string }>(
    `SELECT l.employee_id AS "employeeId", l.name FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
     WHERE r.month = $1 AND r.kind = 'TPP' AND r.payroll_unit_id = $2 AND l.employee_id <> ALL ($3::uuid[])
     ORDER BY l.nip LIMIT 1`,
    [`${BASE_MONTH}-01`, unit.id, two.map(each => each.employeeId)],
  );
  return rows[0]!;
}
