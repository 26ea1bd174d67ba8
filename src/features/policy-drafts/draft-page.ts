import { localDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Problem } from '../../domain/tpp/problem.ts';
import type { Zone } from '../../platform/clock.ts';
import type {
  Link,
  NoticeProps,
  SummaryRow,
  TableProps,
  TaskItem,
  TimelineItem,
} from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, instant, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Tone } from '../../platform/render/status.ts';
import type { Assessment } from './assessment.ts';
import { caseTable, differingCases, type Computed, type DifferingCase } from './case-rows.ts';
import type { Difference } from './comparison.ts';
import { CASES_NAME } from './draft-bundle.ts';
import { shortHash } from './list-page.ts';
import type { NeededFacts } from './missing-facts.ts';
import { paths } from './paths.ts';
import type { LatestSimulation } from '../policy-simulation/latest.ts';
import type { Draft, DraftAct, DraftEvent, DraftState, Version } from './queries.ts';

/** A refused line of a text, with what stands there. */
export interface ProblemRow {
  /** "Naskah baris 41". */
  readonly place: string;
  /** The line itself, cut where it is long. */
  readonly text: string;
  readonly reason: string;
}

/** A form with one button. */
export interface StepForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** The page of `GET /kepegawaian/aturan/draf/:id`. */
export interface DraftPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly form: FormState;
  readonly notices: readonly NoticeProps[];
  readonly summary: readonly SummaryRow[];
  readonly links: readonly Link[];
  readonly tasks: readonly TaskItem[];
  readonly problems: readonly ProblemRow[];
  /** Writing; null for who reads, and while the draft waits for its second person. */
  readonly editor: (StepForm & { readonly open: boolean; readonly file: StepForm }) | null;
  readonly cases: {
    readonly heading: string;
    readonly differing: readonly DifferingCase[];
    readonly table: TableProps;
  } | null;
  readonly comparison: { readonly lead: string; readonly parts: readonly Difference[] } | null;
  /** Folded where nobody lacks anything. */
  readonly needed: { readonly lead: string; readonly table: TableProps; readonly folded: boolean } | null;
  /** What is in the way of proposing. */
  readonly obstacles: readonly string[];
  readonly propose: StepForm | null;
  readonly withdraw: StepForm | null;
  readonly decide: (StepForm & { readonly lead: string }) | null;
  readonly remove: StepForm | null;
  readonly history: readonly TimelineItem[];
}

const STATES: Readonly<Record<DraftState, { readonly text: string; readonly tone: Tone }>> = {
  draf: { text: 'Draf', tone: 'abu' },
  diajukan: { text: 'Menunggu orang kedua', tone: 'kuning' },
  berlaku: { text: 'Disetujui', tone: 'hijau' },
  dihapus: { text: 'Dihapus', tone: 'abu' },
};

const ACTS: Readonly<Record<DraftAct, string>> = {
  buat: 'Dibuat',
  simpan: 'Diubah',
  ajukan: 'Diajukan',
  tarik: 'Ditarik kembali',
  tolak: 'Ditolak',
  setujui: 'Disetujui',
  hapus: 'Dihapus',
};

export interface DraftContent {
  readonly draft: Draft;
  readonly hash: string;
  readonly assessment: Assessment;
  readonly computed: readonly Computed[];
  /** The version that holds on the draft's first day if it does not; undefined where there is none. */
  readonly before: Version | undefined;
  readonly differences: readonly Difference[];
  /** A version of the same first day that gives way. */
  readonly replaces: Version | undefined;
  readonly needed: NeededFacts | undefined;
  readonly obstacles: readonly string[];
  readonly events: readonly DraftEvent[];
  /** The latest simulation of the draft; undefined where there is none. */
  readonly simulation: LatestSimulation | undefined;
  readonly reader: { readonly employeeId: string; readonly writes: boolean };
  readonly form: FormState;
  readonly zone: Zone;
}

export function draftModel(content: DraftContent): DraftPage {
  const { draft, assessment, form, reader, obstacles } = content;
  const heading = assessment.regulation?.name ?? 'Draf tanpa nama';
  const hidden = { versi: String(draft.version) };
  const writing = reader.writes && draft.state === 'draf';
  const deciding = reader.writes && draft.state === 'diajukan';
  const own = draft.proposedBy === reader.employeeId;
  const faults = assessment.problems.length + assessment.caseProblems.length;
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.list, label: 'Peraturan TPP' },
    state: STATES[draft.state],
    form,
    notices: notices(content),
    summary: summary(content),
    links: links(content),
    tasks: draft.state === 'berlaku' ? [] : tasks(content),
    problems: problemRows(content),
    editor: writing
      ? {
          action: paths.draft(draft.id),
          hidden: { versi: String(form.values['versi'] ?? draft.version) },
          open: faults > 0 || form.errors.length > 0,
          file: { action: paths.replaceFile(draft.id), hidden },
        }
      : null,
    cases: cases(content),
    comparison: comparison(content),
    needed: needed(content.needed),
    obstacles: draft.state === 'draf' ? obstacles : [],
    propose: writing && obstacles.length === 0 ? { action: paths.propose(draft.id), hidden } : null,
    withdraw: deciding && own ? { action: paths.withdraw(draft.id), hidden } : null,
    decide: deciding && !own ? { action: paths.decide(draft.id), hidden, lead: effect(content) } : null,
    remove: writing ? { action: paths.remove(draft.id), hidden } : null,
    history: content.events.map(({ at, by, action, reason, hash }) => ({
      title: ACTS[action],
      at: `${instant(at, content.zone)}, sidik ${shortHash(hash)}`,
      by,
      ...(reason === null ? {} : { note: reason }),
    })),
  };
}

/** What approving does, in a sentence. */
function effect({ assessment, replaces }: DraftContent): string {
  const from = assessment.regulation ? monthInWords(monthOf(localDate(assessment.regulation.validFrom))) : '';
  const instead = replaces
    ? ` Versi ${shortHash(replaces.hash)} yang semula berlaku mulai bulan itu tidak jadi dipakai.`
    : '';
  return `Kalau disetujui, versi ini menghitung TPP mulai ${from}.${instead} Bulan sebelumnya tetap memakai versi yang lama.`;
}

function notices({ draft, events }: DraftContent): NoticeProps[] {
  if (draft.state === 'berlaku' && draft.regulationId !== null)
    return [
      {
        kind: 'berhasil',
        text: 'Draf ini sudah disetujui dan menjadi versi.',
        links: [{ href: paths.version(draft.regulationId), label: 'Buka versinya' }],
      },
    ];
  const answered = events.find(({ action }) => action === 'tolak' || action === 'ajukan');
  return draft.state === 'draf' && answered?.action === 'tolak'
    ? [{ kind: 'awas', text: `Ditolak ${answered.by}: ${answered.reason ?? ''}` }]
    : [];
}

function summary({ draft, hash, assessment, before, replaces, zone }: DraftContent): SummaryRow[] {
  const { regulation } = assessment;
  return [
    { label: 'Mulai berlaku', value: regulation ? date(localDate(regulation.validFrom)) : 'Belum terbaca' },
    ...(regulation ? [{ label: 'Dasar hukum', value: regulation.source }] : []),
    ...(before
      ? [
          {
            label: 'Sesudah versi',
            value: { text: before.name, href: paths.version(before.id), hint: `mulai ${date(before.validFrom)}` },
          },
        ]
      : []),
    ...(replaces
      ? [
          {
            label: 'Menggantikan',
            value: { text: `Versi ${shortHash(replaces.hash)}, belum dipakai`, href: paths.version(replaces.id) },
          },
        ]
      : []),
    { label: 'Terakhir diubah', value: `${draft.changedByName}, ${instant(draft.changedAt, zone)}` },
    ...(draft.proposedAt
      ? [{ label: 'Diajukan', value: `${draft.proposedByName ?? ''}, ${instant(draft.proposedAt, zone)}` }]
      : []),
    { label: 'Sidik naskah', value: shortHash(hash) },
  ];
}

const links = ({ draft, assessment }: DraftContent): Link[] => [
  ...(assessment.regulation ? [{ href: paths.read(draft.id), label: 'Baca sebagai peraturan' }] : []),
  { href: paths.draftText(draft.id), label: 'Unduh naskah' },
  ...(draft.cases === '' ? [] : [{ href: paths.draftCases(draft.id), label: 'Unduh contoh' }]),
  ...(assessment.regulation ? [{ href: paths.simulation(draft.id), label: 'Simulasi' }] : []),
];

const open = (text: string): TaskItem['tag'] => ({ text, tone: 'kuning' });

/** The way to putting it into force. */
function tasks({ draft, hash, assessment, differences, before, simulation }: DraftContent): TaskItem[] {
  const { regulation, problems, caseProblems, cases: results, written } = assessment;
  const differing = results.filter(each => each.differences.length > 0).length;
  const none = written.length > 0 ? 'Menunggu naskah' : 'Belum ada';
  const caseTag =
    caseProblems.length > 0 ? 'Belum terbaca' : results.length === 0 ? none : `${number(differing)} berbeda`;
  const cased = regulation !== null && results.length > 0 && differing === 0;
  const checked: TaskItem =
    problems.length === 0
      ? { label: 'Naskah lengkap dan konsisten', done: true }
      : { label: 'Perbaiki naskahnya', href: '#masalah', tag: open(`${number(problems.length)} hal`) };
  const exampled: TaskItem = cased
    ? { label: `${number(results.length)} contoh perhitungan cocok`, href: '#contoh-hitung', done: true }
    : {
        label: 'Cocokkan contoh perhitungan',
        href: caseProblems.length > 0 ? '#masalah' : '#contoh-hitung',
        tag: open(caseTag),
      };
  return [
    checked,
    exampled,
    ...(regulation && before
      ? [
          {
            label: 'Bandingkan dengan versi sebelumnya',
            href: '#perbandingan',
            hint: `${number(countOf(differences))} perbedaan`,
          },
        ]
      : []),
    ...(regulation ? [simulated(draft.id, hash, simulation)] : []),
    draft.state === 'diajukan'
      ? { label: 'Disetujui orang kedua', href: '#keputusan', tag: { text: 'Menunggu', tone: 'kuning' } }
      : { label: 'Ajukan kepada orang kedua', href: '#ajukan', tag: open('Belum') },
  ];
}

/** What the draft would have paid: by its text as it stands, by an older one, or not yet known. */
function simulated(draftId: string, hash: string, latest: LatestSimulation | undefined): TaskItem {
  if (!latest) return { label: 'Simulasikan pada bulan lalu', href: paths.simulation(draftId), tag: open('Belum') };
  if (latest.hash === hash)
    return { label: 'Sudah disimulasikan', href: latest.href, hint: latest.summary, done: true };
  return {
    label: 'Simulasikan naskah sekarang',
    href: paths.simulation(draftId),
    hint: `Naskah lama, ${latest.summary}`,
    tag: open('Naskah lama'),
  };
}

const countOf = (parts: readonly Difference[]): number => parts.reduce((sum, part) => sum + part.lines.length, 0);

const SHOWN_LETTERS = 160;

function problemRows({ draft, assessment }: DraftContent): ProblemRow[] {
  const [text, told] = [draft.text.split('\n'), draft.cases.split('\n')];
  return [...assessment.problems, ...assessment.caseProblems].map(({ file, line, reason }: Problem) => {
    const inCases = file === CASES_NAME;
    const written = ((inCases ? told : text)[line - 1] ?? '').trim();
    return {
      place: `${inCases ? 'Contoh' : 'Naskah'} baris ${String(line)}`,
      text: written.length > SHOWN_LETTERS ? `${written.slice(0, SHOWN_LETTERS)}…` : written,
      reason,
    };
  });
}

function cases({ assessment, computed }: DraftContent): DraftPage['cases'] {
  if (assessment.cases.length === 0) return null;
  const holding = assessment.cases.filter(each => each.differences.length === 0).length;
  return {
    heading: `${number(holding)} dari ${number(assessment.cases.length)} cocok`,
    differing: differingCases(computed),
    table: caseTable(computed),
  };
}

function comparison({ assessment, before, differences }: DraftContent): DraftPage['comparison'] {
  if (!assessment.regulation || !before) return null;
  const lead = `Dibandingkan dengan ${before.name} yang berlaku mulai ${date(before.validFrom)}.`;
  return { lead: differences.length === 0 ? `${lead} Tidak ada yang berbeda.` : lead, parts: differences };
}

function needed(found: NeededFacts | undefined): DraftPage['needed'] {
  if (!found || found.facts.length === 0) return null;
  const { month, people, facts } = found;
  const lacking = facts.filter(fact => fact.lacking > 0 && fact.only === null).length;
  const worstFirst = [...facts].sort((one, other) => other.lacking - one.lacking);
  return {
    folded: lacking === 0,
    lead:
      lacking === 0
        ? `Pada ${monthInWords(month)} semua yang diminta sudah ada untuk ${number(people)} pegawai.`
        : `Diperiksa pada data ${monthInWords(month)}, ${number(people)} pegawai. Pegawai yang datanya kurang tidak bisa dihitung.`,
    table: {
      caption: 'Data yang diminta',
      quietCaption: true,
      columns: [
        { label: 'Fakta' },
        { label: 'Asal' },
        { label: 'Diisi' },
        { label: 'Pegawai yang belum punya', numeric: true },
      ],
      rows: worstFirst.map(fact => ({
        cells: [
          fact.only === null ? fact.label : { text: fact.label, hint: `Diminta hanya kalau ${fact.only}` },
          { text: fact.from, hint: fact.source },
          fact.made ? 'Dibuat aplikasi' : 'Lewat Data TPP',
          fact.lacking === 0 ? 'Tidak ada' : number(fact.lacking),
        ],
      })),
    },
  };
}
