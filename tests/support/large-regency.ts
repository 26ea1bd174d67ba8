import { filledAtOnce } from '../../src/demo/bulk-load.ts';
import type { Pool } from '../../src/platform/database/pool.ts';
import type { Tx } from '../../src/platform/database/sql.ts';
import { transaction } from '../../src/platform/database/transaction.ts';

/** How much is added to the small demo. */
export interface RegencySize {
  /** Offices below the regional secretary: ten units each, on three levels. */
  readonly offices: number;
  /** Staff of each unit beside its head; an office itself has three. */
  readonly staff: number;
  /** On how many of the latest working days of the running month everybody logged. */
  readonly days: number;
  /** How many entries on each of them, at most five; two where nothing is said. */
  readonly entriesPerDay?: number;
}

/** With the demo's own people a regency of 600. */
export const SIX_HUNDRED: RegencySize = { offices: 2, staff: 28, days: 2 };
/** A regency of 10,000 in 250 units. */
export const TEN_THOUSAND: RegencySize = { offices: 25, staff: 44, days: 2 };

/** As everything in the demo is dated: the tenth and eleventh month of 2026 are the ones that are looked at. */
const TODAY = '2026-11-18';
/** One family of identifiers per kind of row, so that each can be found again by its number. */
const id = (family: number, number: string): string =>
  `('0190abcd-0000-7000-8${String(family).padStart(3, '0')}-' || lpad((${number})::text, 12, '0'))::uuid`;

/**
 * Adds offices to a database with the small demo by INSERT … SELECT, through all its triggers and constraints: units,
 * chairs (one section in seven without a head; in every fifth office one head acts for a division too), people with
 * accounts, clerks, SKP in several states, and entries with their histories in every status. Everybody works as `staf1`
 * does. It ends with ANALYZE: a planner that knows nothing of the rows would be measured otherwise.
 */
export async function enlargeRegency(pool: Pool, size: RegencySize): Promise<void> {
  await transaction(pool, async tx => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await writeChairs(tx, size);
    // Exclusions and references are checked over all rows at once: ten times as fast as row by row.
    await filledAtOnce(tx, ['assignment'], () => writePeople(tx));
    await tx.query('ANALYZE position_version, assignment, employee');
    await writePlans(tx);
    await tx.query('ALTER TABLE activity DISABLE TRIGGER activity_period_guard');
    await filledAtOnce(tx, ['activity', 'activity_event'], () => writeWork(tx, size.days, size.entriesPerDay ?? 2));
    await tx.query('ALTER TABLE activity ENABLE TRIGGER activity_period_guard');
    await writeQuestions(tx);
  });
  await pool.query('ANALYZE');
}

/** Units 0 to 9 of an office: itself, three divisions, two sections in each of them. */
async function writeChairs(tx: Tx, { offices, staff }: RegencySize): Promise<void> {
  await tx.query(`CREATE TEMP TABLE like_staf1 ON COMMIT DROP AS
    SELECT a.employee_id, v.*, s.status, s.rank_grade, (SELECT p.position_id FROM assignment p JOIN account b ON b.employee_id = p.employee_id
        JOIN demo_account k ON k.account_id = b.id WHERE k.key = 'sekda' AND p.kind = 'DEFINITIF') AS top
    FROM demo_account d JOIN account c ON c.id = d.account_id JOIN assignment a ON a.employee_id = c.employee_id AND a.kind = 'DEFINITIF'
    JOIN position_version v ON v.position_id = a.position_id JOIN employee_status s ON s.employee_id = a.employee_id
    WHERE d.key = 'staf1' ORDER BY s.from_date DESC, v.from_date DESC LIMIT 1`);
  await tx.query(`CREATE TEMP TABLE size_unit ON COMMIT DROP AS
    SELECT o * 10 + u AS n, o, u, ${id(1, 'o * 10 + u')} AS unit_id, ${id(2, 'o')} AS payroll_unit_id,
      CASE WHEN u BETWEEN 1 AND 3 THEN o * 10 WHEN u > 3 THEN o * 10 + 1 + (u - 4) / 2 END AS parent,
      CASE WHEN u = 0 THEN 3 ELSE ${String(staff)} END AS staff
    FROM generate_series(1, ${String(offices)}) o, generate_series(0, 9) u`);
  await tx.query(`CREATE TEMP TABLE size_chair ON COMMIT DROP AS
    SELECT u.n * 100 + k AS n, k, u.n AS unit, u.o, u.u, u.unit_id, u.payroll_unit_id, ${id(3, 'u.n * 100 + k')} AS position_id,
      CASE WHEN k > 0 THEN ${id(3, 'u.n * 100')} WHEN u.parent IS NULL THEN (SELECT top FROM like_staf1)
        ELSE ${id(3, 'u.parent * 100')} END AS superior_id,
      CASE WHEN k = 0 AND u.u > 3 AND u.n % 7 = 3 OR k = 0 AND u.u = 1 AND u.o % 5 = 2 THEN NULL ELSE ${id(4, 'u.n * 100 + k')} END AS employee_id
    FROM size_unit u, generate_series(0, u.staff) k`);
  await tx.query(`INSERT INTO payroll_unit (id, code, name)
    SELECT payroll_unit_id, 'UKURAN-' || o, 'Dinas Contoh ' || o FROM size_unit WHERE u = 0`);
  await tx.query(`INSERT INTO org_unit (id, code) SELECT unit_id, 'UKURAN-' || n FROM size_unit`);
  await tx.query(`INSERT INTO org_unit_version (unit_id, from_date, name, kind, parent_id, payroll_unit_id)
    SELECT s.unit_id, '2024-01-01', CASE WHEN u = 0 THEN 'Dinas Contoh ' WHEN u < 4 THEN 'Bidang Contoh ' ELSE 'Seksi Contoh ' END || s.n,
      CASE WHEN u = 0 THEN 'DINAS' WHEN u < 4 THEN 'BIDANG' ELSE 'SEKSI' END, ${id(1, 's.parent')}, s.payroll_unit_id
    FROM size_unit s ORDER BY s.n`);
  await tx.query(`INSERT INTO position (id, code) SELECT position_id, 'UKURAN-' || n FROM size_chair`);
  await tx.query(`INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, echelon, job_class, family, one_step)
    SELECT c.position_id, '2024-01-01', CASE WHEN k > 0 THEN l.title ELSE 'Kepala unit ' || c.unit END, c.unit_id, c.superior_id,
      CASE WHEN k > 0 THEN l.kind WHEN u = 0 THEN 'JPT' WHEN u < 4 THEN 'ADMINISTRATOR' ELSE 'PENGAWAS' END,
      CASE WHEN k > 0 THEN l.echelon WHEN u = 0 THEN 'II.b' WHEN u < 4 THEN 'III.b' ELSE 'IV.a' END,
      CASE WHEN k > 0 THEN l.job_class WHEN u = 0 THEN 14 WHEN u < 4 THEN 11 ELSE 9 END, CASE WHEN k > 0 THEN l.family ELSE 'struktural' END, false
    FROM size_chair c, like_staf1 l ORDER BY c.n`);
}

async function writePeople(tx: Tx): Promise<void> {
  await tx.query(`INSERT INTO employee (id, nip, name, phone)
    SELECT employee_id, '19' || 60 + r / 999 % 40 || lpad((1 + r / 39960)::text, 2, '0') || '012020121' || lpad((r % 999)::text, 3, '0'),
      (ARRAY['Ahmad','Budi','Citra','Dewi','Eka','Fajar','Gita','Hadi','Indah','Joko','Kartika','Lestari','Mulyadi','Noor','Rahmat','Siti','Wahyu'])[1 + n % 17]
        || ' ' || (ARRAY['Contoh','Misalan','Umpama','Ibarat','Andai'])[1 + n / 17 % 5] || ' ' || n,
      CASE WHEN n % 3 > 0 THEN '0800' || lpad(n::text, 8, '0') END
    FROM (SELECT *, row_number() OVER (ORDER BY n) - 1 AS r FROM size_chair WHERE employee_id IS NOT NULL) c`);
  await tx.query(`INSERT INTO employee_status (employee_id, from_date, status, rank_grade)
    SELECT c.employee_id, '2024-01-01', l.status, l.rank_grade FROM size_chair c, like_staf1 l WHERE c.employee_id IS NOT NULL`);
  await tx.query(`INSERT INTO assignment (employee_id, position_id, kind, from_date)
    SELECT employee_id, position_id, 'DEFINITIF', '2024-01-01' FROM size_chair WHERE employee_id IS NOT NULL`);
  await tx.query(`INSERT INTO assignment (employee_id, position_id, kind, from_date, decree)
    SELECT h.employee_id, c.position_id, 'PLT', '2026-09-01', 'SPT contoh'
    FROM size_chair c JOIN size_chair h ON h.o = c.o AND h.u = 0 AND h.k = 0 WHERE c.employee_id IS NULL AND c.u = 1`);
  await tx.query(`INSERT INTO account (id, employee_id, login)
    SELECT ${id(5, 'n')}, employee_id, e.nip FROM size_chair c JOIN employee e ON e.id = c.employee_id`);
  await tx.query(`INSERT INTO role_grant (account_id, role, payroll_unit_id, from_date, decree, granted_by, confirmed_by)
    SELECT ${id(5, 'c.n')}, r.role, c.payroll_unit_id, '2026-01-01', 'SK contoh', g.id, k.id
    FROM size_chair c JOIN (VALUES (1, 'pengelola'), (2, 'bendahara')) r (k, role) ON r.k = c.k AND c.u = 0,
      (SELECT a.employee_id AS id FROM account a JOIN demo_account d ON d.account_id = a.id WHERE d.key = 'kepegawaian1') g,
      (SELECT a.employee_id AS id FROM account a JOIN demo_account d ON d.account_id = a.id WHERE d.key = 'kepegawaian2') k`);
}

/** One person in twenty has no SKP, one in ten waits for its approval. */
async function writePlans(tx: Tx): Promise<void> {
  await tx.query(`INSERT INTO skp_plan (id, employee_id, year, position_id, from_date, until_date, state, submitted_at)
    SELECT ${id(6, 'n')}, employee_id, 2026, position_id, '2026-01-01', '2026-12-31',
      CASE WHEN n % 10 = 1 THEN 'diajukan' ELSE 'disetujui' END, '2026-11-10T02:00:00Z'
    FROM size_chair WHERE employee_id IS NOT NULL AND n % 20 <> 7`);
  await tx.query(`INSERT INTO skp_target (id, employee_id, year, ordinal, result, plan_id)
    SELECT ${id(7, 'c.n * 10 + t')}, c.employee_id, 2026, t, 'Hasil kerja contoh ' || t, ${id(6, 'c.n')}
    FROM size_chair c, generate_series(1, 2) t WHERE c.employee_id IS NOT NULL AND c.n % 20 <> 7`);
  await tx.query(`INSERT INTO skp_indicator (target_id, ordinal, aspect, indicator, target_value, unit_name)
    SELECT ${id(7, 'c.n * 10 + t')}, 1, 'kuantitas', 'Jumlah dokumen', 120, 'dokumen'
    FROM size_chair c, generate_series(1, 2) t WHERE c.employee_id IS NOT NULL AND c.n % 20 <> 7`);
}

/** The older entries decided, the latest in every status. */
async function writeWork(tx: Tx, days: number, entriesPerDay: number): Promise<void> {
  await tx.query(`CREATE TEMP TABLE size_way ON COMMIT DROP AS
    SELECT s.superior_id, v.chair AS verify_chair, vh.person AS verifier, w.chair AS validate_chair, wh.person AS validator
    FROM (SELECT DISTINCT superior_id FROM size_chair) s
    CROSS JOIN LATERAL (SELECT takar_chair_from(s.superior_id, '{}', '${TODAY}') AS chair) v
    CROSS JOIN LATERAL (SELECT a.employee_id AS person FROM assignment a WHERE a.position_id = v.chair ORDER BY a.kind LIMIT 1) vh
    CROSS JOIN LATERAL (SELECT takar_chair_above(v.chair, ARRAY[vh.person], '${TODAY}') AS chair) w
    CROSS JOIN LATERAL (SELECT a.employee_id AS person FROM assignment a WHERE a.position_id = w.chair ORDER BY a.kind LIMIT 1) wh`);
  await tx.query(`INSERT INTO payroll_period (month, kind, payroll_unit_id)
    SELECT m.month, 'TPP', u.payroll_unit_id FROM size_unit u, (VALUES ('2026-10-01'::date), ('2026-11-01')) m (month) WHERE u.u = 0`);
  await tx.query(
    `CREATE TEMP TABLE size_entry ON COMMIT DROP AS
    SELECT uuidv7(d.day::timestamptz + interval '9 hours' - clock_timestamp()) AS id, d.day, c.employee_id, c.position_id, c.payroll_unit_id,
      part, w.*, CASE WHEN d.age > 1 THEN CASE (c.n + part + d.age) % 8 WHEN 0 THEN 'diverifikasi' WHEN 1 THEN 'dikirim' ELSE 'divalidasi' END
        ELSE (ARRAY['dikirim','dikirim','dikirim','diverifikasi','diverifikasi','draf','dikembalikan','ditolak'])[1 + (c.n + part * 3 + d.age) % 8] END AS status
    FROM size_chair c JOIN size_way w ON w.superior_id = c.superior_id
    CROSS JOIN (SELECT day::date AS day, row_number() OVER (ORDER BY day DESC)::int - 1 AS age
      FROM generate_series('2026-11-01'::date, '2026-11-17', '1 day') day WHERE extract(isodow FROM day) < 6 ORDER BY day DESC LIMIT $1) d
    CROSS JOIN generate_series(0, $2::int - 1) part WHERE c.employee_id IS NOT NULL`,
    [days, entriesPerDay],
  );
  await tx.query(`INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, target_id, description, volume,
      start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, validated_by, sent_at, created_at, updated_at)
    SELECT s.id, s.day, s.employee_id, s.position_id, s.payroll_unit_id, i.item_id, t.id, 'Menyelesaikan pekerjaan contoh', 1,
      480 + part * 120, 570 + part * 120, 90, 90, s.status, CASE s.status WHEN 'divalidasi' THEN 3 WHEN 'dikirim' THEN 1 WHEN 'draf' THEN 1 ELSE 2 END,
      CASE WHEN s.status IN ('diverifikasi', 'divalidasi') THEN s.verifier END, CASE WHEN s.status IN ('diverifikasi', 'divalidasi') THEN s.verify_chair END,
      CASE WHEN s.status = 'divalidasi' THEN s.validator END, CASE WHEN s.status <> 'draf' THEN s.day + interval '8 hours' END,
      s.day + interval '8 hours', s.day + interval '9 hours'
    FROM size_entry s LEFT JOIN skp_target t ON t.employee_id = s.employee_id AND t.ordinal = 1,
      (SELECT a.item_id FROM activity a JOIN like_staf1 l ON l.employee_id = a.employee_id LIMIT 1) i`);
  await tx.query(`INSERT INTO activity_event (entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, chair_id, reason_code, reason, at)
    SELECT '2026-11-01', s.id, e.seq, e.action, e.was, e.becomes, e.actor, e.part, e.chair, e.code, e.code, s.day + interval '8 hours' * e.seq
    FROM size_entry s CROSS JOIN LATERAL (VALUES
      (1, 'kirim', NULL, 'dikirim', s.employee_id, 'pemilik', NULL::uuid, NULL, s.status <> 'draf'),
      (1, 'buat', NULL, 'draf', s.employee_id, 'pemilik', NULL, NULL, s.status = 'draf'),
      (2, 'setujui', 'dikirim', 'diverifikasi', s.verifier, 'verifikator', s.verify_chair, NULL, s.status IN ('diverifikasi', 'divalidasi')),
      (2, 'kembalikan', 'dikirim', 'dikembalikan', s.verifier, 'verifikator', s.verify_chair, 'uraian', s.status = 'dikembalikan'),
      (2, 'tolak', 'dikirim', 'ditolak', s.verifier, 'verifikator', s.verify_chair, 'tidak_dikerjakan', s.status = 'ditolak'),
      (3, 'setujui', 'diverifikasi', 'divalidasi', s.validator, 'validator', s.validate_chair, NULL, s.status = 'divalidasi')
    ) e (seq, action, was, becomes, actor, part, chair, code, holds) WHERE e.holds`);
}

/** What waits for an answer: dispensations, objections, orders, reports, notices. */
async function writeQuestions(tx: Tx): Promise<void> {
  await tx.query(`INSERT INTO dispensation (id, employee_id, work_date, cause, explanation, requested_by, requested_at)
    SELECT ${id(8, 'n')}, employee_id, '2026-11-05', 'jaringan', 'Jaringan kantor putus sepanjang hari', employee_id, '2026-11-16T02:00:00Z'
    FROM size_chair WHERE employee_id IS NOT NULL AND n % 40 = 3`);
  await tx.query(`INSERT INTO objection (id, activity_id, work_date, owner_id, refused_by, start_chair_id, excluded, reason, filed_at, due_on)
    SELECT s.id, s.id, s.day, s.employee_id, s.verifier, s.verify_chair, ARRAY[s.employee_id, s.verifier], 'Pekerjaan itu saya kerjakan sendiri',
      '2026-11-10T02:00:00Z', '2026-11-15' FROM size_entry s WHERE s.status = 'ditolak' AND s.employee_id::text LIKE '%04'`);
  await tx.query(`INSERT INTO task_order (id, from_id, chair_id, to_id, text, created_at)
    SELECT ${id(9, 'c.n')}, w.verifier, w.verify_chair, c.employee_id, 'Siapkan bahan rapat', '2026-11-16T02:00:00Z'
    FROM size_chair c JOIN size_way w ON w.superior_id = c.superior_id WHERE c.employee_id IS NOT NULL AND c.n % 5 = 2`);
  await tx.query(`INSERT INTO data_report (id, employee_id, about, message, created_at)
    SELECT ${id(10, 'n')}, employee_id, 'atasan', 'Atasan saya sudah berganti', '2026-11-16T02:00:00Z'
    FROM size_chair WHERE employee_id IS NOT NULL AND n % 50 = 5`);
  await tx.query(`INSERT INTO notification (employee_id, kind, text, href, dedupe, created_at)
    SELECT employee_id, 'pengingat', 'Pengingat contoh', '/kegiatan-harian', 'ukuran', '2026-11-17T01:00:00Z'
    FROM size_chair WHERE employee_id IS NOT NULL`);
  await tx.query(`INSERT INTO announcement_read (announcement_id, employee_id, read_at)
    SELECT a.id, c.employee_id, '2026-11-17T01:00:00Z' FROM size_chair c, (SELECT id FROM announcement ORDER BY id LIMIT 1) a
    WHERE c.employee_id IS NOT NULL AND c.n % 2 = 0`);
}
