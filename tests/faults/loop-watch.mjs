// Loaded into a process of the product before anything else (NODE_OPTIONS=--import …): writes to the file LOOP_WATCH_FILE, line by line, how
// many milliseconds of computing, at most, stood between two turns of its event loop. Computing, not time: another program's load
// on the machine does not count.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const LOOK_MS = 5;
const KEEP_EVERY = 20;
let longest = 0;
let turns = 0;
let before = process.cpuUsage();

if (isMainThread && process.send === undefined)
  setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
    turns += 1;
    if (turns % KEEP_EVERY !== 0) return;
    appendFileSync(process.env.LOOP_WATCH_FILE, `${String(Math.round(longest))}\n`);
    longest = 0;
  }, LOOK_MS).unref();
