import { describe, expect, test } from 'vitest';
import { endOfLog, INSTANT } from '../../src/platform/backup/log/end-of-log.ts';

const words = (time: string): string =>
  `LOG:  redo done at 0/3000148\nLOG:  last completed transaction was at log time ${time}\nFATAL:  recovery ended before configured recovery target was reached\n`;
const latest = (time: string): string | undefined => /--until (\S+),/.exec(endOfLog(words(time))?.message ?? '')?.[1];

describe('where the stored log ends', () => {
  test('is told as the command takes it back, just before the last transaction', () => {
    expect(latest('2026-11-23 05:35:02.123456+00')).toBe('2026-11-23T05:35:02.123Z');
    expect(latest('2026-11-23 05:35:02.123+00')).toBe('2026-11-23T05:35:02.122Z');
    expect(latest('2026-11-23 05:35:02.1+00')).toBe('2026-11-23T05:35:02.099Z');
    expect(latest('2026-11-23 00:00:00+00')).toBe('2026-11-22T23:59:59.999Z');
    expect(latest('2026-11-23 05:35:02.123456+00')).toMatch(INSTANT);
  });

  test('is the last that was said, and nothing where it ended for another reason', () => {
    expect(endOfLog('FATAL:  could not restore file')).toBeUndefined();
    expect(endOfLog('FATAL:  recovery ended before configured recovery target was reached')?.message).toContain(
      '--until terakhir',
    );
    const twice = words('2026-11-22 01:00:00.5+00') + words('2026-11-23 01:00:00.5+00');
    expect(endOfLog(twice)?.message).toContain('--until 2026-11-23T01:00:00.499Z');
  });
});
