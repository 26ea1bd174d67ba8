import { compare, divide, type Ratio } from '../ratio.ts';

/** What is expected of one person, in units of volume, and what there is of it. */
export interface Expected {
  /** On a working day; null where nothing is expected of a single day. */
  readonly daily: Ratio | null;
  /** In a month. */
  readonly monthly: Ratio | null;
  readonly onDay: Ratio;
  readonly inMonth: Ratio;
}

/** What is most behind: of a day before of a month, since a month may still be made up. */
export interface Behind<Item extends Expected> {
  readonly item: Item;
  readonly per: 'hari' | 'bulan';
  readonly expected: Ratio;
  readonly done: Ratio;
}

/** The expectation of which the smallest part is reached; the first of equals, undefined where all are reached. */
export function mostBehind<Item extends Expected>(items: readonly Item[]): Behind<Item> | undefined {
  const ofDay = items.flatMap(item => behind(item, 'hari', item.daily, item.onDay));
  const ofMonth = items.flatMap(item => behind(item, 'bulan', item.monthly, item.inMonth));
  const open = ofDay.length > 0 ? ofDay : ofMonth;
  return open.reduce<Behind<Item> | undefined>(
    (least, each) => (least === undefined || compare(reached(each), reached(least)) < 0 ? each : least),
    undefined,
  );
}

const behind = <Item extends Expected>(
  item: Item,
  per: Behind<Item>['per'],
  expected: Ratio | null,
  done: Ratio,
): Behind<Item>[] => (expected !== null && compare(done, expected) < 0 ? [{ item, per, expected, done }] : []);

const reached = ({ done, expected }: Behind<Expected>): Ratio => divide(done, expected);
