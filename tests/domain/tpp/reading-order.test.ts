import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import type { Computation, FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { asRead, type ReadWhy } from '../../../src/domain/tpp/reading-order.ts';
import { computeCase, loadCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { good, policyFiles, readPolicy, small } from './policies.ts';

const contoh = good(readPolicy('contoh-2026/2026-01.yaml'));
const FACTS = {
  kelas: '9',
  status_pegawai: 'PNS',
  poin_dihitung: '5796',
  target_poin: '6300',
  gaji_bruto: '4500000',
  iwp_gaji: '45000',
  pph_gaji: '0',
  ptkp: 'K/1',
} as const;

const treesOf = ({ components, reasons, why }: Computation): Why[] => [
  ...components.flatMap(component => component.why ?? []),
  ...reasons.flatMap(reason => reason.why ?? []),
  ...Object.values(why ?? {}),
];
const component = (values: Readonly<Record<string, FactValue>>, code: string): ReadWhy =>
  asRead(compute(contoh, { period: '2026-10', values }).components.find(each => each.code === code)!.why!);

const everyNode = (why: Why): Why[] => [why, ...why.children.flatMap(everyNode)];
const everyShown = (read: ReadWhy): Why[] => [
  read.why,
  ...[...read.children, ...read.idle, ...read.between].flatMap(everyShown),
];
const everyRead = (read: ReadWhy): ReadWhy[] => [
  read,
  ...[...read.children, ...read.idle, ...read.between].flatMap(everyRead),
];
const rules = (nodes: readonly ReadWhy[]): string[] => nodes.map(node => node.why.rule);

/** Nothing is lost and nothing is added: steps, and what each of them used. */
function keepsEverything(tree: Why): void {
  const before = JSON.stringify(tree);
  const read = asRead(tree);
  const byIdentity = new Map<Why, number>();
  for (const node of everyNode(tree)) byIdentity.set(node, (byIdentity.get(node) ?? 0) + 1);
  for (const node of everyShown(read)) byIdentity.set(node, (byIdentity.get(node) ?? 0) - 1);
  expect([...byIdentity.values()].every(count => count === 0)).toBe(true);
  for (const { why, inputs, idleInputs } of everyRead(read)) {
    const used = Object.values(why.inputs).filter(input => input.kind !== 'syarat');
    expect(new Set([...inputs, ...idleInputs])).toEqual(new Set(used));
    expect(inputs.length + idleInputs.length).toBe(used.length);
  }
  expect(JSON.stringify(tree)).toBe(before);
}

const body = (expr: string, more = ''): string => `
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  satu: { label: Satu, type: persen, default: 100, source: fakta.satu }
  dua: { label: Dua, type: persen, default: 100, source: fakta.dua }
  cabang: { label: Cabang, type: ya_tidak, default: tidak, source: fakta.cabang }
  kode: { label: Kejadian, type: peta<kali>, keys: [TL, PSW, TK], default: {}, source: presensi.kode }
params:
  batas_atas: { label: Batas, type: rupiah, value: 4000000, cite: Pasal 9 }
steps:
  - { set: nilai_satu, label: Nilai satu, cite: Pasal 1, expr: satu }
  - { set: nilai_dua, label: Nilai dua, cite: Pasal 2, expr: dua }
  - { set: kurangi, label: Pengurangan, cite: Pasal 3, each: kode, expr: nilai * 1% }
  - { set: khusus, label: Khusus, cite: Pasal 4, when: cabang, expr: 10% }
${more}  - { set: bayar, label: Dibayar, cite: Pasal 5, expr: "${expr}" }
  - { set: sisa, label: Sisa, cite: Pasal 6, show: hidden, expr: bayar + bulat((tpp + batas_atas) * (nilai_satu + nilai_dua + jumlah(kurangi) + khusus) * 0%) }
components: [{ code: bayar, label: Dibayar, kind: pendapatan, step: bayar }, { code: sisa, label: Sisa, kind: informasi, step: sisa }]
totals: { gross: bayar }
`;
const bayar = (expr: string, values: Readonly<Record<string, FactValue>>, more = ''): ReadWhy => {
  const found = compute(good(small(body(expr, more))), { period: '2026-10', values: { tpp: '5000000', ...values } });
  expect(found.missingFacts).toEqual([]);
  return asRead(found.components[0]!.why!);
};

describe('what decided comes first, what had no effect is apart', () => {
  it('a factor of 100 % has no effect, a smaller one has; the one that takes more stands first', () => {
    const one = bayar('bulat(tpp * nilai_satu * nilai_dua)', { dua: '90' });
    expect([rules(one.children), rules(one.idle)]).toEqual([['nilai_dua'], ['nilai_satu']]);
    const both = bayar('bulat(tpp * nilai_satu * nilai_dua)', { satu: '95', dua: '80' });
    expect([rules(both.children), rules(both.idle)]).toEqual([['nilai_dua', 'nilai_satu'], []]);
  });

  it('a deduction of zero is apart, and so is a branch that did not apply', () => {
    const expr = 'bulat(tpp * (100% - jumlah(kurangi) - khusus))';
    const none = bayar(expr, {});
    expect([rules(none.children), rules(none.idle)]).toEqual([[], ['kurangi', 'khusus']]);
    const some = bayar(expr, { cabang: true, kode: { TL: '2', TK: '3', PSW: '0' } });
    expect([rules(some.children), rules(some.idle)]).toEqual([['khusus', 'kurangi'], []]);
    const items = some.children[1]!;
    expect([rules(items.children), rules(items.idle)]).toEqual([['kurangi[TK]', 'kurangi[TL]'], ['kurangi[PSW]']]);
  });

  it('a step that did not apply decides where everything is multiplied by it', () => {
    const none = bayar('bulat(tpp * khusus)', {});
    expect([rules(none.children), rules(none.idle)]).toEqual([['khusus'], []]);
  });

  it('a limit stands first where it held, and apart where it did not', () => {
    const steps = '  - { set: plafon, label: Plafon, cite: Pasal 9, expr: batas_atas }\n';
    const expr = 'min(bulat(tpp * nilai_satu), plafon)';
    const held = bayar(expr, { satu: '90' }, steps);
    expect([rules(held.children), rules(held.idle)]).toEqual([['plafon', 'nilai_satu'], []]);
    const free = bayar(expr, { satu: '50' }, steps);
    expect([rules(free.children), rules(free.idle)]).toEqual([['nilai_satu'], ['plafon']]);
    const between = bayar('batas(bulat(tpp * nilai_satu), Rp0, plafon)', { satu: '50' }, steps);
    expect(rules(between.idle)).toEqual(['plafon']);
  });

  it('a default that was only asked for is apart; one that gave the amount is not', () => {
    const expr = '(jika cabang maka bulat(tpp * 50%) selain bulat(tpp * nilai_dua))';
    const read = bayar(expr, { dua: '90' });
    expect(read.idleInputs.map(input => input.label)).toEqual(['Cabang']);
    const given = bayar(expr, { dua: '90', cabang: false });
    expect(given.idleInputs).toEqual([]);
    const assumed = bayar('bulat(tpp * nilai_dua)', {}).idle[0]!;
    expect(assumed.inputs.map(input => [input.label, input.assumed])).toEqual([['Dua', true]]);
  });

  it('of a choice only the conditions that were met count', () => {
    const steps = `  - set: pilih
    label: Pilih
    cite: Pasal 7
    choose:
      - { when: nilai_satu < 50%, expr: 10% }
      - { when: nilai_dua < 95%, expr: 20% }
      - { otherwise: 0% }
`;
    const read = bayar('bulat(tpp * (100% - pilih))', { dua: '90' }, steps).children[0]!;
    expect([rules(read.children), rules(read.idle)]).toEqual([['nilai_dua'], ['nilai_satu']]);
  });

  it('a step that the regulation hides is kept for itself', () => {
    const found = compute(good(small(body('bulat(tpp * nilai_satu)'))), { period: '2026-10', values: { tpp: '1' } });
    const read = asRead({ ...found.components[0]!.why!, children: [found.components[1]!.why!] });
    expect([rules(read.children), rules(read.idle), rules(read.between)]).toEqual([[], [], ['sisa']]);
  });

  it('a step that a gate decided stands before everything else', () => {
    const gate = `  - { gate: nilai_satu < 50%, stop: ya, status: TIDAK_DIBAYAR, label: Gerbang, cite: Pasal 8, reason: Terlalu sedikit }
  - { set: akhir, label: Akhir, cite: Pasal 8, expr: 100% }
`;
    const found = compute(good(small(body('bulat(tpp * nilai_dua * akhir)', gate))), {
      period: '2026-10',
      values: { tpp: '5000000', satu: '40' },
    });
    expect(rules(asRead(found.reasons[0]!.why!).children)).toEqual(['nilai_satu']);
    expect(found.components[0]!.why!.note).toBe('Terlalu sedikit');
    const [stopped, cut] = [found.components[0]!.why!, found.reasons[0]!.why!.children[0]!];
    const parent = { ...stopped, note: undefined, formula: 'nilai_satu * bayar', inputs: {}, children: [cut, stopped] };
    const { note: _, ...tree } = parent;
    expect(rules(asRead(tree).children)).toEqual(['bayar', 'nilai_satu']);
  });
});

describe('the demo regulation', () => {
  it('tells of a full month that productivity and discipline had no effect, of another what cut it', () => {
    const full = component({ ...FACTS, poin_dihitung: '6300' }, 'produktivitas');
    expect([rules(full.children), rules(full.idle)]).toEqual([['besaran'], ['capaian']]);
    const less = component(FACTS, 'produktivitas');
    expect([rules(less.children), rules(less.idle)]).toEqual([['capaian', 'besaran'], []]);
    const discipline = component(FACTS, 'disiplin');
    expect(rules(discipline.idle)).toEqual(['nilai_disiplin']);
    const late = component({ ...FACTS, pengurangan_disiplin: '1.5' }, 'disiplin');
    expect(rules(late.children)).toEqual(['nilai_disiplin', 'besaran']);
    const besaran = less.children[1]!;
    expect(besaran.idleInputs.map(input => input.label)).toEqual(['Status kepegawaian']);
  });
});

describe('nothing is lost', () => {
  it.each(policyFiles)('of the trees of %s in all its cases', file => {
    const regulation = good(readPolicy(file), file);
    const cases = loadCases(readPolicy(file.replace('.yaml', '.cases.yaml')), file);
    if (!cases.ok) throw new Error(JSON.stringify(cases.errors));
    const trees = cases.file.cases.flatMap(each => [...computeCase(regulation, each).values()].flatMap(treesOf));
    expect(trees.length).toBeGreaterThan(0);
    for (const tree of trees) keepsEverything(tree);
  });

  it('of any month, and the most decisive ranks never stand after weaker ones', () => {
    const share = fc.integer({ min: 0, max: 100 }).map(String);
    const counts = fc.dictionary(fc.constantFrom('TL', 'PSW', 'TK'), fc.integer({ min: 0, max: 4 }).map(String));
    const steps = '  - { set: plafon, label: Plafon, cite: Pasal 9, expr: batas_atas }\n';
    const regulation = good(
      small(body('min(bulat(tpp * nilai_satu * nilai_dua * (100% - jumlah(kurangi) - khusus)), plafon)', steps)),
    );
    fc.assert(
      fc.property(share, share, counts, fc.boolean(), (satu, dua, kode, cabang) => {
        const values = { tpp: '5000000', satu, dua, kode, cabang };
        const found = compute(regulation, { period: '2026-10', values });
        for (const tree of treesOf(found)) keepsEverything(tree);
        const read = asRead(found.components[0]!.why!);
        const held = BigInt(found.gross!) === 4_000_000n;
        expect(rules(read.idle).includes('plafon')).toBe(
          !held || BigInt(5_000_000) * BigInt(satu) * BigInt(dua) === 40_000_000_000n,
        );
        expect(rules(read.idle).includes('nilai_satu')).toBe(satu === '100');
        expect(rules(read.idle).includes('khusus')).toBe(!cabang);
      }),
    );
  });
});
