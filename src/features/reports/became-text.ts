import type { EntryStatus } from '../../domain/activity/lifecycle.ts';

/**
 * What became of an entry that its month did not count (rulings.md 18), for the slip.
 * @param then how it stood when the month was computed
 * @param now how it stands
 */
export function becameText(then: EntryStatus, now: EntryStatus): string {
  if (now === 'divalidasi') return 'Divalidasi kemudian, masuk sebagai penyesuaian';
  if (now === 'ditolak') return then === 'ditolak' ? 'Tetap ditolak' : 'Ditolak kemudian';
  if (now === 'dikirim' || now === 'diverifikasi') return 'Masih menunggu keputusan';
  return 'Tidak dikirim sampai bulan ditutup';
}
