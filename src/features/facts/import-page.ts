import type { Zone } from '../../platform/clock.ts';
import type { Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { BatchState } from '../imports/batch.ts';
import type { FactBatch } from './import-batch.ts';
import type { FactReport } from './import-check.ts';
import type { FactKind } from './kinds.ts';
import { paths } from './paths.ts';
import type { Month } from '../../domain/month.ts';
import { spanInWords } from './person-page.ts';
import { shownValue } from './value.ts';
import type { BatchFact } from './waiting-queries.ts';

const STATES: Readonly<Record<BatchState, string>> = {
  diperiksa: 'Menunggu disimpan',
  diterapkan: 'Diusulkan',
  dibatalkan: 'Dibatalkan',
  mengurungkan: 'Sedang diurungkan',
  diurungkan: 'Diurungkan',
  ditolak: 'Ditolak',
};

/** The page of `GET /kepegawaian/fakta/impor`. */
export interface FactUploadPage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly template: Link;
  readonly past: TableProps | null;
}

export function uploadModel(content: {
  readonly form: FormState;
  readonly key: string;
  readonly month: Month;
  readonly batches: readonly FactBatch[];
  readonly zone: Zone;
}): FactUploadPage {
  const { form, key, month, batches, zone } = content;
  return {
    title: formTitle('Impor data TPP', form),
    back: { href: paths.list(month), label: 'Data TPP' },
    form,
    action: paths.upload,
    hidden: { kunci_kirim: key },
    template: { href: paths.template(month), label: 'Templat berisi pegawai unit Anda (XLSX)' },
    past:
      batches.length === 0
        ? null
        : {
            caption: 'Impor sebelumnya',
            columns: [
              { label: 'Berkas' },
              { label: 'Kapan' },
              { label: 'Oleh' },
              { label: 'Keadaan' },
              { label: 'Baris diambil', numeric: true },
              { label: 'Tidak', numeric: true },
            ],
            rows: batches.map(batch => ({
              cells: [
                { text: batch.fileName, href: paths.batch(batch.id) },
                instant(batch.createdAt, zone),
                batch.creator,
                STATES[batch.state],
                number(batch.report.accepted),
                number(batch.report.rejected.length),
              ],
            })),
          },
  };
}

/** A form of one button. */
interface StepForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly label: string;
}

/** The page on which a file is confirmed, and later looked at. */
export interface FactBatchPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly notices: readonly NoticeProps[];
  readonly summary: readonly SummaryRow[];
  readonly rejected: TableProps | null;
  readonly rejectedFile: Link | null;
  readonly facts: TableProps | null;
  readonly save: StepForm | null;
  readonly cancel: StepForm | null;
  /** Takes back what was approved and still holds. */
  readonly undo: StepForm | null;
}

const MOST_LISTED = 50;
const FIELD_WORDS: Readonly<Record<string, string>> = {
  nip: 'NIP',
  bulan: 'Bulan',
  sampai_bulan: 'Sampai bulan',
  sumber: 'Sumber',
};

export function batchModel(content: {
  readonly batch: FactBatch;
  readonly own: boolean;
  readonly form: FormState;
  readonly kinds: readonly FactKind[];
  /** What the batch proposed, at most so many as a page shows; before it is confirmed: nothing. */
  readonly facts: readonly BatchFact[];
  readonly zone: Zone;
}): FactBatchPage {
  const { batch, own, form, kinds, facts, zone } = content;
  const { report, state, version } = batch;
  const heading = 'Impor data TPP';
  const waits = state === 'diperiksa' && own;
  const labelOf = (name: string): string => kinds.find(kind => kind.name === name)?.label ?? FIELD_WORDS[name] ?? name;
  const hidden = { versi: String(version) };
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.upload, label: 'Impor data TPP' },
    form,
    notices: noticesOf(state, report),
    summary: [
      { label: 'Berkas', value: batch.fileName },
      { label: 'Keadaan', value: STATES[state] },
      { label: 'Diunggah', value: `${batch.creator}, ${instant(batch.createdAt, zone)}` },
      { label: 'Baris yang diambil', value: `${number(report.accepted)} (${number(report.facts)} data)` },
      { label: 'Baris yang sudah sama', value: number(report.unchanged) },
      { label: 'Baris yang perlu diperbaiki', value: number(report.rejected.length) },
    ],
    rejected:
      report.rejected.length === 0
        ? null
        : {
            caption: 'Yang perlu diperbaiki',
            columns: [{ label: 'Baris' }, { label: 'Kolom' }, { label: 'Sebabnya' }],
            rows: report.rejected
              .slice(0, MOST_LISTED)
              .map(({ row, field, reason }) => ({ cells: [String(row), labelOf(field), reason] })),
          },
    rejectedFile:
      report.rejected.length > 0 && state !== 'dibatalkan'
        ? { href: paths.rejected(batch.id), label: 'Unduh daftar perbaikan (XLSX)' }
        : null,
    facts: facts.length === 0 ? null : factsTable(facts, kinds),
    save:
      waits && report.accepted > 0
        ? { action: paths.batch(batch.id), hidden, label: `Usulkan ${number(report.facts)} data` }
        : null,
    undo: facts.some(fact => fact.decision === 'disetujui')
      ? { action: paths.undo(batch.id), hidden, label: 'Urungkan impor ini' }
      : null,
    cancel: waits ? { action: paths.cancel(batch.id), hidden, label: 'Batalkan' } : null,
  };
}

function noticesOf(state: BatchState, { accepted, notes }: FactReport): NoticeProps[] {
  const said = notes.map((text): NoticeProps => ({ kind: 'info', text }));
  if (state === 'diperiksa' && accepted === 0)
    return [{ kind: 'awas', text: 'Tidak ada baris baru di berkas ini.' }, ...said];
  if (state === 'diterapkan')
    return [
      {
        kind: 'info',
        text: 'Isinya dihitung setelah disetujui orang kedua.',
        links: [{ href: paths.proposals, label: 'Usulan menunggu' }],
      },
      ...said,
    ];
  return said;
}

const DECISIONS: Readonly<Record<string, string>> = {
  disetujui: 'Disetujui',
  ditolak: 'Ditolak',
  ditarik: 'Ditarik',
};

const factsTable = (facts: readonly BatchFact[], kinds: readonly FactKind[]): TableProps => ({
  caption: `Isi yang diusulkan${facts.length >= MOST_FACTS ? `, ${String(MOST_FACTS)} yang pertama` : ''}`,
  columns: [
    { label: 'Pegawai' },
    { label: 'Data' },
    { label: 'Nilai', numeric: true },
    { label: 'Berlaku' },
    { label: 'Keadaan' },
  ],
  rows: facts.map(fact => {
    const kind = kinds.find(each => each.name === fact.name);
    return {
      cells: [
        fact.person,
        kind?.label ?? fact.name,
        fact.withdrawn ? 'Ditiadakan' : shownValue(kind, fact.value),
        spanInWords(fact.month, fact.until),
        fact.decision === null ? 'Menunggu' : (DECISIONS[fact.decision] ?? fact.decision),
      ],
    };
  }),
});

/** So many facts of a batch a page lists. */
export const MOST_FACTS = 100;
