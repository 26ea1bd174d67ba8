import { monthInWords, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { number, rupiah } from '../../platform/render/format.ts';
import { paths } from './paths.ts';
import { simulationsOf, type SimulationEntry } from './stored-simulation.ts';

/** The latest simulation of a draft, for the pages of the draft. */
export interface LatestSimulation {
  readonly at: Date;
  readonly month: Month;
  /** sha256 of the draft's text then. */
  readonly hash: string;
  /** One sentence with totals, in Indonesian. */
  readonly summary: string;
  readonly href: string;
}

/** The latest simulation of a draft; undefined where there is none. One statement. */
export async function latestSimulation(sql: Sql, draftId: string): Promise<LatestSimulation | undefined> {
  const [latest] = await simulationsOf(sql, draftId, 1);
  if (!latest) return undefined;
  const { at, month, textHash: hash, id } = latest;
  return { at, month, hash, summary: summaryOf(latest), href: paths.one(draftId, id) };
}

/** 'Oktober 2026: 612 pegawai, jumlah bersih naik Rp12.000.000 (300 naik, 12 turun, 300 tetap).' */
export function summaryOf({ month, asked, people, totals }: SimulationEntry): string {
  const { up, down, equal } = totals.changes;
  const where = asked === null ? '' : `, ${number(asked.length)} unit`;
  return `${monthInWords(month)}${where}: ${number(people.compared)} pegawai, jumlah bersih ${changeInWords(BigInt(totals.difference.net))} (${number(up)} naik, ${number(down)} turun, ${number(equal)} tetap).`;
}

/** `naik Rp1.000`, `turun Rp1.000`, `tetap`. @param change whole rupiah */
export function changeInWords(change: bigint): string {
  if (change === 0n) return 'tetap';
  return change > 0n ? `naik ${rupiah(change)}` : `turun ${rupiah(-change)}`;
}
