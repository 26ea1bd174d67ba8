import { describe, expect, it } from 'vitest';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { faults, good, small } from './policies.ts';

describe('a collection that holds nothing for a payment or in a trial month', () => {
  const text = (list: string, map: string): string =>
    small(`
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  telat: { label: Telat, type: daftar<menit>, source: fakta.telat }
  kode: { label: Kode, type: peta<hari>, keys: [TL1, TL2], source: fakta.kode }
  baris: { label: Baris, type: daftar<baris>, source: fakta.baris, default: [], fields: { tunai: rupiah } }
uji_coba: { cite: Pasal 20, fakta: { telat: ${list} } }
pembayaran_khusus:
  THR: { label: THR, cite: Pasal 11, fakta: { telat: ${list}, kode: ${map}, baris: ${list} } }
steps:
  - set: bayar
    label: Bayar
    cite: Pasal 5
    expr: bulat(tpp - Rp1.000 * angka(jumlah(telat)) - Rp10.000 * angka(jumlah(kode)) + jumlah(baris.tunai))
components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bayar }
totals: { gross: bayar }
`);
  const values = { tpp: '1000000', telat: ['5', '10'], kode: { TL1: '2' }, baris: [{ tunai: '1' }] };

  it.each([
    ['as YAML', '[]', '{}'],
    ['as texts', "'[]'", "'{}'"],
    ['with space in it', "'[ ]'", '{ }'],
  ])('is written %s', (_how, list, map) => {
    const rules = good(text(list, map));
    const of = (more: object): string | null => compute(rules, { period: '2026-10', values, ...more }).gross;
    expect([of({}), of({ trial: true }), of({ payment: 'THR' })]).toEqual(['965001', '980001', '1000000']);
    const { telat: _telat, ...others } = values;
    expect(of({ values: others, trial: true })).toBe('980001');
  });

  it.each([
    ['telat: []', 'telat: {}', 'fakta "telat" adalah daftar<menit>: yang kosong ditulis []'],
    ['kode: {}', 'kode: []', 'fakta "kode" adalah peta<hari>: yang kosong ditulis {}'],
    ['kode: {}', 'tpp: []', 'fakta "tpp" adalah rupiah: [] dan {} hanya untuk daftar dan peta'],
    ['kode: {}', "tpp: '{}'", 'fakta "tpp" adalah rupiah: [] dan {} hanya untuk daftar dan peta'],
    ['telat: [], kode', 'telat: [5], kode', 'fakta "telat" pada pembayaran_khusus "THR": isi daftar atau peta tidak'],
    ['kode: {}', 'kode: { TL1: 1 }', 'fakta "kode" pada pembayaran_khusus "THR": isi daftar atau peta tidak'],
    [
      'baris: []',
      'bawahan: []',
      'fakta "bawahan" (bawahan.langsung) tidak dapat diganti: barisnya dibuat dari hitungan yang dipimpin',
    ],
  ])('%s is not %s', (from, to, reason) => {
    const whole = text('[]', '{}').replace(
      'uji_coba',
      '  bawahan: { label: B, type: daftar<baris>, source: bawahan.langsung, fields: { tpp: rupiah } }\nuji_coba',
    );
    const at = whole.lastIndexOf(from);
    expect(at).toBeGreaterThan(0);
    const said = faults(whole.slice(0, at) + to + whole.slice(at + from.length));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(reason);
  });
});
