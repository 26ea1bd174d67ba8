import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { closeMonth } from '../../../src/features/payroll-runs/service.ts';
import type { ReviewAction } from '../../../src/features/review/forms.ts';
import { queuePage, waitingFor } from '../../../src/features/review/queries.ts';
import { decideEntry } from '../../../src/features/review/service.ts';
import { decideMany } from '../../../src/features/review/bulk.ts';
import { VALIDATION, VERIFICATION, type Step } from '../../../src/features/review/step.ts';
import { undoDecision } from '../../../src/features/review/undo.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import type { Pool } from '../../../src/platform/database/pool.ts';
import { PERIOD_CLOSED } from '../../../src/platform/errors.ts';
import { newId } from '../../../src/platform/identity.ts';
import {
  AFTER_OCTOBER,
  CLOSER,
  createOffice,
  insertEntry,
  OCTOBER,
  officeDeps,
  officePool,
  person,
  UNIT,
} from '../payroll-runs/office.ts';

/** Decisions after the close (rulings.md 16 and 18, docs/adr/0028-adjustments.md). */

const TODAY = localDate('2026-11-04');
const [SUPERIOR, NEXT] = [person(901), person(902)];
const NO = { reasonCode: 'waktu', reason: 'Jamnya tidak cocok dengan daftar hadir' } as const;

let pool: Pool;
let runId: string;
let jobId: string;
beforeAll(async () => {
  pool = officePool(await createOffice());
});
afterAll(() => pool.end());
const deps = (minutes = 0) =>
  officeDeps(pool, fixedClock(new Date(new Date(AFTER_OCTOBER).getTime() + minutes * 60_000).toISOString()));

let start = 600;
/** An entry of October as its owner sent it in time. */
async function sent(index: number, status: 'dikirim' | 'draf' = 'dikirim'): Promise<string> {
  const at = new Date('2026-10-20T08:00:00Z');
  const id = newId(at);
  start += 10;
  await insertEntry(pool, { id, index, day: '2026-10-20', points: 50, status, version: 1, at, start });
  await pool.query(
    `INSERT INTO activity_event (entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, at)
     VALUES ('2026-10-01', $1, 1, CASE $2::text WHEN 'draf' THEN 'buat' ELSE 'kirim' END, NULL, $2, $3, 'pemilik', $4)`,
    [id, status, person(index), at],
  );
  return id;
}

interface State {
  status: string;
  version: number;
}
const stateOf = async (id: string): Promise<State> =>
  (await pool.query<State & Record<string, unknown>>('SELECT status, version FROM activity WHERE id = $1', [id]))
    .rows[0]!;
const causesOf = async (id: string): Promise<(string | null)[]> =>
  (
    await pool.query<{ note: string }>(
      "SELECT note FROM adjustment_cause WHERE ref = $1 AND kind = 'keputusan' AND month = '2026-10-01' ORDER BY id",
      [id],
    )
  ).rows.map(row => row.note);

async function act(actorId: string, step: Step, id: string, action: ReviewAction = 'setujui', minutes = 0) {
  const { version } = await stateOf(id);
  const why = action === 'setujui' ? {} : NO;
  const form = { action, version, ...why };
  return decideEntry(deps(minutes), { employeeId: actorId }, step, id, form, randomUUID());
}
const undo = async (actorId: string, step: Step, id: string, minutes: number): Promise<void> =>
  undoDecision(deps(minutes), { employeeId: actorId }, step, id, (await stateOf(id)).version, randomUUID());

describe('an entry that its month did not count', () => {
  let [approved, refused, many, more, draft] = ['', '', '', '', ''];

  it('waits while the month is being computed, and is in the list of what was not counted', async () => {
    approved = await sent(1);
    refused = await sent(2);
    many = await sent(3);
    more = await sent(3);
    draft = await sent(4, 'draf');
    const counted = await sent(5);
    await act(SUPERIOR, VERIFICATION, counted);
    await act(NEXT, VALIDATION, counted);
    ({ runId, jobId } = await closeMonth(deps(), CLOSER, OCTOBER, UNIT, randomUUID()));
    await expect(act(SUPERIOR, VERIFICATION, approved)).rejects.toThrow('Oktober 2026 sedang ditutup dan dihitung');
    expect((await queuePage(pool, VERIFICATION, SUPERIOR, TODAY, {})).rows).toEqual([]);
    const { tally } = await queuePage(pool, VERIFICATION, SUPERIOR, TODAY, {});
    const [locked] = tally;
    expect(locked).toMatchObject({ waiting: 0, late: 0, locked: 1 });

    expect((await runJob(deps(), jobId)).state).toBe('selesai');
    // What was decided in time is in the run: its ten minutes end with the close.
    await expect(undo(NEXT, VALIDATION, counted, 1)).rejects.toThrow('Oktober 2026 sudah ditutup, jadi keputusan ini');
    const { rows } = await pool.query<{ activity_id: string; status: string }>(
      'SELECT activity_id, status FROM payroll_uncounted WHERE run_id = $1',
      [runId],
    );
    expect(new Map(rows.map(row => [row.activity_id, row.status]))).toEqual(
      new Map([approved, refused, many, more, draft].map(id => [id, id === draft ? 'draf' : 'dikirim'])),
    );
  });

  it('is decided late: it stays in the queue, and counts by a cause for an adjustment', async () => {
    const { rows } = await queuePage(pool, VERIFICATION, SUPERIOR, TODAY, {});
    expect(rows.map(row => [row.id, row.late])).toEqual([approved, refused, many, more].map(id => [id, true]));
    expect(await waitingFor(pool, SUPERIOR, TODAY)).toEqual({ verifikasi: 4, validasi: 0 });
    expect(await act(SUPERIOR, VERIFICATION, approved)).toMatchObject({ to: 'diverifikasi', late: true });
    expect(await causesOf(approved)).toEqual([]);
    expect(await act(NEXT, VALIDATION, approved)).toMatchObject({ to: 'divalidasi', late: true });
    expect(await causesOf(approved)).toEqual(['Kegiatan 20 Okt 2026 divalidasi sesudah bulannya ditutup']);
  });

  it('no longer counts where the decision is taken back in time', async () => {
    await undo(NEXT, VALIDATION, approved, 5);
    expect(await stateOf(approved)).toEqual({ status: 'diverifikasi', version: 4 });
    expect((await causesOf(approved)).at(-1)).toBe('Validasi kegiatan 20 Okt 2026 dibatalkan sesudah bulannya ditutup');
    await act(NEXT, VALIDATION, approved, 'setujui', 6);
    await expect(undo(NEXT, VALIDATION, approved, 60)).rejects.toThrow('Keputusan hanya bisa dibatalkan dalam');
    expect(await causesOf(approved)).toHaveLength(3);
  });

  it('is refused, but never returned: nobody could correct it', async () => {
    await expect(act(SUPERIOR, VERIFICATION, refused, 'kembalikan')).rejects.toThrow('Pilih Setujui atau Tolak');
    expect(await act(SUPERIOR, VERIFICATION, refused, 'tolak', 3)).toMatchObject({ to: 'ditolak', late: true });
    expect(await causesOf(refused)).toEqual([]);
  });

  it('is decided with others by one press', async () => {
    const items = [many, more].map(id => ({ id, version: 1 }));
    const press = (action: 'setujui' | 'kembalikan', step: Step, actorId: string, version: number) =>
      decideMany(
        deps(),
        { employeeId: actorId },
        step,
        {
          action,
          items: items.map(item => ({ ...item, version })),
          key: undefined,
          ...(action === 'kembalikan' ? NO : {}),
        },
        randomUUID(),
      );
    const back = await press('kembalikan', VERIFICATION, SUPERIOR, 1);
    expect(back).toMatchObject({ done: 0, left: [many, more].map(id => ({ id, why: 'ditutup' })) });
    expect(await press('setujui', VERIFICATION, SUPERIOR, 1)).toMatchObject({ done: 2, left: [] });
    expect(await press('setujui', VALIDATION, NEXT, 2)).toMatchObject({ done: 2, left: [] });
    expect([await causesOf(many), await causesOf(more)].flat()).toHaveLength(2);
  });

  it('changes in no other way, whoever writes', async () => {
    const counted = await pool.query<{ id: string }>(
      "SELECT id FROM activity WHERE status = 'divalidasi' AND version = 3 AND work_date = '2026-10-01' LIMIT 1",
    );
    const closed: readonly [id: string, change: string][] = [
      [draft, "status = 'dikirim', sent_at = updated_at"],
      [draft, "description = 'Ditulis sesudah ditutup'"],
      [refused, 'points = points + 1'],
      [many, "status = 'dikembalikan'"],
      [many, "status = 'diverifikasi', work_date = '2026-11-02'"],
      [approved, 'start_minute = start_minute + 1'],
      [counted.rows[0]!.id, "status = 'diverifikasi', validated_by = NULL"],
    ];
    for (const [id, change] of closed)
      await expect(pool.query(`UPDATE activity SET ${change} WHERE id = $1`, [id]), change).rejects.toMatchObject({
        code: PERIOD_CLOSED,
      });
    await expect(pool.query('DELETE FROM activity WHERE id = $1', [draft])).rejects.toMatchObject({
      code: PERIOD_CLOSED,
    });
    await expect(pool.query('DELETE FROM payroll_uncounted')).rejects.toMatchObject({ code: 'TK002' });
    await expect(
      pool.query(
        `INSERT INTO payroll_uncounted SELECT $1, id, employee_id, work_date, 'dikirim', 1, NULL, NULL, points FROM activity WHERE id = $2`,
        [runId, counted.rows[0]!.id],
      ),
    ).rejects.toMatchObject({ code: 'TK002' });
  });

  it('leaves a database in which every promise holds, and each is missed when it is broken', async () => {
    const sound = await verifyAll(pool);
    expect(sound.ok, JSON.stringify(sound.checks.filter(check => !check.ok))).toBe(true);
    const breaks: readonly [what: string, statement: string][] = [
      ['tidak dicatat untuk penyesuaian', `DELETE FROM adjustment_cause WHERE ref = '${many}'`],
      ['tidak ada dalam daftarnya', `DELETE FROM payroll_uncounted WHERE activity_id = '${draft}'`],
      ['tidak sama dengan riwayatnya', `UPDATE payroll_uncounted SET status = 'draf' WHERE activity_id = '${many}'`],
      [
        'langkah pada kegiatan periode tertutup',
        `UPDATE activity_event SET action = 'kembalikan' WHERE activity_id = '${refused}' AND seq = 2`,
      ],
    ];
    for (const [what, statement] of breaks) {
      const broken = await whileBroken(statement, async () => verifyAll(pool, ['I4']));
      expect(broken.checks[0]?.note, what).toContain(what);
    }
    const counted = await whileBroken(`DELETE FROM payroll_uncounted WHERE activity_id = '${many}'`, () =>
      verifyAll(pool, ['I8']),
    );
    expect(counted.checks[0]?.note).toContain('poinnya dihitung di luar batas harian');
    const digest = await whileBroken(
      `UPDATE payroll_uncounted SET verified_by = '${SUPERIOR}' WHERE activity_id = '${many}'`,
      () => verifyAll(pool, ['I4']),
    );
    expect(digest.checks[0]?.note).toContain(runId);
  });
});

/** Somebody with the database's own password changes something past every guard; it is put back afterwards. */
async function whileBroken<Result>(statement: string, look: () => Promise<Result>): Promise<Result> {
  const tables = ['adjustment_cause', 'payroll_uncounted', 'activity_event'];
  const client = await pool.connect();
  try {
    await client.query("SET session_replication_role = 'replica'");
    for (const table of tables) await client.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
    await client.query(statement);
    const seen = await look();
    for (const table of tables) {
      await client.query(`DELETE FROM ${table}`);
      await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
      await client.query(`DROP TABLE kept_${table}`);
    }
    return seen;
  } finally {
    await client.query('RESET session_replication_role');
    client.release();
  }
}
