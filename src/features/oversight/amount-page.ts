import { FREE } from '../../domain/attendance/day.ts';
import { isLeaveKind, leaveInWords } from '../../domain/attendance/leave-kind.ts';
import { percentText } from '../../domain/attendance/rules.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type {
  Cell,
  ExplanationNode,
  Link,
  NoticeProps,
  SummaryRow,
  TableProps,
  TimelineItem,
} from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, dateShort, instant, nip, number, percent } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import type { LineCheck } from '../assurance/run-checks.ts';
import { clockOf, codeInWords, dayInLine } from '../attendance/day-words.ts';
import type { JudgedDay } from '../attendance/queries.ts';
import { decreeWords, paidMonth, paidName, paidWords } from '../payroll-export/paid-words.ts';
import { rulesFor, trialDecree } from '../policies/engine-facts.ts';
import type { InForce } from '../policies/queries.ts';
import { replacedFacts } from '../reports/replaced-facts.ts';
import { explanationOf, type SourceLink } from '../reports/explanation.ts';
import { paths as reportPaths } from '../reports/paths.ts';
import type { Amount, Background, CountedEntry, EnteredFact, PresencePaper, Settlement } from './amount-queries.ts';
import { factTable } from './fact-rows.ts';
import { stepTitle } from './happening-words.ts';
import { amountPaperPath, amountPath, trailPath } from './paths.ts';

/** The page of `GET /pengawasan/jejak/jumlah/:run/:pegawai`: one amount and everything it rests on. */
export interface AmountPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly status: Status;
  readonly net: bigint;
  readonly rows: readonly SummaryRow[];
  /** What computing it again brought; null until it was asked for. */
  readonly check: NoticeProps | null;
  readonly checkRows: readonly SummaryRow[];
  readonly again: { readonly action: string; readonly label: string };
  readonly nodes: readonly ExplanationNode[];
  readonly reasons: readonly string[];
  readonly facts: TableProps;
  readonly points: { readonly rows: readonly SummaryRow[]; readonly entries: TableProps | null };
  readonly presence: { readonly text: string; readonly days: TableProps | null; readonly papers: TableProps | null };
  /** What this computation carries for older months, and later ones for this month. */
  readonly settlements: TableProps | null;
  readonly steps: readonly TimelineItem[];
  readonly links: readonly Link[];
}

export interface AmountContent {
  readonly amount: Amount;
  readonly inForce: InForce;
  readonly zone: Zone;
  readonly entered: readonly EnteredFact[];
  readonly background: Background;
  readonly entries: readonly CountedEntry[];
  readonly days: readonly JudgedDay[];
  readonly papers: readonly PresencePaper[];
  readonly settlements: readonly Settlement[];
  readonly check: LineCheck | undefined;
}

/** Where the facts of an explanation stand on this page. */
const onThisPage: SourceLink = source => {
  if (source === '') return [];
  if (source.startsWith('kegiatan.')) return [{ href: '#kegiatan', label: 'Lihat kegiatan yang dihitung' }];
  return source.startsWith('presensi.')
    ? [{ href: '#presensi', label: 'Lihat hari presensi' }]
    : [{ href: '#data', label: 'Lihat asal data' }];
};

export function amountModel(content: AmountContent): AmountPage {
  const { amount, inForce, zone, check } = content;
  const { month, factsMonth, name } = amount;
  const { components, reasons } = amount.stored;
  return {
    title: `Dasar jumlah ${name}, ${paidMonth(amount)}`,
    heading: `Dasar jumlah ${name}`,
    lead: `${paidWords(amount)}. Setiap angka di bawah ini adalah yang tersimpan saat dihitung ${instant(amount.computedAt, zone)}.`,
    back: { href: trailPath({ unit: amount.unit.code }, month), label: `Jejak ${amount.unit.name}` },
    status: amount.state,
    net: amount.net,
    rows: [
      { label: 'Bruto', value: { rupiah: amount.gross } },
      { label: 'Potongan', value: { rupiah: amount.deductions } },
      { label: 'Jumlah bersih', value: { rupiah: amount.net } },
      ...trialRows(amount),
      ...specialRows(amount, inForce),
      { label: 'NIP', value: nip(amount.nip) },
      { label: 'Jabatan', value: `${amount.position}, ${amount.unitName}` },
      { label: 'Dibayar oleh', value: amount.unit.name },
      { label: 'Perhitungan', value: `ke-${String(amount.revision)}` },
      { label: 'Peraturan', value: inForce.regulation.name },
      { label: 'Sidik naskah peraturan', value: inForce.version },
    ],
    check: check ? checkNotice(check) : null,
    checkRows: check ? checkRows(check) : [],
    again: {
      action: amountPath(amount.runId, amount.employeeId),
      label: check ? 'Hitung ulang sekali lagi' : 'Hitung ulang sekarang',
    },
    nodes: components.flatMap(({ why, label }) =>
      why ? [{ ...explanationOf(why, factsMonth, onThisPage), label }] : [],
    ),
    reasons: reasons.map(({ reason, cite }) => `${reason} (${cite})`),
    facts: factTable({
      ...content,
      month: factsMonth,
      facts: amount.facts,
      judged: content.days.length > 0,
      documentPath: file => amountPaperPath(amount.runId, amount.employeeId, file),
    }),
    points: pointsOf(content),
    presence: presenceOf(content),
    settlements: settlementTable(content),
    steps: amount.steps.map(step => ({
      title: stepTitle(step.to, amount.special === null ? '' : paidName(amount)),
      at: instant(new Date(step.at), zone),
      ...(step.actor === null ? {} : { by: step.actor }),
      ...(step.note === null ? {} : { note: step.note }),
    })),
    links: [
      { href: trailPath({ person: amount.employeeId }, month), label: 'Jejak lengkap bulan ini' },
      { href: reportPaths.sheet(factsMonth, amount.employeeId), label: 'Lembar kinerja harian' },
    ],
  };
}

/** What a special payment rests on, and what it takes otherwise than its base month had it. */
function specialRows(amount: Amount, { regulation }: InForce): SummaryRow[] {
  const { special, stored, facts, factsMonth, factsRun, employeeId } = amount;
  if (special === null) return [];
  const base = { text: `TPP ${monthInWords(factsMonth)}`, href: amountPath(factsRun, employeeId) };
  return [
    { label: 'Dasar', value: base },
    { label: 'Keputusan', value: decreeWords(amount) },
    ...replacedFacts(stored, rulesFor(regulation, factsMonth, facts), facts).map(({ cite, facts: told }) => ({
      label: 'Yang dihitung lain',
      value: `Menurut ${cite}: ${told.join('; ')}.`,
    })),
  ];
}

/** A trial month is paid as its decree says; what the rules would have given stands beside it. */
function trialRows({ facts, trialNet }: Amount): SummaryRow[] {
  const decree = trialDecree(facts);
  if (decree === undefined) return [];
  const row = { label: 'Masa uji coba', value: `${decree}. Data yang dianggap penuh ada di Rincian perhitungan.` };
  return trialNet === null ? [row] : [row, { label: 'Bersih menurut kinerja', value: { rupiah: trialNet } }];
}

function checkNotice({ stored, again, untouched }: LineCheck): NoticeProps {
  if (again !== stored)
    return {
      kind: 'galat',
      text: 'Dihitung ulang, hasilnya BERBEDA dari yang tersimpan. Catat halaman ini dan hubungi administrator.',
    };
  return untouched
    ? {
        kind: 'berhasil',
        text: 'Dihitung ulang dari data dan peraturan yang tersimpan: hasilnya sama, setiap langkah dan setiap rupiah. Kegiatan, data, dan baris unit ini tidak berubah sejak dihitung.',
      }
    : {
        kind: 'galat',
        text: 'Dihitung ulang, hasilnya sama, tetapi data unit ini berubah sejak dihitung. Catat halaman ini dan hubungi administrator.',
      };
}

const checkRows = ({ stored, again }: LineCheck): SummaryRow[] => [
  { label: 'Sidik hasil tersimpan', value: stored },
  { label: 'Sidik hasil hitung ulang', value: again ?? 'tidak dapat dihitung' },
];

/** The entries that count, day by day up to the cap, held against what the computation took. */
function pointsOf({ amount, entries, inForce }: AmountContent): AmountPage['points'] {
  const cap = inForce.daily.dailyCap;
  const daily = new Map<LocalDate, number>();
  for (const { day, points } of entries) daily.set(day, (daily.get(day) ?? 0) + points);
  const capped = [...daily].filter(([, points]) => points > cap);
  const total = [...daily.values()].reduce((sum, points) => sum + points, 0);
  const counted = [...daily.values()].reduce((sum, points) => sum + (points > cap ? cap : points), 0);
  const taken = amount.facts['kegiatan.poin_divalidasi'];
  return {
    rows: [
      { label: 'Kegiatan tervalidasi', value: `${number(entries.length)} kegiatan, ${number(total)} poin` },
      ...(capped.length === 0
        ? []
        : [
            {
              label: `Di atas ${number(cap)} poin sehari, tidak dihitung`,
              value: capped.map(([day, points]) => `${dateShort(day)} ${number(points - cap)}`).join(', '),
            },
          ]),
      { label: 'Poin yang dihitung', value: `${number(counted)} poin` },
      ...(taken === undefined ? [] : [{ label: 'Poin dalam perhitungan', value: `${number(taken)} poin` }]),
    ],
    entries:
      entries.length === 0
        ? null
        : {
            caption: 'Kegiatan yang dihitung',
            quietCaption: true,
            columns: [
              { label: 'Hari' },
              { label: 'Kegiatan' },
              { label: 'Poin', numeric: true },
              { label: 'Bukti', numeric: true },
              { label: 'Diverifikasi' },
              { label: 'Divalidasi' },
            ],
            rows: entries.map(({ id, day, text, points, evidence, verifier, validator }) => ({
              cells: [
                dateShort(day),
                text,
                number(points),
                number(evidence),
                verifier ?? '–',
                validator ?? 'satu tingkat',
              ],
              entry: { id, status: 'divalidasi', poin: points },
            })),
          },
  };
}

function presenceOf({ days, papers, zone }: AmountContent): AmountPage['presence'] {
  const working = days.filter(day => day.code !== FREE).toReversed();
  return {
    text:
      working.length === 0
        ? 'Tidak ada hari presensi yang dinilai bulan ini. Pengurangan, bila ada, adalah data yang dicatat petugas.'
        : '',
    days:
      working.length === 0
        ? null
        : {
            caption: 'Hari presensi',
            quietCaption: true,
            columns: [
              { label: 'Hari' },
              { label: 'Hasil' },
              { label: 'Rekaman mesin' },
              { label: 'Pengurangan', numeric: true },
              { label: 'Dasar' },
            ],
            rows: working.map(day => ({
              cells: [
                dateShort(day.day),
                dayInLine(day, zone),
                day.window && day.window.punches.length > 0 ? day.window.punches.map(clockOf).join(' · ') : '–',
                day.cut === 0 ? '–' : percent(percentText(day.cut)),
                day.why.map(({ sentence, cite }) => `${sentence} (${cite})`).join(' ') || '–',
              ],
            })),
          },
    papers:
      papers.length === 0
        ? null
        : {
            caption: 'Surat dan catatan di balik hari presensi',
            columns: [
              { label: 'Hari' },
              { label: 'Isi' },
              { label: 'Dokumen' },
              { label: 'Dicatat' },
              { label: 'Orang kedua' },
            ],
            rows: papers.map(paper => ({
              cells: [
                paper.first === paper.last
                  ? dateShort(paper.first)
                  : `${dateMedium(paper.first)} sampai ${dateMedium(paper.last)}`,
                codeOf(paper),
                [paper.document, paper.source].filter(each => each !== null).join(', '),
                paper.recorder ?? 'Berkas presensi',
                paper.confirmer ?? '–',
              ],
            })),
          },
  };
}

function settlementTable({ settlements, amount }: AmountContent): TableProps | null {
  if (settlements.length === 0) return null;
  return {
    caption: 'Penyesuaian',
    quietCaption: true,
    columns: [
      { label: 'Bulan yang disesuaikan' },
      { label: 'Sudah dibayar', numeric: true },
      { label: 'Seharusnya', numeric: true },
      { label: 'Diperhitungkan', numeric: true },
      { label: 'Dalam perhitungan' },
    ],
    rows: settlements.map(({ month, ofRun, paid, due, taken, carriedIn, carrier }) => ({
      cells: [
        linkTo(monthInWords(monthOf(month)), ofRun, amount),
        { rupiah: paid },
        { rupiah: due },
        { rupiah: taken },
        linkTo(monthInWords(monthOf(carriedIn)), carrier, amount),
      ],
    })),
  };
}

/** The amount of another computation of the same person; this page itself is not linked. */
const linkTo = (text: string, runId: string | null, { runId: own, employeeId }: Amount): Cell =>
  runId === null || runId === own ? text : { text, href: amountPath(runId, employeeId) };

function codeOf({ kind, code }: PresencePaper): string {
  if (code === null) return 'Jam masuk dan pulang';
  return kind === 'izin' && isLeaveKind(code) ? leaveInWords(code) : codeInWords(code);
}
