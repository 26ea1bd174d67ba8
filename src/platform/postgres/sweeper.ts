import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Postmaster } from './postmaster.ts';

const require = createRequire(import.meta.url);

/**
 * Leave a small process behind that stops the server once nobody uses it: for a process that ends without having been
 * able to give its lease back. It writes nothing and ends by itself.
 */
export function startSweeper(dir: string, { pid, port }: Postmaster): void {
  const script = fileURLToPath(new URL('./sweep.ts', import.meta.url));
  const loader = pathToFileURL(require.resolve('tsx')).href;
  spawn(process.execPath, ['--import', loader, script, dir, String(pid), String(port)], {
    detached: true,
    stdio: 'ignore',
  }).unref();
}
