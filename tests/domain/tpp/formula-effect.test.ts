import { describe, expect, it } from 'vitest';
import type { InputKind, Why, WhyInput } from '../../../src/domain/explained.ts';
import { toDecimalText } from '../../../src/domain/ratio.ts';
import { effectsIn } from '../../../src/domain/tpp/formula-effect.ts';

/** What each value did to the result of a formula, from the values that its explanation keeps. */

type Given = readonly [value: WhyInput['value'], unit: string, kind?: InputKind];

const GIVEN: Readonly<Record<string, Given>> = {
  gaji: ['1000', 'rupiah'],
  tunjangan: ['500', 'rupiah', 'langkah'],
  nol: ['0', 'rupiah'],
  sama: ['1000', 'rupiah'],
  plafon: ['800', 'rupiah', 'parameter'],
  plafon_luas: ['9000', 'rupiah', 'parameter'],
  penuh: ['100', 'persen'],
  sebagian: ['90', 'persen'],
  lebih: ['110', 'persen'],
  hadir: ['18', 'hari'],
  wajib: ['20', 'hari'],
  tidak_ada: ['0', 'hari'],
  satu_hari: ['1', 'hari'],
  kecil: ['10', 'persen'],
  satu: ['1', 'bilangan'],
  dua: ['2', 'bilangan'],
  cuti: ['true', 'ya_tidak'],
  aktif: ['false', 'ya_tidak'],
  kode: [{ TL: '1', TK: '2' }, 'peta<bilangan>'],
  'tarif[gaji]': ['5', 'persen', 'tabel'],
  'orang.kelas': ['7', 'bilangan'],
};

const whyOf = (
  formula: string,
  more: Readonly<Record<string, Given>> = {},
  conditions: readonly string[] = [],
): Why => {
  const inputs = Object.fromEntries(
    Object.entries({ ...GIVEN, ...more }).map(([name, [value, unit, kind = 'fakta']]): [string, WhyInput] => [
      name,
      { kind, label: name, value, unit },
    ]),
  );
  for (const [index, each] of conditions.entries()) {
    const [text = '', value = ''] = each.split(' => ');
    inputs[text.startsWith('syarat') ? text : `syarat ${index}`] = {
      kind: 'syarat',
      label: text.replace('syarat: ', ''),
      value,
      unit: 'ya_tidak',
    };
  }
  return { rule: 'x', label: 'X', cite: 'P', formula, value: '0', unit: 'rupiah', inputs, children: [], show: 'main' };
};

/** `name: kind share`, with `+` for what is added up. */
const effects = (...args: Parameters<typeof whyOf>): string =>
  [...effectsIn(whyOf(...args))]
    .map(([name, { kind, share, summed }]) =>
      [`${name}: ${kind}`, ...(share ? [toDecimalText(share)] : []), ...(summed ? ['+'] : [])].join(' '),
    )
    .join('; ');

describe('what a value did to the result', () => {
  it.each([
    ['a value alone is the result', 'gaji', 'gaji: part'],
    ['numbers, texts and truths have no name', '5 + 3', ''],
    ['a sum is made of its parts', 'gaji + tunjangan', 'gaji: part; tunjangan: part'],
    ['zero adds nothing', 'gaji + nol', 'gaji: part; nol: none'],
    ['zero before it adds nothing', 'nol + gaji', 'nol: none; gaji: part'],
    ['what is taken off cuts, by its share', 'gaji - tunjangan', 'gaji: part; tunjangan: cut 0.5'],
    ['taking off nothing does nothing', 'gaji - nol', 'gaji: part; nol: none'],
    ['taken off nothing, no share is known', 'nol - gaji', 'nol: none; gaji: cut'],
    ['a factor of 100 % does nothing', 'gaji * penuh', 'gaji: part; penuh: none'],
    ['a smaller factor cuts by the rest', 'gaji * sebagian', 'gaji: part; sebagian: cut 0.1'],
    ['on either side', 'sebagian * gaji', 'sebagian: cut 0.1; gaji: part'],
    ['a larger factor makes the result', 'gaji * lebih', 'gaji: part; lebih: part'],
    ['a plain number is a factor, too', 'gaji * satu * dua', 'gaji: part; satu: none; dua: part'],
    ['what has a unit is no factor', 'hadir * 5 rupiah/hari', 'hadir: part'],
    ['a deduction inside a factor is that which cuts', 'gaji * (100% - sebagian)', 'gaji: part; sebagian: cut 0.9'],
    ['of half of it a tenth is taken off', 'gaji * (50% - kecil)', 'gaji: part; kecil: cut 0.2'],
    ['one day is no factor', 'gaji * satu_hari', 'gaji: part; satu_hari: part'],
    ['a factor that is not known', 'gaji * asing', 'gaji: part; asing: part'],
    ['by one nothing is divided', 'gaji / satu', 'gaji: part; satu: none'],
    ['by two something is', 'gaji / dua', 'gaji: part; dua: part'],
    ['days are no factor', 'gaji / hadir', 'gaji: part; hadir: part'],
    ['by what is not known', 'gaji / asing', 'gaji: part; asing: part'],
    ['a sign changes nothing of it', '-gaji', 'gaji: part'],
    ['a look-up notes itself, its table and its keys', 'tarif[gaji]', 'tarif[gaji]: part; tarif: part; gaji: part'],
    ['a column notes itself and its rows', 'orang.kelas', 'orang.kelas: part; orang: part'],
    ['items of a list', 'maks([gaji, tunjangan])', 'gaji: part; tunjangan: part'],
    ['compared values were asked for', 'gaji > tunjangan', 'gaji: asked; tunjangan: asked'],
    ['all of a chain of them', 'gaji > tunjangan > nol', 'gaji: asked; tunjangan: asked; nol: asked'],
    ['a truth turned round is the result', 'bukan cuti', 'cuti: part'],
    ['of "atau" the one that holds decides', 'cuti atau aktif', 'cuti: asked; aktif: none'],
    ['of "atau" with neither, both were asked', 'aktif atau aktif_lain', 'aktif: asked; aktif_lain: asked'],
    ['of "dan" the one that does not hold decides', 'cuti dan aktif', 'cuti: none; aktif: asked'],
    ['of "dan" the other way round', 'aktif dan cuti', 'aktif: asked; cuti: none'],
    ['of "dan" with both, both were asked', 'cuti dan (gaji > nol)', 'cuti: asked; gaji: asked; nol: asked'],
    ['sought in a list', 'gaji dalam [tunjangan, nol]', 'gaji: asked; tunjangan: asked; nol: asked'],
    ['a truth sought is only asked for', 'aktif dalam [cuti]', 'aktif: asked; cuti: asked'],
    ['a sum over several', 'jumlah(kode)', 'kode: part +'],
    ['a sum within a deduction', '100% - jumlah(kode) * 1%', 'kode: cut 0.03 +'],
    ['the same name once summed and once not', 'jumlah(kode) + banyak(kode)', 'kode: part'],
    ['a rounding keeps what is in it', 'bulat(gaji * sebagian)', 'gaji: part; sebagian: cut 0.1'],
    ['no arguments, no effects', 'jumlah()', ''],
    ['a quotient without its way out', 'bagi(gaji, dua)', 'gaji: part; dua: part'],
    ['a share without its whole', 'prorata(gaji, hadir)', 'gaji: part; hadir: part'],
    ['the same sum twice', 'jumlah(kode) + jumlah(kode)', 'kode: part +'],
    ['a quotient with a way out', 'bagi(gaji, dua, tunjangan)', 'gaji: part; dua: part; tunjangan: none'],
    ['its way out where the divisor is zero', 'bagi(gaji, nol, tunjangan)', 'gaji: part; nol: part; tunjangan: part'],
    ['its way out where the divisor is not known', 'bagi(gaji, asing, dua)', 'gaji: part; asing: part; dua: part'],
    ['a share of days', 'prorata(gaji, hadir, wajib)', 'gaji: part; hadir: cut 0.1; wajib: cut 0.1'],
    ['all days', 'prorata(gaji, wajib, wajib)', 'gaji: part; wajib: none'],
    ['of no days at all', 'prorata(gaji, hadir, tidak_ada)', 'gaji: part; hadir: cut; tidak_ada: cut'],
    ['none of the days there were', 'prorata(gaji, tidak_ada, wajib)', 'gaji: part; tidak_ada: cut 1; wajib: cut 1'],
  ])('%s: %s', (_, formula, wanted) => expect(effects(formula)).toBe(wanted));

  it.each([
    ['a limit that held', 'min(gaji, plafon)', 'gaji: part; plafon: bound'],
    ['a limit that did not', 'min(gaji, plafon_luas)', 'gaji: part; plafon_luas: none'],
    ['a limit written first', 'min(plafon, gaji)', 'plafon: bound; gaji: part'],
    ['a limit exactly met', 'min(gaji, sama)', 'gaji: part; sama: none'],
    ['a floor that held', 'maks(gaji - sama, plafon)', 'gaji: part; sama: cut 1; plafon: bound'],
    ['a floor that did not', 'maks(gaji, plafon)', 'gaji: part; plafon: none'],
    ['between two, the upper held', 'batas(gaji, nol, plafon)', 'gaji: part; nol: none; plafon: bound'],
    ['between two, neither did', 'batas(gaji, nol, plafon_luas)', 'gaji: part; nol: none; plafon_luas: none'],
    ['between two, the lower held', 'batas(gaji, plafon_luas, plafon_luas)', 'gaji: part; plafon_luas: bound'],
    ['a limit that is not known', 'min(gaji, asing)', 'gaji: part; asing: part'],
    ['nobody speaks of the person', 'min(plafon, plafon_luas)', 'plafon: part; plafon_luas: none'],
    ['of one collection alone', 'min(kode)', 'kode: part'],
    ['asked for within a condition', 'min(gaji, plafon) > nol', 'gaji: asked; plafon: bound; nol: asked'],
    ['without effect as a whole', '(gaji * 0) + min(nol, plafon)', 'gaji: none; nol: none; plafon: none'],
  ])('of limits, %s: %s', (_, formula, wanted) => expect(effects(formula)).toBe(wanted));

  it.each([
    ['taken', 'jika cuti maka gaji selain tunjangan', 'cuti: asked; gaji: part'],
    ['not taken', 'jika aktif maka gaji selain tunjangan', 'aktif: asked; tunjangan: part'],
    ['not known', 'jika asing maka gaji selain tunjangan', 'asing: asked; gaji: part; tunjangan: part'],
    ['computed', 'jika gaji > tunjangan maka gaji selain dua', 'gaji: part; tunjangan: asked'],
  ])('a branch %s: %s', (_, formula, wanted) => expect(effects(formula)).toBe(wanted));

  it('a branch recorded as taken is believed, whatever the values', () => {
    const formula = 'jika aktif maka gaji selain tunjangan';
    expect(effects(formula, {}, ['syarat: aktif => true'])).toBe('aktif: asked; gaji: part');
    expect(effects(formula.replace('aktif', 'cuti'), {}, ['syarat: cuti => false'])).toBe(
      'cuti: asked; tunjangan: part',
    );
  });

  it('of the conditions of a step only those that were met, or all where none was', () => {
    expect(effects('gaji', {}, ['cuti => true'])).toBe('gaji: part; cuti: asked');
    expect(effects('gaji', {}, ['aktif => false'])).toBe('gaji: part; aktif: none');
    expect(effects('', {}, ['aktif => false', 'tunjangan > nol => false'])).toBe(
      'aktif: asked; tunjangan: asked; nol: asked',
    );
    expect(effects('gaji', {}, ['> tak terbaca => true'])).toBe('gaji: part');
    expect(effects('gaji *', {}, ['cuti => false'])).toBe('cuti: asked');
  });

  it('a condition inside the formula is not told twice', () => {
    const formula = 'jika cuti maka gaji selain nol';
    expect(effects(formula, {}, ['syarat: cuti => true'])).toBe('cuti: asked; gaji: part');
    expect(effects('gaji + (jika cuti maka nol selain gaji)', {}, ['syarat: cuti => true'])).toBe(
      'gaji: part; cuti: none; nol: none',
    );
    expect(effects('gaji + (jika aktif maka gaji selain nol)', {}, ['syarat: aktif => false'])).toBe(
      'gaji: part; aktif: none; nol: none',
    );
  });

  it('the strongest of all places where a name stands counts', () => {
    expect(effects('gaji - gaji * sebagian')).toBe('gaji: cut 0.9; sebagian: cut 0.9');
    expect(effects('gaji * satu + satu')).toBe('gaji: part; satu: part');
    expect(effects('satu + gaji * satu')).toBe('satu: part; gaji: part');
    expect(effects('jika gaji > nol maka gaji selain nol')).toBe('gaji: part; nol: asked');
    expect(effects('gaji * penuh + (jika penuh > nol maka gaji selain nol)')).toBe(
      'gaji: part; penuh: asked; nol: asked',
    );
    expect(effects('gaji + (jika gaji > nol maka tunjangan selain nol)')).toBe(
      'gaji: part; nol: asked; tunjangan: part',
    );
    expect(effects('min(gaji, plafon) - plafon')).toBe('gaji: part; plafon: bound');
    expect(effects('(gaji - plafon) + min(gaji, plafon)')).toBe('gaji: part; plafon: bound');
    expect(effects('(gaji - tunjangan) + (plafon - tunjangan)')).toBe('gaji: part; tunjangan: cut 0.5; plafon: part');
    expect(effects('gaji * sebagian + sebagian')).toBe('gaji: part; sebagian: cut 0.1');
  });
});
