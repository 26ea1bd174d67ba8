import { monthInWords } from '../../domain/month.ts';
import type { ConfirmProps, NoticeProps, TableProps, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { errorTitle, type FormState } from '../../platform/render/forms.ts';
import type { Link } from '../../platform/render/components.ts';
import { dateMedium } from '../../platform/render/format.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { paths as presencePaths } from '../attendance/paths.ts';
import { paths as adjustmentPaths } from '../adjustments/paths.ts';
import { paths as factPaths } from '../facts/paths.ts';
import { jobPath } from '../jobs/paths.ts';
import { type ClosingCounts, MOST_NAMED, type PersonDay } from './closing-counts.ts';
import { type OwedDecisions, owedTable } from './owed-decisions.ts';
import { closePath, exclusionPath, periodsPath, trialPath } from './paths.ts';
import type { Period } from './queries.ts';
import type { Readiness } from './readiness.ts';
import { blockerWords } from './refusal.ts';

/** Checks of one kind under a heading. */
export interface CheckGroup {
  readonly heading: string;
  readonly items: readonly TaskItem[];
}

/** The page of `GET /kepegawaian/periode/:bulan/:unit/tutup`: what blocks, what warns, and the form. */
export interface ClosePage extends PageModel {
  readonly heading: string;
  readonly unit: string;
  readonly back: Link;
  readonly form: FormState;
  readonly notice: NoticeProps | null;
  /** What blocks and what warns; empty once the period is closed. */
  readonly checks: readonly CheckGroup[];
  /** The amounts as they would be now. */
  readonly trial: Link | null;
  /** Who is left out, and asking for it. */
  readonly exclusions: Link | null;
  readonly lacking: TableProps | null;
  readonly waiting: TableProps | null;
  /** Who owes decisions, with what they are good for by now; null where nobody does. */
  readonly owed: { readonly text: string; readonly table: TableProps } | null;
  /** Null once the period is closed. */
  readonly confirm: ConfirmProps | null;
}

export interface CloseContent {
  readonly actor: Actor;
  readonly period: Period;
  readonly monthOver: boolean;
  readonly hasRegulation: boolean;
  readonly readiness: Readiness;
  readonly counts: ClosingCounts;
  /** Months of persons that are paid already and still have to be settled. */
  readonly adjustments: number;
  readonly owed: readonly OwedDecisions[];
  readonly form: FormState;
  readonly key: string;
}

export function closeModel(content: CloseContent): ClosePage {
  const { period, readiness, form } = content;
  const { month, unit, state, run } = period;
  const words = monthInWords(month);
  const title = `Tutup periode ${words}`;
  const closed = state !== 'TERBUKA';
  return {
    title: form.errors.length > 0 ? errorTitle(title) : title,
    heading: title,
    unit: unit.name,
    back: { href: periodsPath(month), label: `Periode ${words}` },
    form,
    notice: closed ? closedNotice(period, run?.jobId ?? null) : null,
    checks: closed ? [] : checksOf(content),
    trial: closed ? null : { href: trialPath(month, unit.code), label: 'Hitung coba: jumlahnya menurut data saat ini' },
    exclusions: closed ? null : { href: exclusionPath(month, unit.code), label: exclusionLabel(readiness.excluded) },
    lacking: closed ? null : lackingTable(content),
    waiting: closed ? null : waitingTable(content),
    owed: owedOf(content, closed),
    confirm: closed ? null : confirmOf(content),
  };
}

const exclusionLabel = (excluded: number): string =>
  excluded === 0 ? 'Keluarkan pegawai dari perhitungan' : `Yang tidak dihitung (${String(excluded)} pegawai)`;

function closedNotice(period: Period, jobId: string | null): NoticeProps {
  const links = jobId ? [{ href: jobPath(jobId), label: 'Lihat pekerjaan' }] : [];
  return { kind: 'terkunci', text: blockerWords(['wrong-state'], period, period.state), links };
}

function checksOf(content: CloseContent): CheckGroup[] {
  return [
    { heading: 'Menghalangi penutupan', items: blocksOf(content) },
    { heading: 'Tidak menghalangi', items: warningsOf(content) },
  ];
}

function blocksOf({ period, monthOver, hasRegulation, readiness, adjustments }: CloseContent): TaskItem[] {
  const { lacking, people } = readiness;
  const { month, unit } = period;
  const block = (label: string, done: boolean, text: string, hint?: string, href?: string): TaskItem =>
    done ? { label, done } : { label, tag: { text, tone: 'merah' }, hint, href };
  return [
    block('Bulan sudah selesai', monthOver, 'Masih berjalan', `${monthInWords(month)} belum berakhir.`),
    block('Peraturan TPP berlaku', hasRegulation, 'Belum ada'),
    // Without anybody the run carries what people who have left still have to settle.
    block('Ada pegawai yang dibayar unit ini', people > 0 || adjustments > 0, 'Tidak ada'),
    block(
      'Data TPP lengkap',
      lacking.length === 0,
      `${String(lacking.length)} pegawai`,
      'Lengkapi datanya, atau keluarkan pegawainya dengan alasan.',
      factPaths.list(month, unit.code),
    ),
  ];
}

function warningsOf({ period, readiness, counts, adjustments }: CloseContent): TaskItem[] {
  const { month, unit } = period;
  const entries = readiness.waiting.reduce((sum, person) => sum + person.entries, 0);
  const warn = (label: string, count: number, what: string, hint: string, href?: string): TaskItem =>
    count === 0
      ? { label, done: true }
      : { label, tag: { text: `${String(count)} ${what}`, tone: 'kuning' }, hint, href };
  const year = month.slice(0, 4);
  return [
    warn(
      `Kalender kerja ${year} terisi`,
      counts.holidays > 0 ? 0 : 1,
      'tahun kosong',
      `Libur nasional ${year} belum ada, jadi semua hari Senin sampai Jumat dihitung hari kerja. BKPSDM mengisinya di Kalender kerja sebelum bulan ditutup.`,
    ),
    warn('Semua kegiatan sudah divalidasi', entries, 'kegiatan', 'Belum dihitung bulan ini. Nama-namanya di bawah.'),
    warn(
      'Semua keberatan sudah diputuskan',
      counts.objections,
      'keberatan',
      'Yang diterima nanti menjadi penyesuaian.',
    ),
    warn(
      'Semua usulan data sudah disahkan',
      counts.proposals,
      'usulan',
      'Data yang belum disahkan tidak ikut dihitung.',
      factPaths.proposals,
    ),
    warn(
      'Semua catatan presensi sudah disahkan',
      counts.records,
      'catatan',
      'Catatan yang belum disahkan tidak ikut dihitung.',
      presencePaths.records,
    ),
    warn(
      'Berkas presensi mencakup semua hari kerja',
      counts.uncovered.people,
      'pegawai',
      `${String(counts.uncovered.days)} hari kerja tanpa data, jadi potongan presensi mereka hanya dari sebagian bulan. Berkas yang kurang diimpor sebelum ditutup.`,
      presencePaths.unit(month, unit.code),
    ),
    warn(
      'Tidak ada kegiatan pada hari cuti',
      counts.onLeave.length,
      'hari',
      `Sudah ada sebelum cutinya dicatat, dan tetap dihitung: ${daysNamed(counts.onLeave)}. Cuti yang keliru dicabut di Cuti, dinas luar, dan izin.`,
      presencePaths.leaves,
    ),
    warn(
      'Semua PIN mesin dikenal',
      counts.pins,
      'PIN',
      'Rekaman PIN tanpa pegawai tidak ikut dihitung.',
      '/kepegawaian/presensi/impor',
    ),
    ...(adjustments > 0
      ? [
          warn(
            'Penyesuaian bulan yang sudah dibayar',
            adjustments,
            'menunggu',
            'Selisihnya ikut dihitung kalau bulannya sudah disetujui.',
            adjustmentPaths.list,
          ),
        ]
      : []),
    warn(
      'Pengecualian sudah diputuskan',
      counts.exclusions,
      'permintaan',
      'Selama belum disahkan, pegawainya tetap dihitung.',
      exclusionPath(month, unit.code),
    ),
  ];
}

/** 'Budi 12 Nov 2026, Sari 13 Nov 2026 dan 4 hari lain' */
function daysNamed(days: readonly PersonDay[]): string {
  const named = days.slice(0, 3).map(({ name, day }) => `${name} ${dateMedium(day)}`);
  const others = days.length - named.length;
  return others > 0 ? `${named.join('; ')}; dan ${String(others)} hari lain` : named.join('; ');
}

function confirmOf({ period, readiness, form, key }: CloseContent): ConfirmProps {
  const { month, unit } = period;
  const words = monthInWords(month);
  const waiting = readiness.waiting.length;
  const uncounted = `Kegiatan ${String(waiting)} pegawai yang belum dikirim atau diputuskan belum dihitung bulan ini.`;
  return {
    heading: 'Tutup dan hitung',
    sentence: `Setelah ditutup, kegiatan ${words} tidak bisa diubah.${waiting > 0 ? ` ${uncounted}` : ''}`,
    rows: [
      { label: 'Unit', value: unit.name },
      { label: 'Bulan', value: words },
      { label: 'Pegawai yang dihitung', value: String(readiness.people) },
    ],
    action: closePath(month, unit.code),
    hidden: { kunci_kirim: key },
    act: 'Tutup periode',
    danger: true,
    back: { href: periodsPath(month), label: 'Lanjut nanti' },
    form,
    typed: { name: 'ketik_bulan', label: `Ketik "${words}"`, hint: 'Supaya tidak salah bulan.' },
  };
}

function lackingTable({ readiness, period, actor }: CloseContent): TableProps | null {
  const { lacking } = readiness;
  if (lacking.length === 0) return null;
  const { month, unit } = period;
  return {
    caption: namedOf('Data TPP yang belum ada', lacking.length),
    columns: [{ label: 'Pegawai' }, { label: 'Yang belum ada' }, { label: 'Atau' }],
    rows: lacking.slice(0, MOST_NAMED).map(({ employeeId, name, lacks }) => ({
      cells: [
        { text: name, href: factPaths.person(employeeId, month) },
        lacks.join(', '),
        employeeId === actor.employeeId
          ? ''
          : { text: `Keluarkan ${name}`, href: exclusionPath(month, unit.code, employeeId) },
      ],
    })),
  };
}

function waitingTable({ counts, readiness }: CloseContent): TableProps | null {
  if (counts.entries.length === 0) return null;
  return {
    caption: namedOf('Kegiatan yang belum dihitung', readiness.waiting.length),
    columns: [
      { label: 'Pegawai' },
      { label: 'Pada pegawai', numeric: true },
      { label: 'Menunggu verifikasi', numeric: true },
      { label: 'Menunggu validasi', numeric: true },
    ],
    rows: counts.entries.map(({ name, own, sent, verified }) => ({
      cells: [name, String(own), String(sent), String(verified)],
    })),
  };
}

function owedOf({ owed, period }: CloseContent, closed: boolean): ClosePage['owed'] {
  const table = owedTable(owed);
  if (!table) return null;
  const month = monthInWords(period.month);
  const text = closed
    ? `Kegiatan ${month} yang disetujui sekarang masuk sebagai penyesuaian pada TPP bulan berikutnya.`
    : `Yang diputuskan sebelum ditutup dihitung dalam ${month}. Yang diputuskan sesudahnya menjadi penyesuaian.`;
  return { text, table };
}

const namedOf = (caption: string, people: number): string =>
  people > MOST_NAMED ? `${caption} (${String(MOST_NAMED)} dari ${String(people)} pegawai)` : caption;
