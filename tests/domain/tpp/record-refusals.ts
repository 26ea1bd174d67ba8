import { writeFileSync } from 'node:fs';
import { answersFile, partsOf, soundFiles } from './refused-edits.ts';

// Writes what is answered to the changes of refused-edits.ts: `npx tsx tests/domain/tpp/record-refusals.ts`
for (const file of soundFiles) {
  const answers = partsOf(file).flatMap(part => part());
  writeFileSync(answersFile(file), `${answers.join('\n')}\n`);
}
