import { addMonths, firstDay } from '../domain/month.ts';
import { insertRows } from './bulk-insert.ts';
import type { Story } from './stories.ts';

const YEARS_BEFORE = 5;

/** What stands at the head of the invented offices' papers (setting `kop`, features/reports/letterhead.ts). */
const LETTERHEAD = {
  kota: 'Takar',
  alamat: ['Jalan Contoh Nomor 1, Takar', 'Telepon (0500) 000000 \u00b7 pos-el: umum@takar.example'],
  unit: {
    DPMPTSP: ['Jalan Perizinan Nomor 2, Takar', 'Telepon (0500) 000002 \u00b7 pos-el: dpmptsp@takar.example'],
    SETDA: ['Jalan Pemerintahan Nomor 1, Takar', 'Telepon (0500) 000001 \u00b7 pos-el: setda@takar.example'],
  },
} as const;

/** Letterhead and city of the papers that the demo prints. */
export const letterheadStory: Story = async (tx, { months }) => {
  const since = firstDay(addMonths(months[0], -12 * YEARS_BEFORE));
  await insertRows(tx, 'setting', [{ key: 'kop', value: LETTERHEAD, from_date: since }]);
};
