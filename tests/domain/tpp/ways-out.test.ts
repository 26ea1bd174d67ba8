import { describe, expect, it } from 'vitest';
import { load } from '../../../src/domain/tpp/load.ts';
import { rateHint } from '../../../src/domain/tpp/unit.ts';
import { faults, small } from './policies.ts';

const typed = (type: string): string =>
  small(`
inputs:
  tpp: { label: TPP, type: ${type}, source: fakta.tpp }
steps:
  - { set: bruto, label: Bruto, cite: P1, expr: bulat(tpp) }
outputs: { bruto: bruto }
`);
const RATES = 'tarif adalah satuan per satuan dengan garis miring, misalnya rupiah/poin, persen/hari atau menit/jam';
const BELOW = 'di belakang garis miring hanya rupiah, poin, menit, jam, hari, bulan';

describe('a rate that is none', () => {
  it('is answered with what a rate is and what to write', () => {
    expect(faults(typed('rupiah/kali'))).toEqual([
      `7: type "rupiah/kali" tidak dikenal; ${RATES}; ${BELOW}. Untuk setiap kali, orang atau kejadian tulis rupiah saja: rupiah × banyaknya tetap rupiah`,
    ]);
    expect(faults(typed('rupiah per hari'))).toEqual([
      `7: type "rupiah per hari" tidak dikenal; ${RATES}: tulis rupiah/hari`,
    ]);
    expect(faults(typed('Rp/hari'))[0]).toContain('"Rp" bukan satuan, yang ada: persen, rupiah, poin');
    expect(faults(typed('daftar'))[0]).toContain('tarif seperti poin/hari, teks');
  });

  it('is told from other words', () => {
    expect(rateHint('rupia')).toBe('');
    expect(rateHint('persen')).toBe('');
    expect(rateHint('poin/hari/jam')).toContain(BELOW);
  });

  it('is answered in tables, columns, steps and parameters, too', () => {
    const within = `${typed('rupiah')}params:
  tarif: { label: Tarif, type: rupiah/orang, value: 1, cite: P2 }
tables:
  harga: { label: Harga, cite: P3, keys: teks, value: rupiah/kali, rows: { A: 1 } }
`.replace('expr: bulat(tpp) }', 'type: persen/kali, expr: bulat(tpp) }');
    const columns = typed('daftar<baris>, fields: { harga: { type: rupiah/kali } }');
    expect(faults(within).filter(fault => fault.includes(RATES))).toHaveLength(3);
    expect(faults(columns)[0]).toContain(`type "rupiah/kali" pada kolom "harga" tidak dikenal; ${RATES}`);
  });
});

describe('the head', () => {
  it('has a name that fits into a list', () => {
    const named = (name: string): string => typed('rupiah').replace('name: Uji', `name: ${name}`);
    expect(faults(named('n'.repeat(120)))).toEqual([]);
    expect(faults(named('n'.repeat(121)))[0]).toContain('3: "name" paling banyak 120 huruf, ditulis 121');
    expect(load(named('n'.repeat(121)), 'uji.yaml', { adopted: true }).ok).toBe(true);
    expect(faults(typed('rupiah').replace('source: Peraturan uji', `source: ${'s'.repeat(301)}`))).toHaveLength(1);
  });

  it('with an impossible date is refused for that date alone', () => {
    const text = typed('rupiah')
      .replace('2025-01-01', '2025-13-01')
      .replace('inputs:', 'use: [pph21-final-2010]\ninputs:')
      .replace('expr: bulat(tpp) }', 'expr: \'bulat(tpp * final_golongan["III"])\' }');
    expect(faults(text)).toEqual(['4: "from" harus tanggal TTTT-BB-HH, ditulis "2025-13-01"']);
  });
});
