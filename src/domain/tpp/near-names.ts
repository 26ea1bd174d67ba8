/** Names that somebody who wrote this one may have meant, as the end of a sentence; empty where there is none. */
export function nearWords(name: string, all: readonly string[]): string {
  const close = all.filter(other => isNear(name.toLowerCase(), other.toLowerCase())).slice(0, 3);
  return close.length > 0 ? `; maksudnya ${close.join(' atau ')}?` : '';
}

function isNear(a: string, b: string): boolean {
  if (a === b || (a.length > 2 && b.startsWith(a)) || (b.length > 2 && a.startsWith(b))) return true;
  if (a.length === b.length) return [...a].filter((letter, index) => letter !== b[index]).length <= 2 && a.length > 3;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  const at = [...short].findIndex((letter, index) => letter !== long[index]);
  return at === -1 || short.slice(at) === long.slice(at + 1);
}

/** Whether a name is another one mistyped: nearer than names of different things are. A longer name is not its beginning. */
export function isMistyped(name: string, meant: string): boolean {
  if (name === meant || meant.length < 3 || name.startsWith(`${meant}_`) || meant.startsWith(`${name}_`)) return false;
  return strokesBetween(name, meant) <= (meant.length < 6 ? 1 : 2) || isShortened(name, meant);
}

/** Words that say of a name no more than that it is counted. */
const COUNTING: readonly string[] = ['jumlah', 'total', 'banyak', 'banyaknya'];
const LEAST_BEGINNING = 3;
/** Letters that two words share at their beginning when one is taken for the other. */
const SHARED_BEGINNING = 4;

/**
 * Whether a name stands for another in other words: the beginning of its first word (`gol`), the same counted (`jumlah_hari_kerja`), or one
 * word of several that begins alike (`entri_terlambat` for `entri_terlewat`).
 */
export function isReworded(name: string, meant: string): boolean {
  if (name.length >= LEAST_BEGINNING && meant.startsWith(name) && /[a-z]/.test(meant.charAt(name.length))) return true;
  if (COUNTING.some(word => name === `${word}_${meant}`)) return true;
  const [words, known] = [name.split('_'), meant.split('_')];
  if (words.length < 2 || words.length !== known.length) return false;
  const differing = words.flatMap((word, index) =>
    word === known[index] ? [] : [[word, known[index] ?? ''] as const],
  );
  const [first, second] = differing;
  return first !== undefined && second === undefined && beginAlike(...first);
}

function beginAlike(word: string, other: string): boolean {
  return word.length > SHARED_BEGINNING && word.slice(0, SHARED_BEGINNING) === other.slice(0, SHARED_BEGINNING);
}

/** Words of which some are shortened by letters left out inside: `menit_telat` for `menit_terlambat`. */
function isShortened(name: string, meant: string): boolean {
  const [words, full] = [name.split('_'), meant.split('_')];
  if (words.length < 2 || words.length !== full.length) return false;
  return words.every((word, index) => isAbbreviation(word, full[index] ?? ''));
}

function isAbbreviation(word: string, full: string): boolean {
  if (word === full) return true;
  if (word.length < 4 || !full.startsWith(word.slice(0, 1)) || !full.endsWith(word.slice(-1))) return false;
  let at = 0;
  for (const letter of full) if (letter === word[at]) at += 1;
  return at === word.length;
}

/** Letters to add, leave out, change or swap with the next to come from one name to the other. */
function strokesBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const [mine, other] = [a[row - 1], b[column - 1]];
      const ways = [last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (mine === other ? 0 : 1)];
      const swapped = mine === b[column - 2] && a[row - 2] === other;
      next.push(Math.min(...ways, ...(swapped ? [before[column - 2]! + 1] : [])));
    }
    [before, last] = [last, next];
  }
  return last[b.length]!;
}
