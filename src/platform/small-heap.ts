import { setFlagsFromString } from 'node:v8';

/** The heap may double between two collections. By itself V8 lets it grow up to fourfold on a machine with memory to spare. */
const GROWTH_PERCENT = 100;

/**
 * Has the garbage of long work collected in time, so that what a command or a job holds says what it needs: on a machine of 23 GB
 * V8 let a process grow to twice its size before it looked. When it collects is all that changes; how large the heap may become
 * stays the machine's matter (docs/adr/0050-garbage-of-long-work.md). Not for processes that answer requests.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${String(GROWTH_PERCENT)}`);
}
