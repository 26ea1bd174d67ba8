import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../src/platform/postgres/embedded.ts';
import { ensureDatabase } from '../../src/platform/postgres/ensure-database.ts';
import { isAlive, readPostmaster, serves } from '../../src/platform/postgres/postmaster.ts';

const PROGRAM = fileURLToPath(new URL('./embedded-process.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;

let parent: string;
let dataDir: string;
let open: Embedded[];
let children: ChildProcess[];

beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'takar-embedded-'));
  await chmod(parent, 0o755);
  dataDir = path.join(parent, 'data');
  open = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) await end(child, 'SIGKILL');
  for (const cluster of open) await cluster.stop();
  const survivor = readPostmaster(path.join(dataDir, 'pg'));
  if (survivor && serves(survivor.pid, path.join(dataDir, 'pg'))) process.kill(survivor.pid, 'SIGKILL');
  await rm(parent, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startEmbedded>[1] = { fast: true }): Promise<Embedded> {
  const cluster = await startEmbedded(dataDir, options);
  open.push(cluster);
  return cluster;
}

interface Participant {
  readonly child: ChildProcess;
  readonly port: number;
  readonly url: string;
}

function spawnProcess(role: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, dataDir, role], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function participate(role: string): Promise<Participant> {
  const child = spawnProcess(role);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = (await once(lines, 'line')) as [string];
  return { child, ...(JSON.parse(line) as { port: number; url: string }) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  return ((await ended) as [number | null])[0];
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

function serverPid(dir: string = path.join(dataDir, 'pg')): number {
  const server = readPostmaster(dir);
  return server && serves(server.pid, dir) ? server.pid : 0;
}

describe('an embedded server', () => {
  test('keeps its data over a stop and a start, and leaves no process', async () => {
    const first = await start();
    await ensureDatabase(first.url('postgres'), 'takar');
    await ensureDatabase(first.url('postgres'), 'takar');
    await ask(first.url('takar'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = serverPid();
    await first.stop();
    await first.stop();
    expect(isAlive(pid) && serves(pid, first.dir)).toBe(false);

    const second = await start();
    expect(await ask(second.url('takar'), 'SELECT answer FROM kept')).toBe(42);
    expect(second.dir).toBe(path.join(dataDir, 'pg'));
    expect(second.note).toBeUndefined();
  });

  test('speaks UTC, checks its pages, listens on the loopback alone and keeps its password to itself', async () => {
    const cluster = await start();
    const url = cluster.url('postgres');
    expect(await ask(url, 'SHOW TimeZone')).toBe('UTC');
    expect(await ask(url, 'SHOW data_checksums')).toBe('on');
    expect(await ask(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(url, 'SHOW server_encoding')).toBe('UTF8');
    expect((await stat(path.join(cluster.dir, 'app.pw'))).mode & 0o077).toBe(0);
    await expect(ask(url.replace(/app:[^@]+/, 'app:wrong'), 'SELECT 1')).rejects.toThrow(/password/);
  });

  test('is made once when two processes begin at the same moment', async () => {
    const [one, two] = await Promise.all([participate('cli'), participate('cli')]);
    expect(one.port).toBe(two.port);
  });

  test('runs beside another with its own DATA_DIR', async () => {
    const one = await start();
    const two = await startEmbedded(path.join(parent, 'other'), { fast: true });
    open.push(two);
    expect(two.port).not.toBe(one.port);
  });
});

describe('one DATA_DIR', () => {
  test('has one server; commands share it, and the last one out stops it', async () => {
    const server = await participate('server');
    const second = spawnProcess('server');
    const [ending, message] = await Promise.all([
      once(second, 'exit'),
      text(second.stderr as NodeJS.ReadableStream), // to the end of the stream
    ]);
    expect(ending).toEqual([1, null]);
    expect(message.trim()).toBe(
      `Takar sudah berjalan dengan data di ${dataDir}. Hentikan yang lama lebih dahulu, atau pilih DATA_DIR dan PORT lain.`,
    );

    const command = await start({});
    expect(command.port).toBe(server.port);
    expect(await end(server.child, 'SIGTERM')).toBe(0);
    expect(await ask(command.url('postgres'), 'SELECT 1')).toBe(1);
    await command.stop();
    expect(serverPid()).toBe(0);
  });

  test('is stopped even after a command that just exits', async () => {
    await participate('exits');
    await expect.poll(serverPid, { timeout: 20_000 }).toBe(0);
  });
});

describe('after a kill -9', () => {
  test('of the application, its server is adopted', async () => {
    const server = await participate('server');
    const pid = serverPid();
    await end(server.child, 'SIGKILL');
    expect(serverPid()).toBe(pid);

    const successor = await start({ server: true });
    expect(successor.port).toBe(server.port);
    expect(serverPid()).toBe(pid);
    await successor.stop();
    expect(serverPid()).toBe(0);
  });

  test('of PostgreSQL, it is started again on the same port and has lost nothing', async () => {
    const cluster = await start({});
    const pid = serverPid();
    await ask(cluster.url('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(pid, 'SIGKILL');

    const answer = (): Promise<unknown> =>
      ask(cluster.url('postgres'), 'SELECT answer FROM kept').catch(() => undefined);
    await expect.poll(answer, { timeout: 25_000 }).toBe(42);
    expect(serverPid()).not.toBe(pid);
  });

  test('of PostgreSQL and the application, the pid file may name a stranger', async () => {
    const server = await participate('server');
    const pid = serverPid();
    await end(server.child, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await expect.poll(serverPid).toBe(0);
    const file = path.join(dataDir, 'pg', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    lines[0] = String(process.pid);
    spawnSync('tee', [file], { input: lines.join('\n') });

    const successor = await start({});
    expect(await ask(successor.url('postgres'), 'SELECT 1')).toBe(1);
  });
});

describe.runIf(isRoot)('a DATA_DIR that the unprivileged user cannot reach', () => {
  let outside = '';

  afterEach(async () => {
    for (const cluster of open) await cluster.stop();
    if (outside) await rm(path.dirname(outside), { recursive: true, force: true });
    outside = '';
  });

  async function startClosed(): Promise<Embedded> {
    await chmod(parent, 0o700);
    const cluster = await start();
    outside = cluster.dir;
    return cluster;
  }

  test('points to a lasting folder, says so, and is found again after a move', async () => {
    const first = await startClosed();
    expect(first.dir).toMatch(/^\/var\/lib\/takar-[0-9a-f]{12}\/pg$/);
    expect(first.note).toContain(first.dir);
    await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    await rename(dataDir, path.join(parent, 'moved'));
    dataDir = path.join(parent, 'moved');
    const second = await start();
    expect(second.dir).toBe(first.dir);
    expect(await ask(second.url('postgres'), 'SELECT answer FROM kept')).toBe(42);
  });

  test('refuses to run as a copy on the cluster of its original', async () => {
    await (await startClosed()).stop();
    const copy = path.join(parent, 'copy');
    spawnSync('cp', ['-a', dataDir, copy]);
    await expect(startEmbedded(copy, { fast: true })).rejects.toThrow(`${copy} adalah salinan dari ${dataDir}`);
  });

  test('says what is missing when the lasting folder is lost', async () => {
    const cluster = await startClosed();
    const { dir } = cluster;
    await cluster.stop();
    await rm(dir, { recursive: true });
    await expect(start()).rejects.toThrow(`menyebut basis data di ${dir}, tetapi folder itu tidak ada`);
  });
});

describe.runIf(isRoot)('a cluster that root copied back', () => {
  test('is given to the unprivileged user again', async () => {
    await (await start()).stop();
    spawnSync('chown', ['-R', '0:0', path.join(dataDir, 'pg')]);
    const again = await start();
    expect(await ask(again.url('postgres'), 'SELECT 1')).toBe(1);
    expect((await stat(again.dir)).uid).not.toBe(0);
  });

  test('is run by whoever owns it', async () => {
    await mkdir(dataDir);
    spawnSync('chown', ['1:1', dataDir]);
    await (await start()).stop();
    spawnSync('chown', ['-R', '1:1', path.join(dataDir, 'pg')]);
    const again = await start();
    expect((await stat(path.join(again.dir, 'postmaster.pid'))).uid).toBe(1);
  });
});
