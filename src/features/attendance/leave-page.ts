import { LEAVE_KINDS, leaveInWords } from '../../domain/attendance/leave-kind.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { dateMedium, instant, nip } from '../../platform/render/format.ts';
import type { Attachment } from '../attachment/service.ts';
import { leaveInLine, type LeaveRow } from './leave-service.ts';
import { paths } from './paths.ts';

/** The page of `GET /kepegawaian/presensi/izin`. */
export interface LeaveListPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly add: Link;
  readonly table: TableProps | null;
  readonly empty: string;
}

const OFFICE: Link = { href: paths.office, label: 'Presensi unit' };

export function leaveListPage(leaves: readonly LeaveRow[]): LeaveListPage {
  const heading = 'Cuti, dinas luar, dan izin';
  return {
    title: heading,
    heading,
    back: OFFICE,
    add: { href: paths.newLeave, label: 'Catat cuti atau izin' },
    table:
      leaves.length === 0
        ? null
        : {
            caption: heading,
            quietCaption: true,
            columns: [{ label: 'Pegawai' }, { label: 'Jenis' }, { label: 'Surat' }, { label: 'Keadaan' }],
            rows: leaves.map(leave => ({
              cells: [
                { text: leave.name, href: paths.leave(leave.id), hint: leave.nip === null ? '' : nip(leave.nip) },
                leaveInLine(leave),
                leave.documentNumber,
                { status: leave.revokedAt === null ? ('aktif' as const) : ('berakhir' as const) },
              ],
            })),
          },
    empty: 'Belum ada cuti, dinas luar, atau izin.',
  };
}

/** The page of `GET /kepegawaian/presensi/izin/baru`. */
export interface LeaveFormPage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly hidden: Readonly<Record<string, string>>;
  readonly kinds: readonly Choice[];
}

export const leaveFormPage = (form: FormState, key: string): LeaveFormPage => ({
  title: formTitle('Catat cuti atau izin', form),
  back: { href: paths.leaves, label: 'Cuti, dinas luar, dan izin' },
  form,
  hidden: { kunci_kirim: key },
  kinds: LEAVE_KINDS.map(kind => ({ value: kind, label: leaveInWords(kind) })),
});

/** The page of `GET /kepegawaian/presensi/izin/:id`. */
export interface LeavePage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly rows: readonly SummaryRow[];
  readonly files: readonly Link[];
  /** Null once it was taken back. */
  readonly revoke: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
  readonly form: FormState;
}

export function leavePage(leave: LeaveRow, files: readonly Attachment[], form: FormState, zone: Zone): LeavePage {
  const heading = `${leaveInWords(leave.kind)}: ${leave.name}`;
  const rows: SummaryRow[] = [
    { label: 'Pegawai', value: leave.nip === null ? leave.name : `${leave.name}, ${nip(leave.nip)}` },
    { label: 'Tanggal', value: leaveInLine(leave) },
    { label: 'Surat', value: `${leave.documentNumber}, ${dateMedium(leave.documentDate)}` },
    { label: 'Dicatat', value: `${leave.recordedByName ?? ''} ${instant(leave.recordedAt, zone)}`.trim() },
  ];
  if (leave.note !== null) rows.push({ label: 'Catatan', value: leave.note });
  if (leave.revokedAt !== null)
    rows.push({ label: 'Dicabut', value: `${instant(leave.revokedAt, zone)}: ${leave.revokeReason ?? ''}` });
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.leaves, label: 'Cuti, dinas luar, dan izin' },
    rows,
    files: files.map(file => ({ href: `${paths.leave(leave.id)}/bukti/${file.id}`, label: file.name })),
    revoke:
      leave.revokedAt === null
        ? { action: `${paths.leave(leave.id)}/cabut`, hidden: { versi: String(leave.version) } }
        : null,
    form,
  };
}
