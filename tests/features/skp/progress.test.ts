import { beforeAll, describe, expect, it } from 'vitest';
import { formOn, type Browser } from '../../support/app.ts';
import { messagesOf, openDesk, ownForm, plansOf, submitPlan, targetsIn, type Desk, type StoredTarget } from './desk.ts';

/** /progres: what was reached of the SKP in force, drafted from linked entries and written month by month (ux.md F12). */

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

let desk: Desk;
let staf1: Browser;
let target: StoredTarget;
let indicator: string;

beforeAll(async () => {
  desk = await openDesk();
  staf1 = await desk.app.signInAs('staf1');
  const [plan] = await plansOf(desk, 'staf1');
  [target] = (await targetsIn(desk, plan!.id)) as [StoredTarget];
  const { rows } = await desk.app.deps.pool.query<{ id: string }>(
    "SELECT id FROM skp_indicator WHERE target_id = $1 AND aspect = 'kuantitas'",
    [target.id],
  );
  indicator = rows[0]!.id;
}, 120_000);

const form = async (): Promise<Record<string, string>> =>
  formOn((await staf1.get(`/progres/${target.id}`).expect(200)).text, `/progres/${target.id}`).fields as Record<
    string,
    string
  >;

const lastOf = async (month: string): Promise<Record<string, unknown> | undefined> => {
  const { rows } = await desk.app.deps.pool.query(
    `SELECT trim_scale(r.value)::text AS value, trim_scale(r.drafted)::text AS drafted, r.obstacle, r.evidence_id
     FROM skp_realisation r JOIN skp_indicator i ON i.id = r.indicator_id
     WHERE coalesce(i.origin_id, i.id) = $1 AND r.month = $2 ORDER BY r.id DESC LIMIT 1`,
    [indicator, month],
  );
  return rows[0];
};

describe('the overview', () => {
  it('shows every result in force with bars in words, in four statements', async () => {
    const { response, statements } = await desk.app.statementsOf(staf1.get('/progres?tahun=2026'));
    expect(response.status).toBe(200);
    expect(statements.length).toBeLessThanOrEqual(4);
    expect(response.text).toContain(target.result);
    expect(response.text).toMatch(/\d+ dari 1\.200 berkas/);
    expect(response.text).toContain('Isi realisasi Oktober 2026');
  });

  it('says what to do where nothing is in force', async () => {
    const page = await staf1.get('/progres?tahun=2020').expect(200);
    expect(page.text).toContain('belum punya SKP 2020');
  });
});

describe('a month’s realisation', () => {
  it('is drafted from validated entries in the indicator’s unit, else from their number', async () => {
    const { rows } = await desk.app.deps.pool.query<{ volume: string | null; own: number; entries: number }>(
      `SELECT trim_scale(sum(a.volume) FILTER (WHERE c.unit_name = 'berkas'))::text AS volume, count(*)::int AS entries,
         (count(*) FILTER (WHERE c.unit_name = 'berkas'))::int AS own
       FROM activity a JOIN catalogue_item c ON c.id = a.item_id
       WHERE a.target_id = $1 AND a.status = 'divalidasi' AND a.work_date BETWEEN '2026-10-01' AND '2026-10-31'`,
      [target.id],
    );
    const { volume, entries, own } = rows[0]!;
    expect(entries).toBeGreaterThan(0);
    const expected = volume ?? String(entries);
    const fields = await form();
    expect(fields.bulan).toBe('2026-10');
    expect(fields.realisasi).toBe(expected.replace('.', ','));
    const page = await staf1.get(`/progres/${target.id}`).expect(200);
    expect(page.text).toContain(`dihitung dari ${String(volume === null ? entries : own)} kegiatan`);
    await staf1
      .post(`/progres/${target.id}`, { ...fields, realisasi: '97,5', kendala: 'Blangko habis dua hari' })
      .expect(303);
    expect(await lastOf('2026-10-01')).toMatchObject({
      value: '97.5',
      drafted: expected,
      obstacle: 'Blangko habis dua hari',
    });
  });

  it('is appended: the latest counts, the earlier one stays, and the same key has one effect', async () => {
    const fields = { ...(await form()), bulan: '2026-10', realisasi: '98', indikator: indicator };
    const count = async (): Promise<number> =>
      (
        await desk.app.deps.pool.query<{ n: number }>(
          "SELECT count(*)::int AS n FROM skp_realisation WHERE indicator_id = $1 AND month = '2026-10-01'",
          [indicator],
        )
      ).rows[0]!.n;
    const before = await count();
    await staf1.post(`/progres/${target.id}`, fields).expect(303);
    await staf1.post(`/progres/${target.id}`, fields).expect(303);
    expect(await count()).toBe(before + 1);
    await staf1.post(`/progres/${target.id}`, { ...fields, realisasi: '99' }).expect(422);
    expect((await staf1.get(`/progres/${target.id}?bulan=2026-10`)).text).toContain('98');
  });

  it('carries evidence that the owner and the superior can fetch, and nobody else', async () => {
    const fields = { ...(await form()), bulan: '2026-11', realisasi: '40', indikator: indicator };
    await staf1
      .post(`/progres/${target.id}`, fields, [{ field: 'bukti', name: 'rekap.pdf', content: PDF }])
      .expect(303);
    const row = await lastOf('2026-11-01');
    const { rows } = await desk.app.deps.pool.query<{ id: string }>(
      "SELECT id FROM attachment WHERE object_type = 'skp_realisation' AND object_id = $1",
      [row!.evidence_id],
    );
    const address = `/progres/${target.id}/bukti/${rows[0]!.id}`;
    await staf1.get(address).expect(200).expect('content-type', 'application/pdf');
    await (await desk.app.signInAs('atasan')).get(address).expect(200);
    for (const stranger of ['staf2', 'validator', 'kepala_lain'] as const)
      await (await desk.app.signInAs(stranger)).get(address).expect(404);
    const wrong = await staf1
      .post(`/progres/${target.id}`, { ...(await form()), realisasi: '1' }, [
        { field: 'bukti', name: 'x.exe', content: Buffer.from('MZ') },
      ])
      .expect(422);
    expect(messagesOf(wrong.text)).toEqual(['Berkas harus foto (JPG atau PNG) atau PDF']);
  });

  it('must be a number of a month that has begun, of one’s own result', async () => {
    const fields = await form();
    const refused = async (more: Record<string, string>, status: number): Promise<string[]> =>
      messagesOf((await staf1.post(`/progres/${target.id}`, { ...fields, ...more }).expect(status)).text);
    expect(await refused({ realisasi: '' }, 422)).toEqual(['Realisasi harus angka, misalnya 3 atau 2,5']);
    expect(await refused({ realisasi: 'tiga' }, 422)).toEqual(['Realisasi harus angka, misalnya 3 atau 2,5']);
    expect(await refused({ realisasi: '-3' }, 422)).toHaveLength(1);
    expect(await refused({ bulan: 'Oktober' }, 422)).toEqual(['Pilih bulan']);
    expect(await refused({ bulan: '2026-12' }, 409)).toEqual(['Desember 2026 di luar masa SKP ini atau belum dimulai']);
    expect(await refused({ kendala: 'x'.repeat(501) }, 422)).toHaveLength(1);
    expect(await refused({ nilai: '100' }, 422)).toHaveLength(1);
    expect(await refused({ indikator: target.id }, 422)).toEqual(['Pilih indikator dari daftar']);
    await staf1.post(`/progres/${target.id}`, {}).expect(422);
    for (const stranger of ['staf2', 'atasan'] as const) {
      const browser = await desk.app.signInAs(stranger);
      await browser.get(`/progres/${target.id}`).expect(404);
      await browser.post(`/progres/${target.id}`, { ...fields, realisasi: '1' }).expect(404);
    }
  });

  it('follows the result into its next version', async () => {
    await staf1.post('/sasaran/2026/perubahan', await ownForm(staf1, '/sasaran/2026/perubahan')).expect(303);
    await submitPlan(staf1);
    const plan = (await plansOf(desk, 'staf1')).at(-1)!;
    const atasan = await desk.app.signInAs('atasan');
    const page = await atasan.get(`/sasaran/bawahan/${plan.id}`);
    await atasan
      .post(`/sasaran/${plan.id}/setujui`, formOn(page.text, `/sasaran/${plan.id}/setujui`).fields)
      .expect(303);
    const copy = (await targetsIn(desk, plan.id)).find(each => each.origin === target.id)!;
    const after = await staf1.get(`/progres/${copy.id}?bulan=2026-10`).expect(200);
    expect(after.text).toContain('rekap.pdf');
    expect(formOn(after.text, `/progres/${copy.id}`).fields.realisasi).toBe('98');
    await staf1.get(`/progres/${target.id}`).expect(200); // the old address leads to what is in force
  });
});
