import { parseArgs } from 'node:util';

/** What one run of the benchmarks was asked for. */
export interface Settings {
  /** Ids of workloads; empty for the ones of a usual run. */
  readonly ids: readonly string[];
  readonly people: number;
  readonly months: number;
  readonly rounds: number;
  /** Web processes of the product, and of the floor as well. */
  readonly processes: number;
  /** Further environment of the product. */
  readonly env: Readonly<Record<string, string>>;
  /** Where seeded databases are kept between runs; undefined: nothing is kept. */
  readonly keep: string | undefined;
  /** Two results to be compared instead of measuring. */
  readonly compare: readonly [string, string] | undefined;
  /** Results to be printed as one table instead of measuring; of a line that several have, the last one's. */
  readonly table: readonly string[] | undefined;
}

const USAGE = `npm run bench -- [ids] [--processes N] [--rounds N] [--keep FOLDER]
npm run bench -- --compare BEFORE.json AFTER.json
npm run bench -- --table RESULT.json …
Environment: BENCH_PEOPLE (600), BENCH_MONTHS (1), BENCH_ROUNDS (6), BENCH_ENV ("KEY=value KEY=value" for the product)`;

/** @throws Error that says how it is used */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      processes: { type: 'string' },
      rounds: { type: 'string' },
      keep: { type: 'string' },
      compare: { type: 'boolean' },
      table: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) throw new Error(USAGE);
  if (values.compare && positionals.length !== 2) throw new Error(USAGE);
  return {
    ids: values.compare || values.table ? [] : positionals,
    people: count(env['BENCH_PEOPLE'] ?? '600'),
    months: count(env['BENCH_MONTHS'] ?? '1'),
    rounds: count(values.rounds ?? env['BENCH_ROUNDS'] ?? '6'),
    processes: count(values.processes ?? '1'),
    env: Object.fromEntries((env['BENCH_ENV'] ?? '').split(' ').filter(Boolean).map(pairOf)),
    keep: values.keep,
    compare: values.compare ? [positionals[0]!, positionals[1]!] : undefined,
    table: values.table ? positionals : undefined,
  };
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(USAGE);
  return value;
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(USAGE);
  return [text.slice(0, at), text.slice(at + 1)];
}
