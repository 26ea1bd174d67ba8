// `npm run mutants`: mutation testing of the engine and of the money code. Each mutant is one small change of the code
// (scripts/mutation/operators.mjs); the pure tests must fail with it. Which survive and why is written in docs/mutants.md.
//
//   npm run mutants                       a sample of 600 of all of them
//   npm run mutants -- --sample 2000 --seed 7 --workers 4
//   npm run mutants -- --files tpp/table  every mutant of the files whose path contains that
//   npm run mutants -- --goal 85          ends with 1 below that share
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Modules } from './mutation/modules.mjs';
import { mutantsOf } from './mutation/operators.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WORKER = path.join(ROOT, 'scripts/mutation/worker.mjs');
const EXPLAINED = path.join(ROOT, 'docs/mutants.md');
const MUTATED = /^src\/domain\/(?:tpp\/[^/]+|ratio|rupiah[^/]*|payroll\/[^/]+|attendance\/[^/]+)\.ts$/;
const TESTED = /^tests\/(?:domain\/.+|oracle\/[^/]+)\.test\.ts$/;
const { values: asked } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    files: { type: 'string' },
    goal: { type: 'string' },
    json: { type: 'string', default: 'bench/results/mutants.json' },
  },
});

process.chdir(ROOT);
const list = folder => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file}`);
const kept = mkdtempSync(path.join(os.tmpdir(), 'takar-mutants-'));
process.on('exit', () => rmSync(kept, { recursive: true, force: true }));
const modules = new Modules({});
const files = list('src/domain')
  .filter(file => MUTATED.test(file))
  .sort();
const testFiles = list('tests')
  .filter(file => TESTED.test(file))
  .sort()
  .map(file => path.resolve(file))
  .filter(isUsable);
const all = files.flatMap(file => mutantsOf(file, readFileSync(file, 'utf8')));
const chosen = choose(all);
console.log(
  `${all.length} mutants in ${files.length} files, ${chosen.length} of them chosen; ${testFiles.length} test files`,
);

const tests = await baseline();
const failing = tests.filter(({ failure }) => failure !== null);
if (failing.length > 0) {
  for (const { file, name, failure } of failing)
    console.error(`fails without a mutant: ${path.relative(ROOT, file)}: ${name}\n  ${failure}`);
  process.exit(1);
}
console.log(`${tests.length} tests of ${tests.reduce((sum, { ms }) => sum + ms, 0).toFixed(0)} ms`);
const results = await judgeAll(chosen.map(mutant => ({ mutant, tests: testsOf(mutant) })));
report(results);

/** Pure, reaches one of the files, and needs nothing of vitest but the usual words. */
function isUsable(testFile) {
  const needs = modules.needs(testFile);
  if (needs === null || /Snapshot\(/.test(modules.text(testFile))) return false;
  return files.some(file => needs.has(path.resolve(file)));
}

/** All of a narrowed set of files, else a sample: whatever the order of files, the same seed takes the same ones. */
function choose(mutants) {
  const some = asked.files === undefined ? mutants : mutants.filter(({ file }) => file.includes(asked.files));
  const sample = Number(asked.sample ?? (asked.files === undefined ? 600 : some.length));
  const rank = ({ id }) => createHash('sha256').update(`${asked.seed} ${id}`).digest('hex');
  return some
    .map(mutant => ({ mutant, at: rank(mutant) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, sample)
    .map(({ mutant }) => mutant);
}

function startWorker(onMessage) {
  const child = fork(WORKER, [kept], { execArgv: ['--max-old-space-size=1500', '--stack-size=900'] });
  child.on('message', message => onMessage(message, child));
  return child;
}

function baseline() {
  const absolute = files.map(file => path.resolve(file));
  return new Promise((resolve, reject) => {
    const child = startWorker(message => {
      if (message.kind === 'ready') child.send({ kind: 'baseline', testFiles, files: absolute });
      else {
        child.removeAllListeners();
        child.kill();
        resolve(message.tests);
      }
    });
    child.once(
      'exit',
      code => code !== null && code !== 0 && reject(new Error(`the tests' process ended with ${code}`)),
    );
  });
}

/** The tests that run a mutant's statement; what runs while a file is loaded is all of that file's tests' business. */
function testsOf({ file, at }) {
  const key = `${path.resolve(file)}:${at}`;
  const found = tests.flatMap(({ file: testFile, name, ms, hits, atStart }) => {
    const isDirect = hits.includes(key);
    return isDirect || at < 0 || atStart.includes(key) ? [{ file: testFile, name, ms, isDirect }] : [];
  });
  found.sort((a, b) => Number(b.isDirect) - Number(a.isDirect) || a.ms - b.ms);
  // Where tests run the statement themselves, loading the others' files is enough: one test of each.
  const seen = new Set();
  const isFirst = each => !seen.has(each.file) && seen.add(each.file);
  return found.some(each => each.isDirect) ? found.filter(each => isFirst(each) || each.isDirect) : found;
}

/** Several processes; one that hangs or dies is replaced, and its mutant counts as noticed. */
function judgeAll(queue) {
  const done = [];
  const total = queue.length;
  return new Promise(resolve => {
    let running = 0;
    const next = child => {
      const job = queue.shift();
      if (!job) {
        child.removeAllListeners();
        child.kill();
        running -= 1;
        if (running === 0) resolve(done);
        return;
      }
      const finish = (outcome, worker) => {
        done.push({ ...job.mutant, tests: job.tests.length, ...outcome });
        if (outcome.result !== 'killed') console.log(`${outcome.result}  ${job.mutant.id}`);
        if (done.length % 50 === 0) console.log(`${done.length} of ${total}`);
        next(worker);
      };
      if (job.tests.length === 0) return finish({ result: 'no test', by: null }, child);
      child.removeAllListeners();
      child.on('message', ({ result, by }) => finish({ result, by }, child));
      child.once('exit', (_code, signal) => {
        const result = signal === 'SIGKILL' ? 'timeout' : 'crash';
        start(fresh => finish({ result, by: null }, fresh));
      });
      child.send({ kind: 'judge', mutant: { ...job.mutant, file: path.resolve(job.mutant.file) }, tests: job.tests });
    };
    const start = then => {
      const child = startWorker(message => message.kind === 'ready' && then(child));
    };
    for (let each = 0; each < Number(asked.workers); each += 1) {
      running += 1;
      start(next);
    }
  });
}

/** Rows of docs/mutants.md: `file`, the line, the change, why it changes nothing. */
function explanations() {
  if (!existsSync(EXPLAINED)) return new Set();
  const cells = line => line.split('|').map(cell => cell.trim().replace(/^`+ ?| ?`+$/g, ''));
  const rows = readFileSync(EXPLAINED, 'utf8')
    .split('\n')
    .filter(line => line.startsWith('| `'));
  return new Set(
    rows.map(line => cells(line.replaceAll('\\|', '\u0001')).slice(1, 4).join('\n').replaceAll('\u0001', '|')),
  );
}

function report(found) {
  const explained = explanations();
  const isSurvivor = ({ result }) => result === 'survived' || result === 'no test';
  const isExplained = ({ file, code, from, to }) =>
    explained.has([file.replace('src/domain/', ''), code, `${from} → ${to}`].join('\n'));
  const rows = files.flatMap(file => {
    const own = found.filter(each => each.file === file);
    if (own.length === 0) return [];
    const survivors = own.filter(isSurvivor);
    const known = survivors.filter(isExplained).length;
    return [{ file, mutants: own.length, killed: own.length - survivors.length, explained: known }];
  });
  const sum = key => rows.reduce((all, row) => all + row[key], 0);
  const [mutants, killed, known] = [sum('mutants'), sum('killed'), sum('explained')];
  const share = (a, b) => (b === 0 ? '–' : ((100 * a) / b).toFixed(1));
  const order = [...found].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  const survivors = order.filter(isSurvivor);
  for (const { id, code, result, ...more } of survivors)
    console.log(`${result}${isExplained({ code, ...more }) ? ', explained' : ''}  ${id}\n      ${code}`);
  console.log('\nmutants  killed  explained   share  file');
  for (const row of [...rows, { file: 'all', mutants, killed, explained: known }]) {
    const cells = [String(row.mutants).padStart(7), String(row.killed).padStart(6), String(row.explained).padStart(9)];
    console.log([...cells, `${share(row.killed, row.mutants).padStart(5)} %`, row.file].join('  '));
  }
  console.log(`${share(killed, mutants - known)} % of those that can be killed`);
  const json = {
    seed: asked.seed,
    of: all.length,
    mutants,
    killed,
    explained: known,
    timeouts: found.filter(({ result }) => result === 'timeout').length,
    files: rows,
    survivors: survivors.map(each => ({
      id: each.id,
      code: each.code,
      result: each.result,
      explained: isExplained(each),
    })),
  };
  mkdirSync(path.dirname(asked.json), { recursive: true });
  writeFileSync(asked.json, `${JSON.stringify(json, null, 2)}\n`);
  if (asked.goal !== undefined && killed * 100 < Number(asked.goal) * mutants) process.exitCode = 1;
}
