import { dayIn, type Zone } from '../../platform/clock.ts';
import { clock, ended, instant } from '../../platform/render/format.ts';
import type { LastDecision, StepRow } from './entry-queries.ts';

/** What happened to an entry that no longer waits for the step. */
export function sayMoved(row: StepRow, last: LastDecision | undefined, now: Date, zone: Zone): string {
  if (row.status === 'draf')
    return `${ended(`Kegiatan ini sudah ditarik ${row.ownerName}`)} Tidak ada yang perlu diputuskan.`;
  if (row.status === 'dikirim' || last === undefined)
    return `Kegiatan ini dikirim ulang ${row.ownerName} dan menunggu verifikasi.`;
  const { name, at } = last;
  const when = dayIn(zone, at) === dayIn(zone, now) ? `pukul ${clock(at, zone)}` : `pada ${instant(at, zone)}`;
  return `Kegiatan ini sudah diputuskan oleh ${name} ${when}.`;
}
