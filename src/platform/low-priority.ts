import os from 'node:os';

/** About a third of the weight of a process that answers requests; more, and a busy machine could keep a job from renewing its lease. */
const NICENESS = 5;

/**
 * Lets processes that somebody waits for go first: pages before jobs. Children that are started afterwards inherit it, so it is
 * called once PostgreSQL runs. What the database does for the job is not its to put back.
 */
export function giveWay(): void {
  try {
    if (os.getPriority() < NICENESS) os.setPriority(NICENESS);
  } catch {
    // a system that does not let a process step back: it works as before
  }
}
