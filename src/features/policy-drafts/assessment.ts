import type { Loaded } from '../../domain/tpp/load.ts';
import type { Problem } from '../../domain/tpp/problem.ts';
import { loadCases, runCases, type CaseResult, type RegulationCase } from '../../domain/tpp/regulation-cases.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { sha256 } from '../../platform/identity.ts';
import type { PolicyOnDisk } from '../policies/policy-files.ts';
import { loadBundle } from '../policies/stored-text.ts';

/** What the two texts of a draft come to. */
export interface Assessment {
  /** Null where the text is refused. */
  readonly regulation: Regulation | null;
  /** Why the text is refused, in order of line. */
  readonly problems: readonly Problem[];
  /** Why the cases cannot be read. */
  readonly caseProblems: readonly Problem[];
  /** Each case computed; none where one of the two texts cannot be read. */
  readonly cases: readonly CaseResult[];
  /** The cases as written. */
  readonly written: readonly RegulationCase[];
}

const MOST_CASES = 300;
/** More than the list shows (50): otherwise it would load and compute each of them again at every look. */
const KEPT = 60;
/** By the hash of both texts, the latest last: a page that is looked at again does not load and compute again. */
const kept = new Map<string, Assessment>();

/** Loads a draft and computes its cases. Never throws: what is wrong is said. */
export function assess(policy: PolicyOnDisk): Assessment {
  const key = sha256(`${policy.regulation.text}\u0000${policy.cases?.text ?? ''}`);
  const found = kept.get(key) ?? judge(policy);
  kept.delete(key);
  kept.set(key, found);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return found;
}

function judge(policy: PolicyOnDisk): Assessment {
  const loaded: Loaded = loadBundle(policy);
  const regulation = loaded.ok ? loaded.regulation : null;
  const problems = loaded.ok ? [] : loaded.errors;
  const none = { regulation, problems, caseProblems: [], cases: [], written: [] };
  if (!policy.cases) return none;
  const { fileName, text } = policy.cases;
  const read = loadCases(text, fileName, regulation?.id);
  if (!read.ok) return { ...none, caseProblems: read.errors };
  const written = read.file.cases;
  if (written.length > MOST_CASES) {
    const reason = `contoh paling banyak ${String(MOST_CASES)}`;
    return { ...none, caseProblems: [{ file: fileName, line: 1, reason }] };
  }
  return { ...none, written, cases: regulation ? runCases(regulation, written) : [] };
}

/** Whether every case holds. */
export const allHold = ({ cases }: Assessment): boolean => cases.every(each => each.differences.length === 0);
