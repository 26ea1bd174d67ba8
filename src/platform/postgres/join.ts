import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Launch, launch } from './launch.ts';
import { type Lease, askForLease } from './lease.ts';
import type { EmbeddedOptions } from './options.ts';
import type { Place } from './place.ts';
import { isAlive, occupationOf, pidFile, readPostmaster } from './postmaster.ts';

const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 20;
const SETTLE_MS = 100;
const EMPTY_PID_FILE_MS = 10_000;

/** Endings of a start that mean "look again": another was faster, children of a killed server linger, port taken. */
const HARMLESS_ENDING = /lock file "postmaster.pid"|shared memory block|could not (?:bind|create any TCP)/;

/**
 * Take part in the running server of a cluster, or start it. Two processes that begin at once are sorted out by
 * PostgreSQL's own lock file: the slower one's server exits, and it takes part in the faster one's.
 *
 * @throws OperatorError what `askForLease` finds final; Error with the server's own last words where it does not start
 */
export async function joinServer(place: Place, native: string, options: EmbeddedOptions): Promise<Lease> {
  let attempt: Launch | undefined;
  let lastTrouble = '';
  let deadline = Date.now() + PATIENCE_MS;

  while (Date.now() < deadline) {
    const server = readPostmaster(place.dir);
    if (server && occupationOf(server.pid, place.dir) === 'ours') {
      const answer = await askForLease(place, server, options.server ?? false);
      if ('lease' in answer) return answer.lease;
      lastTrouble = answer.refusal.message;
      if (answer.recovering) deadline = Date.now() + PATIENCE_MS; // after a crash this may take its time
    } else if (attempt === undefined) {
      removeStalePidFile(place.dir);
      attempt = await launch(place, native, options);
    } else {
      const failure = attempt.failure();
      if (failure) throw failure;
      if (attempt.hasEnded()) {
        lastTrouble = explainEnding(attempt);
        attempt = undefined;
        await sleep(SETTLE_MS);
      }
    }
    await sleep(LOOK_AGAIN_MS);
  }
  throw new Error(`PostgreSQL in ${place.dir} does not answer: ${lastTrouble}`);
}

function explainEnding(attempt: Launch): string {
  const words = attempt.said();
  if (HARMLESS_ENDING.test(words)) return words;
  throw new Error(`postgres exited ${attempt.ending()}: ${words}`);
}

/**
 * PostgreSQL clears away the pid file of a dead server by itself. Two cases it cannot know: the number now belongs to
 * another program, and a power cut left the file empty.
 */
function removeStalePidFile(dir: string): void {
  const file = pidFile(dir);
  const server = readPostmaster(dir);
  if (server) {
    if (occupationOf(server.pid, dir) === 'other' && isAlive(server.pid)) fs.rmSync(file, { force: true });
    return;
  }
  const written = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (written !== undefined && Date.now() - written > EMPTY_PID_FILE_MS) fs.rmSync(file, { force: true });
}
