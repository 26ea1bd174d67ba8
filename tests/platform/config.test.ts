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

  it('divide the work among processes, or among containers over one named database', () => {
    const { DATABASE_URL } = PRODUCTION;
    expect(readConfig({}, secrets)).toMatchObject({ webProcesses: 1, role: 'all' });
    expect(readConfig({ TAKAR_PROCESSES: '3' }, secrets).webProcesses).toBe(3);
    expect(readConfig({ TAKAR_PROCESSES: 'auto' }, secrets).webProcesses).toBeGreaterThan(0);
    expect(readConfig({ TAKAR_ROLE: 'jobs', TAKAR_PROCESSES: '3', DATABASE_URL }, secrets)).toMatchObject({
      webProcesses: 1,
      role: 'jobs',
    });
    expect(problemsOf({ TAKAR_ROLE: 'web' }).join()).toContain('DATABASE_URL');
    expect(problemsOf({ TAKAR_PROCESSES: '30' }).join()).toContain('tertanam');
    expect(problemsOf({ TAKAR_PROCESSES: '30', DATABASE_URL })).toEqual([]);
  });

  it.each([
    ['TAKAR_PROCESSES', '0'],
    ['TAKAR_PROCESSES', 'banyak'],
    ['TAKAR_ROLE', 'semua'],
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
