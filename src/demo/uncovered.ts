import { CATALOGUE } from './catalogue.ts';
import type { Random } from './random.ts';
import type { Stretch } from './working-day.ts';

/** The item for work that no other covers. */
const OPEN_ITEM = CATALOGUE.find(item => item.openEnded)!;

/** What some people did that the catalogue does not know yet, and why they say so. */
const TOLD: readonly (readonly [description: string, reason: string])[] = [
  ['Menata kursi dan tenda di lapangan untuk pasar murah', 'Menata tempat pasar murah belum ada di katalog'],
  ['Menata tenda dan kursi lapangan untuk pasar murah', 'Belum ada aktivitas untuk pasar murah'],
  ['Memandu siswa magang mengenal tugas unit', 'Membimbing siswa magang belum ada di katalog'],
  ['Memandu siswa magang menyusun laporan', 'Membimbing siswa magang belum ada di katalog'],
  ['Menemani tim juri menilai kebersihan kantor', 'Hanya setahun sekali, belum ada di katalog'],
];

/** The same stretch of work, logged outside the catalogue: a point for each minute, with the reason. */
export function outsideCatalogue(random: Random, stretch: Stretch): Stretch {
  const length = Math.min(stretch.end - stretch.start, OPEN_ITEM.maxPerDay);
  const [description, uncoveredReason] = random.pick(TOLD);
  return {
    item: OPEN_ITEM,
    start: stretch.start,
    end: stretch.start + length,
    volume: String(length),
    points: length * OPEN_ITEM.points,
    description,
    uncoveredReason,
  };
}
