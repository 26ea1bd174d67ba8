import { monthInWords } from '../../domain/month.ts';
import { periodWords } from '../../domain/payroll/pay-period.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, NoticeProps, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import { jobModel } from '../jobs/page.ts';
import { jobPath } from '../jobs/paths.ts';
import type { JobRow, JobState } from '../jobs/queries.ts';
import type { Batch, BatchItem } from './batch-queries.ts';
import { periodsPath, specialPath } from './paths.ts';

/** The page of `GET /kepegawaian/periode/borongan/:id`: what became of each ticked unit. */
export interface BatchPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly summary: string;
  /** How far the job is; null once it went through. */
  readonly progress: {
    readonly label: string;
    readonly state: JobState;
    readonly done: number;
    readonly total: number;
    readonly text: string;
  } | null;
  /** Why the job ended before its last unit. */
  readonly notice: NoticeProps | null;
  /** Null while no unit has an outcome. */
  readonly table: TableProps | null;
  /** Some unit is still to be done or being computed. */
  readonly running: boolean;
}

const TITLES = { tutup: 'Menutup banyak unit', setujui: 'Menyetujui banyak unit' } as const;
/** A special payment has nothing to close: it is computed. */
const COMPUTING = 'Menghitung banyak unit';

/** @param job what works through the batch */
export function batchModel(batch: Batch, job: JobRow | undefined, zone: Zone): BatchPage {
  const { month, action, items, asked, special } = batch;
  const words = special ? periodWords(batch, special.label) : monthInWords(month);
  const heading = `${special && action === 'tutup' ? COMPUTING : TITLES[action]}, ${words}`;
  const back = special
    ? { href: specialPath(special.id), label: words }
    : { href: periodsPath(month), label: `Periode ${words}` };
  const work = job && job.state !== 'selesai' ? jobModel(job, back) : null;
  const working = work?.running ?? false;
  const rest = asked.length - items.length;
  const unfinished =
    rest > 0 && !working
      ? ` ${String(rest)} unit belum dikerjakan. Centang lagi di daftar ${special ? 'unitnya' : 'periode'}.`
      : '';
  return {
    title: heading,
    heading,
    back,
    lead: instant(batch.askedAt, zone),
    summary: `${summaryOf(batch)}${unfinished}`,
    progress: work,
    notice: work?.notice ?? null,
    table: items.length > 0 ? tableOf(batch) : null,
    running: working || items.some(item => item.refusal === null && item.state === 'DITUTUP'),
  };
}

/** '250 dari 252 unit ditutup.' */
export function summaryOf({ action, items, asked, special }: Batch): string {
  const done = items.filter(item => item.refusal === null).length;
  return `${String(done)} dari ${String(asked.length)} unit ${action === 'setujui' ? 'disetujui' : special ? 'dihitung' : 'ditutup'}.`;
}

const tableOf = ({ items, action, special }: Batch): TableProps => ({
  caption: 'Hasil menurut unit',
  quietCaption: true,
  columns: [{ label: 'Unit' }, { label: 'Hasil' }, { label: 'Keadaan sekarang' }, { label: 'Pekerjaan' }],
  rows: items.map(item => ({
    cells: [
      { text: item.name, hint: item.code },
      outcome(item, action, special !== null),
      { status: item.state },
      item.jobId === null || item.refusal !== null ? '–' : { text: `Lihat ${item.code}`, href: jobPath(item.jobId) },
    ],
  })),
});

function outcome({ refusal, failure }: BatchItem, action: Batch['action'], special: boolean): string {
  if (refusal !== null) return refusal;
  if (failure !== null) return failure;
  if (action === 'setujui') return 'Disetujui';
  return special ? 'Dihitung' : 'Ditutup dan dihitung';
}
