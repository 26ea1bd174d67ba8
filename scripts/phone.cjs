'use strict';
// npm run bench:phone: seconds on a slow phone and line (bench/README.md).
const { runProgram } = require('./program.cjs');

runProgram('bench/slow-phone.ts');
