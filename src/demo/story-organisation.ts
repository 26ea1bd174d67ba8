import { addDays, type LocalDate } from '../domain/local-date.ts';
import { firstDay } from '../domain/month.ts';
import { dayIn } from '../platform/clock.ts';
import type { Tx } from '../platform/database/sql.ts';
import { insertRows } from './bulk-insert.ts';
import { idAt, randomFrom, type Random } from './random.ts';
import type { PlannedChair, PlannedPerson, Regency } from './regency.ts';
import type { Scene, Story } from './stories.ts';
import { SCHOOL_SUPERVISOR } from './units-services.ts';
import { ZONE } from './zone.ts';

const HOUR = 3_600_000;
const LETTER = 'Surat Perintah Bupati Takar (contoh)';
const VALIDATOR_LETTER = 'Keputusan Bupati Takar (contoh) tentang validator kegiatan guru';

/** A post beside one's own chair, from the clock's day on: nobody has decided anything in it yet. */
interface ActingPost {
  readonly kind: 'PLT' | 'PLH' | 'KETUA_TIM';
  /** Code of the chair. */
  readonly chair: string;
  /** Code of the chair of who acts there. */
  readonly by: string;
  /** For how many days. */
  readonly days: number;
}

/** The small demo has the Plh. only; its chairs are in the large one too. */
const POSTS: readonly ActingPost[] = [
  { kind: 'PLH', chair: 'DPMPTSP-B2-1-00', by: 'DPMPTSP-B2-2-00', days: 5 },
  { kind: 'PLT', chair: 'BKPSDM-B2-1-00', by: 'BKPSDM-B2-2-00', days: 90 },
  { kind: 'KETUA_TIM', chair: 'DISKOMINFO-B1-1-00', by: 'DISKOMINFO-B1-1-02', days: 60 },
];
/** Somebody of the finance section works at the counter of the district. */
const ELSEWHERE = { by: 'DISDUKCAPIL-B1-1-01', at: 'KEC-TAKAR-KOTA' };
const DRIVER_UNIT = 'DINKES-P1';

/** What the organisation has beside chairs and their definitive holders: acting posts, letters, a person without NIP. */
export const organisationStory: Story = async (tx, scene) => {
  const random = randomFrom('organisation story');
  const today = dayIn(ZONE, scene.now);
  await writePosts(tx, scene, random, today);
  await writeWorkplace(tx, scene, random, today);
  await writeValidators(tx, scene.regency, today);
  await writeDriver(tx, scene, random);
};

const chairBy = (regency: Regency, code: string): PlannedChair | undefined =>
  regency.chairs.find(chair => chair.code === code);

interface Act {
  readonly person: Pick<PlannedPerson, 'id'>;
  readonly kind: string;
  readonly from: LocalDate;
  readonly positionId: string | null;
  readonly assignmentId: string | null;
}

/** The acts as the personnel office recorded them, an hour before the clock. */
async function writeActs(tx: Tx, { regency, now }: Scene, random: Random, acts: readonly Act[]): Promise<void> {
  const recorder = regency.chairs.find(chair => chair.holder?.cast === 'kepegawaian1')!.holder!;
  const at = new Date(now.getTime() - HOUR);
  await insertRows(
    tx,
    'staff_change',
    acts.map(act => ({
      id: idAt(random, at),
      employee_id: act.person.id,
      kind: act.kind,
      effective_on: act.from,
      position_id: act.positionId,
      assignment_id: act.assignmentId,
      detail: {},
      decree: LETTER,
      open_items: [],
      recorded_by: recorder.id,
      at,
    })),
  );
}

async function writePosts(tx: Tx, scene: Scene, random: Random, today: LocalDate): Promise<void> {
  const posts = POSTS.flatMap(post => {
    const [chair, person] = [chairBy(scene.regency, post.chair), chairBy(scene.regency, post.by)?.holder];
    return chair && person ? [{ ...post, chair, person, id: idAt(random, scene.now) }] : [];
  });
  await insertRows(
    tx,
    'assignment',
    posts.map(post => ({
      id: post.id,
      employee_id: post.person.id,
      position_id: post.chair.id,
      kind: post.kind,
      from_date: today,
      last_date: addDays(today, post.days),
      decree: LETTER,
    })),
  );
  const acts = posts.map(post => ({
    person: post.person,
    kind: post.kind,
    from: today,
    positionId: post.chair.id,
    assignmentId: post.id,
  }));
  await writeActs(tx, scene, random, acts);
}

async function writeWorkplace(tx: Tx, scene: Scene, random: Random, today: LocalDate): Promise<void> {
  const person = chairBy(scene.regency, ELSEWHERE.by)?.holder;
  const unit = scene.regency.units.find(each => each.spec.code === ELSEWHERE.at);
  if (!person || !unit) return;
  await insertRows(tx, 'employee_workplace', [
    { employee_id: person.id, from_date: today, unit_id: unit.id, decree: LETTER },
  ]);
  const act = { person, kind: 'TEMPAT_KERJA', from: today, positionId: null, assignmentId: null };
  await writeActs(tx, scene, random, [act]);
}

/** From the clock's day on a letter names the school supervisor as validator of the schools' teachers. */
async function writeValidators(tx: Tx, regency: Regency, today: LocalDate): Promise<void> {
  const supervisor = regency.chairs.find(chair => chair.spec.title === SCHOOL_SUPERVISOR);
  if (!supervisor) return;
  const teachers = regency.chairs.filter(
    chair =>
      chair.unit.spec.kind === 'SEKOLAH' &&
      chair.superior?.unit.id === chair.unit.id &&
      chair.spec.oneStep === undefined,
  );
  await insertRows(
    tx,
    'position_version',
    teachers.map(chair => ({
      position_id: chair.id,
      from_date: today,
      title: chair.spec.title,
      unit_id: chair.unit.id,
      superior_id: chair.superior?.id ?? null,
      kind: chair.spec.kind,
      echelon: chair.spec.echelon ?? null,
      job_class: chair.spec.jobClass,
      family: chair.spec.family,
      one_step: false,
      validator_id: supervisor.id,
      decree: VALIDATOR_LETTER,
    })),
  );
}

/** A driver of a health centre: no NIP, a NIK that is nobody's, no account yet. */
async function writeDriver(tx: Tx, scene: Scene, random: Random): Promise<void> {
  const head = chairBy(scene.regency, `${DRIVER_UNIT}-00`);
  if (!head) return;
  const from = firstDay(scene.months[2]);
  const [person, chair, assignment] = [1, 2, 3].map(() => idAt(random, scene.now)) as [string, string, string];
  await insertRows(tx, 'position', [{ id: chair, code: `${DRIVER_UNIT}-SOPIR` }]);
  await insertRows(tx, 'position_version', [
    {
      position_id: chair,
      from_date: from,
      title: 'Sopir Ambulans',
      unit_id: head.unit.id,
      superior_id: head.id,
      kind: 'PELAKSANA',
      job_class: 3,
      family: 'umum',
      one_step: true,
      decree: 'Keputusan Kepala Dinas Kesehatan (contoh)',
    },
  ]);
  // Region 00 is no region: the number has the right shape and belongs to nobody.
  await insertRows(tx, 'employee', [{ id: person, nik: '0000001505900001', name: 'Jarot Pelangi' }]);
  await insertRows(tx, 'employee_status', [{ employee_id: person, from_date: from, status: 'NON_ASN' }]);
  await insertRows(tx, 'assignment', [
    { id: assignment, employee_id: person, position_id: chair, kind: 'DEFINITIF', from_date: from, decree: LETTER },
  ]);
  const act = { person: { id: person }, kind: 'MASUK', from, positionId: chair, assignmentId: assignment };
  await writeActs(tx, scene, random, [act]);
}
