// The Prisma command line with the schema engine compiled to WebAssembly: npm run db -- migrate dev --name x
//
// With DATABASE_URL it works on that database. Without, what only compares or writes migrations gets an empty throw-away
// server, and everything else (status, resolve, pull) the product's own database in DATA_DIR.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

const root = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2);
const WITHOUT_DATABASE = new Set(['generate', 'format', 'validate', 'version', 'help']);
const ON_EMPTY_DATABASE = new Set(['dev', 'diff']);

const database = await openDatabase();
try {
  process.exitCode = await runPrisma(database?.url);
} finally {
  await database?.close();
}

async function openDatabase() {
  const [command = 'help', action = ''] = words;
  if (process.env.DATABASE_URL || command.startsWith('-') || WITHOUT_DATABASE.has(command)) return undefined;
  register();
  return command === 'migrate' && ON_EMPTY_DATABASE.has(action) ? openEmpty() : openOwn();
}

async function openEmpty() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'takar-prisma-'));
  const { url, server } = await open(folder, { fast: true });
  const close = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url, close };
}

async function openOwn() {
  const { url, server } = await open(path.resolve(root, process.env.DATA_DIR ?? 'data'), {});
  return { url, close: () => server.stop() };
}

async function open(folder, options) {
  const { startEmbedded } = await import('../src/platform/postgres/embedded.ts');
  const { DATABASE_NAME, ensureDatabase } = await import('../src/platform/postgres/ensure-database.ts');
  const server = await startEmbedded(folder, options);
  await ensureDatabase(server.url('postgres'), DATABASE_NAME);
  return { url: server.url(DATABASE_NAME), server };
}

function runPrisma(url) {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const engine = fileURLToPath(new URL('./schema-engine.mjs', import.meta.url));
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: root,
    stdio: 'inherit',
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: engine, // where the real engine is at hand, the environment may name it
      ...process.env,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      ...(url ? { DATABASE_URL: url } : {}),
    },
  });
  process.on('SIGINT', () => {}); // the terminal tells the child too; we only wait for it and then close the database
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}
