import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { Choice, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, dateShort, instant, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Tone } from '../../platform/render/status.ts';
import { familyName } from './families.ts';
import { paths } from './paths.ts';
import type { OfferedItem, Proposal, ProposalState } from './proposal-queries.ts';

const STATE_WORDS: Readonly<Record<ProposalState, { readonly text: string; readonly tone: Tone }>> = {
  menunggu: { text: 'Menunggu', tone: 'kuning' },
  diterima: { text: 'Diterima', tone: 'hijau' },
  digabung: { text: 'Sudah ada', tone: 'biru' },
  ditolak: { text: 'Ditolak', tone: 'merah' },
};

/** A proposal as a line of a list. */
export interface ProposalLine {
  readonly label: string;
  readonly href?: string | undefined;
  readonly hint: string;
  /** The answer in words; empty while there is none. */
  readonly answer: string;
  readonly tag: { readonly text: string; readonly tone: Tone };
}

/** When the answer is due, counted from today. */
export function dueText(dueOn: LocalDate, today: LocalDate): string {
  const days = daysBetween(today, dueOn);
  if (days < 0) return `lewat batas ${number(-days)} hari`;
  return days === 0 ? 'dijawab paling lambat hari ini' : `dijawab paling lambat ${dateShort(dueOn)}`;
}

const tagOf = ({ state, dueOn }: Proposal, today: LocalDate): ProposalLine['tag'] =>
  state === 'menunggu' && dueOn < today ? { text: 'Lewat batas', tone: 'merah' } : STATE_WORDS[state];

function answerText({ state, item, answer }: Proposal): string {
  if (state === 'menunggu') return '';
  const found = item ? `Pakai “${item.name}”.` : '';
  return [found, answer ?? ''].filter(Boolean).join(' ');
}

const measure = ({ unitName, minutes }: Proposal): string =>
  minutes === null ? `per ${unitName}` : `${number(minutes)} menit per ${unitName}`;

/** The page of `GET /katalog/usul`: the form, and one's own proposals. */
export interface ProposePage extends PageModel {
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly lead: string;
  readonly mine: readonly ProposalLine[];
}

export interface ProposeContent {
  readonly form: FormState;
  readonly key: string;
  readonly days: number;
  readonly mine: readonly Proposal[];
  readonly today: LocalDate;
  readonly zone: Zone;
}

export function proposeModel({ form, key, days, mine, today, zone }: ProposeContent): ProposePage {
  return {
    title: formTitle('Usul aktivitas', form),
    form,
    action: paths.propose,
    hidden: { kunci_kirim: key },
    lead: `Pekerjaan Anda belum ada di katalog? Usulkan di sini. Pengelola katalog menjawab paling lambat ${number(days)} hari.`,
    mine: mine.map(each => ({
      label: each.name,
      hint: `${measure(each)} · diusulkan ${dateMedium(dayIn(zone, each.createdAt))}${each.state === 'menunggu' ? ` · ${dueText(each.dueOn, today)}` : ''}`,
      answer: answerText(each),
      tag: tagOf(each, today),
    })),
  };
}

/** The page of `GET /kepegawaian/aktivitas/usulan`. */
export interface ProposalListPage extends PageModel {
  readonly lead: string;
  readonly waiting: readonly ProposalLine[];
  readonly answered: readonly ProposalLine[];
}

export function proposalListModel(
  proposals: readonly Proposal[],
  today: LocalDate,
  zone: Zone,
  days: number,
): ProposalListPage {
  const line = (each: Proposal): ProposalLine => ({
    label: each.name,
    href: paths.proposal(each.id),
    hint: [
      each.proposer.unitName ?? each.proposer.name,
      measure(each),
      each.state === 'menunggu'
        ? `umur ${number(daysBetween(dayIn(zone, each.createdAt), today))} hari · ${dueText(each.dueOn, today)}`
        : '',
    ]
      .filter(Boolean)
      .join(' · '),
    answer: answerText(each),
    tag: tagOf(each, today),
  });
  const waiting = proposals.filter(each => each.state === 'menunggu');
  return {
    title: 'Usulan aktivitas',
    lead:
      waiting.length === 0
        ? 'Semua usulan sudah dijawab.'
        : `${number(waiting.length)} usulan menunggu. Batas menjawab ${number(days)} hari, dan pengusul melihat batas itu.`,
    waiting: waiting.map(line),
    answered: proposals.filter(each => each.state !== 'menunggu').map(line),
  };
}

/** The page of `GET /kepegawaian/aktivitas/usulan/:id`. */
export interface ProposalPage extends PageModel {
  readonly heading: string;
  readonly facts: readonly SummaryRow[];
  /** Leads to the form of a new item; null once it is answered. */
  readonly accept: string | null;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly form: FormState;
  readonly choices: readonly Choice[];
  readonly items: readonly Choice[];
}

export interface ProposalContent {
  readonly proposal: Proposal;
  readonly items: readonly OfferedItem[];
  readonly form: FormState;
  readonly today: LocalDate;
  readonly zone: Zone;
}

export function proposalModel({ proposal, items, form, today, zone }: ProposalContent): ProposalPage {
  const { proposer } = proposal;
  const waits = proposal.state === 'menunggu';
  const seat = [proposer.title, proposer.unitName].filter(Boolean).join(', ');
  return {
    title: formTitle(`Usulan: ${proposal.name}`, form),
    heading: proposal.name,
    facts: [
      {
        label: 'Keadaan',
        value: waits ? `Menunggu, ${dueText(proposal.dueOn, today)}` : STATE_WORDS[proposal.state].text,
      },
      ...(waits ? [] : [{ label: 'Jawaban', value: answerText(proposal) || '–' }]),
      { label: 'Satuan', value: measure(proposal) },
      { label: 'Alasan', value: proposal.reason },
      { label: 'Pengusul', value: { text: proposer.name, hint: seat } },
      { label: 'Kelompok jabatan', value: proposer.family === null ? '–' : familyName(proposer.family) },
      { label: 'Diusulkan', value: instant(proposal.createdAt, zone) },
    ],
    accept: waits ? paths.freshFrom({ usul: proposal.id }) : null,
    action: paths.proposal(proposal.id),
    hidden: { versi: String(proposal.version) },
    form,
    choices: [
      { value: 'gabung', label: 'Sudah ada', hint: 'Tunjuk aktivitas yang sudah ada di katalog' },
      { value: 'tolak', label: 'Tolak', hint: 'Tulis alasannya' },
    ],
    items: items.map(item => ({ value: item.id, label: `${item.name} (${item.unitName})`, group: item.grouping })),
  };
}
