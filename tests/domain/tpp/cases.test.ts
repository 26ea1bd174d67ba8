import { describe, expect, it } from 'vitest';
import { differences, readExpectation } from '../../../src/domain/tpp/case-expectation.ts';
import type { Computation } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { WHOLE_RUPIAH, type ValueType } from '../../../src/domain/tpp/value-type.ts';
import { pastFault, pastOutput, unknownOutput } from '../../../src/domain/tpp/past-output.ts';
import { isLifted, isPostponed, liftedText, liftedWords, paidNow } from '../../../src/domain/tpp/postponed.ts';
import { Problems } from '../../../src/domain/tpp/problem.ts';
import { computeCase, loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { parseSource } from '../../../src/domain/tpp/source-node.ts';
import { good, small } from './policies.ts';

/** Worked cases beside a regulation, and results of earlier months. */

const loaded = (text: string) => {
  const found = loadCases(text, 'x.cases.yaml');
  return found.ok ? found.file : found.errors.map(({ line, reason }) => `${String(line)}: ${reason}`);
};

describe('a file of cases', () => {
  it('is a list, whose month and payment a case may say itself', () => {
    const text = `regulation: uji
period: 2026-03
cases:
  - { id: satu, name: Yang satu, facts: { a: 5 }, expect: { net: 7 } }
  - { facts: { a: 6 }, period: 2026-04, uji_coba: ya, pembayaran: THR, expect: { lapis: null, gross: null } }
`;
    const nothing = { totals: {}, outputs: {}, components: {}, missing: null, rules: [] };
    expect(loaded(text)).toEqual({
      regulation: 'uji',
      cases: [
        {
          id: 'satu',
          name: 'Yang satu',
          line: 4,
          period: '2026-03',
          facts: { a: '5' },
          trial: false,
          payment: null,
          expect: { ...nothing, totals: { net: '7' } },
          people: [],
        },
        {
          id: 'contoh-2',
          name: 'contoh-2',
          line: 5,
          period: '2026-04',
          facts: { a: '6' },
          trial: true,
          payment: 'THR',
          expect: { ...nothing, totals: { gross: null }, layer: null },
          people: [],
        },
      ],
    });
  });

  it('is one case where its facts, or its people, stand at the top', () => {
    expect(loaded('facts: { a: 5 }\nexpect: { net: 1 }\nperiod: 2026-03\n')).toMatchObject({
      regulation: null,
      cases: [{ id: 'contoh-1', line: 1, period: '2026-03', facts: { a: '5' }, people: [] }],
    });
    const people =
      'people:\n  kabid: { facts: { b: 2 }, uji_coba: tidak }\n  staf: { led_by: { kabid: 20, sekretaris: 11 }, expect: { net: 1 } }\n  sekretaris: { led_by: kabid }\n';
    expect(loaded(`facts: { a: 5, b: 1 }\nuji_coba: ya\n${people}`)).toMatchObject({
      cases: [
        {
          people: [
            { key: 'kabid', line: 4, facts: { a: '5', b: '2' }, trial: false, ledBy: [] },
            {
              key: 'staf',
              line: 5,
              facts: { a: '5', b: '1' },
              trial: true,
              ledBy: [
                { leader: 'kabid', days: 20 },
                { leader: 'sekretaris', days: 11 },
              ],
              expect: { totals: { net: '1' } },
            },
            { key: 'sekretaris', ledBy: [{ leader: 'kabid', days: null }] },
          ],
        },
      ],
    });
  });

  it.each([
    ['tiga', ['1: berkas contoh harus berisi "cases" (daftar), atau satu contoh dengan "facts"']],
    ['cases:\n  - x\n', ['2: setiap contoh berisi id, facts dan expect']],
    [
      'cases:\n  - { id: a, facts: {}, expect: {} }\n  - { id: a, facts: {}, expect: {} }\n',
      ['3: contoh "a" ditulis dua kali'],
    ],
    [
      'facts: {}\nexpect: { outputs: { a: [1] }, components: { b: { c: 1 } } }\n',
      ['2: "a" harus satu nilai', '2: "b" harus satu nilai'],
    ],
    ['people: {}\n', ['1: "people" kosong: tulis nama orang, lalu facts dan expect']],
    ['people:\n  a: x\n', ['2: "a" berisi facts dan expect, dan led_by bila dipimpin seseorang pada contoh ini']],
    ['people:\n  a: { led_by: a }\n', ['2: "a" tidak dapat memimpin dirinya sendiri']],
    ['people:\n  a: { led_by: b }\n  c: {}\n', ['2: led_by "b" tidak ada pada people: a, c']],
    [
      'people:\n  a: { led_by: [b] }\n  b: {}\n',
      ['2: led_by berisi satu nama, atau nama dengan hari kalendernya: { kabid: 20, plt_kabid: 11 }'],
    ],
    [
      'people:\n  a: { led_by: { b: 0 } }\n  b: {}\n',
      ['2: hari dipimpin harus bilangan bulat 1 sampai 31, ditulis "0"'],
    ],
    [
      'people:\n  a: { led_by: { b: 32 } }\n  b: {}\n',
      ['2: hari dipimpin harus bilangan bulat 1 sampai 31, ditulis "32"'],
    ],
    [
      'people:\n  a: { led_by: { b: [1] } }\n  b: {}\n',
      ['2: hari dipimpin harus bilangan bulat 1 sampai 31, ditulis ""'],
    ],
    ['people:\n  a: { led_by: { b: 31 } }\n  b: { led_by: { a: 1 } }\n', []],
  ])('%j is refused', (text, wanted) => {
    const found = loaded(text);
    expect(Array.isArray(found) ? found : []).toEqual(wanted);
  });

  it('is for its own regulation', () => {
    const text =
      'regulation: lain\ncases:\n  - { id: a, facts: {}, expect: {} }\n  - { regulation: uji, id: b, facts: {}, expect: {} }\n';
    const found = (of?: string) => {
      const read = loadCases(text, 'x', of);
      return read.ok ? [] : read.errors.map(({ line, reason }) => `${String(line)}: ${reason}`);
    };
    const said = (line: number, named: string, id: string): string =>
      `${String(line)}: contoh ini untuk peraturan "${named}", sedangkan berkas peraturannya ber-id "${id}"; samakan, atau pakai berkas contohnya`;
    expect(found()).toEqual([]);
    expect(found('uji')).toEqual([said(1, 'lain', 'uji')]);
    expect(found('lain')).toEqual([said(4, 'uji', 'lain')]);
  });

  it('wants what a case must hold', () => {
    for (const text of ['cases:\n  - { id: a, expect: {} }\n', 'lain: 1\n', 'people: { a: {} }\nexpect: {}\n'])
      expect(loaded(text)).toBeInstanceOf(Array);
  });
});

const COMPUTED: Computation = {
  regulation: 'uji',
  version: '',
  period: '2026-03',
  status: 'DIBAYAR',
  gross: '100',
  deductions: null,
  net: '90',
  outputs: { x: '1.50', y: 'teks' },
  components: [
    {
      code: 'TPP',
      label: 'TPP',
      kind: 'pendapatan',
      amount: '100',
      why: {
        rule: 'a',
        label: 'A',
        cite: '',
        formula: '',
        value: '',
        unit: '',
        inputs: {},
        show: 'main',
        children: [
          { rule: 'b', label: 'B', cite: '', formula: '', value: '', unit: '', inputs: {}, show: 'main', children: [] },
        ],
      },
    },
  ],
  reasons: [],
  missing: [],
  missingFacts: [],
  uses: [],
};

describe('what a case expects', () => {
  const against = (text: string, found: Partial<Computation> = {}): readonly string[] => {
    const node = parseSource(text, new Problems('x'));
    return differences(readExpectation(node?.kind === 'map' ? node : null, new Problems('x')), {
      ...COMPUTED,
      ...found,
    });
  };

  it('is only what it writes, numbers by their size', () => {
    expect(against('')).toEqual([]);
    expect(
      against(
        'status: DIBAYAR\ngross: 100.0\ndeductions: null\nnet: 90\noutputs: { x: 1.5, y: teks }\ncomponents: { TPP: 100 }\nrules: [a, b]\nlapis: null\nmissing: []\n',
      ),
    ).toEqual([]);
    expect(against('lapis: rsud', { layer: { id: 'rsud', label: 'RSUD', cite: '' } })).toEqual([]);
    expect(against('missing: [a, b]', { missing: ['a', 'b'] })).toEqual([]);
  });

  it.each([
    ['status: NIHIL', 'status: seharusnya NIHIL, hasilnya DIBAYAR'],
    ['gross: 99', 'gross: seharusnya 99, hasilnya 100'],
    ['gross: null', 'gross: seharusnya tidak ada, hasilnya 100'],
    ['deductions: 0', 'deductions: seharusnya 0, hasilnya tidak ada'],
    ['net: 91', 'net: seharusnya 91, hasilnya 90'],
    ['outputs: { x: 1.6 }', 'x: seharusnya 1.6, hasilnya 1.50'],
    ['outputs: { y: lain }', 'y: seharusnya lain, hasilnya teks'],
    ['outputs: { z: 1 }', 'z: seharusnya 1, hasilnya tidak ada'],
    ['outputs: { toString: 1 }', 'toString: seharusnya 1, hasilnya tidak ada'],
    ['components: { TPP: 99 }', 'komponen TPP: seharusnya 99, hasilnya 100'],
    ['components: { X: 99 }', 'komponen X: seharusnya 99, hasilnya tidak ada'],
    ['rules: [c]', 'langkah "c" tidak ada pada penjelasan'],
    ['lapis: rsud', 'lapis: seharusnya rsud, hasilnya tidak ada'],
    ['missing: [a]', 'fakta yang kurang: seharusnya a, hasilnya tidak ada'],
  ])('%s differs: %s', (text, wanted) => expect(against(text)).toEqual([wanted]));

  it('says why there is no amount, and nothing of what there is not because of it', () => {
    const none = { status: 'TIDAK_LENGKAP', gross: null, net: null, outputs: {}, components: [] };
    const reason = 'tabel "besaran" tidak mempunyai baris untuk 9';
    const failed = { ...none, missing: ['x'], missingFacts: [{ name: 'x', label: 'Besaran', source: '', reason }] };
    const expected =
      'status: DIBAYAR\ngross: 100\nnet: 90\noutputs: { x: 1.5 }\ncomponents: { TPP: 100 }\nrules: [a]\n';
    expect(against(expected, failed)).toEqual([`tidak dapat dihitung: Besaran: ${reason}`]);
    expect(against(`${expected}missing: [b]\n`, failed)).toEqual([
      `tidak dapat dihitung: Besaran: ${reason}`,
      'fakta yang kurang: seharusnya b, hasilnya tidak ada',
    ]);
    expect(against('missing: [x]\ngross: 5\n', failed)).toEqual(['gross: seharusnya 5, hasilnya tidak ada']);
  });

  it('tells of what differs in the order of the steps', () => {
    const rules = good(
      small(`inputs:
  a: { label: A, type: rupiah, source: fakta.a }
steps:
  - { set: satu, label: S, cite: P, expr: a * 2 }
  - { set: dua, label: D, cite: P, expr: satu * 2 }
components: [{ code: K, label: K, kind: pendapatan, step: satu }]
outputs: { z: dua, a_lain: satu + Rp1 }
totals: { gross: satu }
`),
    );
    const found = loadCases(
      'facts: { a: 1 }\nexpect: { gross: 3, outputs: { z: 5, a_lain: 4 }, components: { K: 3 } }\n',
      'x',
    );
    if (!found.ok) throw new Error('refused');
    expect(runCases(rules, found.file.cases)[0]?.differences).toEqual([
      'gross: seharusnya 3, hasilnya 2',
      'a_lain: seharusnya 4, hasilnya 3',
      'komponen K: seharusnya 3, hasilnya 2',
      'z: seharusnya 5, hasilnya 4',
    ]);
  });

  it('says of a component that no rules have which may be meant', () => {
    const node = parseSource('components: { TPPX: 99, TPP: 99 }', new Problems('x'));
    const wanted = readExpectation(node?.kind === 'map' ? node : null, new Problems('x'));
    expect(differences(wanted, COMPUTED, undefined, ['TPP', 'LAIN'])).toEqual([
      'komponen TPPX: tidak ada komponen itu; maksudnya TPP?',
      'komponen TPP: seharusnya 99, hasilnya 100',
    ]);
    expect(differences(wanted, COMPUTED, undefined, ['TPPX', 'TPP'])[0]).toBe(
      'komponen TPPX: seharusnya 99, hasilnya tidak ada',
    );
  });

  it('names facts that lack with their reasons, and a layer that should not hold', () => {
    const lacking = {
      missing: ['a'],
      missingFacts: [{ name: 'a', label: 'A', source: 'fakta.a', reason: 'belum ada' }],
    };
    expect(against('', lacking)).toEqual(['fakta yang kurang: seharusnya tidak ada, hasilnya a (belum ada)']);
    expect(against('missing: [b, a]', lacking)).toEqual(['fakta yang kurang: seharusnya b, a, hasilnya a (belum ada)']);
    expect(against('lapis: null', { layer: { id: 'rsud', label: '', cite: '' } })).toEqual([
      'lapis: seharusnya tidak ada, hasilnya rsud',
    ]);
    expect(against('rules: [a]', { components: [] })).toEqual(['langkah "a" tidak ada pada penjelasan']);
  });
});

describe('cases of several people', () => {
  const regulation = good(
    small(`
inputs:
  a: { label: A, type: rupiah, source: fakta.a }
  dipimpin: { label: D, type: daftar<baris>, source: bawahan.langsung, fields: { x: rupiah, hari_dipimpin: hari } }
steps:
  - { set: x, label: X, cite: P, expr: a }
  - { set: y, label: Y, cite: P, expr: a + jumlah(dipimpin.x) }
outputs: { y: y, x: x, hari: jumlah(dipimpin.hari_dipimpin) }
`),
  );
  const alone = good(
    small(
      'inputs:\n  a: { label: A, type: rupiah, source: fakta.a }\nsteps:\n  - { set: x, label: X, cite: P, expr: a }\noutputs: { y: x }\n',
    ),
  );
  const run = (text: string, rules = regulation) => {
    const found = loadCases(text, 'x');
    if (!found.ok) throw new Error(JSON.stringify(found.errors));
    return runCases(rules, found.file.cases).map(({ id, name, line, differences }) => [id, name, line, ...differences]);
  };
  const TWO =
    'cases:\n  - id: dua\n    name: Dua orang\n    facts: { a: 5 }\n    people:\n      kabid: { expect: { outputs: { y: 12, hari: 31 } } }\n      staf: { led_by: kabid, facts: { a: 7 }, expect: { outputs: { y: 7 } } }\n';

  it('are computed with the rows that each leads, and called by their names', () => {
    expect(run(TWO)).toEqual([
      ['dua/kabid', 'Dua orang: kabid', 6],
      ['dua/staf', 'Dua orang: staf', 7],
    ]);
    expect(run(TWO.replace('led_by: kabid', 'led_by: { kabid: 10 }').replace('hari: 31', 'hari: 10'))).toHaveLength(2);
    expect(run(TWO.replace('y: 7', 'y: 8'))[1]).toEqual([
      'dua/staf',
      'Dua orang: staf',
      7,
      'y: seharusnya 8, hasilnya 7',
    ]);
    expect(run('cases:\n  - { id: satu, facts: { a: 3 }, expect: { outputs: { y: 3 } } }\n')).toEqual([
      ['satu', 'satu', 2],
    ]);
  });

  it('refuse rows that end before they begin, written either way', () => {
    const leave = good(
      small(
        `inputs:
  cuti: { label: C, type: daftar<baris>, source: cuti.rentang, fields: { mulai: tanggal, selesai: tanggal, hari_kerja: hari }, default: [] }
steps:
  - { set: x, label: X, cite: P, expr: jumlah(cuti.hari_kerja) }
outputs: { x: x }
`,
      ),
    );
    const rows = (written: string) =>
      run(`cases:\n  - { id: a, facts: { cuti: [${written}] }, expect: { outputs: { x: 3 } } }\n`, leave)[0]?.slice(3);
    expect(rows('[2025-01-05, 2025-01-05, 3]')).toEqual([]);
    const said = 'fakta "cuti", baris ke-1: selesai 2025-01-03 sebelum mulai 2025-01-05';
    expect(rows('[2025-01-05, 2025-01-03, 3]')).toEqual([said]);
    expect(rows('{ selesai: 2025-01-03, mulai: 2025-01-05, hari_kerja: 3 }')).toEqual([said]);
  });

  it('say who cannot lead whom', () => {
    expect(run(TWO, alone)[0]).toContain(
      'ada yang dipimpin "kabid", padahal aturan ini tidak mempunyai fakta bawahan.langsung',
    );
    expect(run(TWO.replace('kabid: { expect', 'kabid: { facts: { dipimpin: [] }, expect'))[0]).toContain(
      'fakta "dipimpin" dihitung dari led_by; hapus dari facts "kabid"',
    );
    const three = TWO.replace('led_by: kabid', 'led_by: { kabid: 20, lain: 12 }').concat('      lain: {}\n');
    expect(run(three)[1]).toContain('led_by "staf" berjumlah 32 hari, padahal bulan itu 31 hari');
    expect(run(three.replace('lain: 12', 'lain: 11').replace('y: 12, hari: 31', 'y: 12, hari: 20'))[1]).toEqual([
      'dua/staf',
      'Dua orang: staf',
      7,
    ]);
  });

  it('of a month that is not said are of the first in force', () => {
    const found = loadCases('facts: { a: 3 }\nexpect: {}\n', 'x');
    if (!found.ok || !found.file.cases[0]) throw new Error('no case');
    expect([...computeCase(alone, found.file.cases[0]).values()].map(({ period }) => period)).toEqual(['2025-01']);
  });
});

describe('a result of an earlier month', () => {
  const known = {
    results: new Map<string, readonly ValueType[]>([
      ['gross', [WHOLE_RUPIAH]],
      ['capaian', [WHOLE_RUPIAH]],
      ['bagian', [{ kind: 'map', of: WHOLE_RUPIAH, keys: null }]],
    ]),
    steps: new Set(['dasar', 'capaian']),
    components: new Map([
      ['TPP', 'bayar'],
      ['PAJAK', 'pajak'],
    ]),
  };
  const names = [...known.results.keys()];
  const fault = (output: string, hasDefault = false) =>
    pastFault({ name: 'lalu', type: WHOLE_RUPIAH, source: `bulan_lalu.${output}`, output, hasDefault }, known);

  it('is named after the month', () => {
    expect(
      ['bulan_lalu.capaian', 'sejak_januari.a.b', 'fakta.capaian', 'bulan_lalu.', 'x_bulan_lalu.a'].map(pastOutput),
    ).toEqual(['capaian', 'a.b', null, null, null]);
  });

  it('is one of those that are known, or an item of one', () => {
    expect(unknownOutput('capaian', names)).toBeNull();
    expect(unknownOutput('bagian.bk', names)).toBeNull();
    expect(unknownOutput('bagianbk', names)).toBe('aturan ini tidak mempunyai keluaran "bagianbk"');
    expect([fault('gross'), fault('bagian.bk', true)]).toEqual([null, null]);
  });

  it('that is none is a step, a component, a mistake, or the version before gave it', () => {
    const none = (name: string): string => `aturan ini tidak mempunyai keluaran "${name}"`;
    const add = (name: string, step: string): string =>
      `Tambahkan pada outputs, misalnya outputs: { ${name}: ${step} }, atau pakai source fakta.… bila diketik`;
    expect(fault('dasar')).toBe(`${none('dasar')}; "dasar" langkah, bukan keluaran. ${add('dasar', 'dasar')}`);
    expect(fault('dasar.x')).toBe(`${none('dasar.x')}; "dasar" langkah, bukan keluaran. ${add('dasar', 'dasar')}`);
    expect(fault('tpp')).toBe(`${none('tpp')}; "TPP" komponen, bukan keluaran. ${add('tpp', 'bayar')}`);
    expect(fault('pajka')).toBe(`${none('pajka')}; "PAJAK" komponen, bukan keluaran. ${add('pajka', 'pajak')}`);
    expect(fault('capain')).toBe(
      `${none('capain')}; maksudnya capaian? Tambahkan pada outputs, atau pakai source fakta.… bila diketik`,
    );
    expect(fault('lain')).toBeNull();
    expect(fault('lain', true)).toBe(
      `${none('lain')}, jadi selalu dipakai default; yang ada: gross, capaian, bagian. Tambahkan pada outputs, atau pakai source fakta.… bila diketik`,
    );
  });
});

describe('pay that is postponed', () => {
  const gate = { rule: 'gerbang_1', label: 'LHKPN', cite: 'Pasal 7' };

  it('is said by its status, and released by the whole name of its gate', () => {
    expect(['DITUNDA', 'DITAHAN', 'NIHIL', null].map(isPostponed)).toEqual([true, true, false, false]);
    expect(isLifted(gate, new Set([liftedText(gate)]))).toBe(true);
    expect(isLifted(gate, new Set(['LHKPN']))).toBe(true);
    expect(isLifted(gate, new Set([liftedText({ ...gate, cite: 'Pasal 8' }), 'Pasal 7']))).toBe(false);
    expect(liftedText(gate)).toBe('gerbang_1: LHKPN (Pasal 7)');
    expect(liftedWords('gerbang_1: LHKPN (Pasal 7)\ngerbang_12: SPT (Pasal 8)\nLHKPN')).toBe(
      'LHKPN (Pasal 7); SPT (Pasal 8); LHKPN',
    );
  });

  const text = (stop: string, more = ''): string =>
    small(`
inputs:
  tunda: { label: T, type: ya_tidak, default: tidak, source: fakta.tunda }
  nihil: { label: N, type: ya_tidak, default: tidak, source: fakta.nihil }
  a: { label: A, type: rupiah, default: 100, source: fakta.a }
steps:
  - { gate: tunda, label: LHKPN, cite: P7, status: DITUNDA, reason: Belum lapor${stop} }
  - { gate: nihil, label: Nihil, cite: P8, status: NIHIL, reason: Nihil }
  - { set: x, label: X, cite: P, expr: a }
  - { set: y, label: Y, cite: P, expr: bulat(a * 10%) }
components:
  - { code: X, label: X, kind: pendapatan, step: x }
  - { code: Y, label: Y, kind: potongan, step: y }
totals: { gross: x, deductions: y }
${more}`);
  const paid = (rules: string, facts: Readonly<Record<string, boolean>>) => {
    const regulation = good(rules);
    const found = compute(regulation, { period: '2026-01', values: facts });
    const now = paidNow(regulation, found);
    return [found.status, now.gross, now.deductions, now.net, ...now.components.map(({ amount }) => amount)];
  };

  it('pays nothing of a month that is only marked, and what a stopping gate lets through', () => {
    expect(paid(text(''), {})).toEqual(['DIBAYAR', '100', '10', null, '100', '10']);
    expect(paid(text(''), { tunda: true })).toEqual(['DITUNDA', '0', '0', null, '0', '0']);
    expect(paid(text(''), { tunda: true, nihil: true })).toEqual(['NIHIL', '100', '10', null, '100', '10']);
    const stopping = text(', stop: ya, then: { x: Rp40 }');
    expect(paid(stopping, { tunda: true })).toEqual(['DITUNDA', '40', '0', null, '40', '0']);
    expect(paid(stopping, { nihil: true })).toEqual(['NIHIL', '100', '10', null, '100', '10']);
  });

  it('is judged by the rules of the layer that held', () => {
    const layer = `lapis:
  - id: rsud
    label: RSUD
    cite: P9
    when: nihil
    steps:
      - { gate: tunda, label: LHKPN, cite: P9, status: DITUNDA, reason: Belum lapor, stop: ya, then: { x: Rp70 } }
      - { gate: 'tidak', label: Nihil, cite: P9, status: NIHIL, reason: Nihil }
`;
    expect(paid(text('', layer), { tunda: true, nihil: true })).toEqual(['DITUNDA', '70', '0', null, '70', '0']);
    expect(paid(text('', layer), { tunda: true })).toEqual(['DITUNDA', '0', '0', null, '0', '0']);
  });
});
