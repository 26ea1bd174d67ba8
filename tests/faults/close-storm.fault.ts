import { expect, test } from 'vitest';
import { closeInStorm } from './close-storm.ts';

const ROUNDS = 25;

test(`F12 ${String(ROUNDS)} closes in a storm of submissions and decisions pay exactly what was accepted`, async () => {
  let stopped = 0;
  for (let round = 0; round < ROUNDS; round += 1) stopped += (await closeInStorm(round)).refused;
  expect(stopped).toBeGreaterThan(ROUNDS);
});
