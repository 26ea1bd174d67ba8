import { describe, expect, it } from 'vitest';
import { faults, good, small } from './policies.ts';

/** What new users met: each fault is said once, where it is, with the way out. */
const GATED = (then: string, results: string, more = ''): string =>
  small(`
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
steps:
  - { gate: tpp = 0, label: G, cite: P1, status: TETAP, reason: Tetap, stop: ya, then: { ${then} } }
  - { set: bayar, label: Bayar, cite: P2, expr: tpp }
  - { set: bruto, label: Bruto, cite: P3, expr: bayar }
  - { set: pajak, label: Pajak, cite: P3, expr: bulat(bruto * 5%) }
  - { set: bersih, label: Bersih, cite: P3, expr: bruto - pajak }
${more}${results}`);

const ALL = `components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bayar }
  - { code: pajak, label: Pajak, kind: potongan, step: pajak }
totals: { gross: bruto, deductions: pajak, net: bersih }
`;

describe('what a stopping gate sets', () => {
  it('agrees with the totals', () => {
    expect(good(GATED('bayar: Rp5, bruto: Rp5, bersih: Rp5', ALL)).steps).toHaveLength(5);
    expect(good(GATED('bruto: 0', ALL)).steps).toHaveLength(5);
    expect(
      good(
        GATED(
          'bayar: Rp5',
          ALL.replace(
            'gross: bruto, deductions: pajak, net: bersih',
            'gross: bayar + Rp0 }\noutputs: { bruto: bruto, pajak: pajak, bersih: bersih',
          ),
        ),
      ).steps,
    ).toHaveLength(5);
  });

  it('is refused where a total and its components cannot agree', () => {
    expect(faults(GATED('bruto: Rp5, bersih: Rp5', ALL)).join()).toContain(
      '"bruto" ditetapkan, padahal komponen pendapatan (bayar) menjadi nol',
    );
    expect(faults(GATED('bayar: Rp5, bersih: Rp5', ALL)).join()).toContain('jumlahnya "bruto" menjadi nol');
    expect(faults(GATED('bayar: Rp5, bruto: Rp5', ALL)).join()).toContain('tetapkan juga "bersih"');
    expect(faults(GATED('bayar: Rp5, bruto: Rp5, bersih: Rp5, pajak: Rp1', ALL))).toEqual([]);
  });
});

describe('faults are said once', () => {
  it('where YAML cannot be read: the first, with the way out', () => {
    const said = faults(
      small(
        'inputs:\n  a: { label: A, type: rupiah, source: fakta.a }\nsteps:\n  - { set: x, label: X, cite: P, expr: bulat(a * tarif[7]), note: y }\n  - { set: y, label: Y, cite: P, expr: x }\n',
      ),
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^9: tanda .* pada huruf ke-\d+ tidak diharapkan: di dalam \{ \} teks yang memuat koma/);
  });

  it('where a step is refused: not again at the gate that sets it, nor where its value is used', () => {
    const said = faults(
      GATED('salah: Rp5', ALL, '  - { set: salah, label: S, cite: P, expr: cair * 2 }\n').replace(
        'expr: tpp }',
        'expr: tpp }',
      ),
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('nama "cair" tidak dikenal');
  });

  it('where a fact, parameter or table is refused: not again where it is used', () => {
    const said = faults(
      small(`
inputs:
  a: { label: A, type: rupiahh, source: fakta.a }
params:
  p: { label: P, type: persen, value: banyak, cite: P1 }
tables:
  t: { label: T, cite: P1, keys: kalii, value: rupiah, rows: { 1: 1 } }
steps:
  - { set: x, label: X, cite: P, expr: 'a * p + t[1]' }
outputs: { x: x }
`),
    );
    expect(said.map(reason => reason.replace(/:.*/, ''))).toEqual(['7', '9', '11']);
  });

  it('where rows are lacking: some, and how many more', () => {
    const said = faults(
      small(`
inputs:
  kelas: { label: K, type: kali, min: 1, max: 15, source: jabatan.kelas }
tables:
  besaran: { label: B, cite: P1, keys: kali, value: rupiah, rows: { 1: 1, 2: 2, 3: 3 } }
steps:
  - { set: x, label: X, cite: P, expr: 'besaran[kelas]' }
outputs: { x: x }
`),
    );
    expect(said.join()).toContain('baris untuk 4, 5, 6, 7, 8, 9, 10, 11 dan 4 lagi; tambahkan barisnya, atau "*"');
  });

  it('where tanggal(…) is given what is no text in quotes', () => {
    const text = (expr: string) =>
      small(`
inputs:
  t: { label: T, type: tanggal, source: fakta.t }
  k: { label: K, type: teks, source: fakta.k }
steps:
  - { set: x, label: X, cite: P, expr: '${expr}' }
outputs: { x: x }
`);
    expect(faults(text('tanggal(t)')).join()).toContain('"t" sudah tanggal, tulis tanpa tanggal(…)');
    expect(faults(text('tanggal(k)')).join()).toContain('"k" adalah teks: tulis type: tanggal');
  });
});

describe('a status of the program', () => {
  it('is not one of a regulation', () => {
    for (const status of ['TIDAK_LENGKAP', 'PENYESUAIAN', 'DILEPAS'])
      expect(faults(GATED('bersih: 0', ALL).replace('TETAP', status)).join()).toContain(`status ${status} dipakai`);
  });
});
