import type { Deps } from '../platform/deps.ts';
import type { Config } from '../platform/config.ts';

/** What happened, as the shell sees it (contract.md 2). */
export const DONE = 0;
export const REFUSED = 1;
export const WRONG_USAGE = 2;

/** A group of verbs of the command line: `takar <group> <verb> …`, or a single command without verbs. */
export interface Command {
  readonly name: string;
  /** One line per verb, as `takar --help` prints them, without the word `takar`. */
  readonly usage: readonly string[];
  /**
   * @param args the words after the group's name, without `--json`
   * @returns the exit code
   * @throws UsageError, OperatorError: their message becomes the one line on stderr
   */
  run(args: readonly string[], ctx: CommandContext): Promise<number>;
}

/** What a command is given. */
export interface CommandContext {
  readonly config: Config;
  /** `--json`: stdout is one JSON document and nothing else. */
  readonly json: boolean;
  /**
   * Take part in the database; opened once however often it is asked for, and closed after the command.
   * @param how `empty`: a database that holds nobody is left so, whatever demo is configured
   */
  open(how?: { readonly empty: true }): Promise<{ readonly deps: Deps; close(): Promise<void> }>;
  /** A line (or the JSON document) on stdout. */
  out(text: string): void;
  /** A line on stderr. */
  err(text: string): void;
}

/** The command was called wrongly; its usage is shown and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
