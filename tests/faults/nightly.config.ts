import { defineConfig } from 'vitest/config';
import usual from '../../vitest.config.ts';

/** The long form of the fault suite: `npm run nightly`. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: { ...usual.test, include: ['tests/faults/**/*.night.ts'], testTimeout: 3_600_000, hookTimeout: 600_000 },
});
