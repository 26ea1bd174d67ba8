// Loaded into a process of the product before anything else (NODE_OPTIONS=--import …): its clock is the machine's plus what
// the file CLOCK_JUMP_FILE says, in milliseconds, looked at again and again. Timers run on, as they do when a clock is set.
import { readFileSync } from 'node:fs';

const LOOK_MS = 20;
const Real = Date;
let jump = 0;

const look = () => {
  try {
    jump = Number(readFileSync(process.env.CLOCK_JUMP_FILE, 'utf8')) || 0;
  } catch {
    jump = 0;
  }
};
look();
setInterval(look, LOOK_MS).unref();

globalThis.Date = class extends Real {
  constructor(...words) {
    if (words.length === 0) super(Real.now() + jump);
    else super(...words);
  }
  static now() {
    return Real.now() + jump;
  }
};
