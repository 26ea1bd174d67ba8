import type { Zone } from '../../platform/clock.ts';
import type { Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, number } from '../../platform/render/format.ts';
import { type FormState, formTitle } from '../../platform/render/forms.ts';
import type { BatchLine, BatchState } from './batch.ts';
import { batchPath, templatePath, UPLOAD_PATHS } from './paths.ts';
import { type ImportKind, KIND_WORDS } from './sheets.ts';
import type { TemplateName } from './template.ts';

/** The first page of an import: a file, the templates, what was brought in before. */
export interface UploadPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly templates: readonly Link[];
  readonly past: TableProps | null;
}

const LEADS: Readonly<Record<ImportKind, string>> = {
  pegawai:
    'Unit, jabatan, pegawai, penempatan dan saldo awal dari satu berkas. Belum ada yang disimpan sebelum Anda memeriksanya.',
  organisasi: 'Unit dan jabatan dari satu berkas. Belum ada yang disimpan sebelum Anda memeriksanya.',
  katalog: 'Aktivitas dan normanya dari satu berkas. Belum ada yang disimpan sebelum Anda memeriksanya.',
};
const BACKS: Readonly<Record<ImportKind, Link>> = {
  pegawai: { href: '/kepegawaian/pegawai', label: 'Pegawai' },
  organisasi: { href: '/kepegawaian/unit', label: 'Unit' },
  katalog: { href: '/kepegawaian/aktivitas', label: 'Aktivitas' },
};
const TEMPLATE_LINKS: Readonly<Record<ImportKind, readonly (readonly [TemplateName, string])[]>> = {
  pegawai: [
    ['employees', 'Templat lengkap (XLSX)'],
    ['people', 'Sheet Pegawai saja'],
    ['assignments', 'Sheet Penempatan saja'],
    ['balances', 'Sheet Saldo awal saja'],
  ],
  organisasi: [
    ['units', 'Sheet Unit'],
    ['positions', 'Sheet Jabatan'],
  ],
  katalog: [['catalogue', 'Templat katalog (XLSX)']],
};

export const STATE_WORDS: Readonly<Record<BatchState, string>> = {
  diperiksa: 'Menunggu disimpan',
  diterapkan: 'Disimpan',
  dibatalkan: 'Dibatalkan',
  mengurungkan: 'Sedang diurungkan',
  diurungkan: 'Diurungkan',
  ditolak: 'Ditolak',
};

/** What the upload page of a kind is made of. */
export interface UploadContent {
  readonly kind: ImportKind;
  readonly form: FormState;
  readonly key: string;
  readonly batches: readonly BatchLine[];
  readonly zone: Zone;
}

export function uploadModel({ kind, form, key, batches, zone }: UploadContent): UploadPage {
  const heading = `Impor ${KIND_WORDS[kind].toLowerCase()}`;
  return {
    title: formTitle(heading, form),
    heading,
    lead: LEADS[kind],
    back: BACKS[kind],
    form,
    action: UPLOAD_PATHS[kind],
    hidden: { kunci_kirim: key },
    templates: TEMPLATE_LINKS[kind].flatMap(([name, label]) => [
      { href: `${templatePath(name)}.xlsx`, label },
      ...(name === 'employees'
        ? []
        : [{ href: `${templatePath(name)}.csv`, label: `${label.replace(' (XLSX)', '')} sebagai CSV` }]),
    ]),
    past: batches.length === 0 ? null : pastTable(batches, zone),
  };
}

const pastTable = (batches: readonly BatchLine[], zone: Zone): TableProps => ({
  caption: 'Impor sebelumnya',
  columns: [
    { label: 'Berkas' },
    { label: 'Kapan' },
    { label: 'Oleh' },
    { label: 'Keadaan' },
    { label: 'Siap atau disimpan', numeric: true },
    { label: 'Tidak', numeric: true },
  ],
  rows: batches.map(batch => ({
    cells: [
      { text: batch.fileName, href: batchPath(batch.id) },
      instant(batch.createdAt, zone),
      batch.creator ?? 'Baris perintah',
      STATE_WORDS[batch.state],
      number(batch.accepted),
      number(batch.rejected),
    ],
  })),
});
