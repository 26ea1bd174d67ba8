import { LEAVE_KINDS } from '../../domain/attendance/leave-kind.ts';
import { CHAIN_SOURCE } from '../../domain/tpp/chain-section.ts';
import { LED_SOURCE } from './chain-facts.ts';
import { DECISION_CTES, DECISION_FACTS, SIGNED_LATE } from './decision-facts.ts';

/**
 * Facts that are gathered only where the regulation asks for them (docs/policy/format.md, "What the product makes"): SQL over
 * the roster `r` and the parameters of `factsStatement`. Numbers are decimal text, collections JSON text.
 */
interface FactGroup {
  /** Its CTE, with one row for each person who has anything. */
  readonly name: string;
  /** CTEs that it reads. */
  readonly reads?: readonly (keyof typeof SHARED)[];
  /** FROM to GROUP BY, out of which the columns are selected. */
  readonly from: string;
  /** Known only of people with judged days (`w`). */
  readonly judged?: true;
  /** By source: the column, and what holds for people without a row. */
  readonly facts: Readonly<Record<string, { readonly is: string; readonly none: string }>>;
}

/** True where entry `t` was sent after its day was over, with a dispensation granted by then. */
const SENT_LATE = `EXISTS (
      SELECT 1 FROM dispensation p WHERE p.employee_id = t.employee_id AND p.work_date = t.work_date AND p.state = 'disetujui'
        AND p.decided_at <= (SELECT min(e.at) FROM activity_event e WHERE e.activity_id = t.id AND e.action = 'kirim'
          AND e.entry_month = date_trunc('month', uuid_extract_timestamp(t.id) AT TIME ZONE 'UTC')::date))`;

/** The entries of the month that count. */
const COUNTED = `FROM activity t
  JOIN roster r ON r.employee_id = t.employee_id AND (r.payroll_unit_id = t.payroll_unit_id OR $13::boolean)
  WHERE t.work_date BETWEEN $1::date AND $5::date AND t.status = ANY ($6::text[])
    AND ($3::uuid[] IS NULL OR t.employee_id = ANY ($3::uuid[])) AND ($2::uuid[] IS NULL OR t.payroll_unit_id = ANY ($2::uuid[]))`;

/** CTEs that groups share, each after those it reads. */
const SHARED = {
  workday: `workday AS (
  SELECT d::date AS day, extract(isodow FROM d)::int AS weekday FROM generate_series($1::date, $5::date, interval '1 day') d
  WHERE NOT EXISTS (SELECT 1 FROM holiday h WHERE h.day = d::date)
)`,
  leave_span: `leave_span AS (
  SELECT l.employee_id, l.kind, l.first_day, l.last_day, least(l.last_day, $5::date) - greatest(l.first_day, $1::date) + 1 AS days,
    (SELECT count(*) FROM workday x WHERE x.day BETWEEN l.first_day AND l.last_day AND x.weekday <= r.work_pattern) AS workdays
  FROM leave_record l JOIN roster r ON r.employee_id = l.employee_id
  WHERE l.revoked_at IS NULL AND l.first_day <= $5::date AND l.last_day >= $1::date
)`,
  entry_day: `entry_day AS (
  SELECT t.employee_id, count(*) AS entries, sum(coalesce(t.end_minute - t.start_minute, 0)) AS minutes, sum(t.points) AS points,
    coalesce(sum(t.points) FILTER (WHERE ${SENT_LATE}), 0) AS late,
    coalesce(sum(t.points) FILTER (WHERE ${SIGNED_LATE}), 0) AS signed_late,
    coalesce(sum(t.end_minute - t.start_minute) FILTER (WHERE ${SIGNED_LATE}), 0) AS minutes_signed_late
  ${COUNTED}
  GROUP BY t.employee_id, t.work_date
)`,
  // Whether an entry is late is asked of it once (OFFSET 0 keeps the two questions out of the sums).
  entry_of_day: `entry_of_day AS (
  SELECT o.employee_id, o.work_date, count(*) AS entries, sum(o.minutes) AS minutes, sum(o.points) AS points,
    coalesce(sum(o.minutes) FILTER (WHERE o.late), 0) AS minutes_late, coalesce(sum(o.points) FILTER (WHERE o.late), 0) AS points_late,
    coalesce(sum(o.minutes) FILTER (WHERE o.signed_late), 0) AS minutes_signed_late,
    coalesce(sum(o.points) FILTER (WHERE o.signed_late), 0) AS points_signed_late,
    coalesce(sum(o.minutes) FILTER (WHERE o.late AND o.signed_late), 0) AS minutes_both,
    coalesce(sum(o.points) FILTER (WHERE o.late AND o.signed_late), 0) AS points_both
  FROM (SELECT t.employee_id, t.work_date, coalesce(t.end_minute - t.start_minute, 0) AS minutes, t.points,
      ${SENT_LATE} AS late, coalesce(${SIGNED_LATE}, false) AS signed_late
    ${COUNTED} OFFSET 0) o
  GROUP BY o.employee_id, o.work_date
)`,
  chair_span: `chair_span AS (
  SELECT s.*, s.last_day - s.from_day + 1 AS days,
    (SELECT count(*) FROM workday x WHERE x.day BETWEEN s.from_day AND s.last_day AND x.weekday <= s.work_pattern) AS workdays
  FROM (
    SELECT a.employee_id, a.kind AS holding, a.from_date, coalesce(a.last_date, '9999-12-31') AS until, p.title, p.kind, p.echelon,
      p.job_class, pu.code AS unit_code, u.name AS unit_name, u.work_pattern,
      greatest(a.from_date, p.from_date, u.from_date, $1::date) AS from_day,
      least(a.last_date, p.next - 1, u.next - 1, $5::date) AS last_day
    FROM assignment a
    JOIN roster r ON r.employee_id = a.employee_id
    JOIN LATERAL (
      SELECT v.*, (SELECT min(n.from_date) FROM position_version n WHERE n.position_id = v.position_id AND n.from_date > v.from_date) AS next
      FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $5::date) p ON true
    JOIN LATERAL (
      SELECT v.*, (SELECT min(n.from_date) FROM org_unit_version n WHERE n.unit_id = v.unit_id AND n.from_date > v.from_date) AS next
      FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $5::date) u ON true
    JOIN payroll_unit pu ON pu.id = u.payroll_unit_id
    WHERE a.kind IN ('DEFINITIF', 'PLT', 'PLH') AND a.from_date <= $5::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
  ) s WHERE s.from_day <= s.last_day
)`,
  ...DECISION_CTES,
} as const;

/** Codes of days that are no absence without a reason. */
const EXPLAINED = `'{${['H', 'L', ...LEAVE_KINDS].join(',')}}'::text[]`;

const minutesOf = (column: string): string =>
  `coalesce(jsonb_agg(d.${column}::text ORDER BY d.day) FILTER (WHERE d.${column} > 0), '[]')::text`;

const leaveDays = (column: string): string =>
  `(SELECT jsonb_object_agg(k.kind, k.days::text) FROM (SELECT o.kind, sum(o.${column}) AS days FROM leave_span o
     WHERE o.employee_id = s.employee_id GROUP BY o.kind) k)::text`;

const rows = (columns: Readonly<Record<string, string>>, order: string, filter = 'true'): string =>
  `coalesce(jsonb_agg(jsonb_build_object(${Object.entries(columns)
    .map(([name, is]) => `'${name}', (${is})::text`)
    .join(', ')}) ORDER BY ${order}) FILTER (WHERE ${filter}), '[]')::text`;

const CHAIR = {
  jabatan: 's.title',
  jenis_jabatan: 's.kind',
  eselon: "coalesce(s.echelon, '')",
  kelas: 's.job_class',
  unit: 's.unit_code',
  nama_unit: 's.unit_name',
  hari_kerja: 's.workdays',
  hari_kalender: 's.days',
};

const GROUPS: readonly FactGroup[] = [
  {
    name: 'further_presence',
    judged: true,
    from: `attendance_day d JOIN roster r ON r.employee_id = d.employee_id WHERE d.day BETWEEN $1::date AND $5::date
      GROUP BY d.employee_id`,
    facts: {
      'presensi.menit_terlambat': { is: minutesOf('late_minutes'), none: '[]' },
      'presensi.menit_pulang_cepat': { is: minutesOf('early_minutes'), none: '[]' },
      'presensi.jumlah_menit_terlambat': { is: 'sum(d.late_minutes)::text', none: '0' },
      'presensi.jumlah_menit_pulang_cepat': { is: 'sum(d.early_minutes)::text', none: '0' },
      'presensi.alpa': {
        is: `count(*) FILTER (WHERE d.code <> ALL (${EXPLAINED}) AND d.in_at IS NULL AND d.out_at IS NULL)::text`,
        none: '0',
      },
      'presensi.hari': {
        is: rows(
          {
            tgl: 'd.day',
            kode: 'd.code',
            telat: 'd.late_minutes',
            pulang_cepat: 'd.early_minutes',
            pengurangan: 'trim_scale(d.cut_bp::numeric / 100)',
          },
          'd.day',
          "d.code <> 'L'",
        ),
        none: '[]',
      },
    },
  },
  {
    name: 'further_leave',
    reads: ['workday', 'leave_span'],
    from: 'leave_span s GROUP BY s.employee_id',
    facts: {
      'cuti.hari_kerja': { is: leaveDays('workdays'), none: '{}' },
      'cuti.hari_kalender': { is: leaveDays('days'), none: '{}' },
      'cuti.rentang': {
        is: rows(
          {
            jenis: 's.kind',
            mulai: 's.first_day',
            selesai: 's.last_day',
            hari_kerja: 's.workdays',
            hari_kalender: 's.days',
          },
          's.first_day, s.kind',
        ),
        none: '[]',
      },
    },
  },
  {
    name: 'further_entries',
    reads: ['entry_day'],
    from: 'entry_day s GROUP BY s.employee_id',
    facts: {
      'kegiatan.menit_divalidasi': { is: 'sum(s.minutes)::text', none: '0' },
      'kegiatan.jumlah_entri': { is: 'sum(s.entries)::text', none: '0' },
      'kegiatan.hari_terisi': { is: 'count(*)::text', none: '0' },
      'kegiatan.poin_terlambat': {
        is: 'sum(LEAST(s.points, $4::int) - LEAST(s.points - s.late, $4::int))::text',
        none: '0',
      },
      'kegiatan.poin_divalidasi_terlambat': {
        is: 'sum(LEAST(s.points, $4::int) - LEAST(s.points - s.signed_late, $4::int))::text',
        none: '0',
      },
      'kegiatan.menit_divalidasi_terlambat': { is: 'sum(s.minutes_signed_late)::text', none: '0' },
    },
  },
  {
    name: 'further_entry_days',
    reads: ['entry_of_day'],
    from: 'entry_of_day s GROUP BY s.employee_id',
    facts: {
      'kegiatan.hari': {
        is: rows(
          {
            tgl: 's.work_date',
            jumlah_entri: 's.entries',
            jumlah_menit: 's.minutes',
            jumlah_poin: 's.points',
            menit_terlambat: 's.minutes_late',
            poin_terlambat: 's.points_late',
            menit_divalidasi_terlambat: 's.minutes_signed_late',
            poin_divalidasi_terlambat: 's.points_signed_late',
            menit_terlambat_keduanya: 's.minutes_both',
            poin_terlambat_keduanya: 's.points_both',
          },
          's.work_date',
        ),
        none: '[]',
      },
    },
  },
  DECISION_FACTS,
  {
    name: 'further_chairs',
    reads: ['workday', 'chair_span'],
    from: 'chair_span s GROUP BY s.employee_id',
    facts: {
      'jabatan.riwayat': {
        is: rows(
          { ...CHAIR, mulai: 's.from_day', selesai: 's.last_day' },
          's.from_day, s.unit_code, s.title',
          "s.holding = 'DEFINITIF'",
        ),
        none: '[]',
      },
      'jabatan.plt': {
        is: rows(
          { jenis: 's.holding', ...CHAIR, mulai: 's.from_date', selesai: 's.until' },
          's.from_day, s.holding, s.unit_code, s.title',
          "s.holding <> 'DEFINITIF'",
        ),
        none: '[]',
      },
    },
  },
];

/**
 * The day on which a person's service began: of civil servants the month in the NIP (digits 9 to 14, the appointment as CPNS;
 * Perka BKN 22/2007), of others, whose number holds no month, the first status on record.
 */
const SERVING_SINCE = `CASE WHEN r.status IN ('PNS', 'CPNS') AND r.nip ~ '^[0-9]{8}(19|20)[0-9]{2}(0[1-9]|1[0-2])'
    THEN make_date(substr(r.nip, 9, 4)::int, substr(r.nip, 13, 2)::int, 1)
    ELSE (SELECT min(y.from_date) FROM employee_status y WHERE y.employee_id = r.employee_id AND y.status IN ('PNS', 'CPNS', 'PPPK')) END`;

/** Working days of a month that begins some months after the one computed, by the pattern of the person's unit; the whole month. */
function workingDays(monthsOn: number): string {
  const from = `$1::date + interval '${String(monthsOn)} month'`;
  const days = (most: number): string => `(SELECT coalesce(jsonb_agg(d::date::text ORDER BY d), '[]')::text
      FROM generate_series(${from}, ${from} + interval '1 month' - interval '1 day', interval '1 day') d
      WHERE extract(isodow FROM d) <= ${String(most)} AND NOT EXISTS (SELECT 1 FROM holiday h WHERE h.day = d::date))`;
  return `CASE r.work_pattern WHEN 6 THEN ${days(6)} ELSE ${days(5)} END`;
}

/** What every person of the roster has, without a look at anything else. */
const DIRECT: Readonly<Record<string, string>> = {
  'pegawai.masa_kerja': `(SELECT greatest(coalesce((extract(year FROM a.served) * 12 + extract(month FROM a.served))::int, 0), 0)
    FROM (SELECT age($1::date::timestamp, (${SERVING_SINCE})::timestamp) AS served) a)::text`,
  'unit.jenis': 'r.unit_kind',
  'unit.pola_kerja': 'r.work_pattern::text',
  'kalender.hari_kalender': '($5::date - $1::date + 1)::text',
  'kalender.tanggal_kerja': workingDays(0),
  'kalender.tanggal_kerja_berikutnya': workingDays(1),
};

/** What is made of people together, after everybody's own month is gathered (`withChain`). */
const TOGETHER: Readonly<Record<string, string>> = { [CHAIN_SOURCE]: "'[]'", [LED_SOURCE]: "'0'" };

/** Parts of the statement that gathers facts; all empty where nothing further is asked for. */
export interface FurtherSql {
  /** CTEs after those of every month, each with a comma before it. */
  readonly ctes: string;
  readonly joins: string;
  /** What is added to a person's facts. */
  readonly facts: string;
}

/** The further facts among the sources of a regulation's inputs. */
export function furtherSql(sources: ReadonlySet<string>): FurtherSql {
  const groups = GROUPS.flatMap(group => {
    const wanted = Object.entries(group.facts).filter(([source]) => sources.has(source));
    return wanted.length > 0 ? [{ group, wanted }] : [];
  });
  const shared = Object.entries(SHARED).filter(([name]) =>
    groups.some(({ group }) => group.reads?.some(each => each === name)),
  );
  const own = groups.map(({ group, wanted }) => {
    const columns = wanted.map(([, { is }], index) => `${is} AS c${String(index)}`);
    const person = group.judged ? 'd.employee_id' : 's.employee_id';
    return `${group.name} AS (SELECT ${[person, ...columns].join(', ')} FROM ${group.from})`;
  });
  const facts = groups.map(({ group, wanted }) => {
    const pairs = wanted.map(
      ([source, { none }], index) => `'${source}', coalesce(${group.name}.c${String(index)}, '${none}')`,
    );
    return whereJudged(group, `jsonb_build_object(${pairs.join(', ')})`);
  });
  const past = pastSql(sources);
  return {
    ctes: [...shared.map(([, text]) => text), ...own, ...past.ctes].map(text => `, ${text}`).join(''),
    joins: [...groups.map(({ group }) => group.name), ...(past.ctes.length > 0 ? [PAST] : [])].map(joined).join(''),
    facts: [...direct(sources, DIRECT), ...facts, ...past.facts].map(added).join(''),
  };
}

/** The same names, with nothing counted: for asking who lacks what. */
export function furtherNamesSql(sources: ReadonlySet<string>): FurtherSql {
  const facts = GROUPS.flatMap(group => {
    const wanted = Object.entries(group.facts).filter(([source]) => sources.has(source));
    const pairs = wanted.map(([source, { none }]) => `'${source}', '${none}'::text`);
    return pairs.length > 0 ? [whereJudged(group, `jsonb_build_object(${pairs.join(', ')})`)] : [];
  });
  const past = pastSql(sources);
  return {
    ctes: past.ctes.map(text => `, ${text}`).join(''),
    joins: past.ctes.length > 0 ? joined(PAST) : '',
    facts: [...direct(sources, { ...DIRECT, ...TOGETHER }), ...facts, ...past.facts].map(added).join(''),
  };
}

const joined = (name: string): string => `\nLEFT JOIN ${name} ON ${name}.employee_id = r.employee_id`;
const added = (facts: string): string => `\n         || ${facts}`;

const whereJudged = ({ judged }: FactGroup, facts: string): string =>
  judged ? `CASE WHEN w.employee_id IS NULL THEN '{}'::jsonb ELSE ${facts} END` : facts;

function direct(sources: ReadonlySet<string>, known: typeof DIRECT): string[] {
  const pairs = Object.entries(known).flatMap(([source, is]) => (sources.has(source) ? [`'${source}', ${is}`] : []));
  return pairs.length > 0 ? [`jsonb_build_object(${pairs.join(', ')})`] : [];
}

const PAST = 'further_past';
const LAST_MONTH = 'bulan_lalu.';
const THIS_YEAR = 'sejak_januari.';
const SAFE = /^[a-z_][a-z0-9_.]*$/;

/**
 * Results of the person's earlier months, as approved; whichever unit paid. Of the month before an output as it was (absent
 * without one), of the year so far the sum of those there are: with the special payments of the year, also of those made in the
 * month itself and approved before it closed, for the tax of a year is over all of them. What is approved later counts from the next
 * month on, in a correction of the closed month too.
 */
function pastSql(sources: ReadonlySet<string>): { readonly ctes: readonly string[]; readonly facts: readonly string[] } {
  const wanted = [...sources].filter(source => source.startsWith(LAST_MONTH) || source.startsWith(THIS_YEAR));
  if (wanted.length === 0) return { ctes: [], facts: [] };
  const outputOf = (source: string): string => {
    const name = source.slice(source.indexOf('.') + 1);
    if (!SAFE.test(name)) throw new Error(`${source} is no name of an output`);
    return `p.outputs ->> '${name}'`;
  };
  const columns = wanted.map((source, index) => {
    const is = outputOf(source);
    const column = source.startsWith(LAST_MONTH)
      ? `max(${is}) FILTER (WHERE p.kind = 'TPP' AND p.month = ($1::date - interval '1 month')::date)`
      : `trim_scale(coalesce(sum((${is})::numeric) FILTER (WHERE p.month >= date_trunc('year', $1::date::timestamp)::date
           AND ${is} ~ '^-?[0-9]+([.][0-9]+)?$'), 0))::text`;
    return `${column} AS c${String(index)}`;
  });
  const ctes = [
    `past_month AS (
  SELECT DISTINCT ON (l.employee_id, q.month, q.kind) l.employee_id, q.month, q.kind, jsonb_build_object('gross', l.gross::text,
    'deductions', l.deductions::text, 'net', l.net::text) || l.outputs AS outputs
  FROM payroll_run q JOIN payroll_line l ON l.run_id = q.id JOIN roster r ON r.employee_id = l.employee_id
  WHERE q.state IN ('DISETUJUI', 'DIBAYAR') AND (q.month < $1::date OR q.kind <> 'TPP' AND q.month = $1::date AND NOT EXISTS (
      SELECT 1 FROM payroll_run own WHERE own.month = $1::date AND own.kind = 'TPP' AND own.payroll_unit_id = r.payroll_unit_id
        AND own.state <> 'DIBATALKAN' AND own.closed_at < q.approved_at))
    AND q.month >= least(date_trunc('year', $1::date::timestamp), $1::date - interval '1 month')::date
  ORDER BY l.employee_id, q.month, q.kind, q.closed_at DESC
)`,
    `${PAST} AS (SELECT p.employee_id, ${columns.join(', ')} FROM past_month p GROUP BY p.employee_id)`,
  ];
  const pairs = wanted.map((source, index) => {
    const column = `${PAST}.c${String(index)}`;
    return `'${source}', ${source.startsWith(LAST_MONTH) ? column : `coalesce(${column}, '0')`}`;
  });
  return { ctes, facts: [`jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')}))`] };
}
