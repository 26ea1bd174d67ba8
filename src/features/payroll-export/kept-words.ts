import { number } from '../../platform/render/format.ts';
import type { KeptStanding } from './log-mark.ts';

/** What is known of the way of the approved files to the copies. */
export interface Keeping extends KeptStanding {
  /** Whether an automatic copy is set up; undefined for an external server, whose own people see to it. */
  readonly copied: boolean | undefined;
}

/** Whether the files would outlast the machine, for who pays by them; empty where nothing is known of it. */
export function keptWords({ copied, marked, kept }: Keeping): string {
  if (copied === false) return 'Salinan otomatis belum diatur. Simpan juga berkasnya di tempat lain.';
  if (marked === 0) return '';
  if (kept === marked) return 'Tersimpan di tempat salinan.';
  const which = marked === 1 ? 'Belum' : `${number(marked - kept)} unit belum`;
  return `${which} tersimpan di tempat salinan. Biasanya selesai dalam dua menit.`;
}
