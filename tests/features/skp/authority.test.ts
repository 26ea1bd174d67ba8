import { beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '../../support/app.ts';
import type { CastKey } from '../../support/cast.ts';
import { addTarget, openDesk, plansOf, submitPlan, TARGET, targetsIn, withoutPlans, type Desk } from './desk.ts';

/** Who decides on an SKP while it waits: whoever holds the chair above at the moment of deciding, once, and nobody else. */

let desk: Desk;
let owner: Browser;
const browsers = new Map<CastKey, Browser>();

beforeAll(async () => {
  desk = await openDesk();
  await withoutPlans(desk, 'staf3');
  owner = await as('staf3');
}, 120_000);

async function as(key: CastKey): Promise<Browser> {
  const browser = browsers.get(key) ?? (await desk.app.signInAs(key));
  browsers.set(key, browser);
  return browser;
}

const latest = async () => (await plansOf(desk, 'staf3')).at(-1)!;

/** The owner's plan as it waits for a decision: a new version each time. */
async function waiting(result: string) {
  expect((await addTarget(owner, { rhk: result })).status).toBe(303);
  await submitPlan(owner);
  return latest();
}

const decide = async (key: CastKey, step: 'setujui' | 'kembalikan', fields: Record<string, string> = {}) => {
  const { id, version } = await latest();
  const reason = step === 'kembalikan' ? { alasan: 'Indikator belum sesuai tugas jabatan' } : {};
  return (await as(key)).post(`/sasaran/${id}/${step}`, { versi: String(version), ...reason, ...fields });
};

const acting = async (key: CastKey, from: string, until: string): Promise<void> => {
  await desk.app.deps.pool.query(
    "INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date) VALUES ($1, $2, 'PLT', $3, $4)",
    [desk.cast[key].employeeId, desk.cast.atasan.positionId, from, until],
  );
};

const steps = async (planId: string): Promise<string[]> => {
  const { rows } = await desk.app.deps.pool.query<{ step: string }>(
    "SELECT action || coalesce(' ' || actor_id, '') AS step FROM skp_event WHERE plan_id = $1 ORDER BY seq",
    [planId],
  );
  return rows.map(row => row.step);
};

describe('an SKP that waits', () => {
  it('as a draft is its owner’s alone, to the superior who guesses its number too', async () => {
    expect((await addTarget(owner)).status).toBe(303);
    for (const step of ['setujui', 'kembalikan'] as const)
      for (const fields of [{}, { gaji: '1' }] as Record<string, string>[]) {
        const answer = await decide('atasan', step, fields);
        expect([step, answer.status]).toEqual([step, 'gaji' in fields ? 404 : 409]);
        expect(answer.text).not.toContain(TARGET.rhk);
      }
    expect((await latest()).state).toBe('draf');
    await submitPlan(owner);
  });

  it('is not there for anybody without authority over it, whatever they post', async () => {
    const before = await latest();
    const [target] = await targetsIn(desk, before.id);
    const strangers: readonly CastKey[] = [
      'staf3',
      'staf1',
      'validator',
      'kepala',
      'sekda',
      'atasan_lain',
      'pengelola',
      'kepegawaian1',
      'auditor',
      'admin',
    ];
    for (const key of strangers) {
      const browser = await as(key);
      expect([key, (await decide(key, 'setujui')).status]).toEqual([key, 404]);
      expect([key, (await decide(key, 'kembalikan')).status]).toEqual([key, 404]);
      expect([key, (await decide(key, 'kembalikan', { alasan: '' })).status]).toEqual([key, 404]);
      expect([key, (await browser.get(`/sasaran/bawahan/${before.id}`)).status]).toEqual([key, 404]);
      if (key === 'staf3') continue;
      const realised = await browser.post(`/progres/${target!.id}`, {
        bulan: '2026-11',
        nilai: '10',
        kunci_kirim: '0198a1b2-0000-7000-8000-00000000000a',
      });
      expect([key, [403, 404, 422].includes(realised.status)]).toEqual([key, true]);
      expect(realised.text).not.toContain(TARGET.rhk);
    }
    expect(await latest()).toEqual(before);
    const { rows } = await desk.app.deps.pool.query(
      'SELECT 1 FROM skp_realisation r JOIN skp_indicator i ON i.id = r.indicator_id WHERE i.target_id = $1',
      [target!.id],
    );
    expect(rows).toEqual([]);
  });

  it('is decided once, when the holder of the chair and an acting one press at the same time', async () => {
    await acting('atasan_lain', '2026-11-18', '2026-11-20');
    const { id } = await latest();
    const answers = await Promise.all([decide('atasan', 'setujui'), decide('atasan_lain', 'kembalikan')]);
    expect(answers.map(answer => answer.status).sort()).toEqual([303, 409]);
    const decisions = (await steps(id)).filter(step => /setujui|kembalikan/.test(step));
    expect(decisions).toHaveLength(1);
  });

  it('follows the chair: who acts decides while it lasts, who acted before no more, and the giver not after a move', async () => {
    if ((await latest()).state === 'dikembalikan') await submitPlan(owner);
    else await waiting('Arsip layanan tertata menurut jadwal');
    desk.clock.set('2026-11-21T10:00:00+08:00'); // the day after the letter's last
    expect((await decide('atasan_lain', 'setujui')).status).toBe(404);
    await desk.app.deps.pool.query(
      "UPDATE assignment SET last_date = '2026-11-20' WHERE employee_id = $1 AND kind = 'DEFINITIF'",
      [desk.cast.atasan.employeeId],
    );
    await acting('kepala_lain', '2026-11-21', '2026-12-31');
    expect((await decide('atasan', 'setujui')).status).toBe(404);
    expect((await decide('kepala_lain', 'setujui')).status).toBe(303);
    const { rows } = await desk.app.deps.pool.query('SELECT decided_by, decided_chair_id FROM skp_plan WHERE id = $1', [
      (await latest()).id,
    ]);
    expect(rows).toEqual([
      { decided_by: desk.cast.kepala_lain.employeeId, decided_chair_id: desk.cast.atasan.positionId },
    ]);
  });
});
