import { addMonths, firstDay, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { regulationOn } from '../policies/queries.ts';
import { tellDeciders } from './decider-notice.ts';
import { CEILING, factKinds, type FactKind } from './kinds.ts';
import { paidPerson, takenSpan, type PaidPerson } from './people.ts';
import { factKey, knownFacts } from './record-queries.ts';
import { readTyped } from './value.ts';

/** Who enters something, for which payroll units (null: all), under which request. */
export interface EnteredBy {
  readonly employeeId: string;
  readonly scope: readonly string[] | null;
  readonly requestId?: string | undefined;
}

/** A proposed row, before it has an id. Exactly one of the two subjects is set. */
export interface NewProposal {
  readonly employeeId: string | null;
  readonly payrollUnitId: string | null;
  readonly month: Month;
  readonly until: Month | null;
  readonly name: string;
  readonly value: string;
  readonly source: string;
  /** That there is no such fact any more; the value says which it was. */
  readonly withdrawn?: boolean;
}

const INSERT = `INSERT INTO fact_proposal (id, batch_id, employee_id, payroll_unit_id, month, until_month, name, value, source,
    proposed_by, proposed_at, withdrawn)
  SELECT p.id, $9, p.employee_id, p.unit_id, p.month, p.until_month, p.name, p.value, p.source, $10, $11, p.withdrawn
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::date[], $6::text[], $7::text[], $8::text[], $12::bool[])
    AS p (id, employee_id, unit_id, month, until_month, name, value, source, withdrawn)`;
const TRAIL = `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, after, request_id)
  SELECT p.proposed_at, p.proposed_by, $2, 'fact_proposal', p.id::text,
    to_jsonb(p) - ARRAY['id', 'decision', 'decided_by', 'decided_at', 'reason', 'proposed_by', 'proposed_at'], $3
  FROM fact_proposal p WHERE p.id = ANY ($1::uuid[])`;

/** Writes proposals and the trail of each, and tells who decides, in the caller's transaction. @returns their ids */
export async function writeProposals(
  tx: Tx,
  by: Pick<EnteredBy, 'employeeId' | 'requestId'>,
  at: Date,
  rows: readonly NewProposal[],
  batchId: string | null = null,
): Promise<string[]> {
  const ids = rows.map(() => newId(at));
  await tx.query(INSERT, [
    ids,
    rows.map(row => row.employeeId),
    rows.map(row => row.payrollUnitId),
    rows.map(row => firstDay(row.month)),
    rows.map(row => row.until && firstDay(row.until)),
    rows.map(row => row.name),
    rows.map(row => row.value),
    rows.map(row => row.source),
    batchId,
    by.employeeId,
    at,
    rows.map(row => row.withdrawn ?? false),
  ]);
  await tx.query(TRAIL, [ids, 'fakta.usul', by.requestId ?? null]);
  await tellDeciders(tx, by.employeeId, at);
  return ids;
}

/** How far ahead, and over how many months, a fact may speak. */
export const MOST_AHEAD = 12;
export const MOST_MONTHS = 24;

/** The kinds of a month, by the regulation in force on its first day; empty where there is none. */
export async function kindsOfMonth(sql: Tx | Deps['pool'], month: Month): Promise<FactKind[]> {
  const inForce = await regulationOn(sql, firstDay(month));
  return inForce ? factKinds(inForce.regulation) : [];
}

/** One fact as its form gives it; the value still as typed. */
export interface FactInput {
  readonly nip: string;
  readonly kind: string;
  readonly value: string;
  readonly month: Month;
  readonly until: Month | null;
  readonly source: string;
  readonly key: string;
}

/**
 * Proposes a fact of one person, with the paper it comes from where there is one; it counts once a second person has approved it. Of a month whose run is approved it is a
 * correction: the difference is carried by the next run (rulings.md 17). At most once per person and key.
 * @throws RecordRefused 422 for a person, kind or value that is none; 409 for a closed month, or what is known already
 */
export async function proposeFact(
  deps: Deps,
  by: EnteredBy,
  input: FactInput,
  paper: readonly AcceptedFile[] = [],
): Promise<{ readonly person: string; readonly label: string; readonly corrects: boolean }> {
  const at = deps.clock.now();
  // On the disk before the transaction: what is written in the database is there.
  const stored = await storeAll(deps.uploads, paper);
  return transaction(deps.pool, async tx => {
    const use = {
      actorId: by.employeeId,
      key: input.key.toLowerCase(),
      hash: requestHash('fakta', { ...input, key: '', paper: stored.map(file => file.sha256) }),
    };
    const { result } = await once(tx, use, async () => {
      const kind = (await kindsOfMonth(tx, input.month)).find(each => each.name === input.kind);
      if (!kind) throw malformed('jenis', `Pilih data yang diminta peraturan ${monthInWords(input.month)}`);
      const person = await paidPerson(tx, { nip: input.nip }, input.month, by.scope);
      if (!person) throw malformed('pegawai', `NIP ini bukan pegawai unit Anda pada ${monthInWords(input.month)}`);
      const read = readTyped(kind, input.value);
      if (!read.ok) throw malformed('nilai', read.reason);
      refuseFar(input, monthIn(deps.regency.zone, at));
      const corrects = await refuseKnown(tx, person, { ...input, value: read.value });
      const { month, until, source } = input;
      const row = {
        employeeId: person.id,
        payrollUnitId: null,
        month,
        until,
        name: kind.name,
        value: read.value,
        source,
      };
      const [id] = await writeProposals(tx, by, at, [row]);
      await attachTo(tx, { type: 'fact_proposal', id: id!, by: by.employeeId, at }, stored);
      return { person: person.name, label: kind.label, corrects };
    });
    return result;
  });
}

function refuseFar({ month, until }: Pick<FactInput, 'month' | 'until'>, running: Month): void {
  if (month > addMonths(running, MOST_AHEAD))
    throw malformed('bulan', `Paling jauh ${monthInWords(addMonths(running, MOST_AHEAD))}`);
  if (until !== null && until < month)
    throw malformed('sampai_bulan', 'Bulan terakhir tidak boleh sebelum bulan pertama');
  if (until !== null && until > addMonths(month, MOST_MONTHS - 1))
    throw malformed('sampai_bulan', `Paling lama ${String(MOST_MONTHS)} bulan`);
}

/** 'Oktober 2026 sudah ditutup …' */
export const closedInWords = (day: LocalDate | string): string =>
  `${monthInWords(monthOf(day as LocalDate))} sudah ditutup untuk unit pegawai ini. Koreksi diisi per bulan, setelah perhitungannya disetujui`;

/** @returns whether the fact corrects a month that is approved already */
async function refuseKnown(tx: Tx, person: PaidPerson, fact: FactInput): Promise<boolean> {
  const taken = await takenSpan(tx, person.id, fact.month, fact.until);
  if (taken.month !== null && !taken.corrects) throw conflict('bulan', closedInWords(taken.month));
  const known = await knownFacts(tx, [{ employeeId: person.id, month: fact.month }]);
  const key = factKey(person.id, fact.month, fact.kind);
  const until = fact.until ?? fact.month;
  const [holds, waits] = [known.holds.get(key), known.waits.get(key)];
  if (holds?.value === fact.value && holds.until >= until) throw conflict('nilai', 'Nilai ini sudah tercatat');
  if (waits?.value === fact.value && waits.until === until)
    throw conflict('nilai', 'Nilai ini sudah diusulkan dan menunggu orang kedua');
  return taken.corrects;
}

/** A budget ceiling as its form gives it: whole rupiah. */
export interface CeilingInput {
  readonly unitId: string;
  readonly year: number;
  readonly amount: bigint;
  readonly source: string;
  readonly key: string;
}

const UNIT = 'SELECT code FROM payroll_unit WHERE id = $1';

/** Proposes what a payroll unit may pay in a year. @throws RecordRefused 422 for a unit that is none */
export async function proposeCeiling(deps: Deps, by: EnteredBy, input: CeilingInput): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const content = { ...input, key: '', amount: String(input.amount) };
    const use = { actorId: by.employeeId, key: input.key.toLowerCase(), hash: requestHash('pagu', content) };
    await once(tx, use, async () => {
      const { rows } = await tx.query(UNIT, [input.unitId]);
      if (rows.length === 0 || (by.scope !== null && !by.scope.includes(input.unitId)))
        throw malformed('unit', 'Pilih unit dari daftar');
      const month = `${String(input.year)}-01` as Month;
      const { unitId: payrollUnitId, source } = input;
      const value = String(input.amount);
      await writeProposals(tx, by, at, [
        { employeeId: null, payrollUnitId, month, until: null, name: CEILING, value, source },
      ]);
      return {};
    });
  });
}
