import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Pool } from '../../platform/database/pool.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';

/*
 * The hash chains over the trail (docs/adr/0027-audit-chain.md). A unit's links are written by the database itself with each
 * step of a run; the regency's hold every row of the three trails up to a moment, and are written here, by the hour.
 */

/** One seal at a time, whichever process it is in. */
const SEAL_LOCK = 7_270_071;

/*
 * The moment before which nothing more can come: rows are stamped when they are written, so a transaction that has not ended can
 * only bring rows stamped after it began. Cut to the milliseconds that a stamp keeps.
 */
const SETTLED = `SELECT date_trunc('milliseconds', least(clock_timestamp(), min(a.xact_start))) AS upto
  FROM pg_stat_activity a WHERE a.datname = current_database() AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()`;

const SEAL = `WITH last AS (
    SELECT max(upto) AS upto FROM audit_chain WHERE payroll_unit_id IS NULL
  ), held AS (
    SELECT count(*) AS rows, ${digestOf('r')} AS digest FROM audit_row r
    WHERE r.recorded_at >= coalesce((SELECT upto FROM last), '-infinity') AND r.recorded_at < $1)
  INSERT INTO audit_chain (payroll_unit_id, seq, upto, content, hash, prev_hash)
    SELECT NULL, 0, $1, ${contentOf('h.rows', 'h.digest', '$1::timestamptz')}, '', '' FROM held h
    WHERE h.rows > 0 AND $1 > coalesce((SELECT upto FROM last), '-infinity')`;

/** The digest of rows of `audit_row`, whatever order they come in. */
function digestOf(r: string): string {
  const hashed = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
  const each = hashed(`${r}.source || ${r}.content`);
  return hashed(
    `coalesce(string_agg(${each}, E'\\n' ORDER BY ${r}.recorded_at, ${r}.source, ${r}.place COLLATE "C"), '')`,
  );
}

function contentOf(rows: string, digest: string, upto: string): string {
  return `jsonb_build_array(extract(epoch FROM ${upto})::text, ${rows}, ${digest})::text`;
}

/**
 * Seals what the trail has gained since the last seal; nothing where nothing came. Waits for no writer: what belongs to a
 * transaction that still runs is left to the next seal.
 * @returns whether a link was written
 */
export async function sealTrail(pool: Pool): Promise<boolean> {
  const sealed = async (tx: Tx): Promise<boolean> => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [SEAL_LOCK]);
    return seal(tx);
  };
  return transaction(pool, sealed, { statementMs: LONG_STATEMENT_MS });
}

async function seal(tx: Tx): Promise<boolean> {
  const { rows } = await tx.query<{ upto: Date }>(SETTLED);
  return (await tx.query(SEAL, [rows[0]!.upto])).rowCount === 1;
}

/** The head of a chain: enough to say later that the chain still begins with what it was. */
export interface Anchor extends Record<string, unknown> {
  /** Code of the payroll unit; null for the regency's chain. */
  readonly unit: string | null;
  readonly seq: number;
  readonly hash: string;
  readonly at: Date;
}

const ANCHORS = `SELECT DISTINCT ON (pu.code) pu.code AS unit, c.seq, c.hash, c.at
  FROM audit_chain c LEFT JOIN payroll_unit pu ON pu.id = c.payroll_unit_id
  WHERE $1::uuid IS NULL OR c.payroll_unit_id = $1 ORDER BY pu.code NULLS FIRST, c.seq DESC`;

/** The heads of all chains, the regency's first; with a payroll unit that unit's alone. */
export async function anchors(sql: Sql, payrollUnitId: string | null = null): Promise<Anchor[]> {
  return (await sql.query<Anchor>(ANCHORS, [payrollUnitId])).rows;
}

const OF_APPROVAL = `SELECT pu.code AS unit, c.seq, c.hash, c.at
  FROM payroll_run_event e JOIN audit_chain c ON c.run_id = e.run_id AND c.run_seq = e.seq
  JOIN payroll_unit pu ON pu.id = c.payroll_unit_id
  WHERE e.run_id = $1 AND e.to_state = 'DISETUJUI' ORDER BY e.seq DESC LIMIT 1`;

/**
 * The link of a unit's chain that a run's approval made, for its papers: whoever keeps the paper keeps an anchor. It is the
 * same whenever the paper is printed; undefined before the approval.
 */
export async function approvalAnchor(sql: Sql, runId: string): Promise<Anchor | undefined> {
  return (await sql.query<Anchor>(OF_APPROVAL, [runId])).rows[0];
}

const STANDS = `SELECT count(*)::int AS count FROM unnest($1::text[], $2::int[], $3::text[]) AS k (unit, seq, hash)
  WHERE NOT EXISTS (SELECT 1 FROM audit_chain c LEFT JOIN payroll_unit pu ON pu.id = c.payroll_unit_id
    WHERE pu.code IS NOT DISTINCT FROM k.unit AND c.seq = k.seq AND c.hash = k.hash)`;

/** How many anchors that were kept elsewhere the chains no longer go through. */
export async function brokenAnchors(
  sql: Sql,
  kept: readonly { readonly unit: string | null; readonly seq: number; readonly hash: string }[],
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(STANDS, [
    kept.map(each => each.unit),
    kept.map(each => each.seq),
    kept.map(each => each.hash),
  ]);
  return rows[0]!.count;
}

const COUNT = 'SELECT count(*)::int AS count FROM';

/** I7: what is broken in a chain, or changed behind its seal. One pass over the trail. */
export const CHAIN_PARTS: readonly { readonly what: string; readonly sql: string }[] = [
  {
    what: 'mata rantai yang tidak bersambung',
    sql: `${COUNT} (SELECT c.seq, c.hash, c.prev_hash, takar_link_hash(c.prev_hash, c.seq, c.content) AS made,
        lag(c.hash, 1, repeat('0', 64)) OVER w AS before, row_number() OVER w AS place
      FROM audit_chain c WINDOW w AS (PARTITION BY c.payroll_unit_id ORDER BY c.seq)) c
      WHERE c.hash <> c.made OR c.prev_hash <> c.before OR c.seq <> c.place`,
  },
  {
    what: 'segel jejak yang isinya berubah',
    sql: `WITH seals AS MATERIALIZED (
        SELECT upto, content, row_number() OVER (ORDER BY upto) - 1 AS place FROM audit_chain WHERE payroll_unit_id IS NULL
      ), bounds AS MATERIALIZED (SELECT coalesce(array_agg(upto ORDER BY upto), '{}') AS upto FROM seals),
      held AS (
        SELECT width_bucket(r.recorded_at, b.upto) AS place, count(*) AS rows, ${digestOf('r')} AS digest
        FROM bounds b, audit_row r WHERE cardinality(b.upto) > 0 GROUP BY 1)
      ${COUNT} seals s LEFT JOIN held h ON h.place = s.place
      WHERE h.place IS NULL OR s.content <> ${contentOf('h.rows', 'h.digest', 's.upto')}`,
  },
  {
    what: 'langkah periode yang tidak sama dengan rantai unitnya',
    sql: `${COUNT} payroll_run_event e JOIN payroll_run r ON r.id = e.run_id
      FULL JOIN (SELECT * FROM audit_chain WHERE run_id IS NOT NULL) c ON c.run_id = e.run_id AND c.run_seq = e.seq
      WHERE c.id IS NULL OR e.run_id IS NULL OR c.payroll_unit_id <> r.payroll_unit_id
        OR (c.content::jsonb -> 'langkah') <> takar_step_content(e)`,
  },
  {
    what: 'perhitungan yang tidak sama dengan rantai unitnya',
    sql: `${COUNT} payroll_run r JOIN LATERAL (SELECT c.content::jsonb -> 'perhitungan' AS held FROM audit_chain c
        WHERE c.run_id = r.id ORDER BY c.run_seq DESC LIMIT 1) c ON true WHERE c.held <> takar_run_totals(r)`,
  },
];
