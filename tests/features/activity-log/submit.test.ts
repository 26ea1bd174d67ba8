import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '../../support/app.ts';
import { type Desk, eventsOf, filledForm, idIn, logEntry, messagesOf, openDesk, stored, TODAY } from './desk.ts';

let desk: Desk;
let staf: Browser;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf1');
});

describe('the form of a new entry', () => {
  test('stands complete on its page, with the days that are still legal', async () => {
    const { text } = await staf.get('/kegiatan-harian/baru').expect(200);
    const $ = cheerio.load(text);
    const form = $('form[action="/kegiatan-harian"][method="post"]');
    // The usual ones, and last the one for work that no item covers.
    expect(form.find('input[name="aktivitas"]').length).toBe(9);
    expect(form.find('input[name="kunci_kirim"]').attr('value')).toMatch(/^[0-9a-f-]{36}$/);
    const days = form
      .find('input[name="tanggal"]')
      .map((_, input) => String($(input).attr('value')))
      .get();
    // Sunday the 15th lies within the window and is a day off.
    expect(days).toEqual(['2026-11-18', '2026-11-17', '2026-11-16']);
    expect(form.find('input[name="tanggal"][checked]').attr('value')).toBe(TODAY);
    for (const name of ['uraian', 'volume', 'mulai', 'selesai', 'sasaran', 'bukti']) {
      expect(form.find(`[name="${name}"]`).length, name).toBe(1);
    }
    expect(form.find('[type="date"], [type="time"]').length).toBe(0);
  });

  test('is its owner’s alone: left open while another signs in, it is not logged under their name', async () => {
    const fields = await filledForm(staf, '22:00', '22:15');
    const before = await desk.app.deps.pool.query('SELECT 1 FROM activity');
    const other = await desk.app.signInAs('staf2');
    const answer = await other.post('/kegiatan-harian', fields);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('halaman akun lain');
    const after = await desk.app.deps.pool.query('SELECT 1 FROM activity');
    expect(after.rowCount).toBe(before.rowCount);
  });

  test('takes at most four statements', async () => {
    const { response, statements } = await desk.app.statementsOf(staf.get('/kegiatan-harian/baru'));
    expect(response.status).toBe(200);
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(4);
  });

  test('searches the catalogue without losing what was typed', async () => {
    const key = randomUUID();
    const query = new URLSearchParams({
      cari: 'RAPAT staf',
      uraian: 'Sudah saya tulis panjang',
      volume: '2,5',
      kunci_kirim: key,
    });
    const { text } = await staf.get(`/kegiatan-harian/baru?${query.toString()}`).expect(200);
    const $ = cheerio.load(text);
    expect($('input[name="aktivitas"]').first().parent().text()).toContain('Memimpin rapat staf');
    expect($('textarea[name="uraian"]').text()).toBe('Sudah saya tulis panjang');
    expect($('input[name="volume"]').attr('value')).toBe('2,5');
    expect($('input[name="kunci_kirim"]').attr('value')).toBe(key);
    const none = await staf.get('/kegiatan-harian/baru?cari=100%25_\\').expect(200);
    expect(none.text).toContain('Tidak ada kegiatan yang cocok');
  });

  test('says in one line what is usual in the position and how much of it there is that day', async () => {
    const person = await desk.app.signInAs('staf2');
    const { pool } = desk.app.deps;
    const { rows } = await pool.query<{ id: string; name: string; unit: string; family: string }>(
      `SELECT i.id, i.name, i.unit_name AS unit, v.family FROM account c JOIN demo_account d ON d.account_id = c.id
       JOIN assignment s ON s.employee_id = c.employee_id AND s.kind = 'DEFINITIF'
       JOIN position_version v ON v.position_id = s.position_id JOIN catalogue_item i ON v.family = ANY (i.families)
       WHERE d.key = 'staf2' AND i.name = 'Menyusun notula rapat'`,
    );
    const item = rows[0]!;
    const write = (from: string, daily: number | null): Promise<unknown> =>
      pool.query('INSERT INTO catalogue_expectation (item_id, family, from_date, daily) VALUES ($1, $2, $3, $4)', [
        item.id,
        item.family,
        from,
        daily,
      ]);
    const hintOn = async (address: string): Promise<string> =>
      cheerio
        .load((await person.get(address).expect(200)).text)('main .petunjuk')
        .text();
    const form = `/kegiatan-harian/baru?aktivitas=${item.id}`;
    await write('2026-11-10', 2);
    const expected = `${item.name}: biasanya 2 ${item.unit} sehari di jabatan Anda, hari ini`;
    expect(await hintOn(form)).toContain(`${expected} belum ada.`);
    await logEntry(person, '18', '18.30', { aktivitas: item.id });
    expect(await hintOn(form)).toContain(`${expected} baru 1.`);
    expect(await hintOn('/kegiatan-harian')).toMatch(/: biasanya \d+ .+ sehari di jabatan Anda, hari ini (baru|belum)/);
    await logEntry(person, '18.30', '19', { aktivitas: item.id });
    expect(await hintOn(form)).not.toContain(expected);
    // An end is the last word, and another day has a count of its own.
    expect(await hintOn(`${form}&tanggal=2026-11-17`)).toContain(`${item.name}: biasanya 2`);
    await write('2026-11-12', null);
    expect(await hintOn(`${form}&tanggal=2026-11-17`)).not.toContain(`${item.name}: biasanya`);
  });

  test('comes back from a refusal with the numbers of its menu', async () => {
    const menuOf = (html: string): string => cheerio.load(html)('nav .lencana').text();
    const atasan = await desk.app.signInAs('atasan');
    const fresh = await atasan.get('/kegiatan-harian/baru').expect(200);
    const refused = await atasan.post('/kegiatan-harian', { aksi: 'kirim' }).expect(422);
    expect(menuOf(fresh.text)).toMatch(/\d menunggu/);
    expect(menuOf(refused.text)).toBe(menuOf(fresh.text));
  });

  test('starts where the last entry of the day ended', async () => {
    const other = await desk.app.signInAs('staf3');
    await logEntry(other, '13', '13.45');
    const { text } = await other.get(`/kegiatan-harian/baru?tanggal=${TODAY}`).expect(200);
    expect(cheerio.load(text)('input[name="mulai"]').attr('value')).toBe('13.45');
  });
});

describe('a good submission', () => {
  test('leads to its entry, is computed on the server and says who gets it', async () => {
    const form = await filledForm(staf, '12', '1230');
    const answer = await staf.post('/kegiatan-harian', { ...form, volume: '1,5' }).expect(303);
    const id = idIn(answer.headers.location);
    const { rows } = await desk.app.deps.pool.query<{ points: number; expected: number }>(
      `SELECT points, round(points_per_unit * 1.5)::int AS expected FROM activity WHERE id = $1`,
      [id],
    );
    expect(rows[0]?.points).toBe(rows[0]?.expected);
    expect(await eventsOf(desk.app, id)).toEqual(['1 kirim ->dikirim']);
    const { text } = await staf.get(`/kegiatan-harian/${id}`).expect(200);
    expect(text).toContain('Kegiatan dikirim ke');
    expect(text).toContain(desk.cast.atasan.name);
    expect(text).toMatch(/Poin hari ini \d+ dari 300/);
    expect(cheerio.load(text)(`[data-id="${id}"][data-status="dikirim"]`).attr('data-poin')).toBe(
      String(rows[0]?.points),
    );
  });

  test('is also taken urlencoded with an empty file field, and as a draft without the rest', async () => {
    const form = await filledForm(staf, '12.30', '12:45');
    await staf.post('/kegiatan-harian', { ...form, bukti: '' }).expect(303);
    const draft = await filledForm(staf, '', '');
    const answer = await staf.post('/kegiatan-harian', { ...draft, uraian: '', volume: '', aksi: 'draf' }).expect(303);
    expect(await stored(desk.app, idIn(answer.headers.location))).toMatchObject({
      status: 'draf',
      points: 0,
      version: 1,
    });
  });

  test.each(['8', '0815', '8.30', '08:45'])('takes the start written as %s', async mulai => {
    const other = await desk.app.signInAs('staf_lain');
    const form = await filledForm(other, mulai, '9');
    const { status, text } = await other.post('/kegiatan-harian', { ...form, aksi: 'draf' });
    // The morning may be taken: then it is the hours that are refused, having been understood.
    if (status === 409) expect(messagesOf(text)[0]).toContain('bertumpuk');
    else expect(status).toBe(303);
  });
});

describe('a wrong form (422)', () => {
  test.each([
    ['no item', { aktivitas: undefined }, 'aktivitas', 'Pilih kegiatan'],
    ['an item that does not exist', { aktivitas: randomUUID() }, 'aktivitas', 'Pilih kegiatan dari daftar'],
    ['a short description', { uraian: 'Rapat' }, 'uraian', 'Tulis uraian kegiatan, paling sedikit 10 huruf'],
    ['a long description', { uraian: 'a'.repeat(501) }, 'uraian', 'Uraian paling banyak 500 huruf'],
    ['no volume', { volume: '' }, 'volume', 'Isi volume, misalnya 2'],
    ['volume 0', { volume: '0' }, 'volume', 'Isi volume, misalnya 2'],
    ['a negative volume', { volume: '-1' }, 'volume', 'Isi volume, misalnya 2'],
    ['three decimals', { volume: '1,234' }, 'volume', 'Isi volume, misalnya 2'],
    ['an exponent', { volume: '1e2' }, 'volume', 'Isi volume, misalnya 2'],
    ['more than the catalogue allows', { volume: '900' }, 'volume', 'Volume paling banyak'],
    ['a date that does not exist', { tanggal: '2026-02-30' }, 'tanggal', 'Pilih tanggal'],
    ['the year 0', { tanggal: '0000-01-01' }, 'tanggal', 'Pilih tanggal'],
    ['no start', { mulai: '' }, 'mulai', 'Isi jam mulai, misalnya 08.00'],
    ['a start that is no time', { mulai: '25.00' }, 'mulai', 'Isi jam mulai, misalnya 08.00'],
    [
      'the end before the start',
      { mulai: '15.30', selesai: '15' },
      'selesai',
      'Jam selesai harus setelah jam mulai (15.30)',
    ],
    ['the end at the start', { mulai: '15', selesai: '15.00' }, 'selesai', 'Jam selesai harus setelah jam mulai (15)'],
    ['too short', { mulai: '15', selesai: '15.10' }, 'selesai', 'Lama kegiatan paling sedikit 15 menit'],
    ['too long', { mulai: '3', selesai: '23' }, 'selesai', 'Lama kegiatan paling banyak 12 jam'],
    ['a target of nobody', { sasaran: randomUUID() }, 'sasaran', 'Pilih SKP dari daftar'],
    ['a target that is no id', { sasaran: 'x' }, 'sasaran', 'Pilih SKP dari daftar'],
  ])('%s', async (_, wrong: Record<string, string | undefined>, field, message) => {
    const form = await filledForm(staf, '15', '16');
    const answer = await staf.post('/kegiatan-harian', { ...form, ...wrong });
    expect(answer.status, answer.text.slice(0, 300)).toBe(422);
    const $ = cheerio.load(answer.text);
    expect($('title').text()).toMatch(/^Perlu diperbaiki/);
    const link = $(`[role="alert"] a[href="#${field}"]`);
    expect(link.text()).toContain(message);
    const control = $(`#${field}`);
    expect(control.attr('aria-invalid')).toBe('true');
    const described = String(control.attr('aria-describedby')).split(' ');
    expect(described.some(id => $(`#${id}`).text().includes(link.text()))).toBe(true);
    expect($('textarea[name="uraian"]').text()).toBe(wrong.uraian ?? form.uraian);
  });

  test.each([
    ['an unknown key', { status: 'divalidasi' }, 'Isian tidak dikenal: status'],
    ['points from outside', { poin: '300' }, 'Isian tidak dikenal: poin'],
    ['no key', { kunci_kirim: undefined }, 'Muat ulang formulir ini'],
    ['no action', { aksi: undefined }, 'Pilih Simpan dan kirim'],
    ['an action of another form', { aksi: 'setujui' }, 'Pilih Simpan dan kirim'],
    ['a field sent twice', { volume: ['1', '2'] }, 'Isi volume, misalnya 2'],
  ])('%s', async (_, wrong: Record<string, string | string[] | undefined>, message) => {
    const form = await filledForm(staf, '15', '16');
    const answer = await staf.post('/kegiatan-harian', { ...form, ...wrong });
    expect(answer.status).toBe(422);
    expect(messagesOf(answer.text).join()).toContain(message);
  });

  test('several messages at once stand in the order of the page', async () => {
    const form = await filledForm(staf, '16', '15');
    const answer = await staf.post('/kegiatan-harian', { ...form, uraian: '', volume: '' }).expect(422);
    const $ = cheerio.load(answer.text);
    const links = $('[role="alert"] a')
      .map((_, a) => String($(a).attr('href')))
      .get();
    expect(links).toEqual(['#uraian', '#volume', '#selesai']);
  });

  test('control characters do not reach the database', async () => {
    const form = await filledForm(staf, '16', '17');
    const answer = await staf.post('/kegiatan-harian', {
      ...form,
      uraian: 'Menyusun\u0000 undangan\u0007 rapat',
      aksi: 'draf',
    });
    expect(answer.status).toBe(303);
    const id = idIn(answer.headers.location);
    expect((await stored(desk.app, id))?.description).toBe('Menyusun  undangan  rapat');
    await staf.post(`/kegiatan-harian/${id}/hapus`, { versi: '1' }).expect(303);
  });
});

describe('what a rule refuses (409)', () => {
  test.each([
    ['a day to come', '2026-11-19', 'belum terjadi'],
    ['a day after its window', '2026-11-13', 'Batas mengisi kegiatan Jum 13 Nov sudah lewat (Sen 16 Nov pukul 23.59)'],
    ['long ago', '1999-01-04', 'sudah lewat'],
    ['a Sunday', '2026-11-15', 'hari libur (hari Minggu)'],
  ])('%s', async (_, tanggal, message) => {
    const form = await filledForm(staf, '15', '16');
    const answer = await staf.post('/kegiatan-harian', { ...form, tanggal });
    expect(answer.status).toBe(409);
    const $ = cheerio.load(answer.text);
    expect($('[role="alert"] a[href="#tanggal"]').text()).toContain(message);
    expect($(`input[name="tanggal"][value="${tanggal}"]`).attr('checked')).toBeDefined();
    expect($('input[name="kunci_kirim"]').attr('value')).toBe(form.kunci_kirim);
  });

  test('times that overlap name the other entry and its time', async () => {
    const other = await desk.app.signInAs('staf2');
    await logEntry(other, '14', '15');
    const form = await filledForm(other, '14.30', '15.30');
    const answer = await other.post('/kegiatan-harian', form).expect(409);
    expect(messagesOf(answer.text).join()).toMatch(/bertumpuk dengan '.+' \(14\.00–15\.00\)/);
    await other.post('/kegiatan-harian', { ...form, mulai: '15', selesai: '16' }).expect(303);
  });

  test('of two that overlap at the same moment one is taken', async () => {
    const other = await desk.app.signInAs('staf2');
    const [first, second] = await Promise.all([filledForm(other, '17', '18'), filledForm(other, '17.30', '18.30')]);
    const answers = await Promise.all([other.post('/kegiatan-harian', first), other.post('/kegiatan-harian', second)]);
    expect(answers.map(answer => answer.status).sort()).toEqual([303, 409]);
    const refused = answers.find(answer => answer.status === 409);
    expect(messagesOf(refused?.text ?? '').join()).toContain('bertumpuk dengan');
  });

  test('a closed month', async () => {
    const { pool } = desk.app.deps;
    const close = (open: boolean) =>
      pool.query(
        `INSERT INTO payroll_period (month, payroll_unit_id, open) VALUES ('2026-11-01', $1, $2)
         ON CONFLICT (month, kind, payroll_unit_id) DO UPDATE SET open = $2`,
        [desk.cast.staf_lain.payrollUnitId, open],
      );
    const other = await desk.app.signInAs('staf_lain');
    const form = await filledForm(other, '15', '16');
    await close(false);
    const answer = await other.post('/kegiatan-harian', form);
    const { text } = await other.get('/kegiatan-harian');
    await close(true);
    expect(answer.status).toBe(409);
    expect(messagesOf(answer.text)).toEqual(['Bulan November 2026 sudah ditutup']);
    expect(text).toContain('November 2026 sudah ditutup. Data hanya bisa dilihat.');
    await other.post('/kegiatan-harian', form).expect(303);
  });
});

describe('the key of a form', () => {
  test('gives the first result again, and does not pay twice', async () => {
    const form = await filledForm(staf, '18', '18.30');
    const first = await staf.post('/kegiatan-harian', form).expect(303);
    const second = await staf.post('/kegiatan-harian', form).expect(303);
    expect(second.headers.location).toBe(first.headers.location);
    expect(await eventsOf(desk.app, idIn(first.headers.location))).toHaveLength(1);
  });

  test('of two taps at once there is one entry', async () => {
    const form = await filledForm(staf, '18.30', '19');
    const answers = await Promise.all([1, 2, 3, 4].map(() => staf.post('/kegiatan-harian', form)));
    expect(new Set(answers.map(answer => answer.headers.location)).size).toBe(1);
    expect(answers.every(answer => answer.status === 303)).toBe(true);
  });

  test('with other content is refused, and a new key is offered', async () => {
    const form = await filledForm(staf, '19', '19.30');
    await staf.post('/kegiatan-harian', form).expect(303);
    const other = { ...form, uraian: 'Sesuatu yang lain sama sekali', mulai: '19.30', selesai: '20' };
    const answer = await staf.post('/kegiatan-harian', other).expect(422);
    const key = cheerio.load(answer.text)('input[name="kunci_kirim"]').attr('value');
    expect(key).not.toBe(form.kunci_kirim);
    await staf.post('/kegiatan-harian', { ...other, kunci_kirim: String(key) }).expect(303);
  });

  test('is not used up by a refusal', async () => {
    const form = await filledForm(staf, '20', '20.30');
    await staf.post('/kegiatan-harian', { ...form, volume: '' }).expect(422);
    await staf.post('/kegiatan-harian', { ...form, tanggal: '2026-11-19' }).expect(409);
    await staf.post('/kegiatan-harian', form).expect(303);
  });

  test('of another person is nobody else’s', async () => {
    const form = await filledForm(staf, '20.30', '21');
    const mine = await staf.post('/kegiatan-harian', form).expect(303);
    const other = await desk.app.signInAs('staf3');
    const theirs = await other.post('/kegiatan-harian', { ...form, sasaran: '' });
    expect(theirs.headers.location).not.toBe(mine.headers.location);
  });
});
