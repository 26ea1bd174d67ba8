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
