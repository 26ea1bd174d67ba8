import { afterAll } from 'vitest';

/**
 * What a test file leaves open, undone after it. Vitest reads this file before every test file (setupFiles): a worker
 * loads the code that opens things only once, and a hook in there would be a hook of its first test file alone.
 */
const leftovers = ((globalThis as { takarLeftovers?: Set<() => Promise<void>> }).takarLeftovers ??= new Set());

/**
 * Notes what is to be done after the test file that is running, whatever came last first.
 * @returns takes the note back, for who has done it before
 */
export function afterFile(undo: () => Promise<void>): () => void {
  leftovers.add(undo);
  return () => leftovers.delete(undo);
}

afterAll(async () => {
  for (const undo of [...leftovers].reverse()) {
    leftovers.delete(undo);
    await undo();
  }
});
