import { JobRefused } from '../jobs/held-job.ts';

/** A person of a run and what speaks against an amount for them, in words; nothing where one can be given. */
export interface Fault {
  readonly name: string;
  readonly reasons: readonly string[];
}

const NAMED = 5;
const OWN_WAY =
  'Perbaiki datanya lalu hitung ulang, atau batalkan perhitungannya dan keluarkan pegawainya dengan alasan.';
const SPECIAL_WAY =
  'Datanya dari bulan dasar dan tidak berubah lagi: batalkan perhitungannya, lalu keluarkan pegawainya dengan alasan.';

/**
 * Ends a run in which somebody's amount cannot be given: all or nobody.
 * @param special whether the run is a special payment, whose facts are those of its base month
 * @throws JobRefused naming the first of those persons, with the reasons and what to do
 */
export function refuseUncomputed(people: readonly Fault[], special: boolean): void {
  const failed = people.flatMap(({ name, reasons }) => (reasons.length > 0 ? [`${name} (${reasons.join('; ')})`] : []));
  if (failed.length === 0) return;
  const rest = failed.length > NAMED ? ` dan ${String(failed.length - NAMED)} orang lagi` : '';
  const named = `${failed.slice(0, NAMED).join(', ')}${rest}`;
  const way = special ? SPECIAL_WAY : OWN_WAY;
  throw new JobRefused(`TPP ${String(failed.length)} pegawai belum bisa dihitung: ${named}. ${way}`);
}
