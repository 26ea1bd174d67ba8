import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { date, dateMedium, instant, nip, number } from '../../platform/render/format.ts';
import type { Attachment } from '../attachment/service.ts';
import { paths } from './paths.ts';
import { MOST_RECORDS, type RecordRow } from './record-queries.ts';
import { recordInWords } from './record-words.ts';

const OFFICE: Link = { href: paths.office, label: 'Presensi unit' };
const LIST: Link = { href: paths.records, label: 'Catatan presensi manual' };
const TITLE = 'Catatan presensi manual';

/** The page of `GET /kepegawaian/presensi/manual`: what waits for a second person, and what became of the others. */
export interface RecordListPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly add: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly choices: readonly Choice[];
  readonly more: string;
  readonly decides: boolean;
  readonly withdraws: boolean;
  readonly decided: TableProps | null;
}

export interface RecordListContent {
  readonly waiting: readonly RecordRow[];
  readonly decided: readonly RecordRow[];
  readonly readerId: string;
  readonly form: FormState;
  readonly key: string;
  readonly zone: Zone;
}

export function recordListPage(content: RecordListContent): RecordListPage {
  const { waiting, decided, readerId, form, key, zone } = content;
  return {
    title: formTitle(TITLE, form),
    heading: TITLE,
    lead: 'Catatan dengan surat. Berlaku setelah disahkan orang kedua, yang mencocokkannya dengan suratnya.',
    back: OFFICE,
    add: { href: paths.newRecord, label: 'Catat presensi manual' },
    form,
    action: paths.decideRecords,
    hidden: { kunci_kirim: key },
    choices: waiting.map(row => choiceOf(row, readerId, zone)),
    more:
      waiting.length === MOST_RECORDS ? `${number(MOST_RECORDS)} catatan terlama. Yang lain menyusul setelah ini.` : '',
    decides: waiting.some(row => obstacleOf(row, readerId) === undefined),
    withdraws: waiting.some(row => row.recordedBy === readerId),
    decided: decided.length === 0 ? null : decidedTable(decided),
  };
}

function choiceOf(row: RecordRow, readerId: string, zone: Zone): Choice {
  const files = row.files === 0 ? 'tanpa lampiran' : `${number(row.files)} lampiran`;
  const bare = row.covered ? '' : ' Belum ada berkas presensi untuk hari itu: dipakai setelah berkasnya masuk.';
  return {
    value: `${row.id}:${String(row.version)}`,
    label: `${row.name}, ${date(row.day)}: ${recordInWords(row)}`,
    hint: `${row.unit}. Surat ${row.documentNumber}, ${files}. ${row.note ?? ''}. Dicatat ${row.recorder}, ${instant(row.recordedAt, zone)}.${bare}`,
    problem: obstacleOf(row, readerId),
  };
}

function obstacleOf(row: RecordRow, readerId: string): string | undefined {
  if (row.recordedBy === readerId) return 'Anda yang mencatat: orang lain yang mengesahkannya.';
  return row.employeeId === readerId ? 'Tentang Anda sendiri: orang lain yang mengesahkannya.' : undefined;
}

const decidedTable = (rows: readonly RecordRow[]): TableProps => ({
  caption: 'Yang sudah selesai',
  columns: [{ label: 'Pegawai' }, { label: 'Hari' }, { label: 'Isi' }, { label: 'Keadaan' }],
  rows: rows.map(row => ({
    cells: [
      { text: row.name, href: paths.record(row.id), hint: row.nip === null ? '' : nip(row.nip) },
      dateMedium(row.day),
      recordInWords(row),
      stateInWords(row),
    ],
  })),
});

/** What became of a row. */
function stateInWords(row: RecordRow): string {
  if (row.withdrawnAt !== null) return row.confirmedAt === null ? 'Ditolak atau ditarik' : 'Dicabut';
  if (row.confirmedAt !== null) return 'Disahkan';
  return row.closed ? 'Tidak dipakai: bulan ditutup' : 'Menunggu';
}

/** The page of `GET /kepegawaian/presensi/manual/baru`. */
export interface RecordFormPage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly kinds: readonly Choice[];
}

export const recordFormPage = (form: FormState, key: string): RecordFormPage => ({
  title: formTitle('Catat presensi manual', form),
  back: LIST,
  form,
  action: paths.records,
  hidden: { kunci_kirim: key },
  kinds: [
    { value: 'jam', label: 'Jam masuk atau pulang', hint: 'Mengganti jam dari mesin' },
    { value: 'hadir', label: 'Hadir, jamnya tidak diketahui' },
    { value: 'tanpa_keterangan', label: 'Tidak hadir tanpa keterangan' },
  ],
});

/** The page of `GET /kepegawaian/presensi/manual/:id`. */
export interface RecordPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly notice: NoticeProps | null;
  readonly rows: readonly SummaryRow[];
  readonly files: readonly Link[];
  /** Null unless it counts and its month is open. */
  readonly end: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
  readonly form: FormState;
}

export function recordPage(
  row: RecordRow,
  files: readonly Attachment[],
  reader: { readonly id: string; readonly zone: Zone },
  form: FormState,
): RecordPage {
  const heading = `${row.name}, ${date(row.day)}`;
  const { zone } = reader;
  const rows: SummaryRow[] = [
    { label: 'Pegawai', value: row.nip === null ? row.name : `${row.name}, ${nip(row.nip)}` },
    { label: 'Unit', value: row.unit },
    { label: 'Isi', value: recordInWords(row) },
    {
      label: 'Surat',
      value: `${row.documentNumber}${row.documentDate === null ? '' : `, ${dateMedium(row.documentDate)}`}`,
    },
    { label: 'Alasan', value: row.note ?? '' },
    { label: 'Dicatat', value: `${row.recorder}, ${instant(row.recordedAt, zone)}` },
  ];
  if (row.confirmedAt !== null)
    rows.push({ label: 'Disahkan', value: `${row.confirmer ?? ''}, ${instant(row.confirmedAt, zone)}` });
  if (row.withdrawnAt !== null)
    rows.push({
      label: row.confirmedAt === null ? 'Ditolak atau ditarik' : 'Dicabut',
      value: `${row.withdrawer ?? ''}, ${instant(row.withdrawnAt, zone)}: ${row.withdrawReason ?? ''}`,
    });
  const counts = row.confirmedAt !== null && row.withdrawnAt === null && !row.closed && row.employeeId !== reader.id;
  return {
    title: formTitle(heading, form),
    heading,
    back: LIST,
    notice: noticeOf(row),
    rows,
    files: files.map(file => ({ href: `${paths.record(row.id)}/bukti/${file.id}`, label: file.name })),
    end: counts ? { action: `${paths.record(row.id)}/cabut`, hidden: { versi: String(row.version) } } : null,
    form,
  };
}

function noticeOf(row: RecordRow): NoticeProps | null {
  if (row.withdrawnAt !== null) return null;
  const words = monthInWords(monthOf(row.day));
  if (row.closed)
    return {
      kind: 'terkunci',
      text:
        row.confirmedAt === null
          ? `${words} sudah ditutup. Catatan ini tidak dipakai.`
          : `${words} sudah ditutup. Catatan ini tidak berubah lagi.`,
    };
  if (row.confirmedAt === null) return { kind: 'info', text: 'Menunggu pengesahan orang kedua.', links: [LIST] };
  return row.covered
    ? null
    : { kind: 'awas', text: 'Belum ada berkas presensi untuk hari itu. Catatan ini dipakai setelah berkasnya masuk.' };
}
