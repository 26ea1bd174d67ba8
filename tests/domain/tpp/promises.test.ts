import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compute } from '../../../src/domain/tpp/compute.ts';
import type { Computation, FactValue } from '../../../src/domain/tpp/computation.ts';
import { runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';
import { good, readPolicy } from './policies.ts';
import { casesOf, regulationOf, written } from './written.ts';

/** What every regulation here promises, whatever the month: none of it is read off the engine's code. */

type Values = Readonly<Record<string, FactValue>>;

const paid = (regulation: Regulation, values: Values): Computation => {
  const found = compute(regulation, { period: '2026-10', values }, { explain: false });
  if (found.missing.length > 0) throw new Error(JSON.stringify(found.missingFacts));
  return found;
};
const gross = (regulation: Regulation, values: Values): bigint => BigInt(paid(regulation, values).gross ?? '-1');
const part = (found: Computation, code: string): bigint =>
  BigInt(found.components.find(component => component.code === code)?.amount ?? '0');

const amountOf = (values: Values, name: string): bigint => {
  const fact = values[name];
  if (typeof fact !== 'string') throw new Error(`${name} is not written as text`);
  return BigInt(fact);
};

const whole = (max: number): fc.Arbitrary<string> => fc.nat({ max }).map(String);
/** Percent with two decimals. */
const percent = (max = 100): fc.Arbitrary<string> =>
  fc.nat({ max: max * 100 }).map(value => `${String(Math.trunc(value / 100))}.${String(value % 100).padStart(2, '0')}`);
const ordered = (of: fc.Arbitrary<string>): fc.Arbitrary<readonly [string, string]> =>
  fc.tuple(of, of).map(([a, b]): readonly [string, string] => (Number(a) <= Number(b) ? [a, b] : [b, a]));
const PTKP = ['TK/0', 'TK/1', 'TK/2', 'TK/3', 'K/0', 'K/1', 'K/2', 'K/3'];

/** In each regulation: facts of which more never pays more, and of which more never pays less. */
interface Direction {
  readonly name: string;
  readonly file: string;
  readonly month: fc.Arbitrary<Values>;
  readonly less: Readonly<Record<string, fc.Arbitrary<readonly [FactValue, FactValue]>>>;
  readonly more: Readonly<Record<string, fc.Arbitrary<readonly [FactValue, FactValue]>>>;
  readonly caps: (values: Values, found: Computation) => void;
}

const codes = (max: number): fc.Arbitrary<readonly [FactValue, FactValue]> =>
  fc
    .tuple(
      fc.dictionary(fc.constantFrom('tmk1', 'tmk2', 'tmk3', 'pksw1', 'pksw3'), whole(max)),
      fc.constantFrom('tmk1', 'pksw2', 'TK'),
    )
    .map(([map, code]) => [map, { ...map, [code]: String(Number(map[code] ?? '0') + 1) }] as const);
const longer: fc.Arbitrary<readonly [FactValue, FactValue]> = fc
  .tuple(fc.array(whole(200), { maxLength: 12 }), whole(200), fc.nat())
  .map(([list, more, at]) => {
    const where = at % (list.length + 1);
    return [list, [...list.slice(0, where), more, ...list.slice(where)]] as const;
  });

const DIRECTIONS: readonly Direction[] = [
  {
    name: 'contoh-2026',
    file: 'contoh-2026/2026-01.yaml',
    month: fc.record({
      kelas: fc.integer({ min: 1, max: 15 }).map(String),
      status_pegawai: fc.constantFrom('PNS', 'CPNS', 'PPPK'),
      poin_dihitung: whole(9_000),
      target_poin: fc.integer({ min: 1, max: 8_000 }).map(String),
      pengurangan_disiplin: percent(),
      gaji_bruto: whole(30_000_000),
      iwp_gaji: whole(150_000),
      pph_gaji: whole(3_000_000),
      ptkp: fc.constantFrom(...PTKP),
    }),
    less: { pengurangan_disiplin: ordered(percent()) },
    more: { poin_dihitung: ordered(whole(9_000)) },
    caps: (values, found) => {
      const [dues, room] = [part(found, 'iwp'), 120_000n - amountOf(values, 'iwp_gaji')];
      expect(dues >= 0n && dues <= (room > 0n ? room : 0n)).toBe(true);
      expect(part(found, 'pph21') >= 0n && BigInt(found.net ?? '-1') >= 0n).toBe(true);
    },
  },
  {
    name: 'balangan-2025',
    file: 'balangan-2025/2025-01.yaml',
    month: fc.record({
      status: fc.constantFrom('PNS', 'CPNS'),
      comp: fc.record({ bk: whole(3_000_000), pk: whole(3_000_000), kk: whole(900_000) }),
      plt: fc.record({ bk: whole(3_000_000), pk: whole(3_000_000) }),
      plt_type: fc.constantFrom('', 'plt20', 'plt100'),
      predikat: fc.constantFrom('sangat baik', 'baik', 'kurang'),
      abs: percent(),
      adjust: fc.constantFrom('', 'mkd7h', 'k40', 'k20', 'k100'),
      gaji: whole(9_000_000),
      iwp_gaji: whole(120_000),
      bpjs_gaji: whole(480_000),
      ptkp: fc.constantFrom(...PTKP),
    }),
    less: {
      predikat: fc.constantFrom(
        ['baik', 'butuh perbaikan'],
        ['butuh perbaikan', 'kurang'],
        ['kurang', 'sangat kurang'],
        ['sangat kurang', ''],
      ),
    },
    more: { abs: ordered(percent()) },
    caps: (values, found) => {
      const [iwp, bpjs] = [part(found, 'iwp'), part(found, 'bpjs4')];
      expect(iwp <= 120_000n - amountOf(values, 'iwp_gaji')).toBe(true);
      expect(bpjs <= 480_000n - amountOf(values, 'bpjs_gaji')).toBe(true);
    },
  },
  {
    name: 'manado-2022',
    file: 'manado-2022/2022-01.yaml',
    month: fc.record({
      pagu_kelas: whole(20_000_000),
      pk: percent(60),
      bk: percent(30),
      kk: percent(10),
      skp: fc.array(fc.record({ target: fc.integer({ min: 1, max: 40 }).map(String), realisasi: whole(50) }), {
        minLength: 1,
        maxLength: 4,
      }),
      perilaku: whole(700),
      codes: fc.dictionary(fc.constantFrom('tmk1', 'tmk2', 'pksw3'), whole(9)),
      hukdis: percent(40),
      hadir: whole(22),
      jhk: fc.constant('22'),
      gol: fc.constantFrom('I', 'II', 'III', 'IV'),
      gaji: whole(9_000_000),
    }),
    less: { codes: codes(9), hukdis: ordered(percent(120)) },
    more: { perilaku: ordered(whole(700)), hadir: ordered(whole(22)), pagu_kelas: ordered(whole(20_000_000)) },
    caps: (values, found) => {
      const salary = amountOf(values, 'gaji');
      const room = 12_000_000n > salary ? 12_000_000n - salary : 0n;
      expect(part(found, 'bpjs') * 100n <= room + 100n).toBe(true);
      const most = amountOf(values, 'pagu_kelas');
      expect(BigInt(found.gross ?? '-1') <= most).toBe(true);
    },
  },
  {
    name: 'samarinda-2022',
    file: 'samarinda-2022/2022-08.yaml',
    month: fc.record({
      tpp: whole(20_000_000),
      tk: whole(6),
      late: fc.array(whole(300), { maxLength: 10 }),
      no_record: whole(5),
      leave_hours: percent(9),
      apel: whole(4),
    }),
    less: {
      late: longer,
      tk: ordered(whole(22)),
      no_record: ordered(whole(9)),
      leave_hours: ordered(percent(30)),
      apel: ordered(whole(4)),
    },
    more: { tpp: ordered(whole(20_000_000)) },
    caps: (values, found) => {
      expect(part(found, 'tpp') + part(found, 'pengurangan')).toBe(amountOf(values, 'tpp'));
      expect(part(found, 'pengurangan') >= 0n && part(found, 'tpp') >= 0n).toBe(true);
    },
  },
];

describe.each(DIRECTIONS)('$name', ({ file, month, less, more, caps }) => {
  const regulation = good(readPolicy(file), file);

  it('pays never more for more lateness, nor less for more work', () => {
    const both = [
      ...Object.entries(less).map(([fact, pair]) => ({ fact, pair, sign: -1n })),
      ...Object.entries(more).map(([fact, pair]) => ({ fact, pair, sign: 1n })),
    ];
    for (const { fact, pair, sign } of both)
      fc.assert(
        fc.property(month, pair, (values, [fewer, further]) => {
          const change =
            gross(regulation, { ...values, [fact]: further }) - gross(regulation, { ...values, [fact]: fewer });
          expect(change * sign >= 0n, fact).toBe(true);
        }),
        { numRuns: 60 },
      );
  });

  it('takes never more than its caps, and its components add up', () => {
    fc.assert(
      fc.property(month, values => {
        const found = paid(regulation, values);
        caps(values, found);
        addsUp(regulation, found);
      }),
      { numRuns: 60 },
    );
  });
});

/** Components to the totals of their kind, and net to gross less deductions. */
function addsUp(regulation: Regulation, { components, gross: all, deductions, net }: Computation): void {
  const sum = (kind: string): bigint =>
    components.reduce((total, each) => total + (each.kind === kind ? BigInt(each.amount) : 0n), 0n);
  const has = (kind: string): boolean => regulation.components.some(rule => rule.kind === kind);
  if (all !== null && has('pendapatan')) expect(sum('pendapatan')).toBe(BigInt(all));
  if (deductions !== null && has('potongan')) expect(sum('potongan')).toBe(BigInt(deductions));
  if (all !== null && deductions !== null && net !== null) expect(BigInt(all) - BigInt(deductions)).toBe(BigInt(net));
}

/** The same facts with the keys of every map the other way round, after a way through JSON, as the product stores them. */
function turned(fact: FactValue): FactValue {
  if (typeof fact === 'bigint') return fact.toString();
  if (Array.isArray(fact)) return (fact as readonly FactValue[]).map(turned);
  if (typeof fact !== 'object' || fact === null) return fact;
  return Object.fromEntries(
    Object.entries(fact)
      .reverse()
      .map(([key, value]) => [key, turned(value)]),
  );
}
const stored = (values: Values): Values => JSON.parse(JSON.stringify(turned(values))) as Values;

describe.each(written)('the cases of $name', each => {
  const regulation = regulationOf(each);
  const cases = casesOf(each);
  const results = runCases(regulation, cases);

  it('add up', () => {
    for (const { computation } of results)
      if (computation.missing.length === 0)
        addsUp(computation.layer ? under(regulation, computation.layer.id) : regulation, computation);
  });

  it('come to the same bytes with facts as they are stored, keys, people and cases in another order', () => {
    const other = cases
      .map(one => ({
        ...one,
        facts: stored(one.facts),
        people: one.people
          .map(person => ({ ...person, facts: stored(person.facts), ledBy: [...person.ledBy].reverse() }))
          .reverse(),
      }))
      .reverse();
    const byId = (found: typeof results): Map<string, string> =>
      new Map(found.map(({ id, computation }) => [id, JSON.stringify(computation)]));
    const again = byId(runCases(regulation, other));
    for (const [id, text] of byId(results)) expect(again.get(id), id).toBe(text);
  });

  it('come to the same amounts without explanation', () => {
    for (const one of cases.filter(({ people }) => people.length === 0)) {
      const facts = { period: one.period ?? regulation.firstMonth, values: one.facts, trial: one.trial };
      const [full, short] = [compute(regulation, facts), compute(regulation, facts, { explain: false })];
      expect({ ...short, components: [], why: undefined, reasons: [] }).toEqual({
        ...full,
        components: [],
        why: undefined,
        reasons: [],
      });
      expect(short.components.map(({ code, amount }) => [code, amount])).toEqual(
        full.components.map(({ code, amount }) => [code, amount]),
      );
    }
  });
});

function under(regulation: Regulation, layer: string): Regulation {
  return regulation.layers.find(({ id }) => id === layer)?.rules ?? regulation;
}
