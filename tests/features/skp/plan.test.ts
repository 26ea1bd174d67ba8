import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { formOn, type Browser } from '../../support/app.ts';
import {
  addTarget,
  messagesOf,
  openDesk,
  ownForm,
  plansOf,
  submitPlan,
  TARGET,
  targetsIn,
  withoutPlans,
  type Desk,
} from './desk.ts';

/** /sasaran: one's own SKP from the first planned result to its approval, and its next version (contract; ux.md F11). */

let desk: Desk;
let staf1: Browser;
let staf3: Browser;
let atasan: Browser;

beforeAll(async () => {
  desk = await openDesk();
  await withoutPlans(desk, 'staf3');
  staf1 = await desk.app.signInAs('staf1');
  staf3 = await desk.app.signInAs('staf3');
  atasan = await desk.app.signInAs('atasan');
}, 120_000);

describe('a first SKP', () => {
  it('is missing at first, said so, and begins with a planned result', async () => {
    const empty = await staf3.get('/sasaran?tahun=2026').expect(200);
    expect(empty.text).toContain('Anda belum punya SKP 2026');
    await staf3.post('/sasaran/2026/ajukan', { versi: '1' }).expect(409);
    const answer = await addTarget(staf3);
    expect([answer.status, answer.headers.location]).toEqual([303, '/sasaran?tahun=2026']);
    expect(await plansOf(desk, 'staf3')).toMatchObject([{ part: 1, revision: 1, state: 'draf' }]);
    const page = await staf3.get('/sasaran').expect(200);
    expect(page.text).toContain(TARGET.rhk);
    expect(page.text).toContain('480 izin, sampai 31 Des 2026');
  });

  it('takes several indicators, added row by row without JavaScript, and writes nothing while rows are added', async () => {
    const before = await plansOf(desk, 'staf3');
    const { fields } = formOn((await staf3.get('/sasaran/baru')).text, '/sasaran');
    const more = await staf3
      .post('/sasaran', { ...fields, ...TARGET, rhk: 'Tertanganinya pengaduan layanan', aksi: 'tambah_indikator' })
      .expect(200);
    expect(await plansOf(desk, 'staf3')).toEqual(before);
    const again = formOn(more.text, '/sasaran').fields;
    expect(again.indikator).toEqual([TARGET.indikator, '']);
    expect(again.rhk).toBe('Tertanganinya pengaduan layanan');
    await staf3
      .post('/sasaran', {
        ...again,
        aksi: 'simpan',
        aspek: ['kuantitas', 'waktu'],
        indikator: [TARGET.indikator, 'Lama menjawab pengaduan'],
        target_angka: ['480', '2,5'],
        satuan: ['izin', 'hari'],
        batas: ['', ''],
      })
      .expect(303);
    const page = await staf3.get('/sasaran').expect(200);
    expect(page.text).toContain('paling banyak 2,5 hari');
  });

  it('is submitted, cannot be changed while it waits, and can be taken back', async () => {
    await submitPlan(staf3);
    const [plan] = await plansOf(desk, 'staf3');
    expect(plan?.state).toBe('diajukan');
    expect((await atasan.get('/dasbor')).text).toMatch(/Putuskan \d+ SKP bawahan/);
    expect((await staf1.get('/dasbor')).text).not.toContain('SKP bawahan');
    const [target] = await targetsIn(desk, plan!.id);
    await staf3.get(`/sasaran/${target!.id}/ubah`).expect(409);
    const refused = await addTarget(staf3);
    expect(refused.status).toBe(409);
    expect(messagesOf(refused.text)[0]).toContain('menunggu keputusan atasan');
    await staf3.post('/sasaran/2026/tarik', await ownForm(staf3, '/sasaran/2026/tarik')).expect(303);
    expect((await plansOf(desk, 'staf3'))[0]?.state).toBe('draf');
    await submitPlan(staf3);
  });

  it('is told to the superior, decided on by that person alone, and then in force', async () => {
    const [plan] = await plansOf(desk, 'staf3');
    const { rows: told } = await desk.app.deps.pool.query(
      "SELECT 1 FROM notification WHERE employee_id = $1 AND kind = 'skp' AND href = $2",
      [desk.cast.atasan.employeeId, `/sasaran/bawahan/${plan!.id}`],
    );
    expect(told.length).toBeGreaterThan(0);
    const list = await atasan.get('/sasaran/bawahan?tahun=2026').expect(200);
    const { fields } = formOn(list.text, `/sasaran/${plan!.id}/setujui`);
    for (const stranger of ['staf3', 'staf1', 'validator', 'atasan_lain', 'kepegawaian1'] as const) {
      const browser = await desk.app.signInAs(stranger);
      await browser.post(`/sasaran/${plan!.id}/setujui`, fields).expect(404);
      await browser.get(`/sasaran/bawahan/${plan!.id}`).expect(404);
    }
    const form = await atasan.get(`/sasaran/bawahan/${plan!.id}`).expect(200);
    const approval = formOn(form.text, `/sasaran/${plan!.id}/setujui`).fields;
    await atasan
      .post(`/sasaran/${plan!.id}/setujui`, { ...approval, ekspektasi_akuntabel: 'Laporan keuangan tanpa temuan' })
      .expect(303);
    expect((await plansOf(desk, 'staf3'))[0]?.state).toBe('disetujui');
    const own = await staf3.get('/sasaran').expect(200);
    expect(own.text).toContain('Laporan keuangan tanpa temuan');
    await atasan.post(`/sasaran/${plan!.id}/setujui`, approval).expect(409);
  });

  it('writes every step into its history', async () => {
    const [plan] = await plansOf(desk, 'staf3');
    const { rows } = await desk.app.deps.pool.query<{ step: string }>(
      "SELECT action || ' ' || coalesce(from_state, '-') || '>' || to_state AS step FROM skp_event WHERE plan_id = $1 ORDER BY seq",
      [plan!.id],
    );
    expect(rows.map(row => row.step)).toEqual([
      'buat ->draf',
      'ubah draf>draf',
      'ubah draf>draf',
      'ajukan draf>diajukan',
      'tarik diajukan>draf',
      'ajukan draf>diajukan',
      'setujui diajukan>disetujui',
    ]);
  });
});

describe('a change of an SKP in force', () => {
  it('is a new version with the same origins; approving it replaces the old one', async () => {
    const [first] = await plansOf(desk, 'staf3');
    const before = await targetsIn(desk, first!.id);
    const form = await ownForm(staf3, '/sasaran/2026/perubahan');
    await staf3.post('/sasaran/2026/perubahan', form).expect(303);
    await staf3.post('/sasaran/2026/perubahan', form).expect(303); // the same key: the first result again
    const [, second, ...more] = await plansOf(desk, 'staf3');
    expect(more).toEqual([]);
    expect(second).toMatchObject({ revision: 2, state: 'draf' });
    const copied = await targetsIn(desk, second!.id);
    expect(copied.map(target => target.origin)).toEqual(before.map(target => target.id));

    await staf3
      .submit(`/sasaran/${copied[0]!.id}/ubah`, { rhk: 'Terbitnya izin usaha dalam tiga hari kerja' })
      .then(answer => {
        expect(answer.status).toBe(303);
      });
    await submitPlan(staf3);
    const shown = await atasan.get(`/sasaran/bawahan/${second!.id}`).expect(200);
    expect(shown.text).toContain('Diubah');
    const { fields } = formOn(shown.text, `/sasaran/${second!.id}/setujui`);
    await atasan.post(`/sasaran/${second!.id}/setujui`, fields).expect(303);
    expect((await plansOf(desk, 'staf3')).map(plan => plan.state)).toEqual(['digantikan', 'disetujui']);
    const { rows } = await desk.app.deps.pool.query<{ same: boolean }>(
      `SELECT bool_and(i.origin_id IS NOT NULL) AS same FROM skp_indicator i JOIN skp_target t ON t.id = i.target_id WHERE t.plan_id = $1`,
      [second!.id],
    );
    expect(rows[0]?.same).toBe(true);
  });

  it('can be returned with a reason, corrected and submitted again, or dropped', async () => {
    await staf3.post('/sasaran/2026/perubahan', await ownForm(staf3, '/sasaran/2026/perubahan')).expect(303);
    await submitPlan(staf3);
    const plan = (await plansOf(desk, 'staf3')).at(-1)!;
    const address = `/sasaran/bawahan/${plan.id}`;
    const action = `/sasaran/${plan.id}/kembalikan`;
    const { fields } = formOn((await atasan.get(address)).text, action);
    const refused = await atasan.post(action, { ...fields, alasan: '' }).expect(422);
    expect(messagesOf(refused.text)).toEqual(['Tulis alasan supaya pegawai tahu cara memperbaiki']);
    await atasan.post(action, { ...fields, alasan: 'Targetnya terlalu rendah untuk setahun' }).expect(303);
    expect((await staf3.get('/sasaran')).text).toContain('Targetnya terlalu rendah untuk setahun');
    await submitPlan(staf3);
    await staf3.post('/sasaran/2026/tarik', await ownForm(staf3, '/sasaran/2026/tarik')).expect(303);
    await staf3.post('/sasaran/2026/batal', await ownForm(staf3, '/sasaran/2026/batal')).expect(303);
    expect((await plansOf(desk, 'staf3')).map(each => each.state)).toEqual(['digantikan', 'disetujui', 'digantikan']);
  });

  it('begins by itself when a result is added to what is in force', async () => {
    const before = await plansOf(desk, 'staf1');
    expect(before.map(plan => plan.state)).toEqual(['disetujui']);
    expect((await addTarget(staf1)).status).toBe(303);
    const after = await plansOf(desk, 'staf1');
    expect(after.map(plan => plan.state)).toEqual(['disetujui', 'draf']);
    expect(await targetsIn(desk, after[1]!.id)).toHaveLength((await targetsIn(desk, after[0]!.id)).length + 1);
  });

  it('is refused by the database itself once it is approved', async () => {
    const { pool } = desk.app.deps;
    const inForce = (await plansOf(desk, 'staf1')).find(plan => plan.state === 'disetujui')!;
    const [target] = await targetsIn(desk, inForce.id);
    await expect(pool.query("UPDATE skp_target SET result = 'x' WHERE id = $1", [target!.id])).rejects.toThrow(
      'replaced',
    );
    await expect(pool.query('DELETE FROM skp_indicator WHERE target_id = $1', [target!.id])).rejects.toThrow(
      'replaced',
    );
    await expect(pool.query("UPDATE skp_plan SET state = 'draf' WHERE id = $1", [inForce.id])).rejects.toThrow(
      'replaced',
    );
  });
});

describe('the form of a planned result', () => {
  it('says what is missing, keeps what was typed, and points at the fields', async () => {
    const { fields } = formOn((await staf1.get('/sasaran/baru')).text, '/sasaran');
    const answer = await staf1
      .post('/sasaran', {
        ...fields,
        rhk: 'singkat',
        jenis: '',
        indikator: 'Jumlah izin',
        target_angka: 'banyak',
        satuan: '',
        batas: 'besok',
      })
      .expect(422);
    const $ = cheerio.load(answer.text);
    expect($('title').text()).toMatch(/^Perlu diperbaiki/);
    expect(messagesOf(answer.text)).toEqual([
      'Tulis rencana hasil kerja 10 sampai 300 huruf',
      'Pilih Utama atau Tambahan',
      'Isi target, misalnya 12',
      'Isi satuan, misalnya dokumen',
      'Tulis tanggal, misalnya 31/12/2026, atau kosongkan',
    ]);
    for (const link of $('[role="alert"] a').toArray()) {
      const control = $(String($(link).attr('href')));
      expect(control).toHaveLength(1);
      expect(control.attr('aria-invalid') ?? control.find('[aria-invalid]').attr('aria-invalid')).toBe('true');
    }
    expect($('[name="target_angka"]').attr('value')).toBe('banyak');
    expect($('[name="rhk"]').text()).toBe('singkat');
  });

  it('asks for at least one indicator, and takes an empty form for what it is', async () => {
    const refused = await addTarget(staf1, { indikator: '', target_angka: '', satuan: '', batas: '' });
    expect(refused.status).toBe(422);
    expect(messagesOf(refused.text)).toEqual(['Tambah paling sedikit 1 indikator']);
    const nothing = await staf1.post('/sasaran', {}).expect(422);
    expect(messagesOf(nothing.text)).toContain('Tulis rencana hasil kerja');
  });

  it('refuses strange fields, foreign ids, NUL, too many rows and uneven rows', async () => {
    for (const [more, status] of [
      [{ peran: 'admin' }, 422],
      [{ rhk_pimpinan: randomUUID() }, 422],
      [{ rhk_pimpinan: "' OR 1=1" }, 422],
      [{ rhk: 'x'.repeat(301) }, 422],
      [{ rhk: ['satu rencana', 'dua rencana'] }, 422],
      [{ kunci_kirim: 'bukan-kunci' }, 422],
      [{ tahun: '1999' }, 422],
      [{ tahun: '2024' }, 409],
      [{ tahun: '2030' }, 409],
      [{ target_angka: '0' }, 422],
      [{ target_angka: ['1', '2'] }, 422],
      [
        {
          aspek: Array.from({ length: 30 }, () => 'kuantitas'),
          indikator: Array.from({ length: 30 }, () => 'Jumlah izin'),
          target_angka: Array.from({ length: 30 }, () => '1'),
          satuan: Array.from({ length: 30 }, () => 'izin'),
        },
        422,
      ],
    ] as const) {
      const answer = await addTarget(staf1, more);
      expect(answer.status, JSON.stringify(more)).toBe(status);
    }
    const hostile = await addTarget(staf1, { rhk: '<script>alert(1)</script> \u0000 rencana panjang' });
    expect(hostile.status).toBe(303);
    const page = await staf1.get('/sasaran').expect(200);
    expect(page.text).not.toContain('<script>alert(1)');
    expect(page.text).toContain('&lt;script&gt;alert(1)');
  });

  it('has its effect once per key, and says so when the key comes with other content', async () => {
    const { fields } = formOn((await staf1.get('/sasaran/baru')).text, '/sasaran');
    const form = { ...fields, ...TARGET, rhk: 'Tersusunnya laporan bulanan layanan' };
    await staf1.post('/sasaran', form).expect(303);
    await staf1.post('/sasaran', form).expect(303);
    const plan = (await plansOf(desk, 'staf1')).at(-1)!;
    expect((await targetsIn(desk, plan.id)).filter(target => target.result === form.rhk)).toHaveLength(1);
    const other = await staf1.post('/sasaran', { ...form, rhk: 'Tersusunnya laporan tahunan layanan' }).expect(422);
    expect(messagesOf(other.text)[0]).toContain('sudah pernah dikirim');
  });

  it('refuses a change of what somebody changed meanwhile, and of what is not one’s own', async () => {
    const plan = (await plansOf(desk, 'staf1')).at(-1)!;
    const [target] = await targetsIn(desk, plan.id);
    const address = `/sasaran/${target!.id}/ubah`;
    const { fields } = formOn((await staf1.get(address).expect(200)).text, `/sasaran/${target!.id}`);
    await staf1.post(`/sasaran/${target!.id}`, { ...fields, rhk: 'Rencana yang diubah lebih dulu' }).expect(303);
    const stale = await staf1.post(`/sasaran/${target!.id}`, { ...fields, rhk: 'Rencana yang terlambat' }).expect(409);
    expect(stale.text).toContain('Rencana yang terlambat');
    for (const stranger of [staf3, atasan]) {
      await stranger.get(address).expect(404);
      await stranger.post(`/sasaran/${target!.id}`, fields).expect(404);
      await stranger.get(`/sasaran/${target!.id}/hapus`).expect(404);
      await stranger.post(`/sasaran/${target!.id}/hapus`, { versi: '1' }).expect(404);
    }
    await staf1.get('/sasaran/bukan-id/ubah').expect(404);
    await staf1.get('/sasaran/bawahan').expect(403);
  });

  it('removes a result after asking, unless entries are tied to it', async () => {
    const plan = (await plansOf(desk, 'staf1')).at(-1)!;
    const targets = await targetsIn(desk, plan.id);
    const target = targets.at(-1)!;
    const answer = await staf1.submit(`/sasaran/${target.id}/hapus`, {}, `/sasaran/${target.id}/hapus`);
    expect(answer.status).toBe(303);
    expect(await targetsIn(desk, plan.id)).toHaveLength(targets.length - 1);
    const tied = targets.at(-2)!;
    await desk.app.deps.pool.query(
      "UPDATE activity SET target_id = $1 WHERE id = (SELECT id FROM activity WHERE employee_id = $2 AND status = 'draf' LIMIT 1)",
      [tied.id, desk.cast.staf1.employeeId],
    );
    const refused = await staf1.submit(`/sasaran/${tied.id}/hapus`, {}, `/sasaran/${tied.id}/hapus`);
    expect(refused.status).toBe(409);
  });
});
