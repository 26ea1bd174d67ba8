/**
 * A path inside this application, as it came with a request; undefined for anything that a browser would take
 * elsewhere (`//other.example`, `/\other.example`, a scheme, control characters).
 */
export function localPath(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 1000) return undefined;
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return undefined;
  const base = 'http://takar.invalid';
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  return url?.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : undefined;
}
