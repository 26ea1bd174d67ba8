import { expect, test } from 'vitest';
import { closeInStorm } from './close-storm.ts';

test.each([1, 2, 3])('what is paid is what was accepted: a close in the storm of the last minutes, %i', async round => {
  const { accepted, refused } = await closeInStorm(round);
  expect(accepted).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
