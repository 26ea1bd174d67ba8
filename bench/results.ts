import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Row } from './measure.ts';

/** A run: its lines, and what they were measured on. */
export interface Results {
  /** When it ended, ISO. */
  readonly at: string;
  readonly node: string;
  readonly cpus: number;
  /** Load averages of the machine (1, 5, 15 minutes) at the end: how much else was going on. */
  readonly load: readonly number[];
  /** What was chosen: people, months, rounds, processes. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly rows: readonly Row[];
}

/** Where results are kept. */
export const RESULTS_FOLDER = path.join(import.meta.dirname, 'results');

/** A name for the file of a run that begins now. */
export const newResultFile = (name: string): string =>
  path.join(RESULTS_FOLDER, `${name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);

/** Writes what a run has measured so far to `bench/results`; returns the file. */
export function saveResults(
  name: string,
  settings: Results['settings'],
  rows: readonly Row[],
  file: string = newResultFile(name),
): string {
  const at = new Date().toISOString();
  const results: Results = {
    at,
    node: process.version,
    cpus: os.cpus().length,
    load: os.loadavg().map(load => Number(load.toFixed(2))),
    settings,
    rows,
  };
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** @throws Error where the file is not a run's */
export function readResults(file: string): Results {
  const results = JSON.parse(readFileSync(file, 'utf8')) as Partial<Results>;
  if (!Array.isArray(results.rows)) throw new Error(`${file} is not a result of npm run bench`);
  return results as Results;
}
