import { OperatorError } from '../../postgres/operator-error.ts';

/** An instant as `--until` takes it: ISO, with its zone. */
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

const GAVE_UP = 'recovery ended before configured recovery target';
/** PostgreSQL writes it in UTC, as its sessions are here, with as many digits of the second as there are. */
const LAST = /last completed transaction was at log time (\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00/g;
const MICRO_PER_MILLI = 1000;

/**
 * What PostgreSQL's own words say of a log that ends before the instant asked for: where it ends, as the latest instant that `--until`
 * can reach. An instant is reached by a transaction after it, so that the last one of the log is reached by `terakhir` alone.
 *
 * @returns undefined where it gave up for another reason
 */
export function endOfLog(words: string): OperatorError | undefined {
  if (!words.includes(GAVE_UP)) return undefined;
  const last = [...words.matchAll(LAST)].at(-1);
  if (!last) return new OperatorError('Log yang tersimpan berakhir sebelum waktu itu. Pakai --until terakhir.');
  const [, day, time, fraction = ''] = last;
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6));
  const millis = Date.parse(`${day ?? ''}T${time ?? ''}Z`) + Math.ceil(micros / MICRO_PER_MILLI) - 1;
  return new OperatorError(
    `Log yang tersimpan berakhir sebelum waktu itu. Paling akhir: --until ${new Date(millis).toISOString()}, atau --until terakhir untuk semuanya.`,
  );
}
