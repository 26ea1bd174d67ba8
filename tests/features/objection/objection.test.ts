import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { lastHearingDay } from '../../../src/domain/activity/objection.ts';
import { addDays, daysBetween, localDate } from '../../../src/domain/local-date.ts';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { newId } from '../../../src/platform/identity.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { closedMonth } from '../../support/computed-month.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { openedByCode } from '../../support/opened-account.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** A fair answer to a refusal (rulings.md 16; ux.md F10; assurance T32). */

const clock = fixedClock(DEMO_NOW);
const REASON = 'Rapatnya berlangsung sampai sore, daftar hadir ada di lampiran';
const DECISION = 'Daftar hadir menunjukkan kegiatan ini dikerjakan';
const later = (days: number): Date => new Date(new Date(DEMO_NOW).getTime() + days * 86_400_000);

let app: TestApp;
let cast: Cast;
const browsers = new Map<string, Browser>();
const as = async (key: CastKey): Promise<Browser> => {
  const known = browsers.get(key) ?? (await app.signInAs(key));
  browsers.set(key, known);
  return known;
};

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
}, 120_000);

let start = 17 * 60;
/** An entry of staf1 that `atasan`, or after them `validator`, refused through the real pages. */
async function refused(by: 'atasan' | 'validator' = 'atasan', day = '2026-11-18'): Promise<string> {
  start += 5;
  const at = clock.now();
  const id = newId(at);
  await app.deps.pool.query(
    `WITH made AS (INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
       start_minute, end_minute, points_per_unit, points, status, version, sent_at, created_at, updated_at)
     SELECT $1, $2, $3, $4, $5, i.id, 'Rapat koordinasi perizinan', 1, $6::smallint, $6::smallint + 5, n.points_per_unit,
       n.points_per_unit, 'dikirim', 1, $7, $7, $7
     FROM catalogue_item i JOIN catalogue_norm n ON n.item_id = i.id ORDER BY i.code LIMIT 1 RETURNING id)
     INSERT INTO activity_event (entry_month, activity_id, seq, action, to_status, actor_id, part, at)
     SELECT date_trunc('month', uuid_extract_timestamp(id) AT TIME ZONE 'UTC')::date, id, 1, 'kirim', 'dikirim', $3, 'pemilik', $7 FROM made`,
    [id, day, cast.staf1.employeeId, cast.staf1.positionId, cast.staf1.payrollUnitId, start, at],
  );
  const no = { keputusan: 'tolak', alasan_kode: 'waktu', alasan: 'Jamnya tidak cocok dengan daftar hadir' };
  if (by === 'validator') await (await as('atasan')).submit(`/verifikasi/${id}`, { keputusan: 'setujui' });
  const step = by === 'atasan' ? 'verifikasi' : 'validasi';
  expect((await (await as(by)).submit(`/${step}/${id}`, no)).status).toBe(303);
  return id;
}

async function file(entry: string, reason = REASON): Promise<string> {
  const answer = await (await as('staf1')).submit(`/keberatan/baru?kegiatan=${entry}`, { alasan: reason });
  expect(answer.status).toBe(303);
  return answer.headers.location!;
}
const stateOf = async (entry: string): Promise<Record<string, unknown>> =>
  (
    await app.deps.pool.query<Record<string, unknown>>(
      'SELECT status, verified_by, validated_by FROM activity WHERE id = $1',
      [entry],
    )
  ).rows[0]!;
const decide = async (by: CastKey, path: string, keputusan: string): Promise<{ status: number; text: string }> =>
  (await as(by)).submit(path, { keputusan, alasan: DECISION }, path);
const answerAs = async (by: CastKey, path: string): Promise<number> =>
  (
    await (
      await as(by)
    ).submit(path, { tanggapan: 'Saya melihat yang bersangkutan pulang pukul tiga' }, `${path}/tanggapan`)
  ).status;

describe('filing', () => {
  it('stands on a page of its own, from the list, and says who decides and until when', async () => {
    const entry = await refused();
    const staf = await as('staf1');
    const list = await staf.get('/keberatan');
    const line = cheerio.load(list.text)(`li[data-id="${entry}"]`);
    expect(line.attr('data-status')).toBe('ditolak');
    expect(line.attr('data-poin')).toMatch(/^\d+$/);
    expect(cheerio.load(list.text)(`a[href="/keberatan/baru?kegiatan=${entry}"]`).text()).toContain('2 Des');
    const path = await file(entry);
    const page = await staf.get(path);
    expect(page.text).toContain(`Keberatan dikirim ke ${cast.kepala.name}`);
    expect(page.text).toContain(REASON);
    const again = await staf.get(`/keberatan/baru?kegiatan=${entry}`);
    expect([again.status, again.headers.location]).toEqual([303, path]);
    const twice = await staf.post('/keberatan', { kegiatan: entry, alasan: REASON, kunci_kirim: randomUUID() });
    expect(twice.status).toBe(409);
    expect(twice.text).toContain('Keberatan untuk kegiatan ini sudah dikirim Rab 18 Nov');
    // The refusal cannot be taken back any more.
    const undo = await (await as('atasan')).post(`/verifikasi/${entry}/batal`, { versi: '2' });
    expect(undo.status).toBe(409);
    expect(undo.text).toContain('sudah mengajukan keberatan');
    const { rows } = await app.deps.pool.query(
      'SELECT employee_id FROM notification WHERE href = $1 ORDER BY employee_id',
      [path],
    );
    expect(rows.map(row => row.employee_id)).toEqual([cast.atasan.employeeId, cast.kepala.employeeId].sort());
  });

  it('asks for what is missing or too much, with what was typed', async () => {
    const entry = await refused();
    const staf = await as('staf1');
    const form = { kegiatan: entry, kunci_kirim: randomUUID() };
    const wrong: [Record<string, string>, string, string][] = [
      [{ ...form, alasan: '' }, 'alasan', 'Jelaskan keberatan, paling sedikit 20 huruf'],
      [{ ...form, alasan: 'terlalu pendek' }, 'alasan', 'Jelaskan keberatan, paling sedikit 20 huruf'],
      [{ ...form, alasan: '\u200b'.repeat(30) }, 'alasan', 'Jelaskan keberatan, paling sedikit 20 huruf'],
      [{ ...form, alasan: 'a'.repeat(1001) }, 'alasan', 'Paling panjang 1000 huruf'],
      [{ ...form, alasan: REASON, status: 'divalidasi' }, '', 'Ada isian yang tidak dikenal'],
      [{ kegiatan: entry, alasan: REASON }, '', 'Muat ulang halaman'],
    ];
    for (const [fields, field, message] of wrong) {
      const answer = await staf.post('/keberatan', fields);
      expect([message, answer.status]).toEqual([message, 422]);
      const $ = cheerio.load(answer.text);
      expect($('title').text()).toMatch(/^Perlu diperbaiki/);
      expect($('[role="alert"]').text()).toContain(message);
      if (field !== '') expect($(`#${field}`).attr('aria-invalid')).toBe('true');
      expect($('textarea[name="alasan"]').text()).toBe(fields.alasan);
    }
    const bad = { field: 'bukti', name: 'x.pdf', content: Buffer.from('<script>alert(1)</script>') };
    expect((await staf.post('/keberatan', { ...form, alasan: REASON }, [bad])).status).toBe(422);
    const hostile = `<script>alert('x')</script> ${REASON}`;
    const path = await file(entry, hostile);
    expect((await staf.get(path)).text).not.toContain('<script>alert');
  });

  it('has one effect per key', async () => {
    const entry = await refused();
    const staf = await as('staf1');
    const fields = { kegiatan: entry, alasan: REASON, kunci_kirim: randomUUID() };
    const [first, second] = await Promise.all([staf.post('/keberatan', fields), staf.post('/keberatan', fields)]);
    expect([first.status, second.status, second.headers.location]).toEqual([303, 303, first.headers.location]);
    expect((await staf.post('/keberatan', { ...fields, alasan: `${REASON} lagi` })).status).toBe(422);
  });

  it('is for one’s own refused entries alone, within fourteen days', async () => {
    const entry = await refused();
    for (const key of ['staf2', 'atasan', 'validator', 'staf_lain'] as const) {
      const other = await as(key);
      expect([key, (await other.get(`/keberatan/baru?kegiatan=${entry}`)).status]).toEqual([key, 404]);
      const answer = await other.post('/keberatan', { kegiatan: entry, alasan: REASON, kunci_kirim: randomUUID() });
      expect([key, answer.status]).toEqual([key, 404]);
    }
    const staf = await as('staf1');
    const { rows } = await app.deps.pool.query<{ id: string }>(
      "SELECT id FROM activity WHERE employee_id = $1 AND status = 'dikirim' LIMIT 1",
      [cast.staf1.employeeId],
    );
    expect((await staf.get(`/keberatan/baru?kegiatan=${rows[0]!.id}`)).status).toBe(409);
    expect((await staf.get('/keberatan/baru?kegiatan=1')).status).toBe(404);
    clock.set(later(15));
    const late = await (
      await app.signInAs('staf1')
    ).post('/keberatan', {
      kegiatan: entry,
      alasan: REASON,
      kunci_kirim: randomUUID(),
    });
    clock.set(DEMO_NOW);
    expect(late.status).toBe(409);
    expect(late.text).toContain('Batas mengajukan keberatan');
    expect(late.text).toContain(REASON);
  });

  it('can be taken back, and then filed again', async () => {
    const entry = await refused();
    const path = await file(entry);
    const staf = await as('staf1');
    expect((await (await as('atasan')).post(`${path}/tarik`, { versi: '1' })).status).toBe(404);
    expect((await staf.post(`${path}/tarik`, { versi: '7' })).status).toBe(409);
    expect((await staf.submit(path, {}, `${path}/tarik`)).status).toBe(303);
    expect((await staf.post(`${path}/tarik`, { versi: '2' })).status).toBe(409);
    expect(await file(entry)).not.toBe(path);
  });
});

describe('deciding', () => {
  it('is done by the next person up the tree who is neither verifier nor validator', async () => {
    const path = await file(await refused());
    for (const key of [
      'staf2',
      'sekda',
      'bupati',
      'atasan_lain',
      'kepala_lain',
      'kepegawaian1',
      'bendahara',
    ] as const) {
      const other = await as(key);
      expect([key, (await other.get(path)).status]).toEqual([key, 404]);
      const answer = await other.post(path, { keputusan: 'terima', alasan: DECISION, versi: '1' });
      expect([key, answer.status]).toEqual([key, 404]);
    }
    for (const key of ['staf1', 'atasan', 'validator'] as const) {
      expect((await (await as(key)).get(path)).status).toBe(200);
      const answer = await (await as(key)).post(path, { keputusan: 'terima', alasan: DECISION, versi: '1' });
      expect([key, answer.status]).toEqual([key, 404]);
    }
    const list = await (await as('kepala')).get('/keberatan');
    expect(list.text).toContain('Menunggu keputusan Anda');
    expect((await (await as('atasan')).get('/keberatan')).text).toContain('Menunggu tanggapan Anda');
  });

  it('may be decided at once, and says what the other side can still add', async () => {
    const path = await file(await refused());
    const page = await (await as('kepala')).get(path);
    expect(page.text).toContain('belum menambah tanggapan');
    expect((await decide('kepala', path, 'tolak')).status).toBe(303);
  });

  it('is answered once by two in the chair at the same moment, and by one who answers twice', async () => {
    await app.deps.pool.query(
      `INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date, decree)
       VALUES ($1, $2, 'PLH', '2026-11-18', '2026-11-18', 'SPT contoh')`,
      [cast.kepala_lain.employeeId, cast.kepala.positionId],
    );
    const deciders = [
      ['kepala', 'kepala_lain'],
      ['kepala_lain', 'kepala'],
      ['kepala', 'kepala'],
      ['kepala_lain', 'kepala_lain'],
    ] as const;
    for (const [first, second] of deciders) {
      const entry = await refused();
      const path = await file(entry);
      expect([await answerAs('atasan', path), await answerAs('staf1', path)]).toEqual([303, 303]);
      const versi = cheerio
        .load((await (await as(first)).get(path)).text)('[name="versi"]')
        .first()
        .attr('value')!;
      const [one, other] = [await as(first), await as(second)];
      const answers = await Promise.all([
        one.post(path, { keputusan: 'terima', alasan: DECISION, versi }),
        other.post(path, { keputusan: 'tolak', alasan: DECISION, versi }),
      ]);
      const [accepted, denied] = answers.map(answer => answer.status);
      // Decided by somebody else, it is no step of one's own any more (rulings.md 18a).
      expect([accepted, denied].sort()).toEqual([303, first === second ? 409 : 404]);
      const { rows } = await app.deps.pool.query<{ state: string; decided_by: string }>(
        'SELECT state, decided_by FROM objection WHERE activity_id = $1',
        [entry],
      );
      const won = accepted === 303;
      expect(rows).toEqual([
        { state: won ? 'diterima' : 'ditolak', decided_by: cast[won ? first : second].employeeId },
      ]);
      expect((await stateOf(entry))['status']).toBe(won ? 'divalidasi' : 'ditolak');
    }
    const checks = (await verifyAll(app.deps.pool)).checks.filter(check => ['I5', 'I6'].includes(check.id));
    expect(checks.filter(check => !check.ok)).toEqual([]);
  });

  it('accepted in an open month, the entry is validated with one signature where it had none', async () => {
    const entry = await refused();
    const path = await file(entry);
    expect(await answerAs('atasan', path)).toBe(303);
    expect(await answerAs('staf1', path)).toBe(303);
    expect((await decide('kepala', path, 'terima')).status).toBe(303);
    expect(await stateOf(entry)).toEqual({
      status: 'divalidasi',
      verified_by: cast.kepala.employeeId,
      validated_by: null,
    });
    const staf = await as('staf1');
    const page = await staf.get(path);
    expect(page.text).toContain('Kegiatan divalidasi dan dihitung.');
    expect(page.text).toContain('Saya melihat yang bersangkutan pulang');
    const again = await (await as('kepala')).post(path, { keputusan: 'tolak', alasan: DECISION, versi: '2' });
    expect(again.status).toBe(409);
    const { rows } = await app.deps.pool.query(
      `SELECT part, chair_id, to_status FROM activity_event WHERE activity_id = $1 ORDER BY seq DESC LIMIT 1`,
      [entry],
    );
    expect(rows).toEqual([{ part: 'pemutus', chair_id: cast.kepala.positionId, to_status: 'divalidasi' }]);
  });

  it('of a validator’s refusal keeps the verifier’s signature and goes one level further', async () => {
    const entry = await refused('validator');
    const path = await file(entry);
    expect((await (await as('atasan')).get(path)).status).toBe(200); // the verifier may speak as a witness
    expect(await answerAs('validator', path)).toBe(303);
    expect((await decide('kepala', path, 'terima')).status).toBe(303);
    expect(await stateOf(entry)).toEqual({
      status: 'divalidasi',
      verified_by: cast.atasan.employeeId,
      validated_by: cast.kepala.employeeId,
    });
  });

  it('refused is final, with its reason', async () => {
    const entry = await refused();
    const path = await file(entry);
    await answerAs('atasan', path);
    expect((await (await as('kepala')).post(path, { keputusan: 'tolak', alasan: 'pendek', versi: '1' })).status).toBe(
      422,
    );
    expect((await (await as('kepala')).post(path, { keputusan: 'tolak', alasan: DECISION, versi: '3' })).status).toBe(
      409,
    );
    expect((await decide('kepala', path, 'tolak')).status).toBe(303);
    expect((await stateOf(entry))['status']).toBe('ditolak');
    const staf = await as('staf1');
    expect((await staf.get(path)).text).toContain(DECISION);
    const answer = await staf.post('/keberatan', { kegiatan: entry, alasan: REASON, kunci_kirim: randomUUID() });
    expect(answer.status).toBe(409);
  });

  it('in a closed month waits for the computation, then counts by an adjustment', async () => {
    const entry = await refused();
    const path = await file(entry);
    await answerAs('atasan', path);
    const { pool } = app.deps;
    const { payrollUnitId } = cast.staf1;
    const closing = { month: '2026-11-01', payrollUnitId, by: cast.kepegawaian1.employeeId, at: clock.now() };
    const closed = await closedMonth(pool, closing);
    const early = await decide('kepala', path, 'terima');
    expect([early.status, (await stateOf(entry))['status']]).toEqual([409, 'ditolak']);
    expect(early.text).toContain('November 2026 sedang ditutup dan dihitung');

    await closed.compute();
    expect((await decide('kepala', path, 'terima')).status).toBe(303);
    expect((await stateOf(entry))['status']).toBe('divalidasi');
    expect((await (await as('staf1')).get(path)).text).toContain('penyesuaian');
    const { rows } = await pool.query('SELECT employee_id, month, kind, note FROM adjustment_cause WHERE ref = $1', [
      path.split('/').at(-1),
    ]);
    const note = 'Keberatan atas kegiatan 18 Nov 2026 diterima sesudah bulannya ditutup';
    expect(rows).toEqual([{ employee_id: cast.staf1.employeeId, month: '2026-11-01', kind: 'keberatan', note }]);
    const client = await pool.connect();
    try {
      await client.query("SET session_replication_role = 'replica'");
      await client.query(
        "UPDATE activity_event SET action = 'setujui' WHERE activity_id = $1 AND action = 'kabulkan'",
        [entry],
      );
      const [broken] = (await verifyAll(pool, ['I6'])).checks;
      expect(broken?.note).toContain('diterima tanpa akibat');
      await client.query("UPDATE activity_event SET action = 'kabulkan' WHERE activity_id = $1 AND part = 'pemutus'", [
        entry,
      ]);
    } finally {
      await client.query('RESET session_replication_role');
      client.release();
    }
    await closed.reopen();
  });

  it('is refused in words where a newer entry has taken the time', async () => {
    const entry = await refused();
    const path = await file(entry);
    await answerAs('atasan', path);
    await app.deps.pool.query(
      `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute,
         end_minute, points_per_unit, points, status, version, created_at, updated_at)
       SELECT $2, work_date, employee_id, position_id, payroll_unit_id, item_id, 'Kegiatan lain yang bertumpuk', volume,
         start_minute, end_minute, points_per_unit, points, 'draf', 1, created_at, updated_at FROM activity WHERE id = $1`,
      [entry, newId(clock.now())],
    );
    const answer = await decide('kepala', path, 'terima');
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('sudah mencatat kegiatan lain. Selesaikan');
    const { payrollUnitId } = cast.staf1;
    const closing = { month: '2026-11-01', payrollUnitId, by: cast.kepegawaian1.employeeId, at: clock.now() };
    const closed = await closedMonth(app.deps.pool, closing);
    await closed.compute();
    expect((await decide('kepala', path, 'terima')).text).toContain('keberatan ini hanya bisa ditolak');
    await closed.reopen();
    await app.deps.pool.query(
      "DELETE FROM activity WHERE status = 'draf' AND description = 'Kegiatan lain yang bertumpuk'",
    );
    expect((await stateOf(entry))['status']).toBe('ditolak');
  });

  it('at the top of the tree belongs to the personnel office, to whoever is none of them', async () => {
    const id = randomUUID();
    const entry = await refused();
    const excluded = [cast.staf1.employeeId, cast.bupati.employeeId];
    await app.deps.pool.query(
      `INSERT INTO objection (id, activity_id, work_date, owner_id, refused_by, start_chair_id, excluded, reason, filed_at, due_on)
       VALUES ($1, $2, '2026-11-18', $3, $4, $5, $6, $7, $8, '2026-12-02')`,
      [id, entry, cast.staf1.employeeId, cast.bupati.employeeId, cast.bupati.positionId, excluded, REASON, clock.now()],
    );
    const path = `/keberatan/${id}`;
    expect(await answerAs('bupati', path)).toBe(303);
    for (const key of ['sekda', 'validator', 'keuangan1'] as const)
      expect([key, (await (await as(key)).get(path)).status]).toEqual([key, 404]);
    expect((await decide('kepegawaian2', path, 'tolak')).status).toBe(303);
  });

  it('is not for an account that the superior who refused has just opened; one clerk of both does no harm', async () => {
    const path = await file(await refused());
    for (const owner of ['kepala', 'atasan'] as const)
      await openedByCode(app.deps.pool, cast[owner].employeeId, cast.pengelola.employeeId, clock.now());
    expect((await decide('kepala', path, 'tolak')).status).toBe(303);

    const other = await file(await refused());
    await openedByCode(app.deps.pool, cast.kepala.employeeId, cast.atasan.employeeId, clock.now());
    const answer = await decide('kepala', other, 'tolak');
    expect([answer.status, answer.text.includes('baru dibuka dengan kode dari')]).toEqual([409, true]);
  });

  it('leaves a database in which every promise holds', async () => {
    const { checks } = await verifyAll(app.deps.pool);
    expect(checks.filter(check => !check.ok && ['I5', 'I6', 'I16'].includes(check.id))).toEqual([]);
  });
});

describe('the hearing', () => {
  it('never lasts longer than three days, nor longer than half of the time', () => {
    const filed = localDate('2026-11-18');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), days => {
        const last = daysBetween(filed, lastHearingDay(filed, addDays(filed, days)));
        expect(last).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(Math.min(3, days / 2));
      }),
    );
  });
});
