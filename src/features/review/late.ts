import type { Edge, EntryStatus, PeriodStanding } from '../../domain/activity/lifecycle.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/errors.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { leaveCauses } from '../adjustments/cause.ts';

/** A superior's step, or one taken back, as far as the pay of a closed month depends on it. */
export interface LateStep {
  readonly id: string;
  readonly ownerId: string;
  readonly workDate: LocalDate;
  readonly period: PeriodStanding;
  readonly from: EntryStatus;
  readonly to: Edge['to'];
  readonly actorId: string;
  /** Domain time. */
  readonly at: Date;
}

/**
 * Leaves a cause for each step that makes an entry of a closed month count, or no longer count: the person's next run carries
 * the difference (rulings.md 18, docs/adr/0028-adjustments.md). In the transaction of the steps; one statement at most.
 */
export async function leaveLate(tx: Tx, steps: readonly LateStep[]): Promise<void> {
  const moved = steps.filter(
    step => step.period === 'terlambat' && (step.to === 'divalidasi') !== (step.from === 'divalidasi'),
  );
  await leaveCauses(
    tx,
    moved.map(step => {
      const day = dateMedium(step.workDate);
      return {
        employeeId: step.ownerId,
        month: monthOf(step.workDate),
        kind: 'keputusan' as const,
        ref: step.id,
        note:
          step.to === 'divalidasi'
            ? `Kegiatan ${day} divalidasi sesudah bulannya ditutup`
            : `Validasi kegiatan ${day} dibatalkan sesudah bulannya ditutup`,
        actorId: step.actorId,
        at: step.at,
      };
    }),
  );
}

/** What a superior reads where an entry's month is closed and was computed without it. */
export const lateText = (workDate: LocalDate): string =>
  `${monthInWords(monthOf(workDate))} sudah ditutup. Bila disetujui, kegiatan ini masuk sebagai penyesuaian pada TPP bulan berikutnya.`;

/** The entry's month is being computed (409). */
export class MonthInComputation extends Conflict {
  constructor(workDate: LocalDate) {
    super(computingText(workDate));
  }
}

export const computingText = (workDate: LocalDate): string =>
  `${monthInWords(monthOf(workDate))} sedang ditutup dan dihitung. Kegiatan ini bisa diputuskan lagi sesudah perhitungannya selesai.`;

/** A return in a month that is closed (409): nobody could correct the entry any more. */
export class NoWayBack extends Conflict {
  constructor(workDate: LocalDate) {
    super(
      `${monthInWords(monthOf(workDate))} sudah ditutup, jadi kegiatan ini tidak bisa diperbaiki lagi. Pilih Setujui atau Tolak.`,
    );
  }
}
