/** What a test file leaves open, undone after it. Workers keep their code from file to file, so this is empty between files. */
const leftovers = new Set<() => Promise<void>>();

/**
 * Notes what is to be done after the test file that is running, whatever came last first.
 * @returns takes the note back, for who has done it before
 */
export function afterFile(undo: () => Promise<void>): () => void {
  leftovers.add(undo);
  return () => leftovers.delete(undo);
}

/** Does what was noted. */
export async function undoLeftovers(): Promise<void> {
  for (const undo of [...leftovers].reverse()) {
    leftovers.delete(undo);
    await undo();
  }
}
