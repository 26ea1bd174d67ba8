import { readFileSync } from 'node:fs';
import { seedDemo } from '../demo/seed.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { open, type Opened } from '../platform/start/open.ts';
import type { CommandContext } from './command.ts';

/** The context of one call, and how to end it. */
export interface Call {
  readonly ctx: CommandContext;
  close(): Promise<void>;
}

/**
 * Prepares a call of the command line. It shares the running cluster, or starts it and stops it again. An empty
 * database is filled with the configured demo, as the server would do: on a fresh machine `takar demo accounts` has
 * something to list. Not by the command that makes the first administrator of an installation.
 */
export function createCall(env: NodeJS.ProcessEnv, json: boolean): Call {
  const config = readConfig(env, file => readFileSync(file, 'utf8'));
  const log = createLog(env['TAKAR_LOG'] ?? 'warn');
  let opening: Promise<Opened> | undefined;
  const close = async (): Promise<void> => {
    const opened = await opening?.catch(() => undefined); // what failed has let go of everything by itself
    opening = undefined;
    await opened?.close();
  };
  return {
    close,
    ctx: {
      config,
      json,
      open: async how => {
        opening ??= open(config, { as: 'command', log, ...(how?.empty ? {} : { seed: seedDemo }) });
        const { deps } = await opening;
        return { deps, close };
      },
      out: text => void process.stdout.write(`${text}\n`),
      err: text => void process.stderr.write(`${text}\n`),
    },
  };
}
