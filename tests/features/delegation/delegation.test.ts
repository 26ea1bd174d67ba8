import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { positionLevel } from '../../../src/domain/position-level.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Delegates by letter (ux.md F9; assurance T09). */

const PATH = '/verifikasi/delegasi';
const clock = fixedClock(DEMO_NOW);
let app: TestApp;
let cast: Cast;
let atasan: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
  atasan = await app.signInAs('atasan');
}, 120_000);

const letter = (over: Record<string, string> = {}): Record<string, string> => ({
  kepada: cast.staf2.employeeId,
  mulai: '18/11/2026',
  selesai: '20-11-2026',
  alasan: 'cuti',
  nomor_surat: '800/12/SPT/2026',
  kunci_kirim: randomUUID(),
  ...over,
});
const at = (moment: string): void => clock.set(`${moment}+08:00`);

describe('a delegation', () => {
  it('is for those who lead; who leads by acting alone is told why not', async () => {
    expect((await (await app.signInAs('staf1')).get(PATH)).status).toBe(403);
    expect((await (await app.signInAs('kepegawaian1')).post(PATH, letter())).status).not.toBe(303);
    const page = await atasan.get(`${PATH}?cari=${encodeURIComponent(cast.staf2.name.slice(0, 5))}`);
    expect(page.text).toContain(cast.staf2.employeeId);
    expect(page.text).not.toContain(cast.staf_lain.employeeId);
  });

  it('asks for what is missing, strange or against a rule, with what was typed', async () => {
    const validator = await app.signInAs('validator');
    const wrong: [Browser, Record<string, string>, number, string, string][] = [
      [atasan, letter({ kepada: '' }), 422, 'kepada', 'Pilih pengganti'],
      [atasan, letter({ kepada: cast.staf_lain.employeeId }), 422, 'kepada', 'Pilih pengganti dari daftar'],
      [atasan, letter({ kepada: cast.atasan.employeeId }), 422, 'kepada', 'Pilih pengganti dari daftar'],
      [atasan, letter({ mulai: 'besok' }), 422, 'mulai', 'Isi tanggal mulai'],
      [atasan, letter({ selesai: '31/02/2026' }), 422, 'selesai', 'Isi tanggal selesai'],
      [atasan, letter({ selesai: '17/11/2026' }), 422, 'selesai', 'Tanggal selesai harus setelah tanggal mulai'],
      [atasan, letter({ selesai: '18/12/2026' }), 422, 'selesai', 'Paling lama 30 hari'],
      [atasan, letter({ alasan: 'malas' }), 422, 'alasan', 'Pilih alasan'],
      [atasan, letter({ nomor_surat: '\u0000 ' }), 422, 'nomor_surat', 'Isi nomor surat'],
      [atasan, letter({ jabatan: 'x' }), 422, '', 'Ada isian yang tidak dikenal'],
      [atasan, letter({ mulai: '17/11/2026' }), 409, 'mulai', 'tidak boleh sebelum hari ini'],
      [validator, letter(), 409, 'kepada', 'Pilih pengganti yang jabatannya setara atau di atas bawahan Anda'],
    ];
    for (const [browser, fields, status, field, message] of wrong) {
      const answer = await browser.post(PATH, fields);
      expect([message, answer.status]).toEqual([message, status]);
      const $ = cheerio.load(answer.text);
      expect($('title').text()).toMatch(/^Perlu diperbaiki/);
      expect($('[role="alert"]').text()).toContain(message);
      if (field !== '') expect($(`#${field}`).attr('aria-invalid')).toBe('true');
      expect($('#selesai').attr('value')).toBe(fields.selesai);
    }
  });

  it('lends the chair for its dates, shows a.n., and ends by itself', async () => {
    const fields = letter();
    expect((await atasan.post(PATH, fields)).status).toBe(303);
    expect((await atasan.post(PATH, fields)).status).toBe(303); // the same key, the same result
    const overlap = await atasan.post(
      PATH,
      letter({ kepada: cast.staf3.employeeId, mulai: '20/11/2026', selesai: '21/11/2026' }),
    );
    expect(overlap.status).toBe(409);
    expect(overlap.text).toContain('Sudah ada pengganti');

    const staf2 = await app.signInAs('staf2');
    const queue = cheerio.load((await staf2.get('/verifikasi')).text);
    const owners = await app.deps.pool.query<{ id: string; employee_id: string }>(
      'SELECT id, employee_id FROM activity WHERE id = ANY ($1)',
      [
        queue('li[data-id]')
          .toArray()
          .map(node => queue(node).attr('data-id')),
      ],
    );
    expect(owners.rows.length).toBeGreaterThan(0);
    expect(owners.rows.some(row => row.employee_id === cast.staf2.employeeId)).toBe(false);
    const entry = owners.rows.find(row => row.employee_id === cast.staf1.employeeId)!.id;
    expect((await staf2.submit(`/verifikasi/${entry}`, { keputusan: 'setujui' })).status).toBe(303);
    const history = (await staf2.get(`/verifikasi/${entry}`)).text;
    expect(history).toMatch(new RegExp(`${cast.staf2.name}[^<]*, a\\.n\\. `));
    const asOwner = (await (await app.signInAs('staf1')).get(`/kegiatan-harian/${entry}`)).text;
    expect(asOwner).toMatch(new RegExp(`${cast.staf2.name}[^<]*, a\\.n\\. `));
    const { rows } = await app.deps.pool.query('SELECT verified_by, verified_chair_id FROM activity WHERE id = $1', [
      entry,
    ]);
    expect(rows).toEqual([{ verified_by: cast.staf2.employeeId, verified_chair_id: cast.atasan.positionId }]);

    at('2026-11-20T23:50:00');
    expect((await (await app.signInAs('staf2')).get('/verifikasi')).status).toBe(200);
    at('2026-11-21T00:05:00');
    expect((await (await app.signInAs('staf2')).get('/verifikasi')).status).toBe(403);
    at('2026-11-18T09:30:00');
  });

  it('is ended early by its giver alone: after today, or at once where it has not begun', async () => {
    const page = cheerio.load((await atasan.get(PATH)).text);
    const action = page('form[action$="/akhiri"]').attr('action')!;
    const stranger = await app.signInAs('atasan_lain');
    expect((await stranger.post(action, { versi: '20261120' })).status).toBe(404);
    expect((await atasan.post(action, { versi: '99' })).status).toBe(409);
    expect((await atasan.post(action, {})).status).toBe(422);
    expect((await atasan.submit(PATH, {}, action)).status).toBe(303);
    expect((await atasan.post(action, { versi: '20261118' })).status).toBe(409);
    at('2026-11-19T08:00:00');
    expect((await (await app.signInAs('staf2')).get('/verifikasi')).status).toBe(403);
    const later = await app.signInAs('atasan');
    expect((await later.post(PATH, letter({ mulai: '1.12.2026', selesai: '2026-12-05' }))).status).toBe(303);
    const planned = cheerio
      .load((await later.get(PATH)).text)('form[action$="/akhiri"]')
      .attr('action')!;
    expect((await later.submit(PATH, {}, planned)).status).toBe(303);
    at('2026-12-02T08:00:00');
    expect((await (await app.signInAs('staf2')).get('/verifikasi')).status).toBe(403);
    at('2026-11-18T09:30:00');
    const { rows } = await app.deps.pool.query<{ n: number }>(
      `SELECT (SELECT count(*)::int FROM staff_change WHERE kind = 'DELEGASI' AND position_id = $1) AS n`,
      [cast.atasan.positionId],
    );
    expect(rows[0]!.n).toBe(2);
  });
});

describe('the height of a chair', () => {
  it('follows its echelon, else its kind', () => {
    const level = (kind: string, echelon: string | null = null): number => positionLevel({ kind, echelon });
    const order = [
      level('PELAKSANA'),
      level('PENGAWAS', 'IV.b'),
      level('PENGAWAS', 'IV.a'),
      level('ADMINISTRATOR', 'III.b'),
      level('ADMINISTRATOR', 'III.a'),
      level('JPT', 'II.b'),
      level('JPT', 'II.a'),
      level('PEJABAT_NEGARA'),
    ];
    expect(level('FUNGSIONAL')).toBe(level('PELAKSANA'));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(order.length);
  });
});
