import { startCluster, type BenchCluster } from './cluster.ts';
import { runCommand, type CommandRun } from './command-run.ts';
import { CLOCK } from './seed/template.ts';
import { seedWholeMonths, type MonthsSize } from './seed/whole-months.ts';

/** Regencies that have whole months to close. */
export interface BatchDatabases extends Omit<BenchCluster, 'copyOf' | 'folder'> {
  /** A folder for what a command keeps beside the database. */
  readonly folder: string;
  /** A fresh copy of the regency of a size, seeded first where there is none. Returns its address. */
  copyOf(size: MonthsSize, name: string): Promise<string>;
}

/** @param keep the folder in which seeded databases stay for the next run; without it all is removed at the end */
export async function startDatabases(keep: string | undefined): Promise<BatchDatabases> {
  const cluster = await startCluster(keep);
  return {
    ...cluster,
    folder: cluster.folder('command'),
    copyOf: (size, name) => {
      const template = `months_${String(size.people)}_${String(size.months)}`;
      const what = `${String(size.people)} people, ${String(size.months)} whole months`;
      return cluster.copyOf({ name: template, what, seed: (url, folder) => seedWholeMonths(url, folder, size) }, name);
    },
  };
}

/** Where the product works when it is started on one of these databases. */
export const environmentOn = ({ folder }: BatchDatabases, url: string): Readonly<Record<string, string>> => ({
  DATABASE_URL: url,
  DATA_DIR: folder,
  TAKAR_CLOCK: CLOCK,
  TAKAR_LOG: 'warn',
  TAKAR_DEMO: 'kecil',
});

/** Runs `takar …` on one of these databases. */
export const commandOn =
  (databases: BatchDatabases, url: string) =>
  (...words: string[]): Promise<CommandRun> =>
    runCommand(words, environmentOn(databases, url), databases.postmaster);
