import { describe, expect, it } from 'vitest';
import { faults, small } from './policies.ts';
import { formulasOver } from './small-formula.ts';

/** What is said of words that come from elsewhere: spreadsheets, other languages, speech. */

const { refusal } = formulasOver({ upah: ['rupiah', '1000'], jaga: ['bulan', '2'], lama: ['menit', '5'] });

describe('a word from elsewhere', () => {
  it.each([
    ['max(upah, Rp5)', 'fungsi "max" tidak dikenal; maksudnya maks?; yang ada: bulat'],
    ['MAX(upah, Rp5)', 'fungsi "MAX" tidak dikenal; maksudnya maks?; yang ada: bulat'],
    ['ROUND(upah)', 'fungsi "ROUND" tidak dikenal; maksudnya bulat?'],
    ['SUM(upah)', 'fungsi "SUM" tidak dikenal; maksudnya jumlah?'],
    ['Min(upah, Rp5)', 'fungsi "Min" tidak dikenal; maksudnya min?'],
    ['IF(upah > Rp5, 1, 2)', 'fungsi "IF" tidak dikenal; pakai "jika … maka … selain …"'],
    ['jumlahkan(upah)', 'fungsi "jumlahkan" tidak dikenal; maksudnya jumlah?'],
    ['entah(upah)', 'fungsi "entah" tidak dikenal; yang ada: bulat'],
    ['jaga < 1 tahun', '"tahun" tidak diharapkan di sini: bukan satuan; satuan yang ada: persen, rupiah'],
    ['jaga < 1 tahun', 'bulan; setahun = 12 bulan'],
    ['jaga < 1 minggu', 'satuan yang ada: persen, rupiah, poin, menit, jam, hari, bulan'],
    ['upah + jaga malam', '"malam" tidak diharapkan di sini; nama ditulis tanpa spasi: jaga_malam'],
  ])('%s is refused: %s', (formula, said) => expect(refusal(formula)).toContain(said));

  it('that is no name beside another is not joined to it', () => {
    expect(refusal('upah maka')).toBe('"maka" tidak diharapkan di sini');
    expect(refusal('(upah) malam')).toBe('"malam" tidak diharapkan di sini');
  });
});

describe('a line that stands at another place than its neighbours', () => {
  it('is asked for its distance from the margin, before anything else', () => {
    const text = small(
      'inputs:\n  a: { label: A, type: rupiah, source: fakta.a }\nsteps:\n  - set: b\n     label: B\n',
    );
    expect(faults(text).join()).toContain('periksa jarak dari tepi kiri baris ini dan baris sebelumnya');
  });
});
