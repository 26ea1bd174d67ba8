import { beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { changePosition } from '../../../src/features/organisation/position-service.ts';
import { positionVersions } from '../../../src/features/organisation/position-queries.ts';
import { RecordRefused } from '../../../src/features/organisation/refusal.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { makePerson, PASSWORD } from '../../support/accounts.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';

const POSITIONS = '/kepegawaian/jabatan';
let app: TestApp;
let cast: Cast;
let office: Browser;
let organisation: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase() });
  cast = await readCast(app.deps.pool);
  office = await app.signInAs('kepegawaian1');
  const person = await makePerson(app.deps.pool, { roles: ['organisasi'] });
  organisation = await app.signIn(person.login, PASSWORD);
});

const unitOf = async (key: 'staf1' | 'kepala_lain'): Promise<string> => {
  const { rows } = await app.deps.pool.query<{ unit_id: string }>(
    'SELECT unit_id FROM position_version WHERE position_id = $1',
    [cast[key].positionId],
  );
  return rows[0]!.unit_id;
};
const filling = async (more: Record<string, string> = {}) => ({
  kode: 'DPMPTSP-BARU',
  nama: 'Petugas Layanan Keliling',
  unit: await unitOf('staf1'),
  atasan: cast.atasan.positionId,
  jenis: 'PELAKSANA',
  rumpun: 'perizinan',
  validator: '',
  eselon: '',
  kelas_jabatan: '6',
  tugas: 'Melayani warga di desa\nMencatat permohonan',
  tmt: '01/11/2026',
  sk: 'Perbup 14 Tahun 2026',
  ...more,
});
const change = { tmt: '21/11/2026', sk: 'SK Bupati 99/2026' };

describe('a position', () => {
  it('is added, found and shown with its duties', async () => {
    const answer = await office.submit(`${POSITIONS}/baru`, await filling());
    expect(answer.status).toBe(303);
    const shown = (await office.get(answer.headers['location']!)).text;
    expect(shown).toContain('Melayani warga di desa');
    expect(shown).toContain('Belum pernah ada pemegang');
    const found = (await office.get(`${POSITIONS}?cari=layanan+keliling`)).text;
    expect(found).toContain('Petugas Layanan Keliling');
    expect((await office.get(`${POSITIONS}?cari=tidakada`)).text).toContain('Tidak ada jabatan yang cocok');
    expect((await office.get(`${POSITIONS}?cari=%00&unit=x&sesudah=a&id=b`)).status).toBe(200);
  });

  it('offers chairs found by a search, with what was typed still there', async () => {
    const page = await office.get(`${POSITIONS}/baru?nama=Penata+Baru&cari=Kepala+Dinas`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('value="Penata Baru"');
    expect(page.text).toContain(cast.kepala.positionId);
  });

  it('asks for what is missing and refuses what is hostile', async () => {
    const empty = await office.submit(`${POSITIONS}/baru`, { jenis: '', kelas_jabatan: undefined });
    expect(empty.status).toBe(422);
    for (const words of ['Tulis kode', 'Tulis nama jabatan', 'Pilih unit', 'Pilih jenis jabatan', 'Kelas jabatan 0'])
      expect(empty.text).toContain(words);
    const cases: [Record<string, string>, number][] = [
      [{ kelas_jabatan: '18' }, 422],
      [{ kelas_jabatan: '6.5' }, 422],
      [{ atasan: '019a9000-0000-7000-8000-000000000000' }, 422],
      [{ validator: 'bukan-id' }, 422],
      [{ rumpun: '<b>' }, 422],
      [{ tahu: 'ya' }, 422],
      [{ kode: 'DPMPTSP-BARU' }, 409],
    ];
    for (const [more, status] of cases) {
      const answer = await office.submit(`${POSITIONS}/baru`, await filling({ kode: 'TOLAK', ...more }));
      expect([more, answer.status]).toEqual([more, status]);
    }
  });

  it('takes class and duties from Bagian Organisasi only, its place from the personnel office only', async () => {
    const address = `${POSITIONS}/${cast.staf3.positionId}/ubah`;
    const page = (await organisation.get(address)).text;
    expect(page).toContain('name="kelas_jabatan"');
    expect(page).not.toContain('name="atasan"');
    expect((await organisation.submit(address, { ...change, atasan: cast.kepala.positionId })).status).toBe(422);
    const answer = await organisation.submit(address, { ...change, kelas_jabatan: '8', tugas: 'Menata berkas' });
    expect(answer.status).toBe(303);
    const shown = (await office.get(`${POSITIONS}/${cast.staf3.positionId}`)).text;
    expect(shown).toContain('Kelas 7 menjadi 8');
    const own = (await office.get(address)).text;
    expect(own).toContain('name="atasan"');
    expect(own).not.toContain('name="kelas_jabatan"');
    expect((await office.submit(address, { ...change, tmt: '22/11/2026', kelas_jabatan: '17' })).status).toBe(422);
    const moved = await office.submit(address, { ...change, tmt: '22/11/2026', atasan: cast.validator.positionId });
    expect(moved.status).toBe(303);
    const { versions } = (await positionVersions(app.deps.pool, cast.staf3.positionId))!;
    expect(versions.at(-1)).toMatchObject({
      jobClass: 8,
      superiorId: cast.validator.positionId,
      duties: 'Menata berkas',
    });
  });

  it('keeps a chain of one step and a validator by letter as dated settings', async () => {
    const address = `${POSITIONS}/${cast.staf2.positionId}/ubah`;
    const answer = await office.submit(address, { ...change, satu_tahap: 'ya', validator: cast.kepala.positionId });
    expect(answer.status).toBe(303);
    const { versions } = (await positionVersions(app.deps.pool, cast.staf2.positionId))!;
    expect(versions.map(v => [v.oneStep, v.validatorId])).toEqual([
      [false, null],
      [true, cast.kepala.positionId],
    ]);
    expect(
      (await office.submit(address, { ...change, tmt: '23/11/2026', validator: cast.staf2.positionId })).status,
    ).toBe(409);
  });

  it('never closes a circle, and says which', async () => {
    const answer = await office.submit(`${POSITIONS}/${cast.validator.positionId}/ubah`, {
      ...change,
      atasan: cast.staf1.positionId,
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Jabatan atasan tidak boleh bawahan dari jabatan ini (lingkaran: ');
    expect(answer.text).toMatch(/Kepala Bidang Pelayanan Perizinan → .* → Kepala Bidang Pelayanan Perizinan/);
    const self = await office.submit(`${POSITIONS}/${cast.validator.positionId}/ubah`, {
      ...change,
      atasan: cast.validator.positionId,
    });
    expect(self.status).toBe(409);
  });

  it('closes no circle when two persons add half of it each at once', async () => {
    const { pool, clock } = app.deps;
    for (let round = 1; round <= 5; round += 1) {
      const [one, two] = await Promise.all(
        ['a', 'b'].map(async half => {
          const { rows } = await pool.query<{ id: string }>('INSERT INTO position (code) VALUES ($1) RETURNING id', [
            `BALAP-${String(round)}-${half}`,
          ]);
          await pool.query(
            `INSERT INTO position_version (position_id, from_date, title, unit_id, kind, job_class, family)
             SELECT $1, '2026-01-01', $2, unit_id, 'PELAKSANA', 7, 'umum' FROM position_version WHERE position_id = $3`,
            [rows[0]!.id, `Jabatan ${half}`, cast.staf1.positionId],
          );
          return rows[0]!.id;
        }),
      );
      const half = async (id: string, above: string): Promise<'done' | 'refused'> => {
        const { versions } = (await positionVersions(pool, id))!;
        const now = versions[0]!;
        const by = { employeeId: cast.kepegawaian1.employeeId, requestId: 'uji' };
        const place = { ...now, superiorId: above };
        return changePosition({ pool, clock, regency: app.deps.regency }, by, id, {
          place,
          substance: undefined,
          from: localDate('2026-11-20'),
          decree: 'SK',
          version: 1,
        }).then(
          () => 'done' as const,
          (error: unknown) => {
            expect(error).toBeInstanceOf(RecordRefused);
            expect((error as RecordRefused).errors[0]!.message).toMatch(/lingkaran: Jabatan [ab] → Jabatan [ab] → /);
            return 'refused' as const;
          },
        );
      };
      expect((await Promise.all([half(one!, two!), half(two!, one!)])).sort()).toEqual(['done', 'refused']);
    }
  });

  it('leaves a paid month as it was and a cause for its holder, where the class changes with a date in it', async () => {
    const answer = await organisation.submit(`${POSITIONS}/${cast.staf1.positionId}/ubah`, {
      ...change,
      tmt: '01/09/2026',
      kelas_jabatan: '9',
    });
    expect(answer.status).toBe(303);
    const { rows } = await app.deps.pool.query(
      "SELECT month, note FROM adjustment_cause WHERE employee_id = $1 AND kind = 'mutasi'",
      [cast.staf1.employeeId],
    );
    expect(rows).toEqual([
      { month: '2026-09-01', note: expect.stringContaining('Data jabatan yang berlaku 01/09/2026') },
    ]);
  });

  it('is changed by somebody else than who sits in it', async () => {
    const answer = await office.submit(`${POSITIONS}/${cast.kepegawaian1.positionId}/ubah`, {
      ...change,
      nama: 'Kepala',
    });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('diubah oleh rekan lain')]);
  });

  it('does not exist for those whose page it is not', async () => {
    const clerk = await app.signInAs('pengelola');
    expect((await clerk.get(`${POSITIONS}/${cast.staf1.positionId}`)).status).toBe(403);
    expect((await office.get(`${POSITIONS}/019a9000-0000-7000-8000-000000000000`)).status).toBe(404);
    expect((await office.get(`${POSITIONS}/../x`)).status).toBe(404);
  });
});

describe('the hierarchy', () => {
  it('reads from the top, and a unit to its last chair, with holders', async () => {
    const top = (await office.get('/kepegawaian/hierarki')).text;
    expect(top).toContain('Bupati Takar');
    expect(top).toContain('Sekretaris Daerah');
    const unit = (await office.get(`/kepegawaian/hierarki?unit=${await unitOf('staf1')}`)).text;
    expect(unit).toContain('Petugas Loket Perizinan');
  });

  it('shows who decides where a chair is vacant, acting holders, and what is amiss', async () => {
    const { pool } = app.deps;
    await pool.query("UPDATE assignment SET last_date = '2026-11-17' WHERE employee_id = $1", [
      cast.atasan_lain.employeeId,
    ]);
    const { rows } = await pool.query<{ unit_id: string }>(
      'SELECT unit_id FROM position_version WHERE position_id = $1',
      [cast.atasan_lain.positionId],
    );
    const vacant = (await office.get(`/kepegawaian/hierarki?unit=${rows[0]!.unit_id}`)).text;
    expect(vacant).toContain('Kosong: keputusan diambil Kepala Bidang Layanan');
    expect(vacant).toContain('Jabatan kosong yang dilewati kegiatan bawahannya (1)');
    expect(vacant).toContain('Pegawai tanpa jabatan');
    await pool.query(
      "INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, 'PLT', '2026-11-18')",
      [cast.staf_lain.employeeId, cast.atasan_lain.positionId],
    );
    const acting = (await office.get(`/kepegawaian/hierarki?unit=${rows[0]!.unit_id}`)).text;
    expect(acting).toContain('Plt. ');
    expect(acting).not.toContain('Kosong: keputusan');
    expect(acting).not.toContain('Jabatan kosong yang dilewati');
  });

  it('keeps to few statements', async () => {
    const { statements } = await app.statementsOf(office.get('/kepegawaian/hierarki'));
    expect(statements.length).toBeLessThanOrEqual(4);
    const list = await app.statementsOf(office.get(POSITIONS));
    expect(list.statements.length).toBeLessThanOrEqual(3);
  });
});
