import { capacity } from './capacity.ts';
import { depth } from './depth.ts';
import { history } from './history.ts';
import { overload } from './overload.ts';
import { page } from './page.ts';
import { pages } from './pages.ts';
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

/** Looks over everybody at once: asked for by name, with many people. */
const ON_REQUEST: typeof WORKS = [['pages', pages]];

/** @throws Error that names the ids there are */
export function chosenWorks(ids: readonly string[]): readonly (readonly [string, Work])[] {
  const all = [...WORKS, ...ON_REQUEST];
  const unknown = ids.find(id => !all.some(([name]) => name === id));
  if (unknown !== undefined)
    throw new Error(`there is no ${unknown}: choose among ${all.map(([id]) => id).join(', ')}`);
  return ids.length === 0 ? WORKS : all.filter(([id]) => ids.includes(id));
}
