'use strict';
// Runs one of the product's programs in this very process. CommonJS, because the size of the thread pool counts only
// until its first use, and the loader of ES modules uses it.
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const root = path.join(__dirname, '..');

/** Run a TypeScript program of the product, given by its path in the project; works from any folder. */
exports.runProgram = function runProgram(file) {
  process.env.UV_THREADPOOL_SIZE ??= '8'; // two password hashes at once must not hold up the reading of files
  process.noDeprecation = true; // what the database driver has to say about its next version is not for operators
  load(file).catch(error => {
    console.error(error);
    process.exit(1);
  });
};

async function load(file) {
  const { ensureClient } = await import(pathToFileURL(path.join(__dirname, 'ensure-client.mjs')).href);
  await ensureClient();
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(path.join(root, file)).href);
}
