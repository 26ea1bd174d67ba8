import { readFileSync } from 'node:fs';

/** One line of the matrix: who may use a route at all, and what everybody else is answered. */
export interface MatrixRow {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** Who is answered by the page itself. */
  readonly open: readonly string[];
  /** For whom this record does not exist, though such pages are theirs. */
  readonly hidden: readonly string[];
  /** What everybody else is answered. */
  readonly others: 403 | 404;
}

export interface Matrix {
  /** Everybody whose rights differ, in the order of the file. */
  readonly readers: readonly string[];
  readonly rows: readonly MatrixRow[];
}

/**
 * Reads role-matrix.txt: `readers = a b c` and `@group = a b` lines, then
 * `method path | open to | 404 for | others` lines, where - is nobody. Lines that
 * begin with # say something to people.
 * @throws Error naming the line that cannot be read
 */
export function readMatrix(file: URL): Matrix {
  const groups = new Map<string, readonly string[]>();
  const rows: MatrixRow[] = [];
  let readers: readonly string[] = [];
  const people = (text: string, line: string): string[] => {
    const named = new Set<string>();
    for (const word of text.trim().split(/\s+/)) {
      if (word === '-') continue;
      const less = word.startsWith('-');
      const name = less ? word.slice(1) : word;
      const members = name.startsWith('@') ? groups.get(name) : [name];
      if (!members?.every(each => readers.includes(each))) throw new Error(`nobody is called ${name}: ${line}`);
      for (const each of members)
        if (less) named.delete(each);
        else named.add(each);
    }
    return [...named];
  };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const named = /^(readers|@[a-z_]+)\s*=\s*(.+)$/.exec(line);
    if (named) {
      const [, name = '', list = ''] = named;
      if (name === 'readers') {
        readers = list.trim().split(/\s+/);
        groups.set('@all', readers);
      } else groups.set(name, people(list, line));
      continue;
    }
    const row = /^(get|post)\s+(\S+)\s*\|([^|]+)\|([^|]+)\|\s*(403|404)\s*$/.exec(line);
    if (!row) throw new Error(`not a line of the matrix: ${line}`);
    const [, method, path = '', open = '', hidden = '', others] = row;
    rows.push({
      method: method as 'get' | 'post',
      path,
      open: people(open, line),
      hidden: people(hidden, line),
      others: Number(others) as 403 | 404,
    });
  }
  return { readers, rows };
}
