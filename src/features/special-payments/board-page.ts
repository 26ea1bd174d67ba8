import { monthInWords } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, NoticeProps, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, instant } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status, Tone } from '../../platform/render/status.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { listPages, pageOf, type ListPages } from '../../platform/web/named-list.ts';
import { offer } from '../payroll-runs/actions.ts';
import type { Period } from '../payroll-runs/queries.ts';
import { maySetTerms } from './access.ts';
import { paths } from './paths.ts';
import type { Base, Special } from './queries.ts';
import type { SpecialAnswer } from './service.ts';
import { monthsOf, nameOf, STATES } from './words.ts';

/** One unit of the payment. */
export interface BoardRow {
  /** What its tick sends, where the reader may compute or approve it: `KODE:versi`. */
  readonly tick: string | null;
  readonly ticked: boolean;
  readonly unit: string;
  readonly code: string;
  readonly href: string;
  readonly state: Status;
  readonly remark: string;
  readonly people: string;
  readonly gross: bigint | null;
  readonly net: bigint | null;
}

/** The page of `GET /kepegawaian/pembayaran-khusus/:id`. */
export interface BoardPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly form: FormState;
  readonly notice: NoticeProps | null;
  readonly terms: readonly SummaryRow[];
  /** A second person's answer, taking the request back, or ending what is in force; null where none is the reader's. */
  readonly answer: {
    readonly heading: string;
    readonly sentence: string;
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    /** The hint of the reason; null where none is asked for. */
    readonly reason: string | null;
    /** It ends what is in force: folded away below the units. */
    readonly ends: boolean;
    readonly buttons: readonly {
      readonly value: SpecialAnswer;
      readonly label: string;
      readonly kind: 'utama' | 'kedua' | 'bahaya';
    }[];
  } | null;
  readonly rows: readonly BoardRow[];
  readonly pages: ListPages | null;
  readonly totals: {
    readonly units: string;
    readonly people: string;
    readonly gross: bigint;
    readonly net: bigint;
  } | null;
  /** Null where fewer than two can be ticked. */
  readonly batch: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly buttons: readonly { readonly value: string; readonly label: string }[];
    readonly all: { readonly value: string; readonly label: string; readonly ticked: boolean } | null;
  } | null;
}

export interface BoardContent {
  readonly actor: Actor;
  readonly special: Special;
  readonly periods: readonly Period[];
  readonly bases: ReadonlyMap<string, Base>;
  readonly form: FormState;
  readonly page: number;
  readonly key: string;
  readonly zone: Zone;
}

export function boardModel(content: BoardContent): BoardPage {
  const { special, periods, form, page } = content;
  const heading = nameOf(special);
  const asked = { search: '', page };
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.list, label: 'Pembayaran khusus' },
    lead: monthsOf(special),
    state: STATES[special.state],
    form,
    notice: noticeOf(special),
    terms: termRows(content),
    answer: answerOf(content),
    rows: pageOf(asked, periods).map(period => rowOf(content, period)),
    pages: listPages(asked, periods.length, 'unit', to => paths.onPage(special.id, to)),
    totals: totalsOf(periods),
    batch: batchOf(content),
  };
}

function noticeOf({ state, note }: Special): NoticeProps | null {
  if (state === 'diajukan')
    return { kind: 'info', text: 'Unit dapat dihitung setelah orang kedua mengesahkan ketentuan ini.' };
  if (state === 'berlaku') return null;
  return { kind: 'terkunci', text: `${STATES[state].text}.${note === null ? '' : ` Alasan: ${note}`}` };
}

function termRows({ special, zone }: BoardContent): SummaryRow[] {
  const at = (by: string | null, when: Date | null): SummaryRow['value'] =>
    by === null || when === null ? '–' : { text: by, hint: instant(when, zone) };
  return [
    { label: 'Pembayaran', value: `${special.label} (${special.kind})` },
    { label: 'Bulan dasar', value: monthInWords(special.baseMonth) },
    { label: 'Dibayar', value: monthInWords(special.payMonth) },
    { label: 'Keputusan', value: { text: special.decree, hint: date(special.decreeDate) } },
    { label: 'Diajukan', value: at(special.askedByName, special.askedAt) },
    ...(special.decidedByName === null
      ? []
      : [{ label: 'Diputuskan', value: at(special.decidedByName, special.decidedAt) }]),
    ...(special.endedByName === null ? [] : [{ label: 'Dicabut', value: at(special.endedByName, special.endedAt) }]),
  ];
}

function answerOf({ actor, special }: BoardContent): BoardPage['answer'] {
  if (!maySetTerms(actor)) return null;
  const base = { action: paths.one(special.id), hidden: { versi: String(special.version) } };
  if (special.state === 'diajukan' && special.askedBy === actor.employeeId)
    return {
      ...base,
      heading: 'Permintaan Anda',
      sentence: 'Orang lain di kepegawaian yang mengesahkan.',
      reason: null,
      ends: false,
      buttons: [{ value: 'tarik', label: 'Tarik permintaan', kind: 'kedua' }],
    };
  if (special.state === 'diajukan')
    return {
      ...base,
      heading: 'Keputusan orang kedua',
      sentence: 'Setelah disahkan, setiap unit dapat dihitung dari data bulan dasarnya yang sudah disetujui.',
      reason: 'Hanya kalau ditolak',
      ends: false,
      buttons: [
        { value: 'sahkan', label: 'Sahkan', kind: 'utama' },
        { value: 'tolak', label: 'Tolak', kind: 'kedua' },
      ],
    };
  if (special.state !== 'berlaku' || special.runs > 0) return null;
  return {
    ...base,
    heading: 'Cabut ketentuan ini',
    sentence: 'Bisa dicabut selama belum ada unit yang dihitung dan tidak ada pegawai yang dikeluarkan.',
    reason: 'Paling sedikit 10 huruf',
    ends: true,
    buttons: [{ value: 'cabut', label: 'Cabut', kind: 'bahaya' }],
  };
}

/** What a unit's tick sends. A base month that is not approved yet is nothing to compute over. */
function tickOf({ actor, bases }: BoardContent, period: Period): string | null {
  const computes = offer('tutup', period, actor, true).ok && bases.has(period.unit.code);
  return computes || offer('setujui', period, actor, true).ok
    ? `${period.unit.code}:${String(period.run?.version ?? 0)}`
    : null;
}

function rowOf(content: BoardContent, period: Period): BoardRow {
  const { special, bases, form } = content;
  const { unit, run, state } = period;
  const tick = tickOf(content, period);
  const typed = form.values['unit'];
  return {
    tick,
    ticked: tick !== null && (typeof typed === 'string' ? typed === tick : (typed ?? []).includes(tick)),
    unit: unit.name,
    code: unit.code,
    href: paths.unit(special.id, unit.code),
    state,
    remark: remarkOf(content, period),
    people: String(run?.people ?? bases.get(unit.code)?.people ?? '–'),
    gross: run?.gross ?? null,
    net: run?.net ?? null,
  };
}

function remarkOf({ special, bases, actor }: BoardContent, period: Period): string {
  const { run, state, unit } = period;
  if (state === 'GAGAL') return run?.failure ?? 'Penghitungan gagal.';
  if (state === 'TERBUKA') return bases.has(unit.code) ? '' : `TPP ${monthInWords(special.baseMonth)} belum disetujui`;
  if (state === 'DIHITUNG' && run?.closedBy === actor.employeeId)
    return 'Anda yang menghitung. Orang lain yang menyetujui.';
  if (state === 'DIBAYAR') return `Nomor pembayaran ${run?.paymentNumber ?? ''}`;
  return run?.approvedByName ? `oleh ${run.approvedByName}` : '';
}

function totalsOf(periods: readonly Period[]): BoardPage['totals'] {
  const computed = periods.flatMap(({ run }) => (run?.net === null || run === null ? [] : [run]));
  if (computed.length < 2) return null;
  return {
    units: `${String(computed.length)} unit`,
    people: String(computed.reduce((sum, run) => sum + (run.people ?? 0), 0)),
    gross: computed.reduce((sum, run) => sum + (run.gross ?? 0n), 0n),
    net: computed.reduce((sum, run) => sum + (run.net ?? 0n), 0n),
  };
}

function batchOf(content: BoardContent): BoardPage['batch'] {
  const { actor, special, periods, bases, form, key, page } = content;
  const ticks = periods.flatMap(period => tickOf(content, period) ?? []);
  if (ticks.length < 2) return null;
  const here = pageOf({ search: '', page }, periods).filter(period => tickOf(content, period) !== null).length;
  const computes = periods.some(period => offer('tutup', period, actor, true).ok && bases.has(period.unit.code));
  const approves = periods.some(period => offer('setujui', period, actor, true).ok);
  return {
    action: paths.batch(special.id),
    hidden: { kunci_kirim: key },
    buttons: [
      ...(computes ? [{ value: 'tutup', label: 'Hitung yang dicentang' }] : []),
      ...(approves ? [{ value: 'setujui', label: 'Setujui yang dicentang' }] : []),
    ],
    all:
      ticks.length > 2 || here < ticks.length
        ? {
            value: ticks.join(' '),
            label: `Semua ${String(ticks.length)} unit yang bisa dikerjakan${here < ticks.length ? ', juga di halaman lain' : ''}`,
            ticked: form.values['semua'] !== undefined,
          }
        : null,
  };
}
