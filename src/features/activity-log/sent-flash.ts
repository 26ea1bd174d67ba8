import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { dateShort, ended, number } from '../../platform/render/format.ts';
import type { Flash } from '../../platform/render/shell.ts';
import type { Done } from './entry-writer.ts';
import { paths } from './paths.ts';

/** What is said after an entry was saved or sent (ux.md, keg.tersimpan and keg.draf). */
export function savedFlash(deps: Deps, done: Done, savedForm: string): Flash {
  const again = { href: paths.createOn(done.workDate), label: 'Catat lagi' };
  if (done.status !== 'dikirim') {
    const text =
      done.status === 'draf'
        ? 'Draf disimpan. Draf belum dihitung sampai Anda kirim.'
        : 'Perubahan disimpan. Kirim lagi supaya dihitung.';
    return { kind: 'berhasil', text, links: [again], savedForm };
  }
  const to = done.recipient === null ? 'Kegiatan dikirim.' : ended(`Kegiatan dikirim ke ${done.recipient}`);
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const day = done.workDate === today ? 'hari ini' : dateShort(done.workDate);
  const points = done.target > 0 ? `${number(done.counted)} dari ${number(done.target)}` : number(done.counted);
  return { kind: 'berhasil', text: `${to} Poin ${day} ${points}.`, links: [again], savedForm };
}
