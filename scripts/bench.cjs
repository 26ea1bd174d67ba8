'use strict';
// npm run bench: ratios to a floor server, measured in one run (bench/README.md).
const { runProgram } = require('./program.cjs');

runProgram('bench/run.ts');
