import { expect, test } from 'vitest';
import { closeInStorm } from './close-storm.ts';

test('F12 what is paid is what was accepted: a close in the storm of the last minutes', async () => {
  const { accepted, refused } = await closeInStorm(2);
  expect(accepted).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
