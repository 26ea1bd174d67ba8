import { isLocalDate } from '../../domain/local-date.ts';
import type { EmployeeStatus } from './statuses.ts';

/**
 * What looks odd about a NIP of 18 digits, in words. These are warnings, never refusals: corrected birth dates make the
 * first eight digits differ from the real ones, and the layout of NI PPPK is not published (Perka BKN 22/2007; digits 13
 * and 14 above 12 mean PPPK).
 */
export function nipWarnings(nip: string, status: EmployeeStatus): string[] {
  const warnings: string[] = [];
  const birth = `${nip.slice(0, 4)}-${nip.slice(4, 6)}-${nip.slice(6, 8)}`;
  const [year, month] = [Number(nip.slice(8, 12)), Number(nip.slice(12, 14))];
  if (!isLocalDate(birth) || Number(nip.slice(0, 4)) < 1930)
    warnings.push('angka 1–8 biasanya tanggal lahir (tahun, bulan, hari)');
  else if (year - Number(nip.slice(0, 4)) < 17) warnings.push('pengangkatan biasanya paling cepat umur 18 tahun');
  const contract = month > 12;
  if (status === 'PPPK' && !contract) warnings.push('angka 13–14 NI PPPK biasanya lebih dari 12');
  if ((status === 'PNS' || status === 'CPNS') && (contract || month === 0))
    warnings.push('angka 13–14 NIP PNS biasanya bulan pengangkatan (01–12)');
  if (!/[12]/.test(nip.charAt(14))) warnings.push('angka 15 biasanya 1 (laki-laki) atau 2 (perempuan)');
  if (nip.endsWith('000')) warnings.push('tiga angka terakhir biasanya bukan 000');
  return warnings;
}

/** One sentence for the outcome of a form; empty where nothing is odd. */
export function nipWarningText(nip: string | null, status: EmployeeStatus): string {
  const warnings = nip === null ? [] : nipWarnings(nip, status);
  return warnings.length === 0 ? '' : ` Periksa lagi NIP-nya: ${warnings.join('; ')}.`;
}
