// npm run check: everything a change has to pass. --without-tests leaves the tests to the caller.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const node = process.execPath;
const bin = name => `node_modules/.bin/${name}`;

const steps = [
  ['Prisma client', node, ['scripts/ensure-client.mjs']],
  ['Format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['Types', bin('tsc'), ['--noEmit']],
  ['Lint, no warnings', bin('eslint'), ['.', '--max-warnings', '0']],
  ['Layering', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src']],
  ['Drift between schema.prisma and migrations', node, ['scripts/drift.mjs']],
  ['Regulations and their cases', node, ['scripts/policies.mjs']],
  ['Licences and reasons of dependencies', node, ['scripts/licences.mjs']],
  ['Advisories', node, ['scripts/advisories.mjs']],
  ...(process.argv.includes('--without-tests') ? [] : [['Tests', node, ['scripts/test.cjs']]]),
];

let failed = 0;
for (const [title, command, args] of steps) {
  const started = process.hrtime.bigint();
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000_000n);
  if (error) console.error(error.message);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${title} (${seconds} s)`);
  if (status !== 0) failed += 1;
}
if (failed > 0) {
  console.error(`${failed} of ${steps.length} checks failed`);
  process.exit(1);
}
