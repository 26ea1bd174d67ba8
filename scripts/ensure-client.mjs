// Generate Prisma's client where the schema or Prisma's version has changed: import { ensureClient }, or run the file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = path.join(root, 'src', 'generated');
const stamp = path.join(generated, 'prisma', '.stamp');
const lock = path.join(generated, '.lock');
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/**
 * Make sure that src/generated/prisma fits the schema. Two processes that start at once take turns. Writes to stderr and
 * only when it fails.
 */
export async function ensureClient() {
  const wanted = fingerprint();
  if (read(stamp) === wanted) return;
  fs.mkdirSync(generated, { recursive: true });
  await takeLock();
  try {
    if (read(stamp) === wanted) return; // another process was faster
    generate();
    fs.writeFileSync(stamp, wanted);
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function fingerprint() {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'node_modules', 'prisma', 'package.json'), 'utf8'));
  const schema = fs.readFileSync(path.join(root, 'prisma', 'schema.prisma'));
  return createHash('sha256').update(schema).update(version).digest('hex');
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function takeLock() {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOK_AGAIN_MS)) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const owner = Number(read(lock));
      if (owner && !isAlive(owner)) fs.rmSync(lock, { force: true });
    }
  }
  throw new Error(`another process is still generating the client; if that is not so, remove ${lock}`);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function generate() {
  const script = fileURLToPath(new URL('./prisma.mjs', import.meta.url));
  const result = spawnSync(process.execPath, [script, 'generate'], { cwd: root, encoding: 'utf8' });
  if (result.status === 0) return;
  throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureClient();
