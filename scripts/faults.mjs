// What `npm run test:faults` runs: the fault suite (docs/faults.md), one file after the other. Words narrow it down: to a
// fault (F05) or to the files whose name contains one of them. `--times 10` repeats it, and stops at the first that fails.
// Ends with a table of fault, result and seconds; with 1 if anything failed, or if a whole suite left something out.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureClient } from './ensure-client.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CONFIG = 'tests/faults/faults.config.ts';
const FAULT = /\bF\d\d\b/g;
const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

const { times, words } = asked(process.argv.slice(2));
let child;
let told = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    told = true;
    child?.kill(signal);
  });

await ensureClient();
const folder = await mkdtemp(path.join(os.tmpdir(), 'takar-faults-report-'));
let good = true;
try {
  for (let turn = 1; good && !told && turn <= times; turn += 1) {
    if (times > 1) console.log(`\n== turn ${String(turn)} of ${String(times)}`);
    const report = path.join(folder, `${String(turn)}.json`);
    const code = await run(report);
    const results = await readResults(report);
    printTable(results);
    good = code === 0 && results.length > 0 && results.every(isGood);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = good && !told ? 0 : 1;

function asked(given) {
  const at = given.indexOf('--times');
  if (at === -1) return { times: 1, words: given };
  const times = Number(given[at + 1]);
  if (!Number.isSafeInteger(times) || times < 1) throw new Error('--times needs a number, such as --times 10');
  return { times, words: given.filter((_, index) => index !== at && index !== at + 1) };
}

/** One file after the other, so that what one breaks is not another's load. Faults are words of test names, others of files. */
function run(report) {
  const faults = words.filter(word => /^F\d\d$/.test(word));
  const files = words.filter(word => !faults.includes(word));
  const narrowed = faults.length > 0 ? ['-t', faults.join('|')] : [];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const said = [vitest, 'run', '--config', CONFIG, '--no-file-parallelism', ...reporters, ...narrowed, ...files];
  child = spawn(process.execPath, said, { cwd: ROOT, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

async function readResults(report) {
  const text = await readFile(report, 'utf8').catch(() => '{"testResults":[]}');
  const all = JSON.parse(text).testResults.flatMap(file =>
    file.assertionResults.map(({ fullName, status, duration }) => ({
      faults: [...new Set(fullName.match(FAULT) ?? ['-'])].join(' '),
      name: fullName.replace(FAULT, '').replace(/\s+/g, ' ').trim(),
      result: status === 'passed' ? 'passed' : status === 'failed' ? 'FAILED' : 'NOT RUN',
      seconds: Math.round((duration ?? 0) / 1000),
    })),
  );
  const asked = words.length === 0 ? all : all.filter(({ result }) => result !== 'NOT RUN');
  return asked.sort((a, b) => (a.faults < b.faults ? -1 : a.faults > b.faults ? 1 : 0));
}

/** In a whole suite everything runs: what this machine does not allow (docs/faults.md) is not shown, and that is no success. */
function isGood({ result }) {
  return result === 'passed';
}

function printTable(results) {
  console.log('\nfault        result   seconds  what holds');
  for (const { faults, name, result, seconds } of results)
    console.log(`${faults.padEnd(11)}  ${result.padEnd(7)}  ${String(seconds).padStart(7)}  ${name}`);
  const count = wanted => results.filter(({ result }) => result === wanted).length;
  const seconds = results.reduce((sum, each) => sum + each.seconds, 0);
  console.log(
    `${count('passed')} passed, ${count('FAILED')} failed, ${count('NOT RUN')} not run, ${String(seconds)} seconds`,
  );
}
