import { monthOf } from '../../domain/month.ts';
import { periodText } from '../../domain/payroll/pay-period.ts';
import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Pool } from '../../platform/database/pool.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { acknowledgedParts } from './acknowledged.ts';
import { ADJUSTMENT_PARTS, carriesTheSame, settledForNothing } from './adjustment-checks.ts';
import { CHAIN_PARTS } from './chain.ts';
import { INVARIANTS, type Part, WRITTEN_LATER } from './invariants.ts';
import { boundsPart, cappedPart, CEILING_PART, daysOffPart, LEAVE_PART, rulesOfRuns } from './rule-checks.ts';
import { computedRuns, isReproducible, isUntouched, type StoredRun } from './run-checks.ts';
import { SNAPSHOT_PART } from './snapshot-checks.ts';
import { SAME_INPUTS_PART, TERMS_PARTS } from './special-checks.ts';

/** One moment for all of it, and as long as a whole regency takes. */
const MOMENT = { isolation: 'repeatable read', readOnly: true, statementMs: LONG_STATEMENT_MS } as const;

/** What came of one promise: how many rows break it, and which of its parts in words. */
export interface Check {
  readonly id: string;
  readonly ok: boolean;
  readonly count: number;
  readonly note: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/**
 * Holds the promises of docs/architecture.md "Invariants" against the whole database, as one moment sees it. Reads only.
 * @param only the promises to look at, by id (`I3`); all of them where it is left out
 */
export async function verifyAll(pool: Pool, only?: readonly string[]): Promise<Verification> {
  const collect = async (sql: Sql): Promise<Finding[]> => {
    const found: Finding[] = [];
    for (const promise of PROMISES)
      if (only?.includes(promise.id) ?? true)
        for (const finding of await promise.find(sql)) found.push({ ...finding, id: promise.id, title: promise.title });
    return found;
  };
  const checks = checksOf(await transaction(pool, collect, MOMENT));
  return { ok: checks.every(check => check.ok), checks };
}

/** What one part of a promise found; nothing is wrong where `count` is 0. */
interface Found {
  readonly count: number;
  readonly words: string;
}

interface Finding extends Found {
  readonly id: string;
  readonly title: string;
}

/** One part of a promise; several may be of the same one. */
interface Promised {
  readonly id: string;
  readonly title: string;
  readonly find: (sql: Sql) => Promise<Found[]>;
}

const UNTOUCHED = 'Data periode tertutup sama seperti saat ditutup';
const SUMS_AGREE = 'Komponen, baris, periode dan berkas berjumlah sama';
const SAME_AGAIN = 'Menghitung ulang memberi hasil yang sama';
const COUNTED = 'Waktu tidak bertumpuk, poin sama dengan norma kali volume';

const PROMISES: readonly Promised[] = [
  ...INVARIANTS.map(({ id, title, parts }) => ({ id, title, find: (sql: Sql) => countAll(sql, parts) })),
  { id: 'I1', title: 'Yang sudah diterima ada', find: async sql => countAll(sql, await acknowledgedParts(sql)) },
  { id: 'I3', title: SUMS_AGREE, find: sql => countAll(sql, ADJUSTMENT_PARTS) },
  { id: 'I4', title: UNTOUCHED, find: sql => countAll(sql, [...WRITTEN_LATER, SNAPSHOT_PART, SAME_INPUTS_PART]) },
  { id: 'I4', title: UNTOUCHED, find: sql => compareRuns(sql, isUntouched) },
  { id: 'I7', title: 'Rantai jejak utuh', find: sql => countAll(sql, CHAIN_PARTS) },
  { id: 'I8', title: COUNTED, find: async sql => countAll(sql, [cappedPart(await rulesOfRuns(sql))]) },
  {
    id: 'I9',
    title: 'Hari libur dan cuti tidak dihitung',
    find: async sql => countAll(sql, [daysOffPart(await rulesOfRuns(sql)), LEAVE_PART]),
  },
  {
    id: 'I10',
    title: 'Jumlah berada dalam batas peraturan dan pagu',
    find: async sql => countAll(sql, [boundsPart(await rulesOfRuns(sql)), CEILING_PART]),
  },
  { id: 'I12', title: SAME_AGAIN, find: sql => compareRuns(sql, isReproducible) },
  { id: 'I12', title: SAME_AGAIN, find: sql => compareRuns(sql, carriesTheSame) },
  { id: 'I12', title: SAME_AGAIN, find: findSettledForNothing },
  { id: 'I17', title: 'Pembayaran khusus menurut ketentuannya', find: sql => countAll(sql, TERMS_PARTS) },
];

async function countAll(sql: Sql, parts: readonly (Part & { readonly values?: unknown[] })[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const { what, sql: statement, values } of parts) {
    const { rows } = await sql.query<{ count: number }>(statement, values);
    const count = rows[0]?.count ?? 0;
    found.push({ count, words: `${String(count)} ${what}` });
  }
  return found;
}

async function compareRuns(sql: Sql, holds: (sql: Sql, run: StoredRun) => Promise<boolean>): Promise<Found[]> {
  const found: Found[] = [{ count: 0, words: '' }];
  for (const run of await computedRuns(sql))
    if (!(await holds(sql, run)))
      found.push({
        count: 1,
        words: `periode ${periodText({ month: monthOf(run.month), kind: run.kind })} (${run.id})`,
      });
  return found;
}

async function findSettledForNothing(sql: Sql): Promise<Found[]> {
  const count = await settledForNothing(sql);
  return [{ count, words: `${String(count)} bulan yang diselesaikan tanpa penyesuaian padahal ada selisihnya` }];
}

/** One check per promise, in the order of their numbers. */
function checksOf(findings: readonly Finding[]): Check[] {
  const ids = [...new Set(findings.map(each => each.id))].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  return ids.map(id => {
    const own = findings.filter(each => each.id === id);
    const broken = own.filter(each => each.count > 0);
    const count = broken.reduce((sum, each) => sum + each.count, 0);
    return {
      id,
      ok: count === 0,
      count,
      note: noteOf(
        own[0]!.title,
        broken.map(each => each.words),
      ),
    };
  });
}

const noteOf = (title: string, broken: readonly string[]): string =>
  broken.length === 0 ? `${title}.` : `${title}. Ditemukan: ${broken.join('; ')}.`;
