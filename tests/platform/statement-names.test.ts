import { describe, expect, test } from 'vitest';
import { createStatementNames } from '../../src/platform/database/statement-names.ts';

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('names for generated statements', () => {
  test('are given the third time a statement is seen, and stay', () => {
    const nameOf = createStatementNames();
    expect(times(4).map(() => nameOf({ sql: 'SELECT a' }))).toEqual([undefined, undefined, 'p0', 'p0']);
    expect(times(3).map(() => nameOf({ sql: 'SELECT b' }))).toEqual([undefined, undefined, 'p1']);
  });

  test('are never given to more than 500 statements', () => {
    const nameOf = createStatementNames();
    const names = times(600).map(number => times(3).map(() => nameOf({ sql: `SELECT ${String(number)}` }))[2]);
    expect(new Set(names.slice(0, 500)).size).toBe(500);
    expect(names.slice(500)).toEqual(times(100).map(() => undefined));
    expect(nameOf({ sql: 'SELECT 0' })).toBe('p0');
  });

  test('are still given after thousands of statements that never repeat', () => {
    const nameOf = createStatementNames();
    for (const number of times(5000)) nameOf({ sql: `SELECT ${String(number)}` });
    expect(times(3).map(() => nameOf({ sql: 'SELECT again' }))).toEqual([undefined, undefined, 'p0']);
  });
});
