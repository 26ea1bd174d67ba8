// What `npm run nightly` runs: the long checks, which take longer than a test run may. Words narrow it down to the
// files whose name contains one of them. Ends with a table of what ran, and with 1 if anything failed or nothing ran.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureClient } from './ensure-client.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MUTATION = 'scripts/mutants.mjs';
/** Percent of the mutants that the tests must notice. */
const GOAL = '85';
const CONFIG = 'tests/faults/nightly.config.ts';
const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

await ensureClient();
const folder = await mkdtemp(path.join(os.tmpdir(), 'takar-nightly-'));
try {
  const report = path.join(folder, 'report.json');
  const words = process.argv.slice(2);
  const isMutants = words.length === 1 && words[0] === 'mutants';
  const code = isMutants ? 0 : await run(report, words);
  const results = isMutants ? [] : await readResults(report);
  if (isMutants || words.length === 0) results.push(await runMutants());
  printTable(results);
  process.exitCode = code === 0 && results.length > 0 && results.every(each => isGood(each, words)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** One file after the other, so that what is measured is not another check's load. */
function run(report, words) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--config', CONFIG, '--no-file-parallelism', ...reporters, ...words],
    {
      cwd: ROOT,
      stdio: 'inherit',
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', exitCode => resolve(exitCode ?? 1));
  });
}

/** Mutation testing of the engine and the money code, at the share that docs/mutants.md promises. */
async function runMutants() {
  const began = performance.now();
  const child = spawn(process.execPath, [MUTATION, '--sample', '600', '--goal', GOAL], { cwd: ROOT, stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', exitCode => resolve(exitCode ?? 1));
  });
  const name = `${GOAL} % of a sample of mutants are noticed by the tests`;
  return { name, result: code === 0 ? 'passed' : 'FAILED', seconds: Math.round((performance.now() - began) / 1000) };
}

async function readResults(report) {
  const text = await readFile(report, 'utf8').catch(() => '{"testResults":[]}');
  return JSON.parse(text).testResults.flatMap(file =>
    file.assertionResults.map(({ fullName, status, duration }) => ({
      name: fullName,
      result: status === 'passed' ? 'passed' : status === 'failed' ? 'FAILED' : 'NOT RUN',
      seconds: Math.round((duration ?? 0) / 1000),
    })),
  );
}

/** What was narrowed away does not count; in a whole night everything runs. */
function isGood({ result }, words) {
  return result === 'passed' || (result === 'NOT RUN' && words.length > 0);
}

function printTable(results) {
  console.log('\nresult   seconds  check');
  for (const { name, result, seconds } of results) {
    console.log(`${result.padEnd(7)}  ${String(seconds).padStart(7)}  ${name}`);
  }
  const count = wanted => results.filter(({ result }) => result === wanted).length;
  console.log(`${count('passed')} passed, ${count('FAILED')} failed, ${count('NOT RUN')} not run`);
}
