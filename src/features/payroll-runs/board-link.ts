import { monthInWords } from '../../domain/month.ts';
import type { Link } from '../../platform/render/components.ts';
import { periodsPath, specialUnitPath } from './paths.ts';
import { wordsOf, type Period } from './queries.ts';

/** The page from which the steps of a period are taken: the board of its month, or the unit's page of a special payment. */
export const boardOf = (period: Period): Link =>
  period.special
    ? { href: specialUnitPath(period.special.id, period.unit.code), label: wordsOf(period) }
    : { href: periodsPath(period.month), label: `Periode ${monthInWords(period.month)}` };
