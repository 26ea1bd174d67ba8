import { defineConfig } from 'vitest/config';

// A zone that is neither UTC nor Indonesian, west of Greenwich, for the workers and for what they start: whatever reads
// a date in the zone of the machine fails here.
process.env.TZ = 'America/New_York';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/cluster.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // real browsers and killed processes share two cores in CI: one second try, which the output names
    retry: process.env['CI'] ? 1 : 0,
    execArgv: ['--no-deprecation'],
  },
});
