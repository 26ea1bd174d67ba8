import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { holdersOf, nextChair, seatOn, type Chair, type Holder, type Seat } from '../organisation/queries.ts';

/** One step above a person today: the chair, who holds it and how, and why it is this one. */
export interface Above {
  readonly chair: Chair;
  /** Titles of the chairs that were climbed over because nobody holds them. */
  readonly vacant: readonly string[];
}

/** A person's own superiors today (rulings.md 8, 9). */
export interface Superiors {
  readonly seat: Seat;
  readonly direct: Above | undefined;
  /** Decides alone: there is no second step. */
  readonly oneStep: boolean;
  readonly next: Above | undefined;
  /** The second step stands by a letter that names this chair. */
  readonly byLetter: boolean;
}

const CLIMBED = prepared(
  'orders.climbed',
  `WITH RECURSIVE up AS (
     SELECT CASE WHEN $4::boolean THEN $1::uuid ELSE (SELECT v.superior_id FROM position_version v WHERE v.position_id = $1
       AND v.from_date <= $3 ORDER BY v.from_date DESC LIMIT 1) END AS chair, 1 AS depth
     UNION ALL
     SELECT (SELECT v.superior_id FROM position_version v WHERE v.position_id = u.chair AND v.from_date <= $3
             ORDER BY v.from_date DESC LIMIT 1), u.depth + 1
     FROM up u WHERE u.chair IS NOT NULL AND u.chair <> $2 AND u.depth < 30
   )
   SELECT (SELECT v.title FROM position_version v WHERE v.position_id = u.chair AND v.from_date <= $3
           ORDER BY v.from_date DESC LIMIT 1) AS title
   FROM up u WHERE u.chair IS NOT NULL AND u.chair <> $2 ORDER BY u.depth`,
);

/** The chairs from `start` up to `reached` that were passed over. `from` says whether `start` itself is the first of them. */
async function climbed(
  sql: Sql,
  asked: { readonly start: string; readonly reached: string; readonly day: LocalDate; readonly from: boolean },
): Promise<string[]> {
  const { rows } = await sql.query<{ title: string }>(CLIMBED, [asked.start, asked.reached, asked.day, asked.from]);
  return rows.map(row => row.title);
}

const SECOND = prepared(
  'orders.second',
  `SELECT takar_named_validator($1, $3) AS named,
     CASE WHEN takar_named_validator($1, $3) IS NULL THEN takar_chair_above($2, $4::uuid[], $3)
          ELSE takar_chair_from(takar_named_validator($1, $3), $4::uuid[], $3) END AS chair`,
);

/** Who leads, and who is above that, on a day; undefined without a definitive chair. At most seven statements. */
export async function superiorsOf(sql: Sql, employeeId: string, day: LocalDate): Promise<Superiors | undefined> {
  const seat = await seatOn(sql, employeeId, day);
  if (!seat) return undefined;
  const start = seat.positionId;
  const chair = await nextChair(sql, start, [employeeId], day);
  if (!chair) return { seat, direct: undefined, oneStep: seat.oneStep, next: undefined, byLetter: false };
  const direct = { chair, vacant: await climbed(sql, { start, reached: chair.positionId, day, from: false }) };
  if (seat.oneStep) return { seat, direct, oneStep: true, next: undefined, byLetter: false };
  const excluded = [employeeId, ...chair.holders.slice(0, 1).map(holder => holder.employeeId)];
  const { rows } = await sql.query<{ named: string | null; chair: string | null }>(SECOND, [
    start,
    chair.positionId,
    day,
    excluded,
  ]);
  const { named = null, chair: second = null } = rows[0] ?? {};
  if (second === null) return { seat, direct, oneStep: false, next: undefined, byLetter: named !== null };
  const found = (await holdersOf(sql, [second], day)).get(second);
  const vacant = await climbed(sql, {
    start: named ?? chair.positionId,
    reached: second,
    day,
    from: named !== null,
  });
  const next = found && { chair: { ...found, holders: others(found.holders, excluded) }, vacant };
  return { seat, direct, oneStep: false, next, byLetter: named !== null };
}

const others = (holders: readonly Holder[], excluded: readonly string[]): Holder[] =>
  holders.filter(holder => !excluded.includes(holder.employeeId));

/** What a person has reported about their own data, and what became of it. */
export interface Report {
  readonly id: string;
  readonly message: string;
  readonly state: 'baru' | 'selesai' | 'ditolak';
  readonly answer: string | null;
  readonly at: Date;
}

const REPORTS = prepared(
  'orders.reports',
  `SELECT id, message, state, answer, created_at AS at FROM data_report
   WHERE employee_id = $1 AND about = 'atasan' ORDER BY created_at DESC, id DESC LIMIT 5`,
);

export async function reportsAboutSuperior(sql: Sql, employeeId: string): Promise<Report[]> {
  const { rows } = await sql.query<Report & Record<string, unknown>>(REPORTS, [employeeId]);
  return rows;
}
