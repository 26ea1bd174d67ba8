import { createHash } from 'node:crypto';
import { runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { casesOf, regulationOf, written } from './written.ts';

/** Every case of every regulation, computed with its explanation, as one text. */
export function everyCase(): string {
  return written.map(file => JSON.stringify(runCases(regulationOf(file), casesOf(file)))).join('\n');
}

// Started as a process of its own it tells the hash alone: in another zone and language it has to be the same.
if (process.argv[2] === 'sha256') process.stdout.write(createHash('sha256').update(everyCase()).digest('hex'));
