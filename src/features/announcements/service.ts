import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { writesFor } from './access.ts';
import type { ChangeInput, CreateInput } from './forms.ts';
import { type Written, writtenOne } from './queries.ts';

type Needs = Pick<Deps, 'pool' | 'clock'>;

const INSERT = `INSERT INTO announcement (id, title, body, starts_on, ends_on, important, audience, payroll_unit_id, part, created_by, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT id FROM payroll_unit WHERE code = $8), $9, $10, $11)`;
const UPDATE = `UPDATE announcement SET title = $3, body = $4, starts_on = $5, ends_on = $6, important = $7, audience = $8,
    payroll_unit_id = (SELECT id FROM payroll_unit WHERE code = $9), part = $10, version = version + 1
  WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL`;
const WITHDRAW = `UPDATE announcement SET withdrawn_at = $3, version = version + 1
  WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL`;
const READ = `INSERT INTO announcement_read (announcement_id, employee_id, read_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

const CHANGED = 'Pengumuman ini baru saja diubah orang lain. Muat ulang halaman, lalu periksa lagi.';

type Content = Omit<ChangeInput, 'versi'>;

/** What of an announcement depends on its audience: the unit's code, or the part. */
const aim = ({ sasaran, unit, peran }: Content): [string, string | null, string | null] => [
  sasaran,
  sasaran === 'unit' ? unit : null,
  sasaran === 'peran' ? peran : null,
];

const trailOf = ({ judul, mulai, selesai, sasaran, unit, peran, penting }: Content): object => ({
  judul,
  mulai,
  selesai,
  sasaran,
  unit: sasaran === 'unit' ? unit : null,
  peran: sasaran === 'peran' ? peran : null,
  penting,
});

/** Puts up an announcement. The form has been checked against what its writer may choose. @returns its id */
export async function announce(deps: Needs, actor: Actor, input: CreateInput, requestId: string): Promise<string> {
  const { kunci_kirim: key, ...content } = input;
  const now = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const use = { actorId: actor.employeeId, key, hash: requestHash('pengumuman', content) };
    const { result } = await once(tx, use, async () => {
      const id = newId(now);
      const { judul, isi, mulai, selesai, penting } = content;
      await tx.query(INSERT, [id, judul, isi, mulai, selesai, penting, ...aim(content), actor.employeeId, now]);
      await audit(tx, {
        at: now,
        actorId: actor.employeeId,
        action: 'pengumuman.buat',
        objectType: 'announcement',
        objectId: id,
        after: trailOf(content),
        requestId,
      });
      return id;
    });
    return result;
  });
}

/** Which announcement is changed, by whom, on which version. */
export interface Step {
  readonly actor: Actor;
  readonly id: string;
  readonly version: number;
  readonly requestId: string;
}

/** Changes an announcement that is not withdrawn. Who has read it has read it. @throws Conflict for a stale version */
export async function changeAnnouncement(deps: Needs, step: Step, content: Content): Promise<void> {
  await onOne(deps, step, async (tx, before) => {
    const { judul, isi, mulai, selesai, penting } = content;
    const values = [step.id, step.version, judul, isi, mulai, selesai, penting, ...aim(content)];
    const { rowCount } = await tx.query(UPDATE, values);
    if (rowCount !== 1) throw new Conflict(CHANGED);
    return { action: 'pengumuman.ubah', before: { judul: before.title, isi: before.body }, after: trailOf(content) };
  });
}

/** Takes an announcement down: nobody sees it any more but those who write them. */
export async function withdrawAnnouncement(deps: Needs, step: Step): Promise<void> {
  await onOne(deps, step, async (tx, before) => {
    const { rowCount } = await tx.query(WITHDRAW, [step.id, step.version, deps.clock.now()]);
    if (rowCount !== 1) throw new Conflict(CHANGED);
    return { action: 'pengumuman.tarik', before: { judul: before.title }, after: null };
  });
}

async function onOne(
  deps: Needs,
  step: Step,
  act: (tx: Tx, before: Written) => Promise<{ action: string; before: object; after: object | null }>,
): Promise<void> {
  await transaction(deps.pool, async tx => {
    const found = await writtenOne(tx, writesFor(step.actor), step.id);
    if (!found) throw new NotFound('announcement');
    const { action, before, after } = await act(tx, found);
    await audit(tx, {
      at: deps.clock.now(),
      actorId: step.actor.employeeId,
      action,
      objectType: 'announcement',
      objectId: step.id,
      before,
      after,
      requestId: step.requestId,
    });
  });
}

/** Notes that a person has read an announcement; once is enough. */
export async function markRead(deps: Needs, employeeId: string, id: string): Promise<void> {
  await deps.pool.query(READ, [id, employeeId, deps.clock.now()]);
}
