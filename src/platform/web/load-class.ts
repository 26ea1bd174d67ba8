import type { Route } from './route.ts';

/**
 * What a request means to people when not all can be answered, in the order in which it is given up: reports and lists of
 * whole units; newcomers at the door (whoever is inside finishes first); pages of those inside; and last what somebody
 * has typed and sends.
 */
export const LOADS = ['laporan', 'pintu', 'halaman', 'kiriman'] as const;
export type Load = (typeof LOADS)[number];

/** The class of a request: its method, its path without the query, and whether it brings a session. */
export type ClassOf = (method: string, path: string, hasSession: boolean) => Load;

/** Files that are made anew for each request, and lists over whole units. */
const REPORTS = /\.(?:pdf|xlsx|csv)$|\/(?:ekspor|unduh)(?:\/|$)|^\/(?:unit|opd|laporan\/rekap)(?:\/|$)/;
/** Pages of offices (having(…)) look over many people. */
const OFFICE = 'having(';
const SIGN_OUT = '/keluar';

/** The class that a route names for itself, or the one that follows from what it is. */
export function loadOf(route: Route): Load {
  if (route.load) return route.load;
  if (route.path === SIGN_OUT) return 'kiriman';
  if (!route.access.session) return 'pintu';
  if (route.method === 'post') return 'kiriman';
  return REPORTS.test(route.path) || route.access.name.startsWith(OFFICE) ? 'laporan' : 'halaman';
}

const usual = (method: string): Load => (method === 'POST' ? 'kiriman' : 'halaman');

/** Looks up the class of a request in the table of routes, before any of them is asked. */
export function classesOf(routes: readonly Route[]): ClassOf {
  const fixed = new Map<string, Load>();
  const patterns = new Map<string, { readonly pattern: RegExp; readonly load: Load }[]>();
  for (const route of routes) {
    const method = route.method.toUpperCase();
    const load = loadOf(route);
    if (!route.path.includes(':')) fixed.set(`${method} ${route.path}`, load);
    else if (load !== usual(method)) {
      const key = shapeOf(method, route.path);
      patterns.set(key, [...(patterns.get(key) ?? []), { pattern: patternOf(route.path), load }]);
    }
  }
  return (method, path, hasSession) => {
    const asked = method === 'HEAD' ? 'GET' : method;
    const found =
      fixed.get(`${asked} ${path}`) ??
      patterns.get(shapeOf(asked, path))?.find(({ pattern }) => pattern.test(path))?.load ??
      usual(asked);
    return hasSession || found === 'laporan' ? found : 'pintu';
  };
}

/** Routes with the same method, first word and number of words are looked through one by one. */
function shapeOf(method: string, path: string): string {
  const words = path.split('/');
  return `${method} ${words[1] ?? ''} ${String(words.length)}`;
}

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split('/')
      .map(word => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+'))
      .join('/')}$`,
  );
