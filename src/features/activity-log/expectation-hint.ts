import { mostBehind } from '../../domain/activity/expectation.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { isZero, toDecimalText, type Ratio } from '../../domain/ratio.ts';
import { dateShort, number } from '../../platform/render/format.ts';
import type { ExpectedItem } from '../catalogue/expectation-queries.ts';

/**
 * One line about what is most behind: 'Melayani pemohon: biasanya 12 orang sehari di jabatan Anda, hari ini baru 3.' Empty where
 * everything is reached. It is a hint: nothing is refused or paid by it.
 */
export function expectationHint(items: readonly ExpectedItem[], day: LocalDate, today: LocalDate): string {
  const behind = mostBehind(items);
  if (!behind) return '';
  const { item, per, expected, done } = behind;
  const when = per === 'bulan' ? 'bulan ini' : day === today ? 'hari ini' : dateShort(day);
  const there = isZero(done) ? 'belum ada' : `baru ${amountText(done)}`;
  const span = per === 'bulan' ? 'sebulan' : 'sehari';
  return `${item.name}: biasanya ${amountText(expected)} ${item.unitName} ${span} di jabatan Anda, ${when} ${there}.`;
}

const amountText = (value: Ratio): string => number(toDecimalText(value, 2));
