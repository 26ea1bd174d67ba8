import { firstDay, monthInWords, type Month } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { paidPerson } from '../facts/people.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { leaveCause } from './cause.ts';

/** A month of a person to be computed again, and why. */
export interface Recomputation {
  readonly nip: string;
  readonly month: Month;
  readonly reason: string;
  readonly key: string;
}

/** Who asks, under which request. */
export interface AskedBy {
  readonly employeeId: string;
  readonly requestId?: string | undefined;
}

const PAID = `SELECT EXISTS (SELECT 1 FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = $2 AND r.kind = 'TPP'
      AND r.state IN ('DISETUJUI', 'DIBAYAR') WHERE l.employee_id = $1) OR takar_fact_corrects($1, $2) AS paid,
    EXISTS (SELECT 1 FROM adjustment_open c WHERE c.employee_id = $1 AND c.month = $2 AND c.kind = 'manual') AS asked`;

/**
 * The personnel office asks for an approved month of a person to be computed again: the next run carries what comes out. At
 * most once per person and key. What it is computed from does not change by it, and another person approves that run.
 * @throws RecordRefused 422 for an unknown NIP; 409 for a month that is not approved, oneself, or what is asked already
 * @returns the person's name
 */
export async function askRecomputation(deps: Deps, by: AskedBy, input: Recomputation): Promise<string> {
  const hash = requestHash('penyesuaian.minta', { ...input, key: '' });
  return transaction(deps.pool, async tx => {
    const use = { actorId: by.employeeId, key: input.key.toLowerCase(), hash };
    return (await once(tx, use, async () => ({ name: await ask(tx, deps, by, input) }))).result.name;
  });
}

async function ask(tx: Tx, deps: Deps, by: AskedBy, { nip, month, reason }: Recomputation): Promise<string> {
  const person = await paidPerson(tx, { nip }, month, null);
  if (!person) throw malformed('pegawai', 'NIP ini tidak ada dalam data pegawai');
  if (person.id === by.employeeId) throw conflict('pegawai', 'Hitung ulang untuk Anda sendiri diminta orang lain');
  const { rows } = await tx.query<{ paid: boolean; asked: boolean }>(PAID, [person.id, firstDay(month)]);
  if (!rows[0]!.paid)
    throw conflict(
      'bulan',
      `TPP ${monthInWords(month)} pegawai ini belum disetujui. Perubahannya masih masuk bulan itu sendiri`,
    );
  if (rows[0]!.asked) throw conflict('bulan', 'Bulan ini sudah diminta dan menunggu perhitungan berikutnya');
  const at = deps.clock.now();
  await leaveCause(tx, { employeeId: person.id, month, kind: 'manual', note: reason, actorId: by.employeeId, at });
  await audit(tx, {
    at,
    actorId: by.employeeId,
    action: 'penyesuaian.minta',
    objectType: 'employee',
    objectId: person.id,
    after: { month },
    reason,
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  });
  return person.name;
}
