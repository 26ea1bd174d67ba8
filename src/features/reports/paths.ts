import type { Month } from '../../domain/month.ts';
import { periodText, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { Paper } from '../../platform/documents/paper.ts';

const query = (pairs: Readonly<Record<string, string | undefined>>): string =>
  new URLSearchParams(
    Object.entries(pairs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();

/** Addresses of the reports. `pegawai` is the person's id, never the NIP. */
export const paths = {
  index: (bulan: Month) => `/laporan?${query({ bulan })}`,
  tpp: (bulan: Month) => `/laporan/tpp-saya?${query({ bulan })}`,
  tppPdf: (bulan: Month) => `/laporan/tpp-saya.pdf?${query({ bulan })}`,
  /** One's own part of a special payment, or of a month. */
  special: (period: PayPeriod) => `/laporan/tpp-saya?${query({ bulan: periodText(period) })}`,
  specialPdf: (period: PayPeriod) => `/laporan/tpp-saya.pdf?${query({ bulan: periodText(period) })}`,
  /** The form that says how the running month would change. */
  whatIf: (bulan: Month) => `/laporan/tpp-saya/kalau?${query({ bulan })}`,
  /** A version of the regulation in plain words, at its steps. */
  rules: (regulationId: string) => `/kepegawaian/aturan/versi/${regulationId}#langkah`,
  sheet: (bulan: Month, pegawai?: string) => `/laporan/lkh?${query({ bulan, pegawai })}`,
  /** Without a paper: the one remembered on the device. */
  sheetPdf: (bulan: Month, kertas?: Paper, pegawai?: string) => `/laporan/lkh.pdf?${query({ bulan, kertas, pegawai })}`,
  sheetWorkbook: (bulan: Month, pegawai?: string) => `/laporan/lkh.xlsx?${query({ bulan, pegawai })}`,
  recap: (bulan: Month, unit?: string) => `/laporan/rekap?${query({ bulan, unit })}`,
  recapPdf: (bulan: Month, unit: string, kertas?: Paper) => `/laporan/rekap.pdf?${query({ bulan, unit, kertas })}`,
  recapWorkbook: (bulan: Month, unit: string) => `/laporan/rekap.xlsx?${query({ bulan, unit })}`,
} as const;
