import { dayOff } from '../domain/calendar/work-calendar.ts';
import { addDays, type LocalDate } from '../domain/local-date.ts';
import { firstDay } from '../domain/month.ts';
import { createEntry } from '../features/activity-log/transition.ts';
import { dayIn } from '../platform/clock.ts';
import type { Tx } from '../platform/database/sql.ts';
import { insertRows } from './bulk-insert.ts';
import type { CastKey } from './cast.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom } from './random.ts';
import type { Scene, Story } from './stories.ts';
import { ZONE } from './zone.ts';

const HOUR_MS = 3_600_000;

/** One of the cast keeps favourites, a note and a helper; days that passed are asked for, one granted and one waiting. */
export const loggingStory: Story = async (tx, scene) => {
  const { regency, now } = scene;
  const random = randomFrom('logging');
  const today = dayIn(ZONE, now);
  const at = (hoursAgo: number): Date => new Date(now.getTime() - hoursAgo * HOUR_MS);
  const seats = seated(regency);
  const seatOf = (key: CastKey) => seats.find(each => each.person.cast === key)!;
  const [owner, helper, colleague, decider] = [
    seatOf('staf3'),
    seatOf('pengelola').person,
    seatOf('staf2').person,
    seatOf('kepegawaian1').person,
  ];
  await insertRows(tx, 'assistance', [
    {
      id: idAt(random, at(200)),
      owner_id: owner.person.id,
      helper_id: helper.id,
      from_date: addDays(today, -8),
      until_date: addDays(today, 60),
      reason: 'HP rusak, menunggu yang baru',
      agreed_at: at(200),
    },
  ]);
  const open = lastWorkday(scene, today);
  const items = await usualItems(tx, owner.person.id, null);
  await insertRows(
    tx,
    'favourite',
    items.slice(0, 2).map(({ id }, index) => ({
      id: idAt(random, at(150)),
      employee_id: owner.person.id,
      item_id: id,
      description: '',
      volume: '1',
      ordinal: index + 1,
    })),
  );
  const [item] = open === undefined ? [] : await usualItems(tx, owner.person.id, open);
  if (open !== undefined && item) {
    await insertRows(tx, 'quick_note', [
      {
        id: idAt(random, at(3)),
        employee_id: owner.person.id,
        work_date: open,
        text: 'Rapat perizinan di aula, lanjut antar berkas ke kecamatan',
        created_at: at(3),
      },
    ]);
    const draft = {
      id: idAt(random, at(2)),
      employeeId: owner.person.id,
      status: 'draf' as const,
      preparedBy: helper.id,
      workDate: open,
      positionId: owner.chair.id,
      payrollUnitId: owner.chair.unit.payrollUnit.id,
      itemId: item.id,
      targetId: null,
      description: 'Menyiapkan berkas pemohon untuk diperiksa',
      volume: null,
      startMinute: null,
      endMinute: null,
      pointsPerUnit: item.points,
      points: 0,
      uncoveredReason: null,
    };
    await createEntry(tx, draft, { at: at(2), requestId: 'demo' });
  }
  const asked = { requested_at: at(26), state: 'diajukan', version: 1 };
  const passed = lastWorkday(scene, addDays(today, -6));
  if (passed === undefined) return;
  await insertRows(tx, 'dispensation', [
    {
      ...asked,
      id: idAt(random, at(26)),
      employee_id: colleague.id,
      work_date: passed,
      cause: 'jaringan',
      explanation: 'Jaringan kantor putus sejak siang, belum sempat mencatat',
      requested_by: colleague.id,
      open_until: null,
      decided_by: null,
      decided_at: null,
    },
    {
      ...asked,
      id: idAt(random, at(50)),
      requested_at: at(50),
      employee_id: owner.person.id,
      work_date: passed,
      cause: 'listrik',
      explanation: 'Listrik padam di kantor dari pukul sepuluh sampai sore',
      requested_by: owner.person.id,
      state: 'disetujui',
      version: 2,
      open_until: addDays(today, 2),
      decided_by: decider.id,
      decided_at: at(30),
    },
  ]);
};

/** The latest working day of the running month, not after a day; undefined where it has none yet. */
function lastWorkday({ months, holidays }: Scene, from: LocalDate): LocalDate | undefined {
  const first = firstDay(months[2]);
  for (let day = from; day >= first; day = addDays(day, -1)) if (dayOff(day, 5, holidays) === undefined) return day;
  return undefined;
}

/** What a person logged most often but not on one day, with the points of the norm. */
async function usualItems(
  tx: Tx,
  employeeId: string,
  notOn: LocalDate | null,
): Promise<{ id: string; points: number }[]> {
  const { rows } = await tx.query<{ id: string; points: number }>(
    `SELECT a.item_id AS id, max(a.points_per_unit)::int AS points FROM activity a JOIN catalogue_item i ON i.id = a.item_id
     WHERE a.employee_id = $1 AND NOT i.open_ended GROUP BY a.item_id, i.code
     HAVING count(*) FILTER (WHERE a.work_date = $2::date) = 0 ORDER BY count(*) DESC, i.code LIMIT 2`,
    [employeeId, notOn],
  );
  return rows;
}
