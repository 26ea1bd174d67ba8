import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import { runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { type StoredComponents, storedParts } from '../../../src/features/payroll-runs/line.ts';
import { TreePacker, unpacked, wordsIn } from '../../../src/features/payroll-runs/packed-trees.ts';
import { byteaArray } from '../../../src/platform/database/binary-array.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { casesOf, regulationOf, written, type Written } from '../../domain/tpp/written.ts';
import { createTestDatabase } from '../../support/database.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 1 });
});
afterAll(() => pool.end());

/** What the worked cases of a regulation store of their explanations. */
function storedIn(file: Written): readonly StoredComponents[] {
  return runCases(regulationOf(file), casesOf(file)).map(({ computation }) => storedParts(computation).components);
}

/** Everything of which the order is seen on a page. */
const inOrder = (why: Why): unknown => [
  why.rule,
  JSON.stringify(why.value),
  Object.entries(why.inputs).map(([name, { label, value }]) => [name, label, JSON.stringify(value)]),
  why.children.map(inOrder),
];
const treesOf = ({ components, reasons, why }: StoredComponents): readonly unknown[] => [
  [...components, ...reasons].map(each => each.why && inOrder(each.why)),
  Object.entries(why).map(([name, tree]) => [name, inOrder(tree)]),
];

describe.each(written)('packed trees of $name', file => {
  test('say what they said, in the order in which jsonb gave them', async () => {
    const all = storedIn(file);
    const words = wordsIn(all.slice(0, 5));
    const packer = new TreePacker(words);
    const again = all.map(each => unpacked(packer.pack(each), words));
    expect(again).toEqual(all);
    const { rows } = await pool.query<{ kept: StoredComponents[] }>('SELECT $1::jsonb AS kept', [JSON.stringify(all)]);
    expect(again.map(treesOf)).toEqual(rows[0]!.kept.map(treesOf));
  });
});

test('packed trees need their words, and say so where a word or all of them are gone', () => {
  const [one] = storedIn(written[0]!);
  const words = wordsIn([one!]);
  const packed = new TreePacker(words).pack(one!);
  expect(() => unpacked(packed, null)).toThrow('words');
  expect(() => unpacked(packed, words.slice(0, 3))).toThrow('word');
  expect(unpacked({ components: one!, trees: null }, null)).toBe(one);
});

test('bytes go to the database as they are, with and without a value', async () => {
  const values = [Buffer.from([0, 255, 92]), null, Buffer.alloc(0), Buffer.from('a,"b"')];
  const { rows } = await pool.query('SELECT b FROM unnest($1::bytea[]) WITH ORDINALITY AS v (b, n) ORDER BY n', [
    byteaArray(values),
  ]);
  expect(rows.map(row => row['b'] as Buffer | null)).toEqual(values);
});
