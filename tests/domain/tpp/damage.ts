import fc from 'fast-check';
import { parse } from 'yaml';

/** One thing that happens to a text: `at` and `by` choose where and how. */
export interface Damage {
  readonly kind: DamageKind;
  readonly at: number;
  readonly by: number;
}

const pick = <T>(values: readonly T[], by: number): T => values[by % values.length]!;

/** The text with the lines changed from the `at`th on. */
function onLines(text: string, at: number, change: (lines: string[], index: number) => void): string {
  const lines = text.split('\n');
  change(lines, at % lines.length);
  return lines.join('\n');
}

/** The text with one of the pattern's finds replaced. */
function onFind(text: string, pattern: RegExp, at: number, change: (found: string) => string): string {
  const finds = [...text.matchAll(pattern)];
  if (finds.length === 0) return text;
  const { index, 0: found } = pick(finds, at);
  return text.slice(0, index) + change(found) + text.slice(index + found.length);
}

const insert = (text: string, at: number, what: string): string => {
  const where = at % (text.length + 1);
  return text.slice(0, where) + what + text.slice(where);
};

const WORDS = /[A-Za-z_]{2,}/g;
const FORMULAS = /(?<=(?:expr|when|gate|otherwise): ).+/g;
const NUMBERS = /(?<![\w.-])\d+(?:[.,]\d+)?(?![\w.-])/g;
const VALUES = /(?<=: )[^\s{[|>].*$/gm;

const ODD_NUMBERS: readonly string[] = [
  ...[
    'banyak',
    '2026-13-45',
    '2026-02-29',
    '9'.repeat(60),
    `0.${'1'.repeat(60)}`,
    '-1',
    '-0',
    'NaN',
    '.nan',
    '.inf',
    '1e309',
  ],
  ...[
    '1e6',
    '0x10',
    '0o17',
    '007',
    '1_000',
    '1.000.000',
    '1,5',
    '+5',
    '5.',
    '.5',
    '٣',
    '５',
    '1/3',
    '',
    '~',
    '[]',
    '{}',
    '"5"',
  ],
];
const ODD_VALUES: readonly string[] = [
  ...[
    '[]',
    '{}',
    '[1, 2]',
    '{ a: 1 }',
    'null',
    '~',
    'ya',
    'tidak',
    '0',
    '"',
    "'",
    '|',
    '>',
    '|2-',
    '&a b',
    '*a',
    '!!int 3',
    '!x y',
  ],
  ...[
    '<<: *a',
    '? x',
    '- x',
    '@x',
    '`x`',
    '%x',
    '2026-01-01',
    'rupiah',
    'persen',
    'teks',
    'peta<peta<kali>>',
    'daftar<daftar<baris>>',
  ],
  ...['"\\u0000"', '"\\ud800"', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'nilai', 'kunci', 'periode'],
];
const BYTES: readonly string[] = [
  ...[
    '\u0000',
    '\ufeff',
    '\r',
    '\r\n',
    '\t',
    '\u00a0',
    '\u2028',
    '\u200b',
    '\u202e',
    '\ud800',
    '\u{1f600}',
    '\u0430',
    '\u001b[31m',
  ],
  ...[
    '\n---\n',
    '\n...\n',
    '\n%YAML 1.1\n',
    '&a ',
    '*a',
    '<<: ',
    '!!js/function ',
    '#',
    ':',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '|',
    '>',
    '-',
  ],
];
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  i: 'і',
  '-': '–',
  '"': '”',
};
const SIGNS: readonly string[] = [
  ...[
    '((',
    '))',
    '[[',
    ']]',
    '+',
    '-',
    '*',
    '/',
    '= =',
    '<>',
    '==',
    '%',
    ',,',
    '..',
    'jika',
    'maka',
    'selain',
    'dan',
    'bukan '.repeat(90),
  ],
  ...[
    '"',
    'Rp',
    'Rp1.2.3',
    '1e5',
    '0.0.1',
    'nilai',
    'kunci',
    'jumlah(',
    'min()',
    'maks(,)',
    'bulat(1, 99)',
    '[1, "a"]',
    'ya',
    'x.y.z',
  ],
];

const KINDS = {
  'line removed': (text, at) => onLines(text, at, (lines, index) => void lines.splice(index, 1)),
  'line doubled': (text, at) => onLines(text, at, (lines, index) => void lines.splice(index, 0, lines[index]!)),
  'lines swapped': (text, at, by) =>
    onLines(text, at, (lines, index) => {
      const other = by % lines.length;
      [lines[index], lines[other]] = [lines[other]!, lines[index]!];
    }),
  'line moved in or out': (text, at, by) =>
    onLines(text, at, (lines, index) => {
      const line = lines[index]!;
      lines[index] = by % 2 === 0 ? ' '.repeat(1 + (by % 5)) + line : line.replace(/^ {1,2}/, '');
    }),
  'lines lost': (text, at, by) => onLines(text, at, (lines, index) => void lines.splice(index, 1 + (by % 20))),
  'end lost': (text, at) => text.slice(0, at % (text.length + 1)),
  'piece lost': (text, at, by) =>
    text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + (by % 40)),
  'piece doubled': (text, at, by) => insert(text, at, text.slice(by % text.length, (by % text.length) + (at % 200))),
  'word misspelt': (text, at, by) =>
    onFind(text, WORDS, at, word => {
      const spot = by % (word.length - 1);
      return word.slice(0, spot) + word[spot + 1]! + word[spot]! + word.slice(spot + 2);
    }),
  'word exchanged': (text, at, by) => onFind(text, WORDS, at, () => pick([...text.matchAll(WORDS)], by)[0]),
  'number changed': (text, at, by) => onFind(text, NUMBERS, at, () => pick(ODD_NUMBERS, by)),
  'value changed': (text, at, by) => onFind(text, VALUES, at, () => pick(ODD_VALUES, by)),
  'value exchanged': (text, at, by) => onFind(text, VALUES, at, () => pick([...text.matchAll(VALUES)], by)[0]),
  'formula cut': (text, at, by) => onFind(text, FORMULAS, at, formula => formula.slice(0, by % formula.length)),
  'formula disturbed': (text, at, by) => onFind(text, FORMULAS, at, formula => insert(formula, by, pick(SIGNS, by))),
  'formula nested': (text, at, by) =>
    onFind(text, FORMULAS, at, formula => {
      const [open, close] = pick(
        [
          ['(', ')'],
          ['bulat(', ')'],
          ['[', ']'],
          ['-(', ')'],
          ['jika ya maka (', ') selain 0'],
        ] as const,
        by,
      );
      return open.repeat(pick([3, 70, 10_000], at)) + formula + close.repeat(pick([3, 70, 10_000], at));
    }),
  'formula exchanged': (text, at, by) => onFind(text, FORMULAS, at, () => pick([...text.matchAll(FORMULAS)], by)[0]),
  'bytes put in': (text, at, by) => insert(text, at, pick(BYTES, by)),
  'look-alike letter': (text, at) => onFind(text, /[aeopci"-]/g, at, letter => LOOKALIKES[letter]!),
  'long line': (text, at, by) => insert(text, at, pick(['x', ' ', '(', '9', 'a: '], by).repeat(90_000)),
  'levels put in': (text, at, by) =>
    onFind(text, VALUES, at, () => pick(['[', '{a: ', '- ', '? '], by).repeat(pick([30, 60, 20_000], at))),
  'other line ends': text => text.replaceAll('\n', '\r\n'),
  'begins with a mark': text => `\ufeff${text}`,
  'tabs for spaces': (text, at) =>
    onLines(text, at, (lines, index) => void (lines[index] = lines[index]!.replaceAll('  ', '\t'))),
  'written as JSON': text => {
    try {
      return JSON.stringify(parse(text, { schema: 'failsafe', logLevel: 'silent' }), null, 1) ?? '';
    } catch {
      return text;
    }
  },
} satisfies Readonly<Record<string, (text: string, at: number, by: number) => string>>;

export type DamageKind = keyof typeof KINDS;

/** The text after all of it happened, one after the other. */
export function damaged(text: string, damages: readonly Damage[]): string {
  return damages.reduce((now, { kind, at, by }) => KINDS[kind](now, at, by), text);
}

export const someDamages: fc.Arbitrary<Damage[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...(Object.keys(KINDS) as DamageKind[])),
    at: fc.nat({ max: 1_000_000 }),
    by: fc.nat({ max: 1_000_000 }),
  }),
  { minLength: 1, maxLength: 3 },
);
