import { monthInWords } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, number, rupiah } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { CEILING, type FactKind, kindNamed } from './kinds.ts';
import { paths } from './paths.ts';
import { spanInWords } from './person-page.ts';
import { shownValue } from './value.ts';
import { MOST_SHOWN, type WaitingBatch, type WaitingFact } from './waiting-queries.ts';

/** The page of `GET /kepegawaian/fakta/usulan`: what waits, to be decided many at once. */
export interface ProposalsPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly choices: readonly Choice[];
  readonly more: string;
  readonly decides: boolean;
  readonly withdraws: boolean;
  /** What stands behind the proposals: contents of imports, papers. */
  readonly links: readonly Link[];
}

export interface ProposalsContent {
  readonly form: FormState;
  readonly key: string;
  readonly selfId: string;
  readonly decides: boolean;
  readonly kinds: readonly FactKind[];
  readonly singles: readonly WaitingFact[];
  readonly batches: readonly WaitingBatch[];
  readonly zone: Zone;
}

export function proposalsModel(content: ProposalsContent): ProposalsPage {
  const { form, key, selfId, decides, kinds, singles, batches, zone } = content;
  const heading = 'Usulan data TPP';
  const kindOf = (name: string): FactKind | undefined => kindNamed(kinds, name);
  const own = 'Anda yang mengusulkan: orang lain yang menyetujuinya.';
  const single = (fact: WaitingFact): Choice => {
    const ceiling = fact.name === CEILING && fact.employeeId === null;
    const shown = (value: string): string => (ceiling ? rupiah(value) : shownValue(kindOf(fact.name), value));
    const label = ceiling ? `Pagu TPP ${fact.month.slice(0, 4)}` : (kindOf(fact.name)?.label ?? fact.name);
    const before = fact.before === null ? '' : ` (sekarang ${shown(fact.before)})`;
    const when = ceiling ? '' : `, ${spanInWords(fact.month, fact.until)}`;
    return {
      value: `usul:${fact.id}`,
      label: `${fact.subject}: ${label} ${shown(fact.value)}`,
      hint: `${ceiling ? 'Setahun' : fact.unit}${when}${before}. Sumber: ${fact.source}. ${fact.document ? 'Dokumen terlampir. ' : ''}Diusulkan ${fact.proposer}, ${instant(fact.proposedAt, zone)}.`,
      problem: decides ? problemOf(fact, selfId, own) : undefined,
    };
  };
  const batch = (each: WaitingBatch): Choice => ({
    value: `impor:${each.id}`,
    label: `Impor ${each.fileName}`,
    note: `${number(each.people)} pegawai`,
    hint: `${each.kinds.map(kind => kindText(kind, kindOf(kind.name))).join('. ')}. Diusulkan ${each.proposer}, ${instant(each.proposedAt, zone)}.`,
    problem: decides && each.proposedBy === selfId ? own : undefined,
  });
  const choices = [...batches.map(batch), ...singles.map(single)];
  return {
    title: formTitle(heading, form),
    heading,
    lead: 'Data dihitung setelah disetujui orang kedua, dari BKPSDM atau BPKAD. Cocokkan dengan dokumennya.',
    back: { href: '/kepegawaian/fakta', label: 'Data TPP' },
    form,
    action: paths.proposals,
    hidden: { kunci_kirim: key },
    choices,
    more: singles.length === MOST_SHOWN ? `${String(MOST_SHOWN)} usulan terlama. Yang lain menyusul setelah ini.` : '',
    decides: decides && choices.length > 0,
    withdraws: [...singles, ...batches].some(each => each.proposedBy === selfId),
    links: [
      ...batches.map(each => ({ href: paths.batch(each.id), label: `Lihat isi ${each.fileName}` })),
      ...singles.flatMap(({ document, subject }) =>
        document
          ? [{ href: paths.document(document.proposalId, document.id), label: `Dokumen ${subject}: ${document.name}` }]
          : [],
      ),
    ],
  };
}

const problemOf = (fact: WaitingFact, selfId: string, own: string): string | undefined => {
  if (fact.proposedBy === selfId) return own;
  return fact.employeeId === selfId ? 'Tentang Anda sendiri: orang lain yang menyetujuinya.' : undefined;
};

/** 'Gaji bruto Oktober 2026: 31 pegawai, jumlah Rp120.000.000' */
function kindText({ name, month, count, sum }: WaitingBatch['kinds'][number], kind: FactKind | undefined): string {
  const total = kind?.unit === 'rupiah' && sum !== null ? `, jumlah ${rupiah(sum)}` : '';
  return `${kind?.label ?? name} ${monthInWords(month)}: ${number(count)} pegawai${total}`;
}
