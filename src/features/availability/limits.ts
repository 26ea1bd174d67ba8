import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { regulationOn } from '../policies/queries.ts';
import { workflowOn } from '../workflow/settings.ts';

/** From how long an outage on, and for how long, work dates are open again; and who says so. */
export interface OutageLimits {
  /** Minutes of working hours. */
  readonly minutes: number;
  /** Calendar days from the day of the confirmation. */
  readonly reentryDays: number;
  /** Calendar days after a work date in which it could be logged anyway. */
  readonly entryDays: number;
  /** The article, or the regency's setting. */
  readonly cite: string;
}

const SETTING = 'Pengaturan alur pemerintah daerah (peraturan yang berlaku tidak menyebutkannya)';

/** The limits in force on a day: the regulation's own, else the regency's settings. */
export async function limitsOn(sql: Sql, day: LocalDate): Promise<OutageLimits> {
  const daily = (await regulationOn(sql, day))?.daily;
  const settings = await workflowOn(sql, day);
  return {
    minutes: daily?.outageMinutes ?? settings.gangguan_menit,
    reentryDays: daily?.reentryDays ?? settings.isi_ulang_hari,
    entryDays: daily?.entryDays ?? 0,
    cite: daily?.reentryDays ? daily.cite : SETTING,
  };
}
