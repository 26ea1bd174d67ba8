'use strict';
// The program of a hashing thread (hash-threads.ts). Plain JavaScript: a thread does not inherit the loader of TypeScript.
const os = require('node:os');
const { parentPort, workerData } = require('node:worker_threads');
const bcrypt = require('bcrypt');

// On Linux a thread has a priority of its own, and 0 means the thread that asks: pages go first. Elsewhere it would be
// the whole process that steps back.
if (process.platform === 'linux') os.setPriority(0, Math.min(19, os.getPriority(0) + workerData.nice));

parentPort.on('message', ({ id, password, hash, cost }) => {
  try {
    const value = hash === undefined ? bcrypt.hashSync(password, cost) : bcrypt.compareSync(password, hash);
    parentPort.postMessage({ id, value });
  } catch (error) {
    parentPort.postMessage({ id, failure: error.message });
  }
});
