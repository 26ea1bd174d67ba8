import type { InForce } from '../policies/queries.ts';
import type { Candidate } from './candidate.ts';
import { judgeAlike } from './facts-of-month.ts';
import type { UnitSides } from './unit-tally.ts';

/** What the notes of a simulation rest on. */
export interface Noted {
  readonly candidate: Candidate;
  readonly inForce: InForce;
  /** The decree by which the month is a trial month for somebody; undefined in an ordinary one. */
  readonly decree: string | undefined;
  readonly units: readonly UnitSides[];
}

/** What a reader has to know before the figures, in Indonesian. */
export function notesOf({ candidate, inForce, decree, units }: Noted): string[] {
  const { regulation, failedCases } = candidate;
  const notes: string[] = [];
  if (regulation.version === inForce.version) notes.push('Berkas ini sama persis dengan peraturan yang berlaku.');
  if (failedCases > 0)
    notes.push(
      `${String(failedCases)} contoh hitungan di samping berkas tidak cocok. Periksa dulu sebelum membaca angkanya.`,
    );
  if (!regulation.daily)
    notes.push('Berkas ini tidak memuat bagian harian: batas dan target poin diambil dari peraturan yang berlaku.');
  notes.push(...presenceNotes(regulation, inForce.regulation));
  if (decree !== undefined)
    notes.push(`Bulan ini masa uji coba menurut ${decree}: keduanya dihitung menurut bagian uji_coba masing-masing.`);
  const unpaid = units.filter(unit => unit.paid === null).length;
  if (unpaid > 0)
    notes.push(
      unpaid === units.length
        ? 'Belum ada unit yang TPP-nya disetujui untuk bulan ini: jumlah yang dibayar belum ada.'
        : `${String(unpaid)} unit belum disetujui untuk bulan ini: jumlah yang dibayar tidak memuat unit itu.`,
    );
  return notes;
}

function presenceNotes(candidate: InForce['regulation'], inForce: InForce['regulation']): string[] {
  if (judgeAlike(candidate.attendance, inForce.attendance)) return [];
  if (candidate.attendance === null)
    return [
      'Berkas ini tidak memuat bagian presensi: hasil presensi bulan itu dipakai menurut peraturan yang berlaku.',
    ];
  if (inForce.attendance === null)
    return ['Peraturan yang berlaku tidak memuat bagian presensi: hari presensi bulan itu tidak dinilai.'];
  return [
    'Bagian presensi berkas ini lain daripada yang berlaku. Hari presensi bulan itu dinilai ulang menurut masing-masing dari catatan yang sama; yang tersimpan tidak berubah.',
  ];
}
