import { writeFileSync } from 'node:fs';
import { hashOf, keptFile, keptLines, nameOf, nowOf, type Kept } from './kept-bytes.ts';
import { written } from './written.ts';

/*
 * Keeps what the program gives (kept-bytes.ts says what that promises).
 *
 *   npx tsx tests/domain/tpp/record-kept.ts                  new cases, regulations with another text; changes no other hash
 *   npx tsx tests/domain/tpp/record-kept.ts --changed        writes changed hashes too: a decision, told in the commit
 *   npx tsx tests/domain/tpp/record-kept.ts --show 'the-case'  prints the texts themselves, to compare two versions
 */
const [option, wanted] = process.argv.slice(2);
const tell = (text: string): void => void process.stdout.write(`${text}\n`);
let changes = 0;

for (const file of written) {
  const kept = keptLines(file);
  const now: Kept[] = [];
  for (const [what, texts] of Object.entries(nowOf(file)))
    for (const { of, text } of texts()) {
      now.push({ what, of, hash: hashOf(text) });
      if (option === '--show' && of === wanted) tell(`## ${file.name} ${nameOf({ what, of })}\n${text}`);
    }
  const text = now.find(({ what }) => what === 'text');
  const isOther = text !== undefined && kept.get(nameOf(text)) !== text.hash;
  const lines = now.map(each => {
    const name = nameOf(each);
    const before = kept.get(name);
    if (before === undefined || before === each.hash) return `${each.hash}  ${name}`;
    if (isOther || option === '--changed') {
      tell(`changed: ${file.name} ${name}`);
      return `${each.hash}  ${name}`;
    }
    changes += 1;
    tell(`would change: ${file.name} ${name}`);
    return `${before}  ${name}`;
  });
  if (option !== '--show') writeFileSync(keptFile(file), `${lines.join('\n')}\n`);
}
if (changes > 0 && option !== '--show') process.exitCode = 1;
