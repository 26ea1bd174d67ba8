import { defineConfig } from 'vitest/config';
import usual from '../../vitest.config.ts';

/** The fault suite, short and long: `npm run test:faults`. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    ...usual.test,
    include: ['tests/faults/**/*.test.ts', 'tests/faults/**/*.fault.ts'],
    // short forms, of which the long ones do the same and more: embedded.fault and submit-kills.fault, close-storm.fault
    exclude: ['tests/faults/kills.test.ts', 'tests/faults/close-storm.test.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    retry: 0, // what holds at the second try only does not hold
  },
});
