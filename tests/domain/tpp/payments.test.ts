import { describe, expect, it } from 'vitest';
import { computeChain } from '../../../src/domain/tpp/chain.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { faults, good, readPolicy, small } from './policies.ts';

const TEXT = small(`
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  poin_sah: { label: Poin, type: poin, source: kegiatan.poin_divalidasi }
  target: { label: Target, type: poin, min: 1, source: kalender.target_poin }
  bagian: { label: Bagian, type: persen, max: 100, default: 100, source: fakta.bagian }
uji_coba: { cite: Pasal 20, fakta: { poin_sah: target, bagian: 90% } }
pembayaran_khusus:
  THR: { label: THR, cite: Pasal 11, fakta: { poin_sah: target } }
  GAJI13: { label: Gaji ke-13, cite: Pasal 12, fakta: { bagian: 50% } }
steps:
  - { set: bayar, label: Bayar, cite: Pasal 5, expr: bulat(tpp * persen(poin_sah / target) * bagian) }
components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bayar }
totals: { gross: bayar }
`);

const VALUES = { tpp: '1000000', poin_sah: '60', target: '100' };

describe('payments beside the month', () => {
  const regulation = good(TEXT);
  const of = (payment?: string, more: { trial?: boolean; values?: Record<string, string> } = {}) =>
    compute(regulation, {
      period: '2026-10',
      values: more.values ?? VALUES,
      trial: more.trial ?? false,
      ...(payment === undefined ? {} : { payment }),
    });

  it('hold the facts they name otherwise, and no others', () => {
    expect([of().gross, of('THR').gross, of('GAJI13').gross]).toEqual(['600000', '1000000', '300000']);
    expect(of('THR').payment).toEqual({ code: 'THR', label: 'THR', cite: 'Pasal 11' });
    expect(of()).not.toHaveProperty('payment');
  });

  it('say at the fact by which article it holds', () => {
    const [component] = of('THR').components;
    expect(component?.why?.inputs.poin_sah).toMatchObject({ cite: 'Pasal 11', value: '100' });
    expect(of().components[0]?.why?.inputs.poin_sah).not.toHaveProperty('cite');
  });

  it('do without a fact that they replace and do not use', () => {
    const values = { tpp: '1000000', target: '100' };
    expect(of('THR', { values }).gross).toBe('1000000');
    expect(of('GAJI13', { values }).missing).toEqual(['poin_sah']);
    expect(of(undefined, { values }).missing).toEqual(['poin_sah']);
  });

  it('stand over a trial month where both say something of a fact', () => {
    expect(of(undefined, { trial: true }).gross).toBe('900000');
    expect(of('THR', { trial: true }).gross).toBe('900000');
    expect(of('GAJI13', { trial: true }).gross).toBe('500000');
  });

  it('are never computed as an ordinary month where the regulation does not name them', () => {
    for (const found of [of('THR14'), of('TPP'), of('')]) {
      expect(found).toMatchObject({ status: 'TIDAK_LENGKAP', gross: null, missing: ['pembayaran'] });
      expect(found.missingFacts[0]?.reason).toContain('yang ada: THR, GAJI13');
    }
    const without = good(TEXT.replace(/pembayaran_khusus:[\s\S]*(?=steps:)/, ''));
    const found = compute(without, { period: '2026-10', values: VALUES, payment: 'THR' });
    expect(found.missingFacts[0]?.reason).toContain('yang ada: tidak ada');
  });

  it('hold in a layer and for those whom one leads', () => {
    const rules = good(
      `${TEXT.replace(
        '  bagian:',
        '  bawahan: { label: Bawahan, type: daftar<baris>, source: bawahan.langsung, fields: { bayar: rupiah } }\n  bagian:',
      ).replace(
        'bayar, label: Bayar, cite: Pasal 5, expr: bulat(tpp * persen(poin_sah / target) * bagian)',
        'bayar, label: Bayar, cite: Pasal 5, expr: bulat(tpp * persen(poin_sah / target) * bagian) + jumlah(bawahan.bayar)',
      )}lapis:
  - id: kecil
    label: Kecil
    cite: Pasal 8
    when: tpp < Rp500.000
    steps: [{ set: bayar, label: Bayar, cite: Pasal 8, expr: bulat(tpp * bagian) }]
`,
    );
    const person = (key: string, tpp: string) => ({ key, values: { ...VALUES, tpp }, payment: 'GAJI13' });
    const leads = [{ leader: 'a', led: 'b', days: 31 }];
    const found = computeChain(rules, '2026-10', [person('a', '1000000'), person('b', '400000')], leads);
    expect([found.get('b')?.gross, found.get('a')?.gross]).toEqual(['200000', '500000']);
  });

  it.each([
    ['no payment at all', /THR: .*\n.*GAJI13: .*/, '{}', '"pembayaran_khusus" kosong'],
    ['a code in small letters', 'THR:', 'thr:', 'kode pembayaran "thr"'],
    ['the code of the month', 'THR:', 'TPP:', 'kode "TPP" adalah pembayaran bulanan'],
    [
      'a list',
      '{ label: THR, cite: Pasal 11, fakta: { poin_sah: target } }',
      '[poin_sah]',
      'berisi label, cite dan fakta',
    ],
    ['no label', 'label: THR, ', '', '"label" belum ditulis'],
    ['no article', 'cite: Pasal 11, ', '', '"cite" belum ditulis'],
    [
      'no facts',
      'cite: Pasal 11, fakta: { poin_sah: target }',
      'cite: Pasal 11, fakta: {}',
      'kosong: tulis nama fakta',
    ],
    [
      'an unknown fact',
      'fakta: { poin_sah: target } }\n  G',
      'fakta: { pion: target } }\n  G',
      'tidak ada pada inputs',
    ],
    ['another unit', 'bagian: 50%', 'bagian: 50 hari', 'fakta "bagian" adalah persen, diberi hari'],
    ['a step', 'bagian: 50%', 'tpp: bayar', 'nama "bayar" tidak dikenal'],
    ['a value out of bounds', 'bagian: 50%', 'bagian: 150%', ''],
  ])('are refused with %s', (_what, from, to, reason) => {
    const text = TEXT.replace(from, to);
    expect(text).not.toBe(TEXT);
    if (reason === '') {
      // What a formula comes to is known of a month only: then there is no amount, and it says why.
      const found = compute(good(text), { period: '2026-10', values: VALUES, payment: 'GAJI13' });
      expect(found.missingFacts[0]?.reason).toBe('pada pembayaran GAJI13: lebih dari batas atas');
    } else expect(faults(text).join('\n')).toContain(reason);
  });

  it('are refused with a text that has no quotes: it would be the name of a fact', () => {
    const withText = (written: string): string =>
      TEXT.replace(
        '\nuji_coba',
        '\n  predikat: { label: Predikat, type: pilihan, options: [Baik, Sangat Baik], default: Baik, source: fakta.predikat }\nuji_coba',
      )
        .replace('bagian: 50%', `predikat: ${written}`)
        .replace('totals', 'outputs: { baik: \'predikat = "Baik"\' }\ntotals');
    expect(faults(withText(`'"Baik"'`))).toEqual([]);
    for (const text of ['Baik', 'Sangat Baik'])
      expect(faults(withText(text))).toEqual([`15: nama "${text}" tidak dikenal; teks diberi kutip: '"${text}"'`]);
    expect(faults(withText('Buruk')).join()).toContain('nama "Buruk" tidak dikenal');
  });

  it('come to the amounts of Balangan, whose shipped cases write the fact instead', () => {
    const rules = good(readPolicy('balangan-2025/2025-01.yaml'));
    const written = loadCases(readPolicy('balangan-2025/2025-01.cases.yaml'), 'cases');
    if (!written.ok) throw new Error('cases');
    const marked = written.file.cases.filter(one => one.facts.gaji_14_15 === 'ya');
    expect(marked.length).toBeGreaterThanOrEqual(3);
    const paid = marked.map(one => ({
      ...one,
      payment: 'THR',
      facts: Object.fromEntries(Object.entries(one.facts).filter(([name]) => name !== 'gaji_14_15')),
    }));
    expect(runCases(rules, paid).flatMap(found => found.differences)).toEqual([]);
  });
});
