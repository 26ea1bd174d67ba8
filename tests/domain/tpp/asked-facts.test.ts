import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { askedInputs } from '../../../src/domain/tpp/fact-set.ts';
import { faults, good, small } from './policies.ts';

const HOSPITAL = small(`
inputs:
  kelompok: { label: Kelompok, type: pilihan, options: [NAKES, GURU, STAF], source: jabatan.kelompok }
  tpg: { label: Menerima TPG, type: ya_tidak, default: tidak, source: penggajian.tpg }
  giliran: { label: Giliran jaga, type: kali, when: kelompok = "NAKES", source: presensi.giliran }
  poin_sah: { label: Poin, type: bilangan, when: 'kelompok != "NAKES" dan bukan (kelompok = "GURU" dan tpg)', source: kegiatan.poin }
steps:
  - { gate: 'kelompok = "GURU" dan tpg', label: TPG, cite: P1, status: TIDAK_BERHAK, reason: Sudah menerima TPG, stop: ya }
  - set: capaian
    label: Capaian
    cite: P2
    expr: 'jika kelompok = "NAKES" maka giliran / 10 selain poin_sah / 100'
  - { set: bayar, label: Bayar, cite: P3, expr: 'bulat(Rp1.000.000 * capaian)' }
totals: { gross: bayar }
components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bayar }
`);

describe('facts asked of some people only', () => {
  const regulation = good(HOSPITAL);
  const at = (values: Readonly<Record<string, FactValue>>) => compute(regulation, { period: '2026-10', values });

  it('are not lacking for the others', () => {
    expect(at({ kelompok: 'NAKES', giliran: '8' })).toMatchObject({ gross: '800000', missing: [] });
    expect(at({ kelompok: 'STAF', poin_sah: '50' })).toMatchObject({ gross: '500000', missing: [] });
    expect(at({ kelompok: 'GURU', poin_sah: '50' })).toMatchObject({ gross: '500000', missing: [] });
  });

  it('are lacking for those of whom they are asked', () => {
    expect(at({ kelompok: 'NAKES', poin_sah: '50' })).toMatchObject({ gross: null, missing: ['giliran'] });
    expect(at({ kelompok: 'GURU' })).toMatchObject({ gross: null, missing: ['poin_sah'] });
  });

  it('need not be there for who is stopped by a gate before', () => {
    expect(at({ kelompok: 'GURU', tpg: 'ya' })).toMatchObject({ status: 'TIDAK_BERHAK', gross: '0', missing: [] });
  });

  it('are not asked while it is not known of whom, and a wrong one is refused from everybody', () => {
    expect(at({}).missing).toEqual(['kelompok']);
    expect(at({ kelompok: 'STAF', poin_sah: '50', giliran: 'banyak' }).missing).toEqual(['giliran']);
  });

  it('give no amount where a step uses one all the same, naming it', () => {
    const text = HOSPITAL.replace('giliran / 10 selain poin_sah / 100', '0 selain poin_sah / 100 + giliran');
    const found = compute(good(text), { period: '2026-10', values: { kelompok: 'STAF', poin_sah: '50' } });
    expect(found).toMatchObject({ gross: null, missing: ['giliran'] });
    expect(found.missingFacts[0]).toMatchObject({ label: 'Giliran jaga', source: 'presensi.giliran' });
    expect(found.missingFacts[0]?.reason).toContain('dipakai "Capaian"');
    expect(found.missingFacts[0]?.reason).toContain('kelompok = "NAKES"');
  });

  it('are told apart without computing', () => {
    const asked = (values: Readonly<Record<string, FactValue>>) =>
      askedInputs(regulation, { period: '2026-10', values }).map(input => input.name);
    expect(asked({ kelompok: 'STAF' })).toEqual(['kelompok', 'tpg', 'poin_sah']);
    expect(asked({ kelompok: 'NAKES' })).toEqual(['kelompok', 'tpg', 'giliran']);
    expect(asked({})).toEqual(['kelompok', 'tpg']);
  });

  it('hold by the facts as they are in a trial month, too', () => {
    const text = HOSPITAL.replace(
      'steps:',
      'uji_coba: { cite: P9, fakta: { kelompok: \'"NAKES"\', giliran: 10 } }\nsteps:',
    );
    const found = compute(good(text), { period: '2026-10', values: { kelompok: 'STAF', poin_sah: '1' }, trial: true });
    expect(found.gross).toBe('1000000');
    const without = compute(good(text), { period: '2026-10', values: { poin_sah: '1' }, trial: true });
    expect(without.missing).toEqual(['kelompok']);
  });
});

describe('the condition of a fact', () => {
  const refused = (input: string, more = '') =>
    faults(
      small(`
inputs:
  kelompok: { label: Kelompok, type: pilihan, options: [A, B], source: jabatan.kelompok }
  lain: { label: Lain, type: kali, when: kelompok = "A", source: fakta.lain }
  x: { label: X, type: kali, source: fakta.x, ${input} }
steps:
  - { set: hasil, label: H, cite: P, expr: x + lain }
outputs: { hasil: hasil }
${more}`),
    ).join();

  it('speaks of facts that everybody has, not of steps', () => {
    expect(refused('when: hasil = 1')).toContain('memakai fakta yang diminta dari semua orang');
    expect(refused('when: lain = 1')).toContain('"lain" sendiri hanya diminta dari sebagian orang');
    expect(refused('when: x = 1')).toContain('"x" sendiri hanya diminta');
    expect(refused('when: 3')).toContain('harus syarat (ya atau tidak)');
    expect(refused('when: kelompok = "C"')).toContain('bukan salah satu pilihan');
  });

  it('does not stand beside a default, and no layer is chosen by such a fact', () => {
    expect(refused('when: kelompok = "A", default: 0')).toContain('"when" dan "default" tidak bersama');
    const layer = 'lapis:\n  - { id: b, label: B, cite: P, when: x = 1, outputs: { y: x } }\n';
    expect(refused('when: kelompok = "A"', layer)).toContain('hanya diminta dari sebagian orang');
  });
});

describe('a misspelt fact', () => {
  it('is answered with the names near it', () => {
    const text = small(`
inputs:
  hari_hadir: { label: Hadir, type: hari, default: 0, source: presensi.hari_hadir }
steps:
  - { set: hasil, label: H, cite: P, expr: hari_hadir }
outputs: { hasil: hasil }
`);
    const found = compute(good(text), { period: '2026-10', values: { hari_hadr: '3' } });
    expect(found.missingFacts[0]?.reason).toContain('maksudnya hari_hadir?');
  });
});

describe('facts asked of some, beside layers and people led', () => {
  it('a layer may ask for one, over a fact of the regency', () => {
    const regulation = good(
      small(`
inputs:
  unit: { label: Unit, type: teks, source: unit.kode }
  kelompok: { label: Kelompok, type: pilihan, options: [NAKES, STAF], default: STAF, source: jabatan.kelompok }
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
steps:
  - { set: bayar, label: Bayar, cite: P1, expr: tpp }
components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bayar }
totals: { gross: bayar }
lapis:
  - id: rsud
    label: RSUD
    cite: P9
    when: unit = "RSUD"
    inputs:
      jaga: { label: Jaga, type: kali, when: kelompok = "NAKES", source: presensi.jaga }
    steps:
      - { set: bayar, label: Bayar, cite: P9, expr: 'tpp + (jika kelompok = "NAKES" maka jaga selain 0) * Rp10' }
`),
    );
    const at = (values: Readonly<Record<string, FactValue>>) =>
      compute(regulation, { period: '2026-10', values: { tpp: '1000', ...values } });
    expect(at({ unit: 'RSUD', kelompok: 'NAKES', jaga: '3' }).gross).toBe('1030');
    expect(at({ unit: 'RSUD', kelompok: 'NAKES' }).missing).toEqual(['jaga']);
    expect(at({ unit: 'RSUD' }).gross).toBe('1000');
    expect(at({ unit: 'DINAS', kelompok: 'NAKES' }).gross).toBe('1000');
  });

  it('a column of those one leads is none of them', () => {
    const text = HOSPITAL.replace(
      'steps:',
      `  dipimpin: { label: D, type: daftar<baris>, source: bawahan.langsung, fields: { giliran: kali } }\nsteps:`,
    ).replace('totals:', 'outputs: { banyaknya: banyak(dipimpin) }\ntotals:');
    expect(faults(text).join()).toContain('hanya diminta dari sebagian orang; pakai langkah');
  });
});
