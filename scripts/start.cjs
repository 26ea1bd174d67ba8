'use strict';
// What `npm start` runs: one process, so that a SIGTERM sent to npm reaches the server itself.
const { runProgram } = require('./program.cjs');

runProgram('src/server.ts');
