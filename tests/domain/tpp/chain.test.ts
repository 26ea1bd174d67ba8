import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainRows, computeChain, type ChainLead, type ChainPerson } from '../../../src/domain/tpp/chain.ts';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { factOf } from '../../../src/domain/tpp/fact-reader.ts';
import { Problems } from '../../../src/domain/tpp/problem.ts';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { parseSource } from '../../../src/domain/tpp/source-node.ts';
import { Fraction, whole } from '../../oracle/fraction.ts';
import { faults, good, small } from './policies.ts';

const INPUTS = `
inputs:
  hasil: { label: Hasil sendiri, type: poin, source: fakta.hasil }
  target: { label: Target, type: poin, min: 1, source: fakta.target }
  dipimpin:
    label: Yang dipimpin
    type: daftar<baris>
    source: bawahan.langsung
    fields: { nilai_kerja: persen, hari_dipimpin: hari }
`;
const STEPS = `steps:
  - { gate: hasil = 0 poin, label: Tanpa hasil, cite: Pasal 1, status: NIHIL, reason: Tidak ada hasil, stop: ya }
  - { set: sendiri, label: Sendiri, cite: Pasal 1, expr: persen(hasil / target) }
  - { set: bobot, each: dipimpin, label: Bobot, cite: Pasal 2, expr: nilai.nilai_kerja * nilai.hari_dipimpin }
  - set: nilai_kerja
    label: Nilai kerja
    cite: Pasal 3
    choose:
      - { when: banyak(dipimpin) = 0, expr: sendiri }
      - { otherwise: 70% * sendiri + 30% * persen(jumlah(bobot) / jumlah(dipimpin.hari_dipimpin)) }
outputs: { nilai: nilai_kerja, banyak: banyak(dipimpin) }
`;
const TEXT = small(INPUTS + STEPS);
const regulation = good(TEXT);

const person = (key: string, hasil: string | null, more: Partial<ChainPerson> = {}): ChainPerson => ({
  key,
  values: { hasil, target: '70' },
  ...more,
});
const over = (top: bigint, bottom: bigint): Fraction => new Fraction(top, bottom);

/** A fraction as outputs are written: half up at twelve decimals, without zeros at the end. */
function decimal(value: Fraction): string {
  const digits = value
    .times(whole(10n ** 12n))
    .rounded()
    .toString()
    .padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, '');
}

const leads = (...all: readonly (readonly [leader: string, led: string, days?: number])[]): readonly ChainLead[] =>
  all.map(([leader, led, days]) => ({ leader, led, days: days ?? 31 }));
const months = (people: readonly ChainPerson[], led: readonly ChainLead[], rules = regulation) =>
  computeChain(rules, '2026-10', people, led);
const reason = (found: ReturnType<typeof months>, key: string): string | undefined =>
  found.get(key)?.missingFacts.find(({ name }) => name === 'dipimpin')?.reason;

/** A kept fact as a line is computed from it years later. */
const kept = (text: string): FactValue => {
  const node = parseSource(text, new Problems('fakta'));
  return node ? factOf(node) : null;
};

describe('rows over the people one leads', () => {
  it('weighs them by days, through three levels, exactly', () => {
    const people = [person('c', '50'), person('b', '60'), person('d', '40'), person('a', '70')];
    const found = months(people, leads(['a', 'b'], ['b', 'c', 20], ['b', 'd', 11]));
    const b = whole(60n).plus(over(3n * (50n * 20n + 40n * 11n), 7n * 31n));
    const a = whole(70n).plus(b.times(over(3n, 10n)));
    expect(found.get('b')?.outputs.nilai).toBe(decimal(b));
    expect(found.get('a')?.outputs.nilai).toBe(decimal(a));
    expect(found.get('c')?.outputs.banyak).toBe('0');
  });

  it('keeps what does not end as a fraction, in the order of the keys', () => {
    const rows = chainRows(
      regulation,
      '2026-10',
      [person('x', '1'), person('b', '30'), person('a', '35')],
      [...leads(['x', 'b', 4], ['x', 'a'], ['x', 'b', 6])],
    );
    expect(rows.get('x')?.text).toBe(
      '[{"nilai_kerja":"50","hari_dipimpin":"31"},{"nilai_kerja":"300/7","hari_dipimpin":"10"}]',
    );
    expect(rows.get('a')?.text).toBe('[]');
  });

  it('takes what a gate left: nothing, when it stopped', () => {
    const found = months([person('a', '70'), person('b', '0')], leads(['a', 'b']));
    expect(found.get('b')?.status).toBe('NIHIL');
    expect(found.get('a')?.outputs.nilai).toBe('70');
    const then = good(TEXT.replace('stop: ya }', 'stop: ya, then: { nilai_kerja: 50% } }'));
    expect(months([person('a', '70'), person('b', '0')], leads(['a', 'b']), then).get('a')?.outputs.nilai).toBe('85');
  });

  it('lacks the fact where somebody led lacks one, all the way up, saying whose', () => {
    const people = [person('a', '70'), person('b', '70'), person('c', null, { name: 'Siti Rahma' }), person('d', '70')];
    const found = months(people, leads(['a', 'b'], ['b', 'c'], ['a', 'd']));
    for (const key of ['a', 'b']) {
      expect(found.get(key)).toMatchObject({ status: 'TIDAK_LENGKAP', missing: ['dipimpin'] });
      expect(reason(found, key)).toBe('menunggu data orang yang dipimpin: Siti Rahma: Hasil sendiri belum ada');
    }
    expect(found.get('d')?.missing).toEqual([]);
    const many = Array.from({ length: 9 }, (_, index) => person(`p${index}`, null));
    expect(
      reason(
        months(
          [person('a', '1'), ...many],
          many.map(({ key }) => ({ leader: 'a', led: key, days: 31 })),
        ),
        'a',
      ),
    ).toMatch(/p4: .*; dan 4 lagi$/);
  });

  it('refuses a circle with the names along it, for those in it and above, and nobody else', () => {
    const people = ['a', 'b', 'c', 'd', 'e'].map(key => person(key, '70', { name: key.toUpperCase() }));
    const found = months(people, leads(['c', 'b'], ['b', 'd'], ['d', 'c'], ['a', 'c'], ['d', 'e']));
    const words = 'menunggu data orang yang dipimpin: lingkaran atasan: B memimpin D memimpin C memimpin B';
    for (const key of ['a', 'b', 'c', 'd']) expect(reason(found, key)).toBe(words);
    expect(found.get('e')?.missing).toEqual([]);
    expect(reason(months(people, leads(['a', 'a'])), 'a')).toContain('A tercatat memimpin dirinya sendiri');
  });

  it('lets a circle be where no column rests on the rows', () => {
    const flat = good(
      TEXT.replace('nilai_kerja: persen,', 'sendiri: persen,').replace('nilai.nilai_kerja', 'nilai.sendiri'),
    );
    expect(flat.chain?.dependent).toBe(false);
    const found = months([person('a', '70'), person('b', '35')], leads(['a', 'b'], ['b', 'a']), flat);
    expect([...found.values()].map(each => each.outputs.nilai)).toEqual(['85', '65']);
    expect(reason(months([person('a', '70')], leads(['a', 'a']), flat), 'a')).toContain('memimpin dirinya sendiri');
  });

  it('says who is unknown and whose days cannot be', () => {
    const people = [person('a', '70'), person('b', '70')];
    expect(reason(months(people, leads(['a', 'x'])), 'a')).toContain('x: datanya tidak ada');
    expect(reason(months(people, leads(['a', 'b', 20], ['a', 'b', 12])), 'a')).toContain('b: 32 hari dipimpin');
    expect(months(people, leads(['a', 'b', 0], ['x', 'a'])).get('a')?.outputs).toEqual({ nilai: '100', banyak: '0' });
  });

  it('lets rows that are given stand', () => {
    const given = person('a', '70');
    const found = months([{ ...given, values: { ...given.values, dipimpin: [['50', '31']] } }], leads(['a', 'x']));
    expect(found.get('a')?.outputs.nilai).toBe('85');
  });

  it('are wanted by the engine alone: nobody else makes them', () => {
    expect(compute(regulation, { period: '2026-10', values: { hasil: '1', target: '1' } }).missing).toEqual([
      'dipimpin',
    ]);
  });

  it('follow the layer and the trial month of the person led', () => {
    const rules = good(
      `${TEXT.replace('  dipimpin:', '  regu: { label: Regu, type: teks, default: A, source: fakta.regu }\n  dipimpin:')}uji_coba: { cite: Pasal 9, fakta: { hasil: target } }
lapis:
  - id: b
    label: Regu B
    cite: Pasal 8
    when: regu = "B"
    steps: [{ set: sendiri, label: Sendiri, cite: Pasal 8, expr: 40% }]
`,
    );
    const led = { key: 'b', values: { hasil: '7', target: '70', regu: 'B' } };
    const trial = person('c', '7', { trial: true });
    expect(months([person('a', '70'), led], leads(['a', 'b']), rules).get('a')?.outputs.nilai).toBe('82');
    expect(months([person('a', '70'), trial], leads(['a', 'c']), rules).get('a')?.outputs.nilai).toBe('100');
  });
});

/** People 0 … n: person i is led by some of those before, each for some days. */
const units = fc.array(
  fc.record({
    hasil: fc.integer({ min: 1, max: 200 }),
    leaders: fc.array(fc.record({ at: fc.nat(1000), days: fc.integer({ min: 1, max: 10 }) }), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 25 },
);
type Unit = readonly {
  readonly hasil: number;
  readonly leaders: readonly { readonly at: number; readonly days: number }[];
}[];

/** Keys that do not sort as the people stand. */
const keyOf = (index: number): string => `p${(index * 37) % 101}`;
const peopleOf = (unit: Unit): readonly ChainPerson[] =>
  unit.map(({ hasil }, index) => person(keyOf(index), `${hasil}`));
const leadsOf = (unit: Unit): readonly ChainLead[] =>
  unit.flatMap(({ leaders }, index) =>
    index === 0 ? [] : leaders.map(({ at, days }) => ({ leader: keyOf(at % index), led: keyOf(index), days })),
  );

/** By recursion, with a fraction type of the tests' own; who was reckoned once is remembered. */
function naive(unit: Unit, at: number, known = new Map<number, Fraction>()): Fraction {
  const before = known.get(at);
  if (before) return before;
  let sum = whole(0n);
  let days = 0n;
  unit.forEach(({ leaders }, index) => {
    for (const each of leaders) {
      if (index === 0 || each.at % index !== at) continue;
      sum = sum.plus(naive(unit, index, known).times(whole(BigInt(each.days))));
      days += BigInt(each.days);
    }
  });
  const own = over(BigInt(unit[at]!.hasil) * 100n, 70n);
  const made = days === 0n ? own : own.times(over(7n, 10n)).plus(sum.times(over(3n, 10n * days)));
  known.set(at, made);
  return made;
}

describe('random units', () => {
  it('come out as by plain recursion, whatever the order, and again from the kept text alone', () => {
    fc.assert(
      fc.property(units, fc.infiniteStream(fc.nat(1000)), (unit, shuffle) => {
        const people = peopleOf(unit);
        const found = months(people, leadsOf(unit));
        unit.forEach((_, index) => {
          expect(found.get(keyOf(index))?.outputs.nilai).toBe(decimal(naive(unit, index)));
        });
        const mixed = <T>(items: readonly T[]): readonly T[] =>
          items
            .map(item => [shuffle.next().value ?? 0, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const rows = chainRows(regulation, '2026-10', mixed(people), mixed(leadsOf(unit)));
        for (const { key, values } of people) {
          const alone = compute(regulation, {
            period: '2026-10',
            values: { ...values, dipimpin: kept(rows.get(key)?.text ?? '') },
          });
          expect(JSON.stringify(alone)).toBe(JSON.stringify(found.get(key)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('with a circle are refused for everybody in it, and only for those from whom it can be reached', () => {
    fc.assert(
      fc.property(units, fc.nat(1000), fc.nat(1000), (unit, one, two) => {
        const [low, high] = [one % unit.length, two % unit.length].sort((a, b) => a - b) as [number, number];
        const down = Array.from({ length: high - low }, (_, at) => ({
          leader: keyOf(low + at),
          led: keyOf(low + at + 1),
          days: 1,
        }));
        const all = [...leadsOf(unit), ...down, { leader: keyOf(high), led: keyOf(low), days: 1 }];
        const found = months(peopleOf(unit), all);
        const reaches = new Set([keyOf(low)]);
        for (let before = 0; before < reaches.size;) {
          before = reaches.size;
          for (const { leader, led } of all) if (reaches.has(led)) reaches.add(leader);
        }
        for (const { key } of peopleOf(unit)) {
          expect(found.get(key)?.missing).toEqual(reaches.has(key) ? ['dipimpin'] : []);
          if (reaches.has(key)) expect(reason(found, key)).toMatch(/lingkaran atasan|memimpin dirinya sendiri/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are not deepened by many levels', () => {
    const deep = Array.from({ length: 3000 }, (_, index) => person(keyLong(index), '70'));
    const line = deep.slice(1).map(({ key }, index) => ({ leader: keyLong(index), led: key, days: 31 }));
    const rows = chainRows(regulation, '2026-10', deep, line);
    expect(rows.get(keyLong(0))?.text).toBe('[{"nilai_kerja":"100","hari_dipimpin":"31"}]');
  });
});

const keyLong = (index: number): string => String(index).padStart(5, '0');

describe('what is refused', () => {
  const refused: readonly (readonly [what: string, from: string, to: string, at: string, said: string])[] = [
    ['a column that is nothing', '{ nilai_kerja: persen,', '{ nilai_krja: persen,', 'fields:', 'nama "nilai_krja" tidak dikenal'],
    ['a column of another unit', '{ nilai_kerja: persen,', '{ sendiri: hari, nilai_kerja: persen,', 'fields:', 'ditulis hari, padahal persen'],
    ['days that are none', 'hari_dipimpin: hari }', 'hari_dipimpin: kali }', 'fields:', '"hari_dipimpin" pada fakta "dipimpin" adalah hari'],
    ['itself', '{ nilai_kerja: persen,', '{ dipimpin: persen, nilai_kerja: persen,', 'fields:', 'tidak dapat memuat dirinya sendiri'],
    ['the month', '{ nilai_kerja: persen,', '{ periode: teks, nilai_kerja: persen,', 'fields:', 'bukan milik orang yang dipimpin'],
    ['a default', 'source: bawahan.langsung', 'default: []\n    source: bawahan.langsung', 'default:', 'kosong bagi yang tidak memimpin'],
    ['another type', 'type: daftar<baris>\n    source: bawahan.langsung\n    fields: { nilai_kerja: persen, hari_dipimpin: hari }', 'type: peta<persen>\n    source: bawahan.langsung', 'type: peta', 'harus bertype daftar<baris>'],
    ['a trial month that looks at it', 'outputs:', 'uji_coba: { cite: P, fakta: { hasil: jumlah(dipimpin.nilai_kerja) * 1 poin } }\noutputs:', 'dipimpin:', 'dipakai uji_coba'],
    ['a layer by it', 'outputs:', 'lapis:\n  - { id: a, label: A, cite: P, when: banyak(dipimpin) > 0, outputs: { nilai: sendiri } }\noutputs:', '- { id: a', 'syarat lapis tidak dapat memakai "dipimpin"'],
  ]; // prettier-ignore
  it.each(refused)('%s', (_what, from, to, at, said) => {
    expect(TEXT).toContain(from);
    const text = TEXT.replace(from, to);
    const line = text.slice(0, text.indexOf(at)).split('\n').length;
    expect(faults(text)).toContainEqual(
      expect.stringMatching(new RegExp(`^${line}: .*${said.replace(/[?()"]/g, '\\$&')}`)),
    );
  });

  it('a second list, and one of a layer', () => {
    const second = INPUTS.slice(INPUTS.indexOf('  dipimpin:'));
    const text = small(`${INPUTS}${second.replace('dipimpin:', 'lagi:')}${STEPS}`);
    expect(faults(text).join()).toContain('hanya satu fakta dengan source bawahan.langsung');
    const layer = `lapis:\n  - id: a\n    label: A\n    cite: P\n    when: target > 1 poin\n    inputs:\n${second.replace('dipimpin:', 'lagi:').replace(/^/gm, '    ')}`;
    expect(faults(TEXT + layer).join()).toContain('ditulis pada inputs aturan pokok, bukan pada lapis');
  });

  it('a column of whole numbers that are not rounded', () => {
    const text = TEXT.replace('{ nilai_kerja: persen,', '{ uang: rupiah, nilai_kerja: persen,').replace('outputs:', '  - { set: uang, label: U, cite: P, expr: Rp100 * nilai_kerja }\noutputs:'); // prettier-ignore
    expect(faults(text).join()).toContain('padahal belum dibulatkan; pakai bulat(…)');
    expect(faults(text.replace('Rp100 * nilai_kerja', 'bulat(Rp100 * nilai_kerja)'))).toEqual([]);
  });
});

describe('cases of several people', () => {
  const read = (text: string) => loadCases(text, 'c.yaml');
  const said = (text: string): readonly string[] => {
    const loaded = read(text);
    return loaded.ok ? [] : loaded.errors.map(({ line, reason: why }) => `${line}: ${why}`);
  };

  it('are computed with one another; a single one leads nobody', () => {
    const loaded = read(`period: 2026-02
cases:
  - id: tim
    facts: { target: 70 }
    people:
      kepala: { facts: { hasil: 70 }, expect: { outputs: { nilai: 85 } } }
      a: { led_by: kepala, facts: { hasil: 35 }, expect: { outputs: { nilai: 50, banyak: 1 } } }
      b: { led_by: { kepala: 20, a: 10 }, facts: { hasil: 35 }, expect: {} }
  - { id: sendiri, facts: { hasil: 35, target: 70 }, expect: { outputs: { nilai: 50 } } }
  - { id: baris, facts: { hasil: 70, target: 70, dipimpin: [[50, 28]] }, expect: { outputs: { nilai: 85 } } }
  - { id: dua, people: { a: { facts: { hasil: 1, target: 1, dipimpin: [] } }, b: { led_by: a, facts: { hasil: 1, target: 1 } } } }
`);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
    expect(runCases(regulation, loaded.file.cases).map(({ id, differences }) => [id, differences])).toEqual([
      ['tim/kepala', []],
      ['tim/a', []],
      ['tim/b', ['led_by "b" berjumlah 30 hari, padahal bulan itu 28 hari']],
      ['sendiri', []],
      ['baris', []],
      ['dua/a', ['fakta "dipimpin" dihitung dari led_by; hapus dari facts "a"']],
      ['dua/b', []],
    ]);
    const plain = good(small('inputs:\n  x: { label: X, type: kali, source: fakta.x }\nsteps:\n  - { set: y, label: Y, cite: P, expr: x }\noutputs: { y: y }\n')); // prettier-ignore
    const two = read('people: { a: { facts: { x: 1 } }, b: { led_by: a, facts: { x: 1 } } }');
    if (!two.ok) throw new Error(JSON.stringify(two.errors));
    expect(runCases(plain, two.file.cases)[0]?.differences[0]).toContain('tidak mempunyai fakta bawahan.langsung');
  });

  it('are refused where nobody is meant', () => {
    expect(said('people:\n  a: { led_by: x }\n')).toEqual(['2: led_by "x" tidak ada pada people: a']);
    expect(said('people:\n  a: { led_by: a }\n')).toEqual(['2: "a" tidak dapat memimpin dirinya sendiri']);
    expect(said('people:\n  a: {}\n  b: { led_by: { a: 32 } }\n')[0]).toContain(
      '3: hari dipimpin harus bilangan bulat 1 sampai 31',
    );
    expect(said('people:\n  a: {}\n  b: { led_by: [a] }\n')[0]).toContain('3: led_by berisi satu nama');
    expect(said('people: {}\n')[0]).toContain('"people" kosong');
    expect(said('people:\n  a: 1\n')[0]).toContain('2: "a" berisi facts dan expect');
  });
});
