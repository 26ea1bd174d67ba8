import { describe, expect, it } from 'vitest';
import { type ConfigError, readConfig } from '../../src/platform/config.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://takar@db/takar',
  SESSION_SECRET: 'x'.repeat(32),
};
const secrets = (file: string): string => {
  if (file !== '/run/secrets/db') throw new Error('no such file');
  return 'postgresql://takar:rahasia@db/takar\n';
};
const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env, secrets);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('the settings', () => {
  it('need nothing on a developer’s machine', () => {
    expect(readConfig({}, secrets)).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      demo: 'kabupaten',
      production: false,
    });
  });

  it('show no demo with a named database, unless asked for', () => {
    const { DATABASE_URL } = PRODUCTION;
    expect(readConfig({ DATABASE_URL }, secrets).demo).toBe('none');
    expect(readConfig({ DATABASE_URL, TAKAR_DEMO: 'kecil' }, secrets).demo).toBe('kecil');
  });

  it('take an empty variable for an absent one, and secrets from files', () => {
    const config = readConfig({ PORT: '', DATABASE_URL_FILE: '/run/secrets/db' }, secrets);
    expect([config.port, config.databaseUrl]).toEqual([3000, 'postgresql://takar:rahasia@db/takar']);
    expect(problemsOf({ DATABASE_URL_FILE: '/tidak/ada' }).join()).toContain('DATABASE_URL_FILE');
  });

  it('keep only the origin of the public address', () => {
    expect(readConfig({ APP_ORIGIN: 'https://ekinerja.contoh.go.id/masuk' }, secrets).origin).toBe(
      'https://ekinerja.contoh.go.id',
    );
  });

  it('of production are complete, or the start says everything that is missing at once', () => {
    expect(problemsOf(PRODUCTION)).toEqual([]);
    const missing = problemsOf({
      NODE_ENV: 'production',
      TAKAR_CLOCK: '2026-11-18T20:30:00+08:00',
      TAKAR_DEMO: 'kecil',
    });
    expect(missing.map(problem => problem.split(':')[0])).toEqual([
      'DATABASE_URL',
      'SESSION_SECRET',
      'TAKAR_DEMO',
      'TAKAR_CLOCK',
    ]);
    expect(problemsOf({ ...PRODUCTION, DATABASE_URL: '', TAKAR_EMBEDDED: 'izinkan' })).toEqual([]);
  });

  it.each([
    ['PORT', 'sembilan'],
    ['TAKAR_CLOCK', '2026-11-18'],
    ['TAKAR_DEMO', 'raksasa'],
    ['TAKAR_BCRYPT_COST', '9'],
    ['SESSION_SECRET', 'pendek'],
    ['DATABASE_URL', 'mysql://db'],
    ['APP_ORIGIN', 'bukan alamat'],
  ])('name the key that is wrong: %s', (key, value) => {
    expect(problemsOf({ [key]: value })).toEqual([expect.stringMatching(new RegExp(`^${key}: `))]);
  });
});
