import { addDays } from '../domain/local-date.ts';
import { dayIn } from '../platform/clock.ts';
import { insertRows } from './bulk-insert.ts';
import type { CastKey } from './cast.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom } from './random.ts';
import { deciderAbove } from './regency.ts';
import type { Story } from './stories.ts';
import { ZONE } from './zone.ts';

interface ToldOrder {
  readonly to: CastKey;
  readonly text: string;
  /** Days from today until it is due; null for none. */
  readonly due: number | null;
  readonly hoursAgo: number;
  readonly state: 'baru' | 'dikerjakan' | 'selesai';
}

const ORDERS: readonly ToldOrder[] = [
  {
    to: 'staf1',
    text: 'Siapkan bahan rapat koordinasi perizinan dengan dinas teknis',
    due: 2,
    hoursAgo: 20,
    state: 'baru',
  },
  {
    to: 'staf1',
    text: 'Rekap permohonan yang belum lengkap bulan lalu',
    due: -1,
    hoursAgo: 130,
    state: 'dikerjakan',
  },
  { to: 'staf2', text: 'Perbarui papan alur pelayanan di loket depan', due: null, hoursAgo: 200, state: 'selesai' },
  { to: 'atasan', text: 'Susun usulan jadwal layanan keliling ke kecamatan', due: 5, hoursAgo: 26, state: 'baru' },
];

/** Tasks that superiors of the cast gave: new ones, one in work, one done. */
export const ordersStory: Story = async (tx, { regency, now }) => {
  const random = randomFrom('orders');
  const today = dayIn(ZONE, now);
  const seats = seated(regency);
  const rows = ORDERS.flatMap(order => {
    const seat = seats.find(each => each.person.cast === order.to);
    const above = seat && deciderAbove(seat.chair, [seat.person]);
    if (!above) return [];
    const at = new Date(now.getTime() - order.hoursAgo * 3_600_000);
    const done = order.state === 'selesai';
    return [
      {
        id: idAt(random, at),
        from_id: above.person.id,
        chair_id: above.chair.id,
        to_id: seat.person.id,
        text: order.text,
        due_on: order.due === null ? null : addDays(today, order.due),
        state: order.state,
        version: order.state === 'baru' ? 1 : 2,
        created_at: at,
        closed_at: done ? new Date(at.getTime() + 48 * 3_600_000) : null,
        told: above.person.name,
      },
    ];
  });
  await insertRows(
    tx,
    'task_order',
    rows.map(({ told: _told, ...row }) => row),
  );
  await insertRows(
    tx,
    'notification',
    rows.map(row => ({
      employee_id: row.to_id,
      kind: 'perintah',
      text: `${row.told} memberi tugas: "${row.text}".`,
      href: `/input-pimpinan/perintah/${row.id}`,
      dedupe: `perintah ${row.id}`,
      created_at: row.created_at,
      read_at: row.closed_at,
    })),
  );
};
