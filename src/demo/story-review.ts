import { positionLevel } from '../domain/position-level.ts';
import { addDays, localDate } from '../domain/local-date.ts';
import { firstDay } from '../domain/month.ts';
import { dayIn } from '../platform/clock.ts';
import type { Tx } from '../platform/database/sql.ts';
import { idAt, randomFrom } from './random.ts';
import type { PlannedChair } from './regency.ts';
import type { Scene, Story } from './stories.ts';
import { ZONE } from './zone.ts';

const OWNER_SAYS =
  'Saya hadir di rapat itu hanya lima belas menit untuk menyerahkan berkas, lalu kembali mengerjakan kegiatan ini.';
const REFUSER_SAYS = 'Daftar hadir rapat memuat namanya sampai selesai. Hasil kegiatan ini belum saya lihat.';
const DECIDER_SAYS = 'Hasil kegiatannya tidak bisa ditunjukkan, dan daftar hadir rapat ditandatangani sampai selesai.';
const ANSWER_DAYS = 14;

interface Refusal extends Record<string, unknown> {
  readonly id: string;
  readonly work_date: string;
  readonly employee_id: string;
  readonly refused_by: string;
  readonly chair_id: string;
  readonly at: Date;
}

/** A refused entry of the running month with one objection that waits and one that was decided; a delegation that is over. */
export const reviewStory: Story = async (tx, scene) => {
  const waiting = await refusalOf(tx, scene, 'staf2');
  if (waiting) await object(tx, scene, waiting, false);
  const decided = await refusalOf(tx, scene, 'staf3');
  if (decided) await object(tx, scene, decided, true);
  await delegate(tx, scene);
};

async function refusalOf(tx: Tx, { regency, months }: Scene, key: string): Promise<Refusal | undefined> {
  const owner = regency.chairs.find(chair => chair.holder?.cast === key)?.holder;
  if (!owner) return undefined;
  const { rows } = await tx.query<Refusal>(
    `SELECT a.id, a.work_date, a.employee_id, e.actor_id AS refused_by, e.chair_id, e.at
     FROM activity a JOIN activity_event e ON e.activity_id = a.id AND e.action = 'tolak'
     WHERE a.employee_id = $1 AND a.status = 'ditolak' AND a.work_date >= $2 ORDER BY a.id DESC LIMIT 1`,
    [owner.id, firstDay(months[2])],
  );
  return rows[0];
}

const OBJECT = `INSERT INTO objection (id, activity_id, work_date, owner_id, refused_by, start_chair_id, excluded, reason, filed_at, due_on)
  VALUES ($1, $2, $3, $4, $5, $6, $7::uuid[], $8, $9, $10)`;
const SAY = `INSERT INTO objection_statement (objection_id, author_id, part, text, at) VALUES ($1, $2, 'penolak', $3, $4)`;
const DECIDE = `UPDATE objection SET state = 'ditolak', version = 2, decided_by = $2, decided_chair_id = $3, decided_at = $4,
  decision_reason = $5 WHERE id = $1`;

async function object(tx: Tx, scene: Scene, refusal: Refusal, settled: boolean): Promise<void> {
  const { now, regency } = scene;
  const since = now.getTime() - refusal.at.getTime();
  const moment = (part: number): Date => new Date(refusal.at.getTime() + Math.trunc((since * part) / 10));
  const filedAt = moment(3);
  const id = idAt(randomFrom(`objection ${refusal.id}`), filedAt);
  const parties = [refusal.employee_id, refusal.refused_by];
  const validator = chairAbove(regency.chairs, refusal.chair_id, parties)?.holder;
  const excluded = validator ? [...parties, validator.id] : parties;
  await tx.query(OBJECT, [
    id,
    refusal.id,
    refusal.work_date,
    refusal.employee_id,
    refusal.refused_by,
    refusal.chair_id,
    excluded,
    OWNER_SAYS,
    filedAt,
    addDays(dayIn(ZONE, filedAt), ANSWER_DAYS),
  ]);
  if (!settled) return;
  await tx.query(SAY, [id, refusal.refused_by, REFUSER_SAYS, moment(5)]);
  const decider = chairAbove(regency.chairs, refusal.chair_id, excluded);
  if (decider?.holder) await tx.query(DECIDE, [id, decider.holder.id, decider.id, moment(8), DECIDER_SAYS]);
}

function chairAbove(
  chairs: readonly PlannedChair[],
  start: string,
  excluded: readonly string[],
): PlannedChair | undefined {
  let chair = chairs.find(each => each.id === start)?.superior ?? null;
  while (chair !== null && (chair.holder === undefined || excluded.includes(chair.holder.id))) chair = chair.superior;
  return chair ?? undefined;
}

/** A head outside the cast was away for five days of last month; a colleague of the same height stood in. */
async function delegate(tx: Tx, { regency, months }: Scene): Promise<void> {
  const leads = (chair: PlannedChair): boolean => regency.chairs.some(each => each.superior?.id === chair.id);
  const level = (chair: PlannedChair): number =>
    positionLevel({ kind: chair.spec.kind, echelon: chair.spec.echelon ?? null });
  const heads = regency.chairs.filter(
    chair =>
      chair.holder !== undefined && chair.holder.cast === undefined && chair.spec.kind === 'PENGAWAS' && leads(chair),
  );
  for (const giver of heads) {
    const standIn = heads.find(
      each =>
        each.id !== giver.id && each.unit.payrollUnit.id === giver.unit.payrollUnit.id && level(each) >= level(giver),
    );
    if (!standIn?.holder || !giver.holder) continue;
    const from = localDate(`${months[1]}-10`);
    const until = addDays(from, 4);
    const at = new Date(`${addDays(from, -1)}T02:00:00Z`);
    const random = randomFrom(`delegation ${giver.code}`);
    const id = idAt(random, at);
    const decree = `800.1.11/${giver.code}/SPT/${months[1].slice(0, 4)}`;
    await tx.query(
      `INSERT INTO assignment (id, employee_id, position_id, kind, from_date, last_date, decree)
       VALUES ($1, $2, $3, 'DELEGASI', $4, $5, $6)`,
      [id, standIn.holder.id, giver.id, from, until, decree],
    );
    await tx.query(
      `INSERT INTO staff_change (id, employee_id, kind, effective_on, position_id, assignment_id, detail, decree, recorded_by, at)
       VALUES ($1, $2, 'DELEGASI', $3, $4, $5, $6, $7, $8, $9)`,
      [
        idAt(random, at),
        standIn.holder.id,
        from,
        giver.id,
        id,
        JSON.stringify({ alasan: 'dinas_luar', selesai: until, pemberi: giver.holder.id }),
        decree,
        giver.holder.id,
        at,
      ],
    );
    return;
  }
}
