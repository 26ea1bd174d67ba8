import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { met, type Row } from './measure.ts';
import { readResults, RESULTS_FOLDER, saveResults } from './results.ts';
import { table } from './table.ts';

/**
 * Every line of performance.md in one run, one after the other, into one result and one table: over HTTP with a regency of ten
 * thousand, two years of history with six hundred people (what grows with history is a person's own), then the batches at their sizes. `npm run bench:whole -- [--people 10000] [--sizes 1000,10000,50000] [--keep FOLDER]`.
 * Part by part, each in a process of its own: a part that fails is named at the end, and the others stand.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    sizes: { type: 'string', default: '1000,10000,50000' },
    keep: { type: 'string' },
  },
});
const kept = (name: string): string[] => (values.keep === undefined ? [] : ['--keep', path.join(values.keep, name)]);
const http = ['scripts/bench.cjs', ...kept('http')];
const batch = ['--import', 'tsx', 'bench/batch.ts', '--people'];
const exported = values.sizes.split(',').slice(1).join(',') || values.sizes;

/** What is run, in this order; pages first, while the machine is coolest. */
const PARTS: readonly {
  readonly kind: 'http' | 'batch';
  readonly args: readonly string[];
  readonly people?: string;
}[] = [
  {
    kind: 'http',
    args: [...http, 'page', 'write', 'sign-in', 'visit', 'capacity', 'overload', 'statements', 'weight'],
  },
  { kind: 'http', args: [...http, 'history', 'depth'], people: '600' },
  { kind: 'batch', args: [...batch, values.sizes, 'close', 'import', ...kept('batch')] },
  { kind: 'batch', args: [...batch, exported, 'beside', 'export', ...kept('batch')] },
];

mkdirSync(RESULTS_FOLDER, { recursive: true });
const rows: Row[] = [];
const failed: string[] = [];
const began = new Date();
for (const { kind, args, people = values.people } of PARTS) {
  const before = new Set(readdirSync(RESULTS_FOLDER));
  const child = spawn(process.execPath, args, {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: { ...process.env, BENCH_PEOPLE: people },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) failed.push(args.join(' '));
  const written = readdirSync(RESULTS_FOLDER).filter(file => file.startsWith(kind) && !before.has(file));
  rows.push(...written.flatMap(file => readResults(path.join(RESULTS_FOLDER, file)).rows));
}
console.log(table(rows));
const judged = rows.filter(row => row.target !== null);
const missed = judged.filter(row => met(row) === false).map(({ id }) => id);
console.log(
  `\n${String(judged.length - missed.length)} of ${String(judged.length)} targets met; missed: ${missed.join(', ') || 'none'}`,
);
for (const part of failed) console.error(`failed: ${part}`);
console.log(
  saveResults(
    'whole',
    { people: values.people, sizes: values.sizes, began: began.toISOString(), load: os.loadavg()[2]!.toFixed(1) },
    rows,
  ),
);
process.exitCode = failed.length > 0 ? 1 : 0;
