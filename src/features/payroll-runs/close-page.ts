import { monthInWords, type Month } from '../../domain/month.ts';
import type { ConfirmProps, NoticeProps, TableProps, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { errorTitle, type FormState } from '../../platform/render/forms.ts';
import type { Link } from '../../platform/render/components.ts';
import { jobPath } from '../jobs/paths.ts';
import { closePath, periodsPath } from './paths.ts';
import type { Period } from './queries.ts';
import type { PersonLacking, PersonWaiting, Readiness } from './readiness.ts';
import { blockerWords } from './refusal.ts';

/** The page of `GET /kepegawaian/periode/:bulan/:unit/tutup`: what blocks, what warns, and the form. */
export interface ClosePage extends PageModel {
  readonly heading: string;
  readonly unit: string;
  readonly back: Link;
  readonly form: FormState;
  readonly notice: NoticeProps | null;
  readonly checks: readonly TaskItem[];
  readonly lacking: TableProps | null;
  readonly waiting: TableProps | null;
  /** Null once the period is closed. */
  readonly confirm: ConfirmProps | null;
}

export interface CloseContent {
  readonly period: Period;
  readonly monthOver: boolean;
  readonly hasRegulation: boolean;
  readonly readiness: Readiness;
  readonly form: FormState;
  readonly key: string;
}

const MOST_NAMED = 50;

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
    notice: closed ? closedNotice(month, period, run?.jobId ?? null) : null,
    checks: closed ? [] : checksOf(content),
    lacking: lackingTable(readiness.lacking),
    waiting: closed ? null : waitingTable(readiness.waiting),
    confirm: closed ? null : confirmOf(content),
  };
}

function closedNotice(month: Month, { state }: Period, jobId: string | null): NoticeProps {
  const links = jobId ? [{ href: jobPath(jobId), label: 'Lihat pekerjaan' }] : [];
  return { kind: 'terkunci', text: blockerWords(['wrong-state'], month, state), links };
}

function checksOf({ period, monthOver, hasRegulation, readiness }: CloseContent): TaskItem[] {
  const { lacking, waiting, people } = readiness;
  const entries = waiting.reduce((sum, person) => sum + person.entries, 0);
  const check = (
    label: string,
    done: boolean,
    text: string,
    hint?: string,
    tone: 'merah' | 'kuning' = 'merah',
  ): TaskItem => (done ? { label, done } : { label, tag: { text, tone }, hint });
  return [
    check('Bulan sudah selesai', monthOver, 'Masih berjalan', `${monthInWords(period.month)} belum berakhir.`),
    check('Peraturan TPP berlaku', hasRegulation, 'Belum ada'),
    check('Ada pegawai yang dibayar unit ini', people > 0, 'Tidak ada'),
    check(
      'Data TPP lengkap',
      lacking.length === 0,
      `${String(lacking.length)} pegawai`,
      'Lengkapi dulu, baru periode dapat ditutup.',
    ),
    check(
      'Semua kegiatan sudah divalidasi',
      entries === 0,
      `${String(entries)} kegiatan`,
      'Tidak menghalangi. Kegiatan ini belum dihitung bulan ini.',
      'kuning',
    ),
  ];
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

function lackingTable(lacking: readonly PersonLacking[]): TableProps | null {
  if (lacking.length === 0) return null;
  return {
    caption: 'Data TPP yang belum ada',
    columns: [{ label: 'Pegawai' }, { label: 'Yang belum ada' }],
    rows: lacking.slice(0, MOST_NAMED).map(({ name, lacks }) => ({ cells: [name, lacks.join(', ')] })),
  };
}

function waitingTable(waiting: readonly PersonWaiting[]): TableProps | null {
  if (waiting.length === 0) return null;
  return {
    caption: 'Kegiatan yang belum dihitung',
    columns: [{ label: 'Pegawai' }, { label: 'Kegiatan', numeric: true }],
    rows: waiting.slice(0, MOST_NAMED).map(({ name, entries }) => ({ cells: [name, String(entries)] })),
  };
}
