import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { seedDemo } from './demo/seed.ts';
import { startWorker } from './jobs/worker.ts';
import { sealTrail } from './features/assurance/chain.ts';
import { removeOrphans } from './features/evidence/orphans.ts';
import { remind } from './features/notifications/reminders.ts';
import { remindLateUnits } from './features/payroll-runs/reminder.ts';
import { hasAdministrator } from './features/setup/service.ts';
import { ConfigError, readConfig } from './platform/config.ts';
import { awayInWords, isDatabaseAway } from './platform/database/failures.ts';
import { newSlipCode } from './platform/identity.ts';
import { createLog, type Log } from './platform/log.ts';
import type { Deps } from './platform/deps.ts';
import { OperatorError } from './platform/postgres/operator-error.ts';
import { startHousekeeping } from './platform/start/housekeeping.ts';
import { listen } from './platform/start/listen.ts';
import { open } from './platform/start/open.ts';
import { sessionSecret } from './platform/start/secrets.ts';

/** Whatever hangs, the process is gone by then (contract.md 1: 30 seconds). */
const LAST_RESORT_MS = 25_000;

/** What is to be undone at the end, the newest first. */
type Undo = () => Promise<void>;

const undone: Undo[] = [];
let ending: Promise<void> | undefined;

/** The trail of the last hour becomes a link of its chain. */
const sealHourly = async ({ pool }: Deps): Promise<void> => {
  await sealTrail(pool);
};

/** Let go of everything, once, whoever asks. */
function end(): Promise<void> {
  ending ??= (async () => {
    for (const undo of undone.splice(0).reverse()) await undo();
  })();
  return ending;
}

async function start(log: Log): Promise<void> {
  const config = readConfig(process.env, file => readFileSync(file, 'utf8'));
  log.level = config.logLevel;
  const opened = await open(config, { as: 'server', log, seed: seedDemo });
  const { deps } = opened;
  undone.push(() => opened.close());
  const setupCode = (await hasAdministrator(deps.pool)) ? undefined : newSlipCode();
  const app = createApp(deps, { sessionSecret: await sessionSecret(config), ...(setupCode ? { setupCode } : {}) });
  undone.push(startHousekeeping(deps, [removeOrphans], [remind, remindLateUnits, sealHourly]));
  undone.push(startWorker(deps).stop);
  const listening = await listen(app.express, config.port, config.host);
  undone.push(() => listening.stop());
  if (setupCode)
    process.stdout.write(`Belum ada administrator. Kode penyiapan: ${setupCode} (buka halaman /siapkan)\n`);
  process.stdout.write(`Takar siap di ${listening.url}\n`);
}

function stopOnSignals(log: Log, starting: Promise<void>): void {
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
    void starting
      .catch(() => undefined)
      .then(end)
      .then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
}

async function fail(error: unknown): Promise<never> {
  const forOperator = error instanceof OperatorError || error instanceof ConfigError;
  const text = forOperator
    ? error.message
    : isDatabaseAway(error)
      ? awayInWords(error)
      : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  await end().catch(() => undefined);
  process.exit(1);
}

const log = createLog('info');
const starting = start(log);
stopOnSignals(log, starting);
starting.catch(fail);
