import { ECHELONS, POSITION_KINDS, type PositionKind } from '../organisation/position-kinds.ts';
import { isEnded, statusWords, WORKING, type EmployeeStatus } from '../people/statuses.ts';
import { ChangeCount, type Changes } from './change-count.ts';
import type { SimulatedPerson } from './compared-person.ts';

/** By what people are grouped. */
export type Grouping = 'kelas' | 'jabatan' | 'status';

/** Winners and losers of one group. */
export interface GroupChanges extends Changes {
  readonly key: string;
  readonly label: string;
}

/** Winners and losers of all groups of one kind. */
export interface GroupedChanges {
  readonly by: Grouping;
  readonly label: string;
  readonly groups: readonly GroupChanges[];
}

interface GroupRule {
  readonly by: Grouping;
  readonly label: string;
  readonly keyOf: (person: SimulatedPerson) => string;
  readonly labelOf: (key: string) => string;
  /** Groups stand by ascending rank, then by key. */
  readonly rankOf: (key: string) => number;
}

const UNKNOWN = 'Tidak tercatat';
const KINDS = Object.keys(POSITION_KINDS);
const STATUSES = Object.keys(WORKING);

const RULES: readonly GroupRule[] = [
  {
    by: 'kelas',
    label: 'Kelas jabatan',
    keyOf: person => person.jobClass,
    labelOf: key => (key === '' ? UNKNOWN : `Kelas ${key}`),
    rankOf: key => -Number(key === '' ? '0' : key),
  },
  {
    by: 'jabatan',
    label: 'Jenis jabatan dan eselon',
    keyOf: ({ kind, echelon }) => `${kind}/${echelon}`,
    labelOf: key => {
      const [kind = '', echelon = ''] = key.split('/');
      const words = POSITION_KINDS[kind as PositionKind] as string | undefined;
      return `${words ?? UNKNOWN}${echelon === '' ? '' : `, eselon ${echelon}`}`;
    },
    rankOf: key => {
      const [kind = '', echelon = ''] = key.split('/');
      return KINDS.indexOf(kind) * 100 + (ECHELONS as readonly string[]).indexOf(echelon);
    },
  },
  {
    by: 'status',
    label: 'Status kepegawaian',
    keyOf: person => person.status,
    labelOf: key => (STATUSES.includes(key) || isEnded(key) ? statusWords(key as EmployeeStatus) : UNKNOWN),
    rankOf: key => STATUSES.indexOf(key),
  },
];

/** Counts winners and losers by job class, kind of position with echelon, and status. */
export class GroupTally {
  private readonly counts = new Map<Grouping, Map<string, ChangeCount>>(RULES.map(({ by }) => [by, new Map()]));

  add(person: SimulatedPerson, change: bigint): void {
    for (const { by, keyOf } of RULES) {
      const groups = this.counts.get(by)!;
      const key = keyOf(person);
      const count = groups.get(key) ?? new ChangeCount();
      count.add(change);
      groups.set(key, count);
    }
  }

  result(): GroupedChanges[] {
    return RULES.map(({ by, label, labelOf, rankOf }) => ({
      by,
      label,
      groups: [...this.counts.get(by)!]
        .map(([key, count]) => ({ key, label: labelOf(key), ...count.result() }))
        .sort((a, b) => rankOf(a.key) - rankOf(b.key) || (a.key < b.key ? -1 : 1)),
    }));
  }
}
