#!/usr/bin/env node
'use strict';
// The command line: npx takar …
const { runProgram } = require('./program.cjs');

runProgram('src/cli/main.ts');
