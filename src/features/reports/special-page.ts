import type { Zone } from '../../platform/clock.ts';
import { isSpecial, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { monthInWords } from '../../domain/month.ts';
import type { NoticeProps } from '../../platform/render/components.ts';
import { decreeWords, inSentence, monthLine, paidName, type Paid } from '../payroll-export/paid-words.ts';
import { explanationOf } from './explanation.ts';
import { ownLinks } from './own-links.ts';
import { paths } from './paths.ts';
import type { ReplacedFacts } from './replaced-facts.ts';
import type { OwnSpecial } from './special-queries.ts';
import { type Explain, lineAmount } from './tpp-amount.ts';
import { comparisonTable, rulesLink, stateNotice, type TppPage } from './tpp-page.ts';
import { withheld } from './withheld.ts';

export interface SpecialContent {
  readonly period: PayPeriod;
  readonly zone: Zone;
  readonly own: OwnSpecial;
  /** What it takes otherwise than the base month had it. */
  readonly replaced: readonly ReplacedFacts[];
  /** What would be paid if no gate had applied, whole rupiah; null where that is not known. */
  readonly ungated: string | null;
}

/** One's own part of a special payment, on the page of one's months: the amount first, then how it differs and why. */
export function specialModel({ period, zone, own, replaced, ungated }: SpecialContent): TppPage {
  const { line, terms, days, papers, standing } = own;
  const paid: Paid = { ...period, special: terms };
  const base = terms.baseMonth;
  const explain: Explain = why => explanationOf(why, base, ownLinks(days), papers);
  return {
    title: paidName(paid),
    back: { href: paths.tpp(period.month), label: `TPP saya, ${monthInWords(period.month)}` },
    special: { lead: `${monthLine(paid)}, menurut ${decreeWords(paid)}.`, replaced },
    specials: [],
    month: monthInWords(period.month),
    previous: null,
    next: null,
    status: line?.state ?? null,
    notice: line ? stateNotice(line, zone) : standing && standingNotice(paid, own),
    later: null,
    amount: line ? lineAmount(line, [], explain) : null,
    withheld: line
      ? withheld({ status: line.status, reasons: line.stored.reasons, ungated, month: base, running: false }, explain)
      : null,
    missing: [],
    empty: line || standing ? '' : `${paidName(paid)} belum dihitung untuk unit Anda.`,
    waiting: null,
    comparison: line?.before ? comparisonTable(line, line.before, `TPP ${monthInWords(base)}`, 'Pembayaran ini') : null,
    trial: null,
    whatIf: null,
    print: line ? paths.specialPdf(period) : null,
    regulation: line?.regulationName ?? '',
    rules: rulesLink(line?.regulationId),
  };
}

/** Of a payment that one's unit makes and of which one has no line (yet). */
function standingNotice(paid: Paid, { standing }: OwnSpecial): NoticeProps {
  const name = isSpecial(paid) ? inSentence(paidName(paid)) : paidName(paid);
  const excluded = standing?.excluded ?? null;
  if (excluded !== null) return { kind: 'info', text: `Anda tidak menerima ${name}: ${excluded}.` };
  if (standing?.state === 'DITUTUP' || standing?.state === 'GAGAL')
    return { kind: 'info', text: `Jumlah ${name} sedang dihitung. Buka lagi halaman ini beberapa menit lagi.` };
  return {
    kind: 'info',
    text: `Tidak ada ${name} untuk Anda. Tanyakan kepada pengelola kepegawaian OPD Anda.`,
  };
}
