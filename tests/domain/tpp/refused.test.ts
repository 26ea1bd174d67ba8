import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersFile, keptAnswers, PART, partsOf, soundFiles } from './refused-edits.ts';

const HOW = 'other answers than were kept; where that is meant: npx tsx tests/domain/tpp/record-refusals.ts';

describe.each(soundFiles)('%s with one thing changed', file => {
  const parts = partsOf(file);

  it.each(parts.map((answers, part) => [part, answers] as const))('is answered as it was, part %i', (part, answers) => {
    expect(answers(), HOW).toEqual(keptAnswers(file, part));
  });

  it('is sound as it is, and nothing more is kept than is asked', () => {
    const lines = readFileSync(answersFile(file), 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('as it is => taken');
    expect(Math.ceil(lines.length / PART)).toBe(parts.length);
  });
});
