import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks of a process and of its children that have ended; undefined when it is gone. */
function ticksOf(pid: number): { own: number; parent: number; command: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, user, system, childUser, childSystem] = [
      fields[1]!,
      fields[11]!,
      fields[12]!,
      fields[13]!,
      fields[14]!,
    ];
    return { own: user + system + childUser + childSystem, parent, command };
  } catch {
    return undefined;
  }
}

const MS_PER_TICK = 10;

/** Milliseconds of CPU a process and everything below it have used so far. Linux only: read from /proc. */
export function cpuOfTree(root: number): number {
  const processes = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number);
  const known = new Map(processes.map(pid => [pid, ticksOf(pid)]));
  const below = (pid: number): boolean => {
    for (let at: number | undefined = pid, steps = 0; at !== undefined && at > 1 && steps < 20; steps += 1) {
      if (at === root) return true;
      at = known.get(at)?.parent;
    }
    return false;
  };
  let ticks = 0;
  for (const [pid, entry] of known) if (entry && below(pid)) ticks += entry.own;
  return ticks * MS_PER_TICK;
}
