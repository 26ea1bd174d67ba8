import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { hasAdministrator } from './features/setup/service.ts';
import { type Config, ConfigError, readConfig } from './platform/config.ts';
import { awayInWords, isDatabaseAway } from './platform/database/failures.ts';
import { createLog, type Log } from './platform/log.ts';
import { giveWay } from './platform/low-priority.ts';
import { OperatorError } from './platform/postgres/operator-error.ts';
import { keepHeapSmall } from './platform/small-heap.ts';
import { storedOffset } from './platform/start/domain-clock.ts';
import { findPort } from './platform/start/listen.ts';
import { join, open, type Opened } from './platform/start/open.ts';
import { type Orders, receiveOrders, reportReady, shareOut } from './platform/start/orders.ts';
import { sessionSecret } from './platform/start/secrets.ts';
import { setupCode } from './platform/start/setup-code.ts';
import { Supervisor } from './platform/start/supervisor.ts';

/**
 * Whatever hangs, the process is gone by then (contract.md 1: 30 seconds): a part first, then the process that watches
 * over it and has the embedded server to stop.
 */
const LAST_RESORT_MS = { part: 18_000, alone: 25_000, supervisor: 28_000 };

/** What is to be undone at the end, the newest first. */
type Undo = () => Promise<void>;

const undone: Undo[] = [];
let ending: Promise<void> | undefined;

/** Let go of everything, once, whoever asks. */
function end(): Promise<void> {
  ending ??= (async () => {
    for (const undo of undone.splice(0).reverse()) await undo();
  })();
  return ending;
}

/** One process that does all, or the one role of its container. */
async function startAlone(config: Config, log: Log): Promise<void> {
  const { startHealth, startJobs, startWeb } = await import('./parts.ts'); // not loaded by the one that only watches over others
  const { deps } = await openServer(config, log);
  const code = await firstCode(config, deps.pool);
  if (config.role === 'jobs') keepHeapSmall();
  if (config.role !== 'web') undone.push(startJobs(deps));
  const listening = config.role === 'jobs' ? await startHealth(deps) : await startWeb(deps, config.port, code);
  undone.push(() => listening.stop());
  announce(listening.url, code);
}

/** Several processes: this one prepares everything once, then only watches over the others. */
async function supervise(config: Config, log: Log): Promise<void> {
  const port = await findPort(config.port, config.host);
  const opened = await openServer(config, log);
  const { deps, database } = opened;
  const code = await firstCode(config, deps.pool);
  const web = Array.from({ length: config.webProcesses }, (_, index) => `web ${String(index + 1)}`);
  const names = config.role === 'web' ? web : [...web, 'jobs'];
  const common = {
    databaseUrl: database.url,
    connections: shareOut(config.poolSize, names.length, database.embedded),
    clockOffsetMs: await storedOffset(deps.pool),
    regency: deps.regency,
    port,
    ...(code === undefined ? {} : { setupCode: code }),
  };
  await opened.disconnect();
  // Parts take connections from the shared socket themselves. Handed out in turn by this process, a connection on its way
  // to a part that dies would be held open here and never answered.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const supervisor = new Supervisor({ fork: () => cluster.fork(), log });
  undone.push(() => supervisor.stop());
  const orders = names.map((name): Orders => ({ ...common, name, part: name === 'jobs' ? 'jobs' : 'web' }));
  const [first] = await supervisor.start(orders);
  announce(first?.url ?? '', code);
}

/** One of several processes. */
async function takePart(config: Config, log: Log): Promise<void> {
  const orders = await receiveOrders();
  const { startJobs, startWeb } = await import('./parts.ts');
  const opened = await join(config, orders, log.child({ part: orders.name }));
  undone.push(() => opened.close());
  if (orders.part === 'jobs') {
    giveWay();
    keepHeapSmall();
    undone.push(startJobs(opened.deps));
    reportReady({ ready: true });
    return;
  }
  const listening = await startWeb(opened.deps, orders.port, orders.setupCode);
  undone.push(() => listening.stop());
  reportReady({ ready: true, url: listening.url });
}

async function openServer(config: Config, log: Log): Promise<Opened> {
  const { seedDemo } = config.demo === 'none' ? {} : await import('./demo/seed.ts');
  const opened = await open(config, { as: 'server', log, ...(seedDemo ? { seed: seedDemo } : {}) });
  undone.push(() => opened.close());
  return opened;
}

/** The one-time code, as long as nobody administers the installation. */
async function firstCode(config: Config, pool: Opened['deps']['pool']): Promise<string | undefined> {
  return (await hasAdministrator(pool)) ? undefined : setupCode(pool, await sessionSecret(config));
}

function announce(url: string, code: string | undefined): void {
  if (code !== undefined)
    process.stdout.write(`Belum ada administrator. Kode penyiapan: ${code} (buka halaman /siapkan)\n`);
  process.stdout.write(`Takar siap di ${url}\n`);
}

function stopOnSignals(log: Log, starting: Promise<void>, lastResortMs: () => number): void {
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), lastResortMs()).unref();
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

let lastResortMs = LAST_RESORT_MS.alone;

async function start(log: Log): Promise<void> {
  const config = readConfig(process.env, file => readFileSync(file, 'utf8'));
  log.level = config.logLevel;
  if (cluster.isWorker) {
    lastResortMs = LAST_RESORT_MS.part;
    await takePart(config, log);
  } else if (config.webProcesses > 1) {
    lastResortMs = LAST_RESORT_MS.supervisor;
    await supervise(config, log);
  } else await startAlone(config, log);
}

const log = createLog('info');
const starting = start(log);
stopOnSignals(log, starting, () => lastResortMs);
starting.catch(fail);
