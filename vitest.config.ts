import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// A zone that is neither UTC nor Indonesian, west of Greenwich, for the workers and for what they start: whatever reads
// a date in the zone of the machine fails here.
process.env.TZ = 'America/New_York';

/** What takes minutes begins first, so that no worker waits for it alone at the end. */
const LONG =
  /tests\/(?:journeys\/accessibility|roles\/|journeys\/thread|faults\/|demo\/clocks|features\/statement-budget)/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...usual.filter(isLong), ...usual.filter(file => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/cluster.ts'],
    setupFiles: ['tests/support/every-file.ts'],
    pool: 'forks',
    // one more than CI has cores: tests of killed servers and silent databases mostly wait
    maxWorkers: 3,
    // the program is loaded once per worker, not once per file: a file shares nothing with another but code (its database
    // and its application are its own)
    isolate: false,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // real browsers and killed processes share two cores in CI: one second try, which the output names
    retry: process.env['CI'] ? 1 : 0,
    execArgv: ['--no-deprecation'],
  },
});
