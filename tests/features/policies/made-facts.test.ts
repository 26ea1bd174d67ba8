import { beforeAll, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { load } from '../../../src/domain/tpp/load.ts';
import { monthPresence } from '../../../src/domain/attendance/month.ts';
import { MADE_SOURCES } from '../../../src/domain/tpp/made-source.ts';
import { sourceNotes } from '../../../src/domain/tpp/source-note.ts';
import { engineFacts, lacksFacts } from '../../../src/features/policies/engine-facts.ts';
import { factNamesStatement, factsOf, factsStatement, type GatheredFacts } from '../../../src/features/policies/facts.ts';
import { regulationOn, type InForce } from '../../../src/features/policies/queries.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { ZONE } from '../../../src/demo/zone.ts';
import { dayIn, instantOf } from '../../../src/platform/clock.ts';
import { readCast } from '../../support/cast.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

const OCTOBER = month('2026-10');
const concrete = (source: string): string => source.replace('<keluaran>', 'bersih');

/** A regulation with an input for everything the product makes; each is used by an output. */
function everything(): string {
  const inputs = MADE_SOURCES.map(({ source, type, fields }, index) => {
    const shape = fields
      ? `daftar<baris>, fields: { ${Object.entries(fields).map(([name, of]) => `${name}: ${of}`).join(', ')} }`
      : type.startsWith('angka')
        ? 'rupiah'
        : type;
    return `  f${String(index)}: { label: F, type: ${shape}, source: ${concrete(source)}${source === 'jabatan.eselon' ? ', default: ""' : ''} }`;
  });
  const steps = MADE_SOURCES.flatMap(({ type, fields }, index) => {
    const name = `f${String(index)}`;
    const expr = fields ?? /^(peta|daftar)/.test(type) ? `banyak(${name})` : name;
    return [`  - { set: s${String(index)}, label: S, cite: Pasal 1, expr: ${expr} }`];
  });
  const outputs = MADE_SOURCES.map((_, index) => `  o${String(index)}: s${String(index)}`);
  return `format: takar/1
id: segala
name: Segala
valid: { from: 2026-01-01 }
source: Perbup Contoh
inputs:
${inputs.join('\n')}
steps:
${steps.join('\n')}
outputs:
${outputs.join('\n')}
harian:
  cite: Pasal 2
  target_poin: { 5: 300, 6: 250 }
  batas_poin: 300
  batas_entri_hari: 3
  batas_putusan_hari: 2
  entri_hari_libur: tolak
  menit_min: 15
  menit_maks: 720
  tumpang_tindih: tolak
`;
}

let pool: Pool;
let inForce: InForce;
let person: string;

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 1, statementTimeout: 20_000 });
  const standing = (await regulationOn(pool, localDate('2026-10-01')))!;
  const loaded = load(everything(), 'segala.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  inForce = { ...standing, regulation: { ...loaded.regulation, attendance: standing.regulation.attendance } };
  person = (await readCast(pool)).staf1.employeeId;
  return () => pool.end();
}, 120_000);

const factsNow = async (): Promise<Readonly<Record<string, string>>> =>
  (await factsOf(pool, { month: OCTOBER, inForce, employeeId: person }))[0]!.facts;

let gatheredOnce: Promise<GatheredFacts[]> | undefined;
/** Everybody's October, gathered once. */
const everybody = (): Promise<GatheredFacts[]> => (gatheredOnce ??= factsOf(pool, { month: OCTOBER, inForce }));

const rowsOf = (text: string | undefined): readonly Record<string, string>[] =>
  JSON.parse(text ?? '') as Record<string, string>[];

test('every source of the registry is gathered for a regulation that asks for it, and can be computed with', async () => {
  const facts = await factsNow();
  const { missing, outputs } = compute(inForce.regulation, engineFacts(inForce.regulation, OCTOBER, facts));
  expect(missing).toEqual([]);
  expect(Object.keys(outputs)).toHaveLength(MADE_SOURCES.length);
  for (const { source } of MADE_SOURCES.filter(made => made.source !== 'jabatan.eselon'))
    expect(facts).toHaveProperty([concrete(source)]);
  // 28 October was Sumpah Pemuda, no free day; 31 October 2026 a Saturday.
  const working = JSON.parse(facts['kalender.tanggal_kerja']!) as readonly string[];
  expect(working.length).toBe(Number(facts['kalender.hari_kerja']));
  expect([working[0], working.at(-1)]).toEqual(['2026-10-01', '2026-10-30']);
  expect(JSON.parse(facts['kalender.tanggal_kerja_berikutnya']!)).toContain('2026-11-30');
  expect(facts).toMatchObject({ 'unit.pola_kerja': '5', 'kalender.hari_kalender': '31', 'cuti.rentang': '[]' });
});

test('presence, day by day and together, is that of the judged days', async () => {
  const facts = await factsNow();
  const { rows } = await pool.query<JudgedRow>(
    `SELECT day, late_minutes AS late, early_minutes AS early, code, cut_bp AS cut, in_at, out_at FROM attendance_day
     WHERE employee_id = $1 AND day BETWEEN '2026-10-01' AND '2026-10-31' AND code <> 'L' ORDER BY day`,
    [person],
  );
  const late = rows.filter(row => row.late > 0);
  expect(late.length).toBeGreaterThan(0);
  expect(JSON.parse(facts['presensi.menit_terlambat']!)).toEqual(late.map(row => String(row.late)));
  expect(facts['presensi.jumlah_menit_terlambat']).toBe(String(late.reduce((sum, row) => sum + row.late, 0)));
  expect(rowsOf(facts['presensi.hari']).map(({ tgl, kode, telat, pulang_cepat: early }) => [tgl, kode, telat, early])).toEqual(
    rows.map(row => [row.day, row.code, String(row.late), String(row.early)]),
  );
  expect(facts['presensi.alpa']).toBe(String(rows.filter(row => row.code === 'TK').length));
  // A worked case with days in it adds them up without a database.
  const days = rows.map(({ day, late: lateMinutes, early: earlyMinutes, code, cut, in_at: at, out_at: until }) => {
    const minute = (instant: Date | null): number | null => (instant === null ? null : 0);
    const result = { code, lateMinutes, earlyMinutes, cut, in: minute(at), out: minute(until), why: [] };
    return { date: localDate(day), result };
  });
  const together = Object.entries(monthPresence(days, inForce.regulation.attendance!));
  const gathered = (name: string): unknown => {
    const text = facts[`presensi.${name}`] ?? '';
    return /^[[{]/.test(text) ? JSON.parse(text) : text;
  };
  const inText = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_, each: unknown) => (typeof each === 'number' ? String(each) : each));
  for (const [name, value] of together) expect([name, inText(gathered(name))]).toEqual([name, value]);
});

interface JudgedRow extends Record<string, unknown> {
  day: string;
  late: number;
  early: number;
  code: string;
  cut: number;
  in_at: Date | null;
  out_at: Date | null;
}

test('leave counts the days that lie in the month; chairs and acting posts as long as they were held', async () => {
  const chair = (await pool.query<{ id: string }>(
    "SELECT position_id AS id FROM assignment WHERE employee_id = $1 AND kind = 'DEFINITIF' AND last_date IS NULL",
    [person],
  )).rows[0]!.id;
  await pool.query(
    `INSERT INTO leave_record (employee_id, kind, first_day, last_day, document_number, document_date, recorded_at)
     VALUES ($1, 'CT', '2026-10-15', '2026-10-20', '1', '2026-10-01', now()),
            ($1, 'CS', '2026-10-30', '2026-11-03', '2', '2026-10-01', now())`,
    [person],
  );
  // A better class from the 12th on; a superior's chair from the 21st on, without an end.
  await pool.query(
    `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, echelon, job_class, family, one_step)
     SELECT position_id, '2026-10-12', title, unit_id, superior_id, kind, echelon, job_class + 1, family, one_step
     FROM position_version WHERE position_id = $1 ORDER BY from_date DESC LIMIT 1`,
    [chair],
  );
  await pool.query(
    `INSERT INTO assignment (employee_id, position_id, kind, from_date, decree)
     SELECT $1, superior_id, 'PLT', '2026-10-21', 'SK 1' FROM position_version WHERE position_id = $2 AND from_date = '2026-10-12'`,
    [person, chair],
  );
  const facts = await factsNow();
  expect(JSON.parse(facts['cuti.hari_kerja']!)).toEqual({ CT: '4', CS: '1' });
  expect(JSON.parse(facts['cuti.hari_kalender']!)).toEqual({ CT: '6', CS: '2' });
  expect(rowsOf(facts['cuti.rentang'])).toEqual([
    { jenis: 'CT', mulai: '2026-10-15', selesai: '2026-10-20', hari_kerja: '4', hari_kalender: '6' },
    { jenis: 'CS', mulai: '2026-10-30', selesai: '2026-11-03', hari_kerja: '1', hari_kalender: '2' },
  ]);
  const spans = (text: string | undefined): unknown =>
    rowsOf(text).map(({ kelas, mulai, selesai, hari_kerja: work, hari_kalender: days }) => [kelas, mulai, selesai, work, days]);
  expect(spans(facts['jabatan.riwayat'])).toEqual([
    ['8', '2026-10-01', '2026-10-11', '7', '11'],
    ['9', '2026-10-12', '2026-10-31', '15', '20'],
  ]);
  expect(spans(facts['jabatan.plt'])).toEqual([[expect.any(String), '2026-10-21', '9999-12-31', '8', '11']]);
});

test('the entries of a day are those that count, each day on its own', async () => {
  const facts = await factsNow();
  const { rows } = await pool.query(
    `SELECT work_date::text AS tgl, count(*)::text AS entri, sum(coalesce(end_minute - start_minute, 0))::text AS menit, sum(points)::text AS poin
     FROM activity WHERE employee_id = $1 AND work_date BETWEEN '2026-10-01' AND '2026-10-31' AND status = 'divalidasi'
     GROUP BY work_date ORDER BY work_date`,
    [person],
  );
  const days = rowsOf(facts['kegiatan.hari']);
  expect(days.length).toBeGreaterThan(15);
  expect(days.map(({ tgl, jumlah_entri: entri, jumlah_menit: menit, jumlah_poin: poin }) => ({ tgl, entri, menit, poin }))).toEqual(rows);
  const sum = (column: string): number => days.reduce((total, day) => total + Number(day[column]), 0);
  expect(sum('jumlah_menit')).toBe(Number(facts['kegiatan.menit_divalidasi']));
  expect(sum('jumlah_entri')).toBe(Number(facts['kegiatan.jumlah_entri']));
  expect(sum('menit_divalidasi_terlambat')).toBe(Number(facts['kegiatan.menit_divalidasi_terlambat']));
});

test('points of entries sent with a dispensation are a part of the counted ones, within the cap of the day', async () => {
  const before = await factsNow();
  // Every entry of a day above the cap is sent after its dispensation was granted: all that counts of that day is late.
  const { rows } = await pool.query<{ day: string; points: number; sent: Date }>(
    `SELECT t.work_date AS day, sum(t.points)::int AS points, min(e.at) AS sent FROM activity t
     JOIN activity_event e ON e.activity_id = t.id AND e.seq = (SELECT min(seq) FROM activity_event k WHERE k.activity_id = t.id AND k.action = 'kirim')
     WHERE t.employee_id = $1 AND t.work_date BETWEEN '2026-10-01' AND '2026-10-31' AND t.status = 'divalidasi'
     GROUP BY t.work_date HAVING sum(t.points) > 300 ORDER BY t.work_date LIMIT 1`,
    [person],
  );
  const { day, sent } = rows[0]!;
  await pool.query(
    `INSERT INTO dispensation (id, employee_id, work_date, cause, explanation, requested_by, requested_at, state, open_until,
       decided_by, decided_at)
     SELECT gen_random_uuid(), $1, $2::date, 'jaringan', 'Jaringan putus', $1, $3, 'disetujui', $2::date + 30, id, $3
     FROM employee WHERE id <> $1 LIMIT 1`,
    [person, day, sent],
  );
  const after = await factsNow();
  expect(before['kegiatan.poin_terlambat']).toBe('0');
  expect(after['kegiatan.poin_terlambat']).toBe('300');
  // Of the day itself all points are late, also those above the cap; both ways late are those that were signed late, too.
  const late = rowsOf(after['kegiatan.hari']).filter(({ poin_terlambat: points }) => points !== '0');
  expect(late.map(({ tgl, poin_terlambat: points }) => [tgl, points])).toEqual([[day, String(rows[0]!.points)]]);
  expect(late[0]!['poin_terlambat_keduanya']).toBe(late[0]!['poin_divalidasi_terlambat']);
  expect(after['kegiatan.poin_divalidasi']).toBe(before['kegiatan.poin_divalidasi']);
});

test('service is counted from the month in the NIP, in whole months', async () => {
  const { rows } = await pool.query<{ id: string; nip: string; status: string }>(
    `SELECT e.id, e.nip, s.status FROM employee e JOIN employee_status s ON s.employee_id = e.id WHERE s.status IN ('PNS', 'PPPK')`,
  );
  const gathered = new Map((await everybody()).map(each => [each.employeeId, each.facts]));
  const served = (id: string): string | undefined => gathered.get(id)?.['pegawai.masa_kerja'];
  const civil = rows.filter(({ id, status, nip }) => status === 'PNS' && served(id) !== undefined && /^0[1-9]|1[0-2]$/.test(nip.slice(12, 14)));
  expect(civil.length).toBeGreaterThan(20);
  for (const { id, nip } of civil)
    expect(served(id)).toBe(String((2026 - Number(nip.slice(8, 12))) * 12 + 10 - Number(nip.slice(12, 14))));
});

/** Who is to answer for what of a month waits at a moment: climbing from each entry on its own. */
const ANSWERS = `WITH waits AS (
    SELECT t.id, takar_chair_above(t.position_id, ARRAY[t.employee_id], ($1::timestamptz AT TIME ZONE $2)::date) AS chair, ARRAY[t.employee_id] AS excluded,
      t.sent_at AS since, t.status AS step
    FROM activity t WHERE t.status = 'dikirim' AND t.work_date BETWEEN '2026-11-01' AND '2026-11-30'
    UNION ALL
    SELECT t.id, CASE WHEN t.validator_chair_id IS NULL
        THEN takar_chair_above(t.verified_chair_id, ARRAY[t.employee_id, t.verified_by], ($1::timestamptz AT TIME ZONE $2)::date)
        ELSE takar_chair_from(t.validator_chair_id, ARRAY[t.employee_id, t.verified_by], ($1::timestamptz AT TIME ZONE $2)::date) END,
      ARRAY[t.employee_id, t.verified_by], t.updated_at, t.status
    FROM activity t WHERE t.status = 'diverifikasi' AND t.work_date BETWEEN '2026-11-01' AND '2026-11-30'
  )
  SELECT DISTINCT h.employee_id AS person, w.id, greatest(w.since, h.from_date::timestamp AT TIME ZONE $2) AS since, w.step
  FROM waits w JOIN assignment h ON h.position_id = w.chair AND h.kind IN ('DEFINITIF', 'PLT', 'PLH') AND h.employee_id <> ALL (w.excluded)
    AND h.from_date <= ($1::timestamptz AT TIME ZONE $2)::date AND (h.last_date IS NULL OR h.last_date >= ($1::timestamptz AT TIME ZONE $2)::date)
  ORDER BY 1, 2`;

test('entries left undecided are those of whose step it is, beyond the limit, and stay so when they are decided after the close', async () => {
  const november = month('2026-11');
  const { rows: latest } = await pool.query<{ at: Date }>('SELECT max(updated_at) AS at FROM activity');
  // Half past midnight after the last entry, in the regency: in UTC it is still the day before.
  const at = new Date(instantOf(ZONE, dayIn(ZONE, latest[0]!.at), 1470));
  const { rows: answers } = await pool.query<{ person: string; id: string; since: Date; step: string }>(ANSWERS, [at, ZONE]);
  const DAY = 86_400_000;
  const expected = new Map<string, { count: number; days: number }>();
  for (const { person: of, since } of answers) {
    const over = Math.ceil((at.getTime() - since.getTime()) / DAY) - 2;
    const so = expected.get(of) ?? { count: 0, days: 0 };
    if (over > 0) expected.set(of, { count: so.count + 1, days: so.days + over });
  }
  const before = new Map((await factsOf(pool, { month: november, inForce, at })).map(each => [each.employeeId, each.facts]));
  const left = [...before].filter(([, facts]) => facts['bawahan.entri_terlewat'] !== '0');
  expect(left.length).toBeGreaterThan(1);
  expect(Object.fromEntries(left.map(([id, facts]) => [id, [facts['bawahan.entri_terlewat'], facts['bawahan.hari_terlewat']]]))).toEqual(
    Object.fromEntries([...expected].filter(([id]) => before.has(id)).map(([id, { count, days }]) => [id, [String(count), String(days)]])),
  );
  for (const [, facts] of before)
    expect(Number(facts['bawahan.entri'])).toBeGreaterThanOrEqual(Number(facts['bawahan.entri_terlewat']));
  // The month is closed at that moment; a second later the superior refuses what was left.
  const { person: leader, id: entry } = answers.find(
    ({ person: of, since, step }) => before.has(of) && step === 'dikirim' && Math.ceil((at.getTime() - since.getTime()) / DAY) > 2,
  )!;
  await pool.query(
    `WITH refused AS (
       UPDATE activity SET status = 'ditolak', version = version + 1, updated_at = $2::timestamptz + interval '1 second' WHERE id = $1 RETURNING *)
     INSERT INTO activity_event (entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, reason_code, at)
     SELECT date_trunc('month', uuid_extract_timestamp(id) AT TIME ZONE 'UTC')::date, id, version, 'tolak', 'dikirim', 'ditolak', $3,
       'verifikator', 'waktu', updated_at FROM refused`,
    [entry, at, leader],
  );
  const later = { month: november, inForce, employeeId: leader, at: new Date(at.getTime() + 1000) };
  const openStill = (await factsOf(pool, later))[0]!;
  expect(Number(openStill.facts['bawahan.entri_terlewat'])).toBe(Number(before.get(leader)!['bawahan.entri_terlewat']) - 1);
  await pool.query(
    `INSERT INTO payroll_run (month, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at)
     VALUES ('2026-11-01', $1, 1, 'DITUTUP', $2, $3, $4)`,
    [openStill.payrollUnitId, inForce.id, leader, at],
  );
  const decisions = ({ facts }: { readonly facts: Readonly<Record<string, string>> }): unknown =>
    Object.entries(facts).filter(([source]) => source.startsWith('bawahan.entri') || source === 'bawahan.hari_terlewat');
  expect(decisions((await factsOf(pool, later))[0]!)).toEqual(decisions({ facts: before.get(leader)! }));
});

test('points and minutes signed beyond the limit are parts of those that count', async () => {
  const late = (await everybody()).filter(({ facts }) => facts['kegiatan.poin_divalidasi_terlambat'] !== '0');
  // The same entries, by their history.
  const { rows } = await pool.query<{ person: string; minutes: string }>(
    `SELECT t.employee_id AS person, sum(t.end_minute - t.start_minute)::text AS minutes FROM activity t
     WHERE t.work_date BETWEEN '2026-10-01' AND '2026-10-31' AND t.status = 'divalidasi' AND EXISTS (
       SELECT 1 FROM (SELECT e.action, e.at, lag(e.at) OVER (ORDER BY e.seq) AS before FROM activity_event e WHERE e.activity_id = t.id) x
       WHERE x.action = 'setujui' AND x.at > x.before + interval '48 hours') GROUP BY t.employee_id`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(late.map(({ employeeId, facts }) => [employeeId, facts['kegiatan.menit_divalidasi_terlambat']]).sort()).toEqual(
    rows.map(row => [row.person, row.minutes]).sort(),
  );
  for (const { facts } of late)
    expect(Number(facts['kegiatan.poin_divalidasi_terlambat'])).toBeLessThanOrEqual(Number(facts['kegiatan.poin_divalidasi']));
});

test('results of earlier months are those approved', async () => {
  const facts = await factsNow();
  const { rows } = await pool.query<{ month: string; net: string }>(
    `SELECT r.month, l.outputs ->> 'bersih' AS net FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
     WHERE l.employee_id = $1 AND r.kind = 'TPP' AND r.state IN ('DISETUJUI', 'DIBAYAR') AND r.month < '2026-10-01' ORDER BY r.month`,
    [person],
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(facts['bulan_lalu.bersih']).toBe(rows.find(row => row.month === '2026-09-01')?.net);
  const sum = rows.filter(row => row.month >= '2026-01-01').reduce((all, row) => all + BigInt(row.net), 0n);
  expect(facts['sejak_januari.bersih']).toBe(sum.toString());
});

test('names are the same with and without adding up', async () => {
  const asked = { month: OCTOBER, inForce };
  type Row = Record<string, unknown> & { employee_id: string; facts: Record<string, string> };
  const { text, values } = factNamesStatement(asked);
  const named = (people: readonly (readonly [string, Readonly<Record<string, string>>])[]): unknown =>
    people
      .map(([id, facts]) => [id, Object.keys(facts).sort(), lacksFacts(inForce.regulation, OCTOBER, facts).length])
      .sort();
  const { rows } = await pool.query<Row>(text, [...values]);
  const gathered = await everybody();
  expect(gathered.length).toBeGreaterThan(50);
  expect(named(rows.map(row => [row.employee_id, row.facts]))).toEqual(
    named(gathered.map(({ employeeId, facts }) => [employeeId, facts])),
  );
});

test('a regulation that asks for none of them gathers none of them', async () => {
  const standing = (await regulationOn(pool, localDate('2026-10-01')))!;
  const { text } = await factsStatement(pool, { month: OCTOBER, inForce: standing });
  expect(text).not.toMatch(/further|chair_span|leave_span|past_month/);
});

test('a source the product makes is refused with another type, in the words of the registry', () => {
  const wrong = (shape: string): readonly string[] => {
    const text = `format: takar/1
id: salah
name: Salah
valid: { from: 2026-01-01 }
source: Perbup Contoh
inputs:
  x: { label: X, ${shape} }
steps:
  - { set: y, label: Y, cite: Pasal 1, expr: ${shape.includes('daftar') ? 'banyak(x)' : 'x'} }
outputs: { y: y }
`;
    const loaded = load(text, 'salah.yaml');
    const adopted = load(text, 'salah.yaml', { adopted: true });
    expect(adopted.ok).toBe(true);
    return loaded.ok ? [] : loaded.errors.map(({ line, reason }) => `${String(line)}: ${reason}`);
  };
  expect(wrong('type: menit, source: presensi.alpa')).toEqual([
    '7: presensi.alpa dibuat aplikasi sebagai hari atau kali (Hari kerja tanpa catatan hadir dan tanpa keterangan): tulis type itu, atau pakai source fakta.… untuk angka yang diketik',
  ]);
  expect(wrong('type: kali, source: presensi.alpa')).toEqual([]);
  expect(wrong('type: pilihan, options: [PNS, CPNS], source: pegawai.status')).toEqual([]);
  expect(wrong('type: daftar<baris>, fields: { jenis: teks, lama: hari }, source: cuti.rentang')[0]).toContain(
    'kolom "lama" tidak dibuat aplikasi untuk cuti.rentang',
  );
  expect(wrong('type: daftar<baris>, fields: { jenis: hari }, source: cuti.rentang')[0]).toContain('bukan hari');
  expect(wrong('type: teks, source: sejak_januari.bersih')[0]).toContain('sejak_januari.<keluaran> dibuat aplikasi');
});

test('check tells who brings each fact that the product does not make', () => {
  expect(sourceNotes(inForce.regulation).map(({ note }) => note.split(';')[0])).toEqual([
    'aturan ini tidak mempunyai keluaran "bersih"',
    'aturan ini tidak mempunyai keluaran "bersih"',
  ]);
  const named = inForce.regulation.outputs.map((output, index) => (index === 0 ? { ...output, name: 'bersih' } : output));
  expect(sourceNotes({ ...inForce.regulation, outputs: named })).toEqual([]);
  const notes = sourceNotes({ ...inForce.regulation, outputs: named, attendance: null });
  expect(notes.map(({ source }) => source)).toEqual(MADE_SOURCES.filter(made => made.judged).map(made => made.source));
});
