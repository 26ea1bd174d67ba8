import fc from 'fast-check';
import type { Facts, FactValue } from '../../../src/domain/tpp/computation.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';
import type { ValueType } from '../../../src/domain/tpp/value-type.ts';

/** What is of no type: what a file, a form or a database might hand over by mistake. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      '',
      ' ',
      '0',
      '-1',
      'NaN',
      'Infinity',
      '1e309',
      '1/0',
      '9'.repeat(40),
      '9'.repeat(5_000),
      '0.1',
      '2026-02-30',
      '__proto__',
    ],
    ...[
      '0000-00-00',
      '9999-12-31',
      '\u0000',
      'ya',
      'I',
      'Rp1.000',
      '1.5',
      '99999999999999999999',
      true,
      false,
      null,
      undefined,
    ],
    ...[
      0,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      10n ** 400n,
      -1n,
      [],
      {},
      [[]],
      [[[]]],
      [null],
      { a: null },
      { '': '' },
    ],
  ),
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 4 }),
);

const digits = (whole: boolean): fc.Arbitrary<string> =>
  fc.oneof(
    fc.nat({ max: 40 }).map(String),
    fc.bigInt({ min: 0n, max: 10n ** 12n }).map(String),
    fc.constantFrom('0', '1', '100', whole ? '7' : '98.2', whole ? '31' : '0,05', '9'.repeat(39), '-3'),
  );

/** Something of the type, sensible or not. */
function ofType(type: ValueType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'number':
      return digits(type.whole);
    case 'text':
      return type.options
        ? fc.constantFrom(...type.options, 'LAIN')
        : fc.oneof(fc.string(), fc.constantFrom('A', 'III/d'));
    case 'boolean':
      return fc.constantFrom('ya', 'tidak', true, false);
    case 'date':
      return fc.constantFrom('2026-10-01', '2026-10-31', '0001-01-01', '9999-12-31', '2024-02-29', '2026-12-31');
    case 'map':
      return fc.dictionary(fc.constantFrom(...(type.keys ?? ['A', 'B', 'TL1', 'TK']), 'X'), ofType(type.of), {
        maxKeys: 6,
      });
    case 'list':
      return fc.array(ofType(type.of), { maxLength: 6 });
    case 'row':
      return fc.record(Object.fromEntries([...type.fields].map(([name, field]) => [name, ofType(field)])));
  }
}

/** Months of these regulations with facts that are mostly of their types and sometimes anything at all. */
export function hostileFacts(
  regulations: readonly Regulation[],
): fc.Arbitrary<{ readonly regulation: Regulation; readonly facts: Facts }> {
  return fc.constantFrom(...regulations).chain(regulation => {
    const names = [...regulation.inputs, ...regulation.layers.flatMap(({ rules }) => rules.inputs)];
    const values = Object.fromEntries(
      names.map(({ name, type }) => [
        name,
        fc.oneof(
          { weight: 60, arbitrary: ofType(type) },
          { weight: 1, arbitrary: anything },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
      ]),
    );
    const period = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(regulation.firstMonth, '2026-12', '2027-02') },
      { weight: 1, arbitrary: fc.constantFrom('', '2026', '2026-13', '9999-12', '0001-01', '__proto__', '2026-10-01') },
    );
    return fc
      .record({
        period,
        values: fc.record(values),
        trial: fc.boolean(),
        payment: fc.constantFrom(undefined, undefined, ...regulation.payments.map(({ code }) => code), 'XYZ'),
      })
      .map(({ payment, ...facts }) => ({
        regulation,
        facts: {
          ...facts,
          values: facts.values as Readonly<Record<string, FactValue>>,
          ...(payment === undefined ? {} : { payment }),
        },
      }));
  });
}
