import { describe, expect, it } from 'vitest';
import { passwordProblem } from '../../../src/features/account/password-rules.ts';

const own = {
  login: '196803121994031005',
  name: 'Amat Rimbakara',
  unit: 'Dinas Penanaman Modal',
  region: 'e-Kinerja Pemerintah Kabupaten Balangan',
};

describe('a good password', () => {
  it.each([
    'gerobak-senja-kompas',
    'payung basah di teras',
    'ombak lemari kertas 7',
    'Xk4!pq9Lm2#v',
    'kuda-baterai-staples',
    'ƀøŋ þæð ŧíñ ŵéß',
    'Rahasia-Baru-Tangguh-2026',
  ])('%s will do', password => {
    expect(passwordProblem(password, own)).toBeUndefined();
  });
});

describe('a bad password', () => {
  it.each([
    ['sebelas-huf', /paling sedikit 12/],
    ['x'.repeat(20), /mudah ditebak/],
    [`${'gerobak-senja-kompas-'.repeat(3)}lebih-panjang`, /paling panjang 72/],
    ['ñ'.repeat(37) + 'gerobak', /paling panjang 72/],
    ['196803121994031005', /NIP atau tanggal lahir/],
    ['gerobak-199403-kompas', /NIP atau tanggal lahir/],
    ['gerobak 12/03/1968 ya', /NIP atau tanggal lahir/],
    ['gerobak 12-03-68 teras', /NIP atau tanggal lahir/],
    ['gerobak680312teras', /NIP atau tanggal lahir/],
    ['AmatRimbakara1', /nama Anda/],
    ['ekinerja-balangan', /nama Anda/],
    ['penanaman.modal!', /nama Anda/],
    ['password1234!', /mudah ditebak/],
    ['P4ssw0rd-1234', /mudah ditebak/],
    ['r4h4s14-r4h4s14', /mudah ditebak/],
    ['bismillah12345', /mudah ditebak/],
    ['sayangkamuselamanya', /mudah ditebak/],
    ['qwertyuiop12', /mudah ditebak/],
    ['123456789012345', /mudah ditebak/],
    ['abcdefghijklmno', /mudah ditebak/],
    ['poiuytrewq4321', /mudah ditebak/],
    ['k7mk7mk7mk7mk7m', /mudah ditebak/],
  ])('%s is refused in words', (password, problem) => {
    expect(passwordProblem(password, own)).toMatch(problem);
  });

  it('does not take an official’s user name for a number', () => {
    expect(passwordProblem('bupati-bupati-bupati', { ...own, login: 'bupati' })).toMatch(/nama Anda|mudah ditebak/);
    expect(passwordProblem('gerobak 12/03/1968 ya', { ...own, login: 'bupati' })).toBeUndefined();
  });
});
