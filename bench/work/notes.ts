import { median } from '../measure.ts';
import type { SplitRounds, Used } from '../turns.ts';

const shares = (rounds: readonly Used[]): string => {
  const [server, database] = [
    median(rounds.map(({ server }) => server)),
    median(rounds.map(({ database }) => database)),
  ];
  return `server ${server.toFixed(2)} + PostgreSQL ${database.toFixed(2)}`;
};

/** What server and PostgreSQL took apart. */
export const splitNote = ({ split }: SplitRounds): string =>
  `product ${shares(split.product)}, floor ${shares(split.floor)} ms`;
