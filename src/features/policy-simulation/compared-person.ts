import type { Facts } from './facts-of-month.ts';
import type { Outcome } from './outcome.ts';

/** Somebody on the roster of the simulated month. */
export interface SimulatedPerson {
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly position: string;
  /** The payroll unit's code. */
  readonly unit: string;
  readonly jobClass: string;
  readonly kind: string;
  readonly echelon: string;
  readonly status: string;
}

/** One person's month by both regulations, with the facts each was computed from. */
export interface ComparedPerson {
  readonly person: SimulatedPerson;
  readonly inForce: Outcome;
  readonly candidate: Outcome;
  readonly factsInForce: Facts;
  readonly factsCandidate: Facts;
}

/** The person's own attributes, out of facts by source. */
export const personOf = (employeeId: string, facts: Facts): SimulatedPerson => ({
  employeeId,
  nip: facts['pegawai.nip'] ?? '',
  name: facts['pegawai.nama'] ?? '',
  position: facts['jabatan.nama'] ?? '',
  unit: facts['unit.kode'] ?? '',
  jobClass: facts['pegawai.kelas'] ?? '',
  kind: facts['jabatan.jenis'] ?? '',
  echelon: facts['jabatan.eselon'] ?? '',
  status: facts['pegawai.status'] ?? '',
});

/** The order in which people are taken: unit, NIP, and for those without one the id. */
export function byUnitAndNip(a: SimulatedPerson, b: SimulatedPerson): number {
  if (a.unit !== b.unit) return a.unit < b.unit ? -1 : 1;
  if (a.nip !== b.nip) return a.nip < b.nip ? -1 : 1;
  if (a.employeeId === b.employeeId) return 0;
  return a.employeeId < b.employeeId ? -1 : 1;
}

/** Net by the candidate less net by the version in force, in whole rupiah; null where one of them gives no amount. */
export const changeOf = ({ inForce, candidate }: ComparedPerson): bigint | null =>
  inForce.ok && candidate.ok ? candidate.sum.net - inForce.sum.net : null;
