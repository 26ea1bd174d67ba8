import { number } from '../../platform/render/format.ts';
import type { Band, Distribution } from './distribution.ts';

/** A picture of how changes are spread, with every value as text. */
export interface Bars {
  readonly heading: string;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly max: number;
    readonly text: string;
  }[];
  readonly note: string;
}

/** What two ends mean. */
const UPPER_END = 'Batas atas termasuk, batas bawah tidak.';

/** Changes in rupiah and in percent, from the largest loss to the largest gain. */
export function barsOf({ rupiah: amounts, percent, fromNothing }: Distribution): Bars[] {
  const note =
    fromNothing > 0
      ? `${number(fromNothing)} pegawai semula tidak menerima apa-apa: perubahannya tidak punya persentase.`
      : '';
  return [
    { heading: 'Menurut rupiah', bars: drawn(amounts, roundRupiah), note: UPPER_END },
    { heading: 'Menurut persen', bars: drawn(percent, text => `${text}\u00a0%`), note },
  ].filter(({ bars }) => bars.length > 0);
}

/** Empty bands at both ends are left out: what is between stays, so that gaps are seen. */
function drawn(bands: readonly Band[], words: (amount: string) => string): Bars['bars'] {
  const filled = bands.flatMap(({ people }, place) => (people > 0 ? [place] : []));
  const [first, last] = [filled[0], filled.at(-1)];
  if (first === undefined || last === undefined) return [];
  const max = bands.reduce((most, { people }) => (people > most ? people : most), 1);
  return bands.slice(first, last + 1).map(band => ({
    label: bandInWords(band, words),
    value: band.people,
    max,
    text: `${number(band.people)} pegawai`,
  }));
}

function bandInWords({ direction, moreThan, upTo }: Band, words: (amount: string) => string): string {
  if (direction === 'tetap') return 'Tetap';
  const verb = direction === 'naik' ? 'Naik' : 'Turun';
  if (upTo === null) return `${verb} di atas ${words(moreThan ?? '0')}`;
  if (moreThan === null || moreThan === '0') return `${verb} sampai ${words(upTo)}`;
  return `${verb} ${words(moreThan)} \u2013 ${words(upTo)}`;
}

/** Band ends are round: `100 ribu`, `2 juta`. */
const roundRupiah = (amount: string): string =>
  amount.endsWith('000000') ? `${amount.slice(0, -6)}\u00a0juta` : `${amount.slice(0, -3)}\u00a0ribu`;
