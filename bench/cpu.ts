import { readFileSync, readdirSync } from 'node:fs';

/** What a process has used, with its children that have ended; undefined when it is gone. */
interface Process {
  /** Milliseconds of CPU. */
  readonly own: number;
  readonly parent: number;
}

const MS_PER_TICK = 10;
const NS_PER_MS = 1e6;

function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, user, system] = [fields[1]!, fields[11]!, fields[12]!];
    const [childUser, childSystem] = [fields[13]!, fields[14]!];
    // threads that have ended stand in the ticks alone
    const own = Math.max(threadsOf(pid), (user + system) * MS_PER_TICK);
    return { own: own + (childUser + childSystem) * MS_PER_TICK, parent };
  } catch {
    return undefined;
  }
}

/**
 * What the scheduler counted of each thread, in nanoseconds. Ticks, as /proc/…/stat tells them, are too coarse for the
 * small turns of a floor: PostgreSQL takes three of them for a hundred entries.
 */
function threadsOf(pid: number): number {
  let ns = 0;
  for (const thread of readdirSync(`/proc/${String(pid)}/task`))
    ns += Number(readFileSync(`/proc/${String(pid)}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  return ns / NS_PER_MS;
}

/** Milliseconds of CPU a process and everything below it have used so far. Linux only: read from /proc. */
export function cpuOfTree(root: number): number {
  const processes = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number);
  const known = new Map(processes.map(pid => [pid, processOf(pid)]));
  const below = (pid: number): boolean => {
    for (let at: number | undefined = pid, steps = 0; at !== undefined && at > 1 && steps < 20; steps += 1) {
      if (at === root) return true;
      at = known.get(at)?.parent;
    }
    return false;
  };
  let used = 0;
  for (const [pid, entry] of known) if (entry && below(pid)) used += entry.own;
  return used;
}
