import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { INVARIANTS } from '../../../src/features/assurance/invariants.ts';
import { type Browser, formOn } from '../../support/app.ts';
import { type Desk, eventsOf, filledForm, messagesOf, openDesk, stored, TODAY } from '../activity-log/desk.ts';

const OWN = '/akun/bantuan';
let desk: Desk;
let owner: Browser;
let helper: Browser;
let ownerId: string;

const words = (name: string): string => name.split(/[ ,.]+/).find(word => word.length > 4) ?? name;

const naming = (): Record<string, string> => ({
  cari: words(desk.cast.staf2.name),
  pembantu: desk.cast.staf2.employeeId,
  mulai: '18/11/2026',
  selesai: '18/12/2026',
  alasan: 'Penglihatan terganggu sejak operasi',
});

beforeAll(async () => {
  desk = await openDesk();
  owner = await desk.app.signInAs('staf1');
  helper = await desk.app.signInAs('staf2');
  ownerId = desk.cast.staf1.employeeId;
});

describe('naming a helper', () => {
  test.each([
    ['nobody', { pembantu: '' }, 422, 'Cari dan pilih pembantu'],
    ['oneself', { pembantu: 'OWN' }, 422, 'Pilih pembantu dari daftar'],
    ['somebody of another office', { pembantu: 'OTHER' }, 422, 'Pilih pembantu dari daftar'],
    ['more than a year', { selesai: '19/11/2027' }, 422, 'Paling lama satu tahun'],
    ['an end before the start', { selesai: '17/11/2026' }, 422, 'Tanggal selesai harus setelah tanggal mulai'],
    ['a start gone by', { mulai: '17/11/2026' }, 409, 'Tanggal mulai paling awal hari ini'],
    ['no reason', { alasan: 'bantu' }, 422, 'Tulis alasan, paling sedikit 10 huruf'],
    ['an unknown field', { agreed_at: '2020-01-01' }, 422, 'Isian tidak dikenal: agreed_at'],
  ])('%s is refused in words', async (_, change: Record<string, string>, status, message) => {
    const { fields } = formOn((await owner.get(OWN)).text, OWN);
    const ids: Record<string, string> = { OWN: ownerId, OTHER: desk.cast.staf_lain.employeeId };
    const filled = { ...fields, ...naming(), ...change };
    const answer = await owner.post(OWN, {
      ...filled,
      pembantu: ids[change.pembantu ?? ''] ?? change.pembantu ?? naming().pembantu,
    });
    expect(answer.status).toBe(status);
    expect(messagesOf(answer.text)).toEqual([message]);
  });

  test('opens the owner’s drafts to that person alone; not before', async () => {
    await helper.get('/bantu').expect(403);
    const found = await owner.get(`${OWN}?cari=${words(desk.cast.staf2.name)}`);
    expect(found.text).toContain(desk.cast.staf2.employeeId);
    const { fields } = formOn(found.text, OWN);
    for (let tap = 0; tap < 2; tap += 1) await owner.post(OWN, { ...fields, ...naming() }).expect(303);
    const again = await owner.post(OWN, { ...fields, ...naming(), kunci_kirim: randomUUID() }).expect(409);
    expect(messagesOf(again.text)).toEqual(['Orang ini sudah Anda tunjuk. Akhiri dulu yang lama']);
    expect((await helper.get('/bantu').expect(200)).text).toContain(`/bantu/${ownerId}`);
    await helper.get(`/bantu/${ownerId}`).expect(200);
    await helper.get(`/bantu/${desk.cast.staf3.employeeId}`).expect(404);
    await helper.get(`/bantu/${desk.cast.staf3.employeeId}/kegiatan/baru`).expect(404);
    await (await desk.app.signInAs('staf3')).get(`/bantu/${ownerId}`).expect(403);
  });

  test('of one’s superior is allowed, and said', async () => {
    const { fields } = formOn((await owner.get(OWN)).text, OWN);
    await owner.post(OWN, { ...fields, ...naming(), pembantu: desk.cast.atasan.employeeId }).expect(303);
    expect((await owner.get(OWN)).text).toContain('Ia atasan Anda');
  });
});

describe('a helper', () => {
  let draft: string;
  const CREATE = () => `/bantu/${ownerId}/kegiatan`;

  async function prepare(change: Record<string, string> = {}) {
    const { text } = await helper.get(`${CREATE()}/baru`).expect(200);
    const { fields } = formOn(text, CREATE());
    const typed = await filledForm(helper, '19.00', '19.30');
    return helper.post(CREATE(), {
      ...typed,
      ...fields,
      aktivitas: String(typed.aktivitas),
      uraian: String(typed.uraian),
      aksi: 'draf',
      mulai: '19.00',
      selesai: '19.30',
      ...change,
    });
  }

  test('never sends', async () => {
    const answer = await prepare({ aksi: 'kirim' });
    expect(answer.status).toBe(422);
    expect(messagesOf(answer.text)).toEqual(['Hanya pemilik kegiatan yang dapat mengirim. Simpan draf']);
    expect((await helper.get(`${CREATE()}/baru`)).text).not.toContain('Simpan dan kirim');
  });

  test('prepares a draft under an account of their own', async () => {
    await prepare().then(answer => expect(answer.status, messagesOf(answer.text).join()).toBe(303));
    const { rows } = await desk.app.deps.pool.query<{ id: string; employee_id: string; prepared_by: string }>(
      'SELECT id, employee_id, prepared_by FROM activity WHERE prepared_by IS NOT NULL AND employee_id = $1 ORDER BY created_at DESC LIMIT 1',
      [ownerId],
    );
    draft = rows[0]?.id ?? '';
    expect(rows[0]).toMatchObject({ employee_id: ownerId, prepared_by: desk.cast.staf2.employeeId });
    const { rows: events } = await desk.app.deps.pool.query(
      'SELECT action, part, actor_id FROM activity_event WHERE activity_id = $1',
      [draft],
    );
    expect(events).toEqual([{ action: 'buat', part: 'pembantu', actor_id: desk.cast.staf2.employeeId }]);
  });

  test('changes it while it is a draft, and sees nothing else of the owner', async () => {
    const changed = await helper.submit(`${CREATE()}/${draft}/ubah`, {
      uraian: 'Menyusun tiga undangan rapat',
      aksi: 'draf',
    });
    expect(changed.status).toBe(303);
    expect(await stored(desk.app, draft)).toMatchObject({ status: 'draf', version: 2 });
    await helper.get(`/kegiatan-harian/${draft}`).expect(404);
    await helper.post(`/kegiatan-harian/${draft}/kirim`, { versi: '2' }).expect(404);
    const { rows } = await desk.app.deps.pool.query<{ id: string }>(
      `SELECT id FROM activity WHERE employee_id = $1 AND prepared_by IS NULL AND status = 'draf' LIMIT 1`,
      [ownerId],
    );
    await helper.get(`${CREATE()}/${rows[0]?.id ?? randomUUID()}/ubah`).expect(404);
    await helper.post(`${CREATE()}/${rows[0]?.id ?? randomUUID()}/hapus`, { versi: '1' }).expect(404);
  });

  test('is named to the owner, who sends', async () => {
    const { text } = await owner.get(`/kegiatan-harian/${draft}`).expect(200);
    expect(text).toContain(`Draf ini disiapkan ${desk.cast.staf2.name}`);
    expect((await owner.get('/kegiatan-harian')).text).toContain('Periksa, lalu kirim sendiri.');
    const bulk = await owner.post('/kegiatan-harian/kirim-semua', { 'id[]': `${draft}:2` }).expect(409);
    expect(messagesOf(bulk.text)[0]).toContain('disiapkan pembantu, periksa dulu');
    await owner.post(`/kegiatan-harian/${draft}/kirim`, { versi: '2' }).expect(303);
    expect(await eventsOf(desk.app, draft)).toEqual(['1 buat ->draf', '2 ubah draf>draf', '3 kirim draf>dikirim']);
    await helper.get(`${CREATE()}/${draft}/ubah`).expect(404);
    expect((await owner.get(`/kegiatan-harian/${draft}`)).text).toContain('Dibantu ');
  });

  test('may take back a draft of their own, and nothing after the help has ended', async () => {
    await prepare({ mulai: '20.00', selesai: '20.30' }).then(answer => expect(answer.status).toBe(303));
    const list = (await helper.get(`/bantu/${ownerId}`)).text;
    const action = /action="([^"]+\/hapus)"/.exec(list)?.[1] ?? '';
    await helper.post(action, { versi: '7' }).expect(409);
    await helper.post(action, { versi: '1' }).expect(303);
    const mine = (await owner.get(OWN)).text.match(/\/akun\/bantuan\/[0-9a-f-]+\/akhiri/g) ?? [];
    await helper.post(mine[0] ?? '', {}).expect(404);
    const form = await filledForm(helper, '21.00', '21.30');
    for (const end of mine) await owner.post(end, {}).expect(303);
    await helper.get(`/bantu/${ownerId}`).expect(403);
    await helper.post(CREATE(), { ...form, aksi: 'draf', tanggal: TODAY }).expect(403);
  });

  test('stands in the trail as the invariants want it', async () => {
    for (const part of INVARIANTS.find(invariant => invariant.id === 'I6')?.parts ?? []) {
      const { rows } = await desk.app.deps.pool.query<{ count: number }>(part.sql);
      expect(rows[0]?.count, part.what).toBe(0);
    }
  });
});
