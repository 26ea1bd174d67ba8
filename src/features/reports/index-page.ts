import { monthInWords, type Month } from '../../domain/month.ts';
import type { TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { monthLinks, type MonthLinks } from './month-choice.ts';
import { paths } from './paths.ts';
import { readsRecaps } from './recap-access.ts';

/** The page of `GET /laporan`. */
export interface ReportsPage extends PageModel, MonthLinks {
  readonly month: string;
  readonly items: readonly TaskItem[];
}

/** What of a month can be read and printed by this person. */
export function reportsPage(actor: Actor, month: Month, thisMonth: Month): ReportsPage {
  const words = monthInWords(month);
  const recaps = readsRecaps.allows(actor);
  const own: TaskItem[] = [
    {
      label: `Cetak LKH ${words}`,
      href: paths.sheetPdf(month),
      hint: 'Lembar kinerja harian, PDF dengan dua tanda tangan di kertas yang dipilih di Tampilan.',
    },
    { label: 'Lihat LKH', href: paths.sheet(month), hint: 'Isi lembar per hari. Di sana ada PDF A4 dan XLSX.' },
    { label: 'TPP saya', href: paths.tpp(month), hint: 'Jumlah, rincian tiap komponen dan pasalnya.' },
  ];
  const recap: TaskItem = {
    label: 'Rekap bulanan unit',
    href: paths.recap(month),
    hint: 'Hari terisi, poin dan capaian setiap pegawai, tanpa rupiah.',
  };
  return {
    title: 'Laporan',
    month: words,
    ...monthLinks(month, thisMonth, paths.index),
    items: recaps ? [...(actor.logs ? own : []), recap] : own,
  };
}
