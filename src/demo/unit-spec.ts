import type { Role } from '../platform/web/actor.ts';
import type { CastKey } from './cast.ts';

/** Families of positions; each has its usual items in the catalogue. */
export const FAMILIES = [
  'pimpinan',
  'umum',
  'perizinan',
  'keuangan',
  'kepegawaian',
  'perencanaan',
  'pengawasan',
  'kearsipan',
  'informatika',
  'kesehatan',
  'pendidikan',
  'teknik',
  'kependudukan',
  'kecamatan',
] as const;

export type Family = (typeof FAMILIES)[number];

export type PositionKind = 'PEJABAT_NEGARA' | 'JPT' | 'ADMINISTRATOR' | 'PENGAWAS' | 'FUNGSIONAL' | 'PELAKSANA';

/** One chair of the invented regency. */
export interface ChairSpec {
  readonly title: string;
  readonly kind: PositionKind;
  readonly echelon?: string;
  readonly jobClass: number;
  readonly family: Family;
  readonly cast?: CastKey;
  readonly role?: Role;
  /** The letter by which the chain of this chair has one step. */
  readonly oneStep?: string;
  /** Nobody sits here: steps climb one level. */
  readonly vacant?: true;
}

/** A unit: its head, who works directly under the head, and the units below, whose heads report to this one's. */
export interface UnitSpec {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  /** Set where the unit has a treasurer of its own; otherwise the unit above pays. */
  readonly pays?: true;
  /** Open on six days a week: health centres, hospital, schools. */
  readonly sixDays?: true;
  readonly head: ChairSpec;
  readonly staff: readonly ChairSpec[];
  readonly units: readonly UnitSpec[];
}

const chair =
  (kind: PositionKind, echelon: string | undefined) =>
  (title: string, jobClass: number, family: Family = 'pimpinan', more: Partial<ChairSpec> = {}): ChairSpec => ({
    title,
    kind,
    ...(echelon === undefined ? {} : { echelon }),
    jobClass,
    family,
    ...more,
  });

/** Heads by echelon. Classes follow common practice: II.b 14, III.a 12, III.b 11, IV.a 9, IV.b 8. */
export const eselon2a = chair('JPT', 'II.a');
export const eselon2b = chair('JPT', 'II.b');
export const eselon3a = chair('ADMINISTRATOR', 'III.a');
export const eselon3b = chair('ADMINISTRATOR', 'III.b');
export const eselon4a = chair('PENGAWAS', 'IV.a');
export const eselon4b = chair('PENGAWAS', 'IV.b');
export const fungsional = chair('FUNGSIONAL', undefined);
export const pelaksana = chair('PELAKSANA', undefined);
