import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createPool } from '../../src/platform/database/pool.ts';
import { sqlTpp } from '../oracle/sql-tpp.ts';
import { carriedFor, storedMonth, totalsOf } from '../oracle/stored-lines.ts';
import { createTestDatabase } from '../support/database.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { endPostmaster, Folders } from './data-folder.ts';
import { brokenByCommand, brokenInvariants, endLeftovers, type Installation, takar } from './process.ts';

const MONTH = '2026-10';
const ZONES = ['UTC', 'Asia/Jakarta', 'America/New_York'];
const folders = new Folders();
let embedded: Installation | undefined;

afterEach(async () => {
  await endLeftovers();
  if (embedded) endPostmaster(embedded.dataDir);
});
afterAll(() => folders.remove());

interface Outcome {
  readonly unit: string;
  readonly ok: boolean;
  readonly state: string;
}

/** Closes and approves a month of every unit through the command line. @returns what the file of finance hashes to */
async function payThroughCommandLine(installation: Installation): Promise<string> {
  for (const [verb, state] of [
    ['close', 'DIHITUNG'],
    ['approve', 'DISETUJUI'],
  ] as const) {
    const { code, out, err } = await takar(installation, 'period', verb, MONTH, '--json');
    expect({ verb, code, err: code === 0 ? '' : err }).toEqual({ verb, code: 0, err: '' });
    const outcomes = JSON.parse(out) as Outcome[];
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes.filter(outcome => !outcome.ok || outcome.state !== state)).toEqual([]);
  }
  const files = [0, 1].map(turn => path.join(installation.dataDir, `tpp-${String(turn)}.csv`));
  for (const file of files) {
    const { code, err } = await takar(installation, 'export', 'payroll', MONTH, '--format', 'csv', '--out', file);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  }
  const [first, second] = await Promise.all(files.map(file => readFile(file)));
  expect(second?.equals(first!)).toBe(true);
  return createHash('sha256').update(first!).digest('hex');
}

const DIGESTS = `SELECT u.code, r.people, r.gross, r.net, r.input_digest, r.line_digest
  FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id WHERE r.month = $1::date ORDER BY u.code`;

test('a month closed in whatever zone the process runs has the same digests and the same file', async () => {
  const results: unknown[] = [];
  for (const zone of ZONES) {
    const databaseUrl = await createDemoDatabase();
    const installation = { dataDir: await folders.create(), databaseUrl, zone };
    const file = await payThroughCommandLine(installation);
    const pool = createPool({ url: databaseUrl, max: 1 });
    const { rows } = await pool.query(DIGESTS, [`${MONTH}-01`]);
    await pool.end();
    expect(await brokenInvariants(installation)).toEqual([]);
    results.push({ file, rows });
  }
  expect(results).toEqual(results.map(() => results[0]));
});

test('the demo kabupaten is seeded, closed, approved and exported in full by the command line', async () => {
  embedded = { dataDir: path.join(await folders.create(), 'data'), demo: 'kabupaten' };
  await payThroughCommandLine(embedded);
  expect(await brokenByCommand(embedded)).toEqual([]);
});

/** How long the large demo and each batch of its 252 units may take on two quiet cores. */
const SEED_MS = 10 * 60_000;
const BATCH_MS = 10 * 60_000;

test('ten thousand people are seeded, closed and approved in one go, every amount as the database computes it', async () => {
  const databaseUrl = await createTestDatabase();
  const installation = { dataDir: await folders.create(), databaseUrl, demo: 'besar' } as const;
  const timed = async (...words: string[]): Promise<{ out: string; took: number }> => {
    const began = performance.now();
    const { code, out, err } = await takar(installation, ...words);
    expect({ words, code, err: code === 0 ? '' : err.slice(-500) }).toEqual({ words, code: 0, err: '' });
    return { out, took: performance.now() - began };
  };
  const seeding = await timed('demo', 'accounts', '--json', '--all');
  const closing = await timed('period', 'close', MONTH, '--json');
  const approving = await timed('period', 'approve', MONTH, '--json');
  const seconds = [seeding, closing, approving].map(({ took }) => Math.round(took / 1000));
  process.stderr.write(`besar: seeded, closed, approved in ${seconds.join(', ')} s\n`);

  expect((JSON.parse(seeding.out) as unknown[]).length).toBe(10_000);
  for (const { out } of [closing, approving]) {
    const outcomes = JSON.parse(out) as Outcome[];
    expect(outcomes.length).toBe(252);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  }
  const pool = createPool({ url: databaseUrl, max: 1, statementTimeout: 0 });
  await pool.query('SET enable_nestloop = off'); // the second computation is one large statement without an index's help
  for (const first of ['2026-09-01', `${MONTH}-01`]) {
    const { lines, totals, unitOf } = await storedMonth(pool, first);
    const byDatabase = await sqlTpp(pool, first);
    expect(lines.size).toBe(byDatabase.size);
    expect([...lines].filter(([person, line]) => line.net !== byDatabase.get(person)?.net)).toEqual([]);
    expect([...lines].filter(([person, line]) => line.gross !== byDatabase.get(person)?.gross)).toEqual([]);
    expect(totalsOf(byDatabase, unitOf, await carriedFor(pool, first))).toEqual(totals);
  }
  await pool.end();
  expect(await brokenByCommand(installation)).toEqual([]);
  expect(seeding.took).toBeLessThan(SEED_MS);
  expect(closing.took + approving.took).toBeLessThan(BATCH_MS);
});
