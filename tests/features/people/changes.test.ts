import { beforeAll, describe, expect, it } from 'vitest';
import { month } from '../../../src/domain/month.ts';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { deriveBeforeClose } from '../../../src/features/attendance/derive.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { closedMonth } from '../../support/computed-month.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { type Browser, createTestApp, formOn, type TestApp } from '../../support/app.ts';

const PEOPLE = '/kepegawaian/pegawai';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
let app: TestApp;
let cast: Cast;
let office: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase() });
  cast = await readCast(app.deps.pool);
  office = await app.signInAs('kepegawaian1');
});

const query = async <Row extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await app.deps.pool.query<Row>(text, values)).rows;

/** A vacant chair beside staf1's, or in the unit of somebody else's chair. */
async function newChair(code: string, beside = cast.staf1.positionId): Promise<string> {
  const rows = await query<{ id: string }>(
    `WITH made AS (INSERT INTO position (code) VALUES ($1) RETURNING id), versioned AS (
       INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
       SELECT made.id, '2026-01-01', 'Jabatan uji ' || $1, v.unit_id, v.superior_id, 'PELAKSANA', 6, 'umum'
       FROM made, position_version v WHERE v.position_id = $2)
     SELECT id FROM made`,
    [code, beside],
  );
  return rows[0]!.id;
}

/** Somebody of the demo outside the cast, of a status, with a chair and no entries undecided. */
let nth = 0;
async function somebody(status: string): Promise<{ id: string; chair: string; assignment: string; nip: string }> {
  nth += 1;
  const chair = await newChair(`ORANG-${String(nth)}`);
  const nip = `1990010120150319${String(10 + nth)}`;
  const rows = await query<{ id: string; assignment: string }>(
    `WITH person AS (INSERT INTO employee (nip, name) VALUES ($1, 'Pegawai Uji ' || $2) RETURNING id),
     standing AS (INSERT INTO employee_status (employee_id, from_date, status, rank_grade)
       SELECT id, '2026-01-01', $3, CASE WHEN $3 = 'PPPK' THEN 'IX' ELSE 'III/a' END FROM person),
     held AS (INSERT INTO assignment (employee_id, position_id, kind, from_date) SELECT id, $4, 'DEFINITIF', '2026-10-05'
       FROM person RETURNING id)
     SELECT person.id, held.id AS assignment FROM person, held`,
    [nip, String(nth), status, chair],
  );
  return { ...rows[0]!, chair, nip };
}

const formAt = (id: string, kind: string): string => `${PEOPLE}/${id}/perubahan/baru?jenis=${kind}`;
const act = (id: string, kind: string, more: Record<string, string> = {}): ReturnType<Browser['submit']> =>
  office.submit(formAt(id, kind), { tmt: '01/12/2026', sk: 'SK Bupati 821/1/2026', ...more });
const holdsOf = (id: string): Promise<Record<string, unknown>[]> =>
  query(
    'SELECT position_id, kind, from_date, last_date FROM assignment WHERE employee_id = $1 ORDER BY from_date, id',
    [id],
  );

describe('an act', () => {
  it('about oneself is recorded by somebody else', async () => {
    const { employeeId } = cast.kepegawaian1;
    const answer = await act(employeeId, 'GOLONGAN', { golongan: 'IV/c' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('dicatat oleh rekan lain');
    expect(await query('SELECT 1 FROM staff_change WHERE employee_id = $1', [employeeId])).toEqual([]);
  });
});

describe('a transfer', () => {
  it('first shows what is still open, and keeps the list that was seen', async () => {
    const chair = await newChair('MUTASI-1');
    const { employeeId } = cast.staf1;
    const first = await act(employeeId, 'MUTASI', { jabatan: chair });
    expect(first.status).toBe(409);
    expect(first.text).toMatch(/Pegawai masih punya \d+ kegiatan belum diputuskan atasan lama\. Tetap lanjut\?/);
    expect(first.text).toMatch(/\d+ kegiatan masih draf atau dikembalikan/);
    expect(await query('SELECT 1 FROM staff_change WHERE employee_id = $1', [employeeId])).toEqual([]);

    const form = formOn(first.text);
    const done = await office.post(form.action, form.fields);
    expect(done.status).toBe(303);
    expect((await office.post(form.action, form.fields)).headers['location']).toBe(done.headers['location']);
    const [change] = await query<{ kind: string; open_items: { kind: string }[]; assignment_id: string }>(
      'SELECT kind, open_items, assignment_id FROM staff_change WHERE employee_id = $1',
      [employeeId],
    );
    expect(change!.kind).toBe('MUTASI');
    expect(change!.open_items.map(item => item.kind)).toContain('kegiatan_menunggu');
    const holds = await holdsOf(employeeId);
    expect(holds.at(-2)).toMatchObject({ position_id: cast.staf1.positionId, last_date: '2026-11-30' });
    expect(holds.at(-1)).toMatchObject({
      position_id: chair,
      kind: 'DEFINITIF',
      from_date: '2026-12-01',
      last_date: null,
    });
    const page = (await office.get(`${PEOPLE}/${employeeId}`)).text;
    expect(page).toContain('Dicatat: Mutasi atau promosi');
    expect(page).toContain('Yang masih terbuka saat dicatat');
    const again = await act(employeeId, 'MUTASI', { jabatan: cast.staf3.positionId, tmt: '20/11/2026' });
    expect(again.status).toBe(409);
    expect(again.text).toMatch(/Sudah tercatat jabatan mulai|Tetap lanjut/);
  });

  it('asks again when something changed since the list was seen', async () => {
    const person = await somebody('PNS');
    await query(
      'INSERT INTO task_order (id, from_id, chair_id, to_id, text, created_at) VALUES (uuidv7(), $1, $2, $3, $4, now())',
      [cast.atasan.employeeId, cast.atasan.positionId, person.id, 'Siapkan bahan rapat'],
    );
    const first = await act(person.id, 'MUTASI', { jabatan: await newChair('MUTASI-2') });
    expect(first.text).toContain('1 perintah pimpinan belum selesai');
    const form = formOn(first.text);
    await query(
      'INSERT INTO task_order (id, from_id, chair_id, to_id, text, created_at) VALUES (uuidv7(), $1, $2, $3, $4, now())',
      [cast.atasan.employeeId, cast.atasan.positionId, person.id, 'Antar surat'],
    );
    const second = await office.post(form.action, form.fields);
    expect(second.status).toBe(409);
    expect(second.text).toContain('2 perintah pimpinan belum selesai');
  });

  it('goes nowhere where the chair is held', async () => {
    const person = await somebody('PNS');
    const held = await act(person.id, 'MUTASI', { jabatan: cast.staf2.positionId });
    expect(held.status).toBe(409);
    expect(held.text).toContain(`Jabatan ini dipegang ${cast.staf2.name}`);
  });

  it('of two at once into one chair leaves one out, in words', async () => {
    const chair = await newChair('REBUTAN');
    const [one, two] = [await somebody('PNS'), await somebody('PNS')];
    const answers = await Promise.all([one, two].map(person => act(person.id, 'MUTASI', { jabatan: chair })));
    expect(answers.map(answer => answer.status).sort()).toEqual([303, 409]);
    expect(answers.find(answer => answer.status === 409)!.text).toMatch(/Jabatan ini (?:dipegang|baru saja diisi)/);
  });
});

describe('acting posts', () => {
  it('Plt. leads a vacant chair, Plh. stands in for a holder, a team leader rates nobody', async () => {
    const person = await somebody('PNS');
    const vacant = await newChair('KOSONG-1');
    expect((await act(person.id, 'PLH', { jabatan: vacant, selesai: '31/12/2026' })).text).toContain('pilih Plt.');
    expect((await act(person.id, 'PLT', { jabatan: cast.atasan.positionId })).text).toContain('pilih Plh.');
    expect((await act(person.id, 'PLH', { jabatan: cast.atasan.positionId })).status).toBe(422);
    expect((await act(person.id, 'PLT', { jabatan: vacant })).status).toBe(303);
    expect((await act(person.id, 'PLT', { jabatan: vacant })).status).toBe(409);
    expect((await act(person.id, 'PLH', { jabatan: cast.atasan.positionId, selesai: '10/12/2026' })).status).toBe(303);
    expect((await act(person.id, 'KETUA_TIM', { jabatan: cast.validator.positionId })).status).toBe(303);
    expect((await act(person.id, 'PLH', { jabatan: cast.kepala.positionId, selesai: '30/11/2026' })).status).toBe(422);
    expect((await holdsOf(person.id)).map(hold => hold['kind']).sort()).toEqual([
      'DEFINITIF',
      'KETUA_TIM',
      'PLH',
      'PLT',
    ]);
  });

  it('end on a day, and only those of the person', async () => {
    const [person, other] = [await somebody('PNS'), await somebody('PNS')];
    await act(person.id, 'PLT', { jabatan: await newChair('KOSONG-2'), tmt: '01/11/2026' });
    const [hold] = await query<{ id: string }>("SELECT id FROM assignment WHERE employee_id = $1 AND kind = 'PLT'", [
      person.id,
    ]);
    const foreign = await act(other.id, 'AKHIR_TUGAS', { tugas: hold!.id });
    expect(foreign.status).toBe(409);
    const ended = await act(person.id, 'AKHIR_TUGAS', { tugas: hold!.id });
    expect(ended.status).toBe(303);
    expect((await holdsOf(person.id)).at(-1)).toMatchObject({ kind: 'PLT', last_date: '2026-11-30' });
  });
});

describe('standing', () => {
  it('CPNS becomes PNS, and golongan rises, each once a day', async () => {
    const person = await somebody('CPNS');
    expect((await act(person.id, 'CPNS_KE_PNS', { golongan: 'III/a' })).status).toBe(303);
    expect((await act(person.id, 'GOLONGAN', { golongan: 'III/b' })).status).toBe(409);
    expect((await act(person.id, 'GOLONGAN', { golongan: 'III/b', tmt: '01/04/2027' })).status).toBe(303);
    expect((await act(person.id, 'GOLONGAN', { golongan: 'IX', tmt: '01/05/2027' })).status).toBe(409);
    expect(
      await query('SELECT status, rank_grade FROM employee_status WHERE employee_id = $1 ORDER BY from_date', [
        person.id,
      ]),
    ).toEqual([
      { status: 'CPNS', rank_grade: 'III/a' },
      { status: 'PNS', rank_grade: 'III/a' },
      { status: 'PNS', rank_grade: 'III/b' },
    ]);
    const pppk = await somebody('PPPK');
    expect((await act(pppk.id, 'CPNS_KE_PNS', { golongan: 'III/a' })).status).toBe(409);
  });

  it('another workplace changes neither chair nor payer; study may give the chair up', async () => {
    const person = await somebody('PNS');
    const [unit] = await query<{ id: string }>("SELECT id FROM org_unit WHERE code = 'DISPUSIP'");
    expect((await act(person.id, 'TEMPAT_KERJA', { unit: unit!.id, tmt: '01/11/2026' })).status).toBe(303);
    expect((await office.get(`${PEOPLE}/${person.id}`)).text).toContain('Dinas Perpustakaan dan Kearsipan');
    expect((await act(person.id, 'TEMPAT_KERJA', { unit: unit!.id, tmt: '01/11/2026' })).status).toBe(409);
    expect((await act(person.id, 'TUGAS_BELAJAR', { instansi: 'Universitas Contoh' })).status).toBe(303);
    expect((await holdsOf(person.id))[0]).toMatchObject({ last_date: null });
    const answer = await act(person.id, 'TUGAS_BELAJAR', { instansi: 'Universitas Contoh', lepas_jabatan: 'ya' });
    expect(answer.status).toBe(303);
    expect((await holdsOf(person.id))[0]).toMatchObject({ last_date: '2026-11-30' });
  });
});

describe('leaving', () => {
  it('from a day that has come shuts the account, its rights and its sessions at once', async () => {
    const leaver = await app.signInAs('pengelola');
    expect((await leaver.get('/dasbor')).status).toBe(200);
    const { employeeId, accountId } = cast.pengelola;
    const asked = await act(employeeId, 'PENSIUN', { tmt: '18/11/2026' });
    expect(asked.text).toContain('1 hak akses aplikasi');
    const form = formOn(asked.text);
    expect((await office.post(form.action, form.fields)).status).toBe(303);
    expect((await leaver.get('/dasbor')).headers['location']).toMatch(/^\/masuk/);
    expect(await query("SELECT 1 FROM session WHERE (sess #>> '{passport,user}') = $1", [accountId])).toEqual([]);
    const [grant] = await query<{ until_date: string; ended_by: string; end_reason: string }>(
      'SELECT until_date, ended_by, end_reason FROM role_grant WHERE account_id = $1',
      [accountId],
    );
    expect(grant).toEqual({ until_date: '2026-11-17', ended_by: cast.kepegawaian1.employeeId, end_reason: 'Pensiun' });
    expect((await holdsOf(employeeId))[0]).toMatchObject({ last_date: '2026-11-17' });
    await expect(app.signInAs('pengelola')).rejects.toThrow();
    const page = (await office.get(`${PEOPLE}/${employeeId}`)).text;
    expect(page).toContain('Pensiun. Akun tidak membuka apa pun.');
    expect((await office.get(`${PEOPLE}?status=berhenti`)).text).toContain(employeeId);
    expect((await act(employeeId, 'GOLONGAN', { golongan: 'IV/a' })).status).toBe(409);
  });

  it('from a day to come works by itself on that day', async () => {
    const browser = await app.signInAs('bendahara');
    const asked = await act(cast.bendahara.employeeId, 'PINDAH_KELUAR', { instansi: 'Kabupaten Tetangga' });
    const form = formOn(asked.text);
    expect((await office.post(form.action, form.fields)).status).toBe(303);
    expect((await browser.get('/dasbor')).status).toBe(200);
    const [grant] = await query('SELECT until_date, ended_at FROM role_grant WHERE account_id = $1', [
      cast.bendahara.accountId,
    ]);
    expect(grant).toEqual({ until_date: '2026-11-30', ended_at: null });
  });

  it.each(['MENINGGAL', 'HABIS_KONTRAK'] as const)(
    '%s ends chair and acting posts, and one may come back',
    async kind => {
      const person = await somebody('PPPK');
      await act(person.id, 'PLT', { jabatan: await newChair(`AKHIR-${kind}`), tmt: '01/11/2026' });
      const asked = await act(person.id, kind);
      const form = formOn(asked.text);
      expect(asked.text).toContain('1 tugas Plt., Plh.');
      expect((await office.post(form.action, form.fields)).status).toBe(303);
      expect((await holdsOf(person.id)).map(hold => hold['last_date'])).toEqual(['2026-11-30', '2026-11-30']);
      const back = await act(person.id, 'MASUK', { jabatan: person.chair, tmt: '01/02/2027' });
      expect(back.text).toContain('Pilih status');
      const again = await act(person.id, 'MASUK', {
        jabatan: person.chair,
        tmt: '01/02/2027',
        status: 'PPPK',
        golongan: 'IX',
      });
      expect(again.status).toBe(303);
    },
  );
});

describe('the form of a change', () => {
  it('takes a document, and hands it out to the personnel office alone', async () => {
    const person = await somebody('PNS');
    const answer = await office.submit(
      formAt(person.id, 'GOLONGAN'),
      { tmt: '01/12/2026', sk: 'SK 1', golongan: 'III/b' },
      undefined,
      [{ field: 'bukti', name: 'sk.pdf', content: PDF }],
    );
    expect(answer.status).toBe(303);
    const page = (await office.get(`${PEOPLE}/${person.id}`)).text;
    const href = /href="(\/kepegawaian\/pegawai\/[^"]+\/dokumen\/[^"]+)"/.exec(page)![1]!;
    const file = await office.get(href);
    expect(file.status).toBe(200);
    expect(file.headers['content-type']).toBe('application/pdf');
    expect((await (await app.signInAs('staf1')).get(href)).status).toBe(403);
    const wrong = await office.submit(
      formAt(person.id, 'GOLONGAN'),
      { tmt: '01/01/2027', sk: 'SK 2', golongan: 'III/c' },
      undefined,
      [{ field: 'bukti', name: 'sk.pdf', content: Buffer.from('bukan pdf') }],
    );
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Berkas harus foto');
  });

  it('comes back with words for what is missing, wrong or hostile', async () => {
    const person = await somebody('PNS');
    const empty = await office.submit(formAt(person.id, 'MUTASI'), {});
    expect(empty.status).toBe(422);
    for (const words of ['Pilih jabatan', 'TMT harus tanggal', 'Tulis nomor dan tanggal SK'])
      expect(empty.text).toContain(words);
    const cases: [string, Record<string, string>, number][] = [
      ['MUTASI', { jabatan: '019a9000-0000-7000-8000-000000000000' }, 422],
      ['MUTASI', { jabatan: person.chair }, 409],
      ['MUTASI', { jabatan: person.chair, status: 'PNS' }, 422],
      ['MUTASI', { jabatan: person.chair, tmt: 'besok' }, 422],
      ['MASUK', { jabatan: person.chair }, 409],
      ['GOLONGAN', { golongan: 'V/a' }, 422],
      ['TEMPAT_KERJA', { unit: '019a9000-0000-7000-8000-000000000000' }, 422],
      ['PINDAH_KELUAR', { instansi: 'a'.repeat(161) }, 422],
      ['PENSIUN', { sk: '\0' }, 422],
    ];
    for (const [kind, more, status] of cases) {
      const answer = await act(person.id, kind, more);
      expect([kind, more, answer.status]).toEqual([kind, more, status]);
    }
    expect((await office.get(formAt(person.id, 'RAJA'))).status).toBe(404);
    const form = formOn((await office.get(formAt(person.id, 'PENSIUN'))).text);
    expect((await office.post(form.action, { ...form.fields, jenis: 'RAJA' })).status).toBe(422);
    expect(await query('SELECT 1 FROM staff_change WHERE employee_id = $1', [person.id])).toEqual([]);
  });

  it('offers what the standing allows', async () => {
    const person = await somebody('CPNS');
    const html = (await office.get(`${PEOPLE}/${person.id}/perubahan/baru`)).text;
    expect(html).toContain('jenis=CPNS_KE_PNS');
    expect(html).toContain('jenis=MUTASI');
    expect(html).not.toContain('jenis=MASUK');
    expect(html).not.toContain('jenis=AKHIR_TUGAS');
  });

  it('finds chairs by a search, with what was typed still there', async () => {
    const person = await somebody('PNS');
    const html = (await office.get(`${formAt(person.id, 'MUTASI')}&sk=SK+9&cari=Kepala+Dinas`)).text;
    expect(html).toContain('value="SK 9"');
    expect(html).toContain(cast.kepala.positionId);
  });
});

describe('a decree that comes late', () => {
  /** The act, and once more where something open has to be seen first. */
  const carried = async (
    id: string,
    kind: string,
    more: Record<string, string>,
  ): Promise<{ status: number; text: string }> => {
    const first = await act(id, kind, more);
    if (!first.text.includes('Tetap lanjut?')) return first;
    const form = formOn(first.text);
    return office.post(form.action, form.fields);
  };
  const causesOf = (id: string): Promise<Record<string, unknown>[]> =>
    query("SELECT DISTINCT month FROM adjustment_cause WHERE employee_id = $1 AND kind = 'mutasi' ORDER BY month", [
      id,
    ]);
  const payerOf = async (id: string): Promise<string> =>
    (await query<{ unit: string }>("SELECT takar_paying_unit($1, '2026-10-01') AS unit", [id]))[0]!.unit;

  it('takes a month that is paid: the papers stay, the cause of an adjustment is left, every promise holds', async () => {
    const { employeeId } = cast.staf3;
    const superior = cast.atasan.employeeId;
    expect((await office.get(formAt(employeeId, 'GOLONGAN'))).text).toContain('sebagai penyesuaian TPP berikutnya');
    const kept = (): Promise<unknown> =>
      query('SELECT md5(string_agg(l::text, $$,$$ ORDER BY l::text)) AS lines FROM payroll_line l');
    const before = await kept();
    expect((await carried(employeeId, 'GOLONGAN', { golongan: 'IV/e', tmt: '01/09/2026' })).status).toBe(303);
    expect(await causesOf(employeeId)).toEqual([{ month: '2026-09-01' }]);
    // A superior who has decided from that chair in September and since.
    expect(
      (
        await query('SELECT 1 FROM activity_event WHERE chair_id = $1 AND actor_id = $2', [
          cast.atasan.positionId,
          superior,
        ])
      ).length,
    ).toBeGreaterThan(0);
    const chair = await newChair('MUTASI-LAMA');
    expect((await carried(superior, 'MUTASI', { jabatan: chair, tmt: '01/09/2026' })).status).toBe(303);
    expect((await holdsOf(superior)).at(-1)).toMatchObject({ position_id: chair, from_date: '2026-09-01' });
    expect(await causesOf(superior)).toEqual([{ month: '2026-09-01' }]);
    expect(await kept()).toEqual(before);
    const { ok, checks } = await verifyAll(app.deps.pool, ['I3', 'I4', 'I6', 'I8', 'I11', 'I12', 'I13', 'I15']);
    expect(ok, JSON.stringify(checks.filter(check => !check.ok))).toBe(true);
  });

  it('waits while the month is computed or to be approved, and says what to do', async () => {
    const { employeeId } = cast.staf2;
    const rank = { golongan: 'IV/e', tmt: '01/10/2026' };
    const [closer] = await query<{ id: string }>('SELECT closed_by AS id FROM payroll_run LIMIT 1');
    const october = await closedMonth(app.deps.pool, {
      month: '2026-10-01',
      payrollUnitId: await payerOf(employeeId),
      by: closer!.id,
      at: app.deps.clock.now(),
    });
    const running = await carried(employeeId, 'GOLONGAN', rank);
    expect([running.status, running.text]).toEqual([409, expect.stringContaining('sedang dihitung. Tunggu selesai')]);
    await october.compute();
    const computed = await carried(employeeId, 'GOLONGAN', rank);
    expect([computed.status, computed.text]).toEqual([409, expect.stringContaining('Setujui atau batalkan dulu')]);
    await october.reopen();
    expect((await carried(employeeId, 'GOLONGAN', rank)).status).toBe(303);
    expect(await causesOf(employeeId)).toEqual([]);
  });

  it('leaves judged days with the unit whose closed month they belong to', async () => {
    const { employeeId } = cast.staf2;
    const from = await payerOf(employeeId);
    const [closer] = await query<{ id: string }>('SELECT closed_by AS id FROM payroll_run LIMIT 1');
    const days = (): Promise<unknown[]> =>
      query(
        `SELECT payroll_unit_id, day, input_hash FROM attendance_day WHERE employee_id = $1
           AND day BETWEEN '2026-10-01' AND '2026-10-31' ORDER BY day`,
        [employeeId],
      );
    const before = await days();
    expect(before.length).toBeGreaterThan(10);
    const october = await closedMonth(app.deps.pool, {
      month: '2026-10-01',
      payrollUnitId: from,
      by: closer!.id,
      at: app.deps.clock.now(),
    });
    await october.compute();
    await query(
      `UPDATE payroll_run r SET state = 'DISETUJUI', approved_by = o.approved_by, approved_at = now() FROM payroll_run o
       WHERE r.month = '2026-10-01' AND r.state = 'DIHITUNG' AND o.month = '2026-09-01' AND o.closed_by = r.closed_by`,
    );
    const [elsewhere] = await query<{ id: string }>(
      `SELECT a.position_id AS id FROM assignment a WHERE a.kind = 'DEFINITIF' AND a.last_date IS NULL
         AND takar_paying_unit(a.employee_id, '2026-10-01') <> $1 ORDER BY a.id LIMIT 1`,
      [from],
    );
    const chair = await newChair('MUTASI-UNIT', elsewhere!.id);
    const answer = await carried(employeeId, 'MUTASI', { jabatan: chair, tmt: '01/10/2026' });
    expect(answer.status).toBe(303);
    expect(await payerOf(employeeId)).not.toBe(from);
    expect(await days()).toEqual(before);
    await transaction(app.deps.pool, async tx =>
      deriveBeforeClose(tx, app.deps, month('2026-10'), await payerOf(employeeId)),
    );
    expect(await days()).toEqual(before);
  });
});
