import type { LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, NoticeProps, SummaryRow, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, instant, nip as nipText } from '../../platform/render/format.ts';
import type { Attachment } from '../attachment/service.ts';
import { positionPath } from '../organisation/paths.ts';
import { HOLDING_WORDS, type Holding } from '../organisation/position-kinds.ts';
import type { Chair } from '../organisation/queries.ts';
import { changeWords } from './change-kinds.ts';
import { documentPath, newChangePath, PEOPLE_PATH, personChangePath } from './paths.ts';
import type { Person } from './queries.ts';
import { isEnded, statusWords, type EmployeeStatus } from './statuses.ts';
import type { TimelineRow } from './timeline.ts';

/** `GET /kepegawaian/pegawai/:id` */
export interface PersonPage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly notice: NoticeProps | null;
  readonly links: readonly Link[];
  readonly rows: readonly SummaryRow[];
  readonly contact: readonly SummaryRow[];
  readonly money: readonly SummaryRow[];
  readonly history: readonly TimelineItem[];
  readonly documents: readonly Link[];
}

export interface PersonContent {
  readonly person: Person;
  readonly verifier: Chair | undefined;
  readonly validator: Chair | undefined;
  readonly oneStep: boolean;
  readonly timeline: readonly TimelineRow[];
  readonly documents: readonly Attachment[];
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly writesAll: boolean;
}

const none = 'Belum diisi';

export function personModel(content: PersonContent): PersonPage {
  const { person, timeline, documents, zone, writesAll } = content;
  const ended = person.status !== null && isEnded(person.status);
  return {
    title: person.fullName,
    heading: person.fullName,
    back: { href: PEOPLE_PATH, label: 'Pegawai' },
    notice: ended
      ? { kind: 'terkunci', text: `${statusWords(person.status)}. Akun tidak membuka apa pun.` }
      : person.held
        ? null
        : { kind: 'awas', text: 'Pegawai ini tidak memegang jabatan hari ini, jadi belum dapat mencatat kegiatan.' },
    links: [
      ...(writesAll ? [{ href: newChangePath(person.id), label: 'Catat perubahan' }] : []),
      { href: personChangePath(person.id), label: writesAll ? 'Ubah data' : 'Ubah kontak' },
    ],
    rows: rowsOf(content),
    contact: [
      { label: 'Nomor HP', value: person.phone ?? none },
      { label: 'Email', value: person.email ?? none },
    ],
    money: writesAll
      ? [
          { label: 'NIK', value: person.nik ?? none },
          { label: 'NPWP', value: person.npwp ?? none },
          { label: 'Bank', value: person.bankName ?? none },
          { label: 'Rekening', value: person.bankAccount ?? none },
        ]
      : [],
    history: timeline.map(row => itemOf(row, zone)),
    documents: documents.map(file => ({ href: documentPath(person.id, file.id), label: file.name })),
  };
}

function rowsOf({ person, verifier, validator, oneStep, writesAll }: PersonContent): SummaryRow[] {
  const title = person.title ?? 'Tanpa jabatan';
  return [
    {
      label: person.status === 'PPPK' ? 'NI PPPK' : 'NIP',
      value: person.nip === null ? 'Tanpa NIP' : nipText(person.nip),
    },
    { label: 'Status', value: person.status === null ? 'Belum tercatat' : statusWords(person.status) },
    { label: 'Golongan', value: person.rank ?? 'Tidak ada' },
    {
      label: 'Jabatan',
      value:
        writesAll && person.positionId !== null
          ? {
              text: title,
              href: positionPath(person.positionId),
              hint: person.held ? undefined : 'tidak sedang dipegang',
            }
          : title,
    },
    { label: 'Unit', value: person.unitName ?? 'Tidak ada' },
    ...(person.workplace === null ? [] : [{ label: 'Tempat kerja', value: person.workplace }]),
    ...(person.held
      ? [
          { label: 'Atasan langsung hari ini', value: chairWords(verifier) },
          { label: 'Validator hari ini', value: oneStep ? 'Satu tahap, tanpa validator' : chairWords(validator) },
        ]
      : []),
    {
      label: 'Masuk dengan',
      value: person.login === null ? 'Belum punya akun' : person.nip === person.login ? 'NIP' : person.login,
    },
  ];
}

function chairWords(chair: Chair | undefined): SummaryRow['value'] {
  if (!chair) return 'Tidak ada yang memutuskan';
  const holders = chair.holders.map(holder =>
    holder.kind === 'DEFINITIF' ? holder.name : `${HOLDING_WORDS[holder.kind]} ${holder.name}`,
  );
  return { text: holders.join('; '), hint: chair.title };
}

const span = (from: LocalDate, last: LocalDate | null): string =>
  last === null ? `Sejak ${dateMedium(from)}` : `${dateMedium(from)} sampai ${dateMedium(last)}`;

function itemOf(row: TimelineRow, zone: Zone): TimelineItem {
  const decree = row.decree === null || row.decree === '' ? undefined : row.decree;
  switch (row.what) {
    case 'jabatan':
      return {
        title: `${HOLDING_WORDS[row.kind as Holding]}: ${row.text ?? ''}`,
        at: span(row.from, row.last),
        note: decree,
      };
    case 'status':
      return {
        title: `Status ${statusWords(row.kind as EmployeeStatus)}${row.text === null ? '' : `, golongan ${row.text}`}`,
        at: span(row.from, null),
        note: decree,
      };
    case 'tempat':
      return { title: `Tempat kerja: ${row.text ?? 'kembali ke unitnya'}`, at: span(row.from, null), note: decree };
    case 'perubahan': {
      const open = row.openItems ?? [];
      const left = open.length > 0 ? `Yang masih terbuka saat dicatat: ${open.map(item => item.text).join('; ')}` : '';
      const recorded = row.at === null ? '' : `Dicatat ${instant(row.at, zone)}`;
      return {
        title: `Dicatat: ${changeWords(row.kind)}`,
        at: `Berlaku ${dateMedium(row.from)}`,
        by: row.by ?? undefined,
        note: [decree, row.text, recorded, left]
          .filter(text => text !== undefined && text !== null && text !== '')
          .join('. '),
      };
    }
  }
}
