import { readFileSync } from 'node:fs';
import type { VerbLevel } from '../families.ts';
import { KNOWN_FAMILIES } from '../families.ts';

/** An item that the product ships: a norm to begin with, which the regency then makes its own. */
export interface StarterItem {
  readonly code: string;
  readonly grouping: string;
  readonly name: string;
  readonly unit: string;
  readonly points: number;
  readonly minutes: number;
  readonly maxPerDay: number;
  readonly verbLevel: VerbLevel;
  /** Empty for the open-ended item, which is everybody's last resort and nobody's usual work. */
  readonly families: readonly string[];
  /** Volume expected of one person of these families on a working day, and in a month; null where nothing is typical. */
  readonly daily: number | null;
  readonly monthly: number | null;
  readonly description: string;
  readonly openEnded: boolean;
}

const FILE = new URL('katalog-awal.csv', import.meta.url);
const COLUMNS = 12;
/** The one item for work that no other covers. */
const OPEN_ENDED = 'LAIN-01';

/** The shipped catalogue, in the order of its file: groups, and items within them. */
export const STARTER: readonly StarterItem[] = readFileSync(FILE, 'utf8').trim().split('\n').slice(1).map(itemFrom);

function itemFrom(line: string): StarterItem {
  const cells = line.split(';');
  if (cells.length !== COLUMNS) throw new Error(`the starter catalogue has a line that is not complete: ${line}`);
  const [code, grouping, name, unit, points, minutes, maxPerDay, level, families, daily, monthly, description] = cells;
  return {
    code: code!,
    grouping: grouping!,
    name: name!,
    unit: unit!,
    points: Number(points),
    minutes: Number(minutes),
    maxPerDay: Number(maxPerDay),
    verbLevel: Number(level) as VerbLevel,
    families: families === '*' ? KNOWN_FAMILIES : families!.split(',').filter(Boolean),
    daily: daily === '' ? null : Number(daily),
    monthly: monthly === '' ? null : Number(monthly),
    description: description!,
    openEnded: code === OPEN_ENDED,
  };
}
