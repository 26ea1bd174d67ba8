import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { reviewFlags } from '../../../src/domain/activity/review-flags.ts';
import type { DecisionForm } from '../../../src/features/review/forms.ts';
import { PAGE_ROWS, QUEUE_MARKS, queuePage, waitingFor } from '../../../src/features/review/queries.ts';
import { decideEntry, type Decided } from '../../../src/features/review/service.ts';
import { VALIDATION, VERIFICATION, type Step } from '../../../src/features/review/step.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Deps } from '../../../src/platform/deps.ts';
import { createTestDatabase } from '../../support/database.ts';
import { Office } from './office.ts';

/** Decisions on invented offices: who may, who was first, and what the history then says. */

const TODAY = localDate('2026-11-18');
const NOON = new Date('2026-11-18T04:00:00Z');
const APPROVE: DecisionForm = { action: 'setujui', version: 1 };
const RETURN: DecisionForm = {
  action: 'kembalikan',
  version: 1,
  reasonCode: 'volume',
  reason: 'Hitung ulang volumenya',
};

let pool: Pool;
let deps: Pick<Deps, 'pool' | 'clock' | 'regency'>;
let offices = 0;

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 6 });
  deps = {
    pool,
    clock: fixedClock(NOON),
    regency: { zone: 'Asia/Makassar', government: 'Pemerintah Kabupaten Contoh', appName: 'e-Kinerja', demo: false },
  };
});
afterAll(() => pool.end());

/** Four chairs in a line, each with its holder. */
async function line(options: { oneStep?: boolean } = {}): Promise<{
  office: Office;
  chairs: { owner: string; first: string; second: string; third: string };
  people: { owner: string; first: string; second: string; third: string };
}> {
  offices += 1;
  const office = await Office.open(pool, `LINE-${String(offices)}`);
  const third = await office.chair(null, { title: 'Sekretaris Daerah' });
  const second = await office.chair(third, { title: 'Kepala Bidang' });
  const first = await office.chair(second, { title: 'Kepala Subbidang' });
  const owner = await office.chair(first, { title: 'Pelaksana', ...options });
  const people = {
    owner: await office.person('Amat Pelaksana'),
    first: await office.person('Budi Kasubbid'),
    second: await office.person('Citra Kabid'),
    third: await office.person('Dewi Sekda'),
  };
  return { office, chairs: { owner, first, second, third }, people };
}

async function seatAll({ office, chairs, people }: Awaited<ReturnType<typeof line>>): Promise<void> {
  for (const place of ['owner', 'first', 'second', 'third'] as const) await office.seat(people[place], chairs[place]);
}

const act = (person: string, step: Step, id: string, form: DecisionForm): Promise<Decided> =>
  decideEntry(deps, { employeeId: person }, step, id, form, 'test');
const queueOf = async (person: string, step: Step): Promise<string[]> =>
  (await queuePage(pool, step, person, TODAY, {})).rows.map(row => row.id);
async function stateOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>(
    'SELECT status, version, verified_by, verified_chair_id, validated_by FROM activity WHERE id = $1',
    [id],
  );
  return rows[0]!;
}
async function lastEvent(id: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT action, from_status, to_status, actor_id, part, chair_id, reason_code, reason FROM activity_event
     WHERE activity_id = $1 ORDER BY seq DESC LIMIT 1`,
    [id],
  );
  return rows[0]!;
}

describe('the two steps', () => {
  it('go from the direct superior to the next level, each with chair and person in the history', async () => {
    const place = await line();
    await seatAll(place);
    const { office, chairs, people } = place;
    const id = await office.entry(people.owner, chairs.owner, NOON);
    expect(await act(people.first, VERIFICATION, id, APPROVE)).toEqual({
      ownerName: 'Amat Pelaksana',
      late: false,
      to: 'diverifikasi',
    });
    expect(await lastEvent(id)).toEqual({
      action: 'setujui',
      from_status: 'dikirim',
      to_status: 'diverifikasi',
      actor_id: people.first,
      part: 'verifikator',
      chair_id: chairs.first,
      reason_code: null,
      reason: null,
    });
    expect(await queueOf(people.first, VERIFICATION)).toEqual([]);
    expect(await queueOf(people.second, VALIDATION)).toEqual([id]);
    await act(people.second, VALIDATION, id, { ...APPROVE, version: 2 });
    expect(await stateOf(id)).toEqual({
      status: 'divalidasi',
      version: 3,
      verified_by: people.first,
      verified_chair_id: chairs.first,
      validated_by: people.second,
    });
  });

  it('are one where the chain has one step, and the history says so', async () => {
    const place = await line({ oneStep: true });
    await seatAll(place);
    const { office, chairs, people } = place;
    const id = await office.entry(people.owner, chairs.owner, NOON);
    expect((await act(people.first, VERIFICATION, id, APPROVE)).to).toBe('divalidasi');
    expect(await stateOf(id)).toMatchObject({ status: 'divalidasi', verified_by: people.first, validated_by: null });
    expect(await lastEvent(id)).toMatchObject({ from_status: 'dikirim', to_status: 'divalidasi', part: 'verifikator' });
    expect(await queueOf(people.second, VALIDATION)).toEqual([]);
  });

  it('return to the owner with the reason, from either step', async () => {
    const place = await line();
    await seatAll(place);
    const { office, chairs, people } = place;
    const first = await office.entry(people.owner, chairs.owner, NOON);
    await act(people.first, VERIFICATION, first, RETURN);
    expect(await stateOf(first)).toMatchObject({ status: 'dikembalikan', version: 2 });
    expect(await lastEvent(first)).toMatchObject({ reason_code: 'volume', reason: 'Hitung ulang volumenya' });

    const second = await office.entry(people.owner, chairs.owner, NOON, { start: 600, end: 660 });
    await act(people.first, VERIFICATION, second, APPROVE);
    await act(people.second, VALIDATION, second, { ...RETURN, version: 2 });
    expect(await stateOf(second)).toMatchObject({ status: 'dikembalikan', version: 3, validated_by: null });
    expect(await lastEvent(second)).toMatchObject({
      part: 'validator',
      to_status: 'dikembalikan',
      chair_id: chairs.second,
    });
  });
});

describe('whose step it is', () => {
  it('is nobody else’s: owner, level skipped, verifier twice, stranger', async () => {
    const place = await line();
    await seatAll(place);
    const { office, chairs, people } = place;
    const stranger = await office.person('Eka Lain');
    const id = await office.entry(people.owner, chairs.owner, NOON);
    for (const person of [people.owner, people.second, people.third, stranger])
      await expect(act(person, VERIFICATION, id, APPROVE)).rejects.toThrow('not found');
    for (const person of Object.values(people))
      await expect(act(person, VALIDATION, id, APPROVE)).rejects.toThrow('not found');
    await act(people.first, VERIFICATION, id, APPROVE);
    for (const person of [people.owner, people.first, people.third, stranger])
      await expect(act(person, VALIDATION, id, { ...APPROVE, version: 2 })).rejects.toThrow('not found');
    expect(await stateOf(id)).toMatchObject({ status: 'diverifikasi', version: 2 });
  });

  it('climbs one level from a vacant chair', async () => {
    const { office, chairs, people } = await line();
    await office.seat(people.owner, chairs.owner);
    await office.seat(people.second, chairs.second);
    await office.seat(people.third, chairs.third);
    const id = await office.entry(people.owner, chairs.owner, NOON);
    expect(await queueOf(people.second, VERIFICATION)).toEqual([id]);
    await act(people.second, VERIFICATION, id, APPROVE);
    expect(await lastEvent(id)).toMatchObject({ chair_id: chairs.second });
    expect(await queueOf(people.third, VALIDATION)).toEqual([id]);
  });

  it('goes one level up where one person sits in both chairs (Plt)', async () => {
    const { office, chairs, people } = await line();
    await office.seat(people.owner, chairs.owner);
    await office.seat(people.second, chairs.second);
    await office.seat(people.second, chairs.first, 'PLT', '2026-11-01');
    await office.seat(people.third, chairs.third);
    const id = await office.entry(people.owner, chairs.owner, NOON);
    await act(people.second, VERIFICATION, id, APPROVE);
    expect(await lastEvent(id)).toMatchObject({ chair_id: chairs.first });
    await expect(act(people.second, VALIDATION, id, { ...APPROVE, version: 2 })).rejects.toThrow('not found');
    await act(people.third, VALIDATION, id, { ...APPROVE, version: 2 });
    expect(await stateOf(id)).toMatchObject({
      status: 'divalidasi',
      verified_by: people.second,
      validated_by: people.third,
    });
  });

  it('passes over an owner who is Plt of their own superior', async () => {
    const { office, chairs, people } = await line();
    await office.seat(people.owner, chairs.owner);
    await office.seat(people.owner, chairs.first, 'PLT', '2026-11-01');
    await office.seat(people.second, chairs.second);
    const id = await office.entry(people.owner, chairs.owner, NOON);
    await expect(act(people.owner, VERIFICATION, id, APPROVE)).rejects.toThrow('not found');
    expect((await act(people.second, VERIFICATION, id, APPROVE)).to).toBe('diverifikasi');
  });

  it('moves with the chair between the page and the decision, on the day the letter says', async () => {
    const place = await line();
    await seatAll(place);
    const { office, chairs, people } = place;
    const id = await office.entry(people.owner, chairs.owner, NOON);
    expect(await queueOf(people.first, VERIFICATION)).toEqual([id]);
    const successor = await office.person('Fajar Pengganti');
    await office.leave(people.first, chairs.first, '2026-11-17');
    await office.seat(successor, chairs.first, 'DEFINITIF', '2026-11-18');
    await expect(act(people.first, VERIFICATION, id, APPROVE)).rejects.toThrow('not found');
    expect(await queueOf(people.first, VERIFICATION)).toEqual([]);
    expect(await queueOf(successor, VERIFICATION)).toEqual([id]);
    await act(successor, VERIFICATION, id, APPROVE);
    expect(await stateOf(id)).toMatchObject({ verified_by: successor });
  });
});

describe('refusals by state', () => {
  it('let one of two decisions at once win, and tell the other who and when', async () => {
    const place = await line();
    await seatAll(place);
    const { office, chairs, people } = place;
    await office.seat(people.third, chairs.first, 'PLH', '2026-11-18', '2026-11-18');
    const id = await office.entry(people.owner, chairs.owner, NOON);
    const answers = await Promise.allSettled([
      act(people.first, VERIFICATION, id, APPROVE),
      act(people.third, VERIFICATION, id, RETURN),
    ]);
    const lost = answers.filter(answer => answer.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(String(lost[0]!.reason)).toMatch(/sudah diputuskan oleh (Budi Kasubbid|Dewi Sekda) pukul 12\.00\sWITA\./);
    expect(await stateOf(id)).toMatchObject({ version: 2 });
    const { rowCount } = await pool.query('SELECT 1 FROM activity_event WHERE activity_id = $1', [id]);
    expect(rowCount).toBe(2);
  });

  it('name what happened: changed, withdrawn, closed', async () => {
    const place = await line();
    await seatAll(place);
    const { office, chairs, people } = place;
    const changed = await office.entry(people.owner, chairs.owner, NOON);
    await expect(act(people.first, VERIFICATION, changed, { ...APPROVE, version: 3 })).rejects.toThrow(
      'Kegiatan ini baru saja diubah Amat Pelaksana',
    );
    const withdrawn = await office.entry(people.owner, chairs.owner, NOON, { status: 'draf', start: 600, end: 660 });
    await expect(act(people.first, VERIFICATION, withdrawn, APPROVE)).rejects.toThrow('sudah ditarik Amat Pelaksana');
    const locked = await office.entry(people.owner, chairs.owner, NOON, { workDate: '2026-10-30' });
    await office.close('2026-10-01');
    await expect(act(people.first, VERIFICATION, locked, APPROVE)).rejects.toThrow(
      'Oktober 2026 sedang ditutup dan dihitung',
    );
    expect(await stateOf(locked)).toMatchObject({ status: 'dikirim', version: 1 });
    // Months that are being computed leave the queue, and are counted beside it.
    expect(await queueOf(people.first, VERIFICATION)).toEqual([changed]);
    const { tally } = await queuePage(pool, VERIFICATION, people.first, TODAY, {});
    expect(tally.map(({ workDate, waiting, locked: n }) => [workDate, waiting, n])).toEqual([
      ['2026-10-30', 0, 1],
      ['2026-11-18', 1, 0],
    ]);
    expect(await waitingFor(pool, people.first, TODAY)).toEqual({ verifikasi: 1, validasi: 0 });
  });
});

describe('a long queue', () => {
  it('is walked page by page, each entry once, and filtered by the marks that its rows carry', async () => {
    const place = await line();
    await seatAll(place);
    const { office, chairs, people } = place;
    const made = new Set<string>();
    for (let index = 0; index < 120; index += 1) {
      const start = (index % 10) * 130;
      const day = 2 + (index - (index % 10)) / 10;
      made.add(
        await office.entry(people.owner, chairs.owner, NOON, {
          workDate: `2026-11-${String(day).padStart(2, '0')}`,
          sentAt: index % 11 === 0 ? NOON : new Date(`2026-11-${String(day).padStart(2, '0')}T08:00:00Z`),
          start,
          end: start + (index % 3 === 0 ? 120 : 30),
          volume: index % 7 === 0 ? '9' : index % 13 === 0 ? '19' : '1',
          description: index % 4 === 0 ? 'Surat undangan rapat yang sama' : `Surat undangan nomor ${String(index)}`,
        }),
      );
    }
    const all = [];
    let after: string | undefined;
    for (;;) {
      const { rows, more } = await queuePage(pool, VERIFICATION, people.first, TODAY, {}, after);
      expect(rows.length).toBeLessThanOrEqual(PAGE_ROWS);
      all.push(...rows);
      if (!more) break;
      after = rows.at(-1)!.id;
    }
    expect(all).toHaveLength(120);
    expect(new Set(all.map(row => row.id))).toEqual(made);
    for (const mark of QUEUE_MARKS.filter(each => each !== 'contoh')) {
      const expected = all.filter(row => {
        const flags = reviewFlags(row);
        if (mark === 'ada') return flags.length > 0;
        return mark === 'tanpa' ? flags.length === 0 : flags.includes(mark);
      });
      if (!['katalog', 'dibantu'].includes(mark)) expect([mark, expected.length]).not.toEqual([mark, 0]);
      const { rows } = await queuePage(pool, VERIFICATION, people.first, TODAY, { mark });
      expect(rows.map(row => row.id)).toEqual(expected.slice(0, PAGE_ROWS).map(row => row.id));
    }
    const day = localDate('2026-11-05');
    const ofDay = await queuePage(pool, VERIFICATION, people.first, TODAY, { day, employeeId: people.owner });
    expect(ofDay.rows.map(row => row.id)).toEqual(all.filter(row => row.workDate === day).map(row => row.id));
    expect((await queuePage(pool, VERIFICATION, people.first, TODAY, { employeeId: people.second })).rows).toEqual([]);
  });
});
