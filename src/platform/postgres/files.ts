import fs from 'node:fs';

/** The trimmed text of a file, or '' where there is none to be read. */
export function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Write a one-line file whole or not at all, also when two processes do it at once. */
export function writeLine(file: string, line: string): void {
  const draft = `${file}.${String(process.pid)}`;
  fs.writeFileSync(draft, `${line}\n`);
  fs.renameSync(draft, file);
}

/**
 * Who a folder is, wherever it is moved: a copy, or a new folder made later at the same path, is another one.
 */
export function identityOf(folder: string): string {
  const { dev, ino, birthtimeNs } = fs.statSync(folder, { bigint: true });
  return [dev, ino, birthtimeNs].join(':');
}
