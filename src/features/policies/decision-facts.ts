/*
 * What of a month's entries came to each superior, as of the close (docs/policy/format.md, "What the product makes"). SQL over
 * the roster `r` and the parameters of `factsStatement`, with `asked` for the moment and the limit. Whose step an entry is comes
 * from the same walks as the queue (src/features/review/access.ts), with what belongs to pay beside: a delegate is not held to
 * account for the giver's entries, nor a holder while a Plh. sits in the chair, and nobody for days before they came to it.
 */

/** Steps as they wait: by the chair they start at, and who may not take them. */
const WAITING = [
  {
    status: 'dikirim',
    named: 'false',
    start: 't.position_id',
    when: 'true',
    excluded: 'ARRAY[t.employee_id]',
    since: 't.sent_at',
    sinceThen: 't.sent_at',
  },
  {
    status: 'diverifikasi',
    named: 'false',
    start: 't.verified_chair_id',
    when: 't.validator_chair_id IS NULL',
    excluded: 'ARRAY[t.employee_id, t.verified_by]',
    since: 't.updated_at',
    sinceThen: 'e.at',
  },
  {
    status: 'diverifikasi',
    named: 'true',
    start: 't.validator_chair_id',
    when: 'true',
    excluded: 'ARRAY[t.employee_id, t.verified_by]',
    since: 't.updated_at',
    sinceThen: 'e.at',
  },
] as const;

type Step = (typeof WAITING)[number];

const IN_MONTH = 't.work_date BETWEEN $1::date AND $5::date';
const isMine = ({ start, named, when, excluded }: Step): string =>
  `${start} = p.position_id AND p.named = ${named} AND ${when} AND p.passed <@ ${excluded} AND p.employee_id <> ALL (${excluded})`;

/**
 * Where a few people are asked for, as by the page of one, their chairs lead to what waits at them (the indexes of waiting entries);
 * where a regency or a unit is, the month is read once for everybody. A question without names is about many.
 */
const FEW = 'coalesce(cardinality($3::uuid[]) <= 20, false)';

/** OFFSET 0: chair by chair, by the index, whatever the planner thinks of the month's size. */
const waitsNow = (step: Step): string => `SELECT p.employee_id, p.at, p.held_from, t.id AS activity_id, ${step.since} AS since
    FROM reach p JOIN activity t ON ${isMine(step)}
    WHERE NOT ${FEW} AND ${IN_MONTH} AND t.status = '${step.status}' AND t.updated_at <= p.at
    UNION ALL
    SELECT p.employee_id, p.at, p.held_from, t.id, ${step.since}
    FROM reach p CROSS JOIN LATERAL (SELECT * FROM activity w
      WHERE w.${step.start.slice('t.'.length)} = p.position_id AND w.status = '${step.status}'
        AND w.work_date BETWEEN $1::date AND $5::date OFFSET 0) t
    WHERE ${FEW} AND ${isMine(step)} AND t.updated_at <= p.at`;

/** An entry of a closed month that was decided since: as its history says it stood. */
const waitedThen = (step: Step): string => `SELECT p.employee_id, p.at, p.held_from, t.id, ${step.sinceThen}
    FROM reach p JOIN activity t ON ${isMine(step)}
    JOIN LATERAL (SELECT k.to_status, k.at FROM activity_event k
      WHERE k.activity_id = t.id AND k.entry_month = date_trunc('month', uuid_extract_timestamp(t.id) AT TIME ZONE 'UTC')::date
        AND k.at <= p.at ORDER BY k.seq DESC LIMIT 1) e ON e.to_status = '${step.status}'
    WHERE (SELECT x.since FROM changed x) IS NOT NULL AND ${IN_MONTH} AND p.closed AND t.updated_at > p.at`;

const HOLDS = (held: string): string =>
  `${held}.from_date <= c.day AND (${held}.last_date IS NULL OR ${held}.last_date >= c.day)`;

/** The regency's zone on the month's last day ($5), in which days of authority are judged; as `readRegency` reads it. */
export const ZONE_AT_END = `coalesce((SELECT z.value #>> '{}' FROM setting z WHERE z.key = 'zone' AND z.from_date <= $5::date
    ORDER BY z.from_date DESC, z.id DESC LIMIT 1), 'Asia/Jakarta')`;

/** CTEs, each after those it reads. A month that is closed is looked at as it stood at its close, whenever it is asked for. */
export const DECISION_CTES = {
  closing: `closing AS (
  SELECT u.payroll_unit_id, q.closed_at IS NOT NULL AS closed, m.at, (m.at AT TIME ZONE k.zone)::date AS day
  FROM (SELECT DISTINCT payroll_unit_id FROM roster) u CROSS JOIN asked k
  LEFT JOIN LATERAL (SELECT x.closed_at FROM payroll_run x WHERE x.payroll_unit_id = u.payroll_unit_id AND x.month = $1::date
    AND x.kind = 'TPP' AND x.state <> 'DIBATALKAN' ORDER BY x.revision DESC LIMIT 1) q ON true
  CROSS JOIN LATERAL (SELECT coalesce(q.closed_at, k.at, ($5::date + 1)::timestamp AT TIME ZONE k.zone) AS at) m
)`,
  // Since when entries of closed months among these may have been decided on; nothing where none is closed.
  changed: 'changed AS (SELECT min(c.at) AS since FROM closing c WHERE c.closed)',
  // Chairs at or above which anything of the month waits, or waited at a close, in the tree of any day: the others are not asked. Of a
  // few people all are asked.
  pending: `pending AS MATERIALIZED (
  WITH RECURSIVE start AS (
    SELECT t.position_id, t.verified_chair_id, t.validator_chair_id FROM activity t
    WHERE NOT ${FEW} AND ${IN_MONTH} AND t.status = 'dikirim'
    UNION ALL
    SELECT t.position_id, t.verified_chair_id, t.validator_chair_id FROM activity t
    WHERE NOT ${FEW} AND ${IN_MONTH} AND t.status = 'diverifikasi'
    UNION ALL
    SELECT t.position_id, t.verified_chair_id, t.validator_chair_id FROM activity t
    WHERE NOT ${FEW} AND (SELECT x.since FROM changed x) IS NOT NULL AND ${IN_MONTH} AND t.updated_at > (SELECT x.since FROM changed x)
  ), up AS (
    SELECT k.chair FROM start s CROSS JOIN LATERAL (VALUES (s.position_id), (s.verified_chair_id), (s.validator_chair_id)) k (chair)
    WHERE k.chair IS NOT NULL
    UNION
    SELECT v.superior_id FROM up u JOIN position_version v ON v.position_id = u.chair WHERE v.superior_id IS NOT NULL
  )
  SELECT chair FROM up
)`,
  leader: `leader AS MATERIALIZED (
  SELECT r.employee_id, c.at, c.day, c.closed, h.position_id AS chair_id, h.from_date AS held_from
  FROM roster r JOIN closing c ON c.payroll_unit_id = r.payroll_unit_id
  JOIN assignment h ON h.employee_id = r.employee_id AND h.kind IN ('DEFINITIF', 'PLT', 'PLH') AND ${HOLDS('h')}
  WHERE (${FEW} OR h.position_id IN (SELECT q.chair FROM pending q))
    AND (h.kind <> 'DEFINITIF' OR NOT EXISTS (SELECT 1 FROM assignment d WHERE d.position_id = h.position_id
      AND d.kind = 'PLH' AND d.employee_id <> h.employee_id AND ${HOLDS('d')}))
)`,
  reach: `reach AS MATERIALIZED (
  SELECT l.employee_id, l.at, l.closed, l.held_from, s.named, s.position_id, s.passed
  FROM leader l CROSS JOIN LATERAL (
    SELECT false AS named, b.position_id, b.chair_id, b.passed FROM takar_steps_below(l.employee_id, l.day) b
    UNION ALL
    SELECT true, b.position_id, b.chair_id, b.passed FROM takar_steps_at(l.employee_id, l.day) b) s
  WHERE s.chair_id = l.chair_id
)`,
  left_step: `left_step AS (
  SELECT w.employee_id, w.activity_id,
    coalesce(max(greatest(ceil(extract(epoch FROM w.at - greatest(w.since, w.held_from::timestamp AT TIME ZONE k.zone)) / 86400) - k.days, 0)), 0) AS late_days
  FROM (${WAITING.flatMap(step => [waitsNow(step), waitedThen(step)]).join('\n    UNION ALL ')}) w CROSS JOIN asked k
  GROUP BY w.employee_id, w.activity_id
)`,
  taken_step: `taken_step AS (
  SELECT e.actor_id AS employee_id, e.activity_id, 0::numeric AS late_days
  FROM roster r JOIN closing c ON c.payroll_unit_id = r.payroll_unit_id
  JOIN activity_event e ON e.actor_id = r.employee_id AND e.part IN ('verifikator', 'validator')
    AND e.action IN ('setujui', 'kembalikan', 'tolak') AND e.at <= c.at
    AND e.entry_month BETWEEN date_trunc('month', ($1::date - 40)::timestamp)::date AND $5::date + 100
  JOIN activity t ON t.id = e.activity_id
  WHERE ${IN_MONTH}
)`,
} as const;

/** The facts, by source, over `s`: every entry that came to the person, once for each way it came. */
export const DECISION_FACTS = {
  name: 'further_decisions',
  reads: ['closing', 'changed', 'pending', 'leader', 'reach', 'left_step', 'taken_step'],
  from: `(SELECT * FROM left_step UNION ALL SELECT * FROM taken_step) s GROUP BY s.employee_id`,
  facts: {
    'bawahan.entri': { is: 'count(DISTINCT s.activity_id)::text', none: '0' },
    'bawahan.entri_terlewat': { is: 'count(*) FILTER (WHERE s.late_days > 0)::text', none: '0' },
    'bawahan.hari_terlewat': { is: 'sum(s.late_days)::text', none: '0' },
  },
} as const;

/**
 * True where one of the superiors signed entry `t` later than the limit after it had come to that superior. What an objection made
 * count is not late: its owner was right. What was through within the limit as a whole is not looked at more closely.
 */
export const SIGNED_LATE = `t.updated_at > t.sent_at + make_interval(hours => 24 * (SELECT k.days FROM asked k)) AND EXISTS (
      SELECT 1 FROM activity_event e
      WHERE e.activity_id = t.id AND e.entry_month = date_trunc('month', uuid_extract_timestamp(t.id) AT TIME ZONE 'UTC')::date
        AND e.action = 'setujui' AND e.seq > (SELECT max(x.seq) FROM activity_event x
          WHERE x.entry_month = e.entry_month AND x.activity_id = e.activity_id AND x.action = 'kirim')
        AND e.at > (SELECT max(b.at) FROM activity_event b
          WHERE b.entry_month = e.entry_month AND b.activity_id = e.activity_id AND b.seq < e.seq
            AND b.to_status = e.from_status AND b.action IN ('kirim', 'setujui'))
          + make_interval(hours => 24 * (SELECT k.days FROM asked k)))`;
