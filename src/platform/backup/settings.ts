import path from 'node:path';
import { z } from 'zod';

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
  /** The minute of the day, in the regency's zone and in real time, at which the daily copy is due. */
  readonly atMinute: number;
  readonly keeping: Keeping;
  /** The file of keys that lock copies. Absent: they lie open. */
  readonly keyFile: string | undefined;
}

const AT = 'TAKAR_BACKUP_AT: jam salinan harian, misalnya 02:00.';
const KEEP = 'TAKAR_BACKUP_KEEP: jumlah salinan harian, mingguan, bulanan yang disimpan, misalnya 7,5,12.';

/** The keys of the environment, as `readConfig` takes them in. */
export const BACKUP_KEYS = {
  TAKAR_BACKUP_DIR: z.string().optional().describe('Folder salinan, di cakram lain.'),
  TAKAR_BACKUP_AT: z
    .string()
    .regex(/^(?:[01]?\d|2[0-3])[:.][0-5]\d$/, AT)
    .default('02:00'),
  TAKAR_BACKUP_KEEP: z
    .string()
    .regex(/^[1-9]\d{0,2},\d{1,3},\d{1,3}$/, KEEP)
    .default('7,5,12'),
  TAKAR_BACKUP_KEY_FILE: z.string().optional().describe('Berkas kunci yang mengunci salinan.'),
};

type Keys = z.infer<z.ZodObject<typeof BACKUP_KEYS>>;

/** The settings in the checked keys. */
export function backupSettings(keys: Keys): BackupSettings {
  const [hour = 0, minute = 0] = keys.TAKAR_BACKUP_AT.split(/[:.]/).map(Number);
  const [days = 0, weeks = 0, months = 0] = keys.TAKAR_BACKUP_KEEP.split(',').map(Number);
  const absolute = (file: string | undefined): string | undefined => (file === undefined ? file : path.resolve(file));
  return {
    dir: absolute(keys.TAKAR_BACKUP_DIR),
    atMinute: hour * 60 + minute,
    keeping: { days, weeks, months },
    keyFile: absolute(keys.TAKAR_BACKUP_KEY_FILE),
  };
}
