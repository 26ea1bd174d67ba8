import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Browser, formOn } from '../../support/app.ts';
import { type Desk, filledForm, idIn, logEntry, messagesOf, openDesk } from './desk.ts';

/** Submissions that are each lawful by what was there before, and not together. */

let desk: Desk;
let staf: Browser;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf1');
});

/**
 * Lets submissions come to the point of writing, each judged by then, and only then write: the gate of their month is barred as
 * a close bars it. Each is begun once those before it wait.
 */
async function heldAtTheGate<Answer>(acts: readonly (() => PromiseLike<Answer>)[]): Promise<Answer[]> {
  const { pool } = desk.app.deps;
  const gate = await pool.connect();
  try {
    await gate.query('BEGIN');
    await gate.query("SELECT pg_advisory_xact_lock(takar_period_gate('2026-11-01', $1))", [
      desk.cast.staf1.payrollUnitId,
    ]);
    const answers: Promise<Answer>[] = [];
    for (const act of acts) {
      answers.push(Promise.resolve(act()));
      while ((await waitingForLocks()) < answers.length);
    }
    await gate.query('COMMIT');
    return await Promise.all(answers);
  } finally {
    gate.release();
  }
}

async function waitingForLocks(): Promise<number> {
  const { rows } = await desk.app.deps.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

/** What the person has of an item on a day. */
async function volumeOf(item: string, day: string): Promise<number> {
  const { rows } = await desk.app.deps.pool.query<{ sum: string }>(
    `SELECT coalesce(sum(volume), 0) AS sum FROM activity
     WHERE employee_id = $1 AND item_id = $2 AND work_date = $3 AND status <> 'ditolak'`,
    [desk.cast.staf1.employeeId, item, day],
  );
  return Number(rows[0]?.sum);
}

/** Forms for items that are not used yet, one item a call: the catalogue takes a hundred units of each a day. */
let used = 0;
async function formsOf(
  spans: readonly (readonly [string, string])[],
  volume: string,
): Promise<{ readonly item: string; readonly forms: readonly Record<string, string>[] }> {
  const items = cheerio.load((await staf.get('/kegiatan-harian/baru').expect(200)).text)('input[name="aktivitas"]');
  used += 1;
  const aktivitas = String(items.eq(used).attr('value'));
  const forms = await Promise.all(spans.map(([from, until]) => filledForm(staf, from, until)));
  return { item: aktivitas, forms: forms.map(form => ({ ...form, aktivitas, volume })) };
}

describe('the volume that the catalogue allows a day', () => {
  test('is kept by entries sent at the same moment, each of which would fit', async () => {
    const { item, forms } = await formsOf(
      [
        ['14.00', '14.15'],
        ['14.15', '14.30'],
      ],
      '60',
    );
    const before = await volumeOf(item, '2026-11-18');
    expect(before).toBeLessThanOrEqual(39);
    const answers = await heldAtTheGate(forms.map(form => () => staf.post('/kegiatan-harian', form)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(messagesOf(refused!.text).join()).toMatch(
      /^Volume paling banyak 100 .+ per hari\. Hari itu sudah tercatat /,
    );
    expect(await volumeOf(item, '2026-11-18')).toBe(before + 60);
    // The refusal has not used up its key: with less, the same form is taken.
    const last = forms[answers.indexOf(refused!)]!;
    await staf.post('/kegiatan-harian', { ...last, volume: '1' }).expect(303);
  });

  test('is kept by a change and a new entry at the same moment', async () => {
    const { item, forms } = await formsOf(
      [
        ['15.00', '15.15'],
        ['15.15', '15.30'],
      ],
      '70',
    );
    const id = await logEntry(staf, '15.00', '15.15', { aktivitas: item, volume: '1', aksi: 'draf' });
    const { kunci_kirim: _, ...changed } = forms[0]!;
    const answers = await heldAtTheGate([
      () => staf.post('/kegiatan-harian', forms[1]),
      () => staf.post(`/kegiatan-harian/${id}`, { ...changed, versi: '1' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 422]);
    expect(messagesOf(answers[1]!.text).join()).toMatch(/^Volume paling banyak 100 .+ per hari/);
    expect(await volumeOf(item, '2026-11-18')).toBeLessThanOrEqual(100);
    // Its own earlier volume is not counted against a change.
    await staf.post(`/kegiatan-harian/${id}`, { ...changed, volume: '5', versi: '1' }).expect(303);
  });

  test('is kept by a copy and a new entry at the same moment', async () => {
    const { item, forms } = await formsOf([['16.15', '16.30']], '70');
    const source = await staf.post('/kegiatan-harian', {
      ...forms[0]!,
      mulai: '19.00',
      selesai: '19.15',
      tanggal: '2026-11-17',
    });
    const page = await staf.get('/kegiatan-harian/salin?dari=2026-11-17').expect(200);
    const copy = formOn(page.text, '/kegiatan-harian/salin');
    const { kunci_kirim: _, ...another } = forms[0]!;
    const fresh = { ...(await filledForm(staf, '16.15', '16.30')), ...another };
    const answers = await heldAtTheGate([
      () => staf.post('/kegiatan-harian', fresh),
      () => staf.post('/kegiatan-harian/salin', { ...copy.fields, 'id[]': [idIn(source.headers.location)] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 409]);
    expect(await volumeOf(item, '2026-11-18')).toBeLessThanOrEqual(100);
  });
});
