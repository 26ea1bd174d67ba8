import { defineConfig } from 'vitest/config';
import usual from '../../vitest.config.ts';

/** What takes longer than a test run may: `npm run nightly`. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: { ...usual.test, include: ['tests/**/*.night.ts'], testTimeout: 3_600_000, hookTimeout: 600_000 },
});
