import { lastHearingDay } from '../../domain/activity/objection.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow, TableProps, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { bytes, date, dateShort, ended, instant, number } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import type { Attachment } from '../attachment/service.ts';
import type { FullObjection, ObjectionPart, ObjectionRow, ObjectionState, RefusedEntry } from './queries.ts';
import { refusalText } from './refusal-text.ts';
import { lastFilingDay, mayStillAnswer } from './service.ts';

/** Word, colour and icon of an objection's state. */
const STATUS: Readonly<Record<ObjectionState, Status>> = {
  diajukan: 'menunggu',
  diterima: 'DISETUJUI',
  ditolak: 'ditolak',
  ditarik: 'DIBATALKAN',
};

/** /keberatan. */
export interface ObjectionListPage extends PageModel {
  /** Refused entries that can still be objected to. */
  readonly refusals: readonly {
    readonly id: string;
    readonly poin: number;
    readonly text: string;
    readonly until: string;
    readonly href: string;
  }[];
  readonly decide: TableProps | null;
  readonly answer: TableProps | null;
  readonly own: TableProps | null;
  readonly settled: TableProps | null;
  readonly empty: boolean;
}

export function listModel(
  rows: readonly ObjectionRow[],
  refusals: readonly RefusedEntry[],
  zone: Zone,
  today: LocalDate,
  filingDays: number,
): ObjectionListPage {
  const waiting = rows.filter(row => row.state === 'diajukan');
  const table = (caption: string, list: readonly ObjectionRow[]): TableProps | null =>
    list.length === 0 ? null : tableOf(caption, list, zone, today);
  return {
    title: 'Keberatan',
    refusals: refusals.map(entry => ({
      id: entry.id,
      poin: entry.points,
      text: `${entry.itemName}, ${dateShort(entry.workDate)}. Alasan: ${refusalText(entry.reasonCode, entry.reason)}`,
      until: dateShort(lastFilingDay(dayIn(zone, entry.refusedAt), filingDays)),
      href: `/keberatan/baru?kegiatan=${entry.id}`,
    })),
    decide: table(
      'Menunggu keputusan Anda',
      waiting.filter(row => row.part === 'pemutus'),
    ),
    answer: table(
      'Menunggu tanggapan Anda',
      waiting.filter(row => row.part === 'penolak' || row.part === 'saksi'),
    ),
    own: table(
      'Keberatan Anda',
      rows.filter(row => row.part === 'pemilik'),
    ),
    settled: table(
      'Sudah selesai',
      rows.filter(row => row.part !== 'pemilik' && row.state !== 'diajukan'),
    ),
    empty: rows.length === 0 && refusals.length === 0,
  };
}

const tableOf = (caption: string, rows: readonly ObjectionRow[], zone: Zone, today: LocalDate): TableProps => ({
  caption,
  columns: [
    { label: 'Kegiatan' },
    { label: 'Pegawai' },
    { label: 'Diajukan' },
    { label: 'Batas' },
    { label: 'Keadaan' },
  ],
  rows: rows.map(row => ({
    cells: [
      { text: row.itemName, href: `/keberatan/${row.id}`, hint: dateShort(row.workDate) },
      row.ownerName,
      { text: dateShort(dayIn(zone, row.filedAt)), hint: ageText(row, zone, today) },
      { text: dateShort(row.dueOn), hint: row.state === 'diajukan' && today > row.dueOn ? 'Lewat batas' : undefined },
      { status: STATUS[row.state] },
    ],
  })),
});

const ageText = (row: ObjectionRow, zone: Zone, today: LocalDate): string | undefined => {
  if (row.state !== 'diajukan') return undefined;
  const days = daysBetween(dayIn(zone, row.filedAt), today);
  return days === 0 ? 'hari ini' : `${number(days)} hari lalu`;
};

/** /keberatan/baru. */
export interface NewObjectionPage extends PageModel {
  readonly form: FormState;
  readonly back: Link;
  readonly rows: readonly SummaryRow[];
  readonly hidden: Readonly<Record<string, string>>;
  readonly lead: string;
}

export function newModel(
  entry: RefusedEntry,
  input: {
    readonly form: FormState;
    readonly key: string;
    readonly decider: string;
    readonly zone: Zone;
    readonly filingDays: number;
  },
): NewObjectionPage {
  const last = lastFilingDay(dayIn(input.zone, entry.refusedAt), input.filingDays);
  return {
    title: formTitle('Ajukan keberatan', input.form),
    form: input.form,
    back: { href: `/kegiatan-harian/${entry.id}`, label: 'Kembali ke kegiatan' },
    rows: [
      { label: 'Kegiatan', value: { text: entry.itemName, hint: date(entry.workDate) } },
      { label: 'Uraian', value: entry.description },
      {
        label: 'Ditolak',
        value: { text: refusalText(entry.reasonCode, entry.reason), hint: `oleh ${entry.refuserName}` },
      },
      { label: 'Diputuskan oleh', value: input.decider },
    ],
    hidden: { kegiatan: entry.id, kunci_kirim: input.key },
    lead: `Keberatan bisa diajukan sampai ${date(last)}. Keputusan diambil pejabat lain, bukan yang menolak.`,
  };
}

/** /keberatan/:id. */
export interface ObjectionPage extends PageModel {
  readonly form: FormState;
  readonly heading: string;
  readonly status: Status;
  readonly entry: { readonly id: string; readonly status: string; readonly poin: number };
  readonly rows: readonly SummaryRow[];
  readonly files: readonly Link[];
  readonly statements: readonly TimelineItem[];
  readonly outcome: string | null;
  readonly hearing: string | null;
  readonly answer: { readonly action: string; readonly key: string; readonly label: string } | null;
  readonly decision: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly choices: readonly Choice[];
  } | null;
  readonly withdrawal: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
}

export interface ObjectionInput {
  readonly objection: FullObjection;
  readonly attachments: readonly Attachment[];
  readonly decider: string;
  readonly zone: Zone;
  readonly today: LocalDate;
  readonly key: string;
  readonly form: FormState;
}

const PARTS: Readonly<Record<ObjectionPart, string>> = {
  pemilik: 'Pegawai',
  penolak: 'Yang menolak',
  saksi: 'Atasan lain dalam urutan verifikasi',
  pemutus: 'Pemutus',
};

export function objectionModel(input: ObjectionInput): ObjectionPage {
  const { objection, zone, today, form, attachments } = input;
  const filedOn = dayIn(zone, objection.filedAt);
  const waits = objection.state === 'diajukan';
  const decides = waits && objection.part === 'pemutus' && objection.decidingChairId !== null;
  const path = `/keberatan/${objection.id}`;
  const version = { versi: String(objection.version) };
  return {
    title: formTitle('Keberatan', form),
    heading: `Keberatan: ${objection.itemName}`,
    form,
    status: STATUS[objection.state],
    entry: { id: objection.activityId, status: objection.entry.status, poin: objection.entry.points },
    rows: rowsOf(input),
    files: [
      ...objection.evidence.map(file => ({
        href: `${path}/bukti/${file.id}`,
        label: `Bukti kegiatan: ${file.name} (${bytes(file.size)})`,
      })),
      ...attachments.map(file => ({
        href: `${path}/bukti/${file.id}`,
        label: `Lampiran keberatan: ${file.name} (${bytes(file.size)})`,
      })),
    ],
    statements: statementsOf(objection, zone),
    outcome: outcomeText(objection),
    hearing: waits && mayStillAnswer(objection, filedOn, today) ? hearingText(objection, filedOn) : null,
    answer:
      waits && objection.part !== 'pemutus'
        ? {
            action: `${path}/tanggapan`,
            key: input.key,
            label: objection.part === 'pemilik' ? 'Tambahkan keterangan' : 'Tanggapan Anda',
          }
        : null,
    decision: decides
      ? {
          action: path,
          hidden: version,
          choices: [
            { value: 'terima', label: 'Terima', hint: 'Kegiatan dihitung' },
            { value: 'tolak', label: 'Tolak', hint: 'Penolakan tetap berlaku dan tidak bisa diajukan lagi' },
          ],
        }
      : null,
    withdrawal: waits && objection.part === 'pemilik' ? { action: `${path}/tarik`, hidden: version } : null,
  };
}

const hearingText = (objection: FullObjection, filedOn: LocalDate): string =>
  `${objection.refuserName} belum menambah tanggapan, batasnya ${date(lastHearingDay(filedOn, objection.dueOn))}. Alasan penolakannya tertulis di bawah.`;

function rowsOf({ objection, decider, zone, today }: ObjectionInput): SummaryRow[] {
  const { entry, refusal } = objection;
  const span =
    entry.startMinute === null || entry.endMinute === null
      ? ''
      : `, ${timeText(entry.startMinute)}–${timeText(entry.endMinute)}`;
  return [
    { label: 'Pegawai', value: objection.ownerName },
    { label: 'Kegiatan', value: { text: objection.itemName, hint: `${date(objection.workDate)}${span}` } },
    { label: 'Uraian', value: { text: entry.description, hint: `${number(entry.points)} poin` } },
    {
      label: 'Ditolak',
      value: {
        text: refusalText(refusal.code, refusal.text),
        hint: `${objection.refuserName}, ${instant(refusal.at, zone)}`,
      },
    },
    { label: 'Keberatan', value: { text: objection.reason, hint: instant(objection.filedAt, zone) } },
    ...(objection.state === 'diajukan'
      ? [
          {
            label: 'Diputuskan oleh',
            value: {
              text: decider,
              hint: `paling lambat ${date(objection.dueOn)}${today > objection.dueOn ? ', sudah lewat' : ''}`,
            },
          },
        ]
      : []),
  ];
}

const statementsOf = (objection: FullObjection, zone: Zone): TimelineItem[] =>
  objection.statements.map(statement => ({
    title: PARTS[statement.part],
    by: statement.name,
    at: instant(statement.at, zone),
    note: statement.text,
  }));

const EFFECTS = {
  langsung: 'Kegiatan divalidasi dan dihitung.',
  penyesuaian: 'Bulannya sudah ditutup, jadi pengaruhnya masuk sebagai penyesuaian pada perhitungan berikutnya.',
} as const;

function outcomeText({ state, deciderName, decisionReason, effect }: FullObjection): string | null {
  if (state === 'ditarik') return 'Keberatan ditarik pegawai. Penolakan tetap berlaku.';
  if (state === 'diajukan') return null;
  const word = state === 'diterima' ? 'diterima' : 'ditolak';
  return `Keberatan ${word} oleh ${deciderName ?? ''}: "${decisionReason ?? ''}". ${effect === null ? 'Keputusan ini tetap.' : EFFECTS[effect]}`;
}

/** What is said after filing (ux.md, keb.terkirim). */
export const sayFiled = (decider: string, dueOn: LocalDate): string =>
  `${ended(`Keberatan dikirim ke ${decider}`)} Jawaban paling lambat ${dateShort(dueOn)}.`;
