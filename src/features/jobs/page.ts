import type { NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import type { Link } from '../../platform/render/components.ts';
import type { JobRow, JobState } from './queries.ts';
import {
  BUILD_FILE,
  COMPUTE_RUN,
  GATHER_FILES,
  IMPORT_ROWS,
  MANY_UNITS,
  PRINT_PAPERS,
  SAVE_ATTENDANCE,
  SIMULATE,
  UNDO_ROWS,
} from './queue.ts';

/** The page of `GET /pekerjaan/:id`. */
export interface JobPage extends PageModel {
  readonly back: Link;
  readonly label: string;
  readonly state: JobState;
  readonly done: number;
  readonly total: number;
  readonly text: string;
  readonly notice: NoticeProps | null;
  readonly running: boolean;
}

const PERIODS: Link = { href: '/kepegawaian/periode', label: 'Periode' };

/** What each kind of work is called: as a title, beside its bar, and what it counts. */
const WORDS: Readonly<Record<string, { readonly title: string; readonly label: string; readonly unit: string }>> = {
  [COMPUTE_RUN]: { title: 'Menghitung TPP', label: 'Penghitungan TPP', unit: 'pegawai' },
  [BUILD_FILE]: { title: 'Membuat berkas pembayaran', label: 'Berkas pembayaran', unit: '' },
  [PRINT_PAPERS]: { title: 'Mencetak berkas PDF', label: 'Berkas PDF', unit: 'berkas' },
  [GATHER_FILES]: { title: 'Menyiapkan berkas gabungan', label: 'Berkas gabungan', unit: 'berkas' },
  [IMPORT_ROWS]: { title: 'Menyimpan impor', label: 'Penyimpanan impor', unit: 'data' },
  [SAVE_ATTENDANCE]: { title: 'Menyimpan berkas presensi', label: 'Penyimpanan berkas presensi', unit: 'baris' },
  [MANY_UNITS]: { title: 'Mengerjakan banyak unit', label: 'Banyak unit sekaligus', unit: 'unit' },
  [SIMULATE]: { title: 'Simulasi peraturan', label: 'Simulasi', unit: 'pegawai' },
  [UNDO_ROWS]: { title: 'Mengurungkan impor', label: 'Pengurungan impor', unit: 'data' },
};
const wordsOf = (kind: string): (typeof WORDS)[string] => WORDS[kind] ?? WORDS[COMPUTE_RUN]!;

/** @param back where the work was started, with its month */
export function jobModel(job: JobRow, back: Link = PERIODS): JobPage {
  const running = job.state === 'antre' || job.state === 'berjalan';
  return {
    title: wordsOf(job.kind).title,
    back,
    label: wordsOf(job.kind).label,
    state: job.state,
    done: job.state === 'selesai' && job.total === 0 ? 1 : job.done,
    total: job.total > 0 ? job.total : 1,
    text: progressText(job),
    notice: noticeOf(job, back),
    running,
  };
}

function progressText({ state, done, total, kind }: JobRow): string {
  const { unit } = wordsOf(kind);
  const of = unit === '' ? '' : `${String(done)} dari ${String(total)} ${unit}. `;
  if (state === 'antre') return 'Menunggu giliran. Anda boleh menutup halaman ini.';
  if (state === 'berjalan') return `${total > 0 ? of : 'Sedang menyiapkan data. '}Anda boleh menutup halaman ini.`;
  return total > 0 ? of.trim() : '';
}

function noticeOf({ state, note, error }: JobRow, back: Link): NoticeProps | null {
  const links = [{ href: back.href, label: `Ke ${back.label}` }];
  if (state === 'selesai') return { kind: 'berhasil', text: note ?? 'Pekerjaan selesai.', links };
  if (state === 'gagal') return { kind: 'galat', text: error ?? 'Pekerjaan ini berhenti sebelum selesai.', links };
  return null;
}
