import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { isUuid } from '../../platform/identity.ts';
import { fullNameOf } from '../organisation/queries.ts';
import type { Simulation } from './simulate.ts';
import type { PersonDifference, SimulationResult } from './simulation-result.ts';

/** A simulation as it was kept. */
export interface StoredSimulation {
  readonly id: string;
  readonly draftId: string;
  /** sha256 of the text it was computed by. */
  readonly textHash: string;
  readonly month: Month;
  readonly at: Date;
  readonly askedByName: string;
  readonly result: SimulationResult;
}

/** A line of the list of a draft's simulations. */
export interface SimulationEntry extends Omit<StoredSimulation, 'result'> {
  /** Units asked for; null for the whole regency. */
  readonly asked: readonly string[] | null;
  readonly people: Pick<SimulationResult['people'], 'compared'>;
  readonly totals: Pick<SimulationResult['totals'], 'difference' | 'changes'>;
}

/** What is kept of a simulation. */
export interface NewSimulation {
  readonly id: string;
  readonly draftId: string;
  readonly textHash: string;
  readonly regulationId: string;
  readonly month: Month;
  readonly askedBy: string;
  readonly at: Date;
  readonly simulation: Simulation;
}

const KEEP = `INSERT INTO policy_simulation (id, draft_id, text_hash, regulation_id, month, result, people, asked_by, computed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`;
const HEAD = `s.id, s.draft_id AS "draftId", s.text_hash AS "textHash", s.month, s.computed_at AS at, ${fullNameOf('e')} AS "askedByName"`;
const FROM = 'FROM policy_simulation s JOIN employee e ON e.id = s.asked_by';
const LIST = `SELECT ${HEAD}, s.result -> 'asked' AS asked, jsonb_build_object('compared', s.result #> '{people,compared}') AS people,
    jsonb_build_object('difference', s.result #> '{totals,difference}', 'changes', s.result #> '{totals,changes}') AS totals
  ${FROM} WHERE s.draft_id = $1 ORDER BY s.computed_at DESC, s.id DESC LIMIT $2`;
const ONE = `SELECT ${HEAD}, s.result ${FROM} WHERE s.draft_id = $1 AND s.id = $2`;
const PEOPLE = 'SELECT people FROM policy_simulation WHERE draft_id = $1 AND id = $2';

/** Keeps a result; the same one again has no effect. */
export async function keepSimulation(tx: Tx, kept: NewSimulation): Promise<void> {
  await tx.query(KEEP, [
    kept.id,
    kept.draftId,
    kept.textHash,
    kept.regulationId,
    firstDay(kept.month),
    JSON.stringify(kept.simulation.result),
    JSON.stringify(kept.simulation.people),
    kept.askedBy,
    kept.at,
  ]);
}

/** The latest simulations of a draft, the latest first. */
export async function simulationsOf(sql: Sql, draftId: string, most: number): Promise<SimulationEntry[]> {
  const { rows } = await sql.query<SimulationEntry & Record<string, unknown>>(LIST, [draftId, most]);
  return rows.map(row => ({ ...row, month: monthOf(row.month as unknown as LocalDate) }));
}

/** One simulation of a draft; undefined where there is none. */
export async function simulationById(sql: Sql, draftId: string, id: string): Promise<StoredSimulation | undefined> {
  if (!isUuid(draftId) || !isUuid(id)) return undefined;
  const { rows } = await sql.query<StoredSimulation & Record<string, unknown>>(ONE, [draftId, id]);
  return rows[0] && { ...rows[0], month: monthOf(rows[0].month as unknown as LocalDate) };
}

/** Everybody's difference, as it was kept. */
export async function peopleOfSimulation(sql: Sql, draftId: string, id: string): Promise<readonly PersonDifference[]> {
  const { rows } = await sql.query<{ people: PersonDifference[] }>(PEOPLE, [draftId, id]);
  return rows[0]?.people ?? [];
}
