import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive } from '../../src/platform/postgres/postmaster.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let project: string;
let serverPid = 0;

/** A project of its own: the scripts and the schema of this one, its packages by a link. */
beforeEach(async () => {
  project = await mkdtemp(path.join(os.tmpdir(), 'takar-project-'));
  for (const part of ['scripts', 'prisma', 'package.json', 'prisma.config.ts', 'tsconfig.json']) {
    await cp(path.join(ROOT, part), path.join(project, part), { recursive: true });
  }
  await symlink(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
});

afterEach(async () => {
  if (serverPid && isAlive(serverPid)) process.kill(serverPid, 'SIGKILL'); // npm has failed to hand the signal on
  serverPid = 0;
  await rm(project, { recursive: true, force: true });
});

async function run(script: string, words: string[], cwd: string): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, [path.join(project, 'scripts', script), ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

describe('the client', () => {
  test('is generated once by two that start together, and again only when the schema changes', async () => {
    const client = path.join(project, 'src', 'generated', 'prisma', 'client.ts');
    const stamp = path.join(project, 'src', 'generated', 'prisma', '.stamp');
    const both = await Promise.all([run('ensure-client.mjs', [], project), run('ensure-client.mjs', [], os.tmpdir())]);
    expect(both).toEqual(Array(2).fill({ code: 0, out: '', err: '' }));
    const first = { made: (await stat(client)).mtimeMs, stamp: await readFile(stamp, 'utf8') };

    await run('ensure-client.mjs', [], project);
    expect((await stat(client)).mtimeMs).toBe(first.made);

    await appendFile(path.join(project, 'prisma', 'schema.prisma'), '\nmodel Extra {\n  id Int @id\n}\n');
    await run('ensure-client.mjs', [], project);
    expect(await readFile(stamp, 'utf8')).not.toBe(first.stamp);
    expect(await readFile(client, 'utf8')).toContain('Extra');
  });

  test('says why it cannot be generated, and leaves no mark of success', async () => {
    await writeFile(path.join(project, 'prisma', 'schema.prisma'), 'model Broken {');
    const { code, out, err } = await run('ensure-client.mjs', [], project);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('prisma generate failed');
    await expect(stat(path.join(project, 'src', 'generated', 'prisma', '.stamp'))).rejects.toThrow('ENOENT');
  });
});

describe('the command line', () => {
  test('runs from any folder, prints what the program prints and passes its exit code on', async () => {
    const source = `const words: string[] = process.argv.slice(2);
      console.log(JSON.stringify([words, process.cwd(), process.env['UV_THREADPOOL_SIZE']]));
      process.exitCode = 2;`;
    await mkdir(path.join(project, 'src', 'cli'), { recursive: true });
    await writeFile(path.join(project, 'src', 'cli', 'main.ts'), source);
    const folder = path.join(project, 'prisma');
    const { code, out, err } = await run('takar.cjs', ['verify', '--json'], folder);
    expect({ code, out: JSON.parse(out) as unknown, err }).toEqual({
      code: 2,
      out: [['verify', '--json'], folder, '8'],
      err: '',
    });
  });
});

describe('npm start', () => {
  test('hands a SIGTERM to the server, waits for it and passes its exit code on', async () => {
    const server = `process.once('SIGTERM', () => setImmediate(() => {
        console.log('drained');
        process.exit(0);
      }));
      setInterval(() => undefined, 60_000);
      console.log(process.pid);`;
    await mkdir(path.join(project, 'src'), { recursive: true });
    await writeFile(path.join(project, 'src', 'server.ts'), server);
    const npm = spawn('npm', ['start', '--silent'], { cwd: project, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(npm, 'exit');
    const lines = createInterface({ input: npm.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    serverPid = Number(line);

    const next = once(lines, 'line');
    npm.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await next).toEqual(['drained']);
  });
});
