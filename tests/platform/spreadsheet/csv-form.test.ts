import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Completeness } from '../../../src/features/completeness/judgement.ts';
import { completenessCsv } from '../../../src/features/completeness/sheet.ts';
import { trailCsv } from '../../../src/features/oversight/trail-file.ts';
import { CSV_FORM, csvCell } from '../../../src/platform/spreadsheet/csv-form.ts';

/** Files that hold what people typed: whatever is in it, a row stays one row to every reader. */
const FILES: readonly (readonly [string, (typed: string) => Buffer])[] = [
  ['the trail of a month', typed => trailCsv([['2026-09-01T00:00:00.000Z', '', typed]])],
  ['who has not logged', typed => completenessCsv([completenessOf(typed)])],
];
const TYPED = ['Amat\r=1+1', '\r=1+1', 'Amat\r\n=1+1', 'Amat\n=1+1', 'Amat;=1+1'];

const completenessOf = (name: string): Completeness =>
  ({
    person: { nip: null, name, title: 'Pranata', unitName: 'Bidang A', lastDay: null, phone: null },
    due: 1,
    filled: 0,
    sent: 0,
    validated: 0,
    target: 0,
    missing: true,
  }) as unknown as Completeness;

test.each(FILES.flatMap(([what, write]) => TYPED.map(typed => [what, typed, write] as const)))(
  '%s keeps %j inside its cell',
  (_, typed, write) => {
    const text = write(typed).toString('utf8');
    const outside = text.replaceAll(/"(?:[^"]|"")*"/g, 'kutipan');
    expect(outside.split(/[\r\n]+/)).toHaveLength(3);
    const rows = parse(text, { bom: true, delimiter: ';', relax_column_count: true });
    expect(rows[1]!.map(cell => cell.replace(/^'/, ''))).toContain(typed);
  },
);

test('a cell is written byte for byte as the library writes it in the same form', () => {
  const piece = fc.constantFrom(';', '"', '\r', '\n', ' ', "'", ',', '\t', '=', '\uFEFF', '\\', 'é');
  const cell = fc.array(fc.oneof(piece, fc.string()), { maxLength: 6 }).map(pieces => pieces.join(''));
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), cells => {
      expect(`${cells.map(csvCell).join(';')}\n`).toBe(stringify([cells], CSV_FORM));
    }),
  );
});
