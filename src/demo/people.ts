import type { LocalDate } from '../domain/local-date.ts';
import { addMonths, firstDay, type Month } from '../domain/month.ts';
import { FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES } from './person-names.ts';
import type { Random } from './random.ts';
import type { ChairSpec, Family } from './unit-spec.ts';

export interface StatusSince {
  readonly from: LocalDate;
  readonly status: 'PNS' | 'CPNS' | 'PPPK' | 'PEJABAT';
  readonly rank: string | null;
}

/** An invented employee or official. */
export interface InventedPerson {
  /** Null for an official. */
  readonly nip: string | null;
  readonly name: string;
  readonly frontTitle: string | null;
  readonly backTitle: string | null;
  readonly statuses: readonly StatusSince[];
  /** First day in the chair held now. */
  readonly seatedFrom: LocalDate;
}

/** What keeps invented people apart: names and numbers already given. */
export interface Taken {
  readonly names: Set<string>;
  readonly nips: Set<string>;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Degrees by family for those who hold a bachelor's; invented people are not all lawyers. */
const DEGREES: Readonly<Record<Family, readonly string[]>> = {
  pimpinan: ['S.Sos.', 'S.IP.', 'S.H.', 'S.E.', 'S.STP.'],
  umum: ['S.Sos.', 'S.A.P.'],
  perizinan: ['S.A.P.', 'S.H.', 'S.Sos.'],
  keuangan: ['S.E.', 'S.Ak.'],
  kepegawaian: ['S.A.P.', 'S.Psi.'],
  perencanaan: ['S.E.', 'S.P.', 'S.T.'],
  pengawasan: ['S.E.', 'S.H.', 'S.Ak.'],
  kearsipan: ['S.I.Pust.', 'S.Hum.'],
  informatika: ['S.Kom.', 'S.T.'],
  kesehatan: ['S.Kep.', 'S.K.M.'],
  pendidikan: ['S.Pd.'],
  teknik: ['S.T.'],
  kependudukan: ['S.Sos.', 'S.A.P.'],
  kecamatan: ['S.IP.', 'S.Sos.'],
};

function titles(random: Random, chair: ChairSpec): Pick<InventedPerson, 'frontTitle' | 'backTitle'> {
  if (chair.title.startsWith('Dokter')) return { frontTitle: 'dr.', backTitle: null };
  if (chair.jobClass >= 11) {
    const front = chair.jobClass >= 14 && random.chance(30) ? random.pick(['Drs.', 'Ir.', 'Dr.']) : null;
    return {
      frontTitle: front,
      backTitle: `${random.pick(DEGREES[chair.family])}, ${random.pick(['M.Si.', 'M.M.', 'M.A.P.'])}`,
    };
  }
  if (chair.jobClass >= 7) return { frontTitle: null, backTitle: random.pick(DEGREES[chair.family]) };
  return { frontTitle: null, backTitle: chair.jobClass === 6 ? 'A.Md.' : null };
}

const RANKS: readonly (readonly [leastClass: number, ranks: readonly string[]])[] = [
  [15, ['IV/d']],
  [14, ['IV/b', 'IV/c']],
  [12, ['IV/a', 'IV/b']],
  [11, ['III/d', 'IV/a']],
  [9, ['III/c', 'III/d']],
  [7, ['III/a', 'III/b', 'III/c']],
  [6, ['II/c', 'II/d']],
  [0, ['II/a', 'II/b']],
];

const rankOf = (random: Random, jobClass: number): string =>
  random.pick(RANKS.find(([least]) => jobClass >= least)![1]);

/** So many times a name of two words is tried before it gets a third: there are 3,200 of two. */
const TRIES = 12;

function invent(random: Random, taken: Taken): { name: string; female: boolean } {
  for (let tries = 1; ; tries += 1) {
    const female = random.chance(48);
    const given = female ? FEMALE_NAMES : MALE_NAMES;
    const first = tries > TRIES ? `${random.pick(given)} ${random.pick(given)}` : random.pick(given);
    const name = `${first} ${random.pick(FAMILY_NAMES)}`;
    if (taken.names.has(name)) continue;
    taken.names.add(name);
    return { name, female };
  }
}

/**
 * An 18-digit number: birth date, month of appointment (for PPPK the year and contract code 21), sex, sequence. The
 * sequence is 901 to 999: the right shape, but beyond what a month's appointments reach, so that it is nobody's.
 */
function number(random: Random, taken: Taken, birthYear: number, appointed: string, female: boolean): string {
  for (;;) {
    const birth = `${String(birthYear)}${two(random.between(1, 12))}${two(random.between(1, 28))}`;
    const nip = `${birth}${appointed}${female ? '2' : '1'}${String(random.between(901, 999))}`;
    if (taken.nips.has(nip)) continue;
    taken.nips.add(nip);
    return nip;
  }
}

/** Somebody for a chair, as of the first month of the demo's story (M-2). */
export function personFor(random: Random, chair: ChairSpec, story: Month, taken: Taken): InventedPerson {
  const year = Number(story.slice(0, 4));
  const { name, female } = invent(random, taken);
  const longAgo = firstDay(`${String(year - random.between(2, 4))}-${two(random.between(1, 12))}` as Month);
  if (chair.kind === 'PEJABAT_NEGARA') {
    const since: StatusSince = { from: longAgo, status: 'PEJABAT', rank: null };
    return { nip: null, name, frontTitle: 'H.', backTitle: 'S.Sos.', statuses: [since], seatedFrom: longAgo };
  }
  const senior = chair.jobClass >= 11 ? 46 : chair.jobClass >= 9 ? 38 : 27;
  const birthYear = year - random.between(senior, Math.min(57, senior + 14));
  const named = { name, ...titles(random, chair) };
  const junior =
    chair.kind !== 'JPT' && chair.kind !== 'ADMINISTRATOR' && chair.kind !== 'PENGAWAS' && chair.jobClass <= 8;
  const free = junior && chair.cast === undefined && chair.role === undefined;
  if (free && random.chance(14)) {
    const from = longAgo;
    const nip = number(random, taken, birthYear, `${from.slice(0, 4)}21`, female);
    const rank = chair.jobClass >= 7 ? 'IX' : chair.jobClass === 6 ? 'VII' : 'V';
    return { nip, ...named, statuses: [{ from, status: 'PPPK', rank }], seatedFrom: from };
  }
  if (free && random.chance(10)) {
    const from = firstDay(addMonths(story, -random.between(4, 9)));
    const nip = number(random, taken, year - random.between(24, 29), from.slice(0, 7).replace('-', ''), female);
    const rank = chair.jobClass >= 7 ? 'III/a' : 'II/a';
    return { nip, ...named, statuses: [{ from, status: 'CPNS', rank }], seatedFrom: from };
  }
  const entryYear = Math.min(birthYear + random.between(22, 26), year - 5);
  const entry = `${String(entryYear)}-${two(random.between(1, 12))}` as Month;
  const [cpns, pns] = [firstDay(entry), firstDay(addMonths(entry, 12))];
  const nip = number(random, taken, birthYear, entry.replace('-', ''), female);
  const rank = rankOf(random, chair.jobClass);
  return {
    nip,
    ...named,
    statuses: [
      { from: cpns, status: 'CPNS', rank: 'III/a' },
      { from: pns, status: 'PNS', rank },
    ],
    seatedFrom: longAgo,
  };
}
