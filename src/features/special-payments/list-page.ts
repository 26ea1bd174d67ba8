import type { PaymentRules } from '../../domain/tpp/payment-section.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, instant } from '../../platform/render/format.ts';
import type { Tone } from '../../platform/render/status.ts';
import { PERIODS_PATH } from '../payroll-runs/paths.ts';
import { paths } from './paths.ts';
import type { Special } from './queries.ts';
import { monthsOf, nameOf, STATES } from './words.ts';

/** The page of `GET /kepegawaian/pembayaran-khusus`. */
export interface SpecialsPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly notice: NoticeProps | null;
  readonly rows: readonly {
    readonly heading: string;
    readonly href: string;
    readonly state: { readonly text: string; readonly tone: Tone };
    readonly months: string;
    readonly decree: string;
    readonly by: string;
    readonly units: string;
  }[];
  /** Null for whom asking is no matter, and where the regulation names no payment. */
  readonly propose: Link | null;
}

export interface SpecialsContent {
  readonly specials: readonly Special[];
  /** What the regulation in force names; undefined without one. */
  readonly offered: readonly PaymentRules[] | undefined;
  readonly mayPropose: boolean;
  readonly zone: Zone;
}

export function specialsModel({ specials, offered, mayPropose, zone }: SpecialsContent): SpecialsPage {
  const heading = 'Pembayaran khusus';
  return {
    title: heading,
    heading,
    back: { href: PERIODS_PATH, label: 'Periode' },
    lead: 'THR, gaji ketiga belas, dan pembayaran lain di samping TPP bulanan, menurut peraturan TPP dan keputusan kepala daerah.',
    notice: noticeOf(offered),
    rows: specials.map(each => ({
      heading: nameOf(each),
      href: paths.one(each.id),
      state: STATES[each.state],
      months: monthsOf(each),
      decree: `${each.decree}, ${dateMedium(each.decreeDate)}`,
      by: `Diajukan ${each.askedByName}, ${instant(each.askedAt, zone)}`,
      units: unitsOf(each),
    })),
    propose: mayPropose && offered && offered.length > 0 ? { href: paths.propose, label: 'Ajukan pembayaran' } : null,
  };
}

function noticeOf(offered: SpecialsContent['offered']): NoticeProps | null {
  if (!offered) return { kind: 'awas', text: 'Belum ada peraturan TPP yang berlaku.' };
  if (offered.length > 0) {
    const named = offered.map(({ code, label, cite }) => `${label} (${code}, ${cite})`).join('; ');
    return { kind: 'info', text: `Menurut peraturan yang berlaku: ${named}.` };
  }
  return {
    kind: 'info',
    text: 'Peraturan yang berlaku tidak menyebut pembayaran khusus. Tulis di bagian pembayaran_khusus (bagian 12 panduan format), lalu berlakukan versinya.',
  };
}

function unitsOf({ state, runs, approved }: Special): string {
  if (state !== 'berlaku') return '';
  return runs === 0 ? 'Belum ada unit yang dihitung' : `${String(runs)} unit dihitung, ${String(approved)} disetujui`;
}
