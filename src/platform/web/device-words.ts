const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iPhone atau iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux|X11|CrOS/, 'Linux'],
];
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/SamsungBrowser/, 'Samsung Internet'],
  [/OPR\/|Opera/, 'Opera'],
  [/Edg/, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** A browser in words that its owner recognises: 'Chrome di Android'. Nothing finer is kept. */
export function deviceWords(userAgent: string | undefined): string {
  const find = (list: typeof SYSTEMS): string | undefined => list.find(([mark]) => mark.test(userAgent ?? ''))?.[1];
  const browser = find(BROWSERS) ?? 'Peramban lain';
  const system = find(SYSTEMS);
  return system ? `${browser} di ${system}` : browser;
}
