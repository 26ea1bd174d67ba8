import fs from 'node:fs';
import { isRoot } from './account.ts';
import type { Place } from './place.ts';

const TIMEOUT_SECONDS = 60;

/** The folder beside a cluster in which PostgreSQL lays out each finished piece of its write-ahead log. */
export const outboxOf = (dir: string): string => `${dir}.wal`;

/** Make the folder, for the account that the server runs under. */
export function makeOutbox({ dir, account }: Place): string {
  const outbox = outboxOf(dir);
  fs.mkdirSync(outbox, { recursive: true, mode: 0o700 });
  if (isRoot && account.uid !== undefined && account.gid !== undefined) {
    fs.chownSync(outbox, account.uid, account.gid);
  }
  return outbox;
}

/**
 * What the server is started with so that it lays out its log. A piece appears under its name only when it is whole and
 * on the disk; one that is there already must be the same (PostgreSQL asks again after a crash).
 */
export function archiveSettings(outbox: string): string[] {
  const place = `'${outbox.replaceAll('%', '%%').replaceAll("'", String.raw`'\''`)}'`;
  const draft = `${place}/%f.belum`;
  const put = `cp %p ${draft} && sync ${draft} && mv ${draft} ${place}/%f`;
  const command = `if test -f ${place}/%f; then cmp -s %p ${place}/%f; else ${put}; fi`;
  return ['archive_mode=on', `archive_timeout=${String(TIMEOUT_SECONDS)}`, `archive_command=${command}`];
}
