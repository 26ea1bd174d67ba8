import { DECIDED_FROM_BELOW } from './reach.ts';

/** One thing that is never true in a sound database: a query that counts the rows for which it is. */
export interface Part {
  readonly what: string;
  /** Gives one row with `count`. */
  readonly sql: string;
}

/** A promise of docs/architecture.md "Invariants" that plain SQL can hold. */
export interface Invariant {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
}

/** States of a run that has its lines, as an SQL list. */
export const COMPUTED = `('DIHITUNG', 'DISETUJUI', 'DIBAYAR')`;
const counting = (from: string): string => `SELECT count(*)::int AS count FROM ${from}`;

const ONE_EFFECT: Invariant = {
  id: 'I2',
  title: 'Satu kunci, satu akibat',
  parts: [
    { what: 'kunci tanpa hasil', sql: counting(`idempotency WHERE result = 'null'::jsonb`) },
    {
      what: 'kunci yang menunjuk periode yang tidak ada',
      sql: counting(`idempotency k WHERE k.result ? 'runId'
        AND NOT EXISTS (SELECT 1 FROM payroll_run r WHERE r.id::text = k.result ->> 'runId')`),
    },
    {
      what: 'periode yang dihitung lebih dari sekali',
      sql: counting(
        `(SELECT 1 FROM payroll_run GROUP BY month, kind, payroll_unit_id, revision HAVING count(*) > 1) d`,
      ),
    },
  ],
};

const SUMS: Invariant = {
  id: 'I3',
  title: 'Komponen, baris, periode dan berkas berjumlah sama',
  parts: [
    {
      what: 'baris yang tidak sama dengan komponennya',
      sql: counting(`payroll_line l LEFT JOIN LATERAL (
        SELECT coalesce(sum(amount) FILTER (WHERE kind = 'pendapatan'), 0) AS gross,
               coalesce(sum(amount) FILTER (WHERE kind = 'potongan'), 0) AS deductions
        FROM payroll_component c WHERE c.run_id = l.run_id AND c.employee_id = l.employee_id) s ON true
        WHERE (l.gross, l.deductions) IS DISTINCT FROM (s.gross, s.deductions) OR l.net <> l.gross - l.deductions`),
    },
    {
      // Lines, and what the run takes of adjustments (payroll_paid); people without a line may have one of these.
      what: 'periode yang tidak sama dengan baris dan penyesuaiannya',
      sql: counting(`payroll_run r LEFT JOIN LATERAL (
        SELECT count(*) AS people, coalesce(sum(p.gross), 0) AS gross, coalesce(sum(p.deductions), 0) AS deductions,
               coalesce(sum(p.net), 0) AS net FROM payroll_paid p WHERE p.run_id = r.id) s ON true
        WHERE r.state IN ${COMPUTED}
          AND (r.people, r.gross, r.deductions, r.net) IS DISTINCT FROM (s.people, s.gross, s.deductions, s.net)`),
    },
    {
      what: 'berkas yang tidak sama dengan periodenya',
      sql: counting(`payroll_file f JOIN payroll_run r ON f.scope LIKE 'run:' || r.id || ':%'
        WHERE (f.lines, f.gross, f.deductions, f.net) IS DISTINCT FROM (r.people, r.gross, r.deductions, r.net)`),
    },
    {
      what: 'berkas yang isinya berubah',
      sql: counting(`payroll_file WHERE encode(sha256(bytes), 'hex') <> sha256`),
    },
  ],
};

/** Events as the activity they belong to sees them: numbered from 1 without a gap, each from where the last one ended. */
const CHAIN = `SELECT e.activity_id, e.entry_month, e.seq, e.from_status, e.to_status,
    lag(e.to_status) OVER w AS before, row_number() OVER w AS place,
    row_number() OVER (PARTITION BY e.activity_id ORDER BY e.seq DESC) AS from_end
  FROM activity_event e WINDOW w AS (PARTITION BY e.activity_id ORDER BY e.seq)`;

const REPLAY: Invariant = {
  id: 'I5',
  title: 'Riwayat memberi keadaan setiap kegiatan',
  parts: [
    {
      what: 'kegiatan yang tidak sama dengan riwayatnya',
      sql: counting(`activity t LEFT JOIN (SELECT * FROM (${CHAIN}) c WHERE c.from_end = 1) e ON e.activity_id = t.id
        WHERE (e.to_status, e.seq) IS DISTINCT FROM (t.status, t.version)`),
    },
    {
      what: 'riwayat yang terputus',
      sql: counting(`(${CHAIN}) c WHERE c.seq <> c.place OR c.from_status IS DISTINCT FROM c.before`),
    },
  ],
};

const PERSONS: Invariant = {
  id: 'I6',
  title: 'Pemilik, verifikator dan validator orang yang berbeda',
  parts: [
    {
      what: 'keputusan oleh pemiliknya sendiri',
      sql: counting(`activity_event e JOIN activity t ON t.id = e.activity_id
        WHERE e.part <> 'pemilik' AND e.actor_id = t.employee_id`),
    },
    {
      what: 'langkah pemilik oleh orang lain',
      sql: counting(`activity_event e JOIN activity t ON t.id = e.activity_id
        WHERE e.part = 'pemilik' AND e.actor_id <> t.employee_id`),
    },
    {
      what: 'verifikator yang juga validator',
      sql: counting(`activity WHERE validated_by IS NOT NULL AND (validated_by = verified_by OR validated_by = employee_id)
        OR verified_by = employee_id`),
    },
    {
      what: 'keputusan tanpa alasan atau tanpa jabatan',
      sql: counting(`activity_event WHERE (action IN ('kembalikan', 'tolak') AND reason_code IS NULL)
        OR (part NOT IN ('pemilik', 'pembantu') AND chair_id IS NULL)`),
    },
    {
      // A helper writes drafts and nothing else, in the days the owner named; of a deleted draft the owner is not known any more.
      what: 'langkah pembantu di luar penunjukan',
      sql: counting(`activity_event e LEFT JOIN activity t ON t.id = e.activity_id
        WHERE e.part = 'pembantu' AND (e.action NOT IN ('buat', 'ubah', 'hapus') OR NOT EXISTS (
          SELECT 1 FROM assistance s WHERE s.helper_id = e.actor_id AND s.owner_id = coalesce(t.employee_id, s.owner_id)
            AND s.agreed_at <= e.at AND (s.ended_at IS NULL OR s.ended_at >= e.at)
            AND s.from_date <= (e.at AT TIME ZONE 'Asia/Jayapura')::date
            AND s.until_date >= (e.at AT TIME ZONE 'Asia/Jakarta')::date))`),
    },
    {
      // The day of a decision in the westernmost and the easternmost zone: a unit may have a zone of its own.
      what: 'keputusan dari jabatan yang tidak diduduki pada hari itu',
      sql: counting(`activity_event e WHERE e.part <> 'pemilik' AND e.chair_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assignment a WHERE a.employee_id = e.actor_id AND a.position_id = e.chair_id AND a.kind <> 'KETUA_TIM'
          AND a.from_date <= (e.at AT TIME ZONE 'Asia/Jayapura')::date
          AND (a.last_date IS NULL OR a.last_date >= (e.at AT TIME ZONE 'Asia/Jakarta')::date
            -- Ended with an earlier date by an act recorded after the decision: the chair was theirs when they decided.
            OR EXISTS (SELECT 1 FROM staff_change c WHERE c.employee_id = a.employee_id AND c.at > e.at
              AND c.decree = a.end_decree AND c.effective_on <= a.last_date + 1)))`),
    },
    { what: 'keputusan dari jabatan yang tidak di atas jabatan pemilik pada saat itu', sql: DECIDED_FROM_BELOW },
    {
      what: 'keberatan yang diputuskan salah satu pihaknya, atau diterima tanpa akibat',
      sql: counting(`objection o WHERE o.decided_by = ANY (o.excluded || ARRAY[o.owner_id, o.refused_by])
        OR (o.state = 'diterima' AND NOT EXISTS (SELECT 1 FROM activity_event e
          WHERE e.activity_id = o.activity_id AND e.action = 'kabulkan' AND e.actor_id = o.decided_by AND e.chair_id = o.decided_chair_id))`),
    },
    {
      what: 'kegiatan yang dikabulkan tanpa keberatan yang diterima',
      sql: counting(`activity_event e WHERE (e.action = 'kabulkan' OR e.part = 'pemutus') AND NOT EXISTS (
        SELECT 1 FROM objection o WHERE o.activity_id = e.activity_id AND o.state = 'diterima' AND o.decided_by = e.actor_id)`),
    },
    {
      what: 'keputusan sekaligus yang tidak sama dengan catatannya',
      sql: counting(`(SELECT b.id FROM decision_batch b LEFT JOIN activity_event e ON e.batch_id = b.id
        GROUP BY b.id HAVING count(e.activity_id) <> b.done OR b.done > b.asked
          OR bool_or(e.actor_id <> b.actor_id OR e.action <> b.action)) d`),
    },
    {
      what: 'pembatalan oleh orang lain',
      sql: counting(`activity_event e WHERE e.action = 'batalkan' AND NOT EXISTS (SELECT 1 FROM activity_event d
        WHERE d.entry_month = e.entry_month AND d.activity_id = e.activity_id AND d.seq = e.seq - 1
          AND d.actor_id = e.actor_id AND d.part = e.part)`),
    },
    {
      what: 'hak yang diberi atau disahkan pemegangnya sendiri',
      sql: counting(`role_grant g JOIN account a ON a.id = g.account_id
        WHERE a.employee_id IN (g.granted_by, g.confirmed_by) OR g.confirmed_by = g.granted_by`),
    },
    { what: 'periode yang disetujui penutupnya', sql: counting('payroll_run WHERE approved_by = closed_by') },
  ],
};

const ENTRIES: Invariant = {
  id: 'I8',
  title: 'Waktu tidak bertumpuk, poin sama dengan norma kali volume',
  parts: [
    {
      what: 'waktu yang bertumpuk',
      sql: counting(`(SELECT t.start_minute, max(t.end_minute) OVER (PARTITION BY t.employee_id, t.work_date
          ORDER BY t.start_minute, t.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
        FROM activity t WHERE t.status <> 'ditolak' AND t.start_minute IS NOT NULL) d WHERE d.busy_until > d.start_minute`),
    },
    {
      what: 'poin yang keliru',
      sql: counting(`activity WHERE volume IS NOT NULL AND points <> round(points_per_unit * volume)`),
    },
  ],
};

const ROSTER: Invariant = {
  id: 'I11',
  title: 'Semua pegawai dalam daftar dihitung, atau dikecualikan dengan alasan',
  parts: [
    {
      what: 'pegawai tanpa baris',
      sql: counting(`payroll_input i JOIN payroll_run r ON r.id = i.run_id
        WHERE r.state IN ${COMPUTED} AND i.excluded IS NULL AND NOT EXISTS (
          SELECT 1 FROM payroll_line l WHERE l.run_id = i.run_id AND l.employee_id = i.employee_id)`),
    },
    {
      what: 'baris tanpa data masukan',
      sql: counting(`payroll_line l WHERE NOT EXISTS (
        SELECT 1 FROM payroll_input i WHERE i.run_id = l.run_id AND i.employee_id = l.employee_id AND i.excluded IS NULL)`),
    },
    {
      what: 'pengecualian tanpa alasan',
      sql: counting(`payroll_input WHERE excluded IS NOT NULL AND btrim(excluded) = ''`),
    },
  ],
};

const TREE: Invariant = {
  id: 'I13',
  title: 'Pohon jabatan tidak melingkar',
  parts: [
    {
      what: 'jabatan yang menjadi atasannya sendiri',
      sql: `WITH RECURSIVE days AS (SELECT DISTINCT from_date AS day FROM position_version),
        tree AS (SELECT DISTINCT ON (d.day, v.position_id) d.day, v.position_id, v.superior_id
          FROM days d JOIN position_version v ON v.from_date <= d.day ORDER BY d.day, v.position_id, v.from_date DESC),
        up AS (SELECT day, position_id AS start, superior_id AS above FROM tree WHERE superior_id IS NOT NULL
          UNION SELECT u.day, u.start, t.superior_id FROM up u
            JOIN tree t ON t.day = u.day AND t.position_id = u.above
            WHERE t.superior_id IS NOT NULL AND u.above <> u.start)
        SELECT count(DISTINCT start)::int AS count FROM up WHERE above = start`,
    },
  ],
};

const LEAVERS: Invariant = {
  id: 'I14',
  title: 'Yang sudah berhenti tidak memegang hak',
  parts: [
    {
      what: 'hak yang berlaku sesudah pegawainya berhenti',
      sql: counting(`role_grant g JOIN account a ON a.id = g.account_id
        JOIN LATERAL (SELECT s.status, s.from_date FROM employee_status s WHERE s.employee_id = a.employee_id
          ORDER BY s.from_date DESC LIMIT 1) s ON s.status IN ('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')
        WHERE g.ended_at IS NULL AND (g.until_date IS NULL OR g.until_date >= s.from_date)`),
    },
  ],
};

const RUNS: Invariant = {
  id: 'I15',
  title: 'Satu perhitungan hidup per periode, tidak ada pekerjaan yang tertinggal',
  parts: [
    {
      what: 'periode dengan dua perhitungan',
      sql: counting(`(SELECT 1 FROM payroll_run WHERE state <> 'DIBATALKAN'
        GROUP BY month, kind, payroll_unit_id HAVING count(*) > 1) d`),
    },
    {
      what: 'periode tertutup tanpa perhitungan, atau terbuka dengan perhitungan',
      sql: counting(`payroll_period p WHERE p.open = EXISTS (SELECT 1 FROM payroll_run r
        WHERE (r.month, r.kind, r.payroll_unit_id) = (p.month, p.kind, p.payroll_unit_id) AND r.state <> 'DIBATALKAN')`),
    },
    {
      what: 'perhitungan yang tidak dikerjakan siapa pun',
      sql: counting(`payroll_run r WHERE r.state = 'DITUTUP' AND NOT EXISTS (
        SELECT 1 FROM job j WHERE j.payload ->> 'runId' = r.id::text AND j.state IN ('antre', 'berjalan'))`),
    },
    {
      what: 'pekerjaan berjalan tanpa pemegang',
      sql: counting(`job WHERE state = 'berjalan' AND (lease_owner IS NULL OR lease_until IS NULL
        OR lease_until < clock_timestamp() - interval '10 minutes')`),
    },
    {
      what: 'perhitungan yang tidak sama dengan riwayatnya',
      sql: counting(`payroll_run r LEFT JOIN LATERAL (SELECT e.to_state, e.seq FROM payroll_run_event e
        WHERE e.run_id = r.id ORDER BY e.seq DESC LIMIT 1) e ON true
        WHERE (e.to_state, e.seq) IS DISTINCT FROM (r.state, r.version)`),
    },
  ],
};

const ORPHANS: Invariant = {
  id: 'I16',
  title: 'Tidak ada data tanpa induk',
  parts: [
    {
      what: 'riwayat tanpa kegiatan',
      sql: counting(`(SELECT * FROM (${CHAIN}) c WHERE c.from_end = 1) e
        WHERE e.to_status IS DISTINCT FROM 'terhapus' AND NOT EXISTS (SELECT 1 FROM activity t WHERE t.id = e.activity_id)`),
    },
    {
      what: 'bukti dukung tanpa kegiatan',
      sql: counting(
        `evidence v WHERE v.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM activity t WHERE t.id = v.activity_id)`,
      ),
    },
    {
      what: 'kegiatan dengan target SKP orang lain',
      sql: counting(`activity t JOIN skp_target s ON s.id = t.target_id WHERE s.employee_id <> t.employee_id`),
    },
  ],
};

/** Entry "t" is one that run "r" did not count. */
const UNCOUNTED = 'EXISTS (SELECT 1 FROM payroll_uncounted u WHERE u.run_id = r.id AND u.activity_id = t.id)';
/** What superiors may still do about those (docs/adr/0028-adjustments.md). */
const LATE_STEPS = `('setujui', 'tolak', 'batalkan', 'kabulkan')`;

/**
 * I4, its second half: nothing of a closed month was written after its close, but the late decisions about entries that the
 * run did not count. Domain time on both sides; the moments in which the processes of one installation may tell the time
 * differently are let pass.
 */
export const WRITTEN_LATER: readonly Part[] = [
  {
    what: 'kegiatan periode tertutup yang ditulis sesudahnya',
    sql: counting(`payroll_run r JOIN activity t ON t.payroll_unit_id = r.payroll_unit_id AND t.work_date >= r.month
        AND t.work_date < (r.month + interval '1 month')::date
      WHERE r.kind = 'TPP' AND r.state <> 'DIBATALKAN' AND greatest(t.created_at, t.updated_at) > r.closed_at + interval '5 seconds'
        AND (t.created_at > r.closed_at + interval '5 seconds' OR NOT ${UNCOUNTED})`),
  },
  {
    what: 'langkah pada kegiatan periode tertutup sesudahnya',
    sql: counting(`payroll_run r JOIN activity t ON t.payroll_unit_id = r.payroll_unit_id AND t.work_date >= r.month
        AND t.work_date < (r.month + interval '1 month')::date
      JOIN activity_event e ON e.activity_id = t.id
        AND e.entry_month = date_trunc('month', uuid_extract_timestamp(t.id) AT TIME ZONE 'UTC')::date
      WHERE r.kind = 'TPP' AND r.state <> 'DIBATALKAN' AND e.at > r.closed_at + interval '5 seconds'
        AND NOT (e.action IN ${LATE_STEPS} AND ${UNCOUNTED})`),
  },
  {
    what: 'kegiatan yang tidak ikut dihitung tetapi tidak ada dalam daftarnya',
    sql: counting(`payroll_run r JOIN activity t ON t.payroll_unit_id = r.payroll_unit_id AND t.work_date >= r.month
        AND t.work_date < (r.month + interval '1 month')::date
      WHERE r.kind = 'TPP' AND r.state IN ${COMPUTED} AND t.status <> 'divalidasi' AND NOT ${UNCOUNTED}`),
  },
  {
    what: 'daftar kegiatan yang tidak ikut dihitung yang tidak sama dengan riwayatnya',
    sql: counting(`payroll_uncounted u JOIN payroll_run r ON r.id = u.run_id
      LEFT JOIN activity t ON t.id = u.activity_id AND t.work_date = u.work_date
      LEFT JOIN activity_event e ON e.activity_id = u.activity_id AND e.seq = u.version
        AND e.entry_month = date_trunc('month', uuid_extract_timestamp(u.activity_id) AT TIME ZONE 'UTC')::date
      WHERE r.state IN ${COMPUTED} AND (e.to_status, t.employee_id, t.points) IS DISTINCT FROM (u.status, u.employee_id, u.points)`),
  },
  {
    what: 'kegiatan yang divalidasi sesudah penutupan tetapi tidak dicatat untuk penyesuaian',
    sql: counting(`payroll_run r JOIN payroll_uncounted u ON u.run_id = r.id JOIN activity t ON t.id = u.activity_id AND t.work_date = u.work_date
      WHERE r.state IN ${COMPUTED} AND t.status = 'divalidasi' AND NOT EXISTS (
        SELECT 1 FROM adjustment_cause c WHERE c.employee_id = t.employee_id AND c.month = r.month
          AND (c.kind, c.ref) IN (SELECT 'keputusan', t.id::text
            UNION ALL SELECT 'keberatan', o.id::text FROM objection o WHERE o.activity_id = t.id AND o.state = 'diterima'))`),
  },
  {
    what: 'koreksi data yang tidak dicatat untuk penyesuaian',
    sql: counting(`payroll_fact f WHERE f.correction AND NOT EXISTS (SELECT 1 FROM adjustment_cause c
      WHERE c.employee_id = f.employee_id AND c.month = f.month AND c.kind = 'fakta' AND c.ref = f.proposal_id::text)`),
  },
  {
    what: 'data yang tidak sama dengan usulan yang disetujui',
    sql: counting(`fact_proposal p LEFT JOIN payroll_fact f ON f.proposal_id = p.id
      WHERE p.decision = 'disetujui' AND p.employee_id IS NOT NULL AND (f.employee_id, f.month, f.until_month, f.name, f.value, f.withdrawn)
        IS DISTINCT FROM (p.employee_id, p.month, p.until_month, p.name, p.value, p.withdrawn)`),
  },
  {
    // The close itself derives the days once more before it takes its snapshot.
    what: 'hari presensi periode tertutup yang ditulis sesudahnya',
    sql: counting(`payroll_run r JOIN attendance_day d ON d.payroll_unit_id = r.payroll_unit_id AND d.day >= r.month
        AND d.day < (r.month + interval '1 month')::date
      WHERE r.kind = 'TPP' AND r.state <> 'DIBATALKAN' AND d.computed_at > r.closed_at + interval '5 seconds'`),
  },
];

/** What SQL alone can hold; what needs a regulation or computes again stands in `rule-checks.ts` and `run-checks.ts`. */
export const INVARIANTS: readonly Invariant[] = [
  ONE_EFFECT,
  SUMS,
  REPLAY,
  PERSONS,
  ENTRIES,
  ROSTER,
  TREE,
  LEAVERS,
  RUNS,
  ORPHANS,
];
