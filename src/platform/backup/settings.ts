import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config.ts';

/** How many of each kind of copy stay: the newest of each of the last days, weeks and months that have any. */
export interface Keeping {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

/** Where copies go and when, from the environment. */
export interface BackupSettings {
  /** The folder of copies: another disk, or a mounted one elsewhere. Absent: nothing is copied by itself. */
  readonly dir: string | undefined;
  /** The minute of the day, in the regency's zone, at which the daily copy is due. */
  readonly atMinute: number;
  readonly keeping: Keeping;
  /** The file of keys that lock copies. Absent: they lie open. */
  readonly keyFile: string | undefined;
}

const AT = 'TAKAR_BACKUP_AT: jam salinan harian, misalnya 02:00.';
const KEEP = 'TAKAR_BACKUP_KEEP: jumlah salinan harian, mingguan, bulanan yang disimpan, misalnya 7,5,12.';

const shape = z.object({
  TAKAR_BACKUP_DIR: z.string().optional(),
  TAKAR_BACKUP_AT: z
    .string()
    .regex(/^(?:[01]?\d|2[0-3])[:.][0-5]\d$/, AT)
    .default('02:00')
    .transform(text => text.split(/[:.]/).map(Number))
    .transform(([hour = 0, minute = 0]) => hour * 60 + minute),
  TAKAR_BACKUP_KEEP: z
    .string()
    .regex(/^[1-9]\d{0,2},\d{1,3},\d{1,3}$/, KEEP)
    .default('7,5,12')
    .transform(text => text.split(',').map(Number))
    .transform(([days = 0, weeks = 0, months = 0]): Keeping => ({ days, weeks, months })),
  TAKAR_BACKUP_KEY_FILE: z.string().optional(),
});

/** Reads TAKAR_BACKUP_DIR, _AT, _KEEP and _KEY_FILE. @throws ConfigError naming every problem */
export function readBackupSettings(env: NodeJS.ProcessEnv): BackupSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in shape.shape && value !== ''));
  const parsed = shape.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(issue => issue.message));
  const { TAKAR_BACKUP_DIR: dir, TAKAR_BACKUP_KEY_FILE: keyFile } = parsed.data;
  return {
    dir: dir === undefined ? undefined : path.resolve(dir),
    atMinute: parsed.data.TAKAR_BACKUP_AT,
    keeping: parsed.data.TAKAR_BACKUP_KEEP,
    keyFile: keyFile === undefined ? undefined : path.resolve(keyFile),
  };
}
