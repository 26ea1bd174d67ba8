// One process that runs mutants: started by scripts/mutants.mjs, told what to do by messages. First, once, everything as
// it is, to learn which test runs which statement; then mutant after mutant, each against the tests that run it.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { Modules } from './modules.mjs';
import { runsOf } from './operators.mjs';
import { createRunner, failureOf } from './runner.mjs';

/** Of a property that many examples are enough here: what only rare ones find is not what a mutant should need. */
const MOST_RUNS = 40;
// Chance, but the same one every time: a mutant that was killed once is killed the next time.
fc.configureGlobal({ seed: 20261122, endOnFailure: true, numRuns: MOST_RUNS });
/** A test may take so many times what it takes without a mutant, and so many milliseconds besides. */
const PATIENCE = { times: 10, plus: 8_000 };
const assert = (property, { numRuns = MOST_RUNS, ...more } = {}) =>
  fc.assert(property, { ...more, numRuns: Math.min(numRuns, MOST_RUNS) });
const fewer = { ...fc, assert };

// A mutant may run for ever. What it may take is counted in time of a processor, not of the clock: beside other work the
// same test takes longer by the clock. The thread looks on while this one is busy and ends the process.
const limit = new BigInt64Array(new SharedArrayBuffer(8));
const WATCH = `const { workerData } = require('node:worker_threads');
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    const most = Number(Atomics.load(workerData, 0));
    if (most > 0 && user + system > most) process.kill(process.pid, 'SIGKILL');
  }, 200);`;
new Worker(WATCH, { eval: true, workerData: limit }).unref();

const used = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
/** From now on this process may use so many milliseconds more. */
const allow = ms => Atomics.store(limit, 0, BigInt(used()) + BigInt(Math.round(ms * 1000)));

const runner = await createRunner();
let hits = new Set();
const modules = new Modules({
  vitest: runner.vitest,
  'fast-check': { __esModule: true, ...fewer, default: fewer },
  hit: key => hits.add(key),
});

process.on('message', async ({ kind, ...asked }) => {
  const answer = kind === 'baseline' ? await baseline(asked) : await judge(asked);
  process.send({ kind, ...answer });
});
process.send({ kind: 'ready' });

/** Every test once, with what it runs: `file:offset` of statements. */
async function baseline({ testFiles, files }) {
  modules.restart(new Map(files.map(file => [file, instrumented(file)])));
  // A file is evaluated once for all tests: what runs while it is loaded is every test's business that needs it, not only the
  // first one's.
  hits = new Set();
  for (const file of files) modules.load(file);
  const starts = [...hits];
  const tests = [];
  for (const file of testFiles) {
    hits = new Set();
    const found = runner.collect(() => modules.load(file));
    const needs = modules.needs(file);
    const atStart = [...hits, ...starts.filter(key => needs.has(key.slice(0, key.lastIndexOf(':'))))];
    for (const test of found) {
      hits = new Set();
      const from = used();
      const failure = await failureOf(test);
      const ms = (used() - from) / 1000;
      tests.push({ file, name: test.name, failure, ms, hits: [...hits], atStart });
    }
  }
  return { tests };
}

function instrumented(file) {
  const text = readFileSync(file, 'utf8');
  const marks = runsOf(file, text).flatMap(({ start, end, isExpression }) => {
    const call = `__hit(${JSON.stringify(`${file}:${start}`)})`;
    return isExpression
      ? [
          { at: start, text: `(${call}, ` },
          { at: end, text: ')' },
        ]
      : [{ at: start, text: `${call};` }];
  });
  // from the end, so that offsets stay what they are; of two at one place what closes comes first
  const ordered = marks.map((mark, index) => ({ ...mark, index })).sort((a, b) => b.at - a.at || a.index - b.index);
  let out = text;
  for (const { at, text: mark } of ordered) out = out.slice(0, at) + mark + out.slice(at);
  return out;
}

/** @returns {Promise<{ result: 'killed' | 'survived', by: string | null }>} */
async function judge({ mutant: { file, start, end, to }, tests }) {
  allow(60_000);
  const text = modules.text(file);
  try {
    modules.restart(new Map([[file, text.slice(0, start) + to + text.slice(end)]]));
  } catch {
    return { result: 'killed', by: 'does not compile' };
  }
  const collected = new Map();
  let found = 0;
  for (const { file: testFile, name, ms } of tests) {
    allow(ms * PATIENCE.times + PATIENCE.plus);
    try {
      if (!collected.has(testFile))
        collected.set(
          testFile,
          runner.collect(() => modules.load(testFile)),
        );
    } catch {
      return { result: 'killed', by: testFile };
    }
    const test = collected.get(testFile).find(each => each.name === name);
    if (test) found += 1;
    if (test && (await failureOf(test)) !== null) return { result: 'killed', by: `${testFile}: ${name}` };
  }
  if (found === 0) return { result: 'killed', by: 'no test tells itself any more' };
  return { result: 'survived', by: null };
}
