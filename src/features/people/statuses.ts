import { RANKS_PNS, RANKS_PPPK } from '../../domain/rank.ts';

/** Standing of people who work. */
export const WORKING = {
  PNS: 'PNS',
  CPNS: 'CPNS',
  PPPK: 'PPPK',
  NON_ASN: 'Non-ASN',
  PEJABAT: 'Pejabat tanpa NIP',
} as const;

/** Standing of people whose service has ended: the account opens nothing from that day on. */
export const ENDED = {
  PENSIUN: 'Pensiun',
  MENINGGAL: 'Meninggal dunia',
  BERHENTI: 'Berhenti atau habis kontrak',
  PINDAH_KELUAR: 'Pindah ke instansi lain',
} as const;

export type WorkingStatus = keyof typeof WORKING;
export type EndedStatus = keyof typeof ENDED;
export type EmployeeStatus = WorkingStatus | EndedStatus;

export const isEnded = (status: string): status is EndedStatus => Object.hasOwn(ENDED, status);
export const statusWords = (status: EmployeeStatus): string => (isEnded(status) ? ENDED[status] : WORKING[status]);

/** Why a golongan does not go with a status, in words; undefined where it does (none is always possible). */
export function rankProblem(status: EmployeeStatus, rank: string | null): string | undefined {
  if (rank === null) return undefined;
  if (status === 'PNS' || status === 'CPNS')
    return Object.hasOwn(RANKS_PNS, rank) ? undefined : 'Golongan PNS dan CPNS I/a sampai IV/e';
  if (status === 'PPPK')
    return (RANKS_PPPK as readonly string[]).includes(rank) ? undefined : 'Golongan PPPK I sampai XVII';
  return 'Golongan hanya untuk PNS, CPNS, dan PPPK';
}
