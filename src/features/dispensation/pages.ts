import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { bytes, date, dateShort, instant, number } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import type { Attachment } from '../attachment/service.ts';
import { CAUSES, DAYS_BACK, isCause } from './causes.ts';
import { paths } from './paths.ts';
import type { Dispensation, Person } from './queries.ts';

const causeWords = (code: string): string => (isCause(code) ? CAUSES[code] : code);

/** A granted request is alive until its last day; then it has ended. */
function statusOf({ state, openUntil }: Dispensation, today: LocalDate): Status {
  if (state === 'diajukan') return 'menunggu';
  if (state === 'disetujui') return openUntil !== undefined && today <= openUntil ? 'aktif' : 'berakhir';
  return state === 'ditolak' ? 'ditolak' : 'berakhir';
}

export interface DispensationListPage extends PageModel {
  /** What waits for the reader's decision; null for who decides nothing. */
  readonly waiting: TableProps | null;
  readonly waitingEmpty: string;
  readonly own: TableProps | null;
  readonly create: Link;
}

/** One's own requests and, for who decides, those waiting with their age. */
export function listPage(facts: {
  readonly own: readonly Dispensation[];
  readonly waiting: readonly Dispensation[] | undefined;
  readonly today: LocalDate;
  readonly zone: Zone;
}): DispensationListPage {
  const { own, waiting, today, zone } = facts;
  return {
    title: 'Dispensasi',
    waiting: waiting && waiting.length > 0 ? waitingTable(waiting, today, zone) : null,
    waitingEmpty: waiting?.length === 0 ? 'Tidak ada permintaan yang menunggu Anda.' : '',
    own: own.length > 0 ? ownTable(own, today) : null,
    create: { href: paths.create, label: 'Minta dispensasi' },
  };
}

const waitingTable = (requests: readonly Dispensation[], today: LocalDate, zone: Zone): TableProps => ({
  caption: 'Menunggu keputusan Anda',
  quietCaption: true,
  columns: [{ label: 'Pegawai' }, { label: 'Hari kerja' }, { label: 'Sebab' }, { label: 'Diminta' }],
  rows: requests.map(request => ({
    cells: [
      { text: request.name, href: paths.one(request.id) },
      dateShort(request.workDate),
      causeWords(request.cause),
      { text: ageText(dayIn(zone, request.requestedAt), today), hint: `oleh ${request.requesterName}` },
    ],
  })),
});

const ownTable = (requests: readonly Dispensation[], today: LocalDate): TableProps => ({
  caption: 'Permintaan Anda',
  quietCaption: true,
  columns: [
    { label: 'Hari kerja' },
    { label: 'Pegawai' },
    { label: 'Sebab' },
    { label: 'Status' },
    { label: 'Bisa diisi sampai' },
  ],
  rows: requests.map(request => ({
    cells: [
      { text: dateShort(request.workDate), href: paths.one(request.id) },
      request.name,
      causeWords(request.cause),
      { status: statusOf(request, today) },
      request.openUntil === undefined ? '\u2013' : dateShort(request.openUntil),
    ],
  })),
});

function ageText(asked: LocalDate, today: LocalDate): string {
  const days = daysBetween(asked, today);
  return days === 0 ? 'hari ini' : `${number(days)} hari lalu`;
}

export type RequestField = 'pegawai' | 'cari' | 'tanggal' | 'sebab' | 'keterangan' | 'bukti';
export type RequestForm = FormState<RequestField>;

export interface DispensationFormPage extends PageModel {
  readonly back: Link;
  readonly form: RequestForm;
  readonly hidden: Readonly<Record<string, string>>;
  /** Oneself and who was found; a single choice is not asked for. */
  readonly people: readonly Choice[];
  readonly search: boolean;
  readonly searchHint: string;
  readonly causes: readonly Choice[];
  readonly dateHint: string;
  readonly filesLost: boolean;
}

export function formPage(facts: {
  readonly form: RequestForm;
  readonly key: string;
  readonly self: Person;
  readonly found: readonly Person[];
  readonly mayAskForOthers: boolean;
  readonly filesLost: boolean;
}): DispensationFormPage {
  const { form, self, found, mayAskForOthers } = facts;
  const typed = form.values.cari;
  const searched = typeof typed === 'string' && typed.trim() !== '';
  return {
    title: formTitle('Minta dispensasi', form),
    back: { href: paths.list, label: 'Dispensasi' },
    form,
    hidden: { kunci_kirim: facts.key },
    people: [{ value: self.id, label: 'Untuk saya sendiri', hint: self.title }, ...found.map(personChoice)],
    search: mayAskForOthers,
    searchHint: !searched
      ? 'Cari pegawai unit Anda menurut nama'
      : found.length === 0
        ? 'Tidak ada nama yang cocok di unit Anda'
        : `${number(found.length)} nama cocok, pilih di atas`,
    causes: Object.entries(CAUSES).map(([value, label]) => ({ value, label })),
    dateHint: `Hari kerja yang batas isinya sudah lewat, paling lama ${number(DAYS_BACK)} hari lalu, misalnya 12/11/2026`,
    filesLost: facts.filesLost,
  };
}

const personChoice = ({ id, name, title }: Person): Choice => ({ value: id, label: name, hint: title });

export type DecisionForm = FormState<'keputusan' | 'jawaban'>;

export interface DispensationPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly status: Status;
  readonly form: DecisionForm;
  readonly rows: readonly SummaryRow[];
  readonly files: readonly { readonly href: string; readonly name: string; readonly size: string }[];
  /** Where and with what the decision goes; null for who does not decide it. */
  readonly decision: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
  readonly withdrawal: { readonly action: string; readonly version: string } | null;
  /** The day it opens, to log now; null where it opens none. */
  readonly log: Link | null;
  readonly choices: readonly Choice[];
}

export function detailPage(facts: {
  readonly request: Dispensation;
  readonly files: readonly Attachment[];
  readonly readerId: string;
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly openDays: number;
  readonly form?: DecisionForm | undefined;
}): DispensationPage {
  const { request, files, readerId, today, zone, openDays } = facts;
  const form = facts.form ?? blankForm({});
  const status = statusOf(request, today);
  const waits = request.state === 'diajukan';
  const own = request.employeeId === readerId || request.requestedBy === readerId;
  const version = String(request.version);
  return {
    title: formTitle(`Dispensasi ${dateShort(request.workDate)}`, form),
    heading: `Dispensasi ${dateShort(request.workDate)}`,
    back: { href: paths.list, label: 'Dispensasi' },
    status,
    form,
    rows: rowsOf(request, zone),
    files: files.map(file => ({ href: paths.file(request.id, file.id), name: file.name, size: bytes(file.size) })),
    decision: waits && request.decidable ? { action: paths.one(request.id), hidden: { versi: version } } : null,
    withdrawal: waits && own ? { action: paths.withdraw(request.id), version } : null,
    log:
      status === 'aktif' && request.employeeId === readerId
        ? {
            href: `/kegiatan-harian/baru?tanggal=${request.workDate}`,
            label: `Catat untuk ${dateShort(request.workDate)}`,
          }
        : null,
    choices: [
      { value: 'setujui', label: 'Setujui', hint: `Hari itu bisa diisi selama ${number(openDays)} hari` },
      { value: 'tolak', label: 'Tolak', hint: 'Tulis alasannya' },
    ],
  };
}

function rowsOf(request: Dispensation, zone: Zone): SummaryRow[] {
  const rows: SummaryRow[] = [
    { label: 'Pegawai', value: request.name },
    { label: 'Hari kerja', value: date(request.workDate) },
    { label: 'Sebab', value: causeWords(request.cause) },
    { label: 'Keterangan', value: request.explanation },
    { label: 'Diminta', value: { text: request.requesterName, hint: instant(request.requestedAt, zone) } },
  ];
  if (request.openUntil !== undefined)
    rows.push({ label: 'Bisa diisi sampai', value: `${date(request.openUntil)} pukul 23.59` });
  if (request.deciderName !== null && request.decidedAt !== null)
    rows.push({ label: 'Diputuskan', value: { text: request.deciderName, hint: instant(request.decidedAt, zone) } });
  if (request.answer !== null) rows.push({ label: 'Jawaban', value: request.answer });
  return rows;
}
