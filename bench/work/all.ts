import { capacity } from './capacity.ts';
import { depth } from './depth.ts';
import { history } from './history.ts';
import { overload } from './overload.ts';
import { page } from './page.ts';
import { signInWork } from './sign-in.ts';
import { statements } from './statements.ts';
import { visitWork } from './visit.ts';
import { weight } from './weight.ts';
import type { Work } from './work.ts';
import { write } from './write.ts';

/** Every workload by its id, in the order of the table. */
const WORKS: readonly (readonly [string, Work])[] = [
  ['page', page],
  ['write', write],
  ['sign-in', signInWork],
  ['visit', visitWork],
  ['history', history],
  ['depth', depth],
  ['capacity', capacity],
  ['overload', overload],
  ['statements', statements],
  ['weight', weight],
];

/** @throws Error that names the ids there are */
export function chosenWorks(ids: readonly string[]): readonly (readonly [string, Work])[] {
  const unknown = ids.find(id => !WORKS.some(([name]) => name === id));
  if (unknown !== undefined)
    throw new Error(`there is no ${unknown}: choose among ${WORKS.map(([id]) => id).join(', ')}`);
  return ids.length === 0 ? WORKS : WORKS.filter(([id]) => ids.includes(id));
}
