import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, instant, number } from '../../platform/render/format.ts';
import { type FormState, formTitle } from '../../platform/render/forms.ts';
import type { Batch, BatchState } from './batch.ts';
import type { NamedUnit } from './machine-queries.ts';
import { batchPath, IMPORT_PATH, MACHINES_PATH, PINS_PATH, templatePath } from './paths.ts';

/** The page a file of attendance is sent from. */
export interface AttendanceUploadPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** Empty where the reader has one unit only. */
  readonly units: readonly Choice[];
  readonly links: readonly Link[];
  readonly past: TableProps | null;
}

export const STATE_WORDS: Readonly<Record<BatchState, string>> = {
  pratinjau: 'Menunggu disimpan',
  disimpan: 'Disimpan',
  dibatalkan: 'Diurungkan',
};

/** What the upload page is made of. */
export interface UploadContent {
  readonly form: FormState;
  readonly key: string;
  readonly units: readonly NamedUnit[];
  readonly batches: readonly Batch[];
  readonly zone: Zone;
}

export function uploadModel({ form, key, units, batches, zone }: UploadContent): AttendanceUploadPage {
  const heading = 'Impor presensi';
  return {
    title: formTitle(heading, form),
    heading,
    lead: 'Berkas mesin (attlog.dat), ekspor ZKTime, Fingerspot, BioTime, tabel bulanan, atau templat. Belum ada yang disimpan sebelum Anda memeriksanya.',
    back: { href: '/kepegawaian', label: 'Kepegawaian' },
    form,
    action: IMPORT_PATH,
    hidden: { kunci_kirim: key },
    units: units.length > 1 ? units.map(({ code, name }) => ({ value: code, label: name })) : [],
    links: [
      { href: templatePath('attendance.xlsx'), label: 'Templat presensi (XLSX)' },
      { href: templatePath('attendance.csv'), label: 'Templat presensi (CSV)' },
      { href: MACHINES_PATH, label: 'Mesin presensi' },
      { href: PINS_PATH, label: 'PIN pegawai dan PIN yang belum dihubungkan' },
    ],
    past: batches.length === 0 ? null : pastTable(batches, zone),
  };
}

const pastTable = (batches: readonly Batch[], zone: Zone): TableProps => ({
  caption: 'Berkas sebelumnya',
  columns: [
    { label: 'Berkas' },
    { label: 'Unit' },
    { label: 'Hari' },
    { label: 'Diunggah' },
    { label: 'Keadaan' },
    { label: 'Baris disimpan', numeric: true },
  ],
  rows: batches.map(batch => ({
    cells: [
      { text: batch.fileName, href: batchPath(batch.id) },
      batch.unitCode,
      batch.firstDay && batch.lastDay ? `${dateMedium(batch.firstDay)} – ${dateMedium(batch.lastDay)}` : '',
      `${instant(batch.uploadedAt, zone)}, ${batch.uploader ?? 'baris perintah'}`,
      STATE_WORDS[batch.state],
      batch.state === 'disimpan' ? number(batch.accepted) : '',
    ],
  })),
});
