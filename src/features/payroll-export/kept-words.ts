import { number } from '../../platform/render/format.ts';

/** What is known of the way of approved files to the copies. */
export interface Keeping {
  /** Whether an automatic copy is set up; undefined for an external server, whose own people see to it. */
  readonly copied: boolean | undefined;
  /** Approved runs whose files stand on the page, and of how many of them the copies could bring the files back. */
  readonly runs: number;
  readonly kept: number;
}

/** Whether the files would outlast the machine, for who pays by them; empty where nothing is known of it. */
export function keptWords({ copied, runs, kept }: Keeping): string {
  if (copied === undefined) return '';
  if (!copied) return 'Salinan otomatis belum diatur. Simpan juga berkasnya di tempat lain.';
  if (kept === runs) return 'Tersimpan di tempat salinan.';
  const which = runs === 1 ? 'Belum' : `${number(runs - kept)} unit belum`;
  return `${which} tersimpan di tempat salinan. Biasanya selesai dalam beberapa menit.`;
}
