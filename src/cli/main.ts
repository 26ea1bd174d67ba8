import { ConfigError } from '../platform/config.ts';
import { awayInWords, isDatabaseAway } from '../platform/database/failures.ts';
import { PageError } from '../platform/errors.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { keepHeapSmall } from '../platform/small-heap.ts';
import { adminCommand } from './admin.ts';
import { auditCommand } from './audit.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { type Command, DONE, REFUSED, UsageError, WRONG_USAGE } from './command.ts';
import { type Call, createCall } from './context.ts';
import { demoCommand } from './demo.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { periodCommand } from './period.ts';
import { policyCommand } from './policy.ts';
import { regencyCommand } from './regency.ts';
import { verifyCommand } from './verify.ts';

const COMMANDS: readonly Command[] = [
  demoCommand,
  periodCommand,
  exportCommand,
  importCommand,
  policyCommand,
  verifyCommand,
  auditCommand,
  backupCommand,
  restoreCommand,
  adminCommand,
  regencyCommand,
];

const usage = (commands: readonly Command[]): string =>
  ['Pemakaian:', ...commands.flatMap(command => command.usage).map(line => `  takar ${line}`)].join('\n');

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json');
  const [name, ...args] = words.filter(word => word !== '--json');
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(`${usage(COMMANDS)}\n`);
    return name === undefined ? WRONG_USAGE : DONE;
  }
  const command = COMMANDS.find(each => each.name === name);
  if (!command) {
    process.stderr.write(`Perintah "${name}" tidak dikenal.\n${usage(COMMANDS)}\n`);
    return WRONG_USAGE;
  }
  return run(command, args, json);
}

async function run(command: Command, args: readonly string[], json: boolean): Promise<number> {
  let call: Call | undefined;
  try {
    call = createCall(process.env, json);
    endOnSignals(call);
    return await command.run(args, call.ctx);
  } catch (error) {
    return explain(error, command);
  } finally {
    await call?.close();
  }
}

/** One clear line for whoever called; the stack only for what nobody foresaw. */
function explain(error: unknown, command: Command): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n${usage([command])}\n`);
    return WRONG_USAGE;
  }
  if (isDatabaseAway(error)) {
    process.stderr.write(`${awayInWords(error)}\n`);
    return REFUSED;
  }
  const foreseen = error instanceof OperatorError || error instanceof ConfigError || error instanceof PageError;
  const text = foreseen || !(error instanceof Error) ? String(foreseen ? error.message : error) : String(error.stack);
  process.stderr.write(`${text}\n`);
  return REFUSED;
}

/** The share in the embedded server is given back whatever ends the call. */
function endOnSignals(call: Call): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => void call.close().finally(() => process.exit(code)));
}

keepHeapSmall();
process.exitCode = await main(process.argv.slice(2));
