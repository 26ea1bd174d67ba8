import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 2000;
/** Waking up now and then costs a few milliseconds. */
const CALM_MS = 100;
const LONGEST_MS = 180_000;

/**
 * Waits until a server that has just started does nothing by itself any more: what it checks in the background at its
 * start (the invariants over the whole database) would be counted with the first workload.
 *
 * @param cpu CPU milliseconds so far of server and PostgreSQL
 */
export async function untilCalm(cpu: () => number): Promise<void> {
  for (let waited = 0; waited < LONGEST_MS; waited += LOOK_MS) {
    const before = cpu();
    await sleep(LOOK_MS);
    if (cpu() - before < CALM_MS) return;
  }
  console.error('the product is still busy with itself: the first rounds may count that');
}
