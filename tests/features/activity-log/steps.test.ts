import * as cheerio from 'cheerio';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EDGES, type EntryStatus } from '../../../src/domain/activity/lifecycle.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { applyTransition, ChangedMeanwhile } from '../../../src/features/activity-log/transition.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { type Browser, formOn } from '../../support/app.ts';
import { type Desk, eventsOf, filledForm, logEntry, messagesOf, NOW, openDesk, stored } from './desk.ts';

let desk: Desk;
let staf: Browser;
let hour = 12;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf1');
});
beforeEach(() => desk.clock.set(NOW));

/** A quarter of an hour of the afternoon that no other test uses. */
function nextQuarter(): [string, string] {
  const from = hour;
  hour += 0.25;
  const text = (value: number): string => `${String(Math.floor(value))}.${String((value % 1) * 60).padStart(2, '0')}`;
  return [text(from), text(hour)];
}
const newEntry = (more: Record<string, string> = {}): Promise<string> => logEntry(staf, ...nextQuarter(), more);

/** What a superior does, written by the one writer. */
async function decided(
  id: string,
  action: 'setujui' | 'kembalikan',
  from: EntryStatus,
  version: number,
): Promise<void> {
  const { cast, app } = desk;
  const edge = EDGES.find(candidate => candidate.action === action && candidate.from === from);
  if (!edge) throw new Error('no such edge');
  const actor = from === 'dikirim' ? cast.atasan : cast.validator;
  await transaction(app.deps.pool, tx =>
    applyTransition(tx, {
      entry: { id, workDate: localDate('2026-11-18'), version, status: from },
      edge,
      actorId: actor.employeeId,
      part: edge.by,
      chairId: actor.positionId,
      ...(action === 'kembalikan' ? { reasonCode: 'uraian', reason: 'Tuliskan hasilnya' } : {}),
      at: app.deps.clock.now(),
      requestId: 'test',
      ...(action === 'setujui' && from === 'dikirim'
        ? { set: { verifiedBy: actor.employeeId, verifiedChairId: actor.positionId } }
        : {}),
    }),
  );
}

describe('drafts', () => {
  test('are changed, sent, withdrawn, deleted; the history replays to what they are', async () => {
    const [mulai, selesai] = nextQuarter();
    const id = await logEntry(staf, mulai, selesai, { aksi: 'draf' });
    const changed = await staf.submit(`/kegiatan-harian/${id}/ubah`, {
      uraian: 'Uraian yang sudah diperbaiki',
      aksi: 'draf',
    });
    expect(changed.status).toBe(303);
    const sent = await staf.submit(`/kegiatan-harian/${id}`, {}, `/kegiatan-harian/${id}/kirim`);
    expect(sent.headers.location).toBe(`/kegiatan-harian/${id}`);
    expect(await stored(desk.app, id)).toMatchObject({
      status: 'dikirim',
      version: 3,
      description: 'Uraian yang sudah diperbaiki',
    });
    await staf.submit(`/kegiatan-harian/${id}`, {}, `/kegiatan-harian/${id}/tarik`);
    expect(await stored(desk.app, id)).toMatchObject({ status: 'draf', version: 4 });
    const gone = await staf.submit(`/kegiatan-harian/${id}/hapus`, {});
    expect(gone.headers.location).toBe('/kegiatan-harian?bulan=2026-11');
    expect(await stored(desk.app, id)).toBeUndefined();
    expect(await eventsOf(desk.app, id)).toEqual([
      '1 buat ->draf',
      '2 ubah draf>draf',
      '3 kirim draf>dikirim',
      '4 tarik dikirim>draf',
      '5 hapus draf>terhapus',
    ]);
    await staf.get(`/kegiatan-harian/${id}`).expect(404);
  });

  test('can be deleted from their own page, whose form stands complete there', async () => {
    const id = await newEntry({ aksi: 'draf' });
    const gone = await staf.submit(`/kegiatan-harian/${id}`, {}, `/kegiatan-harian/${id}/hapus`);
    expect([gone.status, gone.headers.location]).toEqual([303, '/kegiatan-harian?bulan=2026-11']);
    expect(await stored(desk.app, id)).toBeUndefined();
  });

  test('that are incomplete come back with what is missing when they are sent', async () => {
    const id = await newEntry({ aksi: 'draf', uraian: '', volume: '', mulai: '', selesai: '' });
    const answer = await staf.post(`/kegiatan-harian/${id}/kirim`, { versi: '1' }).expect(422);
    expect(messagesOf(answer.text)).toEqual([
      'Tulis uraian kegiatan, paling sedikit 10 huruf',
      'Isi volume, misalnya 2',
      'Isi jam mulai, misalnya 08.00',
      'Isi jam selesai, misalnya 09.30',
    ]);
    expect(formOn(answer.text).action).toBe(`/kegiatan-harian/${id}`);
  });

  test('cannot be sent after their window, and say so', async () => {
    const id = await newEntry({ aksi: 'draf' });
    desk.clock.set('2026-11-22T08:00:00+08:00');
    const answer = await staf.post(`/kegiatan-harian/${id}/kirim`, { versi: '1' }).expect(409);
    expect(messagesOf(answer.text).join()).toContain(
      'Batas mengisi kegiatan Rab 18 Nov sudah lewat (Sab 21 Nov pukul 23.59)',
    );
    const { text } = await staf.get(`/kegiatan-harian/${id}`).expect(200);
    expect(text).toContain('Batas mengirim sudah lewat');
    expect(text).not.toContain(`/kegiatan-harian/${id}/kirim`);
  });

  test('are accepted until the last minute of the window in the office’s zone', async () => {
    const id = await newEntry({ aksi: 'draf' });
    desk.clock.set('2026-11-21T23:59:30+08:00');
    await staf.post(`/kegiatan-harian/${id}/kirim`, { versi: '1' }).expect(303);
  });
});

describe('a sent entry', () => {
  test('cannot be changed or deleted', async () => {
    const id = await newEntry();
    const form = await filledForm(staf, '20', '21');
    const { kunci_kirim: _, ...fields } = form;
    const answer = await staf.post(`/kegiatan-harian/${id}`, { ...fields, versi: '1' }).expect(409);
    expect(messagesOf(answer.text)).toEqual(['Kegiatan ini berstatus Dikirim, jadi tidak dapat dikirim']);
    await staf.post(`/kegiatan-harian/${id}/hapus`, { versi: '1' }).expect(409);
    await staf.get(`/kegiatan-harian/${id}/ubah`).expect(409);
    await staf.get(`/kegiatan-harian/${id}/hapus`).expect(409);
    expect(await stored(desk.app, id)).toMatchObject({ status: 'dikirim', version: 1 });
  });

  test('shows whose turn it is', async () => {
    const id = await newEntry();
    const { text } = await staf.get(`/kegiatan-harian/${id}`).expect(200);
    expect(text).toContain(`Menunggu verifikasi oleh`);
    expect(text).toContain(desk.cast.atasan.name);
    await decided(id, 'setujui', 'dikirim', 1);
    const verified = await staf.get(`/kegiatan-harian/${id}`).expect(200);
    expect(verified.text).toContain('Menunggu validasi oleh');
    expect(verified.text).toContain(desk.cast.validator.name);
    await staf.post(`/kegiatan-harian/${id}/tarik`, { versi: '2' }).expect(409);
  });

  test('is not withdrawn when it could not be sent again', async () => {
    const id = await newEntry();
    desk.clock.set('2026-11-23T08:00:00+08:00');
    const answer = await staf.post(`/kegiatan-harian/${id}/tarik`, { versi: '1' }).expect(409);
    expect(messagesOf(answer.text).join()).toContain('tidak dapat dikirim lagi');
    expect(await stored(desk.app, id)).toMatchObject({ status: 'dikirim' });
  });
});

describe('a returned entry', () => {
  test('shows the reason, is corrected and starts again at dikirim without its signatures', async () => {
    const id = await newEntry();
    await decided(id, 'setujui', 'dikirim', 1);
    await decided(id, 'kembalikan', 'diverifikasi', 2);
    const list = await staf.get('/kegiatan-harian?bulan=2026-11').expect(200);
    expect(cheerio.load(list.text)(`[data-id="${id}"]`).text()).toContain('Uraian kurang jelas: Tuliskan hasilnya');
    const answer = await staf.submit(`/kegiatan-harian/${id}/ubah`, {
      uraian: 'Uraian yang lebih jelas sekarang',
      aksi: 'kirim',
    });
    expect(answer.status).toBe(303);
    const { rows } = await desk.app.deps.pool.query(
      'SELECT status, version, verified_by, verified_chair_id, validated_by FROM activity WHERE id = $1',
      [id],
    );
    expect(rows[0]).toEqual({
      status: 'dikirim',
      version: 4,
      verified_by: null,
      verified_chair_id: null,
      validated_by: null,
    });
    expect(await eventsOf(desk.app, id)).toEqual([
      '1 kirim ->dikirim',
      '2 setujui dikirim>diverifikasi',
      '3 kembalikan diverifikasi>dikembalikan',
      '4 kirim dikembalikan>dikirim',
    ]);
    const { text } = await staf.get(`/kegiatan-harian/${id}`);
    expect(cheerio.load(text)('.lini').text()).toContain('Diverifikasi');
  });

  test('may be saved first, but never half', async () => {
    const id = await newEntry();
    await decided(id, 'kembalikan', 'dikirim', 1);
    const half = await staf.submit(`/kegiatan-harian/${id}/ubah`, { volume: '', aksi: 'draf' });
    expect(half.status).toBe(422);
    const whole = await staf.submit(`/kegiatan-harian/${id}/ubah`, { volume: '2', aksi: 'draf' });
    expect(whole.status).toBe(303);
    expect(await stored(desk.app, id)).toMatchObject({ status: 'dikembalikan', version: 3 });
  });

  test('that came back after its window gets the window anew, then ends', async () => {
    const id = await newEntry();
    desk.clock.set('2026-11-25T10:00:00+08:00');
    await decided(id, 'kembalikan', 'dikirim', 1);
    desk.clock.set('2026-11-29T08:00:00+08:00');
    const late = await staf.post(`/kegiatan-harian/${id}/kirim`, { versi: '2' }).expect(409);
    expect(messagesOf(late.text).join()).toContain('sudah lewat (Sab 28 Nov pukul 23.59)');
    desk.clock.set('2026-11-28T20:00:00+08:00');
    await staf.post(`/kegiatan-harian/${id}/kirim`, { versi: '2' }).expect(303);
  });
});

describe('versions', () => {
  test('a stale form is refused, shows what is there now, and may then replace it', async () => {
    const id = await newEntry({ aksi: 'draf' });
    const { text } = await staf.get(`/kegiatan-harian/${id}/ubah`);
    const { fields } = formOn(text);
    await staf
      .post(`/kegiatan-harian/${id}`, { ...fields, uraian: 'Ditulis di jendela pertama', aksi: 'draf' })
      .expect(303);
    const stale = await staf
      .post(`/kegiatan-harian/${id}`, { ...fields, uraian: 'Ditulis di jendela kedua', aksi: 'draf' })
      .expect(409);
    const $ = cheerio.load(stale.text);
    expect($('textarea').text()).toBe('Ditulis di jendela kedua');
    expect($('.ringkasan').text()).toContain('Ditulis di jendela pertama');
    const again = formOn(stale.text);
    await staf.post(again.action, { ...again.fields, aksi: 'draf' }).expect(303);
    expect((await stored(desk.app, id))?.description).toBe('Ditulis di jendela kedua');
  });

  test.each(['', '-1', '1.0', 'x', '99999999999'])('version %j is malformed', async versi => {
    const id = await newEntry();
    await staf.post(`/kegiatan-harian/${id}/tarik`, { versi }).expect(422);
  });

  test.each(['0', '7'])('version %j is not the entry’s: changed meanwhile', async versi => {
    const id = await newEntry();
    await staf.post(`/kegiatan-harian/${id}/tarik`, { versi }).expect(409);
  });

  test('of a withdrawal and a decision at once one wins', async () => {
    const id = await newEntry();
    const outcomes = await Promise.allSettled([
      decided(id, 'setujui', 'dikirim', 1),
      staf.post(`/kegiatan-harian/${id}/tarik`, { versi: '1' }).then(answer => {
        if (answer.status !== 303) throw new ChangedMeanwhile();
      }),
    ]);
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await stored(desk.app, id)).toMatchObject({ version: 2 });
  });
});

describe('strangers', () => {
  test('find nothing: not the page, not the steps', async () => {
    const id = await newEntry({ aksi: 'draf' });
    for (const key of ['staf2', 'atasan', 'staf_lain'] as const) {
      const other = await desk.app.signInAs(key);
      for (const path of ['', '/ubah', '/hapus']) await other.get(`/kegiatan-harian/${id}${path}`).expect(404);
      for (const path of ['/kirim', '/tarik', '/hapus'])
        await other.post(`/kegiatan-harian/${id}${path}`, { versi: '1' }).expect(404);
      const form = await filledForm(other, '21', '22');
      const { kunci_kirim: _, ...fields } = form;
      await other.post(`/kegiatan-harian/${id}`, { ...fields, versi: '1' }).expect(404);
    }
    expect(await stored(desk.app, id)).toMatchObject({ status: 'draf', version: 1 });
  });

  test.each(['x', '00000000-0000-4000-8000-000000000000', '019aa0b0-0000-7000-8000-000000000000'])(
    'id %s',
    async id => {
      await staf.get(`/kegiatan-harian/${id}`).expect(404);
      await staf.post(`/kegiatan-harian/${id}/tarik`, { versi: '1' }).expect(404);
    },
  );

  test('without a session go to the sign-in; officials have no log', async () => {
    const answer = await desk.app.browser().get('/kegiatan-harian').expect(303);
    expect(answer.headers.location).toContain('/masuk');
    const bupati = await desk.app.signInAs('bupati');
    await bupati.get('/kegiatan-harian').expect(403);
  });
});

test('every entry of the demo and of these tests replays from its history to its status and version', async () => {
  const { rows } = await desk.app.deps.pool.query(
    `SELECT a.id FROM activity a
     LEFT JOIN LATERAL (SELECT count(*) AS steps, max(v.seq) AS last,
         (array_agg(v.to_status ORDER BY v.seq DESC))[1] AS status,
         bool_and(v.content IS NOT NULL) AS told,
         bool_and(v.from_status IS NOT DISTINCT FROM p.to_status) AS joined
       FROM activity_event v LEFT JOIN activity_event p
         ON p.activity_id = v.activity_id AND p.entry_month = v.entry_month AND p.seq = v.seq - 1
       WHERE v.activity_id = a.id AND a.employee_id = $1) h ON true
     WHERE a.employee_id = $1
       AND (h.last IS DISTINCT FROM a.version OR h.steps <> a.version OR h.status <> a.status OR NOT h.joined)`,
    [desk.cast.staf1.employeeId],
  );
  expect(rows).toEqual([]);
});
