import { monthInWords } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import { jobPath } from '../jobs/paths.ts';
import type { Batch, BatchItem } from './batch-queries.ts';
import { periodsPath } from './paths.ts';

/** The page of `GET /kepegawaian/periode/borongan/:id`: what became of each ticked unit. */
export interface BatchPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly summary: string;
  readonly table: TableProps;
  /** Some unit is still being computed. */
  readonly running: boolean;
}

const TITLES = { tutup: 'Menutup banyak unit', setujui: 'Menyetujui banyak unit' } as const;

export function batchModel(batch: Batch, zone: Zone): BatchPage {
  const { month, action, items, asked } = batch;
  const done = items.filter(item => item.refusal === null).length;
  const words = monthInWords(month);
  const rest = asked - items.length;
  const unfinished =
    rest > 0 ? ` ${String(rest)} unit belum dikerjakan. Kirim lagi formulirnya untuk melanjutkan.` : '';
  return {
    title: `${TITLES[action]}, ${words}`,
    heading: `${TITLES[action]}, ${words}`,
    back: { href: periodsPath(month), label: `Periode ${words}` },
    lead: instant(batch.askedAt, zone),
    summary: `${String(done)} dari ${String(asked)} unit ${action === 'tutup' ? 'ditutup' : 'disetujui'}.${unfinished}`,
    table: {
      caption: 'Hasil menurut unit',
      quietCaption: true,
      columns: [{ label: 'Unit' }, { label: 'Hasil' }, { label: 'Keadaan sekarang' }, { label: 'Pekerjaan' }],
      rows: items.map(item => ({
        cells: [
          { text: item.name, hint: item.code },
          outcome(item, action),
          { status: item.state },
          item.jobId === null || item.refusal !== null
            ? '–'
            : { text: `Lihat ${item.code}`, href: jobPath(item.jobId) },
        ],
      })),
    },
    running: items.some(item => item.refusal === null && item.state === 'DITUTUP'),
  };
}

function outcome({ refusal, failure }: BatchItem, action: Batch['action']): string {
  if (refusal !== null) return refusal;
  if (failure !== null) return failure;
  return action === 'tutup' ? 'Ditutup dan dihitung' : 'Disetujui';
}
