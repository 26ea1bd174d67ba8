import { expect, test } from 'vitest';
import { summaryCsv } from '../../../src/features/payroll-export/summary-csv.ts';

const LINES = [
  {
    nip: '197507191998112949',
    name: 'Yanti; "Tanjung"',
    unitCode: 'DINAS-A',
    gross: 5_003_818n,
    deductions: 244_246n,
    net: 4_759_572n,
  },
  { nip: '199708112022041904', name: '=HYPERLINK("x")', unitCode: 'DINAS-B', gross: 0n, deductions: 0n, net: 0n },
];

test('the finance file, byte for byte', () => {
  expect(summaryCsv(LINES).toString('utf8')).toBe(
    '\uFEFFno;nip;nama;unit;bruto;potongan;bersih\n' +
      '1;197507191998112949;"Yanti; ""Tanjung""";DINAS-A;5003818;244246;4759572\n' +
      '2;199708112022041904;"\'=HYPERLINK(""x"")";DINAS-B;0;0;0\n',
  );
  expect([...summaryCsv(LINES).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});

test.each(['=1+1', '+62', '-5', '@SUM(A1)', '\tx', "=cmd|' /C calc'!A0", '\r=1+1', '＝1+1'])(
  'the name %j is never run as a formula',
  name => {
    const [, row = ''] = summaryCsv([{ ...LINES[0]!, name }])
      .toString('utf8')
      .split('\n');
    expect(row.split(';')[2]!.replace(/^"/, '')).toMatch(/^'/);
  },
);

// To many readers a bare carriage return ends a row: what follows it would begin a cell of its own.
test.each(['Amat\r=1+1', '\n=1+1', 'Amat\r\n=1+1', 'Amat\n=1+1'])(
  'the line break in %j stays inside its cell',
  name => {
    const text = summaryCsv([{ ...LINES[0]!, name }]).toString('utf8');
    const outside = text.replaceAll(/"(?:[^"]|"")*"/g, 'kutipan');
    expect(outside.split(/[\r\n]+/)).toHaveLength(3);
    expect(text).not.toMatch(/(?:^|;)"?\s*=/);
  },
);

test('a number with zeros in front keeps them', () => {
  expect(summaryCsv([{ ...LINES[0]!, nip: '000123' }]).toString('utf8')).toContain('\n1;000123;');
});

test('a draft says so in its first line', () => {
  expect(summaryCsv(LINES, { draft: true }).toString('utf8')).toMatch(
    /^\uFEFFDRAF\. Belum disetujui\. Jangan dipakai untuk pembayaran\.\nno;nip;/,
  );
});
