import { describe, expect, it } from 'vitest';
import { hashOf, keptLines, nameOf, nowOf } from './kept-bytes.ts';
import { written } from './written.ts';

const HOW = 'npx tsx tests/domain/tpp/record-kept.ts';

describe.each(written)('what is kept of $name', file => {
  const kept = keptLines(file);

  it.each(Object.entries(nowOf(file)))('comes to the same bytes: %s', (what, texts) => {
    const now = new Map(texts().map(({ of, text }) => [nameOf({ what, of }), hashOf(text)]));
    const changed = [...now].filter(([name, hash]) => kept.has(name) && kept.get(name) !== hash).map(([name]) => name);
    const lacking = [...now].filter(([name]) => !kept.has(name)).map(([name, hash]) => `${hash}  ${name}`);
    const gone = [...kept.keys()].filter(name => name.startsWith(`${what} `) && !now.has(name));
    expect(changed, `other bytes than were kept (see kept-bytes.ts; ${HOW} --show '<case>' prints them)`).toEqual([]);
    expect(lacking, `not kept yet: ${HOW} adds these lines`).toEqual([]);
    expect(gone, `kept, and no longer there: ${HOW} drops these lines`).toEqual([]);
  });
});
