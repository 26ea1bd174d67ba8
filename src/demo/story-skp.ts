import { BEHAVIOURS, type Behaviour } from '../domain/skp/behaviour.ts';
import { addMonths, firstDay, month, type Month } from '../domain/month.ts';
import type { LocalDate } from '../domain/local-date.ts';
import { dayIn, instantOf } from '../platform/clock.ts';
import type { Tx } from '../platform/database/sql.ts';
import { insertRows } from './bulk-insert.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom, type Random } from './random.ts';
import { deciderAbove, type Decider, type PlannedChair, type PlannedPerson } from './regency.ts';
import type { Scene, Story } from './stories.ts';
import { ADDITIONAL, indicatorsFor } from './targets.ts';
import { ZONE } from './zone.ts';

interface Target {
  readonly id: string;
  readonly plan_id: string;
  readonly employee_id: string;
  readonly year: number;
  readonly ordinal: number;
  readonly result: string;
}

interface Indicator {
  readonly id: string;
  readonly target_id: string;
  readonly ordinal: number;
  readonly aspect: string;
  readonly indicator: string;
  readonly target_value: string;
  readonly unit_name: string;
}

interface Seat {
  readonly chair: PlannedChair;
  readonly person: PlannedPerson;
  readonly above: Decider | undefined;
}

/** Everybody's SKP: measured, tied to the superior's, approved; one change waits for `atasan`; some months are realised. */
export const skpStory: Story = async (tx, scene) => {
  const random = randomFrom(`skp ${scene.months.join(' ')}`);
  const { rows: targets } = await tx.query<Target & Record<string, unknown>>(
    'SELECT id, plan_id, employee_id, year, ordinal, result FROM skp_target ORDER BY employee_id, year, ordinal',
  );
  const seats = new Map(
    seated(scene.regency).map(({ chair, person }): [string, Seat] => [
      person.id,
      { chair, person, above: deciderAbove(chair, [person]) },
    ]),
  );
  const start = instantOf(ZONE, firstDay(month(`${scene.months[0].slice(0, 4)}-01`)), 9 * 60);
  const indicators = targets.flatMap(target => indicatorsOf(random, target, start));
  await insertRows(tx, 'skp_indicator', indicators);
  await settleTargets(tx, targets, seats);
  await settlePlans(tx, targets, seats);
  await realise(tx, scene, targets, indicators, seats);
  await waitingChange(tx, scene, random, targets, indicators, seats);
};

const indicatorsOf = (random: Random, target: Target, at: Date): Indicator[] =>
  indicatorsFor(target.result).map((each, index) => ({
    id: idAt(random, at),
    target_id: target.id,
    ordinal: index + 1,
    aspect: each.aspect,
    indicator: each.indicator,
    target_value: String(each.target),
    unit_name: each.unit,
  }));

const keyOf = (employeeId: string, year: number): string => `${employeeId} ${String(year)}`;

function byOwner(targets: readonly Target[]): Map<string, Target[]> {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const key = keyOf(target.employee_id, target.year);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return groups;
}

/** Each result supports one of the superior's; those of no post in particular are additional ones. */
async function settleTargets(tx: Tx, targets: readonly Target[], seats: ReadonlyMap<string, Seat>): Promise<void> {
  const groups = byOwner(targets);
  const rows = targets.map(target => {
    const above = seats.get(target.employee_id)?.above;
    const theirs = (above && groups.get(keyOf(above.person.id, target.year))) ?? [];
    const parent = theirs.length === 0 ? undefined : theirs[(target.ordinal - 1) % theirs.length];
    const extra = ADDITIONAL.includes(target.result);
    return { id: target.id, kind: extra ? 'tambahan' : 'utama', parent: extra ? null : (parent?.id ?? null) };
  });
  // What is approved takes no change; these plans are only being made.
  await tx.query('ALTER TABLE skp_target DISABLE TRIGGER skp_target_guard');
  await tx.query(
    `UPDATE skp_target t SET kind = r.kind, parent_target_id = r.parent
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, kind text, parent uuid) WHERE t.id = r.id`,
    [JSON.stringify(rows)],
  );
  await tx.query('ALTER TABLE skp_target ENABLE TRIGGER skp_target_guard');
}

/** Who approved each plan, from which chair, and when: in the first days of the year. */
async function settlePlans(tx: Tx, targets: readonly Target[], seats: ReadonlyMap<string, Seat>): Promise<void> {
  const plans = new Map(targets.map(target => [target.plan_id, target]));
  const rows = [...plans.values()].map(({ plan_id: id, employee_id: owner, year }) => {
    const above = seats.get(owner)?.above;
    const day = (text: string, minute: number): Date =>
      instantOf(ZONE, `${String(year)}-01-${text}` as LocalDate, minute);
    return {
      id,
      owner,
      by: above?.person.id ?? null,
      chair: above?.chair.id ?? null,
      begun: day('05', 9 * 60),
      submitted: day('06', 10 * 60),
      decided: day('08', 14 * 60),
    };
  });
  const json = JSON.stringify(rows);
  const columns = `jsonb_to_recordset($1::jsonb) AS r (id uuid, owner uuid, by uuid, chair uuid, begun timestamptz,
    submitted timestamptz, decided timestamptz)`;
  await tx.query('ALTER TABLE skp_plan DISABLE TRIGGER skp_plan_guard');
  await tx.query(
    `UPDATE skp_plan p SET submitted_at = r.submitted, decided_by = r.by, decided_chair_id = r.chair, decided_at = r.decided,
       created_at = r.begun, version = 4
     FROM ${columns} WHERE p.id = r.id`,
    [json],
  );
  await tx.query('ALTER TABLE skp_plan ENABLE TRIGGER skp_plan_guard');
  await tx.query(
    `INSERT INTO skp_event (plan_id, seq, action, from_state, to_state, actor_id, chair_id, at)
     SELECT r.id, s.seq, s.action, s.from_state, s.to_state, coalesce(CASE WHEN s.seq = 3 THEN r.by END, r.owner),
       CASE WHEN s.seq = 3 THEN r.chair END, CASE s.seq WHEN 1 THEN r.begun WHEN 2 THEN r.submitted ELSE r.decided END
     FROM ${columns}, (VALUES (1, 'buat', NULL, 'draf'), (2, 'ajukan', 'draf', 'diajukan'), (3, 'setujui', 'diajukan', 'disetujui'))
       AS s (seq, action, from_state, to_state)
     WHERE s.seq < 3 OR r.by IS NOT NULL`,
    [json],
  );
}

/** The months of the running year up to the one before last are realised by the cast; last month waits for them. */
async function realise(
  tx: Tx,
  scene: Scene,
  targets: readonly Target[],
  indicators: readonly Indicator[],
  seats: ReadonlyMap<string, Seat>,
): Promise<void> {
  const year = Number(scene.months[2].slice(0, 4));
  const owners = new Map(
    targets.filter(t => t.year === year && seats.get(t.employee_id)?.person.cast !== undefined).map(t => [t.id, t]),
  );
  const random = randomFrom(`realisations ${scene.months.join(' ')}`);
  const months: Month[] = [];
  for (let each = month(`${String(year)}-01`); each <= scene.months[0]; each = addMonths(each, 1)) months.push(each);
  const rows = indicators.flatMap(indicator => {
    const target = owners.get(indicator.target_id);
    if (!target) return [];
    return months.map(each => ({
      indicator_id: indicator.id,
      month: firstDay(each),
      value: monthValue(random, indicator),
      obstacle: random.chance(8) ? 'Jaringan terganggu beberapa hari' : null,
      recorded_by: target.employee_id,
      at: instantOf(ZONE, firstDay(addMonths(each, 1)), 10 * 60),
      evidence_id: idAt(random, instantOf(ZONE, firstDay(addMonths(each, 1)), 10 * 60)),
    }));
  });
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO skp_realisation (indicator_id, month, value, obstacle, recorded_by, at, evidence_id)
     SELECT r.* FROM jsonb_to_recordset($1::jsonb)
       AS r (indicator_id uuid, month date, value numeric, obstacle text, recorded_by uuid, at timestamptz, evidence_id uuid)`,
    [JSON.stringify(rows)],
  );
}

function monthValue(random: Random, { aspect, target_value: target }: Indicator): string {
  if (aspect === 'waktu') return random.pick(['2', '2.5', '3']);
  if (aspect === 'kualitas') return String(random.between(92, 99));
  const twelfth = Math.trunc(Number(target) / 12);
  return String(twelfth + random.between(-1, 1) * Math.trunc(twelfth / 6));
}

const EXPECTED: readonly (readonly [Behaviour, string])[] = [
  ['berorientasi_pelayanan', 'Warga dilayani tanpa menunggu lebih dari lima belas menit'],
  ['akuntabel', 'Setiap berkas tercatat pada hari yang sama'],
];

/** A colleague of `staf1` asks for a change; what the superior expects of the staff is written down. */
async function waitingChange(
  tx: Tx,
  { now }: Scene,
  random: Random,
  targets: readonly Target[],
  indicators: readonly Indicator[],
  seats: ReadonlyMap<string, Seat>,
): Promise<void> {
  const year = Number(dayIn(ZONE, now).slice(0, 4));
  const staff = [...seats.values()].filter(seat => seat.above?.person.cast === 'atasan');
  const ofYear = targets.filter(target => target.year === year);
  const planOf = (seat: Seat): string | undefined => ofYear.find(t => t.employee_id === seat.person.id)?.plan_id;
  const known = EXPECTED.filter(([code]) => Object.hasOwn(BEHAVIOURS, code));
  await insertRows(
    tx,
    'skp_behaviour',
    staff.flatMap(seat => {
      const plan = planOf(seat);
      return plan === undefined
        ? []
        : known.map(([behaviour, expectation]) => ({ plan_id: plan, behaviour, expectation }));
    }),
  );
  const asking = staff.find(seat => seat.person.cast === undefined);
  const plan = asking && planOf(asking);
  if (!asking || plan === undefined) return;
  const at = new Date(now.getTime() - 26 * 3_600_000);
  const id = idAt(random, at);
  const own = ofYear.filter(target => target.plan_id === plan);
  await insertRows(tx, 'skp_plan', [
    {
      id,
      employee_id: asking.person.id,
      year,
      revision: 2,
      position_id: asking.chair.id,
      from_date: `${String(year)}-01-01`,
      until_date: `${String(year)}-12-31`,
      state: 'diajukan',
      version: 3,
      submitted_at: at,
      supersedes_id: plan,
      created_at: at,
    },
  ]);
  const copies = own.map(target => ({ from: target, id: idAt(random, at) }));
  await insertRows(
    tx,
    'skp_target',
    copies.map(({ from, id: copy }) => ({
      id: copy,
      plan_id: id,
      employee_id: from.employee_id,
      year,
      ordinal: from.ordinal,
      kind: ADDITIONAL.includes(from.result) ? 'tambahan' : 'utama',
      result: from.ordinal === 1 ? `${from.result}, termasuk layanan keliling` : from.result,
      origin_id: from.id,
    })),
  );
  await insertRows(
    tx,
    'skp_indicator',
    copies.flatMap(({ from, id: copy }) =>
      indicators
        .filter(row => row.target_id === from.id)
        .map(row => ({ ...row, id: idAt(random, at), target_id: copy, origin_id: row.id })),
    ),
  );
  await tx.query(
    `UPDATE skp_target t SET parent_target_id = o.parent_target_id FROM skp_target o WHERE t.plan_id = $1 AND o.id = t.origin_id`,
    [id],
  );
  await tx.query(
    `INSERT INTO skp_event (plan_id, seq, action, from_state, to_state, actor_id, at)
     VALUES ($1, 1, 'buat', NULL, 'draf', $2, $3), ($1, 2, 'ajukan', 'draf', 'diajukan', $2, $3)`,
    [id, asking.person.id, at],
  );
}
