import { expectStatus } from '../acts.ts';
import type { Row } from '../measure.ts';
import { PAGES } from '../office-pages.ts';
import { Visitor, type Answer } from '../visitor.ts';
import type { Work } from './work.ts';

/** What browsers offer over https. */
const ENCODINGS = 'gzip, deflate, br';
const FIRST_VIEW = 60_000;
const AFTERWARDS = 15_000;
const ASSET = /(?:src|href)="(\/a\/[^"]+)"|url\("?([^")]+)"?\)|(?:from|import)\s*["']([^"']+)["']/g;

interface Account extends Record<string, unknown> {
  readonly key: string;
  readonly login: string;
  readonly password: string;
}

/** Bytes of an answer with its head. */
const bytesOf = ({ wire, headers }: Answer): number =>
  wire +
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + [value].flat().join().length + 4, 17);

/** Everything that a browser with an empty cache fetches for a page: styles, scripts and what those import, pictures. */
async function assetsOf(visitor: Visitor, page: Answer, known: Map<string, Promise<Answer>>): Promise<number> {
  const seen = new Set<string>();
  const visit = async (text: string, base: string): Promise<number> => {
    let bytes = 0;
    for (const [, attribute, style, script] of text.matchAll(ASSET)) {
      const address = attribute ?? style ?? script;
      if (address === undefined || address.startsWith('data:')) continue;
      const path = new URL(address, `http://bench${base}`).pathname;
      if (seen.has(path)) continue;
      seen.add(path);
      const fetched = known.get(path) ?? expectStatus(visitor.get(path), 200);
      known.set(path, fetched);
      const asset = await fetched;
      bytes += bytesOf(asset) + (/\.(?:css|js)$/.test(path) ? await visit(asset.body, path) : 0);
    }
    return bytes;
  };
  return visit(page.body, '/');
}

/** Bytes on the wire of the pages of the demo's cast: the heaviest with an empty cache, and once the assets are there. */
export const weight: Work = async ({ site: open }) => {
  const { product } = await open();
  const { rows: accounts } = await product.sql.query<Account>(
    'SELECT d.key, a.login, d.password FROM demo_account d JOIN account a ON a.id = d.account_id',
  );
  const assets = new Map<string, Promise<Answer>>();
  const seen: { readonly name: string; readonly page: number; readonly first: number }[] = [];
  const look = async (name: string, visitor: Visitor, path: string): Promise<void> => {
    const answer = await expectStatus(visitor.get(path), 200);
    seen.push({ name, page: bytesOf(answer), first: bytesOf(answer) + (await assetsOf(visitor, answer, assets)) });
  };
  const stranger = new Visitor(product.origin, ENCODINGS);
  await look('/masuk', stranger, '/masuk');
  for (const key of new Set(PAGES.map(([each]) => each))) {
    const account = accounts.find(each => each.key === key)!;
    const visitor = new Visitor(product.origin, ENCODINGS);
    await expectStatus(visitor.post('/masuk', { nip: account.login, kata_sandi: account.password }), 303);
    for (const [, path] of PAGES.filter(([each]) => each === key)) await look(`${path} as ${key}`, visitor, path);
    visitor.close();
  }
  const line = (id: string, of: 'page' | 'first', most: number, what: string): Row => {
    const heaviest = seen.reduce((a, b) => (b[of] > a[of] ? b : a));
    const over = seen.filter(each => each[of] > most);
    return {
      id: `weight.${id}`,
      workload: `${what}, the heaviest of ${String(seen.length)} pages: ${heaviest.name}`,
      unit: 'kB on the wire',
      floor: null,
      product: heaviest[of] / 1000,
      ratio: null,
      target: { atMost: most / 1000 },
      ...(over.length > 0 ? { note: `over: ${over.map(({ name }) => name).join(', ')}` } : {}),
    };
  };
  return [
    line('first', 'first', FIRST_VIEW, 'first view with all assets'),
    line('after', 'page', AFTERWARDS, 'a page once the assets are there'),
  ];
};
