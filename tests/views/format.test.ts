import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ended, fmt } from '../../src/platform/render/format.ts';

describe('amounts and numbers', () => {
  it.each([
    [2_430_000n, 'Rp2.430.000'],
    ['0', 'Rp0'],
    [-27_005n, '\u2212Rp27.005'],
    [999n, 'Rp999'],
    ['1978718875', 'Rp1.978.718.875'],
  ])('%s rupiah', (amount, text) => {
    expect(fmt.rupiah(amount)).toBe(text);
  });

  it('gives programs bare digits with an ordinary minus', () => {
    expect(fmt.rupiahDigits(-27_005n)).toBe('-27005');
    expect(fmt.rupiahDigits('2430000')).toBe('2430000');
  });

  it('never drops or invents a digit, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), amount => {
        const digits = fmt.rupiah(amount).replace('\u2212', '-').replace('Rp', '').replaceAll('.', '');
        expect(BigInt(digits)).toBe(amount);
        expect(BigInt(fmt.rupiahDigits(amount))).toBe(amount);
      }),
    );
  });

  it('refuses fractions of a rupiah and texts that are no numbers', () => {
    expect(() => fmt.rupiah('12.5')).toThrow('whole');
    expect(() => fmt.number('1e21')).toThrow('exact decimal');
  });

  it('writes decimals with a comma and thousands with dots', () => {
    expect(fmt.number('1234.5')).toBe('1.234,5');
    expect(fmt.percent('92.50')).toBe('92,50\u00a0%');
  });
});

describe('days, months and times', () => {
  it('writes a day short, long and in between', () => {
    expect(fmt.dateShort('2026-11-21')).toBe('Sab 21 Nov');
    expect(fmt.date('2026-11-21')).toBe('Sabtu, 21 November 2026');
    expect(fmt.dateMedium('2026-08-01')).toBe('1 Agt 2026');
    expect(fmt.dateTyped('2026-03-01')).toBe('01/03/2026');
    expect(fmt.month('2026-11')).toBe('November 2026');
  });

  it.each(['2026-02-30', '2026-13-01', '21/11/2026', '2026-1-1'])('refuses %s', day => {
    expect(() => fmt.date(day)).toThrow();
  });

  it('shows an instant in the zone asked for, whatever zone the machine is in', () => {
    const at = new Date('2026-11-20T23:30:00Z');
    expect(fmt.instant(at, 'Asia/Jakarta')).toBe('21 Nov 2026 pukul 06.30\u00a0WIB');
    expect(fmt.instant(at, 'Asia/Makassar')).toBe('21 Nov 2026 pukul 07.30\u00a0WITA');
    expect(fmt.instant(at, 'Asia/Jayapura')).toBe('21 Nov 2026 pukul 08.30\u00a0WIT');
    expect(fmt.clock(at, 'Asia/Makassar')).toBe('07.30\u00a0WITA');
  });

  it('writes times and durations', () => {
    expect(fmt.time('08:30')).toBe('08.30');
    expect(fmt.time('08:30:00')).toBe('08.30');
    expect(() => fmt.time('8.30')).toThrow();
    expect([0, 45, 60, 90, 600].map(fmt.minutes)).toEqual(['0 menit', '45 menit', '1 jam', '1 jam 30 menit', '10 jam']);
    expect(() => fmt.minutes(1.5)).toThrow();
  });
});

describe('names of people and files', () => {
  it('groups the eighteen digits of a NIP and leaves a user name alone', () => {
    expect(fmt.nip('196803121994031005')).toBe('19680312 199403 1 005');
    expect(fmt.nip('bupati.contoh')).toBe('bupati.contoh');
  });

  it('ends a sentence once, also where its last word is a title', () => {
    expect(ended('Kegiatan dikirim ke Wati Gunalaras')).toBe('Kegiatan dikirim ke Wati Gunalaras.');
    expect(ended('Kegiatan dikirim ke Dian Kertabumi, S.Sos.')).toBe('Kegiatan dikirim ke Dian Kertabumi, S.Sos.');
  });

  it('rounds the size of a file up', () => {
    expect([512, 210_001, 1_400_000, 1_400_001].map(fmt.bytes)).toEqual(['512 byte', '211 KB', '1,4 MB', '1,5 MB']);
  });
});
