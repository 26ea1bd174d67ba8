import { firstDay } from '../../domain/month.ts';
import { type ComponentAmount, settlementOf, type Settlement } from '../../domain/payroll/adjustment.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { computeLine, type Line } from '../payroll-runs/line.ts';
import { factsOf } from '../policies/facts.ts';
import { regulationById, regulationOn, type InForce } from '../policies/queries.ts';
import { standingsOf, type Identity, type PersonMonth, type Standing } from './standing.ts';

/** The month as computed now, named like a stored line; nothing is due where `excluded` says why. */
export interface Due extends Pick<Line, 'status' | 'gross' | 'deductions' | 'net' | 'outputs' | 'components'> {
  readonly facts: Readonly<Record<string, string>>;
  readonly waiting: number;
  readonly excluded: string | null;
}

/** A month computed again: what it has to settle, or why it has to wait. */
export type Judgement =
  | {
      readonly ready: true;
      readonly standing: Standing;
      readonly regulationId: string;
      readonly due: Due;
      readonly settlement: Settlement;
      readonly person: Identity;
    }
  | { readonly ready: false; readonly standing: Standing; readonly reason: string };

const NOT_ON_ROSTER = 'Tidak ada dalam daftar pegawai bulan itu';

/** Nothing is due: not on the roster, as it is known now, or somebody who is not paid. */
const nothingDue = (excluded: string, facts: Due['facts']): Due => ({
  status: 'TIDAK_DIBAYAR',
  gross: '0',
  deductions: '0',
  net: '0',
  outputs: {},
  components: { components: [], reasons: [], why: {} },
  facts,
  waiting: 0,
  excluded,
});

/**
 * Computes months of persons again from what is known now, each under the regulation of its own run, and says what they
 * have to settle. Reads only.
 * @param runId the run that is being computed; null on a page
 */
export async function judgeMonths(sql: Sql, keys: readonly PersonMonth[], runId: string | null): Promise<Judgement[]> {
  const judged: Judgement[] = [];
  for (const standing of await standingsOf(sql, keys, runId)) judged.push(await judge(sql, standing));
  return judged;
}

async function judge(sql: Sql, standing: Standing): Promise<Judgement> {
  const wait = (reason: string): Judgement => ({ ready: false, standing, reason });
  if (standing.obstacle !== null) return wait(standing.obstacle);
  const { month, regulationId } = standing;
  const inForce =
    regulationId === null ? await regulationOn(sql, firstDay(month)) : await regulationById(sql, regulationId);
  if (!inForce) return wait('tidak ada peraturan TPP yang berlaku bulan itu');
  const result = await dueNow(sql, standing, inForce);
  if ('reasons' in result) return wait(`belum bisa dihitung: ${result.reasons.join('; ')}`);
  const due = result;
  const settlement = settlementOf(standing.ledger, componentsOf(due));
  if (settlement.net !== BigInt(due.net) - standing.ledger.paid.net)
    throw new Error(`the components of ${standing.employeeId} for ${month} do not add up to its amounts`);
  return { ready: true, standing, regulationId: inForce.id, due, settlement, person: personOf(standing, due) };
}

/** The month of a person under a regulation as everything known now gives it, or why no amount may be given. */
async function dueNow(
  sql: Sql,
  { employeeId, month }: PersonMonth,
  inForce: InForce,
): Promise<Due | { readonly reasons: readonly string[] }> {
  const [gathered] = await factsOf(sql, { month, inForce, employeeId, wherever: true });
  if (!gathered) return nothingDue(NOT_ON_ROSTER, {});
  const { facts, waiting, excluded } = gathered;
  return excluded === null ? dueFrom(inForce, { employeeId, month }, facts, waiting) : nothingDue(excluded, facts);
}

/** The month as a regulation gives it from facts: now, and again when it is verified years later. */
export function dueFrom(
  inForce: InForce,
  { employeeId, month }: PersonMonth,
  facts: Due['facts'],
  waiting: number,
): Due | { readonly reasons: readonly string[] } {
  const computed = computeLine(inForce.regulation, month, { employeeId, facts, waiting });
  if (!computed.ok) return { reasons: computed.reasons };
  const { status, gross, deductions, net, outputs, components } = computed.line;
  return { status, gross, deductions, net, outputs, components, facts, waiting, excluded: null };
}

const componentsOf = ({ components }: Due): ComponentAmount[] =>
  components.components.map(({ code, label, kind, amount }) => ({ code, label, kind, amount: BigInt(amount) }));

function personOf({ person }: Standing, { facts }: Due): Identity {
  return {
    nip: person.nip,
    name: facts['pegawai.nama'] ?? person.name,
    unitName: facts['unit.nama'] ?? person.unitName,
    position: facts['jabatan.nama'] ?? person.position,
    jobClass: facts['pegawai.kelas'] === undefined ? person.jobClass : Number(facts['pegawai.kelas']),
  };
}
