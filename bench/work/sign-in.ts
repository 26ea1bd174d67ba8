import bcrypt from 'bcrypt';
import { expectStatus, HOME, signIn } from '../acts.ts';
import { inFlight } from '../crowd.ts';
import { median, rounded, spreadOf } from '../measure.ts';
import { passwordOf } from '../people.ts';
import { HASH_COST } from '../seed/template.ts';
import { AT_ONCE, used } from '../turns.ts';
import { Visitor } from '../visitor.ts';
import type { Work } from './work.ts';

const SIGN_INS = 30;
const CHECKS = 20;
/**
 * Rounds that only warm up. A round is thirty sign-ins, spread over the connections of the pool: the first of each connection
 * plans its statements, and code is compiled while it is called a hundred times. A server at the deadline has run for weeks.
 */
const WARM_UP = 4;

/** CPU milliseconds of one password check in this process. */
export async function hashCpu(password: string): Promise<number> {
  const stored = await bcrypt.hash(password, HASH_COST);
  const before = process.cpuUsage();
  for (let i = 0; i < CHECKS; i += 1) await bcrypt.compare(password, stored);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / CHECKS;
}

/** The sign-in page, the sign-in and the dashboard, against the password check alone. */
export const signInWork: Work = async ({ settings, site: open }) => {
  const site = await open();
  const people = site.people.staff.slice(0, SIGN_INS);
  const [product, floor, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < WARM_UP + settings.rounds; round += 1) {
    const hash = await hashCpu(passwordOf(people[0]!));
    const { server, database } = await used(site.product, site.databaseCpu, async () => {
      await inFlight(people, AT_ONCE, async person => {
        const visitor = new Visitor(site.product.origin);
        await expectStatus(visitor.get('/masuk'), 200);
        await signIn(visitor, person);
        await expectStatus(visitor.get(HOME), 200);
        visitor.close();
      });
      return SIGN_INS;
    });
    if (round < WARM_UP) continue;
    const cpu = (server + database) / SIGN_INS;
    product.push(cpu);
    floor.push(hash);
    ratios.push(cpu / hash);
  }
  const row = {
    id: 'sign-in',
    workload: 'form, POST, dashboard; floor: the password check alone',
    unit: 'CPU ms per sign-in',
    floor: median(floor),
    product: median(product),
    ratio: median(ratios),
    spread: spreadOf(ratios),
    each: rounded(ratios),
    target: { atMost: 1.2 },
    note: `bcrypt ${String(HASH_COST)}; beside the hash ${(median(product) - median(floor)).toFixed(1)} ms; ${String(AT_ONCE)} at once`,
  };
  return [row];
};
