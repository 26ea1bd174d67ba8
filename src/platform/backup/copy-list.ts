import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../postgres/error-code.ts';
import { stampOf } from './upgrade-copy.ts';

const NAME = /^takar-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const ENDINGS = ['manifest.json', 'manifest.json.enc'];

/** A whole copy in the folder of copies. */
export interface ListedCopy {
  readonly folder: string;
  /** As its name says. */
  readonly madeAt: Date;
  readonly locked: boolean;
}

/** The name of a copy made at an instant. */
export const copyName = (at: Date): string => `takar-${stampOf(at)}`;

/** The instant in the name of a copy; undefined where it is no such name. */
export function instantIn(name: string): Date | undefined {
  const parts = NAME.exec(name);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`,
  );
}

/** The copies in a folder that were finished, newest first. Folders with other names are somebody else's. */
export async function listCopies(dir: string): Promise<ListedCopy[]> {
  const copies: ListedCopy[] = [];
  for (const name of await namesIn(dir)) {
    const madeAt = instantIn(name);
    const folder = path.join(dir, name);
    const ending = await endingOf(folder);
    if (madeAt && ending !== undefined) copies.push({ folder, madeAt, locked: ending !== ENDINGS[0] });
  }
  return copies.sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function endingOf(folder: string): Promise<string | undefined> {
  for (const ending of ENDINGS) {
    const found = await access(path.join(folder, ending)).then(
      () => true,
      () => false,
    );
    if (found) return ending;
  }
  return undefined;
}
