import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { Problem } from '../../domain/tpp/problem.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { loadCases, runCases } from '../../domain/tpp/regulation-cases.ts';
import type { PolicyOnDisk } from '../policies/policy-files.ts';
import { dailyOf, type InForce } from '../policies/queries.ts';
import { loadBundle } from '../policies/stored-text.ts';

/** A regulation that is not in force, fit to be simulated. */
export interface Candidate {
  readonly regulation: Regulation;
  /** Worked cases beside it that it does not give, as `takar policy check` says it. They do not stop a simulation. */
  readonly failedCases: number;
}

export type ReadCandidate =
  { readonly ok: true; readonly candidate: Candidate } | { readonly ok: false; readonly problems: readonly Problem[] };

const NO_TOTALS = 'bagian "totals" harus menyebut gross, deductions dan net';

/**
 * Reads a regulation for a simulation. Refused where it does not load, or gives no gross, deductions and net: what is
 * simulated must be something that could be paid.
 */
export function candidateOf(policy: PolicyOnDisk): ReadCandidate {
  const loaded = loadBundle(policy);
  if (!loaded.ok) return { ok: false, problems: loaded.errors };
  const { regulation } = loaded;
  const { gross, deductions, net } = regulation.totals;
  if (!gross || !deductions || !net)
    return { ok: false, problems: [{ file: policy.regulation.fileName, line: 1, reason: NO_TOTALS }] };
  return { ok: true, candidate: { regulation, failedCases: failedCases(policy, regulation) } };
}

function failedCases({ cases }: PolicyOnDisk, regulation: Regulation): number {
  if (!cases) return 0;
  const read = loadCases(cases.text, cases.fileName, regulation.id);
  if (!read.ok) return 1;
  return runCases(regulation, read.file.cases).filter(({ differences }) => differences.length > 0).length;
}

/**
 * The candidate as if it were in force in the simulated month: its own rules of the working day, or, where it has none,
 * those of the version in force. Its dates are left aside, since a simulated month mostly lies before them.
 */
export const asInForce = ({ regulation }: Candidate, month: Month, inForce: InForce): InForce => ({
  id: inForce.id,
  code: regulation.id,
  version: regulation.version,
  validFrom: localDate(regulation.validFrom),
  regulation: undated(regulation, firstDay(month)),
  daily: regulation.daily ? dailyOf(regulation) : inForce.daily,
});

function undated(regulation: Regulation, first: LocalDate): Regulation {
  const layers = regulation.layers.map(layer => ({ ...layer, rules: undated(layer.rules, first) }));
  const begins = regulation.validFrom < first ? regulation.validFrom : first;
  const dates = { validFrom: begins, validTo: null, firstMonth: monthOf(localDate(begins)) };
  return { ...regulation, ...dates, layers };
}
