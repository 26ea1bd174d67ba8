import { expectStatus, monthPath, signIn } from '../acts.ts';
import { median, type Row } from '../measure.ts';
import { PAGES } from '../office-pages.ts';
import type { Side } from '../site.ts';
import { used } from '../turns.ts';
import { Visitor } from '../visitor.ts';
import type { Work } from './work.ts';

const TIMES = 10;

interface Account extends Record<string, unknown> {
  readonly key: string;
  readonly login: string;
  readonly password: string;
}

/**
 * The pages that many open, or that look over the whole regency, each against the floor's page of one's own month. No
 * targets: a ratio that grows from one version to the next, or a page far above its neighbours, is the finding.
 */
export const pages: Work = async ({ settings, site: open }) => {
  const site = await open();
  const { rows: accounts } = await site.product.sql.query<Account>(
    'SELECT d.key, a.login, d.password FROM demo_account d JOIN account a ON a.id = d.account_id',
  );
  const visitors = new Map<string, Visitor>();
  for (const { key, login, password } of accounts.filter(each => PAGES.some(([name]) => name === each.key))) {
    const visitor = new Visitor(site.product.origin);
    await expectStatus(visitor.post('/masuk', { nip: login, kata_sandi: password }), 303);
    visitors.set(key, visitor);
  }
  const reader = new Visitor(site.floor.origin);
  await signIn(reader, site.people.staff[0]!);
  const cpuOf = async (side: Side, visitor: Visitor, path: string): Promise<number> => {
    const { server, database } = await used(side, site.databaseCpu, async () => {
      for (let i = 0; i < TIMES; i += 1) await expectStatus(visitor.get(path), 200);
      return TIMES;
    });
    return (server + database) / TIMES;
  };
  const floors: number[] = [];
  const costs = PAGES.map((): number[] => []);
  for (let round = 0; round <= settings.rounds; round += 1)
    for (const [i, [key, path]] of PAGES.entries()) {
      const cost = await cpuOf(site.product, visitors.get(key)!, path);
      const floor = await cpuOf(site.floor, reader, monthPath());
      if (round === 0) continue;
      floors.push(floor);
      costs[i]!.push(cost);
    }
  const floor = median(floors);
  return PAGES.map(([key, path], i): Row => {
    const product = median(costs[i]!);
    const row = { id: `pages.${key}.${path}`, workload: `${path} as ${key}`, unit: 'CPU ms per page', target: null };
    return { ...row, floor, product, ratio: product / floor };
  });
};
