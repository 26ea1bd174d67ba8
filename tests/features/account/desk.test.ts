import * as cheerio from 'cheerio';
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { approveRun } from '../../../src/features/payroll-runs/service.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import type { Actor } from '../../../src/platform/web/actor.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';
import { type Cast, type CastKey, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** The clerk's desk: slips with first codes, a new code for who forgot the password. */

const DESK = '/kepegawaian/aktivasi';
const NEW = 'perahu-lemari-kabut';
let app: TestApp;
let cast: Cast;

beforeEach(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
}, 120_000);

const messages = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const codesOn = (html: string): string[] =>
  cheerio
    .load(html)('.lembar-kode__kode')
    .toArray()
    .map(each => cheerio.load(each).text());
const deskOf = (key: CastKey): string => `/kepegawaian/pegawai/${cast[key].employeeId}/akun`;

async function neverActivated(...keys: CastKey[]): Promise<void> {
  await app.deps.pool.query('UPDATE account SET password_hash = NULL WHERE id = ANY ($1)', [
    keys.map(key => cast[key].accountId),
  ]);
}
const activate = (key: CastKey, kode: string) =>
  app.browser().submit('/aktivasi', { nip: cast[key].login, kode, baru: NEW, ulang: NEW });
const enters = async (key: CastKey, password: string): Promise<number> =>
  (await app.browser().post('/masuk', { nip: cast[key].login, kata_sandi: password })).status;

describe('slips', () => {
  it('carry one code each, that opens the account once and is stored as a hash only', async () => {
    await neverActivated('staf1', 'staf2');
    const clerk = await app.signInAs('pengelola');
    const answer = await clerk.submit(DESK, {}, DESK);
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store, private']);
    const codes = codesOn(answer.text);
    expect(codes).toHaveLength(2);
    expect(new Set(codes).size).toBe(2);
    expect(cheerio.load(answer.text)('.lembar-kode__satu').first().text()).toContain('/aktivasi');
    const { rows } = await app.deps.pool.query<{ all: string }>('SELECT json_agg(a)::text AS all FROM account a');
    for (const code of codes) expect(rows[0]!.all).not.toContain(code.replace('-', ''));
    const names = cheerio
      .load(answer.text)('.lembar-kode__satu strong:first-child')
      .toArray()
      .map(each => cheerio.load(each).text());
    const first: CastKey = names[0]!.includes(cast.staf1.name) ? 'staf1' : 'staf2';
    expect((await activate(first, codes[0]!)).status).toBe(303);
    expect((await activate(first, codes[0]!)).status).toBe(422);
    expect(await enters(first, NEW)).toBe(303);
  });

  it('sent twice end the first codes and show new ones, for the same people only', async () => {
    await neverActivated('staf1');
    const clerk = await app.signInAs('pengelola');
    const key = { kunci_kirim: randomUUID(), id: cast.staf1.employeeId };
    const first = codesOn((await clerk.post(DESK, key)).text);
    const second = codesOn((await clerk.post(DESK, key)).text);
    expect([first.length, second.length, first[0] === second[0]]).toEqual([1, 1, false]);
    expect((await activate('staf1', first[0]!)).status).toBe(422);
    expect((await activate('staf1', second[0]!)).status).toBe(303);
    expect((await clerk.post(DESK, { ...key, id: cast.staf2.employeeId })).status).toBe(422);
  });

  it.each([
    [{ id: undefined }, 'Centang paling sedikit 1 orang'],
    [{ id: 'bukan-id' }, 'Centang paling sedikit 1 orang'],
    [{ id: Array.from({ length: 101 }, () => randomUUID()) }, 'Paling banyak 100 orang'],
    [{ kunci_kirim: 'x' }, 'Muat ulang halaman'],
    [{ sandi: '12345678' }, 'tidak dikenal'],
  ])('say what is wrong: %#', async (over, message) => {
    await neverActivated('staf1');
    const clerk = await app.signInAs('pengelola');
    const answer = await clerk.submit(DESK, over, DESK);
    expect([answer.status, messages(answer.text)]).toEqual([422, expect.stringContaining(message)]);
  });

  it('are for people of one’s own payroll unit', async () => {
    await neverActivated('staf_lain', 'staf1');
    const clerk = await app.signInAs('pengelola');
    const answer = await clerk.post(DESK, { kunci_kirim: randomUUID(), id: cast.staf_lain.employeeId });
    expect([answer.status, codesOn(answer.text)]).toEqual([422, []]);
    expect((await clerk.get(`${DESK}?unit=${cast.staf_lain.payrollUnitCode}`)).status).toBe(404);
    const office = await app.signInAs('kepegawaian1');
    const page = await office.get(`${DESK}?unit=${cast.staf_lain.payrollUnitCode}`);
    expect(page.text).toContain(cast.staf_lain.name);
    expect((await (await app.signInAs('staf2')).get(DESK)).status).toBe(403);
  });
});

describe('a new code at the desk', () => {
  const reset = async (clerk: Browser, key: CastKey) => clerk.submit(deskOf(key), {}, deskOf(key));

  it('ends the old password and every session, and tells the owner who did it', async () => {
    const owner = await app.signInAs('staf1');
    const clerk = await app.signInAs('pengelola');
    const found = await clerk.get(`${DESK}?cari=${encodeURIComponent(cast.staf1.name.split(' ')[0]!)}`);
    expect(found.text).toContain(deskOf('staf1'));
    expect(found.text).not.toContain(cast.staf1.nip);
    const answer = await reset(clerk, 'staf1');
    expect(answer.status).toBe(200);
    expect((await owner.get('/akun')).status).toBe(303);
    expect(await enters('staf1', cast.staf1.password)).toBe(422);
    expect((await activate('staf1', codesOn(answer.text)[0]!)).status).toBe(303);
    const back = await app.signIn(cast.staf1.login, NEW);
    expect((await back.get('/notifikasi')).text).toContain(`Kata sandi Anda direset oleh ${cast.pengelola.name}`);
    const { rows } = await app.deps.pool.query<{ action: string; actor_id: string }>(
      "SELECT action, actor_id FROM audit_event WHERE object_id = $1 AND action = 'akun.setel_ulang'",
      [cast.staf1.accountId],
    );
    expect(rows).toEqual([{ action: 'akun.setel_ulang', actor_id: cast.pengelola.employeeId }]);
  });

  it('is not for a clerk to give where rights outweigh the desk, nor to oneself', async () => {
    const clerk = await app.signInAs('pengelola');
    for (const [key, reason] of [
      ['bendahara', 'memegang hak lain'],
      ['kepala', 'memegang hak lain'],
      ['pengelola', 'Kata sandi sendiri'],
    ] as const) {
      expect(cheerio.load((await clerk.get(deskOf(key))).text)(`form[action="${deskOf(key)}"]`)).toHaveLength(0);
      const answer = await clerk.post(deskOf(key), { kunci_kirim: randomUUID() });
      expect([key, answer.status, messages(answer.text)]).toEqual([key, 409, expect.stringContaining(reason)]);
    }
    const office = await app.signInAs('kepegawaian1');
    expect((await reset(office, 'bendahara')).status).toBe(200);
    expect((await office.post(deskOf('staf2'), { kunci_kirim: 'x' })).status).toBe(422);
  });

  it('is given to an administrator by an administrator alone, also the first one', async () => {
    const office = await app.signInAs('kepegawaian1');
    const answer = await office.post(deskOf('admin'), { kunci_kirim: randomUUID() });
    expect([answer.status, messages(answer.text)]).toEqual([409, expect.stringContaining('dari administrator lain')]);
    await neverActivated('admin');
    const slips = await office.post(DESK, { kunci_kirim: randomUUID(), id: cast.admin.employeeId });
    expect([slips.status, codesOn(slips.text)]).toEqual([422, []]);
    const admin = await app.signInAs('kepegawaian2');
    expect((await reset(admin, 'kepegawaian1')).status).toBe(200);
  });

  it('leaves a second officer who is none for who gave it: not for their run, their account, their own acts', async () => {
    const first = await app.signInAs('kepegawaian1');
    const slip = await reset(first, 'kepegawaian2');
    expect((await activate('kepegawaian2', codesOn(slip.text)[0]!)).status).toBe(303);
    const second = await app.signIn(cast.kepegawaian2.login, NEW);
    const { rows } = await app.deps.pool.query<{ id: string }>(
      `WITH period AS (INSERT INTO payroll_period (month, kind, payroll_unit_id, open)
         SELECT '2026-10-01', 'TPP', id, false FROM payroll_unit WHERE code = $1
         ON CONFLICT (month, kind, payroll_unit_id) DO UPDATE SET open = false RETURNING month, payroll_unit_id, revision)
       INSERT INTO payroll_run (month, kind, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at,
         people, gross, deductions, net, input_digest, line_digest)
       SELECT p.month, 'TPP', p.payroll_unit_id, p.revision, 'DIHITUNG', (SELECT id FROM regulation LIMIT 1), $2, now(),
         0, 0, 0, 0, 'a', 'b'
       FROM period p RETURNING id`,
      [cast.staf1.payrollUnitCode, cast.kepegawaian1.employeeId],
    );
    const actor = { employeeId: cast.kepegawaian2.employeeId, grants: [{ role: 'kepegawaian', payrollUnitId: null }] };
    await expect(approveRun(app.deps, actor as unknown as Actor, rows[0]!.id)).rejects.toThrow('dihitung satu orang');
    const edit = `/kepegawaian/pegawai/${cast.kepegawaian1.employeeId}/ubah`;
    const account = await second.submit(edit, { bank: 'Bank Lain', rekening: '99887766554' });
    expect([account.status, messages(account.text)]).toEqual([409, expect.stringContaining('dihitung satu orang')]);
  });

  it('is not for a clerk to give to the clerk of another unit', async () => {
    await app.deps.pool.query(
      `INSERT INTO role_grant (account_id, role, payroll_unit_id, from_date, until_date, decree, granted_by, confirmed_by, confirmed_at)
       SELECT $1, 'pengelola', id, '2026-01-01', '2026-12-31', 'SK 1', $2, $3, now() FROM payroll_unit WHERE code = 'DISPUSIP'`,
      [cast.staf1.accountId, cast.kepegawaian1.employeeId, cast.kepegawaian2.employeeId],
    );
    const clerk = await app.signInAs('pengelola');
    const answer = await clerk.post(deskOf('staf1'), { kunci_kirim: randomUUID() });
    expect([answer.status, messages(answer.text)]).toEqual([409, expect.stringContaining('memegang hak lain')]);
    await neverActivated('staf1');
    expect((await clerk.get(DESK)).text).not.toContain(cast.staf1.employeeId);
  });

  it('is of one’s own unit, and the look at the person is noted', async () => {
    const clerk = await app.signInAs('pengelola');
    expect((await clerk.get(deskOf('staf_lain'))).status).toBe(404);
    expect((await clerk.post(deskOf('staf_lain'), { kunci_kirim: randomUUID() })).status).toBe(404);
    expect((await clerk.get('/kepegawaian/pegawai/x/akun')).status).toBe(404);
    await clerk.get(deskOf('staf3'));
    const { rowCount } = await app.deps.pool.query('SELECT 1 FROM data_view WHERE viewer_id = $1 AND subject_id = $2', [
      cast.pengelola.employeeId,
      cast.staf3.employeeId,
    ]);
    expect(rowCount).toBe(1);
  });
});

describe('a forgotten password', () => {
  it('answers everybody alike, and stands once on the desk of the own unit', async () => {
    await app.deps.pool.query('DELETE FROM password_ticket');
    const known = await app.browser().submit('/lupa-kata-sandi', { nip: cast.staf1.login });
    const again = await app.browser().submit('/lupa-kata-sandi', { nip: cast.staf1.login });
    const nobody = await app.browser().submit('/lupa-kata-sandi', { nip: '199901012020011001' });
    const text = (html: string): string => cheerio.load(html)('main').text();
    expect([known.status, again.status, nobody.status]).toEqual([200, 200, 200]);
    expect(new Set([text(known.text), text(again.text), text(nobody.text)]).size).toBe(1);
    const list = async (key: CastKey): Promise<number> =>
      cheerio.load((await (await app.signInAs(key)).get(DESK)).text)('[aria-labelledby="minta-judul"] a').length;
    expect([await list('pengelola'), await list('kepegawaian1')]).toEqual([1, 1]);
    const clerk = await app.signInAs('pengelola');
    await clerk.submit(deskOf('staf1'), {}, deskOf('staf1'));
    expect(await list('pengelola')).toBe(0);
  });

  it.each([
    ['', 'Isi NIP Anda'],
    ['123', 'NIP harus 18 angka'],
  ])('says what is wrong: %j', async (nip, message) => {
    const answer = await app.browser().submit('/lupa-kata-sandi', { nip });
    expect([answer.status, messages(answer.text)]).toEqual([422, expect.stringContaining(message)]);
    expect((await app.browser().post('/lupa-kata-sandi', { nip: cast.staf1.login, x: '1' })).status).toBe(422);
  });
});

describe('the trail', () => {
  it('knows sign-ins and failed ones of accounts, and refusals, and does not fill up', async () => {
    for (let attempt = 1; attempt <= 9; attempt += 1) await enters('staf2', `tebakan-${String(attempt)}`);
    await app.deps.pool.query('DELETE FROM throttle');
    for (let attempt = 1; attempt <= 9; attempt += 1) await enters('staf2', `lagi-${String(attempt)}`);
    await app.deps.pool.query('DELETE FROM throttle');
    for (let attempt = 1; attempt <= 9; attempt += 1) await enters('staf2', `terus-${String(attempt)}`);
    await app.browser().post('/masuk', { nip: '199901012020011001', kata_sandi: 'entah-siapa-ini' });
    const staf = await app.signInAs('staf1');
    for (let time = 1; time <= 3; time += 1) expect((await staf.get('/sistem/peran')).status).toBe(403);
    const count = async (action: string): Promise<number> => {
      const { rows } = await app.deps.pool.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM audit_event WHERE action = $1',
        [action],
      );
      return rows[0]!.n;
    };
    expect([await count('masuk.gagal'), await count('masuk')]).toEqual([20, 1]);
    await expect.poll(() => count('akses.ditolak')).toBe(1);
    const { rows } = await app.deps.pool.query<{ all: string }>(
      "SELECT json_agg(a)::text AS all FROM audit_event a WHERE action LIKE 'masuk%' OR action = 'akses.ditolak'",
    );
    expect(rows[0]!.all).not.toContain(cast.staf2.nip);
  });
});
