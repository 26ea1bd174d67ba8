'use strict';
// What `npm test` runs: the whole suite, or what its words say.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

main().then(
  code => (process.exitCode = code),
  error => {
    console.error(error);
    process.exitCode = 1;
  },
);

async function main() {
  const { ensureClient } = await import(pathToFileURL(path.join(__dirname, 'ensure-client.mjs')).href);
  await ensureClient();
  const vitest = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
    cwd: path.join(__dirname, '..'),
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}
