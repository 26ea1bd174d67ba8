import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { sentence } from '../../../src/domain/tpp/sentence.ts';
import { good, readPolicy, small } from './policies.ts';

const contoh = good(readPolicy('contoh-2026/2026-01.yaml'));

const FACTS = {
  kelas: '9',
  status_pegawai: 'PNS',
  poin_dihitung: '5796',
  target_poin: '6300',
  pengurangan_disiplin: '1.5',
  gaji_bruto: '4500000',
  iwp_gaji: '45000',
  pph_gaji: '0',
  ptkp: 'K/1',
} as const;

const anyFacts = fc.record({
  kelas: fc.bigInt({ min: 1n, max: 15n }),
  status_pegawai: fc.constantFrom('PNS', 'CPNS', 'PPPK'),
  poin_dihitung: fc.bigInt({ min: 0n, max: 9000n }),
  target_poin: fc.bigInt({ min: 1n, max: 7000n }),
  pengurangan_disiplin: fc
    .bigInt({ min: 0n, max: 10000n })
    .map(n => `${n / 100n}.${String(n % 100n).padStart(2, '0')}`),
  gaji_bruto: fc.bigInt({ min: 0n, max: 20_000_000n }),
  iwp_gaji: fc.bigInt({ min: 0n, max: 130_000n }),
  pph_gaji: fc.bigInt({ min: 0n, max: 900_000n }),
  ptkp: fc.constantFrom('TK/0', 'TK/3', 'K/1', 'K/3'),
});

const month = (values: Readonly<Record<string, FactValue>>) => compute(contoh, { period: '2026-10', values });

const size = (why: Why): number => 1 + why.children.reduce((sum, child) => sum + size(child), 0);

describe('amounts', () => {
  it('always add up: components to gross and deductions, net to gross less deductions', () => {
    fc.assert(
      fc.property(anyFacts, facts => {
        const found = month(facts);
        expect(found.missingFacts).toEqual([]);
        const sum = (kind: string): bigint =>
          found.components.filter(c => c.kind === kind).reduce((total, c) => total + BigInt(c.amount), 0n);
        expect(sum('pendapatan').toString()).toBe(found.gross);
        expect(sum('potongan').toString()).toBe(found.deductions);
        expect((sum('pendapatan') - sum('potongan')).toString()).toBe(found.net);
        expect(BigInt(found.net ?? -1)).toBeGreaterThanOrEqual(0n);
      }),
    );
  });

  it('more points never give less, more lateness never gives more', () => {
    fc.assert(
      fc.property(anyFacts, fc.bigInt({ min: 0n, max: 3000n }), (facts, more) => {
        const before = BigInt(month(facts).gross ?? 0);
        const points = month({ ...facts, poin_dihitung: facts.poin_dihitung + more });
        expect(BigInt(points.gross ?? -1)).toBeGreaterThanOrEqual(before);
        const late = month({ ...facts, pengurangan_disiplin: '100' });
        expect(BigInt(late.gross ?? -1)).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('the health premium never passes its ceiling together with the salary', () => {
    fc.assert(
      fc.property(anyFacts, facts => {
        const iwp = BigInt(month(facts).outputs.iwp ?? -1);
        expect(iwp).toBeGreaterThanOrEqual(0n);
        const room = 120_000n - facts.iwp_gaji;
        expect(iwp).toBeLessThanOrEqual(room > 0n ? room : 0n);
      }),
    );
  });

  it('the same input gives the same bytes, in whatever order the facts come', () => {
    fc.assert(
      fc.property(anyFacts, fc.shuffledSubarray(Object.keys(FACTS), { minLength: 9 }), (facts, order) => {
        const values: Readonly<Record<string, FactValue>> = facts;
        const shuffled = Object.fromEntries(order.map(name => [name, values[name] ?? null]));
        expect(JSON.stringify(month(shuffled))).toBe(JSON.stringify(month(values)));
      }),
    );
  });

  it('are the same without explanation', () => {
    const { components, why, reasons, ...rest } = month(FACTS);
    const short = compute(contoh, { period: '2026-10', values: FACTS }, { explain: false });
    expect(short).toEqual({ ...rest, reasons, components: components.map(({ why: _why, ...component }) => component) });
    expect(why).toBeDefined();
  });
});

describe('facts', () => {
  it('that are missing give no amount, and never a zero', () => {
    const found = month({ ...FACTS, gaji_bruto: null, poin_dihitung: null });
    expect(found).toMatchObject({ status: 'TIDAK_LENGKAP', gross: null, deductions: null, net: null, components: [] });
    expect(found.missing).toEqual(['poin_dihitung', 'gaji_bruto']);
    expect(found.missingFacts[0]).toEqual({
      name: 'poin_dihitung',
      label: 'Poin divalidasi yang dihitung',
      source: 'kegiatan.poin_divalidasi',
      reason: 'belum ada',
    });
  });

  it.each([
    ['kelas', '16', '"16" lebih dari batas atas (1 sampai 15)'],
    ['kelas', '9.5', '"9.5" harus bilangan bulat (1 sampai 15)'],
    ['gaji_bruto', '4.500.000', 'harus rupiah utuh'],
    ['gaji_bruto', '-1', 'kurang dari batas bawah'],
    ['poin_dihitung', 'banyak', 'bukan angka'],
    ['ptkp', 'K/9', '"K/9" bukan salah satu pilihan'],
    ['pengurangan_disiplin', true, 'harus angka'],
    ['pengurangan_disiplin', ['1'], 'harus angka'],
  ] as const)('%s = %s is refused', (name, value, reason) => {
    const found = month({ ...FACTS, [name]: value });
    expect(found.missing).toEqual([name]);
    expect(found.missingFacts[0]?.reason).toContain(reason);
  });

  it('a binary number is not a fact', () => {
    const found = month({ ...FACTS, gaji_bruto: 4500000 as unknown as string });
    expect(found.missing).toEqual(['gaji_bruto']);
  });

  it('that the regulation does not know are refused, so that a misspelt one cannot take its default', () => {
    const found = month({ ...FACTS, pengurangan_disipln: '5' });
    expect(found.missing).toEqual(['pengurangan_disipln']);
  });

  it('accept a comma or a dot', () => {
    expect(month({ ...FACTS, pengurangan_disiplin: '1,5' }).net).toBe(month(FACTS).net);
  });

  it('for a month out of force give no amount', () => {
    expect(compute(contoh, { period: '2024-12', values: FACTS }).missing).toEqual(['periode']);
    expect(compute(contoh, { period: '2025-01', values: FACTS }).missing).toEqual([]);
    expect(compute(contoh, { period: '2026-13', values: FACTS }).missing).toEqual(['periode']);
  });
});

describe('the explanation', () => {
  const treeOf = (code: string, facts: Readonly<Record<string, FactValue>> = FACTS): Why => {
    const why = month(facts).components.find(component => component.code === code)?.why;
    if (!why) throw new Error(`no tree for ${code}`);
    return why;
  };

  const find = (why: Why, rule: string): Why | null =>
    why.rule === rule ? why : (why.children.map(child => find(child, rule)).find(child => child !== null) ?? null);

  it('carries rule, label, article, formula, inputs and children', () => {
    const step = treeOf('produktivitas');
    expect(step).toMatchObject({
      rule: 'tpp_produktivitas',
      label: 'TPP produktivitas',
      cite: 'Pasal 8 ayat (3)',
      formula: 'bulat(besaran * bobot_produktivitas * capaian)',
      value: '2042400',
      unit: 'rupiah',
      inputs: {
        bobot_produktivitas: { kind: 'parameter', value: '60', unit: 'persen', cite: 'Pasal 7 ayat (1) huruf a' },
      },
    });
    expect(step.children.map(child => child.rule)).toEqual(['besaran', 'capaian']);
    expect(find(step, 'capaian')?.inputs.poin_dihitung).toMatchObject({
      kind: 'fakta',
      source: 'kegiatan.poin_divalidasi',
    });
  });

  it('gives the totals beside the components, naming only what already stands in a component', () => {
    const net = month(FACTS).why?.net;
    expect(net && sentence(net)).toBe('TPP bruto Rp3.500.200 − Jumlah potongan Rp115.004 = Rp3.385.196');
    expect(net?.children[0]).toMatchObject({ rule: 'bruto', value: '3500200', repeated: true, children: [] });
    expect(net?.children[1]).toMatchObject({ rule: 'potongan', cite: 'Pasal 14 ayat (1)' });
  });

  it.each([
    [
      'tpp_produktivitas',
      'Besaran TPP Rp3.700.000 × Bobot produktivitas 60 % × Capaian produktivitas 92 % = Rp2.042.400 (dibulatkan ke rupiah)',
    ],
    ['besaran', 'Besaran TPP menurut kelas jabatan (9) = Rp3.700.000'],
    ['nilai_disiplin', '100 % − Pengurangan disiplin 1,5 % = 98,5 %'],
  ])('%s as a sentence', (rule, text) => {
    const step = find(treeOf('iwp'), rule);
    expect(step && sentence(step)).toBe(text);
  });

  it('marks a default that was used for want of a fact', () => {
    const { pengurangan_disiplin: _left, ...rest } = FACTS;
    expect(find(treeOf('disiplin', rest), 'nilai_disiplin')?.inputs.pengurangan_disiplin?.assumed).toBe(true);
  });

  it('tells the branch that was taken', () => {
    const step = find(treeOf('produktivitas', { ...FACTS, status_pegawai: 'CPNS' }), 'besaran');
    expect(step).toMatchObject({ label: 'Besaran TPP: 80 % untuk CPNS', cite: 'Pasal 4 ayat (3)' });
    expect(step && sentence(step)).toBe(
      'Besaran TPP menurut kelas jabatan (9) Rp3.700.000 × Bagian untuk CPNS 80 % = Rp2.960.000',
    );
  });

  it('grows with the steps, not with the paths between them', () => {
    const steps = Array.from(
      { length: 60 },
      (_, i) => `  - { set: b${i + 2}, label: B, cite: P, expr: b${i + 1} / 2 + b${i} / 2 }`,
    ).join('\n');
    const regulation = good(
      small(`
inputs:
  x: { label: X, type: rupiah, source: fakta.x }
steps:
  - { set: b0, label: B, cite: P, expr: x }
  - { set: b1, label: B, cite: P, expr: x }
${steps}
  - { set: akhir, label: A, cite: P, expr: bulat(b61) }
components:
  - { code: a, label: A, kind: pendapatan, step: akhir }
`),
    );
    const [component] = compute(regulation, { period: '2026-01', values: { x: '1000' } }).components;
    expect(component?.why && size(component.why)).toBeLessThan(200);
    expect(component?.amount).toBe('1000');
  });
});

describe('gates', () => {
  const regulation = good(
    small(`
inputs:
  alpa: { label: Hari alpa, type: hari, source: presensi.alpa }
  menit_lambat: { label: Menit, type: menit, default: 0, source: presensi.menit }
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
steps:
  - gate: alpa > 3 hari
    label: Alpa
    cite: Pasal 9
    status: TMS
    reason: Alpa lebih dari tiga hari
    stop: ya
    then: { bayar: bulat(tpp * 10%) }
  - gate: menit_lambat > 780 menit
    label: Tunda
    cite: Pasal 10
    status: DITUNDA
    reason: Lebih dari 780 menit
  - { set: bayar, label: Bayar, cite: Pasal 11, expr: tpp }
  - { set: potong_tetap, label: Potongan, cite: Pasal 12, expr: Rp1.000 }
  - { set: bersih, label: Bersih, cite: Pasal 12, expr: bayar - potong_tetap }
components:
  - { code: bayar, label: Bayar, kind: pendapatan, step: bayar }
  - { code: potong, label: Potongan, kind: potongan, step: potong_tetap }
totals: { gross: bayar, deductions: potong_tetap }
outputs: { bersih: bersih }
`),
  );
  const at = (alpa: string, minutes: string) =>
    compute(regulation, { period: '2026-01', values: { alpa, menit_lambat: minutes, tpp: '500000' } });

  it('do nothing while their condition does not hold', () => {
    expect(at('3', '780')).toMatchObject({ status: 'DIBAYAR', gross: '500000', net: null, reasons: [] });
  });

  it('that do not stop set a status beside the amounts', () => {
    const found = at('3', '781');
    expect(found).toMatchObject({ status: 'DITUNDA', gross: '500000', outputs: { bersih: '499000' } });
    expect(found.reasons[0]).toMatchObject({ status: 'DITUNDA', reason: 'Lebih dari 780 menit', cite: 'Pasal 10' });
  });

  it('that stop give what they say and zero for the rest, with the reason at each step', () => {
    const found = at('4', '781');
    expect(found).toMatchObject({ status: 'TMS', gross: '50000', deductions: '0', outputs: { bersih: '0' } });
    expect(found.reasons).toHaveLength(1);
    expect(found.components[1]?.why).toMatchObject({ note: 'Alpa lebih dari tiga hari', cite: 'Pasal 9', value: '0' });
    expect(found.components[1]?.why && sentence(found.components[1].why)).toBe('Rp0: Alpa lebih dari tiga hari');
  });
});

describe('components that do not add up', () => {
  it('give no amount', () => {
    const regulation = good(
      small(`
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
steps:
  - { set: a, label: A, cite: P, expr: tpp }
  - { set: b, label: B, cite: P, expr: tpp + Rp1 }
components:
  - { code: a, label: A, kind: pendapatan, step: a }
totals: { gross: b }
`),
    );
    const found = compute(regulation, { period: '2026-01', values: { tpp: '5' } });
    expect(found.gross).toBeNull();
    expect(found.missingFacts[0]?.reason).toBe('jumlah komponen pendapatan 5 tidak sama dengan 6');
  });
});
