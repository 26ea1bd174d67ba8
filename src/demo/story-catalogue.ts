import { addDays } from '../domain/local-date.ts';
import { dayIn } from '../platform/clock.ts';
import { insertRows } from './bulk-insert.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom } from './random.ts';
import type { PlannedPerson } from './regency.ts';
import type { Scene, Story } from './stories.ts';
import { ZONE } from './zone.ts';

const HOUR_MS = 3_600_000;
const DAYS_TO_ANSWER = 7;

interface Wish {
  readonly name: string;
  readonly unit: string;
  readonly minutes: number;
  readonly reason: string;
  /** Hours before the demo's moment. */
  readonly age: number;
  /** Code of the item that answered it, or a refusal in words; neither while it waits. */
  readonly item?: string;
  readonly refusal?: string;
}

const WISHES: readonly Wish[] = [
  {
    name: 'Membimbing siswa magang',
    unit: 'siswa',
    minutes: 30,
    reason: 'Setiap triwulan ada tiga siswa magang yang dibimbing di ruang kami',
    age: 30,
  },
  {
    name: 'Menata tempat pasar murah',
    unit: 'kegiatan',
    minutes: 90,
    reason: 'Pasar murah diadakan tiap bulan dan belum ada di katalog',
    age: 24 * 9,
  },
  {
    name: 'Membuat surat undangan',
    unit: 'surat',
    minutes: 25,
    reason: 'Saya membuat undangan rapat hampir setiap hari',
    age: 24 * 12,
    item: 'UMUM-10',
  },
  {
    name: 'Menunggu tamu di lobi',
    unit: 'jam',
    minutes: 60,
    reason: 'Kadang tamu datang terlambat dari jadwalnya',
    age: 24 * 15,
    refusal: 'Menunggu belum menghasilkan sesuatu. Catat penerimaan tamunya setelah tamu datang',
  },
];

/** Items that people asked for: two wait, one of them late; one existed already; one was refused. And everybody's phone. */
export const catalogueStory: Story = async (tx, scene) => {
  const random = randomFrom('catalogue proposals');
  const people = seated(scene.regency).map(({ person }) => person);
  const steward = people.find(person => person.cast === 'kepegawaian1')!;
  const askers = people.filter(person => person.cast === 'staf1' || person.cast === 'staf_lain');
  await insertRows(
    tx,
    'catalogue_proposal',
    WISHES.map((wish, index) =>
      proposalRow(wish, askers[index % askers.length]!, steward, scene, idAt(random, scene.now)),
    ),
  );
  // No operator gives out 0840: the numbers are nobody's.
  await tx.query(
    `UPDATE employee e SET phone = '0840-' || lpad((n.place / 10000)::text, 4, '0') || '-' || lpad((n.place % 10000)::text, 4, '0')
     FROM (SELECT id, row_number() OVER (ORDER BY nip) AS place FROM employee WHERE nip IS NOT NULL) n
     WHERE n.id = e.id AND e.phone IS NULL`,
  );
};

function proposalRow(wish: Wish, by: PlannedPerson, steward: PlannedPerson, scene: Scene, id: string): object {
  const created = new Date(scene.now.getTime() - wish.age * HOUR_MS);
  const answered = wish.item !== undefined || wish.refusal !== undefined;
  return {
    id,
    proposed_by: by.id,
    name: wish.name,
    unit_name: wish.unit,
    minutes_per_unit: wish.minutes,
    reason: wish.reason,
    state: wish.item === undefined ? (wish.refusal === undefined ? 'menunggu' : 'ditolak') : 'digabung',
    due_on: addDays(dayIn(ZONE, created), DAYS_TO_ANSWER),
    answer: wish.refusal ?? null,
    item_id: wish.item === undefined ? null : (scene.itemIds.get(wish.item) ?? null),
    answered_by: answered ? steward.id : null,
    answered_at: answered ? new Date(created.getTime() + 48 * HOUR_MS) : null,
    version: answered ? 2 : 1,
    created_at: created,
  };
}
