import { dayPoints } from '../../domain/activity/day-points.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { dateShort, number } from '../../platform/render/format.ts';
import type { Flash } from '../../platform/render/shell.ts';
import { afterSending } from './judgement.ts';
import { paths } from './paths.ts';
import type { Done } from './service.ts';

/** What is said after an entry was saved or sent (ux.md, keg.tersimpan and keg.draf). */
export async function savedFlash(deps: Deps, employeeId: string, done: Done, savedForm: string): Promise<Flash> {
  const again = { href: paths.createOn(done.workDate), label: 'Catat lagi' };
  if (done.status !== 'dikirim') {
    const text =
      done.status === 'draf'
        ? 'Draf disimpan. Draf belum dihitung sampai Anda kirim.'
        : 'Perubahan disimpan. Kirim lagi supaya dihitung.';
    return { kind: 'berhasil', text, links: [again], savedForm };
  }
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const { positionId, workDate } = done;
  const { recipient, entries } = await afterSending(deps.pool, { employeeId, positionId, today, workDate });
  const { counted } = dayPoints(entries, done.cap);
  const to = recipient === null ? 'Kegiatan dikirim.' : `Kegiatan dikirim ke ${recipient}.`;
  const day = workDate === today ? 'hari ini' : dateShort(workDate);
  const points = done.target > 0 ? `${number(counted)} dari ${number(done.target)}` : number(counted);
  return { kind: 'berhasil', text: `${to} Poin ${day} ${points}.`, links: [again], savedForm };
}
